/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/words.h"

#include "common/planner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[WORDS][2] = {
    [WORD_BASELINE] = {"Baseline", "基準推計"},
    [WORD_CITY_PLAN] = {"City's plan", "市の計画"},
    [WORD_SCENARIO] = {"Scenario", "シナリオ"},
    [WORD_TARGETS] = {"The plan's figures as published", "計画の公表値"},
    [WORD_CENSUS] = {"Census", "国勢調査"},
    [WORD_REGISTER] = {"Register (1 January)", "住民基本台帳（1月1日）"},
    [WORD_TOTAL] = {"Total population", "総人口"},
    [WORD_WOMEN_20_39] = {"Women aged 20-39", "20～39歳の女性"},
    [WORD_PERSONS] = {"persons", "人"},
    [WORD_MEDIAN] = {"Median", "中央値"},
    [WORD_WITHIN_80] = {"80 %", "80％の範囲"},
    [WORD_WITHIN_95] = {"95 % of trajectories", "95％の範囲"},
    [WORD_MIGRATION] = {"Migration", "人口移動"},
    [WORD_FERTILITY] = {"Births", "出生"},
    [WORD_MORTALITY] = {"Deaths", "死亡"},
    [WORD_BASE_POPULATION] = {"Base population", "基準人口"},
    [WORD_OWN_CALCULATION] = {"own calculation (libcohort)", "独自計算（libcohort）"},
    [WORD_IPSS] = {"IPSS (2018)", "国立社会保障・人口問題研究所（平成30年推計）"},
    [WORD_CITY_DOCUMENT] = {"Nemuro City, draft of the second strategy (2021)",
                            "第2期根室市創生総合戦略（素案）"},
};

const char *word_of(cohort_language language, enum word word)
{
    return words[word][language == COHORT_JAPANESE];
}

cohort_language words_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "ja", 2) == 0 ? COHORT_JAPANESE : COHORT_ENGLISH;
    }
    return COHORT_ENGLISH;
}

void words_area(cohort_language language, const char *area, char *name, int size)
{
    const char *column = language == COHORT_JAPANESE ? "name" : "name_en";
    cohort_error error;
    cohort_csv *areas;
    snprintf(name, (size_t)size, language == COHORT_JAPANESE ? "地域%s" : "area %s", area);
    must(cohort_csv_read(fixture("areas.csv"), &areas, &error), &error);
    for (int i = 0; i < cohort_csv_records(areas); i++)
        if (strcmp(cohort_csv_cell(areas, i, cohort_csv_column(areas, "area")), area) == 0)
            snprintf(name, (size_t)size, "%s",
                     cohort_csv_cell(areas, i, cohort_csv_column(areas, column)));
    cohort_csv_free(areas);
}
