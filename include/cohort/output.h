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
 * Outputs: where everything is written, a file or memory. A file appears whole or not at all.
 *
 * Whatever the library writes (charts, scenarios, saved ensembles) goes to a cohort_output; a
 * program can write to it too. Functions that write do not report errors. After the first write
 * that failed (a full disk, no memory), cohort_output_close and cohort_output_text report it, so
 * nothing incomplete is taken for complete.
 */

/** An output, opaque. It belongs to one thread at a time. */
typedef struct cohort_output cohort_output;

/**
 * Open a file for writing. It is written in the folder of the path, to a file without a name (or a
 * temporary one, `NAME.PID-N.tmp`, if the system has no such files), and gets its name when it is
 * closed. A file that it replaces keeps its permissions.
 * Given: path; "-" is standard output, which is only flushed at the end. Devices, pipes and other
 * open descriptors (`/dev/stdout`) are written to directly.
 * Errors: COHORT_ERROR_WRITE, COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_output_close.
 */
COHORT_API int cohort_output_open(const char *path, cohort_output **out, cohort_error *error);

/**
 * Open an output in memory.
 * Errors: COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_output_close.
 */
COHORT_API int cohort_output_memory(cohort_output **out, cohort_error *error);

/**
 * The text that has been written to memory so far.
 * Returned: *text, with a NUL after it, "" if nothing has been written; *size, its bytes without
 * that NUL, unless NULL.
 * Errors: COHORT_ERROR_MEMORY when a write has failed, COHORT_ERROR_ARGUMENT for a file.
 * Ownership: the text belongs to the output and is valid until the next write or
 * cohort_output_close.
 */
COHORT_API int cohort_output_text(const cohort_output *output, const char **text, size_t *size,
                                  cohort_error *error);

/** Write bytes; they may be NULL if size is 0. */
COHORT_API void cohort_output_write(cohort_output *output, const void *bytes, size_t size);

/** Write formatted text, as printf does. */
COHORT_API void cohort_output_print(cohort_output *output, const char *format, ...)
    COHORT_PRINTF(2, 3);

/**
 * Close an output; *output becomes NULL, and may be NULL. With `keep` 1 a file is flushed, synced
 * and gets its name. With `keep` 0 it is removed, and whatever stood at the path stays. Memory is
 * freed in any case.
 * Errors: with `keep` 1, COHORT_ERROR_WRITE (in memory COHORT_ERROR_MEMORY) if any write since the
 * opening failed; the path is then as it was. With `keep` 0, COHORT_ERROR_WRITE only for an output
 * that is written to directly.
 */
COHORT_API int cohort_output_close(cohort_output **output, int keep, cohort_error *error);

/** Size of the longest text of a number, NUL included. */
#define COHORT_NUMBER_TEXT 32

/**
 * The text of a number in 15 to 17 digits, as many as are needed to read the same number back.
 * Returned: `text`, the caller's buffer, in which it is written.
 */
COHORT_API const char *cohort_number_text(double value, char text[COHORT_NUMBER_TEXT]);

/**
 * Write a cell of CSV, in quotes where they are needed. A text that a spreadsheet would run as a
 * formula (it begins with = + - @, a tab or the end of a line, and is not only a number) gets an
 * apostrophe before it, which every reader of this library takes away again.
 */
COHORT_API void cohort_output_cell(cohort_output *output, const char *text);

/** With `keep` 1 cohort_output_cell writes formulas as they are. A new output has 0. */
COHORT_API void cohort_output_keep_formulas(cohort_output *output, int keep);

/**
 * Write text for XML or HTML, in an element or a quoted attribute: & < > " ' become references;
 * bytes that are not UTF-8, characters that XML forbids, and those that turn the direction of a
 * text become U+FFFD.
 */
COHORT_API void cohort_output_markup(cohort_output *output, const char *text);

#ifdef __cplusplus
}
#endif

#endif
