/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/charts.h"
#include "support/close.h"
#include "support/small.h"
#include "support/svg.h"

#include "chart/chart_style.h"
#include "chart/svg.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static cohort_error error;

/* --- Where values land ------------------------------------------------------------------------ */

/* The n-th box with a text that shows when it is pointed at: those are data. */
static const char *data_box(const char *picture, int n)
{
    for (const char *at = picture; (at = svg_next(at, "rect")); at++)
        if (strncmp(strchr(at, '>'), "><title>", 8) == 0 && n-- == 0)
            return at;
    fail_msg("no such box");
    return NULL;
}

/* Two decimals are printed: a width is off by two halves of the last. */
static const double width_off = 0.011;

static void pyramid_bars_are_as_long_as_persons_are_many(void **state)
{
    cohort_stock stock = small_stock();
    const cohort_chart chart = titled("Ages");
    const cohort_chart_population population = {&stock, 2000, NULL};
    char *picture = draw_pyramid(&chart, 1, &population);
    const double unit = svg_attribute(data_box(picture, 0), "width") / stock.cells[0];
    for (int i = 0; i < 6; i++)
        assert_close(svg_attribute(data_box(picture, i), "width"), unit * stock.cells[i], 0.0,
                     3 * width_off);
    /* Men end where women begin but for the ages between them; the oldest stand above. */
    const char *men = data_box(picture, 0), *women = data_box(picture, 3);
    const double middle = svg_attribute(men, "x") + svg_attribute(men, "width");
    assert_true(middle < svg_attribute(women, "x"));
    assert_close(middle + svg_attribute(women, "x"), chart.width, 0.0, width_off);
    assert_true(svg_attribute(data_box(picture, 2), "y") < svg_attribute(men, "y"));
    assert_close(svg_attribute(men, "y"), svg_attribute(women, "y"), 0.0, 0.0);
    assert_non_null(svg_text(picture, "53")); /* all men */
    assert_non_null(svg_text(picture, "59"));
    assert_non_null(svg_text(picture, "20–39"));
    assert_non_null(svg_text(picture, "40+"));
    free(picture);
    cohort_stock_free(&stock);
}

static void second_population_is_an_outline(void **state)
{
    cohort_stock stock = small_stock();
    const cohort_chart chart = titled("Ages");
    const cohort_chart_population populations[] = {{&stock, 2000, "now"}, {&stock, 2010, NULL}};
    char *picture = draw_pyramid(&chart, 2, populations);
    double points[20][2];
    const char *outline = svg_next(picture, "path");
    assert_int_equal(svg_points(outline, 20, points), 8);
    /* Halfway between the dates there are 1.5 times as many; from the middle to the left. */
    const double unit = svg_attribute(data_box(picture, 0), "width") / stock.cells[0];
    for (int age = 0; age < 3; age++)
        assert_close(points[0][0] - points[1 + 2 * age][0], 1.5 * unit * stock.cells[age], 0.0,
                     3 * width_off);
    assert_int_equal(svg_count(picture, "path"), 4); /* each twice: light beneath */
    assert_non_null(svg_text(picture, "now"));
    assert_non_null(svg_text(picture, "2010"));
    free(picture);
    cohort_stock_free(&stock);
}

static void lines_follow_their_values(void **state)
{
    const cohort_chart_series series = series_of("Line", COHORT_MARK_LINE, falling);
    cohort_chart_panel panel = panel_of(1, &series);
    panel.from_zero = 1;
    const cohort_chart chart = titled("Lines");
    char *picture = draw_lines(&chart, 1, &panel);
    double points[YEARS][2];
    assert_int_equal(svg_points(svg_next(picture, "path"), YEARS, points), YEARS);
    const double across = points[1][0] - points[0][0], down = points[1][1] - points[0][1];
    assert_true(across > 20 && down > 20);
    for (int i = 1; i < YEARS; i++) {
        assert_close(points[i][0] - points[i - 1][0], across, 0.0, 2 * width_off);
        assert_close(points[i][1] - points[i - 1][1], down * (falling[i - 1] - falling[i]) / 25.0,
                     0.0, 2 * width_off);
    }
    /* The value 50 stands beside its tick, and 2010 over its own. */
    const char *tick = svg_text(picture, "40"), *next = svg_text(picture, "60");
    assert_non_null(tick);
    assert_non_null(next);
    const double shift = 0.36 * svg_attribute(tick, "font-size"); /* of a baseline */
    assert_close((svg_attribute(tick, "y") + svg_attribute(next, "y")) / 2 - shift, points[2][1],
                 0.0, 0.02);
    assert_close(svg_attribute(svg_text(picture, "2010"), "x"), points[2][0], 0.0, width_off);
    free(picture);
}

