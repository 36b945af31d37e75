/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/lifetable.h>

#include "core/error.h"
#include "core/grid.h"

#include <math.h>
#include <stdlib.h>

int cohort_lifetable_init(cohort_lifetable *table, int ages, int width, cohort_error *error)
{
    *table = (cohort_lifetable){.ages = ages, .width = width};
    if (ages < 2 || ages > 1000 || width < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "life table of %d groups of %d years: expected 2 to 1000 groups of 1 "
                           "year or more",
                           ages, width);
    double **const columns[] = {&table->mx, &table->qx, &table->ax, &table->lx,
                                &table->Lx, &table->Tx, &table->ex};
    const size_t count = sizeof columns / sizeof *columns, size = (size_t)ages;
    double *block = calloc(count * size, sizeof *block);
    if (!block)
        return cohort_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        *columns[i] = block + i * size;
    return cohort_succeed(error);
}

void cohort_lifetable_free(cohort_lifetable *table)
{
    if (table) {
        free(table->mx); /* the first column begins the block */
        *table = (cohort_lifetable){0};
    }
}

double cohort_a0_andreev_kingkade(int sex, double m0)
{
    if (sex == COHORT_MALE)
        return m0 < 0.02300   ? 0.14929 - 1.99545 * m0
               : m0 < 0.08307 ? 0.02832 + 3.26021 * m0
                              : 0.29915;
    return m0 < 0.01724 ? 0.14903 - 2.05527 * m0 : m0 < 0.06891 ? 0.04667 + 3.88089 * m0 : 0.31411;
}

/* m_0 and a_0 depend on each other: m = q / (1 - (1 - a) q), a = a(m). Settles within rounding in
 * a few rounds, a's slope being small. */
static double a0_from_q0(int sex, double q0)
{
    double a0 = 0.1;
    for (int i = 0; i < 50; i++)
        a0 = cohort_a0_andreev_kingkade(sex, q0 / (1.0 - (1.0 - a0) * q0));
    return a0;
}

int cohort_lifetable_from_qx(cohort_lifetable *table, int sex, cohort_error *error)
{
    const int last = table->ages - 1;
    if (sex != COHORT_MALE && sex != COHORT_FEMALE)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "life table: sex %d: expected COHORT_MALE or COHORT_FEMALE", sex);
    if (table->width != 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "groups of %d years: expected single years", table->width);
    for (int x = 0; x <= last; x++)
        if (!(table->qx[x] >= 0.0 && table->qx[x] <= 1.0))
            return cohort_fail(error, COHORT_ERROR_VALUE, "qx at age %d: %g: expected 0 to 1", x,
                               table->qx[x]);
    if (table->qx[last] == 0.0)
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "qx at the open age %d: 0: expected a value above 0", last);

    double survivors = 1.0;
    for (int x = 0; x <= last; x++) {
        double q = table->qx[x], a = x == 0 ? a0_from_q0(sex, q) : 0.5;
        double m = q / (1.0 - (1.0 - a) * q);
        table->ax[x] = x == last ? 1.0 / m : a;
        table->mx[x] = m;
        table->lx[x] = survivors;
        table->Lx[x] = x == last ? survivors / m : survivors * (1.0 - q + a * q);
        survivors *= 1.0 - q;
    }
    table->qx[last] = 1.0;
    double years = 0.0;
    for (int x = last; x >= 0; x--) {
        years += table->Lx[x];
        table->Tx[x] = years;
        table->ex[x] = table->lx[x] > 0.0 ? years / table->lx[x] : 0.0;
    }
    return cohort_succeed(error);
}

int cohort_lifetable_survival(const cohort_lifetable *table, int width, int groups, double *Sx,
                              cohort_error *error)
{
    const int rows = table->width < 1 ? 0 : width / table->width; /* of the table in a group */
    if (rows < 1 || width % table->width != 0 || groups < 3 || groups > table->ages ||
        rows >= table->ages || (groups - 1) * rows >= table->ages)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d groups of %d years: expected whole groups of the life table's "
                           "(%d, %d years each), its open group at or beyond theirs",
                           groups, width, table->ages, table->width);
    for (int x = 0; x < groups - 1; x++)
        if (!(table->Tx[x * rows] - table->Tx[(x + 1) * rows] > 0.0))
            return cohort_fail(error, COHORT_ERROR_VALUE, "nobody survives to age %d", x * width);

    /* Person-years from age group x on, and within it. */
    const double *Tx = table->Tx;
    for (int x = groups - 1; x > 0; x--) {
        double before = Tx[(x - 1) * rows], from = Tx[x * rows];
        Sx[x] = x == groups - 1 ? from / before : (from - Tx[(x + 1) * rows]) / (before - from);
    }
    Sx[0] = (Tx[0] - Tx[rows]) / (width * table->lx[0]);
    return cohort_succeed(error);
}
