/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensemble: how sure? Many random trajectories of one area, as fans and probabilities. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "common/fan.h"
#include "common/planner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

/* ---- blocks that outlive a run that is killed ---- */

enum { BLOCKS = 10 };

static void fail(const char *path, const char *what)
{
    fprintf(stderr, "error: %s: %s\n", path, what);
    exit(1);
}

/* All of a file; NULL when there is none. */
static unsigned char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    size_t room = 0;
    *size = 0;
    if (!file && errno == ENOENT)
        return NULL;
    if (!file)
        fail(path, strerror(errno));
    do {
        room = 2 * room + 65536;
        unsigned char *more = realloc(bytes, room);
        if (!more)
            fail(path, "out of memory");
        bytes = more;
        *size += fread(bytes + *size, 1, room - *size, file);
    } while (*size == room);
    if (ferror(file))
        fail(path, strerror(errno));
    fclose(file);
    return bytes;
}

/* What an earlier run has finished. Another area's, seed's or rates' is refused. */
static void resume(cohort_ensemble *ensemble, const char *path)
{
    size_t size;
    unsigned char *bytes = read_file(path, &size);
    if (bytes && cohort_ensemble_load(ensemble, bytes, size, &error))
        fail(path, error.text);
    free(bytes);
}

/* A file that is whole or not there, whenever this is killed. */
static void keep(const cohort_ensemble *ensemble, const char *path)
{
    cohort_output *output;
    const size_t size = cohort_ensemble_bytes(ensemble);
    unsigned char *bytes = malloc(size);
    if (!bytes)
        fail(path, "out of memory");
    cohort_ensemble_save(ensemble, bytes);
    must(cohort_output_open(path, &output, &error), &error);
    fwrite(bytes, 1, size, cohort_output_stream(output)); /* _close knows whether it succeeded */
    must(cohort_output_close(&output, 1, &error), &error);
    free(bytes);
}

static void run_in_blocks(const struct fan *fan)
{
    const struct fan_request *r = fan->request;
    const int block = (r->trajectories + BLOCKS - 1) / BLOCKS;
    resume(fan->ensemble, r->resume);
    for (int first = 0; first < r->trajectories; first += block) {
        const int left = r->trajectories - first, count = left < block ? left : block;
        const int before = cohort_ensemble_done(fan->ensemble);
        must(cohort_ensemble_run(fan->ensemble, first, count, r->threads, &error), &error);
        if (cohort_ensemble_done(fan->ensemble) > before)
            keep(fan->ensemble, r->resume);
    }
}

/* ---- the program ---- */

static int usage(FILE *stream, const char *problem)
{
    if (problem)
        fprintf(stream, "error: %s\n", problem);
    fprintf(stream,
            "usage: ensemble [INPUT.csv ...] [options]\n"
            "Without INPUT.csv: Nemuro's baseline.\n"
            "%s"
            "  --resume FILE      keep finished blocks here: started again with the same options,\n"
            "                     a run that was killed goes on from them, with the same result\n"
            "%s",
            fan_help, source_help);
    return problem ? 2 : finish();
}

int main(int argc, char **argv)
{
    struct fan_request request = fan_defaults();
    struct fan fan;
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout, NULL);
    const char *problem = fan_read(&request, argc, argv);
    if (problem)
        return usage(stderr, problem);
    char **areas, *text = NULL;
    size_t size;
    const int count = fan_areas(&request, &areas);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die("out of memory");
    for (int i = 0; i < count; i++) {
        fan_make(&fan, &request, areas[i]);
        if (request.resume)
            run_in_blocks(&fan);
        else
            must(
                cohort_ensemble_run(fan.ensemble, 0, request.trajectories, request.threads, &error),
                &error);
        fan_print(out, &fan, i == 0);
        fan_clear(&fan);
    }
    fclose(out);
    fan_write(&request, text, size);
    fan_free(count, areas);
    free(text);
    return finish();
}
