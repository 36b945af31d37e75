/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which dates of a table were counted, and what follows from them. */
#ifndef COUNTED_H
#define COUNTED_H

#include "options/options.h"

/* What is asked for, and the peers that areas are forecast with. */
struct counted {
    int until, as_of; /* years; 0: not asked for */
    const char *peers_file;
    int old; /* from 60 on: 0: a loss below the nation's survival is death; 1: survival is the
                nation's, as under 60 */
    cohort_grid nation;    /* of the nation's population; all 0: not known */
    const char *peers_are; /* what they are called */
    cohort_stock peers;    /* without cells: none */
};

#define COUNTED_OPTIONS(at)                                                                        \
    OPTION("--counted-until", "YEAR", YEAR, (at) + offsetof(struct counted, until),                \
           "the last date of the populations that was counted; later ones are a published "        \
           "projection, which is carried on. Without it: all dates of a table that ends by 2026; " \
           "of one that goes further, those before the nation's second date (for Japan's table: "  \
           "before 2020), or only the first"),                                                     \
        OPTION("--as-of", "YEAR", YEAR, (at) + offsetof(struct counted, as_of),                    \
               "leave out what is later; everything until then was counted"),                      \
        OPTION("--peers", "PEERS.csv", INPUT, (at) + offsetof(struct counted, peers_file),         \
               "populations of the country, or of many areas, which are taken together, at the "   \
               "same dates, with which counts are forecast; without it, those of the nation "      \
               "whose rates are borrowed, for Japan of its municipalities; none: each area keeps " \
               "its own ratios"),                                                                  \
        OPTION("--old", "RULE", CHOICE, (at) + offsetof(struct counted, old),                      \
               "what a loss from 60 on is: own, death, so that higher mortality is not taken for " \
               "moves; nation: death as in the nation, the rest moves; without it: own",           \
               .words = old_rules)

extern const char *const old_rules[];

/* Let survival from 60 on be the nation's, if that is asked for; ratios of cohorts stay. */
void counted_split_old(const struct counted *counted, const cohort_inputs *nation,
                       cohort_inputs *inputs);

/* The last date of a population that was counted. Exits with a message if none of its dates is. */
int counted_last(const struct counted *counted, const cohort_grid *grid);

/* Are all its dates counted? Then rates are forecast from them. */
bool counted_all(const struct counted *counted, const cohort_grid *grid);

/* Are its rates forecast from counts, and not those of a published projection? */
bool counted_is_forecast(const struct counted *counted, const cohort_grid *grid);

/* Leave out the dates before a year and after another one, which it has. */
void counted_cut(cohort_stock *population, int from, int to);

/* Find the peers, unless there are any: those asked for; Japan's municipalities, for areas of
 * Japan; or an area of a table, for areas counted since two of its dates. Exits with a message on an
 * error. */
void counted_find_peers(struct counted *counted, bool of_japan, const cohort_table *table,
                        const char *area);

/* The last date of the peers with which counts until a year are forecast; COHORT_OPEN_START: they have
 * no two dates until then, and are not used unless they were asked for. */
int counted_peers_until(const struct counted *counted, int last);

/* Let many areas be peers of one another: those on the grid of the first, if they are enough. In
 * Japan all municipalities, unless these are most of it, so that a town is forecast alike in every
 * file. Returned: are there peers? */
bool counted_peers_of(struct counted *counted, bool of_japan, int count, const cohort_stock *areas);

/* Take the nation's grid: before its second date all dates of a table were counted. */
void counted_know_nation(struct counted *counted, const cohort_table *nation, const char *code);

/* All persons at a date, by its number; and is that count of nobody, or of less than a fifth of the
 * one before, as where an area was emptied by order? */
double counted_total(const cohort_stock *counts, int date);
bool counted_is_emptied(const cohort_stock *counts, int date);

/* Note which peers there are, and what of counts looks wrong; or that those asked for are unused. */
void counted_note(const struct counted *counted, const char *path, const cohort_stock *population);

/* Note areas, "07542 07543", whose last count is emptied; "": none. */
void counted_note_emptied(const char *path, const char *areas);

/* "2015 is taken for a count, what is later for a projection": what was guessed or asked for. */
struct text counted_words(const struct counted *counted, const cohort_grid *grid);
void counted_free(struct counted *counted);

/* The rates to come, with the peers that have been read and the nation's, or NULL. */
int counted_forecast(const struct counted *counted, const cohort_stock *counts, int last_year,
                     const cohort_inputs *nation, cohort_inputs **out, cohort_error *problem);

#endif
