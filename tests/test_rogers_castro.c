/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/migration.h>

#include "support/close.h"
#include "support/random.h"

/* Sums and products of some hundred doubles: rounding stays far below this. */
static const double ROUNDING = 1e-13;

/* Nothing of it is round, so that no two parameters can be mistaken for each other. */
static const cohort_rogers_castro FULL = {.a1 = 0.0213,
                                          .alpha1 = 0.083,
                                          .a2 = 0.0617,
                                          .mu2 = 19.7,
                                          .alpha2 = 0.113,
                                          .lambda2 = 0.437,
                                          .a3 = 0.0071,
                                          .mu3 = 63.3,
                                          .alpha3 = 0.31,
                                          .lambda3 = 0.47,
                                          .c = 0.0029};

static cohort_rogers_castro seven(void)
{
    cohort_rogers_castro schedule = FULL;
    schedule.a3 = schedule.mu3 = schedule.alpha3 = schedule.lambda3 = 0.0;
    return schedule;
}

/* --- The curve --- */

static void follows_the_formula(void **state)
{
    /* Worked out from the formula with 40 decimal digits. */
    static const struct {
        double age, eleven, seven;
    } points[] = {
        {0.0, 0.0242, 0.0242},
        {7.5, 0.014329606756570813, 0.014329606756570813},
        {17.0, 0.011327810682505633, 0.011327810682505633},
        {22.25, 0.03957497719390398, 0.03957497719390398},
        {40.0, 0.0098930020305863439, 0.0098930020305863439},
        {64.0, 0.0062011221852502265, 0.0034183384583690848},
        {97.0, 0.0029169220454005481, 0.0029167158951633383},
    };
    const cohort_rogers_castro without = seven();
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        assert_close(cohort_rogers_castro_rate(&FULL, points[i].age), points[i].eleven, ROUNDING,
                     0);
        assert_close(cohort_rogers_castro_rate(&without, points[i].age), points[i].seven, ROUNDING,
                     0);
        assert_close(cohort_rogers_castro_mean(&FULL, points[i].age, points[i].age),
                     cohort_rogers_castro_rate(&FULL, points[i].age), 0, 0);
    }
}

static void takes_means_over_groups(void **state)
{
    /* The formula integrated with 40 decimal digits (Simpson, 2000 pieces). */
    static const struct {
        double from, mean;
    } groups[] = {{0.0, 0.020333137399961121},
                  {15.0, 0.016326038084538461},
                  {20.0, 0.037785082675523496},
                  {60.0, 0.0053489587937097264}};
    double rates[20];
    cohort_error error;
    assert_ok(cohort_rogers_castro_schedule(&FULL, 20, 5, rates, &error), error);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        assert_close(cohort_rogers_castro_mean(&FULL, groups[i].from, groups[i].from + 5.0),
                     groups[i].mean, ROUNDING, 0);
        assert_close(rates[(int)groups[i].from / 5], groups[i].mean, ROUNDING, 0);
    }
}

/* Where alpha = lambda the peak's integral is exp(-exp(-lambda (x - mu))) / lambda. */
static void integrates_steep_curves_exactly(void **state)
{
    static const double slopes[] = {0.05, 0.4, 1.0, 3.0};
    for (size_t i = 0; i < sizeof slopes / sizeof *slopes; i++)
        for (double from = 15.0; from < 30.0; from += 2.5) {
            const double k = slopes[i], to = from + 7.0;
            const cohort_rogers_castro s = {
                .a1 = 0.03, .alpha1 = k, .a2 = 0.5, .mu2 = 21.3, .alpha2 = k, .lambda2 = k};
            double children = 0.03 * (exp(-k * from) - exp(-k * to)) / k;
            double peak = exp(-exp(-k * (to - 21.3))) - exp(-exp(-k * (from - 21.3)));
            /* of the highest rate, 0.5 / e; the closed form is itself a difference */
            assert_close(cohort_rogers_castro_mean(&s, from, to), (children + 0.5 * peak / k) / 7.0,
                         0, 1e-14);
        }
}

