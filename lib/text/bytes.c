/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/bytes.h"

#include "core/error.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail_size(const char *name, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_FORMAT, "%s: over 2 GiB", name);
}

/* Bytes to begin with: all that the stream has, where it can tell. */
static size_t first_room(FILE *stream)
{
    long size = -1;
    if (fseek(stream, 0, SEEK_END) == 0)
        size = ftell(stream), rewind(stream);
    return size > 0 && size < INT_MAX ? (size_t)size + 2 : 1 << 16;
}

static int read_stream(FILE *stream, const char *name, char **bytes, size_t *size,
                       cohort_error *error)
{
    size_t used = 0, room = first_room(stream);
    for (;;) {
        char *bigger = realloc(*bytes, room);
        if (!bigger)
            return cohort_fail_memory(error);
        *bytes = bigger;
        used += fread(bigger + used, 1, room - used - 1, stream);
        if (used < room - 1 || used > INT_MAX)
            break;
        room *= 2;
    }
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
