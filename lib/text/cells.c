/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/cells.h"

#include "core/error.h"
#include "core/room.h"
#include "core/utf8.h"
#include "text/sheets.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- what separates them ---- */

enum { LINES = 64, CANDIDATES = COHORT_BLANKS + 1, WORDS_MIN = 3 };

/* What is counted in the first lines of a text: each candidate, a line each. */
typedef struct sample {
    int lines;
    int counts[CANDIDATES][LINES];
} sample;

/* Count within a line, outside of quotes. Returned: its end. */
static const char *count_line(const char *at, sample *found)
{
    bool quoted = false, in_word = false;
    for (; *at && (quoted || (*at != '\n' && *at != '\r')); at++) {
        const bool is_blank = *at == ' ' || *at == '\t';
        quoted ^= *at == '"';
        found->counts[COHORT_COMMAS][found->lines] += *at == ',' && !quoted;
        found->counts[COHORT_TABS][found->lines] += *at == '\t' && !quoted;
        found->counts[COHORT_SEMICOLONS][found->lines] += *at == ';' && !quoted;
        found->counts[COHORT_BARS][found->lines] += *at == '|' && !quoted;
        found->counts[COHORT_BLANKS][found->lines] += !is_blank && !in_word;
        in_word = !is_blank;
    }
    return at;
}

static void take_sample(const char *text, sample *found)
{
    memset(found, 0, sizeof *found);
    for (const char *at = text; *at && found->lines < LINES; at += *at != '\0') {
        at = count_line(at, found);
        if (found->counts[COHORT_BLANKS][found->lines] > 0)
            found->lines++;
        else
            for (int i = 0; i < CANDIDATES; i++)
                found->counts[i][found->lines] = 0;
    }
}

/* How many lines have the same number of a candidate, `min` or more; *number is that number. */
static int agreeing(const sample *found, cohort_separator candidate, int min, int *number)
{
    const int *counts = found->counts[candidate];
    int most = 0;
    *number = 0;
    for (int i = 0; i < found->lines; i++) {
        int same = 0;
        for (int j = 0; j < found->lines; j++)
            same += counts[j] == counts[i];
        if (counts[i] >= min && (same > most || (same == most && counts[i] > *number))) {
            most = same;
            *number = counts[i];
        }
    }
    return most;
}

/* `freq,unit,sex,age,geo\TIME_PERIOD` and tabs. */
static bool is_packed(const char *text)
{
    const size_t length = strcspn(text, "\t\r\n");
    const char *comma = memchr(text, ',', length), *slash = memchr(text, '\\', length);
    return text[length] == '\t' && comma && slash && comma < slash;
}

cohort_separator cohort_find_separator(const char *text)
{
    static const cohort_separator candidates[] = {COHORT_TABS, COHORT_SEMICOLONS, COHORT_BARS,
                                                  COHORT_COMMAS};
    sample found;
    if (is_packed(text))
        return COHORT_TABS_AND_COMMAS;
    cohort_separator best = COHORT_COMMAS;
    int most = 0, cells = 0, number;
    take_sample(text, &found);
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        const int lines = agreeing(&found, candidates[i], 1, &number);
        if (lines > most || (lines == most && number > cells)) {
            best = candidates[i];
            most = lines;
            cells = number;
        }
    }
    if (2 * most < found.lines &&
        2 * agreeing(&found, COHORT_BLANKS, WORDS_MIN, &number) > found.lines)
        return COHORT_BLANKS;
    return best;
}

/* ---- a sheet ---- */

/* What a byte does within a cell; ODD: it may begin a control character. */
enum { WITHIN, ODD, ENDS_CELL, ENDS_ROW };

static void list_odd(uint8_t kinds[256])
{
    memset(kinds, ODD, ' ');
    kinds[0x7F] = kinds[0xC2] = kinds[0xD8] = kinds[0xE2] = ODD;
}

void cohort_cells_open(cohort_cells *cells, cohort_sheets *sheets, int sheet, cohort_error *error)
{
    static const char *const ends[] = {",", "\t", ";", "|", "\t,", " \t", "\x1F"};
    cohort_sheet *from = &sheets->sheets[sheet];
    char *text = from->text ? from->text : sheets->sheets[sheet].title + strlen(from->title);
    text += cohort_utf8_mark(text, from->text ? from->size : 0);
    *cells = (cohort_cells){
        .name = cohort_shown_path(sheets->name), .at = text, .line = 1, .error = error};
    cells->separator = sheets->given ? COHORT_GIVEN : cohort_find_separator(text);
    list_odd(cells->kinds);
    for (const char *end = ends[cells->separator]; *end; end++)
        cells->kinds[(unsigned char)*end] = ENDS_CELL;
    for (const char *end = sheets->given ? "\x1E" : "\n\r"; *end; end++)
        cells->kinds[(unsigned char)*end] = ENDS_ROW;
    cells->kinds[0] = ENDS_ROW;
}

void cohort_cells_free(cohort_cells *cells)
{
    free(cells->pool);
    free(cells->rows);
}

static int fail(const cohort_cells *cells, int line, const char *text)
{
    return cohort_fail(cells->error, COHORT_ERROR_FORMAT, "%s, line %d: %s", cells->name, line,
                       text);
}

/* ---- cells ---- */

/* Kept without control characters: what is a label here may be printed elsewhere. */
static inline int keep_cell(cohort_cells *cells, char *cell, int odd)
{
    if (odd)
        cohort_utf8_clean(cell, true);
    if (cells->used == cells->room) {
        const size_t room = 2 * cells->room + 256;
        if (!cohort_resize(&cells->pool, room, sizeof *cells->pool))
            return cohort_fail_memory(cells->error);
        cells->room = room;
    }
    cells->pool[cells->used++] = cell;
    return COHORT_OK;
}

