/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/csv.h>
#include <cohort/output.h>

#include "support/close.h"
#include "support/files.h"
#include "support/tables.h"

#include <stdio.h>
#include <stdlib.h>

static void check_same_cells(const cohort_csv *a, const cohort_csv *b)
{
    assert_string_equal(cohort_csv_name(a), cohort_csv_name(b));
    assert_int_equal(cohort_csv_columns(a), cohort_csv_columns(b));
    assert_int_equal(cohort_csv_records(a), cohort_csv_records(b));
    for (int r = -1; r < cohort_csv_records(a); r++)
        for (int c = 0; c < cohort_csv_columns(a); c++)
            assert_string_equal(r < 0 ? cohort_csv_header(a, c) : cohort_csv_cell(a, r, c),
                                r < 0 ? cohort_csv_header(b, c) : cohort_csv_cell(b, r, c));
}

/* From a file; from memory, under its name, all is the same: cells, lines, failures. */
static int read_bytes(const char *bytes, size_t size, cohort_csv **csv, cohort_error *error)
{
    char path[SCRATCH_PATH];
    cohort_csv *parsed;
    cohort_error problem;
    file_write(scratch_path("in.csv", path), bytes, size);
    const int code = cohort_csv_read(path, csv, error);
    assert_int_equal(cohort_csv_parse(bytes, size, path, &parsed, &problem), code);
    if (error)
        assert_string_equal(problem.text, error->text);
    if (!code)
        check_same_cells(parsed, *csv);
    else
        assert_null(parsed);
    cohort_csv_free(parsed);
    return code;
}

static cohort_csv *read_good(const char *text)
{
    cohort_csv *csv;
    cohort_error error;
    if (read_bytes(text, strlen(text), &csv, &error))
        fail_msg("%s", error.text);
    assert_int_equal(error.code, COHORT_OK);
    assert_string_equal(error.text, "");
    return csv;
}

static int read_csv(const char *bytes, size_t size, void **out, cohort_error *error)
{
    cohort_csv *csv = *out;
    const int code = read_bytes(bytes, size, &csv, error);
    *out = csv;
    return code;
}

/* --- What cannot be read --- */

