/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A country: 1,682 areas, 9 intervals of 5 years, 3 scenarios. Made up; and, where the environment
 * names the folder of the published table by COHORT_RAW, the municipalities of Japan: derived from
 * it to 2060, and once more with less out-migration, and with more births. From ready rates to three
 * measures of each, beside reading the rates once; and from inputs to measures, beside one handle
 * that takes over each in turn, the runs by themselves of rates that are ready, and reading the
 * inputs once.
 */
#include "bench/common/synthetic.h"
#include "bench/common/timing.h"

#include "core/inputs.h"
#include "model/batch.h"

#include <cohort/cohort.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUNICIPALITIES = 1682, SCENARIOS = 3, COUNTRY = MUNICIPALITIES * SCENARIOS };

static const cohort_measure measures[] = {
    {.band = {COHORT_BOTH, 0, COHORT_OPEN_END}, .year = 2040},
    {.band = {COHORT_FEMALE, 20, 39}, .year = 2040},
    {{COHORT_BOTH, 65, COHORT_OPEN_END}, 2040, 1, {COHORT_BOTH, 0, COHORT_OPEN_END}, NULL},
};
enum { MEASURES = sizeof measures / sizeof *measures };

static cohort_error error;

struct country {
    const char *name, *prefix;
    int count, threads;
    cohort_inputs *inputs[COUNTRY];
    const cohort_inputs *view[COUNTRY];
    cohort_projection *handle;
    const cohort_batch *batch;
    double results[COUNTRY * MEASURES];
};

/* ---- where it comes from ---- */

static void make_up(struct country *country)
{
    const cohort_grid grid = {5, 19, 2015, 9};
    country->name = "made-up country";
    country->prefix = "";
    for (country->count = 0; country->count < COUNTRY; country->count++)
        country->inputs[country->count] = synthetic_inputs(&grid, COHORT_IPSS, country->count, 0);
}

/* An operation that changes nothing in an area leaves its rates. */
static cohort_inputs *under(const cohort_inputs *inputs, const cohort_operation *operation)
{
    cohort_scenario *scenario;
    cohort_inputs *changed;
    need_ok(cohort_scenario_new(&scenario, &error), &error);
    need_ok(cohort_scenario_add(scenario, operation, &error), &error);
    int code = cohort_scenario_apply(scenario, inputs, &changed, &error);
    if (code == COHORT_ERROR_NO_EFFECT)
        code = cohort_inputs_copy(inputs, &changed, &error);
    need_ok(code, &error);
    cohort_scenario_free(scenario);
    return changed;
}

static void derive(struct country *country, const char *path)
{
    const cohort_operation stay = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 0.3);
    const cohort_operation births = COHORT_OPERATION(COHORT_SET_TFR, 1.8);
    cohort_table *table, *japan;
    cohort_inputs *nation, *inputs;
    cohort_stock published;
    country->name = "Japan's municipalities";
    country->prefix = "Japan's municipalities: ";
    need_ok(cohort_table_read(path, NULL, &table, &error), &error);
    need_ok(cohort_table_read(COHORT_FIXTURES "/japan.csv", NULL, &japan, &error), &error);
    need_ok(cohort_table_reference(japan, "00000", 2060, &nation, &error), &error);
    for (int a = 0; a < cohort_table_area_count(table) && country->count < COUNTRY; a++) {
        need_ok(cohort_table_population(table, cohort_table_area(table, a), "population",
                                        &published, &error),
                &error);
        need_ok(cohort_derive(&published, nation, NULL, &inputs, &error), &error);
        country->inputs[country->count++] = inputs;
        country->inputs[country->count++] = under(inputs, &stay);
        country->inputs[country->count++] = under(inputs, &births);
        cohort_stock_free(&published);
    }
    cohort_inputs_free(nation);
    cohort_table_free(japan);
    cohort_table_free(table);
}

/* ---- ways ---- */

