/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table is of, where it says so only beside its figures: parts of a population, names of files,
 * marks and days of dates, codes beside their words, names with their regions. Each is read as it is
 * meant, with a note, or refused. */
#include "support/close.h"
#include "support/tables.h"

#include <cohort/table.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The small town of check_small_town. */
#define HEAD "コード,性別,年齢,"
#define TWO                                                                                        \
    "A,男,0～4歳,1,11\nA,男,5～9歳,2,12\nA,男,10歳以上,3,13\n"                           \
    "A,女,0～4歳,4,14\nA,女,5～9歳,5,15\nA,女,10歳以上,6,16\n"
#define ACROSS "コード,性別,0～4歳,5～9歳,10歳以上\nA,男,1,2,3\nA,女,4,5,6\n"

static int parse(const char *name, const char *text, const char *title, cohort_table **table,
                 cohort_error *error)
{
    static const char *const variables[] = {"population", "births", "deaths", NULL};
    cohort_table_options options = with_gaps();
    options.variables = variables;
    options.title = title;
    return parse_table(text, name, &options, table, error);
}

/* A file's population of an area from 2015 on is that above; a note says `note` (NULL: whatever). */
static void check_file(const char *name, const char *text, const char *title, const char *area,
                       const char *note)
{
    cohort_table *table;
    cohort_error error;
    if (parse(name, text, title, &table, &error))
        fail_msg("%s: %s%s", name, text, error.text);
    check_small_town(text, table, area, 2015, 1);
    if (note && !notes_with(table, note))
        fail_msg("%s: no note \"%s\"; the first: %s", text, note,
                 cohort_table_note(table, 0) ? cohort_table_note(table, 0) : "");
    cohort_table_free(table);
}

static void check_refusal(const char *text, const char *message)
{
    cohort_table *table;
    cohort_error error;
    const int code = parse("in.csv", text, NULL, &table, &error);
    if (!code || !strstr(error.text, message))
        fail_msg("%s%d: %s", text, code, code ? error.text : "");
    cohort_table_free(table);
}

/* In a file whose title is a code, what stands beside others is a name, but no unit and no date. */
static void units_and_dates_are_no_names(void **state)
{
    static const struct {
        const char *beside, *name;
    } cells[] = {{"架空市", "架空市"},  {"単位：人", ""},        {"（単位：人）", ""},
                 {"単位:千人", ""},     {"単位：1,000人", ""},   {"in thousands", ""},
                 {"2020年10月1日", ""}, {"北架空市", "北架空市"}};
    char text[1000];
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cohort_table *table;
        cohort_error error;
        snprintf(text, sizeof text,
                 "年齢別人口,,\n2020年10月1日現在,,\"%s\"\n年齢,男,女\n0～4歳,1,4\n5歳以上,2,5\n",
                 cells[i].beside);
        assert_ok(parse("in.csv", text, "01223", &table, &error), error);
        assert_string_equal(cohort_table_area(table, 0), "01223");
        assert_string_equal(cohort_table_area_name(table, 0), cells[i].name);
        cohort_table_free(table);
    }
}

