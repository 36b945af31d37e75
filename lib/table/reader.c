/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/reader.h"

#include "core/error.h"
#include "table/labels.h"
#include "text/cell.h"
#include "text/text.h"
#include "text/wording.h"
#include "text/written.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUT_HINT ": the file may be cut off"

/* A file on its way to a table. */
typedef struct reader {
    const cohort_table_options *options;
    cohort_table *table;
    cohort_reader_counts *counts;
    cohort_error *error;
    cohort_cells cells;
    cohort_layout layout;
    cohort_context sheet, block; /* what titles say: of the sheet, of the headings' block */
    char area[COHORT_CONTEXT_TEXT];
    cohort_row_label *labels; /* of the row that is read, one a column of labels */
    const cohort_cell_row *row;
    int pair; /* of the last value; -1: none */
} reader;

/* ---- what a value is of ---- */

const char *cohort_reader_refuses(const char *const *variables, const char *variable,
                                  char expected[COHORT_READER_EXPECTED])
{
    size_t used = (size_t)snprintf(expected, COHORT_READER_EXPECTED, "one of");
    for (int i = 0; variables && variables[i]; i++) {
        if (strcmp(variable, variables[i]) == 0)
            return NULL;
        if (used < COHORT_READER_EXPECTED)
            used += (size_t)snprintf(expected + used, COHORT_READER_EXPECTED - used, "%s %s",
                                     i ? "," : "", variables[i]);
    }
    return variables ? expected : NULL;
}

static const char *heading(const reader *read, int column)
{
    return column < read->layout.headings.count ? read->layout.headings.columns[column].text : "";
}

static int fail(const reader *read, int column, int code, const char *expected)
{
    const cohort_cell_place place = {read->cells.name, heading(read, column),
                                     cohort_cell_text(&read->cells, read->row, column),
                                     read->row->line};
    return cohort_place_fail(&place, code, expected, read->error);
}

/* The label of an axis that belongs to a value, or NULL. */
static const cohort_row_label *label_of(const reader *read, const cohort_value_column *value,
                                        cohort_meaning axis)
{
    return value->labels[axis] < 0 ? NULL : &read->labels[value->labels[axis]];
}

static const char *text_of(const reader *read, const cohort_value_column *value,
                           cohort_meaning axis)
{
    const cohort_row_label *label = label_of(read, value, axis);
    return label && strcmp(label->text, "-") != 0 && strcmp(label->text, "－") != 0 ? label->text
                                                                                    : "";
}

/* The variable of a value: by its heading, its row, a title; what a row calls a quantity in words of
 * its own gets the library's name. */
static const char *variable_of(const reader *read, const cohort_value_column *value)
{
    cohort_label label;
    if (value->says.says & COHORT_SAYS_QUANTITY)
        return cohort_quantity_names[value->says.quantity];
    const cohort_row_label *given = label_of(read, value, COHORT_MEANS_VARIABLE);
    if (!given)
        return read->block.quantity >= 0 ? cohort_quantity_names[read->block.quantity]
                                         : COHORT_POPULATION;
    const bool is_word = (unsigned char)given->text[0] >= 0x80 &&
                         cohort_parse_label(given->text, &label) &&
                         label.says & COHORT_SAYS_QUANTITY;
    return is_word ? cohort_quantity_names[label.quantity] : given->text;
}

/* All of the nation, where its row has no code. */
static bool is_nation(const char *text)
{
    char plain[COHORT_PLAIN_TEXT];
    return cohort_means(cohort_word_meanings(cohort_plain_text(text, plain), NULL),
                        COHORT_MEANS_TOTAL) ||
           strcmp(text, "全国") == 0;
}

/* Area and name of a value. Returned: area "" if there is neither. */
static void area_of(const reader *read, const cohort_value_column *value, const char **area,
                    const char **name, char joined[2 * COHORT_CONTEXT_TEXT])
{
    const char *region = text_of(read, value, COHORT_MEANS_REGION);
    const char *own = text_of(read, value, COHORT_MEANS_NAME);
    *area = text_of(read, value, COHORT_MEANS_AREA);
    *name = *own ? own : region;
    if (**area)
        return;
    if (value->labels[COHORT_MEANS_AREA] >= 0) {
        *area = is_nation(*name) ? "00000" : "";
    } else if (*own && *region) {
        snprintf(joined, 2 * COHORT_CONTEXT_TEXT, "%.60s%.60s", region, own);
        *area = joined;
    } else if (**name) {
        *area = *name;
    } else {
        *area = read->area;
        *name = read->block.name;
    }
}

