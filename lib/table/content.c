/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/content.h"

#include "core/error.h"
#include "text/age.h"
#include "text/date.h"
#include "text/wording.h"
#include "text/written.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 40 };

/* A number is no word. */
static unsigned kinds_of(const char *text)
{
    cohort_label label;
    int from, to, sex;
    double number;
    const unsigned date = (unsigned)cohort_parse_date(text, false, &from) << COHORT_CELL_DATE;
    if (cohort_written_number(text, &number) == COHORT_OK)
        return date | 1U << COHORT_CELL_NUMBER;
    cohort_parse_label(text, &label);
    const bool other = label.says & COHORT_SAYS_OTHER;
    const unsigned meanings = cohort_text_meanings(text);
    return date | (unsigned)cohort_parse_age(text, &from, &to) << COHORT_CELL_AGE |
           (unsigned)cohort_parse_sex(text, &sex) << COHORT_CELL_SEX |
           (unsigned)cohort_is_whole(meanings) << COHORT_CELL_WHOLE |
           (unsigned)(other || label.says & COHORT_SAYS_QUANTITY) << COHORT_CELL_QUANTITY |
           (unsigned)other << COHORT_CELL_OTHER;
}

static void look_at(cohort_column_content *column, const char *text)
{
    column->empty += *text == '\0';
    if (!*text)
        return;
    const bool changed = column->last && strcmp(column->last, text) != 0;
    if (changed || !column->last)
        column->kinds = kinds_of(text);
    for (int i = 0; i < COHORT_CELL_KINDS; i++)
        column->counts[i] += (column->kinds >> i & 1U) != 0;
    column->filled++;
    column->changes += changed;
    column->last = text;
}

int cohort_content_find(cohort_cells *cells, const cohort_headings *headings,
                        cohort_content *content)
{
    const cohort_cell_row *row;
    int code = COHORT_OK;
    *content = (cohort_content){calloc((size_t)headings->count, sizeof *content->columns),
                                headings->count, 0};
    if (!content->columns)
        return cohort_fail_memory(cells->error);
    for (int i = 0; i < ROWS_MAX && !code; i++) {
        code = cohort_cells_peek(cells, headings->end + i, &row);
        if (code || !row)
            break;
        if (row->count < 2)
            continue;
        content->rows++;
        for (int column = 0; column < content->count; column++)
            look_at(&content->columns[column], cohort_cell_text(cells, row, column));
    }
    return code;
}

void cohort_content_free(cohort_content *content)
{
    free(content->columns);
}

cohort_meaning cohort_content_axis(const cohort_content *content, int column)
{
    const cohort_column_content *found = &content->columns[column];
    const int *counts = found->counts, most = found->filled - found->filled / 3;
    if (found->filled == 0)
        return COHORT_MEANINGS;
    if (counts[COHORT_CELL_SEX] >= most && counts[COHORT_CELL_SEX] >= counts[COHORT_CELL_AGE])
        return COHORT_MEANS_SEX;
    if (counts[COHORT_CELL_AGE] >= most)
        return COHORT_MEANS_AGE;
    if (counts[COHORT_CELL_QUANTITY] >= most && counts[COHORT_CELL_WHOLE] == 0 &&
        (found->changes > 0 || counts[COHORT_CELL_OTHER] > 0))
        return COHORT_MEANS_VARIABLE;
    return counts[COHORT_CELL_DATE] >= most &&
                   counts[COHORT_CELL_DATE] > counts[COHORT_CELL_NUMBER] / 2 && found->changes > 0
               ? COHORT_MEANS_YEAR
               : COHORT_MEANINGS;
}

int cohort_content_quantity(const cohort_content *content, int column)
{
    cohort_label label;
    const char *text = content->columns[column].last;
    if (!text || content->columns[column].changes > 0)
        return -1;
    cohort_parse_label(text, &label);
    return label.says & COHORT_SAYS_UNIT ? 0 : cohort_quantity_within(text);
}

int cohort_content_readable(const cohort_content *content, int column, cohort_meaning axis)
{
    static const int kinds[COHORT_AXES] = {[COHORT_MEANS_AGE] = COHORT_CELL_AGE,
                                           [COHORT_MEANS_SEX] = COHORT_CELL_SEX,
                                           [COHORT_MEANS_YEAR] = COHORT_CELL_DATE,
                                           [COHORT_MEANS_VARIABLE] = COHORT_CELL_QUANTITY};
    return kinds[axis] ? content->columns[column].counts[kinds[axis]] : 0;
}

bool cohort_content_names(const cohort_content *content, int column)
{
    const cohort_column_content *found = &content->columns[column];
    return found->filled > 0 &&
           found->counts[COHORT_CELL_NUMBER] + found->counts[COHORT_CELL_DATE] == 0;
}

bool cohort_content_holds(const cohort_content *content, const cohort_label_column *labels,
                          int count)
{
    bool coded = false; /* a code or a region may stand without a name */
    for (int i = 0; i < count; i++)
        coded =
            coded || labels[i].axis == COHORT_MEANS_AREA || labels[i].axis == COHORT_MEANS_REGION;
    for (int i = 0; i < count; i++) {
        const cohort_column_content *found = &content->columns[labels[i].column];
        if (labels[i].axis != COHORT_MEANS_REGION &&
            !(coded && labels[i].axis == COHORT_MEANS_NAME) && found->filled > 0 &&
            found->empty > 1 && 3 * found->empty >= content->rows)
            return true;
    }
    return false;
}
