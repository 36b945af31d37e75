/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/comparison.h"

#include "inputs/names.h"
#include "inputs/runs.h"

static void make_nemuro(struct comparison *c, const char *scenario)
{
    nemuro_make(&c->nemuro, scenario);
    c->is_nemuro = true;
    c->plan_name = scenario ? shown_name(scenario)
                            : text_of("the city's path, fitted to its published results");
    snprintf(c->area, sizeof c->area, "%s", NEMURO_AREA);
    snprintf(c->name, sizeof c->name, "根室市 Nemuro (%s)", NEMURO_AREA);
    must(cohort_inputs_copy(c->nemuro.inputs[RUN_BASELINE], &c->baseline, &error));
    must(cohort_inputs_copy(c->nemuro.inputs[RUN_PLAN], &c->plan, &error));
}

static int make_area(struct comparison *c, struct source *source, cohort_error *problem)
{
    const bool was_open = source->is_open;
    source_open(source);
    const char *area = source_area(source);
    snprintf(c->area, sizeof c->area, "%s", area);
    snprintf(c->name, sizeof c->name, "%.*s", (int)sizeof c->name - 1,
             title_of_area(source, area).s);
    c->plan_name = source->scenario ? shown_name(source->scenario) : text_of("the baseline");
    int code = source_inputs(source, area, &c->baseline, problem);
    if (!code)
        code = cohort_inputs_copy(c->baseline, &c->plan, problem);
    if (!code && source->skips_idle_rows && source->operations) {
        c->idle = allocate((size_t)cohort_scenario_count(source->operations) + 1, 1);
        code = change_where_possible(source->operations, &c->plan, c->idle, problem);
    } else if (!code) {
        code = change_inputs(source->operations, &c->plan, problem);
    }
    if (!was_open)
        source_close(source);
    return code;
}

int comparison_make(struct comparison *c, struct source *source, cohort_error *problem)
{
    int code = COHORT_OK;
    memset(c, 0, sizeof *c);
    if (source->files == 0)
        make_nemuro(c, source->scenario);
    else
        code = make_area(c, source, problem);
    if (!code)
        code = run_inputs(NULL, c->baseline, &c->without, problem);
    if (!code)
        code = run_inputs(NULL, c->plan, &c->with, problem);
    if (code)
        comparison_clear(c);
    return code;
}

void comparison_clear(struct comparison *c)
{
    cohort_projection_free(c->without);
    cohort_projection_free(c->with);
    cohort_inputs_free(c->baseline);
    cohort_inputs_free(c->plan);
    free(c->idle);
    if (c->is_nemuro)
        nemuro_clear(&c->nemuro);
}

bool take_measure(const char *text, void *to)
{
    cohort_measure measure;
    *(const char **)to = text;
    return !cohort_measure_parse(text, 0.0, &measure, NULL);
}

int fail_year(cohort_error *problem, const char *option, int year, int first, int last)
{
    *problem = (cohort_error){.code = COHORT_ERROR_GRID, .text = ""};
    return advise(problem, "%s %d: expected a year, %d to %d", option, year, first, last);
}

cohort_measure measure_of(const struct comparison *c, const char *name, const char *option,
                          int year)
{
    const cohort_grid *grid = cohort_inputs_grid(c->baseline);
    cohort_measure measure;
    double value;
    const int last = cohort_grid_year(grid, grid->steps);
    if (year == COHORT_OPEN_END)
        year = last;
    if (year < grid->start || year > last)
        must(fail_year(&error, option, year, grid->start, last));
    must(cohort_measure_parse(name, year, &measure, &error));
    must(cohort_measure_value(cohort_projection_population(c->without), &measure, &value, &error));
    return measure;
}

void check_from(const struct comparison *c, int from)
{
    const cohort_grid *grid = cohort_inputs_grid(c->baseline);
    const int date = cohort_grid_date(grid, from);
    if (date < 0 || date >= grid->steps)
        die("--from %d: expected a date, every %d years from %d to %d", from, grid->width,
            grid->start, cohort_grid_year(grid, grid->steps - 1));
}

cohort_projection *run_with(const cohort_inputs *inputs, const cohort_operation *operation)
{
    cohort_inputs *changed;
    cohort_projection *projection;
    must(cohort_inputs_copy(inputs, &changed, &error));
    if (operation)
        must(change_by_row(operation, &changed, &error));
    must(run_inputs(NULL, changed, &projection, &error));
    cohort_inputs_free(changed);
    return projection;
}

double measured(const cohort_projection *path, const cohort_measure *measure)
{
    double value;
    must(cohort_measure_value(cohort_projection_population(path), measure, &value, &error));
    return value;
}

struct text ages_text(const cohort_part *part)
{
    return part->age_to == COHORT_OPEN_END ? text_of("%d+", part->age_from)
                                           : text_of("%d-%d", part->age_from, part->age_to);
}

struct text years_text(int year_from, int year_to)
{
    return year_to == year_from ? whole(year_from) : text_of("%d-%d", year_from, year_to);
}

struct text period_text(const cohort_part *part)
{
    return years_text(part->year_from, part->year_to);
}
