/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/layout.h"

#include "core/error.h"
#include "table/choose.h"
#include "table/content.h"
#include "text/age.h"
#include "text/text.h"
#include "text/unit.h"

#include <stdlib.h>
#include <string.h>

enum { SYNONYMS = 6, DATE_DIGITS = 6, COLUMNS_TEXT = 180 };

static const char *shown(const cohort_finder *find, int column, char text[COHORT_SHOWN_TEXT])
{
    return cohort_shown_text(find->columns[column].text, text);
}

/* ---- columns of labels ---- */

static void add_label(cohort_finder *find, int column, cohort_meaning axis)
{
    find->layout->labels[find->layout->label_count++] = (cohort_label_column){column, axis};
    find->layout->axes |= 1U << axis;
}

static void add_value(cohort_finder *find, int column)
{
    cohort_value_column *value = &find->layout->values[find->layout->value_count++];
    const cohort_heading *heading = &find->columns[column];
    *value = (cohort_value_column){.column = column, .says = heading->label};
    value->per = cohort_unit_per(heading->text);
    value->yearly = cohort_unit_is_yearly(heading->text);
    memset(value->labels, -1, sizeof value->labels);
}

/* Has a column of this name, and of no more words, been found that is not empty? */
static bool has_exact(const cohort_finder *find, cohort_meaning axis)
{
    for (int i = 0; i < find->count; i++) {
        const cohort_label *label = &find->columns[i].label;
        if (label->says & COHORT_SAYS_COLUMN && label->column == axis && !*label->rest &&
            !(label->code && axis != COHORT_MEANS_AREA) && find->content->columns[i].filled > 0)
            return true;
    }
    return false;
}

static bool has_label(const cohort_finder *find, cohort_meaning axis)
{
    return find->layout->axes & 1U << axis;
}

/* What a column named for labels is; COHORT_MEANINGS: of figures, or nothing that is needed. */
static cohort_meaning named_axis(const cohort_finder *find, int column)
{
    const cohort_label *label = &find->columns[column].label;
    if (!(label->says & COHORT_SAYS_COLUMN) || label->column == COHORT_MEANS_VALUE)
        return COHORT_MEANINGS;
    if (label->code &&
        label->column == COHORT_MEANS_REGION) /* of the areas, or of what they are in */
        return has_exact(find, COHORT_MEANS_AREA) ? COHORT_MEANINGS : COHORT_MEANS_AREA;
    const bool weak = *label->rest || (label->code && label->column != COHORT_MEANS_AREA);
    if (weak && has_exact(find, label->column))
        return COHORT_MEANINGS;
    return label->column;
}

/* What the cells of a column whose heading does not say it are labels of. Figures may look like
 * years: they are some only below an empty heading, where nothing else says the date. A column that
 * is named for the labels is theirs. */
static cohort_meaning shown_axis(const cohort_finder *find, int column)
{
    const cohort_meaning axis = cohort_content_axis(find->content, column);
    bool dated = find->columns[column].label.says != 0;
    for (int i = 0; i < find->count; i++)
        dated = dated || find->columns[i].label.says & COHORT_SAYS_YEAR;
    if (axis != COHORT_MEANINGS && has_exact(find, axis))
        return COHORT_MEANINGS;
    return axis == COHORT_MEANS_YEAR && (dated || find->context->year) ? COHORT_MEANINGS : axis;
}

/* Of figures of persons, by what they were counted in (`国勢調査`, `住民基本台帳`)? */
static bool is_count(const cohort_finder *find, int column)
{
    const int numbers = find->content->columns[column].counts[COHORT_CELL_NUMBER];
    const char *text = find->columns[column].text;
    return numbers > 0 &&
           cohort_content_readable(find->content, column, COHORT_MEANS_YEAR) < numbers &&
           (cohort_meaning_within(text, COHORT_MEANS_CENSUS) ||
            cohort_meaning_within(text, COHORT_MEANS_REGISTER));
}