static void refuses_malformed_files(void **state)
{
    static const struct malformed files[] = {
        {"empty", BYTES(""), COHORT_ERROR_FORMAT, "in.csv: the file is empty"},
        {"blank lines", BYTES("\n ,, \r\n\n"), COHORT_ERROR_FORMAT, "the file is empty"},
        {"mark alone", BYTES("\xEF\xBB\xBF"), COHORT_ERROR_FORMAT, "the file is empty"},
        {"too few", BYTES("a,b\n1,2\n3\n4,5\n"), COHORT_ERROR_FORMAT,
         "in.csv, line 3: 1 cell: expected 2, as in the header"},
        {"cut", BYTES("a,b,c\n1,2,3\n4,5"), COHORT_ERROR_FORMAT,
         "line 3: 2 cells: expected 3, as in the header: the file may be cut off"},
        {"too many", BYTES("a,b\n1,2,3\n"), COHORT_ERROR_FORMAT,
         "line 2: 3 cells: expected 2, as in the header"},
        {"open quote", BYTES("a,b\n1,2\n\"3,4\n5,6\n"), COHORT_ERROR_FORMAT,
         "line 3: the quote opened here is never closed"},
        {"open quote at the end", BYTES("a\n\""), COHORT_ERROR_FORMAT, "line 2: the quote opened"},
        {"text after a quote", BYTES("a,b\n\"x\"y,2\n"), COHORT_ERROR_FORMAT,
         "line 2: text after a closing quote"},
        {"line within quotes counted", BYTES("a,b\n\"x\n\n\",2\n3\n"), COHORT_ERROR_FORMAT,
         "line 5: 1 cell"},
        {"NUL", BYTES("a,b\n1,\0\n"), COHORT_ERROR_FORMAT, "line 2: a NUL byte"},
        {"UTF-16, cut", BYTES("\xFF\xFE\x61\0,\0b"), COHORT_ERROR_FORMAT,
         "in.csv: the text begins as UTF-16 and is not: it seems to be cut"},
        {"UTF-16, half a pair", BYTES("\xFE\xFF\0a\xD8\x3D\0b"), COHORT_ERROR_FORMAT, "UTF-16"},
        {"UTF-16 without mark, half a pair", BYTES("a\0,\0b\0\n\0\x01\xDC\n\0"),
         COHORT_ERROR_FORMAT, "line 1: a NUL byte"},
        {"workbook", BYTES("PK\x03\x04\x14\x00"), COHORT_ERROR_FORMAT, ".xlsx"},
        {"old workbook", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), COHORT_ERROR_FORMAT,
         "in.csv: a workbook (.xlsx, .xls) or ZIP file, not CSV: in Excel, File > Save As"},
        {"PNG", BYTES("\x89PNG\r\n\x1a\n"), COHORT_ERROR_FORMAT, "in.csv: a picture, not CSV"},
        {"JPEG", BYTES("\xFF\xD8\xFF\xE0"), COHORT_ERROR_FORMAT, "in.csv: a picture, not CSV"},
        {"gzip", BYTES("\x1F\x8B\x08"), COHORT_ERROR_FORMAT, "in.csv: a packed file"},
        {"JSON", BYTES("[{\"area\": \"1\"}]"), COHORT_ERROR_FORMAT, "in.csv: JSON, not CSV"},
        {"PDF", BYTES("%PDF-1.7\n"), COHORT_ERROR_FORMAT, "in.csv: a PDF file, not CSV"},
        {"HTML", BYTES("\xEF\xBB\xBF\n <html>\n"), COHORT_ERROR_FORMAT, "HTML or XML, not CSV"},
        {"Shift-JIS with a byte that is none", BYTES("a,b\n1,\x91\x53\x85\xFA\n"),
         COHORT_ERROR_FORMAT,
         "line 2: the text is not UTF-8 but, it seems, Shift-JIS, which Excel in Japan writes, but "
         "not "
         "all of it is: in Excel, File > Save As with the file type \"CSV UTF-8 "
         "(Comma delimited)\" (名前を付けて"},
        {"Shift-JIS, counted", BYTES("a,b\n1,\x91\x53\x8D\x91\n1\n2,3\n"), COHORT_ERROR_FORMAT,
         "line 3: 1 cell: expected 2"},
        {"Latin-1", BYTES("a,b\n1,Malm\xF6\n"), COHORT_ERROR_FORMAT,
         "line 2: the text is not UTF-8 (byte F6)"},
        {"EUC-JP", BYTES("a,b\n1,\xC1\xB4\xB9\xF1\n"), COHORT_ERROR_FORMAT,
         "the text is not UTF-8 but, it seems, EUC-JP: iconv -f EUC-JP -t UTF-8 FILE"},
        {"JIS", BYTES("\x1B$B;T\x1B(B,b\n"), COHORT_ERROR_FORMAT, "ISO-2022-JP (JIS): iconv -f"},
        {"overlong", BYTES("a\n\xC0\xAF\n"), COHORT_ERROR_FORMAT, "not UTF-8 (byte C0)"},
        {"overlong of three", BYTES("a\n\xE0\x80\xAFxx\n"), COHORT_ERROR_FORMAT, "not UTF-8"},
        {"surrogate", BYTES("a\n\xED\xA0\x80xx\n"), COHORT_ERROR_FORMAT, "not UTF-8"},
        {"above U+10FFFF", BYTES("a\n\xF4\x90\x80\x80xx\n"), COHORT_ERROR_FORMAT, "not UTF-8"},
        {"cut in a character", BYTES("a\n\xE5\x85\xA8\xE5\x9B"), COHORT_ERROR_FORMAT,
         "line 2: the file ends within a character"},
        {"column twice", BYTES("a,b,c,b\n1,2,3,4\n"), COHORT_ERROR_DUPLICATE,
         "line 1: column \"b\" appears twice"},
    };
    assert_malformed(sizeof files / sizeof *files, files, read_csv);
}

