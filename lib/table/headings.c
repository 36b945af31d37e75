/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/headings.h"

#include "core/error.h"
#include "core/grid.h"
#include "text/context.h"
#include "text/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 16384 };

/* ---- ages without a dash ---- */

/* The digits at `at`, if they are all between others: how many; 0: none begin there. */
static size_t digits_at(const char *text, const char *at)
{
    const bool inside = at > text && at[-1] >= '0' && at[-1] <= '9';
    return inside ? 0 : strspn(at, "0123456789");
}

/* Has a header such as `AGE04`, `AGE59`, `AGE1014` or `M_0004`, `M_0509`, `M_1014`, where the digits of
 * two ages follow one another? 1014 is no year. */
static bool has_joined_ages(const cohort_cells *cells, const cohort_cell_row *row)
{
    for (int i = 0; i < row->count; i++) {
        const char *text = cohort_cell_text(cells, row, i), *at = strstr(text, "1014");
        if (at > text && digits_at(text, at) == strlen("1014"))
            return true;
    }
    return false;
}

/* Of so many digits, how many are the first of two ages (`2024`); 0: they are a year or one age. */
static size_t first_age(const char *at, size_t digits)
{
    int from, to;
    if (digits < 2 || digits > 4 || sscanf(at, digits < 4 ? "%1d%2d" : "%2d%2d", &from, &to) != 2)
        return 0;
    const bool is_year = digits == 4 && (strncmp(at, "19", 2) == 0 || strncmp(at, "20", 2) == 0);
    const bool is_group = from % 5 == 0 && to == from + 4;
    return is_group || (digits > 2 && !is_year && from < to) ? digits / 2 : 0;
}

/* The heading with a dash between such ages. */
static const char *split_ages(const char *text, char split[COHORT_LABEL_REST])
{
    enum { MOST = 4 }; /* bytes a step */
    size_t used = 0;
    for (const char *at = text; *at && used + MOST < COHORT_LABEL_REST; at++) {
        const size_t first = first_age(at, digits_at(text, at));
        if (first > 0) {
            memcpy(split + used, at, first);
            split[used + first] = '-';
            used += first + 1;
            at += first;
        }
        split[used++] = *at;
    }
    split[used] = '\0';
    return split;
}

/* A heading as it is read. */
static const char *heading_text(const cohort_cells *cells, const cohort_cell_row *row, int column,
                                bool joined, char split[COHORT_LABEL_REST])
{
    const char *text = cohort_cell_text(cells, row, column);
    return joined ? split_ages(text, split) : text;
}

/* ---- which rows are headings ---- */

/* What the cells of a row say. */
typedef struct survey {
    unsigned names;  /* bits of columns */
    unsigned sexes;  /* bits */
    int ages, years; /* different ones, one after the other */
    int numbers; /* of rising numbers that may be years or ages, once a block; -1: some do not */
    bool only_years; /* may all of them be years? */
    int first_number, last_number, last_age, last_year;
    int filled, units, quantities;
    int figures; /* numbers that are neither */
} survey;

static void survey_number(survey *row, int number, bool is_year)
{
    row->only_years = is_year && (row->only_years || row->numbers == 0);
    row->first_number = row->numbers == 0 ? number : row->first_number;
    if (row->numbers >= 0)
        row->numbers =
            number == row->first_number || number > row->last_number ? row->numbers + 1 : -1;
    row->last_number = number;
}

static void survey_cell(survey *row, const char *text)
{
    cohort_label label;
    row->filled += *text != '\0';
    double number;
    if (!cohort_parse_label(text, &label)) {
        row->figures += cohort_written_number(text, &number) == COHORT_OK;
        return;
    }
    const bool is_name = label.says & COHORT_SAYS_COLUMN;
    row->units += label.says == COHORT_SAYS_UNIT;
    if (is_name && !*label.rest)
        row->names |= 1U << label.column;
    if (is_name)
        return;
    if (label.number) {
        const bool is_year = label.says & COHORT_SAYS_YEAR;
        survey_number(row, is_year ? label.year : label.age_from, is_year);
        return;
    }
    row->quantities +=
        label.says == COHORT_SAYS_OTHER || (label.says == COHORT_SAYS_QUANTITY && !*label.rest);
    if (label.says & COHORT_SAYS_SEX)
        row->sexes |= 1U << label.sex;
    if (label.says & COHORT_SAYS_AGE && label.age_from + 1 != row->last_age)
        row->ages++, row->last_age = label.age_from + 1;
    if (label.says & COHORT_SAYS_YEAR && label.year != row->last_year)
        row->years++, row->last_year = label.year;
}

