/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/csv.h>

#include "core/error.h"
#include "text/encoding.h"
#include "text/text.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUT_HINT ": the file may be cut off"
#define TITLE_HINT ": if that is a title, delete it: the names of the columns must come first"

struct cohort_csv {
    char *name;
    char *bytes;     /* the file, with a NUL after every cell */
    uint32_t *index; /* of each record, header first: its line, then where its cells begin */
    int columns;
    int records;
};

/* The state of reading a file into an index. */
typedef struct scanner {
    const char *name; /* for messages */
    char *bytes;
    char *at; /* what is read next; a NUL follows the file */
    uint32_t line;
    uint32_t *index;
    size_t used, room; /* entries of the index */
    size_t columns;    /* cells of the header; 0 before it is read */
    cohort_error *error;
} scanner;

/* --- The file --------------------------------------------------------------------------------- */

static int fail_size(const char *name, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_FORMAT, "%s: over 2 GiB", name);
}

/* All of a stream, and a NUL. Given: *bytes NULL; the caller frees it, also on failure. */
static int read_stream(FILE *stream, const char *name, char **bytes, size_t *size,
                       cohort_error *error)
{
    size_t used = 0, room = 1 << 15;
    do {
        char *bigger = realloc(*bytes, room *= 2);
        if (!bigger)
            return cohort_fail_memory(error);
        *bytes = bigger;
        used += fread(bigger + used, 1, room - used - 1, stream);
    } while (used == room - 1 && used <= INT_MAX);
    *size = used;
    (*bytes)[used] = '\0';
    if (ferror(stream))
        return cohort_fail(error, COHORT_ERROR_READ, "%s: cannot be read: %s", name,
                           strerror(errno));
    return used > INT_MAX ? fail_size(name, error) : COHORT_OK;
}

static int read_file(const char *path, const char *name, char **bytes, size_t *size,
                     cohort_error *error)
{
    if (strcmp(path, "-") == 0 && feof(stdin))
        return cohort_fail(error, COHORT_ERROR_READ,
                           "%s: it has been read already: \"-\" can stand for one file only", name);
    if (strcmp(path, "-") == 0)
        return read_stream(stdin, name, bytes, size, error);
    FILE *file = fopen(path, "rb");
    if (!file)
        return cohort_fail(error, COHORT_ERROR_READ, "%s: cannot be opened: %s", name,
                           strerror(errno));
    int code = read_stream(file, name, bytes, size, error);
    fclose(file);
    return code;
}

/* --- Records ---------------------------------------------------------------------------------- */

static int scan_fail(const scanner *scan, uint32_t line, const char *text)
{
    return cohort_fail(scan->error, COHORT_ERROR_FORMAT, "%s, line %d: %s", scan->name, (int)line,
                       text);
}

