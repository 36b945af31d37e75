/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/files.h"
#include "support/small.h"

#include <cohort/derive.h>
#include <cohort/projection.h>
#include <cohort/spreads.h>
#include <cohort/table.h>

#include <stdio.h>
#include <limits.h>
#include <stdlib.h>

#define HEADER "of,years,what,at,value\n"

static cohort_error error;
static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_band young_women = {COHORT_FEMALE, 20, 39};

static const double levels[] = {0.01, 0.025, 0.05, 0.1, 0.2,  0.3,   0.4, 0.5,
                                0.6,  0.7,   0.8,  0.9, 0.95, 0.975, 0.99};
static const double deviates[] = {
    -2.3263478740408408, -1.9599639845400545, -1.6448536269514722, -1.2815515655446004,
    -0.8416212335729143, -0.5244005127080409, -0.2533471031357997, 0.0,
    0.2533471031357997,  0.5244005127080407,  0.8416212335729143,  1.2815515655446004,
    1.6448536269514722,  1.9599639845400545,  2.3263478740408408};
static const char *const items[] = {"total",       "age_0_14",    "age_15_64",
                                    "age_65_plus", "women_20_39", "children_per_woman"};

static int read_text(const char *text, cohort_spreads **spreads)
{
    cohort_csv *csv;
    *spreads = NULL;
    const int code = cohort_csv_parse(text, strlen(text), "spreads.csv", &csv, &error);
    return code ? code : cohort_spreads_from_csv(csv, spreads, &error);
}

/* Of two horizons: quantiles are those of a normal distribution, ln s = -4 - 0.3 x + 0.01 x^2 + 2
 * |g| + 5 g+, areas of a group have 0.5 of the variance in common, all 0.2. */
static char *text_of_spreads(void)
{
    static char text[20000];
    static const char *const scale[] = {"-4", "-0.3", "0.01", "2", "5"};
    size_t used = (size_t)snprintf(text, sizeof text,
                                   HEADER "cells,5,most_persons,,100000\n"
                                          "cells,5,age_correlation,,0.3\n"
                                          "cells,5,neighbour_correlation,,0.2\n"
                                          "cells,5,profile,5,1\ncells,5,profile,20,1.5\n");
    for (int i = 0; i < 6; i++)
        for (int years = 5; years <= 10; years += 5) {
            const char *of = items[i];
            for (int k = 0; k < 5; k++)
                used += (size_t)snprintf(text + used, sizeof text - used, "%s,%d,scale,%d,%s\n", of,
                                         years, k, scale[k]);
            for (int k = 0; k < 15; k++)
                used +=
                    (size_t)snprintf(text + used, sizeof text - used, "%s,%d,quantile,%g,%.6g\n",
                                     of, years, levels[k], years / 5.0 * deviates[k]);
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "%s,%d,together,group,0.5\n%s,%d,together,nation,0.2\n", of,
                                     years, of, years);
        }
    return text;
}

static cohort_spreads *normal_spreads(void)
{
    cohort_spreads *spreads;
    assert_ok(read_text(text_of_spreads(), &spreads), error);
    return spreads;
}

static cohort_spreads *fixture(void)
{
    cohort_spreads *spreads;
    assert_ok(cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &spreads, &error), error);
    return spreads;
}

static cohort_inputs *nemuro(void)
{
    cohort_inputs *inputs;
    assert_ok(cohort_table_derive(COHORT_FIXTURES "/ipss2018.csv", "01223",
                                  COHORT_FIXTURES "/japan.csv", "00000", 2060, &inputs, &error),
              error);
    return inputs;
}

/* A path of 2015, 2020, ...: everybody of a date is alike; totals at each. */
static cohort_stock path_of(const double *totals, int dates)
{
    const cohort_grid grid = {5, 19, 2015, dates - 1};
    cohort_stock path;
    assert_ok(cohort_stock_init(&path, &grid, &error), error);
    for (int c = 0; c < dates * 38; c++)
        cohort_stock_cells(&path)[c] = totals[c / 38] / 38.0;
    return path;
}

/* ---- files ---- */