static void integrates_long_groups_exactly(void **state)
{
    /* One steep parameter at a time; the same by a thousand short pieces. */
    const cohort_rogers_castro steep[] = {{.a1 = 1.0, .alpha1 = 3.0},
                                          {.a2 = 1.0, .mu2 = 20.0, .alpha2 = 3.0, .lambda2 = 0.05},
                                          {.a2 = 1.0, .mu2 = 20.0, .alpha2 = 0.05, .lambda2 = 3.0},
                                          {.a3 = 1.0, .mu3 = 60.0, .alpha3 = 3.0, .lambda3 = 0.05},
                                          {.a3 = 1.0, .mu3 = 60.0, .alpha3 = 0.05, .lambda3 = 3.0}};
    for (size_t i = 0; i < sizeof steep / sizeof *steep; i++) {
        double sum = 0.0;
        for (int k = 0; k < 1000; k++)
            sum += cohort_rogers_castro_mean(&steep[i], 0.1 * k, 0.1 * (k + 1));
        /* 1e-12: the ends 0.1 k are rounded */
        assert_close(cohort_rogers_castro_mean(&steep[i], 0.0, 100.0), sum / 1000.0, 1e-12, 0);
    }
}

static void offers_the_fundamental_schedule(void **state)
{
    const cohort_rogers_castro s = COHORT_ROGERS_CASTRO_FUNDAMENTAL;
    /* Highest at mu2 + log(lambda2 / alpha2) / lambda2 = 23.47 but for the falling rate of children,
     * which draws it down by less than half a year. */
    int highest = 0;
    for (int x = 1; x < 1000; x++)
        if (cohort_rogers_castro_rate(&s, 0.1 * x) > cohort_rogers_castro_rate(&s, 0.1 * highest))
            highest = x;
    assert_close(0.1 * highest, 23.2, 0, 0.3);
    /* "adds up to about 1 over a life" */
    assert_close(100.0 * cohort_rogers_castro_mean(&s, 0.0, 100.0), 1.0, 0, 0.1);
    assert_close(cohort_rogers_castro_rate(&s, 0.0), 0.02 + 0.003, 1e-9, 0);
    assert_close(cohort_rogers_castro_rate(&s, 200.0), 0.003, 1e-6, 0);
}

/* --- The fit --- */

enum { MOST_RATES = 100 };
static double from[MOST_RATES], to[MOST_RATES], rates[MOST_RATES], weights[MOST_RATES];

/* Ages 0 .. 89 in groups of `width` years; 0: points at the middle of single years. */
static cohort_observed_rates observe(const cohort_rogers_castro *schedule, int width, double noise)
{
    const int step = width > 0 ? width : 1;
    uint64_t random = 20151001;
    cohort_observed_rates observed = {90 / step, from, width > 0 ? to : NULL, rates, NULL};
    for (int i = 0; i < observed.count; i++) {
        double sum = 0.0;
        from[i] = width > 0 ? i * step : i + 0.5;
        to[i] = from[i] + width;
        weights[i] = 1.0;
        for (int k = 0; k < 12; k++) /* all but normal, variance 1 */
            sum += next_random(&random);
        rates[i] =
            cohort_rogers_castro_mean(schedule, from[i], to[i]) * (1.0 + noise * (sum - 6.0));
    }
    return observed;
}

static cohort_rogers_castro_fit_report fit(const cohort_observed_rates *observed,
                                           const cohort_rogers_castro_options *options,
                                           cohort_rogers_castro *fitted)
{
    cohort_rogers_castro_fit_report report;
    cohort_error error;
    assert_ok(cohort_rogers_castro_fit(observed, options, fitted, &report, &error), error);
    return report;
}

static void assert_same(const cohort_rogers_castro *actual, const cohort_rogers_castro *expected,
                        double relative)
{
    double a[11], e[11];
    memcpy(a, actual, sizeof a);
    memcpy(e, expected, sizeof e);
    for (int j = 0; j < 11; j++)
        assert_close(a[j], e[j], relative, 0);
}

/* To 1e-9: rounding of the rates, 1e-16, times what the worst parameter of a retirement peak makes
 * of it in five-year groups; 5e-12 was seen among 300 schedules. */
static void recovers_parameters_from_exact_rates(void **state)
{
    static const int widths[] = {0, 1, 5};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (int parameters = 7; parameters <= 11; parameters += 4) {
            const cohort_rogers_castro known = parameters == 7 ? seven() : FULL;
            const cohort_observed_rates observed = observe(&known, widths[i], 0.0);
            const cohort_rogers_castro_options options = {.size = sizeof options,
                                                          .parameters = parameters};
            cohort_rogers_castro fitted;
            cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
            assert_same(&fitted, &known, 1e-9);
            assert_int_equal(report.converged, 1);
            assert_int_equal(report.parameters, parameters);
            assert_int_equal(report.observations, observed.count);
            assert_int_equal(report.bounds_active, 0);
            assert_close(report.rms, 0.0, 0, 1e-13);
            assert_close(report.worst, 0.0, 0, 1e-12);
        }
}

