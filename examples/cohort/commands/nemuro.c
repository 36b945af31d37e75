/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nemuro: Nemuro's baseline and its city's path to 2060, beside the figures of the city's strategy.
 * Everything is computed from the tables in fixtures/; every figure says what kind it is. */
#include "answers/determined.h"
#include "answers/nemuro_case.h"
#include "answers/readings.h"
#include "answers/today.h"
#include "commands/commands.h"
#include "inputs/bands.h"
#include "options/options.h"

static double at(const struct nemuro *n, enum nemuro_run run, int year, int band)
{
    return persons_in(n->paths[run].population, year, band);
}

static double published(const struct nemuro *n, const char *series, int year, int band)
{
    return published_value(n->document, series, year, band_codes[band]);
}

/* ---- as a planner reads it ---- */

/* Persons, and behind them the mark of what kind of figure that is. */
static struct text marked(const struct nemuro *n, enum nemuro_run run, int year, int band,
                          int width)
{
    return text_of("%s %s", persons(at(n, run, year, band), width).s,
                   path_mark(&n->paths[run], year, shown_bands[band]));
}

/* A path, and under each year the figures that the document gives for it. */
static void print_path(const struct nemuro *n, enum nemuro_run run, const char *series)
{
    printf("                       total       0-14      15-64        65+   women 20-39\n");
    for (int year = NEMURO_BASE; year <= NEMURO_LAST; year += 5) {
        printf("  %d  computed ", year);
        for (int band = 0; band < BANDS; band++)
            printf("%s", marked(n, run, year, band, band == WOMEN_20_39 ? 12 : 9).s);
        printf("\n");

        const char *given = year == NEMURO_BASE ? "census" : series;
        if (isnan(published(n, given, year, TOTAL)))
            continue;
        printf("        published");
        for (int band = 0; band < BANDS; band++) {
            double value = published(n, given, year, band);
            printf("%s  ", persons(value, band == WOMEN_20_39 ? 12 : 9).s);
        }
        printf("\n");
    }
}

static void print_baseline(const struct nemuro *n)
{
    printf("1. Baseline: IPSS 2018, no measures\n\n");
    print_path(n, RUN_BASELINE, "ipss");
    printf(
        "\n  The fit: %d unrounded cells, each within 0.5 of IPSS's published one and as near to "
        "it\n"
        "  as possible, with which the document's own %d figures come out (the document "
        "recomputed\n"
        "  IPSS). With so many free cells it proves nothing by itself. Beyond 2045, where IPSS\n"
        "  ends, the last ratios are held and the child-woman ratio moves with the national one:\n"
        "  an inferred rule. Predicted from the published cells as they are, without any fit:\n"
        "  %s in %d.\n\n",
        n->unrounding.parameters, n->unrounding.targets,
        persons(at(n, RUN_RAW, NEMURO_LAST, TOTAL), 0).s, NEMURO_LAST);
}

static void print_plan(const struct nemuro *n)
{
    if (*n->plan_file.s)
        printf("2. The path of the scenario %s, beside the city's figures\n\n", n->plan_file.s);
    else
        printf("2. The city's path: TFR %.2f from %d on, net out-migration suppressed\n\n",
               published_value(n->document, "tfr_plan", NEMURO_PLAN_FROM, "women"),
               NEMURO_PLAN_FROM);
    print_path(n, RUN_PLAN, "plan");
    if (!*n->plan_file.s)
        printf(
            "\n  The fit: the document gives results, not its schedule; %d factors are fitted to\n"
            "  %d figures (rank %d, bounds active %d, largest miss %.1g persons). That cannot\n"
            "  fail and proves nothing by itself: look at the predicted figures.\n\n",
            n->calibration.parameters, n->calibration.targets, n->calibration.rank,
            n->calibration.bounds_active, n->calibration.worst_miss);
    else
        printf("\n  %s\n\n",
               n->plan_is_fitted
                   ? "It meets all of the city's figures: its values were fitted to them."
                   : "It does not meet all of the city's figures: all of it is predicted.");
}

