/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is settled when all rows of a table have been read: which rows are of one area, what counts as no
 * value, units, rounding, and what notes say of it. */
#include "support/close.h"
#include "support/tables.h"

#include <cohort/table.h>

#include <stdio.h>
#include <string.h>

#define LONG "area,variable,year,sex,age,value\n"
#define WIDE "area,sex,age,2015,2020\n"

/* Persons of three ages and both sexes: six rows that begin and end so. */
#define SEX(begin, sex, end)                                                                       \
    begin "," sex ",0-4," end "\n" begin "," sex ",5-9," end "\n" begin "," sex ",10+," end "\n"
#define TOWN(begin, end) SEX(begin, "male", end) SEX(begin, "female", end)

static cohort_table *read_good(const char *text)
{
    const cohort_table_options options = with_gaps();
    return parsed_table(text, "in.csv", &options);
}

static void assert_no_table(const char *text, int code, const char *why)
{
    const cohort_table_options options = with_gaps();
    cohort_table *table;
    cohort_error error;
    assert_fails(parse_table(text, "in.csv", &options, &table, &error), code, error, why);
}

/* Persons of an area at all dates. */
static void assert_persons(const cohort_table *table, const char *area, double expected)
{
    cohort_stock stock;
    cohort_error error;
    double sum = 0.0;
    assert_ok(cohort_table_population(table, area, "population", &stock, &error), error);
    for (int i = 0; i < (stock.grid.steps + 1) * COHORT_SEXES * stock.grid.ages; i++)
        sum += stock.cells[i];
    assert_close(sum, expected, 1e-12, 0); /* a sum of doubles */
    cohort_stock_free(&stock);
}

static void assert_refused(const cohort_table *table, const char *area, int expected,
                           const char *why)
{
    cohort_stock stock;
    cohort_error error;
    const int code = cohort_table_population(table, area, "population", &stock, &error);
    check_failure(area, code, expected, &error, why);
}

/* Codes that are written in two ways are of one area, also where its cells are given twice. */
static void codes_written_in_two_ways_are_one_area(void **state)
{
    assert_no_table(LONG TOWN("'01223,population,2015", "100") TOWN("01223,population,2015", "200"),
                    COHORT_ERROR_DUPLICATE, "line 8: area, variable, year, sex and age are");
    cohort_table *table = read_good("市区町村コード,variable,year,sex,age,value\n" TOWN(
        "012238,population,2020", "100") TOWN("01223,population,2015", "200"));
    assert_int_equal(cohort_table_area_count(table), 1);
    assert_persons(table, "01223", 1800);
    cohort_table_free(table);
    table =
        read_good("市区町村コード,variable,year,sex,age,value\n" TOWN("012025,population,2015", "1")
                      TOWN("012238,population,2015", "x") TOWN("01202,population,2020", "")
                          TOWN("01223,population,2020", "3"));
    assert_refused(table, "01202", COHORT_ERROR_VALUE, "line 14, column value: the cell is empty");
    assert_refused(table, "01223", COHORT_ERROR_VALUE, "line 8, column value: \"x\"");
    cohort_table_free(table);
}

/* What is withheld is no dash: the area is there, and its value is asked for in vain. */
static void withheld_areas_are_not_left_out(void **state)
{
    cohort_table *table =
        read_good(WIDE TOWN("A", "100,100") TOWN("B", "-,100") TOWN("C", "x,x") TOWN("D", "-,"));
    assert_int_equal(cohort_table_area_count(table), 3);
    assert_persons(table, "A", 1200);
    assert_persons(table, "B", 600);
    assert_refused(table, "C", COHORT_ERROR_VALUE, "\"x\"");
    assert_refused(table, "D", COHORT_ERROR_MISSING, "there is no area \"D\"");
    assert_int_equal(notes_with(table, "1 area with no number at all"), 1);
    cohort_table_free(table);
}

