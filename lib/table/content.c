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

static void look_at(cohort_column_content *column, const char *text)
{
    char plain[COHORT_PLAIN_TEXT];
    cohort_label label;
    int from, to, sex;
    double number;
    column->empty += *text == '\0';
    if (!*text)
        return;
    column->filled++;
    column->dates += cohort_parse_date(text, false, &from);
    column->changes += column->first && strcmp(column->first, text) != 0;
    column->first = text;
    if (cohort_written_number(text, &number) == COHORT_OK) { /* which no word is */
        column->numbers++;
        return;
    }
    column->ages += cohort_parse_age(text, &from, &to);
    column->sexes += cohort_parse_sex(text, &sex);
    column->others += cohort_parse_label(text, &label) && label.says & COHORT_SAYS_OTHER;
    column->quantities += (label.says & (COHORT_SAYS_QUANTITY | COHORT_SAYS_OTHER)) != 0;
    column->wholes += cohort_is_whole(cohort_word_meanings(cohort_plain_text(text, plain), NULL));
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
    const int most = found->filled - found->filled / 3;
    if (found->filled == 0)
        return COHORT_MEANINGS;
    if (found->sexes >= most && found->sexes >= found->ages)
        return COHORT_MEANS_SEX;
    if (found->ages >= most)
        return COHORT_MEANS_AGE;
    if (found->quantities >= most && (found->changes > 0 || found->others > 0))
        return COHORT_MEANS_VARIABLE;
    return found->dates >= most && found->dates > found->numbers / 2 && found->changes > 0
               ? COHORT_MEANS_YEAR
               : COHORT_MEANINGS;
}

bool cohort_content_selects(const cohort_content *content, int column)
{
    return content->columns[column].wholes > 0;
}

int cohort_content_quantity(const cohort_content *content, int column)
{
    cohort_label label;
    const char *text = content->columns[column].first;
    if (!text || content->columns[column].changes > 0)
        return -1;
    cohort_parse_label(text, &label);
    return label.says & COHORT_SAYS_UNIT ? 0 : cohort_quantity_within(text);
}

bool cohort_content_names(const cohort_content *content, int column)
{
    const cohort_column_content *found = &content->columns[column];
    return found->filled > 0 && found->numbers + found->dates == 0;
}

bool cohort_content_holds(const cohort_content *content, const cohort_label_column *labels,
                          int count)
{
    for (int i = 0; i < count; i++) {
        const cohort_column_content *found = &content->columns[labels[i].column];
        if (labels[i].axis != COHORT_MEANS_REGION && labels[i].axis != COHORT_MEANS_NAME &&
            found->filled > 0 && found->empty > 1 && 3 * found->empty >= content->rows)
            return true;
    }
    return false;
}
