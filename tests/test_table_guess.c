/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What could be taken for something else without a word: marks on headings, units, thousands, dates of
 * titles, dates without persons. Each is read as it is meant, or refused. */
#include "support/close.h"
#include "support/tables.h"

#include <cohort/table.h>

#include <stdio.h>
#include <string.h>

/* The small town of check_small_town. */
#define HEAD "コード,性別,年齢,"
#define CELLS(end)                                                                                 \
    "A,男,0～4歳,1,11" end "\nA,男,5～9歳,2,12" end "\nA,男,10歳以上,3,13" end                     \
    "\nA,女,0～4歳,4,14" end "\nA,女,5～9歳,5,15" end "\nA,女,10歳以上,6,16" end "\n"
#define TWO CELLS("")
#define LONG                                                                                       \
    "A,男,0～4歳,2015,1\nA,男,5～9歳,2015,2\nA,男,10歳以上,2015,3\n"                     \
    "A,女,0～4歳,2015,4\nA,女,5～9歳,2015,5\nA,女,10歳以上,2015,6\n"

static int parse(const char *text, cohort_table **table, cohort_error *error)
{
    const cohort_table_options options = with_gaps();
    return parse_table(text, "in.csv", &options, table, error);
}

/* The population of A from 2015 on is as above, in units of `unit` persons. */
static void check_town(const char *text, int dates, double unit)
{
    const cohort_table_options options = with_gaps();
    cohort_table *table = parsed_table(text, "in.csv", &options);
    assert_int_equal(check_small_town(text, table, "A", 2015, unit), dates);
    assert_int_equal(cohort_table_unit(table), unit);
    cohort_table_free(table);
}

/* A mark on a heading takes nothing from what it says; of the same figures twice those without count. */
static void marks_leave_no_date_out(void **state)
{
    static const char *const marked[] = {"2020年（速報）",  "2020年速報値", "2020年（推計）",
                                         "2020（見込）",    "2020年 ※",     "2020年*",
                                         "2020年 注1)",     "2020年(注)",   "2020年（不詳補完値）",
                                         "令和2年（概数）", "2020年国調",   "2019年度末",
                                         "2020 (p)",        "2020 est.",    "2020 1)"};
    char text[1000];
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        snprintf(text, sizeof text, HEAD "2015年,%s\n" TWO, marked[i]);
        check_town(text, 2, 1);
    }
    check_town(HEAD "2015年（実績）,2020年（速報）\n" TWO, 2, 1);
    check_town(HEAD "2015年,2020年,2020年（速報）\n" CELLS(",7"), 2, 1);
    check_town(
        "コード,年,性別,0～4歳 注2),5～9歳（見込）,10歳以上※\nA,2015,男,1,2,3\nA,2015,女,4,5,6\n",
        1, 1);
    check_town(
        "コード,年齢,年,男 1),女\nA,0～4歳,2015,1,4\nA,5～9歳,2015,2,5\nA,10歳以上注1),2015,3,6\n",
        1, 1);
    check_town(
        "コード,年齢,2015年,,\n,,男,女,世帯数\nA,0～4歳,1,4,9\nA,5～9歳,2,5,9\nA,10歳以上,3,6,9\n",
        1, 1);
}

/* The file is refused, for the reason given. */
static void check_refusal(const char *text, const char *message)
{
    cohort_table *table;
    cohort_error error;
    const int code = parse(text, &table, &error);
    if (!code || !strstr(error.text, message))
        fail_msg("%s%d: %s", text, code, code ? error.text : "");
    cohort_table_free(table);
}

