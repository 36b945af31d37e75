/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .xlsx: ECMA-376, part 1, 18 (SpreadsheetML), transitional and strict. */
#include "inputs/book_part.h"
#include "inputs/book_styles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 2 * BOOK_NAME, FORMATS = 1 << 16, TEXTS = 1 << 24 };

struct relation {
    char *id, *type, *target;
};

struct sheet {
    char *name, *id;
    bool hidden;
};

enum cell_type { NO_CELL, NUMBER, SHARED, BOOLEAN, TEXT };

struct xlsx {
    struct book *book;
    char folder[PATH]; /* of the workbook's part, with its slash */
    int relation_count;
    struct relation *relations; /* of the part that was read last */
    int sheet_count;
    struct sheet *sheets;
    bool from_1904;
    int format_count, kind_count;
    struct book_format *formats;
    signed char *kinds; /* of each cell format */
    bool in_formats;
    struct book_text texts; /* shared ones, in a row */
    size_t text_count, *ends;
    /* of the sheet being read; -1 before the first row or cell */
    int row, column;
    bool in_data;
    enum cell_type type; /* of the cell */
    int kind;
    struct book_text value;
    int phonetic;   /* depth of what says how a text is read */
    bool collected; /* is what is read now part of a text? */
};

/* ---- how the parts belong together ---- */

static void start_relation(void *context, const char *name, const char **attributes)
{
    struct xlsx *x = context;
    const char *mode = book_attribute(attributes, "TargetMode");
    if (!book_named(name, "relationships Relationship") || (mode && strcmp(mode, "External") == 0))
        return;
    if (book_grow(x->book, &x->relations, (size_t)x->relation_count, sizeof *x->relations,
                  BOOK_PARTS))
        x->relations[x->relation_count++] =
            (struct relation){book_copy(x->book, book_attribute(attributes, "Id")),
                              book_copy(x->book, book_attribute(attributes, "Type")),
                              book_copy(x->book, book_attribute(attributes, "Target"))};
}

static void forget_relations(struct xlsx *x)
{
    for (int i = 0; i < x->relation_count; i++) {
        free(x->relations[i].id);
        free(x->relations[i].type);
        free(x->relations[i].target);
    }
    x->relation_count = 0;
}

static int read_relations(struct xlsx *x, const char *part)
{
    static const struct book_handlers handlers = {.start = start_relation};
    forget_relations(x);
    return book_part(x->book, part, &handlers, x);
}

/* The part that a relation leads to, by its id or by the end of its type; "" if there is none. */
static void find_part(const struct xlsx *x, const char *id, const char *type, char part[PATH])
{
    part[0] = '\0';
    for (int i = 0; i < x->relation_count && !*part; i++) {
        const struct relation *r = &x->relations[i];
        if (id ? strcmp(r->id, id) != 0 : !book_named(r->type, type))
            continue;
        if (*r->target == '/')
            snprintf(part, PATH, "%s", r->target + 1);
        else
            snprintf(part, PATH, "%s%s", x->folder, r->target);
    }
}

/* ---- the workbook ---- */

static void start_workbook(void *context, const char *name, const char **attributes)
{
    struct xlsx *x = context;
    const char *from_1904 = book_attribute(attributes, "date1904");
    if (book_named(name, "main workbookPr"))
        x->from_1904 = from_1904 && (*from_1904 == '1' || *from_1904 == 't');
    if (!book_named(name, "main sheet") ||
        !book_grow(x->book, &x->sheets, (size_t)x->sheet_count, sizeof *x->sheets, BOOK_PARTS))
        return;
    const char *state = book_attribute(attributes, "state");
    x->sheets[x->sheet_count++] =
        (struct sheet){book_copy(x->book, book_attribute(attributes, "name")),
                       book_copy(x->book, book_attribute(attributes, "relationships id")),
                       state && strcmp(state, "visible") != 0};
}

/* Find the part of the workbook and read it, then what belongs to it. */
static int read_workbook(struct xlsx *x)
{
    static const struct book_handlers handlers = {.start = start_workbook};
    char part[PATH], relations[2 * PATH + 16];
    if (read_relations(x, "_rels/.rels"))
        return x->book->code ? x->book->code : COHORT_ERROR_MISSING;
    find_part(x, NULL, "/officeDocument", part);
    char *slash = strrchr(part, '/');
    const int folder = slash ? (int)(slash + 1 - part) : 0;
    snprintf(x->folder, sizeof x->folder, "%.*s", folder, part);
    snprintf(relations, sizeof relations, "%s_rels/%s.rels", x->folder, part + folder);
    int code = book_named(part, ".bin")
                   ? book_fail(x->book, "a binary workbook (.xlsb): save it as .xlsx")
                   : book_part(x->book, part, &handlers, x);
    if (!code)
        code = read_relations(x, relations);
    if (!x->book->code && (code || x->sheet_count == 0))
        return book_fail(x->book,
                         "a file of an office program without sheets: expected a workbook");
    return code;
}

