/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/charts.h"
#include "support/close.h"
#include "support/files.h"
#include "support/svg.h"

#include "chart/chart_style.h"
#include "chart/letters.h"
#include "chart/svg.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define CROP "\xE2\x80\xA6" /* the ellipsis */

static cohort_error error;

/* --- Words and numbers ------------------------------------------------------------------------ */

static void speaks_two_languages(void **state)
{
    cohort_stock stock = small_stock();
    const cohort_chart_population population = {&stock, 2000, NULL};
    static const struct {
        const char *men, *persons, *source, *lang;
    } of[] = {{"Men", "persons", ">Source: <tspan", "lang='en'"},
              {"男", "人", ">出典：<tspan", "lang='ja'"}};
    for (int i = 0; i < 2; i++) {
        cohort_chart chart = titled("x");
        chart.language = i ? COHORT_JAPANESE : COHORT_ENGLISH;
        char *picture = draw_pyramid(&chart, 1, &population);
        assert_non_null(svg_text(picture, of[i].men));
        assert_non_null(svg_text(picture, of[i].persons));
        assert_non_null(strstr(picture, of[i].source));
        assert_non_null(strstr(picture, of[i].lang));
        free(picture);
    }
    cohort_stock_free(&stock);
}

static void is_named_for_screen_readers(void **state)
{
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
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        assert_string_equal(
            cohort_chart_number(of[i].value, of[i].decimals, COHORT_ENGLISH, "").text,
            of[i].number);
        assert_string_equal(
            cohort_chart_number(of[i].value, of[i].decimals, COHORT_ENGLISH, "+").text,
            of[i].change);
        assert_string_equal(
            cohort_chart_number(of[i].value, of[i].decimals, COHORT_JAPANESE, "").text,
            of[i].japanese);
    }
    assert_string_equal(cohort_chart_year(2015).text, "2015");
    assert_string_equal(cohort_chart_year(2024.25).text, "2024.25");
    assert_string_equal(cohort_chart_year(-500).text, "-500");
}

/* As ranges in the titles: an en dash, in Japanese a wave. */
static void ages_are_ranges(void **state)
{
    const cohort_grid five = {5, 19, 2000, 0}, one = {1, 101, 2000, 0};
    assert_string_equal(cohort_chart_ages(&five, 1, COHORT_ENGLISH).text, "5–9");
    assert_string_equal(cohort_chart_ages(&five, 1, COHORT_JAPANESE).text, "5〜9");
    assert_string_equal(cohort_chart_ages(&five, 18, COHORT_ENGLISH).text, "90+");
    assert_string_equal(cohort_chart_ages(&one, 7, COHORT_JAPANESE).text, "7");
}

static void coordinates_have_two_decimals(void **state)
{
    static const struct {
        double value;
        const char *text;
    } of[] = {{0, "0"},       {-0.0, "0"},       {-0.004, "0"},      {0.005, "0.01"},
              {1.5, "1.5"},   {-1.25, "-1.25"},  {-0.5, "-0.5"},     {12.3456, "12.35"},
              {3.04, "3.04"}, {1e300, "100000"}, {-1e300, "-100000"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        assert_string_equal(SVG_PIXELS(of[i].value), of[i].text);
}

static void scales_end_at_round_numbers(void **state)
{
    static const double ranges[][2] = {
        {0, 26917}, {446, 2409}, {-40, 95},   {1.2, 1.8},       {-1e15, 1e15}, {0, 1e-5},  {3, 3},
        {-7, -7},   {0, 0},      {99.9, 100}, {1e14, 1e14 + 1}, {-1e-9, 1e-9}, {0.5, 1e15}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (int most = 2; most <= 16; most++) {
            const int usual = most > 8 ? most / 2 : most;
            const chart_axis axis = cohort_chart_axis(ranges[i][0], ranges[i][1], usual, most);
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

/* Where usual steps would leave much of it empty, there are more of them, if there may be. */
static void scales_end_near_what_they_hold(void **state)
{
    static const struct {
        double high;
        int usual, most;
        double ends;
    } of[] = {{108, 2, 6, 120}, {108, 3, 6, 120}, {108, 2, 3, 150},   {108, 2, 2, 200},
              {108, 3, 2, 150}, {746, 5, 8, 800}, {1223, 5, 8, 1500}, {1.01, 2, 6, 1.2}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        assert_close(cohort_chart_axis(0.0, of[i].high, of[i].usual, of[i].most).high, of[i].ends,
                     1e-12, 0.0);
}

/* A host program may have chosen a language whose decimal point is a comma. */
static void locale_changes_no_byte(void **state)
{
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
    cohort_output *output = picture_begin();
    const int code = cohort_chart_lines(output, &chart, 1, &panel, &error);
    char *after = memory_read(output, NULL);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speaks_two_languages),
        cmocka_unit_test(is_named_for_screen_readers),
        cmocka_unit_test(numbers_are_written_for_readers),
        cmocka_unit_test(ages_are_ranges),
        cmocka_unit_test(coordinates_have_two_decimals),
        cmocka_unit_test(scales_end_at_round_numbers),
        cmocka_unit_test(scales_end_near_what_they_hold),
        cmocka_unit_test(locale_changes_no_byte),
        cmocka_unit_test(texts_are_cut_to_their_room),
        cmocka_unit_test(any_text_is_drawn),
        cmocka_unit_test(long_titles_take_two_lines_and_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