static int refuse_variable(reader *read, const cohort_value_column *value, const char *variable,
                           const char *expected)
{
    const int label = value->labels[COHORT_MEANS_VARIABLE];
    if (label >= 0)
        return fail(read, read->layout.labels[label].column, COHORT_ERROR_ARGUMENT, expected);
    return cohort_fail(
        read->error, COHORT_ERROR_ARGUMENT,
        "%s: there is no column \"variable\", and nothing says what the figures are: "
        "that is a %s: expected %s",
        read->cells.name, variable, expected);
}

/* Find the pair of area and variable of a value: read->pair. */
static int find_pair(reader *read, const cohort_value_column *value)
{
    char joined[2 * COHORT_CONTEXT_TEXT], text[COHORT_READER_EXPECTED];
    const char *area, *name, *variable = variable_of(read, value);
    area_of(read, value, &area, &name, joined);
    const cohort_row_pair *last = read->pair >= 0 ? &read->table->rows.pairs[read->pair] : NULL;
    if (last && strcmp(last->area, area) == 0 && strcmp(last->variable, variable) == 0)
        return COHORT_OK;
    const int label = value->labels[COHORT_MEANS_AREA];
    if (!*area)
        return fail(read, label < 0 ? 0 : read->layout.labels[label].column, COHORT_ERROR_VALUE,
                    "the code or name of an area");
    const char *expected = cohort_reader_refuses(read->options->variables, variable, text);
    if (expected)
        return refuse_variable(read, value, variable, expected);
    read->pair = cohort_rows_pair(&read->table->rows, area, variable, name, read->error);
    return read->pair < 0 ? COHORT_ERROR_MEMORY : COHORT_OK;
}

/* ---- values ---- */

static int note_gap(const reader *read, const cohort_value_column *value, const char *text)
{
    const int pair = read->pair;
    cohort_table *table = read->table;
    if (table->gap_count > 0 && table->gaps[table->gap_count - 1].pair == pair)
        return COHORT_OK;
    if (table->gap_count == table->gap_room) {
        const int room = 2 * table->gap_room + 16;
        cohort_unread *gaps = realloc(table->gaps, (size_t)room * sizeof *gaps);
        if (!gaps)
            return cohort_fail_memory(read->error);
        table->gaps = gaps;
        table->gap_room = room;
    }
    const cohort_unread gap = {pair, read->row->line,
                               cohort_rows_text(&table->rows, heading(read, value->column)),
                               cohort_rows_text(&table->rows, text)};
    if (!gap.column || !gap.text)
        return cohort_fail_memory(read->error);
    table->gaps[table->gap_count++] = gap;
    return COHORT_OK;
}

/* A number with what some files write it with: a comma for a point where semicolons separate, and a
 * flag behind a blank in Eurostat's. */
static int written(const reader *read, const char *text, double *number)
{
    char copy[COHORT_PLAIN_TEXT];
    const int code = cohort_written_number(text, number);
    const bool semicolons = read->cells.separator == COHORT_SEMICOLONS;
    const bool flags = read->cells.separator == COHORT_TABS_AND_COMMAS;
    if ((!semicolons && !flags) || strlen(text) >= sizeof copy)
        return code;
    strcpy(copy, text);
    char *comma = semicolons ? strchr(copy, ',') : NULL;
    if (comma && !strchr(comma + 1, ','))
        *comma = '.';
    if (flags)
        copy[strcspn(copy, " ")] = '\0';
    return cohort_written_number(copy, number);
}

