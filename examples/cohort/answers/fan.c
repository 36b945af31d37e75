/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/fan.h"

#include "answers/blocks.h"
#include "inputs/fixtures.h"

#include <errno.h>

const double fan_levels[FAN_LEVELS] = {0.025, 0.1, 0.5, 0.9, 0.975};
const double fan_inside[FAN_INSIDE] = {0.8, 0.95};

/* ---- what is asked for ---- */

static bool asks_for_all(const struct fan_request *r)
{
    bool all = true;
    for (int i = 0; i < FAN_RATES; i++)
        all &= r->rates[i].is_asked;
    return all;
}

void fan_open(struct fan_request *r)
{
    if (!asks_for_all(r) && !r->table)
        must(cohort_spreads_read(r->spreads ? r->spreads : fixture("spreads.csv").path, &r->table,
                                 &error));
}

void fan_close(struct fan_request *r)
{
    cohort_spreads_free(r->table);
    r->table = NULL;
}

static bool take_seed(const char *text, void *to)
{
    const size_t digits = strspn(text, "0123456789");
    errno = 0;
    const unsigned long long seed = strtoull(text, NULL, 10);
    *(uint64_t *)to = seed;
    return digits > 0 && text[digits] == '\0' && errno == 0;
}

/* One to four numbers; what is not given is 0: years, ages, neighbours have nothing in common. */
static bool take_uncertainty(const char *text, void *to_rate)
{
    struct fan_rate *rate = to_rate;
    cohort_uncertainty *u = &rate->of;
    double *const to[] = {&u->sd, &u->autocorrelation, &u->age_correlation,
                          &u->neighbour_correlation};
    const double most[] = {10.0, 1.0, 1.0, 1.0};
    *rate = (struct fan_rate){.is_asked = true};
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

#define RATES_OPTION(name, rate, help)                                                             \
    OPTION(name, "SD[,A[,C[,N]]]", OWN, offsetof(struct fan_request, rates[rate]), help,           \
           .take = take_uncertainty,                                                               \
           .expected = "SD[,AUTOCORRELATION[,CORRELATION OF AGES[,OF NEIGHBOURS]]], as "           \
                       "0.05,0.9,0.8")

const struct option fan_options[] = {
    OPTION("--plan", NULL, FLAG, offsetof(struct fan_request, plan),
           "Nemuro: the city's path instead of the baseline"),
    OPTION("--trajectories", "N", WHOLE, offsetof(struct fan_request, trajectories),
           "how many, at most 10^9; without it: 10000", .least = 1, .most = 1e9),
    OPTION("--seed", "S", OWN, offsetof(struct fan_request, seed),
           "another seed gives other trajectories; without it: 1. Each area has streams of its "
           "own: the key is made of the seed and the area's code",
           .take = take_seed, .expected = "a whole number, 0 to 18446744073709551615"),
    OPTION("--threads", "N", WHOLE, offsetof(struct fan_request, threads), THREADS_HELP,
           .most = 1e9),
    OPTION("--no-events", NULL, FLAG, offsetof(struct fan_request, no_events),
           "only uncertain rates: no chance of who dies, is born, moves"),
    RATES_OPTION(
        "--fertility", FAN_FERTILITY,
        "SD: standard deviation of the logarithm in an interval (0: no uncertainty); A: its "
        "autocorrelation; C: the correlation of ages; N: that of neighbouring ages in what is "
        "their own. A, C and N are 0 where they are left out. Without the option: as estimated by "
        "back-testing for areas of this size, only for the convention ipss in steps of five "
        "years"),
    RATES_OPTION("--mortality", FAN_MORTALITY, "the same of mortality"),
    RATES_OPTION("--migration", FAN_MIGRATION,
                 "the same of migration, equal at all ages: of 1 + the net migration ratio of each "
                 "cohort, so 0.01 is 1 % of its persons"),
    OPTION("--spreads", "FILE.csv", INPUT, offsetof(struct fan_request, spreads),
           "estimates by backtest --write-spreads; without it, those of Japan's municipalities"),
    OPTION(
        "--resume", "FILE", OUTPUT, offsetof(struct fan_request, resume),
        "keep what is finished here (areas, or blocks of one area's trajectories): started again "
        "with the same options, a run that was killed goes on from it, with the same result"),
    OPTION("--csv", NULL, FLAG, offsetof(struct fan_request, csv),
           "every quantile and probability as CSV"),
    OPTION("--cells", NULL, FLAG, offsetof(struct fan_request, cells),
           "cell by cell, as CSV: the quantiles of every age at every date, "
           "area,variable,year,sex,age,quantile,value"),
    OPTION("--below", "N", NUMBER, offsetof(struct fan_request, below),
           "also the probability that a measure is below N"),
    MEASURE_OPTION(offsetof(struct fan_request, measure)),
    OPTION("--year", "YEAR", YEAR, offsetof(struct fan_request, year),
           "of --below; without it, the last date"),
    OUTPUT_OPTION("FILE", offsetof(struct fan_request, output), ".csv"),
    CSV_OPTIONS,
    {.name = NULL},
};

const char *fan_check(void *request)
{
    struct fan_request *r = request;
    if (r->plan && (r->source.files > 0 || r->source.scenario))
        return "--plan is Nemuro's, without INPUT.csv and --scenario";
    if (r->resume && strcmp(r->resume, "-") == 0)
        return "--resume: a file that can be read again, not -";
    if (isnan(r->below) && (r->measure || r->year != COHORT_OPEN_END))
        return "--measure and --year belong to --below";
    if (r->csv && r->cells)
        return "--csv and --cells: one of them";
    r->csv |= r->cells;
    return source_problem(&r->source);
}

/* ---- the ensemble ---- */

/* Whether its ages and year are on the grid, the ensemble finds out. */
static int add_figure(struct fan *f, const char *measure, int year, cohort_error *problem)
{
    return cohort_measure_parse(measure, year, &f->figures[f->figure_count++].measure, problem);
}

static struct fan_probability *add_probability(struct fan *f, double limit)
{
    struct fan_probability *p = &f->probabilities[f->probability_count++];
    p->figure = f->figure_count - 1;
    p->limit = limit;
    return p;
}

/* Nemuro's questions; of another area, whether it halves. */
static int add_probabilities(struct fan *f, cohort_error *problem)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    const int first = grid->start, last = cohort_grid_year(grid, grid->steps);
    const int by = first + 30 <= last ? first + 30 : last;
    int code = add_figure(f, "total", last, problem);
    const double limit =
        f->c.is_nemuro ? 8000.0 : 0.5 * cohort_total(cohort_projection_population(f->path), first);
    struct fan_probability *p = add_probability(f, limit);
    p->text = f->c.is_nemuro ? text_of("total below %s in %d", persons(limit, 0).s, last)
                             : text_of("total below %s, half of %d's, in %d", persons(limit, 0).s,
                                       first, last);
    if (!code)
        code = add_figure(f, "women_20_39", by, problem);
    cohort_figure *half = &f->figures[f->figure_count - 1];
    half->times = 0.5;
    half->minus = half->measure;
    half->minus.year = first;
    p = add_probability(f, 0.0);
    p->text = text_of("women 20-39 fewer than half of %d's in %d", first, by);
    if (code || !f->c.is_nemuro)
        return code;
    code = add_figure(f, "total", last, problem);
    p = add_probability(f, published_value(f->c.nemuro.document, "plan", NEMURO_LAST, "total"));
    p->not_below = true;
    p->text = text_of("the city's plan met: %s or more in %d", persons(p->limit, 0).s, last);
    return code;
}

