/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's readers of workbooks: what a spreadsheet's file may hold, and what it must not. */
#include "support/books.h"
#include "support/files.h"

#include "inputs/book.h"
#include "inputs/book_styles.h"

#include <cohort/table.h>

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- short memory ---- */

static long allocations = -1; /* that succeed; -1: all */

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size)
{
    if (allocations == 0)
        return NULL;
    allocations -= allocations > 0;
    return __real_realloc(memory, size);
}

/* ---- helpers ---- */

/* The parts, one replaced, are read as expected, or refused with a message that has that in it. */
static void expect(const struct part *parts, int replaced, const char *text, const char *expected,
                   bool whole)
{
    char path[SCRATCH_PATH];
    book_write(scratch_path("book.zip", path), parts, replaced, text);
    char *shown = book_shown(path);
    if (whole)
        assert_string_equal(shown, expected);
    else if (!strstr(shown, expected))
        fail_msg("\"%s\" without \"%s\"", shown, expected);
    free(shown);
}

static void expect_xlsx(const char *rows, const char *expected)
{
    char sheet[4096];
    snprintf(sheet, sizeof sheet, XLSX_ROWS("%s"), rows);
    expect(xlsx_parts, XLSX_SHEET, sheet, expected, false);
}

static void expect_ods(const char *tables, const char *expected)
{
    char content[8192];
    snprintf(content, sizeof content, ODS_TABLES("%s"), tables);
    expect(ods_parts, ODS_CONTENT, content, expected, false);
}

/* ---- what is read ---- */

static void an_xlsx_is_read(void **state)
{
    expect(xlsx_parts, -1, NULL,
           "[Town]A1=area|C1=総数|A3=1223|B3=2020-10-01|AA3=0.30000000000000004|"
           "[町]A1= 男|B1=TRUE|C1=5-9|D1=#N/A|E1=1900-02-28T12:00:00|G1=1E+3|",
           true);
}

static void an_ods_is_read(void **state)
{
    expect(ods_parts, -1, NULL,
           "[Town]A1=0.30000000000000004|B1=0.30000000000000004|AA1=a  b\nc|"
           "A2=0.30000000000000004|B2=0.30000000000000004|AA2=a  b\nc|"
           "[町]A1=2020-10-01|C1=TRUE|",
           true);
}

/* Files of old Macs count days from 1904; truths, and texts of nothing. */
static void what_cells_of_an_xlsx_say(void **state)
{
#define BOOK_OF(first)                                                                             \
    "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "                 \
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><workbookPr "   \
    "date1904='" first "'/><sheets><sheet name='Mac' state='visible' r:id='s1'/></sheets>"         \
    "</workbook>"
    expect(xlsx_parts, 1, BOOK_OF("1"), "[Mac]A1=area|C1=総数|A3=1223|B3=2024-10-02|", false);
    expect(xlsx_parts, 1, BOOK_OF("true"), "B3=2024-10-02|", false);
    expect(xlsx_parts, 1, BOOK_OF("0"), "B3=2020-10-01|", false);
#undef BOOK_OF
    expect_xlsx("<row><c t='b'><v>0</v></c><c t='s'><v>2</v></c><c t='s'><v>0</v></c></row>",
                "[Town]A1=FALSE|C1=area|");
    expect_xlsx("<row><c s='1'><v>-1</v></c></row>", "[Town]A1=-1|"); /* a day before any */
}

/* What stands within a cell: a tab, the end of a line, a reading; a table in it is not read. */
static void what_cells_of_an_ods_say(void **state)
{
    expect_ods(
        "<table:table table:name='T'><table:table-row><table:table-cell><text:p>a<text:tab/>b"
        "<text:line-break/>c<text:ruby><text:ruby-base>根室</text:ruby-base>"
        "<text:ruby-text>ねむろ</text:ruby-text></text:ruby></text:p></table:table-cell>"
        "<table:table-cell office:value-type='boolean' office:boolean-value='false'/>"
        "<table:table-cell><text:p>out</text:p><table:table><table:table-row>"
        "<table:table-cell><text:p>in</text:p></table:table-cell></table:table-row>"
        "</table:table></table:table-cell></table:table-row></table:table>",
        "[T]A1=a\tb\nc根室|B1=FALSE|C1=out|");
}