/* 2003 and 2049 are labelled, what is near them is not: nowhere do labels touch. */
static void first_and_last_year_are_labelled(void **state)
{
    static const double at[YEARS] = {2003, 2011, 2020, 2029, 2049};
    cohort_chart_series series = series_of("Line", COHORT_MARK_LINE, falling);
    const cohort_chart_panel panel = panel_of(1, &series);
    cohort_chart chart = titled("Years");
    series.years = at;
    for (chart.width = 240; chart.width <= 960; chart.width += 60) {
        char *picture = draw_lines(&chart, 1, &panel), year[16];
        double before = -100;
        int labels = 0;
        assert_non_null(svg_text(picture, "2003"));
        assert_non_null(svg_text(picture, "2049"));
        for (int i = 2003; i <= 2049; i++) {
            snprintf(year, sizeof year, "%d", i);
            const char *label = svg_text(picture, year);
            if (!label)
                continue;
            assert_true(svg_attribute(label, "x") - before > 30);
            before = svg_attribute(label, "x");
            labels++;
        }
        assert_in_range(labels, chart.width < 400 ? 2 : 4, 10);
        free(picture);
    }
}

/* Ages' bars end within the scale, whatever the largest is. */
static void pyramids_scale_holds_every_bar(void **state)
{
    cohort_stock stock = small_stock();
    const cohort_chart_population population = {&stock, 2000, NULL};
    const cohort_chart chart = titled("Ages");
    static const double most[] = {31, 99, 101, 746, 1223, 30e6};
    for (int i = 0; i < 6; i++) {
        cohort_stock_cells(&stock)[0] = most[i];
        char *picture = draw_pyramid(&chart, 1, &population);
        const char *men = data_box(picture, 0);
        double outermost = chart.width;
        for (const char *at = picture; (at = svg_next(at, "line")); at++)
            outermost = fmin(outermost, svg_attribute(at, "x1"));
        assert_true(outermost <= svg_attribute(men, "x"));
        assert_true(svg_attribute(men, "width") >
                    0.6 * (svg_attribute(men, "x") + svg_attribute(men, "width") - outermost));
        free(picture);
    }
    cohort_stock_free(&stock);
}

/* With one span, a person is as long in each of two pictures; a span too small changes nothing. */
static void pyramids_share_a_scale(void **state)
{
    cohort_stock stock = small_stock();
    double unit[2];
    for (int i = 0; i < 2; i++) {
        const cohort_chart_population population = {&stock, i ? 2020 : 2000, NULL};
        cohort_chart chart = titled("Ages");
        chart.span = 900;
        char *picture = draw_pyramid(&chart, 1, &population);
        const size_t first = cohort_cell(&stock.grid, i, 0, 0);
        unit[i] = svg_attribute(data_box(picture, 0), "width") / stock.cells[first];
        assert_non_null(strstr(picture, ">1,000<"));
        free(picture);
    }
    assert_close(unit[0], unit[1], 0.0, width_off);
    const cohort_chart_population population = {&stock, 2000, NULL};
    cohort_chart chart = titled("Ages");
    char *without = draw_pyramid(&chart, 1, &population);
    chart.span = 1;
    char *with = draw_pyramid(&chart, 1, &population);
    assert_string_equal(without, with);
    free(without);
    free(with);
    cohort_stock_free(&stock);
}