/* What the TFR means: the rise by each reading. */
static void print_readings(const struct nemuro *n)
{
    struct reading r[READINGS];
    read_fertility(n, r);
    printf(
        "  the TFR read as                                   from   to  without      with     adds"
        "\n");
    for (int i = 0; i < READINGS; i++)
        printf("  %-48s %.3f %.2f  %s %s %s %s %s\n", r[i].in[COHORT_ENGLISH], r[i].from, r[i].to,
               persons(r[i].without, 7).s, r[i].without_mark, persons(r[i].with, 7).s,
               r[i].with_mark, change(r[i].with - r[i].without, 6).s);
    printf("  %s\n\n", readings_words(COHORT_ENGLISH, r).s);
    const struct two_tfr base = two_tfr_of(n->paths[RUN_BASELINE].population, NEMURO_BASE);
    printf("  The children of %d, read both ways: a TFR of %.2f by women of 15-49, %.2f by the\n"
           "  national rates on its women of each age. The first counts a woman of 45 like one of\n"
           "  30, so where few are at the ages of most births it comes out too low.\n\n",
           NEMURO_BASE, base.by_women, base.by_age);
}

/* The three ages in percent, as the document rounds them. */
static void find_shares(const struct nemuro *n, enum nemuro_run run, int year, double percent[3])
{
    double counts[3];
    must(cohort_three_ages(n->paths[run].population, year, counts, &error));
    cohort_shares_rounded(counts, 1, percent);
}

/* The document's comparison: who is there in 2015, and in 2060 without and with measures. */
static void print_comparison(const struct nemuro *n)
{
    printf(
        "3. 2060 compared (▲ marks a fall)\n\n"
        "                  2015  2060 baseline        change     2060 city        change      gain"
        "\n");
    for (int band = 0; band < BANDS; band++) {
        double base = at(n, RUN_BASELINE, NEMURO_BASE, band);
        double without = at(n, RUN_BASELINE, NEMURO_LAST, band);
        double with = at(n, RUN_PLAN, NEMURO_LAST, band);
        printf("  %-12s%s %s %s %s %s %s\n", band_names[band], persons(base, 8).s,
               marked(n, RUN_BASELINE, NEMURO_LAST, band, 12).s, change(without - base, 13).s,
               marked(n, RUN_PLAN, NEMURO_LAST, band, 11).s, change(with - base, 13).s,
               change(with - without, 9).s);
    }
    printf("\n  shares        0-14  15-64   65+   (15-64 = 100 less the others, as the document "
           "rounds)\n");
    for (int i = 0; i < 3; i++) {
        static const char *const names[] = {"2015", "2060 baseline", "2060 city"};
        double percent[3];
        find_shares(n, i == 2 ? RUN_PLAN : RUN_BASELINE, i == 0 ? NEMURO_BASE : NEMURO_LAST,
                    percent);
        printf("  %-13s%4.1f%%  %4.1f%%  %4.1f%%\n", names[i], percent[0], percent[1], percent[2]);
    }
}

static void print_split(const struct nemuro *n)
{
    double baseline = at(n, RUN_BASELINE, NEMURO_LAST, TOTAL);
    double alone = at(n, RUN_MIGRATION_ALONE, NEMURO_LAST, TOTAL);
    double plan = at(n, RUN_PLAN, NEMURO_LAST, TOTAL);
    const char *kind = n->plan_is_fitted ? "fitted" : "predicted";
    printf("\n4. Where the gain of %s in 2060 comes from (%s)\n\n"
           "  the scenario's migration          %s   published %s\n"
           "  then its fertility                %s   published %s\n"
           "  Under age 60 net migration holds the town's excess mortality: part of what is\n"
           "  'kept' are deaths that the suppression takes away with it.\n\n",
           persons(plan - baseline, 0).s, kind, change(alone - baseline, 6).s,
           change(published(n, "gain_migration", NEMURO_LAST, TOTAL), 6).s,
           change(plan - alone, 6).s,
           change(published(n, "gain_fertility", NEMURO_LAST, TOTAL), 6).s);
}