static void malformed_files_are_refused(void **state)
{
    static const struct {
        const char *text;
        int code;
        const char *part;
    } files[] = {
        {"", COHORT_ERROR_FORMAT, "spreads.csv: the file is empty"},
        {"of,years,what,value\n", COHORT_ERROR_MISSING, "no column \"at\""},
        {HEADER, COHORT_ERROR_MISSING, "expected rows, and most_persons"},
        {HEADER "cells,5,most_persons,,9\ntotal,5,scale,0,1\n", COHORT_ERROR_MISSING,
         "total after 5 years: expected scale at 0 to 4, quantiles at 15 levels"},
        {HEADER "totl,5,scale,0,1\n", COHORT_ERROR_VALUE, "line 2, column of: \"totl\": expected"},
        {HEADER "total,7,scale,0,1\n", COHORT_ERROR_VALUE, "a multiple of 5 years"},
        {HEADER "total,0,scale,0,1\n", COHORT_ERROR_VALUE, "column years: \"0\""},
        {HEADER "total,105,scale,0,1\n", COHORT_ERROR_VALUE, "column years: \"105\""},
        {HEADER "total,5,scale,5,1\n", COHORT_ERROR_VALUE, "scale at 0 to 4"},
        {HEADER "total,5,scale,1.5,1\n", COHORT_ERROR_VALUE, "scale at 0 to 4"},
        {HEADER "total,5,scale,x,1\n", COHORT_ERROR_VALUE, "column at: \"x\""},
        {HEADER "total,5,scale,0,1\n", COHORT_ERROR_MISSING, "expected rows, and most_persons"},
        {HEADER "total,5,most_persons,,9\n", COHORT_ERROR_VALUE, "scale at 0 to 4"},
        {HEADER "cells,5,scale,0,1\n", COHORT_ERROR_VALUE, "expected most_persons"},
        {HEADER "total,5,within_80,1,80\ntotal,5,within_80,2,80\ntotal,5,within_80,3,80\n"
                "total,5,within_80,4,80\ntotal,5,within_80,5,80\ntotal,5,within_80,6,80\n"
                "total,5,within_80,7,80\ntotal,5,within_80,8,80\n",
         COHORT_ERROR_VALUE, "line 9"}, /* of seven limits at most */
        {HEADER "total,5,quantile,0.33,1\n", COHORT_ERROR_VALUE, "at one of 15 levels"},
        {HEADER "total,5,together,all,1\n", COHORT_ERROR_VALUE,
         "\"all\": expected group or nation"},
        {HEADER "total,5,scale,0,x\n", COHORT_ERROR_VALUE, "column value: \"x\": expected"},
        {HEADER "total,5,scale,0,1\ntotal,5,scale,0,1\n", COHORT_ERROR_DUPLICATE,
         "line 3, column what: \"scale\": expected one row for each"},
        {HEADER "total,5,within_80,3000,80\ntotal,5,within_80,100,80\n", COHORT_ERROR_VALUE,
         "by ascending persons"},
        {HEADER "cells,5,profile,7,1\n", COHORT_ERROR_VALUE, "a multiple of 5 years"},
        {HEADER "cells,5,profile,200,1\n", COHORT_ERROR_VALUE, "column at: \"200\""},
        {HEADER "cells,5,age_correlation,,1.1\n", COHORT_ERROR_VALUE, "\"1.1\""},
        {HEADER "cells,5,most_persons,,9\ncells,5,most_persons,,8\n", COHORT_ERROR_DUPLICATE,
         "line 3, column what: \"most_persons\": expected one row for each"},
        {HEADER "cells,5,age_correlation,,0\ncells,5,age_correlation,,0\n", COHORT_ERROR_DUPLICATE,
         "line 3"},
        {HEADER "cells,5,neighbour_correlation,,0\ncells,5,neighbour_correlation,,1\n",
         COHORT_ERROR_DUPLICATE, "line 3"},
        {HEADER "cells,5,profile,10,1\ncells,5,profile,5,1\ncells,5,profile,10,1\n",
         COHORT_ERROR_DUPLICATE, "line 4, column what: \"profile\""},
        {HEADER "total,5,within_80,0,101\n", COHORT_ERROR_VALUE, "column value: \"101\""},
        {HEADER "total,5,within_95,least,-1\n", COHORT_ERROR_VALUE, "column value: \"-1\""},
        {HEADER "cells,5,sd,,1\n", COHORT_ERROR_VALUE, "expected most_persons, age_correlation"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cohort_spreads *spreads = (void *)&spreads;
        assert_fails(read_text(files[i].text, &spreads), files[i].code, error, files[i].part);
        assert_null(spreads);
    }
}

/* Quantiles that go down or are not there, and a nation that has more in common than its groups. */
static void contradictions_are_refused(void **state)
{
    static const char *const edits[][2] = {
        {"total,5,quantile,0.5,0\n", "total,5,quantile,0.5,-2\n"},
        {"total,5,together,nation,0.2\n", "total,5,together,nation,0.6\n"},
        {"total,5,quantile,0.5,0\n", ""},
        {"total,5,together,nation,0.2\n", ""},
        {"total,5,together,group,0.5\n", ""},
        {"total,5,together,nation,0.2\n", "total,5,together,nation,-0.1\n"},
        {"total,5,together,group,0.5\n", "total,5,together,group,1.1\n"}};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        cohort_spreads *spreads;
        char edited[20000], *text = text_of_spreads();
        const char *at = strstr(text, edits[i][0]);
        assert_non_null(at);
        snprintf(edited, sizeof edited, "%.*s%s%s", (int)(at - text), text, edits[i][1],
                 at + strlen(edits[i][0]));
        assert_fails(read_text(edited, &spreads), COHORT_ERROR_MISSING, error,
                     "total after 5 years");
    }
}

