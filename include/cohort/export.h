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

/** Marks a function that takes a format as printf's: the number of its parameter, and of the first
 * that it prints. */
#if defined(__GNUC__) || defined(__clang__)
#define COHORT_PRINTF(format_at, first) __attribute__((format(printf, format_at, first)))
#else
#define COHORT_PRINTF(format_at, first)
#endif

#endif
