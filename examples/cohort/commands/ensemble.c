/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble: how sure? Random trajectories of one area or of each of many: fans, probabilities. */
#include "answers/blocks.h"
#include "answers/fan.h"
#include "answers/fan_sums.h"
#include "commands/commands.h"
#include "inputs/series.h"
#include "text/progress.h"

struct run {
    struct fan_request *request;
    int count; /* of areas */
    const char **areas;
    int left_out;
    cohort_output *output;
    bool has_head;         /* what stands before all areas is written */
    struct blocks *blocks; /* finished areas; NULL: none are kept */
    struct progress progress;
    struct fan_sums sums;
};

static cohort_output *output_of(struct run *run)
{
    if (!run->has_head)
        fan_print_head(run->output, run->request);
    run->has_head = true;
    return run->output;
}

/* ---- one area, its trajectories kept as they come ---- */

/* Trajectories go in stretches, so that a bar can show them, and that finished ones are kept.
 * Returned: the end of the stretch that begins with one. */
static int stretch_from(const struct fan_request *r, int first)
{
    enum { BLOCKS = 10, STRETCHES = 20 };
    const int count = r->trajectories / (r->resume ? BLOCKS : STRETCHES) + 1;
    return r->trajectories - first > count ? first + count : r->trajectories;
}

static void run_trajectories(struct run *run)
{
    const struct fan_request *r = run->request;
    struct fan fan;
    must(fan_make(&fan, r, NULL, &error));
    if (r->resume)
        trajectories_restore(fan.ensemble, r->resume);
    for (int first = 0, end; first < r->trajectories; first = end) {
        const int before = cohort_ensemble_done(fan.ensemble);
        end = stretch_from(r, first);
        must(cohort_ensemble_run(fan.ensemble, first, end - first, r->threads, &error));
        if (r->resume && cohort_ensemble_done(fan.ensemble) > before)
            trajectories_keep(fan.ensemble, r->resume);
        progress_to(&run->progress, end);
    }
    fan_print(output_of(run), &fan);
    fan_clear(&fan);
}

/* ---- many areas ---- */

/* Run an area, keep its text, and write it. */
static int run_area(struct run *run, struct fan *fan, uint64_t fingerprint)
{
    const char *text;
    size_t size;
    cohort_output *memory;
    const struct fan_request *r = run->request;
    const int code = cohort_ensemble_run(fan->ensemble, 0, r->trajectories, r->threads, &error);
    if (code)
        return code;
    must(cohort_output_memory(&memory, &error));
    cohort_output_keep_formulas(memory, keeps_formulas);
    fan_print(memory, fan);
    must(cohort_output_text(memory, &text, &size, &error));
    if (run->blocks)
        blocks_add(run->blocks, fingerprint, text, size);
    cohort_output_write(output_of(run), text, size);
    cohort_output_close(&memory, 1, NULL);
    return COHORT_OK;
}

/* Write what is finished of an area, or run it. Returned: COHORT_OK, or why there is nothing. */
static int write_area(struct run *run, const char *area)
{
    struct fan fan;
    uint64_t fingerprint = 0;
    int code = fan_make(&fan, run->request, area, &error);
    if (code)
        return code;
    if (run->blocks)
        code = fan_fingerprint(&fan, &fingerprint, &error);
    if (!code && !(run->blocks && blocks_copy(run->blocks, fingerprint, output_of(run))))
        code = run_area(run, &fan, fingerprint);
    if (!code)
        fan_sums_add(&run->sums, &fan);
    fan_clear(&fan);
    return code;
}

static void run_areas(struct run *run)
{
    for (int i = 0; i < run->count; i++) {
        const char *area = run->areas[i];
        if (bearable(write_area(run, area))) {
            say_area_left_out(area, source_area_name(&run->request->source, area), error.text);
            run->left_out++;
        }
        progress_step(&run->progress);
    }
    progress_end(&run->progress);
    say_areas_left_out(run->left_out, run->count);
}

/* ---- all together ---- */

static int run(void *asked)
{
    struct fan_request *r = asked;
    struct run run = {.request = r};
    if (r->source.files > 0)
        source_open(&r->source);
    const bool several = r->source.area && r->source.area_count != 1;
    if (several)
        run.count = source_areas(&r->source, &run.areas);
    fan_open(r);
    run.output = output_open(r->output);
    if (r->resume && several)
        run.blocks = blocks_open(r->resume);
    run.progress = several ? progress_begin("areas", run.count)
                           : progress_begin("trajectories", r->trajectories);
    if (several) {
        run.sums = fan_sums_begin(run.count);
        run_areas(&run);
        fan_sums_print(output_of(&run), &run.sums, r);
        fan_sums_clear(&run.sums);
    } else
        run_trajectories(&run);
    progress_end(&run.progress);
    output_close(run.output);
    blocks_close(run.blocks);
    source_close(&r->source);
    fan_close(r);
    free(run.areas);
    const int status = finish();
    return status == EXIT_DONE && run.left_out > 0 ? EXIT_PARTLY : status;
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
        "Without INPUT.csv it is Nemuro's baseline. Of several areas (--area), each is written as "
        "it is finished, then the sums of each prefecture and of all.",
    SETS({NULL, fan_options, 0}, SOURCE_SET(struct fan_request, source)),
    EXAMPLES({"town.csv --to 2060 --csv --excel -o fans.csv", "every quantile, for a spreadsheet"},
             {"--plan --trajectories 100000", "Nemuro's city path, with more trajectories"}),
    .partly = "some areas were left out, the others are written",
    .check = fan_check,
    REQUEST(defaults, run),
};
