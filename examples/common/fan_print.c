/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/fan.h"
#include "common/planner.h"

#include <stdio.h>

static cohort_error error;

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
                fan_rates[i].name, u->sd, u->autocorrelation, u->age_correlation);
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

static void print_csv(FILE *out, const struct fan *f)
{
    static const char *const names[] = {"total", "women_20_39"};
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
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

/* Of an age of a sex. */
static void print_cell(FILE *out, const struct fan *f, int date, int sex, int age)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    for (int i = 0; i < LEVELS; i++) {
        double value;
        must(cohort_ensemble_cell(f->ensemble, date, sex, age, levels[i], &value, &error), &error);
        cohort_output_cell(out, f->c.area);
        fprintf(out, ",population,%d,%s,%d%s,%g,%.10g\n", cohort_grid_year(grid, date),
                sex == COHORT_MALE ? "male" : "female", age * grid->width,
                age == grid->ages - 1 ? "+" : "", levels[i], value);
    }
}

static void print_cells(FILE *out, const struct fan *f)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < grid->ages; age++)
                print_cell(out, f, date, sex, age);
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

void fan_print_head(FILE *out, const struct fan_request *request)
{
    if (!request->csv)
        return;
    begin_csv(out, request->excel);
    fputs(request->cells ? "area,variable,year,sex,age,quantile,value\n"
                         : "kind,measure,year,quantile,value,area\n",
          out);
}

void fan_print(FILE *out, const struct fan *fan)
{
    if (fan->request->cells)
        print_cells(out, fan);
    else if (fan->request->csv)
        print_csv(out, fan);
    else
        print_all(out, fan);
}
