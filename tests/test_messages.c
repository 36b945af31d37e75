/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every refusal of a table, whole: what was found where, and what was expected. Whoever changes one sees
 * all of them here. */
#include "support/close.h"
#include "support/tables.h"
#include "support/words.h"

#include <cohort/table.h>

#include <string.h>

struct refusal {
    const char *name;
    int code;
    const char *text, *message;
};

/* --- Files that are no tables --- */

static const struct refusal files[] = {
    {"empty", FORMAT, "", "in.csv: the file is empty: expected a header"},
    {"prose only", MISSING, "架空町について\nこれは表ではありません\n",
     "in.csv: no header in the first 60 lines, which begin with \"架空町について\": expected names "
     "of columns (area, sex, age, ...; 市区町村コード, 性別, 年齢) or dates, ages or sexes as "
     "columns (2015年, 0～4歳, 男)"},
    {"header only", MISSING, "code,sex,age,2015,2020\n", "in.csv: no rows after the header"},
    {"columns of no table", MISSING, "a,b,c\n1,2,3\n",
     "in.csv: no header in the first 60 lines, which begin with \"a\": expected names of columns "
     "(area, sex, age, ...; 市区町村コード, 性別, 年齢) or dates, ages or sexes as columns "
     "(2015年, 0～4歳, 男)"},
    {"no area", MISSING, "sex,age,2015\nM,0,1\n",
     "in.csv: the header, line 1, has no column \"area\" (or code, geo, 市区町村コード, "
     "団体コード, コード) (--title NAME would say that all is of one place): its columns are sex, "
     "age, 2015"},
    {"no quantity", MISSING, "コード,年,性別,年齢,値\n1,2015,男,0,1\n",
     "in.csv: the header, line 1, has no column \"variable\" (or indicator, measure, 変数, "
     "表章事項, 項目) (--title \"population\" would say that all is that): its columns are コード, "
     "年, 性別, 年齢, 値"},
    {"no date", MISSING, "code,sex,0～4歳,5～9歳,10歳以上\nA,男,1,2,3\n",
     "in.csv: the header, line 1, has no column \"year\" (or time, time_period, 年, 年次, 西暦), "
     "and no title says of which date it is (--title 2020 would): its columns are code, sex, "
     "0～4歳, 5～9歳, 10歳以上"},
    {"no figures", MISSING, "code,sex,age\nA,M,0\n",
     "in.csv: the header, line 1, has no column \"value\" (or obs_value, projection, 値, "
     "実数) or 人口, nor dates, such as 2015, nor ages across: its columns are code, sex, age"},
    {"column twice", DUPLICATE, "code,sex,age,2015,2015\nA,M,0,1,2\n",
     "in.csv, line 1: column \"2015\" appears twice"},
    {"two columns that are one", DUPLICATE, "area,code,sex,age,2015\n1,1,M,0,1\n",
     "in.csv: columns \"area\" and \"code\": expected one of them"},
    {"two columns of ages", FORMAT, "code,sex,age_from,age_to,2015\n1,M,0,4,1\n",
     "in.csv: columns \"age_from\" and \"age_to\": expected one column of ages, such as 5-9 and "
     "90+ "
     "(or 5〜9歳, 90歳以上)"},
    {"dates only", MISSING, "2015,2020\n1,2\n",
     "in.csv, line 1: \"2015, 2020\" says nothing of area, sex and age: expected a header with "
     "columns of them, too (or 市区町村コード, 性別, 年齢)"},
    {"misspelt date", VALUE, "code,sex,age,2015,2O20\nA,M,0,1,2\n",
     "in.csv: column \"2O20\": expected a date, a year of four digits (2015 or 2015年)"},
    {"cells too few", FORMAT, "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1\nA,M,10+,1,2\n",
     "in.csv, line 3: 4 cells: expected 5, as in the header"},
    {"cut off", FORMAT, "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1",
     "in.csv, line 3: 4 cells: expected 5, as in the header: the file may be cut off"},
    {"comma within a number", FORMAT, "code,sex,age,2015,2020\nA,M,0-4,1,234,2\n",
     "in.csv, line 2: 6 cells: expected 5, as in the header (a number with a comma has to be in "
     "quotes)"},
    {"sex", VALUE, "code,sex,age,2015,2020\nA,X,0-4,1,2\n",
     "in.csv, line 2, column sex: \"X\": expected male, female or both (or M, F, T; 男, 女, 総数)"},
    {"age", VALUE, "code,sex,age,2015,2020\nA,M,young,1,2\n",
     "in.csv, line 2, column age: \"young\": expected an age, such as 5, 5-9, 90+ or all (or "
     "5〜9歳, 90歳以上, 総数)"},
    {"age by a stroke", VALUE, "code,sex,age,2015,2020\nA,M,0/4,1,2\n",
     "in.csv, line 2, column age: \"0/4\": expected an age, such as 5, 5-9, 90+ or all (or "
     "5〜9歳, 90歳以上, 総数)"},
    {"age made a date", VALUE, "code,sex,age,2015,2020\nA,M,9-May,1,2\n",
     "in.csv, line 2, column age: \"9-May\": expected an age. A spreadsheet has turned an age "
     "range into a date: write only the first age, 5 for 5-9, and the last with a plus, 90+"},
    {"column without a name", VALUE, "架空町\n,2015年,2020年\n0～4歳,1,2\n5～9歳,1,2\n中年,1,2\n",
     "in.csv, line 5, column without a name: \"中年\": expected an age, such as 5, 5-9, 90+ or all "
     "(or "
     "5〜9歳, 90歳以上, 総数)"},
    {"age backwards", VALUE, "code,sex,age,2015,2020\nA,M,9-5,1,2\n",
     "in.csv, line 2, column age: \"9-5\": expected the last age not before the first"},
    {"year", VALUE, "area,variable,year,sex,age,value\nA,qx,20155,M,0,1\n",
     "in.csv, line 2, column year: \"20155\": expected a whole year, such as 2015"},
    {"area empty", VALUE, "code,sex,age,2015,2020\n,M,0-4,1,2\n",
     "in.csv, line 2, column code: the cell is empty: expected the code or name of an area"},
    {"value", VALUE, "code,sex,age,2015,2020\nA,M,0-4,1,n.n.\n",
     "in.csv, line 2, column 2020: \"n.n.\": expected a finite number, such as 1234.5"},
    {"value empty", VALUE, "code,sex,age,2015,2020\nA,M,0-4,1,\n",
     "in.csv, line 2, column 2020: the cell is empty: expected a finite number, such as 1234.5"},
    {"unit", VALUE, "code,sex,age,2015,2020\nA,M,0-4,1,5歳\n",
     "in.csv, line 2, column 2020: \"5歳\": expected a finite number, such as 1234.5, without a "
     "unit: remove 歳"},
    {"percentage", VALUE, "code,sex,age,2015,2020\nA,M,0-4,1,12%\n",
     "in.csv, line 2, column 2020: \"12%\": expected a plain number, no percentage: 0.12 for 12%"},
    {"decimal comma", VALUE, "code\tsex\tage\t2015\t2020\nA\tM\t0-4\t1\t2,5\n",
     "in.csv, line 2, column 2020: \"2,5\": expected a point for decimals, and commas only between "
     "thousands, as in 1,234.5"},
    {"row twice", DUPLICATE, "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,男,0～4歳,1,2\n",
     "in.csv, line 3: area, variable, sex and age are those of line 2: expected each cell once"},
    {"row twice, no sex", DUPLICATE, "code,age,2015\nA,0-4,1\nA,0-4,2\n",
     "in.csv, line 3: area, variable, sex and age are those of line 2: expected each cell once "
     "(the header has no column \"sex\" or 性別)"},
    {"row twice, a kind", DUPLICATE, "code,kind,sex,age,2015\nA,x,M,0-4,1\nA,y,M,0-4,2\n",
     "in.csv, line 3: area, variable, sex and age are those of line 2: expected each cell once "
     "(column \"kind\" says nothing that is known)"},
    {"row twice, two blocks", DUPLICATE,
     "架空町の人口\nsex,age,2015\nM,0-4,1\nM,5-9,1\n\n施設の人口\nsex,age,2015\nM,0-4,1\n",
     "in.csv, line 8: area, variable, sex and age are those of line 3: expected each cell once "
     "(blocks are called \"架空町の人口\" and \"施設の人口\")"},
    {"variable misspelt", ARGUMENT, "area,variable,year,sex,age,value\nA,popluation,2015,M,0,1\n",
     "in.csv, line 2, column variable: \"popluation\": expected one of population, qx"},
    {"open quote", FORMAT, "code,sex,age,2015,2020\n\"A,M,0-4,1,2\n",
     "in.csv, line 2: the quote opened here is never closed: the file may be cut off"},
    {"text after a quote", FORMAT, "code,sex,age,2015,2020\n\"A\"b,M,0-4,1,2\n",
     "in.csv, line 2: text after a closing quote: expected a comma or the end of the line (a quote "
     "within quotes is written twice)"},
};

