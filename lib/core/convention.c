/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/convention.h"

#include "core/error.h"

#include <stdio.h>
#include <string.h>

static const struct convention conventions[COHORT_CONVENTION_COUNT] = {
    [COHORT_IPSS] = {COHORT_IPSS, BIRTHS_BY_RATIO, .by_arrival = true},
    [COHORT_WPP_EVEN] = {COHORT_WPP_EVEN, BIRTHS_BY_RATES, .early = 0.5},
    [COHORT_WPP_END] = {COHORT_WPP_END, BIRTHS_BY_RATES, .after_births = true},
};

/* As C and as data have it. */
static const struct {
    const char *constant, *name;
} names[] = {
#define COHORT_CONVENTION_NAMES(constant, name) {#constant, name},
    COHORT_CONVENTIONS(COHORT_CONVENTION_NAMES)
#undef COHORT_CONVENTION_NAMES
};

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
    return is_convention(convention) ? names[convention].name : NULL;
}

/* "A, B or C", for messages; into the caller's buffer, which is returned. */
enum { LIST = 128 };
static const char *list_all(bool constants, char list[LIST])
{
    size_t used = 0;
    for (int i = 0; i < COHORT_CONVENTION_COUNT && used < LIST; i++)
        used += (size_t)snprintf(list + used, LIST - used, "%s%s",
                                 i == 0                             ? ""
                                 : i == COHORT_CONVENTION_COUNT - 1 ? " or "
                                                                    : ", ",
                                 constants ? names[i].constant : names[i].name);
    return list;
}

int cohort_convention_fail(cohort_convention convention, cohort_error *error)
{
    char list[LIST];
    return cohort_fail(error, COHORT_ERROR_ARGUMENT, "convention %d: expected %s", (int)convention,
                       list_all(true, list));
}

int cohort_convention_parse(const char *name, cohort_convention *convention, cohort_error *error)
{
    char list[LIST];
    for (int i = 0; i < COHORT_CONVENTION_COUNT; i++)
        if (strcmp(name, names[i].name) == 0) {
            *convention = (cohort_convention)i;
            return cohort_succeed(error);
        }
    return cohort_fail(error, COHORT_ERROR_ARGUMENT, "convention \"%.40s\": expected %s", name,
                       list_all(false, list));
}
