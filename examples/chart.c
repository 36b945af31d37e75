/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chart: pictures of one area's paths, or of several areas, as SVG. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "common/pictures.h"
#include "common/planner.h"
#include "common/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

enum kind { PYRAMID, PATHS, FAN, BARS, AREAS, KINDS };
static const char *const kinds[KINDS] = {"pyramid", "paths", "fan", "bars", "areas"};

struct request {
    int kind; /* KINDS: none yet */
    struct source source;
    cohort_chart chart;
    const char *observed, *output;
    int year;
};

static const char help[] =
    "usage: chart pyramid|paths|fan|bars|areas [INPUT.csv ... [--scenario S.csv]] [options]\n"
    "  pyramid            ages and sexes at a year on the path, the base population as outline\n"
    "  paths              total and women 20-39: baseline, path, what was counted\n"
    "  fan                how sure the baseline's total is, or the scenario's\n"
    "  bars               what the path's difference is made of, by period\n"
    "  areas              every area of INPUT.csv against the others\n"
    "Without INPUT.csv: Nemuro, its city's path (or S.csv); areas: the towns around it.\n"
    "  --year YEAR        of pyramid and bars; the default is the last date\n"
    "  --observed O.csv   censuses and registers, as track reads them (of 1 October)\n"
    "  --lang en|ja       without it, as LC_ALL, LC_MESSAGES or LANG has it\n"
    "  --width, --height PIXELS   720 by 440; a height of 0 is as high as it has to be\n"
    "  -o OUT.svg         instead of standard output\n";

/* ---- pictures ---- */

/* What was counted: for Nemuro there is always something. */
static bool read_counts(const struct request *r, const struct comparison *c, struct observed *o)
{
    const char *path = r->observed ? r->observed : c->is_nemuro ? fixture("observed.csv") : NULL;
    *o = (struct observed){.area = c->area, .month = 10, .day = 1};
    if (path)
        observed_read(o, path, cohort_inputs_grid(c->baseline));
    return path != NULL;
}

static void draw_fan(FILE *stream, const struct request *r)
{
    struct fan_request request = fan_defaults();
    struct fan fan;
    struct observed observed;
    request.source = r->source;
    fan_make(&fan, &request, NULL);
    must(cohort_ensemble_run(fan.ensemble, 0, request.trajectories, 0, &error), &error);
    const bool counted = read_counts(r, &fan.c, &observed);
    picture_fan(stream, &fan, counted ? &observed : NULL, &r->chart);
    if (counted)
        observed_free(&observed);
    fan_clear(&fan);
}

static void draw_bars(FILE *stream, const struct request *r, const struct comparison *c)
{
    struct explanation e;
    const cohort_measure measure = measure_of(c, "total", r->year);
    explanation_make(&e, c, &measure);
    picture_bars(stream, &e, &r->chart);
    explanation_clear(&e);
}

static void draw_paths(FILE *stream, const struct request *r, const struct comparison *c)
{
    struct observed observed;
    const bool counted = read_counts(r, c, &observed);
    picture_paths(stream, c, counted ? &observed : NULL, &r->chart);
    if (counted)
        observed_free(&observed);
}

static void draw_comparison(FILE *stream, struct request *r)
{
    struct comparison c;
    comparison_make(&c, &r->source);
    const cohort_grid *grid = cohort_inputs_grid(c.baseline);
    if (r->year == COHORT_OPEN_END)
        r->year = cohort_grid_year(grid, grid->steps);
    if (r->kind == PYRAMID)
        picture_pyramid(stream, &c, &r->chart, r->year);
    else if (r->kind == PATHS)
        draw_paths(stream, r, &c);
    else
        draw_bars(stream, r, &c);
    comparison_clear(&c);
}

/* ---- the program ---- */

static void write_whole(const char *path, const char *text, size_t size)
{
    cohort_output *output;
    must(cohort_output_open(path, &output, &error), &error);
    fwrite(text, 1, size, cohort_output_stream(output)); /* _close knows whether it succeeded */
    must(cohort_output_close(&output, 1, &error), &error);
}

static int usage(const char *problem)
{
    if (problem)
        return fprintf(stderr, "error: %s (see chart --help)\n", problem), 2;
    printf("%s%s", help, source_help);
    return finish();
}

static bool parse_pixels(const char *text, double *pixels)
{
    return parse_number(text, pixels) && (*pixels == 0.0 || (*pixels >= 240 && *pixels <= 4000));
}

static const char *take_kind(struct request *r, const char *name)
{
    for (r->kind = 0; r->kind < KINDS; r->kind++)
        if (strcmp(name, kinds[r->kind]) == 0)
            return NULL;
    return "expected pyramid, paths, fan, bars or areas";
}

/* Take one argument. Returned: what is wrong with it, or NULL. */
static const char *take(struct request *r, int argc, char **argv, int *i)
{
    const char *text, *problem;
    if ((text = value_of("--lang", argc, argv, i)))
        return cohort_language_parse(text, &r->chart.language, &error) ? error.text : NULL;
    if ((text = value_of("--observed", argc, argv, i)))
        return r->observed = text, NULL;
    if ((text = value_of("--year", argc, argv, i)))
        return parse_year(text, &r->year) ? NULL : "--year: expected a year";
    if ((text = value_of("--width", argc, argv, i)))
        return parse_pixels(text, &r->chart.width) && r->chart.width > 0.0
                   ? NULL
                   : "--width: expected 240 to 4000";
    if ((text = value_of("--height", argc, argv, i)))
        return parse_pixels(text, &r->chart.height) ? NULL : "--height: expected 240 to 4000, or 0";
    if ((text = value_of("-o", argc, argv, i)))
        return r->output = text, NULL;
    if (r->kind == KINDS)
        return take_kind(r, argv[*i]);
    if (!source_argument(&r->source, argc, argv, i, &problem))
        return unknown_option(argv[*i]);
    return problem;
}

static const char *check(struct request *r)
{
    if (r->kind == KINDS)
        return "expected pyramid, paths, fan, bars or areas";
    if (r->kind == BARS && r->source.files > 0 && !r->source.scenario)
        return "bars: INPUT.csv without --scenario: there is no difference";
    if (r->kind == AREAS && r->source.area)
        return "areas and --area: all of them are drawn";
    return source_problem(&r->source);
}

/* In memory first: an error leaves nothing. */
static void draw(struct request *r)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        die("out of memory");
    if (r->kind == AREAS)
        picture_areas(stream, &r->source, &r->chart);
    else if (r->kind == FAN)
        draw_fan(stream, r);
    else
        draw_comparison(stream, r);
    if (fclose(stream) != 0)
        die("out of memory");
    write_whole(r->output, text, size);
    free(text);
}

int main(int argc, char **argv)
{
    struct request r = {.kind = KINDS,
                        .source = SOURCE_NONE,
                        .chart = COHORT_CHART,
                        .output = "-",
                        .year = COHORT_OPEN_END};
    const char *problem = NULL;
    r.chart.language = words_language();
    for (int i = 1; i < argc && !problem; i++) {
        if (strcmp(argv[i], "--help") == 0)
            return usage(NULL);
        problem = take(&r, argc, argv, &i);
    }
    if (!problem)
        problem = check(&r);
    if (problem)
        return usage(problem);
    draw(&r);
    return 0;
}
