/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/close.h"
#include "support/files.h"
#include "support/small.h"

#include <cohort/derive.h>
#include <cohort/spreads.h>
#include <cohort/table.h>

#include <stdio.h>
#include <stdlib.h>

#define HEADER "persons_from,persons_to,of,what,at,value\n"
#define RATE(persons, of, sd)                                                                      \
    persons of ",sd,," sd "\n" persons of ",autocorrelation,,0.9\n" persons of                     \
               ",age_correlation,,0.3\n" persons of ",neighbour_correlation,,0.2\n"
#define RATES(persons)                                                                             \
    RATE(persons, "fertility", "0.1")                                                              \
    RATE(persons, "mortality", "0") RATE(persons, "migration", "0.05")
#define TOWNS RATES("0,9999,")

static const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
static const cohort_band young_women = {COHORT_FEMALE, 20, 39};

static int read_text(const char *text, cohort_spreads **spreads, cohort_error *error)
{
    cohort_csv *csv;
    *spreads = NULL;
    const int code = cohort_csv_parse(text, strlen(text), "spreads.csv", &csv, error);
    return code ? code : cohort_spreads_from_csv(csv, spreads, error);
}

static cohort_spreads *read_good(const char *text)
{
    cohort_spreads *spreads;
    cohort_error error;
    assert_ok(read_text(text, &spreads, &error), error);
    return spreads;
}

static cohort_spreads *fixture(void)
{
    cohort_spreads *spreads;
    cohort_error error;
    assert_ok(cohort_spreads_read(COHORT_FIXTURES "/spreads.csv", &spreads, &error), error);
    return spreads;
}

static cohort_inputs *nemuro(void)
{
    cohort_inputs *inputs;
    cohort_error error;
    assert_ok(cohort_table_derive(COHORT_FIXTURES "/ipss2018.csv", "01223",
                                  COHORT_FIXTURES "/japan.csv", "00000", 2060, &inputs, &error),
              error);
    return inputs;
}

/* ---- files ---- */

static void malformed_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int code;
        const char *part;
    } files[] = {
        {"", COHORT_ERROR_FORMAT, "spreads.csv: the file is empty"},
        {"persons_from,persons_to,of,what,value\n", COHORT_ERROR_MISSING, "no column \"at\""},
        {HEADER, COHORT_ERROR_MISSING, "expected rows"},
        {HEADER "0,9999,fertility,sd,,0.1\n", COHORT_ERROR_MISSING,
         "areas of 0 to 9999 persons: autocorrelation of fertility is not given"},
        {HEADER "0,9999,fertilty,sd,,0.1\n", COHORT_ERROR_VALUE,
         "line 2, column of: \"fertilty\": expected fertility, mortality"},
        {HEADER "0,9999,fertility,variance,,0.1\n", COHORT_ERROR_VALUE,
         "line 2, column what: \"variance\": expected sd, autocorrelation"},
        {HEADER "0,9999,mortality,profile,5,1\n", COHORT_ERROR_VALUE, "column what: \"profile\""},
        {HEADER "0,9999,total,sd,5,1\n", COHORT_ERROR_VALUE, "column what: \"sd\""},
        {HEADER "0,9999,fertility,sd,,x\n", COHORT_ERROR_VALUE, "column value: \"x\": expected"},
        {HEADER "0,9999,fertility,sd,,11\n", COHORT_ERROR_VALUE,
         "\"11\": expected a number in its"},
        {HEADER "0,9999,fertility,sd,,-1\n", COHORT_ERROR_VALUE,
         "\"-1\": expected a number in its"},
        {HEADER "0,9999,fertility,autocorrelation,,1.1\n", COHORT_ERROR_VALUE, "\"1.1\""},
        {HEADER "0,9999,total,within_80,5,101\n", COHORT_ERROR_VALUE, "\"101\""},
        {HEADER "0,9999,total,within_80,0,80\n", COHORT_ERROR_VALUE, "a multiple of 5 years"},
        {HEADER "0,9999,total,within_80,7,80\n", COHORT_ERROR_VALUE, "a multiple of 5 years"},
        {HEADER "0,9999,total,within_80,105,80\n", COHORT_ERROR_VALUE, "a multiple of 5 years"},
        {HEADER "0,9999,migration,profile,200,1\n", COHORT_ERROR_VALUE, "column at: \"200\""},
        {HEADER "0,9999,migration,profile,,1\n", COHORT_ERROR_VALUE, "column at: the cell is"},
        {HEADER "0,9999,fertility,sd,,0.1\n0,9999,fertility,sd,,0.1\n", COHORT_ERROR_DUPLICATE,
         "line 3, column what: \"sd\": expected one row for each"},
        {HEADER "100,99,fertility,sd,,0.1\n", COHORT_ERROR_VALUE, "column persons_to: \"99\""},
        {HEADER "-1,99,fertility,sd,,0.1\n", COHORT_ERROR_VALUE, "column persons_from: \"-1\""},
        {HEADER TOWNS "10001,20000,fertility,sd,,0.1\n", COHORT_ERROR_VALUE,
         "line 14, column persons_from: \"10001\": expected up to 8 classes"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cohort_spreads *spreads = (void *)&spreads;
        cohort_error error;
        assert_fails(read_text(files[i].text, &spreads, &error), files[i].code, error,
                     files[i].part);
        assert_null(spreads);
    }
}

