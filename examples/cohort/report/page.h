/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One self-contained HTML page, which is XML at the same time: sections, sentences, tables that can be
 * copied into a spreadsheet, pictures. Every text is escaped. */
#ifndef PAGE_H
#define PAGE_H

#include "inputs/words.h"
#include "text/say.h"

#include <cohort/cohort.h>

#include <stdbool.h>
#include <stdio.h>

struct page {
    cohort_output *out;
    cohort_language language;
    bool in_section, in_row;
};

void page_begin(struct page *p, const char *title);
void page_end(struct page *p);

/* Links to sections, by the ids and the headings. */
void page_links(struct page *p, int count, const char *const *ids, const char *const *headings);

/* A section, up to the next one: its heading, and the name that a link can lead to. */
void page_section(struct page *p, const char *id, const char *heading);

/* A paragraph, an item of a list, a remark in small print; as printf. */
SAYS(2, 3) void page_say(struct page *p, const char *format, ...);
SAYS(2, 3) void page_lead(struct page *p, const char *format, ...);
SAYS(2, 3) void page_remark(struct page *p, const char *format, ...);
void page_list_begin(struct page *p);
SAYS(2, 3) void page_item(struct page *p, const char *format, ...);
void page_list_end(struct page *p);

/* Text as it is typed, in lines. */
void page_verbatim(struct page *p, const char *text);

/* The heads of a table, as they come: a text, or two. */
enum { MOST_HEADS = 32, HEAD = 200 };
struct heads {
    int count;
    char text[MOST_HEADS][HEAD];
    const char *of[MOST_HEADS];
};
void add_head(struct heads *heads, const char *first, const char *second);

/* A year; a range of years or ages; valid until the next call but fifteen. */
const char *page_year(int year);
const char *page_range(const struct page *p, int from, int to);

/* A table: its caption, the heads of its columns, the first being that of the rows; then rows, each
 * a name and its cells. `texts`: the columns that hold text. A change has a sign. A number that is
 * NAN is a dash. The mark behind a number tells what kind of figure it is; NULL = none. */
#define NO_TEXTS 0u
#define TEXT_COLUMN(number) (1u << (number)) /* from 0 on; the first column is text in any case */
void table_begin(struct page *p, const char *caption, int columns, const char *const *heads,
                 unsigned texts);
void table_row(struct page *p, const char *name);
void table_number(struct page *p, double value, int decimals, const char *mark);
void table_change(struct page *p, double value, int decimals);
void table_text(struct page *p, const char *text);
void table_end(struct page *p);

/* A picture, drawn twice: for a wide page and for paper, and for a telephone, as high as is said; 0:
 * as high as it has to be. */
typedef void page_painter(cohort_output *out, const cohort_chart *chart, const void *data);
void page_picture(struct page *p, double height, double narrow_height, page_painter *paint,
                  const void *data);

/* Numbers in a sentence: "26,917"; "+987", and a fall as the language writes it. Valid until the next
 * call but fifteen. */
const char *number_text(double value, int decimals);
const char *change_text(const struct page *p, double value, int decimals);

#endif
