/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/indicators.h>
#include <cohort/table.h>

#include "support/close.h"
#include "support/files.h"
#include "support/tables.h"

#include <stdio.h>

#define HEADER "area,variable,year,sex,age,value\n"

static const char *const variables[] = {"population", "qx", "tfr", "census", NULL};

/* From a file; from memory it is the same. */
static int read_bytes(const char *bytes, size_t size, cohort_table **table, cohort_error *error)
{
    char path[SCRATCH_PATH];
    file_write(scratch_path("in.csv", path), bytes, size);
    const int code = cohort_table_read(path, variables, table, error);
    cohort_table *same = NULL;
    cohort_table_options options;
    cohort_sheets *sheets;
    cohort_error problem;
    cohort_table_options_init(&options);
    options.variables = variables;
    int code_in_memory = cohort_sheets_parse(bytes, size, path, &sheets, &problem);
    if (!code_in_memory)
        code_in_memory = cohort_table_from_sheets(sheets, &options, &same, &problem);
    assert_int_equal(code_in_memory, code);
    assert_true(!error || strcmp(problem.text, error->text) == 0);
    assert_int_equal(same ? cohort_table_count(same) : -1, code ? -1 : cohort_table_count(*table));
    cohort_table_free(same);
    return code;
}

static cohort_table *read_good(const char *text)
{
    cohort_table *table;
    cohort_error error;
    if (read_bytes(text, strlen(text), &table, &error))
        fail_msg("%s", error.text);
    return table;
}

static int read_table(const char *bytes, size_t size, void **out, cohort_error *error)
{
    cohort_table *table = *out;
    const int code = read_bytes(bytes, size, &table, error);
    *out = table;
    return code;
}

/* --- What cannot be read --- */

#define ROW(row) BYTES(HEADER "01223,population,2015,male,0,455\n" row "\n")

/* What else is refused: tests/test_messages.c. */
static void refuses_malformed_tables(void **state)
{
    static const struct malformed files[] = {
        {"header and blanks", BYTES(HEADER ",,,,,\n\n"), COHORT_ERROR_MISSING, "no rows"},
        {"missing column",
         BYTES(
             "area,variable,year,sex,value\n1,population,2015,male,1\n1,population,2015,male,2\n"),
         COHORT_ERROR_DUPLICATE, "each cell once (the header has no column \"age\" or 年齢)"},
        {"column twice", BYTES("area,variable,year,sex,age,value,age\n1,qx,2015,male,0,1,0\n"),
         COHORT_ERROR_DUPLICATE, "column \"age\" appears twice"},
        {"row twice", ROW("01223,population,2015,M,0,455"), COHORT_ERROR_DUPLICATE,
         "line 3: area, variable, year, sex and age are those of line 2"},
        {"row twice, out of order", ROW("00000,qx,2015,M,5,1\n01223,population,2015,male,0,1"),
         COHORT_ERROR_DUPLICATE, "line 4: area, variable, year, sex and age are those of line 2"},
        {"Shift-JIS that is none", BYTES(HEADER "\x8D\xAA\x85\xFA,population,2015,\x92\x6A,0,1\n"),
         COHORT_ERROR_FORMAT, "Shift-JIS"},
        {"UTF-16",
         BYTES("\xFF\xFE"
               "a\0r\0e\0a\0"),
         COHORT_ERROR_MISSING,
         "in.csv: no header in the first 60 lines, which begin with \"area\""},
        {"NUL", ROW("01223,population,2015,male,5,1\0"), COHORT_ERROR_FORMAT, "line 3: a NUL byte"},
        {"variable empty", ROW("01223,,2015,male,5,1"), COHORT_ERROR_VALUE,
         "column variable: the cell is empty"},
        {"year 2015.5", ROW("01223,population,2015.5,male,5,1"), COHORT_ERROR_VALUE,
         "line 3, column year: \"2015.5\": expected a whole year"},
        {"year empty", ROW("01223,population,,male,5,1"), COHORT_ERROR_VALUE, "column year"},
        {"age a date, other", ROW("01223,population,2015,male,Oct-14,1"), COHORT_ERROR_VALUE,
         "A spreadsheet has turned"},
        {"age a date in Japan", ROW("01223,population,2015,male,5月9日,1"), COHORT_ERROR_VALUE,
         "\"5月9日\": expected an age. A spreadsheet has turned"},
        {"age a date with year", ROW("01223,population,2015,male,2025-05-09,1"), COHORT_ERROR_VALUE,
         "A spreadsheet has turned"},
        {"age a date with slashes", ROW("01223,population,2015,male,5/9,1"), COHORT_ERROR_VALUE,
         "A spreadsheet has turned"},
        {"age of 30 digits", ROW("01223,population,2015,male,111111111111111111111111111111,1"),
         COHORT_ERROR_VALUE, "column age"},
        {"age with another unit", ROW("01223,population,2015,male,5年,1"), COHORT_ERROR_VALUE,
         "an age"},
        {"year with unit", ROW("01223,population,2015人,male,5,1"), COHORT_ERROR_VALUE,
         "\"2015人\": expected a whole year, such as 2015, without a unit: remove 人"},
        {"unit", ROW("01223,population,2015,male,5,１２歳"), COHORT_ERROR_VALUE,
         "\"１２歳\": expected a finite number, such as 1234.5, without a unit: remove 歳"},
    };
    assert_malformed(sizeof files / sizeof *files, files, read_table);
}

