/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/bytes.h"

#include "core/error.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 22 };

static int fail_size(const char *name, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_FORMAT, "%s: over 2 GiB", name);
}

/* Is there the end of a line? (or in UTF-16, which has these bytes too) */
static bool ends_a_line(const char *bytes, size_t size)
{
    return memchr(bytes, '\n', size) || memchr(bytes, '\r', size);
}

/* Bytes to begin with: all that the stream has, where it can tell; 0: too many. */
static size_t first_room(FILE *stream)
{
    long size = -1;
    if (fseek(stream, 0, SEEK_END) == 0)
        size = ftell(stream), rewind(stream);
    if (size <= 0 || size == LONG_MAX) /* a pipe; a folder */
        return 1 << 16;
    return size > INT_MAX ? 0 : (size_t)size + 2;
}

/* By pieces. One without the end of a line is the last that is read: whoever looks for lines refuses
 * such a line (cohort_check_text), and who has no table need not fill the memory. */
static int read_stream(FILE *stream, const char *name, char **bytes, size_t *size,
                       cohort_error *error)
{
    size_t used = 0, room = first_room(stream), want, got;
    if (room == 0)
        return fail_size(name, error);
    do {
        if (!*bytes || used == room - 1) {
            room *= *bytes ? 2 : 1;
            char *bigger = realloc(*bytes, room);
            if (!bigger)
                return cohort_fail_memory(error);
            *bytes = bigger;
        }
        want = room - used - 1 < PIECE ? room - used - 1 : PIECE;
        got = fread(*bytes + used, 1, want, stream);
        used += got;
    } while (got == want && used <= INT_MAX &&
             (got < PIECE || ends_a_line(*bytes + used - got, got)));
    *size = used;
    (*bytes)[used] = '\0';
    if (ferror(stream))
        return cohort_fail(error, COHORT_ERROR_READ, "%s: cannot be read: %s", name,
                           strerror(errno));
    return used > INT_MAX ? fail_size(name, error) : COHORT_OK;
}

static int read_file(const char *path, const char *name, char **bytes, size_t *size,
                     cohort_error *error)
{
    if (strcmp(path, "-") == 0 && feof(stdin))
        return cohort_fail(error, COHORT_ERROR_READ,
                           "%s: it has been read already: \"-\" can stand for one file only", name);
    if (strcmp(path, "-") == 0)
        return read_stream(stdin, name, bytes, size, error);
    FILE *file = fopen(path, "rb");
    if (!file)
        return cohort_fail(error, COHORT_ERROR_READ, "%s: cannot be opened: %s", name,
                           strerror(errno));
    const int code = read_stream(file, name, bytes, size, error);
    fclose(file);
    return code;
}

int cohort_read_bytes(const char *path, const char *name, char **bytes, size_t *size,
                      cohort_error *error)
{
    *bytes = NULL;
    const int code = read_file(path, name, bytes, size, error);
    if (code) {
        free(*bytes);
        *bytes = NULL;
    }
    return code;
}

int cohort_copy_bytes(const char *text, size_t length, const char *name, char **bytes, size_t *size,
                      cohort_error *error)
{
    if (length > INT_MAX)
        return fail_size(name, error);
    *bytes = malloc(length + 1);
    if (!*bytes)
        return cohort_fail_memory(error);
    if (length > 0)
        memcpy(*bytes, text, length);
    (*bytes)[length] = '\0';
    *size = length;
    return COHORT_OK;
}
