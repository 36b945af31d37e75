/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/trial.h"

#include "inputs/bands.h"
#include "inputs/counted.h"

enum { RESAMPLES = 2000 };

static const char *const names[FORECASTERS] = {"forecast", "ratios held", "three ratios"};
static const char *const size_names[SIZES] = {"under 3,000", "3,000-9,999", "10,000-29,999",
                                              "30,000-99,999", "100,000 and over"};

static const char *const peers_names[OTHER_PEERS] = {"with peers until 5 years before the base",
                                                     "each area without peers"};

static int years_of(int horizon)
{
    return 5 * (horizon + 1);
}

/* What a class is called: a size, or a base date. */
static struct text class_name(const struct trial *t, const struct rows *rows, int class)
{
    if (class == rows->classes - 1)
        return text_of("all");
    if (rows->by == COHORT_BY_SIZE)
        return text_of("%s", size_names[class]);
    return text_of("from %d", cohort_grid_year(&t->censuses.stock[0].grid, class + 1));
}

/* ---- left out ---- */

static void print_left_out(const struct censuses *censuses)
{
    static const char *const reasons[] = {"", "not given", "nobody was there",
                                          "emptied: less than a fifth of five years before"};
    const cohort_grid *grid = &censuses->stock[0].grid;
    bool none = true;
    printf("%d areas, censuses %d-%d. Left out, with every case that needs them:\n",
           censuses->areas, grid->start, cohort_grid_year(grid, grid->steps));
    for (int a = 0; a < censuses->areas; a++)
        for (int i = 0; i < censuses->dates; i++) {
            const int reason = censuses->left_out[a * censuses->dates + i];
            if (reason == USED)
                continue;
            none = false;
            printf("  %s %s, %d: %s persons, %s\n", censuses->area[a].code,
                   censuses->area[a].name.s, cohort_grid_year(grid, i),
                   persons(counted_total(&censuses->stock[a], i), 1).s, reasons[reason]);
        }
    printf("%sPersons of unknown age, spread over the ages of their sex:",
           none ? "  nothing\n" : "");
    for (int i = 0; i < censuses->dates; i++) {
        double unknown = 0.0, all = 0.0;
        for (int a = 0; a < censuses->areas; a++) {
            const double *of = &censuses->unknown[(a * censuses->dates + i) * COHORT_SEXES];
            unknown += of[COHORT_MALE] + of[COHORT_FEMALE];
            all += counted_total(&censuses->stock[a], i);
        }
        printf("%s %d %.2f%%", i ? "," : "", cohort_grid_year(grid, i), 100.0 * unknown / all);
    }
    printf("\n");
}

/* ---- rows ---- */

static void print_head(const char *title)
{
    printf(
        "\n%s\n"
        "                              errors, %%                    inside          scores, %% of "
        "the count\n"
        "                            cases   bias   MAPE median |  80 %%  95 %%    CRPS  W 80 %%  "
        "W 95 %%\n",
        title);
}

/* A number, or a dash where there is none. */
static void put(double value, int width, int decimals, bool is_signed)
{
    if (isnan(value))
        printf("%*s", width, "-");
    else
        printf(is_signed ? "%+*.*f" : "%*.*f", width, decimals, value);
}

static void print_row(int horizon, const char *name, const cohort_backtest_row *row)
{
    char text[60];
    if (row->cases == 0)
        return;
    snprintf(text, sizeof text, "%2d years, %s", years_of(horizon), name);
    printf("  %-26s%6d", text, row->cases);
    put(row->bias, 7, 2, true);
    put(row->mape, 7, 2, false);
    put(row->median, 7, 2, false);
    printf(" |");
    put(row->within_80, 6, 1, false);
    put(row->within_95, 6, 1, false);
    put(row->crps, 8, 3, false);
    put(row->winkler_80, 8, 2, false);
    put(row->winkler_95, 8, 2, false);
    printf("\n");
}

/* By horizon, in each the classes from one on, the last being all. */
static void print_classes(const struct trial *t, const struct rows *rows, int band, int from)
{
    for (int h = 0; h < t->horizons; h++)
        for (int k = from; k < rows->classes; k++)
            print_row(h, class_name(t, rows, k).s, trial_row(t, rows, band, h, k));
}

static void print_forecast(const struct trial *t)
{
    print_head("Tested part (out of sample): the total, by persons at the base date");
    print_classes(t, &t->by_size[TESTED][OURS], 0, 0);
    print_head("Tested part: the total, by base date");
    print_classes(t, &t->by_base[OURS], 0, 0);
    for (int b = 1; b < COHORT_SPREAD_BANDS; b++) {
        print_head(text_of("Tested part: %s, by base date", band_names[b]).s);
        print_classes(t, &t->by_base[OURS], b, 0);
    }
    print_head("Fitted part (in sample): the total");
    print_classes(t, &t->by_size[FITTED][OURS], 0, SIZES);
    print_head("Tested part: sums of the areas of each prefecture, the total, by base date");
    print_classes(t, &t->sums, 0, 0);
    print_head("Tested part: sum of all areas, the total, by base date");
    print_classes(t, &t->sum_of_all, 0, 0);
}

/* What there is where peers end early, and where there are none. */
static void print_peers(const struct trial *t)
{
    for (int k = 0; k < OTHER_PEERS; k++)
        for (int b = 0; b < COHORT_SPREAD_BANDS; b++) {
            print_head(
                text_of("Tested part: %s, %s, by base date", band_names[b], peers_names[k]).s);
            print_classes(t, &t->other_peers[k], b, 0);
        }
}

/* ---- rivals ---- */

