/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series and panels: what they have, and whether they can be drawn. */
#include "chart/chart_series.h"

#include "core/error.h"

#include <math.h>

enum { MOST_PANELS = 60 };

bool cohort_series_has(const cohort_chart_series *series, int at)
{
    return !isnan(series->values[at]) &&
           (series->mark != COHORT_MARK_BAND || !isnan(series->upper[at]));
}

int cohort_series_first(const cohort_chart_series *series)
{
    for (int i = 0; i < series->count; i++)
        if (cohort_series_has(series, i))
            return i;
    return -1;
}

int cohort_series_last(const cohort_chart_series *series)
{
    for (int i = series->count - 1; i >= 0; i--)
        if (cohort_series_has(series, i))
            return i;
    return -1;
}

static bool is_value(double value)
{
    return isnan(value) || fabs(value) <= CHART_MOST;
}

static int check_values(const cohort_chart_series *s, cohort_error *error)
{
    for (int i = 0; i < s->count; i++) {
        const double upper = s->mark == COHORT_MARK_BAND ? s->upper[i] : 0.0;
        if (!(fabs(s->years[i]) <= CHART_MOST_YEAR) || (i > 0 && s->years[i] <= s->years[i - 1]))
            return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "year %g: expected years that rise, within %g of 0", s->years[i],
                               CHART_MOST_YEAR);
        if (!is_value(s->values[i]) || !is_value(upper))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "%g: %g: expected a value within %g of 0, or NAN", s->years[i],
                               is_value(upper) ? s->values[i] : upper, CHART_MOST);
    }
    return COHORT_OK;
}

static int check_series(const cohort_chart_series *s, cohort_error *error)
{
    const chart_number numbers[] = {{"mark", (int)s->mark, 0, COHORT_MARK_THIN},
                                    {"colour", s->colour, 0, CHART_COLOURS - 1},
                                    {"end_value", s->end_value, 0, 1}};
    int code = cohort_chart_check(3, numbers, error);
    if (code)
        return code;
    if (s->count < 1 || !s->years || !s->values || (s->mark == COHORT_MARK_BAND && !s->upper))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d values: expected 1 or more, with years, and a band's upper ones",
                           s->count);
    return check_values(s, error);
}

static int check_panel(const cohort_chart_panel *panel, cohort_error *error)
{
    const chart_number numbers[] = {{"decimals", panel->decimals, 0, CHART_DECIMALS_MAX},
                                    {"from_zero", panel->from_zero, 0, 1}};
    bool any = false;
    int code = cohort_chart_check(2, numbers, error);
    if (code)
        return code;
    for (int i = 0; i < panel->series_count; i++) {
        code = check_series(&panel->series[i], error);
        if (code)
            return cohort_chart_fail_in(error, code, "series", i + 1, panel->series[i].label);
        any = any || cohort_series_last(&panel->series[i]) >= 0;
    }
    return any ? COHORT_OK : cohort_fail(error, COHORT_ERROR_VALUE, "no value at all");
}

int cohort_lines_check(int count, const cohort_chart_panel *panels, cohort_error *error)
{
    const chart_number panel_count = {"panel_count", count, 1, MOST_PANELS};
    int code = cohort_chart_check(1, &panel_count, error);
    for (int i = 0; i < count && !code; i++) {
        code = check_panel(&panels[i], error);
        if (code)
            cohort_chart_fail_in(error, code, "panel", i + 1, panels[i].title);
    }
    return code;
}