/* Why a cell has no number: a dash that is a zero, a gap, or an error. */
static int no_number(const reader *read, const cohort_value_column *value, const char *text,
                     int code, double *number)
{
    char plain[COHORT_PLAIN_TEXT];
    const char *variable = read->table->rows.pairs[read->pair].variable;
    const unsigned meanings = cohort_word_meanings(cohort_plain_text(text, plain), NULL);
    const bool dash = cohort_means(meanings, COHORT_MEANS_DASH);
    const cohort_dash guess = read->options->dash;
    const cohort_cell_place place = {read->cells.name, heading(read, value->column), text,
                                     read->row->line};
    *number = COHORT_DASH_VALUE;
    if (dash && (guess == COHORT_DASH_ZERO ||
                 (guess == COHORT_DASH_GUESS && strcmp(variable, COHORT_POPULATION) == 0)))
        return COHORT_OK;
    if (!read->options->gaps)
        return cohort_place_no_number(&place, code, "a finite number, such as 1234.5", read->error);
    *number = (double)NAN;
    read->counts->withheld += *text != '\0';
    return note_gap(read, value, text);
}

static void complete(const reader *read, const cohort_value_column *value, cohort_row *row)
{
    const unsigned says = value->says.says;
    const cohort_row_label *year = label_of(read, value, COHORT_MEANS_YEAR),
                           *sex = label_of(read, value, COHORT_MEANS_SEX),
                           *age = label_of(read, value, COHORT_MEANS_AGE);
    row->year = says & COHORT_SAYS_YEAR ? value->says.year : year ? year->from : read->block.year;
    row->sex = says & COHORT_SAYS_SEX ? value->says.sex
               : sex                  ? sex->from
               : read->block.sex < 0  ? COHORT_BOTH
                                      : read->block.sex;
    const bool own = says & COHORT_SAYS_AGE;
    row->age_from = own ? value->says.age_from : age ? age->from : 0;
    row->age_to = own ? value->says.age_to : age ? age->to : COHORT_OPEN_END;
}

static void note_value(const reader *read, const cohort_row *row)
{
    static const char *const rates[] = {"asfr", "srb"};
    read->counts->sexes |= 1U << row->sex;
    for (int i = 0; i < 2 && read->counts->headed; i++)
        if (strcmp(read->table->rows.pairs[read->pair].variable, rates[i]) == 0 &&
            row->value > read->counts->most[i])
            read->counts->most[i] = row->value;
}

static int read_value(reader *read, const cohort_value_column *value)
{
    const char *text = cohort_cell_text(&read->cells, read->row, value->column);
    cohort_row row = {.line = read->row->line};
    int code = find_pair(read, value);
    if (code)
        return code;
    code = written(read, text, &row.value);
    if (code)
        code = no_number(read, value, text, code, &row.value);
    else
        read->table->rows.pairs[read->pair].values++;
    if (code)
        return code;
    row.value *= value->factor;
    complete(read, value, &row);
    note_value(read, &row);
    return cohort_rows_add(&read->table->rows, read->pair, &row, read->error);
}

/* ---- rows ---- */

/* A row that is none of the table's: a title between, a note below, headings again. */
typedef enum kind { OF_TABLE, ASIDE, HEADINGS } kind;

static int filled(const reader *read)
{
    int count = 0;
    for (int i = 0; i < read->row->count; i++)
        count += *cohort_cell_text(&read->cells, read->row, i) != '\0';
    return count;
}

static bool has_number(const reader *read)
{
    double number;
    for (int i = 0; i < read->layout.value_count; i++)
        if (!written(read, cohort_cell_text(&read->cells, read->row, read->layout.values[i].column),
                     &number))
            return true;
    return false;
}

static kind kind_of(const reader *read)
{
    const int count = filled(read);
    if (count == 1 || (count == 2 && read->row->count > 2 && !has_number(read)))
        return ASIDE;
    return cohort_is_heading(&read->cells, read->row) ? HEADINGS : OF_TABLE;
}

/* A title between rows: a sex or a date alone holds for the rows below it. */
static void take_aside(reader *read)
{
    cohort_label label;
    const char *text = "";
    for (int i = 0; i < read->row->count && !*text; i++)
        text = cohort_cell_text(&read->cells, read->row, i);
    cohort_parse_label(text, &label);
    if (label.says == COHORT_SAYS_SEX || label.says == COHORT_SAYS_TOTAL)
        read->block.sex = label.says == COHORT_SAYS_SEX ? label.sex : COHORT_BOTH;
    else if (label.says == COHORT_SAYS_YEAR)
        read->block.year = label.year;
    else if (read->counts->asides++ == 0)
        read->counts->aside_line = read->row->line;
}

