/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Levenberg and Marquardt's method within bounds. The derivatives of one observation after the
 * other are rotated into a triangle (Givens), so that the precision is that of a QR decomposition
 * and nothing is allocated, however many observations there are. cohort_nearest, made for few goals
 * and many unknowns, decomposes a matrix of the size of the goals and needs them to be met.
 */
#include "core/error.h"
#include "core/sized.h"
#include "rates/rogers_castro.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { N = ROGERS_CASTRO_SIZE, STEPS_MAX = 500, WINDOW = 20 };

static const double DAMPING_MAX = 1e16;
static const double DAMPING_MIN = 1e-12;
static const double SLOPE_AT_REST = 1e-10;  /* cosine of residuals and a parameter's derivatives */
static const double SLOPE_NEAR_REST = 1e-6; /* the same where rounding leaves no way down */
static const double WORTH_A_WINDOW = 1e-5;  /* of the cost, to go on for as many steps again */
static const double NO_RESIDUAL = 1e-14;    /* of the rates */

/* Sum of squares as a triangle: J = Q R, Q' r = (z, what no step can change). */
struct squares {
    double R[N][N + 1]; /* z is the last column */
    double cost;        /* weighted sum of squared residuals */
};

struct search {
    const cohort_observed_rates *observed;
    double lower[N], upper[N];
    double x[N];
    struct squares at; /* of x */
    double size;       /* weighted sum of squared rates */
    int steps;
    bool converged;
};

static double weight_of(const cohort_observed_rates *observed, int i)
{
    return observed->weights ? observed->weights[i] : 1.0;
}

static double end_of(const cohort_observed_rates *observed, int i)
{
    return observed->to ? observed->to[i] : observed->from[i];
}

static cohort_rogers_castro schedule_of(const double x[N])
{
    cohort_rogers_castro schedule;
    memcpy(&schedule, x, sizeof schedule);
    return schedule;
}

/* One more row of J and r, which is used up. */
static void rotate_in(double R[N][N + 1], double row[N + 1])
{
    for (int j = 0; j < N; j++) {
        if (row[j] == 0.0)
            continue;
        double h = hypot(R[j][j], row[j]), c = R[j][j] / h, s = row[j] / h;
        for (int k = j; k <= N; k++) {
            double above = R[j][k];
            R[j][k] = c * above + s * row[k];
            row[k] = c * row[k] - s * above;
        }
    }
}

static void evaluate(const cohort_observed_rates *observed, const double x[N], struct squares *out)
{
    const cohort_rogers_castro schedule = schedule_of(x);
    memset(out, 0, sizeof *out);
    for (int i = 0; i < observed->count; i++) {
        double row[N + 1], root = sqrt(weight_of(observed, i));
        if (root == 0.0)
            continue;
        row[N] =
            cohort_rogers_castro_slopes(&schedule, observed->from[i], end_of(observed, i), row) -
            observed->rates[i];
        for (int j = 0; j <= N; j++)
            row[j] *= root;
        out->cost += row[N] * row[N];
        rotate_in(out->R, row);
    }
}

/* Of each parameter: the length of its derivatives, and the slope of half the cost along it. */
static void slopes_of(const struct squares *at, double length[N], double slope[N])
{
    for (int j = 0; j < N; j++) {
        double sum = 0.0;
        slope[j] = 0.0;
        for (int i = 0; i <= j; i++) {
            sum += at->R[i][j] * at->R[i][j];
            slope[j] += at->R[i][j] * at->R[i][N];
        }
        length[j] = sqrt(sum);
    }
}

/* May it move? Not if it is held, or stands at a bound and downhill is outside. */
static bool is_free(const struct search *s, int j, double slope)
{
    return s->lower[j] < s->upper[j] && !(s->x[j] <= s->lower[j] && slope >= 0.0) &&
           !(s->x[j] >= s->upper[j] && slope <= 0.0);
}

/* trial = x + the damped step, cut to the bounds. `scale`: 0 for parameters that stay. */
static void try_step(const struct search *s, const double scale[N], double damping, double trial[N])
{
    double R[N][N + 1], step[N];
    memcpy(R, s->at.R, sizeof R);
    for (int j = 0; j < N; j++)
        for (int i = 0; i < N && scale[j] == 0.0; i++)
            R[i][j] = 0.0;
    for (int j = 0; j < N; j++) {
        double row[N + 1] = {0};
        row[j] = scale[j] > 0.0 ? sqrt(damping) * scale[j] : 1.0;
        rotate_in(R, row);
    }
    for (int j = N - 1; j >= 0; j--) {
        double rest = -R[j][N];
        for (int k = j + 1; k < N; k++)
            rest -= R[j][k] * step[k];
        step[j] = rest / R[j][j];
        trial[j] =
            scale[j] > 0.0 ? fmin(fmax(s->x[j] + step[j], s->lower[j]), s->upper[j]) : s->x[j];
    }
}

