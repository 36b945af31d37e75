/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/fan.h"

#include "inputs/bands.h"

const int fan_bands[FAN_MEASURES] = {TOTAL, WOMEN_20_39};
static const char *const rate_names[FAN_RATES] = {"fertility", "mortality", "migration"};

static void print_rates(cohort_output *out, const struct fan *f)
{
    const cohort_ensemble_options *o = &f->options;
    const cohort_uncertainty *const rates[FAN_RATES] = {&o->fertility, &o->mortality,
                                                        &o->migration};
    const char *file = f->request->spreads;
    if (fan_is_calibrated(f))
        cohort_output_print(out,
                            "  total and women 20-39: as large as past errors, by size and growth, "
                            "of municipalities%s%s\n"
                            "  trajectories are for everything else:\n",
                            file ? ", " : " in Japan", file ? shown_name(file).s : "");
    cohort_output_print(out, "  rates, in each %d years on the logarithm:\n",
                        cohort_inputs_grid(f->inputs)->width);
    for (int i = 0; i < FAN_RATES; i++) {
        cohort_output_print(
            out, "    %-10s sd %.3g%s, autocorrelation %.3g, correlation of ages %.3g",
            rate_names[i], rates[i]->sd,
            i == FAN_MIGRATION && o->migration_profile ? " (more or less by age)" : "",
            rates[i]->autocorrelation, rates[i]->age_correlation);
        if (rates[i]->neighbour_correlation > 0.0)
            cohort_output_print(out, ", of neighbours %.3g", rates[i]->neighbour_correlation);
        cohort_output_print(out, "%s\n", f->request->rates[i].is_asked ? " (as asked for)" : "");
    }
}

/* Is what is run what was back-tested? A scenario was not. */
static bool is_measured(const struct fan *f)
{
    return fan_is_calibrated(f) && f->inputs == f->c.baseline;
}

/* How many of such intervals have held what they say: by horizon; by base date, least to most. */
static void print_coverage(cohort_output *out, const struct fan *f, int measure)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    const int steps = is_measured(f) ? fan_measured_steps(f, measure) : 0;
    if (steps == 0) {
        cohort_output_print(
            out, "  Whether such intervals hold what they say has not been measured.\n\n");
        return;
    }
    cohort_output_print(out,
                        "  Back-tested, counts inside, %%, of areas of %s persons (of all, by base "
                        "date):\n",
                        fan_persons(f).s);
    for (int i = 1; i <= steps && i <= grid->steps; i++) {
        cohort_output_print(out, "  %2d years later", i * grid->width);
        for (int l = 0; l < FAN_INSIDE; l++) {
            cohort_coverage c;
            fan_coverage(f, measure, i, fan_inside[l], &c);
            cohort_output_print(out, "%s %3.0f of %g (%.0f to %.0f)", l > 0 ? "  " : "", c.percent,
                                100.0 * fan_inside[l], c.least, c.most);
        }
        cohort_output_print(out, "\n");
    }
    if (!f->is_forecast)
        cohort_output_print(out, "  These are errors of forecasts from censuses; those of the "
                                 "published projection\n  that this path follows were not "
                                 "measured.\n");
    if (steps < grid->steps)
        cohort_output_print(out, "  Measured up to %d years ahead: beyond %d it is extrapolated.\n",
                            steps * grid->width, cohort_grid_year(grid, steps));
    cohort_output_print(out, "\n");
}

static void end_row(cohort_output *out, const char *area)
{
    cohort_output_print(out, ",");
    cohort_output_cell(out, area);
    cohort_output_print(out, "\n");
}

void fan_print_date(cohort_output *out, const struct fan_request *r, const char *area, int measure,
                    int year, double projection, const double values[FAN_LEVELS])
{
    if (!r->csv) {
        cohort_output_print(out, "  %d %s %s %s %s %s %s\n", year, persons(projection, 13).s,
                            persons(values[2], 12).s, persons(values[1], 12).s,
                            persons(values[3], 11).s, persons(values[0], 12).s,
                            persons(values[4], 11).s);
        return;
    }
    cohort_output_print(out, "projection,%s,%d,,%.10g", band_codes[fan_bands[measure]], year,
                        projection);
    end_row(out, area);
    for (int i = 0; i < FAN_LEVELS; i++) {
        cohort_output_print(out, "quantile,%s,%d,%g,%.10g", band_codes[fan_bands[measure]], year,
                            fan_levels[i], values[i]);
        end_row(out, area);
    }
}

