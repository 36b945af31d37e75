/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE 700 /* open_memstream */

#include "support/close.h"
#include "support/small.h"
#include "support/svg.h"

#include <cohort/chart.h>
#include <cohort/output.h>

#include "io/chart_style.h"
#include "io/letters.h"
#include "io/svg.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define CROP "\xE2\x80\xA6" /* the ellipsis */

static cohort_error error;

/* --- Pictures in memory ----------------------------------------------------------------------- */

static char *memory;
static size_t memory_size;

static FILE *begin(void)
{
    FILE *stream = open_memstream(&memory, &memory_size);
    assert_non_null(stream);
    return stream;
}

/* What was written, freed by the caller. */
static char *end(FILE *stream)
{
    assert_int_equal(fclose(stream), 0);
    return memory;
}

/* A picture that is as it has to be, whatever it shows. */
static char *checked(FILE *stream)
{
    char *picture = end(stream);
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

static cohort_chart titled(const char *text)
{
    cohort_chart chart = COHORT_CHART;
    chart.title = chart.subtitle = chart.source = text;
    return chart;
}

/* Two dates of three ages of 20 years: irregular numbers, and their double. */
static const cohort_grid three_ages = {20, 3, 2000, 1};

static cohort_stock small_stock(void)
{
    static const double persons[] = {31, 17, 5, 29, 19, 11};
    cohort_stock stock;
    assert_ok(cohort_stock_init(&stock, &three_ages, &error), error);
    for (int i = 0; i < 6; i++) {
        stock.cells[i] = persons[i];
        stock.cells[6 + i] = 2 * persons[i];
    }
    return stock;
}

static char *draw_pyramid(const cohort_chart *chart, int count,
                          const cohort_chart_population *populations)
{
    FILE *stream = begin();
    assert_ok(cohort_chart_pyramid(stream, chart, count, populations, &error), error);
    return checked(stream);
}

static char *draw_lines(const cohort_chart *chart, int count, const cohort_chart_panel *panels)
{
    FILE *stream = begin();
    assert_ok(cohort_chart_lines(stream, chart, count, panels, &error), error);
    return checked(stream);
}

static char *draw_bars(const cohort_chart *chart, const cohort_bars *bars)
{
    FILE *stream = begin();
    assert_ok(cohort_chart_bars(stream, chart, bars, &error), error);
    return checked(stream);
}

enum { YEARS = 5 };
static const double years[YEARS] = {2000, 2005, 2010, 2015, 2020};
static const double falling[YEARS] = {100, 75, 50, 25, 10};
static const double rising[YEARS] = {20, 40, 60, 80, 95};

static cohort_chart_series series_of(const char *label, cohort_mark mark, const double *values)
{
    return (cohort_chart_series){.label = label,
                                 .mark = mark,
                                 .colour = 1,
                                 .count = YEARS,
                                 .years = years,
                                 .values = values,
                                 .upper = rising};
}

static cohort_chart_panel panel_of(int count, const cohort_chart_series *series)
{
    return (cohort_chart_panel){
        .title = "A panel", .unit = "persons", .series_count = count, .series = series};
}

static const char *const three_names[] = {"one", "two", "three"};
static const char *const two_parts[] = {"first", "second"};

static cohort_bars bars_of(int bars, int parts, const double *values)
{
    return (cohort_bars){.unit = "persons",
                         .bar_count = bars,
                         .part_count = parts,
                         .bars = three_names,
                         .parts = two_parts,
                         .values = values};
}

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
    (void)state;
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
    assert_non_null(svg_text(picture, "40+"));
    free(picture);
    cohort_stock_free(&stock);
}