static void lines_break_where_nothing_is_known(void **state)
{
    const double values[YEARS] = {10, 20, (double)NAN, (double)NAN, 30};
    const cohort_chart_series series = series_of("Line", COHORT_MARK_LINE, values);
    const cohort_chart_panel panel = panel_of(1, &series);
    const cohort_chart chart = titled("Lines");
    char *picture = draw_lines(&chart, 1, &panel);
    const char *path = svg_next(picture, "path"), *second = strchr(strchr(path, 'M') + 1, 'M');
    assert_non_null(second);
    assert_non_null(strstr(second, "h0'")); /* a value alone is a dot */
    assert_int_equal(strcspn(second, "L") > strcspn(second, "'"), 1);
    free(picture);
}

static void bands_go_there_and_back(void **state)
{
    const double lower[YEARS] = {10, 20, (double)NAN, 40, 45};
    const cohort_chart_series series = series_of("Band", COHORT_MARK_BAND, lower);
    const cohort_chart_panel panel = panel_of(1, &series);
    const cohort_chart chart = titled("Band");
    double points[10][2];
    char *picture = draw_lines(&chart, 1, &panel);
    assert_int_equal(svg_points(svg_next(picture, "path"), 10, points), 8);
    for (int i = 0; i < 2; i++) {
        assert_close(points[i][0], points[3 - i][0], 0.0, 0.0);
        assert_true(points[i][1] < points[3 - i][1]);
    }
    free(picture);
}

static void marks_are_drawn_and_targets_bear_values(void **state)
{
    cohort_chart_series series[] = {series_of("Path", COHORT_MARK_LINE, falling),
                                    series_of("Counted", COHORT_MARK_POINTS, rising),
                                    series_of("Aims", COHORT_MARK_TARGETS, falling)};
    series[0].end_value = 1;
    series[1].colour = 0;
    const cohort_chart_panel panel = panel_of(3, series);
    const cohort_chart chart = titled("Marks");
    char *picture = draw_lines(&chart, 1, &panel);
    assert_int_equal(svg_count(picture, "circle"), YEARS + 1);   /* with the legend's */
    assert_int_equal(svg_count(picture, "path"), 1 + YEARS + 1); /* the line; diamonds */
    assert_non_null(svg_text(picture, "25"));
    assert_non_null(svg_text(picture, "75"));
    /* The last target's value stands at the line's end already, in bold, and once. */
    const char *last = svg_text(picture, "10");
    assert_non_null(last);
    assert_true(svg_has(last, "font-weight='bold'"));
    assert_null(svg_text(last + 1, "10"));
    /* The line bears its label, the others are in the legend: each once. */
    for (int i = 0; i < 3; i++) {
        const char *label = svg_text(picture, series[i].label);
        assert_non_null(label);
        assert_null(svg_text(label + 1, series[i].label));
    }
    assert_true(svg_attribute(svg_text(picture, "Path"), "x") > 600);
    free(picture);
}

/* Every dashed line has another pattern, also in the legend; the middle of a fan is thin and dark. */
static void lines_differ_without_their_colours(void **state)
{
    enum { LINES = CHART_COLOURS + 1 };
    static const char *const names[LINES] = {"a", "b", "c", "d", "e", "f", "g", "median"};
    chart_text strokes[LINES];
    cohort_chart_series series[LINES];
    for (int i = 0; i < LINES; i++) {
        const bool thin = i == CHART_COLOURS;
        series[i] = series_of(names[i], thin ? COHORT_MARK_THIN : COHORT_MARK_DASHES, rising);
        series[i].colour = thin ? 0 : i;
        strokes[i] = cohort_chart_stroke(series[i].mark, series[i].colour);
        const char *pattern = strstr(strokes[i].text, "stroke-dasharray");
        for (int k = 0; k < i; k++)
            assert_true(thin || strcmp(pattern, strstr(strokes[k].text, "stroke-dasharray")) != 0);
    }
    assert_string_equal(strokes[CHART_COLOURS].text, "stroke='" CHART_BLACK "' stroke-width='1.2'");
    const cohort_chart_panel panels[] = {panel_of(LINES, series), panel_of(LINES, series)};
    const cohort_chart chart = titled("Lines");
    char *picture = draw_lines(&chart, 2, panels);
    for (int i = 0; i < LINES; i++) {
        int count = 0;
        for (const char *at = picture; (at = strstr(at, strokes[i].text)); at++)
            count++;
        assert_int_equal(count, 3); /* in the legend, and in each panel */
    }
    free(picture);
}

