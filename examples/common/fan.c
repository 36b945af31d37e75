/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/fan.h"

#include "common/planner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

/* ---- what is asked for ---- */

/*
 * How uncertain rates are, unless it is said on the command line: for each interval, on the
 * logarithm (see cohort/ensemble.h). Estimated by back-testing: what `backtest` prints for the half of
 * Japan's municipalities that it fits on, of 10,000 to 29,999 persons growing less than all together
 * (lib/doc/uncertainty.md). Mortality is in the spread of migration there.
 */
static const struct {
    const char *name, *option;
    cohort_uncertainty of;
} given[FAN_RATES] = {
    [FAN_FERTILITY] = {"fertility", "--fertility", {0.078, 0.95, 1.0, 0.0}},
    [FAN_MORTALITY] = {"mortality", "--mortality", {0.0, 0.0, 0.0, 0.0}},
    [FAN_MIGRATION] = {"migration", "--migration", {0.041, 0.84, 0.18, 0.33}},
};

/* What migration's standard deviation is multiplied by, from the same output: of the ages 5-9 at the
 * interval's end, 10-14, ..., 90+. */
static const double profile[] = {1.20, 0.79, 1.09, 2.15, 2.08, 1.56, 1.17, 0.84, 0.66,
                                 0.56, 0.54, 0.53, 0.52, 0.55, 0.70, 0.96, 1.31, 2.65};
enum { PROFILE_WIDTH = 5, PROFILE_LAST = sizeof profile / sizeof *profile };

const char fan_help[] =
    "  --plan             Nemuro: the city's path instead of the baseline\n"
    "  --trajectories N   10000 unless given\n"
    "  --seed S           another one, another set of trajectories; 1 unless given\n"
    "  --threads T        0 is as many as the machine has\n"
    "  --no-events        uncertain rates alone: no chance of who dies, is born, moves\n"
    "  --fertility SD[,A[,C[,N]]]   standard deviation on the logarithm in an interval, its\n"
    "  --mortality SD[,A[,C[,N]]]   autocorrelation, the correlation of ages, and of neighbouring\n"
    "  --migration SD[,A[,C[,N]]]   ones in what is their own; 0 is certain. The defaults are "
    "those\n"
    "                     of towns of 10,000-29,999 (see backtest); so is how migration's SD "
    "differs\n"
    "                     by age, which stays\n"
    "  --areas CODES      several areas of INPUT.csv, with commas, or all\n"
    "  --csv              every quantile and probability as CSV\n"
    "  -o FILE            instead of standard output\n";

struct fan_request fan_defaults(void)
{
    struct fan_request request = {
        .source = SOURCE_NONE, .trajectories = 10000, .seed = 1, .output = "-"};
    for (int i = 0; i < FAN_RATES; i++)
        request.rates[i] = given[i].of;
    return request;
}

static bool parse_count(const char *text, int least, int *count)
{
    char *end;
    const long found = strtol(text, &end, 10);
    if (end == text || *end || found < least || found > 1000000000)
        return false;
    *count = (int)found;
    return true;
}

static bool parse_seed(const char *text, uint64_t *seed)
{
    const size_t digits = strspn(text, "0123456789");
    *seed = strtoull(text, NULL, 10);
    return digits > 0 && digits < 20 && text[digits] == '\0';
}