static void formats_are_dates_or_not(void **state)
{
    static const struct {
        const char *code;
        int kind;
    } formats[] = {{"General", BOOK_PLAIN},
                   {"yyyy\"年\"m\"月\"", BOOK_DATE},
                   {"[$-411]ge.m.d", BOOK_DATE},
                   {"m/d", BOOK_DATE},
                   {"h:mm", BOOK_PLAIN},
                   {"[h]:mm", BOOK_PLAIN},
                   {"h\"時\"mm\"分\"", BOOK_PLAIN},
                   {"*-yyyy", BOOK_DATE},
                   {"mm:ss.0", BOOK_PLAIN},
                   {"0.00E+00", BOOK_PLAIN},
                   {"#,##0\"days\"", BOOK_PLAIN},
                   {"[Red]0;\\d0", BOOK_PLAIN},
                   {"0_d", BOOK_PLAIN},
                   {"\"", BOOK_PLAIN},
                   {"[", BOOK_PLAIN},
                   {"\\", BOOK_PLAIN},
                   {"", BOOK_PLAIN},
                   {"000000", BOOK_PLAIN},
                   {"0", BOOK_PLAIN}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (book_format_kind(formats[i].code) != formats[i].kind)
            fail_msg("%s: %d", formats[i].code, book_format_kind(formats[i].code));
}

/* Formats that a file has by number only; from 27 on they are those of East Asia. */
static void formats_by_number_are_dates_or_not(void **state)
{
    static const int dates[][2] = {{14, 17}, {22, 22}, {27, 31}, {34, 36}, {50, 58}};
    for (int id = 0, next = 0; id < 64; id++) {
        const bool is_date = next < 5 && id >= dates[next][0];
        if (book_format_of(id, 0, NULL) != (is_date ? BOOK_DATE : BOOK_PLAIN))
            fail_msg("format %d", id);
        next += is_date && id == dates[next][1];
    }
}

/* Excel's own days: it counts 29 February 1900, and files from old Macs count from 1904. */
static void dates_are_those_of_spreadsheets(void **state)
{
    static const struct {
        const char *number, *date;
        bool from_1904;
    } dates[] = {{"1", "1900-01-01", false},     {"59", "1900-02-28", false},
                 {"61", "1900-03-01", false},    {"36526", "2000-01-01", false},
                 {"44105", "2020-10-01", false}, {"2958465", "9999-12-31", false},
                 {"0", "1904-01-01", true},      {"42643", "2020-10-01", true}};
    char text[BOOK_DATE_TEXT];
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        assert_true(book_date(dates[i].number, dates[i].from_1904, text));
        assert_string_equal(text, dates[i].date);
    }
    assert_true(book_date("44105.75", false, text));
    assert_string_equal(text, "2020-10-01T18:00:00");
    assert_false(book_date("-1", false, text));
    assert_false(book_date("2958466", false, text));
    assert_false(book_date("nan", false, text));
    assert_false(book_date("2020年", false, text));
}

static void a_table_in_a_zip_is_read(void **state)
{
    char path[SCRATCH_PATH];
    size_t size;
    const struct part one[] = {{.name = "readme.pdf", .text = "x"},
                               {.name = "notes.txt", .text = "x"},
                               {.name = "data/", .text = ""},
                               {.name = "__MACOSX/._town.csv", .text = "x"},
                               {.name = "data/Town.CSV", .text = "a,b\n1,2\n"},
                               {.name = NULL}};
    expect(one, -1, NULL, "book.zip: data/Town.CSV\na,b\n1,2\n", false);
    const struct part two[] = {
        {.name = "a.csv", .text = "x"}, {.name = "b.csv", .text = "x"}, {.name = NULL}};
    expect(two, -1, NULL, "a ZIP with several tables, a.csv and b.csv", false);
    const struct part text[] = {{.name = "Mx.TXT", .text = "Year Age\n"}, {.name = NULL}};
    expect(text, -1, NULL, "book.zip: Mx.TXT\nYear Age\n", false);
    const struct part none[] = {{.name = "a.pdf", .text = "x"}, {.name = NULL}};
    expect(none, -1, NULL, "nothing is a workbook or a table", false);
    book_write(scratch_path("inner.xlsx", path), xlsx_parts, -1, NULL);
    char *inner = file_read(path, &size);
    const struct part packed[] = {{.name = "town.xlsx", .text = inner, .size = size},
                                  {.name = NULL}};
    expect(packed, -1, NULL, "[Town]A1=area|", false);
    free(inner);
}

