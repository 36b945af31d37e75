/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/nearest.h"

#include "core/error.h"
#include "support/close.h"

/* Problems small enough to be solved by hand, or by trying every set of bounds. */
enum { MOST = 5, ROWS = 2 };

/* The search ends when a step is below 1e-10 of a scaled unknown; what is linear is met at once. */
static const double AT_REST = 1e-9;

struct answer {
    double x[MOST], misses[MOST];
    int at_bound[MOST];
    cohort_fit fit;
};

/* g(x) = A x + offset. */
struct linear {
    int unknowns, goals;
    double A[MOST][MOST], offset[MOST];
};

static int evaluate_linear(void *context, const double *x, double *values, cohort_error *error)
{
    const struct linear *g = context;
    for (int i = 0; i < g->goals; i++) {
        values[i] = g->offset[i];
        for (int j = 0; j < g->unknowns; j++)
            values[i] += g->A[i][j] * x[j];
    }
    return cohort_succeed(error);
}

/* As struct nearest, the parameters by columns. */
struct problem {
    int unknowns, goals;
    const double *prior, *lower, *upper, *scale, *goal;
    int (*evaluate)(void *context, const double *x, double *values, cohort_error *error);
    void *context;
    const double *unit;
};

static int find_nearest(const struct problem *p, double *x, cohort_fit *fit, cohort_error *error)
{
    cohort_parameter parameters[MOST];
    const struct nearest problem = {p->unknowns, p->goals,   parameters, p->goal,
                                    p->evaluate, p->context, p->unit};
    for (int j = 0; j < p->unknowns; j++)
        parameters[j] = (cohort_parameter){0, p->prior[j], p->lower[j], p->upper[j], p->scale[j]};
    return cohort_nearest(&problem, x, fit, error);
}

static int solve(const struct problem *problem, struct answer *answer, cohort_error *error)
{
    memset(answer, 0, sizeof *answer);
    cohort_fit_init(&answer->fit);
    answer->fit.misses = answer->misses;
    answer->fit.at_bound = answer->at_bound;
    return find_nearest(problem, answer->x, &answer->fit, error);
}

static const double zeros[MOST], ones[MOST] = {1, 1, 1, 1, 1};
static const double low[MOST] = {-100, -100, -100, -100, -100};
static const double high[MOST] = {100, 100, 100, 100, 100};

static void solve_linear(struct linear *g, struct problem problem, struct answer *answer)
{
    cohort_error error;
    problem.unknowns = g->unknowns;
    problem.goals = g->goals;
    problem.evaluate = evaluate_linear;
    problem.context = g;
    assert_ok(solve(&problem, answer, &error), error);
    assert_int_equal(answer->fit.targets, g->goals);
    assert_int_equal(answer->fit.parameters, g->unknowns);
    assert_true(answer->fit.iterations > 0);
}

/* x' A x = b, 2 by 2, by Cramer's rule. Returned: 0 when it has no single answer. */
static int solve_2(double A[ROWS][ROWS], const double b[ROWS], double x[ROWS])
{
    double determinant = A[0][0] * A[1][1] - A[0][1] * A[1][0];
    if (fabs(determinant) < 1e-9)
        return 0;
    x[0] = (b[0] * A[1][1] - b[1] * A[0][1]) / determinant;
    x[1] = (A[0][0] * b[1] - A[1][0] * b[0]) / determinant;
    return 1;
}

/* --- Without bounds: the closed form --- */

