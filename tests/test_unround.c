/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that are published as whole persons, moved within the rounding so that controls are met. */
#include <cohort/calibrate.h>
#include <cohort/derive.h>
#include <cohort/projection.h>

#include "support/close.h"
#include "support/figures.h"
#include "support/small.h"
#include "support/tables.h"

enum { LAST = 2060 };
static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_band women = {COHORT_FEMALE, 20, 39};
static const cohort_figure good_target = PERSONS_OF(COHORT_BOTH, 0, COHORT_OPEN_END, LAST, 9000);

/* The header's promise for a target that is met, in persons. */
static const double MET = 1e-6;

struct table {
    cohort_stock published, unrounded;
    cohort_inputs *reference;
};

static int begin(void **state)
{
    static struct table table;
    cohort_error error;
    table = (struct table){.reference = NULL};
    read_town("01692", LAST, &table.published, &table.reference);
    assert_ok(cohort_stock_init(&table.unrounded, &table.published.grid, &error), error);
    *state = &table;
    return 0;
}

static int end(void **state)
{
    struct table *t = *state;
    cohort_stock_free(&t->published);
    cohort_stock_free(&t->unrounded);
    cohort_inputs_free(t->reference);
    return 0;
}

static void unrounds_within_half_a_person(void **state)
{
    struct table *t = *state;
    cohort_error error;
    double now, misses[2];
    cohort_fit fit = {.size = sizeof fit, .misses = misses};
    cohort_inputs *inputs;
    assert_ok(cohort_count(&t->published, 2045, women, &now, &error), error);
    const cohort_figure controls[] = {
        persons_of_run(99, women, 2045, now + 0.75), /* components are not read */
        cohort_figure_of(everybody, LAST, 14000),
    };
    assert_ok(cohort_unround(&t->published, t->reference, 1, controls, &t->unrounded, &fit, &error),
              error);
    assert_int_equal(fit.met, 1);
    assert_int_equal(fit.rank, 1);
    /* Four cells share 0.75; no other cell has a reason to move. 1e-8: how far a search comes. */
    const cohort_grid *grid = &t->published.grid;
    for (size_t i = 0; i < cohort_cell(grid, grid->steps + 1, 0, 0); i++) {
        size_t first = cohort_cell(grid, 6, COHORT_FEMALE, 4), last = first + 3;
        double change = i >= first && i <= last ? 0.75 / 4 : 0;
        assert_close(t->unrounded.cells[i], t->published.cells[i] + change, 0, 1e-8);
    }
    assert_close(fit.distance, 0.75 / 4 * sqrt(4.0 / (6 * 2 * 19)), 1e-6, 0);

    /* An unreachable control: every cell at the bound that serves it, and the miss is reported. */
    assert_ok(cohort_unround(&t->published, t->reference, 2, controls, &t->unrounded, &fit, &error),
              error);
    assert_int_equal(fit.met, 0);
    assert_ok(cohort_derive(&t->unrounded, t->reference, NULL, &inputs, &error), error);
    cohort_projection *projection = project(inputs);
    assert_close(misses[1], cohort_total(cohort_projection_population(projection), LAST) - 14000, 0,
                 MET);
    for (size_t i = 0; i < cohort_cell(grid, grid->steps + 1, 0, 0); i++)
        assert_true(fabs(t->unrounded.cells[i] - t->published.cells[i]) <=
                        (i < cohort_grid_cells(grid) ? 0.0 : 0.5) &&
                    t->unrounded.cells[i] >= 0.0);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
}

static void check_unround_refused(struct table *t, int count, const cohort_figure *controls,
                                  int code, const char *part)
{
    cohort_error error;
    cohort_fit fit = {.size = sizeof fit, .targets = -1};
    cohort_stock_cells(&t->unrounded)[5] = -7.5;
    assert_fails(
        cohort_unround(&t->published, t->reference, count, controls, &t->unrounded, &fit, &error),
        code, error, part);
    assert_close(t->unrounded.cells[5], -7.5, 0, 0);
    assert_int_equal(fit.targets, -1);
}

static void refuses_to_unround(void **state)
{
    struct table *t = *state;
    cohort_figure control = good_target;
    check_unround_refused(t, 0, NULL, COHORT_ERROR_ARGUMENT, "no controls");
    control.measure.year = 2061;
    check_unround_refused(t, 1, &control, COHORT_ERROR_GRID, "control 1: year 2061");
    t->unrounded.grid.steps--;
    check_unround_refused(t, 1, &good_target, COHORT_ERROR_GRID, "unrounded");
    t->unrounded.grid.steps++;
    cohort_stock_cells(&t->published)[7] = -1;
    check_unround_refused(t, 1, &good_target, COHORT_ERROR_VALUE, "2015, men 35-39: -1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(unrounds_within_half_a_person, begin, end),
        cmocka_unit_test_setup_teardown(refuses_to_unround, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