static int fail_count(const reader *read, bool last)
{
    const int cells = read->row->count, expected = read->layout.headings.count;
    return cohort_fail(read->error, COHORT_ERROR_FORMAT,
                       "%s, line %d: %d cell%s: expected %d, as in the header%s", read->cells.name,
                       read->row->line, cells, cells == 1 ? "" : "s", expected,
                       last && cells < expected ? CUT_HINT : "");
}

/* Has the row as many cells as the headings? Empty ones may be more; where cells are given one by
 * one, or separated by blanks, fewer. */
static bool fits(const reader *read)
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
static bool is_other(const reader *read)
{
    char plain[COHORT_PLAIN_TEXT];
    for (int i = 0; i < read->layout.selector_count; i++) {
        const char *text = cohort_cell_text(&read->cells, read->row, read->layout.selectors[i]);
        const unsigned meanings = cohort_word_meanings(cohort_plain_text(text, plain), NULL);
        if (*text && !cohort_means(meanings, COHORT_MEANS_WHOLE) &&
            !cohort_means(meanings, COHORT_MEANS_TOTAL))
            return true;
    }
    return false;
}

/* Read the row's labels; an empty one may be that of the row above. Returned: the first that is none,
 * or -1. */
static int read_labels(reader *read)
{
    for (int i = 0; i < read->layout.label_count; i++) {
        const cohort_label_column *column = &read->layout.labels[i];
        const char *text = cohort_cell_text(&read->cells, read->row, column->column);
        if (!*text && read->layout.merged && *read->labels[i].text)
            continue;
        if (!cohort_row_label_read(&read->labels[i], column->axis, text))
            return i;
    }
    return -1;
}

static int fail_label(const reader *read, int label)
{
    char expected[COHORT_EXPECTED_TEXT];
    const cohort_label_column *column = &read->layout.labels[label];
    const char *text = cohort_cell_text(&read->cells, read->row, column->column);
    return fail(read, column->column, COHORT_ERROR_VALUE,
                cohort_row_label_expected(column->axis, text, expected, sizeof expected));
}

/* Read the next row. *again: it is one of headings, and not taken. */
static int read_row(reader *read, bool *again)
{
    const bool fit = fits(read);
    const int bad = fit ? read_labels(read) : -1;
    const cohort_cell_row *next;
    int code = COHORT_OK;
    if (!fit || bad >= 0 || (read->layout.value_count > 1 && !has_number(read))) {
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
        read->row = &row;
        return code ? code : fail_count(read, !next);
    }
    if (is_other(read))
        return read->counts->others++, COHORT_OK;
    for (int i = 0; i < read->layout.value_count && !code; i++)
        code = read_value(read, &read->layout.values[i]);
    return code;
}

/* ---- sheets ---- */

/* Take the rows above the headings, and what they say. */
static int take_titles(reader *read)
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

/* Figures in thousands, by their headings or a title. */
static void find_units(reader *read)
{
    for (int i = 0; i < read->layout.value_count; i++) {
        cohort_value_column *value = &read->layout.values[i];
        const int unit = value->says.says & COHORT_SAYS_UNIT ? value->says.unit : read->block.unit;
        value->factor = unit > 1 ? unit : 1;
        read->counts->scaled += unit > 1;
    }
}

/* Is the shape one that has always been read: long, or dates as columns, without titles? */
static bool is_plain(const reader *read, bool titled)
{
    const cohort_layout *layout = &read->layout;
    unsigned axes = 0;
    for (int i = 0; i < layout->label_count; i++)
        axes |= 1U << layout->labels[i].axis;
    const unsigned needed =
        1U << COHORT_MEANS_AREA | 1U << COHORT_MEANS_SEX | 1U << COHORT_MEANS_AGE;
    const unsigned across = layout->across & ~(unsigned)(COHORT_SAYS_COLUMN | COHORT_SAYS_QUANTITY);
    return !titled && (axes & needed) == needed && (across & ~(unsigned)COHORT_SAYS_YEAR) == 0;
}

