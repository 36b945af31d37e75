/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Marks on declarations: what the shared library exports.
 */
#ifndef COHORT_EXPORT_H
#define COHORT_EXPORT_H

/**
 * Marks a function that takes a format like printf's: the position of the format among its
 * parameters, and that of the first argument it prints. Empty where COHORT_API is defined from
 * outside.
 */
#if !defined(COHORT_API) && defined(__MINGW32__)
#define COHORT_PRINTF(format_at, first) __attribute__((format(gnu_printf, format_at, first)))
#elif !defined(COHORT_API) && (defined(__GNUC__) || defined(__clang__))
#define COHORT_PRINTF(format_at, first) __attribute__((format(printf, format_at, first)))
#else
#define COHORT_PRINTF(format_at, first)
#endif

/**
 * Marks what the shared library exports. Everything else is hidden. Define it from outside
 * (-DCOHORT_API=) when a tool reads the headers that does not know such marks. On Windows, define
 * COHORT_STATIC to link with the static library, and to compile the library itself, also for a DLL.
 */
#ifndef COHORT_API
#if defined(_WIN32) && defined(COHORT_STATIC)
#define COHORT_API
#elif defined(_WIN32)
#define COHORT_API __declspec(dllimport)
#elif defined(__GNUC__) || defined(__clang__)
#define COHORT_API __attribute__((visibility("default")))
#else
#define COHORT_API
#endif
#endif

/**
 * Marks functions whose bodies stand in a header. The library exports them as well. (On Windows,
 * imported functions are not inline.)
 */
#if defined(_WIN32)
#define COHORT_API_INLINE inline
#else
#define COHORT_API_INLINE COHORT_API inline
#endif

#endif
