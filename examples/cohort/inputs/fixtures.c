/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/fixtures.h"

/* Is it the name, or the name without 市, 県 or the like? */
static bool is_called(const char *name, const char *text)
{
    const size_t length = strlen(text);
    return strcmp(name, text) == 0 ||
           (length > 0 && strncmp(name, text, length) == 0 && strlen(name + length) == 3 &&
            strstr("市町村区都道府県", name + length));
}

/* The row of areas.csv that has this in a column. */
static bool find_names(const char *column, const char *text, struct area_names *names)
{
    cohort_csv *areas;
    bool found = false;
    *names = (struct area_names){"", "", ""};
    must(cohort_csv_read(fixture("areas.csv").path, &areas, &error));
    for (int i = 0; i < cohort_csv_records(areas) && !found; i++) {
        if (!is_called(cohort_csv_cell(areas, i, cohort_csv_column(areas, column)), text))
            continue;
        found = true;
        snprintf(names->code, sizeof names->code, "%s",
                 cohort_csv_cell(areas, i, cohort_csv_column(areas, "area")));
        snprintf(names->japanese, sizeof names->japanese, "%s",
                 cohort_csv_cell(areas, i, cohort_csv_column(areas, "name")));
        snprintf(names->english, sizeof names->english, "%s",
                 cohort_csv_cell(areas, i, cohort_csv_column(areas, "name_en")));
    }
    cohort_csv_free(areas);
    return found;
}

bool area_names(const char *area, struct area_names *names)
{
    return find_names("area", area, names);
}

bool area_called(const char *name, struct area_names *names)
{
    return find_names("name", name, names) || find_names("name_en", name, names);
}

struct text area_name(const char *area)
{
    struct area_names names;
    return area_names(area, &names) ? text_of("%s %s", names.japanese, names.english)
                                    : text_of("%s", area);
}