/* Has a column of values any? */
static bool has_numbers(const cohort_finder *find)
{
    for (int i = 0; i < find->count; i++) {
        const cohort_label *label = &find->columns[i].label;
        if (label->says & COHORT_SAYS_COLUMN && label->column == COHORT_MEANS_VALUE &&
            find->content->columns[i].counts[COHORT_CELL_NUMBER] > 0)
            return true;
    }
    return false;
}

/* Label or figures? By its heading, and where that is not enough by the cells below. */
static void sort_column(cohort_finder *find, int column)
{
    const cohort_label *label = &find->columns[column].label;
    cohort_meaning axis = named_axis(find, column);
    if (axis < COHORT_MEANS_AGE && !has_exact(find, COHORT_MEANS_AGE) &&
        cohort_content_readable(find->content, column, axis) == 0 &&
        cohort_content_axis(find->content, column) == COHORT_MEANS_AGE)
        axis = COHORT_MEANS_AGE; /* `年次` and `性別` say what is across */
    const unsigned vague = COHORT_SAYS_SEX | COHORT_SAYS_TOTAL | COHORT_SAYS_UNIT;
    if (cohort_means(cohort_text_meanings(find->columns[column].text), COHORT_MEANS_UNITS)) {
        find->layout->units[find->layout->unit_count++] = column;
    } else if (axis != COHORT_MEANINGS) {
        add_label(find, column, axis);
    } else if (label->says & COHORT_SAYS_COLUMN) {
        const int numbers = find->content->columns[column].counts[COHORT_CELL_NUMBER];
        if (label->column == COHORT_MEANS_VALUE &&
            (numbers > 0 || (!*label->rest && !has_numbers(find))))
            add_value(find, column);
    } else if (!(label->says & ~vague) && shown_axis(find, column) != COHORT_MEANINGS) {
        add_label(find, column, shown_axis(find, column));
    } else if (label->says & ~(unsigned)(COHORT_SAYS_UNIT | COHORT_SAYS_OTHER)) {
        add_value(find, column);
    } else if (is_count(find, column)) {
        add_value(find, column);
        cohort_label *says = &find->layout->values[find->layout->value_count - 1].says;
        says->says |= COHORT_SAYS_QUANTITY; /* of population, the first */
        find->layout->counted = find->layout->counted < 0 ? column : find->layout->counted;
    } else if (find->content->columns[column].counts[COHORT_CELL_WHOLE] > 0) {
        find->layout->selectors[find->layout->selector_count++] = column;
    } else if (cohort_content_names(find->content, column) &&
               (find->layout->unused < 0 ||
                find->content->columns[find->layout->unused].changes == 0)) {
        find->layout->unused = column; /* best one that changes */
    } else if (label->says & COHORT_SAYS_OTHER && find->layout->ignored < 0) {
        find->layout->ignored = column;
    }
}

/* ---- columns of figures ---- */

/* Where a column of sexes or ages is a block's first, its heading says what the block is of: it
 * holds for the columns behind it. Where dates are labels, figures of a date are others (shares). */
static void complete_values(cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    for (int i = 0; i < layout->value_count; i++) {
        cohort_value_column *value = &layout->values[i];
        for (int k = layout->label_count - 1; k >= 0; k--) {
            const cohort_label_column *label = &layout->labels[k];
            int *held = &value->labels[label->axis];
            if (*held < 0 ||
                (label->column < value->column && layout->labels[*held].column > value->column))
                *held = k;
            const cohort_label *block = &find->columns[label->column].label;
            if (label->column < value->column && !(value->says.says & COHORT_SAYS_SEX) &&
                block->says & COHORT_SAYS_SEX && !(block->says & COHORT_SAYS_COLUMN))
                value->says.says |= COHORT_SAYS_SEX, value->says.sex = block->sex;
            if (block->says & COHORT_SAYS_UNIT && !(value->says.says & COHORT_SAYS_UNIT))
                value->says.says |= COHORT_SAYS_UNIT, value->says.unit = block->unit; /* 千人 */
        }
        layout->across |= value->says.says & ~(unsigned)COHORT_SAYS_OTHER;
    }
}

