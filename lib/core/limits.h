/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far rates go among humans, and in which unit one that goes further may be. */
#ifndef COHORT_CORE_LIMITS_H
#define COHORT_CORE_LIMITS_H

#include <cohort/grid.h>

#include <stdbool.h>
#include <stddef.h>

/* Of inputs, besides cohort_rate_limits: rates from counts, which go as far as small areas do. */
enum { LIMITS_OF_COUNTS = 2 };

/* A range, and what a value of it hardly falls short of, by which its unit is guessed. */
struct limits {
    double lowest, highest, usual;
    bool has_point;   /* is it written with a decimal point, which may have been lost? */
    const char *what; /* for messages, before the range; NULL: nothing */
};

/* Children per woman (lib/doc/rates.md has the sources of these); death rates a person and year. */
static const struct limits COHORT_TFR_LIMITS = {0.0, 10.5, 0.5, true, "children per woman, "};
static const struct limits COHORT_MX_LIMITS = {0.0, 6.0, 0.01, false,
                                               "deaths per person and year, "};
/* Of all people of an interval together: our own, beyond what is known to us of any state. */
static const struct limits COHORT_NET_RATE_LIMITS = {
    -1.0, 0.25, 0.001, false, "net migrants per person and year, of all together, "};
static const struct limits COHORT_SRB_LIMITS = {0.8, 1.3, 0.8, true, "males per female at birth, "};
static const struct limits COHORT_QX_LIMITS = {0.0, 1.0, 0.002, false, NULL};

/* `children per woman, 0 to 10.5; is it per 1,000 (1.5)?`: what was expected of a value, in the
 * caller's buffer, which is returned; NULL if the value is within. */
enum { COHORT_LIMITS_TEXT = 160 };
const char *cohort_beyond(struct limits limits, double value, char text[COHORT_LIMITS_TEXT]);

/* Rates of net migration that groups may have, but not everybody: of each interval the mean of ratios
 * (COHORT_NET_MIGRATION_RATIO) over the base population, a year. */
int cohort_check_net_rates(const cohort_grid *grid, const double *base, const double *ratio,
                           cohort_error *error);

/* The same limit for persons (COHORT_NET_MIGRANTS) of the first interval, which the base begins. */
int cohort_check_net_counts(const cohort_grid *grid, const double *base, const double *migrants,
                            cohort_error *error);

#endif
