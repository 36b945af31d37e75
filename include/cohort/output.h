/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTPUT_H
#define COHORT_OUTPUT_H

#include <stddef.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Where everything is written to: a file that is whole or not there, or memory; numbers and cells
 * as text.
 *
 * Whatever the library writes (charts, scenarios, saved ensembles) goes to a cohort_output, and so
 * does what a program writes beside it. Nothing that writes reports how it went: after the first
 * write that failed (a full disk, no memory) nothing is complete, and cohort_output_close and
 * cohort_output_text say so. So there are never half results.
 */

/** Opaque; belongs to one thread at a time. */
typedef struct cohort_output cohort_output;

/**
 * Begin a file that is whole or not there: it is written in the folder of the path, to a file that
 * has no name (or a temporary one, `NAME.PID-N.tmp`, where the system knows no such files), and
 * gets its name when complete.
 * Given: path; "-" is standard output, which is only flushed at the end. Devices, pipes and other
 * open descriptors (`/dev/stdout`) are written to directly.
 * Errors: COHORT_ERROR_WRITE, COHORT_ERROR_MEMORY; *out is then NULL.
 * Ownership: freed with cohort_output_close.
 */
COHORT_API int cohort_output_open(const char *path, cohort_output **out, cohort_error *error);

/**
 * Begin in memory.
 * Errors: COHORT_ERROR_MEMORY; *out is then NULL.
 * Ownership: freed with cohort_output_close.
 */
COHORT_API int cohort_output_memory(cohort_output **out, cohort_error *error);

/**
 * What has been written to memory so far.
 * Returned: *text, size bytes and a NUL behind them, "" if there is nothing yet; *size, unless it
 * is NULL.
 * Errors: COHORT_ERROR_MEMORY when a write has failed, COHORT_ERROR_ARGUMENT for a file; *text and
 * *size are then as they were.
 * Ownership: the text belongs to the output, until the next write or cohort_output_close.
 */
COHORT_API int cohort_output_text(const cohort_output *output, const char **text, size_t *size,
                                  cohort_error *error);

/** Write bytes as they are; with size 0 bytes may be NULL. */
COHORT_API void cohort_output_write(cohort_output *output, const void *bytes, size_t size);

/** Write as printf does. */
COHORT_API void cohort_output_print(cohort_output *output, const char *format, ...)
    COHORT_PRINTF(2, 3);

/**
 * End; *output becomes NULL. A file is flushed, synced and renamed; with `keep` 0 it is removed
 * instead, and whatever stood at the path stays. Memory is freed in any case. Takes a NULL *output.
 * Errors: COHORT_ERROR_WRITE, in memory COHORT_ERROR_MEMORY, when any write since the opening
 * failed and `keep` is 1; no file is renamed then.
 */
COHORT_API int cohort_output_close(cohort_output **output, int keep, cohort_error *error);

/** Longest text of a number, with its NUL. */
#define COHORT_NUMBER_TEXT 32

/** A number in 15 to 17 digits, as many as it needs to be read back exactly; into the caller's
 * buffer, returned. */
COHORT_API const char *cohort_number_text(double value, char text[COHORT_NUMBER_TEXT]);

/** Write a cell of CSV: quoted where it has to be. */
COHORT_API void cohort_output_cell(cohort_output *output, const char *text);

/** Write text within XML or HTML, in an element or a quoted attribute: & < > " ' become references; what
 * is no UTF-8, and characters that XML forbids, become U+FFFD. */
COHORT_API void cohort_output_markup(cohort_output *output, const char *text);

#ifdef __cplusplus
}
#endif

#endif
