/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure: the random trajectories of one area, asked for on the command line and printed as fans
 * and probabilities. What runs them is the program's. */
#ifndef FAN_H
#define FAN_H

#include "common/comparison.h"

#include <stdio.h>

enum fan_rate { FAN_FERTILITY, FAN_MORTALITY, FAN_MIGRATION, FAN_RATES };

struct fan_request {
    struct source source;
    bool plan, no_events, csv, excel;
    bool own_rates; /* not the defaults */
    int trajectories, threads;
    uint64_t seed;
    cohort_uncertainty rates[FAN_RATES];
    const char *resume, *output; /* output: "-" is standard output */
    const char *areas;           /* several: "all", or codes with commas; NULL: one */
};

/* Nothing asked for: the defaults. */
struct fan_request fan_defaults(void);

/* Its options but for those of its source, and what is wrong with all together, for a program. */
extern const struct option fan_options[];
const char *fan_check(void *request);

/* A probability that is printed: that a figure is below a limit, or that it is not. */
struct fan_probability {
    char text[100];
    int figure;
    double limit;
    bool not_below;
};

struct fan {
    const struct fan_request *request;
    struct comparison c;
    const cohort_inputs *inputs;   /* of the path that is asked for */
    const cohort_projection *path; /* without chance */
    const char *path_name;
    int probability_count;
    struct fan_probability probabilities[3];
    int figure_count; /* two at each date: total, women 20-39; then those of the probabilities */
    cohort_figure *figures;
    double *profile; /* [ages], of migration's uncertainty */
    cohort_ensemble_options options;
    cohort_ensemble *ensemble; /* nothing has been run */
};

/* The areas that are asked for: their number, and their codes, one NULL where they are not told
 * apart. The source stays open until fan_free. Exits with a message on an error. */
int fan_areas(struct fan_request *request, char ***codes);
void fan_free(struct fan_request *request, int count, char **codes);

/* One area, made ready. Exits with a message on an error. */
void fan_make(struct fan *fan, const struct fan_request *request, const char *area);
void fan_clear(struct fan *fan);

/* What the trajectories of an area say; `first`: with what is printed once. */
void fan_print(FILE *out, const struct fan *fan, bool first);

/* Write it, whole or not at all. */
void fan_write(const struct fan_request *request, const char *text, size_t size);

#endif
