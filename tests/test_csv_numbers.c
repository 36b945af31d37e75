/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of cells, and as text. */
#include <cohort/csv.h>
#include <cohort/output.h>

#include "support/close.h"
#include "support/tables.h"

#include <float.h>
#include <locale.h>
#include <stdio.h>

static cohort_csv *csv_of(const char *text)
{
    cohort_csv *csv;
    cohort_error error;
    assert_ok(cohort_csv_parse(text, strlen(text), "in.csv", &csv, &error), error);
    return csv;
}

static void refuses_what_is_no_number(void **state)
{
    static const char *const cells[][2] = {
        {"\"\"", "line 2, column a: the cell is empty: expected a finite number"},
        {"NA", "line 2, column a: \"NA\": expected a finite number"},
        {"nan", "finite"},
        {"inf", "finite"},
        {"-Infinity", "finite"},
        {"1e999", "\"1e999\": expected a number within the range of double precision"},
        {"-1e400", "range"},
        {"0x10", "finite"},
        {"\"1,23\"", "\"1,23\": expected a point for decimals, and commas only between "
                     "thousands"},
        {"\"1,2345\"", "commas"},
        {"\"1234,567\"", "commas"},
        {"\"1,234,5\"", "commas"},
        {"\",234\"", "commas"},
        {"\"1.5,234\"", "commas"},
        {"12%", "no percentage"},
        {"１２％", "no percentage"},
        {"529歳", "\"529歳\": expected a "}, /* a number, a whole number */
        {"▲", "finite"},
        {"－", "finite"},
        {"3▲", "finite"},
        {"▲▲3", "finite"},
        {"-▲3", "finite"},
        {"１ ２", "finite"},
        {"12 34", "finite"},
        {"\"1 234,567\"", "commas"},
        {"1.2.3", "finite"},
        {"-", "finite"},
        {"+", "finite"},
        {".", "finite"},
        {"e5", "finite"},
        {"1e", "finite"},
        {"1e+", "finite"},
        {"5歳", "without a unit: remove 歳"},
        {"1d5", "finite"},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        char text[100];
        snprintf(text, sizeof text, "a,b\n%s,x\n", cells[i][0]);
        cohort_csv *csv = csv_of(text);
        cohort_error error;
        double value = 7;
        check_failure(cells[i][0], cohort_csv_number(csv, 0, 0, &value, &error), COHORT_ERROR_VALUE,
                      &error, cells[i][1]);
        assert_true(value == 7);
        int integer = 7;
        assert_int_equal(cohort_csv_integer(csv, 0, 0, &integer, NULL), COHORT_ERROR_VALUE);
        assert_int_equal(integer, 7);
        cohort_csv_free(csv);
    }
}

/* Full width, thousands, the signs of Japanese tables, what Excel's formats put around. */
static void reads_numbers_as_they_are_written(void **state)
{
    static const struct {
        const char *text;
        int value;
    } cells[] = {{"\"1,234\"", 1234},
                 {"1 234", 1234},
                 {"1'234'567", 1234567},
                 {"1’234", 1234},
                 {"1\xC2\xA0"
                  "234",
                  1234},
                 {"1\xE2\x80\xAF"
                  "234",
                  1234},
                 {"\"12,345,678\"", 12345678},
                 {"\" 1,700 \"", 1700},
                 {"１，２３４", 1234},
                 {"1.234.567", 1234567},
                 {"\"-1,234\"", -1234},
                 {"▲3", -3},
                 {"△１，７００", -1700},
                 {"\"▲ 3\"", -3},
                 {"－５", -5},
                 {"−5", -5},
                 {"＋７", 7},
                 {"　８　", 8},
                 {"２０１５", 2015},
                 {"０", 0}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        char text[100];
        snprintf(text, sizeof text, "a,b\n%s,x\n", cells[i].text);
        cohort_csv *csv = csv_of(text);
        double value = 7;
        int integer = 7;
        assert_int_equal(cohort_csv_number(csv, 0, 0, &value, NULL), COHORT_OK);
        assert_int_equal(cohort_csv_integer(csv, 0, 0, &integer, NULL), COHORT_OK);
        assert_true(value == cells[i].value);
        assert_int_equal(integer, cells[i].value);
        cohort_csv_free(csv);
    }
}

static void reads_integers(void **state)
{
    cohort_csv *csv = csv_of(
        "a\n0\n-12\n+7\n2147483647\n-2147483648\n0012\n"
        "令和7年\nR27\n2025年\n令和二十二年\n"
        "2025年-2030\n2025-2030\n令和\n2147483648\n99999999999999999999\n2015.5\n2015.0\n1e3\n");
    static const int expected[] = {0,  -12,  7,    2147483647, -2147483647 - 1,
                                   12, 2025, 2045, 2025,       2040};
    int value = 0, year = 0;
    for (int i = 0; i < cohort_csv_records(csv); i++) { /* years of an era are no integers */
        const int is_integer = i < 6 ? COHORT_OK : COHORT_ERROR_VALUE,
                  is_year = i < 10 ? COHORT_OK : COHORT_ERROR_VALUE;
        assert_int_equal(cohort_csv_integer(csv, i, 0, &value, NULL), is_integer);
        assert_int_equal(cohort_csv_year(csv, i, 0, &year, NULL), is_year);
        assert_true(is_integer || value == expected[i]);
        assert_true(is_year || year == expected[i]);
    }
    assert_int_equal(cohort_csv_integer(csv, 99, 0, &value, NULL), COHORT_ERROR_ARGUMENT);
    assert_int_equal(cohort_csv_year(csv, 99, 0, &value, NULL), COHORT_ERROR_ARGUMENT);
    cohort_csv_free(csv);
}

