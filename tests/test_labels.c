/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps by which a table is read, each by itself: separators, ages, dates, headings, codes. */
#include "support/close.h"

#include "text/age.h"
#include "text/cells.h"
#include "text/date.h"
#include "text/label.h"
#include "text/text.h"
#include "text/unit.h"
#include "text/wording.h"

#include <cohort/grid.h>

#include <string.h>

static void finds_separators(void **state)
{
    static const struct {
        const char *text;
        cohort_separator separator;
    } texts[] = {
        {"a,b\n1,2\n", COHORT_COMMAS},
        {"a;b\n1,5;2,5\n", COHORT_SEMICOLONS},
        {"a\tb\n\"1,000\"\t2,000\n", COHORT_TABS},
        {"a\tb\n1,000\t2\n1,000,000\t2\n", COHORT_TABS},
        {"a,b,c\t\n1,2,3\t\n", COHORT_COMMAS},
        {"title, with a comma\n\n Year Age Male\n 2015 0 1\n 2015 1 2\n", COHORT_BLANKS},
        {"freq,sex,geo\\TIME_PERIOD\t2015 \nA,M,X\t1 \n", COHORT_TABS_AND_COMMAS},
        {"title\nsubtitle; more\na,b,c\n1,2,3\n4,5,6\n", COHORT_COMMAS},
        {"a|b\n1,000|2\n3|4\n", COHORT_BARS},
        {"\"a;b\",c\n\"d;e\",f\n", COHORT_COMMAS},
        {"one column\n1\n", COHORT_COMMAS},
        {"", COHORT_COMMAS},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (cohort_find_separator(texts[i].text) != texts[i].separator)
            fail_msg("%s: %d", texts[i].text, cohort_find_separator(texts[i].text));
}

enum { OPEN = COHORT_OPEN_END, FIRST = COHORT_AGE_GROUP, UNKNOWN = COHORT_AGE_UNKNOWN, NONE = -9 };

static void reads_ages(void **state)
{
    static const struct {
        const char *text;
        int from, to;
    } ages[] = {
        {"5", 5, FIRST},
        {"5-9", 5, 9},
        {"5 - 9", 5, 9},
        {"5_9", 5, 9},
        {"5 to 9", 5, 9},
        {"5 to 9 years", 5, 9},
        {"5–9", 5, 9},
        {"5−9", 5, 9},
        {"5ー9", 5, 9},
        {"5ｰ9", 5, 9},
        {"5―9", 5, 9},
        {"5─9", 5, 9},
        {"5 - 9 yrs.", 5, 9},
        {"age_5_9", 5, 9},
        {"満5～9歳", 5, 9},
        {"5～9歳人口", 5, 9},
        {"5～9歳", 5, 9},
        {"5歳～9歳", 5, 9},
        {"５〜９歳", 5, 9},
        {"5から9歳", 5, 9},
        {"　5～9歳", 5, 9},
        {"Y5-9", 5, 9},
        {"5歳", 5, FIRST},
        {"Y5", 5, FIRST},
        {"Age 5", 5, FIRST},
        {"90+", 90, OPEN},
        {"90歳以上", 90, OPEN},
        {"90歳～", 90, OPEN},
        {"90-", 90, OPEN},
        {"85 and over", 85, OPEN},
        {"85 years and over", 85, OPEN},
        {"5 a 9 anos", 5, 9},
        {"100 anos ou mais", 100, OPEN},
        {"5 - 9세", 5, 9},
        {"85세 이상", 85, OPEN},
        {"Y_GE85", 85, OPEN},
        {"85 & over", 85, OPEN},
        {"≥85", 85, OPEN},
        {"85_plus", 85, OPEN},
        {"110+", 110, OPEN},
        {"75歳 以上", 75, OPEN},
        {"Y_LT5", 0, 4},
        {"Under 5", 0, 4},
        {"15歳未満", 0, 14},
        {"<1", 0, 0},
        {"14歳以下", 0, 14},
        {"≤14", 0, 14},
        {"14 and under", 0, 14},
        {"総 数", 0, OPEN},
        {"不　詳", 0, UNKNOWN},
        {"年齢不詳者", 0, UNKNOWN},
        {"その他不詳", 0, UNKNOWN},
        {"Other/unknown", 0, UNKNOWN},
        {"12-", 12, FIRST},
        {"all", 0, OPEN},
        {"All ages", 0, OPEN},
        {"TOTAL", 0, OPEN},
        {"総数", 0, OPEN},
        {"年齢「不詳」", 0, UNKNOWN},
        {"unknown", 0, UNKNOWN},
        {"Y_UNK", 0, UNKNOWN},
        {"5-", NONE, 0},
        {"5月9日", NONE, 0},
        {"9-May", NONE, 0},
        {"2020-10-01", NONE, 0},
        {"1000", NONE, 0},
        {"", NONE, 0},
        {"平均年齢", NONE, 0},
        {"-5", NONE, 0},
        {"15未満の", NONE, 0},
        {"0 4", NONE, 0},
        {"0/4", NONE, 0},
        {"5 9", NONE, 0},
        {"1-5-9", NONE, 0},
        {"[0,4]", 0, 4},
        {"[5,10)", 5, 9},
        {"[90,Inf)", 90, OPEN},
        {"From 5 to 9 years", 5, 9},
        {"Aged 5 to 9", 5, 9},
        {"Aged 90+", 90, OPEN},
        {"between 5 and 9", 5, 9},
        {"5 through 9", 5, 9},
        {"5..9", 5, 9},
        {"5-9 years of age", 5, 9},
        {"90 and above", 90, OPEN},
        {"over 90", 90, OPEN},
        {"Less than 1 year", 0, 0},
        {"below 5", 0, 4},
        {"5 bis 9", 5, 9},
        {"5 bis unter 10 Jahre", 5, 9},
        {"unter 5 Jahre", 0, 4},
        {"90 Jahre und älter", 90, OPEN},
        {"moins de 5 ans", 0, 4},
        {"5 à 9 ans", 5, 9},
        {"90 ans et plus", 90, OPEN},
        {"De 5 a 9 años", 5, 9},
        {"90 y más", 90, OPEN},
        {"5歳から9歳まで", 5, 9},
        {"5歳以上10歳未満", 5, 9},
        {"5以上9以下", 5, 9},
        {"90歳以上の者", 90, OPEN},
        {"年少人口", 0, 14},
        {"生産年齢人口", 15, 64},
        {"老年人口", 65, OPEN},
        {"後期高齢者", 75, OPEN},
        {"年少人口指数", NONE, 0},
        {"(2) 5～9歳", 5, 9},
        {"02_5～9歳", 5, 9},
        {".Under 5 years", 0, 4},
        {"1:5～9歳", 5, 9},
        {"1: 5", NONE, 0},
        {"0:4", NONE, 0},
        {"DE5", NONE, 0},
        {"5 and under 10", 5, 9},
        {"5_and_under_10", 5, 9},
        {"5_to_9", 5, 9},
        {"90_and_over", 90, OPEN},
        {"under_5", 0, 4},
        {"5-9 years old", 5, 9},
        {"90 years and older", 90, OPEN},
        {"'5-9", 5, 9},
        {"0歳児", 0, FIRST},
        {"Y_LE12", 0, 12},
        {"Unspecified", 0, UNKNOWN},
        {"N.S.", 0, UNKNOWN},
        {"未詳", 0, UNKNOWN},
        {"その他", NONE, 0}, /* of ages only in their column */
        {"男", NONE, 0},
    };
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
        int from = NONE, to = NONE;
        const bool found = cohort_parse_age(ages[i].text, &from, &to);
        if (found != (ages[i].from != NONE) ||
            (found && (from != ages[i].from || to != ages[i].to)))
            fail_msg("%s: %d, %d to %d", ages[i].text, found, from, to);
    }
}

