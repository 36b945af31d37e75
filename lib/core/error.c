/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"

#include "core/utf8.h"

#include <stdarg.h>
#include <stdio.h>

const char *cohort_code_text(int code)
{
    switch (code) {
    case COHORT_OK:
        return "success";
#define COHORT_ERROR_CASE(name, number, text)                                                      \
    case name:                                                                                     \
        return text;
        COHORT_ERRORS(COHORT_ERROR_CASE)
#undef COHORT_ERROR_CASE
    default:
        return "unknown code";
    }
}

/* A cut may have split a character of several bytes: remove its beginning. */
static void drop_split_character(char *text, size_t length)
{
    size_t lead = length;
    while (lead > 0 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char first = (unsigned char)text[lead - 1];
    size_t need = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length - (lead - 1) < need)
        text[lead - 1] = '\0';
}

/* The text of an error, followed by another. */
static void COHORT_PRINTF(3, 0)
    fail(cohort_error *error, int code, const char *format, va_list arguments, const char *rest)
{
    const size_t size = sizeof error->text;
    size_t length = (size_t)vsnprintf(error->text, size, format, arguments);
    if (length < size)
        length += (size_t)snprintf(error->text + length, size - length, "%s", rest);
    if (length >= size)
        drop_split_character(error->text, size - 1);
    cohort_utf8_clean(error->text, false); /* it may show cells, and paths */
    error->code = code;
}

int cohort_fail(cohort_error *error, int code, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        fail(error, code, format, arguments, "");
        va_end(arguments);
    }
    return code;
}

void cohort_clean_text(char *text)
{
    cohort_utf8_clean(text, false);
}

int cohort_fail_prefix(cohort_error *error, int code, const char *format, ...)
{
    if (error) {
        const cohort_error inner = *error;
        va_list arguments;
        va_start(arguments, format);
        fail(error, code, format, arguments, inner.text);
        va_end(arguments);
    }
    return code;
}

int cohort_fail_memory(cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_MEMORY, "out of memory");
}

int cohort_succeed(cohort_error *error)
{
    if (error) {
        error->code = COHORT_OK;
        error->text[0] = '\0';
    }
    return COHORT_OK;
}
