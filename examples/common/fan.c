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
    const char *name;
    cohort_uncertainty of; /* standard deviation, autocorrelation, correlation of ages */
} given[FAN_RATES] = {
    [FAN_FERTILITY] = {"fertility", {0.120, 1.0, 1.0}},
    [FAN_MORTALITY] = {"mortality", {0.0, 0.0, 0.0}},
    [FAN_MIGRATION] = {"migration", {0.038, 0.84, 0.27}},
};

struct fan_request fan_defaults(void)
{
    struct fan_request request = {
        .source = SOURCE_NONE, .trajectories = 10000, .seed = 1, .output = "-"};
    for (int i = 0; i < FAN_RATES; i++)
        request.rates[i] = given[i].of;
    return request;
}

static bool take_seed(const char *text, void *to)
{
    const size_t digits = strspn(text, "0123456789");
    *(uint64_t *)to = strtoull(text, NULL, 10);
    return digits > 0 && digits < 20 && text[digits] == '\0';
}

/* One to three numbers; what is not given stays. */
static bool take_uncertainty(const char *text, void *to_rates)
{
    cohort_uncertainty *u = to_rates;
    double *const to[] = {&u->sd, &u->autocorrelation, &u->age_correlation};
    const double most[] = {10.0, 1.0, 1.0};
    for (int i = 0; i < 3; i++) {
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

#define RATES_OPTION(name, rate, help)                                                             \
    OPTION(name, "SD[,A[,C]]", OWN, offsetof(struct fan_request, rates[rate]), help,               \
           .take = take_uncertainty,                                                               \
           .expected = "SD[,AUTOCORRELATION[,CORRELATION OF AGES]], as 0.05,0.9,0.8")

const struct option fan_options[] = {
    OPTION("--plan", NULL, FLAG, offsetof(struct fan_request, plan),
           "Nemuro: the city's path instead of the baseline"),
    OPTION("--trajectories", "N", WHOLE, offsetof(struct fan_request, trajectories),
           "10000 unless given", .least = 1, .most = 1e9),
    OPTION("--seed", "S", OWN, offsetof(struct fan_request, seed),
           "another one, another set of trajectories; 1 unless given", .take = take_seed,
           .expected = "a whole number, 0 or more"),
    OPTION("--threads", "T", WHOLE, offsetof(struct fan_request, threads),
           "at most so many at once; 0 is as many as the machine has", .most = 1e9),
    OPTION("--no-events", NULL, FLAG, offsetof(struct fan_request, no_events),
           "uncertain rates alone: no chance of who dies, is born, moves"),
    RATES_OPTION("--fertility", FAN_FERTILITY,
                 "standard deviation on the logarithm in an interval, its autocorrelation and the "
                 "correlation of ages; 0 is certain. The defaults of the three are those of towns "
                 "of 10,000-29,999 (see backtest)"),
    RATES_OPTION("--mortality", FAN_MORTALITY, "the same of mortality"),
    RATES_OPTION("--migration", FAN_MIGRATION, "the same of migration"),
    OPTION("--areas", "CODES", TEXT, offsetof(struct fan_request, areas),
           "several areas of INPUT.csv, with commas, or all"),
    OPTION("--csv", NULL, FLAG, offsetof(struct fan_request, csv),
           "every quantile and probability as CSV"),
    OPTION("-o", "FILE", OUTPUT, offsetof(struct fan_request, output),
           "write there, all or nothing; - is standard output, as without it"),
    EXCEL_OPTION(offsetof(struct fan_request, excel)),
    {.name = NULL},
};

/* Are rates as uncertain as was asked for, not as was estimated? */
static bool has_own_rates(const struct fan_request *r)
{
    for (int i = 0; i < FAN_RATES; i++) {
        const cohort_uncertainty *own = &r->rates[i], *estimated = &given[i].of;
        if (own->sd != estimated->sd || own->autocorrelation != estimated->autocorrelation ||
            own->age_correlation != estimated->age_correlation)
            return true;
    }
    return false;
}

const char *fan_check(void *request)
{
    struct fan_request *r = request;
    r->own_rates = has_own_rates(r);
    if (r->plan && (r->source.files > 0 || r->source.scenario))
        return "--plan is Nemuro's, without INPUT.csv and --scenario";
    if (r->areas && (r->source.files == 0 || r->source.area))
        return "--areas needs INPUT.csv, and no --area";
    if (r->areas && r->resume)
        return "--areas and --resume: blocks are kept of one area";
    if (r->resume && strcmp(r->resume, "-") == 0)
        return "--resume: a file that can be read again, not -";
    if (r->resume && strcmp(r->resume, r->output) == 0)
        return "--resume and -o: two files";
    if (r->excel && !r->csv)
        return EXCEL_WITHOUT_CSV;
    return source_problem(&r->source);
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

int fan_areas(struct fan_request *request, char ***codes)
{
    struct source *source = &request->source;
    int count = 0;
    *codes = NULL;
    if (source->files > 0)
        source_open(source);
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
    for (int t = 0; t < source->files; t++)
        for (int i = 0; i < cohort_table_area_count(source->tables[t]); i++) {
            const char *area = cohort_table_area(source->tables[t], i);
            if (source_has_population(source, t, area) && !source_is_reference(source, area))
                add_code(&count, codes, area, strlen(area));
        }
    return count;
}

void fan_free(struct fan_request *request, int count, char **codes)
{
    source_close(&request->source);
    for (int i = 0; i < count; i++)
        free(codes[i]);
    free(codes);
}

void fan_make(struct fan *fan, const struct fan_request *request, const char *area)
{
    struct source source = request->source;
    if (area)
        source.area = area;
    memset(fan, 0, sizeof *fan);
    fan->request = request;
    must(comparison_make(&fan->c, &source, &error), &error);
    const bool changed = request->plan || source.scenario;
    fan->inputs = changed ? fan->c.plan : fan->c.baseline;
    fan->path = changed ? fan->c.with : fan->c.without;
    fan->path_name = changed ? fan->c.plan_name : "the baseline";
    list_figures(fan);
    fan->options = (cohort_ensemble_options)COHORT_ENSEMBLE_OPTIONS;
    fan->options.seed = request->seed;
    fan->options.trajectories = request->trajectories;
    fan->options.events = !request->no_events;
    fan->options.fertility = request->rates[FAN_FERTILITY];
    fan->options.mortality = request->rates[FAN_MORTALITY];
    fan->options.migration = request->rates[FAN_MIGRATION];
    fan->options.figure_count = fan->figure_count;
    fan->options.figures = fan->figures;
    must(cohort_ensemble_new(fan->inputs, &fan->options, &fan->ensemble, &error), &error);
}

void fan_clear(struct fan *fan)
{
    cohort_ensemble_free(fan->ensemble);
    free(fan->figures);
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
        fprintf(out, "    %-10s sd %.3g, autocorrelation %.3g, correlation of ages %.3g\n",
                given[i].name, u->sd, u->autocorrelation, u->age_correlation);
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
    if (first) {
        begin_csv(out, f->request->excel);
        fprintf(out, "kind,measure,year,quantile,value,area\n");
    }
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
