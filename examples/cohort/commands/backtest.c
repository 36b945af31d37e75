/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backtest: from past censuses project forward as one would have done then, and hold the result
 * against the later ones: how large are the errors, and do intervals hold what they promise? How
 * uncertain rates are is estimated on one part of the areas, or dates, and tested on the other. */
#include "commands/commands.h"
#include "inputs/bands.h"
#include "inputs/censuses.h"
#include "inputs/fixtures.h"
#include "options/options.h"
#include "text/progress.h"

enum { HORIZONS = 3, BANDS = 5, LEAST = 40, SIZES = 5, PARTS = 2, ROWS = BANDS * HORIZONS * 6 };

/* Classes by persons, and by growth (less that of all areas) in the interval before the base date. */
static const cohort_limits sizes = {SIZES - 1, {3000, 10000, 30000, 100000}};
static const cohort_limits growths = {4, {-0.10, 0.0, 0.05, 0.10}};
static const char *const size_names[SIZES + 1] = {
    "under 3,000", "3,000-9,999", "10,000-29,999", "30,000-99,999", "100,000 and over", "all"};
static const char *const age_names[BANDS] = {"all", "0-14", "15-64", "65+", "women 20-39"};
static const char *const band_names[BANDS] = {"total", "age_0_14", "age_15_64", "age_65_plus",
                                              "women_20_39"};