/* One to four numbers; what is not given stays. */
static bool parse_uncertainty(const char *text, cohort_uncertainty *u)
{
    double *const to[] = {&u->sd, &u->autocorrelation, &u->age_correlation,
                          &u->neighbour_correlation};
    const double most[] = {10.0, 1.0, 1.0, 1.0};
    for (int i = 0; i < 4; i++) {
        char number[40], *end;
        const size_t length = strcspn(text, ",");
        snprintf(number, sizeof number, "%.*s", (int)length, text);
        const double found = strtod(number, &end);
        if (end == number || *end || !(found >= 0.0 && found <= most[i]))
            return false;
        *to[i] = found;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
    return false;
}

/* Take one argument. Returned: what is wrong with it, or NULL. */
static const char *take(struct fan_request *r, int argc, char **argv, int *i)
{
    const char *text, *problem;
    for (int rate = 0; rate < FAN_RATES; rate++)
        if ((text = value_of(given[rate].option, argc, argv, i))) {
            r->own_rates = true;
            return parse_uncertainty(text, &r->rates[rate])
                       ? NULL
                       : "expected SD[,AUTOCORRELATION[,CORRELATION OF AGES[,OF NEIGHBOURS]]], as "
                         "0.05,0.9,0.8";
        }
    if ((text = value_of("--trajectories", argc, argv, i)))
        return parse_count(text, 1, &r->trajectories) ? NULL : "--trajectories: expected 1 or more";
    if ((text = value_of("--threads", argc, argv, i)))
        return parse_count(text, 0, &r->threads) ? NULL : "--threads: expected 0 or more";
    if ((text = value_of("--seed", argc, argv, i)))
        return parse_seed(text, &r->seed) ? NULL : "--seed: expected a whole number";
    if ((text = value_of("--resume", argc, argv, i)))
        return r->resume = text, NULL;
    if ((text = value_of("--areas", argc, argv, i)))
        return r->areas = text, NULL;
    if ((text = value_of("-o", argc, argv, i)))
        return r->output = text, NULL;
    if (strcmp(argv[*i], "--plan") == 0)
        return r->plan = true, NULL;
    if (strcmp(argv[*i], "--no-events") == 0)
        return r->no_events = true, NULL;
    if (strcmp(argv[*i], "--csv") == 0)
        return r->csv = true, NULL;
    if (!source_argument(&r->source, argc, argv, i, &problem))
        return "unknown option, or one without its value";
    return problem;
}

const char *fan_read(struct fan_request *request, int argc, char **argv)
{
    const char *problem = NULL;
    for (int i = 1; i < argc && !problem; i++)
        problem = take(request, argc, argv, &i);
    if (!problem && request->plan && (request->source.files > 0 || request->source.scenario))
        problem = "--plan is Nemuro's, without INPUT.csv and --scenario";
    if (!problem && request->areas && (request->source.files == 0 || request->source.area))
        problem = "--areas needs INPUT.csv, and no --area";
    if (!problem && request->areas && request->resume)
        problem = "--areas and --resume: blocks are kept of one area";
    if (!problem && request->resume && strcmp(request->resume, request->output) == 0)
        problem = "--resume and -o: two files";
    return problem ? problem : source_problem(&request->source);
}

/* ---- the ensemble ---- */

static struct fan_probability *add_probability(struct fan *f, const char *measure, int year)
{
    struct fan_probability *p = &f->probabilities[f->probability_count++];
    p->figure = f->figure_count++;
    f->figures[p->figure] = (cohort_figure){.measure = measure_of(&f->c, measure, year)};
    return p;
}

/* Nemuro's questions; of another area, whether it halves. */
static void add_probabilities(struct fan *f)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    const int first = grid->start, last = cohort_grid_year(grid, grid->steps);
    const int by = first + 30 <= last ? first + 30 : last;
    struct fan_probability *p = add_probability(f, "total", last);
    p->limit = f->c.is_nemuro
                   ? 8000.0
                   : 0.5 * persons_in(cohort_projection_population(f->path), first, "total");
    snprintf(p->text, sizeof p->text, "total below %s in %d", persons(p->limit, 0), last);
    p = add_probability(f, "women_20_39", by);
    f->figures[p->figure].times = 0.5;
    f->figures[p->figure].minus = measure_of(&f->c, "women_20_39", first);
    snprintf(p->text, sizeof p->text, "women 20-39 fewer than half of %d's in %d", first, by);
    if (!f->c.is_nemuro)
        return;
    p = add_probability(f, "total", last);
    p->limit = published_value(f->c.nemuro.document, "plan", NEMURO_LAST, "total");
    p->not_below = true;
    snprintf(p->text, sizeof p->text, "the city's plan met: %s or more in %d", persons(p->limit, 0),
             last);
}

static void list_figures(struct fan *f)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    f->figures = calloc(2 * ((size_t)grid->steps + 1) + 3, sizeof *f->figures);
    if (!f->figures)
        must(COHORT_ERROR_MEMORY, &(cohort_error){COHORT_ERROR_MEMORY, "out of memory"});
    for (int date = 0; date <= grid->steps; date++) {
        const int year = cohort_grid_year(grid, date);
        f->figures[f->figure_count++].measure = measure_of(&f->c, "total", year);
        f->figures[f->figure_count++].measure = measure_of(&f->c, "women_20_39", year);
    }
    add_probabilities(f);
}

