/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_ERROR_H
#define COHORT_ERROR_H

#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Errors, and how they are told.
 *
 * Every function that can fail returns an int: COHORT_OK (0) or one of the negative codes below.
 * What went wrong in detail (which file, line, cell, value, and what was expected) goes to a
 * cohort_error that the caller owns; NULL is allowed wherever one is asked for. The library never
 * prints, exits or aborts, and on failure it leaves outputs as they were: an `X **out` is set to
 * NULL, any other output is untouched, unless its function says otherwise.
 *
 * What is checked is what numbers, texts, files and structs say: counts, indices, bands, values.
 * Pointers are not, as in C's own library: a handle, struct, text or array that a function asks for
 * is there and as long as the function says. NULL is for where its comment allows it, and to hand it
 * over elsewhere is a mistake of the program, which ends it. So is a handle that has been freed.
 *
 * Structs are of three kinds. Handles are opaque. Those that begin with their size are filled by
 * their macro or their _init function before a member is set, and may gain members at their end. All
 * others are closed: values that travel in arrays (band, measure, row, part, operation) and results
 * never change; what is to be added comes as another function. lib/doc/interface.md has the rules.
 */

/** The errors there are: X(constant, code, general meaning). */
#define COHORT_ERRORS(X)                                                                           \
    X(COHORT_ERROR_MEMORY, -1, "out of memory")                                                    \
    X(COHORT_ERROR_ARGUMENT, -2, "argument out of its domain")                                     \
    X(COHORT_ERROR_GRID, -3, "ages or dates do not fit the grid")                                  \
    X(COHORT_ERROR_VALUE, -4, "value not finite or out of its range")                              \
    X(COHORT_ERROR_MISSING, -5, "something that is needed is missing")                             \
    X(COHORT_ERROR_DUPLICATE, -6, "given twice")                                                   \
    X(COHORT_ERROR_FORMAT, -7, "malformed file")                                                   \
    X(COHORT_ERROR_READ, -8, "file cannot be read")                                                \
    X(COHORT_ERROR_WRITE, -9, "file cannot be written")                                            \
    X(COHORT_ERROR_NO_EFFECT, -10, "operation touches nothing")                                    \
    X(COHORT_ERROR_ACCOUNT, -11, "accounts do not close")                                          \
    X(COHORT_ERROR_SOLVE, -12, "numerical method failed")                                          \
    X(COHORT_ERROR_STOPPED, -13, "stopped by the caller")

/** What functions return. */
typedef enum cohort_code {
    COHORT_OK = 0, /**< no error */
#define COHORT_ERROR_CODE(name, code, text) name = code,
    COHORT_ERRORS(COHORT_ERROR_CODE)
#undef COHORT_ERROR_CODE
} cohort_code;

/** The last failure of the call it was handed to. Plain storage of the caller: nothing to free. */
typedef struct cohort_error {
    int code;       /**< COHORT_OK or a negative code */
    char text[500]; /**< one sentence, UTF-8, ends with NUL; "" if code is COHORT_OK */
} cohort_error;

/**
 * General meaning of a code, such as "malformed file".
 * Returned: a static string, never NULL, also for numbers that are no code.
 */
COHORT_API const char *cohort_code_text(int code);

#ifdef __cplusplus
}
#endif

#endif
