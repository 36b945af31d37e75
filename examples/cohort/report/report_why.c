/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/levers.h"
#include "answers/readings.h"
#include "inputs/runs.h"
#include "report/report.h"

/* ---- what scenarios assume ---- */

/* How an operation is named: its name, and the digits and the unit of its value. */
static const struct {
    const char *in[LANGUAGES];
    int decimals;
    double unit;
} operations[] = {
    [COHORT_SET_TFR] = {{W_TFR}, 2, 1},
    [COHORT_SET_TFR_PROPORTION] = {{W_TFR_PROPORTION}, 2, 1},
    [COHORT_SUPPRESS_OUT_MIGRATION] = {{W_SUPPRESS}, 1, 100},
    [COHORT_SCALE_NET_MIGRATION] = {{W_SCALE}, 3, 1},
    [COHORT_ZERO_MIGRATION] = {{W_NO_MIGRATION}, 3, 1},
    [COHORT_ADD_MIGRANTS] = {{W_ADD_MIGRANTS}, 1, 1},
};

/* The baseline's TFR of the births before the year at which a TFR begins to stand: what a ramp
 * starts from is another, if the plan's author read it on another scale. */
static double tfr_before(const struct outlook *o, const cohort_operation *op)
{
    const cohort_inputs *baseline = o->cases[0].baseline;
    const cohort_grid *grid = cohort_inputs_grid(baseline);
    const int from = op->year_from == COHORT_OPEN_START ? grid->start : op->year_from,
              end = from > grid->start ? from : grid->start + grid->width;
    return op->kind == COHORT_SET_TFR ? tfr_between(baseline, end - grid->width, end) : (double)NAN;
}

/* From one value to another. */
static struct text value_words(const cohort_operation *op)
{
    const int decimals = operations[op->kind].decimals;
    const double unit = operations[op->kind].unit;
    return op->kind == COHORT_ZERO_MIGRATION ? text_of("%s", "")
           : isnan(op->value_from)           ? text_of("%.*f", decimals, unit * op->value)
                                   : text_of("%.*f → %.*f", decimals, unit * op->value_from,
                                             decimals, unit * op->value);
}

static struct text years_words(const struct page *p, const cohort_operation *op)
{
    const bool begins = op->year_from != COHORT_OPEN_START, ends = op->year_to != COHORT_OPEN_END;
    const struct text from = whole(op->year_from), to = whole(op->year_to);
    return !begins && !ends               ? text_of("%s", in(p, W_ALL_YEARS))
           : !begins                      ? filled(in(p, W_RANGE_TO), to.s)
           : !ends                        ? filled(in(p, W_RANGE_FROM), from.s)
           : op->year_from == op->year_to ? from
                                          : filled(in(p, W_RANGE), from.s, to.s);
}

static void operation_row(struct page *p, const struct outlook *o, const cohort_operation *op,
                          bool is_idle, const char *note)
{
    const double before = tfr_before(o, op);
    const bool of_women = op->kind == COHORT_SET_TFR || op->kind == COHORT_SET_TFR_PROPORTION;
    const cohort_measure who = {.band = {op->sex, op->age_from, op->age_to}};
    struct text value = value_words(op);
    if (!isnan(before))
        value = filled(in(p, W_VALUE_BEFORE), value.s, text_of("%.2f", before).s);
    if (is_idle)
        value = filled(in(p, W_NOTHING_TO_CHANGE), value.s);
    table_row(p, operations[op->kind].in[p->language]);
    table_text(p, of_women ? "" : measure_words(p, &who).s);
    table_text(p, years_words(p, op).s);
    table_text(p, value.s);
    table_text(p, note);
}

void report_assumptions(struct page *p, const struct outlook *o)
{
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    for (int k = 1; k < o->path_count; k++) {
        const bool inferred = !o->scenarios[k - 1]; /* Nemuro's, in the library's own words */
        const cohort_scenario *scenario =
            inferred ? o->cases[k - 1].nemuro.plan : o->scenarios[k - 1];
        table_begin(p, o->paths[k].name.s);
        table_heads(p, ALL_TEXTS, in(p, W_WHAT), in(p, W_OF_WHOM), in(p, W_WHEN), in(p, W_VALUE));
        table_heads(p, TEXT_COLUMN(0) | MINOR, in(p, W_NOTE));
        for (int i = 0; i < cohort_scenario_count(scenario); i++) {
            const cohort_operation *op = cohort_scenario_operation(scenario, i);
            operation_row(p, o, op, o->cases[k - 1].idle && o->cases[k - 1].idle[i],
                          inferred && *op->note ? in(p, W_FITTED_NOTE) : op->note);
        }
        table_end(p);
        struct text said[ROW_SURPRISES];
        for (int i = 0; !inferred && i < cohort_scenario_count(scenario); i++)
            for (int s = row_surprises(p->language, scenario, i, grid, said); s > 0; s--)
                page_say(p, REMARK, said[s - 1].s);
    }
    page_say(p, REMARK, in(p, W_ASSUMED_NOTE));
}

