/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/markup.h"

#include <cohort/output.h>

#include "text/encoding.h"

#include <stdbool.h>
#include <string.h>

static const char *reference_of(uint32_t code)
{
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Characters that XML forbids, and those that HTML does. */
static bool is_forbidden(uint32_t code)
{
    const bool is_blank = code == '\t' || code == '\n' || code == '\r';
    return (code < 0x20 && !is_blank) || (code >= 0x7F && code < 0xA0) ||
           (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

void cohort_markup_bytes(cohort_output *out, const char *text, size_t size)
{
    while (size > 0) {
        uint32_t code;
        const size_t length = cohort_utf8_next(text, size, &code);
        const char *reference = reference_of(code);
        if (reference)
            cohort_output_print(out, "%s", reference);
        else if (code == 0xFFFD || is_forbidden(code))
            cohort_output_print(out, "\xEF\xBF\xBD");
        else
            cohort_output_write(out, text, length);
        text += length;
        size -= length;
    }
}

void cohort_output_markup(cohort_output *out, const char *text)
{
    cohort_markup_bytes(out, text, strlen(text));
}