static void reads_standard_input_once(void **state)
{
    char path[SCRATCH_PATH];
    cohort_error error;
    cohort_csv *csv;
    file_write(scratch_path("in.csv", path), BYTES("\xEF\xBB\xBF"
                                                   "a,b\r\n1,2\r\n"));
    assert_non_null(freopen(path, "rb", stdin));
    assert_int_equal(cohort_csv_read("-", &csv, &error), COHORT_OK);
    assert_string_equal(cohort_csv_name(csv), "standard input");
    assert_string_equal(cohort_csv_cell(csv, 0, 1), "2");
    cohort_csv_free(csv);
    int code = cohort_csv_read("-", &csv, &error);
    check_failure("again", code, COHORT_ERROR_READ, &error,
                  "standard input: it has been read already: \"-\" can stand for one file only");
    assert_null(csv);
    assert_non_null(freopen("/dev/null", "rb", stdin)); /* not every system removes an open file */
}

/* Without a NUL behind it; nothing at all; a name that is not a path. */
static void reads_memory_as_it_is_given(void **state)
{
    char text[] = {'a', ',', 'b', '\n', '1', ',', '2'};
    cohort_csv *csv;
    cohort_error error;
    assert_int_equal(cohort_csv_parse(text, sizeof text, "a text box", &csv, &error), COHORT_OK);
    memset(text, 'x', sizeof text);
    assert_string_equal(cohort_csv_name(csv), "a text box");
    assert_string_equal(cohort_csv_cell(csv, 0, 1), "2");
    cohort_csv_free(csv);
    check_failure("no bytes", cohort_csv_parse(NULL, 0, "a text box", &csv, &error),
                  COHORT_ERROR_FORMAT, &error, "a text box: the file is empty");
    check_failure("too many", cohort_csv_parse(text, SIZE_MAX, "a text box", &csv, &error),
                  COHORT_ERROR_FORMAT, &error, "a text box: over 2 GiB");
    assert_null(csv);
}

static void refuses_unreadable_paths(void **state)
{
    char path[SCRATCH_PATH];
    cohort_csv *csv;
    cohort_error error;
    check_failure("absent", cohort_csv_read(scratch_path("absent.csv", path), &csv, &error),
                  COHORT_ERROR_READ, &error, "absent.csv: cannot be opened: ");
    assert_null(csv);
    check_failure("folder", cohort_csv_read("/tmp", &csv, &error), COHORT_ERROR_READ, &error,
                  "/tmp: cannot be "); /* opened, on Windows, or read */
    assert_null(csv);
}

static void refuses_long_lines(void **state)
{
    size_t size = 10000000;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    cohort_csv *csv;
    cohort_error error;
    const char *part = "line 2: longer than 1 MiB, the most of a line";
    memset(bytes, 'x', size);
    memcpy(bytes, "a\n", 2);
    check_failure("10 MB", read_bytes(bytes, size, &csv, &error), COHORT_ERROR_FORMAT, &error,
                  part);
    memset(bytes + 2, ',', size - 2);
    check_failure("commas", read_bytes(bytes, size, &csv, &error), COHORT_ERROR_FORMAT, &error,
                  part);
    /* The longest line there may be, all of it columns without a name. */
    assert_int_equal(read_bytes(bytes + 2, 1 << 20, &csv, NULL), COHORT_ERROR_FORMAT);
    bytes[2] = 'a';
    assert_int_equal(read_bytes(bytes + 2, 1 << 20, &csv, NULL), COHORT_OK);
    assert_int_equal(cohort_csv_columns(csv), 1 << 20);
    cohort_csv_free(csv);
    free(bytes);
}

