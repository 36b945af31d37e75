/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/document.h"

#include "inputs/bands.h"

static cohort_kind kind_of(const struct path *path, double year, cohort_band band)
{
    return cohort_published_kind(path->population, path->last_published, path->target_count,
                                 path->targets, band, year);
}

const char *path_mark(const struct path *path, double year, cohort_band band)
{
    static const char *const marks[] = {[COHORT_INPUT] = "i",
                                        [COHORT_IDENTITY] = "=",
                                        [COHORT_FITTED] = "f",
                                        [COHORT_PREDICTED] = "p"};
    return marks[kind_of(path, year, band)];
}

double published_value(const cohort_table *document, const char *series, int year, const char *band)
{
    const cohort_band which = band_named(band);
    double value;
    return cohort_table_value(document, cohort_table_area(document, 0), series, year, which.sex,
                              which.age_from, which.age_to, &value, NULL)
               ? (double)NAN
               : value;
}

double gain_per_year(const cohort_stock *with, const cohort_stock *without, int year,
                     cohort_band band)
{
    return (persons_of(with, year, band) - persons_of(without, year, band)) /
           (year - with->grid.start);
}

static double share_of(const struct path *path, int year, cohort_band band)
{
    double counts[3], percent[3];
    must(cohort_three_ages(path->population, year, counts, &error));
    cohort_shares_rounded(counts, 1, percent);
    return percent[band.age_from == 0 ? 0 : band.age_from == 15 ? 1 : 2];
}

/* The figure that a series' path or paths give for one row of the document. */
static double projected_value(const struct series *series, int year, cohort_band band)
{
    if (series->is_share)
        return share_of(series->path, year, band);
    const cohort_stock *path = series->path->population;
    if (series->is_a_year)
        return gain_per_year(path, series->minus->population, year, band);
    const double value = persons_of(path, year, band);
    return series->minus ? value - persons_of(series->minus->population, year, band) : value;
}

/* A share is as good as its three ages; a difference as good as the weaker of its two. */
static cohort_kind series_kind(const struct series *series, int year, cohort_band band)
{
    const cohort_kind kind = kind_of(series->path, year, series->is_share ? EVERYBODY : band);
    return !series->minus || kind == kind_of(series->minus, year, band) ? kind : COHORT_PREDICTED;
}

void write_series(FILE *stream, const cohort_table *document, const struct series *series,
                  const char *rows)
{
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row row = cohort_table_row(document, i);
        if (strcmp(row.variable, rows) != 0)
            continue;
        char name[COHORT_BAND_NAME];
        const cohort_band band = {row.sex, row.age_from, row.age_to};
        double projected = projected_value(series, row.year, band);
        int decimals = series->is_share ? 1 : 3;
        double difference = cohort_round(projected - row.value, decimals) + 0.0; /* no -0 */
        fprintf(stream, "%s,%d,%s,%.*f,%.*f,%.*f,%s\n", series->name, row.year,
                cohort_band_name(band, name), series->is_share ? 1 : 0, row.value, decimals,
                projected, decimals, difference,
                cohort_kind_name(series_kind(series, row.year, band)));
    }
}
