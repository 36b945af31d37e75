/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/part.h"

#include "core/error.h"
#include "core/grid.h"

#include <string.h>

/* A part on a grid. */
struct cells {
    int first_interval, last_interval; /* last < first: none */
    int first_sex, last_sex;
    bool begins, whole; /* has it the first date; all ages and both sexes? */
};

void cohort_part_init(cohort_part *part, unsigned components)
{
    *part = (cohort_part)COHORT_PART(components);
}

static int check(const cohort_part *part, cohort_error *error)
{
    if (part->components == 0 || part->components & ~(unsigned)COHORT_ALL_COMPONENTS)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "components %u: expected 1 to %u",
                           part->components, (unsigned)COHORT_ALL_COMPONENTS);
    if (part->sex < 0 || part->sex > COHORT_BOTH)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "sex %d: expected COHORT_MALE, COHORT_FEMALE or COHORT_BOTH", part->sex);
    if (part->age_from < 0 || part->age_to < part->age_from)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "ages %d to %d: expected 0 or more, the last not before the first",
                           part->age_from, part->age_to);
    if (part->year_to < part->year_from)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "years %d to %d: expected the last not before the first",
                           part->year_from, part->year_to);
    return COHORT_OK;
}

static int find_cells(const cohort_inputs *inputs, const cohort_part *part, struct cells *cells,
                      cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    int code = check(part, error);
    if (!code)
        code = cohort_grid_check_year(grid, part->year_from, error);
    if (!code)
        code = cohort_grid_check_year(grid, part->year_to, error);
    if (code)
        return code;
    const int both = part->sex == COHORT_BOTH;
    *cells = (struct cells){
        .first_interval = grid->steps,
        .last_interval = -1,
        .first_sex = both ? COHORT_MALE : part->sex,
        .last_sex = both ? COHORT_FEMALE : part->sex,
        .begins = part->year_from <= grid->start && part->year_to >= grid->start,
        .whole = both && part->age_from == 0 && part->age_to == COHORT_OPEN_END,
    };
    for (int i = grid->steps - 1; i >= 0; i--) {
        if (cohort_grid_year(grid, i) < part->year_from ||
            cohort_grid_year(grid, i + 1) > part->year_to)
            continue;
        cells->first_interval = i;
        if (cells->last_interval < 0)
            cells->last_interval = i;
    }
    if (!cells->whole && inputs->convention->births == BIRTHS_BY_RATIO &&
        part->components & COHORT_FERTILITY)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "fertility in %s is one ratio of all women 15-49: expected all ages "
                           "and both sexes",
                           cohort_convention_name(inputs->convention->constant));
    return code;
}

/* The groups of a part's ages in the array of a quantity. */
static int find_groups(const cohort_inputs *inputs, const cohort_part *part,
                       cohort_quantity quantity, int *first, int *last, cohort_error *error)
{
    const unsigned component = cohort_quantity_of(quantity)->component;
    const bool at_start = component == COHORT_MORTALITY ||
                          (component == COHORT_MIGRATION && inputs->convention->by_arrival);
    return (at_start ? cohort_grid_groups_at_start : cohort_grid_groups)(
        &inputs->grid, part->age_from, part->age_to, first, last, error);
}

struct visit {
    cohort_part_visitor *call;
    void *context;
    size_t values; /* visited so far */
};

static void visit_run(struct visit *visit, cohort_quantity quantity, size_t offset, size_t count)
{
    if (visit->call)
        visit->call(visit->context, quantity, offset, count);
    visit->values += count;
}

/* One row of ages at each place of a quantity that has ages. */
static void visit_rows(const cohort_inputs *inputs, const struct cells *cells,
                       cohort_quantity quantity, int first, int last, struct visit *visit)
{
    const size_t offset = inputs->offset[quantity] + (size_t)first;
    const size_t count = (size_t)(last - first + 1), ages = (size_t)inputs->grid.ages;
    const enum shape shape = cohort_quantity_of(quantity)->shape;
    if (shape == SHAPE_BASE)
        for (int sex = cells->first_sex; cells->begins && sex <= cells->last_sex; sex++)
            visit_run(visit, quantity, offset + (size_t)sex * ages, count);
    for (int i = cells->first_interval; i <= cells->last_interval; i++) {
        if (shape == SHAPE_WOMEN && cells->last_sex == COHORT_FEMALE)
            visit_run(visit, quantity, offset + (size_t)i * ages, count);
        for (int sex = cells->first_sex; shape == SHAPE_CELL && sex <= cells->last_sex; sex++)
            visit_run(visit, quantity, offset + cohort_cell(&inputs->grid, i, sex, 0), count);
    }
}

static int visit_quantity(const cohort_inputs *inputs, const cohort_part *part,
                          const struct cells *cells, cohort_quantity quantity, struct visit *visit,
                          cohort_error *error)
{
    int first, last;
    if (cohort_quantity_of(quantity)->shape != SHAPE_INTERVAL) {
        int code = find_groups(inputs, part, quantity, &first, &last, error);
        if (!code)
            visit_rows(inputs, cells, quantity, first, last, visit);
        return code;
    }
    if (cells->whole && cells->last_interval >= cells->first_interval)
        visit_run(visit, quantity, inputs->offset[quantity] + (size_t)cells->first_interval,
                  (size_t)(cells->last_interval - cells->first_interval + 1));
    return COHORT_OK;
}

int cohort_part_visit(const cohort_inputs *inputs, const cohort_part *part,
                      cohort_part_visitor *call, void *context, cohort_error *error)
{
    struct cells cells;
    struct visit visit = {call, context, 0};
    int code = find_cells(inputs, part, &cells, error);
    for (int q = 0; !code && q < COHORT_QUANTITY_COUNT; q++) {
        const cohort_quantity quantity = (cohort_quantity)q;
        if (cohort_quantity_of(quantity)->component & part->components &&
            cohort_inputs_view(inputs, quantity))
            code = visit_quantity(inputs, part, &cells, quantity, &visit, error);
    }
    if (!code && visit.values == 0)
        code = cohort_fail(error, COHORT_ERROR_NO_EFFECT,
                           "a part without cells: its years include neither the first date (base "
                           "population) nor a whole interval of %d-%d, or its sex has no rates",
                           inputs->grid.start, cohort_grid_year(&inputs->grid, inputs->grid.steps));
    return code;
}

struct exchange {
    double *to;
    const double *from;
};

static void take_run(void *context, cohort_quantity quantity, size_t offset, size_t count)
{
    const struct exchange *exchange = context;
    (void)quantity;
    memmove(exchange->to + offset, exchange->from + offset, count * sizeof *exchange->to);
}

int cohort_inputs_take_part(cohort_inputs *inputs, const cohort_inputs *from,
                            const cohort_part *part, cohort_error *error)
{
    struct exchange exchange = {inputs->values, from->values};
    int code = cohort_inputs_match(inputs, from, error);
    if (!code)
        code = cohort_part_visit(inputs, part, NULL, NULL, error);
    return code ? code : cohort_part_visit(inputs, part, take_run, &exchange, error);
}
