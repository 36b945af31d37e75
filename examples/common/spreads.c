/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/spreads.h"

#include "common/planner.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

const char *const spread_rates[SPREAD_RATES] = {"fertility", "mortality", "migration"};
static const char *const measures[SPREAD_MEASURES] = {"total", "women_20_39"};
static const char *const levels[SPREAD_LEVELS] = {"within_80", "within_95"};
static const char *const columns[] = {"persons_from", "persons_to", "of", "what", "at", "value"};
enum { FROM, TO, OF, WHAT, AT, VALUE, COLUMNS };

/* The numbers of a rate. */
static const struct {
    const char *name;
    size_t at;
    double most;
} numbers[] = {
    {"sd", offsetof(cohort_uncertainty, sd), 10.0},
    {"autocorrelation", offsetof(cohort_uncertainty, autocorrelation), 1.0},
    {"age_correlation", offsetof(cohort_uncertainty, age_correlation), 1.0},
    {"neighbour_correlation", offsetof(cohort_uncertainty, neighbour_correlation), 1.0},
};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static double *number_of(cohort_uncertainty *u, int number)
{
    return (double *)(void *)((char *)u + numbers[number].at);
}

struct spread_class spread_class_of(double from, double to)
{
    struct spread_class of = {.from = from, .to = to};
    for (int r = 0; r < SPREAD_RATES; r++)
        for (int i = 0; i < NUMBERS; i++)
            *number_of(&of.rates[r], i) = (double)NAN;
    for (int x = 0; x < SPREAD_AGES; x++)
        of.profile[x] = (double)NAN;
    for (int m = 0; m < SPREAD_MEASURES; m++)
        for (int h = 0; h < SPREAD_HORIZONS; h++)
            of.within[m][h][SPREAD_80] = of.within[m][h][SPREAD_95] = (double)NAN;
    return of;
}

/* ---- reading ---- */

struct row {
    const cohort_csv *csv;
    int record;
    const int *columns;
};

static const char *cell(const struct row *row, int column)
{
    return cohort_csv_cell(row->csv, row->record, row->columns[column]);
}

static _Noreturn void refuse(const struct row *row, int column, const char *expected)
{
    die("%s, line %d, column %s: \"%.60s\": expected %s", cohort_csv_name(row->csv),
        cohort_csv_line(row->csv, row->record), columns[column], cell(row, column), expected);
}

static double number_in(const struct row *row, int column, double most, const char *expected)
{
    double value;
    cohort_error error;
    must(cohort_csv_number(row->csv, row->record, row->columns[column], &value, &error), &error);
    if (!(value >= 0.0 && value <= most))
        refuse(row, column, expected);
    return value;
}

/* A multiple of the width, below so many. */
static int place_in(const struct row *row, int least, int most)
{
    const double at = number_in(row, AT, SPREAD_WIDTH * (most - 1), "a multiple of 5 years");
    const int place = (int)at / SPREAD_WIDTH;
    if (place * SPREAD_WIDTH != at || place < least)
        refuse(row, AT, "a multiple of 5 years");
    return place;
}

static int word_in(const struct row *row, int column, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(cell(row, column), words[i]) == 0)
            return i;
    return -1;
}

/* The class of a row: the last one, or one more, whose persons go on from there. */
static struct spread_class *class_in(struct spreads *spreads, const struct row *row)
{
    const double from = number_in(row, FROM, HUGE_VAL, "persons");
    const double to = number_in(row, TO, HUGE_VAL, "persons");
    struct spread_class *last = spreads->count > 0 ? &spreads->of[spreads->count - 1] : NULL;
    if (last && last->from == from && last->to == to)
        return last;
    if (spreads->count == COHORT_MOST_CLASSES || (last && from != last->to + 1.0))
        refuse(row, FROM, "up to 8 classes, each one's rows together, that go on from each other");
    if (to < from)
        refuse(row, TO, "no fewer persons than persons_from");
    spreads->of[spreads->count] = spread_class_of(from, to);
    return &spreads->of[spreads->count++];
}

static double *rate_in(struct spread_class *of, const struct row *row, int rate, double *most)
{
    *most = HUGE_VAL;
    if (rate == SPREAD_MIGRATION && strcmp(cell(row, WHAT), "profile") == 0)
        return &of->profile[place_in(row, 0, SPREAD_AGES)];
    for (int i = 0; i < NUMBERS; i++)
        if (strcmp(cell(row, WHAT), numbers[i].name) == 0) {
            *most = numbers[i].most;
            return number_of(&of->rates[rate], i);
        }
    refuse(row, WHAT,
           "sd, autocorrelation, age_correlation, neighbour_correlation, or migration's profile");
}

static void read_row(struct spreads *spreads, const struct row *row)
{
    struct spread_class *of = class_in(spreads, row);
    const int rate = word_in(row, OF, spread_rates, SPREAD_RATES);
    const int measure = word_in(row, OF, measures, SPREAD_MEASURES);
    double most = 100.0, *to;
    if (rate >= 0) {
        to = rate_in(of, row, rate, &most);
    } else if (measure >= 0) {
        const int level = word_in(row, WHAT, levels, SPREAD_LEVELS);
        if (level < 0)
            refuse(row, WHAT, "within_80 or within_95");
        to = &of->within[measure][place_in(row, 1, SPREAD_HORIZONS + 1) - 1][level];
    } else {
        refuse(row, OF, "fertility, mortality, migration, total or women_20_39");
    }
    if (!isnan(*to))
        refuse(row, WHAT, "each once");
    *to = number_in(row, VALUE, most, "a number that it can be");
}