static void finds_the_least_norm_in_closed_form(void **state)
{
    struct linear g = {4, ROWS, {{1, 2, -1, 0.5}, {0.3, -1, 2, 1.7}}, {10, -3}};
    const double prior[] = {0.2, -0.4, 1.1, 3}, scale[] = {1, 0.1, 3, 0.7}, goal[] = {14, 2.5};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, prior, low, high, scale, goal, NULL, NULL, NULL}, &a);

    /* x = prior + D^2 A' v with A D^2 A' v = goal - g(prior), D = diag(scale). */
    double left[ROWS][ROWS] = {{0}}, right[ROWS], v[ROWS] = {0}, squares = 0.0;
    for (int i = 0; i < ROWS; i++) {
        right[i] = goal[i] - g.offset[i];
        for (int j = 0; j < g.unknowns; j++) {
            right[i] -= g.A[i][j] * prior[j];
            for (int k = 0; k < ROWS; k++)
                left[i][k] += g.A[i][j] * g.A[k][j] * scale[j] * scale[j];
        }
    }
    assert_int_equal(solve_2(left, right, v), 1);
    for (int j = 0; j < g.unknowns; j++) {
        double departure = scale[j] * (g.A[0][j] * v[0] + g.A[1][j] * v[1]);
        assert_close(a.x[j], prior[j] + scale[j] * departure, 0, AT_REST);
        assert_int_equal(a.at_bound[j], 0);
        squares += departure * departure;
    }
    assert_close(a.fit.distance, sqrt(squares / g.unknowns), 0, AT_REST);
    assert_int_equal(a.fit.met, 1);
    assert_int_equal(a.fit.rank, 2);
    assert_int_equal(a.fit.bounds_active, 0);
    for (int i = 0; i < ROWS; i++)
        assert_close(a.misses[i], 0, 0, AT_REST);
}

static void stays_at_a_prior_that_meets_the_goals(void **state)
{
    struct linear g = {3, 1, {{1, 2, 3}}, {0}};
    const double prior[] = {0.5, 0.25, 1}, goal[] = {4};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, prior, low, high, ones, goal, NULL, NULL, NULL}, &a);
    for (int j = 0; j < 3; j++)
        assert_close(a.x[j], prior[j], 0, 1e-12); /* a step of rounding at most */
    assert_close(a.fit.distance, 0, 0, 1e-12);
    assert_int_equal(a.fit.met, 1);
}

/* What is cheap to change, by its scale, does the work: the squares of the scales are 1 and 100. */
static void lets_the_scale_share_the_work(void **state)
{
    struct linear g = {2, 1, {{1, 1}}, {0}};
    const double scale[] = {1, 10}, goal[] = {10.1};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, zeros, low, high, scale, goal, NULL, NULL, NULL}, &a);
    assert_close(a.x[0], 0.1, 0, AT_REST);
    assert_close(a.x[1], 10, 0, AT_REST);
}

/* --- Bounds: against every set of them --- */

/* Numbers between -1 and 1, the same in every run. */
static double draw(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (double)(*seed >> 8) / 8388608.0 - 1.0;
}

/* The nearest point to 0 with A y = b and y within lower .. upper, of those where the digits of
 * `set` (base 3) put unknowns at a bound. Returned: its squared norm, or HUGE_VAL. */
static double try_set(const struct linear *g, const double *b, const double *lower,
                      const double *upper, int set, double *y)
{
    double left[ROWS][ROWS] = {{0}}, right[ROWS] = {b[0], b[1]}, v[ROWS] = {0}, squares = 0.0;
    int side[MOST];
    for (int j = 0; j < g->unknowns; j++, set /= 3) {
        side[j] = set % 3;
        y[j] = side[j] == 1 ? lower[j] : upper[j];
        for (int i = 0; i < ROWS; i++) {
            right[i] -= side[j] ? g->A[i][j] * y[j] : 0.0;
            for (int k = 0; k < ROWS; k++)
                left[i][k] += side[j] ? 0.0 : g->A[i][j] * g->A[k][j];
        }
    }
    if (!solve_2(left, right, v))
        return HUGE_VAL;
    for (int j = 0; j < g->unknowns; j++) {
        if (side[j] == 0)
            y[j] = g->A[0][j] * v[0] + g->A[1][j] * v[1];
        if (y[j] < lower[j] - 1e-12 || y[j] > upper[j] + 1e-12)
            return HUGE_VAL;
        squares += y[j] * y[j];
    }
    return squares;
}

static double try_all_sets(const struct linear *g, const double *b, const double *lower,
                           const double *upper, double *best)
{
    double least = HUGE_VAL;
    int sets = 1;
    for (int j = 0; j < g->unknowns; j++)
        sets *= 3;
    for (int set = 0; set < sets; set++) {
        double y[MOST], squares = try_set(g, b, lower, upper, set, y);
        if (squares < least) {
            least = squares;
            memcpy(best, y, sizeof y);
        }
    }
    return least;
}