/* --- Tables whose population cannot be used --- */

static const struct refusal populations[] = {
    {"persons of both sexes", MISSING, "code,age,2015\nA,0-4,1\nA,5-9,1\nA,10+,1\n",
     "in.csv: area \"A\", population: no rows by sex and age group: only persons of both sexes: "
     "expected men and women apart (--sex-ratio 95 splits them, 95 men per 100 women)"},
    {"totals only", MISSING, "code,sex,age,2015\nA,M,all,1\n",
     "in.csv: area \"A\", population: no rows by sex and age group: only totals: expected the "
     "table "
     "by sex and age (0-4, ..., 85+)"},
    {"three ages", GRID,
     "code,sex,age,2015,2020\nA,M,0-14,1,2\nA,M,15-64,1,2\nA,M,65+,1,2\nA,F,0-14,1,2\nA,F,15-64,1,"
     "2\nA,F,65+,1,2\n",
     "in.csv: area \"A\", population: dates 2015 and 2020: expected dates 15 years apart, as wide "
     "as "
     "the age groups: such groups are too wide: expected 0-4, 5-9, ..."},
    {"one sex", MISSING, "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\n",
     "in.csv: area \"A\", population: no row for year 2015, sex female, age 0-4, nor any other "
     "age: expected both sexes"},
    {"first age", GRID, "code,sex,age,2015\nA,M,5-9,1\nA,M,10+,1\nA,F,5-9,1\nA,F,10+,1\n",
     "in.csv: area \"A\", population: the first age group begins with 5: expected 0"},
    {"gap in ages", GRID,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,10-14,1,2\nA,F,0-4,1,2\nA,F,10-14,1,2\nA,M,15+,1,"
     "2\nA,F,15+,1,2\n",
     "in.csv: area \"A\", population: a gap in ages: no group between 0 and 10, where groups are 5 "
     "years wide"},
    {"no open group", GRID,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10-14,1,2\nA,F,0-4,1,2\nA,F,5-9,1,2\nA,"
     "F,10-14,1,2\n",
     "in.csv: area \"A\", population: the last age group, 10, is not open: expected it written as "
     "10+"},
    {"dates uneven", GRID,
     "code,sex,age,2015,2020,2030\nA,M,0-4,1,2,3\nA,M,5-9,1,2,3\nA,M,10+,1,2,3\nA,F,0-4,1,2,3\nA,F,"
     "5-9,1,2,3\nA,F,10+,1,2,3\n",
     "in.csv: area \"A\", population: dates 2020 and 2030: expected dates 5 years apart, as wide "
     "as the age groups"},
    {"dates closer than groups", GRID,
     "code,sex,age,2015,2016\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,1,2\nA,F,"
     "10+,1,2\n",
     "in.csv: area \"A\", population: dates 2015 and 2016: expected dates 5 years apart, as wide "
     "as the age groups: remove those between, or give "
     "narrower groups"},
    {"cell missing", MISSING,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,10+,1,2\n",
     "in.csv: area \"A\", population: no row for year 2015, sex female, age 5-9"},
    {"negative", VALUE,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,1,-2\nA,"
     "F,10+,1,2\n",
     "in.csv, line 6, column 2020: -2: expected a population, 0 or more"},
    {"total", VALUE,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,1,2\nA,F,"
     "10+,1,2\nA,M,all,3,60\n",
     "in.csv, line 8, column 2020: 60 persons, year 2020, sex male, age all, where its parts add "
     "up to 6: expected their sum: 54 (90 %) are in none of them, and withheld or unknown ages "
     "may be 2 %, or stand in a row (不詳, unknown)"},
    {"band", VALUE,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,1,2\nA,F,"
     "10+,1,2\nA,M,0-9,2,40\n",
     "in.csv, line 8, column 2020: 40 persons, year 2020, sex male, age 0-9, where its parts add "
     "up to 4: expected their sum: 36 (90 %) are in none of them, and withheld or unknown ages "
     "may be 2 %, or stand in a row (不詳, unknown)"},
    {"group and its parts", VALUE,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,1,2\nA,F,"
     "10+,1,2\nA,M,0,5,2\nA,M,1-4,5,0\n",
     "in.csv, line 8, column 2015: ages that add up to 10, and age 0-4 is 1: expected their sum"},
    {"group within the open one", GRID,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,1,2\nA,F,"
     "10+,1,2\nA,M,10-14,5,2\n",
     "in.csv, line 8: age 10-14: expected the group 10+, as in the other rows"},
    {"withheld", VALUE,
     "code,sex,age,2015,2020\nA,M,0-4,1,2\nA,M,5-9,1,2\nA,M,10+,1,2\nA,F,0-4,1,2\nA,F,5-9,x,2\nA,F,"
     "10+,1,2\n",
     "in.csv, line 6, column 2015: \"x\": expected a finite number, such as 1234.5"},
    {"no such area", MISSING,
     "code,sex,age,2015,2020\n1223,M,0-4,1,2\n1223,M,5-9,1,2\n1223,M,10+,1,2\n1223,F,0-4,1,2\n1223,"
     "F,5-9,1,2\n1223,F,10+,1,2\n",
     "in.csv: there is no area \"01223\", but there is \"1223\": a spreadsheet may have removed "
     "the leading zero: store the column as text"},
};

