/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_ERROR_H
#define COHORT_ERROR_H

#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Errors, and the rules that hold for every function.
 *
 * Every function that can fail returns an int: COHORT_OK (0) or one of the negative codes below.
 * The details (file, line, cell, value, what was expected) go to a cohort_error that belongs to the
 * caller, or nowhere if that is NULL. The library never prints, exits or aborts. On failure it sets
 * an `X **out` to NULL and leaves every other output untouched, unless a function says otherwise.
 *
 * Where a comment under "Errors:" names other functions, their errors can occur too. Any function
 * that allocates can also fail with COHORT_ERROR_MEMORY.
 *
 * Numbers, texts, files and structs are checked. Pointers are not, as in C's own library: every
 * handle, struct, text and array that a function takes must be valid and as long as the function
 * says. NULL is allowed only where a comment says so. Every _free function takes NULL.
 *
 * A handle may be shared among threads as long as it is only read (const). A handle that is being
 * changed belongs to one thread.
 *
 * There are three kinds of structs. Handles are opaque. Structs that begin with their size must be
 * filled by their macro or _init function before a member is set; later versions may add members at
 * their end. All other structs are closed: values that travel in arrays (band, measure, row, part,
 * operation) and results. They never change; new functions are added instead. lib/doc/interface.md
 * has the rules.
 */

/** The list of errors: X(constant, code, general meaning). */
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

/** What went wrong in a call. The storage belongs to the caller; there is nothing to free. */
typedef struct cohort_error {
    int code;       /**< COHORT_OK or a negative code */
    char text[500]; /**< one sentence, UTF-8, ends with NUL; "" if code is COHORT_OK */
} cohort_error;

/**
 * The general meaning of a code, such as "malformed file".
 * Returned: a static string, never NULL, even for a number that is not a code.
 */
COHORT_API const char *cohort_code_text(int code);

/**
 * Make a text safe to print: what a terminal would obey instead of showing it (control characters,
 * those that turn the direction of a text) and what is not UTF-8 becomes '?', in place. Texts of
 * errors and cells of tables are so already.
 */
COHORT_API void cohort_clean_text(char *text);

#ifdef __cplusplus
}
#endif

#endif