/* The unit of persons, wherever it stands and however it is written. */
static void units_are_read_or_refused(void **state)
{
    static const struct {
        const char *unit;
        double persons;
    } titles[] = {{"単位：1,000人", 1000},
                  {"（単位：1千人）", 1000},
                  {"1000人", 1000},
                  {"千 人", 1000},
                  {"（千人、％）", 1000},
                  {"単位　千人，％", 1000},
                  {"架空町の人口 (000s)", 1e3},
                  {"'000s", 1000},
                  {"x 1 000", 1000},
                  {"Unit: 1000 persons", 1e3},
                  {"in 1 000 persons", 1e3},
                  {"[千人]", 1000},
                  {"Persons (thousands)", 1e3},
                  {"（単位：万人）", 10000},
                  {"単位：百人", 100},
                  {"in millions", 1e6},
                  {"単位：人", 1},
                  {"（人）", 1},
                  {"（実数：千人）", 1000},
                  {"（総人口：千人、割合：％）", 1000},
                  {"千人単位", 1000},
                  {"※単位は千人", 1000},
                  {"Population (x1000)", 1000},
                  {"人口10万人以上の市", 1},
                  {"人口は2,015人", 1},
                  {"Population in 2015", 1}};
    char text[1000];
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        snprintf(text, sizeof text, "\"%s\",,,,\n" HEAD "2015年,2020年\n" TWO, titles[i].unit);
        check_town(text, 2, titles[i].persons);
    }
    check_town(HEAD "2015年,2020年\n,,,（千人）,\n" TWO, 2, 1000);
    check_town(HEAD "2015年('000),2020年（1 000人）\n" TWO, 2, 1000);
    static const struct {
        const char *column;
        double persons;
    } columns[] = {{"pop_1000", 1e3},        {"pop1000", 1e3},           {"persons_1000", 1e3},
                   {"value_1000", 1e3},      {"population (1000)", 1e3}, {"population x1000", 1e3},
                   {"population/1000", 1e3}, {"persons_thousand", 1e3},  {"population_tsd", 1e3},
                   {"人口_千人", 1e3},       {"人口（万人）", 1e4},      {"population_10000", 1e4},
                   {"population_mio", 1e6}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        snprintf(text, sizeof text, HEAD "年,%s\n" LONG, columns[i].column);
        check_town(text, 1, columns[i].persons);
    }
    check_town(HEAD "2015年_1000,2020年_1000\n" TWO, 2, 1000);
    check_town(HEAD "2015年,2020年,単位\n" CELLS(",千人"), 2, 1000);
    check_town(HEAD "2015年,2020年,UNIT_MULT\n" CELLS(",3"), 2, 1000);
    check_town(HEAD "2015年,2020年,SCALAR_FACTOR\n" CELLS(",thousands"), 2, 1000);
    check_town(HEAD "2015年,2020年,unit\n" CELLS(",THS"), 2, 1000);
    check_town(HEAD "2015年,2020年,unit\n" CELLS(",NR"), 2, 1);
    check_town("コード,性別,年齢（千人）,2015年,2020年\n" TWO, 2, 1000);
    check_refusal("単位：数人\n" HEAD "2015年,2020年\n" TWO,
                  "the unit in \"単位：数人\" cannot be read");
    check_refusal("数値は千人単位で表示\n" HEAD "2015年,2020年\n" TWO,
                  "the unit in \"数値は千人単位で表示\" cannot be read");
    check_refusal("Figures are in thousands.\n" HEAD "2015年,2020年\n" TWO, "cannot be read");
    check_refusal(HEAD "2015年,2020年,単位\n" CELLS(",数人"), "line 2, column 単位: \"数人\"");
    check_refusal(HEAD "2015年,2020年\n" TWO "（単位：千人）\n",
                  "\"（単位：千人）\" is below the table");
}

/* A point or comma before three digits may be one of thousands, unless another figure shows that it is
 * not. */