static void no_more_classes_than_there_may_be(void **state)
{
    (void)state;
    char text[8000] = HEADER;
    size_t used = strlen(text);
    cohort_spreads *spreads;
    cohort_error error;
    for (int k = 0; k < 9; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,%d,fertility,sd,,0.1\n",
                                 10 * k, 10 * k + 9);
    assert_fails(read_text(text, &spreads, &error), COHORT_ERROR_VALUE, error,
                 "line 10, column persons_from: \"80\": expected up to 8 classes");
}

static void assert_writes(const cohort_spreads *spreads, const char *expected)
{
    cohort_output *output;
    cohort_error error;
    assert_ok(cohort_output_memory(&output, &error), error);
    cohort_spreads_write(spreads, output);
    char *written = memory_read(output, NULL);
    assert_string_equal(written, expected);
    free(written);
}

static void what_is_read_is_written(void **state)
{
    (void)state;
    size_t size;
    char *text = file_read(COHORT_FIXTURES "/spreads.csv", &size);
    cohort_spreads *spreads = fixture();
    assert_writes(spreads, text);
    cohort_spreads_free(spreads);
    cohort_spreads_free(NULL);
    free(text);
}

/* ---- areas ---- */

static cohort_inputs *town_of(const cohort_grid *grid, cohort_convention convention, double persons)
{
    cohort_inputs *inputs = blank_inputs_of(grid, convention);
    *value_at(inputs, COHORT_BASE, 0, COHORT_MALE, 0) = persons;
    return inputs;
}