/* What is asked on the command line. */
static int add_question(struct fan *f, cohort_error *problem)
{
    const struct fan_request *r = f->request;
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    const char *name = r->measure ? r->measure : "total";
    const int last = cohort_grid_year(grid, grid->steps);
    const int year = r->year != COHORT_OPEN_END ? r->year : last;
    if (isnan(r->below))
        return COHORT_OK;
    if (year < grid->start || year > last)
        return fail_year(problem, "--year", year, grid->start, last);
    const int code = add_figure(f, name, year, problem);
    struct fan_probability *p = add_probability(f, r->below);
    if (r->below == floor(r->below))
        p->text = text_of("%s below %s in %d", name, persons(r->below, 0).s, year);
    else
        p->text = text_of("%s below %g in %d", name, r->below, year);
    return code;
}

static int list_figures(struct fan *f, cohort_error *problem)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    int code = COHORT_OK;
    const struct fan_request *r = f->request;
    const int aims = r->aims ? r->aims->count : 0;
    f->figures = allocate(2 * ((size_t)grid->steps + 1) + FAN_PROBABILITIES + (size_t)aims,
                          sizeof *f->figures);
    for (int date = 0; !code && date <= grid->steps; date++) {
        const int year = cohort_grid_year(grid, date);
        code = add_figure(f, "total", year, problem);
        if (!code)
            code = add_figure(f, "women_20_39", year, problem);
    }
    if (!code)
        code = add_probabilities(f, problem);
    if (!code)
        code = add_question(f, problem);
    f->first_aim = f->figure_count;
    for (int i = 0; i < aims; i++) {
        double limit;
        f->figures[f->figure_count++] = aim_figure(&r->aims->of[i], &limit);
    }
    return code;
}

