/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the published figures determine Nemuro's plan: others that give them, all inferred. */
#ifndef DETERMINED_H
#define DETERMINED_H

#include "answers/nemuro_case.h"
#include "text/words.h"

/* What the factors are to be near to: the same for everybody, or for some and none for others. */
enum { PRIOR_UNIFORM, PRIOR_YOUNG, PRIOR_LATER, PRIOR_WOMEN, PRIORS };

/* Figures of the plan's path that were not fitted. */
enum { OPEN_FIGURES = 14 };
struct open_figure {
    const char *name; /* of a measure; NULL: the yearly decline from the year on, percent */
    int year;
};
extern const struct open_figure open_figures[OPEN_FIGURES];

struct determined {
    struct way {
        const char *in[LANGUAGES];
        double factor;     /* where the prior is not 0 */
        bool is_met;       /* with it as the prior and all factors free, are the targets met? */
        double miss;       /* the largest; */
        double alone_miss; /* and with no other factors than its own */
        bool is_met_alone;
        double factors[NEMURO_FACTORS], figures[OPEN_FIGURES];
        int at_bound; /* factors at 0 or 1 */
    } ways[PRIORS];
    double least[OPEN_FIGURES],
        greatest[OPEN_FIGURES]; /* with all targets met and factors of 0 to 1 */
    double factor_least[NEMURO_FACTORS], factor_greatest[NEMURO_FACTORS];
    int targets;
};

/* Of a plan that was calibrated here. Exits with a message on an error. */
void determined_make(struct determined *d, const struct nemuro *n);
void determined_print(const struct determined *d, const struct nemuro *n);

#endif