static void second_population_is_an_outline(void **state)
{
    (void)state;
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
    (void)state;
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

static void lines_break_where_nothing_is_known(void **state)
{
    (void)state;
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
    (void)state;
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
    (void)state;
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

/* Many targets on one spot: some values find no room, and no two of the others overlap. */
static void values_of_targets_keep_apart(void **state)
{
    (void)state;
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
        char number[CHART_NUMBER];
        const char *text =
            svg_text(picture, cohort_chart_number(values[i], 0, COHORT_ENGLISH, number));
        if (!text || !svg_has(text, "fill='#a34700'"))
            continue;
        const double half = 0.4 * svg_attribute(text, "font-size") * (double)strlen(number) / 2;
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
    (void)state;
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
    (void)state;
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
    (void)state;
    static const double values[] = {120, 30, -40, -80, 60, -20};
    cohort_bars bars = bars_of(3, 2, values);
    const cohort_chart chart = titled("Bars");
    char *picture = draw_bars(&chart, &bars);
    double from[6], to[6];
    for (int i = 0; i < 6; i++) {
        from[i] = svg_attribute(data_box(picture, i), "x");
        to[i] = from[i] + svg_attribute(data_box(picture, i), "width");
    }
    const double unit = (to[0] - from[0]) / 120.0, nil = from[0];
    for (int i = 0; i < 6; i++)
        assert_close(to[i] - from[i], unit * fabs(values[i]), 0.0, 2 * width_off);
    assert_close(from[1], to[0], 0.0, width_off); /* behind the first */
    assert_close(to[2], nil, 0.0, width_off);     /* to the left of nil */
    assert_close(to[3], from[2], 0.0, width_off); /* further left */
    assert_close(from[4], nil, 0.0, width_off);   /* one to each side */
    assert_close(to[5], nil, 0.0, width_off);
    assert_non_null(svg_text(picture, "+150"));
    assert_non_null(svg_text(picture, "−120"));
    assert_non_null(svg_text(picture, "+40"));
    for (int i = 0; i < 3; i++)
        assert_non_null(svg_text(picture, three_names[i]));
    assert_non_null(svg_text(picture, "second"));
    /* Arrowheads where +60 and -20 lead, and in the legend. */
    double net[6][2];
    assert_int_equal(svg_count(picture, "path"), 2);
    assert_int_equal(svg_points(svg_next(svg_next(picture, "path") + 1, "path"), 6, net), 6);
    assert_close(net[0][0], nil + 40 * unit, 0.0, 2 * width_off);
    assert_non_null(svg_text(picture, "Total"));
    free(picture);
}

static void bars_of_one_part_have_no_legend(void **state)
{
    (void)state;
    static const double values[] = {1.25, -0.5, 0.0};
    cohort_bars bars = bars_of(3, 1, values);
    bars.parts = NULL;
    bars.decimals = 1;
    cohort_chart chart = titled("Bars");
    chart.height = 0;
    char *picture = draw_bars(&chart, &bars);
    assert_int_equal(svg_count(picture, "rect"), 3); /* the ground, and two that are not nil */
    assert_non_null(svg_text(picture, "+1.3"));
    assert_non_null(svg_text(picture, "0.0"));
    free(picture);
}

/* --- Words and numbers ------------------------------------------------------------------------ */

static void speaks_two_languages(void **state)
{
    (void)state;
    cohort_stock stock = small_stock();
    const cohort_chart_population population = {&stock, 2000, NULL};
    cohort_language language;
    static const struct {
        const char *name, *men, *persons, *source, *lang;
    } of[] = {{"en", "Men", "persons", ">Source: <tspan", "lang='en'"},
              {"ja", "男", "人", ">出典：<tspan", "lang='ja'"}};
    for (int i = 0; i < 2; i++) {
        cohort_chart chart = titled("x");
        assert_ok(cohort_language_parse(of[i].name, &chart.language, &error), error);
        char *picture = draw_pyramid(&chart, 1, &population);
        assert_non_null(svg_text(picture, of[i].men));
        assert_non_null(svg_text(picture, of[i].persons));
        assert_non_null(strstr(picture, of[i].source));
        assert_non_null(strstr(picture, of[i].lang));
        free(picture);
    }
    language = COHORT_JAPANESE;
    assert_fails(cohort_language_parse("de", &language, &error), COHORT_ERROR_ARGUMENT, error,
                 "en or ja");
    assert_int_equal(language, COHORT_JAPANESE);
    cohort_stock_free(&stock);
}

static void is_named_for_screen_readers(void **state)
{
    (void)state;
    static const double values[] = {1, 2, 3};
    const cohort_bars bars = bars_of(3, 1, values);
    cohort_chart chart = COHORT_CHART;
    for (chart.embedded = 0; chart.embedded < 2; chart.embedded++) {
        chart.title = NULL;
        char *picture = draw_bars(&chart, &bars);
        assert_true(svg_has(svg_next(picture, "svg"), "role='img'"));
        assert_non_null(strstr(picture, "<title>Bar chart</title>\n<desc>one: +1; two: +2"));
        assert_int_equal(strncmp(picture, "<?xml", 5) == 0, !chart.embedded);
        free(picture);
        chart.title = "A & B";
        picture = draw_bars(&chart, &bars);
        assert_non_null(strstr(picture, "<title>A &amp; B</title>"));
        free(picture);
    }
}

static void numbers_are_written_for_readers(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *number, *change, *japanese;
    } of[] = {{0, 0, "0", "0", "0"},
              {-0.0, 0, "0", "0", "0"},
              {-0.4, 0, "0", "0", "0"},
              {999.5, 0, "1,000", "+1,000", "1,000"},
              {1234567.891, 2, "1,234,567.89", "+1,234,567.89", "1,234,567.89"},
              {-1234, 1, "−1,234.0", "−1,234.0", "▲1,234.0"},
              {0.05, 3, "0.050", "+0.050", "0.050"},
              {1e15, 9, "1,000,000,000,000,000.00", "+1,000,000,000,000,000.00",
               "1,000,000,000,000,000.00"}};
    char text[CHART_NUMBER];
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        assert_string_equal(cohort_chart_number(of[i].value, of[i].decimals, COHORT_ENGLISH, text),
                            of[i].number);
        assert_string_equal(cohort_chart_change(of[i].value, of[i].decimals, COHORT_ENGLISH, text),
                            of[i].change);
        assert_string_equal(cohort_chart_number(of[i].value, of[i].decimals, COHORT_JAPANESE, text),
                            of[i].japanese);
    }
    assert_string_equal(cohort_chart_year(2015, text), "2015");
    assert_string_equal(cohort_chart_year(2024.25, text), "2024.25");
    assert_string_equal(cohort_chart_year(-500, text), "-500");
}