/* Foreigners or nationals only, and shares, are no population: by a title, a heading, a kind. */
static void parts_are_no_population(void **state)
{
    static const char *const parts[] = {"外国人人口",           "架空町 日本人",
                                        "総人口のうち日本人",   "Urban population",
                                        "（外国人住民を除く）", "Foreign residents",
                                        "人口\n（日本人のみ）", "架空町の人口\n単位：％"};
    static const char *const wholes[] = {
        "人口（外国人を含む）",      "日本人及び外国人",       "日本人口",
        "人口\n※外国人登録者を含む", "人口（日本人＋外国人）", "Population, including foreigners"};
    char text[1000];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(text, sizeof text, "%s\n" HEAD "2015年,2020年\n" TWO, parts[i]);
        check_refusal(text, "expected persons, all of the population (--title population would");
        check_file("in.csv", text, "population", "A", NULL);
    }
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++) {
        snprintf(text, sizeof text, "%s\n" HEAD "2015年,2020年\n" TWO, wholes[i]);
        check_file("in.csv", text, NULL, "A", NULL);
    }
    check_refusal("コード,性別,年,年齢,人口（日本人）\nA,男,2015,0～4歳,1\n",
                  "the figures are of \"日本人\": expected persons");
    check_refusal("コード,性別,年,年齢,日本人人口\nA,男,2015,0～4歳,1\n",
                  "the figures are of \"日本人人口\": expected persons");
    check_refusal(HEAD "2015年 外国人,2020年 外国人\n" TWO, "the figures are of \"外国人\"");
    check_refusal("コード,国籍,性別,年齢,2015年\nA,日本人,男,0～4歳,1\nA,日本人,男,5歳以上,1\n",
                  "the figures are of \"日本人\"");
    check_file("in.csv",
               "コード,区分,性別,年,0～4歳,5～9歳,10歳以上\nA,総数,男,2015,1,2,3\n"
               "A,日本人,男,2015,1,1,1\nA,外国人,男,2015,0,1,2\nA,総数,女,2015,4,5,6\n"
               "A,日本人,女,2015,4,4,4\nA,外国人,女,2015,0,1,2\n",
               NULL, "A", "4 rows of parts");
    check_file("in.csv",
               "コード,項目,性別,年,0～4歳,5～9歳,10歳以上\nA,人口【人】,男,2015,1,2,3\n"
               "A,日本人人口,男,2015,1,1,1\nA,人口【人】,女,2015,4,5,6\n"
               "A,対前年増減率,女,2015,1,1,1\n",
               NULL, "A", "figures of \"日本人人口\" are ignored");
    check_refusal("コード,国籍,性別,年,年齢,人口\nA,外国人,男,2015,0～4歳,1\n",
                  "the figures are of \"外国人\"");
    check_file("in.csv",
               HEAD
               "2015年 総数,2015年 日本人,2015年 外国人\nA,男,0～4歳,1,1,0\nA,男,5～9歳,2,1,1\n"
               "A,男,10歳以上,3,1,2\nA,女,0～4歳,4,1,3\nA,女,5～9歳,5,1,4\nA,女,10歳以上,6,1,5\n",
               NULL, "A", "figures of \"日本人\" are ignored");
    check_file("in.csv",
               HEAD "2015年,2020年\n" TWO "\n外国人\n" HEAD "2015年,2020年\nA,男,0～4歳,9,9\n",
               NULL, "A", "figures of \"外国人\" are ignored");
}

