/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/reader.h"

#include "core/error.h"
#include "table/shape.h"
#include "text/age.h"
#include "text/text.h"
#include "text/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMA_HINT " (a number with a comma has to be in quotes)"

/* ---- rows ---- */

/* A row that is none of the table's: a title between, a note below, headings again. */
typedef enum kind { OF_TABLE, ASIDE, HEADINGS } kind;

static int filled(const cohort_reading *read)
{
    int count = 0;
    for (int i = 0; i < read->row->count; i++)
        count += *cohort_cell_text(&read->cells, read->row, i) != '\0';
    return count;
}

/* Is any figure a number, or, where all are asked for, any cell? */
static bool has_number(const cohort_reading *read, bool all)
{
    double number;
    for (int i = 0; i < (all ? read->row->count : read->layout.value_count); i++) {
        const int column = all ? i : read->layout.values[i].column;
        if (!cohort_reading_number(read, cohort_cell_text(&read->cells, read->row, column),
                                   &number))
            return true;
    }
    return false;
}

static kind kind_of(const cohort_reading *read)
{
    const int count = filled(read);
    const bool noted = *read->pending.words && read->row->count <= 2; /* below `Footnotes:` */
    if (count == 1 || (count == 2 && (noted || !has_number(read, read->row->count <= 2))))
        return ASIDE;
    return cohort_is_heading(&read->cells, read->row) ? HEADINGS : OF_TABLE;
}

/* Where the row below the headings named the area, is the row that of another, above its first age? */
static bool begins_area(cohort_reading *read, const char *text)
{
    const cohort_cell_row *next;
    cohort_label label;
    int from, to;
    if (!read->area_below || cohort_parse_label(text, &label) || !*label.rest ||
        cohort_cells_peek(&read->cells, 1, &next) || !next)
        return false;
    const bool begins = cohort_parse_age(cohort_cell_text(&read->cells, next, 0), &from, &to);
    cohort_cells_peek(&read->cells, 0, &read->row); /* rows may have moved */
    return begins && from == 0 && to != COHORT_AGE_UNKNOWN;
}

/* What a title between rows says holds for the rows below it: another quantity, or a place. Returned: a
 * place? */
static bool take_change(cohort_reading *read, const char *text)
{
    cohort_context said = COHORT_NO_CONTEXT;
    if (filled(read) > 2)
        cohort_context_title(&said, text);
    else
        cohort_context_row(&said, &read->cells, read->row);
    if (said.quantity == COHORT_OTHER_QUANTITY || said.quantity == 0) {
        read->block.quantity = said.quantity;
        memcpy(read->block.said, said.said, sizeof said.said);
        read->pair = -1;
    }
    if (!*said.area && !said.only && !begins_area(read, text))
        return false;
    cohort_context_area(&said, read->area);
    memcpy(read->block.name, said.name, sizeof read->block.name);
    read->pair = -1;
    return true;
}

/* A title between rows: a sex or a date alone holds for the rows below it. */
static void take_aside(cohort_reading *read)
{
    cohort_label label;
    const char *text = "";
    for (int i = 0; i < read->row->count && !*text; i++)
        text = cohort_cell_text(&read->cells, read->row, i);
    cohort_parse_label(text, &label);
    cohort_context_title(&read->pending, text);
    const bool place = take_change(read, text);
    if (label.says == COHORT_SAYS_SEX || label.says == COHORT_SAYS_TOTAL)
        read->block.sex = label.says == COHORT_SAYS_SEX ? label.sex : COHORT_BOTH;
    else if (label.says == COHORT_SAYS_YEAR)
        read->block.year = label.year, read->block.other_year = 0;
    else if (!place && read->counts->asides++ == 0)
        read->counts->aside_line = read->row->line;
}

static int fail_count(const cohort_reading *read, const cohort_cell_row *row, bool last)
{
    const int cells = row->count, expected = read->layout.headings.count;
    return cohort_fail(read->error, COHORT_ERROR_FORMAT,
                       "%s, line %d: %d cell%s: expected %d, as in the header%s", read->cells.name,
                       row->line, cells, cells == 1 ? "" : "s", expected,
                       cells > expected && read->cells.separator != COHORT_GIVEN ? COMMA_HINT
                       : last && cells < expected                                ? COHORT_CUT_HINT
                                                                                 : "");
}

