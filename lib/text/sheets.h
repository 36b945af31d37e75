/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_SHEETS_H
#define COHORT_TEXT_SHEETS_H

#include <cohort/sheets.h>

#include <stdbool.h>

/* Bytes that end a cell and a row of sheets that are given cell by cell. */
enum { COHORT_CELL_END = 0x1F, COHORT_ROW_END = 0x1E };

typedef struct cohort_sheet {
    char *title;
    char *text; /* NULL: no cells */
    size_t size, room;
} cohort_sheet;

struct cohort_sheets {
    char *name;
    bool given;    /* cell by cell */
    int row, next; /* of the sheet that is given: the row, and the column behind its last cell */
    size_t bytes;  /* of all that were given */
    int count, room;
    cohort_sheet *sheets;
};

#endif
