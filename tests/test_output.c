/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* O_TMPFILE */

#include <cohort/csv.h>
#include <cohort/output.h>

#include "support/files.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static void check_file(const char *path, const char *expected)
{
    char *text = file_read(path, NULL);
    assert_string_equal(text, expected);
    free(text);
}

static mode_t mode_of(const char *path)
{
    struct stat state;
    assert_int_equal(lstat(path, &state), 0);
    return state.st_mode & 0777;
}

static int write_text(const char *path, const char *text, int keep, cohort_error *error)
{
    cohort_output *output;
    int code = cohort_output_open(path, &output, error);
    assert_true((code == COHORT_OK) == (output != NULL));
    if (code)
        return code;
    cohort_output_print(output, "%s", text);
    code = cohort_output_close(&output, keep, error);
    assert_null(output);
    return code;
}

static void writes_new_files(void **state)
{
    char path[SCRATCH_PATH];
    mode_t mask = umask(027);
    assert_int_equal(write_text(scratch_path("new", path), "text\n", 1, NULL), COHORT_OK);
    umask(mask);
    check_file(path, "text\n");
    assert_int_equal(mode_of(path), 0640);
    assert_int_equal(scratch_count(), 1);
    assert_int_equal(remove(path), 0);
}

static void replaces_files_whole(void **state)
{
    char path[SCRATCH_PATH];
    cohort_output *output;
    file_write_text(scratch_path("old", path), "old");
    assert_int_equal(chmod(path, 0604), 0);
    assert_int_equal(cohort_output_open(path, &output, NULL), COHORT_OK);
    cohort_output_print(output, "new");
    check_file(path, "old");
    assert_int_equal(cohort_output_close(&output, 1, NULL), COHORT_OK);
    check_file(path, "new");
    assert_int_equal(mode_of(path), 0604);
    assert_int_equal(scratch_count(), 1);
    assert_int_equal(remove(path), 0);
}

/* As it is killed: where the system has files without a name, there is nothing to be left. */
static void leaves_nothing_of_a_killed_process(void **state)
{
#ifdef O_TMPFILE
    int file = open("/tmp", O_TMPFILE | O_WRONLY, 0600);
    if (file < 0)
        skip();
    close(file);
    char path[SCRATCH_PATH];
    cohort_output *output;
    assert_int_equal(cohort_output_open(scratch_path("killed", path), &output, NULL), COHORT_OK);
    cohort_output_print(output, "text");
    assert_int_equal(scratch_count(), 0);
    assert_int_equal(cohort_output_close(&output, 1, NULL), COHORT_OK);
    check_file(path, "text");
    assert_int_equal(remove(path), 0);
#endif
}

static void leaves_nothing_when_not_kept(void **state)
{
    char path[SCRATCH_PATH];
    assert_int_equal(write_text(scratch_path("none", path), "text", 0, NULL), COHORT_OK);
    assert_int_equal(scratch_count(), 0);
    file_write_text(path, "old");
    assert_int_equal(write_text(path, "text", 0, NULL), COHORT_OK);
    check_file(path, "old");
    assert_int_equal(scratch_count(), 1);
    assert_int_equal(remove(path), 0);
    cohort_output *nothing = NULL;
    assert_int_equal(cohort_output_close(&nothing, 1, NULL), COHORT_OK);
}

