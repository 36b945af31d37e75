/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts have in common: colours, words, numbers, scales. */
#ifndef COHORT_CHART_CHART_STYLE_H
#define COHORT_CHART_CHART_STYLE_H

#include <cohort/chart.h>

/* Okabe and Ito's colours, 0 being grey, in an order in which neighbours differ in brightness too;
 * and darker ones of the same hue, for letters on white. */
enum { CHART_COLOURS = 7 };
extern const char *const cohort_chart_colours[CHART_COLOURS];
extern const char *const cohort_chart_inks[CHART_COLOURS];

/* A short text: what follows returns it whole, to be used as cohort_chart_year(2015).text. */
typedef struct chart_text {
    char text[120];
} chart_text;

/* A line of a mark and a colour: its stroke, as attributes. */
chart_text cohort_chart_stroke(cohort_mark mark, int colour);

#define CHART_BLACK "#222222"
#define CHART_GREY "#5c5c5c"  /* letters that stand back */
#define CHART_GRID "#e2e2e2"  /* lines of the scale */
#define CHART_FRAME "#8a8a8a" /* the line of nil */

/* "12,345.6", with a true minus sign (▲ in Japanese), and `plus` ("" or "+") before a gain. Values up
 * to CHART_VALUE_MAX. */
#define CHART_VALUE_MAX 1e15
enum { CHART_DECIMALS_MAX = 9 };
chart_text cohort_chart_number(double value, int decimals, cohort_language language,
                               const char *plus);

/* A year, without commas, with decimals only where it has some. */
chart_text cohort_chart_year(double year);

/* An age group: "5–9" (5〜9 in Japanese), "7", "90+". */
chart_text cohort_chart_ages(const cohort_grid *grid, int age, cohort_language language);

/* Numbers of a caller's struct that have to be from one to another.
 * Errors: COHORT_ERROR_ARGUMENT naming the first that is not. */
typedef struct chart_number {
    const char *name;
    int value, low, high;
} chart_number;
int cohort_chart_check(int count, const chart_number *numbers, cohort_error *error);

/* An error's text behind where it is: "panel 1: ...", with a name (NULL: none) in quotes. Returned:
 * its code. */
int cohort_chart_fail_in(cohort_error *error, int code, const char *what, int number,
                         const char *name);

/* A scale whose ticks are first * step .. last * step, step being 1, 2 or 5 times a power of 10. */
typedef struct chart_axis {
    double low, high, step;
    long long first, last;
    int decimals; /* that tell its ticks apart */
} chart_axis;

/* A scale that holds low to high and ends at ticks, of `usual` steps at most, or where it would be
 * empty in good part of `max`; of no width: 0 and the value are in it. */
chart_axis cohort_chart_axis(double low, double high, int usual, int max);

/* 1, 2 or 5 times a power of 10, no less than the value. */
double cohort_chart_step(double value);

/* A scale from low to high with ticks at multiples of the step. */
chart_axis cohort_chart_span(double low, double high, double step);

/* Where a value stands between two pixels. */
double cohort_chart_at(const chart_axis *axis, double value, double from, double to);

#endif