static void what_is_read_is_written(void **state)
{
    size_t size;
    char *text = file_read(COHORT_FIXTURES "/spreads.csv", &size);
    cohort_spreads *spreads = fixture();
    cohort_output *output;
    assert_ok(cohort_output_memory(&output, &error), error);
    cohort_spreads_write(spreads, output);
    char *written = memory_read(output, NULL);
    assert_string_equal(written, text);
    free(written);
    free(text);
    cohort_spreads_free(spreads);
    cohort_spreads_free(NULL);
}

/* ---- quantiles ---- */

/* ln s by hand. */
static double scale_of(double persons, double growth)
{
    const double x = log(fmax(persons, 200.0)) - 10.0;
    return exp(-4.0 - 0.3 * x + 0.01 * x * x + 2.0 * fmin(fabs(growth), 0.25) +
               5.0 * fmin(fmax(growth, 0.0), 0.25));
}

static double quantile(const cohort_spreads *spreads, const cohort_stock *path, int year, double p)
{
    double value;
    const cohort_figure total = cohort_figure_of(everybody, year, 0.0);
    assert_ok(cohort_spreads_quantile(spreads, path, &total, p, &value, &error), error);
    return value;
}

/* The formula of the header, for areas that grow, shrink, are small; beyond the last horizon. */
static void quantiles_are_those_of_the_formula(void **state)
{
    static const double totals[][4] = {{20000, 19000, 18500, 17000},
                                       {20000, 23000, 24000, 24500},
                                       {150, 100, 90, 80},
                                       {5000, 9000, 9000, 9000}};
    cohort_spreads *spreads = normal_spreads();
    for (int i = 0; i < 4; i++) {
        cohort_stock path = path_of(totals[i], 4);
        const double s = scale_of(totals[i][0], log(totals[i][1] / totals[i][0]));
        for (int h = 1; h <= 3; h++) {
            const double of_h = h < 3 ? h : 2.0 * 1.5; /* beyond two horizons in proportion */
            for (int k = 0; k < 15; k += 2)            /* digits of the file */
                assert_close(quantile(spreads, &path, 2015 + 5 * h, levels[k]),
                             totals[i][h] * exp(s * of_h * deviates[k]), 2e-6, 0.0);
        }
        assert_close(quantile(spreads, &path, 2015, 0.1), totals[i][0], 1e-12, 0.0); /* sum */
        cohort_stock_free(&path);
    }
    cohort_spreads_free(spreads);
}

