/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .ods: OpenDocument 1.2, part 1, 9 (tables). */
#include "inputs/book_part.h"

#include <stdlib.h>
#include <string.h>

/* A cell of the row that is being read: its text ends here in the row's. A row may be repeated, so
 * it is handed over when it has ended. */
struct cell {
    int column, repeated;
    size_t end;
};

struct ods {
    struct book *book;
    int hidden_count;
    char **hidden; /* names of styles of sheets that are not shown */
    char *style;   /* the style that is being read */
    char *name;    /* of the sheet */
    int sheets;
    int tables;       /* in one another: 1 in a sheet, more in a cell's */
    bool is_hidden;   /* is the sheet? */
    int skipped;      /* depth in what is no cell: comments, shapes */
    int row, rows;    /* the row that is being read, and how often it is repeated */
    int column;       /* the next one */
    int repeated;     /* the cell that is being read; 0: none */
    const char *said; /* what type its value has; "": the text is the value */
    int paragraphs;
    bool in_paragraph;
    size_t begin; /* of its text in the row's */
    struct book_text text;
    int cell_count;
    struct cell *cells;
};

/* ---- which sheets are hidden ---- */

static void start_style(struct ods *o, const char *name, const char **attributes)
{
    const char *shown = book_attribute(attributes, "table:1.0 display");
    if (book_named(name, "style:1.0 style")) {
        free(o->style);
        o->style = book_copy(o->book, book_attribute(attributes, "style:1.0 name"));
    } else if (book_named(name, "style:1.0 table-properties") && o->style && shown &&
               strcmp(shown, "false") == 0) {
        if (!book_grow(o->book, &o->hidden, (size_t)o->hidden_count, sizeof *o->hidden, BOOK_PARTS))
            return;
        o->hidden[o->hidden_count++] = o->style;
        o->style = NULL;
    }
}

static bool has_hidden_style(const struct ods *o, const char **attributes)
{
    const char *style = book_attribute(attributes, "table:1.0 style-name");
    for (int i = 0; style && i < o->hidden_count; i++)
        if (strcmp(o->hidden[i], style) == 0)
            return true;
    return false;
}

/* ---- rows ---- */

/* How often a cell or a row is repeated: once unless it says something else. */
static int repeats(struct ods *o, const char **attributes, const char *name)
{
    const char *text = book_attribute(attributes, name);
    const int times = text ? book_whole(text, 1 << 30) : 1;
    if (times < 1)
        book_fail(o->book, "row %d: repeated %.20s times: expected 1 or more", o->row + 1, text);
    return times;
}

static void start_row(struct ods *o, const char **attributes)
{
    o->row += o->rows;
    o->rows = repeats(o, attributes, "table:1.0 number-rows-repeated");
    o->column = o->cell_count = 0;
    o->text.used = 0;
    if (o->row > BOOK_ROWS || o->rows > (1 << 30) - BOOK_ROWS)
        book_fail(o->book, "more than %d rows", BOOK_ROWS);
}

/* Rows of nothing may be as many as they say: a sheet is filled up with them. */
static void end_row(struct ods *o)
{
    if (o->cell_count > 0 && o->rows > BOOK_ROWS - o->row)
        book_fail(o->book, "row %d: repeated %d times: expected at most %d rows", o->row + 1,
                  o->rows, BOOK_ROWS);
    for (int row = 0; row < o->rows && o->cell_count > 0 && !o->book->code; row++) {
        size_t begin = 0;
        for (int i = 0; i < o->cell_count; i++) {
            const struct cell *cell = &o->cells[i];
            for (int k = 0; k < cell->repeated && !o->book->code; k++)
                book_cell(o->book, o->row + row, cell->column + k, o->text.bytes + begin,
                          cell->end - begin);
            begin = cell->end;
        }
    }
    o->cell_count = 0;
}

/* ---- cells ---- */

static void append(struct ods *o, const char *text, size_t length)
{
    book_append(o->book, &o->text, text, length, 16 * (size_t)BOOK_TEXT);
}

/* The value as the file has it for programs, if it has one: the text may be rounded. */
static void add_value(struct ods *o, const char **attributes)
{
    static const char *const types[][2] = {
        {"float", "office:1.0 value"},         {"percentage", "office:1.0 value"},
        {"currency", "office:1.0 value"},      {"date", "office:1.0 date-value"},
        {"time", "office:1.0 time-value"},     {"boolean", "office:1.0 boolean-value"},
        {"string", "office:1.0 string-value"},
    };
    const char *type = book_attribute(attributes, "office:1.0 value-type");
    o->said = "";
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++) {
        const char *value = book_attribute(attributes, types[i][1]);
        if (strcmp(types[i][0], type) != 0 || !value)
            continue;
        o->said = types[i][0];
        if (strcmp(type, "boolean") == 0)
            value = strcmp(value, "true") == 0 ? "TRUE" : "FALSE";
        append(o, value, strlen(value));
    }
}

static void start_cell(struct ods *o, const char **attributes)
{
    o->repeated = repeats(o, attributes, "table:1.0 number-columns-repeated");
    o->paragraphs = 0;
    o->in_paragraph = false;
    o->begin = o->text.used;
    add_value(o, attributes);
}