static void shows_long_values_cut(void **state)
{
    cohort_csv *csv = read_good("a\n\"\t\n全全全全全全全全全全全全全全全全\"\n");
    cohort_error error;
    double value = 7;
    assert_int_equal(cohort_csv_number(csv, 0, 0, &value, &error), COHORT_ERROR_VALUE);
    assert_non_null(strstr(error.text, "\"??全全全全全全全全全全全全...\": expected"));
    assert_true(value == 7);
    cohort_csv_free(csv);
}

/* --- What can --- */

static void check_cells(const char *text, int records, const char *const (*expected)[2])
{
    cohort_csv *csv = read_good(text);
    assert_int_equal(cohort_csv_columns(csv), 2);
    assert_int_equal(cohort_csv_records(csv), records);
    assert_string_equal(cohort_csv_header(csv, 0), "a");
    assert_string_equal(cohort_csv_header(csv, 1), "b");
    for (int i = 0; i < records; i++)
        for (int j = 0; j < 2; j++)
            assert_string_equal(cohort_csv_cell(csv, i, j), expected[i][j]);
    cohort_csv_free(csv);
}

static void reads_forms_of_csv(void **state)
{
    static const char *const two[][2] = {{"1", "2"}, {"3", "4"}};
    check_cells("a,b\n1,2\n3,4\n", 2, two);
    check_cells("a,b\n1,2\n3,4", 2, two);
    check_cells("a,b\r\n1,2\r\n3,4\r\n", 2, two);
    check_cells("a,b\r\n1,2\r\n3,4\r", 2, two);
    check_cells("\xEF\xBB\xBF"
                "a,b\r\n1,2\r\n3,4",
                2, two);
    check_cells("\xEF\xBB\xBF\"a\",b\n1,2\n3,\"4\"", 2, two);
    check_cells("a,b\r1,2\r3,4\r", 2, two);
    check_cells("a;b\n1;2\n3;4\n", 2, two);
    check_cells("\xEF\xBB\xBF\n\na\tb\n1\t2\n\n3\t 4\n", 2, two);
    check_cells("\n a ,\tb\n 1 , 2\t\n\n,\n,,,,\n \"3\" , \"4\"\n\n,\n", 2, two);
    static const char *const quoted[][2] = {
        {"1,2", "say \"x\""}, {"", "line\r\nline"}, {" 根室市 ", "5\" x"}, {"\"", "x"}};
    check_cells("a,b\n\"1,2\",\"say \"\"x\"\"\"\n\"\",\"line\r\nline\"\n"
                "\" 根室市 \",5\" x\n\"\"\"\",x\n",
                4, quoted);
    static const char *const kept[][2] = {{"01692", "0123"}, {"=\"", "="}, {"", "=1"}};
    check_cells("a,b\n=\"01692\" ,\"=\"\"0123\"\"\"\n=\",=\n=\"\",=1\n", 3, kept);
    check_cells("a,b\n", 0, NULL);
    check_cells("a,b", 0, NULL);
}

/* Cells may be printed on a terminal: what it would obey is shown as '?'. Other characters that begin
 * with the same bytes stay, and so do ends of lines in a heading. */
static void cells_have_no_control_characters(void **state)
{
    static const char *const kept[][2] = {
        {"?]0;owned?", "?[31m"},       /* C0 */
        {"a?31mb", "?"},               /* U+009B, U+007F */
        {"a?b?c", "?x"},               /* U+202E, U+2066, U+2028 */
        {"?a??", "?b?"},               /* U+200E, U+061C, U+200F; U+202A, U+206E */
        {"\xC2\xA0z", "\xE2\x91\xA0"}, /* no-break blank, a number in a circle */
        {"two\nlines", "é—"},
    };
    check_cells("a,b\n"
                "\x1B]0;owned\x07,\"\x1B[31m\"\n"
                "a\xC2\x9B"
                "31mb,\x7F\n"
                "\"a\xE2\x80\xAE"
                "b\xE2\x81\xA6"
                "c\",\xE2\x80\xA8x\n"
                "\xE2\x80\x8E"
                "a\xD8\x9C\xE2\x80\x8F,\xE2\x80\xAA"
                "b\xE2\x81\xAE\n"
                "\xC2\xA0z,\xE2\x91\xA0\n"
                "\"two\nlines\",é—\n",
                6, kept);
}

