/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/fan_run.h"

/* ---- the areas ---- */

static void add_area(struct fan_run *run, const char *code, size_t length)
{
    char **more = realloc(run->areas, ((size_t)run->count + 1) * sizeof *more);
    char *copy = malloc(length + 1);
    if (!more || !copy)
        die("out of memory");
    memcpy(copy, code, length);
    copy[length] = '\0';
    run->areas = more;
    more[run->count++] = copy;
}

/* The first table with a population of an area, or the number of tables. */
static int find_table(const struct source *source, const char *area)
{
    int t = 0;
    while (t < source->files && !source_has_population(source, t, area))
        t++;
    return t;
}

static void list_all(struct fan_run *run)
{
    const struct source *source = &run->request->source;
    for (int t = 0; t < source->files; t++)
        for (int i = 0; i < cohort_table_area_count(source->tables[t]); i++) {
            const char *area = cohort_table_area(source->tables[t], i);
            if (find_table(source, area) == t && !source_is_reference(source, area))
                add_area(run, area, strlen(area));
        }
    if (run->count == 0)
        die("--areas all: no area has a population");
}

static void list_named(struct fan_run *run)
{
    const struct source *source = &run->request->source;
    for (const char *at = run->request->areas; at;
         at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        add_area(run, at, strcspn(at, ","));
        const char *area = run->areas[run->count - 1];
        if (find_table(source, area) == source->files)
            die("--areas: no population of area \"%s\" in %s", area,
                source->files == 1 ? input_name(source->paths[0]) : "the tables");
    }
}

static void list_areas(struct fan_run *run)
{
    const char *areas = run->request->areas;
    if (areas && strcmp(areas, "all") != 0) {
        list_named(run);
    } else if (areas) {
        list_all(run);
    } else {
        run->count = 1;
        run->areas = calloc(1, sizeof *run->areas);
    }
    run->block = malloc((size_t)run->count * sizeof *run->block);
    run->fingerprint = calloc((size_t)run->count, sizeof *run->fingerprint);
    if (!run->areas || !run->block || !run->fingerprint)
        die("out of memory");
    for (int i = 0; i < run->count; i++)
        run->block[i] = -1;
}

/* ---- what an earlier run has finished ---- */

/* An area that cannot be made has none: it is told when its turn comes. */
static void look_for_blocks(struct fan_run *run)
{
    run->blocks = blocks_open(run->request->resume);
    for (int i = 0; i < run->count; i++) {
        struct fan fan;
        if (fan_make(&fan, run->request, run->areas[i], &error))
            continue;
        run->fingerprint[i] = fan_fingerprint(&fan);
        run->block[i] = blocks_find(run->blocks, run->fingerprint[i]);
        fan_clear(&fan);
    }
}

void fan_run_open(struct fan_run *run, struct fan_request *request, bool is_writer)
{
    *run = (struct fan_run){.request = request};
    if (request->source.files > 0)
        source_open(&request->source);
    list_areas(run);
    fan_open(request);
    if (!is_writer)
        return;
    must(cohort_output_open(request->output, &run->output, &error));
    if (request->resume && request->areas)
        look_for_blocks(run);
    run->progress = request->areas ? progress_begin("areas", run->count)
                                   : progress_begin("trajectories", request->trajectories);
}

/* ---- an area ---- */

static int print_area(cohort_output *out, const struct fan_run *run, const char *area,
                      cohort_error *problem)
{
    struct fan fan;
    const struct fan_request *r = run->request;
    int code = fan_make(&fan, r, area, problem);
    if (code)
        return code;
    code = fan_start(&fan, problem);
    if (!code)
        code = cohort_ensemble_run(fan.ensemble, 0, r->trajectories, r->threads, problem);
    if (!code)
        fan_print(out, &fan);
    fan_clear(&fan);
    return code;
}

cohort_output *fan_run_area(const struct fan_run *run, int area, cohort_error *problem)
{
    cohort_output *text;
    int code = cohort_output_memory(&text, problem);
    if (!code)
        code = print_area(text, run, run->areas[area], problem);
    if (code == COHORT_ERROR_MEMORY)
        die("out of memory");
    if (code)
        cohort_output_close(&text, 0, NULL);
    return text;
}

cohort_output *fan_run_output(struct fan_run *run)
{
    if (!run->has_head)
        fan_print_head(run->output, run->request);
    run->has_head = true;
    return run->output;
}

void fan_run_take_kept(struct fan_run *run, int area)
{
    blocks_copy(run->blocks, run->block[area], fan_run_output(run));
    progress_step(&run->progress);
}

void fan_run_take(struct fan_run *run, int area, const char *text, size_t size)
{
    if (run->blocks)
        blocks_add(run->blocks, run->fingerprint[area], text, size);
    cohort_output_write(fan_run_output(run), text, size);
    progress_step(&run->progress);
}

void fan_run_leave_out(struct fan_run *run, int area, const char *reason)
{
    const char *code = run->areas[area], *name = source_area_name(&run->request->source, code);
    say_left_out("%s%s%s: %s", code, *name ? " " : "", name, reason);
    run->left_out++;
    progress_step(&run->progress);
}

void fan_run_here(struct fan_run *run, int area)
{
    const char *text;
    size_t size;
    cohort_output *memory = fan_run_area(run, area, &error);
    if (!memory) {
        fan_run_leave_out(run, area, error.text);
        return;
    }
    must(cohort_output_text(memory, &text, &size, &error));
    fan_run_take(run, area, text, size);
    cohort_output_close(&memory, 1, NULL);
}

int fan_run_stretch(const struct fan_request *r, int first)
{
    enum { BLOCKS = 10, STRETCHES = 20 };
    const int count = r->trajectories / (r->resume ? BLOCKS : STRETCHES) + 1;
    return r->trajectories - first > count ? first + count : r->trajectories;
}

static void free_areas(struct fan_run *run)
{
    source_close(&run->request->source);
    fan_close(run->request);
    for (int i = 0; i < run->count; i++)
        free(run->areas[i]);
    free(run->areas);
    free(run->block);
    free(run->fingerprint);
}

int fan_run_close(struct fan_run *run)
{
    if (!run->output) {
        free_areas(run);
        return EXIT_DONE;
    }
    progress_end(&run->progress);
    if (run->left_out > 0)
        say_left_out("%d of %d areas", run->left_out, run->count);
    if (run->left_out == run->count)
        die("no area is left");
    must(cohort_output_close(&run->output, 1, &error));
    blocks_close(run->blocks);
    free_areas(run);
    const int status = finish();
    return status == EXIT_DONE && run->left_out > 0 ? EXIT_PARTLY : status;
}
