/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts add up exactly. Each is a whole multiple of one power of two, which is small enough not to
 * matter and large enough that all sums stay below 2^53 of it. So no addition rounds, in any order,
 * and one part can take the rest.
 */
#include <cohort/migration.h>

#include "core/error.h"

#include <math.h>
#include <stddef.h>

static const double VALUE_MAX = 1e15;  /* persons, or the unit of a schedule */
static const double SHARES_OFF = 1e-4; /* of 1, in the shares of a pool */
static const double RATES_OVER = 1e-9; /* over 1, in the rates of an origin */
static const double UNIT_MIN = 0x1p-1022;

static size_t at(int cells, int area, int cell)
{
    return (size_t)area * (size_t)cells + (size_t)cell;
}

/* Check values of several areas, or with `areas` 0 of one area without a number. */
static int check_range(const char *name, const double *values, int areas, int cells, double most,
                       cohort_error *error)
{
    const size_t each = (size_t)cells;
    for (size_t i = 0; i < each * (areas > 0 ? (size_t)areas : 1); i++) {
        if (values[i] >= 0.0 && values[i] <= most)
            continue;
        if (areas == 0)
            return cohort_fail(error, COHORT_ERROR_VALUE, "%s[%zu]: %g: expected 0 to %g", name, i,
                               values[i], most);
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "%s of area %zu, cell %zu: %g: expected 0 to %g", name, i / each,
                           i % each, values[i], most);
    }
    return COHORT_OK;
}

static int check_cells(int cells, cohort_error *error)
{
    return cells >= 1
               ? COHORT_OK
               : cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d cells: expected 1 or more", cells);
}

/* The power of two that is `bits` binary digits behind the first of `value`. */
static double unit_of(double value, int bits)
{
    int exponent;
    frexp(value, &exponent);
    return value == 0.0 ? UNIT_MIN : fmax(ldexp(1.0, exponent - bits), UNIT_MIN);
}

/* + 0: no negative zero. */
static double nearest_multiple(double value, double unit)
{
    return rint(value / unit) * unit + 0.0;
}

static double multiple_below(double value, double unit)
{
    return floor(value / unit) * unit;
}

/* --- Totals to ages --- */

/* A schedule, times a population where there is one. */
struct shape {
    const double *schedule, *population; /* [cells]; population NULL: none */
    double sum;
    int largest;              /* its cell, the first of equals */
    double total, unit, rest; /* rest: of the largest, what the others leave */
};

static double weight_at(const struct shape *shape, int i)
{
    return shape->population ? shape->schedule[i] * shape->population[i] : shape->schedule[i];
}

static int shape_of(const char *name, int cells, const double *schedule, const double *population,
                    struct shape *shape, cohort_error *error)
{
    *shape = (struct shape){.schedule = schedule, .population = population};
    int code = check_range(name, schedule, 0, cells, VALUE_MAX, error);
    if (!code && population)
        code = check_range("population", population, 0, cells, VALUE_MAX, error);
    for (int i = 0; !code && i < cells; i++) {
        shape->sum += weight_at(shape, i);
        if (weight_at(shape, i) > weight_at(shape, shape->largest))
            shape->largest = i;
    }
    if (!code && !(shape->sum > 0.0))
        code = cohort_fail(error, COHORT_ERROR_VALUE, "%s: no cell has a weight above 0", name);
    return code;
}

static int check_total(const char *name, double total, double least, cohort_error *error)
{
    return total >= least && total <= VALUE_MAX
               ? COHORT_OK
               : cohort_fail(error, COHORT_ERROR_VALUE, "%s: %g: expected %g to %g", name, total,
                             least, VALUE_MAX);
}

static double part(const struct shape *shape, int i)
{
    if (i == shape->largest)
        return shape->rest;
    return nearest_multiple(shape->total * (weight_at(shape, i) / shape->sum), shape->unit);
}

static void take_total(struct shape *shape, int cells, double total, double unit)
{
    double rest = nearest_multiple(total, unit);
    shape->total = total;
    shape->unit = unit;
    for (int i = 0; i < cells; i++)
        if (i != shape->largest)
            rest -= part(shape, i);
    shape->rest = rest;
}