/* ---- formats ---- */

static void add_format(struct xlsx *x, const char **attributes)
{
    const char *code = book_attribute(attributes, "formatCode");
    if (book_grow(x->book, &x->formats, (size_t)x->format_count, sizeof *x->formats, BOOK_PARTS))
        x->formats[x->format_count++] =
            (struct book_format){book_whole(book_attribute(attributes, "numFmtId"), FORMATS),
                                 book_format_kind(code ? code : "")};
}

static void add_kind(struct xlsx *x, const char **attributes)
{
    const int id = book_whole(book_attribute(attributes, "numFmtId"), FORMATS);
    if (book_grow(x->book, &x->kinds, (size_t)x->kind_count, 1, FORMATS))
        x->kinds[x->kind_count++] = (signed char)book_format_of(id, x->format_count, x->formats);
}

static void start_styles(void *context, const char *name, const char **attributes)
{
    struct xlsx *x = context;
    if (book_named(name, "main cellXfs"))
        x->in_formats = true;
    else if (book_named(name, "main numFmt"))
        add_format(x, attributes);
    else if (book_named(name, "main xf") && x->in_formats)
        add_kind(x, attributes);
}

static void end_styles(void *context, const char *name)
{
    struct xlsx *x = context;
    if (book_named(name, "main cellXfs"))
        x->in_formats = false;
}

/* ---- texts: <t>, but for those that say how Japanese is read ---- */

static void start_text(struct xlsx *x, const char *name)
{
    x->phonetic += book_named(name, "main rPh");
    x->collected = x->phonetic == 0 && book_named(name, "main t");
}

static void end_text(struct xlsx *x, const char *name)
{
    x->phonetic -= book_named(name, "main rPh");
    x->collected = false;
}

static void start_shared(void *context, const char *name, const char **attributes)
{
    (void)attributes;
    start_text(context, name);
}

static void end_shared(void *context, const char *name)
{
    struct xlsx *x = context;
    end_text(x, name);
    if (book_named(name, "main si") &&
        book_grow(x->book, &x->ends, x->text_count, sizeof *x->ends, TEXTS))
        x->ends[x->text_count++] = x->texts.used;
}

static void add_shared(void *context, const char *text, int length)
{
    struct xlsx *x = context;
    if (x->collected)
        book_append(x->book, &x->texts, text, (size_t)length, BOOK_TEXTS);
}

/* ---- sheets ---- */

/* A reference such as AB12; row and column from 0 on. */
static bool read_reference(const char *text, int *row, int *column)
{
    int letters = 0;
    for (; *text >= 'A' && *text <= 'Z'; text++) {
        letters = 26 * letters + (*text - 'A' + 1);
        if (letters > BOOK_COLUMNS)
            return false;
    }
    *column = letters - 1;
    *row = book_whole(text, BOOK_ROWS) - 1;
    return *column >= 0 && *row >= 0;
}

static void start_row(struct xlsx *x, const char **attributes)
{
    const char *number = book_attribute(attributes, "r");
    const int row = number ? book_whole(number, BOOK_ROWS) - 1 : x->row + 1;
    if (row <= x->row || row >= BOOK_ROWS)
        book_fail(x->book, "row %.20s behind row %d: expected one further down, at most %d",
                  number ? number : "", x->row + 1, BOOK_ROWS);
    x->row = row;
    x->column = -1;
    x->type = NO_CELL;
}

static void start_cell(struct xlsx *x, const char **attributes)
{
    const char *at = book_attribute(attributes, "r"), *type = book_attribute(attributes, "t");
    const int style = book_whole(book_attribute(attributes, "s"), FORMATS);
    int row = x->row, column = x->column + 1;
    if (at && !read_reference(at, &row, &column))
        book_fail(x->book, "cell %.20s: expected A1 to XFD%d", at, BOOK_ROWS);
    else if (row != x->row || column <= x->column || column >= BOOK_COLUMNS)
        book_fail(x->book, "cell %.20s: expected cells of row %d in order, at most %d",
                  at ? at : "", x->row + 1, BOOK_COLUMNS);
    x->type = !type || strcmp(type, "n") == 0 ? NUMBER
              : strcmp(type, "s") == 0        ? SHARED
              : strcmp(type, "b") == 0        ? BOOLEAN
                                              : TEXT;
    x->kind = style >= 0 && style < x->kind_count ? x->kinds[style] : BOOK_PLAIN;
    x->column = column;
    x->value.used = 0;
}