static void coordinates_have_two_decimals(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } of[] = {{0, "0"},       {-0.0, "0"},       {-0.004, "0"},      {0.005, "0.01"},
              {1.5, "1.5"},   {-1.25, "-1.25"},  {-0.5, "-0.5"},     {12.3456, "12.35"},
              {3.04, "3.04"}, {1e300, "100000"}, {-1e300, "-100000"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        FILE *stream = begin();
        cohort_svg_number(stream, of[i].value);
        char *text = end(stream);
        assert_string_equal(text, of[i].text);
        free(text);
    }
}

static void scales_end_at_round_numbers(void **state)
{
    (void)state;
    static const double ranges[][2] = {
        {0, 26917}, {446, 2409}, {-40, 95},   {1.2, 1.8},       {-1e15, 1e15}, {0, 1e-5},  {3, 3},
        {-7, -7},   {0, 0},      {99.9, 100}, {1e14, 1e14 + 1}, {-1e-9, 1e-9}, {0.5, 1e15}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (int most = 2; most <= 8; most++) {
            const chart_axis axis = cohort_chart_axis(ranges[i][0], ranges[i][1], most);
            const double slack = 1e-6 * (axis.high - axis.low);
            assert_true(axis.low < axis.high);
            assert_true(axis.low <= ranges[i][0] + slack && axis.high >= ranges[i][1] - slack);
            assert_true(axis.last > axis.first && axis.last - axis.first <= most);
            double digit = axis.step;
            while (digit < 0.99)
                digit *= 10;
            while (digit > 9.9)
                digit /= 10;
            assert_true(fabs(digit - 1) < 1e-6 || fabs(digit - 2) < 1e-6 || fabs(digit - 5) < 1e-6);
        }
}

/* A host program may have chosen a language whose decimal point is a comma. */
static void locale_changes_no_byte(void **state)
{
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8",
                                        "nl_NL.UTF-8", "de_DE",      "ru_RU.UTF-8"};
    const cohort_chart_series series = series_of("Line", COHORT_MARK_LINE, falling);
    cohort_chart_panel panel = panel_of(1, &series);
    panel.decimals = 2;
    const cohort_chart chart = titled("x");
    char *before = draw_lines(&chart, 1, &panel);
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = setlocale(LC_ALL, names[i]) != NULL;
    FILE *stream = begin();
    const int code = cohort_chart_lines(stream, &chart, 1, &panel, &error);
    char *after = end(stream);
    setlocale(LC_ALL, "C");
    assert_int_equal(code, COHORT_OK);
    assert_string_equal(after, before);
    free(before);
    free(after);
    if (!found)
        skip();
}

