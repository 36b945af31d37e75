/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events before a count of the register: counted, expected on a path, their part of its gap. */
#ifndef ORIGIN_H
#define ORIGIN_H

#include "inputs/counts.h"

enum { ORIGINS = 3 };
extern const char *const origin_names[ORIGINS]; /* births, deaths, net migration */

struct origin {
    int first;          /* calendar year */
    double before, gap; /* before: what stood there already, or comes of another concept */
    struct {
        double counted, expected, part; /* counted: NAN if not */
    } events[ORIGINS];
};

/* Returned: were there a total of the register and events right before it? */
bool origin_of(const struct observed *o, const struct counts *counts, const cohort_projection *path,
               struct origin *origin);

#endif
