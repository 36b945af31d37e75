/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nemuro: the reference case. A baseline by IPSS and a city's plan beside the
 * figures that the city published; `nemuro --csv` gives every row. Each figure
 * has its kind: input      put in         identity   repeats IPSS's table
 *   fitted     met by a fit   predicted  comes out */
#include <cohort/cohort.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 2015, LAST = 2060, IPSS_LAST = 2045, MOST = 40 };

/* A path, and which of its figures were fitted. */
struct path {
    cohort_inputs *inputs;
    cohort_projection *run;
    int identity_until, count;
    cohort_figure fitted[MOST];
};

static cohort_error error;
static cohort_table *document;
static struct path raw, baseline, plan, migration, uniform;

/* Ends the program with what is wrong. */
static void must(int code)
{
    if (code) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

static cohort_band band_of(const cohort_row *row)
{
    return (cohort_band){row->sex, row->age_from, row->age_to};
}

/* The document's rows of a series as figures to fit to. */
static void fit_to(struct path *path, const char *series, unsigned components)
{
    must(cohort_published_figures(document, "01223", series, components, MOST, path->fitted,
                                  &path->count, &error));
}

static void run(struct path *path)
{
    must(cohort_projection_new(path->inputs, &path->run, &error));
}

static cohort_kind kind_of(const struct path *path, int year, cohort_band band)
{
    return cohort_published_kind(cohort_projection_population(path->run), path->identity_until,
                                 path->count, path->fitted, band, year);
}

static double persons(const struct path *path, int year, cohort_band band)
{
    double count;
    must(cohort_count(cohort_projection_population(path->run), year, band, &count, &error));
    return count;
}

/* Percent of a path's three ages, rounded as the document does. */
static double share(const struct path *path, int year, cohort_band band)
{
    double counts[3], percent[3];
    must(cohort_three_ages(cohort_projection_population(path->run), year, counts, &error));
    cohort_shares_rounded(counts, 1, percent);
    return percent[band.age_from == 0 ? 0 : band.age_from == 15 ? 1 : 2];
}

/* Rows of the document, `rows`, beside a path; or the path less another one; or
 * its shares. */
static void print_series(const char *name, const char *rows, const struct path *path,
                         const struct path *minus)
{
    const int is_share = strncmp(name, "share", 5) == 0, decimals = is_share ? 1 : 3;
    const int years = strcmp(name, "gain_per_year_about") == 0 ? LAST - FIRST : 1;
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    char text[COHORT_BAND_NAME];
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row row = cohort_table_row(document, i);
        const cohort_band band = band_of(&row);
        if (strcmp(row.variable, rows) != 0)
            continue;
        double value = is_share ? share(path, row.year, band) : persons(path, row.year, band);
        cohort_kind kind = kind_of(path, row.year, is_share ? everybody : band);
        if (minus) {
            value = (value - persons(minus, row.year, band)) / years;
            kind = kind == kind_of(minus, row.year, band) ? kind : COHORT_PREDICTED;
        }
        printf("%s,%d,%s,%.*f,%.*f,%.*f,%s\n", name, row.year, cohort_band_name(band, text),
               is_share, row.value, decimals, value, decimals,
               cohort_round(value - row.value, decimals) + 0.0, cohort_kind_name(kind));
    }
}

/* IPSS's table carried on, as published, and from the cells within its rounding
 * that give the document's baseline; the plan; and one suppression for
 * everybody that meets the plan's total of 2060. */