/* --- Texts of all kinds ----------------------------------------------------------------------- */

static void texts_are_cut_to_their_room(void **state)
{
    (void)state;
    size_t next;
    assert_int_equal(cohort_letters_line("short", 100, true, &next), 5);
    assert_int_equal(next, 5);
    /* Between words, the blanks going; a word that is too long anywhere. */
    assert_int_equal(cohort_letters_line("one two  three", 4.9, false, &next), 7);
    assert_int_equal(next, 9);
    const size_t part = cohort_letters_line("onelongword", 3.0, false, &next);
    assert_int_equal(next, part);
    assert_in_range(part, 3, 6);
    /* Japanese between letters, but not before a closing mark; three bytes a letter. */
    assert_int_equal(cohort_letters_line("根室市、人口", 3.5, false, &next), 6);
    assert_int_equal(cohort_letters_line("根室市人口", 3.5, false, &next), 9);
    /* The last line leaves an em to the ellipsis. */
    assert_int_equal(cohort_letters_line("根室市人口", 4.0, true, &next), 9);
    assert_close(cohort_letters_width("根室"), 2.0, 0.0, 0.0);
    assert_close(cohort_letters_width("e\xCC\x81"), cohort_letters_width("e"), 0.0, 0.0);
    assert_close(cohort_letters_width(""), 0.0, 0.0, 0.0);
    /* A tower of marks, which would stand in other lines, ends after some. */
    const char *tower = "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x";
    assert_int_equal(cohort_letters_line(tower, 9.0, true, &next), 1 + 6 * 2);
}

static char *long_text(const char *part, int times)
{
    const size_t size = strlen(part);
    char *text = malloc(size * (size_t)times + 1);
    assert_non_null(text);
    for (int i = 0; i < times; i++)
        memcpy(text + size * (size_t)i, part, size);
    text[size * (size_t)times] = '\0';
    return text;
}

/* Every text of every chart. */
static void draw_all(const char *text, const cohort_chart *chart)
{
    static const double values[] = {12, 3, -4, -8, 6, -2};
    const char *const names[] = {text, text, text};
    cohort_stock stock = small_stock();
    const cohort_chart_population populations[] = {{&stock, 2000, text}, {&stock, 2020, text}};
    cohort_chart_series series[] = {series_of(text, COHORT_MARK_LINE, falling),
                                    series_of(text, COHORT_MARK_TARGETS, rising),
                                    series_of(text, COHORT_MARK_BAND, falling)};
    cohort_chart_panel panels[3];
    cohort_bars bars = bars_of(3, 2, values);
    bars.unit = text;
    bars.bars = bars.parts = names;
    for (int i = 0; i < 3; i++) {
        panels[i] = panel_of(3, series);
        panels[i].title = panels[i].unit = text;
    }
    free(draw_pyramid(chart, 2, populations));
    free(draw_lines(chart, 1, panels));
    free(draw_lines(chart, 3, panels));
    free(draw_bars(chart, &bars));
    cohort_stock_free(&stock);
}

