/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/sheets.h"

#include "core/error.h"
#include "core/room.h"
#include "core/utf8.h"
#include "text/encoding.h"
#include "text/text.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 1048576, COLUMNS_MAX = 16384, GIVEN_MAX = 1 << 28, PIECE = 1 << 22 };

static int fail(const cohort_sheets *sheets, const char *text, cohort_error *error)
{
    const char *title = sheets->count ? sheets->sheets[sheets->count - 1].title : "";
    return cohort_fail(error, COHORT_ERROR_FORMAT, "%s, sheet \"%s\", row %d: %s",
                       cohort_shown_path(sheets->name), title, sheets->row + 1, text);
}

int cohort_sheets_new(const char *name, cohort_sheets **out, cohort_error *error)
{
    cohort_sheets *sheets = calloc(1, sizeof *sheets);
    *out = NULL;
    if (!sheets || !(sheets->name = cohort_copy_text(name))) {
        free(sheets);
        return cohort_fail_memory(error);
    }
    sheets->given = true;
    *out = sheets;
    return cohort_succeed(error);
}

int cohort_sheets_begin(cohort_sheets *sheets, const char *name, cohort_error *error)
{
    if (sheets->count == sheets->room) {
        const int room = 2 * sheets->room + 4;
        if (!cohort_resize(&sheets->sheets, (size_t)room, sizeof *sheets->sheets))
            return cohort_fail_memory(error);
        sheets->room = room;
    }
    char *title = cohort_copy_text(name);
    if (title)
        cohort_utf8_clean(title, false);
    else
        return cohort_fail_memory(error);
    sheets->sheets[sheets->count++] = (cohort_sheet){.title = title};
    sheets->row = sheets->next = 0;
    return cohort_succeed(error);
}

/* ---- cell by cell ---- */

static int make_room(cohort_sheets *sheets, size_t more, cohort_error *error)
{
    cohort_sheet *sheet = &sheets->sheets[sheets->count - 1];
    sheets->bytes += more;
    if (sheets->bytes > GIVEN_MAX)
        return fail(sheets, "more than 2^28 bytes of cells: expected a table", error);
    if (sheet->size + more < sheet->room)
        return COHORT_OK;
    const size_t room = 2 * (sheet->size + more) + 1024;
    if (!cohort_resize(&sheet->text, room, 1))
        return cohort_fail_memory(error);
    sheet->room = room;
    return COHORT_OK;
}

/* The ends of the cells, or rows, between the last cell and the next. */
static void put_ends(cohort_sheet *sheet, int end, int count)
{
    memset(sheet->text + sheet->size, end, (size_t)count);
    sheet->size += (size_t)count;
}

/* Bytes that end cells, rows or texts become blanks. */
static void put_text(cohort_sheet *sheet, const char *text, size_t length)
{
    char *to = sheet->text + sheet->size;
    for (size_t i = 0; i < length; i++)
        to[i] = text[i] == COHORT_CELL_END || text[i] == COHORT_ROW_END || !text[i] ? ' ' : text[i];
    sheet->size += length;
    sheet->text[sheet->size] = '\0';
}

int cohort_sheets_cell(cohort_sheets *sheets, int row, int column, const char *text, size_t length,
                       cohort_error *error)
{
    if (sheets->count == 0 || !sheets->given)
        return fail(sheets, "a cell without a sheet", error);
    if (row < sheets->row || row >= ROWS_MAX || column >= COLUMNS_MAX ||
        column < (row == sheets->row ? sheets->next : 0))
        return fail(sheets, "a cell that is not behind the one before it, or beyond a sheet's edge",
                    error);
    if (cohort_utf8_check(text, length) < length)
        return fail(sheets, "text that is not UTF-8", error);
    const int rows = row - sheets->row;
    const int cells = rows > 0 ? column : column - sheets->next + (sheets->next > 0);
    const int code = make_room(sheets, (size_t)rows + (size_t)cells + length + 1, error);
    if (code)
        return code;
    cohort_sheet *sheet = &sheets->sheets[sheets->count - 1];
    put_ends(sheet, COHORT_ROW_END, rows);
    put_ends(sheet, COHORT_CELL_END, cells);
    put_text(sheet, text, length);
    sheets->row = row;
    sheets->next = column + 1;
    return cohort_succeed(error);
}

/* ---- a text ---- */

static int fail_size(const char *name, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_FORMAT, "%s: over 2 GiB", name);
}

/* Is there the end of a line? (or in UTF-16, which has these bytes too) */
static bool ends_a_line(const char *bytes, size_t size)
{
    return memchr(bytes, '\n', size) || memchr(bytes, '\r', size);
}

