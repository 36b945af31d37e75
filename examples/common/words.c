/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/words.h"

#include "common/planner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const language_names[] = {"en", "ja", NULL};

cohort_language words_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "ja", 2) == 0 ? COHORT_JAPANESE : COHORT_ENGLISH;
    }
    return COHORT_ENGLISH;
}

void words_area(cohort_language language, const char *area, char *name, int size)
{
    const char *column = language == COHORT_JAPANESE ? "name" : "name_en";
    cohort_error error;
    cohort_csv *areas;
    snprintf(name, (size_t)size, language == COHORT_JAPANESE ? "地域%s" : "area %s", area);
    must(cohort_csv_read(fixture("areas.csv"), &areas, &error), &error);
    for (int i = 0; i < cohort_csv_records(areas); i++)
        if (strcmp(cohort_csv_cell(areas, i, cohort_csv_column(areas, "area")), area) == 0)
            snprintf(name, (size_t)size, "%s",
                     cohort_csv_cell(areas, i, cohort_csv_column(areas, column)));
    cohort_csv_free(areas);
}