/* Figures in a column of their own that are no persons are ignored, with a note. */
static void households_are_no_persons(void **state)
{
    static const char *const others[] = {"世帯数", "世帯", "households", "面積", "lx"};
    char text[1000], note[100];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(text, sizeof text,
                 "コード,年,年齢,%s,男,女\nA,2015,0～4歳,9,1,4\nA,2015,5～9歳,9,2,5\n"
                 "A,2015,10歳以上,9,3,6\n",
                 others[i]);
        snprintf(note, sizeof note, "figures of \"%s\" are ignored", others[i]);
        check_file("in.csv", text, NULL, "A", note);
        snprintf(text, sizeof text,
                 "コード,年,性別,%s,0～4歳,5～9歳,10歳以上\nA,2015,男,9,1,2,3\nA,2015,女,9,4,5,6\n",
                 others[i]);
        check_file("in.csv", text, NULL, "A", note);
    }
    check_refusal("コード,年,性別,年齢,lx,Lx,Tx,ex\nA,2015,男,0～4歳,1,2,3,4\n",
                  "the figures are of \"lx\": expected persons, all of the population (as 人口 the "
                  "column would be taken), or rates (mx, qx)");
    static const char *const rates[] = {
        "年齢別喫煙率",         "人口千対の転入率",       "Literacy rate by age and sex",
        "Crude rate of deaths", "Mean income of persons", "Population density (per km2)"};
    static const char *const persons[] = {"人口と高齢化率",
                                          "将来推計人口（出生率中位）",
                                          "注：出生率は一定",
                                          "Population (low fertility rate)",
                                          "出生率中位推計",
                                          "コーホート変化率法による推計",
                                          "生残率・純移動率による推計人口",
                                          "出生率1.8・移動均衡",
                                          "Rates per 1,000 are in table 3",
                                          "Population by age; share of the aged is in table 2"};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        snprintf(text, sizeof text, "%s\n" HEAD "2015年,2020年\n" TWO, rates[i]);
        check_refusal(text, "the figures are of");
        snprintf(text, sizeof text, HEAD "年,%s\nA,男,0～4歳,2015,1\n", rates[i]);
        check_refusal(text, rates[i]);
    }
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
        snprintf(text, sizeof text, "%s\n" HEAD "2015年,2020年\n" TWO, persons[i]);
        check_file("in.csv", text, NULL, "A", NULL);
    }
    check_file("in.csv",
               HEAD "2015年,2020年\n" TWO "A,その他・不詳,0～4歳,1,1\nA,男,その他,nil,0\n", NULL,
               "A", "figures of \"その他・不詳\" are ignored");
    check_file("in.csv",
               "A\n年齢,2015_male,2015_female,2020_male,2020_female\n0～4歳,1,4,11,14\n"
               "5～9歳,2,5,12,15\n10歳以上,3,6,13,16\n",
               NULL, "A", NULL);
}

/* What stands in two columns is expected in one. */
static void ages_and_dates_have_one_column(void **state)
{
    static const char *const ages[] = {"age_from,age_to", "年齢下限,年齢上限",
                                       "lower age,upper age", "年齢（下限）,年齢（上限）"},
                             *const eras[] = {"元号,年", "年号,年", "和暦,年次"};
    char text[1000];
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
        snprintf(text, sizeof text, "コード,年,%s,男,女\nA,2015,0,4,1,4\nA,2015,5,9,2,5\n",
                 ages[i]);
        check_refusal(text, "expected one column of ages, such as 5-9 and 90+");
    }
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        snprintf(text, sizeof text,
                 "コード,%s,年齢,男,女\nA,平成,27,0～4歳,1,4\nA,令和,2,0～4歳,2,5\n", eras[i]);
        check_refusal(text, "expected one of them, with dates such as 2015 (or 平成27年)");
    }
    check_file("in.csv",
               "コード,元号,年,西暦,年齢,男,女\nA,平成,27,2015,0～4歳,1,4\n"
               "A,平成,27,2015,5～9歳,2,5\nA,平成,27,2015,10歳以上,3,6\n",
               NULL, "A", NULL);
    check_file("in.csv", HEAD "2015M10,2020M10\n" TWO, NULL, "A", NULL);
}

/* Where nothing else says it, a file's name says its date, its town or its sex, which is noted. */
static void names_of_files_say_what_is_missing(void **state)
{
    static const char *const dated[] = {"架空町_2015.csv", "town_2015.csv",         "2015.csv",
                                        "H27.csv",         "架空町_平成27年.csv",   "pop2015.csv",
                                        "20150401.csv",    "folder.2020/a-2015.csv"};
    for (size_t i = 0; i < sizeof dated / sizeof *dated; i++)
        check_file(dated[i], ACROSS, NULL, "A", "the date is 2015, by the name of the file");
    check_file("a_2020.csv", "2015年\n" ACROSS, NULL, "A", "the date is 2015");
    check_file("a_2020.csv", ACROSS, "2015", "A", "the date is 2015");
    check_refusal(ACROSS, "has no column \"year\"");
    cohort_table *table;
    cohort_error error;
    assert_int_not_equal(parse("2015_2020.csv", ACROSS, NULL, &table, &error), COHORT_OK);
    assert_int_not_equal(parse("T1.csv", ACROSS, NULL, &table, &error), COHORT_OK);
    check_file("架空町_平成27年.csv", "年齢,男,女\n0～4歳,1,4\n5～9歳,2,5\n10歳以上,3,6\n", NULL,
               "架空町", "the area is \"架空町\", by the name of the file");
    assert_ok(parse("架空町_男.csv", "年齢,2015年\n0～4歳,1\n5歳以上,2\n", NULL, &table, &error),
              error);
    assert_int_equal(cohort_table_row(table, 0).sex, COHORT_MALE);
    assert_int_equal(notes_with(table, "all are men"), 1);
    cohort_table_free(table);
}