/* Has the row as many cells as the headings? Empty ones may be more; where cells are given one by
 * one, or separated by blanks, fewer. */
static bool fits(const cohort_reading *read)
{
    const bool loose =
        read->cells.separator == COHORT_GIVEN || read->cells.separator == COHORT_BLANKS;
    const int columns = read->layout.headings.count;
    for (int i = columns; i < read->row->count; i++)
        if (*cohort_cell_text(&read->cells, read->row, i))
            return false;
    return read->row->count >= columns || loose;
}

/* Rows of a kind other than the whole do not count. */
static bool is_other(const cohort_reading *read)
{
    for (int i = 0; i < read->layout.selector_count; i++) {
        const char *text = cohort_cell_text(&read->cells, read->row, read->layout.selectors[i]);
        if (*text && !cohort_is_whole(cohort_text_meanings(text)))
            return true;
    }
    return false;
}

/* Of blocks side by side a shorter one has ended: are its label and its figures empty? */
static bool has_ended(const cohort_reading *read, int label)
{
    const cohort_layout *layout = &read->layout;
    const cohort_meaning axis = layout->labels[label].axis;
    bool several = false;
    for (int i = 0; i < layout->label_count; i++)
        several = several || (i != label && layout->labels[i].axis == axis);
    for (int i = 0; i < layout->value_count && several; i++)
        several = layout->values[i].labels[axis] != label ||
                  !*cohort_cell_text(&read->cells, read->row, layout->values[i].column);
    return several;
}

static bool is_ended(const cohort_reading *read, const cohort_value_column *value)
{
    for (int axis = 0; axis < COHORT_AXES && read->ended; axis++)
        if (value->labels[axis] >= 0 && read->labels[value->labels[axis]].ended)
            return true;
    return false;
}

/* A sex, a date or an area among ages: all ages of it, and what the ages below are of. */
static bool take_total(cohort_reading *read, int label, const char *text)
{
    cohort_label said;
    cohort_row_label *age = &read->labels[label];
    if (read->layout.labels[label].axis != COHORT_MEANS_AGE || !has_number(read, false))
        return false;
    cohort_parse_label(text, &said);
    const unsigned says = *said.rest || said.says & read->layout.across ? 0 : said.says;
    if (says == COHORT_SAYS_SEX)
        read->block.sex = said.sex;
    else if (says == COHORT_SAYS_YEAR && !(read->layout.axes & 1U << COHORT_MEANS_YEAR) &&
             !cohort_is_date(text))
        read->block.year = said.year;
    else if (said.says || cohort_are_areas(read->layout.axes) || !take_change(read, text))
        return false;
    return age->from = 0, age->to = COHORT_OPEN_END, true;
}

/* Read the row's labels; an empty one may be the row's above. Returned: the first that is none; -1. */
static int read_labels(cohort_reading *read)
{
    read->moved = read->ended = false;
    for (int i = 0; i < read->layout.label_count; i++) {
        const cohort_label_column *column = &read->layout.labels[i];
        const char *text = cohort_shape_label(read, i);
        if (!*text && read->layout.merged && *read->labels[i].text)
            continue;
        read->labels[i].ended = !*text && has_ended(read, i);
        read->ended = read->ended || read->labels[i].ended;
        if (read->labels[i].ended)
            continue;
        if (!cohort_row_label_read(&read->labels[i], column->axis, text) &&
            !take_total(read, i, text))
            return i;
        if (read->labels[i].is_new && column->axis == COHORT_MEANS_YEAR)
            cohort_shape_date(read, text);
        read->moved = read->moved || read->labels[i].changed;
    }
    return -1;
}

