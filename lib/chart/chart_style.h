/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts have in common: colours, words, numbers, scales. */
#ifndef COHORT_CHART_CHART_STYLE_H
#define COHORT_CHART_CHART_STYLE_H

#include <cohort/chart.h>

/* Okabe and Ito's colours, 0 being grey, in an order in which neighbours also differ in brightness;
 * and darker ones of the same hue, for letters on white. */
enum { CHART_COLOURS = 7 };
extern const char *const cohort_chart_colours[CHART_COLOURS];
extern const char *const cohort_chart_inks[CHART_COLOURS];

/* A short text, returned by value and used as cohort_chart_year(2015).text. */
typedef struct chart_text {
    char text[120];
} chart_text;

/* The stroke of a line, as attributes. */
chart_text cohort_chart_stroke(cohort_mark mark, int colour);

#define CHART_BLACK "#222222"
#define CHART_GREY "#5c5c5c"  /* secondary letters */
#define CHART_GRID "#e2e2e2"  /* lines of the scale */
#define CHART_FRAME "#8a8a8a" /* the line at zero */

/* "12,345.6", with a true minus sign (▲ in Japanese), and `plus` ("" or "+") before a gain. Values
 * up to CHART_VALUE_MAX. */
#define CHART_VALUE_MAX 1e15
enum { CHART_DECIMALS_MAX = 9 };
chart_text cohort_chart_number(double value, int decimals, cohort_language language,
                               const char *plus);

/* A year, without commas, with up to two decimals if it is not whole. */
chart_text cohort_chart_year(double year);

/* An age group: "5–9" (5〜9 in Japanese), "7", "90+". */
chart_text cohort_chart_ages(const cohort_grid *grid, int age, cohort_language language);

/* Check that members of a caller's struct are from low to high.
 * Errors: COHORT_ERROR_ARGUMENT naming the first that is not. */
typedef struct chart_number {
    const char *name;
    int value, low, high;
} chart_number;
int cohort_chart_check(int count, const chart_number *numbers, cohort_error *error);

/* Put the place before an error's text: `panel 1 "NAME": ` (NULL: none). Returned: the code. */
int cohort_chart_fail_in(cohort_error *error, int code, const char *what, int number,
                         const char *name);

/* A scale with ticks at first * step .. last * step; step is 1, 2 or 5 times a power of 10. */
typedef struct chart_axis {
    double low, high, step;
    long long first, last;
    int decimals; /* that its ticks need */
} chart_axis;

/* A scale that holds low to high and ends at ticks. It has up to `usual` steps, or up to `max` if
 * much of it would be empty. If low is high, it holds that value and 0. */
chart_axis cohort_chart_axis(double low, double high, int usual, int max);

/* The smallest step (1, 2 or 5 times a power of 10) that is not below the value. */
double cohort_chart_step(double value);

/* A scale from low to high with ticks at multiples of the step. */
chart_axis cohort_chart_span(double low, double high, double step);

/* The place of a value between two pixels. */
double cohort_chart_at(const chart_axis *axis, double value, double from, double to);

#endif
