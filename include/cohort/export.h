/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the shared library exports.
 */
#ifndef COHORT_EXPORT_H
#define COHORT_EXPORT_H

/** Marks what the shared library exports; everything else is built hidden. */
#if defined(__GNUC__) || defined(__clang__)
#define COHORT_API __attribute__((visibility("default")))
#else
#define COHORT_API
#endif

#endif