static void options_are_those_of_the_size(void **state)
{
    (void)state;
    cohort_spreads *spreads =
        read_good(HEADER TOWNS "0,9999,migration,profile,5,2\n0,9999,migration,profile,15,3\n"
                               "10000,20000,fertility,sd,,0.7\n"
                               "10000,20000,fertility,autocorrelation,,0.6\n"
                               "10000,20000,fertility,age_correlation,,0.5\n"
                               "10000,20000,fertility,neighbour_correlation,,0.4\n" RATE(
                                   "10000,20000,", "mortality", "0.2")
                                   RATE("10000,20000,", "migration", "0.3"));
    static const double profile[SMALL_AGES] = {1, 2, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    static const double persons[] = {0.0, 9999.5, 10000.0, 20000.9};
    for (int i = 0; i < 4; i++) {
        cohort_inputs *town = town_of(&small_grid, COHORT_IPSS, persons[i]);
        cohort_ensemble_options o = COHORT_ENSEMBLE_OPTIONS;
        cohort_error error;
        double from, to;
        o.trajectories = 7;
        assert_ok(cohort_spreads_apply(spreads, town, &o, &error), error);
        assert_ok(cohort_spreads_persons(spreads, town, &from, &to, &error), error);
        assert_true(from == (i < 2 ? 0.0 : 10000.0) && to == (i < 2 ? 9999.0 : 20000.0));
        assert_true(o.fertility.sd == (i < 2 ? 0.1 : 0.7));
        assert_true(o.fertility.autocorrelation == (i < 2 ? 0.9 : 0.6));
        assert_true(o.fertility.age_correlation == (i < 2 ? 0.3 : 0.5));
        assert_true(o.fertility.neighbour_correlation == (i < 2 ? 0.2 : 0.4));
        assert_true(o.mortality.sd == (i < 2 ? 0.0 : 0.2));
        assert_true(o.migration.sd == (i < 2 ? 0.05 : 0.3));
        for (int x = 0; x < SMALL_AGES; x++)
            assert_true(o.migration_profile[x] == (i < 2 ? profile[x] : 1.0));
        assert_int_equal(o.trajectories, 7);
        assert_int_equal(o.certain_rates, 0);
        cohort_inputs_free(town);
    }
    cohort_spreads_free(spreads);
}

static void other_areas_are_refused(void **state)
{
    (void)state;
    static const cohort_grid years = {.width = 1, .ages = 60, .start = 2015, .steps = 3};
    static const cohort_grid ages = {.width = 5, .ages = 41, .start = 2015, .steps = 3};
    const struct {
        const cohort_grid *grid;
        cohort_convention convention;
        double persons;
        const char *part;
    } areas[] = {
        {&small_grid, COHORT_WPP_EVEN, 5000, "not for wpp-even, steps of 5"},
        {&years, COHORT_IPSS, 5000, "not for ipss, steps of 1"},
        {&ages, COHORT_IPSS, 5000, "and 41 age groups"},
        {&small_grid, COHORT_IPSS, 10000, "not been estimated for areas of 10000 persons"},
    };
    cohort_spreads *spreads = read_good(HEADER TOWNS);
    const cohort_figure total = {.measure = {.band = everybody, .year = 2020}};
    for (int i = 0; i < 4; i++) {
        cohort_inputs *town = town_of(areas[i].grid, areas[i].convention, areas[i].persons);
        cohort_ensemble_options o = COHORT_ENSEMBLE_OPTIONS;
        cohort_error error;
        double from = -1.0, to = -1.0;
        assert_fails(cohort_spreads_apply(spreads, town, &o, &error), COHORT_ERROR_ARGUMENT, error,
                     areas[i].part);
        assert_true(o.fertility.sd == 0.0 && !o.migration_profile);
        assert_fails(cohort_spreads_persons(spreads, town, &from, &to, &error),
                     COHORT_ERROR_ARGUMENT, error, areas[i].part);
        assert_fails(cohort_spreads_coverage(spreads, town, &total, 0.8, &from, &error),
                     COHORT_ERROR_ARGUMENT, error, areas[i].part);
        assert_true(from == -1.0 && to == -1.0);
        cohort_inputs_free(town);
    }
    cohort_spreads_free(spreads);
}

static void coverage_is_that_of_the_figure(void **state)
{
    (void)state;
    cohort_spreads *spreads =
        read_good(HEADER TOWNS "0,9999,total,within_80,5,81\n0,9999,total,within_95,5,93\n"
                               "0,9999,total,within_80,10,79\n0,9999,women_20_39,within_80,5,77\n");
    cohort_inputs *town = town_of(&small_grid, COHORT_IPSS, 5000);
    const cohort_figure half = {.measure = {.band = everybody, .year = 2020},
                                .times = 0.5,
                                .minus = {.band = everybody, .year = 2015}};
    const cohort_figure share = {
        .measure = {.band = young_women, .year = 2020, .is_percent = 1, .per = everybody}};
    const struct {
        cohort_figure figure;
        double level, percent; /* 0: not measured */
    } asked[] = {
        {{.measure = {.band = everybody, .year = 2020}}, 0.8, 81},
        {{.measure = {.band = everybody, .year = 2020}}, 0.975 - 0.025, 93},
        {{.measure = {.band = everybody, .year = 2025}}, 0.8, 79},
        {{.measure = {.band = young_women, .year = 2020}}, 0.8, 77},
        {{.measure = {.band = everybody, .year = 2025}}, 0.95, 0},
        {{.measure = {.band = young_women, .year = 2025}}, 0.8, 0},
        {{.measure = {.band = {COHORT_BOTH, 20, 39}, .year = 2020}}, 0.8, 0},
        {{.measure = {.band = everybody, .year = 2020}}, 0.9, 0},
        {{.measure = {.band = everybody, .year = 2015}}, 0.8, 0},
        {{.measure = {.band = everybody, .year = 2022.5}}, 0.8, 0},
        {{.measure = {.band = everybody, .year = 2010}}, 0.8, 0},
        {{.measure = {.band = everybody, .year = 2415}}, 0.8, 0},
        {half, 0.8, 0},
        {share, 0.8, 0},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        cohort_error error;
        double percent = 0.0;
        const int code = cohort_spreads_coverage(spreads, town, &asked[i].figure, asked[i].level,
                                                 &percent, &error);
        assert_true(percent == asked[i].percent);
        if (percent > 0.0)
            assert_ok(code, error);
        else
            assert_fails(code, COHORT_ERROR_MISSING, error, "has not been measured");
    }
    cohort_inputs_free(town);
    cohort_spreads_free(spreads);
}

/* ---- what an integrator gets ---- */

/* How wide 80 % of Nemuro's population in 2060 is. */
static double width_of(const cohort_inputs *town, cohort_ensemble_options options)
{
    const cohort_figure total = {.measure = {.band = everybody, .year = 2060}};
    cohort_ensemble *ensemble;
    cohort_error error;
    double low, high;
    options.figure_count = 1;
    options.figures = &total;
    options.trajectories = 500;
    assert_ok(cohort_ensemble_new(town, &options, &ensemble, &error), error);
    assert_ok(cohort_ensemble_run(ensemble, 0, 500, 1, &error), error);
    assert_ok(cohort_ensemble_quantile(ensemble, 0, 0.1, &low, &error), error);
    assert_ok(cohort_ensemble_quantile(ensemble, 0, 0.9, &high, &error), error);
    cohort_ensemble_free(ensemble);
    return high - low;
}

static void narrow_intervals_have_to_be_asked_for(void **state)
{
    (void)state;
    cohort_inputs *town = nemuro();
    cohort_spreads *spreads = fixture();
    cohort_ensemble_options options = COHORT_ENSEMBLE_OPTIONS;
    cohort_ensemble *ensemble = (void *)town;
    cohort_error error;
    assert_fails(cohort_ensemble_new(town, &options, &ensemble, &error), COHORT_ERROR_ARGUMENT,
                 error, "no rate is uncertain");
    assert_null(ensemble);
    options.certain_rates = 1;
    const double narrow = width_of(town, options);
    options.certain_rates = 0;
    assert_ok(cohort_spreads_apply(spreads, town, &options, &error), error);
    const double wide = width_of(town, options);
    /* 241 and 5,500 persons with 10,000 trajectories; quantiles of 500 are within a tenth of that */
    assert_close(narrow, 241.0, 0.15, 0.0);
    assert_close(wide, 5500.0, 0.15, 0.0);
    cohort_spreads_free(spreads);
    cohort_inputs_free(town);
}

static void areas_have_seeds_of_their_own(void **state)
{
    (void)state;
    /* FNV-1a of nothing but the eight bytes of 0, and of a text behind them: by its definition */
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = 0; i < 8; i++)
        hash = (hash ^ (i == 1 ? 1u : 0u)) * UINT64_C(1099511628211);
    assert_true(cohort_ensemble_seed(256, "") == hash);
    assert_true(cohort_ensemble_seed(256, "a") == (hash ^ 'a') * UINT64_C(1099511628211));
    assert_true(cohort_ensemble_seed(1, "01223") != cohort_ensemble_seed(1, "01224"));
}

