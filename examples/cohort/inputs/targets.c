/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/targets.h"

/* ---- measures ---- */

enum { NAME = 64 };

static const char *const japanese[][2] = {
    {"総人口", "total"},
    {"総数", "total"},
    {"人口", "total"},
    {"男性", "men"},
    {"女性", "women"},
    {"年少人口", "age_0_14"},
    {"0〜14歳", "age_0_14"},
    {"生産年齢人口", "age_15_64"},
    {"15〜64歳", "age_15_64"},
    {"老年人口", "age_65_plus"},
    {"高齢者人口", "age_65_plus"},
    {"65歳以上", "age_65_plus"},
    {"75歳以上", "age_75_plus"},
    {"20〜39歳女性", "women_20_39"},
    {"20〜39歳の女性", "women_20_39"},
    {"年少人口割合", "age_0_14/total"},
    {"生産年齢人口割合", "age_15_64/total"},
    {"老年人口割合", "age_65_plus/total"},
    {"高齢化率", "age_65_plus/total"},
};

/* One of the two waves, or a hyphen, as the table of names has it. */
static void even_out(const char *name, size_t length, char even[NAME])
{
    static const char wave[] = "〜", other[] = "～";
    size_t used = 0;
    for (size_t i = 0; i < length && used + sizeof wave < NAME;) {
        const size_t is_other =
            strncmp(name + i, other, sizeof other - 1) == 0 ? sizeof other - 1 : 0;
        if (is_other || name[i] == '-') {
            memcpy(even + used, wave, sizeof wave - 1);
            used += sizeof wave - 1;
            i += is_other ? is_other : 1;
        } else {
            even[used++] = name[i++];
        }
    }
    even[used] = '\0';
}

/* A part of a name, before or behind the stroke, as the library calls it; itself when it is none of
 * the Japanese ones. */
static void translate(const char *name, size_t length, char plain[NAME])
{
    char even[NAME];
    even_out(name, length, even);
    snprintf(plain, NAME, "%.*s", (int)length, name);
    for (size_t i = 0; i < sizeof japanese / sizeof *japanese; i++)
        if (strcmp(even, japanese[i][0]) == 0)
            snprintf(plain, NAME, "%s", japanese[i][1]);
}

static bool is_decline(const char *name)
{
    return strcmp(name, "annual_decline") == 0 || strcmp(name, "年減少率") == 0;
}

static int measure_by_name(const char *name, int year, cohort_measure *measure)
{
    if (is_decline(name))
        name = "total";
    const size_t length = strcspn(name, "/");
    char of[NAME], per[NAME], both[2 * NAME];
    translate(name, length, of);
    snprintf(both, sizeof both, "%s", of);
    if (name[length] == '/') {
        translate(name + length + 1, strlen(name + length + 1), per);
        snprintf(both, sizeof both, "%s/%s", of, per);
    }
    return cohort_measure_parse(both, year, measure, &error);
}

/* As few decimals as show a value. */
static int decimals_of(double value)
{
    int decimals = 0;
    while (decimals < 3 && fabs(cohort_round(value, decimals) - value) > 1e-9)
        decimals++;
    return decimals;
}

struct aim aim_of(const cohort_measure *measure, bool is_decline, double value, double start)
{
    const bool is_percent = is_decline || measure->is_percent;
    return (struct aim){.measure = *measure,
                        .is_decline = is_decline,
                        .at_most = is_decline || (is_percent && measure->band.age_from >= 60),
                        .value = value,
                        .start = start,
                        .decimals = !is_percent              ? 0
                                    : decimals_of(value) > 1 ? decimals_of(value)
                                                             : 1};
}

/* ---- the file ---- */

/* TOTAL: the value in a table of nothing but totals. */
enum column { MEASURE, YEAR, VALUE, START, TOTAL, COLUMNS };

/* A value, where a percentage is 32 for 32 %. */
static double read_value(const cohort_csv *csv, int record, int column, const char *name,
                         const struct aim *aim)
{
    const char *file = input_name(cohort_csv_name(csv)),
               *text = cohort_csv_cell(csv, record, column);
    const int line = cohort_csv_line(csv, record);
    const bool is_percent = aim->measure.is_percent || aim->is_decline;
    double value;
    if (is_percent && (strchr(text, '%') || strstr(text, "％")))
        die("%s, line %d, column %s: \"%.40s\": expected a plain number: 32 for 32 %%", file, line,
            name, text);
    must(cohort_csv_number(csv, record, column, &value, &error));
    if (value < 0.0 && !aim->is_decline)
        die("%s, line %d, column %s: %g: expected 0 or more", file, line, name, value);
    if (aim->measure.is_percent && value > 0.0 && value < 1.0)
        note("%s, line %d, column %s: %g is read as %g %%: is %g meant?", file, line, name, value,
             value, 100.0 * value);
    return value;
}

