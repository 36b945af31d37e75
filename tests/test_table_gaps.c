/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables in which values of some areas cannot be read: what is asked about these areas fails and
 * says why, the rest is as in any table. */
#include "support/close.h"
#include "support/tables.h"

#include <cohort/table.h>

#include <stdio.h>
#include <string.h>

#define HEADER "area,variable,year,sex,age,value\n"
#define WIDE "code,sex,age,2015,2020\n"
#define WIDE_AREA(code, a, b, c)                                                                   \
    code ",M,0-4," a "\n" code ",M,5-9," b "\n" code ",M,10+,5,6\n" code ",F,0-4," c "\n" code     \
         ",F,5-9,7,8\n" code ",F,10+,7,8\n"

#define POPULATION(sex)                                                                            \
    "1,population,2015," sex ",0,1\n1,population,2015," sex ",5,1\n1,population,2015," sex         \
    ",10+,1\n"

#define LIFE_TABLE(sex) "1,qx,2015," sex ",0,0.5\n1,qx,2015," sex ",1+,0.9\n"

static cohort_table *read_gaps(const char *text)
{
    const cohort_table_options options = with_gaps();
    return parsed_table(text, "gaps.csv", &options);
}

/* Every text that is no number; the first of an area is told, in the order of the file. */
static void a_gap_is_only_of_its_area(void **state)
{
    static const struct {
        const char *cell, *why;
    } cases[] = {
        {"", "line 8, column 2020: the cell is empty: expected a finite number"},
        {"n.n.", "line 8, column 2020: \"n.n.\": expected a finite number"},
        {"NaN", "line 8, column 2020: \"NaN\": expected a finite number"},
        {"1e999", "line 8, column 2020: \"1e999\": expected a number within the range"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[500];
        cohort_stock stock;
        cohort_error error;
        int first = -1, last = -1;
        snprintf(text, sizeof text,
                 WIDE WIDE_AREA("A", "1,2", "3,4", "5,6") WIDE_AREA("B", "1,%s", "%s,4", "5,%s")
                     WIDE_AREA("C", "1,2", "3,4", "5,6"),
                 cases[i].cell, cases[i].cell, cases[i].cell);
        cohort_table *table = read_gaps(text), *strict = (void *)text;
        for (const char *area = "A"; area; area = *area == 'A' ? "C" : NULL) {
            assert_ok(cohort_table_population(table, area, "population", &stock, &error), error);
            assert_true(stock.cells[cohort_cell(&stock.grid, 1, COHORT_FEMALE, 1)] == 8.0);
            cohort_stock_free(&stock);
        }
        assert_fails(cohort_table_population(table, "B", "population", &stock, &error),
                     COHORT_ERROR_VALUE, error, cases[i].why);
        assert_fails(cohort_table_years(table, "B", "population", &first, &last, &error),
                     COHORT_ERROR_VALUE, error, cases[i].why);
        assert_true(first == -1 && last == -1);
        assert_fails(parse_table(text, "gaps.csv", NULL, &strict, &error), COHORT_ERROR_VALUE,
                     error, cases[i].why);
        assert_null(strict);
        cohort_table_free(table);
    }
}

/* Another variable of the area is untouched, as is the area beside the other's rows. */
static void a_gap_is_only_of_its_variable(void **state)
{
    cohort_table *table = read_gaps(HEADER "1,census,2015,both,all,10\n"
                                           "1,register,2015,both,all,x\n"
                                           "2,register,2015,both,all,20\n"
                                           "1,register,2016,both,all,y\n"
                                           "2,census,2015,both,all,\n"
                                           "1,register,2017,both,all,30\n");
    static const struct {
        const char *area, *variable;
        int year;
        double expected; /* 0: refused */
        const char *why;
    } asked[] = {
        {"1", "census", 2015, 10.0, ""},
        {"2", "register", 2015, 20.0, ""},
        {"1", "register", 2015, 0.0, "\"x\""},
        {"1", "register", 2016, 0.0, "line 3, column value"},
        {"1", "register", 2017, 0.0, "\"x\""},
        {"2", "census", 2015, 0.0, "line 6, column value"},
        {"2", "census", 2016, 0.0, "the cell is empty"},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        double value = -1.0;
        cohort_error error;
        int code = cohort_table_value(table, asked[i].area, asked[i].variable, asked[i].year,
                                      COHORT_BOTH, 0, COHORT_OPEN_END, &value, &error);
        if (asked[i].expected > 0.0)
            assert_true(code == COHORT_OK && value == asked[i].expected);
        else
            assert_fails(code, COHORT_ERROR_VALUE, error, asked[i].why);
        assert_true(asked[i].expected > 0.0 || value == -1.0);
    }
    assert_true(isnan(cohort_table_row(table, 1).value));
    assert_true(cohort_table_row(table, 5).value == 30.0);
    cohort_table_free(table);
}

/* Every kind of question has to look: inputs, a reference, rates; these do not fall back to those
 * of all areas. */
static void no_question_ignores_a_gap(void **state)
{
    static const char *const gaps[] = {"1,srb,2015,both,all,", "1,cwr,2015,both,all,",
                                       "1,survival,2015,male,0,", "1,population,2015,male,0,"};
    const cohort_grid grid = {.width = 5, .ages = 3, .start = 2015, .steps = 1};
    double rates[COHORT_SEXES * 3 * 2];
    cohort_error error;
    cohort_inputs *inputs;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        char text[4000];
        size_t used = (size_t)snprintf(text, sizeof text, "%s%sn.n.\n", HEADER, gaps[i]);
        for (size_t v = 0; v < sizeof gaps / sizeof *gaps; v++)
            if (v != i)
                used += (size_t)snprintf(text + used, sizeof text - used, "%s1\n", gaps[v]);
        for (int x = 0; x <= 55; x += 5)
            for (int sex = x ? 0 : 1; sex < 2; sex++)
                for (int v = 0; v < 2; v++)
                    used += (size_t)snprintf(text + used, sizeof text - used,
                                             "1,%s,2015,%s,%d%s,1\n", v ? "population" : "survival",
                                             sex ? "female" : "male", x, x == 55 ? "+" : "");
        cohort_table *table = read_gaps(text);
        const cohort_table *tables[] = {table};
        assert_fails(cohort_table_inputs(1, tables, "1", COHORT_IPSS, 2020, &inputs, &error),
                     COHORT_ERROR_VALUE, error, "line 2, column value: \"n.n.\"");
        cohort_table_free(table);
    }
    cohort_table *table = read_gaps(HEADER "1,rate,2015,both,all,?\nall,rate,2015,both,all,0.5\n");
    assert_fails(cohort_table_rates(table, "1", "rate", &grid, rates, &error), COHORT_ERROR_VALUE,
                 error, "line 2, column value: \"?\"");
    assert_ok(cohort_table_rates(table, "2", "rate", &grid, rates, &error), error);
    cohort_table_free(table);
    table = read_gaps(HEADER POPULATION("male") POPULATION("female") LIFE_TABLE("male")
                          LIFE_TABLE("female") "1,tfr,2015,female,all,\n");
    assert_fails(cohort_table_reference(table, "1", 2015, &inputs, &error), COHORT_ERROR_VALUE,
                 error, "line 12, column value: the cell is empty");
    cohort_table_free(table);
}

