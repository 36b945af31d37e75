/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as offices in Japan publish them: headers, sexes and ages in Japanese, digits in full width,
 * beside the same in the plain form. */
#include "support/close.h"
#include "support/tables.h"

#include <cohort/table.h>

/* Row for row the same. */
static void assert_same_rows(const char *text, const char *plain)
{
    cohort_table *table = parsed_table(text, "in.csv", NULL);
    cohort_table *other = parsed_table(plain, "in.csv", NULL);
    assert_int_equal(cohort_table_count(table), cohort_table_count(other));
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(other, i);
        assert_row(cohort_table_row(table, i), row.area, row.year, row.sex, row.age_from,
                   row.age_to, row.value, row.line);
    }
    for (int i = 0; i < cohort_table_area_count(other); i++)
        assert_string_equal(cohort_table_area_name(table, i), cohort_table_area_name(other, i));
    cohort_table_free(table);
    cohort_table_free(other);
}

static void reads_dates_as_columns(void **state)
{
    assert_same_rows("市区町村コード,都道府県,市区町村名,性別,年齢階級,2015年,２０２０年\n"
                     "=\"01223\",北海道,根室市,男,0〜4歳,\"1,700\",１，２３４\n"
                     "01223,北海道,根室市,男,5～9歳,1,2\n01223,北海道,根室市,男,10-14歳,3,4\n"
                     "01223,北海道,根室市,女,９０歳以上,5,6\n01223,北海道,根室市,女,100歳～,7,8\n"
                     "01223,北海道,根室市,女,85以上,9,10\n01223,北海道,根室市,総数,総数,11,12\n"
                     "01224,北海道,x,計,計,13,14\n01224,北海道,x,女,15歳,15,16\n",
                     "code,pref,name,sex,age,2015,2020\n"
                     "01223,北海道,根室市,M,0-4,1700,1234\n"
                     "01223,北海道,根室市,M,5-9,1,2\n01223,北海道,根室市,M,10-14,3,4\n"
                     "01223,北海道,根室市,F,90+,5,6\n01223,北海道,根室市,F,100+,7,8\n"
                     "01223,北海道,根室市,F,85+,9,10\n01223,北海道,根室市,both,all,11,12\n"
                     "01224,北海道,x,both,all,13,14\n01224,北海道,x,F,15,15,16\n");
}

static void reads_a_value_a_row(void **state)
{
    static const char plain[] = "area,variable,year,sex,age,value\n1,population,2015,female,5-9,3\n"
                                "1,population,2020,both,all,-4\n";
    assert_same_rows("団体コード,年次,男女,年齢,人口\n1,２０１５,女,5－9,３\n1,2020,男女計,計,▲4\n",
                     plain);
    assert_same_rows("コード,変数,年,性別,年齢,値\n1,population,2015,女性,5–9,3\n"
                     "1,population,2020,T,Total,△4\n",
                     plain);
    assert_same_rows("AREA,Variable,YEAR,Sex,Age,VALUE\n1,population,2015,Female,5~9,3\n"
                     "1,population,2020,Both,ALL,－4\n",
                     plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_dates_as_columns),
        cmocka_unit_test(reads_a_value_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