/* Step down from x. Returned: false when no step is better than none. */
static bool descend(struct search *s, const double scale[N], double *damping)
{
    struct squares there;
    double trial[N];
    for (; *damping < DAMPING_MAX; *damping *= 5.0) {
        try_step(s, scale, *damping, trial);
        evaluate(s->observed, trial, &there);
        if (there.cost < s->at.cost) {
            memcpy(s->x, trial, sizeof trial);
            s->at = there;
            *damping = fmax(*damping / 10.0, DAMPING_MIN);
            return true;
        }
    }
    return false;
}

static bool is_exact(const struct search *s)
{
    return s->at.cost <= NO_RESIDUAL * NO_RESIDUAL * s->size;
}

/* Search from x for the least cost. */
static void search(struct search *s)
{
    double length[N], slope[N], longest[N] = {0}, damping = 1e-3;
    double before = HUGE_VAL;
    evaluate(s->observed, s->x, &s->at);
    s->converged = false;
    for (s->steps = 0; s->steps < STEPS_MAX; s->steps++) {
        double steepest = 0.0, scale[N];
        if (s->steps % WINDOW == 0) {
            s->converged = before - s->at.cost <= WORTH_A_WINDOW * s->at.cost;
            before = s->at.cost;
            if (s->converged)
                return;
        }
        slopes_of(&s->at, length, slope);
        for (int j = 0; j < N; j++) {
            bool moves = length[j] > 0.0 && is_free(s, j, slope[j]);
            longest[j] = fmax(longest[j], length[j]);
            scale[j] = moves ? longest[j] : 0.0;
            if (moves && s->at.cost > 0.0)
                steepest = fmax(steepest, fabs(slope[j]) / (length[j] * sqrt(s->at.cost)));
        }
        s->converged = isfinite(s->at.cost) && (steepest <= SLOPE_AT_REST || is_exact(s));
        if (s->converged)
            return;
        if (!descend(s, scale, &damping)) {
            s->converged = isfinite(s->at.cost) && steepest <= SLOPE_NEAR_REST;
            return;
        }
    }
}

/* Search from x, cut to the bounds, too; `best` keeps the better result. */
static void search_from(struct search *best, double x[N])
{
    struct search other = *best;
    if (best->steps >= 0 && is_exact(best))
        return;
    for (int j = 0; j < N; j++)
        other.x[j] = fmin(fmax(x[j], other.lower[j]), other.upper[j]);
    search(&other);
    if (best->steps < 0 || other.at.cost < best->at.cost)
        *best = other;
}

/* --- Starts --- */

/* A peak of this shape that is highest at `age`, with height `height`: a, mu, alpha, lambda. */
static void put_peak(double p[4], double age, double height, double alpha, double lambda)
{
    double steep = alpha / lambda;
    p[0] = height * exp(steep * (1.0 - log(steep)));
    p[1] = age + log(steep) / lambda;
    p[2] = alpha;
    p[3] = lambda;
}

/* The observation at ages lowest to highest whose rate is furthest above `schedule`; -1 if none. */
static int greatest(const cohort_observed_rates *observed, const cohort_rogers_castro *schedule,
                    double lowest, double highest, double *excess)
{
    int found = -1;
    for (int i = 0; i < observed->count; i++) {
        double from = observed->from[i], to = end_of(observed, i);
        double over = observed->rates[i] - cohort_rogers_castro_mean(schedule, from, to);
        if (0.5 * (from + to) < lowest || 0.5 * (from + to) > highest ||
            weight_of(observed, i) == 0.0 || (found >= 0 && over <= *excess))
            continue;
        found = i;
        *excess = over;
    }
    return found;
}

static double middle(const cohort_observed_rates *observed, int i)
{
    return 0.5 * (observed->from[i] + end_of(observed, i));
}

/* Where to start: the youngest, a labour peak of this shape up to an age, and the level that is
 * left. Returned: the height of the labour peak. */