static void follows_links(void **state)
{
    char target[SCRATCH_PATH], path[SCRATCH_PATH];
    cohort_error error;
    file_write_text(scratch_path("target", target), "old");
    assert_int_equal(symlink("target", scratch_path("link", path)), 0);
    assert_int_equal(write_text(path, "new", 1, NULL), COHORT_OK);
    check_file(target, "new");
    struct stat info;
    assert_int_equal(lstat(path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(remove(target), 0);
    assert_int_equal(write_text(path, "new", 1, &error), COHORT_ERROR_WRITE);
    assert_non_null(strstr(error.text, "link: cannot be written: a symbolic link"));
    assert_int_equal(scratch_count(), 1);
    assert_int_equal(remove(path), 0);
}

static void writes_to_devices(void **state)
{
    cohort_error error;
    assert_int_equal(write_text("/dev/null", "text", 1, &error), COHORT_OK);
    struct stat info;
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    if (access("/dev/full", W_OK) == 0) {
        assert_int_equal(write_text("/dev/full", "text", 1, &error), COHORT_ERROR_WRITE);
        assert_non_null(strstr(error.text, "/dev/full: cannot be written: "));
    }
}

static void writes_to_pipes(void **state)
{
    char path[SCRATCH_PATH], text[10] = "";
    assert_int_equal(mkfifo(scratch_path("pipe", path), 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(write_text(path, "text", 1, NULL), COHORT_OK);
    assert_int_equal(read(reader, text, sizeof text), 4);
    assert_string_equal(text, "text");
    close(reader);
    assert_int_equal(remove(path), 0);
}

/* Standard output, to a file, with what it holds and what comes after kept in order. */
static void write_to_standard_output(const char *name, const char *path, const char *expected)
{
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    assert_true(saved >= 0 && file >= 0);
    assert_int_equal(dup2(file, STDOUT_FILENO), STDOUT_FILENO);
    fputs("before\n", stdout);
    fflush(stdout);
    int code = write_text(name, "text\n", 1, NULL);
    fputs("after\n", stdout);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(file);
    assert_int_equal(code, COHORT_OK);
    check_file(path, expected);
    assert_int_equal(remove(path), 0);
    assert_int_equal(scratch_count(), 0);
}

static void writes_to_standard_output(void **state)
{
    char path[SCRATCH_PATH];
    scratch_path("standard", path);
    write_to_standard_output("-", path, "before\ntext\nafter\n");
    write_to_standard_output("/dev/stdout", path, "before\ntext\nafter\n");
}

static void refuses_impossible_paths(void **state)
{
    char path[SCRATCH_PATH];
    cohort_error error;
    assert_int_equal(write_text("/nowhere/file", "text", 1, &error), COHORT_ERROR_WRITE);
    assert_non_null(strstr(error.text, "/nowhere/file: cannot be written: "));
    assert_int_equal(write_text("/tmp", "text", 1, &error), COHORT_ERROR_WRITE);
    assert_non_null(strstr(error.text, "/tmp: cannot be written: it is a folder"));
    if (geteuid() == 0) /* may write everywhere */
        return;
    file_write_text(scratch_path("guarded", path), "old");
    assert_int_equal(chmod(path, 0400), 0);
    assert_int_equal(write_text(path, "new", 1, &error), COHORT_ERROR_WRITE);
    check_file(path, "old");
    assert_int_equal(scratch_count(), 1);
    assert_int_equal(remove(path), 0);
}

/* A limit on the size of files stands for a disk that is full. */
static void keeps_the_old_file_when_a_write_fails(void **state)
{
    char path[SCRATCH_PATH];
    cohort_error error;
    struct rlimit before, small;
    file_write_text(scratch_path("old", path), "old");
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4096;
    char *big = malloc(100001);
    assert_non_null(big);
    memset(big, 'x', 100000);
    big[100000] = '\0';
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int large = write_text(path, big, 1, &error); /* fails while being written */
    big[4097] = '\0';
    int little = write_text(path, big + 1, 1, NULL); /* just fits */
    big[0] = 'y';
    int flushed = write_text(path, big, 1, NULL); /* fails when flushed at the end */
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_int_equal(large, COHORT_ERROR_WRITE);
    assert_non_null(strstr(error.text, "old: cannot be written: "));
    assert_int_equal(little, COHORT_OK);
    assert_int_equal(flushed, COHORT_ERROR_WRITE);
    check_file(path, big + 1);
    assert_int_equal(scratch_count(), 1);
    assert_int_equal(remove(path), 0);
    free(big);
}

/* --- In memory -------------------------------------------------------------------------------- */

static cohort_output *in_memory(void)
{
    cohort_output *output;
    assert_int_equal(cohort_output_memory(&output, NULL), COHORT_OK);
    return output;
}

static void check_memory(cohort_output *output, const char *expected)
{
    char *text = memory_read(output, NULL);
    assert_string_equal(text, expected);
    free(text);
}

/* Any bytes, in pieces of any size, of which some are more than the room there is. */
static void memory_takes_all_bytes(void **state)
{
    enum { MOST = 300000 };
    char *pattern = malloc(MOST + 1);
    assert_non_null(pattern);
    for (int i = 0; i < MOST; i++)
        pattern[i] = (char)(i % 251 * 7);
    cohort_output *output = in_memory();
    const char *text;
    size_t size, used = 0;
    for (size_t piece = 0; used + piece <= MOST; used += piece, piece = piece * 3 / 2 + 1)
        cohort_output_write(output, pattern + used, piece);
    assert_int_equal(cohort_output_text(output, &text, &size, NULL), COHORT_OK);
    assert_int_equal(size, used);
    assert_memory_equal(text, pattern, used);
    assert_int_equal(text[used], '\0');
    memset(pattern, 'x', MOST);
    pattern[MOST] = '\0';
    cohort_output_print(output, "%d%s", 7, pattern);
    cohort_output_write(output, NULL, 0);
    assert_int_equal(cohort_output_text(output, &text, &size, NULL), COHORT_OK);
    assert_int_equal(size, used + MOST + 1);
    assert_int_equal(text[used], '7');
    assert_string_equal(text + used + 1, pattern);
    assert_int_equal(cohort_output_close(&output, 0, NULL), COHORT_OK);
    assert_null(output);
    free(pattern);
}

static void memory_is_empty_at_first(void **state)
{
    check_memory(in_memory(), "");
}

static void the_text_of_a_file_is_refused(void **state)
{
    cohort_output *output;
    cohort_error error;
    const char *text = "before";
    size_t size = 1;
    assert_int_equal(cohort_output_open("/dev/null", &output, NULL), COHORT_OK);
    assert_int_equal(cohort_output_text(output, &text, &size, &error), COHORT_ERROR_ARGUMENT);
    assert_non_null(strstr(error.text, "expected one in memory"));
    assert_string_equal(text, "before");
    assert_int_equal(size, 1);
    assert_int_equal(cohort_output_close(&output, 1, NULL), COHORT_OK);
}

/* --- Cells and markup ------------------------------------------------------------------------- */

static void quotes_cells_where_it_has_to(void **state)
{
    static const char *const cells[][2] = {
        {"", ""},           {"plain", "plain"},   {"a,b", "\"a,b\""},
        {"\"", "\"\"\"\""}, {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""},
        {" a", "\" a\""},   {"a\t", "\"a\t\""},   {"根室 市", "根室 市"},
        {"a b", "a b"}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cohort_output *output = in_memory();
        cohort_output_cell(output, cells[i][0]);
        check_memory(output, cells[i][1]);
    }
}

/* What a spreadsheet would run gets an apostrophe, which is taken away when it is read again. */
static void makes_formulas_harmless(void **state)
{
    static const char *const cells[][2] = {
        {"=1+1", "'=1+1"},
        {"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"},
        {"-2+3+cmd", "'-2+3+cmd"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\""},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"-", "'-"},
        {"-5", "-5"}, /* numbers */
        {"+1,234.5", "\"+1,234.5\""},
        {"a=1", "a=1"},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cohort_output *output = in_memory();
        cohort_csv *csv;
        cohort_error error;
        const char *text;
        size_t size;
        cohort_output_print(output, "a,b\n");
        cohort_output_cell(output, cells[i][0]);
        cohort_output_print(output, ",1\n");
        assert_int_equal(cohort_output_text(output, &text, &size, NULL), COHORT_OK);
        assert_int_equal(cohort_csv_parse(text, size, "made", &csv, &error), COHORT_OK);
        assert_string_equal(cohort_csv_cell(csv, 0, 0), cells[i][0]);
        assert_memory_equal(text + 4, cells[i][1], strlen(cells[i][1]));
        cohort_csv_free(csv);
        cohort_output_close(&output, 0, NULL);
        output = in_memory();
        cohort_output_keep_formulas(output, 1);
        cohort_output_cell(output, "=1+1");
        check_memory(output, "=1+1");
    }
}

static void writes_markup(void **state)
{
#define LOST "\xEF\xBF\xBD"
    static const char *const texts[][2] = {
        {"", ""},
        {"plain 根室 é \xF0\x9F\x8C\x8A", "plain 根室 é \xF0\x9F\x8C\x8A"},
        {"<a href=\"x\">'&'</a>", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"},
        {"&amp;", "&amp;amp;"},
        {"a\tb\nc\rd", "a\tb\nc\rd"},
        {"\x01\x1F\x7F\xC2\x85", LOST LOST LOST LOST},
        {"a\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8z", "a" LOST LOST LOST "z"}, /* turns the text */
        {"\xC0\xAF\xFE", LOST LOST LOST},                  /* overlong; never a byte */
        {"\xED\xA0\x80", LOST LOST LOST},                  /* half of a pair */
        {"\xEF\xBF\xBE\xEF\xBF\xBF", LOST LOST},           /* no characters */
        {"\xF4\x90\x80\x80", LOST LOST LOST LOST},         /* beyond the last */
        {"a\xE6\xA0", "a" LOST LOST},                      /* the end cuts it off */
        {"\xE6\xA0\xB9\xE6<", "\xE6\xA0\xB9" LOST "&lt;"}, /* what follows stays */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cohort_output *output = in_memory();
        cohort_output_markup(output, texts[i][0]);
        check_memory(output, texts[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_new_files),
        cmocka_unit_test(replaces_files_whole),
        cmocka_unit_test(leaves_nothing_of_a_killed_process),
        cmocka_unit_test(leaves_nothing_when_not_kept),
        cmocka_unit_test(follows_links),
        cmocka_unit_test(writes_to_devices),
        cmocka_unit_test(writes_to_pipes),
        cmocka_unit_test(writes_to_standard_output),
        cmocka_unit_test(refuses_impossible_paths),
        cmocka_unit_test(keeps_the_old_file_when_a_write_fails),
        cmocka_unit_test(memory_takes_all_bytes),
        cmocka_unit_test(memory_is_empty_at_first),
        cmocka_unit_test(the_text_of_a_file_is_refused),
        cmocka_unit_test(quotes_cells_where_it_has_to),
        cmocka_unit_test(makes_formulas_harmless),
        cmocka_unit_test(writes_markup),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
