/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/choose.h"

#include "core/error.h"
#include "text/date.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

/* Fail with two columns of the same. */
static int fail_twice(const cohort_finder *find, int one, int other)
{
    const cohort_heading *columns = find->columns;
    const int line = find->layout->headings.line;
    char first[COHORT_SHOWN_TEXT], second[COHORT_SHOWN_TEXT], take[4 * COHORT_LABEL_REST] = "";
    const char *rest = columns[one].label.rest, *rests = columns[other].label.rest;
    const bool apart = *rest && *rests && strcmp(rest, rests) != 0;
    if (apart)
        snprintf(take, sizeof take, " (--suffix \"%s\" or --suffix \"%s\" takes those)", rest,
                 rests);
    else if (*rest)
        snprintf(take, sizeof take, " (--suffix \"%s\" takes those)", rest);
    cohort_shown_text(columns[one].text, first);
    if (strcmp(columns[one].text, columns[other].text) == 0)
        return cohort_fail(find->error, COHORT_ERROR_DUPLICATE,
                           "%s, line %d: column \"%s\" appears twice%s", find->file, line, first,
                           take);
    return cohort_fail(find->error, COHORT_ERROR_DUPLICATE,
                       "%s, line %d: columns \"%s\" and \"%s\" are of the same figures: expected "
                       "one of them%s",
                       find->file, line, first, cohort_shown_text(columns[other].text, second),
                       take);
}

/* ---- labels ---- */

/* Two columns of an axis are of blocks side by side: each has figures behind it. */
static bool are_blocks(const cohort_layout *layout, int one, int other)
{
    bool between = false, behind = false;
    for (int i = 0; i < layout->value_count; i++) {
        const int column = layout->values[i].column;
        between = between || (column > one && column < other);
        behind = behind || column > other;
    }
    return between && behind;
}

/* How many of a column's first cells are words for its axis; of dates, those that change are more, and
 * of areas, those that change more (`地域名` beside `市区町村名`). */
static int readable(const cohort_content *content, const cohort_label_column *label)
{
    const int changes = content->columns[label->column].changes;
    return cohort_content_readable(content, label->column, label->axis) +
           (label->axis < COHORT_MEANS_VARIABLE
                ? changes + (content->columns[label->column].filled > 0)
                : label->axis == COHORT_MEANS_YEAR && changes > 0);
}

static int fail_labels(const cohort_finder *find, int a, int b)
{
    const cohort_heading *columns = find->columns;
    char one[COHORT_SHOWN_TEXT], two[COHORT_SHOWN_TEXT];
    const cohort_meaning axis = columns[a].label.column;
    if (strcmp(columns[a].text, columns[b].text) == 0)
        return fail_twice(find, a, b);
    return cohort_fail(
        find->error, axis == COHORT_MEANS_AGE ? COHORT_ERROR_FORMAT : COHORT_ERROR_DUPLICATE,
        "%s: columns \"%s\" and \"%s\": expected one %s", find->file,
        cohort_shown_text(columns[a].text, one), cohort_shown_text(columns[b].text, two),
        axis == COHORT_MEANS_AGE ? "column of ages, such as 5-9 and 90+ (or 5〜9歳, 90歳以上)"
        : axis == COHORT_MEANS_YEAR ? "of them, with dates such as 2015 (or 平成27年)"
                                    : "of them");
}

/* Do the last of the columns' first cells say the same year? */
static bool same_year(const cohort_content *content, int a, int b)
{
    int one, other;
    const char *x = content->columns[a].last, *y = content->columns[b].last;
    return x && y && cohort_parse_date(x, true, &one) && cohort_parse_date(y, true, &other) &&
           one == other;
}

/* Of two columns of labels, a code and its words, one is taken: that whose cells can be read, else, side
 * by side, the first. Returned: which is not; -1: neither is. */
static int worse(const cohort_finder *find, int i, int k)
{
    const cohort_content *content = find->content;
    const cohort_label_column *a = &find->layout->labels[i], *b = &find->layout->labels[k];
    const int first = readable(content, a), second = readable(content, b);
    const bool beside = b->column == a->column + 1 && first > 0;
    const bool weak = *find->columns[b->column].label.rest;
    if (first != second)
        return first > second ? k : i;
    switch (a->axis) {
    case COHORT_MEANS_YEAR:
        return (weak || beside) && same_year(content, a->column, b->column) ? k : -1;
    case COHORT_MEANS_AGE:
        return beside ? k : -1;
    case COHORT_MEANS_SEX:
    case COHORT_MEANS_VARIABLE:
        return weak || beside ? k : -1;
    default:
        return weak || a->axis == COHORT_MEANS_NAME ? k : -1;
    }
}

int cohort_layout_choose_labels(const cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    int one = -1, other = -1; /* neither is worse */
    for (int i = 0; i < layout->label_count; i++)
        for (int k = i + 1; k < layout->label_count; k++) {
            const cohort_label_column *a = &layout->labels[i], *b = &layout->labels[k];
            if (a->axis != b->axis || are_blocks(layout, a->column, b->column) ||
                a->axis == COHORT_MEANS_REGION)
                continue;
            const int out = worse(find, i, k);
            if (out < 0) {
                one = a->column, other = b->column;
                continue;
            }
            layout->label_count--;
            memmove(&layout->labels[out], &layout->labels[out + 1],
                    (size_t)(layout->label_count - out) * sizeof *layout->labels);
            i = one = -1;
            break;
        }
    return one < 0 ? COHORT_OK : fail_labels(find, one, other);
}

