/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble: how sure? Many random trajectories of one area, as fans and probabilities. */
#include "answers/fan_run.h"
#include "commands/commands.h"

/* One area, stretch by stretch. */
static void run_trajectories(struct fan_run *run)
{
    const struct fan_request *r = run->request;
    struct fan fan;
    must(fan_make(&fan, r, NULL, &error));
    must(fan_start(&fan, &error));
    if (r->resume)
        trajectories_restore(fan.ensemble, r->resume);
    for (int first = 0, end; first < r->trajectories; first = end) {
        const int before = cohort_ensemble_done(fan.ensemble);
        end = fan_run_stretch(r, first);
        must(cohort_ensemble_run(fan.ensemble, first, end - first, r->threads, &error));
        if (r->resume && cohort_ensemble_done(fan.ensemble) > before)
            trajectories_keep(fan.ensemble, r->resume);
        progress_to(&run->progress, end);
    }
    progress_end(&run->progress);
    fan_print(fan_run_output(run), &fan);
    fan_clear(&fan);
}

static void run_areas(struct fan_run *run)
{
    for (int i = 0; i < run->count; i++)
        if (run->block[i] >= 0)
            fan_run_take_kept(run, i);
        else
            fan_run_here(run, i);
}

static int run(void *asked)
{
    struct fan_request *request = asked;
    struct fan_run run;
    fan_run_open(&run, request, true);
    if (request->areas)
        run_areas(&run);
    else
        run_trajectories(&run);
    return fan_run_close(&run);
}

static const struct fan_request defaults = FAN_REQUEST;

const struct command ensemble_command = {
    .name = "ensemble",
    .summary = "random trajectories of a population, as fans and probabilities",
    .synopsis = (const char *const[]){"[INPUT.csv ...] [options]", NULL},
    .description =
        "Runs many random trajectories, of chance (who dies, is born, moves) and of uncertain "
        "rates, and prints quantiles by date and a few probabilities. The same seed gives the same "
        "bytes at any number of threads.\n\n"
        "Without INPUT.csv it is Nemuro's baseline.",
    .sets = (const struct option_set[]){{NULL, fan_options, 0},
                                        {SOURCE_TITLE, source_options,
                                         offsetof(struct fan_request, source)},
                                        {NULL, NULL, 0}},
    .examples =
        (const struct example[]){
            {"town.csv --to 2060 --csv --excel -o fans.csv", "every quantile, for a spreadsheet"},
            {"--plan --trajectories 100000", "Nemuro's city path, with more trajectories"},
            {NULL, NULL}},
    .partly = "some areas were left out, the others are written",
    .check = fan_check,
    .size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
