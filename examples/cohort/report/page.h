/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One self-contained HTML page, which is XML at the same time: sections, sentences, tables that
 * can be copied into a spreadsheet, pictures. Every text is escaped. */
#ifndef PAGE_H
#define PAGE_H

#include "report/sheets.h"
#include "text/words.h"

struct page {
    cohort_output *out;
    struct sheets *sheets; /* tables and sentences go to these, too; NULL: to the page only */
    const char *sheet;     /* what the next ones are called; NULL: as their captions */
    cohort_language language;
    bool in_section, in_head, in_row;
    int column;               /* of the row that is being written */
    unsigned long long minor; /* a bit a column: left out where the page is narrow */
};

void page_begin(struct page *p, const char *title);
void page_end(struct page *p);

/* Links to sections stand together: page_link of each within. */
void page_links_begin(struct page *p);
void page_link(struct page *p, const char *id, const char *heading);
void page_links_end(struct page *p);

/* A section, up to the next one: its heading, and the name that a link can lead to. */
void page_section(struct page *p, const char *id, const char *heading);

/* Paragraphs, large or plain or in small print, and items of a list, as `filled` has them:
 * page_say(p, LEAD, in(p, W_SAY_SAME), name, number). */
enum paragraph { LEAD, REMARK, ITEM };
#define page_say(p, kind, ...) page_put(p, kind, (const char *const[]){__VA_ARGS__, NULL})
void page_put(struct page *p, enum paragraph kind, const char *const *words);
void page_list_begin(struct page *p);
void page_list_end(struct page *p);

/* Text as it is typed, in lines. */
void page_verbatim(struct page *p, const char *text);

/* The notes so far, if any, as a list below a heading: in English, as the program says them. (A
 * workbook has them anyway.) */
void page_notes(struct page *p);

/* A range of years or ages. */
struct text page_range(const struct page *p, int from, int to);

/*
 * A table: its caption; the heads of its columns, the first being that of the rows; then rows, each
 * a name and its cells. `texts`: which heads are of text, besides the first. A change has a sign. A
 * number that is NAN is a dash. The mark behind a number says what kind of figure it is; NULL =
 * none; several numbers at a time have none. MINOR: these columns are left out on a telephone,
 * until they are asked for.
 */
enum { NO_TEXTS = 0 };
#define TEXT_COLUMN(number) (1u << (number))
#define MINOR (1u << 30)
#define ALL_TEXTS (MINOR - TEXT_COLUMN(1)) /* besides the first */
void table_begin(struct page *p, const char *caption);
#define table_heads(p, texts, ...)                                                                 \
    table_put_heads(p, texts, (const char *const[]){__VA_ARGS__, NULL})
void table_put_heads(struct page *p, unsigned texts, const char *const *heads);
void table_row(struct page *p, const char *name);
void table_number(struct page *p, double value, int decimals, const char *mark);
#define VALUES(...)                                                                                \
    sizeof((const double[]){__VA_ARGS__}) / sizeof(double), (const double[])                       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define table_numbers(p, decimals, ...) table_put_numbers(p, decimals, VALUES(__VA_ARGS__))
#define table_changes(p, decimals, ...) table_put_changes(p, decimals, VALUES(__VA_ARGS__))
void table_put_numbers(struct page *p, int decimals, size_t count, const double *values);
void table_put_changes(struct page *p, int decimals, size_t count, const double *values);
void table_text(struct page *p, const char *text);
void table_end(struct page *p);

/* A picture, drawn twice: for a wide page and for paper, and for a telephone, as high as is said;
 * 0: as high as it has to be. */
typedef void page_painter(cohort_output *out, const cohort_chart *chart, const void *data);
void page_picture(struct page *p, double height, double narrow_height, page_painter *paint,
                  const void *data);

/* Pictures of several years: one at a time with a slider; on paper all, if there is room. */
void page_frames_begin(struct page *p, const char *label, bool on_paper);
void page_frame(struct page *p, int year, page_painter *paint, const void *data);
void page_frames_end(struct page *p);

/* Numbers in a sentence: "26,917"; "+987", and a fall as the language writes it. */
struct text number_text(double value, int decimals);
struct text change_text(const struct page *p, double value, int decimals);

#endif