static int push(scanner *scan, uint32_t entry)
{
    if (scan->used == scan->room) {
        const size_t room = scan->room ? 2 * scan->room : 1024;
        uint32_t *bigger = realloc(scan->index, room * sizeof *bigger);
        if (!bigger)
            return cohort_fail_memory(scan->error);
        scan->index = bigger;
        scan->room = room;
    }
    scan->index[scan->used++] = entry;
    return COHORT_OK;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* Skip the character that ends a cell. *last: was it the last cell of its record? */
static int scan_end(scanner *scan, bool *last)
{
    *last = *scan->at != ',';
    if (*scan->at == ',') /* first, because most are */
        return scan->at++, COHORT_OK;
    if (*scan->at == '\0')
        return COHORT_OK;
    if (*scan->at == '\r') {
        if (scan->at[1] != '\n' && scan->at[1] != '\0')
            return scan_fail(scan, scan->line,
                             "a carriage return without a line feed: expected lines that end in "
                             "LF or CRLF");
        if (*++scan->at == '\0')
            return COHORT_OK;
    }
    scan->line++;
    scan->at++;
    return COHORT_OK;
}

static int scan_plain(scanner *scan, bool *last)
{
    char *at = scan->at, *begin = at;
    while (*at != ',' && *at != '\n' && *at != '\r' && *at != '\0')
        at++;
    scan->at = at;
    while (at > begin && is_space(at[-1]))
        at--;
    int code = scan_end(scan, last);
    *at = '\0';
    return code;
}

/* After an opening quote; doubled quotes become single ones in place. */
static int scan_quoted(scanner *scan, bool *last)
{
    char *at = scan->at, *to = at;
    uint32_t opened = scan->line;
    for (;; at++) {
        if (*at == '\0')
            return scan_fail(scan, opened, "the quote opened here is never closed" CUT_HINT);
        if (*at == '"' && *++at != '"')
            break;
        scan->line += *at == '\n';
        *to++ = *at;
    }
    while (is_space(*at))
        at++;
    if (*at != ',' && *at != '\n' && *at != '\r' && *at != '\0')
        return scan_fail(scan, scan->line,
                         "text after a closing quote: expected a comma or the end of the line "
                         "(a quote within quotes is written twice)");
    scan->at = at;
    int code = scan_end(scan, last);
    *to = '\0';
    return code;
}

/* `="01692"` makes a spreadsheet keep a text: the cell just read becomes that text. */
static void take_text(scanner *scan, char *cell)
{
    const size_t length = strlen(cell);
    if (length < 3 || cell[1] != '"' || cell[length - 1] != '"')
        return;
    cell[length - 1] = '\0';
    scan->index[scan->used - 1] += 2;
}

static int scan_cell(scanner *scan, bool *last, bool *blank)
{
    while (is_space(*scan->at))
        scan->at++;
    bool quoted = *scan->at == '"';
    char *cell = scan->at += quoted;
    int code = push(scan, (uint32_t)(cell - scan->bytes));
    if (!code)
        code = quoted ? scan_quoted(scan, last) : scan_plain(scan, last);
    if (!code && *cell == '=')
        take_text(scan, cell);
    if (!code)
        *blank = *blank && *cell == '\0';
    return code;
}

static int fail_count(const scanner *scan, uint32_t line, size_t cells)
{
    const bool at_end = *scan->at == '\0', fewer = cells < scan->columns;
    /* a title has one or two cells */
    const bool below_title =
        scan->used == scan->columns + 1 + cells + 1 && 2 * scan->columns <= cells;
    const char *hint = fewer && at_end ? CUT_HINT : below_title ? TITLE_HINT : "";
    return cohort_fail(scan->error, COHORT_ERROR_FORMAT,
                       "%s, line %d: %zu cell%s: expected %zu, as in the header%s", scan->name,
                       (int)line, cells, cells == 1 ? "" : "s", scan->columns, hint);
}

/* Fails if the header is one cell, not quoted, with other separators in it. */
static int check_separator(const scanner *scan)
{
    const char *header = scan->bytes + scan->index[1];
    const char *found = strpbrk(header, ";\t");
    if (scan->columns > 1 || !found || (scan->index[1] > 0 && header[-1] == '"'))
        return COHORT_OK;
    return cohort_fail(scan->error, COHORT_ERROR_FORMAT,
                       "%s, line %d: the cells seem to be separated by %s: expected commas (Excel "
                       "takes the list separator of the system's regional settings; LibreOffice "
                       "asks for it when it saves)",
                       scan->name, (int)scan->index[0], *found == ';' ? "semicolons" : "tabs");
}

/* Read one record into the index. Blank ones, which spreadsheets often append, are ignored. */
static int scan_record(scanner *scan)
{
    size_t first = scan->used;
    uint32_t line = scan->line;
    bool last = false, blank = true;
    int code = push(scan, line);
    while (!code && !last)
        code = scan_cell(scan, &last, &blank);
    if (code)
        return code;
    size_t cells = scan->used - first - 1;
    if (blank)
        scan->used = first;
    else if (scan->columns == 0)
        scan->columns = cells, code = check_separator(scan);
    else if (cells != scan->columns)
        return fail_count(scan, line, cells);
    return code;
}

static int scan_file(scanner *scan)
{
    while (*scan->at) {
        int code = scan_record(scan);
        if (code)
            return code;
    }
    if (scan->columns == 0)
        return cohort_fail(scan->error, COHORT_ERROR_FORMAT,
                           "%s: the file is empty: expected a header", scan->name);
    return COHORT_OK;
}

/* --- The header ------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of columns must differ; any number of columns may have none. */
static int check_header(const cohort_csv *csv, const char *name, cohort_error *error)
{
    const char **names = malloc((size_t)csv->columns * sizeof *names);
    if (!names)
        return cohort_fail_memory(error);
    for (int i = 0; i < csv->columns; i++)
        names[i] = cohort_csv_header(csv, i);
    qsort(names, (size_t)csv->columns, sizeof *names, compare_names);
    int code = COHORT_OK;
    char shown[COHORT_SHOWN_TEXT];
    for (int i = 1; i < csv->columns && !code; i++)
        if (*names[i] && strcmp(names[i - 1], names[i]) == 0)
            code = cohort_fail(error, COHORT_ERROR_DUPLICATE,
                               "%s, line %d: column \"%s\" appears twice", name, (int)csv->index[0],
                               cohort_shown_text(names[i], shown));
    free(names);
    return code;
}

/* --- The public functions --------------------------------------------------------------------- */

static int index_cells(cohort_csv *csv, const char *name, size_t size, cohort_error *error)
{
    int code = cohort_take_text(name, &csv->bytes, &size, error);
    if (code)
        return code;
    char *begin = csv->bytes + cohort_utf8_mark(csv->bytes, size);
    scanner scan = {.name = name, .bytes = csv->bytes, .at = begin, .line = 1, .error = error};
    code = scan_file(&scan);
    csv->index = scan.index;
    if (code)
        return code;
    csv->columns = (int)scan.columns;
    csv->records = (int)(scan.used / (scan.columns + 1)) - 1;
    return check_header(csv, name, error);
}

/* Takes the bytes, also on failure: on the heap, with a NUL behind them. */
static int make_csv(char *bytes, size_t size, const char *name, cohort_csv **out,
                    cohort_error *error)
{
    cohort_csv *csv = calloc(1, sizeof *csv);
    if (!csv || !(csv->name = cohort_copy_text(name))) {
        free(csv);
        free(bytes);
        return cohort_fail_memory(error);
    }
    csv->bytes = bytes;
    const int code = index_cells(csv, cohort_shown_path(csv->name), size, error);
    if (code) {
        cohort_csv_free(csv);
        return code;
    }
    *out = csv;
    return cohort_succeed(error);
}

int cohort_csv_read(const char *path, cohort_csv **out, cohort_error *error)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    char *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    const int code = read_file(path, cohort_shown_path(name), &bytes, &size, error);
    if (code) {
        free(bytes);
        return code;
    }
    return make_csv(bytes, size, name, out, error);
}

