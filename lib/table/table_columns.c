/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/reader.h"

#include "core/error.h"
#include "text/text.h"
#include "text/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 6, TITLES_MAX = 5, LIST = 180 };

/* What a column may be called; the first is the one that messages use. */
static const char *const names[READ_COLUMNS][NAMES_MAX + 1] = {
    [READ_AREA] = {"area", "code", "市区町村コード", "団体コード", "コード"},
    [READ_NAME] = {"name", "市区町村名", "市区町村", "団体名", "名称"},
    [READ_VARIABLE] = {"variable", "変数"},
    [READ_YEAR] = {"year", "年", "年次"},
    [READ_SEX] = {"sex", "性別", "男女"},
    [READ_AGE] = {"age", "年齢", "年齢階級"},
    [READ_VALUE] = {"value", "人口", "人数", "値"}};

/* Which column is called so, or READ_COLUMNS. */
static cohort_reader_column column_of(const char *header)
{
    int column = 0;
    while (column < READ_COLUMNS && !cohort_word_among(header, names[column]))
        column++;
    return (cohort_reader_column)column;
}

static int locate(cohort_reader *read)
{
    char one[COHORT_SHOWN_TEXT], other[COHORT_SHOWN_TEXT];
    for (int i = 0; i < READ_COLUMNS; i++)
        read->columns[i] = -1;
    for (int i = 0; i < cohort_csv_columns(read->csv); i++) {
        const char *header = cohort_csv_header(read->csv, i);
        const cohort_reader_column column = column_of(header);
        if (column == READ_COLUMNS)
            continue;
        const int before = read->columns[column];
        if (before >= 0)
            return cohort_fail(read->error, COHORT_ERROR_DUPLICATE,
                               "%s: columns \"%s\" and \"%s\": expected one of them", read->name,
                               cohort_shown_text(cohort_csv_header(read->csv, before), one),
                               cohort_shown_text(header, other));
        read->columns[column] = i;
    }
    return COHORT_OK;
}

/* Does the header of the values say that they are persons? */
static bool counts_persons(const cohort_reader *read)
{
    static const char *const persons[] = {"人口", "人数", NULL};
    const int value = read->columns[READ_VALUE];
    return value >= 0 && cohort_word_among(cohort_csv_header(read->csv, value), persons);
}

/* The year of a column that is a date, `2015` or `2015年`, or 0 when it is none. */
static int date_of(const char *header)
{
    char plain[COHORT_PLAIN_TEXT];
    const char *at = cohort_plain_text(header, plain);
    int year = 0;
    for (int i = 0; i < 4; i++, at++) {
        if (*at < '0' || *at > '9')
            return 0;
        year = 10 * year + (*at - '0');
    }
    return *at == '\0' || strcmp(at, "年") == 0 ? year : 0;
}

/* Are dates columns? */
static bool is_wide(const cohort_reader *read)
{
    if (read->columns[READ_YEAR] >= 0 || read->columns[READ_VALUE] >= 0)
        return false;
    for (int i = 0; i < cohort_csv_columns(read->csv); i++)
        if (date_of(cohort_csv_header(read->csv, i)))
            return true;
    return false;
}

static void append(char list[LIST], const char *text)
{
    const size_t used = strlen(list);
    snprintf(list + used, LIST - used, "%s%s", *list ? ", " : "", text);
}

/* The columns that the file has, as many as a message has room for. */
static const char *found_columns(const cohort_csv *csv, char list[LIST])
{
    char shown[COHORT_SHOWN_TEXT];
    for (int i = 0; i < cohort_csv_columns(csv); i++) {
        const char *header = cohort_shown_text(cohort_csv_header(csv, i), shown);
        const bool fits = strlen(list) + strlen(header) + 8 <= LIST;
        append(list, !fits ? "..." : *header ? header : "\"\"");
        if (!fits)
            break;
    }
    return list;
}

