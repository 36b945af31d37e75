/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of whatever there may be: every one is well-formed, within its frame, and shows what it has
 * room for. */
#include "support/charts.h"
#include "support/close.h"
#include "support/random.h"
#include "support/svg.h"

#include <stdlib.h>

static uint64_t random_state = 17;

enum { PANELS = 3, SERIES = 11 };

static int below(int count)
{
    return (int)(next_random(&random_state) * count);
}

struct any {
    double values[PANELS][SERIES][YEARS], at[YEARS];
    cohort_chart_series series[PANELS][SERIES];
    cohort_chart_panel panels[PANELS];
};

/* Some without a name, some with the name of another one; with gaps, or no value at all. */
static cohort_chart_series any_series(double values[YEARS], const double *at)
{
    static const char *const names[] = {NULL, "Plan", "Plan", "Counted",
                                        "A rather long name of a line"};
    cohort_chart_series s = series_of(names[below(5)], (cohort_mark)below(6), values);
    const int gaps = below(4);
    for (int i = 0; i < YEARS; i++)
        values[i] = below(4) < gaps ? (double)NAN : below(100);
    s.years = at;
    s.colour = below(7);
    s.end_value = below(2);
    s.count = 1 + below(YEARS);
    return s;
}

static void fill(struct any *any, int panels)
{
    any->at[0] = 2000 + 0.25 * below(4);
    for (int i = 1; i < YEARS; i++)
        any->at[i] = any->at[i - 1] + 0.25 * (1 + below(20));
    for (int p = 0; p < panels; p++) {
        any->panels[p] = panel_of(1 + below(below(2) ? 3 : SERIES), any->series[p]);
        any->panels[p].title = below(2) ? "A panel" : NULL;
        any->panels[p].from_zero = below(2);
        for (int s = 0; s < SERIES; s++)
            any->series[p][s] = any_series(any->values[p][s], any->at);
        any->series[p][0].mark =
            COHORT_MARK_TARGETS; /* one value at least, drawn with its number */
        any->values[p][0][0] = 37.0;
    }
}

/* Every first target has its number beside it, unless a line ends in it. */
static void any_lines_are_drawn(void **state)
{
    static const double sizes[][2] = {{720, 440}, {240, 0}, {420, 0}, {960, 540}};
    struct any any;
    int numbers = 0;
    for (int round = 0; round < 400; round++) {
        const int panels = below(2) ? 1 : PANELS;
        cohort_chart chart = titled(below(2) ? "Any lines" : NULL);
        chart.width = sizes[round % 4][0];
        chart.height = sizes[round % 4][1];
        fill(&any, panels);
        char *picture = draw_lines(&chart, panels, any.panels);
        numbers += svg_text(picture, "37") != NULL;
        free(picture);
    }
    assert_in_range(numbers, 350, 400);
}

/* More values than are written: 64 of them, and those of the axes. */
static void crowded_targets_are_left_out(void **state)
{
    enum { MANY = 120 };
    double at[MANY], values[MANY];
    for (int i = 0; i < MANY; i++) {
        at[i] = 2000 + i;
        values[i] = 10 + below(80);
    }
    cohort_chart_series series = series_of("Aim", COHORT_MARK_TARGETS, values);
    const cohort_chart_panel panel = panel_of(1, &series);
    cohort_chart chart = titled("Crowded");
    series.count = MANY;
    series.years = at;
    static const double widths[] = {300, 1000};
    for (int i = 0; i < 2; i++) {
        chart.width = widths[i];
        char *picture = draw_lines(&chart, 1, &panel);
        assert_in_range(svg_count(picture, "text"), 64, MANY - 1);
        free(picture);
    }
}

/* A value that a line of the same colour ends in, in the same year, is written once. */
static void a_value_is_written_once(void **state)
{
    const double aim[] = {10};
    const double last[] = {2020}, earlier[] = {2019};
    for (int kind = 0; kind < 4; kind++) {
        cohort_chart_series both[] = {series_of("Path", COHORT_MARK_LINE, falling),
                                      series_of("Aim", COHORT_MARK_TARGETS, aim)};
        const cohort_chart_panel panel = panel_of(2, both);
        const cohort_chart chart = titled("Once");
        both[0].end_value = kind != 1;
        both[1].count = 1;
        both[1].years = kind == 2 ? earlier : last;
        both[1].colour = kind == 3 ? 2 : 1;
        char *picture = draw_lines(&chart, 1, &panel);
        int count = 0;
        for (const char *at = picture; (at = strstr(at, ">10</text>")); at++)
            count++;
        assert_int_equal(count, kind < 2 ? 1 : 2);
        free(picture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_lines_are_drawn),
        cmocka_unit_test(crowded_targets_are_left_out),
        cmocka_unit_test(a_value_is_written_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