int cohort_csv_parse(const char *text, size_t size, const char *name, cohort_csv **out,
                     cohort_error *error)
{
    *out = NULL;
    if (size > INT_MAX)
        return fail_size(cohort_shown_path(name), error);
    char *bytes = malloc(size + 1);
    if (!bytes)
        return cohort_fail_memory(error);
    if (size > 0)
        memcpy(bytes, text, size);
    bytes[size] = '\0';
    return make_csv(bytes, size, name, out, error);
}

void cohort_csv_free(cohort_csv *csv)
{
    if (csv) {
        free(csv->name);
        free(csv->bytes);
        free(csv->index);
        free(csv);
    }
}

const char *cohort_csv_name(const cohort_csv *csv)
{
    return csv->name;
}

int cohort_csv_records(const cohort_csv *csv)
{
    return csv->records;
}

int cohort_csv_columns(const cohort_csv *csv)
{
    return csv->columns;
}

/* Entries of the index that belong to a record; -1 is the header. */
static const uint32_t *entries(const cohort_csv *csv, int record)
{
    return csv->index + (size_t)(record + 1) * ((size_t)csv->columns + 1);
}

static const char *text_at(const cohort_csv *csv, int record, int column)
{
    if (record >= csv->records || column < 0 || column >= csv->columns)
        return NULL;
    return csv->bytes + entries(csv, record)[1 + column];
}

const char *cohort_csv_header(const cohort_csv *csv, int column)
{
    return text_at(csv, -1, column);
}

const char *cohort_csv_cell(const cohort_csv *csv, int record, int column)
{
    return record < 0 ? NULL : text_at(csv, record, column);
}

int cohort_csv_line(const cohort_csv *csv, int record)
{
    return record < 0 || record >= csv->records ? 0 : (int)entries(csv, record)[0];
}

int cohort_csv_column(const cohort_csv *csv, const char *name)
{
    for (int i = 0; i < csv->columns; i++)
        if (strcmp(cohort_csv_header(csv, i), name) == 0)
            return i;
    return -1;
}
