/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many projections at once, a trajectory's time beside that of one at a time (ready handles'
 * populations alone), and beside reading the coefficients once, which is the least that a run with
 * own rates has to do. One thread unless said.
 */
#define _DEFAULT_SOURCE /* sysconf(_SC_AVPHYS_PAGES) */
#include "bench/common/synthetic.h"
#include "bench/common/timing.h"

#include "model/batch.h"

#include <cohort/cohort.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    AREAS = 8,    /* that differ; the lanes have them in turn */
    HANDLES = 256 /* at most, for one at a time with own rates: more than a near cache holds */
};

static const cohort_measure measures[] = {
    {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2040},
    {.band = {COHORT_FEMALE, 20, 39}, .year = 2040},
    {{COHORT_BOTH, 65, COHORT_OPEN_END}, 2040, 1, {COHORT_BOTH, 0, COHORT_OPEN_END}, NULL},
};
enum { MEASURES = sizeof measures / sizeof *measures };

/* ---- ways ---- */

struct job {
    const cohort_batch *batch;
    int threads;
    double *results;
};

static void run_alone(void *context)
{
    const struct job *job = context;
    need_ok(cohort_batch_run(job->batch, job->threads, NULL, NULL, NULL), NULL);
}

static void run_measures(void *context)
{
    const struct job *job = context;
    need_ok(cohort_batch_measures(job->batch, job->threads, MEASURES, measures, job->results, NULL),
            NULL);
}

static void run_keeping(void *context)
{
    const struct job *job = context;
    need_ok(cohort_batch_populations(job->batch, job->threads, job->results, NULL), NULL);
}

struct singly {
    cohort_projection **handles;
    int handle_count, runs; /* in turn */
};

static void run_singly(void *context)
{
    const struct singly *singly = context;
    for (int i = 0, h = 0; i < singly->runs; i++, h = h + 1 < singly->handle_count ? h + 1 : 0)
        cohort_projection_run_population(singly->handles[h], NULL);
}

/* ---- rows ---- */

static void batch_rows(const char *name, const cohort_batch *batch, struct singly *singly)
{
    char text[120];
    const int lanes = cohort_batch_lanes(batch);
    const cohort_grid *grid = cohort_batch_grid(batch);
    const size_t kept = (size_t)(grid->steps + 1) * cohort_grid_cells(grid) * (size_t)lanes;
    struct job job = {batch, 1, need(malloc((size_t)(lanes * MEASURES) * sizeof(double)))};
    snprintf(text, sizeof text, "%s / one at a time", name);
    compare(text, "ns", lanes, (struct way){run_alone, &job}, (struct way){run_singly, singly});
    snprintf(text, sizeof text, "%s three measures / one at a time", name);
    compare(text, "ns", lanes, (struct way){run_measures, &job}, (struct way){run_singly, singly});
    free(job.results);
    if (kept * sizeof(double) < 400e6) {
        job.results = need(calloc(kept, sizeof(double)));
        snprintf(text, sizeof text, "%s populations kept / one at a time", name);
        compare(text, "ns", lanes, (struct way){run_keeping, &job},
                (struct way){run_singly, singly});
        free(job.results);
    }
}

static void bound_row(const char *name, const cohort_batch *batch)
{
    char text[120];
    struct stream stream = {batch->rates, cohort_batch_at(batch, batch->blocks, 0), 0.0};
    const double bytes = (double)(stream.count * sizeof(double));
    struct job job = {batch, 1, NULL};
    snprintf(text, sizeof text, "%s / reading its %.0f MB", name, bytes / 1e6);
    compare(text, "ns", cohort_batch_lanes(batch), (struct way){run_alone, &job},
            (struct way){stream_run, &stream});
}

