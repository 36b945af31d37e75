/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/counts.h"

#include "common/planner.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

static bool same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

static bool is_within(cohort_band part, cohort_band whole)
{
    return (whole.sex == COHORT_BOTH || part.sex == whole.sex) && part.age_from >= whole.age_from &&
           part.age_to <= whole.age_to;
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
        if (same_band(counts->bands[i].band, band)) {
            counts->bands[i].observed += persons;
            return;
        }
    if (counts->count == MOST_CELLS)
        fprintf(stderr, "error: more than %d bands of %s %d\n", MOST_CELLS, counts->kind,
                counts->year),
            exit(1);
    counts->bands[counts->count++] = (cohort_observation){band, counts->at, persons};
}

static struct counts *find_counts(struct observed *o, const char *kind, int year)
{
    for (int i = 0; i < o->count; i++)
        if (strcmp(o->counts[i].kind, kind) == 0 && o->counts[i].year == year)
            return &o->counts[i];
    if (o->count == MOST_COUNTS)
        fprintf(stderr, "error: counts of more than %d dates\n", MOST_COUNTS), exit(1);
    struct counts *counts = &o->counts[o->count++];
    *counts = (struct counts){.kind = kind, .year = year, .at = year};
    if (strcmp(kind, "register") == 0) /* 1 January */
        counts->at = cohort_year_of(year, 1, 1, o->month, o->day);
    return counts;
}

void observed_read(struct observed *o, const char *path, const cohort_grid *grid)
{
    static const char *const variables[] = {"census",   "register",  "births", "deaths",
                                            "moved_in", "moved_out", NULL};
    must(cohort_table_read(path, variables, &o->table, &error), &error);
    o->counts = calloc(MOST_COUNTS, sizeof *o->counts);
    if (!o->counts)
        fprintf(stderr, "error: out of memory\n"), exit(1);
    for (int i = 0; i < cohort_table_count(o->table); i++) {
        const cohort_row *row = cohort_table_row(o->table, i);
        if (strcmp(row->area, o->area) == 0 &&
            (strcmp(row->variable, "census") == 0 || strcmp(row->variable, "register") == 0))
            add_band(find_counts(o, row->variable, row->year), band_of(row, grid), row->value);
    }
    if (o->count == 0)
        fprintf(stderr, "error: %s: no rows census or register of area \"%s\"\n", path, o->area),
            exit(1);
}

double counted(const struct counts *counts, cohort_band band)
{
    double sum = (double)NAN;
    for (int i = 0; i < counts->count; i++) {
        const cohort_observation *o = &counts->bands[i];
        if (same_band(o->band, band))
            return o->observed;
        if (o->band.sex != COHORT_BOTH && is_within(o->band, band))
            sum = isnan(sum) ? o->observed : sum + o->observed;
    }
    return sum;
}

/* One number of the events of a calendar year; NAN if it is not there. */
static double event(const struct observed *o, const char *variable, int year)
{
    double value;
    return cohort_table_value(o->table, o->area, variable, year, COHORT_BOTH, 0, COHORT_OPEN_END,
                              &value, NULL)
               ? (double)NAN
               : value;
}

int finest_counts(const struct counts *counts, cohort_observation chosen[MOST_CELLS])
{
    int finest = 0, count = 0; /* 0 the total, 1 bands, 2 sexes */
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < counts->count; i++) {
            const cohort_band band = counts->bands[i].band;
            const bool all = band.age_from == 0 && band.age_to == COHORT_OPEN_END;
            const int fine = band.sex != COHORT_BOTH ? 2 : !all;
            if (pass == 0 && fine > finest)
                finest = fine;
            if (pass == 1 && fine == finest)
                chosen[count++] = counts->bands[i];
        }
    return count;
}

cohort_vital events_of(const struct observed *o, int year)
{
    return (cohort_vital){
        .year_from = cohort_year_of(year, 1, 1, o->month, o->day),
        .year_to = cohort_year_of(year + 1, 1, 1, o->month, o->day),
        .births = event(o, "births", year),
        .deaths = event(o, "deaths", year),
        .net_migration = event(o, "moved_in", year) - event(o, "moved_out", year),
    };
}

void observed_free(struct observed *o)
{
    cohort_table_free(o->table);
    free(o->counts);
}
