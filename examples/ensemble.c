/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble: how sure? Many random trajectories of one area, as fans and probabilities. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "common/fan.h"
#include "common/planner.h"
#include "common/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

/* ---- blocks that outlive a run that is killed ---- */

enum { BLOCKS = 10, STRETCHES = 20 };

/* What an earlier run has finished, if there is a file. Another area's, seed's or rates' is
 * refused. */
static void resume(cohort_ensemble *ensemble, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file && errno == ENOENT)
        return;
    if (!file)
        die("%s: %s", path, strerror(errno));
    if (cohort_ensemble_load(ensemble, file, &error))
        die("%s: %s", path, error.text);
    fclose(file);
}

/* A file that is whole or not there, whenever this is killed. */
static void keep(const cohort_ensemble *ensemble, const char *path)
{
    cohort_output *output;
    must(cohort_output_open(path, &output, &error), &error);
    /* whether it succeeded, _close knows */
    cohort_ensemble_save(ensemble, cohort_output_stream(output), NULL);
    must(cohort_output_close(&output, 1, &error), &error);
}

static void run_in_blocks(const struct fan *fan)
{
    const struct fan_request *r = fan->request;
    const int block = (r->trajectories + BLOCKS - 1) / BLOCKS;
    struct progress progress = progress_begin("trajectories", r->trajectories);
    resume(fan->ensemble, r->resume);
    for (int first = 0; first < r->trajectories; first += block) {
        const int left = r->trajectories - first, count = left < block ? left : block;
        const int before = cohort_ensemble_done(fan->ensemble);
        must(cohort_ensemble_run(fan->ensemble, first, count, r->threads, &error), &error);
        if (cohort_ensemble_done(fan->ensemble) > before)
            keep(fan->ensemble, r->resume);
        progress_to(&progress, first + count);
    }
    progress_end(&progress);
}

/* ---- the program ---- */

/* In stretches, of which a bar tells. */
static void run_at_once(const struct fan *fan)
{
    const struct fan_request *r = fan->request;
    const int stretch = r->trajectories / STRETCHES + 1;
    struct progress progress = progress_begin("trajectories", r->trajectories);
    for (int first = 0; first < r->trajectories; first += stretch) {
        const int left = r->trajectories - first, count = left < stretch ? left : stretch;
        must(cohort_ensemble_run(fan->ensemble, first, count, r->threads, &error), &error);
        progress_to(&progress, first + count);
    }
    progress_end(&progress);
}

static void run_area(FILE *out, const struct fan_request *request, const char *area, bool first)
{
    struct fan fan;
    fan_make(&fan, request, area);
    if (request->resume)
        run_in_blocks(&fan);
    else
        run_at_once(&fan);
    fan_print(out, &fan, first);
    fan_clear(&fan);
}

static int run(struct fan_request *request)
{
    char **areas, *text = NULL;
    size_t size;
    const int count = fan_areas(request, &areas);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die("out of memory");
    for (int i = 0; i < count; i++)
        run_area(out, request, areas[i], i == 0);
    fclose(out);
    fan_write(request, text, size);
    fan_free(request, count, areas);
    free(text);
    return finish();
}

static const struct option options[] = {
    OPTION("--resume", "FILE", OUTPUT, offsetof(struct fan_request, resume),
           "keep finished blocks here: started again with the same options, a run that was "
           "killed goes on from them, with the same result"),
    {.name = NULL},
};

static const struct program program = {
    .name = "ensemble",
    .summary = "random trajectories of an area's population, as fans and probabilities",
    .synopsis = (const char *const[]){"[INPUT.csv ...] [options]", NULL},
    .description =
        "Runs many random trajectories, of chance (who dies, is born, moves) and of uncertain "
        "rates, and prints quantiles by date and a few probabilities. The same seed gives the same "
        "bytes at any number of threads.\n\n"
        "Without INPUT.csv it is Nemuro's baseline.",
    .sets = (const struct option_set[]){{NULL, fan_options, 0},
                                        {NULL, options, 0},
                                        {SOURCE_TITLE, source_options,
                                         offsetof(struct fan_request, source)},
                                        {NULL, NULL, 0}},
    .examples =
        (const struct example[]){
            {"town.csv --to 2060 --csv --excel -o fans.csv", "every quantile, for a spreadsheet"},
            {"--plan --trajectories 100000", "Nemuro's city path, with more trajectories"},
            {NULL, NULL}},
    .check = fan_check,
};

int main(int argc, char **argv)
{
    struct fan_request request = fan_defaults();
    const int status = program_read(&program, argc, argv, &request);
    return status == PROGRAM_RUN ? run(&request) : status;
}