/* What headings say, labels need not: those of no figures go. */
static void drop_labels(cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    const int count = layout->label_count;
    layout->label_count = 0;
    layout->axes = 0;
    for (int i = 0; i < count; i++) {
        const cohort_label_column label = layout->labels[i];
        const unsigned says = cohort_axis_says(label.axis);
        bool needed = layout->value_count == 0;
        for (int v = 0; v < layout->value_count; v++)
            needed = needed || !says || !(layout->values[v].says.says & says);
        if (needed)
            add_label(find, label.column, label.axis);
    }
}

/* Figures with a column of their own: dates or shares beside them are not these. */
static void keep_named_values(cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    bool named = false;
    int kept = 0;
    for (int i = 0; i < layout->value_count; i++)
        named = named || layout->values[i].says.says & (COHORT_SAYS_COLUMN | COHORT_SAYS_QUANTITY);
    const bool dated = has_label(find, COHORT_MEANS_YEAR);
    for (int i = 0; i < layout->value_count; i++)
        if (!(named && dated && layout->values[i].says.says == COHORT_SAYS_YEAR))
            layout->values[kept++] = layout->values[i];
    layout->value_count = kept;
}

/* Beside men and women, where ages are labels, `不詳` is of unknown sex, which nothing is done with. */
static void leave_out_sexless(const cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    char text[COHORT_SHOWN_TEXT];
    bool sexes = false;
    int kept = 0;
    for (int i = 0; i < layout->value_count; i++)
        sexes = sexes || layout->values[i].says.says & COHORT_SAYS_SEX;
    for (int i = 0; i < layout->value_count; i++) {
        if (cohort_says_unknown(&layout->values[i].says) && sexes &&
            has_label(find, COHORT_MEANS_AGE))
            cohort_table_add_note(find->table, "column \"%s\", persons of unknown sex, is left out",
                                  shown(find, layout->values[i].column, text));
        else
            layout->values[kept++] = layout->values[i];
    }
    layout->value_count = kept;
}

/* ---- what is missing ---- */

static void append(char list[COLUMNS_TEXT], const char *text)
{
    cohort_append(list, COLUMNS_TEXT, "%s%s", *list ? ", " : "", text);
}

/* The columns that there are, for messages. */
static const char *list_columns(const cohort_headings *headings, char list[COLUMNS_TEXT])
{
    char text[COHORT_SHOWN_TEXT];
    *list = '\0';
    for (int i = 0; i < headings->count; i++) {
        const char *heading = cohort_shown_text(headings->columns[i].text, text);
        const bool fits = strlen(list) + strlen(heading) + 8 <= COLUMNS_TEXT;
        append(list, !fits ? "..." : *heading ? heading : "\"\"");
        if (!fits)
            break;
    }
    return list;
}

static int fail_missing(const cohort_finder *find, cohort_meaning axis, const char *besides)
{
    char others[COLUMNS_TEXT] = "", found[COLUMNS_TEXT];
    char synonyms[SYNONYMS][COHORT_SYNONYM_TEXT];
    const int count = cohort_column_synonyms(axis, SYNONYMS, synonyms);
    for (int i = 1; i < count; i++)
        append(others, synonyms[i]);
    return cohort_fail(
        find->error, COHORT_ERROR_MISSING,
        "%s: the header, line %d, has no column \"%s\" (or %s)%s: its columns are %s", find->file,
        find->layout->headings.line, synonyms[0], others, besides,
        list_columns(&find->layout->headings, found));
}

/* A heading such as `2O20` beside dates, or `5月9日` (5-9) beside ages. */
static int check_headings(const cohort_finder *find)
{
    char text[COHORT_SHOWN_TEXT];
    const unsigned across = find->layout->across;
    for (int i = 0; i < find->count; i++) {
        const cohort_heading *heading = &find->columns[i];
        const char first = heading->text[0];
        if (heading->label.says || first < '0' || first > '9')
            continue;
        const bool turned = across & COHORT_SAYS_AGE && cohort_is_date(heading->text);
        if (turned || (across & COHORT_SAYS_YEAR && strlen(heading->text) <= DATE_DIGITS))
            return cohort_fail(find->error, COHORT_ERROR_VALUE, "%s: column \"%s\": expected %s",
                               find->file, cohort_shown_text(heading->text, text),
                               turned ? COHORT_AGE_AS_DATE
                                      : "a date, a year of four digits (2015 or 2015年)");
    }
    return COHORT_OK;
}

