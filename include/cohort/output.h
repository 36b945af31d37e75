/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTPUT_H
#define COHORT_OUTPUT_H

#include <stdio.h>

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Output files that are whole or not there; numbers and cells as text.
 */

/**
 * Output files that are whole or not there: written in the same folder, to a file that has no name
 * (or a temporary one, `NAME.PID-N.tmp`, where the system knows no such files), renamed when
 * complete.
 */
typedef struct cohort_output cohort_output;

/**
 * Begin. Given: path; "-" is standard output, which is only flushed at the end.
 * Errors: COHORT_ERROR_WRITE, COHORT_ERROR_MEMORY; *out is then NULL.
 */
COHORT_API int cohort_output_open(const char *path, cohort_output **out, cohort_error *error);

/** The stream to write to. It belongs to the output: never close it. */
COHORT_API FILE *cohort_output_stream(cohort_output *output);

/**
 * End: flush, sync, rename; *output becomes NULL. With `keep` 0 the temporary file is removed
 * instead and whatever stood at the path stays. Takes a NULL *output.
 * Errors: COHORT_ERROR_WRITE when any write since the opening failed; nothing is renamed then.
 */
COHORT_API int cohort_output_close(cohort_output **output, int keep, cohort_error *error);

/** Longest text of a number, with its NUL. */
#define COHORT_NUMBER_TEXT 32

/** A number in 15 to 17 digits, as many as it needs to be read back exactly; into the caller's
 * buffer, returned. */
COHORT_API const char *cohort_number_text(double value, char text[COHORT_NUMBER_TEXT]);

/** A cell of CSV: quoted where it has to be. */
COHORT_API void cohort_output_cell(FILE *stream, const char *text);

/** Text within XML or HTML, in an element or a quoted attribute: & < > " ' become references; what
 * is no UTF-8, and characters that XML forbids, become U+FFFD. */
COHORT_API void cohort_output_markup(FILE *stream, const char *text);

#ifdef __cplusplus
}
#endif

#endif
