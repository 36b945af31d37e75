/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that are given one by one, as a reader of workbooks does; encodings; how tables of rates are
 * read; and the options that override a guess. */
#include "support/close.h"
#include "support/tables.h"

#include "text/cp932.h"

#include <cohort/table.h>

#include <stdio.h>
#include <string.h>

/* --- Sheets --- */

/* Lines of cells with bars between them, from a row on. */
static void give(cohort_sheets *sheets, int row, const char *lines)
{
    cohort_error error;
    int column = 0;
    for (const char *at = lines; *at;) {
        const size_t length = strcspn(at, "|\n");
        if (length > 0)
            assert_ok(cohort_sheets_cell(sheets, row, column, at, length, &error), error);
        column = at[length] == '\n' ? 0 : column + 1;
        row += at[length] == '\n';
        at += length + (at[length] != '\0');
    }
}

static cohort_sheets *new_sheets(void)
{
    cohort_sheets *sheets;
    cohort_error error;
    assert_ok(cohort_sheets_new("book.xlsx", &sheets, &error), error);
    return sheets;
}

static void begin(cohort_sheets *sheets, const char *name)
{
    cohort_error error;
    assert_ok(cohort_sheets_begin(sheets, name, &error), error);
}

static cohort_table *read_sheets(cohort_sheets *sheets, const cohort_table_options *options)
{
    cohort_table *table;
    cohort_error error;
    assert_ok(cohort_table_from_sheets(sheets, options, &table, &error), error);
    return table;
}

static double value_of(const cohort_table *table, const char *area, const char *variable, int year,
                       int sex, int from, int to)
{
    double value = -1.0;
    cohort_error error;
    assert_ok(cohort_table_value(table, area, variable, year, sex, from, to, &value, &error),
              error);
    return value;
}

/* A sheet a municipality, one of notes; blank rows and columns count for lines. */
static void reads_a_sheet_an_area(void **state)
{
    cohort_sheets *sheets = new_sheets();
    begin(sheets, "注意");
    give(sheets, 0, "この資料について\n架空の数値です\n");
    begin(sheets, "99111");
    give(sheets, 0, "99111 北架空市\n");
    give(sheets, 3,
         "|男|2020年|2025年|女|2020年|2025年\n|0～4歳|1|2|0～4歳|3|4\n|5歳以上|5|6|5歳以上|7|8\n");
    begin(sheets, "99222");
    give(sheets, 0,
         "99222 架空町\n\n\n|男|2020年|2025年|女|2020年|2025年\n|0～4歳|11|12|0～4歳|13|14\n");
    assert_int_equal(cohort_sheets_count(sheets), 3);
    assert_string_equal(cohort_sheets_title(sheets, 1), "99111");
    assert_null(cohort_sheets_title(sheets, 3));
    assert_null(cohort_sheets_title(sheets, -1));
    cohort_table *table = read_sheets(sheets, NULL);
    assert_int_equal(cohort_table_area_count(table), 2);
    assert_string_equal(cohort_table_area_name(table, 1), "架空町");
    assert_true(value_of(table, "99111", "population", 2025, COHORT_FEMALE, 5, COHORT_OPEN_END) ==
                8);
    assert_true(value_of(table, "99222", "population", 2020, COHORT_MALE, 0, 4) == 11);
    assert_int_equal(cohort_table_row(table, 0).line, 5);
    cohort_table_free(table);
}

/* The name of the only sheet, or the cell in the corner, may say the unit. */
static void sheets_may_say_the_unit(void **state)
{
    static const char *const names[] = {"人口(千人)", "Sheet1"}, *const corners[] = {"", "千人"};
    for (int i = 0; i < 4; i++) {
        char lines[200];
        cohort_sheets *sheets = new_sheets();
        begin(sheets, names[i / 2]);
        snprintf(lines, sizeof lines,
                 "架空町 2020年\n%s|男|女\n0～4歳|1.125|2.5\n5歳以上|3.5|14.5\n", corners[i % 2]);
        give(sheets, 0, lines);
        cohort_table *table = read_sheets(sheets, NULL);
        assert_true(value_of(table, "架空町", "population", 2020, COHORT_MALE, 0, 4) ==
                    (i == 2 ? 1.125 : 1125));
        cohort_table_free(table);
    }
}