/* Among ages a mean age, households or 男女計, and an unknown sex, are ignored; what else is none is an error. */
static int fail_label(cohort_reading *read, int label)
{
    char expected[COHORT_EXPECTED_TEXT];
    int sex;
    const cohort_label_column *column = &read->layout.labels[label];
    const char *text = cohort_cell_text(&read->cells, read->row, column->column);
    cohort_label says;
    if ((column->axis == COHORT_MEANS_AGE &&
         (cohort_quantity_within(text) == COHORT_OTHER_QUANTITY ||
          (cohort_parse_sex(text, &sex) && sex == COHORT_BOTH))) ||
        (column->axis == COHORT_MEANS_SEX && cohort_parse_label(text, &says) &&
         cohort_says_unknown(&says)))
        return cohort_reading_ignore(read, text, COHORT_POPULATION), COHORT_OK;
    return cohort_reading_fail(read, column->column, COHORT_ERROR_VALUE,
                               cohort_row_label_expected(column->axis, text, expected));
}

/* Read the next row. *again: it is one of headings, and not taken. */
static int read_row(cohort_reading *read, bool *again)
{
    const bool fit = fits(read);
    const int bad = fit ? read_labels(read) : -1;
    const cohort_cell_row *next;
    int code = COHORT_OK;
    if (!fit || bad >= 0 || (read->layout.value_count > 1 && !has_number(read, false))) {
        const kind found = kind_of(read);
        *again = found == HEADINGS;
        if (found == ASIDE)
            take_aside(read);
        if (found != OF_TABLE)
            return COHORT_OK;
    }
    if (bad >= 0)
        return fail_label(read, bad);
    if (!fit) {
        const cohort_cell_row row = *read->row;
        code = cohort_cells_peek(&read->cells, 1, &next);
        return code ? code : fail_count(read, &row, !next);
    }
    if (is_other(read))
        return read->counts->others++, COHORT_OK;
    code = cohort_reading_row(read);
    for (int i = 0; i < read->layout.value_count && !code; i++)
        code = is_ended(read, &read->layout.values[i])
                   ? COHORT_OK
                   : cohort_reading_value(read, &read->layout.values[i]);
    return code;
}

/* ---- sheets ---- */

/* Take the rows above the headings, and what they say. */
static int take_titles(cohort_reading *read)
{
    const cohort_headings *headings = &read->layout.headings;
    int code = COHORT_OK;
    for (int i = 0; i < headings->first && !code; i++) {
        code = cohort_cells_peek(&read->cells, 0, &read->row);
        if (!code)
            cohort_context_row(&read->block, &read->cells, read->row);
        cohort_cells_take(&read->cells);
    }
    read->layout.headings.end -= headings->first;
    read->layout.headings.first = 0;
    return code;
}

/* Do headings say that there are ages, besides all? */
static bool has_ages(const cohort_headings *headings)
{
    bool found = false;
    for (int i = 0; i < headings->count; i++) {
        const cohort_label *label = &headings->columns[i].label;
        found = found || (label->says & COHORT_SAYS_AGE && !cohort_says_all_ages(label)) ||
                (label->says & COHORT_SAYS_COLUMN && label->column == COHORT_MEANS_AGE);
    }
    return found;
}

/* Where nothing else says the area or the date, a row below the headings may, above its ages. */
static int take_below(cohort_reading *read)
{
    const cohort_headings *headings = &read->layout.headings;
    const cohort_label *corner = &headings->columns->label;
    const cohort_cell_row *row;
    cohort_label label;
    read->area_below = false;
    const bool named = *read->block.area || *read->block.place || *read->block.words;
    const int code = cohort_cells_peek(&read->cells, headings->end, &row);
    if (code || !row || (corner->says & COHORT_SAYS_COLUMN && corner->column != COHORT_MEANS_AGE))
        return code;
    const char *text = cohort_cell_text(&read->cells, row, 0);
    const bool says = cohort_parse_label(text, &label);
    if (says ? label.says == COHORT_SAYS_YEAR && !label.number && !read->block.year : !named)
        cohort_context_row(&read->block, &read->cells, row);
    read->area_below = !says && !named && *text;
    return COHORT_OK;
}

