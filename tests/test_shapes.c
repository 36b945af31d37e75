/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables in the shapes that people have, each with the figures that it should give. All figures are
 * invented; a layout is that of the publisher named with it, or labelled "from a description". */
#include "support/close.h"
#include "support/tables.h"
#include "support/words.h"

#include <cohort/table.h>

#include <stdio.h>
#include <string.h>

/* A shape, and what it gives: the small town of check_small_town with its name, dates from `start`
 * on, and a note (NULL: any). */
struct shape {
    const char *name, *text, *area, *area_name;
    int start, dates;
    const char *note;
    double unit;
};

static void check_shapes(size_t count, const struct shape *shapes)
{
    const cohort_table_options options = with_gaps();
    for (const struct shape *shape = shapes; shape < shapes + count; shape++) {
        cohort_table *table = parsed_table(shape->text, "in.csv", &options);
        assert_int_equal(check_small_town(shape->name, table, shape->area, shape->start,
                                          shape->unit > 0 ? shape->unit : 1),
                         shape->dates);
        for (int i = 0; i < cohort_table_area_count(table); i++)
            if (strcmp(cohort_table_area(table, i), shape->area) == 0)
                assert_string_equal(cohort_table_area_name(table, i), shape->area_name);
        if (shape->note && !notes_with(table, shape->note))
            fail_msg("%s: no note \"%s\"", shape->name, shape->note);
        cohort_table_free(table);
    }
}

/* --- Offices in Japan --- */

#define ESTAT_ROW(sex, nation, cells)                                                              \
    "\"2020_01\",\"人口【人】\",\"2020000000\",\"2020年\",\"0\",\"" sex "\",\"0\",\"" nation       \
    "\",\"99111\",\"北架空市\",\"\"," cells "\n"