int cohort_migration_by_age(double total, int cells, const double *schedule,
                            const double *population, double *out, cohort_error *error)
{
    struct shape shape;
    int code = check_cells(cells, error);
    if (!code)
        code = check_total("total", total, -VALUE_MAX, error);
    if (!code)
        code = shape_of("schedule", cells, schedule, population, &shape, error);
    if (code)
        return code;
    take_total(&shape, cells, total, unit_of(total, 53));
    for (int i = 0; i < cells; i++)
        out[i] = part(&shape, i);
    return cohort_succeed(error);
}

int cohort_migration_by_age_two_sided(double in_total, double out_total, int cells,
                                      const double *in_schedule, const double *out_schedule,
                                      double *net, cohort_error *error)
{
    struct shape in, out;
    int code = check_cells(cells, error);
    if (!code)
        code = check_total("in_total", in_total, 0.0, error);
    if (!code)
        code = check_total("out_total", out_total, 0.0, error);
    if (!code)
        code = shape_of("in_schedule", cells, in_schedule, NULL, &in, error);
    if (!code)
        code = shape_of("out_schedule", cells, out_schedule, NULL, &out, error);
    if (code)
        return code;
    const double unit = unit_of(fmax(in_total, out_total), 53);
    take_total(&in, cells, in_total, unit);
    take_total(&out, cells, out_total, unit);
    for (int i = 0; i < cells; i++)
        net[i] = part(&in, i) - part(&out, i);
    return cohort_succeed(error);
}

/* --- Gross to net, one area --- */

int cohort_migration_net(int cells, const double *population, const double *out_rates,
                         const double *in_flows, const double *pool, double *net_counts,
                         double *net_rates, cohort_error *error)
{
    int code = check_cells(cells, error);
    if (!code)
        code = check_range("population", population, 0, cells, VALUE_MAX, error);
    if (!code)
        code = check_range("out_rates", out_rates, 0, cells, 1.0, error);
    if (!code)
        code = check_range("in_flows", in_flows, 0, cells, pool ? 1.0 : VALUE_MAX, error);
    if (!code && pool)
        code = check_range("pool", pool, 0, cells, VALUE_MAX, error);
    for (int i = 0; !code && net_rates && i < cells; i++)
        if (population[i] == 0.0 && in_flows[i] * (pool ? pool[i] : 1.0) > 0.0)
            code = cohort_fail(error, COHORT_ERROR_VALUE,
                               "cell %d: arrivals, and a population of 0: a count, not a rate", i);
    if (code)
        return code;
    for (int i = 0; i < cells; i++) {
        double opening = population[i];
        double net = in_flows[i] * (pool ? pool[i] : 1.0) - opening * out_rates[i];
        if (net_counts)
            net_counts[i] = net;
        if (net_rates)
            net_rates[i] = opening > 0.0 ? net / opening : 0.0;
    }
    return cohort_succeed(error);
}

/* --- Several areas --- */

static int check_areas(int areas, int cells, const double *population, cohort_error *error)
{
    if (areas < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d areas: expected 1 or more", areas);
    const int code = check_cells(cells, error);
    return code ? code : check_range("population", population, areas, cells, VALUE_MAX, error);
}

static void put(const cohort_migration_flows *flows, size_t i, double departures, double arrivals)
{
    if (flows->departures)
        flows->departures[i] = departures;
    if (flows->arrivals)
        flows->arrivals[i] = arrivals;
    if (flows->net)
        flows->net[i] = arrivals - departures;
}

/* A pool of areas, and one cell of it. */
struct pool {
    int areas, cells;
    const double *population, *out_rates, *in_shares;
};

struct pool_cell {
    double movers;  /* before rounding */
    double shares;  /* their sum */
    int largest;    /* area of the largest share, the first of equals */
    double unit;    /* what all flows are multiples of */
    double in_pool; /* sum of the departures */
};

static double leaving(const struct pool *p, int area, int cell)
{
    return p->population[at(p->cells, area, cell)] * p->out_rates[at(p->cells, area, cell)];
}

static struct pool_cell pool_cell(const struct pool *p, int cell)
{
    struct pool_cell c = {0};
    for (int a = 0; a < p->areas; a++) {
        double share = p->in_shares[at(p->cells, a, cell)];
        c.movers += leaving(p, a, cell);
        c.shares += share;
        if (share > p->in_shares[at(p->cells, c.largest, cell)])
            c.largest = a;
    }
    c.unit = unit_of(c.movers, 52);
    for (int a = 0; a < p->areas; a++)
        c.in_pool += multiple_below(leaving(p, a, cell), c.unit);
    return c;
}

static double arriving(const struct pool *p, const struct pool_cell *c, int area, int cell)
{
    return c->in_pool == 0.0
               ? 0.0
               : nearest_multiple(c->in_pool * (p->in_shares[at(p->cells, area, cell)] / c->shares),
                                  c->unit);
}

static int check_pool(const struct pool *p, cohort_error *error)
{
    int code = check_range("out-rate", p->out_rates, p->areas, p->cells, 1.0, error);
    if (!code)
        code = check_range("in-share", p->in_shares, p->areas, p->cells, 1.0, error);
    if (code)
        return code;
    for (int x = 0; x < p->cells; x++) {
        struct pool_cell c = pool_cell(p, x);
        if (!(fabs(c.shares - 1.0) <= SHARES_OFF || (c.movers == 0.0 && c.shares == 0.0)))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "in-shares of cell %d add up to %.9g over the areas: expected 1", x,
                               c.shares);
    }
    return COHORT_OK;
}