/* ---- why ---- */

static void components_table(struct page *p, const struct explanation *e, const char *caption)
{
    const char *const names[COMPONENTS] = {in(p, W_MIGRATION), in(p, W_FERTILITY),
                                           in(p, W_MORTALITY), in(p, W_BASE_POPULATION)};
    table_begin(p, caption);
    table_heads(p, NO_TEXTS, in(p, W_PERSONS), in(p, W_ONE_BY_ONE), in(p, W_SHAPLEY));
    for (int k = 0; k < COMPONENTS; k++) {
        table_row(p, names[k]);
        table_changes(p, 0, e->ordered[k], e->shapley[k]);
    }
    table_row(p, in(p, W_TOGETHER));
    table_changes(p, 0, e->with - e->without, e->with - e->without);
    table_end(p);
}

/* One component by period and age of both sexes. */
static void ages_table(struct page *p, const struct explanation *e, unsigned component,
                       const char *caption)
{
    double parts[MOST_BANDS];
    table_begin(p, caption);
    table_heads(p, NO_TEXTS, in(p, W_AGE));
    for (int i = 0; i < e->period_count; i++)
        table_heads(p, NO_TEXTS, page_range(p, e->periods[i].year_from, e->periods[i].year_to).s);
    for (int band = 0; band < e->band_count; band++) {
        const cohort_part *ages = &e->bands[band];
        double largest = 0.0;
        for (int i = 0; i < e->period_count; i++) {
            parts[i] = sum_of(e, component, &e->periods[i], ages, COHORT_MALE) +
                       sum_of(e, component, &e->periods[i], ages, COHORT_FEMALE);
            largest = fmax(largest, fabs(parts[i]));
        }
        if (largest < 0.5)
            continue;
        table_row(p, page_range(p, ages->age_from, ages->age_to).s);
        for (int i = 0; i < e->period_count; i++)
            table_changes(p, 0, parts[i]);
    }
    table_end(p);
}

/* What the strategy's TFR means, for its own case. */
static void readings_table(struct page *p, const struct nemuro *n)
{
    struct reading r[READINGS];
    read_fertility(n, r);
    table_begin(p, filled(in(p, W_READINGS_TITLE), whole(NEMURO_LAST).s).s);
    table_heads(p, NO_TEXTS, in(p, W_READ_AS), in(p, W_READ_FROM), in(p, W_READ_TO));
    table_heads(p, MINOR, in(p, W_READ_WITHOUT), in(p, W_READ_WITH));
    table_heads(p, NO_TEXTS, in(p, W_READ_ADDS));
    for (int i = 0; i < READINGS; i++) {
        table_row(p, r[i].in[p->language]);
        table_numbers(p, 2, r[i].from, r[i].to);
        table_number(p, r[i].without, 0, r[i].without_mark);
        table_number(p, r[i].with, 0, r[i].with_mark);
        table_changes(p, 0, r[i].with - r[i].without);
    }
    table_end(p);
    page_say(p, REMARK, readings_words(p->language, r).s);
}

void report_why(struct page *p, const struct outlook *o)
{
    for (int k = 1; k < o->path_count; k++) {
        const struct explanation *e = &o->why[k - 1];
        const char *name = o->paths[k].name.s;
        components_table(p, e, filled(in(p, W_WHY_TITLE), name, whole(o->last).s).s);
        report_draw(p, o, picture_bars, k, 0, 0);
        if (fabs(e->ordered[0]) >= 0.5)
            ages_table(p, e, components[0].bit, filled(in(p, W_MIGRATION_TITLE), name).s);
    }
    page_say(p, REMARK, in(p, W_WHY_NOTE));
    if (outlook_is_inferred(o)) {
        page_say(p, REMARK, in(p, W_WHY_INFERRED));
        readings_table(p, &o->cases[0].nemuro);
    }
}

void report_influence(struct page *p, const struct outlook *o)
{
    table_begin(p, in(p, W_DEGREES_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_YEAR));
    table_heads(p, MINOR, in(p, W_PATTERN_1), in(p, W_SIMULATION_1), in(p, W_SIMULATION_2));
    table_heads(p, NO_TEXTS, in(p, W_NATURAL), in(p, W_DEGREE), in(p, W_SOCIAL), in(p, W_DEGREE));
    for (int i = 0; i < o->influence_count; i++) {
        const cohort_influence *found = &o->influence[i];
        table_row(p, whole(o->influence_years[i]).s);
        table_numbers(p, 0, found->pattern_1, found->simulation_1, found->simulation_2);
        table_numbers(p, 1, found->natural_percent);
        table_numbers(p, 0, found->natural_degree);
        table_numbers(p, 1, found->social_percent);
        table_numbers(p, 0, found->social_degree);
    }
    table_end(p);
    page_say(p, REMARK, in(p, W_DEGREES_NOTE));
}

