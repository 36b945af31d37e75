/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables at random: those of several layouts with bytes changed, parts repeated, removed or cut off, and
 * words of tables put in anywhere. Each is read or refused with a message; nothing else may happen (what
 * may is for sanitizers to see). COHORT_MUTATIONS asks for more rounds than the usual. */
#include "support/close.h"
#include "support/random.h"

#include <cohort/table.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 3000, ROOM = 4096, AREAS_TRIED = 3 };

static const char *const seeds[] = {
    "area,variable,year,sex,age,value\n1,population,2015,male,0,1\n1,population,2015,male,5+,2\n"
    "1,population,2015,F,0-4,1\n1,population,2015,F,5+,2\n1,qx,2015,male,0,0.5\n",
    "99111 "
    "北架空市,,,,,\n\n男,2020年,2025年,女,2020年,2025年\n0～4歳,1,2,0～4歳,3,4\n5歳以上,5,6,"
    "5歳以上,7,8\n"
    "注：架空,,,,,\n",
    "コード,都道府県,市区町村,年,男,,女,\n,,,,0～4歳,5歳～,0～4歳,5歳～\n1100,県,市,2020年,1,2,3,"
    "4\n"
    "1101,県,町,2020年,-,-,-,***\n",
    "freq,unit,sex,age,geo\\TIME_PERIOD\t2015 \t2020 \nA,NR,M,Y_LT5,XX\t1 p\t: "
    "\nA,NR,M,Y_GE5,XX\t2\t3\n",
    "Nowhere, Death rates (period 1x1)\n\n  Year Age Female Male Total\n  2015 0 0.1 0.2 0.15\n"
    "  2015 110+ 0.7 0.8 .\n",
    "code;sex;age;2015;2015_x\nA;M;0-4;1,5;2\nA;M;5+;1;2\n\"A\";F;0-4;1;2\nA;F;5+;1;2\nA;F;不詳;1;"
    "2\n",
};

static const char *const words[] = {"男",
                                    "女",
                                    "総数",
                                    "0～4歳",
                                    "90歳以上",
                                    "2015年",
                                    "令和2年",
                                    "-",
                                    "***",
                                    ",",
                                    "\n",
                                    "\"",
                                    "\t",
                                    ";",
                                    "area",
                                    "sex",
                                    "age",
                                    "value",
                                    "年齢",
                                    "人口",
                                    "（再掲）",
                                    "不詳",
                                    "1,234",
                                    "▲3",
                                    "コード",
                                    "/",
                                    "_",
                                    "99111 北",
                                    "千人",
                                    "PopMale",
                                    "12-",
                                    "55+",
                                    "\r\n",
                                    " ",
                                    "\xFF",
                                    "\x81\x40",
                                    "Y_LT5",
                                    "mx",
                                    "R2",
                                    "2015-2020",
                                    "\\TIME_PERIOD",
                                    "1e999",
                                    "　",
                                    "\xEF\xBB\xBF",
                                    "\xFF\xFE"};

enum { SEEDS = sizeof seeds / sizeof *seeds, WORDS = sizeof words / sizeof *words };

static size_t below(size_t limit, uint64_t *seed)
{
    return limit ? (size_t)(next_random(seed) * (double)limit) : 0;
}

/* Put a part in at a place, if there is room. */
static size_t put_in(char *text, size_t size, size_t at, const char *part, size_t length)
{
    char copy[ROOM];
    if (size + length >= ROOM)
        return size;
    memcpy(copy, part, length);
    memmove(text + at + length, text + at, size - at);
    memcpy(text + at, copy, length);
    return size + length;
}

static size_t change(char *text, size_t size, uint64_t *seed)
{
    const size_t at = below(size, seed), rest = size - at;
    const size_t length = 1 + below(rest < 200 ? rest : 200, seed);
    const char *word = words[below(WORDS, seed)];
    switch (size ? below(5, seed) : 0) {
    case 0:
        return put_in(text, size, at, word, strlen(word));
    case 1:
        text[at] = (char)below(256, seed);
        return size;
    case 2:
        return at;
    case 3:
        return put_in(text, size, below(size, seed), text + at, length < rest ? length : rest);
    default:
        if (length >= rest)
            return at;
        memmove(text + at, text + at + length, rest - length);
        return size - length;
    }
}

static void use(cohort_table *table)
{
    cohort_stock stock;
    cohort_error error;
    for (int i = 0; i < cohort_table_count(table); i++)
        assert_non_null(cohort_table_row(table, i).area);
    for (int i = 0; i < cohort_table_area_count(table) && i < AREAS_TRIED; i++) {
        const char *area = cohort_table_area(table, i);
        if (!cohort_table_population(table, area, "population", &stock, &error))
            cohort_stock_free(&stock);
        else
            assert_true(*error.text != '\0');
    }
}

static void read_it(const char *text, size_t size, uint64_t *seed)
{
    cohort_table_options options;
    cohort_sheets *sheets;
    cohort_table *table;
    cohort_error error;
    cohort_table_options_init(&options);
    options.gaps = (int)below(2, seed);
    options.dash = (cohort_dash)below(3, seed);
    options.sex_ratio = below(4, seed) ? 0 : 95;
    options.title = below(4, seed) ? NULL : "2020 male mx";
    int code = cohort_sheets_parse(text, size, "in.csv", &sheets, &error);
    if (!code)
        code = cohort_table_from_sheets(sheets, &options, &table, &error);
    if (code) {
        assert_true(*error.text != '\0');
        return;
    }
    use(table);
    cohort_table_free(table);
}

static void reads_or_refuses_anything(void **state)
{
    const char *asked = getenv("COHORT_MUTATIONS");
    const long rounds = asked ? strtol(asked, NULL, 10) : ROUNDS;
    uint64_t seed = 14;
    for (long round = 0; round < rounds; round++) {
        char text[ROOM];
        const char *from = seeds[below(SEEDS, &seed)];
        size_t size = strlen(from);
        memcpy(text, from, size);
        for (size_t i = below(6, &seed) + 1; i > 0; i--)
            size = change(text, size, &seed);
        read_it(text, size, &seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_or_refuses_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