/* What a date says besides its year is noted: a mark, or a day that is no census's. */
static void what_dates_say_besides_the_year_is_noted(void **state)
{
    static const char *const marks[] = {"2020p", "2020r", "2020e", "2020年（概数）", "2020 (p)"};
    static const char *const days[] = {"2020年3月31日", "2020-03-31",    "2020/3/31",
                                       "31 March 2020", "Mar. 31, 2020", "令和2年3月末日現在",
                                       "31.03.2020",    "31/3/2020"};
    char text[1000], note[100];
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        snprintf(text, sizeof text, HEAD "2015,%s\n" TWO, marks[i]);
        snprintf(note, sizeof note, "\"%s\" is read as a date without its mark", marks[i]);
        check_file("in.csv", text, NULL, "A", note);
    }
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        snprintf(text, sizeof text, HEAD "2015,\"%s\"\n" TWO, days[i]);
        check_file("in.csv", text, NULL, "A", "only the year of dates counts: 2020-03 is 2020");
    }
    check_file("in.csv", HEAD "2014年度末,令和元年度末現在\n" TWO, NULL, "A",
               "only the year of dates counts: 2015-03 is 2015");
    check_file("in.csv", "平成26年度末現在\n" ACROSS, NULL, "A",
               "only the year of dates counts: 2015-03 is 2015");
    check_file("in.csv", HEAD "1.10.2015,01/10/2020\n" TWO, NULL, "A", NULL);
    check_file("in.csv", HEAD "2015,31.12.2020\n" TWO, NULL, "A",
               "2020-12 is 2020, though 31 December is nearly the next year");
    check_file("in.csv", HEAD "㍻27年,R.2.10.1\n" TWO, NULL, "A", NULL);
    check_file("in.csv", "H27国勢調査\n" ACROSS, NULL, "A", "the date is 2015");
    check_file("in.csv", HEAD "2015年10月1日,2020年1月1日\n" TWO, NULL, "A",
               "others are of another month");
    /* in rows, whichever date is the last */
    check_file(
        "in.csv",
        "area,date,sex,age,population\n"
        "A,2015-03-31,male,0-4,1\nA,2015-03-31,male,5-9,2\nA,2015-03-31,male,10+,3\n"
        "A,2015-03-31,female,0-4,4\nA,2015-03-31,female,5-9,5\nA,2015-03-31,female,10+,6\n"
        "A,2020-10-01,male,0-4,11\nA,2020-10-01,male,5-9,12\nA,2020-10-01,male,10+,13\n"
        "A,2020-10-01,female,0-4,14\nA,2020-10-01,female,5-9,15\nA,2020-10-01,female,10+,16\n",
        NULL, "A", "others are of another month");
    check_file("in.csv", "2015年3月31日現在\n" ACROSS, NULL, "A", "2015-03 is 2015");
    check_file("in.csv",
               "コード,年,性別,0～4歳,5～9歳,10歳以上\nA,20150331,男,1,2,3\nA,2015p,女,4,5,6\n",
               NULL, "A", "\"2015p\" is read as a date");
    check_file("in.csv",
               "コード,年,性別,0～4歳,5～9歳,10歳以上\nA,2015000000,男,1,2,3\nA,2015*,女,4,5,6\n",
               NULL, "A", NULL);
}

