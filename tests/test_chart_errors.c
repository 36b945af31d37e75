/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts refuse: nothing is written then. */
#include "support/charts.h"
#include "support/close.h"
#include "support/words.h"

#include <stdio.h>
#include <stdlib.h>

static cohort_error error;

/* --- Errors: nothing is written --------------------------------------------------------------- */

static cohort_output *untouched;

static void refuse_pyramid(const cohort_chart *chart, int count,
                           const cohort_chart_population *populations, int code, const char *part)
{
    assert_fails(cohort_chart_pyramid(untouched, chart, count, populations, &error), code, error,
                 part);
}

static void refuse_lines(const cohort_chart *chart, int count, const cohort_chart_panel *panels,
                         int code, const char *part)
{
    assert_fails(cohort_chart_lines(untouched, chart, count, panels, &error), code, error, part);
}

static void refuse_bars(const cohort_chart *chart, const cohort_bars *bars, int code,
                        const char *part)
{
    assert_fails(cohort_chart_bars(untouched, chart, bars, &error), code, error, part);
}

static void refuses_frames(void **state)
{
    static const double values[] = {1, 2, 3};
    const cohort_bars bars = bars_of(3, 1, values);
    static const double wrong[] = {239, 4001, -1, 1e300, (double)NAN, (double)INFINITY, 0};
    untouched = picture_begin();
    for (int i = 0; i < 7; i++) {
        cohort_chart chart = COHORT_CHART;
        chart.width = wrong[i];
        refuse_bars(&chart, &bars, ARGUMENT, "pixels: expected 240 to 4000");
        chart.width = 720;
        chart.height = wrong[i];
        if (i < 6)
            refuse_bars(&chart, &bars, ARGUMENT, "pixels: expected 240 to 4000");
    }
    cohort_chart chart = COHORT_CHART;
    chart.size = 8;
    refuse_bars(&chart, &bars, ARGUMENT, "begin with cohort_chart_init");
    chart.size = sizeof chart;
    chart.embedded = 2;
    refuse_bars(&chart, &bars, ARGUMENT, "embedded 2");
    chart.embedded = 0;
    chart.language = (cohort_language)7;
    refuse_bars(&chart, &bars, ARGUMENT, "language 7");
    assert_blank(untouched);
}

static void refuses_pyramids(void **state)
{
    const cohort_chart chart = COHORT_CHART;
    const cohort_grid other = {20, 4, 2000, 0}, wider = {25, 3, 2000, 0};
    cohort_stock stock = small_stock(), more;
    assert_ok(cohort_stock_init(&more, &other, &error), error);
    cohort_stock_cells(&more)[0] = 1;
    cohort_chart_population two[] = {{&stock, 2000, NULL}, {&more, 2000, NULL}};
    untouched = picture_begin();
    refuse_pyramid(&chart, 0, two, ARGUMENT, "0 populations");
    refuse_pyramid(&chart, 3, two, ARGUMENT, "3 populations");
    refuse_pyramid(&chart, 2, two, GRID, "the same ages");
    more.grid = wider;
    refuse_pyramid(&chart, 2, two, GRID,
                   "3 groups of 20 years and 3 groups of 25 years: expected the same ages");
    more.grid = other;
    cohort_chart wide = chart;
    static const double spans[] = {-1, 2e15, (double)NAN};
    for (int i = 0; i < 3; i++) {
        wide.span = spans[i];
        refuse_pyramid(&wide, 1, two, ARGUMENT, ": expected 0 to 1e15");
    }
    two[0].year = 2021;
    refuse_pyramid(&chart, 1, two, GRID, "");
    two[0].year = 2000;
    static const double wrong[] = {-1, (double)NAN, (double)INFINITY, 2e15};
    for (int i = 0; i < 4; i++) {
        cohort_stock_cells(&stock)[4] = wrong[i];
        refuse_pyramid(&chart, 1, two, VALUE, "population 1 \"2000\": women 20-39");
    }
    two[0].label = "Plan";
    refuse_pyramid(&chart, 1, two, VALUE, "population 1 \"Plan\": women 20-39");
    memset(cohort_stock_cells(&stock), 0, 12 * sizeof *stock.cells);
    refuse_pyramid(&chart, 1, two, VALUE, "population 1 \"Plan\": there is nobody to draw");
    assert_null(strstr(error.text, "nor in"));
    two[1] = (cohort_chart_population){&stock, 2020, NULL};
    refuse_pyramid(&chart, 2, two, VALUE,
                   "population 1 \"Plan\": there is nobody to draw, nor in the other one");
    assert_blank(untouched);
    cohort_stock_free(&stock);
    cohort_stock_free(&more);
}

/* One series, changed; the error it is to give. */
static void refuse_series(cohort_chart_series series, int code, const char *part)
{
    const cohort_chart chart = COHORT_CHART;
    const cohort_chart_series both[] = {series_of("good", COHORT_MARK_LINE, falling), series};
    const cohort_chart_panel panel = panel_of(2, both);
    refuse_lines(&chart, 1, &panel, code,
                 series.label ? "panel 1 \"A panel\": series 2 \"x\": " : "series 2: ");
    refuse_lines(&chart, 1, &panel, code, part);
}