static const struct shape japan[] = {
    {"ages across",
     "団体コード,市区町村名,年,性別,総数,0～4歳,5～9歳,10歳以上\n99901,架空町,2015年,男,6,1,2,3\n"
     "99901,架空町,2015年,女,15,4,5,6\n99901,架空町,2020年,男,36,11,12,13\n"
     "99901,架空町,2020年,女,45,14,15,16\n",
     "99901", "架空町", 2015, 2, "read as: a row for each area, date, sex; columns are ages", 0},
    {"e-Stat, census",
     "\"統計名：\",\"架空国勢調査\"\n\"表番号：\",\"2-7-1\"\n\"実施年月：\",\"2020年\",\"10月\"\n\n"
     "\"***\",\"当該数値がないもの\"\n\"-\",\"当該数値がないもの\"\n\n"
     "\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"/年齢 "
     "コード\",\"00\",\"01\",\"02\",\"03\","
     "\"04\",\"R1\",\"R2\"\n"
     "\"表章事項 コード\",\"表章事項\",\"時間軸（年次） コード\",\"時間軸（年次）\",\"男女 "
     "コード\","
     "\"男女\",\"国籍総数か日本人 コード\",\"国籍総数か日本人\",\"全国，都道府県，市区町村 "
     "コード\","
     "\"全国，都道府県，市区町村\",\"/年齢\",\"総数\",\"0～4歳\",\"5～9歳\",\"10歳以上\","
     "\"年齢「不詳」\",\"（再掲）10歳未満\",\"平均年齢\"\n" ESTAT_ROW(
         "総数", "国籍総数", "\"21\",\"5\",\"7\",\"9\",\"-\",\"12\",\"40.1\"")
         ESTAT_ROW("男", "国籍総数", "\"6\",\"1\",\"2\",\"3\",\"-\",\"3\",\"40.1\"")
             ESTAT_ROW("女", "国籍総数", "\"15\",\"4\",\"5\",\"6\",\"-\",\"9\",\"40.1\"") ESTAT_ROW(
                 "男", "日本人",
                 "\"3\",\"1\",\"1\",\"1\",\"-\",\"2\",\"40.1\"") "\"2020_01\",\"人口【人】\","
                                                                 "\"2020000000\",\"2020年\",\"0\","
                                                                 "\"男\",\"0\",\"国籍総数\","
                                                                 "\"99112\","
                                                                 "\"無い市\",\"\",\"-\",\"-\",\"-"
                                                                 "\",\"-\",\"-\",\"-\",\"-\"\n",
     "99111", "北架空市", 2020, 1,
     "1 area with no number at all, only 0, \"-\" or nothing, left out", 0},
    {"IPSS 2023, all municipalities",
     "結果表　男女・年齢（5歳）階級別の推計結果\n市などの別：a＝都道府県\n\n"
     "コード,市などの別,都道府県,市区町村,年,総数,,,,男,,,,女,,,\n"
     ",,,,,総数,0～4歳,5～9歳,10歳～,総数,0～4歳,5～9歳,10歳～,総数,0～4歳,5～9歳,10歳～\n"
     "1100,3,架空県,北架空市,2020年,21,5,7,9,6,1,2,3,15,4,5,6\n"
     "1100,3,架空県,北架空市,2025年,81,25,27,29,36,11,12,13,45,14,15,16\n"
     "1000,a,架空県,,2020年,21,5,7,9,6,1,2,3,15,4,5,6\n"
     "1000,a,架空県,,2025年,81,25,27,29,36,11,12,13,45,14,15,16\n",
     "01100", "北架空市", 2020, 2, "codes of four digits are taken with a zero", 0},
    {"IPSS 2018, all municipalities",
     "コード,市などの別,都道府県,市区町村,年,総数,0～4歳/a,5～9歳/a,10歳以上/a,0～4歳/m,5～9歳/m,"
     "10歳以上/m,0～4歳/f,5～9歳/f,10歳以上/f\n"
     "1000,a,架空県,,2015年,21,5,7,9,1,2,3,4,5,6\n",
     "01000", "架空県", 2015, 1, "columns are ages and sexes", 0},
    {"IPSS, one prefecture",
     "99111 北架空市,,,,,,,,,,\n\n男女計,2020年,2025年,,男,2020年,2025年,,女,2020年,2025年\n"
     "総数,21,81,,総数,6,36,,総数,15,45\n0～4歳,5,25,,0～4歳,1,11,,0～4歳,4,14\n"
     "5～9歳,7,27,,5～9歳,2,12,,5～9歳,5,15\n10歳～,9,29,,10歳～,3,13,,10歳～,6,16\n"
     "（再掲）10歳未満,12,52,,（再掲）10歳未満,3,23,,（再掲）10歳未満,9,29\n\n注：架空の数値\n",
     "99111", "北架空市", 2020, 2, "the area is \"99111\", by the title", 0},
    {"resident register",
     "令和7年1月1日住民基本台帳年齢階級別人口（市区町村別）（総計）,,,,,,,\n"
     ",,,,総数,0歳～4歳,5歳～9歳,10歳以上\n団体コード,都道府県名,市区町村名,性別,人,人,人,人\n"
     "-,合計,-,計,21,5,7,9\n-,合計,-,男,6,1,2,3\n-,合計,-,女,15,4,5,6\n"
     "012238,北海道,根室市,計,21,5,7,9\n012238,北海道,根室市,男,6,1,2,3\n"
     "012238,北海道,根室市,女,15,4,5,6\n注1：架空の数値,,,,,,,\n",
     "01223", "根室市", 2025, 1, "codes of six digits are taken without the last", 0},
    {"the nation of the register",
     "団体コード,都道府県名,市区町村名,性別,年,0歳～4歳,5歳～9歳,10歳以上\n-,合計,-,男,H27,1,2,3\n"
     "-,合計,-,女,H27,4,5,6\n",
     "00000", "合計", 2015, 1, NULL, 0},
    {"empty columns between blocks",
     "架空町,,,,,,,\n男,,,,女,,,\n年齢,2015年,2020年,,年齢,2015年,2020年,\n0～4歳,1,11,,0～4歳,4,"
     "14,\n"
     "5～9歳,2,12,,5～9歳,5,15,\n10歳以上,3,13,,10歳以上,6,16,\n",
     "架空町", "", 2015, 2, "columns are dates and sexes", 0},
    {"half-size kana, blanks in words, dates with words",
     "団体ｺｰﾄﾞ,年,男　女　別,総　数,0ｰ4歳,5ｰ9歳,10歳以上\n01223,平成27年国勢調査,男,6,1,2,3\n"
     "01223,平成27年国勢調査,女,15,4,5,6\n01223,2020年推計,1_男,36,11,12,13\n"
     "01223,2020年推計,2_女,45,14,15,16\n出典,架空市統計書\n",
     "01223", "", 2015, 2, "1 line besides the table is ignored", 0},
    {"a suffix of all ages, a band by its name only, with figures that could be years",
     "コード,年,性別,総数,年少人口,0～4歳（実数）,5～9歳（実数）,10歳以上（実数）\n"
     "99901,2015,男,6000,3000,1000,2000,3000\n99901,2015,女,15000,9000,4000,5000,6000\n"
     "99901,2020,男,36000,2300,11000,12000,13000\n99901,2020,女,45000,2900,14000,15000,16000\n",
     "99901", "", 2015, 2, NULL, 1000},
    {"sexes and their total as columns, codes without zero",
     "団体コード,年,年齢,男人口,女人口,総人口\n1223.0,2015,0～4歳,1,4,5\n1223.0,2015,5～9歳,2,5,7\n"
     "1223.0,2015,10歳以上,3,6,9\n1223.0,2020,0～4歳,11,14,25\n1223.0,2020,5～9歳,12,15,27\n"
     "1223.0,2020,10歳以上,13,16,29\n",
     "01223", "", 2015, 2, "codes of four digits are taken with a zero before them", 0},
    {"six digits without their zero",
     "団体コード,性別,年齢,2020年\n12238,男,0～4歳,1\n12238,男,5～9歳,2\n12238,男,10歳以上,3\n"
     "12238,女,0～4歳,4\n12238,女,5～9歳,5\n12238,女,10歳以上,6\n11002,男,0～4歳,1\n"
     "12025,男,0～4歳,1\n12033,男,0～4歳,1\n12041,男,0～4歳,1\n",
     "01223", "", 2020, 1, "codes of six digits without their zero", 0},
    {"dates that an area does not have",
     "コード,性別,年齢,2015年,2020年,2025年\n99901,男,0～4歳,1,11,\n99901,男,5～9歳,2,12,\n"
     "99901,男,10歳以上,3,13,\n99901,女,0～4歳,4,14,\n99901,女,5～9歳,5,15,\n99901,女,10歳以上,6,"
     "16,\n",
     "99901", "", 2015, 2, "1 date of areas with no number, only 0, \"-\" or nothing, left out", 0},
    {"blocks below each other",
     "架空町の人口,,\n男,,\n年齢,2015年,2020年\n0～4歳,1,11\n5～9歳,2,12\n10歳以上,3,13\n,,\n女,,\n"
     "年齢,2015年,2020年\n0～4歳,4,14\n5～9歳,5,15\n10歳以上,6,16\n",
     "架空町", "", 2015, 2, "the area is \"架空町\", by the title", 0},
    {"one heading, the sexes between",
     "99901 "
     "架空町,,\n,平成27年,令和2年\n男,,\n　0～4歳,1,11\n　5～9歳,2,12\n　10歳以上,3,13\n女,,\n"
     "　0～4歳,4,14\n　5～9歳,5,15\n　10歳以上,6,16\n",
     "99901", "架空町", 2015, 2, NULL, 0},
    {"dates above sexes, ages down",
     "99901 架空町,,,,\n年齢,2015年,,2020年,\n,男,女,男,女\n0～4歳,1,4,11,14\n5～9歳,2,5,12,15\n"
     "10歳以上,3,6,13,16\n",
     "99901", "架空町", 2015, 2, "columns are dates and sexes", 0},
    {"cells that hold until the next",
     "市区町村名,性別,年齢,2015年,2020年\n架空町,男,0～4歳,1,11\n,,5～9歳,2,12\n,,10歳以上,3,13\n"
     ",女,0～4歳,4,14\n,,5～9歳,5,15\n,,10歳以上,6,16\n",
     "架空町", "架空町", 2015, 2, NULL, 0},
    {"areas above dates above sexes",
     "年齢,架空町,,,,別町,,,\n,2015年,,2020年,,2015年,,2020年,\n,男,女,男,女,男,女,男,女\n"
     "0～4歳,1,4,11,14,9,9,9,9\n5～9歳,2,5,12,15,9,9,9,9\n10歳以上,3,6,13,16,9,9,9,9\n",
     "架空町", "", 2015, 2, "columns are dates and sexes", 0},
    {"the same, where corners name the rows of headings",
     "市町村,別町,,,,架空町,,,\n年次,2015年,,2020年,,2015年,,2020年,\n性別,男,女,男,女,男,女,男,"
     "女\n"
     "0～4歳,9,9,9,9,1,4,11,14\n5～9歳,9,9,9,9,2,5,12,15\n10歳以上,9,9,9,9,3,6,13,16\n",
     "架空町", "", 2015, 2, NULL, 0},
    {"areas between the rows, without a title",
     "年齢,2015年,,2020年,\n,男,女,男,女\n別町,,,,\n0～4歳,9,9,9,9\n5～9歳,9,9,9,9\n10歳以上,9,9,9,"
     "9\n"
     "架空町,,,,\n0～4歳,1,4,11,14\n5～9歳,2,5,12,15\n10歳以上,3,6,13,16\n（再掲）,,,,\n0～9歳,3,9,"
     "23,29\n",
     "架空町", "", 2015, 2, "the first area is \"別町\"", 0},
    {"the same with codes",
     "年齢,2015年,,2020年,\n,男,女,男,女\n99902,別町,,,\n0～4歳,9,9,9,9\n5～9歳,9,9,9,9\n"
     "10歳以上,9,9,9,9\n99901,架空町,,,\n0～4歳,1,4,11,14\n5～9歳,2,5,12,15\n10歳以上,3,6,13,16\n"
     "男女計,21,,81,\n前年比,1,1,1,1\n",
     "99901", "架空町", 2015, 2, NULL, 0},
    {"totals of areas between the rows",
     "年齢,2015年,,2020年,\n,男,女,男,女\n別町,27,27,27,27\n0～4歳,9,9,9,9\n5～9歳,9,9,9,"
     "9\n10歳以上,9,9,9,9\n"
     "架空町,6,15,36,45\n0～4歳,1,4,11,14\n5～9歳,2,5,12,15\n10歳以上,3,6,13,16\n",
     "架空町", "", 2015, 2, NULL, 0},
    {"dates between the rows, subtotals",
     "架空町\n年齢,男,女\n平成27年,6,15\n0～4歳,1,4\n5～9歳,2,5\n小計,3,9\n10歳以上,3,6\n令和2年,,"
     "\n"
     "0～4歳,11,14\n5～9歳,12,15\n小計,23,29\n10歳以上,13,16\n",
     "架空町", "", 2015, 2, "figures of \"小計\" are ignored", 0},
    {"a sex behind an age, in one heading",
     "コード,年,0～4歳男,5～9歳男,10歳以上男,0～4歳女,5～9歳女,10歳以上女\n99901,2015,1,2,3,4,5,6\n"
     "99901,2020,11,12,13,14,15,16\n",
     "99901", "", 2015, 2, "columns are ages and sexes", 0},
    {"a sex behind a date, in one heading",
     "架空町\n年齢,H27男女計,H27男,H27女,R2男女計,R2男,R2女\n0～4歳,5,1,4,25,11,14\n5～9歳,7,2,5,"
     "27,12,15\n"
     "10歳以上,9,3,6,29,13,16\n",
     "架空町", "", 2015, 2, "columns are dates and sexes", 0},
    {"nationals, foreigners and all side by side, in kinds of rows",
     "架空町\n2015年\n区分,年齢,男,女\n日本人,0～4歳,0,1\n外国人,0～4歳,1,3\n計,0～4歳,1,4\n日本人,"
     "5～9歳,1,2\n"
     "計,5～9歳,2,5\n日本人,10歳以上,1,2\n計,10歳以上,3,6\n",
     "架空町", "", 2015, 1, "rows of parts", 0},
    {"open data of municipalities (from a description)",
     "都道府県コード又は市区町村コード,地域コード,都道府県名,市区町村名,調査年月日,地域名,総人口,"
     "男性,女性,"
     "0-4歳の男性,0-4歳の女性,5-9歳の男性,5-9歳の女性,10歳以上の男性,10歳以上の女性,世帯数,備考\n"
     "012238,,北海道,根室市,2015-10-01,,21,6,15,1,4,2,5,3,6,9,\n"
     "012238,,北海道,根室市,2020-10-01,,81,36,45,11,14,12,15,13,16,9,\n",
     "01223", "根室市", 2015, 2, "columns are ages and sexes", 0},
    {"thousands of persons, by the title",
     "架空町（単位：千人）,,,\n性別,年齢,2015年,2020年\n男,0～4歳,1,11\n男,5～9歳,2,12\n男,"
     "10歳以上,3,13\n"
     "女,0～4歳,4,14\n女,5～9歳,5,15\n女,10歳以上,6,16\n",
     "架空町", "", 2015, 2, "figures are in units of 1000 persons", 1000},
};

