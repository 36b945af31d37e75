/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A back-test of several forecasters on two parts of censuses: what is run, and the tables. */
#ifndef TRIAL_H
#define TRIAL_H

#include "inputs/censuses.h"

enum { PARTS = 2, HORIZONS = 6, SIZES = 5, FORECASTERS = 3, MOST_CLASSES = 40, MOST_GROUPS = 100 };
enum { FITTED, TESTED };
enum { OURS, HELD, THREE };
enum { OTHER_PEERS = 2 }; /* COHORT_PEERS_OLDER and COHORT_PEERS_NONE */

/* Rows as cohort_backtest_run gives them. */
struct rows {
    int by, classes; /* COHORT_BY_SIZE ...; the last is all */
    cohort_backtest_row row[COHORT_SPREAD_BANDS * HORIZONS * MOST_CLASSES];
};

struct trial {
    struct censuses censuses;
    cohort_censuses counted;
    int horizons;
    int groups, *group; /* by the first two characters of the code */
    cohort_cases part[PARTS];
    unsigned char *areas[PARTS];
    cohort_forecast_options forecasters[FORECASTERS];
    cohort_spreads *spreads[FORECASTERS]; /* from the fitted part */
    struct rows by_size[PARTS][FORECASTERS], by_base[FORECASTERS], sums, sum_of_all,
        recent[FORECASTERS], other_peers[OTHER_PEERS];
    /* Of the tested part, by prefecture: mean absolute errors of totals. */
    cohort_backtest_row by_group[FORECASTERS][MOST_GROUPS][HORIZONS];
    int recent_from; /* base dates of `recent`, of all areas, from this year on */
};

/* Read censuses, divide them by `fit_on` (even, odd or a year), fit and test. */
void trial_make(struct trial *trial, const char *file, const char *fit_on, int recent_from);
void trial_clear(struct trial *trial);

/* The tables, as text or as CSV. */
void trial_print(const struct trial *trial);
void trial_csv(const struct trial *trial);

const cohort_backtest_row *trial_row(const struct trial *trial, const struct rows *rows, int band,
                                     int horizon, int class);
extern const cohort_limits trial_sizes;

#endif
