/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: what a table is read as, in whatever shape it stands: area,year,sex,age,value of its population.
 * Usage: rows [TABLE] */
#include <cohort/cohort.h>

#include <stdio.h>
#include <string.h>

static const char *age_of(const cohort_row *row, char text[32])
{
    const int all = row->age_from == 0 && row->age_to == COHORT_OPEN_END;
    if (row->age_to == COHORT_AGE_UNKNOWN || all)
        return all ? "all" : "unknown";
    if (row->age_to == COHORT_OPEN_END)
        snprintf(text, 32, "%d+", row->age_from);
    else if (row->age_to == COHORT_AGE_GROUP)
        snprintf(text, 32, "%d", row->age_from);
    else
        snprintf(text, 32, "%d-%d", row->age_from, row->age_to);
    return text;
}

int main(int argc, char **argv)
{
    static const char *const sexes[] = {"male", "female", "both"};
    char age[32], value[COHORT_NUMBER_TEXT];
    cohort_table *table;
    cohort_error error;
    if (cohort_table_read(argc > 1 ? argv[1] : "fixtures/ipss2018.csv", NULL, &table, &error))
        return fprintf(stderr, "%s\n", error.text), 1;
    for (int i = 0; cohort_table_note(table, i); i++)
        fprintf(stderr, "%s\n", cohort_table_note(table, i));
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        if (strcmp(row.variable, "population") == 0)
            printf("%s,%d,%s,%s,%s\n", row.area, row.year, sexes[row.sex], age_of(&row, age),
                   cohort_number_text(row.value, value));
    }
    cohort_table_free(table);
    return fclose(stdout) != 0;
}
