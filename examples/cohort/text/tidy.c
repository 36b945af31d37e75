/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/tidy.h"

#include <string.h>

void begin_csv(FILE *stream, bool excel)
{
    if (excel)
        fputs(EXCEL_MARK, stream);
}

static void write_row(cohort_output *out, const char *area, const char *variable, int year, int sex,
                      const char *age, double value)
{
    char number[COHORT_NUMBER_TEXT];
    cohort_output_cell(out, area);
    cohort_output_print(out, ",");
    cohort_output_cell(out, variable);
    cohort_output_print(out, ",%d,%s,%s,%s\n", year, sex == COHORT_MALE ? "male" : "female", age,
                        cohort_number_text(value, number));
}

void tidy_cells(cohort_output *out, const char *area, const char *variable, const cohort_grid *grid,
                const double *cells, int times)
{
    bool births = strcmp(variable, "births") == 0;
    for (int i = 0; i < times; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < (births ? 1 : grid->ages); x++) {
                char age[16];
                snprintf(age, sizeof age, x == grid->ages - 1 ? "%d+" : "%d", x * grid->width);
                write_row(out, area, variable, grid->start + i * grid->width, sex,
                          births ? "all" : age, cells[cohort_cell(grid, i, sex, x)]);
            }
}
