/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/japan.h"

#include "support/close.h"
#include "support/tables.h"

enum { MOST_AGES = 130 };

void japan_population(double counts[COHORT_SEXES][JAPAN_AGES])
{
    cohort_table *table = fixture("japan.csv");
    cohort_stock stock;
    cohort_error error;
    assert_ok(cohort_table_population(table, "00000", "population", &stock, &error), error);
    assert_int_equal(stock.grid.start, 2015);
    assert_int_equal(stock.grid.ages, JAPAN_AGES);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < JAPAN_AGES; x++)
            counts[sex][x] = stock.cells[cohort_cell(&stock.grid, 0, sex, x)];
    cohort_stock_free(&stock);
    cohort_table_free(table);
}

static int read_qx(int year, int sex, double qx[MOST_AGES])
{
    cohort_table *table = fixture("japan.csv");
    int ages = 0;
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        if (strcmp(row.variable, "qx") != 0 || row.year != year || row.sex != sex)
            continue;
        assert_int_equal(row.age_from, ages);
        assert_true(ages < MOST_AGES);
        qx[ages++] = row.value;
    }
    cohort_table_free(table);
    return ages;
}

cohort_lifetable japan_lifetable(int year, int sex, double *qx)
{
    double published[MOST_AGES];
    cohort_lifetable table;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&table, read_qx(year, sex, published), NULL, &error), error);
    memcpy(table.qx, published, (size_t)table.ages * sizeof *published);
    if (qx)
        memcpy(qx, published, (size_t)table.ages * sizeof *published);
    assert_ok(cohort_lifetable_from_qx(&table, sex, COHORT_AX_ANDREEV_KINGKADE, &error), error);
    return table;
}