/* ---- how sure ---- */

static void fan_table(struct page *p, const struct outlook *o, int path, int measure,
                      const char *name)
{
    const struct fan *fan = &o->fans[path];
    const cohort_grid *grid = cohort_inputs_grid(fan->inputs);
    int years[MOST_YEARS], count = outlook_years(o, years);
    table_begin(p, filled(in(p, W_INTERVALS_TITLE), name, o->paths[path].name.s).s);
    table_heads(p, NO_TEXTS, in(p, W_YEAR), in(p, W_FROM_95), in(p, W_FROM_80), in(p, W_MEDIAN),
                in(p, W_TO_80), in(p, W_TO_95));
    for (int i = 1; i < count; i++) {
        table_row(p, whole(years[i]).s);
        const int date = (years[i] - grid->start) / grid->width;
        for (int k = 0; k < FAN_LEVELS; k++)
            table_numbers(p, 0, fan_quantile(fan, date, measure, fan_levels[k]));
    }
    table_end(p);
}

static void chances_table(struct page *p, const struct outlook *o)
{
    table_begin(p, in(p, W_CHANCES));
    table_heads(p, TEXT_COLUMN(1), in(p, W_CHANCE_OF), in(p, W_YEAR), in(p, W_CHANCE));
    for (int i = 0; i < o->fans[0].probability_count; i++) {
        const struct fan_probability *chance = &o->fans[0].probabilities[i];
        const cohort_figure *figure = &o->fans[0].figures[chance->figure];
        const struct text what = measure_words(p, &figure->measure),
                          limit = number_text(chance->limit, 0);
        table_row(p,
                  figure->times > 0.0
                      ? filled(in(p, W_LESS_THAN_HALF), what.s, whole((int)figure->minus.year).s).s
                  : chance->not_below ? filled(in(p, W_OR_MORE), what.s, limit.s).s
                                      : filled(in(p, W_BELOW), what.s, limit.s).s);
        table_text(p, whole((int)figure->measure.year).s);
        table_numbers(p, 0, 100.0 * fan_chance(&o->fans[0], chance));
    }
    table_end(p);
}

/* "82 (75-87)": of areas of this size, and of all by base date; "76 (79)" of one base date. */
static struct text coverage_text(const struct page *p, const struct outlook *o, int measure,
                                 int steps, double level)
{
    cohort_coverage c;
    if (!fan_coverage(&o->fans[0], measure, steps, level, &c))
        return text_of("–");
    return text_of("%.0f (%s)", c.percent,
                   page_range(p, (int)cohort_round(c.least, 0), (int)cohort_round(c.most, 0)).s);
}

/* How many of such intervals have held what they say, in back-tests. */
static void coverage_table(struct page *p, const struct outlook *o)
{
    const int width = cohort_inputs_grid(o->fans[0].inputs)->width;
    const int steps = fan_measured_steps(&o->fans[0], FAN_TOTAL);
    const int until = o->first + steps * width;
    if (steps == 0)
        return;
    table_begin(p, in(p, W_COVERAGE_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_YEARS_AHEAD), in(p, W_TOTAL_80), in(p, W_TOTAL_95),
                in(p, W_WOMEN_80), in(p, W_WOMEN_95));
    for (int i = 1; i <= steps; i++) {
        table_row(p, whole(i * width).s);
        for (int measure = 0; measure < FAN_MEASURES; measure++)
            for (int l = 0; l < FAN_INSIDE; l++)
                table_text(p, coverage_text(p, o, measure, i, fan_inside[l]).s);
    }
    table_end(p);
    if (until < o->last)
        page_say(p, REMARK, in(p, W_COVERAGE_ENDS), whole(steps * width).s, whole(until).s);
}

void report_sure(struct page *p, const struct outlook *o)
{
    for (int k = 0; k < o->path_count; k++) {
        report_draw(p, o, picture_fan, k, 340, 420);
        fan_table(p, o, k, FAN_TOTAL, in(p, W_TOTAL_TITLE));
    }
    for (int k = 0; k < o->path_count; k++)
        fan_table(p, o, k, FAN_WOMEN, in(p, W_WOMEN_20_39));
    chances_table(p, o);
    coverage_table(p, o);
    page_say(p, REMARK, in(p, W_FAN_NOTE), number_text(o->fan_requests[0].trajectories, 0).s,
             text_of("%llu", (unsigned long long)o->request->seed).s, fan_persons(&o->fans[0]).s);
}