static void points_of_thousands_are_refused(void **state)
{
    static const struct {
        const char *one, *other;
        int refused;
    } cases[] = {{"5.194", "12", 1},   {"5.194", "999.999", 1}, {"5.194", "0.500", 0},
                 {"5.194", "5.19", 0}, {"5.194", "1000", 0},    {"5.194", "1000.125", 0},
                 {"12.5", "12", 0},    {"1000", "12", 0}};
    char text[400];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int semicolons = 0; semicolons < 2; semicolons++) {
            snprintf(text, sizeof text, "area,sex,age,2015\nA,M,0-4,%s\nA,F,0-4,%s\nA,M,5+,12\n",
                     cases[i].one, cases[i].other);
            for (char *at = text; *at && semicolons; at++)
                *at = *at == ',' ? ';' : *at == '.' ? ',' : *at;
            cohort_table *table;
            cohort_error error;
            const int code = parse(text, &table, &error);
            if ((code != 0) != cases[i].refused)
                fail_msg("%s%d: %s", text, code, code ? error.text : "");
            if (code)
                assert_non_null(strstr(error.text, "line 2, column 2015: \"5"));
            cohort_table_free(table);
        }
    check_refusal("area,sex,age,2015\nA,M,0-4,0.01\nA,F,0-4,9\n", "nothing says what the figures");
    check_refusal("area,sex,age,2015\nA,M,0-4,5.194\n", "--title \"人\"");
    cohort_table *table;
    cohort_error error;
    assert_ok(parse("（単位：人）\narea,sex,age,2015\nA,M,0-4,5.194\n", &table, &error), error);
    cohort_table_free(table);
    assert_ok(parse("area,sex,age,2015\nA,M,0-4,\"5,194\"\n", &table, &error), error);
    cohort_table_free(table);
    assert_ok(parse("area,sex,age,2015\nA,M,0-4,\"2.660,0\"\nA,M,5+,1.234.567\nA,F,all,12人\n",
                    &table, &error),
              error);
    assert_true(cohort_table_row(table, 0).value + cohort_table_row(table, 1).value == 1237227.0);
    assert_true(cohort_table_row(table, 2).value == 12.0);
    assert_string_equal(cohort_table_note(table, 0),
                        "points are read as of thousands, as in \"1.234.567\"");
    cohort_table_free(table);
    static const char *const shown[] = {"area,sex,age,2015\nA,M,0-4,5.194\nA,M,5+,1.234.567\n",
                                        "area;sex;age;2015\nA;M;0-4;5,194\nA;M;5+;1,234,567\n"};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        assert_ok(parse(shown[i], &table, &error), error);
        assert_true(cohort_table_row(table, 0).value == 5194.0);
        assert_int_equal(notes_with(table, "are read as of thousands, as in \"1"), 1);
        cohort_table_free(table);
    }
    check_refusal("area,sex,age,2015\nA,M,0-4,5.194\nA,M,5-9,1.234.567\nA,M,10+,5.1\n",
                  "line 2, column 2015: \"5.194");
}

/* A date at which nobody is counted is none. */
static void dates_of_zeros_are_left_out(void **state)
{
    cohort_table *table;
    cohort_stock stock;
    cohort_error error;
    assert_ok(parse("area,sex,age,2015,2020,2025\nA,M,0-4,0,1,2\nA,M,5-9,0,0,2\nA,M,10+,0,1,2\n"
                    "A,F,0-4,0,3,2\nA,F,5-9,-,4,2\nA,F,10+,0,1,2\nB,M,0-4,1,1,1\n",
                    &table, &error),
              error);
    assert_string_equal(cohort_table_note(table, 0),
                        "1 date of areas with no number, only 0, \"-\" or nothing, left out");
    assert_ok(cohort_table_population(table, "A", "population", &stock, &error), error);
    assert_int_equal(stock.grid.start, 2020);
    assert_true(stock.cells[cohort_cell(&stock.grid, 0, COHORT_MALE, 1)] == 0.0);
    cohort_stock_free(&stock);
    cohort_table_free(table);
}