/* Codes and their words side by side, as SDMX has them, or in one cell. */
static void codes_stand_beside_their_words(void **state)
{
#define ROWS(man, woman, a, b, c)                                                                  \
    "X,Xland,POP,Population," man "," a ",2015,,1,\nX,Xland,POP,Population," man "," b             \
    ",2015,,2,\nX,Xland,POP,Population," man "," c ",2015,,3,\nX,Xland,POP,Population," woman      \
    "," a ",2015,,4,\nX,Xland,POP,Population," woman "," b                                         \
    ",2015,,5,\nX,Xland,POP,Population," woman "," c ",2015,,6,\n"
    check_file(
        "in.csv",
        "REF_AREA,Reference area,MEASURE,Measure,SEX,Sex,AGE,Age,TIME_PERIOD,Time period,OBS_VALUE,"
        "Observation value\n" ROWS("M,Male", "F,Female", "Y_LT5,Less than 5 years",
                                   "Y5T9,From 5 to 9 years", "Y_GE10,10 years or over"),
        NULL, "X", NULL);
    check_file("in.csv",
               "geo,Geopolitical entity,SexId,Sex,AgeId,AgeLabel,TimeId,TimeLabel,population\n"
               "X,Xland,1,Male,1,0-4,66,2015,1\nX,Xland,1,Male,2,5-9,66,2015,2\n"
               "X,Xland,1,Male,3,10+,66,2015,3\nX,Xland,2,Female,1,0-4,66,2015,4\n"
               "X,Xland,2,Female,2,5-9,66,2015,5\nX,Xland,2,Female,3,10+,66,2015,6\n",
               NULL, "X", NULL);
    check_file("in.csv",
               "REF_AREA: Area,MEASURE: Measure,SEX: Sex,AGE: Age,TIME_PERIOD: Time,OBS_VALUE,"
               "OBS_STATUS: Observation Status\n"
               "X,POP: Population by age,M: Male,A0: 0 - 4,2015,1,A: Normal\n"
               "X,POP: Population by age,M: Male,A1: 5 - 9,2015,2,A: Normal\n"
               "X,POP: Population by age,M: Male,10+: 10 and over,2015,3,A: Normal\n"
               "X,POP: Population by age,F: Female,A0: 0 - 4,2015,4,A: Normal\n"
               "X,POP: Population by age,F: Female,A1: 5 - 9,2015,5,A: Normal\n"
               "X,POP: Population by age,F: Female,10+: 10 and over,2015,6,A: Normal\n",
               NULL, "X", NULL);
    check_file("in.csv",
               "地域,年,性別,年齢,総人口（人）\nX,2015,1:男,1:0～4歳,1\nX,2015,1:男,2:5～9歳,2\n"
               "X,2015,1:男,3:10歳以上,3\nX,2015,2.女,01 0～4歳,4\nX,2015,2.女,(2) 5～9歳,5\n"
               "X,2015,2女,03_10歳以上,6\n",
               NULL, "X", NULL);
    check_file("in.csv",
               "コード,市町村,年月日,男女,0～4歳,5～9歳,10歳以上\n"
               "-,架空郡計,2015年10月1日,男,1,2,3\n-,架空郡計,2015年10月1日,女,4,5,6\n",
               NULL, "架空郡計", NULL);
    check_refusal("area,sex,year,Year,population\nX,M,2015,2016,1\n",
                  "columns \"year\" and \"Year\": expected one of them");
}

/* Two columns of the same figures: the message has both, and how one is taken. */
static void says_which_of_two_columns(void **state)
{
    static const char *const both =
        "columns \"国勢調査\" and \"住民基本台帳\" are of the same figures: expected one of them "
        "(--suffix \"国勢調査\" or --suffix \"住民基本台帳\" takes those)";
    check_refusal("2015年\n" HEAD "国勢調査,住民基本台帳\n" TWO, both);
    check_refusal(HEAD "2015年,\n,,,国勢調査,住民基本台帳\n" TWO, both);
}

