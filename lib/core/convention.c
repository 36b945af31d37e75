/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/convention.h"

#include "core/error.h"

#include <string.h>

static const struct convention conventions[COHORT_CONVENTION_COUNT] = {
    [COHORT_IPSS] = {COHORT_IPSS, BIRTHS_BY_RATIO, .by_arrival = true},
    [COHORT_WPP_EVEN] = {COHORT_WPP_EVEN, BIRTHS_BY_RATES, .early = 0.5},
    [COHORT_WPP_END] = {COHORT_WPP_END, BIRTHS_BY_RATES, .after_births = true},
};

/* The names in data; and lists of both kinds for messages, with ", " before each item. */
#define NAME(constant, name) name,
#define ITEM(constant, name) ", " name
#define CONSTANT_ITEM(constant, name) ", " #constant
static const char *const names[] = {COHORT_CONVENTIONS(NAME)};
static const char items[] = COHORT_CONVENTIONS(ITEM);
static const char constant_items[] = COHORT_CONVENTIONS(CONSTANT_ITEM);

static bool is_convention(cohort_convention convention)
{
    return (unsigned)convention < COHORT_CONVENTION_COUNT;
}

const struct convention *cohort_convention_of(cohort_convention convention)
{
    return is_convention(convention) ? &conventions[convention] : NULL;
}

const char *cohort_convention_name(cohort_convention convention)
{
    return is_convention(convention) ? names[convention] : NULL;
}

int cohort_convention_fail(cohort_convention convention, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_ARGUMENT, "convention %d: expected one of %s",
                       (int)convention, constant_items + 2);
}

int cohort_convention_parse(const char *name, cohort_convention *convention, cohort_error *error)
{
    for (int i = 0; i < COHORT_CONVENTION_COUNT; i++)
        if (strcmp(name, names[i]) == 0) {
            *convention = (cohort_convention)i;
            return cohort_succeed(error);
        }
    return cohort_fail(error, COHORT_ERROR_ARGUMENT, "convention \"%.40s\": expected one of %s",
                       name, items + 2);
}