int cohort_migration_pool(int areas, int cells, const double *population, const double *out_rates,
                          const double *in_shares, const cohort_migration_flows *flows,
                          cohort_error *error)
{
    const struct pool p = {areas, cells, population, out_rates, in_shares};
    int code = check_areas(areas, cells, population, error);
    if (!code)
        code = check_pool(&p, error);
    if (code)
        return code;
    for (int x = 0; x < cells; x++) {
        struct pool_cell c = pool_cell(&p, x);
        double rest = c.in_pool;
        for (int a = 0; a < areas; a++)
            rest -= a == c.largest ? 0.0 : arriving(&p, &c, a, x);
        for (int a = 0; a < areas; a++)
            put(flows, at(cells, a, x), multiple_below(leaving(&p, a, x), c.unit),
                a == c.largest ? rest : arriving(&p, &c, a, x));
    }
    return cohort_succeed(error);
}

/* --- Origins and destinations --- */

struct matrix {
    int areas, cells;
    const double *population, *rates; /* [area][cell]; [origin][destination][cell] */
};

static double rate_of(const struct matrix *m, int from, int to, int cell)
{
    size_t flow = (size_t)from * (size_t)m->areas + (size_t)to;
    return from == to ? 0.0 : m->rates[flow * (size_t)m->cells + (size_t)cell];
}

static double moving(const struct matrix *m, int from, int to, int cell)
{
    return m->population[at(m->cells, from, cell)] * rate_of(m, from, to, cell);
}

static int check_matrix(const struct matrix *m, cohort_error *error)
{
    for (int from = 0; from < m->areas; from++)
        for (int x = 0; x < m->cells; x++) {
            double sum = 0.0;
            for (int to = 0; to < m->areas; to++) {
                double rate = rate_of(m, from, to, x);
                if (!(rate >= 0.0 && rate <= 1.0))
                    return cohort_fail(error, COHORT_ERROR_VALUE,
                                       "rate from area %d to %d, cell %d: %g: expected 0 to 1",
                                       from, to, x, rate);
                sum += rate;
            }
            if (sum > 1.0 + RATES_OVER)
                return cohort_fail(
                    error, COHORT_ERROR_VALUE,
                    "rates from area %d, cell %d add up to %.12g: expected 1 or less", from, x,
                    sum);
        }
    return COHORT_OK;
}

int cohort_migration_origin_destination(int areas, int cells, const double *population,
                                        const double *rates, const cohort_migration_flows *flows,
                                        cohort_error *error)
{
    const struct matrix m = {areas, cells, population, rates};
    int code = check_areas(areas, cells, population, error);
    if (!code)
        code = check_matrix(&m, error);
    if (code)
        return code;
    for (int x = 0; x < cells; x++) {
        double movers = 0.0;
        for (int a = 0; a < areas; a++)
            for (int b = 0; b < areas; b++)
                movers += moving(&m, a, b, x);
        const double unit = unit_of(movers, 52);
        for (int a = 0; a < areas; a++) {
            double departures = 0.0, arrivals = 0.0;
            for (int b = 0; b < areas; b++) {
                departures += multiple_below(moving(&m, a, b, x), unit);
                arrivals += multiple_below(moving(&m, b, a, x), unit);
            }
            put(flows, at(cells, a, x), departures, arrivals);
        }
    }
    return cohort_succeed(error);
}
