/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan aims at, where it began, what its path gives and what was counted: how much of the
 * way has been gone, and whether the goal is met. */
#ifndef GOALS_H
#define GOALS_H

#include "answers/nemuro_case.h"
#include "inputs/counts.h"
#include "inputs/targets.h"

enum { MOST_AIMS = 60 };
struct aims {
    const cohort_stock *population; /* of a path, borrowed */
    int count;
    struct aim of[MOST_AIMS];
};

/* Read those of a file; or take those of Nemuro's strategy. A start that is not given is what
 * stood at the first date. Exits with a message on an error. */
void aims_read(struct aims *aims, const cohort_stock *population, const char *path);
void aims_of_nemuro(struct aims *aims, const struct nemuro *n);

/* The option `--targets` of a command. */
#define TARGETS_OPTION(place)                                                                      \
    OPTION("--targets", "T.csv", INPUT, place,                                                     \
           "measure,year,value: what a plan aims at, measures being named as total, women_20_39 "  \
           "or age_65_plus/total (a percentage); annual_decline: how much the total falls a "      \
           "year, % of that of the year, over five years. A column start: where the way begins")

/* An aim's value on a path; NAN where the path has not got it. */
double aim_on(const cohort_stock *population, const struct aim *aim);

/* As rounded, is a value as good as the aim? */
bool aim_is_met(const struct aim *aim, double value);

/* An aim as a figure that is reached at the limit or above (or below: at_most). */
cohort_figure aim_figure(const struct aim *aim, double *limit);

/* The share of the way from the start to the aim, percent; NAN where there is no way. */
double aim_way(const struct aim *aim, double value);

/* What was counted of an aim, of one kind: the last count at most a year behind the aim. */
struct aim_count {
    const struct counts *counts; /* NULL: none */
    double value, expected;      /* expected: on the path, at the same time */
    bool is_due;                 /* is it of the aim's own year? */
};
struct aim_count aim_counted(const struct aim *aim, const struct observed *observed,
                             const char *kind, const cohort_stock *path);

/* An aim on the plan's path, what was counted of it, and whether it is met by that in its year: by
 * a census or, where there is none, by a register, which is another concept of population. */
enum { AIM_CENSUS, AIM_REGISTER, AIM_KINDS };
enum aim_state { AIM_OPEN, AIM_MET, AIM_MISSED, AIM_MET_REGISTER, AIM_MISSED_REGISTER, AIM_STATES };
struct goal {
    const struct aim *aim;
    char name[COHORT_MEASURE_NAME];
    double path, way; /* way: by the census, if there is one */
    struct aim_count counts[AIM_KINDS];
    enum aim_state state;
};
struct goal goal_of(const struct aim *aim, const cohort_stock *path, const struct observed *o);

/* Each goal as text, on the path of the plan, and as rows of track's CSV. */
void goals_print(const struct aims *aims, const cohort_stock *path, const struct observed *o);
void goals_write(const struct aims *aims, const cohort_stock *path, const struct observed *o);

#endif
