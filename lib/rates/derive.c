/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates/derive.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/limits.h"
#include "core/range.h"

#include <float.h>
#include <string.h>

/* ---- ratios ---- */

struct ratio cohort_ratio(const cohort_stock *stock, int interval, int sex, int age)
{
    const cohort_grid *grid = &stock->grid;
    const double *from = stock->cells + cohort_cell(grid, interval, sex, 0);
    struct ratio ratio = {from[age - 1], stock->cells[cohort_cell(grid, interval + 1, sex, age)]};
    if (age == grid->ages - 1)
        ratio.opening += from[age];
    return ratio;
}

struct children cohort_children(const cohort_stock *stock, const int groups[2], int date)
{
    const cohort_grid *grid = &stock->grid;
    const double *women = stock->cells + cohort_cell(grid, date, COHORT_FEMALE, 0);
    return (struct children){stock->cells[cohort_cell(grid, date, COHORT_MALE, 0)], women[0],
                             cohort_sum(women + groups[0], (size_t)(groups[1] - groups[0] + 1))};
}

int cohort_stock_check(const cohort_stock *stock, const char *what, cohort_error *error)
{
    const cohort_grid *grid = &stock->grid;
    const int code = cohort_stock_has_cells(stock, error);
    if (code)
        return cohort_fail_prefix(error, code, "%s: ", what);
    const size_t cells = cohort_grid_cells(grid), count = cells * ((size_t)grid->steps + 1);
    for (size_t i = 0; i < count; i++) {
        const int date = (int)(i / cells), cell = (int)(i % cells);
        char age[COHORT_AGE_TEXT];
        if (!(stock->cells[i] >= 0.0 && stock->cells[i] <= DBL_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "%s, %d, %s %s: %g: expected a finite number, 0 or more", what,
                               cohort_grid_year(grid, date), cohort_sex_name(cell / grid->ages),
                               cohort_age_text(grid, cell % grid->ages, age), stock->cells[i]);
    }
    return cohort_succeed(error);
}

/* ---- derive ---- */

/* The rates of one cell, and how they were found. */
struct cell {
    double survival, migration_rate, migrants;
    unsigned char split;
};

static struct cell split_ratio(struct ratio ratio, double reference, int age_at_start)
{
    if (ratio.opening == 0.0) {
        if (ratio.closing == 0.0)
            return (struct cell){reference, 0.0, 0.0, COHORT_SPLIT_EMPTY};
        return (struct cell){reference, 0.0, ratio.closing, COHORT_SPLIT_COUNT};
    }
    double own = ratio.closing / ratio.opening;
    if (age_at_start >= AGE_OF_OWN_SURVIVAL && own < reference)
        return (struct cell){own, 0.0, 0.0, COHORT_SPLIT_OWN};
    return (struct cell){reference, own - reference, 0.0, COHORT_SPLIT_REFERENCE};
}

/* Where they are written; split: unless NULL. */
struct cells {
    double *survival, *migration_rate, *migrants;
    unsigned char *split;
};

static void put_cell(const struct cells *cells, size_t at, struct cell cell)
{
    cells->survival[at] = cell.survival;
    cells->migration_rate[at] = cell.migration_rate;
    cells->migrants[at] = cell.migrants;
    if (cells->split)
        cells->split[at] = cell.split;
}

static void derive_cells(const cohort_stock *published, const cohort_inputs *reference,
                         int interval, const struct cells *cells)
{
    const cohort_grid *grid = &reference->grid;
    const double *Sx = cohort_inputs_view(reference, COHORT_SURVIVAL);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        size_t first = cohort_cell(grid, interval, sex, 0);
        /* Births have no ratio: they survive as in the reference, and are not migrants. */
        put_cell(cells, first, (struct cell){Sx[first], 0.0, 0.0, COHORT_SPLIT_REFERENCE});
        for (int x = 1; x < grid->ages; x++) {
            size_t at = first + (size_t)x;
            struct ratio ratio = cohort_ratio(published, interval, sex, x);
            put_cell(cells, at, split_ratio(ratio, Sx[at], (x - 1) * grid->width));
        }
    }
}

/* Beyond the published dates the last ratios are held: survival and migration together. Migrants
 * given as a count do not go on, since they are not a rate. */
static void extend_cells(const cohort_inputs *reference, int last, int interval,
                         cohort_inputs *inputs, const struct cells *cells)
{
    const cohort_grid *grid = &inputs->grid;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int x = 0; x < grid->ages; x++) {
            size_t from = cohort_cell(grid, last, sex, x);
            size_t at = cohort_cell(grid, interval, sex, x);
            const unsigned how = cells->split ? cells->split[from] | COHORT_SPLIT_EXTENDED : 0;
            put_cell(cells, at,
                     (struct cell){cells->survival[from], cells->migration_rate[from], 0.0,
                                   (unsigned char)how});
        }
    double *cwr = cohort_inputs_array(inputs, COHORT_CWR);
    double *male_share = cohort_inputs_array(inputs, COHORT_MALE_SHARE);
    const double *national = cohort_inputs_view(reference, COHORT_CWR);
    cwr[interval] = cwr[last] * (national[interval] / national[last]);
    male_share[interval] = male_share[last];
}

