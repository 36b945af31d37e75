/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/limits.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/range.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

const char *cohort_beyond(struct limits limits, double value, char text[COHORT_LIMITS_TEXT])
{
    static const struct {
        double factor;
        const char *name;
    } units[] = {{1e5, "it per 100,000"}, {1e3, "it per 1,000"}, {100.0, "it per 100"}};
    const size_t count = sizeof units / sizeof *units;
    const bool share = limits.lowest >= 0.0 && limits.highest <= 1.0; /* the first that fits */
    if (isfinite(value) && value >= limits.lowest && value <= limits.highest)
        return NULL;
    int used = snprintf(text, COHORT_LIMITS_TEXT, "%s%.6g to %.6g", limits.what ? limits.what : "",
                        limits.lowest, limits.highest);
    size_t left = COHORT_LIMITS_TEXT - (size_t)used;
    for (size_t k = 0; k < count; k++) {
        const size_t i = share ? count - 1 - k : k;
        const double guess = value / units[i].factor;
        if (fabs(guess) >= limits.usual && guess >= limits.lowest && guess <= limits.highest) {
            snprintf(text + used, left, "; is %s (%.6g)?", units[i].name, guess);
            return text;
        }
    }
    if (limits.has_point && value / 10.0 >= limits.usual && value / 10.0 <= limits.highest)
        snprintf(text + used, left, "; is %.6g meant?", value / 10.0);
    return text;
}

int cohort_check_net_rates(const cohort_grid *grid, const double *base, const double *ratio,
                           cohort_error *error)
{
    const size_t cells = cohort_grid_cells(grid);
    const double most = grid->width * COHORT_NET_RATE_LIMITS.highest;
    const double person_years = grid->width * cohort_sum(base, cells);
    for (int i = 0; i < grid->steps; i++, ratio += cells) {
        char expected[COHORT_LIMITS_TEXT];
        double net = 0.0;
        int any = 0; /* without a cell above it no mean is, which is soon seen */
        for (size_t c = 0; c < cells; c++)
            any |= ratio[c] > most;
        for (size_t c = 0; any && c < cells; c++)
            net += base[c] * ratio[c];
        if (net > COHORT_NET_RATE_LIMITS.highest * person_years) /* not where there is nobody */
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "net migration rates, %d-%d, their mean: %.6g: expected %s",
                               cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1),
                               net / person_years,
                               cohort_beyond(COHORT_NET_RATE_LIMITS, net / person_years, expected));
    }
    return COHORT_OK;
}

int cohort_check_net_counts(const cohort_grid *grid, const double *base, const double *migrants,
                            cohort_error *error)
{
    char expected[COHORT_LIMITS_TEXT];
    const size_t cells = cohort_grid_cells(grid);
    const double persons = cohort_sum(base, cells), net = cohort_sum(migrants, cells);
    const double person_years = grid->width * persons;
    struct limits limits = COHORT_NET_RATE_LIMITS;
    if (!(persons >= 1.0) || !(net > limits.highest * person_years)) /* not where there is nobody */
        return COHORT_OK;
    const double mean = net / person_years;
    limits.usual = DBL_MAX; /* it is no rate that has a unit */
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "net migration, %d-%d: %.10g, where the base population is %.10g, is %.6g a "
                       "person and year: expected %s; is the population in thousands, or are they "
                       "of different units?",
                       cohort_grid_year(grid, 0), cohort_grid_year(grid, 1), net, persons, mean,
                       cohort_beyond(limits, mean, expected));
}