/* What is tried on the fitting part. */
static const double priors[] = {0, 30, 100, 300}, fades[] = {1, 0.9, 0.8, 0.7, 0.6, 0.5};
static const double dampings[] = {0, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
enum { PRIORS = 4, FADES = 6, DAMPINGS = 7 };

static struct censuses censuses;
static cohort_censuses counted;
static cohort_cases part[PARTS]; /* fitted, tested */
static unsigned char *areas[PARTS];
static cohort_band band[BANDS];
static cohort_backtest_model model, rival = {.outlook = {.fade = 1}};
static cohort_backtest_row found[PARTS][ROWS], naive[PARTS][ROWS];

struct request {
    const char *file, *fit_on, *spreads;
    int trajectories, seed, threads;
    bool csv, excel;
};
static struct request asked;

/* ---- data ---- */

/* Survival of the nation: it tells the dead from those who move, no more. */
static const double *national_survival(cohort_inputs **nation)
{
    static const char *const variables[] = {"asfr", "population", "qx", "tfr", NULL};
    cohort_table *table;
    must(cohort_table_read(fixture("japan.csv").path, variables, &table, &error));
    must(cohort_table_reference(table, JAPAN, 2020, nation, &error));
    cohort_table_free(table);
    if (cohort_inputs_grid(*nation)->ages != censuses.stock[0].grid.ages)
        die("expected ages 0-4, 5-9, ..., 90+");
    return cohort_inputs_view(*nation, COHORT_SURVIVAL);
}

/* The two parts: every other area, or before and after a year. */
static void divide(void)
{
    int year, by_year = parse_year(asked.fit_on, &year);
    for (int p = 0; p < PARTS; p++) {
        part[p] = (cohort_cases)COHORT_CASES;
        part[p].horizons = HORIZONS;
        areas[p] = allocate((size_t)censuses.areas, 1);
        for (int a = 0; a < censuses.areas; a++) /* the first is odd */
            areas[p][a] = by_year || (a % 2 == (strcmp(asked.fit_on, "even") == 0)) == (p == 0);
        part[p].areas = areas[p];
    }
    if (by_year)
        part[0].until = part[1].from = year;
}

static void print_left_out(void)
{
    static const char *const reasons[] = {"", "not given", "nobody was there",
                                          "emptied: less than a fifth of five years before"};
    const cohort_grid *grid = &censuses.stock[0].grid;
    printf("%d areas, censuses %d-%d. Left out, with every case that needs them:\n", censuses.areas,
           grid->start, cohort_grid_year(grid, grid->steps));
    int none = 1;
    for (int a = 0; a < censuses.areas; a++)
        for (int i = 0; i < censuses.dates; i++) {
            int reason = censuses.left_out[a * censuses.dates + i];
            if (reason == USED)
                continue;
            none = 0;
            printf("  %s %s, %d: %s persons, %s\n", censuses.area[a].code, censuses.area[a].name,
                   cohort_grid_year(grid, i), persons(census_total(&censuses, a, i), 1).s,
                   reasons[reason]);
        }
    printf("%sPersons of unknown age, spread over the ages of their sex:",
           none ? "  nothing\n" : "");
    for (int i = 0; i < censuses.dates; i++) {
        double unknown = 0.0, all = 0.0;
        for (int a = 0; a < censuses.areas; a++) {
            const double *of = &censuses.unknown[(a * censuses.dates + i) * COHORT_SEXES];
            unknown += of[COHORT_MALE] + of[COHORT_FEMALE];
            all += census_total(&censuses, a, i);
        }
        printf("%s %d %.2f%%", i ? "," : "", cohort_grid_year(grid, i), 100.0 * unknown / all);
    }
    printf("\n");
}

/* ---- estimates ---- */

/* That of several outlooks with the least error on the fitting part, in all bands together. */
static cohort_outlook best_of(int count, const cohort_outlook *outlooks)
{
    double errors[PRIORS * FADES];
    int best = 0;
    must(cohort_backtest_compare(&counted, &part[0], BANDS, band, count, outlooks, errors, &error));
    for (int k = 1; k < count; k++)
        if (errors[k] < errors[best])
            best = k;
    return outlooks[best];
}

/* Prior and fade first, then how trends go on. */
static void choose_outlook(void)
{
    cohort_outlook tried[PRIORS * FADES];
    for (int k = 0; k < PRIORS * FADES; k++)
        tried[k] = (cohort_outlook){.prior = priors[k / FADES],
                                    .fade = fades[k % FADES],
                                    .peers = sizes,
                                    .by_women_20_39 = 1};
    tried[0] = best_of(PRIORS * FADES, tried);
    for (int k = DAMPINGS - 1; k >= 0; k--) {
        tried[k] = tried[0];
        tried[k].trend = dampings[k];
    }
    model.outlook = best_of(DAMPINGS, tried);
}

/* `context`: the part's bar. */
static int show(void *context, int done, int all)
{
    struct progress *progress = context;
    progress->total = all;
    progress_to(progress, done);
    return 0;
}

static cohort_backtest_options options_of(int trajectories)
{
    cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
    options.seed = (uint64_t)asked.seed;
    options.trajectories = trajectories;
    options.threads = asked.threads;
    options.classes = sizes;
    options.bands = BANDS;
    options.band = band;
    return options;
}

static void estimate_and_run(void)
{
    static const char *const cases[PARTS] = {"cases, fitted part", "cases, tested part"};
    model.size = sizes;
    if (!asked.spreads)
        model.relative_growth = growths;
    choose_outlook();
    must(cohort_backtest_fit(&counted, &part[0], LEAST, &model, &error));
    for (int p = 0; p < PARTS; p++) {
        cohort_backtest_options options = options_of(asked.trajectories);
        struct progress progress = progress_begin(cases[p], 0);
        options.progress = show;
        options.context = &progress;
        must(cohort_backtest_run(&counted, &part[p], &model, &options, found[p], &error));
        progress_end(&progress);
        options.trajectories = 0;
        options.progress = NULL;
        must(cohort_backtest_run(&counted, &part[p], &rival, &options, naive[p], &error));
    }
}

/* ---- tables ---- */

static const cohort_backtest_row *row_of(const cohort_backtest_row *rows, int which, int horizon,
                                         int size)
{
    return &rows[(which * HORIZONS + horizon) * (SIZES + 1) + size];
}

/* A number, or a dash where there is none. */
static void put(double value, int width, int decimals, int is_signed)
{
    if (isnan(value))
        printf("%*s", width, "-");
    else
        printf(is_signed ? "%+*.*f" : "%*.*f", width, decimals, value);
}

static void print_row(const char *name, const cohort_backtest_row *ours,
                      const cohort_backtest_row *theirs)
{
    printf("  %-21s%6d", name, ours->cases);
    put(ours->bias, 8, 2, 1);
    put(ours->mape, 7, 2, 0);
    put(ours->median, 7, 2, 0);
    put(theirs->bias, 9, 2, 1);
    put(theirs->mape, 7, 2, 0);
    put(theirs->median, 7, 2, 0);
    put(ours->within_80, 9, 1, 0);
    put(ours->within_95, 7, 1, 0);
    printf("\n");
}

/* By horizon and size; of the fitted part all sizes together. */
static void print_errors(int p)
{
    printf(
        "\n%s\n"
        "                              forecast, %%           last ratios held, %%    inside, %%\n"
        "  persons at base       cases    bias   MAPE median     bias   MAPE median     80 %%   "
        "95 %%\n",
        p == 0 ? "Fitted part (in sample): the total" : "Tested part (out of sample): the total");
    for (int h = 0; h < HORIZONS; h++)
        for (int k = p == 0 ? SIZES : 0; k <= SIZES; k++) {
            char name[40];
            if (row_of(found[p], 0, h, k)->cases == 0)
                continue;
            snprintf(name, sizeof name, "%s", size_names[k]);
            if (k == SIZES)
                snprintf(name, sizeof name, "%d years, all", 5 * (h + 1));
            print_row(name, row_of(found[p], 0, h, k), row_of(naive[p], 0, h, k));
        }
}

static void print_ages(void)
{
    printf("\nTested part: ages, all sizes\n");
    for (int b = 1; b < BANDS; b++)
        for (int h = 0; h < HORIZONS; h++) {
            char name[40];
            snprintf(name, sizeof name, "%d years, %s", 5 * (h + 1), age_names[b]);
            print_row(name, row_of(found[1], b, h, SIZES), row_of(naive[1], b, h, SIZES));
        }
}

static void print_spread(const char *size, const char *growth, const cohort_spread *spread)
{
    const cohort_uncertainty *migration = &spread->migration, *fertility = &spread->fertility;
    printf("  %-17s%8s %7d %9.3f %5.2f %5.2f %5.2f %13.3f %5.2f\n", size, growth, spread->cases,
           migration->sd, migration->autocorrelation, migration->age_correlation,
           migration->neighbour_correlation, fertility->sd, fertility->autocorrelation);
}

/* The classes of a size that have a spread of their own, and what the others share. Returned: do
 * any share that of all sizes? */
static const cohort_spread *print_size(int size)
{
    const cohort_spread *others = NULL;
    const char *name = size_names[size];
    for (int g = 0; g <= model.relative_growth.count; g++) {
        const cohort_spread *spread = &model.spread[size][g];
        char growth[40] = "over";
        if (model.relative_growth.count == 0)
            growth[0] = '\0';
        else if (g < growths.count)
            snprintf(growth, sizeof growth, "< %+.0f %%", 100.0 * growths.limit[g]);
        if (spread->pooled)
            others = spread;
        else
            print_spread(name, growth, spread), name = "";
    }
    if (others && others->pooled == 1)
        print_spread(name, "others", others);
    return others && others->pooled == 2 ? others : NULL;
}

/* What the sd of a cell is multiplied by at each age. */
static void print_profile(void)
{
    const cohort_grid *grid = &censuses.stock[0].grid;
    printf("  Of migration times, at the age at the interval's end:\n ");
    for (int x = 1; x < grid->ages; x++)
        printf("%s %d%s %.2f",
               x == 10 ? ",\n "
               : x > 1 ? ","
                       : "",
               x * grid->width, x == grid->ages - 1 ? "+" : "", model.profile[x]);
    printf("\n");
}

static void print_spreads(void)
{
    const cohort_spread *rest = NULL;
    printf(
        "\nForecast: the rates of the five years before the base date, with %g persons of all "
        "areas "
        "of its\nsize beside the own ones (prior); of the distance to their rates %.0f %% is left "
        "after each interval\n(fade). Survival at 60 and over and children per woman 20-39 go on "
        "to "
        "move as those of all areas have\nsince the first census, in each interval at %.0f %% of "
        "the speed of the one before (trend). All as they\ndid best on the fitted part. Its "
        "spreads, on the logarithm: sd of a cell in an interval,\nautocorrelation, correlation of "
        "all ages, and of neighbours in what they have of their own; classes of\nunder %d cases "
        "share one.\n",
        model.outlook.prior, 100.0 * model.outlook.fade, 100.0 * model.outlook.trend, LEAST);
    printf("  persons at base  growth   cases   migration                 child-woman ratio\n");
    for (int s = 0; s < SIZES; s++) {
        const cohort_spread *others = print_size(s);
        rest = others ? others : rest;
    }
    if (rest)
        print_spread("all sizes", "others", rest);
    print_profile();
}

static void write_number(double value)
{
    if (isnan(value))
        printf(",");
    else
        printf(",%.4f", value);
}

static void write_csv(void)
{
    begin_csv(stdout, asked.excel);
    printf("part,measure,horizon,persons_at_base,cases,bias,mape,median,naive_bias,naive_mape,"
           "naive_median,within_80,within_95\n");
    for (int p = 0; p < PARTS; p++)
        for (int b = 0; b < BANDS; b++)
            for (int h = 0; h < HORIZONS; h++)
                for (int k = 0; k <= SIZES; k++) {
                    const cohort_backtest_row *ours = row_of(found[p], b, h, k);
                    const cohort_backtest_row *theirs = row_of(naive[p], b, h, k);
                    printf("%s,%s,%d,\"%s\",%d", p == 0 ? "fitted" : "tested", band_names[b],
                           5 * (h + 1), size_names[k], ours->cases);
                    write_number(ours->bias), write_number(ours->mape), write_number(ours->median);
                    write_number(theirs->bias), write_number(theirs->mape);
                    write_number(theirs->median);
                    write_number(ours->within_80), write_number(ours->within_95);
                    printf("\n");
                }
}

static void print_all(void)
{
    print_left_out();
    print_spreads();
    for (int p = 0; p < PARTS; p++)
        print_errors(p);
    print_ages();
    if (row_of(found[1], 0, 0, SIZES)->cases < 100)
        printf("\nLess than 100 cases tested: this shows the form, and is no finding.\n");
}

/* ---- spreads, for ensemble ---- */

static void write_spreads(cohort_output *output)
{
    cohort_spreads *spreads;
    cohort_backtest_options options = options_of(0);
    must(cohort_spreads_from_backtest(&model, &options, HORIZONS, found[1], &spreads, &error));
    cohort_spreads_write(spreads, output);
    must(cohort_output_close(&output, 1, &error));
    cohort_spreads_free(spreads);
}

/* ---- the command line ---- */

static bool take_part(const char *text, void *to)
{
    int year;
    *(const char **)to = text;
    return strcmp(text, "even") == 0 || strcmp(text, "odd") == 0 || parse_year(text, &year);
}

static const struct option options[] = {
    OPTION(
        "CENSUS.csv", NULL, INPUT, offsetof(struct request, file),
        "censuses of areas: code,pref,name,sex,age,1980,1985,... or tidy CSV; - is standard input. "
        "Without it, the five municipalities of Nemuro subprefecture"),
    OPTION(
        "--fit-on", "PART", OWN, offsetof(struct request, fit_on),
        "even: estimate on the second, fourth, ... area of the file, test on the others; odd: the "
        "other way round; a year: estimate on what was counted until then, test on bases from it "
        "on",
        .take = take_part, .expected = "even, odd or a year"),
    OPTION("--trajectories", "N", WHOLE, offsetof(struct request, trajectories),
           "of each case (400)", .least = 1, .most = 1e9),
    OPTION("--seed", "S", WHOLE, offsetof(struct request, seed),
           "another one, another set of trajectories; 1 unless given", .most = 1e9),
    OPTION("--threads", "N", WHOLE, offsetof(struct request, threads),
           "at most so many at once; 0 is as many as the machine has", .most = 9999),
    OPTION(
        "--spreads", "FILE", OUTPUT, offsetof(struct request, spreads),
        "classes by persons only; write how uncertain rates are in each, with the coverage of the "
        "tested part, for cohort ensemble --spreads"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv), "the tables as CSV"),
    EXCEL_OPTION(offsetof(struct request, excel)),
    {.name = NULL},
};