static void measure(void *context)
{
    struct country *country = context;
    need_ok(cohort_batch_measures(country->batch, country->threads, MEASURES, measures,
                                  country->results, NULL),
            NULL);
}

static void by_batch(void *context)
{
    struct country *country = context;
    cohort_batch *batch;
    need_ok(cohort_batch_new(country->count, country->view, country->threads, &batch, NULL), NULL);
    need_ok(
        cohort_batch_measures(batch, country->threads, MEASURES, measures, country->results, NULL),
        NULL);
    cohort_batch_free(batch);
}

static void singly(void *context)
{
    struct country *country = context;
    for (int i = 0; i < country->count; i++)
        need_ok(cohort_projection_update(country->handle, country->view[i], NULL), NULL);
}

static void on_one_thread(void *context)
{
    struct country *country = context;
    const int threads = country->threads;
    country->threads = 1;
    by_batch(country);
    country->threads = threads;
}

/* Populations of a ready batch. */
static void bare(void *context)
{
    struct country *country = context;
    need_ok(cohort_batch_run(country->batch, country->threads, NULL, NULL, NULL), NULL);
}

/* One after another, as they lie. */
static void read_inputs(void *context)
{
    struct country *country = context;
    for (int i = 0; i < country->count; i++) {
        struct stream stream = {cohort_inputs_view(country->view[i], COHORT_BASE),
                                country->inputs[i]->offset[COHORT_QUANTITY_COUNT], 0.0};
        stream_run(&stream);
    }
}

/* ---- rows ---- */

static void from_inputs(struct country *country, const char *beside, void (*reference)(void *))
{
    char text[140];
    snprintf(text, sizeof text, "%scountry from inputs%s", country->prefix, beside);
    compare(text, "ms", 1, (struct way){by_batch, country}, (struct way){reference, country});
}

static void rows(struct country *country)
{
    cohort_batch *batch;
    for (int i = 0; i < country->count; i++)
        country->view[i] = country->inputs[i];
    need_ok(cohort_projection_new(country->inputs[0], &country->handle, &error), &error);
    need_ok(cohort_batch_new(country->count, country->view, 1, &batch, &error), &error);
    struct stream stream = {batch->rates, cohort_batch_at(batch, batch->blocks, 0), 0.0};
    country->batch = batch;
    for (country->threads = 1; country->threads <= 2; country->threads++) {
        char name[80], text[140];
        snprintf(name, sizeof name, "%s %dx%d of 19x9 ipss on %d thread%s", country->name,
                 country->count / SCENARIOS, SCENARIOS, country->threads,
                 country->threads > 1 ? "s" : "");
        snprintf(text, sizeof text, "%s three measures / reading its bytes", name);
        compare(text, "ms", 1, (struct way){measure, country}, (struct way){stream_run, &stream});
        snprintf(text, sizeof text, "%s from inputs to measures / one at a time", name);
        compare(text, "ms", 1, (struct way){by_batch, country}, (struct way){singly, country});
    }
    country->threads = 1;
    from_inputs(country, " / bare runs", bare);
    from_inputs(country, " / reading the inputs", read_inputs);
    country->threads = 2;
    from_inputs(country, " on 2 threads / on 1", on_one_thread);
    cohort_batch_free(batch);
    cohort_projection_free(country->handle);
    for (int i = 0; i < country->count; i++)
        cohort_inputs_free(country->inputs[i]);
    memset(country, 0, sizeof *country);
}

int main(void)
{
    struct country *country = need(calloc(1, sizeof *country));
    const char *raw = getenv("COHORT_RAW");
    char path[1000];
    make_up(country);
    rows(country);
    if (raw) {
        snprintf(path, sizeof path, "%s/ipss2018_municipalities.csv", raw);
        derive(country, path);
        rows(country);
    } else {
        fputs("left out: Japan's municipalities: COHORT_RAW names no folder\n", stderr);
    }
    free(country);
    return 0;
}
