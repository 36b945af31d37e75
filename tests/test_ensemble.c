/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ensembles as a whole: what they are when nothing is uncertain, their expectations, and that
 * neither threads nor order nor parts change a bit. */
#include "support/close.h"
#include "support/ensembles.h"
#include "support/small.h"

#include "outlook/ensemble.h"

#include <cohort/projection.h>

#include <stdlib.h>

static const cohort_convention conventions[] = {COHORT_IPSS, COHORT_WPP_EVEN, COHORT_WPP_END};
enum {
    CONVENTIONS = sizeof conventions / sizeof *conventions,
    DATE_CELLS = COHORT_SEXES * SMALL_AGES,
    ALL_CELLS = (SMALL_STEPS + 1) * DATE_CELLS
};

static double figure_of(const cohort_projection *path, const cohort_figure *figure)
{
    const cohort_stock *population = cohort_projection_population(path);
    double value, minus = 0.0;
    cohort_error error;
    assert_ok(cohort_measure_value(population, &figure->measure, &value, &error), error);
    if (figure->times != 0.0)
        assert_ok(cohort_measure_value(population, &figure->minus, &minus, &error), error);
    return value - figure->times * minus;
}

/* ---- nothing uncertain ---- */

/* No chance, certain rates: every trajectory is the deterministic run, bit for bit. */
static void certainty_is_the_projection(void **state)
{
    for (int k = 0; k < CONVENTIONS; k++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, conventions[k]);
        cohort_projection *path = project(inputs);
        cohort_ensemble_options options = certain_rates(5);
        options.events = 0;
        options.mortality.autocorrelation = options.fertility.age_correlation = 0.5;
        cohort_ensemble *e = run_ensemble(inputs, &options, 1);
        for (int c = 0; c < ALL_CELLS; c++)
            for (int p = 0; p <= 4; p++) {
                double value;
                cohort_error error;
                assert_ok(cohort_ensemble_cell(e, c / DATE_CELLS, c / SMALL_AGES % COHORT_SEXES,
                                               c % SMALL_AGES, p / 4.0, &value, &error),
                          error);
                assert_same_bits(&value, cohort_projection_population(path)->cells + c, 1);
            }
        for (int i = 0; i < TEST_FIGURES; i++) {
            double value, expected = figure_of(path, &test_figures[i]);
            cohort_error error;
            assert_ok(cohort_ensemble_quantile(e, i, 0.3, &value, &error), error);
            assert_same_bits(&value, &expected, 1);
            assert_ok(cohort_ensemble_mean(e, i, &value, &error), error);
            assert_close(value, expected, 0.0, exp2(-23)); /* as the header has it */
        }
        cohort_ensemble_free(e);
        cohort_projection_free(path);
        cohort_inputs_free(inputs);
    }
}

/* Of all trajectories, of a value: cells, then figures. */
static const double *kept_values(const cohort_ensemble *e, size_t value)
{
    const struct record *record = &e->record;
    const struct store *store = &record->store[value < ALL_CELLS ? CELLS : FIGURES];
    assert_non_null(store->kept);
    return store->kept + value % ALL_CELLS * (size_t)record->trajectories;
}

/* ---- chance alone ---- */

/*
 * Expectations over three intervals are those of the deterministic run (the model is linear in
 * persons, and nothing is bounded): means of all cells of all dates, within 6 standard errors, for
 * 3 conventions x 72 cells a false alarm in 5e-7 of all seeds; this one is fixed. Cells are whole
 * persons, the first date's the nearest.
 */