static void make_paths(void)
{
    const cohort_parameter factor = {.operation = 0, .upper = 1, .scale = 1};
    cohort_table *table, *japan;
    cohort_stock published, cells;
    cohort_inputs *nation;
    cohort_scenario *scenario;
    must(cohort_table_read("fixtures/nemuro_published.csv", NULL, &document, &error));
    must(cohort_table_read("fixtures/ipss2018.csv", NULL, &table, &error));
    must(cohort_table_read("fixtures/japan.csv", NULL, &japan, &error));
    must(cohort_table_population(table, "01223", "population", &published, &error));
    must(cohort_table_reference(japan, "00000", LAST, &nation, &error));
    must(cohort_derive(&published, nation, NULL, &raw.inputs, &error));
    fit_to(&baseline, "ipss", COHORT_NO_COMPONENT);
    must(cohort_stock_init(&cells, &published.grid, &error));
    must(cohort_unround(&published, nation, baseline.count, baseline.fitted, &cells, NULL, &error));
    must(cohort_derive(&cells, nation, NULL, &baseline.inputs, &error));
    baseline.identity_until = IPSS_LAST;

    must(cohort_scenario_read("fixtures/nemuro_plan.csv", &scenario, &error));
    must(cohort_scenario_apply(scenario, baseline.inputs, &plan.inputs, &error));
    must(cohort_inputs_copy(baseline.inputs, &migration.inputs, &error));
    must(cohort_inputs_take(migration.inputs, plan.inputs, COHORT_MIGRATION, &error));
    fit_to(&plan, "plan", COHORT_ALL_COMPONENTS);
    fit_to(&migration, "plan_without_fertility_rise", COHORT_MIGRATION);
    const cohort_operation tfr =
        *cohort_scenario_operation(scenario, cohort_scenario_count(scenario) - 1);
    cohort_operation suppress = COHORT_OPERATION(COHORT_SUPPRESS_OUT_MIGRATION, 0);
    cohort_scenario_free(scenario);

    suppress.age_to = 59;
    must(cohort_scenario_new(&scenario, &error));
    must(cohort_scenario_add(scenario, &suppress, &error));
    must(cohort_scenario_add(scenario, &tfr, &error));
    uniform.fitted[uniform.count++] =
        cohort_figure_of((cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END}, LAST, 9345);
    must(cohort_calibrate(baseline.inputs, scenario, 1, &factor, 1, uniform.fitted, NULL, &error));
    must(cohort_scenario_apply(scenario, baseline.inputs, &uniform.inputs, &error));
    cohort_scenario_free(scenario);
    cohort_inputs_free(nation);
    cohort_stock_free(&cells);
    cohort_stock_free(&published);
    cohort_table_free(japan);
    cohort_table_free(table);
}

static void print_csv(void)
{
    static const struct {
        const char *name, *rows;
        const struct path *path, *minus;
    } series[] = {
        {"census", "census", &baseline, NULL},
        {"ipss", "ipss", &baseline, NULL},
        {"plan", "plan", &plan, NULL},
        {"plan_without_fertility_rise", "plan_without_fertility_rise", &migration, NULL},
        {"gain_fertility", "gain_fertility", &plan, &migration},
        {"gain_migration", "gain_migration", &migration, &baseline},
        {"gain", "gain", &plan, &baseline},
        {"gain_per_year_about", "gain_per_year_about", &plan, &baseline},
        {"share_percent_census", "share_percent_census", &baseline, NULL},
        {"share_percent_ipss", "share_percent_ipss", &baseline, NULL},
        {"share_percent_plan", "share_percent_plan", &plan, NULL},
        {"ipss_predicted", "ipss", &raw, NULL},
        {"plan_uniform", "plan", &uniform, NULL},
    };
    printf("series,year,measure,published,projected,difference,status\n");
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        print_series(series[i].name, series[i].rows, series[i].path, series[i].minus);
}

static void print_comparison(void)
{
    const cohort_band women = {COHORT_FEMALE, 20, 39},
                      everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    printf("year  baseline          plan              women 20-39: baseline  "
           "plan\n");
    for (int year = FIRST; year <= LAST; year += 5)
        printf("%d %9.0f %-9s %7.0f %-9s %21.0f %5.0f\n", year, persons(&baseline, year, everybody),
               cohort_kind_name(kind_of(&baseline, year, everybody)),
               persons(&plan, year, everybody), cohort_kind_name(kind_of(&plan, year, everybody)),
               persons(&baseline, year, women), persons(&plan, year, women));
    printf("Without any fit, from IPSS's cells as published: %.0f in %d.\n",
           persons(&raw, LAST, everybody), LAST);
}

int main(int argc, char **argv)
{
    struct path *const paths[] = {&raw, &baseline, &plan, &migration, &uniform};
    make_paths();
    for (int i = 0; i < 5; i++)
        run(paths[i]);
    if (argc > 1 && strcmp(argv[1], "--csv") == 0)
        print_csv();
    else
        print_comparison();
    for (int i = 0; i < 5; i++) {
        cohort_projection_free(paths[i]->run);
        cohort_inputs_free(paths[i]->inputs);
    }
    cohort_table_free(document);
    return fclose(stdout) != 0;
}