/* Percent a year of the total from the date on at which the plan begins. */
static double yearly_change(const struct nemuro *n, enum nemuro_run run, cohort_change kind)
{
    return cohort_annual_change_percent(at(n, run, NEMURO_PLAN_FROM, TOTAL),
                                        at(n, run, NEMURO_PLAN_FROM + 5, TOTAL), 5, kind);
}

static void print_goals(const struct nemuro *n)
{
    static const char *const kinds[] = {"compound", "linear, over the opening population",
                                        "last year"};
    double shares[3], baseline_shares[3];
    const int year = NEMURO_PLAN_FROM;
    find_shares(n, RUN_PLAN, year, shares);
    find_shares(n, RUN_BASELINE, year, baseline_shares);
    printf("5. The strategy's goals at %d\n\n"
           "  women 20-39     %s (%s p)        published %s (%s)\n",
           year, marked(n, RUN_PLAN, year, WOMEN_20_39, 0).s,
           change(at(n, RUN_PLAN, year, WOMEN_20_39) - at(n, RUN_BASELINE, year, WOMEN_20_39), 0).s,
           persons(published(n, "plan", year, WOMEN_20_39), 0).s,
           change(published(n, "gain", year, WOMEN_20_39), 0).s);
    for (int band = AGE_15_64; band >= AGE_0_14; band--)
        printf("  share %-10s%.1f%% %s (%+.1f points)  published %.1f%% (%+.1f)\n",
               band_names[band], shares[band - AGE_0_14], n->plan_is_fitted ? "f" : "p",
               shares[band - AGE_0_14] - baseline_shares[band - AGE_0_14],
               published(n, "share_percent_plan", year, band),
               published(n, "gain_share_points", year, band));
    printf("  yearly decline, %d-%d (predicted), and how much less that is than the baseline's;\n"
           "  published %.2f%%, %.1f points less, base years not given\n",
           year, year + 5, published(n, "annual_decline_percent_plan", year, TOTAL),
           published(n, "gain_annual_decline_points_plan", year, TOTAL));
    for (int kind = COHORT_CHANGE_COMPOUND; kind <= COHORT_CHANGE_LAST_YEAR; kind++) {
        const double plan = yearly_change(n, RUN_PLAN, (cohort_change)kind),
                     baseline = yearly_change(n, RUN_BASELINE, (cohort_change)kind);
        printf("    %-36s %.2f%%, %.2f points less\n", kinds[kind], -plan, plan - baseline);
    }
    printf("  gain a year, %d-%d (%s; base years inferred), beside the strategy's \"about\":\n",
           NEMURO_BASE, NEMURO_LAST, n->plan_is_fitted ? "fitted" : "predicted");
    for (int band = AGE_15_64; band <= WOMEN_20_39; band += WOMEN_20_39 - AGE_15_64)
        printf("    %-36s %.2f   published %.0f\n", band_names[band],
               gain_per_year(n->paths[RUN_PLAN].population, n->paths[RUN_BASELINE].population,
                             NEMURO_LAST, shown_bands[band]),
               published(n, GAIN_PER_YEAR, NEMURO_LAST, band));
}

/* The part of an operation that lies on the grid: dates, and age groups at the start but for the
 * open one, which shares its rate with the group before it. */
struct extent {
    int first_date, last_date, first_age, last_age, first_sex, last_sex;
};
static struct extent extent_of(const cohort_grid *grid, const cohort_operation *op)
{
    struct extent e = {0, grid->steps, 0, grid->ages - 2, op->sex, op->sex};
    for (int date = 0; date <= grid->steps; date++)
        if (cohort_grid_year(grid, date) <= op->year_from)
            e.first_date = date;
    while (e.last_date > 0 && cohort_grid_year(grid, e.last_date) > op->year_to)
        e.last_date--;
    while (e.first_age < grid->ages - 2 && e.first_age * grid->width < op->age_from)
        e.first_age++;
    while (e.last_age > 0 && e.last_age * grid->width > op->age_to)
        e.last_age--;
    if (op->sex == COHORT_BOTH) {
        e.first_sex = COHORT_MALE;
        e.last_sex = COHORT_FEMALE;
    }
    return e;
}