static void expectations_are_the_projection(void **state)
{
    enum { N = 20000 };
    for (int k = 0; k < CONVENTIONS; k++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, conventions[k]);
        cohort_ensemble_options options = certain_rates(N);
        cohort_ensemble *e = run_ensemble(inputs, &options, 1);
        double *base = cohort_inputs_array(inputs, COHORT_BASE);
        for (int c = 0; c < DATE_CELLS; c++)
            base[c] = round(base[c]);
        cohort_projection *path = project(inputs);
        const double *expected = cohort_projection_population(path)->cells;
        for (int c = 0; c < ALL_CELLS; c++) {
            const double *kept = kept_values(e, (size_t)c);
            double sum = 0.0, squares = 0.0;
            for (int t = 0; t < N; t++) {
                assert_true(kept[t] >= 0.0 && kept[t] == floor(kept[t]));
                sum += kept[t] - expected[c];
                squares += (kept[t] - expected[c]) * (kept[t] - expected[c]);
            }
            if (c < DATE_CELLS)
                assert_true(squares == 0.0);
            else if (!(squares > 0.0 && fabs(sum) <= 6.0 * sqrt(squares)))
                fail_msg("%s, cell %d: mean off by %.2f standard errors",
                         cohort_convention_name(conventions[k]), c, sum / sqrt(squares));
        }
        cohort_projection_free(path);
        cohort_ensemble_free(e);
        cohort_inputs_free(inputs);
    }
}

/* Switching chance off leaves the rates: at the first closing, where a fertility that is certain
 * and survival alone decide, no cell is farther from the run without chance than chance can be. */
static void chance_and_rates_have_streams_of_their_own(void **state)
{
    enum { N = 50 };
    cohort_inputs *inputs = small_inputs();
    fill_quantity(inputs, COHORT_BASE, 1e6);
    cohort_ensemble_options options = certain_rates(N);
    options.mortality = (cohort_uncertainty){0.3, 1.0, 0.0, 0.0};
    cohort_ensemble *with = run_ensemble(inputs, &options, 1);
    options.events = 0;
    cohort_ensemble *without = run_ensemble(inputs, &options, 1);
    options.fertility.sd = 0.5;
    cohort_ensemble *fertile = run_ensemble(inputs, &options, 1);
    double spread = 0.0;
    for (size_t c = DATE_CELLS; c < 2 * DATE_CELLS; c++)
        for (size_t t = 0; t < N; t++) {
            const double a = kept_values(with, c)[t], b = kept_values(without, c)[t];
            const double first = kept_values(without, c)[0];
            if (c % SMALL_AGES == 0)
                continue;
            /* Poisson or less of 2e6 at most: 8 standard deviations */
            assert_close(a, b, 0.0, 8.0 * sqrt(2e6));
            assert_true(b == kept_values(fertile, c)[t]);
            spread = fmax(spread, fabs(b - first));
        }
    assert_true(spread > 80.0 * sqrt(2e6)); /* what the rates do is much more than that */
    cohort_ensemble_free(fertile);
    cohort_ensemble_free(without);
    cohort_ensemble_free(with);
    cohort_inputs_free(inputs);
}

/* No uncertain rate of a trajectory has the numbers of another one, of this trajectory or of a
 * neighbour. */
static void streams_do_not_overlap(void **state)
{
    enum { TRAJECTORIES = 50, FOUND = VARIES * TRAJECTORIES };
    static double values[ALL_CELLS + TEST_FIGURES];
    double found[FOUND];
    cohort_inputs *inputs = scattered_inputs_of(&small_grid, COHORT_WPP_END);
    cohort_ensemble_options options = certain_rates(TRAJECTORIES);
    options.fertility = options.mortality = options.migration =
        (cohort_uncertainty){0.1, 0.5, 1.0, 0.0};
    cohort_ensemble *e = ensemble_of(inputs, &options);
    struct workspace w;
    cohort_error error;
    assert_ok(cohort_workspace_make(&w, &e->chances, &error), error);
    for (int t = 0; t < TRAJECTORIES; t++) {
        assert_ok(cohort_trajectory_run(&w, &e->chances, t, values, &error), error);
        found[VARIES * t] =
            log(value_of(w.inputs, COHORT_ASFR, 0, 0, 5) / value_of(inputs, COHORT_ASFR, 0, 0, 5));
        found[VARIES * t + 1] = log(log(value_of(w.inputs, COHORT_SURVIVAL, 0, 0, 5)) /
                                    log(value_of(inputs, COHORT_SURVIVAL, 0, 0, 5)));
        found[VARIES * t + 2] =
            log((1.0 + value_of(w.inputs, COHORT_NET_MIGRATION_RATIO, 0, 0, 5)) /
                (1.0 + value_of(inputs, COHORT_NET_MIGRATION_RATIO, 0, 0, 5)));
    }
    for (int i = 0; i < FOUND; i++) /* by chance: 11,175 pairs, 1e-10 of 0.1 each */
        for (int j = 0; j < i; j++)
            assert_true(fabs(found[i] - found[j]) > 1e-11);
    cohort_workspace_free(&w);
    cohort_ensemble_free(e);
    cohort_inputs_free(inputs);
}

