/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/tidy.h"

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
