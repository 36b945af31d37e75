/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rates of a nation for a town's population, which may be on another grid: of fewer or more ages,
 * of earlier dates, or to a later year. */
#ifndef NATION_H
#define NATION_H

#include "text/text.h"

/* The grid that a town's population and a nation's rates have in common, and what that takes. */
struct fit {
    cohort_grid grid;      /* from the first date that both have, to the horizon */
    int first_left_out;    /* the town's first date, if it is before the nation's; else 0 */
    int first, last;       /* the nation's first and last date */
    bool nation_is_closed; /* are its oldest ages summed? */
    bool town_is_closed;
};

/* Let a population have its last date only. */
int fit_last(cohort_stock *town, cohort_error *problem);

/* Find it. Given: the town's grid; to, the horizon, or COHORT_OPEN_END: the town's last date. */
int fit_find(const cohort_table *nation, const char *code, const cohort_grid *town, int to,
             struct fit *fit, cohort_error *problem);

/* Let a town's population take the grid, as far as it goes. */
int fit_town(const struct fit *fit, cohort_stock *town, cohort_error *problem);

/* The inputs of a town: derived from its population with the nation's rates on the grid; of one date
 * only, the nation's own, without migration. */
int fit_inputs(const struct fit *fit, const cohort_stock *town, const cohort_inputs *rates,
               bool no_migration, cohort_inputs **out, cohort_error *problem);

/* A population of one date, and no rates. */
int fail_one_date(cohort_error *problem, const char *area, int date);

/* The last date where none is asked for and the rates are those of Japan: how far Japan's
 * municipalities look in their population visions, or the table's, if that is later. The first is
 * noted. */
enum { VISION = 2060 };
int look_ahead(int published);

/* Note what was done, once for all towns of a file; `name` is the nation's. */
void fit_note(const struct fit *fit, const char *path, const char *name);

#endif