/* What only says how persons were counted is noted, and so is a code whose last digit does not check. */
static void says_what_is_taken_for_what(void **state)
{
    check_file("in.csv",
               "コード,性別,年,年齢,国勢調査\nA,男,2015,0～4歳,1\nA,男,2015,5～9歳,2\nA,男,2015,"
               "10歳以上,3\n"
               "A,女,2015,0～4歳,4\nA,女,2015,5～9歳,5\nA,女,2015,10歳以上,6\n",
               NULL, "A", "column \"国勢調査\" is taken for the population");
    check_file(
        "in.csv",
        "団体コード,性別,年,0～4歳,5～9歳,10歳以上\n012239,男,2015,1,2,3\n012239,女,2015,4,5,6\n",
        NULL, "012239", "code 012239 is kept with six digits");
    check_refusal(
        "Nowhere\nAge,Elsewhere,,Nowhere,\n,2015,2020,2015,2020\n0-4,1,2,3,4\n",
        "column \"2015\" appears twice (--suffix \"Elsewhere\" or --suffix \"Nowhere\" takes");
}

/* A figure of both sexes at a single age beside its group is no total of the group. */
static void single_ages_stand_beside_groups(void **state)
{
    check_file("in.csv",
               "架空町 2015年\n年齢,計,男,女\n0～4歳,5,1,4\n0歳,1,1,0\n1歳,1,0,1\n2歳,1,0,1\n"
               "3歳,1,0,1\n4歳,1,0,1\n5～9歳,7,2,5\n5歳,3,2,1\n6歳,1,0,1\n7歳,1,0,1\n8歳,1,0,1\n"
               "9歳,1,0,1\n10歳以上,9,3,6\n",
               NULL, "架空町", NULL);
    check_file("in.csv", "コード,年,m0_4,m5_9,m10plus,f0_4,f5_9,f10plus\nA,2015,1,2,3,4,5,6\n",
               NULL, "A", "columns are ages and sexes");
}

/* Ages whose digits follow one another: of two each, or as the US Census has them. Beside ages
 * `TOT` is of both sexes, beside a sex of all ages. */
static void joined_ages_are_groups(void **state)
{
    static const char *const files[] = {
        "code,2020_M_0004,2020_M_0509,2020_M_1014,2020_M_15P,2020_F_0004,2020_F_0509,2020_F_1014,"
        "2020_F_15P\nA,1,2,3,4,5,6,7,8\n",
        "code,YEAR,AGE04_TOT,AGE04_MALE,AGE04_FEM,AGE59_MALE,AGE59_FEM,AGE1014_MALE,AGE1014_FEM,"
        "AGE513_MALE,AGE15PLUS_MALE,AGE15PLUS_FEM\nA,2020,6,1,5,2,6,3,7,4,4,8\n",
        "code,YEAR,AGE,TOT_POP,TOT_MALE,TOT_FEMALE\nA,2020,0-4,6,1,5\nA,2020,5-9,8,2,6\n"
        "A,2020,10-14,10,3,7\nA,2020,15+,12,4,8\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cohort_table *table;
        cohort_stock stock;
        cohort_error error;
        assert_ok(parse("in.csv", files[i], NULL, &table, &error), error);
        assert_ok(cohort_table_population(table, "A", "population", &stock, &error), error);
        assert_int_equal(stock.grid.start, 2020);
        assert_int_equal(stock.grid.ages, 4);
        for (int k = 0; k < COHORT_SEXES * 4; k++)
            assert_true(stock.cells[k] == k + 1);
        cohort_stock_free(&stock);
        cohort_table_free(table);
    }
    check_refusal("code,age,sex,2019,2024\nA,0-4,M,1\n", "expected 5"); /* dates, not ages */
}

/* Where nothing else says the area, a name holds over the empty cells below it; one beside codes, or in
 * a region, may be missing. Words may have blanks between their letters. */