static void start_sheet(void *context, const char *name, const char **attributes)
{
    struct xlsx *x = context;
    if (book_named(name, "main sheetData"))
        x->in_data = true;
    else if (!x->in_data)
        return;
    else if (book_named(name, "main row"))
        start_row(x, attributes);
    else if (book_named(name, "main c"))
        start_cell(x, attributes);
    else if (book_named(name, "main v"))
        x->collected = true;
    else
        start_text(x, name);
}

static void add_value(void *context, const char *text, int length)
{
    struct xlsx *x = context;
    if (x->collected)
        book_append(x->book, &x->value, text, (size_t)length, BOOK_TEXT);
}

static void emit_shared(struct xlsx *x)
{
    const int number = book_whole(x->value.bytes, TEXTS);
    if (number < 0 || (size_t)number >= x->text_count) {
        book_fail(x->book, "row %d, column %d: shared text %.20s: expected less than %zu",
                  x->row + 1, x->column + 1, x->value.bytes, x->text_count);
        return;
    }
    const size_t begin = number > 0 ? x->ends[number - 1] : 0;
    if (x->ends[number] > begin)
        book_cell(x->book, x->row, x->column, x->texts.bytes + begin, x->ends[number] - begin);
}

static void emit_value(struct xlsx *x)
{
    char text[BOOK_DATE_TEXT];
    const char *value = x->value.bytes;
    const enum cell_type type = x->type;
    x->type = NO_CELL;
    if (type == NO_CELL || x->row < 0 || x->value.used == 0 || x->book->code)
        return;
    if (type == SHARED) {
        emit_shared(x);
        return;
    }
    if (type == BOOLEAN)
        value = *value == '1' ? "TRUE" : "FALSE";
    else if (type == NUMBER && x->kind == BOOK_DATE && book_date(value, x->from_1904, text))
        value = text;
    book_cell(x->book, x->row, x->column, value, strlen(value));
}

static void end_sheet(void *context, const char *name)
{
    struct xlsx *x = context;
    if (!x->in_data)
        return;
    end_text(x, name);
    if (book_named(name, "main sheetData"))
        x->in_data = false;
    else if (book_named(name, "main c"))
        emit_value(x);
}

static int read_sheet(struct xlsx *x, const struct sheet *sheet)
{
    static const struct book_handlers handlers = {start_sheet, end_sheet, add_value};
    char part[PATH];
    find_part(x, sheet->id, NULL, part);
    x->value.used = 0;
    x->row = x->column = -1;
    x->in_data = x->collected = false;
    x->phonetic = 0;
    x->type = NO_CELL;
    book_begin(x->book, sheet->name);
    if (!x->book->code && book_part(x->book, part, &handlers, x) == COHORT_ERROR_MISSING)
        book_fail(x->book, "the sheet is missing: the workbook is damaged");
    return x->book->code;
}

/* ---- all together ---- */

/* A part that a workbook may do without. */
static void read_optional(struct xlsx *x, const char *type, const struct book_handlers *handlers)
{
    char part[PATH];
    find_part(x, NULL, type, part);
    if (*part && !x->book->code)
        book_part(x->book, part, handlers, x);
}

static void clear(struct xlsx *x)
{
    forget_relations(x);
    for (int i = 0; i < x->sheet_count; i++) {
        free(x->sheets[i].name);
        free(x->sheets[i].id);
    }
    free(x->relations);
    free(x->sheets);
    free(x->formats);
    free(x->kinds);
    free(x->texts.bytes);
    free(x->ends);
    free(x->value.bytes);
}

int book_read_xlsx(struct book *book)
{
    static const struct book_handlers styles = {.start = start_styles, .end = end_styles};
    static const struct book_handlers texts = {start_shared, end_shared, add_shared};
    struct xlsx x = {.book = book};
    int code = read_workbook(&x);
    if (!code) {
        read_optional(&x, "/styles", &styles);
        read_optional(&x, "/sharedStrings", &texts);
        for (int i = 0; i < x.sheet_count && !book->code; i++)
            if (!x.sheets[i].hidden)
                read_sheet(&x, &x.sheets[i]);
        book->sheet = NULL;
        code = book->code;
    }
    clear(&x);
    return code;
}