/* Rows in no order and many gaps: each area has its first. */
static void each_area_has_its_own(void **state)
{
    enum { AREAS = 40 };
    char text[8000] = HEADER;
    size_t used = strlen(text);
    for (int i = 0; i < 3 * AREAS; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,census,%d,both,all,x%d\n",
                                 i * 7 % AREAS, 2000 + i / AREAS, i);
    cohort_table *table = read_gaps(text);
    for (int i = 0; i < AREAS; i++) {
        char area[12], why[60];
        int first, last;
        cohort_error error;
        snprintf(area, sizeof area, "%d", i * 7 % AREAS);
        snprintf(why, sizeof why, "line %d, column value: \"x%d\"", i + 2, i);
        assert_fails(cohort_table_years(table, area, "census", &first, &last, &error),
                     COHORT_ERROR_VALUE, error, why);
    }
    cohort_table_free(table);
}

/* What is no value is as strict as ever. */
static void other_mistakes_are_refused(void **state)
{
    static const struct {
        const char *row, *why;
        int code;
    } cases[] = {
        {"1,census,2O15,both,all,3\n", "column year", COHORT_ERROR_VALUE},
        {"1,census,2015,nobody,all,-\n", "column sex", COHORT_ERROR_VALUE},
        {"1,census,2015,both,old,-\n", "column age", COHORT_ERROR_VALUE},
        {"1,census,2015,both,all,-\n1,census,2015,both,all,4\n", "expected each cell once",
         COHORT_ERROR_DUPLICATE},
        {"1,census,2015,both,all\n", "5 cells: expected 6", COHORT_ERROR_FORMAT},
    };
    const cohort_table_options options = with_gaps();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        cohort_table *table = (void *)text;
        cohort_error error;
        snprintf(text, sizeof text, "%s%s", HEADER, cases[i].row);
        assert_fails(parse_table(text, "gaps.csv", &options, &table, &error), cases[i].code, error,
                     cases[i].why);
        assert_null(table);
    }
}

/* Options that are none: a ratio per woman, or numbers of nothing. */
static void refuses_options_out_of_range(void **state)
{
    static const double ratios[] = {(double)NAN, 0.95, -95, 1e9, (double)INFINITY, 10001};
    cohort_error error;
    for (int i = 0; i < 9; i++) {
        cohort_table_options options = with_gaps();
        cohort_table *table;
        options.sex_ratio = i < 6 ? ratios[i] : 10000;
        options.dash = (cohort_dash)(i == 6 ? COHORT_DASH_MISSING + 1 : i == 7 ? -1 : 0);
        options.gaps = i == 8 ? 2 : 1;
        assert_fails(
            parse_table("area,sex,age,2015\nA,M,0-4,1\n", "in.csv", &options, &table, &error),
            COHORT_ERROR_ARGUMENT, error,
            i < 6   ? "expected 1 to 10000 men per 100 women, or 0"
            : i < 8 ? "expected 0 to 2"
                    : "gaps 2: expected 0 or 1");
        assert_null(table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gap_is_only_of_its_area),
        cmocka_unit_test(a_gap_is_only_of_its_variable),
        cmocka_unit_test(no_question_ignores_a_gap),
        cmocka_unit_test(each_area_has_its_own),
        cmocka_unit_test(other_mistakes_are_refused),
        cmocka_unit_test(refuses_options_out_of_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
