/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_CONTEXT_H
#define COHORT_TEXT_CONTEXT_H

#include "text/cells.h"

/* What titles, names of sheets and options say of the figures below them. */
enum { COHORT_CONTEXT_TEXT = 64 };

enum { COHORT_DATE_SAID = 1, COHORT_DATE_SURE, COHORT_DATE_GIVEN };

typedef struct cohort_context {
    char area[COHORT_CONTEXT_TEXT]; /* code or name; "": not said */
    char name[COHORT_CONTEXT_TEXT];
    int year;                       /* 0: not said */
    int year_rank;                  /* how surely: 0, or COHORT_DATE_... */
    int other_year;                 /* said as surely; 0: none */
    int period[2];                  /* the ends of a period, which are none of these; 0: none */
    int month;                      /* of the year's; 0: not said */
    int file_year;                  /* that the file's name says; 0: none */
    bool file_sex;                  /* is the sex from there? */
    bool file_place;                /* is the place from there? */
    int sex;                        /* -1 */
    int quantity;                   /* -1 */
    char said[COHORT_CONTEXT_TEXT]; /* the title that says the quantity */
    int unit;                       /* persons; 0: not said; -1: it cannot be read */
    char unit_text[COHORT_CONTEXT_TEXT]; /* the title that says it */
    int per;                             /* what rates of migration are per; 0: not said */
    char per_text[COHORT_CONTEXT_TEXT];  /* the title that says it of net migration; "": none */
    bool yearly;                         /* is net migration that of a year? */
    char words[COHORT_CONTEXT_TEXT];     /* the first title */
    char place[COHORT_CONTEXT_TEXT];     /* a town, or a region, that a title names within */
    bool region;                         /* is it a region? */
    bool only;                           /* has the last title only that? */
    bool census, registered;             /* which of them are the figures of? */
    bool life_table;                     /* whose 死亡率 is qx */
    bool part;                           /* of the population only, as the foreigners? */
    bool given;                          /* is the quantity that of options? */
    bool from_file;                      /* is the quantity from the file's name? */
} cohort_context;

#define COHORT_NO_CONTEXT                                                                          \
    {                                                                                              \
        .sex = -1, .quantity = -1                                                                  \
    }

/* Take from a title what it says; what was said before stays. */
void cohort_context_title(cohort_context *context, const char *title);

/* From the name of a file (or a sheet) whose titles say nothing: a quantity ("mxM5.txt"), and with it a
 * sex; a date; a town; a unit. */
void cohort_context_file(cohort_context *context, const char *path);

/* Take what is not said from another context: all but its sex. */
void cohort_context_fill(cohort_context *context, const cohort_context *from);

/* The area that titles name if no column does: its code, a place within a title, or the first title up
 * to a comma, a bracket or a の that is not within a name; "": none. */
const char *cohort_context_area(const cohort_context *context, char area[COHORT_CONTEXT_TEXT]);

/* Take from a row above the headings. */
void cohort_context_row(cohort_context *context, const cohort_cells *cells,
                        const cohort_cell_row *row);

#endif