/* Bytes to begin with: all that the stream has, where it can tell; 0: too many. */
static size_t first_room(FILE *stream)
{
    long size = -1;
    if (fseek(stream, 0, SEEK_END) == 0)
        size = ftell(stream), rewind(stream);
    if (size <= 0 || size == LONG_MAX) /* a pipe; a folder */
        return 1 << 16;
    return size > INT_MAX ? 0 : (size_t)size + 2;
}

/* By pieces. One without the end of a line is the last that is read: whoever looks for lines refuses
 * such a line (cohort_check_text), and who has no table need not fill the memory. */
static int read_stream(FILE *stream, const char *name, char **bytes, size_t *size,
                       cohort_error *error)
{
    size_t used = 0, room = first_room(stream), want, got;
    if (room == 0)
        return fail_size(name, error);
    do {
        if (!*bytes || used == room - 1) {
            room *= *bytes ? 2 : 1;
            if (!cohort_resize(bytes, room, 1))
                return cohort_fail_memory(error);
        }
        want = room - used - 1 < PIECE ? room - used - 1 : PIECE;
        got = fread(*bytes + used, 1, want, stream);
        used += got;
    } while (got == want && used <= INT_MAX &&
             (got < PIECE || ends_a_line(*bytes + used - got, got)));
    *size = used;
    (*bytes)[used] = '\0';
    if (ferror(stream))
        return cohort_fail(error, COHORT_ERROR_READ, "%s: cannot be read: %s", name,
                           strerror(errno));
    return used > INT_MAX ? fail_size(name, error) : COHORT_OK;
}

/* All bytes of a file, "-" being standard input, and a NUL behind them. *bytes is on the heap; also
 * after a failure there may be some. */
static int read_file(const char *path, const char *name, char **bytes, size_t *size,
                     cohort_error *error)
{
    const bool standard = strcmp(path, "-") == 0;
    if (standard && feof(stdin))
        return cohort_fail(error, COHORT_ERROR_READ,
                           "%s: it has been read already: \"-\" can stand for one file only", name);
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file)
        return cohort_fail(error, COHORT_ERROR_READ, "%s: cannot be opened: %s", name,
                           strerror(errno));
    const int code = read_stream(file, name, bytes, size, error);
    if (!standard)
        fclose(file);
    return code;
}

/* The same of bytes in memory. */
static int copy_bytes(const char *text, size_t length, const char *name, char **bytes, size_t *size,
                      cohort_error *error)
{
    if (length > INT_MAX)
        return fail_size(name, error);
    *bytes = malloc(length + 1);
    if (!*bytes)
        return cohort_fail_memory(error);
    if (length > 0)
        memcpy(*bytes, text, length);
    (*bytes)[length] = '\0';
    *size = length;
    return COHORT_OK;
}

/* Takes the bytes, also on failure. */
static int take(char *bytes, size_t size, const char *name, cohort_sheets **out,
                cohort_error *error)
{
    cohort_sheets *sheets = NULL;
    int code = cohort_take_text(cohort_shown_path(name), &bytes, &size, error);
    if (!code)
        code = cohort_sheets_new(name, &sheets, error);
    if (!code)
        code = cohort_sheets_begin(sheets, "", error);
    if (code) {
        cohort_sheets_free(sheets);
        free(bytes);
        return code;
    }
    sheets->given = false;
    sheets->sheets[0].text = bytes;
    sheets->sheets[0].size = size;
    *out = sheets;
    return cohort_succeed(error);
}

int cohort_sheets_read(const char *path, cohort_sheets **out, cohort_error *error)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    char *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    const int code = read_file(path, cohort_shown_path(name), &bytes, &size, error);
    if (!code)
        return take(bytes, size, name, out, error);
    free(bytes);
    return code;
}

int cohort_sheets_parse(const char *text, size_t size, const char *name, cohort_sheets **out,
                        cohort_error *error)
{
    char *bytes;
    *out = NULL;
    const int code = copy_bytes(text, size, cohort_shown_path(name), &bytes, &size, error);
    return code ? code : take(bytes, size, name, out, error);
}

void cohort_sheets_free(cohort_sheets *sheets)
{
    for (int i = 0; sheets && i < sheets->count; i++) {
        free(sheets->sheets[i].title);
        free(sheets->sheets[i].text);
    }
    if (sheets) {
        free(sheets->sheets);
        free(sheets->name);
        free(sheets);
    }
}

const char *cohort_sheets_name(const cohort_sheets *sheets)
{
    return sheets->name;
}

int cohort_sheets_count(const cohort_sheets *sheets)
{
    return sheets->count;
}

const char *cohort_sheets_title(const cohort_sheets *sheets, int sheet)
{
    return sheet >= 0 && sheet < sheets->count ? sheets->sheets[sheet].title : NULL;
}