/* Many targets on one spot: some values find no room, and no two of the others overlap. */
static void values_of_targets_keep_apart(void **state)
{
    enum { TARGETS = 40 };
    double at[TARGETS], values[TARGETS];
    svg_box boxes[TARGETS];
    int count = 0;
    for (int i = 0; i < TARGETS; i++) {
        at[i] = 2000 + i / 4.0;
        values[i] = 1000000 + 1000 * i + 7 * i * i;
    }
    const cohort_chart_series series = {
        .mark = COHORT_MARK_TARGETS, .colour = 5, .count = TARGETS, .years = at, .values = values};
    cohort_chart_panel panel = panel_of(1, &series);
    panel.from_zero = 1;
    const cohort_chart chart = titled("Crowded");
    char *picture = draw_lines(&chart, 1, &panel);
    for (int i = 0; i < TARGETS; i++) {
        const chart_text number = cohort_chart_number(values[i], 0, COHORT_ENGLISH, "");
        const char *text = svg_text(picture, number.text);
        if (!text || !svg_has(text, "fill='#a34700'"))
            continue;
        const double half =
            0.4 * svg_attribute(text, "font-size") * (double)strlen(number.text) / 2;
        const double x = svg_attribute(text, "x"), y = svg_attribute(text, "y");
        boxes[count++] = (svg_box){x - half, y - 8, x + half, y};
    }
    assert_in_range(count, 5, TARGETS - 1);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++)
            assert_false(boxes[i].left < boxes[k].right && boxes[k].left < boxes[i].right &&
                         boxes[i].top < boxes[k].bottom && boxes[k].top < boxes[i].bottom);
    free(picture);
}

/* No two of these texts overlap: their lines are a letter's height apart. */
static void ends_of_lines_are_spread_apart(void **state)
{
    enum { LINES = 6 };
    static const char *const names[LINES] = {"a1", "a2", "a3", "a4", "a5", "a6"};
    cohort_chart_series series[LINES];
    double values[LINES][YEARS];
    for (int i = 0; i < LINES; i++) {
        for (int k = 0; k < YEARS; k++)
            values[i][k] = 1000 + k + i / 8.0;
        series[i] = series_of(names[i], COHORT_MARK_LINE, values[i]);
        series[i].end_value = 1;
    }
    cohort_chart_panel panel = panel_of(LINES, series);
    panel.from_zero = 1;
    const cohort_chart chart = titled("Ends");
    char *picture = draw_lines(&chart, 1, &panel);
    for (int i = 0; i < LINES; i++)
        for (int k = 0; k < i; k++)
            assert_true(fabs(svg_attribute(svg_text(picture, names[i]), "y") -
                             svg_attribute(svg_text(picture, names[k]), "y")) > 27);
    free(picture);
}

static void panels_share_their_years_and_legend(void **state)
{
    enum { PANELS = 6 };
    const cohort_chart_series series = series_of("Shared", COHORT_MARK_LINE, falling);
    cohort_chart_panel panels[PANELS];
    for (int i = 0; i < PANELS; i++)
        panels[i] = panel_of(1, &series);
    cohort_chart chart = titled("Many");
    char *picture = draw_lines(&chart, PANELS, panels);
    const char *label = svg_text(picture, "Shared");
    assert_non_null(label);
    assert_null(svg_text(label + 1, "Shared"));
    int titles = 0, with_years = 0;
    for (const char *at = picture; (at = svg_text(at, "A panel")); at++)
        titles++;
    for (const char *at = picture; (at = svg_text(at, "2020")); at++)
        with_years++;
    assert_int_equal(titles, PANELS);
    assert_int_equal(with_years, 3); /* three columns of two */
    free(picture);
}

