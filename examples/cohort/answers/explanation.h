/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why two paths differ in a measure, and what moves it: computed once, printed in many ways. */
#ifndef EXPLANATION_H
#define EXPLANATION_H

#include "answers/comparison.h"

/* The document's order: migration first, then fertility; then what is mostly the same on both. */
enum { COMPONENTS = 4, MOST_BANDS = 32 };
extern const struct component {
    unsigned bit;
    const char *name;
} components[COMPONENTS];

struct explanation {
    const struct comparison *c;
    cohort_measure measure;
    char name[COHORT_MEASURE_NAME];
    double without, with;
    double ordered[COMPONENTS + 1], shapley[COMPONENTS + 1];
    bool by_mother; /* fertility is known by her age */
    int band_count, period_count;
    cohort_part bands[MOST_BANDS], periods[MOST_BANDS];
    int cause_count; /* component by component: period by period, by age, men before women */
    cohort_part *causes;
    double *parts;   /* [cause_count + 1] of the difference */
    double *changes; /* [cause_count] of the measure on the path, when the cause grows by 1 % */
    int *ranked;     /* [cause_count] numbers of causes, the one with the largest change first */
};

/* Exits with a message on an error. */
void explanation_make(struct explanation *e, const struct comparison *c,
                      const cohort_measure *measure);
void explanation_clear(struct explanation *e);

/* The name of a component, "rest" for none. */
const char *component_name(unsigned bit);

/* What the causes of one component and period add up to: of a band and a sex; NULL: of all. */
double sum_of(const struct explanation *e, unsigned component, const cohort_part *period,
              const cohort_part *band, int sex);

cohort_balance balance_of(const cohort_projection *path, const cohort_part *period);

/* Degrees of influence on a baseline, at 2040 and at a year. Returned: how many can
 * be had, 0 to 2; *problem is the reason for none. */
int influences(const cohort_inputs *baseline, int year, int years[2], cohort_influence found[2],
               const char **problem);

#endif