static void print_date(cohort_output *out, const struct fan *f, int date, int measure)
{
    const cohort_measure *at = &f->figures[FAN_MEASURES * date + measure].measure;
    double values[FAN_LEVELS];
    for (int i = 0; i < FAN_LEVELS; i++)
        values[i] = fan_quantile(f, date, measure, fan_levels[i]);
    fan_print_date(out, f->request, f->c.area, measure, (int)at->year, measured(f->path, at),
                   values);
}

static void print_fan(cohort_output *out, const struct fan *f, const char *title, int measure)
{
    cohort_output_print(out, "%s\n" FAN_HEAD, title);
    for (int date = 0; date <= cohort_inputs_grid(f->inputs)->steps; date++)
        print_date(out, f, date, measure);
    print_coverage(out, f, measure);
}

static void print_head(cohort_output *out, const struct fan *f)
{
    cohort_output_print(out, "%s: how sure? %s random trajectories of %s, seed %llu.\n\n",
                        f->c.name, persons(f->request->trajectories, 0).s, f->path_name,
                        (unsigned long long)f->request->seed);
    cohort_output_print(out, "  chance of who dies, is born, moves: %s\n",
                        f->request->no_events ? "no" : "yes, of whole persons");
    print_rates(out, f);
    if (cohort_ensemble_error(f->ensemble) > 0.0)
        cohort_output_print(out, "  quantiles to %.2g %% (they are counted in classes)\n",
                            100.0 * cohort_ensemble_error(f->ensemble));
    cohort_output_print(out, "\n");
}

/* The share of areas that lay inside, by back-testing, at the dates that it reaches. */
static void write_coverage(cohort_output *out, const struct fan *f)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    for (int m = 0; m < FAN_MEASURES; m++) {
        const int steps = is_measured(f) ? fan_measured_steps(f, m) : 0;
        for (int i = 1; i <= steps && i <= grid->steps; i++)
            for (int l = 0; l < FAN_INSIDE; l++) {
                cohort_coverage c;
                fan_coverage(f, m, i, fan_inside[l], &c);
                cohort_output_print(out, "coverage,%s,%d,%g,%.4g", band_codes[fan_bands[m]],
                                    cohort_grid_year(grid, i), fan_inside[l], c.percent / 100.0);
                end_row(out, f->c.area);
            }
    }
}

static void print_csv(cohort_output *out, const struct fan *f)
{
    for (int date = 0; date <= cohort_inputs_grid(f->inputs)->steps; date++)
        for (int measure = 0; measure < FAN_MEASURES; measure++)
            print_date(out, f, date, measure);
    write_coverage(out, f);
    for (int i = 0; i < f->probability_count; i++) {
        cohort_output_print(out, "probability,");
        cohort_output_cell(out, f->probabilities[i].text.s);
        cohort_output_print(out, ",,,%.10g", fan_chance(f, &f->probabilities[i]));
        end_row(out, f->c.area);
    }
}

/* Of an age of a sex. */
static void print_cell(cohort_output *out, const struct fan *f, int date, int sex, int age)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    for (int i = 0; i < FAN_LEVELS; i++) {
        double value;
        must(cohort_ensemble_cell(f->ensemble, date, sex, age, fan_levels[i], &value, &error));
        cohort_output_cell(out, f->c.area);
        cohort_output_print(out, ",population,%d,%s,%d%s,%g,%.10g\n", cohort_grid_year(grid, date),
                            sex == COHORT_MALE ? "male" : "female", age * grid->width,
                            age == grid->ages - 1 ? "+" : "", fan_levels[i], value);
    }
}

static void print_cells(cohort_output *out, const struct fan *f)
{
    const cohort_grid *grid = cohort_inputs_grid(f->inputs);
    for (int date = 0; date <= grid->steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < grid->ages; age++)
                print_cell(out, f, date, sex, age);
}

static void print_all(cohort_output *out, const struct fan *f)
{
    print_head(out, f);
    print_fan(out, f, "Total", FAN_TOTAL);
    print_fan(out, f, "Women 20-39", FAN_WOMEN);
    cohort_output_print(out, "Probabilities\n");
    for (int i = 0; i < f->probability_count; i++)
        cohort_output_print(out, "  %5.0f %%  %s\n", 100.0 * fan_chance(f, &f->probabilities[i]),
                            f->probabilities[i].text.s);
}

void fan_print_head(cohort_output *out, const struct fan_request *request)
{
    if (!request->csv)
        return;
    cohort_output_print(out, "%s%s", csv_mark(),
                        request->cells ? "area,variable,year,sex,age,quantile,value\n"
                                       : "kind,measure,year,quantile,value,area\n");
}

void fan_print(cohort_output *out, const struct fan *fan)
{
    if (fan->request->cells)
        print_cells(out, fan);
    else if (fan->request->csv)
        print_csv(out, fan);
    else
        print_all(out, fan);
}
