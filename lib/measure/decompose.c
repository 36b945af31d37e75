/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/decompose.h>

#include "core/error.h"
#include "core/inputs.h"
#include "core/part.h"
#include "model/projection.h"

#include <stdlib.h>
#include <string.h>

/* Runs of inputs that mix two paths. */
struct mixes {
    const cohort_inputs *from, *to;
    const cohort_measure *measure;
    int count;
    const cohort_part *causes;
    cohort_inputs *mixed;
    cohort_projection *projection;
    double *parts;  /* [count + 1] */
    double *values; /* the measure of each mix */
};

static void mixes_free(struct mixes *m)
{
    cohort_inputs_free(m->mixed);
    cohort_projection_free(m->projection);
    free(m->parts);
}

/* Check everything that needs no run, and make room for the values of the mixes. */
static int mixes_make(struct mixes *m, size_t values, cohort_error *error)
{
    int code = cohort_inputs_check(m->to, error);
    if (!code)
        code = cohort_inputs_match(m->from, m->to, error);
    for (int k = 0; !code && k < m->count; k++) {
        code = cohort_part_visit(m->from, &m->causes[k], NULL, NULL, error);
        if (code)
            cohort_fail_prefix(error, code, "cause %d: ", k + 1);
    }
    if (!code)
        code = cohort_inputs_copy(m->from, &m->mixed, error);
    if (!code)
        code = cohort_projection_make(m->from, &m->projection, error);
    if (code)
        return code;
    m->parts = calloc((size_t)m->count + 1 + values, sizeof *m->parts);
    if (!m->parts)
        return cohort_fail_memory(error);
    m->values = m->parts + m->count + 1;
    return code;
}

static int run(struct mixes *m, const cohort_inputs *inputs, double *value, cohort_error *error)
{
    int code = cohort_projection_update(m->projection, inputs, error);
    if (!code)
        code = cohort_measure_value(cohort_projection_population(m->projection), m->measure, value,
                                    error);
    return code;
}

/* Add the causes one by one: values[k] has the first k of them. */
static int run_in_order(struct mixes *m, cohort_error *error)
{
    int code = run(m, m->from, &m->values[0], error);
    for (int k = 0; !code && k < m->count; k++) {
        code = cohort_inputs_take_part(m->mixed, m->to, &m->causes[k], error);
        if (!code)
            code = run(m, m->mixed, &m->values[k + 1], error);
        if (code)
            return cohort_fail_prefix(error, code, "cause %d: ", k + 1);
        m->parts[k] = m->values[k + 1] - m->values[k];
    }
    return code;
}

/* The share of all orders in which a cause comes right after a given set of `before` others:
 * before! (count - before - 1)! / count!. */
static double share_of_orders(int count, int before)
{
    double share = 1.0 / count;
    for (int i = 1; i <= before; i++)
        share *= (double)i / (count - i);
    return share;
}

static void average(struct mixes *m)
{
    for (int k = 0; k < m->count; k++)
        for (unsigned set = 0; set < 1U << m->count; set++) {
            int before = 0;
            for (unsigned bits = set; bits; bits &= bits - 1)
                before++;
            if (!(set & 1U << k))
                m->parts[k] +=
                    share_of_orders(m->count, before) * (m->values[set | 1U << k] - m->values[set]);
        }
}

/* Name the causes of a set by their numbers, the last ones first. */
static int fail_set(unsigned set, int count, int code, cohort_error *error)
{
    for (int k = 0; k < count; k++)
        if (set & 1U << k)
            cohort_fail_prefix(error, code, "cause %d%s", k + 1,
                               set & ((1U << k) - 1) ? " with " : ": ");
    return code;
}

/* Every set of causes, as bits; a part is the mean over all orders. */
static int run_sets(struct mixes *m, cohort_error *error)
{
    for (unsigned set = 0; set < 1U << m->count; set++) {
        int code = COHORT_OK;
        cohort_inputs_assign(m->mixed, m->from);
        for (int k = 0; !code && k < m->count; k++)
            if (set & 1U << k)
                code = cohort_inputs_take_part(m->mixed, m->to, &m->causes[k], error);
        if (!code)
            code = run(m, m->mixed, &m->values[set], error);
        if (code)
            return fail_set(set, m->count, code, error);
    }
    average(m);
    return COHORT_OK;
}

/* Find the parts by one way of running the mixes; its last value has all causes. */
static int decompose(struct mixes *m, size_t values, int run_all(struct mixes *, cohort_error *),
                     double *parts, cohort_error *error)
{
    double end = 0.0;
    int code = mixes_make(m, values, error);
    if (!code)
        code = run_all(m, error);
    if (!code)
        code = run(m, m->to, &end, error);
    if (!code) {
        m->parts[m->count] = end - m->values[values - 1];
        memcpy(parts, m->parts, ((size_t)m->count + 1) * sizeof *parts);
    }
    mixes_free(m);
    return code;
}

int cohort_decompose(const cohort_inputs *from, const cohort_inputs *to,
                     const cohort_measure *measure, int count, const cohort_part *causes,
                     double *parts, cohort_error *error)
{
    struct mixes m = {.from = from, .to = to, .measure = measure, .count = count, .causes = causes};
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d causes: expected 1 or more", count);
    return decompose(&m, (size_t)count + 1, run_in_order, parts, error);
}

int cohort_decompose_shapley(const cohort_inputs *from, const cohort_inputs *to,
                             const cohort_measure *measure, int count, const cohort_part *causes,
                             double *parts, cohort_error *error)
{
    struct mixes m = {.from = from, .to = to, .measure = measure, .count = count, .causes = causes};
    if (count < 1 || count > COHORT_SHAPLEY_CAUSES_MAX)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d causes: expected 1 to %d", count,
                           COHORT_SHAPLEY_CAUSES_MAX);
    return decompose(&m, (size_t)1 << count, run_sets, parts, error);
}