static void cuts_long_values(void **state)
{
    char text[4000] = HEADER "1,population,2015,";
    size_t used = strlen(text);
    memset(text + used, 'x', sizeof text - used - 1);
    strcpy(text + sizeof text - 10, ",0,1\n");
    cohort_table *table;
    cohort_error error;
    assert_int_equal(read_bytes(text, strlen(text), &table, &error), COHORT_ERROR_VALUE);
    assert_true(strlen(error.text) < 200);
    assert_non_null(strstr(error.text, "xxx...\": expected male"));
}

/* --- What can --- */

static void reads_forms_of_tables(void **state)
{
    cohort_table *table = read_good("\xEF\xBB\xBF"
                                    "備考,value,age,sex,year,variable,area,\r\n"
                                    "\"あ,\n い\",455.5,5-9,女,2020,population,01223,\r\n"
                                    ",\"1\",90+,male,-5,population, 根室市 ,\r\n"
                                    ",,,,,,,\r\n"
                                    ",2,10–14,F,2020,population,01223,\r\n"
                                    ",3,all,both,2020,population,01223,\r\n"
                                    ",1e3,7,m,2020,population,00,");
    assert_int_equal(cohort_table_count(table), 5);
    assert_row(cohort_table_row(table, 0), "01223", 2020, COHORT_FEMALE, 5, 9, 455.5, 2);
    assert_row(cohort_table_row(table, 1), "根室市", -5, COHORT_MALE, 90, COHORT_OPEN_END, 1, 4);
    assert_row(cohort_table_row(table, 2), "01223", 2020, COHORT_FEMALE, 10, 14, 2, 6);
    assert_row(cohort_table_row(table, 3), "01223", 2020, COHORT_BOTH, 0, COHORT_OPEN_END, 3, 7);
    assert_row(cohort_table_row(table, 4), "00", 2020, COHORT_MALE, 7, COHORT_AGE_GROUP, 1000, 8);
    assert_null(cohort_table_row(table, 5).area);
    assert_null(cohort_table_row(table, -1).area);
    cohort_table_free(table);
    cohort_table_free(NULL);
}