static void reads_what_offices_in_japan_publish(void **state)
{
    check_shapes(LENGTH(japan), japan);
}

/* --- Elsewhere --- */

static const struct shape elsewhere[] = {
    {"UN WPP, population by age",
     "SortOrder,LocID,Notes,ISO3_code,LocTypeName,Location,Variant,Time,MidPeriod,AgeGrp,"
     "AgeGrpStart,AgeGrpSpan,PopMale,PopFemale,PopTotal\n"
     "1,999,,QNW,Country/Area,Nowhere,Medium,2015,2015.5,0-4,0,5,1,4,5\n"
     "1,999,,QNW,Country/Area,Nowhere,Medium,2015,2015.5,5-9,5,5,2,5,7\n"
     "1,999,,QNW,Country/Area,Nowhere,Medium,2015,2015.5,10+,10,-1,3,6,9\n"
     "1,999,,QNW,Country/Area,Nowhere,High,2015,2015.5,10+,10,-1,3,6,9\n",
     "999", "Nowhere", 2015, 1, "1 row of parts", 1000},
    {"Eurostat, TSV",
     "freq,unit,sex,age,geo\\TIME_PERIOD\t2015 \t2020 \nA,NR,M,Y_LT5,XX99\t1 \t11 p\n"
     "A,NR,M,Y5-9,XX99\t2 b\t12 \nA,NR,M,Y_GE10,XX99\t3 \t13 \nA,NR,F,Y_LT5,XX99\t4 \t14 \n"
     "A,NR,F,Y5-9,XX99\t5 \t15 ep\nA,NR,F,Y_GE10,XX99\t6 \t16 \nA,NR,T,TOTAL,XX99\t21 \t81 \n"
     "A,NR,T,TOTAL,XX98\t: \t: \n",
     "XX99", "", 2015, 2, "2 cells are withheld or no number", 0},
    {"Eurostat, an open group without its age",
     "freq,unit,age,sex,geo\\TIME_PERIOD\t2015 \nA,NR,Y5-9,M,XX99\t2 \nA,NR,Y_LT5,M,XX99\t1 \n"
     "A,NR,Y9,M,XX99\t1 \nA,NR,Y_OPEN,M,XX99\t3 \nA,NR,Y5-9,F,XX99\t5 \nA,NR,Y_LT5,F,XX99\t4 \n"
     "A,NR,Y_OPEN,F,XX99\t6 \n",
     "XX99", "", 2015, 1, NULL, 0},
    {"Eurostat, SDMX-CSV",
     "DATAFLOW,LAST UPDATE,freq,unit,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
     "ESTAT:DEMO_PJAN(1.0),01/01/25,A,NR,M,Y_LT5,XX99,2015,1,\n"
     "ESTAT:DEMO_PJAN(1.0),01/01/25,A,NR,M,Y5-9,XX99,2015,2,\n"
     "ESTAT:DEMO_PJAN(1.0),01/01/25,A,NR,M,Y_GE10,XX99,2015,3,\n"
     "ESTAT:DEMO_PJAN(1.0),01/01/25,A,NR,F,Y_LT5,XX99,2015,4,\n"
     "ESTAT:DEMO_PJAN(1.0),01/01/25,A,NR,F,Y5-9,XX99,2015,5,p\n"
     "ESTAT:DEMO_PJAN(1.0),01/01/25,A,NR,F,Y_GE10,XX99,2015,6,\n",
     "XX99", "", 2015, 1, NULL, 0},
    {"ONS, projections (from a description)",
     "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2015,2020\nE99,Nowhere,Population,males,0-4,1,"
     "11\n"
     "E99,Nowhere,Population,males,5-9,2,12\nE99,Nowhere,Population,males,10 and over,3,13\n"
     "E99,Nowhere,Population,males,All ages,6,36\nE99,Nowhere,Population,females,0-4,4,14\n"
     "E99,Nowhere,Population,females,5-9,5,15\nE99,Nowhere,Population,females,10 and over,6,16\n"
     "E99,Nowhere,Population,females,All ages,15,45\n",
     "E99", "Nowhere", 2015, 2, NULL, 0},
    {"Statistics Canada (from a description)",
     "REF_DATE,GEO,DGUID,Gender,Age group,UOM,SCALAR_FACTOR,VALUE\n"
     "2015,Nowhere,2021A9,Males,0 to 4 years,Persons,units,1\n"
     "2015,Nowhere,2021A9,Males,5 to 9 years,Persons,units,2\n"
     "2015,Nowhere,2021A9,Males,10 years and over,Persons,units,3\n"
     "2015,Nowhere,2021A9,Females,0 to 4 years,Persons,units,4\n"
     "2015,Nowhere,2021A9,Females,5 to 9 years,Persons,units,5\n"
     "2015,Nowhere,2021A9,Females,10 years and over,Persons,units,6\n"
     "2015,Nowhere,2021A9,Both sexes,All ages,Persons,units,21\n",
     "Nowhere", "", 2015, 1, NULL, 0},
    {"US Census (from a description)",
     "STATE,NAME,SEX,AGE,POPESTIMATE2015,POPESTIMATE2020\n99,Nowhere,1,0 to 4,1,11\n"
     "99,Nowhere,1,5 to 9,2,12\n99,Nowhere,1,10 and over,3,13\n99,Nowhere,2,0 to 4,4,14\n"
     "99,Nowhere,2,5 to 9,5,15\n99,Nowhere,2,10 and over,6,16\n99,Nowhere,0,All ages,21,81\n",
     "Nowhere", "Nowhere", 2015, 2, NULL, 0},
    {"Connecticut, towns",
     "Year,Geography,Sex,Age_Group,Projection\n2015,Nowhere,male,0_4,1\n2015,Nowhere,male,5_9,2\n"
     "2015,Nowhere,male,10+,3\n2015,Nowhere,female,0_4,4\n2015,Nowhere,female,5_9,5\n"
     "2015,Nowhere,female,10+,6\n",
     "Nowhere", "Nowhere", 2015, 1, NULL, 0},
    {"a date behind a sex, in one heading",
     "Nowhere\nage,both_2015,male_2015,female_2015,both_2020,male_2020,female_2020\n"
     "0-4,5,1,4,25,11,14\n5-9,7,2,5,27,12,15\n10+,9,3,6,29,13,16\n",
     "Nowhere", "", 2015, 2, "columns are dates and sexes", 0},
    {"all ages as 999, two columns of names, notes with numbers",
     "Region,Name,Geography,Sex,Age,2015,2020\n3,Nowhere,District,1,0-4,1,11\n3,Nowhere,District,1,"
     "5-9,2,12\n"
     "3,Nowhere,District,1,10+,3,13\n3,Nowhere,District,1,999,6,36\n3,Nowhere,District,2,0-4,4,14\n"
     "3,Nowhere,District,2,5-9,5,15\n3,Nowhere,District,2,10+,6,16\n3,Elsewhere,District,2,10+,6,"
     "16\n\n"
     "Footnotes:\n1,Figures are invented\n",
     "Nowhere", "Nowhere", 2015, 2, "2 lines besides the table are ignored", 0},
    {"names of areas between the rows",
     "Age,2015,,2020,\n,Male,Female,Male,Female\nElsewhere,,,,\n0-4,9,9,9,9\n5-9,9,9,9,9\n10+,9,9,"
     "9,9\n"
     "Nowhere,,,,\n0-4,1,4,11,14\n5-9,2,5,12,15\n10+,3,6,13,16\n",
     "Nowhere", "", 2015, 2, NULL, 0},
    {"semicolons",
     "area;sex;age;2015;2020\nA;m;0 - 4;1,0;11,0\nA;m;5 - 9;2,0;12,0\nA;m;10 +;3,0;13,0\n"
     "A;f;0 - 4;4,0;14,0\nA;f;5 - 9;5,0;15,0\nA;f;10 +;6,0;16,0\n",
     "A", "", 2015, 2, NULL, 0},
    {"single ages at dates five years apart, with bands",
     "area,sex,age,2015,2020\nA,M,0,1,3\nA,M,1-4,0,8\nA,M,5,1,6\nA,M,6-9,1,6\nA,M,10+,3,13\n"
     "A,F,0,1,4\nA,F,1-4,3,10\nA,F,5-9,5,15\nA,F,10-14,2,6\nA,F,15+,4,10\nA,F,0-9,9,29\nA,F,all,15,"
     "45\n",
     "A", "", 2015, 2, "narrower ages are summed to groups of 5 years", 0},
};