static void append(char *text, size_t size, const char *more)
{
    const size_t used = strlen(text);
    snprintf(text + used, size - used, "%s", more);
}

/* What the table is read as: `a row an area and sex; columns: ages`. */
static void describe(const reader *read)
{
    static const char *const rows[] = {"area", "area", "variable", "date", "sex", "age"};
    static const struct {
        unsigned says;
        const char *name;
    } columns[] = {{COHORT_SAYS_YEAR, "dates"},
                   {COHORT_SAYS_AGE, "ages"},
                   {COHORT_SAYS_SEX, "sexes"},
                   {COHORT_SAYS_QUANTITY, "quantities"}};
    cohort_reader_counts *counts = read->counts;
    const size_t size = sizeof counts->shape;
    const char *between = "a row for each ";
    unsigned named = 0;
    counts->shape[0] = '\0';
    for (int i = 0; i < read->layout.label_count; i++) {
        const cohort_meaning axis = read->layout.labels[i].axis;
        const unsigned bit = 1U << (axis == COHORT_MEANS_NAME ? COHORT_MEANS_AREA : axis);
        if (axis >= COHORT_MEANS_VALUE || named & bit)
            continue;
        named |= bit;
        append(counts->shape, size, between);
        append(counts->shape, size, rows[axis]);
        between = ", ";
    }
    between = named ? "; columns are " : "columns are ";
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (read->layout.across & columns[i].says) {
            append(counts->shape, size, between);
            append(counts->shape, size, columns[i].name);
            between = " and ";
        }
}

/* What the notes say of a block. */
static void note_block(const reader *read, bool titled)
{
    const cohort_layout *layout = &read->layout;
    cohort_reader_counts *counts = read->counts;
    bool named = false;
    unsigned axes = 0;
    for (int i = 0; i < layout->label_count; i++) {
        const cohort_meaning axis = layout->labels[i].axis;
        axes |= 1U << axis;
        const char *text = layout->headings.columns[layout->labels[i].column].text;
        named = named || axis == COHORT_MEANS_AREA || axis == COHORT_MEANS_NAME ||
                axis == COHORT_MEANS_REGION;
        counts->japanese =
            counts->japanese || (axis == COHORT_MEANS_AREA && (unsigned char)*text >= 0x80);
    }
    counts->titled_area = counts->titled_area || !named;
    counts->no_age = !(axes & 1U << COHORT_MEANS_AGE) && !(layout->across & COHORT_SAYS_AGE);
    counts->no_sex = !(axes & 1U << COHORT_MEANS_SEX) && !(layout->across & COHORT_SAYS_SEX) &&
                     read->block.sex < 0;
    counts->from_file = counts->from_file || read->block.from_file;
    counts->headed = counts->headed || layout->across & COHORT_SAYS_QUANTITY;
    counts->guessed = counts->guessed || !is_plain(read, titled);
    describe(read);
}

static int begin_block(reader *read)
{
    const bool titled = read->layout.headings.first > 0;
    read->block = read->sheet;
    int code = take_titles(read);
    if (code)
        return code;
    cohort_context_file(&read->block, read->cells.name);
    cohort_context_area(&read->block, read->area);
    code =
        cohort_layout_find(&read->cells, &read->block, read->options, read->table, &read->layout);
    if (code)
        return code;
    find_units(read);
    note_block(read, titled);
    read->table->wide = read->table->wide || read->layout.across & ~(unsigned)COHORT_SAYS_COLUMN;
    read->table->dated = read->layout.across & COHORT_SAYS_YEAR;
    read->labels = calloc((size_t)read->layout.label_count + 1, sizeof *read->labels);
    if (!read->labels)
        return cohort_fail_memory(read->error);
    for (int i = 0; i < read->layout.label_count; i++)
        read->labels[i].text = "";
    for (int i = 0; i < read->layout.headings.end; i++)
        cohort_cells_take(&read->cells);
    return COHORT_OK;
}