/* Between two levels, and beyond the last, on a straight line over the normal deviate. */
static void quantiles_lie_on_lines(void **state)
{
    static const double totals[] = {20000, 19000};
    cohort_spreads *spreads = normal_spreads();
    cohort_stock path = path_of(totals, 2);
    const double s = scale_of(20000, log(0.95));
    assert_close(quantile(spreads, &path, 2020, 0.25), 19000.0 * exp(s * -0.6744897501960817), 2e-6,
                 0.0);
    assert_close(quantile(spreads, &path, 2020, 0.999), 19000.0 * exp(s * 3.090232306167813), 2e-6,
                 0.0);
    cohort_stock_free(&path);
    cohort_spreads_free(spreads);
}

/* A quantile and the probability below it. */
static void probabilities_are_the_inverse(void **state)
{
    cohort_spreads *spreads = fixture();
    static const double totals[] = {20000, 19000, 18000};
    cohort_stock path = path_of(totals, 3);
    for (int date = 1; date <= 2; date++)
        for (int k = 1; k < 20; k++) {
            double value, p;
            const cohort_figure women = cohort_figure_of(young_women, 2015 + 5 * date, 0.0);
            assert_ok(cohort_spreads_quantile(spreads, &path, &women, k / 20.0, &value, &error),
                      error);
            assert_ok(cohort_spreads_below(spreads, &path, &women, value, &p, &error), error);
            assert_close(p, k / 20.0, 1e-9, 0.0); /* rounding */
        }
    double p;
    const cohort_figure now = cohort_figure_of(everybody, 2015, 0.0);
    assert_ok(cohort_spreads_below(spreads, &path, &now, 19999.0, &p, &error), error);
    assert_true(p == 0.0);
    assert_ok(cohort_spreads_below(spreads, &path, &now, 20001.0, &p, &error), error);
    assert_true(p == 1.0);
    const cohort_figure later = cohort_figure_of(everybody, 2020, 0.0);
    assert_ok(cohort_spreads_below(spreads, &path, &later, 0.0, &p, &error), error);
    assert_true(p == 0.0); /* nobody has fewer than none */
    memset(cohort_stock_cells(&path) + 38, 0, 38 * sizeof(double));
    assert_ok(cohort_spreads_below(spreads, &path, &later, 1.0, &p, &error), error);
    assert_true(p == 1.0);
    cohort_stock_free(&path);
    cohort_spreads_free(spreads);
}

static void other_figures_are_refused(void **state)
{
    cohort_spreads *spreads = normal_spreads();
    static const double totals[] = {20000, 19000}, large[] = {100001, 1e5};
    cohort_stock path = path_of(totals, 2), city = path_of(large, 2), years = path_of(totals, 2);
    double value;
    cohort_figure f = cohort_figure_of(everybody, 2020, 0.0);
    static const double beyond[] = {1.0, 0.0, (double)NAN};
    for (int i = 0; i < 3; i++)
        assert_fails(cohort_spreads_quantile(spreads, &path, &f, beyond[i], &value, &error),
                     COHORT_ERROR_ARGUMENT, error, ": expected above 0, below 1");
    assert_fails(cohort_spreads_quantile(spreads, &city, &f, 0.5, &value, &error),
                 COHORT_ERROR_ARGUMENT, error, "areas of 100001 persons");
    years.grid.width = 1;
    assert_fails(cohort_spreads_quantile(spreads, &years, &f, 0.5, &value, &error),
                 COHORT_ERROR_ARGUMENT, error, "steps of 5 years, not of 1");
    f.measure.is_percent = 1;
    assert_fails(cohort_spreads_below(spreads, &path, &f, 1.0, &value, &error),
                 COHORT_ERROR_MISSING, error, "errors of this figure");
    f = cohort_figure_of((cohort_band){COHORT_MALE, 0, 4}, 2020, 0.0);
    assert_fails(cohort_spreads_quantile(spreads, &path, &f, 0.5, &value, &error),
                 COHORT_ERROR_MISSING, error, "errors of this figure");
    static const double years_between[] = {2018, 2018.5, 1e7};
    for (int i = 0; i < 3; i++) {
        f = cohort_figure_of(everybody, years_between[i], 0.0);
        assert_fails(cohort_spreads_quantile(spreads, &path, &f, 0.5, &value, &error),
                     COHORT_ERROR_MISSING, error, "have not been measured");
    }
    f = cohort_figure_of(everybody, 2020, 0.0);
    f.times = 0.5;
    assert_fails(cohort_spreads_quantile(spreads, &path, &f, 0.5, &value, &error),
                 COHORT_ERROR_MISSING, error, "errors of this figure");
    const double rates[38] = {1.0};
    f.times = 0.0;
    f.measure.rates = rates;
    assert_fails(cohort_spreads_quantile(spreads, &path, &f, 0.5, &value, &error),
                 COHORT_ERROR_MISSING, error, "errors of this figure");
    memset(cohort_stock_cells(&path), 0, 38 * sizeof(double));
    assert_fails(cohort_spreads_quantile(spreads, &path, &f, 0.5, &value, &error),
                 COHORT_ERROR_ARGUMENT, error, "areas of 0 persons");
    cohort_stock_free(&path);
    cohort_stock_free(&city);
    cohort_stock_free(&years);
    cohort_spreads_free(spreads);
}