/* A workbook needs no quotes. */
static void too_many_cells_have_no_commas(void **state)
{
    cohort_sheets *sheets = new_sheets();
    cohort_table *table;
    cohort_error error;
    begin(sheets, "人口");
    give(sheets, 0, "架空町\n年齢|2015年|2020年\n0～4歳|1|2|3|4\n");
    assert_fails(cohort_table_from_sheets(sheets, NULL, &table, &error), COHORT_ERROR_FORMAT, error,
                 "line 3: 5 cells: expected 3, as in the header");
    assert_null(strstr(error.text, "comma"));
}

/* Names of sheets say the dates, where the titles say that of a plan's period. */
static void periods_are_no_dates(void **state)
{
    cohort_sheets *sheets = new_sheets();
    for (int year = 2015; year <= 2020; year += 5) {
        char name[20];
        snprintf(name, sizeof name, "%d年", year);
        begin(sheets, name);
        give(sheets, 0,
             "架空町 第2期総合戦略（2020～2024年度）\n年齢|男|女\n0～4歳|1|2\n5歳以上|3|4\n");
    }
    cohort_table *table = read_sheets(sheets, NULL);
    assert_true(value_of(table, "架空町", "population", 2015, COHORT_MALE, 0, 4) == 1);
    assert_true(value_of(table, "架空町", "population", 2020, COHORT_FEMALE, 0, 4) == 2);
    cohort_table_free(table);
}

/* Places between rows, in brackets or not, are the areas of the rows below; they are no notes. What
 * only the last block is of is not said of all. */
static void places_head_their_rows(void **state)
{
    cohort_table *table =
        parsed_table("地区別人口 2020年\n年齢,男,女\n【北町】,,\n0～4歳,1,2\n5歳以上,3,4\n"
                     "【南町】,,\n0～4歳,5,6\n5歳以上,7,8\n",
                     "in.csv", NULL);
    assert_true(value_of(table, "北町", "population", 2020, COHORT_FEMALE, 0, 4) == 2);
    assert_true(value_of(table, "南町", "population", 2020, COHORT_MALE, 0, 4) == 5);
    assert_int_equal(notes_with(table, "besides the table"), 0);
    cohort_table_free(table);
    table = parsed_table(
        "架空町\n男\n年齢,2020年\n0～4歳,1\n5歳以上,2\n\n女\n年齢,2020年\n0～4歳,3\n5歳以上,4\n",
        "in.csv", NULL);
    assert_string_equal(cohort_table_note(table, 0),
                        "read as: a row for each age; columns are dates");
    cohort_table_free(table);
}

/* Of several sheets those that are no tables of ages are left out, with the reason; where no sheet
 * is one, the first reason is the error. */