/* ---- of a back-test ---- */

enum { CLASSES = 4 };

static cohort_backtest_model model_of(double most_persons)
{
    cohort_backtest_model model = {.size = {2, {1000, 5000}}};
    model.most_persons = most_persons;
    model.width = 5;
    model.profile_ages = 3;
    model.profile[0] = 9.0; /* of births: not of migration */
    model.profile[1] = 0.5;
    model.profile[2] = 2.0;
    for (int k = 0; k < 3; k++) {
        model.spread[k][0].fertility = (cohort_uncertainty){0.1 * (k + 1), 0.9, 1.0, 0.0};
        model.spread[k][0].migration = (cohort_uncertainty){0.2, 0.8, 0.3, 0.25};
    }
    return model;
}

static void a_backtest_gives_spreads(void **state)
{
    (void)state;
    static const char *const expected = HEADER "0,999,fertility,sd,,0.1\n"
                                               "0,999,fertility,autocorrelation,,0.9\n"
                                               "0,999,fertility,age_correlation,,1\n"
                                               "0,999,fertility,neighbour_correlation,,0\n"
                                               "0,999,mortality,sd,,0\n"
                                               "0,999,mortality,autocorrelation,,0\n"
                                               "0,999,mortality,age_correlation,,0\n"
                                               "0,999,mortality,neighbour_correlation,,0\n"
                                               "0,999,migration,sd,,0.2\n"
                                               "0,999,migration,autocorrelation,,0.8\n"
                                               "0,999,migration,age_correlation,,0.3\n"
                                               "0,999,migration,neighbour_correlation,,0.25\n"
                                               "0,999,migration,profile,5,0.5\n"
                                               "0,999,migration,profile,10,2\n"
                                               "0,999,total,within_80,5,80\n"
                                               "0,999,total,within_95,5,90\n"
                                               "0,999,total,within_80,10,84\n"
                                               "0,999,total,within_95,10,94\n";
    const cohort_band bands[] = {young_women, everybody};
    const cohort_backtest_model model = model_of(998.5), larger = model_of(4000.2);
    cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
    cohort_backtest_row rows[2 * 2 * CLASSES];
    cohort_spreads *spreads;
    cohort_error error;
    options.classes = model.size;
    options.bands = 2;
    options.band = bands;
    for (int i = 0; i < 2 * 2 * CLASSES;
         i++) /* women: nothing measured; total: 80 + i of its rows */
        rows[i] = (cohort_backtest_row){.within_80 = i < 2 * CLASSES ? (double)NAN : 72.0 + i,
                                        .within_95 = i < 2 * CLASSES ? (double)NAN : 82.0 + i};

    assert_ok(cohort_spreads_from_backtest(&model, &options, 2, rows, &spreads, &error), error);
    assert_writes(spreads, expected);
    cohort_spreads_free(spreads);
    assert_ok(cohort_spreads_from_backtest(&larger, &options, 2, rows, &spreads, &error), error);
    cohort_inputs *town = town_of(&small_grid, COHORT_IPSS, 4001.0);
    cohort_ensemble_options o = COHORT_ENSEMBLE_OPTIONS;
    double from, to, percent;
    assert_ok(cohort_spreads_apply(spreads, town, &o, &error), error);
    assert_ok(cohort_spreads_persons(spreads, town, &from, &to, &error), error);
    assert_true(o.fertility.sd == 0.2 && from == 1000.0 && to == 4001.0);
    const cohort_figure total = {.measure = {.band = everybody, .year = 2025}};
    assert_ok(cohort_spreads_coverage(spreads, town, &total, 0.8, &percent, &error), error);
    assert_true(percent == 85.0);
    cohort_inputs_free(town);
    cohort_spreads_free(spreads);
}