static void print_beside(const struct trial *t, struct text title,
                         const struct rows rows[FORECASTERS], int band)
{
    print_head(title.s);
    for (int h = 0; h < t->horizons; h++)
        for (int f = 0; f < FORECASTERS; f++)
            print_row(h, names[f], trial_row(t, &rows[f], band, h, SIZES));
}

static void print_rivals(const struct trial *t)
{
    for (int b = 0; b < COHORT_SPREAD_BANDS; b++)
        print_beside(
            t,
            text_of("Tested part: %s, beside two plain forecasters with intervals made alike",
                    band_names[b]),
            t->by_size[TESTED], b);
    if (t->recent[OURS].classes > 0)
        print_beside(t, text_of("All areas, base dates from %d on: the total", t->recent_from),
                     t->recent, 0);
}

/* ---- margins ---- */

/* The difference of two forecasters' mean errors over prefectures, each `times[]` times. */
static double margin(const struct trial *t, int rival, int horizon, const int *times)
{
    double sum = 0.0, cases = 0.0;
    for (int g = 0; g < t->groups; g++) {
        const cohort_backtest_row *ours = &t->by_group[OURS][g][horizon];
        const cohort_backtest_row *theirs = &t->by_group[rival][g][horizon];
        if (ours->cases == 0 || theirs->cases == 0)
            continue;
        sum += times[g] * ours->cases * (theirs->mape - ours->mape);
        cases += times[g] * ours->cases;
    }
    return cases > 0.0 ? sum / cases : (double)NAN;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Whole numbers from a fixed seed: a linear congruence (Knuth, MMIX). */
static unsigned next_number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*state >> 33);
}

static void print_margin(const struct trial *t, int rival, int horizon)
{
    static double drawn[RESAMPLES];
    int times[MOST_GROUPS];
    uint64_t state = 1;
    for (int r = 0; r < RESAMPLES; r++) {
        memset(times, 0, sizeof times);
        for (int g = 0; g < t->groups; g++)
            times[next_number(&state) % (unsigned)t->groups]++;
        drawn[r] = margin(t, rival, horizon, times);
    }
    for (int g = 0; g < t->groups; g++)
        times[g] = 1;
    qsort(drawn, RESAMPLES, sizeof *drawn, by_value);
    printf("  %2d years, %-14s %6.2f   %6.2f to %5.2f\n", years_of(horizon), names[rival],
           margin(t, rival, horizon, times), drawn[RESAMPLES / 20], drawn[RESAMPLES * 19 / 20]);
}

static void print_margins(const struct trial *t)
{
    if (t->groups < 10)
        return;
    printf(
        "\nTested part: how much smaller the total's MAPE is than a rival's, points of %%; 90 %% "
        "of %d\nresamples of %d prefectures lie between\n",
        RESAMPLES, t->groups);
    for (int f = 1; f < FORECASTERS; f++)
        for (int h = 0; h < t->horizons; h++)
            print_margin(t, f, h);
}

/* ---- all ---- */

void trial_print(const struct trial *t)
{
    print_left_out(&t->censuses);
    printf(
        "\nForecast: lib/doc/forecast.md. Peers are all areas together, at dates up to the base. "
        "Intervals:\nscale by size and growth, and quantiles of past errors, from the fitted "
        "part. Rivals: the last ratios\nof cohorts held; ratios of three intervals (weights .6 "
        ".25 .15); intervals made alike around each.\nInside: counts within intervals of 80 and "
        "95 %%. CRPS, and Winkler's score of both intervals, W.\n");
    print_forecast(t);
    print_peers(t);
    print_rivals(t);
    print_margins(t);
    if (trial_row(t, &t->by_size[TESTED][OURS], 0, 0, SIZES)->cases < 100)
        printf("\nLess than 100 cases tested: this shows the form, and is no finding.\n");
}

static void write_rows(const struct trial *t, const char *part, const char *name,
                       const struct rows *rows)
{
    for (int b = 0; b < COHORT_SPREAD_BANDS; b++)
        for (int h = 0; h < t->horizons; h++)
            for (int k = 0; k < rows->classes; k++) {
                const cohort_backtest_row *row = trial_row(t, rows, b, h, k);
                if (row->cases == 0)
                    continue;
                printf("%s,%s,%s,%d,\"%s\",%d", part, name, band_codes[b], years_of(h),
                       class_name(t, rows, k).s, row->cases);
                const double values[] = {row->bias,       row->mape,      row->median,
                                         row->within_80,  row->within_95, row->crps,
                                         row->winkler_80, row->winkler_95};
                for (size_t i = 0; i < sizeof values / sizeof *values; i++)
                    printf(isnan(values[i]) ? "," : ",%.4f", values[i]);
                printf("\n");
            }
}

void trial_csv(const struct trial *t)
{
    static const char *const parts[PARTS] = {"fitted", "tested"};
    printf(
        "%spart,forecaster,measure,horizon,class,cases,bias,mape,median,within_80,within_95,crps,"
        "winkler_80,winkler_95\n",
        csv_mark());
    for (int p = 0; p < PARTS; p++)
        for (int f = 0; f < FORECASTERS; f++)
            write_rows(t, parts[p], names[f], &t->by_size[p][f]);
    write_rows(t, "tested", names[OURS], &t->by_base[OURS]);
    write_rows(t, "sums of prefectures", names[OURS], &t->sums);
    write_rows(t, "sum of all areas", names[OURS], &t->sum_of_all);
    for (int k = 0; k < OTHER_PEERS; k++)
        write_rows(t, text_of("tested %s", peers_names[k]).s, names[OURS], &t->other_peers[k]);
}
