/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the example programs share: fixtures, a way out on errors, and figures as planners write
 * them. */
#ifndef PLANNER_H
#define PLANNER_H

#include <cohort/cohort.h>

/* Print an error, without its "error: " and line end, and exit with 1. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 1, 2)))
#endif
void die(const char *format, ...);

/* On a code that is no success: print the error, and exit with 1. */
void must(int code, const cohort_error *error);

/* Before anything is printed: let it wait for the end (up to 256 kB), so that after an error there
 * is nothing of it. */
void hold_output(void);

/* The end of a program that has printed: 0, or 1 with a message when what it printed did not all
 * get out (a full disk, a closed pipe). */
int finish(void);

/* A file of the fixtures; the text is valid until the next call but three. */
const char *fixture(const char *name);

/* An area's name in Japanese and English from areas.csv, as "根室市 Nemuro"; or its code again. */
void area_name(const char *area, char *name, int size);

/* The published table of an area, and what it borrows from the nation up to a year. */
void load_area(const char *area, int last_year, cohort_stock *published, cohort_inputs **nation);

/* Persons in a named band at a year. */
double persons_in(const cohort_stock *population, int year, const char *band);

/* "26,917", "▲18,559" for a fall; right-aligned to a width; valid until the next call but seven. */
const char *persons(double value, int width);

/* The same with a + for a rise. */
const char *change(double value, int width);

#endif