static void leaves_out_sheets_of_others(void **state)
{
    static const struct {
        const char *sheet, *note;
    } cases[] = {
        {"コード|市町村|世帯数\nA|架空町|5\n",
         "sheet \"0\" is left out: the figures are of \"世帯数\""},
        {"市町村|総人口|男|女\n架空町|10|4|6\n",
         "sheet \"0\" is left out: the header, line 1, has no column \"year\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_sheets *sheets = new_sheets();
        begin(sheets, "0");
        give(sheets, 0, cases[i].sheet);
        begin(sheets, "1");
        give(sheets, 0, "市町村|性別|年齢|2020年\n本町|男|0～4歳|1\n本町|男|5歳以上|2\n");
        cohort_table *table = read_sheets(sheets, NULL);
        assert_int_equal(cohort_table_area_count(table), 1);
        assert_true(value_of(table, "本町", "population", 2020, COHORT_MALE, 0, 4) == 1);
        assert_non_null(strstr(cohort_table_note(table, 0), cases[i].note));
        cohort_table_free(table);
    }
}

/* A workbook without a table, and a cell of one of several sheets: what there is, and where. */
static void names_the_sheet(void **state)
{
    static const struct {
        const char *sheets[2], *message;
    } cases[] = {
        {{"", NULL},
         "book.xlsx, sheet \"0\": the sheet is empty (charts and pictures are not read)"},
        {{"コード|市町村|世帯数\nA|架空町|5\n", "目次\n"},
         "book.xlsx, sheet \"0\": the figures are of \"世帯数\""},
        {{"コード|市町村|世帯数\nA|架空町|5\n", NULL},
         "book.xlsx, sheet \"0\": the figures are of \"世帯数\""},
        {{"表紙\n", "目次\n"}, "book.xlsx: none of its 2 sheets has a table"},
        {{"area|sex|age|2020\nA|男|0-4|1\n", "area|sex|age|2020\nA|男|young|1\n"},
         "book.xlsx, sheet \"1\", line 2, column age: \"young\""},
        {{"area|sex|age|2020\nA|男|0-4|1\n", "area|sex|age|2020\nA|男|0-4|1\n"},
         "expected each cell once (several sheets have tables: --sheet NAME reads one)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_table *table;
        cohort_error error;
        cohort_sheets *sheets = new_sheets();
        for (int k = 0; k < 2 && cases[i].sheets[k]; k++) {
            begin(sheets, k ? "1" : "0");
            give(sheets, 0, cases[i].sheets[k]);
        }
        assert_true(cohort_table_from_sheets(sheets, NULL, &table, &error) != COHORT_OK);
        if (!strstr(error.text, cases[i].message))
            fail_msg("%s, not %s", error.text, cases[i].message);
    }
}

/* A bad cell is in its own file and sheet, however many tables were joined. */
static void names_the_file_of_a_cell(void **state)
{
    cohort_table_options options = with_gaps();
    cohort_error error;
    int first, last;
    cohort_table *one =
        parsed_table("area,sex,age,2015\nA,M,0-4,1\nB,M,0-4,x\n", "one.csv", &options);
    cohort_sheets *sheets = new_sheets();
    begin(sheets, "人口");
    give(sheets, 0, "area|sex|age|2020\nA|男|0-4|?\nC|男|0-4|1\n");
    cohort_table *other = read_sheets(sheets, &options);
    assert_ok(cohort_table_join(one, other, NULL, &error), error);
    cohort_table_free(other);
    assert_fails(cohort_table_years(one, "A", "population", &first, &last, &error),
                 COHORT_ERROR_VALUE, error,
                 "book.xlsx, sheet \"人口\", line 2, column 2020: \"?\"");
    assert_fails(cohort_table_years(one, "B", "population", &first, &last, &error),
                 COHORT_ERROR_VALUE, error, "one.csv, line 3, column 2015: \"x\"");
    cohort_stock stock; /* of a number that is wrong only as a population, too */
    sheets = new_sheets();
    begin(sheets, "男");
    give(sheets, 0, "area|sex|age|2020|2025\nE|男|0-4|1|1\nE|男|5-9|1|1\nE|男|10+|1|1\n");
    begin(sheets, "女");
    give(sheets, 0, "area|sex|age|2020|2025\nE|女|0-4|1|-1\nE|女|5-9|1|1\nE|女|10+|1|1\n");
    other = read_sheets(sheets, &options);
    assert_int_equal(cohort_table_row(other, cohort_table_count(other) - 1).line, 4);
    assert_non_null(
        strstr(cohort_table_row_file(other, cohort_table_count(other) - 1), "book.xlsx, sheet \""));
    assert_null(cohort_table_row_file(other, cohort_table_count(other)));
    assert_ok(cohort_table_join(one, other, NULL, &error), error);
    cohort_table_free(other);
    assert_fails(cohort_table_population(one, "E", "population", &stock, &error),
                 COHORT_ERROR_VALUE, error,
                 "book.xlsx, sheet \"女\", line 2, column 2025: -1: expected a population");
    assert_fails(cohort_table_years(one, "D", "population", &first, &last, &error),
                 COHORT_ERROR_MISSING, error, "or book.xlsx: there is no area \"D\"");
    cohort_table_free(one);
}

/* Dates any years apart: the population of each. */
static void takes_the_population_of_a_date(void **state)
{
    cohort_table *table = parsed_table(
        "area,sex,age,2015,2022\nA,M,0-4,1,10\nA,M,5-9,2,20\nA,M,10+,3,30\nA,F,0-4,4,40\n"
        "A,F,5-9,5,50\nA,F,10+,6,60\nA,F,不詳,0,15\n",
        "in.csv", NULL);
    cohort_stock stock;
    cohort_error error;
    assert_fails(cohort_table_population(table, "A", "population", &stock, &error),
                 COHORT_ERROR_GRID, error, "dates 2015 and 2022: expected dates 5 years apart");
    assert_ok(cohort_table_population_of(table, "A", "population", 2022, &stock, &error), error);
    static const double expected[] = {10, 20, 30, 44, 55, 66};
    assert_int_equal(stock.grid.start, 2022);
    assert_int_equal(stock.grid.steps, 0);
    for (int i = 0; i < 6; i++)
        assert_close(stock.cells[i], expected[i], 1e-12, 0.0);
    cohort_stock_free(&stock);
    assert_fails(cohort_table_population_of(table, "A", "population", 2020, &stock, &error),
                 COHORT_ERROR_GRID, error, "last year 2020: expected one of its dates");
    cohort_table_free(table);
}

/* Sheets by sex, chosen by name, and one that is not there. */
static void takes_the_sheet_asked_for(void **state)
{
    cohort_table_options options;
    cohort_table_options_init(&options);
    for (int round = 0; round < 3; round++) {
        cohort_sheets *sheets = new_sheets();
        begin(sheets, "男");
        give(sheets, 0, "area|age|2020\nA|0-4|1\n");
        begin(sheets, "女");
        give(sheets, 0, "area|age|2020\nA|0-4|2\n");
        options.sheet = round == 1 ? "女" : round == 2 ? "計" : NULL;
        if (round == 2) {
            cohort_table *table;
            cohort_error error;
            assert_fails(cohort_table_from_sheets(sheets, &options, &table, &error),
                         COHORT_ERROR_MISSING, error,
                         "book.xlsx: there is no sheet \"計\": expected one of 男, 女");
            continue;
        }
        cohort_table *table = read_sheets(sheets, &options);
        assert_int_equal(cohort_table_count(table), 2 - round);
        assert_true(value_of(table, "A", "population", 2020, COHORT_FEMALE, 0, 4) == 2);
        cohort_table_free(table);
    }
}

static void refuses_cells_out_of_order(void **state)
{
    cohort_sheets *sheets = new_sheets();
    cohort_error error;
    assert_fails(cohort_sheets_cell(sheets, 0, 0, "a", 1, &error), COHORT_ERROR_FORMAT, error,
                 "a cell without a sheet");
    begin(sheets, "s");
    give(sheets, 2, "a|b\n");
    assert_fails(cohort_sheets_cell(sheets, 2, 1, "a", 1, &error), COHORT_ERROR_FORMAT, error,
                 "book.xlsx, sheet \"s\", row 3: a cell that is not behind the one before");
    assert_fails(cohort_sheets_cell(sheets, 1, 5, "a", 1, &error), COHORT_ERROR_FORMAT, error,
                 "not behind");
    assert_fails(cohort_sheets_cell(sheets, 3, 16384, "a", 1, &error), COHORT_ERROR_FORMAT, error,
                 "beyond");
    assert_fails(cohort_sheets_cell(sheets, 1048576, 0, "a", 1, &error), COHORT_ERROR_FORMAT, error,
                 "beyond");
    assert_fails(cohort_sheets_cell(sheets, 3, 0, "\xFF", 1, &error), COHORT_ERROR_FORMAT, error,
                 "not UTF-8");
    int code = COHORT_OK, row = 3;
    while (!code && row < 1048576) /* sparse cells as far right as they go */
        code = cohort_sheets_cell(sheets, row++, 16383, "1", 1, &error);
    assert_fails(code, COHORT_ERROR_FORMAT, error, "more than 2^28 bytes of cells");
    cohort_sheets_free(sheets);
}

/* --- Encodings --- */

/* All 9,604 characters of two bytes, against Unicode's table: how many there are, and a sum of them
 * (each times 31 plus the next, modulo 2^32), by
 * python3: for each lead and trail, ord(bytes([lead, trail]).decode("cp932")) */
static void knows_all_of_cp932(void **state)
{
    uint32_t code, sum = 0;
    int count = 0;
    for (int lead = 0x81; lead <= 0xFC; lead++)
        for (int trail = 0x40; trail <= 0xFC; trail++) {
            const char bytes[] = {(char)lead, (char)trail};
            if (cohort_cp932_next(bytes, 2, &code) != 2)
                continue;
            sum = sum * 31 + code;
            count++;
        }
    assert_int_equal(count, 9604);
    assert_true(sum == 887339344);
    assert_int_equal(cohort_cp932_next("\xB1", 1, &code), 1);
    assert_int_equal(code, 0xFF71);
    assert_int_equal(cohort_cp932_next("\x81", 1, &code), 0);
}

/* --- Rates --- */

static const struct rate {
    const char *name, *file, *text, *area, *variable;
    int year, sex, from, to;
    double value;
} rates[] = {
    {"HMD, death rates", "Mx_1x1.txt",
     "Nowhere, Death rates (period 1x1), \tLast modified: 08 May 2025;  Methods Protocol: v6 "
     "(2017)\n\n"
     "  Year          Age             Female            Male           Total\n"
     "  2015           0             0.054177        0.068175        0.061292\n"
     "  2015           109           0.5             0.6             0.55\n"
     "  2015           110+          0.7             0.8             0.75\n",
     "Nowhere", "mx", 2015, COHORT_MALE, 110, COHORT_OPEN_END, 0.8},
    {"HMD, population", "Population5.txt",
     "Nowhere, Population size (abridged), \tLast modified: 08 May 2025;  Methods Protocol: v6 "
     "(2017)\n\n"
     "  Year          Age             Female            Male           Total\n"
     "  2015           0              41.00           42.00           83.00\n"
     "  2015           1-4            43.00           44.00           87.00\n"
     "  2015           110+           45.00           46.00           91.00\n",
     "Nowhere", "population", 2015, COHORT_FEMALE, 1, 4, 43},
    {"HFD, fertility rates", "asfrRR.txt",
     "Nowhere, Period fertility rates by calendar year and age (Lexis squares, age in completed "
     "years)\n"
     "Last modified: 15.07.2025, Methods Protocol version 5\n  Year     Age        ASFR\n"
     "  2015     12-       0.00001\n  2015     13        0.00005\n  2015     55+       0.00002\n",
     "Nowhere", "asfr", 2015, COHORT_BOTH, 12, COHORT_AGE_GROUP, 0.00001},
    {"UN WPP, life table", "WPP_LifeTable.csv",
     "SortOrder,LocID,Location,Variant,Time,MidPeriod,SexID,Sex,AgeGrp,AgeGrpStart,AgeGrpSpan,mx,"
     "qx,px\n"
     "1,999,Nowhere,Medium,2015,2015.5,1,Male,0,0,1,0.02,0.0196,0.98\n"
     "1,999,Nowhere,Medium,2015,2015.5,1,Male,1-4,1,4,0.001,0.004,0.996\n",
     "999", "mx", 2015, COHORT_MALE, 1, 4, 0.001},
    {"UN WPP, fertility", "WPP_Fertility.csv",
     "SortOrder,LocID,Location,Variant,Time,MidPeriod,AgeGrp,AgeGrpStart,AgeGrpSpan,ASFR,PASFR\n"
     "1,999,Nowhere,Medium,2015,2015.5,15-19,15,5,25.5,10\n"
     "1,999,Nowhere,Medium,2015,2015.5,20-24,20,5,80.5,30\n",
     "999", "asfr", 2015, COHORT_BOTH, 20, 24, 0.0805},
    {"UN WPP, indicators", "WPP_Demographic_Indicators.csv",
     "SortOrder,LocID,Location,Variant,Time,TPopulation1July,TFR,SRB,NetMigrations\n"
     "1,999,Nowhere,Medium,2015,1000,1.45,105.5,12\n",
     "999", "srb", 2015, COHORT_BOTH, 0, COHORT_OPEN_END, 1.055},
    {"UN WPP, the R package's table", "mxF5.txt",
     "country_code\tname\tage\t2015-2020\t2020-2025\n999\tNowhere\t0\t0.002\t0.001\n"
     "999\tNowhere\t1\t0.0005\t0.0004\n",
     "999", "mx", 2020, COHORT_FEMALE, 0, COHORT_AGE_GROUP, 0.001},
};

static void reads_tables_of_rates(void **state)
{
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const struct rate *rate = &rates[i];
        cohort_table *table = parsed_table(rate->text, rate->file, NULL);
        const double value = value_of(table, rate->area, rate->variable, rate->year, rate->sex,
                                      rate->from, rate->to);
        if (fabs(value - rate->value) > 1e-15) /* 80.5 / 1000 and the like: one rounding */
            fail_msg("%s: %.17g", rate->name, value);
        cohort_table_free(table);
    }
}

/* --- Options --- */

static void overrides_what_was_guessed(void **state)
{
    static const char suffixes[] = "area,sex,age,2015年,2015年_不詳補完値,2020年\nA,M,0-4,1,2,3\n";
    cohort_table_options options;
    cohort_table_options_init(&options);
    cohort_table *table = parsed_table(suffixes, "in.csv", &options);
    assert_true(value_of(table, "A", "population", 2015, COHORT_MALE, 0, 4) == 1);
    assert_non_null(strstr(cohort_table_note(table, 0), "2015年_不詳補完値"));
    cohort_table_free(table);
    static const char *const ways[] = {"不詳補完値", "_不詳補完値", "（不詳補完値）"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        options.suffix = ways[i];
        table = parsed_table(suffixes, "in.csv", &options);
        assert_true(value_of(table, "A", "population", 2015, COHORT_MALE, 0, 4) == 2);
        assert_true(value_of(table, "A", "population", 2020, COHORT_MALE, 0, 4) == 3);
        cohort_table_free(table);
    }
    options.suffix = "nonsense";
    cohort_error error;
    assert_fails(parse_table(suffixes, "in.csv", &options, &table, &error), COHORT_ERROR_ARGUMENT,
                 error, "in.csv: no column has the suffix \"nonsense\": expected \"不詳補完値\"");

    cohort_table_options_init(&options);
    options.title = "2021 female mx";
    table = parsed_table("code,age,value\nA,0,0.5\n", "in.csv", &options);
    assert_true(value_of(table, "A", "mx", 2021, COHORT_FEMALE, 0, COHORT_AGE_GROUP) == 0.5);
    cohort_table_free(table);

    cohort_table_options_init(&options);
    options.sex_ratio = 150;
    table = parsed_table("area,age,2015\nA,0-4,5\nA,5+,10\n", "in.csv", &options);
    assert_true(value_of(table, "A", "population", 2015, COHORT_MALE, 5, COHORT_OPEN_END) == 6);
    assert_true(value_of(table, "A", "population", 2015, COHORT_FEMALE, 0, 4) == 2);
    cohort_table_free(table);
}

/* A dash is zero in a population that has numbers, no value where it has none or a rate; and what is
 * asked for. */
static void knows_dashes(void **state)
{
    static const char text[] =
        "area,variable,sex,age,2015,2020\nA,population,M,0,1,-\nA,population,M,5,－,-\n"
        "B,population,M,0,-,-\nA,mx,M,0,0.5,-\n";
    cohort_table_options options = with_gaps();
    cohort_error error;
    int first, last;
    cohort_table *table = parsed_table(text, "in.csv", &options);
    assert_true(value_of(table, "A", "population", 2015, COHORT_MALE, 5, COHORT_AGE_GROUP) == 0);
    assert_ok(cohort_table_years(table, "A", "population", &first, &last, &error), error);
    assert_int_equal(last, 2015);
    assert_fails(cohort_table_years(table, "B", "population", &first, &last, &error),
                 COHORT_ERROR_MISSING, error, "there is no area \"B\"");
    assert_fails(cohort_table_years(table, "A", "mx", &first, &last, &error), COHORT_ERROR_VALUE,
                 error, "in.csv, line 5, column 2020: \"-\": expected a finite number");
    cohort_table_free(table);
    options.dash = COHORT_DASH_MISSING;
    table = parsed_table(text, "in.csv", &options);
    assert_fails(cohort_table_years(table, "A", "population", &first, &last, &error),
                 COHORT_ERROR_VALUE, error, "line 2, column 2020: \"-\"");
    cohort_table_free(table);
    options.dash = COHORT_DASH_ZERO;
    table = parsed_table(text, "in.csv", &options);
    assert_true(value_of(table, "A", "mx", 2015, COHORT_MALE, 0, COHORT_AGE_GROUP) == 0.5);
    cohort_table_free(table);
}

/* Persons of unknown age are as those of their sex. */
static void spreads_persons_of_unknown_age(void **state)
{
    cohort_table *table =
        parsed_table("area,sex,age,2015\nA,M,0-4,1\nA,M,5-9,1\nA,M,10+,2\nA,M,不詳,4\nA,M,総数,8\n"
                     "A,F,0-4,1\nA,F,5-9,1\nA,F,10+,2\nA,F,unknown,0\nA,T,all,12\n",
                     "in.csv", NULL);
    cohort_stock stock;
    cohort_error error;
    assert_ok(cohort_table_population(table, "A", "population", &stock, &error), error);
    static const double expected[] = {2, 2, 4, 1, 1, 2};
    for (int i = 0; i < 6; i++)
        assert_true(stock.cells[i] == expected[i]);
    assert_non_null(strstr(cohort_table_note(table, 0), "4 persons of unknown age are spread"));
    cohort_stock_free(&stock);
    cohort_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_sheet_an_area),
        cmocka_unit_test(sheets_may_say_the_unit),
        cmocka_unit_test(periods_are_no_dates),
        cmocka_unit_test(too_many_cells_have_no_commas),
        cmocka_unit_test(places_head_their_rows),
        cmocka_unit_test(leaves_out_sheets_of_others),
        cmocka_unit_test(names_the_sheet),
        cmocka_unit_test(names_the_file_of_a_cell),
        cmocka_unit_test(takes_the_population_of_a_date),
        cmocka_unit_test(takes_the_sheet_asked_for),
        cmocka_unit_test(refuses_cells_out_of_order),
        cmocka_unit_test(knows_all_of_cp932),
        cmocka_unit_test(reads_tables_of_rates),
        cmocka_unit_test(overrides_what_was_guessed),
        cmocka_unit_test(knows_dashes),
        cmocka_unit_test(spreads_persons_of_unknown_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
