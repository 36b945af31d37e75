/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/counts.h"

#include "inputs/bands.h"
#include "inputs/series.h"
#include "inputs/tables.h"

enum { CENSUSES = 5 /* years apart */ };

bool take_dates(const char *text, void *to)
{
    struct dates *dates = to;
    char end;
    return sscanf(text, "%2d-%2d%c", &dates->month, &dates->day, &end) == 2 &&
           !isnan(cohort_year_of(2001, 1, 1, dates->month, dates->day));
}

/* The band of a row; what is older than the projection's open group is part of it. */
static cohort_band band_of(const cohort_row *row, const cohort_grid *grid)
{
    const int open = (grid->ages - 1) * grid->width;
    cohort_band band = {row->sex, row->age_from, row->age_to};
    if (band.age_to == COHORT_AGE_GROUP)
        band.age_to = band.age_from + grid->width - 1;
    if (band.age_from >= open) {
        band.age_from = open;
        band.age_to = COHORT_OPEN_END;
    }
    return band;
}

static void add_band(struct counts *counts, cohort_band band, double persons)
{
    for (int i = 0; i < counts->count; i++)
        if (same_band(counts->bands[i].measure.band, band)) {
            counts->bands[i].value += persons;
            return;
        }
    if (counts->count == MOST_CELLS)
        die("more than %d bands of %s %d", MOST_CELLS, counts->kind, counts->year);
    counts->bands[counts->count++] = cohort_figure_of(band, counts->at, persons);
}

/* A census is of the day that the projection's dates mean, a register of 1 January. */
static double when(const struct observed *o, const char *kind, int year)
{
    return strcmp(kind, "census") == 0 ? year
                                       : cohort_year_of(year, 1, 1, o->dates.month, o->dates.day);
}

bool is_census(const struct counts *counts)
{
    return strcmp(counts->kind, "census") == 0;
}

/* A population that nothing says to be a register's is a census's. */
static const char *kind_of(const char *variable)
{
    return strcmp(variable, "population") == 0 ? "census" : variable;
}

static struct counts *find_counts(struct observed *o, const char *variable, int year)
{
    const char *kind = kind_of(variable);
    for (int i = 0; i < o->count; i++)
        if (strcmp(o->counts[i].kind, kind) == 0 && o->counts[i].year == year)
            return &o->counts[i];
    if (o->count == MOST_COUNTS)
        die("counts of more than %d dates (of %d, too): expected at most that many", MOST_COUNTS,
            year);
    struct counts *counts = &o->counts[o->count++];
    *counts = (struct counts){
        .kind = kind, .variable = variable, .year = year, .at = when(o, kind, year)};
    if (strcmp(variable, "population") == 0 && year % CENSUSES != 0)
        note("the population of %d is taken for that of a census of that year: \"register\" or "
             "住民基本台帳 in a title or heading would say that it is a register's",
             year);
    return counts;
}

/* Rows of a sex that take up a range of ages, one behind the other: their sum, or NAN. Rows of the
 * band itself do not count. */
static double chain(const struct counts *counts, int sex, cohort_band band)
{
    double sum = 0.0;
    for (int age = band.age_from;;) {
        const cohort_figure *next = NULL;
        int last = -1;
        for (int i = 0; i < counts->count; i++) {
            const cohort_band part = counts->bands[i].measure.band;
            if (part.sex != sex || part.age_from != age || part.age_to > band.age_to ||
                part.age_to <= last || same_band(part, band))
                continue;
            next = &counts->bands[i];
            last = part.age_to;
        }
        if (!next)
            return (double)NAN;
        sum += next->value;
        if (last == band.age_to)
            return sum;
        age = last + 1;
    }
}

/* The sum of smaller bands that make one up: of its sex, or of men and women. */
static double made_up(const struct counts *counts, cohort_band band)
{
    const double sum = chain(counts, band.sex, band);
    if (!isnan(sum) || band.sex != COHORT_BOTH)
        return sum;
    return chain(counts, COHORT_MALE, band) + chain(counts, COHORT_FEMALE, band);
}

