/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan aims at, as planners write it: rows measure,year,value, in English or Japanese. */
#ifndef TARGETS_H
#define TARGETS_H

#include "text/text.h"

struct target {
    const char *name; /* as the file has it, which is open while it is looked at */
    int line;
    cohort_measure measure;
    double value;
};

/* Read a file, and hand each row to `take`. Measures have their names in cohort_measure_parse, or
 * those of Japanese plans: 総人口, 年少人口, 20〜39歳女性, 老年人口/総人口, 高齢化率. Exits with a message
 * on an error. */
void targets_read(const char *path,
                  void (*take)(void *to, const char *file, const struct target *target), void *to);

#endif
