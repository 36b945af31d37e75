/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/reader.h"

#include "core/error.h"
#include "text/text.h"
#include "text/wording.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NAMES = 6, MOST_TITLES = 5, LIST = 180 };

/* What a column may be called; the first is the one that messages use. */
static const char *const names[READ_COLUMNS][MOST_NAMES + 1] = {
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

int cohort_reader_locate(cohort_reader *read)
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

bool cohort_reader_counts_persons(const cohort_reader *read)
{
    static const char *const persons[] = {"人口", "人数", NULL};
    const int value = read->columns[READ_VALUE];
    return value >= 0 && cohort_word_among(cohort_csv_header(read->csv, value), persons);
}

int cohort_date_column(const char *header)
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

bool cohort_reader_is_wide(const cohort_reader *read)
{
    if (read->columns[READ_YEAR] >= 0 || read->columns[READ_VALUE] >= 0)
        return false;
    for (int i = 0; i < cohort_csv_columns(read->csv); i++)
        if (cohort_date_column(cohort_csv_header(read->csv, i)))
            return true;
    return false;
}

/* ---- what to say of a column that is not there ---- */

static void append(char list[LIST], const char *text)
{
    const size_t used = strlen(list);
    snprintf(list + used, LIST - used, "%s%s", *list ? ", " : "", text);
}

static const char *other_names(cohort_reader_column column, char list[LIST])
{
    *list = '\0';
    for (int i = 1; names[column][i]; i++)
        append(list, names[column][i]);
    return list;
}

/* As many of the columns that there are as a message has room for. */
static const char *found_columns(const cohort_csv *csv, char list[LIST])
{
    char shown[COHORT_SHOWN_TEXT];
    *list = '\0';
    for (int i = 0; i < cohort_csv_columns(csv); i++) {
        const char *header = cohort_shown_text(cohort_csv_header(csv, i), shown);
        if (strlen(list) + strlen(header) + 8 > LIST) {
            append(list, "...");
            break;
        }
        append(list, *header ? header : "\"\"");
    }
    return list;
}

/* The line of a record, one of the first, that looks like the header; 0: none does. */
static int header_below(const cohort_csv *csv)
{
    for (int record = 0; record < cohort_csv_records(csv) && record < MOST_TITLES; record++) {
        int known = 0;
        for (int i = 0; i < cohort_csv_columns(csv); i++)
            known += column_of(cohort_csv_cell(csv, record, i)) != READ_COLUMNS;
        if (known >= 2)
            return cohort_csv_line(csv, record);
    }
    return 0;
}

int cohort_reader_find(const cohort_reader *read, cohort_reader_column column)
{
    if (read->columns[column] >= 0)
        return COHORT_OK;
    char others[LIST], found[LIST];
    const int line = header_below(read->csv);
    if (line > 0)
        return cohort_fail(read->error, COHORT_ERROR_MISSING,
                           "%s: the header seems to be line %d, below a title: expected the names "
                           "of the columns first: take away what stands above them",
                           read->name, line);
    const bool undated = read->columns[READ_YEAR] < 0 && read->columns[READ_VALUE] < 0 &&
                         !cohort_reader_is_wide(read);
    const char *dates = undated ? " nor dates, such as 2015" : "";
    return cohort_fail(read->error, COHORT_ERROR_MISSING,
                       "%s: the header has no column \"%s\" (or %s)%s: its columns are %s",
                       read->name, names[column][0], other_names(column, others), dates,
                       found_columns(read->csv, found));
}