/* How uncertain rates are: as asked for, or as in areas of this size. */
static int set_rates(struct fan *fan, cohort_error *problem)
{
    const struct fan_request *r = fan->request;
    cohort_ensemble_options *o = &fan->options;
    cohort_uncertainty *const to[FAN_RATES] = {&o->fertility, &o->mortality, &o->migration};
    if (!asks_for_all(r)) {
        const int code = cohort_spreads_apply(r->table, fan->c.baseline, o, problem);
        if (code)
            return advise(problem, ": say with --fertility, --mortality and --migration how "
                                   "uncertain they are (0: certain)");
        fan->spreads = r->table;
    }
    for (int i = 0; i < FAN_RATES; i++)
        if (r->rates[i].is_asked)
            *to[i] = r->rates[i].of;
    if (r->rates[FAN_MIGRATION].is_asked)
        o->migration_profile = NULL;
    return COHORT_OK;
}

static void set_options(struct fan *fan)
{
    const struct fan_request *request = fan->request;
    fan->options = (cohort_ensemble_options)COHORT_ENSEMBLE_OPTIONS;
    fan->options.seed = cohort_ensemble_seed(request->seed, fan->c.area);
    fan->options.certain_rates = 1; /* as asked for */
    fan->options.trajectories = request->trajectories;
    fan->options.events = !request->no_events;
    fan->options.figure_count = fan->figure_count;
    fan->options.figures = fan->figures;
}

/* Are the rates of an area forecast from counts? */
static bool is_forecast(const struct source *source, const char *area)
{
    cohort_stock population;
    const cohort_table *table;
    if (!source->reference ||
        bearable(source_find_population(source, area, &population, &table, NULL)))
        return false;
    const bool is = counted_is_forecast(&source->counted, &population.grid);
    cohort_stock_free(&population);
    return is;
}

int fan_make(struct fan *fan, const struct fan_request *request, const char *area,
             cohort_error *problem)
{
    struct source source = request->source;
    if (area) {
        source.areas = &area;
        source.area_count = 1;
    }
    memset(fan, 0, sizeof *fan);
    fan->request = request;
    int code = comparison_make(&fan->c, &source, problem);
    if (code)
        return code;
    const bool changed = request->plan || source.scenario;
    fan->inputs = changed ? fan->c.plan : fan->c.baseline;
    fan->path = changed ? fan->c.with : fan->c.without;
    fan->path_name = changed ? fan->c.plan_name.s : "the baseline";
    fan->is_forecast = is_forecast(&request->source, fan->c.area);
    code = list_figures(fan, problem);
    set_options(fan);
    if (!code)
        code = set_rates(fan, problem);
    if (!code)
        code = cohort_ensemble_new(fan->inputs, &fan->options, &fan->ensemble, problem);
    if (code)
        fan_clear(fan);
    return code;
}

/* That of the text and the record after the first trajectory only: in them is all of what the whole
 * text depends on but for how many there are. */
int fan_fingerprint(const struct fan *fan, uint64_t *fingerprint, cohort_error *problem)
{
    struct fan first = *fan;
    const char *text;
    size_t size;
    cohort_output *memory;
    first.options.trajectories = 1;
    int code = cohort_ensemble_new(first.inputs, &first.options, &first.ensemble, problem);
    if (code)
        return code;
    code = cohort_ensemble_run(first.ensemble, 0, 1, 1, problem);
    if (!code) {
        must(cohort_output_memory(&memory, &error));
        cohort_output_keep_formulas(memory, keeps_formulas);
        cohort_output_print(memory, "%s %d ", COHORT_VERSION, fan->options.trajectories);
        fan_print(memory, &first);
        cohort_ensemble_save(first.ensemble, memory);
        must(cohort_output_text(memory, &text, &size, &error));
        *fingerprint = block_hash(text, size);
        cohort_output_close(&memory, 1, NULL);
    }
    cohort_ensemble_free(first.ensemble);
    return code;
}

