/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/tidy.h"

#include "text/numbers.h"

#include <string.h>

void begin_csv(FILE *stream, bool excel)
{
    if (excel)
        fputs(EXCEL_MARK, stream);
}

void tidy_place(cohort_output *out, const char *area, const char *name)
{
    cohort_output_cell(out, area);
    if (name) {
        cohort_output_print(out, ",");
        cohort_output_cell(out, name);
    }
}

void tidy_cells(cohort_output *out, const char *area, const char *name, const char *variable,
                const cohort_grid *grid, const double *cells, int times)
{
    const bool births = strcmp(variable, "births") == 0;
    for (int i = 0; i < times; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = 0; x < (births ? 1 : grid->ages); x++) {
                char number[COHORT_NUMBER_TEXT];
                tidy_place(out, area, name);
                cohort_output_print(out, ",");
                cohort_output_cell(out, variable);
                cohort_output_print(
                    out, ",%d,%s,%s%s,%s\n", cohort_grid_year(grid, i),
                    sex == COHORT_MALE ? "male" : "female",
                    births ? "all" : whole(x * grid->width).s,
                    !births && x == grid->ages - 1 ? "+" : "",
                    cohort_number_text(cells[cohort_cell(grid, i, sex, x)], number));
            }
}
