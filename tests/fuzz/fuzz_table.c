/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as text, in whatever layout; and all that can be asked of one that was read. */
#include "fuzz/take.h"

static void ask(const cohort_table *table, const char *area)
{
    cohort_stock stock = {.cells = NULL};
    cohort_inputs *inputs;
    cohort_error error;
    int first, last;
    double value;
    check_error(cohort_table_years(table, area, "population", &first, &last, &error), &error);
    check_error(cohort_table_value(table, area, "tfr", 2015, COHORT_FEMALE, 0, COHORT_OPEN_END,
                                   &value, &error),
                &error);
    int code = cohort_table_population(table, area, "population", &stock, &error);
    check_error(code, &error);
    HOLDS((code == COHORT_OK) == (stock.cells != NULL));
    cohort_stock_free(&stock);
    check_error(cohort_table_reference(table, area, 2025, &inputs, &error), &error);
    cohort_inputs_free(inputs);
    code = cohort_table_inputs(1, &table, area, COHORT_WPP_EVEN, 2020, &inputs, &error);
    check_error(code, &error);
    cohort_inputs_free(inputs);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct take take = {bytes, size};
    cohort_table_options options;
    cohort_sheets *sheets;
    cohort_table *table = NULL;
    cohort_error error;
    cohort_table_options_init(&options);
    const unsigned asked = take_byte(&take);
    options.gaps = (int)(asked & 1);
    options.dash = (cohort_dash)(asked >> 1 & 3);
    options.sex_ratio = asked & 8 ? 95 : 0;
    options.title = asked & 16 ? "2020 male mx" : NULL;
    int code = cohort_sheets_parse((const char *)take.at, take.left, "in.csv", &sheets, &error);
    if (!code)
        code = cohort_table_from_sheets(sheets, &options, &table, &error);
    check_error(code, &error);
    HOLDS((code == COHORT_OK) == (table != NULL));
    for (int i = 0; table && i < cohort_table_count(table); i++)
        HOLDS(cohort_table_row(table, i).area);
    for (int i = 0; table && i < cohort_table_area_count(table) && i < 3; i++)
        ask(table, cohort_table_area(table, i));
    cohort_table_free(table);
    return 0;
}