/* Do headings, labels or titles say the area, the date? */
static bool is_area_given(const cohort_finder *find)
{
    return *find->context->area || find->layout->headings.places ||
           cohort_are_areas(find->layout->axes);
}

static bool is_date_given(const cohort_finder *find)
{
    return find->context->year || find->context->file_year ||
           cohort_layout_says(find->layout, COHORT_MEANS_YEAR);
}

/* Without a column of variables all is what the headings or titles say; where dates or ages are
 * columns, the population. */
static bool has_quantity(const cohort_finder *find)
{
    for (int i = 0; i < find->layout->value_count; i++) /* `総人口`, which is of all ages, too */
        if (find->columns[find->layout->values[i].column].label.says & COHORT_SAYS_SEX ||
            cohort_quantity_within(find->columns[find->layout->values[i].column].text) == 0)
            return true;
    return find->context->quantity >= 0 || find->layout->quantity >= 0 ||
           has_label(find, COHORT_MEANS_VARIABLE) ||
           find->layout->across & ~(unsigned)COHORT_SAYS_COLUMN;
}

static int check(const cohort_finder *find)
{
    char found[COLUMNS_TEXT];
    const bool bare = find->layout->value_count == 0;
    const bool is_named = is_area_given(find) || *find->context->words || *find->context->place;
    if (!is_named && !bare && find->layout->label_count == 0)
        return cohort_fail(find->error, COHORT_ERROR_MISSING,
                           "%s, line %d: \"%s\" says nothing of area, sex and age: expected a "
                           "header with columns of them, too (or 市区町村コード, 性別, 年齢)",
                           find->file, find->layout->headings.line,
                           list_columns(&find->layout->headings, found));
    if (!is_named)
        return fail_missing(find, COHORT_MEANS_AREA,
                            bare ? " nor dates, such as 2015, nor ages"
                                 : " (--title NAME would say that all is of one place)");
    for (int i = 0; i < find->count && bare; i++)
        if (find->columns[i].label.says == COHORT_SAYS_OTHER ||
            cohort_quantity_within(find->columns[i].text) == COHORT_OTHER_QUANTITY)
            return cohort_fail(find->error, COHORT_ERROR_ARGUMENT,
                               "%s: the figures are of \"%s\": expected persons, all of the "
                               "population (as 人口 the column would be taken), or rates (mx, qx)",
                               find->file, shown(find, i, found));
    if (bare)
        return fail_missing(find, COHORT_MEANS_VALUE,
                            has_label(find, COHORT_MEANS_VARIABLE)
                                ? ""
                                : " or 人口, nor dates, such as 2015, nor ages across");
    if (!has_quantity(find))
        return fail_missing(find, COHORT_MEANS_VARIABLE,
                            " (--title \"population\" would say that all is that)");
    const bool given = is_date_given(find);
    const int year = given ? find->context->year : find->context->period[0],
              other = given ? find->context->other_year : find->context->period[1];
    if (!given && !other)
        return fail_missing(find, COHORT_MEANS_YEAR,
                            ", and no title says of which date it is (--title 2020 would)");
    if (other && !cohort_layout_says(find->layout, COHORT_MEANS_YEAR))
        return cohort_fail(find->error, COHORT_ERROR_VALUE,
                           "%s: the titles say two dates, %d and %d: expected that of the figures "
                           "(--title %d would say it)",
                           find->file, year, other, year);
    return check_headings(find);
}

/* ---- the whole ---- */

static int make_room(cohort_finder *find)
{
    cohort_layout *layout = find->layout;
    const size_t count = (size_t)find->count + 1;
    layout->unused = layout->counted = layout->ignored = -1;
    layout->labels = malloc(count * sizeof *layout->labels);
    layout->values = malloc(count * sizeof *layout->values);
    layout->selectors = malloc(count * sizeof *layout->selectors);
    layout->units = malloc(count * sizeof *layout->units);
    return layout->labels && layout->values && layout->selectors && layout->units
               ? COHORT_OK
               : cohort_fail_memory(find->error);
}