static void other_backtests_are_refused(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "1 limits of growth", "in steps of 1 years", "limits of size, 8", "0 horizons",
        "21 horizons",        "those of the model",  "those of the model"};
    for (int i = 0; i < 7; i++) {
        cohort_backtest_model model = model_of(100.0);
        cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
        cohort_spreads *spreads = (void *)&model;
        cohort_error error;
        options.classes = model.size;
        model.relative_growth.count = i == 0;
        model.width = i == 1 ? 1 : 5;
        model.size.count = i == 2 ? 8 : 2;
        options.classes.count = i == 5 ? 1 : 2;
        options.classes.limit[1] += i == 6;
        assert_fails(cohort_spreads_from_backtest(&model, &options,
                                                  i == 3   ? 0
                                                  : i == 4 ? 21
                                                           : 1,
                                                  NULL, &spreads, &error),
                     COHORT_ERROR_ARGUMENT, error, parts[i]);
        assert_null(spreads);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_files_are_refused),
        cmocka_unit_test(no_more_classes_than_there_may_be),
        cmocka_unit_test(what_is_read_is_written),
        cmocka_unit_test(options_are_those_of_the_size),
        cmocka_unit_test(other_areas_are_refused),
        cmocka_unit_test(coverage_is_that_of_the_figure),
        cmocka_unit_test(narrow_intervals_have_to_be_asked_for),
        cmocka_unit_test(areas_have_seeds_of_their_own),
        cmocka_unit_test(a_backtest_gives_spreads),
        cmocka_unit_test(other_backtests_are_refused),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
