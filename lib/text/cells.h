/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_CELLS_H
#define COHORT_TEXT_CELLS_H

#include <cohort/sheets.h>

#include <stdbool.h>
#include <stdint.h>

/* What separates the cells of a row. */
typedef enum cohort_separator {
    COHORT_COMMAS,
    COHORT_TABS,
    COHORT_SEMICOLONS,
    COHORT_BARS,
    COHORT_TABS_AND_COMMAS, /* Eurostat's TSV: the first cell has several, with commas */
    COHORT_BLANKS,          /* any number of blanks or tabs */
    COHORT_GIVEN            /* cells that were given one by one */
} cohort_separator;

/* What separates the cells of a text: that of which most of its first lines have the same number;
 * blanks, if none is in half of them and the lines have three words or more. */
cohort_separator cohort_find_separator(const char *text);

/* The cells of a sheet, row by row. Rows are read ahead as far as is asked (peek), and kept
 * until they are taken; blank ones are ignored. The sheet's text is cut up in place, so
 * each can be read once; the cells point into it. */

/* What may be wrong with the last row. */
#define COHORT_CUT_HINT ": the file may be cut off"

/* A row: its line in the file (its number in a workbook), and where its cells are. */
typedef struct cohort_cell_row {
    int line, count;
    size_t first;
} cohort_cell_row;

typedef struct cohort_cells {
    const char *name; /* of the file, for messages */
    cohort_separator separator;
    uint8_t kinds[256]; /* of each byte: what it does within a cell */
    char *at;           /* what is read next; a NUL follows the text */
    int line;
    char **pool; /* the cells of the rows that are kept */
    size_t used, room;
    cohort_cell_row *rows;
    int head, tail, row_room; /* rows kept: head to tail - 1 */
    cohort_error *error;
} cohort_cells;

/* Begin with a sheet, and find its separator. Freed with cohort_cells_free. */
void cohort_cells_open(cohort_cells *cells, cohort_sheets *sheets, int sheet, cohort_error *error);
void cohort_cells_free(cohort_cells *cells);

/* The row `ahead` of those not yet taken, 0 being the next. *row is NULL when there are no more.
 * It is valid until the next call. */
int cohort_cells_peek(cohort_cells *cells, int ahead, const cohort_cell_row **row);

/* Take the next row, which has been peeked. */
void cohort_cells_take(cohort_cells *cells);

/* The text of a cell; "" beyond the row's last. */
static inline const char *cohort_cell_text(const cohort_cells *cells, const cohort_cell_row *row,
                                           int column)
{
    return column < row->count ? cells->pool[row->first + (size_t)column] : "";
}

#endif