/* A problem in scaled departures y from the prior, b being met somewhere within the bounds. */
static void draw_problem(uint32_t *seed, struct linear *g, double *b, double *lower, double *upper)
{
    *g = (struct linear){.unknowns = MOST, .goals = ROWS};
    b[0] = b[1] = 0.0;
    for (int j = 0; j < MOST; j++) {
        lower[j] = -0.2 + 0.2 * draw(seed);
        upper[j] = 0.2 + 0.2 * draw(seed);
        double part = draw(seed), half = (upper[j] - lower[j]) / 2; /* near an end */
        double within = lower[j] + half * (1.0 + copysign(pow(fabs(part), 0.2), part));
        for (int i = 0; i < ROWS; i++) {
            g->A[i][j] = draw(seed);
            b[i] += g->A[i][j] * within;
        }
    }
}

static void finds_the_nearest_point_among_all_sets_of_bounds(void **state)
{
    const double prior[] = {0.3, -2, 0, 1, 10}, scale[] = {2, 0.5, 1, 0.1, 3};
    uint32_t seed = 20150101u;
    int bounds = 0;
    for (int round = 0; round < 300; round++) {
        struct linear g, by_x;
        double lower[MOST], upper[MOST], b[ROWS], best[MOST], from[MOST], to[MOST];
        struct answer a;
        draw_problem(&seed, &g, b, lower, upper);
        by_x = g; /* the same with x = prior + scale y */
        for (int j = 0; j < MOST; j++) {
            from[j] = prior[j] + scale[j] * lower[j];
            to[j] = prior[j] + scale[j] * upper[j];
            for (int i = 0; i < ROWS; i++) {
                by_x.A[i][j] /= scale[j];
                by_x.offset[i] -= by_x.A[i][j] * prior[j];
            }
        }
        solve_linear(&by_x, (struct problem){0, 0, prior, from, to, scale, b, NULL, NULL, NULL},
                     &a);
        double least = try_all_sets(&g, b, lower, upper, best);
        assert_close(a.fit.distance, sqrt(least / MOST), 0, 1e-8);
        assert_int_equal(a.fit.met, 1);
        bounds += a.fit.bounds_active;
        for (int j = 0; j < MOST; j++) {
            /* 1e-8: rows that are nearly parallel cost the multipliers some digits. */
            assert_close((a.x[j] - prior[j]) / scale[j], best[j], 0, 1e-8);
            assert_true(a.x[j] >= from[j] && a.x[j] <= to[j]);
            assert_int_equal(a.at_bound[j], (a.x[j] == to[j]) - (a.x[j] == from[j]));
        }
    }
    assert_true(bounds > 200); /* or the test says little */
}

/* --- Goals that cannot be met --- */

static void goes_to_the_bounds_for_what_it_cannot_reach(void **state)
{
    struct linear g = {2, 1, {{3, 2}}, {0}};
    const double prior[] = {0.5, 0.5}, goal[] = {1000};
    const double lower[] = {0, 0.1}, upper[] = {0.7, 0.9};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, prior, lower, upper, ones, goal, NULL, NULL, NULL}, &a);
    for (int j = 0; j < 2; j++) {
        assert_close(a.x[j], upper[j], 0, 0); /* the bound itself */
        assert_int_equal(a.at_bound[j], 1);
    }
    assert_close(a.misses[0], 3 * 0.7 + 2 * 0.9 - 1000, 1e-12, 0);
    assert_close(a.fit.worst_miss, -a.misses[0], 0, 0);
    assert_int_equal(a.fit.met, 0);
    assert_int_equal(a.fit.bounds_active, 2);
    assert_int_equal(a.fit.rank, 0); /* nothing is free any more */
}

/* s = x0 + x1 + x2 shall be 1, and s + x3 shall be 5, with x3 up to 1. Least squares: x3 = 1, s =
 * 2.5, misses 1.5 and -1.5. Of all x0, x1, x2 with that sum the nearest to the prior are those a
 * third of the change away each, had x2 not its bound. */
