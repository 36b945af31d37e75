/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rates of a nation for a town's population, which may be on another grid: of fewer or more
 * ages, of earlier dates, or to a later year. */
#ifndef NATION_H
#define NATION_H

#include "inputs/counted.h"

/* The grid that a town's population and a nation's rates have in common, and what that takes. */
struct fit {
    cohort_grid grid;      /* from the first date that both have, to the horizon */
    int first_left_out;    /* the town's first date, if it is before the nation's; else 0 */
    int last;              /* the nation's last date */
    bool nation_is_closed; /* are its oldest ages summed? */
    bool town_is_closed;
    cohort_stock split;   /* the nation's population, by which the town's open group is split; no
                           cells: it is not */
    cohort_inputs *rates; /* the nation's; NULL: counts are of dates before any */
};

void fit_free(struct fit *fit); /* also after a failure */
#define SPLIT_OPEN_HELP                                                                            \
    "where the population's open group (85+) is wider than the reference's (90+), split it by "    \
    "sex as the reference's population of the date is; without it, the reference's is summed"
#define NO_MIGRATION_HELP                                                                          \
    "take the nation's rates, and no migration, from the last date on: what a population of one "  \
    "date only allows"

enum { VISION = 2060 }; /* how far Japan's municipalities look in their population visions */

/* What the rates of towns take: what was counted, the nation, the horizon. */
struct lender {
    const struct counted *counted;
    cohort_table *nation;
    const char *code;
    int to; /* COHORT_OPEN_END: the town's last date; for counts VISION */
    bool no_migration, split_open;
    bool goes_on; /* may its life tables go on by a model, if they are closed too early? */
};

/* What is noted behind an error of life tables that are closed too early. */
#define BY_KANNISTO ": such tables go on to 110 by Kannisto's model (--old-ages)"

/* Fit the lender to a town, and read its rates. Cuts the town to the dates that are used. */
int lender_fit(const struct lender *lender, cohort_stock *town, struct fit *fit,
               cohort_error *problem);

/* The inputs of a town that has been cut and fitted: forecast from counts, else derived. */
int lender_inputs(const struct lender *lender, const struct fit *fit, cohort_stock *town,
                  cohort_inputs **out, cohort_error *problem);

/* Cut a town to the dates that are used. */
int lender_cut(const struct lender *lender, cohort_stock *town, cohort_error *problem);

/* An area that the rates do not fit, as its dates end before the others'. Returned: the code. */
int fail_last_date(cohort_error *problem, const cohort_stock *town, int last);

/* A population of one date, and no rates. */
int fail_one_date(cohort_error *problem, const char *area, int date);

/* A population, and rates that end before it. */
int fail_other_years(cohort_error *problem, const char *area, int date, int last);

/* The last date where none is asked for and the rates are those of Japan: how far Japan's
 * municipalities look in their population visions, or the table's, if that is later. The first is
 * noted. */
int look_ahead(int published);

/* Note what was done, once for all towns of a file; `name` is the nation's. */
void fit_note(const struct fit *fit, const char *path, const char *name);

#endif