static void any_text_is_drawn(void **state)
{
    (void)state;
    char *const long_texts[] = {long_text("x", 10000),        long_text("根室市 ", 2500),
                                long_text("e\xCC\x81", 3000), long_text("\xCC\x81", 5000),
                                long_text("&<", 3000),        long_text("W\xFF", 3000)};
    static const char *const texts[] = {"",
                                        " ",
                                        "<b>&\"'</b>]]>",
                                        "a\nb\tc\rd",
                                        "\x01\x02\x7F",
                                        "\xC0\xAF\xFF",
                                        "\xED\xA0\x80",
                                        "\xF0",
                                        "عربي נ",
                                        "\u202Ebackwards",
                                        "\xEF\xBF\xBE",
                                        "%s%n",
                                        "{{}}",
                                        "👩‍👩‍👧"};
    for (int variant = 0; variant < 4; variant++) {
        cohort_chart chart = COHORT_CHART;
        chart.language = variant % 2 ? COHORT_JAPANESE : COHORT_ENGLISH;
        chart.embedded = variant / 2;
        chart.width = variant / 2 ? 340 : 720;
        chart.height = 0;
        for (size_t i = 0; i < sizeof texts / sizeof *texts + 6; i++) {
            const char *text = i < 6 ? long_texts[i] : texts[i - 6];
            chart.title = chart.subtitle = chart.source = text;
            draw_all(text, &chart);
        }
    }
    for (int i = 0; i < 6; i++)
        free(long_texts[i]);
}

static void long_titles_take_two_lines_and_stay_whole(void **state)
{
    (void)state;
    static const double values[] = {1, 2, 3};
    const cohort_bars bars = bars_of(3, 1, values);
    char *text = long_text("word ", 100);
    cohort_chart chart = COHORT_CHART;
    chart.title = text;
    char *picture = draw_bars(&chart, &bars);
    const char *name = strstr(picture, "<title>");
    assert_int_equal(strncmp(name + 7, text, strlen(text)), 0);
    int lines = 0;
    for (const char *at = picture; (at = svg_next(at, "text")); at++)
        lines += strncmp(strchr(at, '>') + 1, "word", 4) == 0;
    assert_int_equal(lines, 2);
    assert_non_null(strstr(picture, CROP "</text>"));
    free(picture);
    free(text);
}

/* --- Sizes ------------------------------------------------------------------------------------ */

static void any_size_is_drawn(void **state)
{
    (void)state;
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
    (void)state;
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
    FILE *stream = begin();
    assert_fails(cohort_chart_lines(stream, &chart, 60, panels, &error), COHORT_ERROR_ARGUMENT,
                 error, "300 pixels high: what is to be drawn takes");
    assert_fails(cohort_chart_bars(stream, &chart, &bars, &error), COHORT_ERROR_ARGUMENT, error,
                 "300 pixels high: what is to be drawn takes");
    free(end(stream));
    assert_int_equal(memory_size, 0);
}