static const char *check(void *request)
{
    const struct request *r = request;
    return r->excel && !r->csv ? EXCEL_WITHOUT_CSV : NULL;
}

static int run(void *request)
{
    cohort_inputs *nation;
    cohort_output *output = NULL;
    asked = *(const struct request *)request;
    for (int b = 0; b < BANDS; b++)
        band[b] = band_named(band_names[b]);
    censuses_read(asked.file ? asked.file : fixture("census.csv").path, &censuses);
    counted = (cohort_censuses){censuses.areas, censuses.stock, censuses.left_out,
                                national_survival(&nation)};
    divide();
    if (asked.spreads)
        must(cohort_output_open(asked.spreads, &output, &error));
    estimate_and_run();
    if (asked.spreads)
        write_spreads(output);
    if (asked.csv)
        write_csv();
    else
        print_all();
    for (int p = 0; p < PARTS; p++)
        free(areas[p]);
    censuses_free(&censuses);
    cohort_inputs_free(nation);
    return finish();
}

static const struct request defaults = {.fit_on = "even", .trajectories = 400, .seed = 1};

const struct command backtest_command = {
    .name = "backtest",
    .summary = "past censuses compared with what would have been projected",
    .synopsis = (const char *const[]){"[CENSUS.csv] [--fit-on even|odd|YEAR] [options]", NULL},
    .description =
        "Goes back to past censuses, projects forward as one would have done then, and compares "
        "the result with what was counted: errors, and whether intervals hold what they promise. "
        "How uncertain rates are is estimated on one part of the areas, or of the dates, and "
        "tested on the other.",
    SETS({NULL, options, 0}),
    .check = check,
    REQUEST(defaults, run),
};