/* Persons a year whom a path keeps in these cells against the baseline's rates. */
static double kept_a_year(const cohort_inputs *plan, const cohort_inputs *baseline,
                          const cohort_stock *population, const struct extent *e)
{
    const cohort_grid *grid = cohort_inputs_grid(plan);
    const double *with = cohort_inputs_view(plan, COHORT_NET_MIGRATION_RATIO);
    const double *without = cohort_inputs_view(baseline, COHORT_NET_MIGRATION_RATIO);
    double kept = 0.0;
    for (int i = e->first_date; i < e->last_date; i++)
        for (int sex = e->first_sex; sex <= e->last_sex; sex++)
            for (int x = e->first_age; x <= e->last_age; x++) {
                size_t to = cohort_cell(grid, i, sex, x + 1);
                kept += population->cells[cohort_cell(grid, i, sex, x)] * (with[to] - without[to]);
            }
    return kept / ((e->last_date - e->first_date) * grid->width);
}

static void print_operation(const struct nemuro *n, const cohort_operation *op, double *sum)
{
    static const char *const sexes[] = {"men", "women", "both"};
    const cohort_grid *grid = cohort_inputs_grid(n->inputs[RUN_PLAN]);
    const struct extent e = extent_of(grid, op);
    double kept = kept_a_year(n->inputs[RUN_PLAN], n->inputs[RUN_BASELINE],
                              n->paths[RUN_PLAN].population, &e);
    *sum += kept;
    printf("  %d-%d  %-6s  %2d-%2d  %10.3f %9.1f", cohort_grid_year(grid, e.first_date),
           cohort_grid_year(grid, e.last_date), sexes[op->sex], e.first_age * grid->width,
           e.last_age * grid->width + grid->width - 1, op->value, kept);
    if (isnan(op->value_from))
        printf("\n");
    else
        printf("   (a ramp from %.3f)\n", op->value_from);
}

static void print_schedule(const struct nemuro *n)
{
    double sum = 0.0;
    printf(
        "\n6. The suppression of net out-migration, and the persons a year that the path keeps in\n"
        "   each operation's cells (%s)\n\n"
        "  years      sex    age at start  factor  kept a year\n",
        *n->plan_file.s ? "factors: input; persons: predicted"
                        : "factors: fitted, inferred from the results; persons follow from them");
    for (int i = 0; i < cohort_scenario_count(n->plan); i++) {
        const cohort_operation *op = cohort_scenario_operation(n->plan, i);
        const cohort_operation *next = cohort_scenario_operation(n->plan, i + 1);
        if (op->kind != COHORT_SUPPRESS_OUT_MIGRATION)
            continue;
        print_operation(n, op, &sum);
        if (*n->plan_file.s || (next && next->kind == op->kind && next->year_from == op->year_from))
            continue;
        printf("  %d-%d  all                      %9.1f\n", op->year_from, op->year_to, sum);
        sum = 0.0;
    }
}

static void print_uniform(const struct nemuro *n)
{
    printf(
        "\n7. One factor for everybody: %.2f%% of net out-migration under 60, with the same TFR,\n"
        "   meets %s in %d (fitted), and misses the document elsewhere (predicted):\n\n"
        "  year  ages           computed     published      miss\n",
        100 * cohort_scenario_operation(n->uniform, 0)->value,
        persons(published(n, "plan", NEMURO_LAST, TOTAL), 0).s, NEMURO_LAST);
    for (int year = NEMURO_PLAN_FROM; year <= NEMURO_LAST; year += 5)
        for (int band = 0; band < BANDS; band++) {
            double target = published(n, "plan", year, band);
            if (!isnan(target))
                printf("  %d  %-12s %s %s %s\n", year, band_codes[band],
                       marked(n, RUN_UNIFORM, year, band, 10).s, persons(target, 11).s,
                       change(at(n, RUN_UNIFORM, year, band) - target, 9).s);
        }
}