static int bits(unsigned set)
{
    int count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

static survey survey_row(const cohort_cells *cells, const cohort_cell_row *row)
{
    survey found = {.names = 0};
    const bool joined = has_joined_ages(cells, row);
    char split[COHORT_LABEL_REST];
    for (int i = 0; i < row->count; i++)
        survey_cell(&found, heading_text(cells, row, i, joined, split));
    return found;
}

/* Ages, and a quantity or a date; or dates, and quantities? (`表章項目` and `人口` are a title's.) */
static bool is_of_quantities(const survey *row)
{
    return (row->names == 1U << COHORT_MEANS_AGE && row->filled == 2 &&
            row->quantities + row->years == 1) ||
           (row->names == 1U << COHORT_MEANS_YEAR && row->quantities > 0 &&
            row->filled == 1 + row->quantities);
}

bool cohort_is_heading(const cohort_cells *cells, const cohort_cell_row *row)
{
    const survey found = survey_row(cells, row);
    const int names = bits(found.names), numbers = found.numbers < 0 ? 0 : found.numbers;
    const bool several =
        found.ages >= 2 || found.years >= 2 || bits(found.sexes) >= 2 || numbers >= 2;
    if (found.figures > 0 || (found.numbers < 0 && found.ages > 0)) /* a row of figures */
        return names > 2;
    return found.filled >= 2 &&
           (names >= 2 || (names == 1 && several) || is_of_quantities(&found) || found.ages >= 3 ||
            found.years >= 2 || bits(found.sexes) >= 2 ||
            (numbers >= 2 && found.only_years && numbers >= found.filled - 1 && found.ages == 0 &&
             !found.sexes));
}

/* `（人）` below every column */
static bool is_units(const cohort_cells *cells, const cohort_cell_row *row)
{
    const survey found = survey_row(cells, row);
    return found.filled > 0 && found.units == found.filled;
}

/* Words below those that hold over the columns behind them, and none below the names of columns:
 * `国勢調査` and `住民基本台帳` below 2015年. */
static bool is_below(const cohort_cells *cells, const cohort_cell_row *above,
                     const cohort_cell_row *row)
{
    cohort_label label;
    double number;
    int words = 0, named = 0;
    for (int i = 0; i < row->count; i++) {
        const char *text = cohort_cell_text(cells, row, i);
        const bool name = cohort_parse_label(cohort_cell_text(cells, above, i), &label) &&
                          label.says & COHORT_SAYS_COLUMN;
        named += name;
        words += *text != '\0';
        if (*text && (name || cohort_written_number(text, &number) == COHORT_OK))
            return false;
    }
    return words >= 2 && named > 0;
}

/* Words of a title, where blanks separate cells: the next row has another number of them. */
static int is_prose(cohort_cells *cells, int ahead, bool *prose)
{
    const cohort_cell_row *row, *next;
    *prose = false;
    if (cells->separator != COHORT_BLANKS)
        return COHORT_OK;
    int code = cohort_cells_peek(cells, ahead + 1, &next);
    const int count = code || !next ? -1 : next->count;
    if (!code)
        code = cohort_cells_peek(cells, ahead, &row);
    *prose = !code && row->count != count;
    return code;
}

/* The first row of headings; -1: none. */
static int find_first(cohort_cells *cells, int *first)
{
    const cohort_cell_row *row;
    int code = COHORT_OK;
    for (int i = 0; i < COHORT_TITLES_MAX && !code; i++) {
        code = cohort_cells_peek(cells, i, &row);
        if (code || !row)
            break;
        if (row->count > COLUMNS_MAX)
            return cohort_fail(cells->error, COHORT_ERROR_FORMAT,
                               "%s, line %d: %d columns: expected at most %d, as a workbook has",
                               cells->name, row->line, row->count, COLUMNS_MAX);
        bool prose = false;
        const bool found = cohort_is_heading(cells, row);
        code = found ? is_prose(cells, i, &prose) : COHORT_OK;
        if (found && !prose)
            return *first = i, code;
    }
    *first = -1;
    return code;
}

/* ---- what the columns say ---- */

/* All ages or both sexes? As the row's other headings are. */
static void resolve_totals(cohort_label *labels, int count)
{
    unsigned said = 0;
    for (int i = 0; i < count; i++)
        said |= labels[i].number ? 0 : labels[i].says;
    for (int i = 0; i < count; i++) {
        cohort_label *label = &labels[i];
        if (!(label->says & COHORT_SAYS_TOTAL) || !(said & (COHORT_SAYS_SEX | COHORT_SAYS_AGE)))
            continue;
        label->says &= ~(unsigned)COHORT_SAYS_TOTAL;
        if (said & COHORT_SAYS_AGE)
            label->says |= COHORT_SAYS_AGE;
        else if (!(label->says & COHORT_SAYS_SEX)) /* not of `TOT_MALE` */
            label->says |= COHORT_SAYS_SEX, label->sex = COHORT_BOTH;
    }
}

/* What another row's heading says besides. A number is only what nothing else says it is. */
static void add_label(cohort_label *to, const cohort_label *from)
{
    const unsigned new = from->says & ~to->says;
    if (new &COHORT_SAYS_COLUMN)
        to->column = from->column, to->code = from->code;
    if (new &COHORT_SAYS_YEAR)
        to->year = from->year;
    if (new &(COHORT_SAYS_AGE | COHORT_SAYS_TOTAL))
        to->age_from = from->age_from, to->age_to = from->age_to;
    if (new &COHORT_SAYS_SEX)
        to->sex = from->sex;
    if (new &COHORT_SAYS_QUANTITY)
        to->quantity = from->quantity;
    if (new &COHORT_SAYS_UNIT)
        to->unit = from->unit;
    to->says |= from->says;
    to->number = to->number || (new && from->number);
    if (!*to->rest)
        memcpy(to->rest, from->rest, sizeof to->rest);
}

/* A heading of SDMX with its words (`SEX: Sex`): the code, where it names a column, else the words. */
static void parse_both(const char *text, char code[COHORT_LABEL_REST], cohort_label *label)
{
    const char *colon = strchr(text, ':');
    snprintf(code, COHORT_LABEL_REST, "%.*s", colon ? (int)(colon - text) : 38, text);
    if ((!cohort_parse_label(code, label) || !(label->says & COHORT_SAYS_COLUMN)) && colon)
        cohort_parse_label(colon + 1, label);
}

static bool is_both(const cohort_cells *cells, const cohort_cell_row *row)
{
    for (int i = 0; i < row->count; i++)
        if (strncmp(cohort_cell_text(cells, row, i), "TIME_PERIOD:", strlen("TIME_PERIOD:")) == 0)
            return true;
    return false;
}

/* Add a row's headings to the columns; those of any but the last hold over the empty cells behind
 * them, and so do units. */
static void add_row(cohort_headings *headings, const cohort_cells *cells,
                    const cohort_cell_row *row, cohort_label *labels, bool last)
{
    const cohort_label *held = NULL;
    bool codes = false;
    const bool both = is_both(cells, row);
    const bool joined = has_joined_ages(cells, row);
    char code[COHORT_LABEL_REST];
    for (int i = 0; i < headings->count; i++) {
        if (both)
            parse_both(cohort_cell_text(cells, row, i), code, &labels[i]);
        else
            cohort_parse_label(heading_text(cells, row, i, joined, code), &labels[i]);
        codes = codes || (labels[i].says & COHORT_SAYS_COLUMN && labels[i].code);
    }
    if (codes && !last) /* the codes of the headings below */
        return;
    resolve_totals(labels, headings->count);
    for (int i = 0; i < headings->count; i++) {
        const char *text = cohort_cell_text(cells, row, i);
        cohort_heading *column = &headings->columns[i];
        if (*text)
            held = labels[i].says & COHORT_SAYS_COLUMN ? NULL : &labels[i];
        if (*text || (held && (!last || held->says == COHORT_SAYS_UNIT)))
            add_label(&column->label, *text ? &labels[i] : held);
        if (*text)
            snprintf(column->text, sizeof column->text, "%.*s",
                     both && strcspn(text, ":") < 38 ? (int)strcspn(text, ":") : 62, text);
    }
}

static int count_columns(cohort_cells *cells, cohort_headings *headings)
{
    const cohort_cell_row *row;
    int code = COHORT_OK;
    for (int i = headings->first; i < headings->end && !code; i++) {
        code = cohort_cells_peek(cells, i, &row);
        if (!code && row->count > headings->count)
            headings->count = row->count;
        if (!code)
            headings->line = row->line;
    }
    return code;
}

static int merge(cohort_cells *cells, cohort_headings *headings)
{
    const cohort_cell_row *row;
    int code = count_columns(cells, headings);
    const size_t count = (size_t)headings->count;
    cohort_label *labels = code ? NULL : calloc(count, sizeof *labels);
    headings->columns = code ? NULL : calloc(count, sizeof *headings->columns);
    if (!code && (!labels || !headings->columns))
        code = cohort_fail_memory(cells->error);
    for (int i = headings->first; i < headings->end && !code; i++) {
        code = cohort_cells_peek(cells, i, &row);
        if (!code)
            add_row(headings, cells, row, labels, i == headings->end - 1);
    }
    for (int i = 0; i < headings->count && !code; i++)
        if (!*headings->columns[i].text) /* between two blocks */
            headings->columns[i].label = (cohort_label){.says = 0};
    free(labels);
    return code;
}

/* Words, different ones, each above the same heading, beside names of columns? *places: are all
 * places? */
static bool is_above(const cohort_cells *cells, const cohort_cell_row *row,
                     const cohort_cell_row *below, bool *places)
{
    cohort_label label;
    int first = -1;
    bool several = false;
    *places = true;
    for (int i = 0; i < row->count; i++) {
        const char *text = cohort_cell_text(cells, row, i),
                   *under = cohort_cell_text(cells, below, i);
        cohort_parse_label(text, &label);
        if (!*text || label.says & COHORT_SAYS_COLUMN)
            continue;
        first = first < 0 ? i : first;
        cohort_context said = COHORT_NO_CONTEXT;
        cohort_context_title(&said, text);
        *places = *places && (*said.area || said.only);
        if (strcmp(cohort_cell_text(cells, row, first), text) == 0)
            continue;
        several = true;
        if (!*under || strcmp(cohort_cell_text(cells, below, first), under) != 0)
            return false;
    }
    return several;
}

/* Is a row above the first of headings one, too? */
static int find_above(cohort_cells *cells, cohort_headings *headings)
{
    const cohort_cell_row *row, *below;
    if (headings->first == 0)
        return COHORT_OK;
    int code = cohort_cells_peek(cells, headings->first, &below);
    code = code ? code : cohort_cells_peek(cells, headings->first - 1, &row);
    if (!code && is_above(cells, row, below, &headings->places))
        headings->first--;
    else
        headings->places = false;
    return code;
}

int cohort_headings_find(cohort_cells *cells, cohort_headings *headings)
{
    const cohort_cell_row *row;
    *headings = (cohort_headings){.first = -1};
    int code = find_first(cells, &headings->first);
    if (code || headings->first < 0)
        return code;
    headings->end = headings->first + 1;
    code = find_above(cells, headings);
    while (!code && headings->end < headings->first + COHORT_HEADINGS_MAX) {
        code = cohort_cells_peek(cells, headings->end, &row);
        if (code || !row)
            break;
        const cohort_cell_row next = *row;
        code = cohort_cells_peek(cells, headings->first, &row);
        if (code || !(cohort_is_heading(cells, &next) || is_units(cells, &next) ||
                      is_below(cells, row, &next)))
            break;
        headings->end++;
    }
    return code ? code : merge(cells, headings);
}