static void names_hold_below(void **state)
{
    check_file("in.csv",
               "市町村,性　別,年　　齢,2015年,2020年\n架空町,男,総　　数,6,36\n,男,0～4歳,1,11\n"
               ",男,5～9歳,2,12\n,男,10歳以上,3,13\n,女,0～4歳,4,14\n,女,5～9歳,5,15\n"
               ",女,10歳以上,6,16\n",
               NULL, "架空町", NULL);
    check_file("in.csv",
               "コード,市町村,性別,年齢,2015年\nA,,男,0～4歳,1\nA,,男,5～9歳,2\nA,,男,10歳以上,3\n"
               "A,,女,0～4歳,4\nA,,女,5～9歳,5\nA,,女,10歳以上,6\n",
               NULL, "A", NULL);
    check_file("in.csv",
               "都道府県,市町村,性別,0～4歳,5～9歳,10歳以上,年\n架空県,,男,9,9,9,2015\n"
               "架空県,,女,9,9,9,2015\n架空県,架空町,男,1,2,3,2015\n架空県,架空町,女,4,5,6,2015\n",
               NULL, "架空県架空町", NULL);
}

/* Areas of two files agree by names without blanks, and without a region before one of them. */
static void names_agree_without_their_regions(void **state)
{
    static const struct {
        const char *one, *other;
        int matched;
        bool noted;
    } names[] = {{"99901,架空県　架空町", "架空県架空町", 1, false},
                 {"99901,架 空 町", "架空町", 1, false},
                 {"99901,架空県 架空町", "架空町", 1, true},
                 {",架空県 架空町", "架空町", 1, true},
                 {",架空町", "架空郡架空町", 1, true},
                 {",中町", "田中町", 0, false},
                 {",架空町", "別町", 0, false}};
    char text[200];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cohort_table *one, *other;
        cohort_error error;
        int matched;
        snprintf(text, sizeof text, "%s市町村,性別,年齢,2015年\n%s,男,0～4歳,1\n",
                 *names[i].one == ',' ? "" : "コード,", names[i].one + (*names[i].one == ','));
        assert_ok(parse("one.csv", text, NULL, &one, &error), error);
        snprintf(text, sizeof text, "市町村,性別,年齢,2020年\n%s,男,0～4歳,1\n", names[i].other);
        assert_ok(parse("other.csv", text, NULL, &other, &error), error);
        const char *here = cohort_table_find_area(one, cohort_table_area(other, 0), "");
        assert_int_equal(here != NULL, names[i].matched);
        assert_true(!here || here == cohort_table_area(one, 0));
        assert_ok(cohort_table_join(one, other, &matched, &error), error);
        if (matched != names[i].matched || cohort_table_area_count(one) != 2 - matched)
            fail_msg("%s, %s: %d", names[i].one, names[i].other, matched);
        assert_int_equal(notes_with(one, "are matched by names without their regions"),
                         names[i].noted);
        cohort_table_free(one);
        cohort_table_free(other);
    }
}

/* Two codes of one name are two areas where a file has both; a code that changed is one. */
static void codes_come_before_names(void **state)
{
    for (int both = 0; both < 2; both++) {
        cohort_table *one, *other;
        cohort_error error;
        int matched;
        assert_ok(parse("one.csv", "コード,市町村,性別,年齢,2015年\n99403,泊村,男,0～4歳,1\n", NULL,
                        &one, &error),
                  error);
        assert_ok(parse("other.csv",
                        both ? "コード,市町村,性別,年齢,2020年\n99403,泊村,男,0～4歳,2\n"
                               "99696,泊村,男,0～4歳,3\n"
                             : "コード,市町村,性別,年齢,2020年\n99696,泊村,男,0～4歳,3\n",
                        NULL, &other, &error),
                  error);
        assert_ok(cohort_table_join(one, other, &matched, &error), error);
        assert_int_equal(matched, 1);
        assert_int_equal(cohort_table_area_count(one), 1 + both);
        cohort_table_free(one);
        cohort_table_free(other);
    }
}