static int begin_block(cohort_reading *read)
{
    const bool titled = read->layout.headings.first > 0;
    read->block = read->pending;
    int code = take_titles(read);
    if (code)
        return code;
    cohort_context_fill(&read->block, &read->sheet);
    cohort_context_fill(&read->sheet, &read->block);
    read->sheet.quantity = read->block.quantity; /* what was said last holds */
    memcpy(read->sheet.said, read->block.said, sizeof read->sheet.said);
    read->block.sex = read->block.sex < 0 ? read->sheet.sex : read->block.sex;
    read->pending = read->options_say;
    if (!read->table->title)
        read->table->title = cohort_rows_text(&read->table->rows, read->block.words);
    code = take_below(read);
    if (code)
        return code;
    cohort_context_file(&read->block, read->cells.name);
    cohort_context_file(&read->block, read->sheet_title);
    cohort_context_area(&read->block, read->area);
    read->pair = -1;
    read->variable_text = read->unit_texts[0] = NULL;
    code =
        cohort_layout_find(&read->cells, &read->block, read->options, read->table, &read->layout);
    read->no_layout = code && code != COHORT_ERROR_MEMORY && !has_ages(&read->layout.headings);
    if (code)
        return code;
    const bool by_file = read->block.year == 0;
    read->block.year = by_file ? read->block.file_year : read->block.year;
    cohort_shape_note(read, titled, by_file);
    read->table->wide = read->table->wide || read->layout.across & ~(unsigned)COHORT_SAYS_COLUMN;
    read->table->dated = read->table->dated || read->layout.across & COHORT_SAYS_YEAR;
    read->labels = calloc((size_t)read->layout.label_count + 1, sizeof *read->labels);
    if (!read->labels)
        return cohort_fail_memory(read->error);
    for (int i = 0; i < read->layout.label_count; i++)
        read->labels[i].text = "";
    for (int i = 0; i < read->layout.headings.end; i++)
        cohort_cells_take(&read->cells);
    return COHORT_OK;
}

/* A unit that a note below the figures says comes too late for them. */
static int check_unit(const cohort_reading *read)
{
    if (read->pending.unit <= 1 || read->block.unit || read->layout.unit_count > 0 ||
        read->layout.across & COHORT_SAYS_UNIT)
        return COHORT_OK;
    return cohort_fail(read->error, COHORT_ERROR_FORMAT,
                       "%s: \"%s\" is below the table: expected above it (--title \"千人\" would "
                       "say it)",
                       read->cells.name, read->pending.unit_text);
}

/* The rows of a block, to the next headings. */
static int read_block(cohort_reading *read)
{
    bool again = false;
    int code = begin_block(read);
    while (!code && !again) {
        code = cohort_cells_peek(&read->cells, 0, &read->row);
        if (code || !read->row)
            break;
        const int rows = read->table->rows.count;
        code = read_row(read, &again);
        if (read->table->rows.count > rows && *read->pending.words)
            read->pending = read->options_say;
        if (!again)
            cohort_cells_take(&read->cells);
    }
    if (!code && !again)
        code = check_unit(read);
    free(read->labels);
    read->labels = NULL;
    cohort_layout_free(&read->layout);
    return code;
}

/* A sheet without headings. */
static int fail_headings(cohort_reading *read)
{
    char text[COHORT_SHOWN_TEXT];
    const cohort_cell_row *row;
    const int code = cohort_cells_peek(&read->cells, 0, &row);
    if (code)
        return code;
    if (!row)
        return cohort_fail(
            read->error, COHORT_ERROR_FORMAT, "%s: the %s: expected a header", read->cells.name,
            *read->place ? "sheet is empty (charts and pictures are not read)" : "file is empty");
    return cohort_fail(
        read->error, COHORT_ERROR_MISSING,
        "%s: no header in the first %d lines, which begin with \"%s\": expected names "
        "of columns (area, sex, age, ...; 市区町村コード, 性別, 年齢) or dates, ages or "
        "sexes as columns (2015年, 0～4歳, 男)",
        read->cells.name, COHORT_TITLES_MAX,
        cohort_shown_text(cohort_cell_text(&read->cells, row, 0), text));
}

