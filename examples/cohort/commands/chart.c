/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chart: pictures of one area's paths, or of several areas, as SVG. */
#include "commands/commands.h"
#include "report/pictures.h"

enum kind { PYRAMID, PATHS, FAN, BARS, AREAS };
static const char *const kinds[] = {"pyramid", "paths", "fan", "bars", "areas", NULL};

enum against { START, BASELINE, UNASKED };
static const char *const against[] = {"start", "baseline", NULL};

struct request {
    int kind;
    struct outlook_request outlook;
    double width, height;
    int year, against;
    const char *output;
};

/* ---- pictures ---- */

/* The path against where it begins, or as it is asked; of two scenarios, one against the other. */
static void draw_pyramid(cohort_output *out, const struct request *r, const struct outlook *o,
                         const cohort_chart *chart)
{
    const int year = r->year == COHORT_OPEN_END ? o->last : r->year;
    if (year < o->first || year > o->last)
        must(fail_year(&error, "--year", year, o->first, o->last));
    const struct moment bars = {o->path_count > 1 ? 1 : 0, year};
    struct moment outline = {year == o->first ? bars.path : 0, o->first};
    if (r->outlook.scenario_count == 2)
        outline = (struct moment){2, year};
    else if (r->against == BASELINE)
        outline = (struct moment){0, year};
    picture_pyramid(out, o, chart, bars, outline, false);
}

static const struct {
    picture *draw;
    int path;
} pictures[] = {
    [PATHS] = {picture_paths, -1}, [FAN] = {picture_fan, 0}, [BARS] = {picture_bars, 1}};

static void draw_outlook(cohort_output *out, const struct request *r, const cohort_chart *chart)
{
    struct outlook *outlook = allocate(1, sizeof *outlook);
    struct outlook_request asked = r->outlook;
    asked.trajectories = r->kind == FAN ? ((struct fan_request)FAN_REQUEST).trajectories : 0;
    outlook_make(outlook, &asked);
    if (r->kind == PYRAMID)
        draw_pyramid(out, r, outlook, chart);
    else
        pictures[r->kind].draw(out, outlook, chart, pictures[r->kind].path);
    outlook_clear(outlook);
    free(outlook);
}

static void draw_areas(cohort_output *out, const struct request *r, const cohort_chart *chart)
{
    struct source source = r->outlook.source;
    if (r->outlook.scenario_count > 0)
        source.scenario = r->outlook.scenarios[0];
    picture_areas(out, &source, chart);
}

static int run(void *request)
{
    const struct request *r = request;
    cohort_chart chart = COHORT_CHART;
    cohort_output *draft;
    chart.language = language_of(r->outlook.language);
    chart.width = r->width;
    chart.height = r->height;
    chart.source = r->outlook.origin;
    must(cohort_output_memory(&draft, &error));
    if (r->kind == AREAS)
        draw_areas(draft, r, &chart);
    else
        draw_outlook(draft, r, &chart);
    write_draft(draft, r->output);
    return EXIT_DONE;
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION("KIND", NULL, CHOICE, offsetof(struct request, kind),
           "pyramid: ages and sexes at a year on the path, the first date's as an outline; of two "
           "--scenario, the second as an outline. paths: total and women 20-39, targets, what was "
           "counted. fan: how sure the baseline's total "
           "is. bars: what the path's difference is made of, by period. areas: every area of "
           "INPUT.csv, or those of --area, against the others",
           .words = kinds, .needed = true),
    OPTION("--year", "YEAR", YEAR, offsetof(struct request, year),
           "of the pyramid, between dates interpolated; without it: the last date"),
    OPTION(
        "--against", NULL, CHOICE, offsetof(struct request, against),
        "the pyramid's outline: start (the first date) or baseline (in the same year); without it: "
        "start",
        .words = against),
    OPTION("--width", "PIXELS", NUMBER, offsetof(struct request, width), "without it: 720",
           .least = 240, .most = 4000),
    OPTION("--height", "PIXELS", NUMBER, offsetof(struct request, height),
           "240 or more, or 0: as high as needed; without it: 440, for bars and areas 0",
           .most = 4000),
    OUTPUT_OPTION("OUT.svg", offsetof(struct request, output), ".svg"),
    {.name = NULL},
};

/* Of the pyramid. */
static const char *check_pyramid(const struct request *r)
{
    const int scenarios = r->outlook.scenario_count;
    if (r->kind != PYRAMID)
        return r->year != COHORT_OPEN_END ? "--year belongs to the pyramid"
               : r->against != UNASKED    ? "--against belongs to the pyramid"
                                          : NULL;
    if (scenarios > 2)
        return "pyramid: two --scenario at most, the second against the first";
    if (scenarios == 2 && r->against != UNASKED)
        return "pyramid: two --scenario are drawn against each other, without --against";
    if (r->against == BASELINE && r->outlook.source.files > 0 && scenarios == 0)
        return "--against baseline: INPUT.csv without --scenario: there is no other path";
    return NULL;
}

/* Of bars and areas: what cannot be shown in one picture. */
static const char *check_scope(const struct request *r)
{
    const int scenarios = r->outlook.scenario_count;
    if (r->kind == BARS && r->outlook.source.files > 0 && scenarios == 0)
        return "bars: INPUT.csv without --scenario: there is no difference";
    if (r->kind == BARS && scenarios > 1)
        return "bars: one --scenario at most: its difference from the baseline is drawn";
    if (r->kind == AREAS && scenarios > 1)
        return "areas: one --scenario at most";
    return NULL;
}

static const char *check(void *request)
{
    struct request *r = request;
    const char *problem = check_pyramid(r);
    if (!problem)
        problem = check_scope(r);
    if (problem)
        return problem;
    if (r->height < 0.0)
        r->height = r->kind == BARS || r->kind == AREAS ? 0.0 : 440.0;
    if (r->height > 0.0 && r->height < 240.0)
        return "--height: expected 0, or 240 to 4000";
    return source_problem(&r->outlook.source);
}

static const struct request defaults = {.outlook = OUTLOOK_REQUEST,
                                        .width = 720,
                                        .height = -1.0,
                                        .year = COHORT_OPEN_END,
                                        .against = UNASKED,
                                        .output = "-"};

const struct command chart_command = {
    .name = "chart",
    .summary = "a picture of an area's paths, or of several areas, as SVG",
    .synopsis =
        (const char *const[]){"KIND [INPUT.csv ... [--scenario S.csv ...]] [options]", NULL},
    .description =
        "Draws one picture as SVG, which browsers, word processors and drawing programs "
        "take as it is.\n\n"
        "Without INPUT.csv it is Nemuro, its baseline and its city's path; for areas the "
        "towns around it. Where rates are derived with those of Japan, the last date is "
        "2060 unless --to says otherwise.",
    SETS({NULL, options, 0}, OUTLOOK_SETS(struct request, outlook)),
    EXAMPLES({"paths -o nemuro.svg", "Nemuro's two paths"},
             {"pyramid town.csv --year 2040 -o town.svg", "a town's ages"},
             {"pyramid --against baseline -o plan.svg", "what the plan makes of the ages"}),
    .check = check,
    REQUEST(defaults, run),
};
