/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/document.h"

#include "inputs/bands.h"

static const char *const ages[] = {"age_0_14", "age_15_64", "age_65_plus"};

static cohort_band named(const char *name)
{
    cohort_band band;
    must(cohort_band_parse(name, &band, &error));
    return band;
}

static cohort_band band_of(const cohort_row *row)
{
    return (cohort_band){row->sex, row->age_from, row->age_to};
}

static bool is_target(const struct path *path, int year, cohort_band band)
{
    for (int i = 0; i < path->target_count; i++)
        if (path->targets[i].measure.year == year && same_band(path->targets[i].measure.band, band))
            return true;
    if (!same_band(band, named("total")))
        return false;
    return is_target(path, year, named(ages[0])) && is_target(path, year, named(ages[1])) &&
           is_target(path, year, named(ages[2]));
}

const char *status_of(const struct path *path, int year, cohort_band band)
{
    if (year == path->population->grid.start)
        return "input";
    if (is_target(path, year, band))
        return "fitted";
    return year <= path->last_published ? "identity" : "predicted";
}

const char *status_mark(const char *status)
{
    return strcmp(status, "input") == 0      ? "i"
           : strcmp(status, "identity") == 0 ? "="
           : strcmp(status, "fitted") == 0   ? "f"
                                             : "p";
}

static const cohort_row *find_row(const cohort_table *document, const char *series, int year,
                                  cohort_band band)
{
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row *row = cohort_table_row(document, i);
        if (strcmp(row->variable, series) == 0 && row->year == year &&
            same_band(band_of(row), band))
            return row;
    }
    return NULL;
}

double published_value(const cohort_table *document, const char *series, int year, const char *band)
{
    const cohort_row *row = find_row(document, series, year, named(band));
    return row ? row->value : (double)NAN;
}

void take_targets(struct path *path, const cohort_table *document, const char *series,
                  unsigned components)
{
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row *row = cohort_table_row(document, i);
        if (strcmp(row->variable, series) != 0)
            continue;
        cohort_band band = band_of(row);
        if (same_band(band, named("total")) &&
            find_row(document, series, row->year, named(ages[0])))
            continue;
        cohort_figure *target = &path->targets[path->target_count++];
        *target = cohort_figure_of(band, row->year, row->value);
        target->components = components;
    }
}

static double persons_of(const struct path *path, int year, cohort_band band)
{
    double count;
    must(cohort_count(path->population, year, band, &count, &error));
    return count;
}

static double share_of(const struct path *path, int year, cohort_band band)
{
    double counts[3], percent[3];
    must(cohort_three_ages(path->population, year, counts, &error));
    cohort_shares_rounded(counts, 1, percent);
    for (int i = 0; i < 3; i++)
        if (same_band(band, named(ages[i])))
            return percent[i];
    return (double)NAN;
}

/* The figure that a series' path or paths give for one row of the document. */
static double projected_value(const struct series *series, int year, cohort_band band)
{
    if (series->is_share)
        return share_of(series->path, year, band);
    double value = persons_of(series->path, year, band);
    return series->minus ? value - persons_of(series->minus, year, band) : value;
}

/* A share is as good as its three ages; a difference as good as the weaker of its two. */
static const char *series_status(const struct series *series, int year, cohort_band band)
{
    const char *status = status_of(series->path, year, series->is_share ? named("total") : band);
    if (!series->minus)
        return status;
    const char *other = status_of(series->minus, year, band);
    return strcmp(status, other) == 0 ? status : "predicted";
}

void write_series(FILE *stream, const cohort_table *document, const struct series *series,
                  const char *rows)
{
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row *row = cohort_table_row(document, i);
        if (strcmp(row->variable, rows) != 0)
            continue;
        char name[COHORT_BAND_NAME];
        cohort_band band = band_of(row);
        double projected = projected_value(series, row->year, band);
        int decimals = series->is_share ? 1 : 3;
        double difference = cohort_round(projected - row->value, decimals) + 0.0; /* no -0 */
        fprintf(stream, "%s,%d,%s,%.*f,%.*f,%.*f,%s\n", series->name, row->year,
                cohort_band_name(band, name), series->is_share ? 1 : 0, row->value, decimals,
                projected, decimals, difference, series_status(series, row->year, band));
    }
}
