/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/today.h"

#include "answers/document.h"
#include "inputs/bands.h"
#include "inputs/censuses.h"
#include "inputs/counted.h"
#include "inputs/fixtures.h"
#include "inputs/source.h"

enum { STEP = 5 };

/* ---- counts ---- */

static void take_counts(struct town *town, const struct censuses *censuses, int area)
{
    const double *unknown =
        &censuses->unknown[(area * censuses->dates + censuses->dates - 1) * COHORT_SEXES];
    must(copy_stock(&censuses->stock[area], &town->counts, &error));
    snprintf(town->code, sizeof town->code, "%s", censuses->area[area].code);
    town->name = censuses->area[area].name;
    town->unknown = unknown[COHORT_MALE] + unknown[COHORT_FEMALE];
}

/* ---- paths ---- */

/* The last ratios of cohorts, and of children to women of 20-39, held. */
static cohort_forecast_options held_options(void)
{
    cohort_forecast_options o = COHORT_FORECAST_OPTIONS;
    o.prior = o.trend = o.trend_children = 0.0;
    o.gains_counted = 0;
    o.recent[1] = o.recent[2] = o.level[1] = o.level[2] = 0.0;
    for (int k = 0; k < COHORT_FORECAST_AGES; k++)
        o.keep[k] = o.fade[k] = 1.0;
    o.gains[0] = o.gains[1] = o.losses[0] = o.losses[1] = 1.0;
    o.children_keep = o.children_fade = 1.0;
    return o;
}

static void make_paths(struct town *town, const cohort_stock *peers, struct source *source)
{
    cohort_forecast_options usual = COHORT_FORECAST_OPTIONS, held = held_options();
    usual.peers = held.peers = peers;
    must(cohort_forecast_population(&town->counts, TODAY_TO, &usual, &town->forecast, &error));
    must(cohort_forecast_population(&town->counts, TODAY_TO, &held, &town->held, &error));
    cohort_projection *run = source_project(source, town->code);
    must(copy_stock(cohort_projection_population(run), &town->ipss, &error));
    cohort_projection_free(run);
}

void today_make(struct today *t)
{
    struct censuses censuses;
    struct counted counted = {.until = 0};
    struct fixture files[2];
    memset(t, 0, sizeof *t);
    struct source source = source_around_nemuro(files);
    source_open(&source);
    censuses_read(fixture("census.csv").path, fixture("census2020.csv").path, &censuses);
    counted_find_peers(&counted, true, NULL, NULL);
    for (int a = 0; a < TODAY_TOWNS; a++) {
        take_counts(&t->towns[a], &censuses, a);
        make_paths(&t->towns[a], &counted.peers, &source);
    }
    must(cohort_spreads_read(fixture("spreads.csv").path, &t->spreads, &error));
    must(cohort_table_read(fixture("ipss2023.csv").path, NULL, &t->ipss2023, &error));
    source_close(&source);
    counted_free(&counted);
    censuses_free(&censuses);
}

void today_clear(struct today *t)
{
    for (int a = 0; a < TODAY_TOWNS; a++) {
        cohort_stock_free(&t->towns[a].counts);
        cohort_stock_free(&t->towns[a].forecast);
        cohort_stock_free(&t->towns[a].held);
        cohort_stock_free(&t->towns[a].ipss);
    }
    cohort_spreads_free(t->spreads);
    cohort_table_free(t->ipss2023);
}

/* ---- figures ---- */

double today_end(const struct today *t, int town, int year, double p)
{
    double value;
    const cohort_figure total = cohort_figure_of(EVERYBODY, year, 0.0);
    must(cohort_spreads_quantile(t->spreads, &t->towns[town].forecast, &total, p, &value, &error));
    return value;
}

/* ---- as text ---- */

static void put(double value, int width)
{
    printf("%s", persons(value, width).s);
}

static void print_towns(const struct today *t)
{
    static const int years[] = {2020, 2025, 2030, 2040, 2050, 2060};
    for (int a = 0; a < TODAY_TOWNS; a++) {
        const struct town *town = &t->towns[a];
        printf("\n  %s (%s of the count of 2020 of unknown age)\n"
               "        forecast     80 %% between        2015-20 held   IPSS 2018\n",
               town->name.s, persons(town->unknown, 0).s);
        for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
            printf("  %d", years[i]);
            put(cohort_total(&town->forecast, years[i]), 10);
            put(today_end(t, a, years[i], 0.1), 11);
            put(today_end(t, a, years[i], 0.9), 10);
            put(cohort_total(&town->held, years[i]), 14);
            put(cohort_total(&town->ipss, years[i]), 12);
            printf("\n");
        }
    }
}

static void print_ages(const struct today *t, const cohort_stock *plan)
{
    printf("\n  Nemuro, ages: forecast from 2020, IPSS 2023 (from 2020), IPSS 2018 and the city's "
           "path (from 2015)\n");
    for (int k = TOTAL; k <= AGE_65_PLUS; k++) {
        printf("  %-6s    forecast   IPSS 2023   IPSS 2018   city's path\n", band_names[k]);
        for (int year = TODAY_FROM; year <= TODAY_TO; year += STEP) {
            printf("    %d", year);
            put(persons_in(&t->towns[0].forecast, year, k), 12);
            put(published_value(t->ipss2023, "ipss2023", year, band_codes[k]), 12);
            put(persons_in(&t->towns[0].ipss, year, k), 12);
            put(persons_in(plan, year, k), 14);
            printf("\n");
        }
    }
}

void today_print(const struct today *t, const cohort_stock *plan)
{
    puts("\n9. The five municipalities from the census of 2020 on\n\n"
         "  Unknown ages are spread over the ages of their sex. Forecast: from the censuses of\n"
         "  2010 to 2020, with Japan's municipalities as peers (lib/doc/forecast.md; peers until\n"
         "  2015); 80 % as large as past errors of such forecasts. 2015-20 held: the ratios of\n"
         "  these five years go on. IPSS 2018 is a projection from 2015, its 2020 is no count.");
    print_towns(t);
    print_ages(t, plan);
    printf("\n");
}