static void reads_what_is_published_elsewhere(void **state)
{
    check_shapes(LENGTH(elsewhere), elsewhere);
}

/* --- Figures of other quantities, places and sexes within titles --- */

static const struct shape titled[] = {
    {"shares below the persons",
     "架空町\n"
     "男（実数）\n"
     "年齢,2015年,2020年\n"
     "0～4歳,1,11\n"
     "5～9歳,2,12\n"
     "10歳以上,3,13\n"
     "\n"
     "女（実数）\n"
     "年齢,2015年,2020年\n"
     "0～4歳,4,14\n"
     "5～9歳,5,15\n"
     "10歳以上,6,16\n"
     "\n"
     "男（割合）\n"
     "年齢,2015年,2020年\n"
     "0～4歳,33.3,33.4\n"
     "5～9歳,33.3,33.4\n"
     "10歳以上,33.3,33.4\n"
     "\n"
     "女（割合）\n"
     "年齢,2015年,2020年\n"
     "0～4歳,33.3,33.4\n"
     "5～9歳,33.3,33.4\n"
     "10歳以上,33.3,33.4\n",
     "架空町", "", 2015, 2, "figures of \"男（割合）\" are ignored", 0},
    {"changes above the persons",
     "架空町\n"
     "増減数（人）\n"
     "■男性\n"
     "年齢,2015年,2020年\n"
     "0～4歳,33.3,33.4\n"
     "5～9歳,33.3,33.4\n"
     "10歳以上,33.3,33.4\n"
     "\n"
     "■女性\n"
     "年齢,2015年,2020年\n"
     "0～4歳,33.3,33.4\n"
     "5～9歳,33.3,33.4\n"
     "10歳以上,33.3,33.4\n"
     "\n"
     "人口（人）\n"
     "■男性\n"
     "年齢,2015年,2020年\n"
     "0～4歳,1,11\n"
     "5～9歳,2,12\n"
     "10歳以上,3,13\n"
     "\n"
     "■女性\n"
     "年齢,2015年,2020年\n"
     "0～4歳,4,14\n"
     "5～9歳,5,15\n"
     "10歳以上,6,16\n",
     "架空町", "", 2015, 2, "figures of \"増減数（人）\" are ignored", 0},
    {"households beside persons, sexes within titles",
     "第1表 架空町の年齢別人口・世帯数\n"
     "Male (persons)\n"
     "年齢,2015年,2020年\n"
     "0～4歳,1,11\n"
     "5～9歳,2,12\n"
     "10歳以上,3,13\n"
     "\n"
     "Female (persons)\n"
     "年齢,2015年,2020年\n"
     "0～4歳,4,14\n"
     "5～9歳,5,15\n"
     "10歳以上,6,16\n",
     "架空町", "", 2015, 2, "the area is \"架空町\"", 0},
    {"a place behind census and date",
     "令和2年国勢調査　架空県架空市　年齢別人口（2020年10月1日現在）\n"
     "性別,年齢,2015年,2020年\n"
     "男,0～4歳,1,11\n"
     "男,5～9歳,2,12\n"
     "男,10歳以上,3,13\n"
     "女,0～4歳,4,14\n"
     "女,5～9歳,5,15\n"
     "女,10歳以上,6,16\n",
     "架空県架空市", "", 2015, 2, NULL, 0},
    {"shares under a heading of no column",
     "コード,表示,性別,年齢,2015年,2020年\n"
     "99901,割合【％】,男,0～4歳,30,40\n"
     "99901,割合【％】,男,5～9歳,30,40\n"
     "99901,割合【％】,男,10歳以上,30,40\n"
     "99901,割合【％】,女,0～4歳,30,40\n"
     "99901,割合【％】,女,5～9歳,30,40\n"
     "99901,割合【％】,女,10歳以上,30,40\n"
     "99901,人口【人】,男,0～4歳,1,11\n"
     "99901,人口【人】,男,5～9歳,2,12\n"
     "99901,人口【人】,男,10歳以上,3,13\n"
     "99901,人口【人】,女,0～4歳,4,14\n"
     "99901,人口【人】,女,5～9歳,5,15\n"
     "99901,人口【人】,女,10歳以上,6,16\n",
     "99901", "", 2015, 2, "figures of \"割合【％】\" are ignored", 0},
    {"nationalities, the total of the kind 総数",
     "コード,国籍,性別,年齢,2015年,2020年\n"
     "99901,総数,男,0～4歳,1,11\n"
     "99901,総数,男,5～9歳,2,12\n"
     "99901,総数,男,10歳以上,3,13\n"
     "99901,総数,女,0～4歳,4,14\n"
     "99901,総数,女,5～9歳,5,15\n"
     "99901,総数,女,10歳以上,6,16\n"
     "99901,外国人,男,0～4歳,0,1\n"
     "99901,外国人,男,5～9歳,0,1\n"
     "99901,外国人,男,10歳以上,0,1\n"
     "99901,外国人,女,0～4歳,0,1\n"
     "99901,外国人,女,5～9歳,0,1\n"
     "99901,外国人,女,10歳以上,0,1\n",
     "99901", "", 2015, 2, "6 rows of parts", 0},
    {"nationalities, the total of the kind 総人口",
     "コード,区分,性別,年齢,2015年,2020年\n"
     "99901,総人口,男,0～4歳,1,11\n"
     "99901,総人口,男,5～9歳,2,12\n"
     "99901,総人口,男,10歳以上,3,13\n"
     "99901,総人口,女,0～4歳,4,14\n"
     "99901,総人口,女,5～9歳,5,15\n"
     "99901,総人口,女,10歳以上,6,16\n"
     "99901,日本人,男,0～4歳,0,1\n"
     "99901,日本人,男,5～9歳,0,1\n"
     "99901,日本人,男,10歳以上,0,1\n"
     "99901,日本人,女,0～4歳,0,1\n"
     "99901,日本人,女,5～9歳,0,1\n"
     "99901,日本人,女,10歳以上,0,1\n",
     "99901", "", 2015, 2, "6 rows of parts", 0},
    {"ages running on in three blocks side by side, the last longer",
     "架空町（2015年）\n"
     "年齢,男,女,年齢,男,女,年齢,男,女\n"
     "0歳,1,0,2歳,0,2,4歳,0,1\n"
     "1歳,0,1,3歳,0,0,5～9歳,2,5\n"
     ",,,,,,10歳以上,3,6\n",
     "架空町", "", 2015, 1, NULL, 0},
    {"codes of all ages and a sex in one row",
     "geo,age,sex,unit,TIME_PERIOD,OBS_VALUE\n"
     "XX99,TOTAL,T,NR,2015,21\n"
     "XX99,Y_LT5,M,NR,2015,1\n"
     "XX99,Y5-9,M,NR,2015,2\n"
     "XX99,Y_GE10,M,NR,2015,3\n"
     "XX99,Y_LT5,F,NR,2015,4\n"
     "XX99,Y5-9,F,NR,2015,5\n"
     "XX99,Y_GE10,F,NR,2015,6\n",
     "XX99", "", 2015, 1, NULL, 0},
    {"names and codes above the headings",
     "都道府県,架空県,,市区町村コード,99901\n"
     "市区町村,架空町\n"
     "男,2015年,2020年,,女,2015年,2020年\n"
     "0～4歳,1,11,,0～4歳,4,14\n"
     "5～9歳,2,12,,5～9歳,5,15\n"
     "10歳以上,3,13,,10歳以上,6,16\n",
     "99901", "架空町", 2015, 2, NULL, 0},
    {"two groups above men and women",
     "架空町,,,,\n"
     "年齢,年,総数,,うち日本人,\n"
     ",,男,女,男,女\n"
     "0～4歳,2015年,1,4,0,1\n"
     "5～9歳,2015年,2,5,0,1\n"
     "10歳以上,2015年,3,6,0,1\n"
     "0～4歳,2020年,11,14,0,1\n"
     "5～9歳,2020年,12,15,0,1\n"
     "10歳以上,2020年,13,16,0,1\n",
     "架空町", "", 2015, 2, "--suffix \"うち日本人\" takes such columns", 0},
    {"sexes above ages in one column, other rows below",
     "架空町\n"
     ",2015年,2020年\n"
     "男,6,36\n"
     "　0～4歳,1,11\n"
     "　5～9歳,2,12\n"
     "　10歳以上,3,13\n"
     "女,15,45\n"
     "　0～4歳,4,14\n"
     "　5～9歳,5,15\n"
     "　10歳以上,6,16\n"
     "平均年齢,6.1,6.0\n",
     "架空町", "", 2015, 2, "figures of \"平均年齢\" are ignored", 0},
    {"shares of the same bands below",
     "架空町\n"
     "年齢,2015年,,2020年,\n"
     ",男,女,男,女\n"
     "0～4歳,1,4,11,14\n"
     "5～9歳,2,5,12,15\n"
     "10歳以上,3,6,13,16\n"
     "割合（％）\n"
     "0～9歳,50,60,64,64\n",
     "架空町", "", 2015, 2, "figures of \"割合（％）\" are ignored", 0},
};