static double start_seven(const cohort_observed_rates *observed, const double shape[2],
                          double oldest, double x[N])
{
    const cohort_rogers_castro none = {0};
    double level = HUGE_VAL, top = 0.0, first = 0.0;
    int youngest = greatest(observed, &none, 0.0, 12.0, &first);
    int labour = greatest(observed, &none, 12.0, oldest, &top);
    for (int i = 0; i < observed->count; i++)
        if (weight_of(observed, i) > 0.0)
            level = fmin(level, observed->rates[i]);
    if (labour < 0)
        greatest(observed, &none, 0.0, 200.0, &top);
    const double age = labour < 0 ? 24.0 : middle(observed, labour);
    const double height = fmax(top - level, 0.01 * top);
    memset(x, 0, N * sizeof *x);
    x[ROGERS_CASTRO_A1] = youngest < 0 ? 0.5 * height : fmax(first - level, 0.01 * height);
    x[ROGERS_CASTRO_ALPHA1] = 0.1;
    x[ROGERS_CASTRO_C] = level;
    put_peak(x + ROGERS_CASTRO_A2, age, height, shape[0], shape[1]);
    return height;
}

static const double LABOUR[3][2] = {{0.1, 0.4}, {0.05, 0.2}, {0.2, 0.8}};

/* Seven parameters, from three shapes of the labour peak. `best->steps` is -1 before. */
static void search_seven(struct search *best)
{
    for (int i = 0; i < 3; i++) {
        double x[N];
        start_seven(best->observed, LABOUR[i], 45.0, x);
        search_from(best, x);
    }
}

/* Put a retirement peak on seven parameters, where they leave most; search from several of them. */
static void search_retirement(struct search *best, const double seven[N], double height, int places)
{
    static const double shapes[][2] = {{0.3, 0.5}, {0.8, 0.1}};
    const cohort_rogers_castro schedule = schedule_of(seven);
    double excess = 0.0, x[N];
    int most = greatest(best->observed, &schedule, 45.0, 90.0, &excess);
    const double ages[] = {most < 0 ? 66.0 : middle(best->observed, most), 62.0, 70.0};
    for (int i = 0; i < 2 * places; i++) {
        memcpy(x, seven, sizeof x);
        put_peak(x + ROGERS_CASTRO_A3, ages[i / 2], fmax(excess, height), shapes[i % 2][0],
                 shapes[i % 2][1]);
        search_from(best, x);
    }
}

/* Eleven parameters: the retirement peak starts from what the best seven leave; and, because these
 * may have taken a high one for that of the labour force, from what a mere start of seven leaves.
 */
static void search_eleven(struct search *best)
{
    struct search seven = *best;
    double x[N];
    for (int j = ROGERS_CASTRO_A3; j <= ROGERS_CASTRO_LAMBDA3; j++)
        seven.lower[j] = seven.upper[j] = 0.0;
    search_seven(&seven);
    const cohort_rogers_castro schedule = schedule_of(seven.x);
    search_retirement(best, seven.x, 0.02 * cohort_rogers_castro_mean(&schedule, 20.0, 25.0), 3);
    for (int i = 0; i < 3; i++) {
        const double height = start_seven(best->observed, LABOUR[i], 27.0, x);
        search_retirement(best, x, 0.02 * height, 1);
    }
}

/* --- Checks and report --- */

static int check_observation(const cohort_observed_rates *observed, int i, cohort_error *error)
{
    const double from = observed->from[i], to = end_of(observed, i), rate = observed->rates[i];
    if (!(from >= 0.0 && to >= from && to <= 200.0))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "observation %d: ages %g to %g: expected 0 to 200, rising", i, from, to);
    if (!(rate >= 0.0 && rate <= 1e6))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "observation %d: rate %g: expected 0 to 1e+06", i, rate);
    if (!(weight_of(observed, i) >= 0.0 && weight_of(observed, i) <= 1e15))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "observation %d: weight %g: expected 0 to 1e+15", i,
                           weight_of(observed, i));
    return COHORT_OK;
}

/* Returned: *count, those with weight; *size, their weighted sum of squared rates. */
static int check_observed(const cohort_observed_rates *observed, int parameters, int *count,
                          double *size, cohort_error *error)
{
    int code = COHORT_OK;
    *count = 0;
    *size = 0.0;
    for (int i = 0; !code && i < observed->count; i++) {
        code = check_observation(observed, i, error);
        *count += weight_of(observed, i) > 0.0;
        *size += weight_of(observed, i) * observed->rates[i] * observed->rates[i];
    }
    if (code)
        return code;
    if (*count < parameters)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d observations for %d parameters: expected as many or more", *count,
                           parameters);
    if (*size == 0.0)
        return cohort_fail(error, COHORT_ERROR_VALUE, "all rates are 0");
    return COHORT_OK;
}