/* A band as it is given, or NAN. */
static double given_as(const struct counts *counts, cohort_band band)
{
    for (int i = 0; i < counts->count; i++)
        if (same_band(counts->bands[i].measure.band, band))
            return counts->bands[i].value;
    return (double)NAN;
}

double counted(const struct counts *counts, cohort_band band)
{
    const double given = given_as(counts, band);
    return isnan(given) ? made_up(counts, band) : given;
}

/* Exits with a message when bands do not add up. Returned: whether they did, if `only_ask`. */
static bool check_sums(const struct counts *counts, const char *path, bool only_ask)
{
    for (int i = 0; i < counts->count; i++) {
        const cohort_figure *o = &counts->bands[i];
        const double sum = made_up(counts, o->measure.band);
        char name[COHORT_BAND_NAME];
        if (isnan(sum) || fabs(sum - o->value) <= 0.5)
            continue;
        if (only_ask)
            return false;
        die("%s: %s %d, %s: %.10g, but its parts add up to %.10g", path, counts->kind, counts->year,
            cohort_band_name(o->measure.band, name), o->value, sum);
    }
    return true;
}

/* Where ages are unknown, or totals have more persons than their parts: as a population is read,
 * with ages spread and the parts used. If the rows make up none, they have to add up. */
static void settle_sums(const struct observed *o, struct counts *counts, const char *path,
                        const cohort_grid *grid)
{
    cohort_stock stock;
    double men;
    const struct counts given = *counts;
    if (counts->unknown <= 0.0 && check_sums(counts, path, true))
        return;
    if (bearable(cohort_table_population_of(o->table, o->area, counts->variable, counts->year,
                                            &stock, NULL))) {
        check_sums(counts, path, false);
        return;
    }
    counts->count = 0;
    must(cohort_count(&stock, stock.grid.start, (cohort_band){COHORT_MALE, 0, COHORT_OPEN_END},
                      &men, &error));
    for (int sex = men > 0.0 ? COHORT_MALE : COHORT_FEMALE; sex < COHORT_SEXES; sex++)
        for (int age = 0; age < stock.grid.ages; age++) {
            const int from = age * stock.grid.width, open = age == stock.grid.ages - 1;
            const cohort_row row = {.sex = sex,
                                    .age_from = from,
                                    .age_to = open ? COHORT_OPEN_END : from + stock.grid.width - 1};
            add_band(counts, band_of(&row, grid),
                     stock.cells[cohort_cell(&stock.grid, 0, sex, age)]);
        }
    cohort_stock_free(&stock);
    for (int i = 0; i < given.count; i++) {
        const cohort_band band = given.bands[i].measure.band;
        const double sum = counted(counts, band);
        if (!isnan(sum) && isnan(given_as(counts, band)))
            add_band(counts, band, sum);
    }
}

static bool has_area(const cohort_table *table, const char *area)
{
    for (int i = 0; i < cohort_table_area_count(table); i++)
        if (strcmp(cohort_table_area(table, i), area) == 0)
            return true;
    return false;
}

/* Events of a year that are not there yet, as each January: an empty cell or a dash. Others: an error. */
static void skip_events(const struct observed *o, const cohort_row *row)
{
    static const char *const none[] = {
        ": the cell is empty:", "\"-\":", "\"－\":", "\"…\":", "\"...\":"};
    int first, last;
    if (!cohort_table_years(o->table, o->area, row->variable, &first, &last, &error))
        return;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (strstr(error.text, none[i])) {
            if (row->sex != COHORT_MALE)
                note("%s of %d: not counted yet, left out", row->variable, row->year);
            return;
        }
    die("%s", error.text);
}