static void bars_are_as_long_as_values_are_large(void **state)
{
    static const double values[] = {120, 30, -40, -80, 60, -20};
    cohort_bars bars = bars_of(3, 2, values);
    const cohort_chart chart = titled("Bars");
    char *picture = draw_bars(&chart, &bars);
    double from[6], to[6];
    for (int i = 0; i < 6; i++) {
        from[i] = svg_attribute(data_box(picture, i), "x");
        to[i] = from[i] + svg_attribute(data_box(picture, i), "width");
    }
    const double unit = (to[0] - from[0]) / 120.0, zero = from[0];
    for (int i = 0; i < 6; i++)
        assert_close(to[i] - from[i], unit * fabs(values[i]), 0.0, 2 * width_off);
    assert_close(from[1], to[0], 0.0, width_off); /* behind the first */
    assert_close(to[2], zero, 0.0, width_off);    /* to the left of zero */
    assert_close(to[3], from[2], 0.0, width_off); /* further left */
    assert_close(from[4], zero, 0.0, width_off);  /* one to each side */
    assert_close(to[5], zero, 0.0, width_off);
    assert_non_null(svg_text(picture, "+150"));
    assert_non_null(svg_text(picture, "−120"));
    assert_non_null(svg_text(picture, "+40"));
    for (int i = 0; i < 3; i++)
        assert_non_null(svg_text(picture, bars.bars[i]));
    assert_non_null(svg_text(picture, "second"));
    /* Arrowheads where +60 and -20 lead, and in the legend. */
    double net[6][2];
    assert_int_equal(svg_count(picture, "path"), 2);
    assert_int_equal(svg_points(svg_next(svg_next(picture, "path") + 1, "path"), 6, net), 6);
    assert_close(net[0][0], zero + 40 * unit, 0.0, 2 * width_off);
    assert_non_null(svg_text(picture, "Total"));
    free(picture);
}

static void bars_of_one_part_have_no_legend(void **state)
{
    static const double values[] = {1.25, -0.5, 0.0};
    cohort_bars bars = bars_of(3, 1, values);
    bars.parts = NULL;
    bars.decimals = 1;
    cohort_chart chart = titled("Bars");
    chart.height = 0;
    char *picture = draw_bars(&chart, &bars);
    assert_int_equal(svg_count(picture, "rect"), 3); /* the ground, and two that are not zero */
    assert_non_null(svg_text(picture, "+1.3"));
    assert_non_null(svg_text(picture, "0.0"));
    free(picture);
}

/* --- Sizes ------------------------------------------------------------------------------------ */

static void any_size_is_drawn(void **state)
{
    static const double sizes[][2] = {{240, 240},  {340, 0},     {720, 440},    {4000, 240},
                                      {240, 4000}, {4000, 4000}, {333.3, 777.7}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        cohort_chart chart = titled("A title");
        chart.width = sizes[i][0];
        chart.height = sizes[i][1];
        static const double values[] = {12, 3, -4, -8, 6, -2};
        const cohort_bars bars = bars_of(3, 2, values);
        const cohort_chart_series series = series_of("Series", COHORT_MARK_LINE, falling);
        const cohort_chart_panel panel = panel_of(1, &series);
        free(draw_bars(&chart, &bars));
        free(draw_lines(&chart, 1, &panel));
    }
}

