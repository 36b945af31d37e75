/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/readings.h"

#include "answers/comparison.h"
#include "answers/levers.h"
#include "answers/two_tfr.h"

/* The total of 2060 with the plan's migration and an operation on fertility. */
static double total_with(const struct nemuro *n, cohort_operation_kind kind, double tfr,
                         double baseline_tfr)
{
    cohort_operation operation = COHORT_OPERATION(kind, tfr);
    operation.baseline_tfr = baseline_tfr;
    operation.year_from = NEMURO_PLAN_FROM;
    cohort_projection *run = run_with(n->inputs[RUN_MIGRATION_ALONE], &operation);
    const double total = cohort_total(cohort_projection_population(run), NEMURO_LAST);
    cohort_projection_free(run);
    return total;
}

void read_fertility(const struct nemuro *n, struct reading readings[READINGS])
{
    const double now = published_value(n->document, "tfr_observed", NEMURO_OBSERVED, "women");
    const double plan = published_value(n->document, "tfr_plan", NEMURO_PLAN_FROM, "women");
    const double base = cohort_total(n->paths[RUN_MIGRATION_ALONE].population, NEMURO_LAST);
    const double converted = tfr_between(n->inputs[RUN_BASELINE], 2020, COHORT_OPEN_END);
    const double by_age = two_tfr_of(n->paths[RUN_BASELINE].population, NEMURO_PLAN_FROM).by_age;
    const double to_plan = total_with(n, COHORT_SET_TFR, plan, (double)NAN);
    const double to_now = total_with(n, COHORT_SET_TFR, now, (double)NAN);
    const double from_now = total_with(n, COHORT_SET_TFR_PROPORTION, plan, now);
    const double from_age = total_with(n, COHORT_SET_TFR_PROPORTION, plan, by_age);
    const struct reading all[READINGS] = {
        [READ_CONVERTED] = {{W_READ_CONVERTED}, converted, plan, base, to_plan, "f", "f"},
        [READ_FROM_OBSERVED] = {{W_READ_OBSERVED}, now, plan, to_now, to_plan, "p", "f"},
        [READ_PROPORTION] = {{W_READ_PROPORTION}, now, plan, base, from_now, "f", "p"},
        [READ_STANDARDISED] = {{W_READ_BY_AGE}, by_age, plan, base, from_age, "f", "p"},
    };
    memcpy(readings, all, sizeof all);
}

struct text readings_words(cohort_language language, const struct reading r[READINGS])
{
    return filled(IN_LANGUAGE(language, W_READINGS), text_of("%.2f", r[READ_FROM_OBSERVED].from).s,
                  text_of("%.2f", r[READ_CONVERTED].to).s,
                  text_of("%.2f", r[READ_STANDARDISED].from).s,
                  text_of("%.2f", r[READ_CONVERTED].from).s);
}
