/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The classes of a back-test. */
#ifndef COHORT_OUTLOOK_BACKTEST_MODEL_H
#define COHORT_OUTLOOK_BACKTEST_MODEL_H

#include <cohort/backtest.h>

/* Errors: COHORT_ERROR_ARGUMENT. */
int cohort_limits_check(const cohort_limits *limits, const char *what, cohort_error *error);
int cohort_model_check(const cohort_backtest_model *model, cohort_error *error);

/* The class of a value. */
int cohort_limits_class(const cohort_limits *limits, double value);

#endif