/* The line of a record, one of the first, that looks like the header; 0: none does. */
static int header_below(const cohort_csv *csv)
{
    for (int record = 0; record < cohort_csv_records(csv) && record < TITLES_MAX; record++) {
        int known = 0;
        for (int i = 0; i < cohort_csv_columns(csv); i++)
            known += column_of(cohort_csv_cell(csv, record, i)) != READ_COLUMNS;
        if (known >= 2)
            return cohort_csv_line(csv, record);
    }
    return 0;
}

static int find(const cohort_reader *read, cohort_reader_column column)
{
    if (read->columns[column] >= 0)
        return COHORT_OK;
    char others[LIST] = "", found[LIST] = "";
    const int line = header_below(read->csv);
    if (line > 0)
        return cohort_fail(read->error, COHORT_ERROR_MISSING,
                           "%s: the header seems to be line %d, below a title: expected the names "
                           "of the columns first: remove the lines above them",
                           read->name, line);
    const bool undated =
        read->columns[READ_YEAR] < 0 && read->columns[READ_VALUE] < 0 && !read->wide;
    for (int i = 1; names[column][i]; i++)
        append(others, names[column][i]);
    const char *dates = undated ? " nor dates, such as 2015" : "";
    return cohort_fail(read->error, COHORT_ERROR_MISSING,
                       "%s: the header has no column \"%s\" (or %s)%s: its columns are %s",
                       read->name, names[column][0], others, dates,
                       found_columns(read->csv, found));
}

static int compare_dates(const void *a, const void *b)
{
    int one = ((const struct cohort_reader_date *)a)->year,
        other = ((const struct cohort_reader_date *)b)->year;
    return (one > other) - (one < other);
}

/* Other columns are ignored, but one such as `2O20` is a misspelt date. */
static int find_dates(cohort_reader *read)
{
    const int columns = cohort_csv_columns(read->csv);
    char shown[COHORT_SHOWN_TEXT];
    read->dates = malloc((size_t)columns * sizeof *read->dates);
    if (!read->dates)
        return cohort_fail_memory(read->error);
    if (!read->wide)
        read->dates[read->date_count++] = (struct cohort_reader_date){0, read->columns[READ_VALUE]};
    for (int i = 0; i < columns && read->wide; i++) {
        const char *header = cohort_csv_header(read->csv, i);
        int year = date_of(header);
        if (year)
            read->dates[read->date_count++] = (struct cohort_reader_date){year, i};
        else if (header[0] >= '0' && header[0] <= '9')
            return cohort_fail(read->error, COHORT_ERROR_VALUE,
                               "%s: column \"%s\": expected a date, a year of four digits "
                               "(2015 or 2015年)",
                               read->name, cohort_shown_text(header, shown));
    }
    qsort(read->dates, (size_t)read->date_count, sizeof *read->dates, compare_dates);
    return COHORT_OK;
}

/* Without a column of variables all is the population, if dates are columns or the header of the
 * values says that they are persons. */
static int find_variable(const cohort_reader *read)
{
    char text[COHORT_READER_EXPECTED];
    const char *expected = cohort_reader_refuses(read, COHORT_POPULATION, text);
    if (read->columns[READ_VARIABLE] >= 0 || (!expected && (read->wide || counts_persons(read))))
        return COHORT_OK;
    if (!read->wide)
        return find(read, READ_VARIABLE);
    return cohort_fail(read->error, COHORT_ERROR_ARGUMENT,
                       "%s: dates are columns and there is no column \"variable\": that is a "
                       "%s: expected %s",
                       read->name, COHORT_POPULATION, expected);
}

int cohort_reader_columns(cohort_reader *read)
{
    int code = locate(read);
    read->wide = !code && is_wide(read);
    for (int i = 0; i < READ_COLUMNS && !code; i++)
        if (i == READ_VARIABLE)
            code = find_variable(read);
        else if (i != READ_NAME && !(read->wide && (i == READ_YEAR || i == READ_VALUE)))
            code = find(read, (cohort_reader_column)i);
    return code ? code : find_dates(read);
}