/* ---- sums ---- */

/* Of one area its own quantiles; of two in a group, and in two groups, the variance of the header.
 * 20,000 draws: an end of the 80 % interval has the standard error 0.9 % of the sd; the bound is
 * four. */
static void sums_have_what_is_common(void **state)
{
    cohort_spreads *spreads = normal_spreads();
    static const double totals[] = {20000, 20000}, p[] = {0.1, 0.9};
    cohort_stock paths[2] = {path_of(totals, 2), path_of(totals, 2)};
    const cohort_figure f = cohort_figure_of(everybody, 2020, 0.0);
    const double sd = scale_of(20000, 0.0);
    static const int apart[] = {0, 1};
    const struct {
        int areas;
        const int *groups;
        double sd; /* of the mean */
    } cases[] = {{1, NULL, 1.0}, {2, NULL, sqrt(0.75)}, {2, apart, sqrt(0.6)}};
    for (int i = 0; i < 3; i++) {
        double ends[2], again[2];
        assert_ok(cohort_spreads_sum(spreads, cases[i].areas, paths, cases[i].groups, &f, 20000, 1,
                                     2, p, ends, &error),
                  error);
        assert_close(log(ends[1] / ends[0]), 2.0 * 1.2815515655446004 * cases[i].sd * sd, 0.0,
                     2.0 * 0.036 * sd);
        assert_ok(cohort_spreads_sum(spreads, cases[i].areas, paths, cases[i].groups, &f, 20000, 1,
                                     2, p, again, &error),
                  error);
        assert_memory_equal(ends, again, sizeof ends);
    }
    double end;
    assert_fails(cohort_spreads_sum(spreads, 0, paths, NULL, &f, 200, 1, 1, p, &end, &error),
                 COHORT_ERROR_ARGUMENT, error, "0 areas");
    assert_fails(cohort_spreads_sum(spreads, 1, paths, NULL, &f, 20, 1, 1, p, &end, &error),
                 COHORT_ERROR_ARGUMENT, error, "20 draws");
    const double wrong[] = {0.0, 1.0};
    const int negative[] = {0, -1}, high[] = {INT_MAX, 0};
    for (int i = 0; i < 2; i++)
        assert_fails(
            cohort_spreads_sum(spreads, 1, paths, NULL, &f, 200, 1, 1, &wrong[i], &end, &error),
            COHORT_ERROR_ARGUMENT, error, "quantiles above 0 and below 1");
    assert_fails(cohort_spreads_sum(spreads, 2, paths, negative, &f, 200, 1, 1, p, &end, &error),
                 COHORT_ERROR_ARGUMENT, error, "groups of 0 to 99999");
    assert_fails(cohort_spreads_sum(spreads, 2, paths, high, &f, 200, 1, 1, p, &end, &error),
                 COHORT_ERROR_ARGUMENT, error, "groups of 0 to 99999");
    const cohort_figure now = cohort_figure_of(everybody, 2015, 0.0); /* what is known */
    assert_ok(cohort_spreads_sum(spreads, 2, paths, NULL, &now, 200, 1, 1, p, &end, &error), error);
    assert_close(end, 40000.0, 1e-12, 0.0); /* rounding */
    paths[1].grid.width = 1;
    assert_fails(cohort_spreads_sum(spreads, 2, paths, NULL, &f, 200, 1, 1, p, &end, &error),
                 COHORT_ERROR_ARGUMENT, error, "area 1: spreads are for");
    paths[1].grid.width = 5;
    cohort_stock_free(&paths[0]);
    cohort_stock_free(&paths[1]);
    cohort_spreads_free(spreads);
}