/* Of several dates in titles that of the figures counts. */
static void dates_of_titles_are_weighed(void **state)
{
    static const char *const good[] = {"令和5年3月作成\n2015年10月1日現在\n",
                                       "2015年10月1日現在\n作成日：2023年3月31日\n",
                                       "2005年 合併後の境域\n2015年国勢調査\n",
                                       "2023年公表、平成27年国勢調査\n",
                                       "\"Census 2015, published 2018\"\n",
                                       "\"2015 census, published 2018\"\n",
                                       "as of 1 October 2015 (created 2020)\n",
                                       "2010年～2020年\n2015年\n",
                                       "第2期総合戦略（2020～2024年度）\n2015年の人口\n",
                                       "令和2年度から令和6年度の計画\n平成27年\n",
                                       "平成27年（2015年）\n",
                                       "2015年\n単位：1000人\n",
                                       "国勢調査 2015年 (2023年更新)\n",
                                       "平成27年の人口 2015年\n",
                                       "2000年～ 町の人口 2015年10月1日現在\n",
                                       "昭和55年から公表している人口 2015年10月1日現在\n",
                                       "平成26年度末現在\n",
                                       "2014年度末の人口（2010年度末～2019年度末の計画）\n"};
    char text[1000];
    cohort_table *table;
    cohort_error error;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        snprintf(text, sizeof text, "%sコード,年齢,男,女\nA,0～4歳,1,4\nA,5歳以上,2,5\n", good[i]);
        if (parse(text, &table, &error))
            fail_msg("%s%s", text, error.text);
        if (cohort_table_row(table, 0).year != 2015)
            fail_msg("%s%d", text, cohort_table_row(table, 0).year);
        cohort_table_free(table);
    }
    assert_ok(parse(text, &table, &error), error);
    assert_string_equal(cohort_table_note(table, 0),
                        "read as: a row for each area, age; columns are sexes; the date is 2015");
    cohort_table_free(table);
    check_refusal("2010年から2020年の人口\nコード,年齢,男,女\nA,0～4歳,1,4\n",
                  "the titles say two dates, 2010 and 2020: expected that of the figures (--title "
                  "2010 would say it)");
    check_refusal("2010年と2020年\nコード,年齢,男,女\nA,0～4歳,1,4\n",
                  "the titles say two dates, 2010 and 2020: expected that of the figures (--title "
                  "2010 would say it)");
    check_refusal("2023年作成\nコード,年齢,男,女\nA,0～4歳,1,4\n", "no title says of which date");
}

/* Thousands to one decimal: parts and sum are each off by up to 50 persons, so these by 150, and no
 * more. */
static void sums_are_rounded_in_their_unit(void **state)
{
    static const struct {
        const char *sum, *male, *female, *message; /* NULL: taken */
    } cases[] = {{"0.7", "0.3", "0.3", NULL},
                 {"0.5", "0.3", "0.3", NULL},
                 {"4.9", "2.5", "2.5", NULL},
                 {"0.8", "0.3", "0.3", "where its parts add up to 600"},
                 {"0.4", "0.3", "0.3", "where its parts add up to 600"},
                 {"0.70", "0.31", "0.30", "where its parts add up to 610"},
                 {"16.11", "8.05", "8.05", NULL}, /* 10 persons: 0.06 % */
                 {"0.31", "0.15", "0.15", NULL},
                 {"0.33", "0.15", "0.15", "where its parts add up to 300"}};
    char text[1000];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_table *table;
        cohort_error error;
        cohort_stock stock = {.cells = NULL};
        snprintf(text, sizeof text,
                 "（単位：千人）\nコード,年,年齢,計,男,女\nA,2015,0～4歳,%s,%s,%s\n"
                 "A,2015,5～9歳,16.1,8.0,8.1\nA,2015,10歳以上,4.0,2.9,1.1\n",
                 cases[i].sum, cases[i].male, cases[i].female);
        assert_ok(parse(text, &table, &error), error);
        const int code = cohort_table_population(table, "A", "population", &stock, &error);
        if (!cases[i].message != !code || (code && !strstr(error.text, cases[i].message)))
            fail_msg("%s%s", text, code ? error.text : "taken");
        assert_int_equal(notes_with(table, "all figures are multiples of 100: totals may differ"),
                         strlen(cases[i].sum) == 3 && !code);
        cohort_stock_free(&stock);
        cohort_table_free(table);
    }
}

/* Full-width blanks before and behind a name are none of it. */
static void wide_blanks_are_trimmed(void **state)
{
    cohort_table *table;
    cohort_error error;
    assert_ok(parse("市区町村,年,性別,0～4歳\n　 架空町　,2015,男,1\n\"　架空町\",2015,女,1\n",
                    &table, &error),
              error);
    assert_int_equal(cohort_table_area_count(table), 1);
    assert_string_equal(cohort_table_area(table, 0), "架空町");
    cohort_table_free(table);
}