bool fan_is_calibrated(const struct fan *fan)
{
    bool is = fan->spreads && !fan->request->no_events;
    for (int i = 0; i < FAN_RATES; i++)
        is &= !fan->request->rates[i].is_asked;
    return is;
}

/* A figure of which past errors are known. What is subtracted from it, being of the first date, is
 * certain, and becomes part of the limit. */
static bool has_errors(const struct fan *fan, const cohort_figure *figure, cohort_figure *plain,
                       double *limit)
{
    const cohort_stock *path = cohort_projection_population(fan->path);
    double value, certain = 0.0;
    *plain = cohort_figure_of(figure->measure.band, figure->measure.year, 0.0);
    plain->measure = figure->measure;
    if (figure->times != 0.0) {
        if (figure->minus.year != path->grid.start ||
            cohort_measure_value(path, &figure->minus, &certain, NULL))
            return false;
    }
    if (!fan_is_calibrated(fan) ||
        cohort_spreads_quantile(fan->spreads, path, plain, 0.5, &value, NULL))
        return false;
    *limit += figure->times * certain;
    return true;
}

/* Figures are total and women at each date, then those that are asked about: see list_figures. */
double fan_quantile(const struct fan *fan, int date, int measure, double level)
{
    const int number = FAN_MEASURES * date + measure;
    double value, limit = 0.0;
    cohort_figure plain;
    if (has_errors(fan, &fan->figures[number], &plain, &limit))
        must(cohort_spreads_quantile(fan->spreads, cohort_projection_population(fan->path), &plain,
                                     level, &value, &error));
    else
        must(cohort_ensemble_quantile(fan->ensemble, number, level, &value, &error));
    return value;
}

static double below(const struct fan *fan, int number, double limit)
{
    double share;
    cohort_figure plain;
    if (has_errors(fan, &fan->figures[number], &plain, &limit))
        must(cohort_spreads_below(fan->spreads, cohort_projection_population(fan->path), &plain,
                                  limit, &share, &error));
    else
        must(cohort_ensemble_below(fan->ensemble, number, limit, &share, &error));
    return share;
}

double fan_aim(const struct fan *fan, int aim)
{
    double limit;
    const struct aim *asked = &fan->request->aims->of[aim];
    aim_figure(asked, &limit);
    const double share = below(fan, fan->first_aim + aim, limit);
    return asked->at_most && !asked->is_decline ? share : 1.0 - share;
}

double fan_chance(const struct fan *fan, const struct fan_probability *p)
{
    const double share = below(fan, p->figure, p->limit);
    return p->not_below ? 1.0 - share : share;
}

bool fan_coverage(const struct fan *fan, int measure, int steps, double level,
                  cohort_coverage *coverage)
{
    const cohort_stock *path = cohort_projection_population(fan->path);
    cohort_figure figure = fan->figures[measure];
    figure.measure.year = path->grid.start + steps * path->grid.width;
    return fan->spreads &&
           !cohort_spreads_coverage(fan->spreads, path, &figure, level, coverage, NULL);
}

struct text fan_persons(const struct fan *fan)
{
    cohort_coverage c;
    if (!fan_coverage(fan, FAN_TOTAL, 1, fan_inside[0], &c))
        return text_of("?");
    if (isinf(c.persons_to))
        return text_of("%s+", persons(c.persons_from, 0).s);
    return text_of("%s-%s", persons(c.persons_from, 0).s, persons(c.persons_to - 1.0, 0).s);
}

int fan_measured_steps(const struct fan *fan, int measure)
{
    int steps = 0;
    cohort_coverage c;
    const bool is_tried = !fan->request->source.no_migration; /* which no forecast was */
    while (is_tried && fan_coverage(fan, measure, steps + 1, fan_inside[0], &c) &&
           fan_coverage(fan, measure, steps + 1, fan_inside[1], &c))
        steps++;
    return steps;
}

void fan_clear(struct fan *fan)
{
    cohort_ensemble_free(fan->ensemble);
    free(fan->figures);
    comparison_clear(&fan->c);
}