/* Many schedules of other shapes, from starts of the fit's own. */
static void recovers_other_schedules(void **state)
{
    uint64_t random = 7;
    for (int i = 0; i < 40; i++) {
        cohort_rogers_castro known = {0}, fitted;
        known.a1 = 0.01 + 0.03 * next_random(&random);
        known.alpha1 = 0.05 + 0.1 * next_random(&random);
        known.a2 = 0.03 + 0.08 * next_random(&random);
        known.mu2 = 17.0 + 8.0 * next_random(&random);
        known.alpha2 = 0.06 + 0.14 * next_random(&random);
        known.lambda2 = 0.2 + 0.6 * next_random(&random);
        known.c = 0.002 + 0.004 * next_random(&random);
        const cohort_observed_rates observed = observe(&known, 5, 0.0);
        const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 7};
        fit(&observed, &options, &fitted);
        assert_same(&fitted, &known, 1e-9);
    }
}

/* And with a retirement peak, where some starts end in another valley or creep. */
static void recovers_other_retirement_peaks(void **state)
{
    uint64_t random = 11;
    for (int i = 0; i < 12; i++) {
        cohort_rogers_castro known = FULL, fitted;
        known.a2 = 0.03 + 0.08 * next_random(&random);
        known.mu2 = 17.0 + 8.0 * next_random(&random);
        known.lambda2 = 0.2 + 0.6 * next_random(&random);
        known.a3 = 0.003 + 0.01 * next_random(&random);
        known.mu3 = 60.0 + 8.0 * next_random(&random);
        known.alpha3 = 0.2 + 0.4 * next_random(&random);
        known.lambda3 = 0.3 + 0.5 * next_random(&random);
        const cohort_observed_rates observed = observe(&known, 5, 0.0);
        const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 11};
        cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
        assert_same(&fitted, &known, 1e-9);
        assert_int_equal(report.converged, 1);
    }
}

/* Retirement peaks as high as the labour peak or higher, which is not taken for them. */
static void tells_a_high_retirement_peak_from_the_labour_peak(void **state)
{
    static const double peaks[][4] = {{0.0019, 63.2, 0.61, 0.11},
                                      {0.0031, 66.4, 0.48, 0.095},
                                      {0.0008, 68.0, 0.7, 0.12},
                                      {0.0021, 61.5, 0.66, 0.125}};
    cohort_rogers_castro truth = {.a1 = 0.0141,
                                  .alpha1 = 0.117,
                                  .a2 = 0.052,
                                  .mu2 = 18.3,
                                  .alpha2 = 0.162,
                                  .lambda2 = 0.41,
                                  .c = 0.0039},
                         fitted;
    cohort_rogers_castro_options options = COHORT_ROGERS_CASTRO_OPTIONS;
    options.parameters = 11;
    for (size_t i = 0; i < sizeof peaks / sizeof *peaks; i++) {
        truth.a3 = peaks[i][0];
        truth.mu3 = peaks[i][1];
        truth.alpha3 = peaks[i][2];
        truth.lambda3 = peaks[i][3];
        const cohort_observed_rates observed = observe(&truth, 1, 0.0);
        const cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
        assert_int_equal(report.converged, 1);
        assert_same(&fitted, &truth, 1e-6);
    }
}

/* Noise of 2 % of each rate. The curve must come back within a part of the noise: with 7 parameters
 * to 90 rates sqrt(7 / 90) of it, 0.6 % of a rate, is what noise alone leaves on the average; three
 * times that is allowed, and of single parameters 10 %. */