static void reads_dates(void **state)
{
    static const struct {
        const char *text;
        int year; /* 0: none */
    } dates[] = {
        {"2015", 2015},
        {"2015年", 2015},
        {"２０１５年", 2015},
        {"令和2年", 2020},
        {"令和元年", 2019},
        {"平成二十七年", 2015},
        {"平成十年", 1998},
        {"令和二年十月一日", 2020},
        {"二〇二〇年", 2020},
        {"昭和五十五年度", 1980},
        {"令和2年度", 2020},
        {"令和2年度末", 2021},
        {"令和元（2019）年度末", 2020},
        {"平成二十六年度末", 2015},
        {"2020年度末日", 0},
        {"二十七年", 0},
        {"平成27年", 2015},
        {"昭和55年10月1日", 1980},
        {"R2", 2020},
        {"H27", 2015},
        {"2020-10-01", 2020},
        {"2020/1/1", 2020},
        {"2020年10月", 2020},
        {"2020年度", 2020},
        {"1950-1955", 1950},
        {"2015.10.1", 2015},
        {"H27.10.1", 2015},
        {"令2", 2020},
        {"平27.10.1", 2015},
        {"令和 2 年", 2020},
        {"令和　2 年 10 月 1 日", 2020},
        {"2020年10月1日 0:00", 2020},
        {"令和2（2020）年", 2020},
        {"2020（令和2）年", 2020},
        {"2020（令和3）年", 0},
        {"西暦2020年", 2020},
        {"令和", 0},
        {"平均5", 0},
        {"2015-10-01T00:00:00", 2015},
        {"2015-2010", 0},
        {"2015.5", 0},
        {"20200", 0},
        {"2O20", 0},
        {"2020.101.1", 0},
        {"2020/30", 0},
        {"2020(令和2", 0},
        {"2020(a text that is far too long for a year)年", 0},
        {"R2-10", 0},
        {"1 March 2020", 2020},
        {"March April 2020", 0},
        {"March 1066", 0},
        {"March 2999", 0},
        {"20151001", 2015},
        {"20150001", 0},
        {"20151301", 0},
        {"20151000", 0},
        {"20151032", 0},
        {"2015000000", 2015},
        {"2015100000", 2015},
        {"2015200000", 0},
        {"1066000000", 0},
        {"2020年13月", 0},
        {"R", 0},
        {"R100", 0},
        {"300", 0},
        {"3000", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int year = 0;
        const bool found = cohort_parse_date(dates[i].text, true, &year);
        if (found != (dates[i].year != 0) || (found && year != dates[i].year))
            fail_msg("%s: %d, %d", dates[i].text, found, year);
    }
    int year;
    assert_false(cohort_parse_date("R2", false, &year));
    assert_int_equal(cohort_date_within("平成27年国勢調査"), 2015);
    assert_int_equal(cohort_date_within("1 October 2015"), 2015);
    assert_int_equal(cohort_date_within("第20151号"), 0);
    assert_int_equal(cohort_date_within("No. 2999"), 0);
}

/* The month of a date whose year is taken away. */
static void reads_months(void **state)
{
    static const struct {
        const char *before, *behind;
        int month;
    } texts[] = {
        {"", "10月1日", 10},
        {"", "-10-01", 10},
        {"", "/4/1", 4},
        {"", ".7.1", 7},
        {"", "M10", 10},
        {"", "M13", 0},
        {"", "0月", 0},
        {"", "13月1日", 0},
        {"", "-10/01", 0},
        {"", "10 persons", 0},
        {"1 July ", "", 7},
        {"", " December", 12},
        {"Mar 31st, ", "", 3},
        {"", "", 0},
        {"of May ", " Jun", 6},
        {"31.12.2020", "", 12},
        {"on 31/12/2020", "", 12},
        {"12/31/2020", "", 12},
        {"01.07.2020", "", 7},
        {"01/07/2020", "", 0},
        {"01/01/2021", "", 1},
        {"31.13.2020", "", 0},
        {"1.12/2020", "", 0},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (cohort_month_within(texts[i].before, texts[i].behind) != texts[i].month)
            fail_msg("%s|%s: %d", texts[i].before, texts[i].behind,
                     cohort_month_within(texts[i].before, texts[i].behind));
}

static void reads_headings(void **state)
{
    static const struct {
        const char *text;
        unsigned says;
        int year, from, to, sex;
        const char *rest;
    } headings[] = {
        {"0～4歳/m", COHORT_SAYS_AGE | COHORT_SAYS_SEX, 0, 0, 4, COHORT_MALE, ""},
        {"2015年_不詳補完値", COHORT_SAYS_YEAR, 2015, 0, 0, 0, "不詳補完値"},
        {"2020年（令和2年）", COHORT_SAYS_YEAR, 2020, 0, 0, 0, ""},
        {"人口（人）", COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT, 0, 0, 0, 0, ""},
        {"pop_1000", COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT, 0, 0, 0, 0, ""},
        {"net_migration (thousands)", COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT, 0, 0, 0, 0, ""},
        {"net_migration in thousands", COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT, 0, 0, 0, 0, ""},
        {"net_migration (persons)", COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT, 0, 0, 0, 0, ""},
        {"asfr_per_1000", COHORT_SAYS_QUANTITY, 0, 0, 0, 0, ""},
        {"net_migration_rate_per_1000", COHORT_SAYS_QUANTITY, 0, 0, 0, 0, ""},
        {"pop_000", COHORT_SAYS_QUANTITY | COHORT_SAYS_AGE, 0, 0, FIRST, 0, ""},
        {"PopMale", COHORT_SAYS_QUANTITY | COHORT_SAYS_SEX | COHORT_SAYS_UNIT, 0, 0, 0, COHORT_MALE,
         ""},
        {"POPESTIMATE2020", COHORT_SAYS_QUANTITY | COHORT_SAYS_YEAR, 2020, 0, 0, 0, ""},
        {"（再掲）65歳以上", COHORT_SAYS_AGE, 0, 65, OPEN, 0, ""},
        {"Homens", COHORT_SAYS_SEX, 0, 0, 0, COHORT_MALE, ""},
        {"Mulheres", COHORT_SAYS_SEX, 0, 0, 0, COHORT_FEMALE, ""},
        {"남자", COHORT_SAYS_SEX, 0, 0, 0, COHORT_MALE, ""},
        {"여", COHORT_SAYS_SEX, 0, 0, 0, COHORT_FEMALE, ""},
        {"인구 (명)", COHORT_SAYS_QUANTITY | COHORT_SAYS_UNIT, 0, 0, 0, 0, ""},
        {"男", COHORT_SAYS_SEX, 0, 0, 0, COHORT_MALE, ""},
        {"総数", COHORT_SAYS_TOTAL, 0, 0, OPEN, 0, ""},
        {"市区町村コード", COHORT_SAYS_COLUMN, 0, 0, 0, 0, ""},
        {"時間軸（年次）", COHORT_SAYS_COLUMN, 0, 0, 0, 0, ""},
        {"平成27年国勢調査", COHORT_SAYS_YEAR, 2015, 0, 0, 0, "国勢調査"},
        {"2020p", COHORT_SAYS_YEAR, 2020, 0, 0, 0, "p"},
        {"31 March 2020", COHORT_SAYS_YEAR, 2020, 0, 0, 0, ""},
        {"mid-2015", COHORT_SAYS_YEAR, 2015, 0, 0, 0, "mid-"},
        {"2015M10", COHORT_SAYS_YEAR, 2015, 0, 0, 0, ""},
        {"2015/16", COHORT_SAYS_YEAR, 2015, 0, 0, 0, ""},
        {"2015.0", COHORT_SAYS_YEAR, 2015, 0, 0, 0, ""},
        {"20151001", COHORT_SAYS_YEAR, 2015, 0, 0, 0, ""},
        {"20151301", 0, 0, 0, 0, 0, "20151301"},
        {"m0_4", COHORT_SAYS_SEX | COHORT_SAYS_AGE, 0, 0, 4, COHORT_MALE, ""},
        {"T1x", 0, 0, 0, 0, 0, "T1x"},
        {"M1", 0, 0, 0, 0, 0, "M1"},
        {"女5～9歳", COHORT_SAYS_SEX | COHORT_SAYS_AGE, 0, 5, 9, COHORT_FEMALE, ""},
        {"2015年10月1日現在", COHORT_SAYS_YEAR, 2015, 0, 0, 0, "10月1日現在"},
        {"人口2015年", COHORT_SAYS_QUANTITY | COHORT_SAYS_YEAR, 2015, 0, 0, 0, ""},
        {"Y2015", COHORT_SAYS_YEAR, 2015, 0, 0, 0, "Y"},
        {"2020年/2015年", COHORT_SAYS_YEAR, 2020, 0, 0, 0, "2015年"},
        {"pop_0_4", COHORT_SAYS_QUANTITY | COHORT_SAYS_AGE, 0, 0, 4, 0, ""},
        {"[0,4]", COHORT_SAYS_AGE, 0, 0, 4, 0, ""},
        {"その他・不詳", COHORT_SAYS_AGE, 0, 0, UNKNOWN, 0, ""},
        {"男人口", COHORT_SAYS_SEX, 0, 0, 0, COHORT_MALE, ""},
        {"年少人口（0～14歳）", COHORT_SAYS_AGE, 0, 0, 14, 0, ""},
        {"団体ｺｰﾄﾞ", COHORT_SAYS_COLUMN, 0, 0, 0, 0, ""},
        {"男　女　別", COHORT_SAYS_COLUMN, 0, 0, 0, 0, ""},
        {"2015-2030増減率", 0, 0, 0, 0, 0, "2015-2030増減率"},
        {"2O20", 0, 0, 0, 0, 0, "2O20"},
        {"備考", 0, 0, 0, 0, 0, "備考"},
        {"5_9_male", COHORT_SAYS_AGE | COHORT_SAYS_SEX, 0, 5, 9, COHORT_MALE, ""},
        {"90_plus_male", COHORT_SAYS_AGE | COHORT_SAYS_SEX, 0, 90, OPEN, COHORT_MALE, ""},
        {"age90_", COHORT_SAYS_AGE, 0, 90, OPEN, 0, ""},
        {"男（生残率法）", COHORT_SAYS_SEX, 0, 0, 0, COHORT_MALE, "生残率法"},
        {"age90_over_f", COHORT_SAYS_AGE | COHORT_SAYS_SEX, 0, 90, OPEN, COHORT_FEMALE, ""},
        {"Age 5-9, Male", COHORT_SAYS_AGE | COHORT_SAYS_SEX, 0, 5, 9, COHORT_MALE, ""},
        {"Total!!Male:!!5 to 9 years", COHORT_SAYS_AGE | COHORT_SAYS_SEX, 0, 5, 9, COHORT_MALE, ""},
        {"2015M", COHORT_SAYS_YEAR | COHORT_SAYS_SEX, 2015, 0, 0, COHORT_MALE, ""},
        {"2015.female", COHORT_SAYS_YEAR | COHORT_SAYS_SEX, 2015, 0, 0, COHORT_FEMALE, ""},
        {"Fertility rate, total (births per woman)", COHORT_SAYS_QUANTITY, 0, 0, 0, 0, ""},
        {"Total fertility rate per 1,000 women", COHORT_SAYS_QUANTITY, 0, 0, 0, 0, ""},
        {"純移動率（人口千対）", COHORT_SAYS_QUANTITY, 0, 0, 0, 0, ""},
        {"人口（男）", COHORT_SAYS_QUANTITY | COHORT_SAYS_SEX, 0, 0, 0, COHORT_MALE, ""},
        {"出生率（女子）", COHORT_SAYS_SEX | COHORT_SAYS_OTHER, 0, 0, 0, COHORT_FEMALE,
         "出生率(女子)"},
        {"Population share", COHORT_SAYS_OTHER, 0, 0, 0, 0, "Population share"},
        {"Mean income of persons", COHORT_SAYS_OTHER, 0, 0, 0, 0, "Mean income of persons"},
        {"persons per household", COHORT_SAYS_OTHER, 0, 0, 0, 0, "persons"},
        {"Crude rate of deaths", COHORT_SAYS_OTHER, 0, 0, 0, 0, "Crude rate of deaths"},
        {"asfr (%)", COHORT_SAYS_QUANTITY | COHORT_SAYS_OTHER, 0, 0, 0, 0, "%"},
    };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        cohort_label label;
        const bool found = cohort_parse_label(headings[i].text, &label);
        if (found != (headings[i].says != 0) || label.says != headings[i].says ||
            strcmp(label.rest, headings[i].rest) != 0 || label.year != headings[i].year ||
            (label.says & COHORT_SAYS_AGE &&
             (label.age_from != headings[i].from || label.age_to != headings[i].to)) ||
            (label.says & COHORT_SAYS_SEX && label.sex != headings[i].sex))
            fail_msg("%s: %u, %d, %d to %d, %d, \"%s\"", headings[i].text, label.says, label.year,
                     label.age_from, label.age_to, label.sex, label.rest);
    }
    cohort_label label;
    assert_true(cohort_parse_label("全国，都道府県，市区町村 コード", &label) && label.code);
    assert_int_equal(label.column, COHORT_MEANS_AREA);
    assert_true(cohort_parse_label("都道府県コード", &label) && label.code);
    assert_int_equal(label.column, COHORT_MEANS_REGION); /* of the areas, or of what they are in */
}

static void reads_letters_alike(void **state)
{
    static const char *const texts[][2] = {
        {"ﾊﾞﾊﾟｶﾞ", "バパガ"},
        {"ｱﾞｶﾟﾗﾞﾗﾟ", "ア゛カ゜ラ゛ラ゜"}, /* no such letters */
        {"ｶ", "カ"},
        {"a\u2009b\u202Fc\u00A0d\u3000e", "a b c d e"},
        {"\u200Bx\u2016", "\u200Bx\u2016"}, /* neither a blank nor a dash */
        {"5\u2010\u2015\u2212\u2500\uFE63", "5-----"},
        {"\u301C\u223C\u2019", "~~'"},
        {"Ａｂ１", "Ab1"},
    };
    char plain[COHORT_PLAIN_TEXT], shown[COHORT_SHOWN_TEXT];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(cohort_plain_text(texts[i][0], plain), texts[i][1]);
    /* Of a long text its beginning is shown, of a long path its end, in whole letters. */
    char path[3 * 60 + 1] = "";
    for (int i = 0; i < 60; i++)
        strcat(path, "町");
    assert_int_equal(strlen(cohort_shown_path(path)), 3 * 53);
    assert_string_equal(cohort_shown_path(path + 3 * 30), path + 3 * 30);
    assert_string_equal(cohort_shown_text(path, shown), "町町町町町町町町町町町町町...");
}

static void reads_units(void **state)
{
    static const struct {
        const char *text;
        int persons;
    } cells[] = {
        {"3", 1000},
        {"0", 1},
        {"7", 0},
        {"1,000", 1000},
        {"'000", 1000},
        {"'00", 0},
        {"1000000000000", 0},
        {"2000", 0},
        {"thousands of persons", 1000},
        {"千人", 1000},
        {"人", 1},
        {"人口千対", 0},
        {"per 100 persons", 0},
        {"PER", 0},
        {"mn", 1000000},
        {"MN", 0},
        {"persons/km2", COHORT_UNIT_UNKNOWN},
        {"人/年", 0},
        {"10万人", 100000},
        {"", 1},
        {"dozens of persons", COHORT_UNIT_UNKNOWN},
        {"百十人", COHORT_UNIT_UNKNOWN},
        {"yen", 0},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (cohort_unit_of_cell(cells[i].text) != cells[i].persons)
            fail_msg("%s: %d", cells[i].text, cohort_unit_of_cell(cells[i].text));
}

/* What rates are per, and whether counts are those of a year. */
static void reads_what_figures_are_per(void **state)
{
    static const struct {
        const char *text;
        int per;
        bool yearly;
    } texts[] = {
        {"net migration rate per 1,000 population", 1000, false},
        {"net_migration_rate_per_1000", 1000, false},
        {"rate (per 100000)", 100000, false},
        {"per thousand", 1000, false},
        {"Crude rate of net migration", 1000, false},
        {"crude rate (per 100)", 100, false},
        {"births /1000 women", 1000, false},
        {"（人口10万対）", 100000, false},
        {"人口千対", 1000, false},
        {"人口１，０００人当たり", 1000, false},
        {"十万人につき", 100000, false},
        {"‰", 1000, false},
        {"％", 100, false},
        {"純移動率（％）", 100, false},
        {"per person", 0, false},
        {"per 2000", 0, false},
        {"Male /100+", 0, false},
        {"per 100歳", 0, false},
        {"2015/100", 0, false},
        {"人口100歳以上", 0, false},
        {"人口1,000人以上", 0, false},
        {"人口100万人以上の都市", 0, false},
        {"1000人対象", 0, false},
        {"１人当たり", 0, false},
        {"10 % sample", 0, false},
        {"% of population", 100, false},
        {"単位：％", 100, false},
        {"per hundred", 100, false},
        {"per 1000/year", 1000, false},
        {"per 1000\npopulation", 1000, false},
        {"【人口千対】", 1000, false},
        {"pour mille", 1000, false},
        {"M/100", 0, false},
        {"95%", 0, false},
        {"Annual net migration", 0, true},
        {"net_migration_annual", 0, true},
        {"Net migration (persons per year)", 0, true},
        {"年間の純移動数", 0, true},
        {"１年間の純移動数", 0, true},
        {"純移動数（千人/年）", 0, true},
        {"Net annual migration", 0, true},
        {"Net migration, annual", 0, true},
        {"Annual averages of net migration", 0, true},
        {"Yearly migration balance", 0, true},
        {"Net migration, persons a year", 0, true},
        {"Solde migratoire annuel", 0, true},
        {"５ケ年間の純移動数", 0, false},
        {"半年間の純移動数", 0, false},
        {"５年間の純移動数", 0, false},
        {"五年間の純移動数", 0, false},
        {"5カ年間の純移動数", 0, false},
        {"Source: Statistical Annual 2021", 0, false},
        {"Annual Population Survey: net migration", 0, false},
        {"Annual report of the office: net migration of 2015-2020", 0, false},
        {"Net migration by sex/year/age", 0, false},
        {"純移動数 男女/年齢", 0, false},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (cohort_unit_per(texts[i].text) != texts[i].per ||
            cohort_unit_is_yearly(texts[i].text) != texts[i].yearly)
            fail_msg("%s: per %d, %d", texts[i].text, cohort_unit_per(texts[i].text),
                     cohort_unit_is_yearly(texts[i].text));
}

static void checks_codes(void **state)
{
    assert_true(cohort_code_checks("012238")); /* 根室市 */
    assert_true(cohort_code_checks("011002")); /* 札幌市 */
    assert_true(cohort_code_checks("131016")); /* 千代田区 */
    assert_false(cohort_code_checks("012237"));
    assert_false(cohort_code_checks("01223"));
    assert_false(cohort_code_checks("990000"));
    assert_false(cohort_code_checks("01223x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_separators),
        cmocka_unit_test(reads_ages),
        cmocka_unit_test(reads_dates),
        cmocka_unit_test(reads_headings),
        cmocka_unit_test(checks_codes),
        cmocka_unit_test(reads_months),
        cmocka_unit_test(reads_letters_alike),
        cmocka_unit_test(reads_units),
        cmocka_unit_test(reads_what_figures_are_per),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
