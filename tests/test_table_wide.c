/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables in which dates are columns, beside the same in the long layout; areas and their years. */
#include "support/close.h"
#include "support/files.h"
#include "support/random.h"
#include "support/tables.h"

#include <cohort/table.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONG "area,variable,year,sex,age,value\n"
#define WIDE "code,pref,name,sex,age,2015,2020\n"

static int read_bytes(const char *bytes, size_t size, const char *const *variables,
                      cohort_table **table, cohort_error *error)
{
    char path[SCRATCH_PATH];
    file_write(scratch_path("in.csv", path), bytes, size);
    return cohort_table_read(path, variables, table, error);
}

static cohort_table *read_good(const char *text)
{
    cohort_table *table;
    cohort_error error;
    assert_ok(read_bytes(text, strlen(text), NULL, &table, &error), error);
    return table;
}

static int read_table(const char *bytes, size_t size, void **out, cohort_error *error)
{
    cohort_table *table = *out;
    const int code = read_bytes(bytes, size, NULL, &table, error);
    *out = table;
    return code;
}

/* Dates out of order, areas out of order, BOM, CRLF, quotes, blank records. */
static void reads_dates_as_columns(void **state)
{
    cohort_table *table = read_good("\xEF\xBB\xBF"
                                    "2020,備考,age,sex,name,code,2015\r\n"
                                    "\"1\",\"あ,\nい\",90+,M,根室市, 01223 ,2.5\r\n"
                                    "3,,0-4,女,Somewhere,00,4\r\n"
                                    ",,,,,,\r\n"
                                    "5,,all,both,another name,01223,1e3");
    assert_int_equal(cohort_table_count(table), 6);
    cohort_row row[6];
    for (int i = 0; i < 6; i++)
        row[i] = cohort_table_row(table, i);
    assert_row(row[0], "00", 2015, COHORT_FEMALE, 0, 4, 4, 4);
    assert_row(row[1], "00", 2020, COHORT_FEMALE, 0, 4, 3, 4);
    assert_row(row[2], "01223", 2015, COHORT_MALE, 90, COHORT_OPEN_END, 2.5, 2);
    assert_row(row[3], "01223", 2015, COHORT_BOTH, 0, COHORT_OPEN_END, 1000, 6);
    assert_row(row[4], "01223", 2020, COHORT_MALE, 90, COHORT_OPEN_END, 1, 2);
    assert_row(row[5], "01223", 2020, COHORT_BOTH, 0, COHORT_OPEN_END, 5, 6);
    assert_null(cohort_table_row(table, 6).area);
    assert_int_equal(cohort_table_area_count(table), 2);
    assert_string_equal(cohort_table_area(table, 0), "01223");
    assert_string_equal(cohort_table_area_name(table, 0), "根室市");
    assert_string_equal(cohort_table_area(table, 1), "00");
    assert_string_equal(cohort_table_area_name(table, 1), "Somewhere");
    assert_null(cohort_table_area(table, 2));
    assert_null(cohort_table_area(table, -1));
    assert_null(cohort_table_area_name(table, 2));
    assert_null(cohort_table_area_name(table, -1));
    cohort_table_free(table);
}

static void reads_a_column_of_variables(void **state)
{
    cohort_table *table = read_good("area,variable,sex,age,2020\n1,qx,M,5,0.5\n1,mx,M,5,0.25\n");
    double value = 0;
    cohort_error error;
    assert_ok(cohort_table_value(table, "1", "mx", 2020, COHORT_MALE, 5, COHORT_AGE_GROUP, &value,
                                 &error),
              error);
    assert_true(value == 0.25);
    assert_ok(cohort_table_value(table, "1", "qx", 2020, COHORT_MALE, 5, COHORT_AGE_GROUP, &value,
                                 &error),
              error);
    assert_true(value == 0.5);
    assert_string_equal(cohort_table_area_name(table, 0), "");
    cohort_table_free(table);
}

/* --- What cannot be read --- */

#define ROW(row) BYTES(WIDE "1,p,n,M,0-4,1,2\n" row "\n")

/* What else is refused: tests/test_messages.c. */
static void refuses_malformed_tables(void **state)
{
    static const struct malformed files[] = {
        {"date of five digits", BYTES("code,sex,age,2015,20200\n1,M,0,1,2\n"), COHORT_ERROR_VALUE,
         "column \"20200\""},
        {"sex empty", ROW("1,p,n,,5-9,1,2"), COHORT_ERROR_VALUE,
         "line 3, column sex: the cell is empty: expected male, female or both (or M, F, T; 男, "
         "女, 総数)"},
        {"row twice", ROW("1,p,n,F,0-4,1,2\n1,q,n,male,0-4,3,4"), COHORT_ERROR_DUPLICATE,
         "in.csv, line 4: area, variable, sex and age are those of line 2: expected each cell "
         "once"},
        {"variable twice", BYTES("code,variable,sex,age,2015\n1,a,M,0,1\n1,b,M,0,1\n1,a,M,0,1\n"),
         COHORT_ERROR_DUPLICATE, "line 4: area, variable, sex and age are those of line 2"},
    };
    assert_malformed(sizeof files / sizeof *files, files, read_table);
}