static void recovers_the_curve_from_noisy_rates(void **state)
{
    const cohort_rogers_castro known = seven();
    const cohort_observed_rates observed = observe(&known, 1, 0.02);
    const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 7};
    cohort_rogers_castro fitted;
    cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
    double squares = 0.0, off = 0.0, level = 0.0, worst = 0.0;
    for (int i = 0; i < observed.count; i++) {
        double truth = cohort_rogers_castro_mean(&known, from[i], to[i]);
        double value = cohort_rogers_castro_mean(&fitted, from[i], to[i]);
        off += (value - truth) * (value - truth);
        level += truth * truth;
        squares += (rates[i] - value) * (rates[i] - value);
        worst = fmax(worst, fabs(rates[i] - value));
    }
    assert_true(sqrt(off / level) < 3.0 * 0.006);
    assert_same(&fitted, &known, 0.1);
    assert_int_equal(report.converged, 1);
    assert_close(report.rms, sqrt(squares / observed.count), 1e-9, 0);
    assert_close(report.worst, worst, 1e-9, 0);
}

/* At the least squares no parameter can be moved either way without raising them. */
static void ends_where_squares_are_least(void **state)
{
    const cohort_observed_rates observed = observe(&FULL, 1, 0.01);
    const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 11};
    cohort_rogers_castro fitted, moved;
    cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
    assert_int_equal(report.converged, 1);
    for (int j = 0; j < 11; j++)
        for (int side = -1; side <= 1; side += 2) {
            double p[11], squares = 0.0;
            memcpy(p, &fitted, sizeof p);
            p[j] *= 1.0 + 1e-3 * side;
            memcpy(&moved, p, sizeof p);
            for (int i = 0; i < observed.count; i++) {
                double miss = cohort_rogers_castro_mean(&moved, from[i], to[i]) - rates[i];
                squares += miss * miss;
            }
            assert_true(sqrt(squares / observed.count) > report.rms);
        }
    /* and no higher than the curve the noise was laid on */
    double squares = 0.0;
    for (int i = 0; i < observed.count; i++) {
        double miss = cohort_rogers_castro_mean(&FULL, from[i], to[i]) - rates[i];
        squares += miss * miss;
    }
    assert_true(report.rms < sqrt(squares / observed.count));
}

static void leaves_out_what_has_no_weight(void **state)
{
    const cohort_rogers_castro known = seven();
    cohort_observed_rates observed = observe(&known, 1, 0.0);
    const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 7};
    cohort_rogers_castro fitted;
    observed.weights = weights;
    for (int i = 0; i < observed.count; i++)
        weights[i] = 100.0 + i;
    for (int i = 3; i < 90; i += 20) {
        weights[i] = 0.0;
        rates[i] = 0.9;
    }
    cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
    assert_int_equal(report.observations, 85);
    assert_same(&fitted, &known, 1e-9);
    assert_close(report.worst, 0.0, 0, 1e-12);
}

/* Two clouds of rates at one age: the weighted mean is what least squares must answer. */
static void weighs_observations(void **state)
{
    enum { COUNT = 14 };
    cohort_rogers_castro lower = {.lambda2 = 0.1}, upper = {.lambda2 = 0.1, .c = 1.0}, fitted;
    const cohort_rogers_castro_options options = {
        .size = sizeof options, .parameters = 7, .lower = &lower, .upper = &upper};
    for (int i = 0; i < COUNT; i++) {
        from[i] = 10.0 * (i / 2);
        rates[i] = i % 2 ? 0.2 : 0.1;
        weights[i] = i % 2 ? 3.0 : 1.0;
    }
    const cohort_observed_rates observed = {COUNT, from, NULL, rates, weights};
    cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
    assert_close(fitted.c, (0.1 + 3.0 * 0.2) / 4.0, 1e-9, 0);
    assert_int_equal(report.parameters, 1); /* the others are held by equal bounds */
    /* of 0.075 with weight 1 and 0.025 with 3 */
    assert_close(report.rms, sqrt((0.075 * 0.075 + 3.0 * 0.025 * 0.025) / 4.0), 1e-9, 0);
    assert_close(report.worst, 0.075, 1e-9, 0);
}

static void keeps_within_bounds(void **state)
{
    const cohort_rogers_castro known = seven();
    const cohort_observed_rates observed = observe(&known, 1, 0.0);
    cohort_rogers_castro lower = COHORT_ROGERS_CASTRO_LOWER, upper = COHORT_ROGERS_CASTRO_UPPER;
    cohort_rogers_castro fitted;
    upper.mu2 = 18.0; /* below the known 19.7 */
    lower.alpha1 = upper.alpha1 = 0.1;
    const cohort_rogers_castro_options options = {
        .size = sizeof options, .parameters = 7, .lower = &lower, .upper = &upper};
    cohort_rogers_castro_fit_report report = fit(&observed, &options, &fitted);
    assert_close(fitted.mu2, 18.0, 0, 0);
    assert_close(fitted.alpha1, 0.1, 0, 0);
    assert_int_equal(report.bounds_active, 1);
    assert_int_equal(report.parameters, 6);
    assert_int_equal(report.converged, 1);
    assert_true(report.rms > 1e-5);
    lower.mu2 = 21.0;
    upper.mu2 = 60.0;
    report = fit(&observed, &options, &fitted);
    assert_close(fitted.mu2, 21.0, 0, 0);
    assert_int_equal(report.bounds_active, 1);
    assert_int_equal(report.converged, 1);
}

