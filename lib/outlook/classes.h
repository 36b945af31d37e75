/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes by limits. */
#ifndef COHORT_OUTLOOK_CLASSES_H
#define COHORT_OUTLOOK_CLASSES_H

#include <cohort/forecast.h>

/* Errors: COHORT_ERROR_ARGUMENT. */
int cohort_limits_check(const cohort_limits *limits, const char *what, cohort_error *error);

/* The class of a value. */
int cohort_limits_class(const cohort_limits *limits, double value);

#endif