/* Totals that no row of headings resolves: of all ages, or where these are labels of both sexes. */
static void resolve_totals(cohort_finder *find)
{
    const cohort_layout *layout = find->layout;
    bool by_age = has_label(find, COHORT_MEANS_AGE), sexes = !has_label(find, COHORT_MEANS_SEX);
    for (int i = 0; i < layout->value_count; i++) {
        const cohort_label *says = &layout->values[i].says;
        by_age = by_age && (!(says->says & COHORT_SAYS_AGE) || cohort_says_all_ages(says));
        sexes = sexes || (says->says & COHORT_SAYS_SEX && says->sex != COHORT_BOTH);
    }
    for (int i = 0; i < layout->value_count; i++) {
        cohort_label *says = &layout->values[i].says;
        if (!sexes) /* `People`: a column says of which sex */
            says->says &= ~(unsigned)COHORT_SAYS_SEX;
        if (!(says->says & COHORT_SAYS_TOTAL) && !(by_age && says->says & COHORT_SAYS_AGE))
            continue;
        says->says &= ~(unsigned)(COHORT_SAYS_TOTAL | COHORT_SAYS_AGE);
        if (by_age && (says->says & COHORT_SAYS_SEX || has_label(find, COHORT_MEANS_SEX)))
            continue; /* all of a kind: `総数` above `男` */
        says->says |= by_age ? COHORT_SAYS_SEX : COHORT_SAYS_AGE;
        says->sex = by_age ? COHORT_BOTH : says->sex;
    }
}

/* What a column besides says that the figures are: the first, but rates rather than less. */
static void find_quantity(cohort_finder *find)
{
    find->layout->quantity = -1;
    for (int i = 0; i < find->count && find->layout->quantity <= 0; i++)
        if (!find->columns[i].label.says || *find->columns[i].label.rest) {
            const int found = cohort_content_quantity(find->content, i);
            if (find->layout->quantity < 0 || (found > 0 && found != COHORT_OTHER_QUANTITY))
                find->layout->quantity = found, find->layout->quantity_column = i;
        }
}

/* Texts without a heading name the areas, where nothing else does. */
static void find_names(cohort_finder *find)
{
    for (int i = 0; i < find->count && !is_area_given(find); i++) {
        const cohort_label *label = &find->columns[i].label;
        bool taken = false;
        for (int k = 0; k < find->layout->label_count; k++)
            taken = taken || find->layout->labels[k].column == i;
        for (int k = 0; k < find->layout->selector_count; k++)
            taken = taken || find->layout->selectors[k] == i;
        if (!label->says && !taken && cohort_content_names(find->content, i))
            add_label(find, i, COHORT_MEANS_NAME);
    }
}

int cohort_layout_find(cohort_cells *cells, const cohort_context *context,
                       const cohort_table_options *options, cohort_table *table,
                       cohort_layout *layout)
{
    cohort_content content = {.columns = NULL};
    cohort_finder find = {.layout = layout,
                          .columns = layout->headings.columns,
                          .count = layout->headings.count,
                          .file = cells->name,
                          .context = context,
                          .content = &content,
                          .options = options,
                          .table = table,
                          .error = cells->error};
    int code = make_room(&find);
    if (!code)
        code = cohort_content_find(cells, &layout->headings, &content);
    for (int i = 0; i < find.count && !code; i++)
        sort_column(&find, i);
    if (!code) {
        find_names(&find);
        find_quantity(&find);
        keep_named_values(&find);
        leave_out_sexless(&find);
        resolve_totals(&find);
        drop_labels(&find);
        code = cohort_layout_choose_labels(&find);
        complete_values(&find);
    }
    if (!code)
        code = cohort_layout_choose(&find);
    if (!code)
        code = check(&find);
    if (!code)
        layout->merged = cohort_content_holds(&content, layout->labels, layout->label_count);
    cohort_content_free(&content);
    return code;
}

void cohort_layout_free(cohort_layout *layout)
{
    free(layout->headings.columns);
    free(layout->labels);
    free(layout->values);
    free(layout->selectors);
    free(layout->units);
    *layout = (cohort_layout){.labels = NULL};
}