/* An area without any number is as if it were not there, whichever table it stands in. */
static void left_out_areas_are_joined(void **state)
{
    static const char *const texts[] = {"area,sex,age,2015\n" TOWN("A", "100") TOWN("B", "-"),
                                        "area,sex,age,2020\n" TOWN("A", "200") TOWN("B", "300"),
                                        "area,sex,age,2020\n" TOWN("A", "200")};
    static const struct {
        int one, other, matched, areas;
    } cases[] = {{0, 1, 1, 2}, {1, 0, 1, 2}, {2, 0, 1, 1}, {0, 2, 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cohort_table *table = read_good(texts[cases[i].one]);
        cohort_table *other = read_good(texts[cases[i].other]);
        cohort_error error;
        int matched;
        assert_ok(cohort_table_join(table, other, &matched, &error), error);
        assert_int_equal(matched, cases[i].matched);
        assert_int_equal(cohort_table_area_count(table), cases[i].areas);
        assert_persons(table, "A", 1800);
        if (cases[i].areas == 2)
            assert_persons(table, "B", 1800);
        cohort_table_free(other);
        cohort_table_free(table);
    }
}

/* Areas are matched by code before name, and by name only where one has it. */
static void areas_are_matched_by_code_then_name(void **state)
{
    cohort_table *table = read_good("area,name,sex,age,2015\n" TOWN("1,East", "100") TOWN(
        "2,West", "100") TOWN("3,Hill", "100") TOWN("4,Hill", "100"));
    cohort_table *other = read_good("area,name,sex,age,2020\n" TOWN("9,East", "200") TOWN(
        "2,East", "300") TOWN("8,Hill", "400") TOWN("7,Lake", "400"));
    cohort_error error;
    int matched;
    assert_ok(cohort_table_join(table, other, &matched, &error), error);
    assert_int_equal(matched, 2);
    assert_int_equal(cohort_table_area_count(table), 6);
    assert_persons(table, "1", 1800);
    assert_persons(table, "2", 2400);
    assert_persons(table, "8", 2400);
    assert_persons(table, "3", 600);
    cohort_table_free(other);
    cohort_table_free(table);
}

/* Sexes in a file each are one table; figures given twice are kept once, and others refused where they
 * stand. Areas by their title are those with that name. */
static void sexes_and_equal_figures_are_joined(void **state)
{
    cohort_table *table = read_good("area,name,sex,age,2015\n" SEX("1,架空町", "male", "100"));
    cohort_table *other = read_good("架空町の人口（2015年）\nsex,age,2015\nfemale,0-4,200\n"
                                    "female,5-9,200\nfemale,10+,200\nmale,0-4,100\n");
    cohort_table *third = read_good("area,name,sex,age,2015\n" SEX("1,架空町", "male", "101"));
    cohort_error error;
    assert_ok(cohort_table_join(table, other, NULL, &error), error);
    assert_int_equal(cohort_table_area_count(table), 1);
    assert_int_equal(cohort_table_count(table), 6);
    assert_persons(table, "1", 900);
    assert_fails(cohort_table_join(table, third, NULL, &error), COHORT_ERROR_DUPLICATE, error,
                 "line 2 and in.csv, line 2: the same area");
    cohort_table_free(third);
    cohort_table_free(other);
    cohort_table_free(table);
}

/* A few figures are multiples of 3 by chance: a total of twice its parts is none. */
static void rounding_is_not_guessed_from_a_few_figures(void **state)
{
    cohort_table *table =
        read_good(LONG TOWN("A,population,2015", "3") "A,population,2015,both,all,27\n");
    assert_refused(table, "A", COHORT_ERROR_VALUE, "27 persons, year 2015, sex both");
    assert_int_equal(notes_with(table, "multiples of"), 0);
    cohort_table_free(table);
    /* nor are those of one area of a table, of which others have other figures */
    table = read_good(LONG TOWN("A,population,2015", "3") TOWN("A,population,2020", "3") TOWN(
        "A,population,2025", "3") "A,population,2025,both,all,27\n" TOWN("B,population,2015", "7"));
    assert_refused(table, "A", COHORT_ERROR_VALUE, "27 persons, year 2025, sex both");
    cohort_table_free(table);
    /* many show it, rates beside them or not */
    table = read_good(LONG TOWN("A,population,2015", "3") TOWN("A,population,2020", "3") TOWN(
        "A,population,2025", "3") "A,population,2025,both,all,27\n" TOWN("B,qx,2015", "0.7"));
    assert_persons(table, "A", 54);
    assert_int_equal(notes_with(table, "all figures are multiples of 3"), 1);
    cohort_table_free(table);
}

/* Thousands by a title are persons: rates beside them stay. A column's own unit holds for it. */
static void a_titles_unit_is_of_counts(void **state)
{
    static const struct {
        const char *variable;
        double expected;
    } cases[] = {{"population", 1000.0},
                 {"net_migration", 1000.0},
                 {"births", 1000.0},
                 {"deaths", 1000.0},
                 {"mx", 1.0},
                 {"net_migration_rate", 1.0},
                 {"survival", 1.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        double value;
        cohort_error error;
        snprintf(text, sizeof text, "（単位：千人）\n" LONG "A,%s,2015,male,all,1\n",
                 cases[i].variable);
        cohort_table *table = read_good(text);
        assert_ok(cohort_table_value(table, "A", cases[i].variable, 2015, COHORT_MALE, 0,
                                     COHORT_OPEN_END, &value, &error),
                  error);
        assert_true(value == cases[i].expected);
        assert_int_equal(notes_with(table, "units of 1000 persons"), value > 1.0);
        cohort_table_free(table);
    }
}

/* A number, not a dash, though its sign is that of one. */
static void minus_zero_is_a_number(void **state)
{
    cohort_table *table = read_good(LONG TOWN("A,net_migration,2015", "-0.0") SEX(
        "B,population,2015", "male", "-0") SEX("B,population,2015", "female", "1"));
    assert_int_equal(cohort_table_count(table), 12);
    assert_int_equal(cohort_table_area_count(table), 2);
    assert_persons(table, "B", 3);
    assert_null(cohort_table_note(table, 0));
    cohort_table_free(table);
}

/* Of several blocks each knows whether its dates are columns. */
static void a_block_below_does_not_change_what_was_empty(void **state)
{
    cohort_table *table = read_good(WIDE TOWN("A", ",100") LONG TOWN("Z,population,2020", "100"));
    assert_persons(table, "A", 600);
    assert_persons(table, "Z", 600);
    cohort_table_free(table);
    table = read_good(LONG TOWN("Z,population,2020", "") WIDE TOWN("A", ",100"));
    assert_persons(table, "A", 600);
    assert_refused(table, "Z", COHORT_ERROR_VALUE, "line 2, column value: the cell is empty");
    cohort_table_free(table);
    assert_no_table(
        "area,variable,year,sex,value\nA,tfr,2020,both,1\nA,tfr,2020,both,1\n" WIDE TOWN("A",
                                                                                         "1,2"),
        COHORT_ERROR_DUPLICATE, "(the header has no column \"age\" or 年齢)");
}

#define GAP SEX("BAD,population,2015", "male", "100") "BAD,population,2015,female,10+,100\n"

/* The note is of the area that it names. */
static void a_difference_is_that_of_the_area_named(void **state)
{
    cohort_table *table = read_good(
        LONG GAP TOWN("GOOD,population,2015", "101") "GOOD,population,2015,both,all,610\n");
    assert_refused(table, "BAD", COHORT_ERROR_MISSING, "no row for year 2015, sex female");
    assert_persons(table, "GOOD", 606);
    assert_int_equal(notes_with(table, "(in area GOOD 1 of 1, by 0.66 % at most)"), 1);
    cohort_table_free(table);
}

/* Persons of unknown age are counted in the note wherever there are any. */
static void unknown_ages_are_noted(void **state)
{
    static const struct {
        const char *rows, *note;
        double a, b;
    } cases[] = {
        {"A,population,2015,both,unknown,60\n", "60 persons of unknown age", 660, 600},
        {"B,population,2015,male,unknown,30\n", "30 persons of unknown age", 600, 630},
        {"B,population,2015,male,unknown,30\nB,population,2015,both,unknown,40\n"
         "A,population,2015,both,unknown,2\nA,deaths,2015,male,unknown,7\n",
         "32 persons of unknown age", 602, 630},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text,
                 LONG TOWN("A,population,2015", "100") TOWN("B,population,2015", "100") "%s",
                 cases[i].rows);
        cohort_table *table = read_good(text);
        assert_persons(table, "A", cases[i].a);
        assert_persons(table, "B", cases[i].b);
        assert_int_equal(notes_with(table, cases[i].note), 1);
        cohort_table_free(table);
    }
}

#define HALVES "male,0-4,1\nmale,5-9,1\nmale,10+,1\nfemale,0-4,1\nfemale,5-9,1\nfemale,10+,1\n"

/* A note has the area by the code that it goes by, and counts prefectures as areas. */
static void notes_name_the_areas_there_are(void **state)
{
    cohort_table *table = read_good("011002 札幌市,,\nsex,age,2020\n" HALVES);
    assert_int_equal(notes_with(table, "the area is \"01100\", by the title"), 1);
    cohort_table_free(table);
    table = read_good("都道府県名,sex,age,2015,2020\n" TOWN("北海道", "100,100"));
    assert_int_equal(notes_with(table, "a row for each area, sex, age; columns are dates"), 1);
    cohort_table_free(table);
}

/* The end of a title's name is behind 市 and its like, not within it. */
static void a_title_names_the_whole_area(void **state)
{
    static const char *const titles[][2] = {
        {"たつの市の年齢別人口", "たつの市"},
        {"たつの市", "たつの市"},
        {"いの町の人口", "いの町"},
        {"日の出町の人口（住民基本台帳）", "日の出町"},
        {"隠岐の島町、人口", "隠岐の島町"},
        {"根室市の将来推計人口", "根室市"},
        {"日本の人口", "日本"},
        {"北海道の市の人口", "北海道"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char text[300];
        snprintf(text, sizeof text, "%s,,\nsex,age,2020\n" HALVES, titles[i][0]);
        cohort_table *table = read_good(text);
        assert_string_equal(cohort_table_area(table, 0), titles[i][1]);
        cohort_table_free(table);
    }
}

/* Rates per 1,000 are noted once, of however many areas. */
static void a_unit_is_noted_once(void **state)
{
    double value;
    cohort_error error;
    cohort_table *table = read_good("area,year,age,asfr,srb\nA,2015,20-24,40,105\n"
                                    "B,2015,20-24,50,106\n");
    assert_int_equal(notes_with(table, "asfr is read as per 1000"), 1);
    assert_int_equal(notes_with(table, "srb is read as per 100"), 1);
    assert_ok(cohort_table_value(table, "B", "asfr", 2015, COHORT_BOTH, 20, 24, &value, &error),
              error);
    assert_close(value, 0.05, 1e-15, 0); /* a product */
    cohort_table_free(table);
}

/* A TFR with its point lost, or in another unit; none at all is a choice. */
static void a_tfr_lower_than_any_is_noted(void **state)
{
    static const struct {
        const char *value, *note;
    } cases[] = {{"0.18", "the tfr of 2015 is 0.18, which is very low: is 1.8 meant?"},
                 {"0.0015", "is 1.5 meant?"},
                 {"0.3", NULL},
                 {"0", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, LONG "A,tfr,2015,female,all,%s\n", cases[i].value);
        cohort_table *table = read_good(text);
        if (cases[i].note)
            assert_int_equal(notes_with(table, cases[i].note), 1);
        else
            assert_null(cohort_table_note(table, 0));
        cohort_table_free(table);
    }
}

/* Of probabilities by groups the open one's is not used; by single years it is. */
static void an_open_group_of_qx_is_noted(void **state)
{
    cohort_table *table = read_good(LONG TOWN("A,qx,2015", "0.5"));
    assert_int_equal(
        notes_with(table, "the death rate of the open group (10+) goes on with the last"), 1);
    cohort_table_free(table);
    table = read_good(LONG "A,qx,2015,male,0,0.5\nA,qx,2015,male,1+,1\n" TOWN("A,mx,2015", "0.5"));
    assert_null(cohort_table_note(table, 0));
    cohort_table_free(table);
}

/* Blanks at the ends of lines separate nothing. */
static void blanks_at_line_ends_are_no_cells(void **state)
{
    static const char *const ends[][2] = {{"", ""}, {"  ", ""}, {"", "  "}, {" \t", " "}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char text[400];
        const char *head = ends[i][0], *end = ends[i][1];
        snprintf(text, sizeof text,
                 "Japan, Population\n\n  Year   Age   Female   Male   Total%s\n"
                 "  2015   0-4   1.00  2.00  3.00%s\n  2015   5-9   1.00  2.00  3.00%s\r\n"
                 "  2015   10+   1.00  2.00  3.00%s",
                 head, end, end, end);
        cohort_table *table = read_good(text);
        assert_persons(table, "Japan", 9);
        cohort_table_free(table);
    }
}

#define NAMED "area,sex,age,2020,name\n01,male,0-4,1,さいたま\n01,male,5-9,1,さいたま\n"

/* UTF-8 that is cut, or damaged in one place, is not taken for Shift-JIS. */
static void damaged_utf8_is_not_converted(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {NAMED "01,male,10+,1,さいた\xE3\x81", "line 4: the file ends within a character"},
        {NAMED "01,male,10+,1,さいた\xE3", "line 4: the file ends within a character"},
        {NAMED "01,male,10+,1,さいた\xE3\x81,", "line 4: the text is not UTF-8 (byte E3)"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_no_table(cases[i].text, COHORT_ERROR_FORMAT, cases[i].why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_written_in_two_ways_are_one_area),
        cmocka_unit_test(withheld_areas_are_not_left_out),
        cmocka_unit_test(left_out_areas_are_joined),
        cmocka_unit_test(areas_are_matched_by_code_then_name),
        cmocka_unit_test(sexes_and_equal_figures_are_joined),
        cmocka_unit_test(rounding_is_not_guessed_from_a_few_figures),
        cmocka_unit_test(a_titles_unit_is_of_counts),
        cmocka_unit_test(minus_zero_is_a_number),
        cmocka_unit_test(a_block_below_does_not_change_what_was_empty),
        cmocka_unit_test(a_difference_is_that_of_the_area_named),
        cmocka_unit_test(unknown_ages_are_noted),
        cmocka_unit_test(notes_name_the_areas_there_are),
        cmocka_unit_test(a_title_names_the_whole_area),
        cmocka_unit_test(a_unit_is_noted_once),
        cmocka_unit_test(a_tfr_lower_than_any_is_noted),
        cmocka_unit_test(an_open_group_of_qx_is_noted),
        cmocka_unit_test(blanks_at_line_ends_are_no_cells),
        cmocka_unit_test(damaged_utf8_is_not_converted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
