/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For analysers, which see one file at a time: what these functions of core/error.c return. */
#include "core/error.h"

#define cohort_fail(error, code, ...) (cohort_fail(error, code, __VA_ARGS__), (code))
#define cohort_fail_prefix(error, code, ...) (cohort_fail_prefix(error, code, __VA_ARGS__), (code))
#define cohort_fail_memory(error) (cohort_fail_memory(error), COHORT_ERROR_MEMORY)
#define cohort_succeed(error) (cohort_succeed(error), COHORT_OK)