/* A census's counts and a register's, or those of other months, are joined with a note. */
static void series_of_two_kinds_are_noted(void **state)
{
    static const struct {
        const char *file, *title, *note;
    } cases[] = {
        {"census_2020.csv", "架空町\n", "those of census_2020.csv differ in kind"},
        {"in.csv", "令和2年国勢調査 架空町\n", "those of in.csv differ in kind"},
        {"in.csv", "令和2年10月1日 架空町\n", "those of in.csv differ in kind"},
        {"in.csv", "令和2年1月1日 架空町\n", NULL},
        {"census_2020.csv", "令和2年10月1日 架空町 死亡数\n", NULL}, /* deaths are no series */
        {"in.csv", "架空町\n", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        cohort_table *one, *other;
        cohort_error error;
        assert_ok(parse("one.csv",
                        "令和7年1月1日 架空町 住民基本台帳\n性別,年齢,人口\n男,0～4歳,1\n", NULL,
                        &one, &error),
                  error);
        snprintf(text, sizeof text, "%s性別,年齢,%s\n男,0～4歳,1\n", cases[i].title,
                 strstr(cases[i].title, "死亡数") ? "死亡数"
                 : strstr(cases[i].title, "令和") ? "人口"
                                                  : "2020年");
        assert_ok(parse(cases[i].file, text, NULL, &other, &error), error);
        assert_ok(cohort_table_join(one, other, NULL, &error), error);
        if (cases[i].note ? !notes_with(one, cases[i].note) : notes_with(one, "its counts"))
            fail_msg("%s%s", cases[i].title, cohort_table_note(one, 0));
        cohort_table_free(one);
        cohort_table_free(other);
    }
}

/* Equal rows of two tables are united, others are refused, and so is a table with itself. */
static void joins_another_table(void **state)
{
    static const char *const texts[] = {"area,sex,age,2015\nA,M,0-4,1\n",
                                        "area,sex,age,2015\nA,M,0-4,2\n"};
    cohort_table *one, *same, *differs;
    cohort_error error;
    assert_ok(parse("one.csv", texts[0], NULL, &one, &error), error);
    assert_ok(parse("same.csv", texts[0], NULL, &same, &error), error);
    assert_ok(parse("differs.csv", texts[1], NULL, &differs, &error), error);
    assert_fails(cohort_table_join(one, one, NULL, &error), COHORT_ERROR_ARGUMENT, error,
                 "one.csv: a table joined with itself: expected another");
    assert_ok(cohort_table_join(one, same, NULL, &error), error);
    assert_int_equal(cohort_table_count(one), 1);
    assert_fails(cohort_table_join(one, differs, NULL, &error), COHORT_ERROR_DUPLICATE, error,
                 "expected each cell once");
    cohort_table_free(one);
    cohort_table_free(same);
    cohort_table_free(differs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_and_dates_are_no_names),
        cmocka_unit_test(parts_are_no_population),
        cmocka_unit_test(households_are_no_persons),
        cmocka_unit_test(ages_and_dates_have_one_column),
        cmocka_unit_test(names_of_files_say_what_is_missing),
        cmocka_unit_test(what_dates_say_besides_the_year_is_noted),
        cmocka_unit_test(codes_come_before_names),
        cmocka_unit_test(series_of_two_kinds_are_noted),
        cmocka_unit_test(codes_stand_beside_their_words),
        cmocka_unit_test(says_which_of_two_columns),
        cmocka_unit_test(says_what_is_taken_for_what),
        cmocka_unit_test(single_ages_stand_beside_groups),
        cmocka_unit_test(joined_ages_are_groups),
        cmocka_unit_test(names_hold_below),
        cmocka_unit_test(names_agree_without_their_regions),
        cmocka_unit_test(joins_another_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