static void sixty_panels_and_bars_are_drawn(void **state)
{
    const cohort_chart_series series = series_of("Series", COHORT_MARK_LINE, falling);
    cohort_chart_panel panels[60];
    const char *names[60];
    double values[60];
    for (int i = 0; i < 60; i++) {
        panels[i] = panel_of(1, &series);
        names[i] = "A name";
        values[i] = (i - 20) * 1e13;
    }
    cohort_bars bars = bars_of(60, 1, values);
    bars.bars = names;
    cohort_chart chart = titled("Sixty");
    chart.height = 0;
    for (chart.width = 700; chart.width < 4000; chart.width *= 2) {
        free(draw_lines(&chart, 60, panels));
        free(draw_bars(&chart, &bars));
    }
    chart.width = 720;
    chart.height = 300;
    cohort_output *output = picture_begin();
    assert_fails(cohort_chart_lines(output, &chart, 60, panels, &error), COHORT_ERROR_ARGUMENT,
                 error, "300 pixels high: this chart needs");
    assert_fails(cohort_chart_bars(output, &chart, &bars, &error), COHORT_ERROR_ARGUMENT, error,
                 "300 pixels high: this chart needs");
    assert_blank(output);
}

static void any_number_of_ages_is_drawn(void **state)
{
    static const cohort_grid grids[] = {
        {5, 3, 2000, 0}, {1, 101, 2000, 0}, {1, 1000, 2000, 0}, {7, 15, 2000, 0}};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        cohort_stock stock;
        assert_ok(cohort_stock_init(&stock, &grids[i], &error), error);
        cohort_stock_cells(&stock)[0] = 1e15;
        cohort_stock_cells(&stock)[cohort_grid_cells(&grids[i]) - 1] = 1e-3;
        const cohort_chart_population populations[] = {{&stock, 2000, NULL}, {&stock, 2000, NULL}};
        cohort_chart chart = titled("Ages");
        free(draw_pyramid(&chart, 2, populations));
        chart.height = 0;
        chart.width = 240;
        free(draw_pyramid(&chart, 1, populations));
        cohort_stock_free(&stock);
    }
}

static void any_value_is_drawn(void **state)
{
    static const double values[][YEARS] = {{1e15, -1e15, 0, 1e15, -1e15},
                                           {5, 5, 5, 5, 5},
                                           {0, 0, 0, 0, 0},
                                           {-1e-300, 1e-300, 0, 0, 0},
                                           {1e15, 1e15, 1e15, 1e15, 1e15 - 1},
                                           {(double)NAN, (double)NAN, 3, (double)NAN, (double)NAN}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (cohort_mark mark = COHORT_MARK_LINE; mark <= COHORT_MARK_THIN; mark++) {
            cohort_chart_series series = series_of("Series", mark, values[i]);
            cohort_chart_panel panel = panel_of(1, &series);
            const cohort_chart chart = titled("Values");
            series.end_value = 1;
            panel.decimals = (int)i;
            free(draw_lines(&chart, 1, &panel));
            cohort_bars bars = bars_of(1, YEARS, values[i]);
            static const char *const parts[] = {"a", "b", "c", "d", "e"};
            bars.parts = parts;
            if (i < 5)
                free(draw_bars(&chart, &bars));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pyramid_bars_are_as_long_as_persons_are_many),
        cmocka_unit_test(second_population_is_an_outline),
        cmocka_unit_test(lines_follow_their_values),
        cmocka_unit_test(first_and_last_year_are_labelled),
        cmocka_unit_test(pyramids_scale_holds_every_bar),
        cmocka_unit_test(pyramids_share_a_scale),
        cmocka_unit_test(lines_break_where_nothing_is_known),
        cmocka_unit_test(bands_go_there_and_back),
        cmocka_unit_test(marks_are_drawn_and_targets_bear_values),
        cmocka_unit_test(lines_differ_without_their_colours),
        cmocka_unit_test(values_of_targets_keep_apart),
        cmocka_unit_test(ends_of_lines_are_spread_apart),
        cmocka_unit_test(panels_share_their_years_and_legend),
        cmocka_unit_test(bars_are_as_long_as_values_are_large),
        cmocka_unit_test(bars_of_one_part_have_no_legend),
        cmocka_unit_test(any_size_is_drawn),
        cmocka_unit_test(sixty_panels_and_bars_are_drawn),
        cmocka_unit_test(any_number_of_ages_is_drawn),
        cmocka_unit_test(any_value_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