/* Is there memory for so many lanes of one's own rates, and as much again? If not, it says so. */
static int fits(const cohort_grid *grid, cohort_convention convention, int lanes)
{
    cohort_inputs *inputs = synthetic_inputs(grid, convention, 0, convention != COHORT_IPSS);
    const cohort_inputs *view = inputs;
    cohort_batch *batch;
    need_ok(cohort_batch_new(1, &view, 1, &batch, NULL), NULL);
    const double block = (double)(cohort_batch_at(batch, 1, 0) * sizeof(double));
    const double bytes = block * lanes / COHORT_BLOCK;
    const double there = (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    cohort_batch_free(batch);
    cohort_inputs_free(inputs);
    if (2.0 * bytes <= there)
        return 1;
    fprintf(stderr, "left out: %d of %dx%d %s own rates: %.1f GB, of %.1f GB that are free\n",
            lanes, grid->ages, grid->steps, cohort_convention_name(convention), bytes / 1e9,
            there / 1e9);
    return 0;
}

static void synthetic_rows(const cohort_grid *grid, cohort_convention convention, int lanes,
                           int shared)
{
    if (!shared && !fits(grid, convention, lanes))
        return;
    char name[80];
    const size_t cells = cohort_grid_cells(grid);
    cohort_inputs *areas[AREAS];
    const cohort_inputs **inputs = need(malloc((size_t)lanes * sizeof *inputs));
    double *bases = need(malloc((size_t)lanes * cells * sizeof *bases));
    cohort_projection *handles[HANDLES];
    struct singly singly = {handles, shared ? 1 : lanes < HANDLES ? lanes : HANDLES, lanes};
    cohort_batch *batch;
    cohort_error error;
    for (int a = 0; a < AREAS; a++)
        areas[a] = synthetic_inputs(grid, convention, a, convention != COHORT_IPSS);
    for (int lane = 0; lane < lanes; lane++) {
        inputs[lane] = areas[lane % AREAS];
        memcpy(bases + (size_t)lane * cells, cohort_inputs_view(inputs[lane], COHORT_BASE),
               cells * sizeof *bases);
    }
    for (int h = 0; h < singly.handle_count; h++)
        need_ok(cohort_projection_new(inputs[h], &handles[h], &error), &error);
    need_ok(shared ? cohort_batch_new_shared(areas[0], lanes, bases, &batch, &error)
                   : cohort_batch_new(lanes, inputs, 1, &batch, &error),
            &error);
    snprintf(name, sizeof name, "%d of %dx%d %s %s rates", lanes, grid->ages, grid->steps,
             cohort_convention_name(convention), shared ? "shared" : "own");
    batch_rows(name, batch, &singly);
    if (!shared)
        bound_row(name, batch);
    cohort_batch_free(batch);
    for (int h = 0; h < singly.handle_count; h++)
        cohort_projection_free(handles[h]);
    for (int a = 0; a < AREAS; a++)
        cohort_inputs_free(areas[a]);
    free(bases);
    free(inputs);
}

static void town_rows(void)
{
    static const char *const codes[] = {"01223", "01691", "01692", "01693", "01694"};
    enum { TOWNS = sizeof codes / sizeof *codes };
    cohort_projection *towns[TOWNS];
    const cohort_inputs *inputs[TOWNS];
    double results[TOWNS * MEASURES];
    cohort_batch *batch;
    cohort_error error;
    for (int i = 0; i < TOWNS; i++) {
        need_ok(cohort_table_project(COHORT_FIXTURES "/ipss2018.csv", codes[i],
                                     COHORT_FIXTURES "/japan.csv", "00000", 2060, &towns[i],
                                     &error),
                &error);
        inputs[i] = cohort_projection_inputs(towns[i]);
    }
    need_ok(cohort_batch_new(TOWNS, inputs, 1, &batch, &error), &error);
    struct singly singly = {towns, TOWNS, TOWNS};
    struct job job = {batch, 1, results};
    compare("five towns 19x9 / one at a time", "ns", TOWNS, (struct way){run_alone, &job},
            (struct way){run_singly, &singly});
    compare("five towns 19x9 three measures / one at a time", "ns", TOWNS,
            (struct way){run_measures, &job}, (struct way){run_singly, &singly});
    cohort_batch_free(batch);
    for (int i = 0; i < TOWNS; i++)
        cohort_projection_free(towns[i]);
}

int main(void)
{
    static const cohort_grid five = {5, 21, 2000, 20}, single = {1, 101, 2000, 100};
    for (int shared = 1; shared >= 0; shared--)
        for (int c = COHORT_IPSS; c <= COHORT_WPP_EVEN; c++) {
            synthetic_rows(&five, (cohort_convention)c, 1000, shared);
            synthetic_rows(&five, (cohort_convention)c, 10000, shared);
            synthetic_rows(&single, (cohort_convention)c, 1000, shared);
            synthetic_rows(&single, (cohort_convention)c, 10000, shared);
        }
    town_rows();
    return 0;
}