static void refuses_series(void **state)
{
    const double infinite[YEARS] = {1, 2, (double)INFINITY, 3, 4}, huge[YEARS] = {1, 2, 3, 4, 2e15};
    const double stays[YEARS] = {2000, 2005, 2005, 2010, 2015}, unknown[YEARS] = {(double)NAN};
    const double far[YEARS] = {0, 1, 2, 3, 1e8};
    const cohort_chart_series good = series_of("x", COHORT_MARK_LINE, falling);
    cohort_chart_series bad = good;
    untouched = picture_begin();
    bad.mark = (cohort_mark)9;
    refuse_series(bad, ARGUMENT, "mark 9");
    bad = good, bad.colour = 7;
    refuse_series(bad, ARGUMENT, "colour 7");
    bad = good, bad.colour = -1;
    refuse_series(bad, ARGUMENT, "colour -1");
    bad = good, bad.count = 0;
    refuse_series(bad, ARGUMENT, "0 values");
    bad = good, bad.years = NULL;
    refuse_series(bad, ARGUMENT, "with years");
    bad = good, bad.values = NULL;
    refuse_series(bad, ARGUMENT, "with years");
    bad = good, bad.end_value = 2;
    refuse_series(bad, ARGUMENT, "end_value 2");
    bad = good, bad.years = stays;
    refuse_series(bad, ARGUMENT, "years that rise");
    bad = good, bad.years = unknown;
    refuse_series(bad, ARGUMENT, "years that rise");
    bad = good, bad.years = far;
    refuse_series(bad, ARGUMENT, "years that rise");
    bad = good, bad.values = infinite;
    refuse_series(bad, VALUE, "2010: inf");
    bad = good, bad.values = huge;
    refuse_series(bad, VALUE, "2020: 2e+15");
    bad = good, bad.mark = COHORT_MARK_BAND, bad.upper = infinite;
    refuse_series(bad, VALUE, "2010: inf");
    bad.label = NULL;
    refuse_series(bad, VALUE, "2010: inf");
    bad.upper = NULL;
    refuse_series(bad, ARGUMENT, "upper");
    assert_blank(untouched);
}

static void refuses_panels(void **state)
{
    const cohort_chart chart = COHORT_CHART;
    const double nothing[YEARS] = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    const cohort_chart_series empty = series_of("x", COHORT_MARK_LINE, nothing);
    const cohort_chart_series good = series_of("x", COHORT_MARK_LINE, falling);
    cohort_chart_panel panels[2] = {panel_of(1, &good), panel_of(1, &empty)};
    untouched = picture_begin();
    refuse_lines(&chart, 0, panels, ARGUMENT, "panel_count 0");
    refuse_lines(&chart, 61, panels, ARGUMENT, "panel_count 61");
    refuse_lines(&chart, 2, panels, VALUE, "panel 2 \"A panel\": no value at all");
    panels[1] = panel_of(0, &good);
    refuse_lines(&chart, 2, panels, VALUE, "panel 2 \"A panel\": no value at all");
    panels[1] = panel_of(1, &good);
    panels[1].decimals = 10;
    refuse_lines(&chart, 2, panels, ARGUMENT, "panel 2 \"A panel\": decimals 10");
    panels[1].decimals = 0;
    panels[1].from_zero = 2;
    refuse_lines(&chart, 2, panels, ARGUMENT, "panel 2 \"A panel\": from_zero 2");
    assert_blank(untouched);
}

static void refuses_bars(void **state)
{
    const cohort_chart chart = COHORT_CHART;
    double values[6] = {1, 2, 3, 4, 5, 6};
    const cohort_bars good = bars_of(3, 2, values);
    cohort_bars bad;
    static const int wrong[][3] = {{0, 1, 0}, {61, 1, 0}, {1, 0, 0},
                                   {1, 7, 0}, {1, 1, 10}, {1, 1, -1}};
    static const char *const nameless[] = {"a", NULL, "c"};
    untouched = picture_begin();
    for (int i = 0; i < 6; i++) {
        bad = good;
        bad.bar_count = wrong[i][0];
        bad.part_count = wrong[i][1];
        bad.decimals = wrong[i][2];
        refuse_bars(&chart, &bad, ARGUMENT, "expected");
    }
    bad = good, bad.bars = nameless;
    refuse_bars(&chart, &bad, ARGUMENT, "bar 2 has no name");
    bad = good, bad.parts = nameless;
    refuse_bars(&chart, &bad, ARGUMENT, "part 2 has no name");
    bad.parts = NULL;
    refuse_bars(&chart, &bad, ARGUMENT, "part 1 has no name");
    values[3] = (double)NAN;
    refuse_bars(&chart, &good, VALUE, "bar 2, part 2: nan");
    values[3] = -2e15;
    refuse_bars(&chart, &good, VALUE, "bar 2, part 2: -2e+15");
    assert_blank(untouched);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_frames), cmocka_unit_test(refuses_pyramids),
        cmocka_unit_test(refuses_series), cmocka_unit_test(refuses_panels),
        cmocka_unit_test(refuses_bars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