static void any_number_of_ages_is_drawn(void **state)
{
    (void)state;
    static const cohort_grid grids[] = {
        {5, 3, 2000, 0}, {1, 101, 2000, 0}, {1, 1000, 2000, 0}, {7, 15, 2000, 0}};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        cohort_stock stock;
        assert_ok(cohort_stock_init(&stock, &grids[i], &error), error);
        stock.cells[0] = 1e15;
        stock.cells[cohort_grid_cells(&grids[i]) - 1] = 1e-3;
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
    (void)state;
    static const double values[][YEARS] = {{1e15, -1e15, 0, 1e15, -1e15},
                                           {5, 5, 5, 5, 5},
                                           {0, 0, 0, 0, 0},
                                           {-1e-300, 1e-300, 0, 0, 0},
                                           {1e15, 1e15, 1e15, 1e15, 1e15 - 1},
                                           {(double)NAN, (double)NAN, 3, (double)NAN, (double)NAN}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (cohort_mark mark = COHORT_MARK_LINE; mark <= COHORT_MARK_BAND; mark++) {
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

static void same_data_same_bytes(void **state)
{
    (void)state;
    cohort_inputs *inputs = small_inputs();
    cohort_projection *projection = project(inputs);
    const cohort_chart_population population = {cohort_projection_population(projection),
                                                SMALL_START + 2.5, NULL};
    const cohort_chart chart = titled("Twice");
    char *first = draw_pyramid(&chart, 1, &population);
    char *second = draw_pyramid(&chart, 1, &population);
    assert_string_equal(first, second);
    free(first);
    free(second);
    cohort_projection_free(projection);
    cohort_inputs_free(inputs);
}

/* --- Errors: nothing is written --------------------------------------------------------------- */

static FILE *untouched;

#define assert_refuses(call, code, part) assert_fails((call), (code), error, (part))

static void refuses_frames(void **state)
{
    (void)state;
    static const double values[] = {1, 2, 3};
    const cohort_bars bars = bars_of(3, 1, values);
    static const double wrong[] = {239, 4001, -1, 1e300, (double)NAN, (double)INFINITY, 0};
    untouched = begin();
    for (int i = 0; i < 7; i++) {
        cohort_chart chart = COHORT_CHART;
        chart.width = wrong[i];
        assert_refuses(cohort_chart_bars(untouched, &chart, &bars, &error), COHORT_ERROR_ARGUMENT,
                       "pixels: expected 240 to 4000");
        chart.width = 720;
        chart.height = wrong[i];
        if (i < 6)
            assert_refuses(cohort_chart_bars(untouched, &chart, &bars, &error),
                           COHORT_ERROR_ARGUMENT, "pixels: expected 240 to 4000");
    }
    cohort_chart chart = COHORT_CHART;
    chart.size--;
    assert_refuses(cohort_chart_bars(untouched, &chart, &bars, &error), COHORT_ERROR_ARGUMENT,
                   "begin with COHORT_CHART");
    chart.size++;
    chart.embedded = 2;
    assert_refuses(cohort_chart_bars(untouched, &chart, &bars, &error), COHORT_ERROR_ARGUMENT,
                   "embedded 2");
    chart.embedded = 0;
    chart.language = (cohort_language)7;
    assert_refuses(cohort_chart_bars(untouched, &chart, &bars, &error), COHORT_ERROR_ARGUMENT,
                   "language 7");
    free(end(untouched));
    assert_int_equal(memory_size, 0);
}

static void refuses_pyramids(void **state)
{
    (void)state;
    const cohort_chart chart = COHORT_CHART;
    const cohort_grid other = {20, 4, 2000, 0};
    cohort_stock stock = small_stock(), more;
    assert_ok(cohort_stock_init(&more, &other, &error), error);
    more.cells[0] = 1;
    cohort_chart_population two[] = {{&stock, 2000, NULL}, {&more, 2000, NULL}};
    untouched = begin();
    assert_refuses(cohort_chart_pyramid(untouched, &chart, 0, two, &error), COHORT_ERROR_ARGUMENT,
                   "0 populations");
    assert_refuses(cohort_chart_pyramid(untouched, &chart, 3, two, &error), COHORT_ERROR_ARGUMENT,
                   "3 populations");
    assert_refuses(cohort_chart_pyramid(untouched, &chart, 2, two, &error), COHORT_ERROR_GRID,
                   "the same ages");
    two[0].year = 2021;
    assert_refuses(cohort_chart_pyramid(untouched, &chart, 1, two, &error), COHORT_ERROR_GRID, "");
    two[0].year = 2000;
    static const double wrong[] = {-1, (double)NAN, (double)INFINITY, 2e15};
    for (int i = 0; i < 4; i++) {
        stock.cells[4] = wrong[i];
        assert_refuses(cohort_chart_pyramid(untouched, &chart, 1, two, &error), COHORT_ERROR_VALUE,
                       "women 20-39");
    }
    memset(stock.cells, 0, 12 * sizeof *stock.cells);
    assert_refuses(cohort_chart_pyramid(untouched, &chart, 1, two, &error), COHORT_ERROR_VALUE,
                   "nobody");
    free(end(untouched));
    assert_int_equal(memory_size, 0);
    cohort_stock_free(&stock);
    cohort_stock_free(&more);
}

/* One series, changed; the error it is to give. */
static void refuse_series(cohort_chart_series series, int code, const char *part)
{
    const cohort_chart chart = COHORT_CHART;
    const cohort_chart_series both[] = {series_of("good", COHORT_MARK_LINE, falling), series};
    const cohort_chart_panel panel = panel_of(2, both);
    assert_refuses(cohort_chart_lines(untouched, &chart, 1, &panel, &error), code,
                   "panel 1: series 2: ");
    assert_refuses(cohort_chart_lines(untouched, &chart, 1, &panel, &error), code, part);
}

static void refuses_series(void **state)
{
    (void)state;
    const double infinite[YEARS] = {1, 2, (double)INFINITY, 3, 4}, huge[YEARS] = {1, 2, 3, 4, 2e15};
    const double stays[YEARS] = {2000, 2005, 2005, 2010, 2015}, unknown[YEARS] = {(double)NAN};
    const double far[YEARS] = {0, 1, 2, 3, 1e8};
    const cohort_chart_series good = series_of("x", COHORT_MARK_LINE, falling);
    cohort_chart_series bad = good;
    untouched = begin();
    bad.mark = (cohort_mark)9;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "mark 9");
    bad = good, bad.colour = 7;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "colour 7");
    bad = good, bad.colour = -1;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "colour -1");
    bad = good, bad.count = 0;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "0 values");
    bad = good, bad.values = NULL;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "with years");
    bad = good, bad.end_value = 2;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "end_value 2");
    bad = good, bad.years = stays;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "years that rise");
    bad = good, bad.years = unknown;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "years that rise");
    bad = good, bad.years = far;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "years that rise");
    bad = good, bad.values = infinite;
    refuse_series(bad, COHORT_ERROR_VALUE, "2010: inf");
    bad = good, bad.values = huge;
    refuse_series(bad, COHORT_ERROR_VALUE, "2020: 2e+15");
    bad = good, bad.mark = COHORT_MARK_BAND, bad.upper = infinite;
    refuse_series(bad, COHORT_ERROR_VALUE, "2010: inf");
    bad.upper = NULL;
    refuse_series(bad, COHORT_ERROR_ARGUMENT, "upper");
    free(end(untouched));
    assert_int_equal(memory_size, 0);
}

