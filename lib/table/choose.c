/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/choose.h"

#include "core/error.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

typedef struct chooser {
    cohort_layout *layout;
    const cohort_table_options *options;
    cohort_table *table; /* gets the notes */
    const char *file;
    cohort_error *error;
} chooser;

int cohort_layout_fail_twice(const cohort_layout *layout, int column, const char *file,
                             cohort_error *error)
{
    char text[COHORT_SHOWN_TEXT], take[2 * COHORT_LABEL_REST] = "";
    const char *rest = layout->headings.columns[column].label.rest;
    if (*rest)
        snprintf(take, sizeof take, " (--suffix \"%s\" takes those)", rest);
    return cohort_fail(error, COHORT_ERROR_DUPLICATE, "%s, line %d: column \"%s\" appears twice%s",
                       file, layout->headings.line,
                       cohort_shown_text(layout->headings.columns[column].text, text), take);
}

/* Are two columns always of the same area and variable? */
static bool same_pair(const cohort_value_column *a, const cohort_value_column *b)
{
    const unsigned said = COHORT_SAYS_QUANTITY | COHORT_SAYS_OTHER;
    return a->labels[COHORT_MEANS_AREA] == b->labels[COHORT_MEANS_AREA] &&
           a->labels[COHORT_MEANS_NAME] == b->labels[COHORT_MEANS_NAME] &&
           a->labels[COHORT_MEANS_REGION] == b->labels[COHORT_MEANS_REGION] &&
           a->labels[COHORT_MEANS_VARIABLE] == b->labels[COHORT_MEANS_VARIABLE] &&
           (a->says.says & said) == (b->says.says & said) && a->says.quantity == b->says.quantity;
}

/* Is what a heading says all said by another, too? */
static bool says_no_more(const cohort_value_column *a, const cohort_value_column *b)
{
    const cohort_label *x = &a->says, *y = &b->says;
    return !(x->says & ~y->says) && memcmp(a->labels, b->labels, sizeof a->labels) == 0 &&
           (!(x->says & COHORT_SAYS_YEAR) || x->year == y->year) &&
           (!(x->says & (COHORT_SAYS_AGE | COHORT_SAYS_TOTAL)) ||
            (x->age_from == y->age_from && x->age_to == y->age_to)) &&
           (!(x->says & COHORT_SAYS_SEX) || x->sex == y->sex) &&
           (!(x->says & COHORT_SAYS_QUANTITY) || x->quantity == y->quantity);
}

/* How much a column of figures is wanted, of several of the same: that with the suffix asked for,
 * then that without one. */
static int want(const chooser *find, const cohort_value_column *value)
{
    const char *suffix = find->options->suffix;
    if (suffix && strcmp(value->says.rest, suffix) == 0)
        return 2;
    return *value->says.rest ? 0 : 1;
}

static int note_suffix(const chooser *find, const cohort_value_column *first, int count)
{
    char text[COHORT_SHOWN_TEXT], more[24] = "",
                                  take[2 * COHORT_LABEL_REST] = "others have the suffix";
    if (*first->says.rest)
        snprintf(take, sizeof take, "--suffix \"%s\" takes such columns", first->says.rest);
    if (count > 1)
        snprintf(more, sizeof more, " and %d more", count - 1);
    return cohort_table_add_note(
        find->table, find->error, "column \"%s\"%s %s left out (%s)",
        cohort_shown_text(find->layout->headings.columns[first->column].text, text), more,
        count > 1 ? "are" : "is", take);
}

/* Of figures of the same sex, age and date, another column is wanted more: of those with a suffix
 * (`2020年 世帯数`), also one that says more (`2020年 男`). *again: as much. */
static bool is_beaten(const chooser *find, int number, bool *again)
{
    const cohort_layout *layout = find->layout;
    const cohort_value_column *value = &layout->values[number];
    bool beaten = false;
    *again = false;
    for (int k = 0; k < layout->value_count; k++) {
        const cohort_value_column *other = &layout->values[k];
        if (k == number || !says_no_more(value, other))
            continue;
        const bool same = value->says.says == other->says.says;
        beaten = beaten || (want(find, other) > want(find, value) && (same || !want(find, value)));
        *again = *again || (same && !(value->says.says & COHORT_SAYS_OTHER) &&
                            want(find, other) == want(find, value) && k < number);
    }
    return beaten;
}

/* Of figures given twice one column is taken. */
static int choose(chooser *find)
{
    cohort_layout *layout = find->layout;
    cohort_value_column first = {.column = 0};
    int kept = 0, left_out = 0;
    bool again;
    for (int i = 0; i < layout->value_count; i++) {
        layout->values[i].left_out = is_beaten(find, i, &again);
        if (again && !layout->values[i].left_out)
            return cohort_layout_fail_twice(layout, layout->values[i].column, find->file,
                                            find->error);
        if (layout->values[i].left_out)
            first = left_out++ == 0 ? layout->values[i] : first;
    }
    for (int i = 0; i < layout->value_count; i++)
        if (!layout->values[i].left_out)
            layout->values[kept++] = layout->values[i];
    layout->value_count = kept;
    layout->one_pair = true;
    for (int i = 1; i < kept; i++) {
        layout->values[i].same_pair = same_pair(&layout->values[i], &layout->values[i - 1]);
        layout->one_pair = layout->one_pair && layout->values[i].same_pair;
    }
    return left_out > 0 ? note_suffix(find, &first, left_out) : COHORT_OK;
}

int cohort_layout_choose(cohort_layout *layout, const cohort_table_options *options,
                         cohort_table *table, const char *file, cohort_error *error)
{
    chooser find = {layout, options, table, file, error};
    return choose(&find);
}