static void read_target(const cohort_csv *csv, int record, const int columns[COLUMNS],
                        struct target *target)
{
    int year;
    cohort_measure measure;
    struct aim aim;
    const char *name = cohort_csv_cell(csv, record, columns[MEASURE]);
    *target = (struct target){.name = name ? name : "total", .line = cohort_csv_line(csv, record)};
    must(cohort_csv_year(csv, record, columns[YEAR], &year, &error));
    if (measure_by_name(target->name, year, &measure))
        die("%s, line %d: %s (or annual_decline, 総人口, 年少人口, 生産年齢人口, "
            "老年人口, 20〜39歳女性, 高齢化率, 年減少率)",
            cohort_csv_name(csv), target->line, error.text);
    aim = aim_of(&measure, is_decline(target->name), 0.0, 0.0);
    const double value = read_value(csv, record, columns[VALUE], "value", &aim);
    const char *given = cohort_csv_cell(csv, record, columns[START]);
    const double start =
        given && *given ? read_value(csv, record, columns[START], "start", &aim) : (double)NAN;
    target->aim = aim_of(&measure, aim.is_decline, value, start);
}

/* Has the table no other columns than the year, the total and perhaps the start? */
static bool is_of_total(const cohort_csv *csv, const int columns[COLUMNS])
{
    int named = 0;
    for (int i = 0; i < cohort_csv_columns(csv); i++)
        named += *cohort_csv_header(csv, i) != '\0';
    return columns[YEAR] >= 0 && columns[TOTAL] >= 0 && named == 2 + (columns[START] >= 0);
}

/* The column of a name, behind which its unit may stand: 目標人口（人）. */
static int column_of(const cohort_csv *csv, const char *name)
{
    const size_t length = strlen(name);
    for (int i = 0; i < cohort_csv_columns(csv); i++) {
        const char *header = cohort_csv_header(csv, i);
        if (strncmp(header, name, length) == 0 &&
            (strcmp(header + length, "（人）") == 0 || strcmp(header + length, "(人)") == 0))
            return i;
    }
    return cohort_csv_column(csv, name);
}

/* By the names that plans have, and those that tables have (of year: 年度, ...), which the library
 * knows. What is aimed at comes before what is there. */
static void find_columns(const cohort_csv *csv, int columns[COLUMNS])
{
    enum { NAMES = 5 };
    static const char *const needed[] = {"measure", "year", "value"};
    static const char *const names[COLUMNS][NAMES] = {
        {"measure", "指標"},
        {"目標年", "目標年度", "目標年次", "year"},
        {"目標値", "目標", "目標人口", "value", "population"},
        {"start", "基準値", "現状値"},
        {"目標人口", "総人口", "population"}};
    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = -1;
        for (int k = 0; columns[i] < 0 && k < NAMES && names[i][k]; k++)
            columns[i] = column_of(csv, names[i][k]);
    }
    const bool of_total = is_of_total(csv, columns);
    if (of_total)
        columns[VALUE] = columns[TOTAL];
    for (int i = of_total ? YEAR : MEASURE; i <= VALUE; i++)
        if (columns[i] < 0)
            die("%s: no column \"%s\": expected measure,year,value (or 指標,年,目標値; also "
                "項目; 年度, 年次, 西暦, 目標年; 目標, 目標人口, 人口; or only 年,目標人口) "
                "and, if they are known, start (基準値, 現状値)",
                cohort_csv_name(csv), needed[i]);
}

void targets_read(const char *path,
                  void (*take)(void *to, const char *file, const struct target *target), void *to)
{
    cohort_csv *csv;
    struct target target;
    int columns[COLUMNS];
    must(cohort_csv_read(path, &csv, &error));
    find_columns(csv, columns);
    for (int i = 0; i < cohort_csv_records(csv); i++) {
        read_target(csv, i, columns, &target);
        take(to, cohort_csv_name(csv), &target);
    }
    cohort_csv_free(csv);
}