static void refuses_panels(void **state)
{
    (void)state;
    const cohort_chart chart = COHORT_CHART;
    const double nothing[YEARS] = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    const cohort_chart_series empty = series_of("x", COHORT_MARK_LINE, nothing);
    const cohort_chart_series good = series_of("x", COHORT_MARK_LINE, falling);
    cohort_chart_panel panels[2] = {panel_of(1, &good), panel_of(1, &empty)};
    untouched = begin();
    assert_refuses(cohort_chart_lines(untouched, &chart, 0, panels, &error), COHORT_ERROR_ARGUMENT,
                   "0 panels");
    assert_refuses(cohort_chart_lines(untouched, &chart, 61, panels, &error), COHORT_ERROR_ARGUMENT,
                   "61 panels");
    assert_refuses(cohort_chart_lines(untouched, &chart, 2, panels, &error), COHORT_ERROR_VALUE,
                   "panel 2: no value at all");
    panels[1] = panel_of(0, &good);
    assert_refuses(cohort_chart_lines(untouched, &chart, 2, panels, &error), COHORT_ERROR_VALUE,
                   "panel 2: no value at all");
    panels[1] = panel_of(1, &good);
    panels[1].decimals = 10;
    assert_refuses(cohort_chart_lines(untouched, &chart, 2, panels, &error), COHORT_ERROR_ARGUMENT,
                   "panel 2: 10 decimals");
    panels[1].decimals = 0;
    panels[1].from_zero = 2;
    assert_refuses(cohort_chart_lines(untouched, &chart, 2, panels, &error), COHORT_ERROR_ARGUMENT,
                   "panel 2: from_zero 2");
    free(end(untouched));
    assert_int_equal(memory_size, 0);
}