/* ---- threads, order, parts ---- */

/* All at once on one thread; on three; in pieces, backwards, some asked for again; in three
 * ensembles that are put together: the same bytes. Kept; cells, then all counted in classes. */
static void no_order_changes_a_bit(void **state)
{
    enum { N = 700 };
    static const size_t most_bytes[] = {0, 300000, 40000};
    for (int k = 0; k < 3 * CONVENTIONS; k++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, conventions[k / 3]);
        cohort_ensemble_options options = uncertain_rates(N);
        cohort_error error;
        options.most_bytes = most_bytes[k % 3];
        cohort_ensemble *one = run_ensemble(inputs, &options, 1);
        cohort_ensemble *three = run_ensemble(inputs, &options, 3);
        cohort_ensemble *pieces = ensemble_of(inputs, &options);
        cohort_ensemble *parts[3];
        assert_true((cohort_ensemble_cell_error(one) > 0.0) == (k % 3 >= 1));
        assert_true((cohort_ensemble_error(one) > 0.0) == (k % 3 == 2));
        for (int first = N - 100; first >= 0; first -= 60)
            assert_ok(cohort_ensemble_run(pieces, first, 100, 1 + first % 3, &error), error);
        assert_ok(cohort_ensemble_run(pieces, 0, N, 0, &error), error);
        for (int p = 0; p < 3; p++) {
            parts[p] = ensemble_of(inputs, &options);
            for (int t = p; t < N; t += 3)
                assert_ok(cohort_ensemble_run(parts[p], t, 1, 1, &error), error);
        }
        assert_int_equal(cohort_ensemble_done(parts[0]), (N + 2) / 3);
        merge(parts[2], parts[0]);
        merge(parts[2], parts[1]);
        assert_same_ensemble(three, one);
        assert_same_ensemble(pieces, one);
        assert_same_ensemble(parts[2], one);
        for (int p = 0; p < 3; p++)
            cohort_ensemble_free(parts[p]);
        cohort_ensemble_free(pieces);
        cohort_ensemble_free(three);
        cohort_ensemble_free(one);
        cohort_inputs_free(inputs);
    }
}

/* Trajectory 12 is the same whichever ensemble it is run in. */
static void a_trajectory_is_its_number(void **state)
{
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options options = uncertain_rates(40);
    cohort_error error;
    double alone, among;
    cohort_ensemble *many = run_ensemble(inputs, &options, 2);
    options.trajectories = 13;
    cohort_ensemble *few = ensemble_of(inputs, &options);
    assert_ok(cohort_ensemble_run(few, 12, 1, 1, &error), error);
    for (size_t v = 0; v < cohort_record_values(&few->record); v++)
        assert_same_bits(&kept_values(few, v)[12], &kept_values(many, v)[12], 1);
    options.seed++;
    cohort_ensemble *other = run_ensemble(inputs, &options, 1);
    assert_ok(cohort_ensemble_quantile(few, 0, 0.5, &alone, &error), error);
    among = kept_values(other, ALL_CELLS)[12];
    assert_true(alone != among);
    cohort_ensemble_free(other);
    cohort_ensemble_free(few);
    cohort_ensemble_free(many);
    cohort_inputs_free(inputs);
}