/* ---- ensembles ---- */

/* What is set, and nothing else. */
static void rates_of_an_ensemble_are_set(void **state)
{
    cohort_spreads *spreads = fixture();
    cohort_inputs *inputs = nemuro();
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS, before = options;
    options.seed = before.seed = 77;
    assert_ok(cohort_spreads_apply(spreads, inputs, &options, &error), error);
    assert_true(options.fertility.sd > 0.03 && options.fertility.sd < 0.2);
    assert_true(options.migration.sd > 0.01 && options.migration.sd < 0.1);
    assert_true(options.mortality.sd == 0.0);
    assert_true(options.migration.neighbour_correlation > 0.0);
    assert_true(options.migration_profile[4] > options.migration_profile[10]);
    assert_int_equal(options.seed, 77);
    assert_int_equal(options.trajectories, before.trajectories);
    cohort_inputs_free(inputs);
    cohort_spreads_free(spreads);
}

/* Trajectories spread as past errors did, roughly: within a quarter over three intervals. */
static void trajectories_are_as_wide_as_errors(void **state)
{
    cohort_spreads *spreads = fixture();
    cohort_inputs *inputs = nemuro();
    cohort_projection *run;
    cohort_ensemble *ensemble;
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    cohort_figure totals[3];
    for (int i = 0; i < 3; i++)
        totals[i] = cohort_figure_of(everybody, 2020 + 5 * i, 0.0);
    assert_ok(cohort_projection_new(inputs, &run, &error), error);
    assert_ok(cohort_spreads_apply(spreads, inputs, &options, &error), error);
    options.figures = totals;
    options.figure_count = 3;
    assert_ok(cohort_ensemble_new(inputs, &options, &ensemble, &error), error);
    assert_ok(cohort_ensemble_run(ensemble, 0, options.trajectories, 0, &error), error);
    for (int i = 0; i < 3; i++) {
        const cohort_stock *path = cohort_projection_population(run);
        double low, high, from, to;
        assert_ok(cohort_ensemble_quantile(ensemble, i, 0.1, &low, &error), error);
        assert_ok(cohort_ensemble_quantile(ensemble, i, 0.9, &high, &error), error);
        assert_ok(cohort_spreads_quantile(spreads, path, &totals[i], 0.1, &from, &error), error);
        assert_ok(cohort_spreads_quantile(spreads, path, &totals[i], 0.9, &to, &error), error);
        assert_close(log(high / low), log(to / from), 0.25, 0.0);
    }
    cohort_ensemble_free(ensemble);
    cohort_projection_free(run);
    cohort_inputs_free(inputs);
    cohort_spreads_free(spreads);
}

/* Of one person chance is all of the error; without children it is no part of that of births. */
static void chance_may_be_all(void **state)
{
    cohort_spreads *spreads = fixture();
    cohort_inputs *few = nemuro();
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    double *base = cohort_inputs_array(few, COHORT_BASE);
    for (int c = 0; c < 38; c++)
        base[c] /= 26917.0;
    assert_ok(cohort_spreads_apply(spreads, few, &options, &error), error);
    assert_true(options.fertility.sd == 0.0 && options.migration.sd == 0.0);
    base[0] = base[19] = 0.0;
    assert_ok(cohort_spreads_apply(spreads, few, &options, &error), error);
    assert_true(options.fertility.sd > 0.0 && options.migration.sd == 0.0);
    cohort_inputs_free(few);
    cohort_spreads_free(spreads);
}

