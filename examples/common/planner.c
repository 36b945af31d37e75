/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/planner.h"

#include "common/fixtures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void begin_csv(FILE *stream, bool excel)
{
    if (excel)
        fputs(EXCEL_MARK, stream);
}

const char *fixture(const char *name)
{
    static char paths[4][4096];
    static int next;
    const char *folder = getenv("COHORT_FIXTURES");
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder && *folder ? folder : fixtures_folder, name);
    return path;
}

bool area_names(const char *area, struct area_names *names)
{
    cohort_error error;
    cohort_csv *areas;
    bool found = false;
    *names = (struct area_names){"", ""};
    must(cohort_csv_read(fixture("areas.csv"), &areas, &error), &error);
    for (int i = 0; i < cohort_csv_records(areas) && !found; i++) {
        if (strcmp(cohort_csv_cell(areas, i, cohort_csv_column(areas, "area")), area) != 0)
            continue;
        found = true;
        snprintf(names->japanese, sizeof names->japanese, "%s",
                 cohort_csv_cell(areas, i, cohort_csv_column(areas, "name")));
        snprintf(names->english, sizeof names->english, "%s",
                 cohort_csv_cell(areas, i, cohort_csv_column(areas, "name_en")));
    }
    cohort_csv_free(areas);
    return found;
}

void area_name(const char *area, char *name, size_t size)
{
    struct area_names names;
    if (area_names(area, &names))
        snprintf(name, size, "%s %s", names.japanese, names.english);
    else
        snprintf(name, size, "%s", area);
}

void load_area(const char *area, int last_year, cohort_stock *published, cohort_inputs **nation)
{
    static const char *const variables[] = {"asfr", "population", "qx", "tfr", NULL};
    cohort_error error;
    cohort_table *towns, *japan;
    must(cohort_table_read(fixture("ipss2018.csv"), variables, &towns, &error), &error);
    must(cohort_table_read(fixture("japan.csv"), variables, &japan, &error), &error);
    must(cohort_table_population(towns, area, "population", published, &error), &error);
    must(cohort_table_reference(japan, JAPAN, last_year, nation, &error), &error);
    cohort_table_free(towns);
    cohort_table_free(japan);
}

bool same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

double persons_in(const cohort_stock *population, int year, const char *band)
{
    cohort_error error;
    cohort_band which;
    double count;
    must(cohort_band_parse(band, &which, &error), &error);
    must(cohort_count(population, year, which, &count, &error), &error);
    return count;
}

/* Digits in groups of three behind a sign; the sign ▲ has three bytes and takes one column. */
static const char *figure(double value, int width, const char *plus)
{
    static char texts[8][64];
    static int next;
    char digits[40], *text = texts[next++ % 8];
    long long rounded = llround(fabs(value));
    int length = snprintf(digits, sizeof digits, "%lld", rounded);
    const char *sign = rounded == 0 ? "" : value < 0 ? "▲" : plus;
    int columns = length + (length - 1) / 3 + (*sign != '\0'), used = 0;
    for (int i = columns; i < width && used < 20; i++)
        text[used++] = ' ';
    used += snprintf(text + used, 8, "%s", sign);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

const char *persons(double value, int width)
{
    return figure(value, width, "");
}

const char *change(double value, int width)
{
    return figure(value, width, "+");
}