static void add_code(int *count, char ***codes, const char *code, size_t length)
{
    char **more = realloc(*codes, ((size_t)*count + 1) * sizeof *more);
    char *copy = malloc(length + 1);
    if (!more || !copy)
        die("out of memory");
    memcpy(copy, code, length);
    copy[length] = '\0';
    *codes = more;
    more[(*count)++] = copy;
}

int fan_areas(const struct fan_request *request, char ***codes)
{
    struct source source = request->source;
    int count = 0;
    *codes = NULL;
    if (!request->areas) {
        *codes = calloc(1, sizeof **codes);
        if (!*codes)
            die("out of memory");
        return 1;
    }
    if (strcmp(request->areas, "all") != 0) {
        for (const char *at = request->areas; *at; at += at[strcspn(at, ",")] ? 1 : 0) {
            add_code(&count, codes, at, strcspn(at, ","));
            at += strcspn(at, ",");
        }
        return count;
    }
    source_open(&source);
    for (int t = 0; t < source.files; t++)
        for (int i = 0; i < cohort_table_area_count(source.tables[t]); i++) {
            const char *area = cohort_table_area(source.tables[t], i);
            if (source_has_population(&source, t, area) && !source_is_reference(&source, area))
                add_code(&count, codes, area, strlen(area));
        }
    source_close(&source);
    return count;
}

void fan_free(int count, char **codes)
{
    for (int i = 0; i < count; i++)
        free(codes[i]);
    free(codes);
}

/* The profile of the age that a group of the grid has at the end of a step; of the first, births, 1. */
static double profile_of(const cohort_grid *grid, int group)
{
    const int place = group * grid->width / PROFILE_WIDTH;
    if (place == 0)
        return 1.0;
    return profile[(place < PROFILE_LAST ? place : PROFILE_LAST) - 1];
}

/* The ensemble of a fan with its inputs and figures. */
static void make_ensemble(struct fan *fan)
{
    const struct fan_request *request = fan->request;
    const cohort_grid *grid = cohort_inputs_grid(fan->inputs);
    fan->profile = malloc((size_t)grid->ages * sizeof *fan->profile);
    if (!fan->profile)
        die("out of memory");
    for (int x = 0; x < grid->ages; x++)
        fan->profile[x] = profile_of(grid, x);
    fan->options = (cohort_ensemble_options)COHORT_ENSEMBLE_OPTIONS;
    fan->options.seed = request->seed;
    fan->options.trajectories = request->trajectories;
    fan->options.events = !request->no_events;
    fan->options.fertility = request->rates[FAN_FERTILITY];
    fan->options.mortality = request->rates[FAN_MORTALITY];
    fan->options.migration = request->rates[FAN_MIGRATION];
    fan->options.migration_profile = fan->profile;
    fan->options.figure_count = fan->figure_count;
    fan->options.figures = fan->figures;
    must(cohort_ensemble_new(fan->inputs, &fan->options, &fan->ensemble, &error), &error);
}

void fan_make(struct fan *fan, const struct fan_request *request, const char *area)
{
    struct source source = request->source;
    if (area)
        source.area = area;
    memset(fan, 0, sizeof *fan);
    fan->request = request;
    comparison_make(&fan->c, &source);
    const bool changed = request->plan || source.scenario;
    fan->inputs = changed ? fan->c.plan : fan->c.baseline;
    fan->path = changed ? fan->c.with : fan->c.without;
    fan->path_name = changed ? fan->c.plan_name : "the baseline";
    list_figures(fan);
    make_ensemble(fan);
}

void fan_clear(struct fan *fan)
{
    cohort_ensemble_free(fan->ensemble);
    free(fan->figures);
    free(fan->profile);
    comparison_clear(&fan->c);
}

/* ---- what they say ---- */

static const double levels[] = {0.025, 0.1, 0.5, 0.9, 0.975};
enum { LEVELS = sizeof levels / sizeof *levels };

static double quantile(const struct fan *f, int figure, double p)
{
    double value;
    must(cohort_ensemble_quantile(f->ensemble, figure, p, &value, &error), &error);
    return value;
}

static double probability(const struct fan *f, const struct fan_probability *p)
{
    double share;
    must(cohort_ensemble_below(f->ensemble, p->figure, p->limit, &share, &error), &error);
    return p->not_below ? 1.0 - share : share;
}

