/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka and its headers, and comparisons of doubles that refuse NaN (cmocka's own compares floats
 * and takes NaN for anything). */
#ifndef SUPPORT_CLOSE_H
#define SUPPORT_CLOSE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* |actual - expected| <= absolute + relative * |expected|. Say beside each use why the tolerance. */
#define assert_close(actual, expected, relative, absolute)                                         \
    support_assert_close((actual), (expected), (relative), (absolute), #actual, __FILE__, __LINE__)

static inline void support_assert_close(double actual, double expected, double relative,
                                        double absolute, const char *what, const char *file,
                                        int line)
{
    if (fabs(actual - expected) <= absolute + relative * fabs(expected))
        return;
    print_error("%s: %.17g, expected %.17g, off by %.3g\n", what, actual, expected,
                actual - expected);
    _fail(file, line);
}

/* Success, or the library's message. */
#define assert_ok(call, error) support_assert_ok((call), (error), #call, __FILE__, __LINE__)
#define support_assert_ok(code, error, what, file, line)                                           \
    do {                                                                                           \
        int support_code_ = (code);                                                                \
        if (support_code_ != 0) {                                                                  \
            print_error("%s: %d: %s\n", what, support_code_, (error).text);                        \
            _fail(file, line);                                                                     \
        }                                                                                          \
    } while (0)

/* Failure with this code, in the error too, and a message that holds this text. */
#define assert_fails(call, expected_code, error, part)                                             \
    do {                                                                                           \
        int support_code_ = (call);                                                                \
        if (support_code_ != (expected_code) || (error).code != support_code_ ||                   \
            (error).text[0] == '\0' || !strstr((error).text, (part))) {                            \
            print_error("%s: %d: \"%s\"\nexpected %d and \"%s\"\n", #call, support_code_,          \
                        (error).text, (expected_code), (part));                                    \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#endif