static void begins_where_it_is_told(void **state)
{
    const cohort_observed_rates observed = observe(&FULL, 1, 0.0);
    cohort_rogers_castro fitted, start = FULL;
    const cohort_rogers_castro_options there = {
        .size = sizeof there, .parameters = 11, .start = &start};
    cohort_rogers_castro_fit_report report = fit(&observed, &there, &fitted);
    assert_int_equal(report.iterations, 0);
    assert_same(&fitted, &FULL, 0);
    start.mu2 += 1.0;
    start.a3 *= 1.5;
    report = fit(&observed, &there, &fitted);
    assert_in_range(report.iterations, 1, 100);
    assert_same(&fitted, &FULL, 1e-9);
}

/* Rates per thousand are a thousand times the rates: so are the levels, and nothing else. */
static void scales_with_the_rates(void **state)
{
    const cohort_rogers_castro known = seven();
    const cohort_observed_rates observed = observe(&known, 5, 0.0);
    const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 7};
    cohort_rogers_castro fitted, expected = known;
    for (int i = 0; i < observed.count; i++)
        rates[i] *= 1000.0;
    expected.a1 *= 1000.0;
    expected.a2 *= 1000.0;
    expected.c *= 1000.0;
    fit(&observed, &options, &fitted);
    assert_same(&fitted, &expected, 1e-9);
}

/* --- Errors --- */

static void refuses_bad_schedules(void **state)
{
    static const struct {
        size_t at;
        double value;
        const char *text;
    } bad[] = {
        {offsetof(cohort_rogers_castro, a1), -0.1, "a1: -0.1: expected 0 to 1e+06"},
        {offsetof(cohort_rogers_castro, alpha1), 3.1, "alpha1: 3.1: expected 0 to 3"},
        {offsetof(cohort_rogers_castro, a2), (double)INFINITY, "a2: inf"},
        {offsetof(cohort_rogers_castro, mu2), 151.0, "mu2: 151: expected 0 to 150"},
        {offsetof(cohort_rogers_castro, alpha2), -1.0, "alpha2: -1"},
        {offsetof(cohort_rogers_castro, lambda2), 4.0, "lambda2: 4"},
        {offsetof(cohort_rogers_castro, a3), 2e6, "a3: 2e+06"},
        {offsetof(cohort_rogers_castro, mu3), -5.0, "mu3: -5"},
        {offsetof(cohort_rogers_castro, alpha3), 9.0, "alpha3: 9"},
        {offsetof(cohort_rogers_castro, lambda3), -9.0, "lambda3: -9"},
        {offsetof(cohort_rogers_castro, c), (double)NAN, "c: "},
    };
    static const int shapes[][2] = {{0, 5}, {1001, 5}, {20, 0}, {20, 101}};
    double out[20] = {-1.0};
    cohort_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cohort_rogers_castro schedule = FULL;
        memcpy((char *)&schedule + bad[i].at, &bad[i].value, sizeof bad[i].value);
        assert_fails(cohort_rogers_castro_schedule(&schedule, 20, 5, out, &error),
                     COHORT_ERROR_VALUE, error, bad[i].text);
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        assert_fails(cohort_rogers_castro_schedule(&FULL, shapes[i][0], shapes[i][1], out, &error),
                     COHORT_ERROR_GRID, error, "expected 1 to 1000 groups of 1 to 100 years");
    assert_close(out[0], -1.0, 0, 0);
}