/* ---- as a program reads it ---- */

static void write_csv(FILE *stream, const struct nemuro *n)
{
    const struct path *p = n->paths;
    const struct path *baseline = &p[RUN_BASELINE], *plan = &p[RUN_PLAN];
    const struct path *alone = &p[RUN_MIGRATION_ALONE];
    const struct series all[] = {
        {"census", baseline, NULL, false, false},
        {"ipss", baseline, NULL, false, false},
        {"plan", plan, NULL, false, false},
        {"plan_without_fertility_rise", alone, NULL, false, false},
        {"gain_fertility", plan, alone, false, false},
        {"gain_migration", alone, baseline, false, false},
        {"gain", plan, baseline, false, false},
        {GAIN_PER_YEAR, plan, baseline, false, true},
        {"share_percent_census", baseline, NULL, true, false},
        {"share_percent_ipss", baseline, NULL, true, false},
        {"share_percent_plan", plan, NULL, true, false},
    };
    const struct series predicted = {"ipss_predicted", &p[RUN_RAW], NULL, false, false};
    const struct series uniform = {"plan_uniform", &p[RUN_UNIFORM], NULL, false, false};
    fprintf(stream, "%sseries,year,measure,published,projected,difference,status\n", csv_mark());
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        write_series(stream, n->document, &all[i], all[i].name);
    write_series(stream, n->document, &predicted, "ipss");
    write_series(stream, n->document, &uniform, "plan");
}

/* On one screen: what the strategy asks, and what comes out. */
static void print_targets(const struct nemuro *n)
{
    static const int years[] = {NEMURO_PLAN_FROM, 2035, NEMURO_LAST};
    printf("根室市 Nemuro (%s): what the city's strategy asks, and what comes out\n\n"
           "                    strategy's baseline  ",
           NEMURO_AREA);
    if (*n->plan_file.s)
        printf("the city's figures beside the path of\n%41s%s\n", "", n->plan_file.s);
    else
        printf("the city's path: TFR %.2f to %.2f,\n%41snet out-migration suppressed\n",
               published_value(n->document, "tfr_observed", NEMURO_OBSERVED, "women"),
               published_value(n->document, "tfr_plan", NEMURO_PLAN_FROM, "women"), "");
    printf("                    published  computed    published  computed  difference\n");
    for (int i = 0; i < 3; i++)
        for (int band = 0; band < BANDS; band++) {
            const double target = published(n, "plan", years[i], band);
            if (!isnan(target))
                printf("  %d %-12s %s %s %s %s %s\n", years[i], band_names[band],
                       persons(published(n, "ipss", years[i], band), 9).s,
                       marked(n, RUN_BASELINE, years[i], band, 9).s, persons(target, 10).s,
                       marked(n, RUN_PLAN, years[i], band, 9).s,
                       change(at(n, RUN_PLAN, years[i], band) - target, 10).s);
        }
}