static void check_class(const char *path, const struct spread_class *of)
{
    for (int r = 0; r < SPREAD_RATES; r++)
        for (int i = 0; i < NUMBERS; i++) {
            cohort_uncertainty u = of->rates[r];
            if (isnan(*number_of(&u, i)))
                die("%s: %s persons: %s of %s is not given", path, spread_persons(of),
                    numbers[i].name, spread_rates[r]);
        }
}

void spreads_read(const char *path, struct spreads *spreads)
{
    int found[COLUMNS];
    cohort_csv *csv;
    cohort_error error;
    *spreads = (struct spreads){.count = 0};
    must(cohort_csv_read(path, &csv, &error), &error);
    for (int c = 0; c < COLUMNS; c++) {
        found[c] = cohort_csv_column(csv, columns[c]);
        if (found[c] < 0)
            die("%s: the header has no column %s", cohort_csv_name(csv), columns[c]);
    }
    for (int i = 0; i < cohort_csv_records(csv); i++)
        read_row(spreads, &(struct row){csv, i, found});
    if (spreads->count == 0)
        die("%s: expected rows", cohort_csv_name(csv));
    for (int k = 0; k < spreads->count; k++)
        check_class(cohort_csv_name(csv), &spreads->of[k]);
    cohort_csv_free(csv);
}

/* ---- writing ---- */

/* What is not told is not written. */
static void write_row(cohort_output *out, const struct spread_class *of, const char *name,
                      const char *what, const char *at, double value)
{
    if (!isnan(value))
        cohort_output_print(out, "%.0f,%.0f,%s,%s,%s,%.4g\n", of->from, of->to, name, what, at,
                            value);
}

static void write_class(cohort_output *out, const struct spread_class *of)
{
    char at[20];
    for (int r = 0; r < SPREAD_RATES; r++)
        for (int i = 0; i < NUMBERS; i++) {
            cohort_uncertainty u = of->rates[r];
            write_row(out, of, spread_rates[r], numbers[i].name, "", *number_of(&u, i));
        }
    for (int x = 0; x < SPREAD_AGES; x++) {
        snprintf(at, sizeof at, "%d", x * SPREAD_WIDTH);
        write_row(out, of, spread_rates[SPREAD_MIGRATION], "profile", at, of->profile[x]);
    }
    for (int m = 0; m < SPREAD_MEASURES; m++)
        for (int h = 0; h < SPREAD_HORIZONS; h++)
            for (int l = 0; l < SPREAD_LEVELS; l++) {
                snprintf(at, sizeof at, "%d", (h + 1) * SPREAD_WIDTH);
                write_row(out, of, measures[m], levels[l], at, of->within[m][h][l]);
            }
}

void spreads_write(cohort_output *out, const struct spreads *spreads)
{
    for (int c = 0; c < COLUMNS; c++)
        cohort_output_print(out, "%s%s", c > 0 ? "," : "", columns[c]);
    cohort_output_print(out, "\n");
    for (int k = 0; k < spreads->count; k++)
        write_class(out, &spreads->of[k]);
}

/* ---- asking ---- */

SAYS(2, 3)
static int refuse_area(cohort_error *problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    return problem->code = COHORT_ERROR_ARGUMENT;
}

int spreads_find(const struct spreads *spreads, const cohort_inputs *inputs,
                 const struct spread_class **found, cohort_error *problem)
{
    static const char *const advice = ": say with --fertility, --mortality and --migration how "
                                      "uncertain they are (0: certain)";
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const cohort_convention convention = cohort_inputs_convention(inputs);
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    double count = 0.0;
    for (size_t c = 0; c < cohort_grid_cells(grid); c++)
        count += base[c];
    if (convention != COHORT_IPSS || grid->width != SPREAD_WIDTH)
        return refuse_area(problem,
                           "how uncertain rates are has been estimated for the convention ipss in "
                           "steps of %d years, not for %s in steps of %d%s",
                           SPREAD_WIDTH, cohort_convention_name(convention), grid->width, advice);
    for (int k = 0; k < spreads->count; k++)
        if (count >= spreads->of[k].from && count < spreads->of[k].to + 1.0) {
            *found = &spreads->of[k];
            return COHORT_OK;
        }
    return refuse_area(problem,
                       "how uncertain rates are has not been estimated for areas of %s "
                       "persons%s",
                       persons(count, 0), advice);
}

int spread_horizons(const struct spread_class *of, int measure)
{
    int count = 0;
    while (count < SPREAD_HORIZONS && !isnan(of->within[measure][count][SPREAD_80]) &&
           !isnan(of->within[measure][count][SPREAD_95]))
        count++;
    return count;
}

/* One more number at the end of a list. */
static int append(char text[SPREAD_TEXT], int used, double number)
{
    return used + snprintf(text + used, (size_t)(SPREAD_TEXT - used), "%s%.0f",
                           used > 0 ? ", " : "", number);
}

const char *spread_shares(const struct spread_class *of, int measure, int level,
                          char text[SPREAD_TEXT])
{
    int used = 0;
    text[0] = '\0';
    for (int h = 0; h < spread_horizons(of, measure); h++)
        used = append(text, used, of->within[measure][h][level]);
    return text;
}

const char *spread_years(const struct spread_class *of, int measure, char text[SPREAD_TEXT])
{
    int used = 0;
    text[0] = '\0';
    for (int h = 0; h < spread_horizons(of, measure); h++)
        used = append(text, used, (h + 1) * SPREAD_WIDTH);
    return text;
}

const char *spread_persons(const struct spread_class *of)
{
    static char text[80];
    snprintf(text, sizeof text, "%s-%s", persons(of->from, 0), persons(of->to, 0));
    return text;
}