static void other_inputs_are_refused(void **state)
{
    cohort_spreads *spreads = fixture();
    cohort_inputs *small = blank_inputs_of(&small_grid, COHORT_WPP_EVEN);
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    assert_fails(cohort_spreads_apply(spreads, small, &options, &error), COHORT_ERROR_ARGUMENT,
                 error, "not for wpp-even");
    cohort_inputs_free(small);
    static const cohort_grid grids[] = {{1, 70, 2015, 2}, {5, 41, 2015, 2}};
    for (int i = 0; i < 2; i++) {
        small = blank_inputs_of(&grids[i], COHORT_IPSS);
        assert_fails(cohort_spreads_apply(spreads, small, &options, &error), COHORT_ERROR_ARGUMENT,
                     error, "steps of 5 years and up to 40 age groups, not for ipss");
        cohort_inputs_free(small);
    }
    cohort_inputs *large = nemuro();
    *value_at(large, COHORT_SURVIVAL, 0, COHORT_MALE, 3) = 1.5;
    assert_fails(cohort_spreads_apply(spreads, large, &options, &error), COHORT_ERROR_VALUE, error,
                 "survival");
    *value_at(large, COHORT_SURVIVAL, 0, COHORT_MALE, 3) = 1.0;
    for (int c = 0; c < 38; c++)
        cohort_inputs_array(large, COHORT_BASE)[c] *= 1000.0;
    assert_fails(cohort_spreads_apply(spreads, large, &options, &error), COHORT_ERROR_ARGUMENT,
                 error, "areas of 26917000 persons");
    cohort_inputs_free(large);
    cohort_spreads_free(spreads);
}

/* The fixture's coverage, of Nemuro's size. */
static void coverage_is_that_of_the_size(void **state)
{
    cohort_spreads *spreads = fixture();
    static const double totals[] = {26917, 24461, 22000, 20000, 18000, 16000, 14000, 12000, 11000};
    cohort_stock path = path_of(totals, 9);
    cohort_coverage c;
    const cohort_figure f = cohort_figure_of(everybody, 2020, 0.0);
    for (int i = 0; i < 2; i++) {
        const double level = i == 0 ? 0.8 : 0.95;
        assert_ok(cohort_spreads_coverage(spreads, &path, &f, level, &c, &error), error);
        assert_true(c.persons_from == 10000.0 && c.persons_to == 30000.0);
        assert_true(c.least <= c.most && fabs(c.percent - 100.0 * level) < 8.0);
    }
    assert_fails(cohort_spreads_coverage(spreads, &path, &f, 0.9, &c, &error), COHORT_ERROR_MISSING,
                 error, "at 90 %, in 2020, has not been measured");
    for (int year = 2015; year <= 2055; year += 40) { /* what is known; beyond what was measured */
        const cohort_figure other = cohort_figure_of(everybody, year, 0.0);
        assert_fails(cohort_spreads_coverage(spreads, &path, &other, 0.8, &c, &error),
                     COHORT_ERROR_MISSING, error, "has not been measured");
    }
    const cohort_band first = cohort_spread_band(0);
    for (int number = -1; number <= COHORT_SPREAD_BANDS; number += COHORT_SPREAD_BANDS + 1) {
        const cohort_band band = cohort_spread_band(number); /* one that there is not */
        assert_memory_equal(&band, &first, sizeof band);
    }
    cohort_stock_free(&path);
    cohort_spreads_free(spreads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_files_are_refused),
        cmocka_unit_test(contradictions_are_refused),
        cmocka_unit_test(what_is_read_is_written),
        cmocka_unit_test(quantiles_are_those_of_the_formula),
        cmocka_unit_test(quantiles_lie_on_lines),
        cmocka_unit_test(probabilities_are_the_inverse),
        cmocka_unit_test(other_figures_are_refused),
        cmocka_unit_test(sums_have_what_is_common),
        cmocka_unit_test(rates_of_an_ensemble_are_set),
        cmocka_unit_test(trajectories_are_as_wide_as_errors),
        cmocka_unit_test(chance_may_be_all),
        cmocka_unit_test(other_inputs_are_refused),
        cmocka_unit_test(coverage_is_that_of_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