static void refuses_bars(void **state)
{
    (void)state;
    const cohort_chart chart = COHORT_CHART;
    double values[6] = {1, 2, 3, 4, 5, 6};
    const cohort_bars good = bars_of(3, 2, values);
    cohort_bars bad;
    static const int wrong[][3] = {{0, 1, 0}, {61, 1, 0}, {1, 0, 0},
                                   {1, 7, 0}, {1, 1, 10}, {1, 1, -1}};
    static const char *const nameless[] = {"a", NULL, "c"};
    untouched = begin();
    for (int i = 0; i < 6; i++) {
        bad = good;
        bad.bar_count = wrong[i][0];
        bad.part_count = wrong[i][1];
        bad.decimals = wrong[i][2];
        assert_refuses(cohort_chart_bars(untouched, &chart, &bad, &error), COHORT_ERROR_ARGUMENT,
                       "expected");
    }
    bad = good, bad.bars = nameless;
    assert_refuses(cohort_chart_bars(untouched, &chart, &bad, &error), COHORT_ERROR_ARGUMENT,
                   "bar 2 has no name");
    bad = good, bad.parts = nameless;
    assert_refuses(cohort_chart_bars(untouched, &chart, &bad, &error), COHORT_ERROR_ARGUMENT,
                   "part 2 has no name");
    bad.parts = NULL;
    assert_refuses(cohort_chart_bars(untouched, &chart, &bad, &error), COHORT_ERROR_ARGUMENT,
                   "part 1 has no name");
    values[3] = (double)NAN;
    assert_refuses(cohort_chart_bars(untouched, &chart, &good, &error), COHORT_ERROR_VALUE,
                   "bar 2, part 2: nan");
    values[3] = -2e15;
    assert_refuses(cohort_chart_bars(untouched, &chart, &good, &error), COHORT_ERROR_VALUE,
                   "bar 2, part 2: -2e+15");
    free(end(untouched));
    assert_int_equal(memory_size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pyramid_bars_are_as_long_as_persons_are_many),
        cmocka_unit_test(second_population_is_an_outline),
        cmocka_unit_test(lines_follow_their_values),
        cmocka_unit_test(lines_break_where_nothing_is_known),
        cmocka_unit_test(bands_go_there_and_back),
        cmocka_unit_test(marks_are_drawn_and_targets_bear_values),
        cmocka_unit_test(values_of_targets_keep_apart),
        cmocka_unit_test(ends_of_lines_are_spread_apart),
        cmocka_unit_test(panels_share_their_years_and_legend),
        cmocka_unit_test(bars_are_as_long_as_values_are_large),
        cmocka_unit_test(bars_of_one_part_have_no_legend),
        cmocka_unit_test(speaks_two_languages),
        cmocka_unit_test(is_named_for_screen_readers),
        cmocka_unit_test(numbers_are_written_for_readers),
        cmocka_unit_test(coordinates_have_two_decimals),
        cmocka_unit_test(scales_end_at_round_numbers),
        cmocka_unit_test(locale_changes_no_byte),
        cmocka_unit_test(texts_are_cut_to_their_room),
        cmocka_unit_test(any_text_is_drawn),
        cmocka_unit_test(long_titles_take_two_lines_and_stay_whole),
        cmocka_unit_test(any_size_is_drawn),
        cmocka_unit_test(sixty_panels_and_bars_are_drawn),
        cmocka_unit_test(any_number_of_ages_is_drawn),
        cmocka_unit_test(any_value_is_drawn),
        cmocka_unit_test(same_data_same_bytes),
        cmocka_unit_test(refuses_frames),
        cmocka_unit_test(refuses_pyramids),
        cmocka_unit_test(refuses_series),
        cmocka_unit_test(refuses_panels),
        cmocka_unit_test(refuses_bars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