static void stays_near_the_prior_among_the_least_misses(void **state)
{
    struct linear g = {4, 2, {{1, 1, 1, 0}, {1, 1, 1, 1}}, {0}};
    const double prior[] = {0.1, 0.4, 0, 0}, goal[] = {1, 5};
    const double upper[] = {100, 100, 0.2, 1};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, prior, low, upper, ones, goal, NULL, NULL, NULL}, &a);
    const double expected[] = {1.0, 1.3, 0.2, 1.0};
    for (int j = 0; j < 4; j++)
        assert_close(a.x[j], expected[j], 0, 1e-6); /* the least miss comes to rest more slowly */
    assert_close(a.misses[0], 1.5, 0, 1e-6);
    assert_close(a.misses[1], -1.5, 0, 1e-6);
    assert_int_equal(a.fit.met, 0);
    assert_int_equal(a.fit.bounds_active, 2);
    assert_int_equal(a.at_bound[2], 1);
    assert_int_equal(a.at_bound[3], 1);
    assert_int_equal(a.fit.rank, 1);
}

static void goes_halfway_between_contradictions(void **state)
{
    struct linear g = {3, 2, {{1, 2, 1}, {1, 2, 1}}, {0}};
    const double goal[] = {1, 3};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, zeros, low, high, ones, goal, NULL, NULL, NULL}, &a);
    for (int j = 0; j < 3; j++)
        assert_close(a.x[j], 2.0 / 6.0 * g.A[0][j], 0, 1e-6);
    assert_close(a.misses[0], 1, 0, 1e-6);
    assert_close(a.misses[1], -1, 0, 1e-6);
    assert_close(a.fit.worst_miss, 1, 0, 1e-6);
    assert_int_equal(a.fit.met, 0);
    assert_int_equal(a.fit.rank, 1);
}

static void meets_one_goal_beside_one_that_is_out_of_reach(void **state)
{
    struct linear g = {4, 2, {{1, 1, 0, 0}, {0, 0, 1, 2}}, {0}};
    const double goal[] = {5, 1}, lower[] = {0, 0, -1, -1};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, zeros, lower, ones, ones, goal, NULL, NULL, NULL}, &a);
    const double expected[] = {1, 1, 0.2, 0.4};
    for (int j = 0; j < 4; j++)
        assert_close(a.x[j], expected[j], 0, 1e-8);
    assert_close(a.misses[0], -3, 0, 1e-8);
    assert_close(a.misses[1], 0, 0, 1e-8);
    assert_int_equal(a.fit.rank, 1);
}