/* ---- figures ---- */

/* Are two columns always of the same area and variable? */
static bool same_pair(const cohort_layout *layout, const cohort_value_column *a,
                      const cohort_value_column *b)
{
    const unsigned said = COHORT_SAYS_QUANTITY | COHORT_SAYS_OTHER;
    return (!layout->headings.places || strcmp(a->says.rest, b->says.rest) == 0) &&
           a->labels[COHORT_MEANS_AREA] == b->labels[COHORT_MEANS_AREA] &&
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
           (!(x->says & COHORT_SAYS_AGE) ||
            (x->age_from == y->age_from && x->age_to == y->age_to)) &&
           (!(x->says & COHORT_SAYS_SEX) || x->sex == y->sex) &&
           (!(x->says & COHORT_SAYS_QUANTITY) || x->quantity == y->quantity);
}

bool cohort_is_suffix(const cohort_table_options *options, const char *rest)
{
    cohort_label label = {.rest = ""};
    if (!options->suffix || !*rest)
        return false;
    cohort_parse_label(options->suffix, &label);
    return strcmp(options->suffix, rest) == 0 || strcmp(label.rest, rest) == 0;
}

/* How much a column of figures is wanted, of several of the same: that with the suffix asked for,
 * then that without one. */
static int want(const cohort_finder *find, const cohort_value_column *value)
{
    if (cohort_is_suffix(find->options, value->says.rest))
        return 2;
    return *value->says.rest ? 0 : 1;
}

/* Of columns that are left out for others none has the suffix asked for: which there are. */
static int check_suffix(const cohort_finder *find)
{
    const cohort_layout *layout = find->layout;
    char all[200] = "", one[COHORT_LABEL_REST + 4];
    for (int i = 0; i < layout->value_count; i++) {
        const char *rest = layout->values[i].says.rest;
        if (cohort_is_suffix(find->options, rest))
            return COHORT_OK;
        snprintf(one, sizeof one, "\"%s\"", rest);
        if (layout->values[i].left_out && *rest && !strstr(all, one))
            cohort_append(all, sizeof all, "%s%s", *all ? ", " : "", one);
    }
    char shown[COHORT_SHOWN_TEXT];
    return *all ? cohort_fail(find->error, COHORT_ERROR_ARGUMENT,
                              "%s: no column has the suffix \"%s\": expected %s", find->file,
                              cohort_shown_text(find->options->suffix, shown), all)
                : COHORT_OK;
}

static void note_suffix(const cohort_finder *find, const cohort_value_column *first, int count)
{
    char text[COHORT_SHOWN_TEXT], more[24] = "",
                                  take[2 * COHORT_LABEL_REST] = "others have the suffix";
    if (*first->says.rest)
        snprintf(take, sizeof take, "--suffix \"%s\" takes such columns", first->says.rest);
    if (count > 1)
        snprintf(more, sizeof more, " and %d more", count - 1);
    cohort_table_add_note(find->table, "column \"%s\"%s %s left out (%s)",
                          cohort_shown_text(find->columns[first->column].text, text), more,
                          count > 1 ? "are" : "is", take);
}

/* Of figures of the same sex, age and date, another column is wanted more: of those with a suffix
 * (`2020年 世帯数`), also one that says more (`2020年 男`). *again: one before it that is as much;
 * or -1. */
static bool is_beaten(const cohort_finder *find, int number, int *again)
{
    const cohort_layout *layout = find->layout;
    const cohort_value_column *value = &layout->values[number];
    bool beaten = false;
    *again = -1;
    for (int k = 0; k < layout->value_count; k++) {
        const cohort_value_column *other = &layout->values[k];
        if (k == number || !says_no_more(value, other) ||
            (layout->headings.places && strcmp(value->says.rest, other->says.rest) != 0))
            continue;
        const bool same = value->says.says == other->says.says;
        beaten = beaten || (want(find, other) > want(find, value) && (same || !want(find, value)));
        if (same && !(value->says.says & COHORT_SAYS_OTHER) &&
            want(find, other) == want(find, value) && k < number)
            *again = k;
    }
    return beaten;
}

int cohort_layout_choose(const cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    cohort_value_column first = {.column = 0};
    int kept = 0, left_out = 0;
    int again;
    for (int i = 0; i < layout->value_count; i++) {
        layout->values[i].left_out = is_beaten(find, i, &again);
        if (again >= 0 && !layout->values[i].left_out)
            return fail_twice(find, layout->values[again].column, layout->values[i].column);
        if (layout->values[i].left_out)
            first = left_out++ == 0 ? layout->values[i] : first;
    }
    if (find->options->suffix && check_suffix(find))
        return COHORT_ERROR_ARGUMENT;
    for (int i = 0; i < layout->value_count; i++)
        if (!layout->values[i].left_out)
            layout->values[kept++] = layout->values[i];
    layout->value_count = kept;
    layout->one_pair = true;
    for (int i = 1; i < kept; i++) {
        layout->values[i].same_pair = same_pair(layout, &layout->values[i], &layout->values[i - 1]);
        layout->one_pair = layout->one_pair && layout->values[i].same_pair;
    }
    if (left_out > 0)
        note_suffix(find, &first, left_out);
    return COHORT_OK;
}