static int read_table(const char *text, int gaps, cohort_table **table, cohort_error *error)
{
    static const char *const variables[] = {"population", "qx", NULL};
    cohort_table_options options = with_gaps();
    options.variables = variables;
    options.gaps = gaps;
    return parse_table(text, "in.csv", &options, table, error);
}

static void check(const struct refusal *refusal, int code, const cohort_error *error)
{
    if (code != refusal->code || error->code != code || strcmp(error->text, refusal->message) != 0)
        fail_msg("%s: %d, \"%s\", not %d, \"%s\"", refusal->name, code, error->text, refusal->code,
                 refusal->message);
}

static void says_why_a_file_is_no_table(void **state)
{
    for (size_t i = 0; i < LENGTH(files); i++) {
        cohort_table *table;
        cohort_error error;
        check(&files[i], read_table(files[i].text, 0, &table, &error), &error);
        assert_null(table);
        assert_int_equal(read_table(files[i].text, 0, &table, NULL), files[i].code);
    }
}

static void says_why_a_population_cannot_be_used(void **state)
{
    for (size_t i = 0; i < LENGTH(populations); i++) {
        static const double anything[1] = {0};
        const cohort_stock before = {.cells = NULL};
        cohort_stock stock = {{1, 1, 1, 1}, anything};
        cohort_table *table;
        cohort_error error;
        const char *area = strcmp(populations[i].name, "no such area") == 0 ? "01223" : "A";
        assert_ok(read_table(populations[i].text, 1, &table, &error), error);
        const int code = cohort_table_population(table, area, "population", &stock, &error);
        check(&populations[i], code, &error);
        assert_memory_equal(&stock, &before, sizeof stock);
        cohort_table_free(table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_why_a_file_is_no_table),
        cmocka_unit_test(says_why_a_population_cannot_be_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