static void reads_persons_among_other_figures(void **state)
{
    check_shapes(LENGTH(titled), titled);
}

/* Nothing but figures that are not persons: which title says so. --title population takes them. */
static void refuses_what_is_not_persons(void **state)
{
    static const char *const titles[] = {"架空町 年齢別人口割合（％）",
                                         "架空町 年齢別構成比",
                                         "架空町 世帯主の年齢別世帯数",
                                         "架空町 年齢別就業者数",
                                         "架空町 年齢別転入者数",
                                         "架空町 人口密度",
                                         "Percent of population, Nowhere",
                                         "Households by age of head",
                                         "Labour force, Nowhere",
                                         "架空町の患者数",
                                         "架空町の単身世帯",
                                         "架空町の介護サービス受給者",
                                         "架空町の転入超過率",
                                         "Prison population, Nowhere",
                                         "Survey respondents, Nowhere"};
    for (size_t i = 0; i < LENGTH(titles); i++) {
        char text[300], said[120];
        cohort_table *table;
        cohort_error error;
        cohort_table_options options;
        cohort_table_options_init(&options);
        snprintf(text, sizeof text, "\"%s\"\nコード,性別,年齢,2015年\n1,男,0～4歳,10\n", titles[i]);
        snprintf(said, sizeof said, "line 3: the figures are of \"%s\": expected", titles[i]);
        assert_fails(parse_table(text, "in.csv", &options, &table, &error), COHORT_ERROR_ARGUMENT,
                     error, said);
        options.title = "population";
        table = parsed_table(text, "in.csv", &options);
        assert_true(cohort_table_row(table, 0).value == 10);
        cohort_table_free(table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_offices_in_japan_publish),
        cmocka_unit_test(reads_what_is_published_elsewhere),
        cmocka_unit_test(reads_persons_among_other_figures),
        cmocka_unit_test(refuses_what_is_not_persons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
