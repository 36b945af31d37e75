/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same smooth rates of mortality, fertility and migration by steps of 10, 5, 2 and 1 years: the
 * results draw together as the step shrinks. Prints the differences. */
#include "support/close.h"

#include <cohort/inputs.h>
#include <cohort/indicators.h>
#include <cohort/projection.h>

#include <stdbool.h>

enum { START = 2000, YEARS = 40, OLDEST = 100, PIECES = 20 /* of a year */ };

/* Smooth rates by exact age, per year. */

static double fertility(double x)
{
    return x < 15 || x > 50 ? 0.0 : 0.11 * pow(sin((x - 15) / 35 * 3.14159265358979), 2);
}

static double migrants(double x)
{
    return x > 90 ? 0.0 : 12.0 * exp(-pow((x - 27) / 12, 2)) - 2.0;
}

static double people(double x)
{
    return 1000.0 * exp(-pow(x / 75, 4)) * (1 + 0.2 * sin(x / 9));
}

static double survivors(double x)
{
    return exp(-0.0005 * x - 0.00003 / 0.095 * (exp(0.095 * x) - 1.0));
}

/* The mean of a function over ages from .. from + width, by Simpson's rule. */
static double mean_of(double (*f)(double), double from, double width)
{
    int pieces = (int)(width * PIECES);
    double sum = 0.0, h = width / pieces;
    for (int i = 0; i < pieces; i++) {
        double x = from + i * h;
        sum += (f(x) + 4 * f(x + h / 2) + f(x + h)) / 6;
    }
    return sum / pieces;
}

static void fill_interval(cohort_inputs *inputs, int interval, const double *L)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const int n = grid->width, last = grid->ages - 1;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x <= last; x++) {
            size_t cell = cohort_cell(grid, interval, sex, x);
            double *S = cohort_inputs_array(inputs, COHORT_SURVIVAL) + cell;
            *S = x == 0      ? L[0] / n
                 : x == last ? L[last] / (L[last - 1] + L[last])
                             : L[x] / L[x - 1];
            cohort_inputs_array(inputs, COHORT_NET_MIGRANTS)[cell] =
                x == last ? 0.0 : n * n * mean_of(migrants, x * n, n);
        }
    for (int x = 0; x < last; x++)
        cohort_inputs_array(inputs, COHORT_ASFR)[interval * grid->ages + x] =
            mean_of(fertility, x * n, n);
    cohort_inputs_array(inputs, COHORT_MALE_SHARE)[interval] = 0.512;
}

static double total_after(int width)
{
    const cohort_grid grid = {width, OLDEST / width + 1, START, YEARS / width};
    double L[OLDEST + 1], total;
    cohort_error error;
    cohort_inputs *inputs;
    cohort_projection *projection;
    assert_ok(cohort_inputs_new(&grid, COHORT_WPP_EVEN, &inputs, &error), error);
    for (int x = 0; x < grid.ages; x++) {
        bool open = x == grid.ages - 1;
        L[x] = open ? 30 * mean_of(survivors, OLDEST, 30)
                    : width * mean_of(survivors, x * width, width);
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            cohort_inputs_array(inputs, COHORT_BASE)[cohort_cell(&grid, 0, sex, x)] =
                open ? 30 * mean_of(people, OLDEST, 30) : width * mean_of(people, x * width, width);
    }
    for (int i = 0; i < grid.steps; i++)
        fill_interval(inputs, i, L);
    assert_ok(cohort_projection_new(inputs, &projection, &error), error);
    total = cohort_total(cohort_projection_population(projection), START + YEARS);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
    return total;
}

static void draws_together_as_steps_shrink(void **state)
{
    static const int widths[] = {10, 5, 2};
    const double finest = total_after(1);
    double before = HUGE_VAL;
    for (int i = 0; i < 3; i++) {
        double off = fabs(total_after(widths[i]) / finest - 1.0);
        print_message("steps of %2d years against single years, after %d: %.2e of the total\n",
                      widths[i], YEARS, off);
        assert_true(off < 0.6 * before); /* shrinks with the step */
        before = off;
        if (widths[i] == 5)
            assert_true(off < 2e-3); /* the stated difference */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(draws_together_as_steps_shrink)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