static uint64_t bits(double value)
{
    uint64_t result;
    memcpy(&result, &value, sizeof result);
    return result;
}

static double parse(const char *text)
{
    char file[1200];
    snprintf(file, sizeof file, "a\n%s\n", text);
    cohort_csv *csv = csv_of(file);
    cohort_error error;
    double value = 0;
    if (cohort_csv_number(csv, 0, 0, &value, &error))
        fail_msg("%s", error.text);
    cohort_csv_free(csv);
    return value;
}

/* The compiler's own reading of the same digits is the measure: bit for bit. */
static void reads_numbers_exactly(void **state)
{
#define SAME(number) assert_true(bits(parse(#number)) == bits(number))
    SAME(0);
    SAME(-0.0);
    SAME(5);
    SAME(.5);
    SAME(5.);
    SAME(0.1);
    SAME(0.57682);
    SAME(-1234.5678);
    SAME(1e22);
    SAME(1e23);
    SAME(9007199254740993.0);
    SAME(9007199254740993e-5);
    SAME(123456789012345678901234567890.0);
    SAME(0.000000000000000000000000000000123);
    SAME(1.7976931348623157e308);
    SAME(2.2250738585072014e-308);
    SAME(5e-324);
    SAME(3.141592653589793238462643383279502884197);
    SAME(8.41e21);
    SAME(1E+05);
#undef SAME
    assert_true(bits(parse("1e-999")) == bits(0.0));
    assert_true(bits(parse("0e99999999999999999999")) == bits(0.0));
    assert_true(bits(parse("+00000000000000000000000000007.50")) == bits(7.5));
}

static double random_double(uint64_t *state)
{
    double value;
    do {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint64_t mixed = *state ^ (*state >> 29);
        memcpy(&value, &mixed, sizeof value);
    } while (!isfinite(value));
    return value;
}

static void check_text_of(double value)
{
    char text[COHORT_NUMBER_TEXT];
    assert_ptr_equal(cohort_number_text(value, text), text);
    assert_null(strchr(text, ','));
    assert_true(bits(parse(text)) == bits(value));
}

/* Whole numbers have the digits that printf gives them. */
static void check_whole(double value)
{
    char text[COHORT_NUMBER_TEXT], expected[COHORT_NUMBER_TEXT];
    snprintf(expected, sizeof expected, "%.15g", value);
    assert_string_equal(cohort_number_text(value, text), expected);
}

static void check_texts(void)
{
    static const double values[] = {0.0,     -0.0,    0.1,         1.0 / 3.0,   5e-324,
                                    DBL_MIN, DBL_MAX, -DBL_MAX,    DBL_EPSILON, 1e22,
                                    1e23,    26917,   2147483648.0};
    char text[COHORT_NUMBER_TEXT];
    uint64_t state = 20181225;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        check_text_of(values[i]);
    for (int i = 0; i < 500; i++)
        check_text_of(random_double(&state));
    for (double whole = 1; whole < 1e18; whole *= 10) {
        check_whole(whole);
        check_whole(whole < 1e15 ? whole - 1 : whole);
        check_whole(-whole);
    }
    assert_string_equal(cohort_number_text(0.1, text), "0.1");
    assert_string_equal(cohort_number_text(26917, text), "26917");
    assert_string_equal(cohort_number_text(1.45, text), "1.45");
    assert_string_equal(cohort_number_text(5e-324, text), "5e-324");
    assert_string_equal(cohort_number_text(-0.0, text), "-0");
    assert_string_equal(cohort_number_text(1e300, text), "1e+300");
    assert_string_equal(cohort_number_text((double)NAN, text), "nan");
    assert_string_equal(cohort_number_text(-HUGE_VAL, text), "-inf");
}

static void writes_numbers_exactly(void **state)
{
    check_texts();
}

/* With a decimal comma, where the system has such a locale; else it is left out. */
static void does_not_depend_on_the_locale(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8"};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = setlocale(LC_NUMERIC, names[i]);
    if (!found)
        skip();
    reads_numbers_exactly(state);
    check_texts();
    setlocale(LC_NUMERIC, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(reads_numbers_as_they_are_written),
        cmocka_unit_test(reads_integers),
        cmocka_unit_test(reads_numbers_exactly),
        cmocka_unit_test(writes_numbers_exactly),
        cmocka_unit_test(does_not_depend_on_the_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