/* Rows of a table in a file, as `area sex age year=value|`; or the message. */
static void expect_table(const struct part *parts, int replaced, const char *content,
                         const char *expected)
{
    char path[SCRATCH_PATH], shown[1000] = "";
    cohort_sheets *sheets;
    cohort_table *table;
    cohort_error error;
    book_write(scratch_path("table.zip", path), parts, replaced, content);
    if (open_sheets(path, &sheets, &error) ||
        cohort_table_from_sheets(sheets, NULL, &table, &error))
        fail_msg("%s", error.text);
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        const size_t used = strlen(shown);
        snprintf(shown + used, sizeof shown - used, "%s %d %d %d=%.17g|", row.area, row.sex,
                 row.age_from, row.year, row.value);
    }
    cohort_table_free(table);
    assert_string_equal(shown, expected);
}

/* Titles, merged heads in two rows, a code without its zero, dates that are shown as years. */
static void workbooks_become_tables(void **state)
{
#define TEXT_CELL(at, text) "<c r='" at "' t='inlineStr'><is><t>" text "</t></is></c>"
    static const char sheet[] =
        XLSX_ROWS("<row r='1'>" TEXT_CELL(
            "A1",
            "架空町の人口") "</row>"
                            "<row r='3'>" TEXT_CELL("A3", "コード") TEXT_CELL("B3", "年") TEXT_CELL(
                                "C3", "男") TEXT_CELL("E3",
                                                      "女") "</row><row r='4'>" TEXT_CELL("C4",
                                                                                          "0～4歳")
                                TEXT_CELL("D4", "5歳以上") TEXT_CELL("E4", "0～4歳") TEXT_CELL(
                                    "F4",
                                    "5歳以上") "</row>"
                                               "<row r='5'><c r='A5'><v>1223</v></c><c "
                                               "r='B5'><v>2015</v></c><c r='C5'><v>1</v></c>"
                                               "<c r='D5'><v>2.5</v></c><c r='E5'><v>3</v></c><c "
                                               "r='F5'><v>0.30000000000000004</v></c></row>"
                                               "<row r='6'><c r='A6'><v>1223</v></c><c "
                                               "r='B6'><v>2020</v></c><c r='C6'><v>5</v></c>"
                                               "<c r='D6'><v>6</v></c><c r='E6'><v>7</v></c><c "
                                               "r='F6'><v>8</v></c></row>");
    static const char tables[] = ODS_TABLES(
        "<table:table table:name='T'><table:table-row><table:table-cell><text:p>code</text:p>"
        "</table:table-cell><table:table-cell><text:p>sex</text:p></table:table-cell>"
        "<table:table-cell><text:p>age</text:p></table:table-cell><table:table-cell "
        "office:value-type='date' office:date-value='2015-10-01'><text:p>2015年</text:p>"
        "</table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>99901</text:p></table:table-cell>"
        "<table:table-cell><text:p>F</text:p></table:table-cell><table:table-cell><text:p>0-4</"
        "text:p>"
        "</table:table-cell><table:table-cell office:value-type='float' office:value='1234.5'>"
        "<text:p>1,235</text:p></table:table-cell></table:table-row></table:table>");
    const struct part csv[] = {
        {.name = "Town.CSV", .text = "code,sex,age,2015\n99901,F,0-4,12.5\n99901,F,5+,7\n"},
        {.name = NULL}};
    expect_table(xlsx_parts, XLSX_SHEET, sheet,
                 "01223 0 0 2015=1|01223 0 5 2015=2.5|01223 1 0 2015=3|"
                 "01223 1 5 2015=0.30000000000000004|01223 0 0 2020=5|01223 0 5 2020=6|"
                 "01223 1 0 2020=7|01223 1 5 2020=8|");
    expect_table(ods_parts, ODS_CONTENT, tables, "99901 1 0 2015=1234.5|");
    expect_table(csv, -1, NULL, "99901 1 0 2015=12.5|99901 1 5 2015=7|");
}

/* ---- what is not ---- */

