/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/published.h>

#include "support/close.h"

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_band young = {COHORT_BOTH, 0, 14};

enum { MOST = 40 };

/* The strategy's path: three ages and women at 2025 and 2060, three ages at 2035; totals left out. */
static void reads_figures_without_their_totals(void **state)
{
    cohort_figure figures[MOST];
    cohort_table *table;
    cohort_error error;
    int count = -1;
    assert_ok(cohort_table_read(COHORT_FIXTURES "/nemuro_published.csv", NULL, &table, &error),
              error);
    assert_ok(cohort_published_figures(table, "01223", "plan", COHORT_MIGRATION, MOST, figures,
                                       &count, &error),
              error);
    assert_int_equal(count, 11);
    for (int i = 0; i < count; i++) {
        const cohort_band band = figures[i].measure.band;
        assert_int_equal(figures[i].components, COHORT_MIGRATION);
        assert_true(band.age_from > 0 || band.age_to == 14); /* no total */
    }
    assert_close(figures[0].value, 2294, 0, 0);
    assert_close(figures[0].measure.year, 2025, 0, 0);
    /* the baseline's total of 2030 stands by itself */
    assert_ok(cohort_published_figures(table, "01223", "ipss", COHORT_NO_COMPONENT, MOST, figures,
                                       &count, &error),
              error);
    assert_int_equal(count, 11);
    assert_close(figures[3].value, 19613, 0, 0);
    assert_int_equal(figures[3].measure.band.age_to, COHORT_OPEN_END);
    /* nothing of another variable or area; no room */
    assert_ok(cohort_published_figures(table, "01223", "nothing", 0, MOST, figures, &count, &error),
              error);
    assert_int_equal(count, 0);
    assert_ok(cohort_published_figures(table, "01691", "plan", 0, MOST, figures, &count, &error),
              error);
    assert_int_equal(count, 0);
    count = -7;
    assert_fails(cohort_published_figures(table, "01223", "plan", 0, 10, figures, &count, &error),
                 COHORT_ERROR_ARGUMENT, error, "area \"01223\", plan: more than 10 figures");
    assert_int_equal(count, -7);
    cohort_table_free(table);
}

static void tells_kinds_apart(void **state)
{
    const cohort_grid grid = {5, 20, 2015, 9};
    const cohort_stock stock = {grid, NULL};
    cohort_figure fitted[4];
    fitted[0] = cohort_figure_of(young, 2025, 1);
    fitted[1] = cohort_figure_of((cohort_band){COHORT_BOTH, 15, 64}, 2025, 1);
    fitted[2] = cohort_figure_of((cohort_band){COHORT_BOTH, 65, COHORT_OPEN_END}, 2025, 1);
    fitted[3] = cohort_figure_of(young, 2060, 1);
    const struct {
        cohort_band band;
        double year;
        int count;
        cohort_kind kind;
    } cases[] = {
        {everybody, 2015, 4, COHORT_INPUT},
        {young, 2025, 4, COHORT_FITTED},
        {everybody, 2025, 4, COHORT_FITTED},
        {everybody, 2025, 2, COHORT_IDENTITY},
        {young, 2045, 4, COHORT_IDENTITY},
        {young, 2050, 4, COHORT_PREDICTED},
        {young, 2060, 4, COHORT_FITTED},
        {young, 2060, 3, COHORT_PREDICTED},
        {everybody, 2060, 4, COHORT_PREDICTED},
        {{COHORT_MALE, 0, 14}, 2025, 4, COHORT_IDENTITY},
        {{COHORT_BOTH, 0, 15}, 2025, 4, COHORT_IDENTITY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(cohort_published_kind(&stock, 2045, cases[i].count, fitted, cases[i].band,
                                               cases[i].year),
                         cases[i].kind);
    assert_int_equal(cohort_published_kind(&stock, 0, 0, NULL, young, 2020), COHORT_PREDICTED);
    assert_string_equal(cohort_kind_name(COHORT_PREDICTED), "predicted");
    assert_null(cohort_kind_name(COHORT_KIND_COUNT));
    assert_null(cohort_kind_name((cohort_kind)-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_figures_without_their_totals),
        cmocka_unit_test(tells_kinds_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
