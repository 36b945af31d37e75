/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference case: Nemuro's baseline by IPSS and its city's path, from the fixtures. */
#ifndef NEMURO_CASE_H
#define NEMURO_CASE_H

#include "answers/document.h"

#define NEMURO_AREA "01223"
enum { NEMURO_OBSERVED = 2012, NEMURO_BASE = 2015, NEMURO_PLAN_FROM = 2025, NEMURO_LAST = 2060 };

enum nemuro_run { RUN_RAW, RUN_BASELINE, RUN_PLAN, RUN_MIGRATION_ALONE, RUN_UNIFORM, RUN_COUNT };

/* The suppression schedule: a factor a period, sex and band of age, in this order. Chosen here;
 * the document publishes none. */
enum {
    NEMURO_PERIODS = 3,
    NEMURO_BANDS = 4,
    NEMURO_OLDEST = 59,
    NEMURO_FACTORS = NEMURO_PERIODS * COHORT_SEXES * NEMURO_BANDS
};

struct nemuro {
    cohort_table *document;          /* the strategy's published figures */
    cohort_stock ipss, unrounded;    /* IPSS's table; the cells behind it */
    cohort_inputs *nation;           /* what the town borrows from Japan */
    cohort_scenario *plan, *uniform; /* the city's path; the same with one factor for everybody */
    struct text plan_file;           /* the scenario that was read, or "" */
    bool plan_is_fitted;             /* do all of the document's figures for it come out? */
    cohort_fit unrounding, calibration; /* calibration stays empty for a scenario that was read */
    cohort_inputs *inputs[RUN_COUNT];
    cohort_projection *runs[RUN_COUNT];
    struct path paths[RUN_COUNT];
};

/* Compute everything. `scenario` names a file that stands for the city's path, or is NULL: then it
 * is calibrated. Exits with a message on an error. */
void nemuro_make(struct nemuro *n, const char *scenario);

/* What is asked of the schedule: the document's figures of the plan. Returned: how many. */
int nemuro_targets(const struct nemuro *n, cohort_figure targets[2 * MOST_TARGETS]);
/* A schedule with one factor for a sex, ages up to one, from a year on; and its rise of the TFR. */
struct prior {
    int sex, oldest, from;
};
void nemuro_schedule(const struct nemuro *n, const struct prior *prior, double factor,
                     cohort_scenario **scenario, cohort_parameter parameters[NEMURO_FACTORS]);
/* The factor with which that meets the total of the last date, or comes nearest to it. */
double nemuro_factor(const struct nemuro *n, const struct prior *prior, cohort_scenario **scenario);
void nemuro_clear(struct nemuro *n);

/* Let another scenario, which can be applied to the baseline, stand for the city's path. */
void nemuro_replan(struct nemuro *n, const cohort_scenario *plan);

#endif
