/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_CONVENTION_H
#define COHORT_CORE_CONVENTION_H

#include <cohort/inputs.h>

#include <stdbool.h>

/* How births are given; as bits, for sets of them. */
enum births {
    BIRTHS_BY_RATIO = 1, /* children of the first group per woman 15-49, at the interval's end */
    BIRTHS_BY_RATES = 2, /* births per woman by age (asfr), of the women's mean over the interval */
};

/* What a convention means. Nobody else asks for it by name. */
struct convention {
    cohort_convention constant;
    enum births births;
    /* Do net migration rates stand at the age that is reached by the interval's end, and so apply
     * to the same persons as survival? Else at the age at its start. Net migrants likewise. */
    bool by_arrival;
    /* The share of the migrants who come at the opening, and live through the interval with those
     * who were there: 0, or 0.5 (halving is exact). The others come at the closing ... */
    double early;
    bool after_births; /* ... and are not among the women whose births are counted? */
};

/* The meaning of one of COHORT_CONVENTIONS; NULL for any other. */
const struct convention *cohort_convention_of(cohort_convention convention);

/* Report that it is none of them: COHORT_ERROR_ARGUMENT. */
int cohort_convention_fail(cohort_convention convention, cohort_error *error);

#endif
