/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/fan_sums.h"

#include "inputs/bands.h"
#include "inputs/names.h"

enum { DRAWS = 2000 };

struct fan_sums fan_sums_begin(int most)
{
    return (struct fan_sums){.most = most,
                             .paths = allocate((size_t)most, sizeof(cohort_stock)),
                             .prefectures = allocate((size_t)most, sizeof(int)),
                             .names = allocate((size_t)most, sizeof(struct text)),
                             .is_whole = true};
}

void fan_sums_add(struct fan_sums *sums, const struct fan *fan)
{
    const cohort_stock *path = cohort_projection_population(fan->path);
    const cohort_grid *grid = &path->grid;
    sums->is_whole &=
        fan_is_calibrated(fan) && (sums->count == 0 || (sums->paths->grid.start == grid->start &&
                                                        sums->paths->grid.steps == grid->steps));
    must(copy_stock(path, &sums->paths[sums->count], &error));
    sums->prefectures[sums->count++] =
        prefecture_of(fan->c.area, sums->most, sums->names, &sums->prefecture_count);
}

/* Of the areas of a prefecture, or of all (-1): the projection and the quantiles of a figure. */
static int sum_of(const struct fan_sums *sums, const struct fan_request *r, int prefecture,
                  const cohort_figure *figure, double *projection, double values[FAN_LEVELS])
{
    cohort_stock *some = allocate((size_t)sums->count, sizeof *some);
    int *groups = allocate((size_t)sums->count, sizeof *groups), count = 0;
    *projection = 0.0;
    for (int a = 0; a < sums->count; a++)
        if (prefecture < 0 || sums->prefectures[a] == prefecture) {
            double value;
            must(cohort_measure_value(&sums->paths[a], &figure->measure, &value, &error));
            *projection += value;
            groups[count] = sums->prefectures[a];
            some[count++] = sums->paths[a];
        }
    must(cohort_spreads_sum(r->table, count, some, groups, figure, DRAWS, r->seed, FAN_LEVELS,
                            fan_levels, values, &error));
    free(some);
    free(groups);
    return count;
}

static void print_sum(cohort_output *out, const struct fan_sums *sums, const struct fan_request *r,
                      int prefecture)
{
    const cohort_grid *grid = &sums->paths->grid;
    const char *name = prefecture < 0 ? "all" : sums->names[prefecture].s;
    const struct text label = text_of("sum of %s", name);
    for (int m = 0; m < FAN_MEASURES; m++)
        for (int date = 0; date <= grid->steps; date++) {
            double values[FAN_LEVELS], projection;
            const int year = cohort_grid_year(grid, date);
            const cohort_figure figure = cohort_figure_of(shown_bands[fan_bands[m]], year, 0.0);
            const int count = sum_of(sums, r, prefecture, &figure, &projection, values);
            if (date == 0 && !r->csv)
                cohort_output_print(out, "\nSum of %d areas%s%s: %s\n" FAN_HEAD, count,
                                    prefecture < 0 ? "" : ", ", prefecture < 0 ? "" : name,
                                    band_names[fan_bands[m]]);
            fan_print_date(out, r, label.s, m, year, projection, values);
        }
}

void fan_sums_print(cohort_output *out, const struct fan_sums *sums, const struct fan_request *r)
{
    if (sums->count < 2 || !sums->is_whole || r->cells)
        return;
    if (!r->csv)
        cohort_output_print(out,
                            "\nSums: errors of areas of a prefecture (codes that begin alike) "
                            "and of all areas are partly in\ncommon, as they were in the "
                            "past; %d draws.\nIn back-tests the sum of all of Japan's "
                            "municipalities was too low each time: within its 95 %%\n"
                            "interval, often below that of 80 %% (lib/doc/forecast.md).\n",
                            DRAWS);
    for (int k = 0; k < sums->prefecture_count && sums->prefecture_count > 1; k++)
        print_sum(out, sums, r, k);
    print_sum(out, sums, r, -1);
}

void fan_sums_clear(struct fan_sums *sums)
{
    for (int a = 0; a < sums->count; a++)
        cohort_stock_free(&sums->paths[a]);
    free(sums->paths);
    free(sums->prefectures);
    free(sums->names);
}
