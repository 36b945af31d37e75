/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a town can do, one thing at a time, and how much of it a goal would take. */
#ifndef LEVERS_H
#define LEVERS_H

#include "options/options.h"

enum lever { TFR, SUPPRESSION, FAMILIES, WOMEN, LEVERS };
extern const struct lever_facts {
    const char *title;
    double lower, upper; /* bounds that are tried; families: see most_of */
    double scale;        /* what a value is multiplied by to print it; 100: percent */
} levers[LEVERS];

/* What they are called on the command line; ended by NULL. */
extern const char *const lever_words[LEVERS + 1];

/* A household as a planner types it: m32,f30,c3. */
enum { MOST_MEMBERS = 20 };
struct family {
    const char *text;
    int count;
    cohort_member members[MOST_MEMBERS];
};
#define DEFAULT_FAMILY                                                                             \
    {                                                                                              \
        "m32,f30,c3", 3,                                                                           \
        {                                                                                          \
            {COHORT_MALE, 32}, {COHORT_FEMALE, 30},                                                \
            {                                                                                      \
                COHORT_BOTH, 3                                                                     \
            }                                                                                      \
        }                                                                                          \
    }

/* The option `--family` of a command. Members: m a man or boy, f a woman or girl, c a child of
 * either sex, with the age behind it. */
#define FAMILY_OPTION(place)                                                                       \
    OPTION("--family", "LIST", OWN, place,                                                         \
           "who moves in, as m32,f30,c3: a man, a woman, a child of either sex",                   \
           .take = take_family,                                                                    \
           .expected = "members such as m32,f30,c3: m man, f woman, c child, and an age")
bool take_family(const char *text, void *to);

/* A lever for a goal: what is done, from when on, how much of it at most, and who a family is. */
struct attempt {
    enum lever lever;
    int from;
    double most;
    struct family family;
};

struct answer {
    cohort_reached reached;
    double baseline; /* the TFR without, mean of the intervals that the lever moves; NAN: no TFR */
    double verified; /* the goal's measure in a projection of its own, with the answer */
    double level;    /* what it is to be there */
    double migrants; /* net migration a year, more than without */
};

/* The upper bound: of families a hundredth of the first date's persons a year, if that is more. */
double most_of(enum lever lever, const cohort_inputs *inputs);

/* The mean TFR of the intervals between two years; NAN where the inputs do not tell. */
double tfr_between(const cohort_inputs *inputs, int year_from, int year_to);

/* Solve. Returned: the answer as a scenario, for the caller to free. Exits on an error. */
cohort_scenario *attempt(const struct attempt *attempt, const cohort_inputs *inputs,
                         const cohort_figure *goal, struct answer *answer);

/* The answer, and what comes of it. */
void print_answer(const struct attempt *attempt, const cohort_figure *goal,
                  const struct answer *answer);

/* A value of a measure. */
struct text figure_of(const cohort_measure *measure, double value);

#endif