/* What is fitted in it, and what is not. */
static void print_summary(const struct nemuro *n)
{
    const double baseline = at(n, RUN_BASELINE, NEMURO_LAST, TOTAL);
    const double without = at(n, RUN_MIGRATION_ALONE, NEMURO_LAST, TOTAL);
    const double with = at(n, RUN_PLAN, NEMURO_LAST, TOTAL);
    const double decline = yearly_change(n, RUN_PLAN, COHORT_CHANGE_LINEAR);
    const char kind = n->plan_is_fitted ? 'f' : 'p';
    print_targets(n);
    printf(
        "\n  Marks: =  repeats IPSS's table    p  predicted\n"
        "         f  fitted: of the baseline, cells within IPSS's rounding; of the city's path,\n"
        "            the suppression: the strategy gives results, not its schedule\n\n"
        "  Of the %s more in %d, %s %c come by migration and %s %c by fertility.\n",
        persons(with - baseline, 0).s, NEMURO_LAST, persons(without - baseline, 0).s, kind,
        persons(with - without, 0).s, kind);
    printf(
        "  Not fitted: %s p in %d from IPSS's cells as published, beside %s; a decline\n"
        "  of %.2f %% p a year from %d on, beside the strategy's %.2f %%, which is %.2f points p\n"
        "  less than the baseline's, beside the strategy's %.1f.\n",
        persons(at(n, RUN_RAW, NEMURO_LAST, TOTAL), 0).s, NEMURO_LAST,
        persons(published(n, "ipss", NEMURO_LAST, TOTAL), 0).s, -decline, NEMURO_PLAN_FROM,
        published(n, "annual_decline_percent_plan", NEMURO_PLAN_FROM, TOTAL),
        decline - yearly_change(n, RUN_BASELINE, COHORT_CHANGE_LINEAR),
        published(n, "gain_annual_decline_points_plan", NEMURO_PLAN_FROM, TOTAL));
}

static void print_all(const struct nemuro *n)
{
    printf("根室市 Nemuro (%s), population %d-%d\n\n", NEMURO_AREA, NEMURO_BASE, NEMURO_LAST);
    puts("Marks: i  input   =  identity: IPSS's published table, each cell within its rounding\n"
         "       f  fitted  p  predicted: computed, neither of these\n"
         "A change, gain or share without a mark is as good as the figures it is made of.\n");
    print_baseline(n);
    print_plan(n);
    print_comparison(n);
    print_split(n);
    if (!*n->plan_file.s)
        print_readings(n);
    print_goals(n);
    print_schedule(n);
    print_uniform(n);
    if (!*n->plan_file.s) {
        struct determined determined;
        determined_make(&determined, n);
        determined_print(&determined, n);
    }
    static struct today today;
    today_make(&today);
    today_print(&today, n->paths[RUN_PLAN].population);
    today_clear(&today);
}

/* ---- the command line ---- */

struct request {
    const char *scenario, *write_to;
    bool csv, summary;
};

static const struct option options[] = {
    OPTION("--summary", NULL, FLAG, offsetof(struct request, summary),
           "the city's targets on one screen"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv),
           "the comparison with the document as CSV"),
    CSV_OPTIONS,
    OPTION("--scenario", "S.csv", INPUT, offsetof(struct request, scenario),
           "take the city's path from a scenario; - is standard input"),
    OPTION("--write-scenario", "FILE", OUTPUT, offsetof(struct request, write_to),
           "write the city's path as a scenario; with - standard output contains only that"),
    {.name = NULL},
};

static int run(void *request)
{
    const struct request *r = request;
    struct nemuro n;
    nemuro_make(&n, r->scenario);
    if (r->write_to)
        write_scenario(n.plan, r->write_to);
    if (r->csv)
        write_csv(stdout, &n);
    else if (r->summary)
        print_summary(&n);
    else if (!is_standard(r->write_to))
        print_all(&n);
    nemuro_clear(&n);
    return finish();
}

static const struct request defaults = {.scenario = NULL};

const struct command nemuro_command = {
    .name = "nemuro",
    .summary = "Nemuro to 2060, baseline and city path, beside published figures",
    .synopsis =
        (const char *const[]){"[--summary | --csv] [--scenario S.csv] [--write-scenario FILE]",
                              NULL},
    .description =
        "Computes the baseline and the path of the strategy of the city of Nemuro, Hokkaido, from "
        "the tables that come with the library, and sets them beside the figures of the city's "
        "document. Every figure has a mark: input, identity, fitted or predicted.",
    SETS({NULL, options, 0}),
    REQUEST(defaults, run),
};