static void counts_independent_goals(void **state)
{
    static const struct {
        double rows[3][MOST], goal[3];
        int rank, met;
    } cases[] = {
        {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, {1, 2, 3}, 3, 1},
        {{{1, 1, 0}, {0, 1, 1}, {1, 2, 1}}, {1, 2, 3}, 2, 1}, /* the third: the two together */
        {{{1, 1, 0}, {2, 2, 0}, {-1, -1, 0}}, {1, 2, -1}, 1, 1},
        {{{1, 1, 0}, {0, 0, 0}, {0, 0, 1}}, {1, 0, 2}, 2, 1}, /* one that nothing moves, but met */
        {{{1, 1, 0}, {0, 0, 0}, {0, 0, 1}}, {1, 4, 2}, 2, 0}, /* and not */
        {{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, {0, 1, 0}, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct linear g = {.unknowns = 3, .goals = 3};
        struct answer a;
        memcpy(g.A, cases[i].rows, sizeof cases[i].rows);
        solve_linear(
            &g, (struct problem){0, 0, zeros, low, high, ones, cases[i].goal, NULL, NULL, NULL},
            &a);
        assert_int_equal(a.fit.rank, cases[i].rank);
        assert_int_equal(a.fit.met, cases[i].met);
    }
}

static void leaves_alone_what_has_no_room(void **state)
{
    struct linear g = {2, 1, {{1, 1}}, {0}};
    const double prior[] = {0.5, 0}, lower[] = {0.5, -10}, upper[] = {0.5, 10}, goal[] = {3};
    struct answer a;
    solve_linear(&g, (struct problem){0, 0, prior, lower, upper, ones, goal, NULL, NULL, NULL}, &a);
    assert_close(a.x[0], 0.5, 0, 0);
    assert_close(a.x[1], 2.5, 0, AT_REST);
    assert_int_equal(a.fit.bounds_active, 1);
    assert_int_equal(a.fit.met, 1);
}

static void needs_no_arrays_in_the_report(void **state)
{
    struct linear g = {2, 1, {{1, 1}}, {0}};
    const double goal[] = {3};
    struct problem problem = {2, 1, zeros, low, high, ones, goal, evaluate_linear, &g, NULL};
    double x[2];
    cohort_fit fit = COHORT_FIT;
    assert_int_equal(find_nearest(&problem, x, &fit, NULL), COHORT_OK);
    assert_close(x[0], 1.5, 0, AT_REST);
    assert_null(fit.misses);
    assert_null(fit.at_bound);
}

/* --- Curved functions, and functions that fail --- */

static int evaluate_ellipse(void *context, const double *x, double *values, cohort_error *error)
{
    values[0] = *(const double *)context * (x[0] * x[0] + 3 * x[1] * x[1] + x[0] * x[1]);
    return cohort_succeed(error);
}

/* How near the ellipse of the value 2 comes to a point: by a walk around it. */
static double distance_to_ellipse(const double point[2])
{
    const int steps = 100000;
    double least = HUGE_VAL;
    for (int i = 0; i < steps; i++) {
        double c = cos(6.283185307179586 * i / steps), s = sin(6.283185307179586 * i / steps);
        double radius = sqrt(2.0 / (c * c + 3 * s * s + c * s));
        least = fmin(least, hypot(radius * c - point[0], radius * s - point[1]));
    }
    return least;
}

/* Where the first tangents lead is no nearest point: the search has to move on along the curve,
 * whatever a unit of the goal weighs beside one of distance. */
static void finds_the_nearest_point_of_an_ellipse(void **state)
{
    static const double priors[][2] = {{5, 1}, {-0.9, 0.9}, {2, 3}}, weights[] = {0.01, 1, 1000};
    for (size_t i = 0; i < 9; i++) {
        double weight = weights[i % 3];
        const double *prior = priors[i / 3], goal[] = {2 * weight};
        struct problem problem = {2,       1,   prior, low, high, ones, goal, evaluate_ellipse,
                                  &weight, NULL};
        struct answer a;
        cohort_error error;
        assert_ok(solve(&problem, &a, &error), error);
        assert_int_equal(a.fit.met, 1);
        /* 1e-7: steps of 6e-5 around the ellipse, squared, and the search's own. */
        assert_close(a.fit.distance * sqrt(2.0), distance_to_ellipse(prior), 0, 1e-7);
    }
}

/* log x, which full steps leave: from 1 toward log 0.05 the tangent ends at -2. */
static int evaluate_log(void *context, const double *x, double *values, cohort_error *error)
{
    int *refusals = context;
    if (!(x[0] > 0.0)) {
        ++*refusals;
        return cohort_fail(error, COHORT_ERROR_VALUE, "%g: expected a number above 0", x[0]);
    }
    values[0] = log(x[0]);
    return cohort_succeed(error);
}

static void turns_back_from_points_that_fail(void **state)
{
    int refusals = 0;
    const double goal[] = {log(0.05)};
    struct problem problem = {1, 1, ones, low, high, ones, goal, evaluate_log, &refusals, NULL};
    struct answer a;
    cohort_error error;
    assert_ok(solve(&problem, &a, &error), error);
    assert_close(a.x[0], 0.05, 0, AT_REST);
    assert_int_equal(a.fit.met, 1);
    assert_true(refusals > 0); /* or the test says nothing */
    assert_int_equal(error.code, COHORT_OK);
    assert_string_equal(error.text, "");
}

/* g fails at once, or gives no number at the call whose number is `at`. */
struct failing {
    int calls, at;
    double value;
};

static int evaluate_failing(void *context, const double *x, double *values, cohort_error *error)
{
    struct failing *g = context;
    values[0] = x[0];
    if (++g->calls == g->at) {
        values[0] = g->value;
        if (g->value == 0.0)
            return cohort_fail(error, COHORT_ERROR_NO_EFFECT, "nothing there");
    }
    return cohort_succeed(error);
}

/* Beside the point where it stands g may fail on one side: the other one gives the slope. */
static void gets_by_with_one_side(void **state)
{
    for (int at = 2; at <= 3; at++) {
        struct failing g = {0, at, (double)NAN};
        const double goal[] = {3}, prior[] = {0.5};
        struct problem problem = {1, 1, prior, low, high, ones, goal, evaluate_failing, &g, NULL};
        cohort_fit fit = COHORT_FIT;
        double x[1] = {-9};
        cohort_error error;
        assert_ok(find_nearest(&problem, x, &fit, &error), error);
        assert_close(x[0], 3, 0, 1e-9); /* linear: exact but for the difference's rounding */
        assert_true(fit.met);
    }
}

/* No choice of scale moves the answer of one unknown, or keeps the search from it. */
static void does_not_depend_on_the_scale(void **state)
{
    for (double size = 1e-9; size < 1e10; size *= 10) {
        struct failing g = {0, 0, 0};
        const double goal[] = {3}, prior[] = {0.5}, scale[] = {size};
        struct problem problem = {1, 1, prior, low, high, scale, goal, evaluate_failing, &g, NULL};
        cohort_fit fit = COHORT_FIT;
        double x[1] = {-9};
        cohort_error error;
        assert_ok(find_nearest(&problem, x, &fit, &error), error);
        assert_close(x[0], 3, 0, 1e-9);
        assert_true(fit.met);
    }
}

static void gives_up_where_it_stands_on_no_number(void **state)
{
    static const struct {
        struct failing g;
        int code;
        const char *part;
    } cases[] = {{{0, 1, (double)NAN}, COHORT_ERROR_SOLVE, "target 1 is not finite"},
                 {{0, 1, HUGE_VAL}, COHORT_ERROR_SOLVE, "target 1 is not finite"},
                 {{0, 1, 0}, COHORT_ERROR_NO_EFFECT, "nothing there"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct failing g = cases[i].g;
        const double goal[] = {3};
        struct problem problem = {1, 1, zeros, low, high, ones, goal, evaluate_failing, &g, NULL};
        cohort_fit fit = {.size = sizeof fit, .rank = -9, .worst_miss = -9};
        double x[1] = {-9};
        cohort_error error;
        assert_fails(find_nearest(&problem, x, &fit, &error), cases[i].code, error, cases[i].part);
        assert_close(x[0], -9, 0, 0); /* untouched */
        assert_int_equal(fit.rank, -9);
        assert_close(fit.worst_miss, -9, 0, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_least_norm_in_closed_form),
        cmocka_unit_test(stays_at_a_prior_that_meets_the_goals),
        cmocka_unit_test(lets_the_scale_share_the_work),
        cmocka_unit_test(finds_the_nearest_point_among_all_sets_of_bounds),
        cmocka_unit_test(goes_to_the_bounds_for_what_it_cannot_reach),
        cmocka_unit_test(stays_near_the_prior_among_the_least_misses),
        cmocka_unit_test(goes_halfway_between_contradictions),
        cmocka_unit_test(meets_one_goal_beside_one_that_is_out_of_reach),
        cmocka_unit_test(counts_independent_goals),
        cmocka_unit_test(leaves_alone_what_has_no_room),
        cmocka_unit_test(needs_no_arrays_in_the_report),
        cmocka_unit_test(finds_the_nearest_point_of_an_ellipse),
        cmocka_unit_test(turns_back_from_points_that_fail),
        cmocka_unit_test(gets_by_with_one_side),
        cmocka_unit_test(does_not_depend_on_the_scale),
        cmocka_unit_test(gives_up_where_it_stands_on_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
