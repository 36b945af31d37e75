/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/charts.h"

#include "support/close.h"
#include "support/files.h"
#include "support/svg.h"

#include <stdlib.h>

static cohort_error error;

cohort_output *picture_begin(void)
{
    cohort_output *output;
    assert_ok(cohort_output_memory(&output, &error), error);
    return output;
}

void assert_blank(cohort_output *output)
{
    size_t size;
    free(memory_read(output, &size));
    assert_int_equal(size, 0);
}

/* A picture that is as it has to be, whatever it shows. */
static char *checked(cohort_output *output)
{
    char *picture = memory_read(output, NULL);
    const char *problem = svg_problem(picture);
    if (!problem)
        problem = svg_outside(picture);
    if (problem)
        fail_msg("%s", problem);
    assert_null(strstr(picture, " id="));
    assert_null(strstr(picture, "-0'"));
    assert_null(strstr(picture, "-0,"));
    assert_null(strstr(picture, "nan"));
    assert_null(strstr(picture, "inf"));
    return picture;
}

cohort_chart titled(const char *text)
{
    cohort_chart chart = COHORT_CHART;
    chart.title = chart.subtitle = chart.source = text;
    return chart;
}

static const cohort_grid three_ages = {20, 3, 2000, 1};

cohort_stock small_stock(void)
{
    static const double persons[] = {31, 17, 5, 29, 19, 11};
    cohort_stock stock;
    assert_ok(cohort_stock_init(&stock, &three_ages, &error), error);
    for (int i = 0; i < 6; i++) {
        cohort_stock_cells(&stock)[i] = persons[i];
        cohort_stock_cells(&stock)[6 + i] = 2 * persons[i];
    }
    return stock;
}

char *draw_pyramid(const cohort_chart *chart, int count, const cohort_chart_population *populations)
{
    cohort_output *output = picture_begin();
    assert_ok(cohort_chart_pyramid(output, chart, count, populations, &error), error);
    return checked(output);
}

char *draw_lines(const cohort_chart *chart, int count, const cohort_chart_panel *panels)
{
    cohort_output *output = picture_begin();
    assert_ok(cohort_chart_lines(output, chart, count, panels, &error), error);
    return checked(output);
}

char *draw_bars(const cohort_chart *chart, const cohort_bars *bars)
{
    cohort_output *output = picture_begin();
    assert_ok(cohort_chart_bars(output, chart, bars, &error), error);
    return checked(output);
}

const double years[YEARS] = {2000, 2005, 2010, 2015, 2020};
const double falling[YEARS] = {100, 75, 50, 25, 10};
const double rising[YEARS] = {20, 40, 60, 80, 95};

cohort_chart_series series_of(const char *label, cohort_mark mark, const double *values)
{
    return (cohort_chart_series){.label = label,
                                 .mark = mark,
                                 .colour = 1,
                                 .count = YEARS,
                                 .years = years,
                                 .values = values,
                                 .upper = rising};
}

cohort_chart_panel panel_of(int count, const cohort_chart_series *series)
{
    return (cohort_chart_panel){
        .title = "A panel", .unit = "persons", .series_count = count, .series = series};
}

static const char *const three_names[] = {"one", "two", "three"};
static const char *const two_parts[] = {"first", "second"};

cohort_bars bars_of(int bars, int parts, const double *values)
{
    return (cohort_bars){.unit = "persons",
                         .bar_count = bars,
                         .part_count = parts,
                         .bars = three_names,
                         .parts = two_parts,
                         .values = values};
}
