/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short names, so that a table's row stands on a line. */
#ifndef TESTS_SUPPORT_WORDS_H
#define TESTS_SUPPORT_WORDS_H

#include <cohort/error.h>
#include <cohort/grid.h>

#include <math.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

#define NONE ((double)NAN) /* no ramp, no baseline TFR */
#define OPEN COHORT_OPEN_END
#define START COHORT_OPEN_START
#define BOTH COHORT_BOTH
#define MEN COHORT_MALE
#define WOMEN COHORT_FEMALE
#define EVERYBODY                                                                                  \
    {                                                                                              \
        BOTH, 0, OPEN                                                                              \
    }

#define ARGUMENT COHORT_ERROR_ARGUMENT
#define GRID COHORT_ERROR_GRID
#define VALUE COHORT_ERROR_VALUE
#define MISSING COHORT_ERROR_MISSING
#define DUPLICATE COHORT_ERROR_DUPLICATE
#define FORMAT COHORT_ERROR_FORMAT
#define NO_EFFECT COHORT_ERROR_NO_EFFECT

#endif
