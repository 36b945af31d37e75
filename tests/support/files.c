/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE 700

#include "support/files.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef _WIN32
#include <direct.h>

static char *mkdtemp(char *name)
{
    return _mktemp(name) && _mkdir(name) == 0 ? name : NULL;
}
#endif

static char folder[64];

int scratch_setup(void **state)
{
    strcpy(folder, "/tmp/cohort-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

int scratch_teardown(void **state)
{
    DIR *directory = opendir(folder);
    if (!directory)
        return -1;
    for (struct dirent *entry; (entry = readdir(directory));) {
        char path[SCRATCH_PATH];
        if (is_entry(entry) && remove(scratch_path(entry->d_name, path)) != 0)
            perror(path);
    }
    closedir(directory);
    return rmdir(folder);
}

const char *scratch_path(const char *name, char path[SCRATCH_PATH])
{
    int length = snprintf(path, SCRATCH_PATH, "%s/%s", folder, name);
    assert_in_range(length, 1, SCRATCH_PATH - 1);
    return path;
}

int scratch_count(void)
{
    int count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory));)
        count += is_entry(entry);
    closedir(directory);
    return count;
}

void file_write(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void file_write_text(const char *path, const char *text)
{
    file_write(path, text, strlen(text));
}

char *file_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long end = ftell(file);
    assert_true(end >= 0);
    rewind(file);
    char *bytes = malloc((size_t)end + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)end, file), end);
    bytes[end] = '\0';
    fclose(file);
    if (size)
        *size = (size_t)end;
    return bytes;
}

char *memory_read(cohort_output *output, size_t *size)
{
    const char *text;
    size_t bytes;
    assert_int_equal(cohort_output_text(output, &text, &bytes, NULL), COHORT_OK);
    char *copy = malloc(bytes + 1);
    assert_non_null(copy);
    memcpy(copy, text, bytes + 1);
    assert_int_equal(cohort_output_close(&output, 1, NULL), COHORT_OK);
    if (size)
        *size = bytes;
    return copy;
}