void observed_read(struct observed *o, const char *path, const cohort_grid *grid)
{
    static const char *const variables[] = {"census", "register", "population", "births",
                                            "deaths", "moved_in", "moved_out",  NULL};
    int first, last;
    o->table = read_table(path, variables, NULL);
    o->start = grid->start;
    o->end = cohort_grid_year(grid, grid->steps);
    o->counts = allocate(MOST_COUNTS, sizeof *o->counts);
    o->area = find_area(1, &o->table, o->area);
    for (int i = 0; i < cohort_table_count(o->table); i++) {
        const cohort_row row = cohort_table_row(o->table, i);
        const char *kind = kind_of(row.variable);
        if (strcmp(row.area, o->area) != 0)
            continue;
        if (strcmp(kind, "census") != 0 && strcmp(kind, "register") != 0) {
            if (isnan(row.value))
                skip_events(o, &row);
            continue;
        }
        if (isnan(row.value)) /* says where */
            must(cohort_table_years(o->table, o->area, row.variable, &first, &last, &error));
        const double at = when(o, kind, row.year);
        if (at < o->start || at > o->end)
            continue;
        struct counts *counts = find_counts(o, row.variable, row.year);
        if (row.age_to == COHORT_AGE_UNKNOWN)
            counts->unknown += row.value;
        else
            add_band(counts, band_of(&row, grid), row.value);
    }
    if (o->count == 0 && !has_area(o->table, o->area))
        must(cohort_table_years(o->table, o->area, "census", &first, &last, &error));
    if (o->count == 0)
        die("%s: no rows census or register of area \"%s\" in %d-%d", path, o->area, o->start,
            o->end);
    for (int i = 0; i < o->count; i++)
        settle_sums(o, &o->counts[i], path, grid);
}

/* One number of the events of a calendar year, of both sexes; NAN if it is not there. (Of a variable
 * with a gap in any year cohort_table_value gives none.) */
static double event(const struct observed *o, const char *variable, int year)
{
    double value[COHORT_SEXES + 1] = {(double)NAN, (double)NAN, (double)NAN};
    for (int i = 0; i < cohort_table_count(o->table); i++) {
        const cohort_row row = cohort_table_row(o->table, i);
        if (row.year == year && row.age_from == 0 && row.age_to == COHORT_OPEN_END &&
            strcmp(row.variable, variable) == 0 && strcmp(row.area, o->area) == 0)
            value[row.sex] = row.value;
    }
    return isnan(value[COHORT_BOTH]) ? value[COHORT_MALE] + value[COHORT_FEMALE]
                                     : value[COHORT_BOTH];
}

void moves_of(const struct observed *o, int year, double *in, double *out)
{
    *in = event(o, "moved_in", year);
    *out = event(o, "moved_out", year);
}

cohort_vital events_of(const struct observed *o, int year)
{
    double in, out;
    moves_of(o, year, &in, &out);
    if (isnan(in) != isnan(out))
        die("area \"%s\", %d: moved_in and moved_out: expected both or neither", o->area, year);
    return (cohort_vital){
        .year_from = cohort_year_of(year, 1, 1, o->dates.month, o->dates.day),
        .year_to = cohort_year_of(year + 1, 1, 1, o->dates.month, o->dates.day),
        .births = event(o, "births", year),
        .deaths = event(o, "deaths", year),
        .net_migration = in - out,
    };
}

cohort_vital events_until(const struct observed *o, int last, int *first)
{
    cohort_vital sum = events_of(o, last);
    *first = last;
    for (;;) {
        const cohort_vital before = events_of(o, *first - 1);
        const cohort_vital both = {before.year_from, sum.year_to, before.births + sum.births,
                                   before.deaths + sum.deaths,
                                   before.net_migration + sum.net_migration};
        if (isnan(both.births) || isnan(both.deaths) || isnan(both.net_migration) ||
            before.year_from < o->start)
            return sum;
        sum = both;
        --*first;
    }
}

void observed_free(struct observed *o)
{
    cohort_table_free(o->table);
    free(o->counts);
}