/* Of several sheets one that is no table of ages (of households) is left out, with the reason. */
static void leave_out_sheet(cohort_reading *read)
{
    const char *reason = read->error ? read->error->text : "";
    const size_t name = strlen(read->cells.name);
    if (!*read->counts->refusal)
        snprintf(read->counts->refusal, COHORT_REFUSAL_TEXT, "%.630s", reason);
    read->area[0] = '\0';
    reason += strncmp(reason, read->cells.name, name) == 0 ? name : 0;
    cohort_table_add_note(read->table, "sheet \"%s\" is left out%s", read->sheet_title, reason);
}

/* Rows behind a block of which none are headings are notes. A sheet that has to be a table says why it
 * is none. */
static int read_cells(cohort_reading *read, bool needed)
{
    const int before = read->table->rows.count;
    const bool several = !needed && *read->place;
    int code = COHORT_OK;
    read->no_layout = false;
    for (bool more = true; more && !code; needed = false) {
        code = cohort_headings_find(&read->cells, &read->layout.headings);
        more = !code && read->layout.headings.first >= 0;
        if (more) {
            code = read_block(read);
            more = read->row;
        } else if (!code && needed) {
            code = fail_headings(read);
        }
    }
    cohort_layout_free(&read->layout);
    if (several && read->no_layout && read->table->rows.count == before)
        return leave_out_sheet(read), COHORT_OK;
    read->counts->sheets++;
    read->counts->empty_sheets += !code && read->table->rows.count == before;
    return code;
}

static int read_sheet(cohort_reading *read, cohort_sheets *sheets, int sheet)
{
    const char *title = cohort_sheets_title(sheets, sheet);
    read->options_say = read->sheet = (cohort_context)COHORT_NO_CONTEXT;
    if (read->options->title)
        cohort_context_title(&read->options_say, read->options->title);
    read->options_say.given = read->options_say.quantity >= 0;
    read->options_say.year_rank = read->options_say.year ? COHORT_DATE_GIVEN : 0;
    read->pending = read->options_say;
    if (*title && cohort_sheets_count(sheets) > 1)
        cohort_context_title(&read->sheet, title);
    read->pair = -1;
    read->sheet_title = title;
    cohort_cells_open(&read->cells, sheets, sheet, read->error);
    if (*title) {
        snprintf(read->place, sizeof read->place, "%s, sheet \"%s\"", read->cells.name, title);
        read->cells.name = read->place;
    }
    int code =
        cohort_table_add_place(read->table, read->cells.name, read->table->lines, read->error);
    if (!code)
        code = read_cells(read, cohort_sheets_count(sheets) == 1 || read->options->sheet);
    cohort_cells_free(&read->cells);
    return code;
}

/* No sheet of that name: which there are. */
static int fail_sheet(const cohort_sheets *sheets, const char *asked, cohort_error *error)
{
    enum { LISTED = 5 };
    char list[200] = "";
    const int count = cohort_sheets_count(sheets);
    for (int i = 0; i < count && i < LISTED; i++)
        cohort_append(list, sizeof list, "%s%.30s", *list ? ", " : "",
                      cohort_sheets_title(sheets, i));
    return cohort_fail(
        error, COHORT_ERROR_MISSING, "%s: there is no sheet \"%s\": expected one of %s%s",
        cohort_shown_path(cohort_sheets_name(sheets)), asked, list, count > LISTED ? ", ..." : "");
}

int cohort_reader_read(cohort_sheets *sheets, const cohort_table_options *options,
                       cohort_table *table, cohort_reader_counts *counts, cohort_error *error)
{
    cohort_reading read = {.options = options, .table = table, .counts = counts, .error = error};
    bool found = !options->sheet;
    int code = COHORT_OK;
    for (int i = 0; i < cohort_sheets_count(sheets) && !code; i++) {
        if (options->sheet && strcmp(cohort_sheets_title(sheets, i), options->sheet) != 0)
            continue;
        found = true;
        code = read_sheet(&read, sheets, i);
    }
    return code || found ? code : fail_sheet(sheets, options->sheet, error);
}