static int set_bounds(const cohort_rogers_castro_options *options, struct search *s,
                      cohort_error *error)
{
    static const cohort_rogers_castro least = COHORT_ROGERS_CASTRO_LOWER;
    static const cohort_rogers_castro most = COHORT_ROGERS_CASTRO_UPPER;
    cohort_rogers_castro lower = options->lower ? *options->lower : least;
    cohort_rogers_castro upper = options->upper ? *options->upper : most;
    cohort_rogers_castro start = options->start ? *options->start : lower;
    const struct {
        cohort_rogers_castro *from;
        double *to;
        const char *name;
    } all[] = {{&lower, s->lower, "lower bound"},
               {&upper, s->upper, "upper bound"},
               {&start, s->x, "start"}};
    for (int i = 0; i < 3; i++) {
        if (options->parameters == 7)
            all[i].from->a3 = all[i].from->mu3 = all[i].from->alpha3 = all[i].from->lambda3 = 0.0;
        int code = cohort_rogers_castro_check(all[i].from, all[i].name, error);
        if (code)
            return code;
        memcpy(all[i].to, all[i].from, sizeof lower);
    }
    for (int j = 0; j < N; j++)
        if (!(s->lower[j] <= s->x[j] && s->x[j] <= s->upper[j]))
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "parameter %d: bounds %g to %g, start %g: expected it within", j + 1,
                               s->lower[j], s->upper[j], s->x[j]);
    return COHORT_OK;
}

static void report_on(const struct search *s, int observations,
                      cohort_rogers_castro_fit_report *report)
{
    const cohort_rogers_castro schedule = schedule_of(s->x);
    double weights = 0.0;
    *report = (cohort_rogers_castro_fit_report){
        .observations = observations, .converged = s->converged, .iterations = s->steps};
    for (int j = 0; j < N; j++) {
        bool free = s->lower[j] < s->upper[j];
        report->parameters += free;
        report->bounds_active += free && (s->x[j] <= s->lower[j] || s->x[j] >= s->upper[j]);
    }
    for (int i = 0; i < s->observed->count; i++) {
        double weight = weight_of(s->observed, i);
        double fitted =
            cohort_rogers_castro_mean(&schedule, s->observed->from[i], end_of(s->observed, i));
        weights += weight;
        if (weight > 0.0)
            report->worst = fmax(report->worst, fabs(fitted - s->observed->rates[i]));
    }
    report->rms = sqrt(s->at.cost / weights);
}

static const cohort_rogers_castro_options DEFAULTS = COHORT_ROGERS_CASTRO_OPTIONS;
static const struct cohort_sized OPTIONS = {"rogers_castro_options", &DEFAULTS, sizeof DEFAULTS,
                                            COHORT_THROUGH(cohort_rogers_castro_options, start)};

void cohort_rogers_castro_options_init_sized(cohort_rogers_castro_options *options, size_t size)
{
    cohort_sized_init(&OPTIONS, options, size);
}

int cohort_rogers_castro_fit(const cohort_observed_rates *observed,
                             const cohort_rogers_castro_options *given,
                             cohort_rogers_castro *schedule,
                             cohort_rogers_castro_fit_report *report, cohort_error *error)
{
    struct search best = {.observed = observed, .steps = -1};
    cohort_rogers_castro_options options;
    int observations, code = cohort_sized_take(&OPTIONS, given, &options, error);
    if (code)
        return code;
    const int parameters = options.parameters;
    if (parameters != 7 && parameters != 11)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d parameters: expected 7 or 11",
                           parameters);
    code = check_observed(observed, parameters, &observations, &best.size, error);
    if (!code)
        code = set_bounds(&options, &best, error);
    if (code)
        return code;
    if (options.start)
        search(&best);
    else if (parameters == 7)
        search_seven(&best);
    else
        search_eleven(&best);
    if (!isfinite(best.at.cost))
        return cohort_fail(error, COHORT_ERROR_SOLVE,
                           "squares of the start's rates are not finite");
    *schedule = schedule_of(best.x);
    report_on(&best, observations, report);
    return cohort_succeed(error);
}
