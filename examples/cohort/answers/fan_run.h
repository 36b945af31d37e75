/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of one area or of many: what is to be done, what an earlier run has finished, what is
 * written. One process does it, or one of several ranks. */
#ifndef FAN_RUN_H
#define FAN_RUN_H

#include "answers/blocks.h"
#include "answers/fan.h"
#include "text/progress.h"

struct fan_run {
    struct fan_request *request;
    int count;             /* of areas: 1 with a NULL code: the only one, or Nemuro */
    char **areas;          /* codes, each once, in the order of writing */
    int *block;            /* of each: that of an earlier run which has finished it, -1: none */
    uint64_t *fingerprint; /* of each, where blocks are kept */
    int left_out;
    cohort_output *output; /* NULL: another rank writes */
    bool has_head;         /* what stands before all areas is written */
    struct blocks *blocks; /* of areas; NULL: none are kept */
    struct progress progress;
};

/* These exit with a message on an error. */

/* The areas; and, if this is who writes, the output and what an earlier run has finished. */
void fan_run_open(struct fan_run *run, struct fan_request *request, bool is_writer);

/* An area as a text, in memory; NULL, and *problem, if there is none. */
cohort_output *fan_run_area(const struct fan_run *run, int area, cohort_error *problem);

/* Where to write the text of the only area. */
cohort_output *fan_run_output(struct fan_run *run);

/* Of many, write that of one, the one behind the last: what was kept; a text, which is kept, too; or that it is left out, and why. */
void fan_run_take_kept(struct fan_run *run, int area);
void fan_run_take(struct fan_run *run, int area, const char *text, size_t size);
void fan_run_leave_out(struct fan_run *run, int area, const char *reason);

/* Run an area and take it, or leave it out. */
void fan_run_here(struct fan_run *run, int area);

/* Trajectories of one area go in stretches, so that a bar can tell of them, and that finished ones are
 * kept. Returned: the end of the stretch that begins with a trajectory; that is the next one. */
int fan_run_stretch(const struct fan_request *request, int first);

/* The end: the output is complete. Returned: the exit status. */
int fan_run_close(struct fan_run *run);

#endif