/* Of the observations, one value of one array is changed. */
static void refuses_bad_observations(void **state)
{
    static const struct {
        double *array;
        double value;
        const char *text;
    } bad[] = {
        {from, -1.0, "observation 4: ages -1 to 5"},
        {from, (double)NAN, "observation 4: ages"},
        {to, 3.5, "observation 4: ages 4 to 3.5"},
        {to, 201.0, "expected 0 to 200, rising"},
        {rates, -0.01, "observation 4: rate -0.01"},
        {rates, (double)INFINITY, "rate inf"},
        {rates, (double)NAN, "observation 4: rate"},
        {weights, -2.0, "observation 4: weight -2"},
        {weights, (double)NAN, "weight"},
    };
    const cohort_rogers_castro_options options = {.size = sizeof options, .parameters = 7};
    cohort_rogers_castro fitted = {.c = -1.0};
    cohort_rogers_castro_fit_report report = {.converged = -1};
    cohort_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cohort_observed_rates observed = observe(&FULL, 1, 0.0);
        observed.weights = weights;
        bad[i].array[4] = bad[i].value;
        assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                     COHORT_ERROR_VALUE, error, bad[i].text);
    }
    cohort_observed_rates observed = observe(&FULL, 1, 0.0);
    memset(rates, 0, sizeof rates);
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_VALUE, error, "all rates are 0");
    observed.count = 6;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "6 observations for 7 parameters");
    observed.count = 8;
    observed.weights = weights;
    weights[0] = weights[7] = 0.0;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "6 observations for 7 parameters");
    assert_close(fitted.c, -1.0, 0, 0);
    assert_int_equal(report.converged, -1);
}

static void refuses_bad_options(void **state)
{
    const cohort_observed_rates observed = observe(&FULL, 1, 0.0);
    cohort_rogers_castro lower = COHORT_ROGERS_CASTRO_LOWER, upper = COHORT_ROGERS_CASTRO_UPPER;
    cohort_rogers_castro start = FULL, fitted = {.c = -1.0};
    cohort_rogers_castro_options options = {sizeof options, 11, &start, &lower, &upper};
    cohort_rogers_castro_fit_report report;
    cohort_error error;
    for (int parameters = -1; parameters < 14; parameters++) {
        options.parameters = parameters;
        if (parameters != 7 && parameters != 11)
            assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                         COHORT_ERROR_ARGUMENT, error, "expected 7 or 11");
    }
    options.parameters = 11;
    start.mu2 = 61.0;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "parameter 4: bounds 0 to 60, start 61");
    start.mu2 = 20.0;
    lower.mu2 = 20.5;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "parameter 4: bounds 20.5 to 60, start 20");
    start.mu2 = (double)NAN;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_VALUE, error, "start: mu2");
    options.start = NULL;
    lower.c = 0.5;
    upper.c = 0.4;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_ARGUMENT, error, "parameter 11: bounds 0.5 to 0.4");
    upper.c = 1e7;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_VALUE, error, "upper bound: c: 1e+07");
    lower.lambda3 = -1.0;
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_VALUE, error, "lower bound: lambda3: -1");
    /* with 7 they are not read; the rates are too large to be squared */
    cohort_rogers_castro highest = {1.0, 0.1, 1e6, 150.0, 3.0, 0.0, -1.0, -1.0, -1.0, -1.0, 0.0};
    options = (cohort_rogers_castro_options){sizeof options, 7, &highest, &highest, &highest};
    assert_fails(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error),
                 COHORT_ERROR_SOLVE, error, "not finite");
    assert_close(fitted.c, -1.0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_formula),
        cmocka_unit_test(takes_means_over_groups),
        cmocka_unit_test(integrates_steep_curves_exactly),
        cmocka_unit_test(integrates_long_groups_exactly),
        cmocka_unit_test(offers_the_fundamental_schedule),
        cmocka_unit_test(recovers_parameters_from_exact_rates),
        cmocka_unit_test(recovers_other_schedules),
        cmocka_unit_test(recovers_other_retirement_peaks),
        cmocka_unit_test(tells_a_high_retirement_peak_from_the_labour_peak),
        cmocka_unit_test(recovers_the_curve_from_noisy_rates),
        cmocka_unit_test(ends_where_squares_are_least),
        cmocka_unit_test(leaves_out_what_has_no_weight),
        cmocka_unit_test(weighs_observations),
        cmocka_unit_test(keeps_within_bounds),
        cmocka_unit_test(begins_where_it_is_told),
        cmocka_unit_test(scales_with_the_rates),
        cmocka_unit_test(refuses_bad_schedules),
        cmocka_unit_test(refuses_bad_observations),
        cmocka_unit_test(refuses_bad_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
