/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_READING_H
#define COHORT_TABLE_READING_H

#include "table/labels.h"
#include "table/layout.h"
#include "text/text.h"

enum {
    COHORT_PLACE_TEXT = 400,
    COHORT_REFUSAL_TEXT = 640,
    COHORT_RATES_SAID = 8,
    COHORT_RATES_GUESSED = 2,
    COHORT_UNITS_KEPT = 4
};

/* What rates of a variable are said to be per. */
typedef struct cohort_rate_said {
    char variable[32];
    int per;
} cohort_rate_said;

/* Rates of a column of quantities that are per more than one if the largest is beyond what one can be
 * of: births of a woman and year, and males per female. */
static const struct cohort_rate_guess {
    const char *variable;
    double most, per;
} COHORT_GUESSES[COHORT_RATES_GUESSED] = {{"asfr", 30.0, 1000.0}, {"srb", 10.0, 100.0}};

/* What was done with the rows and cells of a file, for notes. */
typedef struct cohort_reader_counts {
    int sheets, empty_sheets;
    int asides;                        /* rows that are none: titles between, notes below */
    int aside_line;                    /* the first */
    int others;                        /* rows of other kinds than the whole (selectors) */
    int withheld;                      /* cells */
    int ignored;                       /* figures of quantities that nothing is done with */
    char refusal[COHORT_REFUSAL_TEXT]; /* the first of these, if there are no others */
    char ignored_text[COHORT_SHOWN_TEXT];
    int ignored_line;
    int unit;                        /* the largest of figures; 0: persons */
    bool whole;                      /* is there a figure that shows what a point is? */
    char pointed[COHORT_PLACE_TEXT]; /* the first whose point may be one of thousands; "": none */
    char points[COHORT_SHOWN_TEXT];  /* one whose points are of thousands for sure; "": none */
    bool japanese;                   /* are areas named in Japanese? */
    bool unsaid;                     /* does nothing say what figures are, and in which unit? */
    bool parts;                      /* are any no whole numbers? */
    double largest;                  /* of them all */
    bool headed;                     /* do headings say what quantities the figures are? */
    bool from_file;
    bool no_age, no_sex;                       /* does nothing say of which ages or sex? */
    double most[COHORT_RATES_GUESSED];         /* the largest of each */
    cohort_rate_said rates[COHORT_RATES_SAID]; /* in order; the first without a name ends them */
    char shape[200];                           /* what the table was read as */
    int shape_year;                            /* the first block's date; 0: none */
    bool guessed;                              /* is the shape none of the plain ones? */
    bool titled_area, file_area;
    bool all_sex, file_sex;         /* does a title, or the name of the file, say the sex of all? */
    unsigned months;                /* bits of those of dates */
    int dated, month;               /* the first date of another month than October; 0: none */
    char marked[COHORT_SHOWN_TEXT]; /* the first with a mark, such as `2020p` */
    char unused[COHORT_SHOWN_TEXT]; /* the heading of a column that is nothing; "": none */
    char counted[COHORT_SHOWN_TEXT];  /* of one that says only how persons were counted; "": none */
    char block[2][COHORT_SHOWN_TEXT]; /* the titles of a file's first block and its last */
    unsigned sexes;                   /* bits of those that there are */
} cohort_reader_counts;

/* A file on its way to a table. */
typedef struct cohort_reading {
    const cohort_table_options *options;
    cohort_table *table;
    cohort_reader_counts *counts;
    cohort_error *error;
    cohort_cells cells;
    char place[COHORT_PLACE_TEXT]; /* file and sheet, for messages; "": a text file */
    const char *sheet_title;
    cohort_layout layout;
    cohort_context options_say, sheet,
        block;              /* what titles say: of all, of the sheet, of a block */
    cohort_context pending; /* what lines since the last row say of the next block */
    char area[COHORT_CONTEXT_TEXT];
    cohort_row_label *labels; /* of the row that is read, one a column of labels */
    const cohort_cell_row *row;
    int number;      /* of the row */
    int unit;        /* of its figures; 0: not said */
    int per;         /* what they are per, if they are rates; 0: not said */
    const char *odd; /* a cell that says that they are no persons; NULL: none */
    bool yearly;     /* is net migration that of a year? */
    const char *unit_texts[COHORT_UNITS_KEPT]; /* the cells that said so */
    bool moved;      /* are area, name or variable other than in the row before? */
    bool area_below; /* does a row below the headings name the area? */
    bool ended;      /* has a block of the row, of several side by side, no more rows? */
    bool no_layout;  /* is the sheet's last header, which has no ages, none of a table? */
    int pair;        /* of the last value; -1: none */
    const char *variable_text, *variable; /* as the last row that has one calls it, and its name */
    int variable_per;                     /* what that says figures are per; 0: nothing */
} cohort_reading;

/* Of figures of the row, of a quantity called so, nothing is read; where there are no others, they are
 * refused. */
void cohort_reading_ignore(cohort_reading *read, const char *quantity, const char *expected);

/* Read a column's figure of the row. */
int cohort_reading_value(cohort_reading *read, const cohort_value_column *value);

/* A number as the file writes them. Returned: as by cohort_written_number. */
int cohort_reading_number(const cohort_reading *read, const char *text, double *number);

/* The row's number, and what its columns of units say. */
int cohort_reading_row(cohort_reading *read);

/* Fail with the row's cell in a column. */
int cohort_reading_fail(const cohort_reading *read, int column, int code, const char *expected);

#endif
