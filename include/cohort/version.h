/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The version. The three lines below are its only source: the Makefile reads them for the names of
 * the libraries and for cohort.pc.
 */
#ifndef COHORT_VERSION_H
#define COHORT_VERSION_H

#include <cohort/export.h>

/**
 * The major version. While it is 0, the shared library's name has the first two numbers
 * (libcohort.so.0.1), later only the first: see lib/doc/interface.md.
 */
#define COHORT_VERSION_MAJOR 0
/** The minor version. */
#define COHORT_VERSION_MINOR 1
/** The patch version. */
#define COHORT_VERSION_PATCH 0

/** Turns its arguments into text as they are written. */
#define COHORT_VERSION_QUOTE_(major, minor, patch) #major "." #minor "." #patch

/** Turns its arguments into text after replacing macros by their numbers. */
#define COHORT_VERSION_TEXT_(major, minor, patch) COHORT_VERSION_QUOTE_(major, minor, patch)

/** The version of the headers, as in "0.1.0". */
#define COHORT_VERSION                                                                             \
    COHORT_VERSION_TEXT_(COHORT_VERSION_MAJOR, COHORT_VERSION_MINOR, COHORT_VERSION_PATCH)

/**
 * The version of the headers as a number to compare: major * 10000 + minor * 100 + patch, so 102 is
 * 0.1.2.
 */
#define COHORT_VERSION_NUMBER                                                                      \
    (COHORT_VERSION_MAJOR * 10000 + COHORT_VERSION_MINOR * 100 + COHORT_VERSION_PATCH)

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The version of the library in use, such as "0.1.0". With a shared library it can differ from
 * COHORT_VERSION.
 * Returned: a static string, never freed.
 */
COHORT_API const char *cohort_version(void);

/** The version of the library in use as a number, in the form of COHORT_VERSION_NUMBER. */
COHORT_API int cohort_version_number(void);

#ifdef __cplusplus
}
#endif

#endif
