/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/output.h"

#include "core/error.h"
#include "core/room.h"
#include "core/utf8.h"
#include "text/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* --- In memory -------------------------------------------------------------------------------- */

enum { FIRST_ROOM = 4096 };

int cohort_output_memory(cohort_output **out, cohort_error *error)
{
    *out = NULL;
    cohort_output *output = calloc(1, sizeof *output);
    if (!output || !(output->bytes = malloc(FIRST_ROOM))) {
        free(output);
        return cohort_fail_memory(error);
    }
    output->room = FIRST_ROOM;
    output->bytes[0] = '\0';
    *out = output;
    return cohort_succeed(error);
}

int cohort_output_text(const cohort_output *output, const char **text, size_t *size,
                       cohort_error *error)
{
    if (output->stream)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "an output that goes to a file: expected one in memory");
    if (output->is_cut_off)
        return cohort_fail_memory(error);
    *text = output->bytes;
    if (size)
        *size = output->used;
    return cohort_succeed(error);
}

/* Make room for `more` bytes and the NUL. After the first failure it always fails. */
static bool reserve(cohort_output *output, size_t more)
{
    size_t room = output->room;
    while (room - output->used <= more && room <= SIZE_MAX / 2)
        room *= 2;
    const bool fits = room - output->used > more;
    if (output->is_cut_off || !fits ||
        (room > output->room && !cohort_resize(&output->bytes, room, 1))) {
        output->is_cut_off = true;
        return false;
    }
    output->room = room;
    return true;
}

/* --- Writing ---------------------------------------------------------------------------------- */

void cohort_output_write(cohort_output *output, const void *bytes, size_t size)
{
    if (output->stream) {
        if (fwrite(bytes, 1, size, output->stream) < size)
            output->problem = errno;
    } else if (size > 0 && reserve(output, size)) {
        memcpy(output->bytes + output->used, bytes, size);
        output->used += size;
        output->bytes[output->used] = '\0';
    }
}

/* Print into the room that there is; if it is too little, make room and print again. */
COHORT_PRINTF(2, 0)
static void print_in_memory(cohort_output *output, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int size =
        vsnprintf(output->bytes + output->used, output->room - output->used, format, arguments);
    if (size < 0)
        output->is_cut_off = true;
    else if ((size_t)size >= output->room - output->used && reserve(output, (size_t)size))
        vsnprintf(output->bytes + output->used, output->room - output->used, format, again);
    if (!output->is_cut_off)
        output->used += (size_t)size;
    va_end(again);
}

void cohort_output_print(cohort_output *output, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (output->stream)
        output->problem = vfprintf(output->stream, format, arguments) < 0 ? errno : output->problem;
    else if (!output->is_cut_off)
        print_in_memory(output, format, arguments);
    va_end(arguments);
}

/* --- Cells ------------------------------------------------------------------------------------ */

/* Blanks at the ends need quotes too, because readers trim them. */
static bool needs_quotes(const char *text)
{
    const size_t length = strlen(text);
    return length > 0 &&
           (strpbrk(text, ",\"\r\n") || strchr(" \t", text[0]) || strchr(" \t", text[length - 1]));
}

void cohort_output_keep_formulas(cohort_output *output, int keep)
{
    output->keeps_formulas = keep != 0;
}

void cohort_output_cell(cohort_output *output, const char *text)
{
    const char *before = !output->keeps_formulas && cohort_is_formula(text) ? "'" : "";
    if (!needs_quotes(text)) {
        cohort_output_print(output, "%s%s", before, text);
        return;
    }
    cohort_output_print(output, "\"%s", before);
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        cohort_output_write(output, text, (size_t)(quote - text));
        cohort_output_write(output, "\"\"", 2);
    }
    cohort_output_print(output, "%s\"", text);
}

/* --- Markup ----------------------------------------------------------------------------------- */

/* Is the character forbidden in XML or in HTML, or one that a page would obey? */
static bool is_forbidden(uint32_t code)
{
    const bool is_blank = code == '\t' || code == '\n' || code == '\r';
    return (cohort_utf8_is_control(code) && !is_blank) || (code >= 0xFDD0 && code <= 0xFDEF) ||
           (code & 0xFFFE) == 0xFFFE;
}

void cohort_markup_bytes(cohort_output *out, const char *text, size_t size)
{
    static const char *const references['>' + 1] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    while (size > 0) {
        uint32_t code;
        const size_t length = cohort_utf8_next(text, size, &code);
        const char *reference = code <= '>' ? references[code] : NULL;
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