static void hostile_xlsx_files_are_refused(void **state)
{
    static const struct {
        const char *rows, *message;
    } files[] = {
        {"<row><c t='s'><v>4</v></c></row>", "shared text 4: expected less than 4"},
        {"<row><c t='s'><v>-1</v></c></row>", "shared text -1: expected"},
        {"<row><c t='s'><v>99999999999</v></c></row>", "shared text 99999999999"},
        {"<row><c r='XFE1'><v>1</v></c></row>", "cell XFE1: expected A1 to XFD"},
        {"<row><c r='ZZZZZZZZZZZ1'><v>1</v></c></row>", "cell ZZZZZZZZZZZ1"},
        {"<row><c r='1'><v>1</v></c></row>", "cell 1: expected A1"},
        {"<row r='2'><c r='A1'><v>1</v></c></row>", "cell A1: expected cells of row 2"},
        {"<row><c r='B1'><v>1</v></c><c r='B1'><v>1</v></c></row>", "cell B1: expected"},
        {"<row r='2'/><row r='2'/>", "row 2 behind row 2"},
        {"<row r='1048577'/>", "row 1048577 behind row 0: expected one further down, at most"},
        {"<row r='0'/>", "row 0 behind"},
        {"<row><c><v>&#0;</v></c></row>", "the XML is damaged"},
        {"<row><c>", "the XML is damaged"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        expect_xlsx(files[i].rows, files[i].message);
    expect(xlsx_parts, XLSX_SHEET,
           "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
           "a document type (<!DOCTYPE)", false);
    expect(xlsx_parts, 0, "<x/>", "without sheets", false);
    expect(xlsx_parts, 1, "<x/>", "without sheets", false);
    expect(xlsx_parts, 1,
           "<x xmlns='main' xmlns:r='http://x/relationships'><sheet r:id='s9' "
           "name='a&#x9B;2J'/></x>",
           "sheet \"a?2J\": the sheet is missing", false);
    expect(xlsx_parts, 2, "<x/>", "the sheet is missing", false);
    expect(xlsx_parts, 3, "<x", "styles.xml, line 1: the XML is damaged", false);
}

#ifndef _WIN32 /* where libzip is part of the program, and its allocations fail, too */
static int ignore_sheet(void *context, const char *sheet, cohort_error *error)
{
    return COHORT_OK;
}

static int ignore_cell(void *context, int row, int column, const char *text, size_t length,
                       cohort_error *error)
{
    return COHORT_OK;
}

/* Every allocation of the readers fails once; the sanitizer sees what is not freed. */
static void short_memory_is_an_error(void **state)
{
    const struct part *const kinds[] = {xlsx_parts, ods_parts};
    const struct book_sink sink = {NULL, ignore_sheet, ignore_cell};
    for (int k = 0; k < 2; k++) {
        char path[SCRATCH_PATH];
        struct book_packed packed;
        cohort_error error;
        int code = COHORT_ERROR_MEMORY, i = 0;
        book_write(scratch_path("short.zip", path), kinds[k], -1, NULL);
        for (; code == COHORT_ERROR_MEMORY; i++) {
            allocations = i;
            code = book_read(path, &sink, &packed, &error);
            allocations = -1;
            book_packed_free(&packed);
            if (code)
                assert_string_equal(error.text, "out of memory");
        }
        assert_int_equal(code, COHORT_OK);
        assert_true(i > 5);
    }
}
#endif

static void what_is_no_workbook_is_named(void **state)
{
    const struct part locked[] = {
        {.name = "META-INF/manifest.xml",
         .text =
             "<m "
             "xmlns='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><encryption-data/></m>"},
        {.name = "content.xml", .text = "\1\2\3"},
        {.name = NULL}};
    expect(locked, -1, NULL, "it has a password: save it without one", false);
    expect(xlsx_parts, 0,
           "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
           "<Relationship Target='xl/workbook.bin' Type='x/officeDocument'/></Relationships>",
           "a binary workbook (.xlsb)", false);
}

static void hostile_ods_files_are_refused(void **state)
{
    static const struct {
        const char *rows, *message;
    } files[] = {
        {"<table:table-cell table:number-columns-repeated='10000000'><text:p>x</text:p>"
         "</table:table-cell>",
         "row 1: 10000000 columns: expected at most 16384"},
        {"<table:table-cell table:number-columns-repeated='1000000000'/><table:table-cell "
         "table:number-columns-repeated='1000000000'/><table:table-cell><text:p>x</text:p>"
         "</table:table-cell>",
         "expected at most 16384"},
        {"<table:table-cell table:number-columns-repeated='-1'/>", "repeated -1 times"},
        {"<table:table-cell table:number-columns-repeated='9999999999'/>", "repeated 9999999999 t"},
        {"</table:table-row><table:table-row "
         "table:number-rows-repeated='1048576'><table:table-cell>"
         "<text:p>x</text:p></table:table-cell>",
         "repeated 1048576 times: expected at most 1048576 rows"},
        {"</table:table-row><table:table-row "
         "table:number-rows-repeated='1048577'/><table:table-row>",
         "more than 1048576 rows"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char tables[2048];
        snprintf(tables, sizeof tables,
                 "<table:table table:name='T'><table:table-row>%s</table:table-row></table:table>",
                 files[i].rows);
        expect_ods(tables, files[i].message);
    }
}

/* So many times a text. */
static char *many(const char *before, const char *text, size_t times, const char *after)
{
    const size_t length = strlen(text);
    char *all = malloc(strlen(before) + times * length + strlen(after) + 1), *at = all;
    assert_non_null(all);
    at += sprintf(at, "%s", before);
    for (size_t i = 0; i < times; i++, at += length)
        memcpy(at, text, length + 1);
    strcpy(at, after);
    return all;
}

static void what_grows_without_end_is_refused(void **state)
{
    static const struct {
        const char *before, *text, *after, *message;
        size_t times;
    } files[] = {
        {"", "<a>", "", "more than 256 elements in one another", 300},
        {"<a b='", "xxxxxxxxxx", "'/>", "bytes between < and >", 200000},
        {"<worksheet xmlns='x/main'><sheetData><row><c><v>", "1111111111", "", "more than", 110000},
        {"<sheetData xmlns='x/main'><row>", "<c><v>1</v></c>", "", "at most 16384", 16400},
        {"", "<q/>", "", "unpacks to 18000000 bytes: expected at most 16777216", 4500000},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *sheet = many(files[i].before, files[i].text, files[i].times, files[i].after);
        expect(xlsx_parts, XLSX_SHEET, sheet, files[i].message, false);
        free(sheet);
    }
}

/* What stands at the first of some bytes in a file, given other bytes. */
static void patch(const char *path, const char *signature, size_t offset, const char *bytes,
                  size_t count)
{
    size_t size, at = 0;
    char *text = file_read(path, &size);
    while (at + 4 < size && memcmp(text + at, signature, 4) != 0)
        at++;
    assert_true(at + offset + count <= size);
    memcpy(text + at + offset, bytes, count);
    file_write(path, text, size);
    free(text);
}

static void expect_patched(const char *signature, size_t offset, const char *bytes, size_t count,
                           const char *message)
{
    char path[SCRATCH_PATH];
    book_write(scratch_path("patched.xlsx", path), xlsx_parts, -1, NULL);
    patch(path, signature, offset, bytes, count);
    char *shown = book_shown(path);
    if (!strstr(shown, message))
        fail_msg("\"%s\" without \"%s\"", shown, message);
    free(shown);
}

static void a_zip_that_lies_is_refused(void **state)
{
    char path[SCRATCH_PATH];
    /* the first file of the directory is _rels/.rels: its size, 4 GB; then a password */
    expect_patched("PK\1\2", 24, "\xFE\xFF\xFF\xFF", 4, "unpacks to 4294967294 bytes: expected at");
    expect_patched("PK\1\2", 24, "\1\0\0\0", 4, "[Town]A1=area|C1=総数|"); /* of no use */
    expect_patched("PK\1\2", 8, "\1\0", 2, "has a password");
    expect_patched("PK\5\6", 8, "\1\x11\1\x11", 4, "has more than 4096 files in it");
    expect_patched("PK\5\6", 0, "PK\6\7", 4, "cut off");
    expect_patched("PK\5\6", 0, "xxxx", 4, "cut off");
    file_write_text(scratch_path("old.xls", path), "\xD0\xCF\x11\xE0\xA1\xB1");
    char *shown = book_shown(path);
    assert_non_null(strstr(shown, "an older workbook (.xls), or one with a password"));
    free(shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_xlsx_is_read),
        cmocka_unit_test(an_ods_is_read),
        cmocka_unit_test(what_cells_of_an_xlsx_say),
        cmocka_unit_test(what_cells_of_an_ods_say),
        cmocka_unit_test(formats_are_dates_or_not),
        cmocka_unit_test(formats_by_number_are_dates_or_not),
        cmocka_unit_test(dates_are_those_of_spreadsheets),
        cmocka_unit_test(a_table_in_a_zip_is_read),
        cmocka_unit_test(workbooks_become_tables),
        cmocka_unit_test(hostile_xlsx_files_are_refused),
#ifndef _WIN32
        cmocka_unit_test(short_memory_is_an_error),
#endif
        cmocka_unit_test(what_is_no_workbook_is_named),
        cmocka_unit_test(hostile_ods_files_are_refused),
        cmocka_unit_test(what_grows_without_end_is_refused),
        cmocka_unit_test(a_zip_that_lies_is_refused),
    };
    if (!book_version()) {
        puts("skipped: workbooks: the program is built without libzip and expat");
        return 0;
    }
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