/* UTF-16 is known by its zeros where it has no mark. */
static void utf16_needs_no_mark(void **state)
{
    static const char ascii[] = "area,sex,age,2015\nA,M,0-4,12\nA,F,0-4,34\n";
    for (int high = 0; high < 2; high++) {
        char text[2 * sizeof ascii] = "";
        cohort_sheets *sheets;
        cohort_table *table;
        cohort_error error;
        for (size_t i = 0; i + 1 < sizeof ascii; i++)
            text[2 * i + 1 - (size_t)high] = ascii[i];
        assert_ok(cohort_sheets_parse(text, 2 * (sizeof ascii - 1), "in.csv", &sheets, &error),
                  error);
        assert_ok(cohort_table_from_sheets(sheets, NULL, &table, &error), error);
        assert_true(cohort_table_row(table, 1).value == 34.0);
        cohort_table_free(table);
    }
}

/* Of unknown ages that are not published none are known. */
static void unknown_ages_may_be_withheld(void **state)
{
    check_town(HEAD "2015年,2020年\n" TWO "A,男,不詳,…,-\nA,女,不詳,x,0\n", 2, 1);
}

/* Where open groups differ among dates, the dashes of the other one are no persons of this. */
static void open_groups_may_differ_among_dates(void **state)
{
    check_town("コード,性別,年齢,2015,2020\nA,男,0-4,1,11\nA,男,5-9,2,12\nA,男,10+,3,-\n"
               "A,男,10-14,-,6\nA,男,15+,-,7\nA,女,0-4,4,14\nA,女,5-9,5,15\nA,女,10+,6,-\n"
               "A,女,10-14,-,16\nA,女,15+,-,-\n",
               2, 1);
}

/* Persons are a register's or a census's, where that is asked for, by titles, headings or rows. */
static void counts_have_kinds(void **state)
{
    static const char *const asked[] = {"census", "register", "population", "moved_in",
                                        "births", "tfr",      "qx",         NULL};
    static const struct {
        const char *text, *variable;
    } cases[] = {
        {"架空町\n住民基本台帳\nコード,年,人口\nA,2023,5\n", "register"},
        {"令和5年1月1日 人口\nコード,性別,人口\nA,男,5\n", "register"},
        {"令和5年11月1日 人口\nコード,性別,人口\nA,男,5\n", "population"},
        {"コード,年,住民基本台帳人口\nA,2023,5\n", "register"},
        {"コード,項目,年,値\nA,住民基本台帳人口,2023,5\n", "register"},
        {"令和2年国勢調査\nコード,性別,人口\nA,男,5\n", "census"},
        {"コード,年,人口\nA,2023,5\n", "population"},
        {"コード,年,転入者数\nA,2023,5\n", "moved_in"},
        {"架空町\n年,出生数,死亡数\n2022,5,6\n2023,5,6\n", "births"},
        {"架空町\n年,合計特殊出生率\n2015,1.4\n2020,1.3\n", "tfr"},
        {"令和2年 架空町 簡易生命表\n年齢,死亡率\n0,0.002\n1,0.001\n", "qx"},
        {"コード,項目,年,値\nA,転入数,2023,5\n", "moved_in"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_table_options options;
        cohort_table_options_init(&options);
        options.variables = asked;
        cohort_table *table = parsed_table(cases[i].text, "in.csv", &options);
        assert_string_equal(cohort_table_row(table, 0).variable, cases[i].variable);
        cohort_table_free(table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_leave_no_date_out),
        cmocka_unit_test(units_are_read_or_refused),
        cmocka_unit_test(points_of_thousands_are_refused),
        cmocka_unit_test(dates_of_zeros_are_left_out),
        cmocka_unit_test(dates_of_titles_are_weighed),
        cmocka_unit_test(sums_are_rounded_in_their_unit),
        cmocka_unit_test(wide_blanks_are_trimmed),
        cmocka_unit_test(utf16_needs_no_mark),
        cmocka_unit_test(unknown_ages_may_be_withheld),
        cmocka_unit_test(open_groups_may_differ_among_dates),
        cmocka_unit_test(counts_have_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
