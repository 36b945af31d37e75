/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure: the random trajectories of one area, asked for on the command line and printed as fans
 * and probabilities. What runs them is the program's. */
#ifndef FAN_H
#define FAN_H

#include "answers/comparison.h"
#include "answers/goals.h"

enum { FAN_PROBABILITIES = 4 };
enum { FAN_FERTILITY, FAN_MORTALITY, FAN_MIGRATION, FAN_RATES };
enum { FAN_TOTAL, FAN_WOMEN, FAN_MEASURES };

/* How uncertain a rate is to be. */
struct fan_rate {
    bool is_asked; /* else it is as estimated for areas like this one */
    cohort_uncertainty of;
};

struct fan_request {
    struct source source;
    bool plan, no_events, csv, cells;
    int trajectories, threads;
    uint64_t seed;
    struct fan_rate rates[FAN_RATES];
    const char *spreads;         /* the file; NULL: that of the fixtures */
    cohort_spreads *table;       /* what is in it; NULL: not read */
    const char *resume, *output; /* output: "-" is standard output */
    double below;                /* NAN: nothing is asked */
    const char *measure;         /* NULL: total */
    int year;                    /* COHORT_OPEN_END: the last date */
    const struct aims *aims;     /* of them, too, a probability is asked; NULL: none */
};

/* Nothing asked for: the defaults. */
#define FAN_REQUEST                                                                                \
    {                                                                                              \
        .source = SOURCE_NONE, .trajectories = 10000, .seed = 1, .output = "-",                    \
        .below = (double)NAN, .year = COHORT_OPEN_END                                              \
    }

/* Read how uncertain rates are, if that is needed. Exits with a message on an error. */
void fan_open(struct fan_request *request);
void fan_close(struct fan_request *request);

/* Its options but for those of its source, and what is wrong with all together, for a program. */
extern const struct option fan_options[];
const char *fan_check(void *request);

/* A probability that is printed: that a figure is below a limit, or that it is not. */
struct fan_probability {
    struct text text;
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
    struct fan_probability probabilities[FAN_PROBABILITIES];
    int figure_count; /* two at each date: total, women 20-39; then those of the probabilities, and
                         of the aims */
    int first_aim;
    cohort_figure *figures;
    const cohort_spreads *spreads; /* NULL: all rates are as asked for */
    bool is_forecast; /* is the path forecast from counts, not that of a published projection? */
    cohort_ensemble_options options;
    cohort_ensemble *ensemble;
};

/* One area, made ready, nothing having been run: COHORT_OK, or why it cannot be; there is nothing
 * to clear then. `area`: its code; NULL: the source's. The source is open, or it is Nemuro. */
int fan_make(struct fan *fan, const struct fan_request *request, const char *area,
             cohort_error *problem);
void fan_clear(struct fan *fan);

/* Of what has been run: a quantile of FAN_TOTAL or FAN_WOMEN at a date, by its level, five of
 * which are shown; how likely something is. */
enum { FAN_LEVELS = 5 };
extern const double fan_levels[FAN_LEVELS];
double fan_quantile(const struct fan *fan, int date, int measure, double level);
double fan_chance(const struct fan *fan, const struct fan_probability *probability);

/* How likely it is that an aim is reached. */
double fan_aim(const struct fan *fan, int aim);

/* Are totals and ages those of past errors (nothing was asked for in their place)? */
bool fan_is_calibrated(const struct fan *fan);

/* Of what its rates were estimated: "10,000-29,999" persons. */
struct text fan_persons(const struct fan *fan);

/* How many lay inside an interval after so many steps, by back-testing, at the levels 0.8 and 0.95;
 * false: not measured. After how many steps it is. */
enum { FAN_INSIDE = 2 };
extern const double fan_inside[FAN_INSIDE];
bool fan_coverage(const struct fan *fan, int measure, int steps, double level,
                  cohort_coverage *coverage);
int fan_measured_steps(const struct fan *fan, int measure);

/* A number of all that the text depends on. Returned: COHORT_OK, or why it cannot be run. */
int fan_fingerprint(const struct fan *fan, uint64_t *fingerprint, cohort_error *problem);

/* What there are quantiles of; and those of a date, of an area or a sum, as text or CSV. */
extern const int fan_bands[FAN_MEASURES];
#define FAN_HEAD                                                                                   \
    "          projection       median         80 %% between             95 %% between\n"
void fan_print_date(cohort_output *out, const struct fan_request *request, const char *area,
                    int measure, int year, double projection, const double values[FAN_LEVELS]);

/* What stands once before all areas, and what the trajectories of an area say. */
void fan_print_head(cohort_output *out, const struct fan_request *request);
void fan_print(cohort_output *out, const struct fan *fan);

#endif