static void asks_for_a_variable_that_may_stand_there(void **state)
{
    static const char *const census[] = {"census", "register", NULL};
    cohort_table *table;
    cohort_error error;
    assert_fails(read_bytes(BYTES("code,sex,age,2015\n1,M,0,1\n"), census, &table, &error),
                 COHORT_ERROR_ARGUMENT, error,
                 "that is a population: expected one of census, register");
    assert_fails(
        read_bytes(BYTES("code,variable,sex,age,2015\n1,cesnus,M,0,1\n"), census, &table, &error),
        COHORT_ERROR_ARGUMENT, error,
        "line 2, column variable: \"cesnus\": expected one of census, register");
}

/* One area's fault is told when that area is asked for: the others can be had. */
static void reports_faults_of_an_area_when_it_is_asked_for(void **state)
{
    static const char good[] = "good,M,0-4,1,2\ngood,M,5-9,1,2\ngood,M,10+,1,2\n"
                               "good,F,0,1,2\ngood,F,5,1,2\ngood,F,10+,1,2\n";
    static const struct {
        const char *rows;
        int code;
        const char *part;
    } faults[] = {
        {"bad,M,0,1,2\nbad,M,5,1,2\nbad,M,10+,1,2\n", COHORT_ERROR_MISSING,
         "area \"bad\", population: no row for year 2015, sex female, age 0-4"},
        {"bad,M,0,1,2\nbad,M,5,1,-2\nbad,M,10+,1,2\nbad,F,0,1,2\nbad,F,5,1,2\nbad,F,10+,1,2\n",
         COHORT_ERROR_VALUE, "line 9, column 2020: -2: expected a population, 0 or more"},
        {"bad,M,0-5,1,2\nbad,M,5-10,1,2\nbad,M,10+,1,2\n", COHORT_ERROR_GRID,
         "area \"bad\", population: ages 0-5 and 5-10 overlap: expected 0-4, 5-9"},
        {"bad,M,0-1,1,2\nbad,M,1-4,1,2\nbad,M,5+,1,2\n", COHORT_ERROR_GRID,
         "ages 0-1 and 1-4 overlap: expected 0, 1-4"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char text[1000];
        snprintf(text, sizeof text, "code,sex,age,2015,2020\n%s%s", good, faults[i].rows);
        cohort_table *table = read_good(text);
        cohort_stock stock;
        cohort_error error;
        assert_fails(cohort_table_population(table, "bad", "population", &stock, &error),
                     faults[i].code, error, faults[i].part);
        assert_ok(cohort_table_population(table, "good", "population", &stock, &error), error);
        assert_int_equal(stock.grid.steps, 1);
        assert_true(stock.cells[0] == 1 && stock.cells[11] == 2);
        cohort_stock_free(&stock);
        cohort_table_free(table);
    }
}

/* --- Areas and years --- */

static void finds_areas_and_years(void **state)
{
    cohort_table *table = read_good("name,area,variable,year,sex,age,value\n"
                                    "Zeta,z,qx,2020,M,0,1\nAlpha,a,population,2030,M,0,1\n"
                                    ",z,population,2015,M,0,1\nBeta,b,qx,2020,F,0,1\n"
                                    "Beta,b,qx,1990,M,0,1\nAlpha,a,population,2010,F,0,1\n");
    static const char *const areas[] = {"z", "a", "b"}, *const names[] = {"Zeta", "Alpha", "Beta"};
    assert_int_equal(cohort_table_area_count(table), 3);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(cohort_table_area(table, i), areas[i]);
        assert_string_equal(cohort_table_area_name(table, i), names[i]);
    }
    int first = 0, last = 0;
    cohort_error error;
    assert_ok(cohort_table_years(table, "a", "population", &first, &last, &error), error);
    assert_int_equal(first, 2010);
    assert_int_equal(last, 2030);
    assert_ok(cohort_table_years(table, "b", "qx", &first, &last, NULL), error);
    assert_int_equal(first, 1990);
    assert_int_equal(last, 2020);
    assert_fails(cohort_table_years(table, "b", "population", &first, &last, &error),
                 COHORT_ERROR_MISSING, error, "area \"b\" has no variable \"population\"");
    assert_fails(cohort_table_years(table, "c", "qx", &first, &last, &error), COHORT_ERROR_MISSING,
                 error, "there is no area \"c\"");
    assert_int_equal(first, 1990);
    cohort_table_free(table);
}

/* --- The same table in both layouts, in any order --- */

enum { AREAS = 150, AGES = 4, DATES = 3, LINES = AREAS * COHORT_SEXES * AGES };