/* Counted in classes, figures and cells are those kept, but for the error stated of each; means
 * are. Figures are kept longer. */
static void classes_keep_their_error(void **state)
{
    enum { N = 900 };
    static const struct {
        size_t most_bytes;
        double cells, figures; /* errors */
    } cases[] = {{500000, 1.0 / 64.0, 0.0}, {50000, 1.0 / 4.0, 1.0 / 32.0}};
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options options = uncertain_rates(N);
    cohort_ensemble *kept = run_ensemble(inputs, &options, 1);
    cohort_error error;
    assert_true(cohort_ensemble_error(kept) == 0.0 && cohort_ensemble_cell_error(kept) == 0.0);
    for (int k = 0; k < 2; k++) {
        options.most_bytes = cases[k].most_bytes;
        cohort_ensemble *counted = run_ensemble(inputs, &options, 1);
        double a, b;
        assert_true(cohort_ensemble_error(counted) == cases[k].figures);
        assert_true(cohort_ensemble_cell_error(counted) == cases[k].cells);
        for (int i = 0; i < TEST_FIGURES; i++) {
            for (int p = 0; p <= 20; p++) {
                assert_ok(cohort_ensemble_quantile(kept, i, p / 20.0, &a, &error), error);
                assert_ok(cohort_ensemble_quantile(counted, i, p / 20.0, &b, &error), error);
                assert_close(b, a, cases[k].figures, 0.0);
            }
            assert_ok(cohort_ensemble_mean(kept, i, &a, &error), error);
            assert_ok(cohort_ensemble_mean(counted, i, &b, &error), error);
            assert_true(a == b);
        }
        for (int c = 0; c < ALL_CELLS; c++) {
            const int date = c / DATE_CELLS, sex = c / SMALL_AGES % COHORT_SEXES;
            assert_ok(cohort_ensemble_cell(kept, date, sex, c % SMALL_AGES, 0.025, &a, &error),
                      error);
            assert_ok(cohort_ensemble_cell(counted, date, sex, c % SMALL_AGES, 0.025, &b, &error),
                      error);
            assert_close(b, a, cases[k].cells, 0.0);
        }
        cohort_ensemble_free(counted);
    }
    cohort_ensemble_free(kept);
    cohort_inputs_free(inputs);
}

/* The probability of a figure is the share of trajectories, and agrees with its quantiles. */
static void shares_agree_with_quantiles(void **state)
{
    enum { N = 501 };
    cohort_inputs *inputs = small_inputs();
    cohort_ensemble_options options = uncertain_rates(N);
    cohort_ensemble *e = run_ensemble(inputs, &options, 1);
    cohort_error error;
    for (int i = 0; i < TEST_FIGURES; i++)
        for (int rank = 0; rank < N; rank += 50) {
            double limit, below, above;
            assert_ok(cohort_ensemble_quantile(e, i, (double)rank / (N - 1), &limit, &error),
                      error);
            assert_ok(cohort_ensemble_below(e, i, limit - 1e-6, &below, &error), error);
            assert_ok(cohort_ensemble_below(e, i, limit + 1e-6, &above, &error), error);
            assert_true(below <= (double)rank / N && above >= (rank + 1.0) / N);
        }
    cohort_ensemble_free(e);
    cohort_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certainty_is_the_projection),
        cmocka_unit_test(expectations_are_the_projection),
        cmocka_unit_test(chance_and_rates_have_streams_of_their_own),
        cmocka_unit_test(streams_do_not_overlap),
        cmocka_unit_test(no_order_changes_a_bit),
        cmocka_unit_test(a_trajectory_is_its_number),
        cmocka_unit_test(classes_keep_their_error),
        cmocka_unit_test(shares_agree_with_quantiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