static void finds_values(void **state)
{
    cohort_table *table = fixture("nemuro_published.csv");
    cohort_error error;
    double value = 0;
    assert_int_equal(cohort_table_value(table, "01223", "census", 2015, COHORT_BOTH, 0,
                                        COHORT_OPEN_END, &value, &error),
                     COHORT_OK);
    assert_true(value == 26917);
    assert_int_equal(
        cohort_table_value(table, "01223", "census", 2015, COHORT_BOTH, 15, 64, &value, &error),
        COHORT_OK);
    assert_true(value == 15573);
    check_failure(
        "year",
        cohort_table_value(table, "01223", "census", 1995, COHORT_BOTH, 15, 64, &value, &error),
        COHORT_ERROR_MISSING, &error,
        "nemuro_published.csv: area \"01223\", census: no row for year 1995, sex both, "
        "age 15-64");
    check_failure(
        "variable",
        cohort_table_value(table, "01223", "rain", 2015, COHORT_BOTH, 15, 64, &value, &error),
        COHORT_ERROR_MISSING, &error, "area \"01223\" has no variable \"rain\"");
    check_failure(
        "area",
        cohort_table_value(table, "01224", "census", 2015, COHORT_BOTH, 15, 64, &value, &error),
        COHORT_ERROR_MISSING, &error, "there is no area \"01224\"");
    assert_true(value == 15573);
    cohort_table_free(table);
}

/* Every row is found again, whatever order the file has. */
static void finds_each_row(void **state)
{
    char text[20000] = HEADER;
    size_t used = strlen(text);
    for (int i = 0; i < 400; i++) {
        int k = i * 171 % 400; /* 171 and 400 have no common divisor */
        used += (size_t)snprintf(text + used, sizeof text - used, "%02d,qx,%d,%s,%d,%d\n", k % 5,
                                 2000 + k / 5 % 8, k / 40 % 2 ? "male" : "female", k / 80, k);
    }
    cohort_table *table = read_good(text);
    assert_int_equal(cohort_table_count(table), 400);
    for (int i = 0; i < 400; i++) {
        const cohort_row row = cohort_table_row(table, i);
        double value = -1;
        assert_int_equal(row.line, i + 2);
        assert_int_equal(cohort_table_value(table, row.area, row.variable, row.year, row.sex,
                                            row.age_from, row.age_to, &value, NULL),
                         COHORT_OK);
        assert_true(value == row.value && value == i * 171 % 400);
    }
    cohort_table_free(table);
}

static void says_where_a_zero_was_lost(void **state)
{
    cohort_table *table =
        read_good(HEADER "1223,census,2015,both,all,26917\n0223,census,2015,both,all,1\n");
    cohort_stock stock;
    cohort_error error;
    double value;
    check_failure(
        "value",
        cohort_table_value(table, "01223", "census", 2015, COHORT_BOTH, 0, COHORT_OPEN_END, &value,
                           &error),
        COHORT_ERROR_MISSING, &error,
        "there is no area \"01223\", but there is \"1223\": a spreadsheet may have removed");
    check_failure("population", cohort_table_population(table, "0001223", "census", &stock, &error),
                  COHORT_ERROR_MISSING, &error, "there is \"1223\"");
    check_failure("zero too few", cohort_table_population(table, "223", "census", &stock, &error),
                  COHORT_ERROR_MISSING, &error, "there is no area \"223\", but there is \"0223\"");
    check_failure("zeros", cohort_table_population(table, "000", "census", &stock, &error),
                  COHORT_ERROR_MISSING, &error, "there is no area \"000\"");
    cohort_table_free(table);
}

/* --- Populations --- */

/* Rows of ages 0-4, 5-9, 10+ for both sexes, values from `first` on. */
#define MALE(year, a, b, c)                                                                        \
    "1,population," year ",male,0," a "\n1,population," year ",male,5," b "\n1,population," year   \
    ",male,10+," c "\n"
#define FEMALE(year, a, b, c)                                                                      \
    "1,population," year ",female,0-4," a "\n1,population," year ",female,5-9," b                  \
    "\n1,population," year ",female,10+," c "\n"
#define DATE(year) MALE(year, "1", "2", "3") FEMALE(year, "4", "5", "6")

static void reads_populations(void **state)
{
    cohort_table *table = read_good(HEADER FEMALE(
        "2020", "10", "11", "12.5") "1,population,2015,both,0-14,99\n1,population,2015,M,all,8\n"
                                    "1,population,2014,M,all,99\n1,population,2015,both,0-9,11\n1,"
                                    "population,2020,both,10,21.5\n"
                                    "2,population,2015,M,3,99\n1,qx,2015,M,0,0.5\n" MALE(
                                        "2020", "7", "8", "9") DATE("2015"));
    cohort_stock stock;
    assert_int_equal(cohort_table_population(table, "1", "population", &stock, NULL), COHORT_OK);
    assert_int_equal(stock.grid.width, 5);
    assert_int_equal(stock.grid.ages, 3);
    assert_int_equal(stock.grid.start, 2015);
    assert_int_equal(stock.grid.steps, 1);
    static const double expected[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5};
    for (int i = 0; i < 12; i++)
        assert_true(stock.cells[i] == expected[i]);
    cohort_stock_free(&stock);
    cohort_table_free(table);
}