/* A line's number takes its place in the file. */
static void shuffle(int *order, int count, uint64_t *seed)
{
    for (int i = 0; i < count; i++)
        order[i] = i;
    for (int i = count - 1; i > 0; i--) {
        int j = (int)(next_random(seed) * (i + 1)), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

static const char *age_of(int age)
{
    static const char *const ages[AGES] = {"0", "5-9", "10-14", "15+"};
    return ages[age];
}

static cohort_table *wide_table(const int *order, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "code,sex,age,2010,2015,2020\n");
    for (int i = 0; i < LINES; i++) {
        int line = order[i];
        used += (size_t)snprintf(text + used, size - used, "%03d,%s,%s,%d,%d.5,%d\n",
                                 line / (COHORT_SEXES * AGES), line / AGES % 2 ? "F" : "M",
                                 age_of(line % AGES), line, line + LINES, line + 2 * LINES);
    }
    return read_good(text);
}

static cohort_table *long_table(const int *order, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, LONG);
    for (int i = 0; i < LINES * DATES; i++) {
        int line = order[i] % LINES, date = order[i] / LINES;
        used += (size_t)snprintf(text + used, size - used, "%03d,population,%d,%s,%s,%d%s\n",
                                 line / (COHORT_SEXES * AGES), 2010 + 5 * date,
                                 line / AGES % 2 ? "female" : "male", age_of(line % AGES),
                                 line + date * LINES, date == 1 ? ".5" : "");
    }
    return read_good(text);
}

static void gives_the_same_in_both_layouts(void **state)
{
    static char text[1 << 18];
    static int wide_order[LINES], long_order[LINES * DATES];
    uint64_t seed = 31;
    for (int round = 0; round < 4; round++) {
        shuffle(wide_order, LINES, &seed);
        for (int i = 0; i < LINES && round == 0; i++)
            wide_order[i] = i; /* in order but for the years */
        shuffle(long_order, LINES * DATES, &seed);
        cohort_table *wide = wide_table(wide_order, text, sizeof text);
        cohort_table *tidy = long_table(long_order, text, sizeof text);
        assert_int_equal(cohort_table_count(wide), cohort_table_count(tidy));
        assert_int_equal(cohort_table_area_count(wide), AREAS);
        assert_int_equal(cohort_table_area_count(tidy), AREAS);
        for (int i = 0; i < AREAS; i++) {
            cohort_stock one, other;
            const char *area = cohort_table_area(wide, i);
            assert_int_equal(cohort_table_population(wide, area, "population", &one, NULL), 0);
            assert_int_equal(cohort_table_population(tidy, area, "population", &other, NULL), 0);
            assert_memory_equal(&one.grid, &other.grid, sizeof one.grid);
            for (size_t k = 0; k < cohort_cell(&one.grid, DATES, 0, 0); k++)
                assert_true(one.cells[k] == other.cells[k]);
            cohort_stock_free(&one);
            cohort_stock_free(&other);
        }
        cohort_table_free(wide);
        cohort_table_free(tidy);
    }
}

/* More columns than a workbook has; a line of over 1 MiB, with its number behind many others. */
static void refuses_what_is_too_wide(void **state)
{
    enum { COLUMNS = 16385, SHORT = 100000, LONG_LINE = (1 << 20) + 1 };
    static char text[20 * SHORT + LONG_LINE + 2];
    char *at = text + sprintf(text, "area,sex,age");
    cohort_table *table;
    cohort_error error;
    for (int i = 3; i < COLUMNS; i++)
        at += sprintf(at, ",%d", 1000 + i % 1000);
    assert_fails(read_bytes(text, (size_t)(at - text), NULL, &table, &error), COHORT_ERROR_FORMAT,
                 error, "line 1: 16385 columns: expected at most 16384, as a workbook has");
    at = text;
    for (int i = 0; i < SHORT; i++)
        at += sprintf(at, "a short line, %d\n", i);
    memset(at, 'x', LONG_LINE);
    at[LONG_LINE] = '\n';
    assert_fails(read_bytes(text, (size_t)(at - text) + LONG_LINE + 1, NULL, &table, &error),
                 COHORT_ERROR_FORMAT, error, "line 100001: longer than 1 MiB, the most of a line");
}

/* The first line of each area, in the order of the file. */
static void keeps_the_order_of_areas(void **state)
{
    static char text[1 << 18];
    static int order[LINES];
    bool seen[AREAS] = {false};
    uint64_t seed = 7;
    int next = 0;
    shuffle(order, LINES, &seed);
    cohort_table *table = wide_table(order, text, sizeof text);
    for (int i = 0; i < LINES; i++) {
        int area = order[i] / (COHORT_SEXES * AGES);
        if (!seen[area])
            assert_int_equal(atoi(cohort_table_area(table, next++)), area);
        seen[area] = true;
    }
    assert_int_equal(next, AREAS);
    cohort_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_dates_as_columns),
        cmocka_unit_test(reads_a_column_of_variables),
        cmocka_unit_test(refuses_malformed_tables),
        cmocka_unit_test(asks_for_a_variable_that_may_stand_there),
        cmocka_unit_test(reports_faults_of_an_area_when_it_is_asked_for),
        cmocka_unit_test(finds_areas_and_years),
        cmocka_unit_test(gives_the_same_in_both_layouts),
        cmocka_unit_test(refuses_what_is_too_wide),
        cmocka_unit_test(keeps_the_order_of_areas),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
