/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_FILES_H
#define TESTS_SUPPORT_FILES_H

#include <cohort/output.h>

#include <stddef.h>

/*
 * Files of a test, in a folder of its own that is made at the beginning of a group and removed,
 * with what is in it, at its end: cmocka_run_group_tests(tests, scratch_setup, scratch_teardown).
 */
int scratch_setup(void **state);
int scratch_teardown(void **state);

/* Path of a file of this name in the folder. Into the caller's buffer, which is returned. */
#define SCRATCH_PATH 256
const char *scratch_path(const char *name, char path[SCRATCH_PATH]);

/* How many entries the folder has: is anything left over? */
int scratch_count(void);

/* Write the bytes to a file; read a file, with a NUL behind it, freed by the caller. */
void file_write(const char *path, const char *bytes, size_t size);
void file_write_text(const char *path, const char *text);
char *file_read(const char *path, size_t *size);

/* What was written to an output in memory, which is closed; with a NUL behind it, freed by the
 * caller. */
char *memory_read(cohort_output *output, size_t *size);

#endif