static void reads_the_published_populations(void **state)
{
    cohort_table *table = fixture("ipss2018.csv");
    cohort_stock stock;
    cohort_error error;
    assert_int_equal(cohort_table_population(table, "01223", "population", &stock, &error),
                     COHORT_OK);
    assert_int_equal(stock.grid.width, 5);
    assert_int_equal(stock.grid.ages, 19);
    assert_int_equal(stock.grid.start, 2015);
    assert_int_equal(stock.grid.steps, 6);
    /* fixtures/README.md */
    static const struct {
        int year, total;
    } known[] = {{2015, 26917}, {2025, 22005}, {2030, 19610}, {2035, 17330}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(cohort_total(&stock, known[i].year) == known[i].total);
    cohort_stock_free(&stock);
    cohort_table_free(table);
}

static void refuses_populations_off_the_grid(void **state)
{
    static const struct {
        const char *name, *text;
        int code;
        const char *part;
    } tables[] = {
        {"negative", HEADER MALE("2015", "1", "-2", "3") FEMALE("2015", "1", "2", "3"),
         COHORT_ERROR_VALUE, "in.csv, line 3: -2: expected a population, 0 or more"},
        {"gap in ages", HEADER DATE("2015") "1,population,2015,male,25,1\n", COHORT_ERROR_GRID,
         "line 8: age 25: expected the group 10+, as in the other rows"},
        {"one age", HEADER "1,population,2015,male,0,1\n", COHORT_ERROR_GRID, "is not open"},
        {"two groups",
         HEADER "1,population,2015,M,0,1\n1,population,2015,M,5+,1\n"
                "1,population,2015,F,0,1\n1,population,2015,F,5+,1\n",
         COHORT_ERROR_GRID, "2 age groups"},
        {"open and closed", HEADER DATE("2015") "1,population,2020,male,10,1\n", COHORT_ERROR_GRID,
         "line 8: age 10: expected the group 10+"},
        {"band that is no sum", HEADER DATE("2015") "1,population,2015,male,5+,1\n",
         COHORT_ERROR_VALUE, "line 8: 1 persons, year 2015, sex male, age 5+, where its parts"},
        {"first age and range", HEADER DATE("2015") "1,population,2015,male,0-4,1\n",
         COHORT_ERROR_DUPLICATE, "line 8: age 0 is given as a first age and as a range"},
        {"total of both sexes", HEADER DATE("2015") "1,population,2015,both,all,99\n",
         COHORT_ERROR_VALUE,
         "in.csv, line 8: 99 persons, year 2015, sex both, age all, where its parts add up to 21"},
        {"total of a group", HEADER DATE("2015") "1,population,2015,both,10+,11\n",
         COHORT_ERROR_VALUE, "age 10+, where its parts add up to 9"},
        {"total of a band", HEADER DATE("2015") "1,population,2015,both,0-9,9\n",
         COHORT_ERROR_VALUE, "age 0-9, where its parts add up to 12"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        cohort_table *table = read_good(tables[i].text);
        static const double anything[1] = {0};
        const cohort_stock before = {.cells = NULL};
        cohort_stock stock = {{1, 1, 1, 1}, anything};
        cohort_error error;
        int code = cohort_table_population(table, "1", "population", &stock, &error);
        check_failure(tables[i].name, code, tables[i].code, &error, tables[i].part);
        assert_memory_equal(&stock, &before, sizeof stock);
        cohort_table_free(table);
    }
}

static void reads_a_single_date(void **state)
{
    cohort_table *table = read_good(HEADER DATE("2015"));
    cohort_stock stock;
    assert_int_equal(cohort_table_population(table, "1", "population", &stock, NULL), COHORT_OK);
    assert_int_equal(stock.grid.steps, 0);
    cohort_stock_free(&stock);
    cohort_table_free(table);
}

/* --- The reference area --- */

static void check_last_year(const cohort_table *table, int last_year, int steps)
{
    cohort_inputs *inputs;
    cohort_error error;
    if (cohort_table_reference(table, "00000", last_year, &inputs, &error))
        fail_msg("%s", error.text);
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    assert_int_equal(grid->start, 2015);
    assert_int_equal(grid->width, 5);
    assert_int_equal(grid->ages, 19);
    assert_int_equal(grid->steps, steps);
    /* published, fixtures/japan.csv; TFR of 2020 over the cwr of 2020 */
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    assert_true(base[0] == 2560742);
    double tfr = cohort_inputs_view(inputs, COHORT_TFR_PER_CWR)[0] *
                 cohort_inputs_view(inputs, COHORT_CWR)[0];
    double published;
    assert_int_equal(cohort_table_value(table, "00000", "tfr", 2020, COHORT_FEMALE, 0,
                                        COHORT_OPEN_END, &published, NULL),
                     COHORT_OK);
    assert_true(fabs(tfr - published) < 1e-14); /* one division and one multiplication */
    cohort_inputs_free(inputs);
}

static void reads_the_reference(void **state)
{
    cohort_table *table = fixture("japan.csv");
    check_last_year(table, 2020, 1);
    check_last_year(table, 2045, 6);
    check_last_year(table, 2065, 10);
    static const struct {
        const char *area;
        int year, code;
        const char *part;
    } failures[] = {
        {"00000", 2070, COHORT_ERROR_GRID,
         "last year 2070: expected one of its dates, the last "
         "of which is 2065"},
        {"00000", 2043, COHORT_ERROR_GRID, "last year 2043"},
        {"00000", 1990, COHORT_ERROR_GRID, "last year 1990"},
        {"01223", 2045, COHORT_ERROR_MISSING, "there is no area \"01223\""},
    };
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        char other;
        cohort_inputs *inputs = (void *)&other;
        cohort_error error;
        int code =
            cohort_table_reference(table, failures[i].area, failures[i].year, &inputs, &error);
        check_failure("reference", code, failures[i].code, &error, failures[i].part);
        assert_null(inputs);
    }
    cohort_table_free(table);
}

/* Rows of population that have groups 15-49, at one date. */
static size_t add_date(char *text, size_t size, int year)
{
    size_t used = 0;
    for (int sex = 0; sex < 2; sex++)
        for (int age = 0; age <= 60; age += 5)
            used += (size_t)snprintf(text + used, size - used, "1,population,%d,%s,%d%s,100\n",
                                     year, sex ? "female" : "male", age, age == 60 ? "+" : "");
    return used;
}

/* qx of both sexes, ages 0 .. last. */
static size_t add_life_table(char *text, size_t size, int year, int last)
{
    size_t used = 0;
    for (int sex = 0; sex < 2; sex++)
        for (int age = 0; age <= last; age++)
            used += (size_t)snprintf(text + used, size - used, "1,qx,%d,%s,%d%s,0.01\n", year,
                                     sex ? "female" : "male", age, age == last ? "+" : "");
    return used;
}

static void refuses_references_with_gaps(void **state)
{
    static const struct {
        const char *name, *rows;
        int code;
        const char *part;
    } tables[] = {
        {"no rates", "", COHORT_OK, ""},
        {"rates", "1,tfr,2015,female,all,1.4\n1,tfr,2020,F,all,1.5\n", COHORT_OK, ""},
        {"one sex alone", "1,qx,2020,male,0,0.5\n", COHORT_ERROR_MISSING,
         "area \"1\", qx: no rows for 2020, female: expected both sexes"},
        {"tfr of one date", "1,tfr,2015,female,all,1.4\n", COHORT_OK, ""},
        {"tfr of mothers' ages", "1,tfr,2015,both,15-49,1.4\n", COHORT_OK, ""},
        {"tfr of births of boys, it says", "1,tfr,2015,male,all,1.4\n", COHORT_OK, ""},
        {"tfr of an age group", "1,tfr,2015,female,20-24,1.4\n", COHORT_ERROR_MISSING,
         "no row (female, all) for"},
        {"tfr missing", "1,tfr,2010,female,all,1.4\n1,tfr,2015,female,all,1.4\n",
         COHORT_ERROR_MISSING,
         "area \"1\", tfr: no row (female, all) for 2020: expected one for each date, or none"},
        {"tfr of both", "1,tfr,2015,both,all,1.4\n1,tfr,2020,T,all,1.5\n", COHORT_OK, ""},
        {"tfr negative", "1,tfr,2015,female,all,-1.4\n1,tfr,2020,F,all,1.5\n", COHORT_ERROR_VALUE,
         ": tfr -1.4: expected children per woman"},
        {"gap in qx", "1,qx,2020,male,0,0\n1,qx,2020,male,2+,1\n1,qx,2020,female,0+,1\n",
         COHORT_ERROR_VALUE,
         "area \"1\", qx, 2020, male: qx at age 0: 0, in groups wider than a year"},
        {"qx of groups", "1,qx,2020,male,0-4,0\n1,qx,2020,male,5+,1\n1,qx,2020,female,0,1\n",
         COHORT_ERROR_VALUE, "qx at age 0: 0, in groups wider than a year: expected more than 0"},
        {"qx overlapping", "1,qx,2020,male,0-2,0\n1,qx,2020,male,1+,1\n1,qx,2020,female,0,1\n",
         COHORT_ERROR_GRID, "age 0 to 2, and the next from 1: expected no gap"},
        {"qx from 1", "1,qx,2020,male,1,0\n1,qx,2020,male,2+,1\n1,qx,2020,female,0,1\n",
         COHORT_ERROR_GRID, "age 1: expected ages from 0 on"},
        {"qx not open", "1,qx,2020,male,0,0\n1,qx,2020,male,1,1\n1,qx,2020,female,0,1\n",
         COHORT_ERROR_GRID, "the last age is not open: expected it written as 1+"},
        {"qx per 1,000", "1,qx,2020,male,0,606.6\n1,qx,2020,male,1+,1\n1,qx,2020,female,0,1\n",
         COHORT_ERROR_VALUE, "qx at age 0: 606.6: expected 0 to 1; is it per 1,000 (0.6066)?"},
        {"qx above 1", "1,qx,2020,male,0,1.5\n1,qx,2020,male,1+,1\n1,qx,2020,female,0,1\n",
         COHORT_ERROR_VALUE, "qx, 2020, male: "},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        static char text[20000];
        size_t used = (size_t)snprintf(text, sizeof text, "%s", HEADER);
        used += add_date(text + used, sizeof text - used, 2015);
        used += add_date(text + used, sizeof text - used, 2020);
        used += add_life_table(text + used, sizeof text - used, 2015, 100);
        snprintf(text + used, sizeof text - used, "%s", tables[i].rows);
        cohort_table *table = read_good(text);
        cohort_table_set_rate_limits(table, COHORT_ANY_RATES); /* one qx at every age */
        cohort_inputs *inputs = NULL;
        cohort_error error;
        int code = cohort_table_reference(table, "1", 2020, &inputs, &error);
        check_failure(tables[i].name, code, tables[i].code, &error, tables[i].part);
        assert_true((code == COHORT_OK) == (inputs != NULL));
        cohort_inputs_free(inputs);
        cohort_table_free(table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_malformed_tables),
        cmocka_unit_test(cuts_long_values),
        cmocka_unit_test(reads_forms_of_tables),
        cmocka_unit_test(finds_values),
        cmocka_unit_test(finds_each_row),
        cmocka_unit_test(says_where_a_zero_was_lost),
        cmocka_unit_test(reads_populations),
        cmocka_unit_test(reads_the_published_populations),
        cmocka_unit_test(refuses_populations_off_the_grid),
        cmocka_unit_test(reads_a_single_date),
        cmocka_unit_test(reads_the_reference),
        cmocka_unit_test(refuses_references_with_gaps),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
