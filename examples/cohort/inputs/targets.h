/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan aims at, as planners write it: rows measure,year,value and, if they like, start, in
 * English or Japanese; without a measure they are of the total. */
#ifndef TARGETS_H
#define TARGETS_H

#include "text/text.h"

/* What a plan aims at. */
struct aim {
    cohort_measure measure; /* of a decline: the total of its first year */
    bool is_decline;        /* percent a year of that total, over DECLINE_YEARS */
    bool at_most;           /* met at the value or below: a decline, a share of the old */
    double value, start;    /* start: where the way to it begins; NAN: not given */
    int decimals;           /* as many as the value has; of persons 0 */
};
enum { DECLINE_YEARS = 5 };

struct target {
    const char *name; /* as the file has it, which is open while it is looked at */
    int line;
    struct aim aim;
};

/* An aim of a measure: what its kind says. */
struct aim aim_of(const cohort_measure *measure, bool is_decline, double value, double start);

/* Read a file, and hand each row to `take`. Measures have their names in cohort_measure_parse, or
 * those of Japanese plans (総人口, 年少人口, 20〜39歳女性, 老年人口/総人口, 高齢化率); annual_decline or
 * 年減少率 is how much the total falls a year, in percent. Exits with a message on an error. */
void targets_read(const char *path,
                  void (*take)(void *to, const char *file, const struct target *target), void *to);

#endif