/* The rows of a block, to the next headings. */
static int read_block(reader *read)
{
    bool again = false;
    int code = begin_block(read);
    while (!code && !again) {
        code = cohort_cells_peek(&read->cells, 0, &read->row);
        if (code || !read->row)
            break;
        code = read_row(read, &again);
        if (!again)
            cohort_cells_take(&read->cells);
    }
    free(read->labels);
    read->labels = NULL;
    cohort_layout_free(&read->layout);
    return code;
}

/* A sheet without headings. */
static int fail_headings(const reader *read, const cohort_cell_row *row)
{
    char text[COHORT_SHOWN_TEXT];
    if (!row)
        return cohort_fail(read->error, COHORT_ERROR_FORMAT,
                           "%s: the file is empty: expected a header", read->cells.name);
    return cohort_fail(
        read->error, COHORT_ERROR_MISSING,
        "%s: no header in the first %d lines, which begin with \"%s\": expected names "
        "of columns (area, sex, age, ...; 市区町村コード, 性別, 年齢) or dates, ages or "
        "sexes as columns (2015年, 0～4歳, 男)",
        read->cells.name, COHORT_TITLES_MAX,
        cohort_shown_text(cohort_cell_text(&read->cells, row, 0), text));
}

/* Rows behind a block of which none are headings are notes. */
static int read_cells(reader *read)
{
    const int before = read->table->rows.count;
    int code = COHORT_OK;
    for (;;) {
        code = cohort_headings_find(&read->cells, &read->layout.headings);
        if (code || read->layout.headings.first < 0)
            break;
        code = read_block(read);
        if (code || !read->row)
            break;
    }
    cohort_layout_free(&read->layout);
    read->counts->sheets++;
    read->counts->empty_sheets += !code && read->table->rows.count == before;
    return code;
}

/* The first sheet that has to be a table says why it is none. */
static int read_only(reader *read)
{
    cohort_headings headings;
    const cohort_cell_row *row;
    int code = cohort_headings_find(&read->cells, &headings);
    free(headings.columns);
    if (!code && headings.first < 0)
        code = cohort_cells_peek(&read->cells, 0, &row);
    if (code)
        return code;
    return headings.first < 0 ? fail_headings(read, row) : read_cells(read);
}

static int read_sheet(reader *read, cohort_sheets *sheets, int sheet)
{
    const char *title = cohort_sheets_title(sheets, sheet);
    read->sheet = (cohort_context)COHORT_NO_CONTEXT;
    if (read->options->title)
        cohort_context_title(&read->sheet, read->options->title);
    if (*title && cohort_sheets_count(sheets) > 1)
        cohort_context_title(&read->sheet, title);
    read->pair = -1;
    cohort_cells_open(&read->cells, sheets, sheet, read->error);
    const bool only = cohort_sheets_count(sheets) == 1 || read->options->sheet;
    const int code = only ? read_only(read) : read_cells(read);
    cohort_cells_free(&read->cells);
    return code;
}

/* Room for as many rows as the longest table of these lines could have. */
static int make_room(reader *read, cohort_sheets *sheets)
{
    cohort_cells_open(&read->cells, sheets, 0, read->error);
    const size_t lines = cohort_cells_lines(&read->cells);
    cohort_cells_free(&read->cells);
    return cohort_rows_begin(&read->table->rows, lines, read->error);
}

int cohort_reader_read(cohort_sheets *sheets, const cohort_table_options *options,
                       cohort_table *table, cohort_reader_counts *counts, cohort_error *error)
{
    reader read = {.options = options, .table = table, .counts = counts, .error = error};
    bool found = !options->sheet;
    int code = cohort_sheets_count(sheets) > 0 ? make_room(&read, sheets)
                                               : cohort_rows_begin(&table->rows, 1, error);
    for (int i = 0; i < cohort_sheets_count(sheets) && !code; i++) {
        const char *title = cohort_sheets_title(sheets, i);
        if (options->sheet && strcmp(title, options->sheet) != 0)
            continue;
        found = true;
        code = read_sheet(&read, sheets, i);
    }
    if (!code && !found)
        code = cohort_fail(error, COHORT_ERROR_MISSING, "%s: there is no sheet \"%s\"",
                           cohort_shown_path(cohort_sheets_name(sheets)), options->sheet);
    return code;
}