/* The name of a file is shown in every message. */
static void messages_have_no_control_characters(void **state)
{
    cohort_csv *csv;
    cohort_error error;
    assert_int_equal(cohort_csv_read("no/\x1B[31m\xC2\x9B\xE2\x80\xAE\n\xFF.csv", &csv, &error),
                     COHORT_ERROR_READ);
    assert_non_null(strstr(error.text, "no/?[31m????.csv"));
}

/* What Excel in Japan writes by default: kanji whose second byte is a backslash, half-width
 * katakana, a wave dash, a mark of Windows's own. */
static void reads_shift_jis(void **state)
{
    cohort_csv *csv = read_good("\x90\xAB\x95\xCA,\x94\x4E\x97\xEE\r\n"
                                "\x8F\x97,0\x81\x60"
                                "4\x8D\xCE\r\n"
                                "\x95\x5C,\xC8\xD1\xDB\r\n\x87\x40,\x81\xA3"
                                "3\r\n");
    static const char *const expected[][2] = {{"女", "0～4歳"}, {"表", "ﾈﾑﾛ"}, {"①", "▲3"}};
    assert_int_equal(cohort_csv_column(csv, "性別"), 0);
    assert_int_equal(cohort_csv_column(csv, "年齢"), 1);
    assert_int_equal(cohort_csv_records(csv), 3);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 2; j++)
            assert_string_equal(cohort_csv_cell(csv, i, j), expected[i][j]);
    cohort_csv_free(csv);
}

static void knows_columns_and_lines(void **state)
{
    cohort_csv *csv = read_good("地域,,x,\n\n1,2,\"3\n\n\",4\n5,,,\n,,,\n6,7,8,9\n");
    assert_int_equal(cohort_csv_columns(csv), 4);
    assert_int_equal(cohort_csv_column(csv, "x"), 2);
    assert_int_equal(cohort_csv_column(csv, "地域"), 0);
    assert_int_equal(cohort_csv_column(csv, "name"), 0);
    assert_int_equal(cohort_csv_column(csv, "y"), -1);
    assert_int_equal(cohort_csv_records(csv), 3);
    assert_int_equal(cohort_csv_line(csv, 0), 3);
    assert_int_equal(cohort_csv_line(csv, 1), 6);
    assert_int_equal(cohort_csv_line(csv, 2), 8);
    assert_null(cohort_csv_cell(csv, 3, 0));
    assert_null(cohort_csv_cell(csv, -1, 0));
    assert_null(cohort_csv_cell(csv, 0, -1));
    assert_null(cohort_csv_cell(csv, 0, 4));
    assert_null(cohort_csv_header(csv, 4));
    assert_int_equal(cohort_csv_line(csv, 3), 0);
    cohort_csv_free(csv);
    cohort_csv_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_malformed_files),
        cmocka_unit_test(cells_have_no_control_characters),
        cmocka_unit_test(messages_have_no_control_characters),
        cmocka_unit_test(reads_standard_input_once),
        cmocka_unit_test(reads_memory_as_it_is_given),
        cmocka_unit_test(refuses_unreadable_paths),
        cmocka_unit_test(refuses_long_lines),
        cmocka_unit_test(shows_long_values_cut),
        cmocka_unit_test(reads_forms_of_csv),
        cmocka_unit_test(reads_shift_jis),
        cmocka_unit_test(knows_columns_and_lines),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