static void print_fan(FILE *out, const struct fan *f, const char *title, int band)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    fprintf(
        out,
        "%s\n          projection       median         80 %% between             95 %% between\n",
        title);
    for (int date = 0; date <= grid->steps; date++) {
        const int figure = 2 * date + band;
        double values[LEVELS];
        for (int i = 0; i < LEVELS; i++)
            values[i] = quantile(f, figure, levels[i]);
        fprintf(out, "  %d %s %s %s %s %s %s\n", cohort_grid_year(grid, date),
                persons(measured(f->path, &f->figures[figure].measure), 13), persons(values[2], 12),
                persons(values[1], 12), persons(values[3], 11), persons(values[0], 12),
                persons(values[4], 11));
    }
    fprintf(out, "\n");
}

static void print_head(FILE *out, const struct fan *f)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    fprintf(out, "%s: how sure? %s random trajectories of %s, seed %llu.\n\n", f->c.name,
            persons(f->request->trajectories, 0), f->path_name,
            (unsigned long long)f->request->seed);
    fprintf(out, "  chance of who dies, is born, moves: %s\n",
            f->request->no_events ? "no" : "yes, of whole persons");
    fprintf(out, "  rates, in each %d years on the logarithm (%s):\n", grid->width,
            f->request->own_rates ? "as asked for, not estimated"
                                  : "by back-testing towns of 10,000-29,999 persons in Japan");
    for (int i = 0; i < FAN_RATES; i++) {
        const cohort_uncertainty *u = &f->request->rates[i];
        fprintf(out, "    %-10s sd %.3g, autocorrelation %.3g, correlation of ages %.3g",
                given[i].name, u->sd, u->autocorrelation, u->age_correlation);
        if (u->neighbour_correlation > 0.0)
            fprintf(out, ", of neighbours %.3g", u->neighbour_correlation);
        fprintf(out, "\n");
    }
    if (cohort_ensemble_error(f->ensemble) > 0.0)
        fprintf(out, "  quantiles to %.2g %% (they are counted in classes)\n",
                100.0 * cohort_ensemble_error(f->ensemble));
    fprintf(out, "\n");
}

static void end_row(FILE *out, const struct fan *f)
{
    fputc(',', out);
    cohort_output_cell(out, f->c.area);
    fputc('\n', out);
}

static void print_csv(FILE *out, const struct fan *f, bool first)
{
    static const char *const names[] = {"total", "women_20_39"};
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    if (first)
        fprintf(out, "kind,measure,year,quantile,value,area\n");
    for (int figure = 0; figure < 2 * (grid->steps + 1); figure++) {
        const int year = cohort_grid_year(grid, figure / 2);
        const char *name = names[figure % 2];
        fprintf(out, "projection,%s,%d,,%.10g", name, year,
                measured(f->path, &f->figures[figure].measure));
        end_row(out, f);
        for (int i = 0; i < LEVELS; i++) {
            fprintf(out, "quantile,%s,%d,%g,%.10g", name, year, levels[i],
                    quantile(f, figure, levels[i]));
            end_row(out, f);
        }
    }
    for (int i = 0; i < f->probability_count; i++) {
        fprintf(out, "probability,");
        cohort_output_cell(out, f->probabilities[i].text);
        fprintf(out, ",,,%.10g", probability(f, &f->probabilities[i]));
        end_row(out, f);
    }
}

static void print_all(FILE *out, const struct fan *f)
{
    print_head(out, f);
    print_fan(out, f, "Total", 0);
    print_fan(out, f, "Women 20-39", 1);
    fprintf(out, "Probabilities\n");
    for (int i = 0; i < f->probability_count; i++)
        fprintf(out, "  %5.0f %%  %s\n", 100.0 * probability(f, &f->probabilities[i]),
                f->probabilities[i].text);
}

void fan_print(FILE *out, const struct fan *fan, bool first)
{
    if (fan->request->csv)
        print_csv(out, fan, first);
    else
        print_all(out, fan);
}

void fan_write(const struct fan_request *request, const char *text, size_t size)
{
    cohort_output *output;
    must(cohort_output_open(request->output, &output, &error), &error);
    fwrite(text, 1, size, cohort_output_stream(output)); /* _close knows whether it succeeded */
    must(cohort_output_close(&output, 1, &error), &error);
}