static inline int kind(const cohort_cells *cells, const char *at)
{
    return cells->kinds[(unsigned char)*at];
}

static inline bool is_blank(const cohort_cells *cells, const char *at)
{
    return *at == ' ' || (*at == '\t' && kind(cells, at) <= ODD);
}

static void skip_blanks(cohort_cells *cells)
{
    const bool any = cells->separator == COHORT_BLANKS;
    while (is_blank(cells, cells->at) || (any && kind(cells, cells->at) == ENDS_CELL))
        cells->at++;
}

/* Skip what ends a cell; of blanks all. Returned: was it the last of its row? */
static inline bool pass_end(cohort_cells *cells)
{
    if (cells->separator == COHORT_BLANKS)
        skip_blanks(cells);
    char *at = cells->at;
    if (kind(cells, at) <= ODD)
        return false;
    if (kind(cells, at) == ENDS_CELL) {
        cells->at++;
        return false;
    }
    cells->line += *at != '\0';
    cells->at += *at == '\r' && at[1] == '\n' ? 2 : *at != '\0';
    return true;
}

/* `="01692"` makes a spreadsheet keep a text: the cell is that text. So is what stands behind an
 * apostrophe that keeps it from being a formula (see cohort_output_cell). */
static char *unwrapped(char *cell, char *end)
{
    if (cell[0] == '\'' && cohort_is_formula(cell + 1))
        return cell + 1;
    if (cell[0] != '=' || end - cell < 3 || cell[1] != '"' || end[-1] != '"')
        return cell;
    end[-1] = '\0';
    return cell + 2;
}

/* Without blanks at its ends, where the first or the last is of full width. */
static inline char *trim(char *cell, char *end)
{
    static const char wide[] = "　";
    enum { WIDE = sizeof wide - 1 };
    while (*cell == wide[0] || (end > cell && end[-1] == wide[WIDE - 1]))
        if (end - cell >= WIDE && memcmp(end - WIDE, wide, WIDE) == 0)
            *(end -= WIDE) = '\0';
        else if (end - cell >= WIDE && memcmp(cell, wide, WIDE) == 0)
            for (cell += WIDE; *cell == ' ';)
                cell++;
        else
            break;
    return cell;
}

static int plain_cell(cohort_cells *cells, bool *last)
{
    char *cell = cells->at, *at = cell;
    int odd = WITHIN;
    for (; kind(cells, at) <= ODD; at++)
        odd |= kind(cells, at);
    cells->at = at;
    while (at > cell && is_blank(cells, at - 1))
        at--;
    *last = pass_end(cells);
    *at = '\0';
    return keep_cell(cells, trim(unwrapped(cell, at), at), odd);
}

/* After an opening quote; doubled quotes become single ones in place. */
static int quoted_cell(cohort_cells *cells, bool *last)
{
    char *cell = cells->at, *at = cell, *to = at;
    const int opened = cells->line;
    for (;; at++) {
        if (*at == '\0')
            return fail(cells, opened, "the quote opened here is never closed" COHORT_CUT_HINT);
        if (*at == '"' && *++at != '"')
            break;
        cells->line += *at == '\n';
        *to++ = *at;
    }
    while (is_blank(cells, at))
        at++;
    if (kind(cells, at) <= ODD)
        return fail(cells, cells->line,
                    "text after a closing quote: expected a comma or the end of the line "
                    "(a quote within quotes is written twice)");
    cells->at = at;
    *last = pass_end(cells);
    *to = '\0';
    return keep_cell(cells, trim(unwrapped(cell, to), to), ODD);
}

/* ---- rows ---- */

/* The cells of a row. Returned also: are all of them empty? */
static int scan_cells(cohort_cells *cells, bool *blank)
{
    int code = COHORT_OK;
    bool last = false;
    *blank = true;
    while (!last && !code) {
        skip_blanks(cells);
        if (*cells->at == '"' && cells->separator != COHORT_GIVEN) {
            cells->at++;
            code = quoted_cell(cells, &last);
        } else {
            code = plain_cell(cells, &last);
        }
        *blank = *blank && (code || !*cells->pool[cells->used - 1]);
    }
    return code;
}

static int keep_row(cohort_cells *cells, cohort_cell_row row)
{
    if (cells->tail == cells->row_room) {
        const int room = 2 * cells->row_room + 64;
        if (!cohort_resize(&cells->rows, (size_t)room, sizeof *cells->rows))
            return cohort_fail_memory(cells->error);
        cells->row_room = room;
    }
    cells->rows[cells->tail++] = row;
    return COHORT_OK;
}

/* One row more, unless there is none. */
static int scan_row(cohort_cells *cells)
{
    while (*cells->at) {
        cohort_cell_row row = {cells->line, 0, cells->used};
        bool blank;
        const int code = scan_cells(cells, &blank);
        row.count = (int)(cells->used - row.first);
        if (code || !blank)
            return code ? code : keep_row(cells, row);
        cells->used = row.first;
    }
    return COHORT_OK;
}

int cohort_cells_peek(cohort_cells *cells, int ahead, const cohort_cell_row **row)
{
    *row = NULL;
    if (cells->head == cells->tail)
        cells->head = cells->tail = 0, cells->used = 0;
    while (cells->tail - cells->head <= ahead) {
        const int kept = cells->tail, code = scan_row(cells);
        if (code || cells->tail == kept)
            return code;
    }
    *row = &cells->rows[cells->head + ahead];
    return COHORT_OK;
}

void cohort_cells_take(cohort_cells *cells)
{
    cells->head++;
}
