/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbook (.xlsx) that is written: sheets of texts and numbers, charts of them, and notes on a
 * sheet of their own, the first. It needs libxlsxwriter; without it sheets_problem says so, and
 * nothing else is called. Exits with a message on an error. */
#ifndef SHEETS_H
#define SHEETS_H

#include "answers/outcome.h"
#include "text/words.h"

struct sheets;

/* Is a workbook asked for, by the end of a path? */
bool sheets_asked(const char *path);

/* Why the workbook that is asked for cannot be written, or NULL. */
const char *sheets_problem(const char *path);

/* What writes workbooks here, with its version; NULL: nothing does. */
const char *sheets_version(void);

/* Its first sheet is that of the notes. */
struct sheets *sheets_new(const char *notes_name);

/* What follows writes nothing where the workbook is NULL. */

/* A new sheet: its name, which is cut and numbered as it has to be; then its cells, row by row. A
 * number that is NAN is an empty cell; the format is a spreadsheet's, such as 0.0. Heads are bold,
 * and what is below the last row of them are the figures of a chart. */
void sheets_begin(struct sheets *s, const char *name);
void sheets_head(struct sheets *s, const char *text);
void sheets_year(struct sheets *s, int year); /* a head */
void sheets_text(struct sheets *s, const char *text);
void sheets_number(struct sheets *s, double value, const char *format);
void sheets_line(struct sheets *s); /* the next row */

/* A chart of the sheet: the first column against each of the others. Of a pyramid, the further ones
 * from the third on are outlines. */
enum sheets_chart { SHEETS_LINES, SHEETS_PYRAMID };
void sheets_chart(struct sheets *s, enum sheets_chart kind, const char *title);

/* A line of the first sheet, before what has been said as a note; a heading there. */
void sheets_note(struct sheets *s, const char *text, bool is_heading);

/* Write it all to a path, as every output is: all or nothing. The workbook is freed. */
void sheets_write(struct sheets *s, const char *path);

#ifndef COHORT_XLSX /* sheets_problem has said why: these are not called */
#define sheets_new(name) ((void)(name), (struct sheets *)NULL)
#define sheets_begin(s, name) ((void)(s), (void)(name))
#define sheets_head(s, text) ((void)(s), (void)(text))
#define sheets_year(s, year) ((void)(s), (void)(year))
#define sheets_text(s, text) ((void)(s), (void)(text))
#define sheets_number(s, value, format) ((void)(s), (void)(value), (void)(format))
#define sheets_line(s) ((void)(s))
#define sheets_chart(s, kind, title) ((void)(s), (void)(kind), (void)(title))
#define sheets_note(s, text, is_heading) ((void)(s), (void)(text), (void)(is_heading))
#define sheets_write(s, path) ((void)(s), (void)(path))
#endif

/* Sheets of every cell, of the indicators, and charts, of areas, or of the paths of one: `what`
 * they are called. */
void sheets_of_outcomes(struct sheets *s, cohort_language language, const char *what, int count,
                        const struct outcomes *lists);

/* A sheet of CSV in memory: texts in the columns area, name, variable, sex and age. */
void sheets_of_csv(struct sheets *s, const char *name, cohort_output *csv);

#endif
