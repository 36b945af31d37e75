/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/books.h"

#include "inputs/book.h"
#include "support/files.h"

#include <cohort/output.h>

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define RELATIONS "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN                                                                                       \
    "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='" OFFICE "'"

const struct part xlsx_parts[] = {
    {.name = "_rels/.rels",
     .text =
         "<Relationships " RELATIONS "><Relationship Id='a' Target='xl/workbook.xml' Type='" OFFICE
         "/officeDocument'/></Relationships>"},
    {.name = "xl/workbook.xml",
     .text = "<workbook " MAIN "><workbookPr/><sheets><sheet name='Town' r:id='s1'/>"
             "<sheet name='Notes' state='hidden' r:id='s2'/><sheet name='町' r:id='s3'/></sheets>"
             "</workbook>"},
    {.name = "xl/_rels/workbook.xml.rels",
     .text =
         "<Relationships " RELATIONS ">"
         "<Relationship Id='s1' Type='" OFFICE "/worksheet' Target='worksheets/sheet1.xml'/>"
         "<Relationship Id='s2' Type='" OFFICE "/worksheet' Target='worksheets/sheet2.xml'/>"
         "<Relationship Id='s3' Type='" OFFICE "/worksheet' Target='/xl/worksheets/sheet3.xml'/>"
         "<Relationship Id='s4' Type='" OFFICE "/styles' Target='styles.xml'/>"
         "<Relationship Id='s6' Type='" OFFICE "/externalLink' TargetMode='External' "
         "Target='file:///etc/passwd'/>"
         "<Relationship Id='s5' Type='" OFFICE "/sharedStrings' Target='sharedStrings.xml'/>"
         "</Relationships>"},
    {.name = "xl/styles.xml",
     .text = "<styleSheet " MAIN
             "><numFmts><numFmt numFmtId='164' formatCode='[$-411]ggge&quot;年&quot;'/>"
             "<numFmt numFmtId='165' formatCode='00000'/><numFmt numFmtId='166' "
             "formatCode='[Red]#,##0.0_ ;\\-0'/></numFmts><cellStyleXfs><xf numFmtId='14'/>"
             "</cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='165'/>"
             "<xf numFmtId='166'/><xf numFmtId='14'/></cellXfs></styleSheet>"},
    {.name = "xl/sharedStrings.xml",
     .text =
         "<sst " MAIN "><si><t>area</t></si><si><r><t>総</t></r><r><t>数</t></r><rPh sb='0' eb='2'>"
         "<t>ソウスウ</t></rPh></si><si/><si><t>a &amp; b&#xA;c</t></si></sst>"},
    {.name = "xl/worksheets/sheet1.xml",
     .text = XLSX_ROWS("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c></row>"
                       "<row r='3'><c r='A3' s='2'><v>1223</v></c><c t='n' s='1'><v>44105</v></c>"
                       "<c r='AA3' s='3'><f>SUM(A1:A2)</f><v>0.30000000000000004</v></c></row>")},
    {.name = "xl/worksheets/sheet2.xml", .text = XLSX_ROWS("<row><c><v>9</v></c></row>")},
    {.name = "xl/worksheets/sheet3.xml",
     .text =
         XLSX_ROWS("<row><c t='inlineStr'><is><t> 男</t><rPh><t>x</t></rPh></is></c>"
                   "<c t='b'><v>1</v></c><c t='str'><f>A1</f><v>5-9</v></c><c t='e'><v>#N/A</v></c>"
                   "<c s='4'><v>59.5</v></c><c s='4'/><c><v>1E+3</v></c></row>")},
    {.name = NULL}};

const struct part ods_parts[] = {
    {.name = "mimetype", .text = "application/vnd.oasis.opendocument.spreadsheet"},
    {.name = "content.xml",
     .text = ODS_TABLES(
         "<table:table table:name='Town' "
         "table:style-name='ta1'><table:shapes><draw:frame><text:p>no"
         "</text:p></draw:frame></table:shapes><table:table-row table:number-rows-repeated='2'>"
         "<table:table-cell table:number-columns-repeated='2' office:value-type='float' "
         "calcext:value-type='float' office:value='0.30000000000000004'><text:p>0.3</text:p>"
         "</table:table-cell><table:table-cell table:number-columns-repeated='24'/>"
         "<table:table-cell office:value-type='string'><office:annotation><text:p>no</text:p>"
         "</office:annotation><text:p>a<text:s text:c='2'/><text:span>b</text:span></text:p>"
         "<text:p>c</text:p></table:table-cell></table:table-row><table:table-row "
         "table:number-rows-repeated='1048573'><table:table-cell/></table:table-row></table:table>"
         "<table:table table:name='Notes' "
         "table:style-name='ta2'><table:table-row><table:table-cell>"
         "<text:p>no</text:p></table:table-cell></table:table-row></table:table>"
         "<table:table table:name='町'><table:table-row><table:table-cell "
         "office:value-type='date' office:date-value='2020-10-01'><text:p>R2</text:p>"
         "</table:table-cell><table:covered-table-cell><text:p>no</text:p>"
         "</table:covered-table-cell><table:table-cell office:value-type='boolean' "
         "office:boolean-value='true'/></table:table-row></table:table>")},
    {.name = NULL}};

/* ---- what is read ---- */

static int begin(void *context, const char *sheet, cohort_error *error)
{
    cohort_output_print(context, "[%s]", sheet);
    return COHORT_OK;
}

static int cell(void *context, int row, int column, const char *text, size_t length,
                cohort_error *error)
{
    char letters[3] = "";
    if (column >= 26)
        letters[0] = (char)('A' + (column / 26 - 1) % 26);
    letters[column >= 26] = (char)('A' + column % 26);
    cohort_output_print(context, "%s%d=%.*s|", letters, row + 1, (int)length, text);
    return COHORT_OK;
}

char *book_shown(const char *path)
{
    cohort_output *output;
    cohort_error error;
    struct book_packed packed;
    size_t size;
    assert_int_equal(cohort_output_memory(&output, NULL), COHORT_OK);
    const struct book_sink sink = {output, begin, cell};
    assert_true(book_is(path));
    if (book_read(path, &sink, &packed, &error)) {
        assert_int_equal(cohort_output_close(&output, 1, NULL), COHORT_OK);
        assert_int_equal(cohort_output_memory(&output, NULL), COHORT_OK);
        cohort_output_print(output, "%s", error.text);
    } else if (packed.text) {
        assert_int_equal(strlen(packed.text), packed.size);
        cohort_output_print(output, "%s\n%s", packed.name, packed.text);
    }
    book_packed_free(&packed);
    return memory_read(output, &size);
}

/* ---- what is written ---- */

#ifdef COHORT_BOOKS
#include <zip.h>

void book_write(const char *path, const struct part *parts, int replaced, const char *text)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (int i = 0; parts[i].name; i++) {
        const char *from = i == replaced && text ? text : parts[i].text;
        const size_t size = from == parts[i].text && parts[i].size ? parts[i].size : strlen(from);
        zip_source_t *source = zip_source_buffer(zip, from, size, 0);
        assert_non_null(source);
        assert_true(zip_file_add(zip, parts[i].name, source, 0) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
}
#else
void book_write(const char *path, const struct part *parts, int replaced, const char *text)
{
}
#endif