static void derive_fertility(const cohort_stock *published, const cohort_inputs *reference,
                             int interval, cohort_inputs *inputs, const struct cells *cells)
{
    struct children c = cohort_children(published, inputs->women, interval + 1);
    double children = c.boys + c.girls;
    double cwr = cohort_inputs_view(reference, COHORT_CWR)[interval];
    double share = cohort_inputs_view(reference, COHORT_MALE_SHARE)[interval];
    if (children > 0.0)
        share = c.boys / children;
    if (c.women > 0.0) {
        cwr = children / c.women;
    } else if (children > 0.0) { /* x / 0: these children are a count, not a rate */
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            size_t cell = cohort_cell(&inputs->grid, interval, sex, 0);
            cells->migrants[cell] = sex == COHORT_MALE ? c.boys : c.girls;
            if (cells->split)
                cells->split[cell] = COHORT_SPLIT_COUNT;
        }
    }
    cohort_inputs_array(inputs, COHORT_CWR)[interval] = cwr;
    cohort_inputs_array(inputs, COHORT_MALE_SHARE)[interval] = share;
}

/* Beyond the published dates the child-woman ratio follows the reference's: not one of 0. */
static int check_lead(const cohort_grid *published, const cohort_inputs *reference,
                      cohort_error *error)
{
    int last = published->steps - 1;
    double cwr = cohort_inputs_view(reference, COHORT_CWR)[last];
    if (published->steps == reference->grid.steps || cwr > 0.0)
        return COHORT_OK;
    return cohort_fail(
        error, COHORT_ERROR_VALUE,
        "reference cwr, %d-%d, the last published interval: %g: expected more than 0",
        cohort_grid_year(published, last), cohort_grid_year(published, last + 1), cwr);
}

static int check_grids(const cohort_grid *published, const cohort_inputs *inputs,
                       cohort_error *error)
{
    const cohort_grid *reference = &inputs->grid;
    if (published->width != reference->width || published->ages != reference->ages ||
        !cohort_inputs_view(inputs, COHORT_CWR))
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "published: %d groups of %d years; reference: %d of %d, %s: expected "
                           "the same, and child-woman ratios",
                           published->ages, published->width, reference->ages, reference->width,
                           cohort_convention_name(inputs->convention->constant));
    if (published->start != reference->start)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "published from %d, reference from %d: expected the same first date "
                           "(rates from counts alone: cohort_forecast)",
                           published->start, reference->start);
    if (published->steps < 1 || published->steps > reference->steps)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "published from %d to %d, reference to %d: expected two published dates "
                           "or more, and a reference that goes as far",
                           published->start, cohort_grid_year(published, published->steps),
                           cohort_grid_year(reference, reference->steps));
    return COHORT_OK;
}

void cohort_derive_into(const cohort_stock *published, const cohort_inputs *reference,
                        unsigned char *split, cohort_inputs *inputs)
{
    const int steps = inputs->grid.steps, known = published->grid.steps;
    const struct cells cells = {cohort_inputs_array(inputs, COHORT_SURVIVAL),
                                cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO),
                                cohort_inputs_array(inputs, COHORT_NET_MIGRANTS), split};
    memcpy(cohort_inputs_array(inputs, COHORT_BASE), published->cells,
           cohort_grid_cells(&inputs->grid) * sizeof *published->cells);
    memcpy(cohort_inputs_array(inputs, COHORT_TFR_PER_CWR),
           cohort_inputs_view(reference, COHORT_TFR_PER_CWR), (size_t)steps * sizeof(double));
    for (int i = 0; i < steps; i++) {
        if (i < known) {
            derive_cells(published, reference, i, &cells);
            derive_fertility(published, reference, i, inputs, &cells);
        } else {
            extend_cells(reference, known - 1, i, inputs, &cells);
        }
    }
}

int cohort_derive(const cohort_stock *published, const cohort_inputs *reference,
                  unsigned char *split, cohort_inputs **out, cohort_error *error)
{
    *out = NULL;
    cohort_inputs *inputs = NULL;
    int code = check_grids(&published->grid, reference, error);
    if (!code)
        code = cohort_inputs_check(reference, error);
    if (!code)
        code = check_lead(&published->grid, reference, error);
    if (!code)
        code = cohort_stock_check(published, "published population", error);
    const size_t ages = (size_t)published->grid.ages;
    if (!code && !cohort_see(published->cells, ages, 0.0, DBL_MAX).nonzero &&
        cohort_see(published->cells + ages, ages, 0.0, DBL_MAX).nonzero)
        code = cohort_fail(error, COHORT_ERROR_VALUE,
                           "published population: no men: expected both sexes, for children are "
                           "those of both (only women are projected with rates of their own)");
    if (!code)
        code = cohort_inputs_new(&reference->grid, COHORT_IPSS, &inputs, error);
    if (code)
        return code;
    inputs->limits = LIMITS_OF_COUNTS;
    cohort_derive_into(published, reference, NULL, inputs);
    code = cohort_inputs_check(inputs, error);
    if (code) {
        cohort_inputs_free(inputs);
        return code;
    }
    if (split) /* now that nothing can fail */
        cohort_derive_into(published, reference, split, inputs);
    *out = inputs;
    return code;
}