static void end_cell(struct ods *o)
{
    const int column = o->column, repeated = o->repeated;
    o->repeated = 0;
    o->column = repeated < (1 << 30) - column ? column + repeated : 1 << 30;
    if (o->text.used == o->begin)
        return;
    if (o->column > BOOK_COLUMNS) {
        book_fail(o->book, "row %d: %d columns: expected at most %d", o->row + 1, o->column,
                  BOOK_COLUMNS);
        return;
    }
    if (book_grow(o->book, &o->cells, (size_t)o->cell_count, sizeof *o->cells, BOOK_COLUMNS))
        o->cells[o->cell_count++] = (struct cell){column, repeated, o->text.used};
}

/* Blanks of a text: in a row, or a line's end. */
static void add_blank(struct ods *o, const char *name, const char **attributes)
{
    const char *count = book_attribute(attributes, "text:1.0 c");
    int blanks = count ? book_whole(count, 1000) : 1;
    if (book_named(name, "text:1.0 s"))
        for (; blanks > 0; blanks--)
            append(o, " ", 1);
    else if (book_named(name, "text:1.0 tab"))
        append(o, "\t", 1);
    else if (book_named(name, "text:1.0 line-break"))
        append(o, "\n", 1);
}

static void start_in_cell(struct ods *o, const char *name, const char **attributes)
{
    if (book_named(name, "office:1.0 annotation") || book_named(name, "text:1.0 ruby-text") ||
        strstr(name, "drawing:1.0 ")) {
        o->skipped = 1;
    } else if (book_named(name, "text:1.0 p")) {
        if (!*o->said && o->paragraphs++ > 0)
            append(o, "\n", 1);
        o->in_paragraph = true;
    } else if (!*o->said) {
        add_blank(o, name, attributes);
    }
}

/* ---- sheets ---- */

static void start_table(struct ods *o, const char **attributes)
{
    if (++o->sheets > BOOK_PARTS)
        book_fail(o->book, "more than %d sheets", BOOK_PARTS);
    o->book->sheet = NULL;
    free(o->name);
    o->name = book_copy(o->book, book_attribute(attributes, "table:1.0 name"));
    o->is_hidden = has_hidden_style(o, attributes);
    o->row = o->rows = o->cell_count = o->repeated = 0;
    o->text.used = 0;
    if (!o->is_hidden && !o->book->code)
        book_begin(o->book, o->name);
}

static void start(void *context, const char *name, const char **attributes)
{
    struct ods *o = context;
    if (o->skipped > 0) {
        o->skipped++;
    } else if (book_named(name, "table:1.0 table")) {
        if (o->tables++ == 0)
            start_table(o, attributes);
    } else if (o->tables == 0) {
        start_style(o, name, attributes);
    } else if (o->tables > 1 || o->is_hidden) {
        return;
    } else if (o->repeated > 0) {
        start_in_cell(o, name, attributes);
    } else if (book_named(name, "table:1.0 table-row")) {
        start_row(o, attributes);
    } else if (book_named(name, "table:1.0 covered-table-cell")) {
        start_cell(o, attributes);
        o->text.used = o->begin;
        o->said = "covered"; /* by a merged cell: its text does not count */
    } else if (book_named(name, "table:1.0 table-cell")) {
        start_cell(o, attributes);
    } else if (book_named(name, "table:1.0 shapes")) {
        o->skipped = 1;
    }
}

static void end(void *context, const char *name)
{
    struct ods *o = context;
    if (o->skipped > 0) {
        o->skipped--;
    } else if (book_named(name, "table:1.0 table")) {
        o->tables--;
    } else if (o->tables != 1 || o->is_hidden) {
        return;
    } else if (book_named(name, "text:1.0 p")) {
        o->in_paragraph = false;
    } else if (book_named(name, "table-cell")) {
        end_cell(o);
    } else if (book_named(name, "table:1.0 table-row")) {
        end_row(o);
    }
}

static void add_text(void *context, const char *text, int length)
{
    struct ods *o = context;
    if (o->in_paragraph && o->skipped == 0 && o->tables == 1 && o->repeated > 0 && !*o->said)
        append(o, text, (size_t)length);
}

static void start_manifest(void *context, const char *name, const char **attributes)
{
    (void)attributes;
    if (book_named(name, "manifest:1.0 encryption-data"))
        book_fail(context, "it has a password: save it without one");
}

int book_read_ods(struct book *book)
{
    static const struct book_handlers manifest = {.start = start_manifest};
    static const struct book_handlers handlers = {start, end, add_text};
    struct ods o = {.book = book, .said = ""};
    int code = book_part(book, "META-INF/manifest.xml", &manifest, book);
    if (!book->code)
        code = book_part(book, "content.xml", &handlers, &o);
    for (int i = 0; i < o.hidden_count; i++)
        free(o.hidden[i]);
    book->sheet = NULL;
    free(o.hidden);
    free(o.style);
    free(o.name);
    free(o.text.bytes);
    free(o.cells);
    return code;
}
