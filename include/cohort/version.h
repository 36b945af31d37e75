/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The version. It stands here once: the Makefile reads the three lines below for the names of the
 * libraries and for cohort.pc.
 */
#ifndef COHORT_VERSION_H
#define COHORT_VERSION_H

#include <cohort/export.h>

/** The first number. While it is 0 the shared library's name has the first two
 * (libcohort.so.0.1), later the first only: see lib/doc/interface.md. */
#define COHORT_VERSION_MAJOR 0
/** The second. */
#define COHORT_VERSION_MINOR 1
/** The third. */
#define COHORT_VERSION_PATCH 0

/** Numbers as they stand, turned into text. */
#define COHORT_VERSION_QUOTE_(major, minor, patch) #major "." #minor "." #patch

/** The same, macros being replaced by their numbers first. */
#define COHORT_VERSION_TEXT_(major, minor, patch) COHORT_VERSION_QUOTE_(major, minor, patch)

/** The version of the headers, as in "0.1.0". */
#define COHORT_VERSION                                                                             \
    COHORT_VERSION_TEXT_(COHORT_VERSION_MAJOR, COHORT_VERSION_MINOR, COHORT_VERSION_PATCH)

/** The same as a number, to be compared: 102 is 0.1.2. */
#define COHORT_VERSION_NUMBER                                                                      \
    (COHORT_VERSION_MAJOR * 10000 + COHORT_VERSION_MINOR * 100 + COHORT_VERSION_PATCH)

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the library in use, which for a shared library can differ from
 * COHORT_VERSION.  Returned: a string that is never freed. */
COHORT_API const char *cohort_version(void);

/** The same as a number, as COHORT_VERSION_NUMBER has it. */
COHORT_API int cohort_version_number(void);

#ifdef __cplusplus
}
#endif

#endif
