/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* mkstemp */

#include "report/sheets.h"

#include <errno.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

bool sheets_asked(const char *path)
{
    const size_t length = path ? strlen(path) : 0;
    return length > 5 && strcasecmp(path + length - 5, ".xlsx") == 0;
}

#ifdef COHORT_XLSX
#include <xlsxwriter.h>

enum { FORMATS = 40, NAME = 31 /* characters of a sheet's */, TRIES = 1000 };

/* libxlsxwriter does not see that its temporary files fail. So all is written twice, by a twin, and
 * has to be the same. */
struct sheets {
    struct sheets *twin; /* the second's: NULL */
    lxw_workbook *book;
    lxw_worksheet *sheet, *first; /* the present one; that of the notes */
    char name[4 * NAME + 1];
    lxw_row_t row, head; /* the next row, and the last one of heads */
    lxw_col_t column, columns;
    lxw_format *bold;
    int format_count;
    struct {
        char code[40];
        lxw_format *format;
    } formats[FORMATS];
    int note_count;
    struct note {
        char *text;
        bool is_heading;
    } * notes;
};

const char *sheets_problem(const char *path)
{
    (void)path;
    return NULL;
}

const char *sheets_version(void)
{
    return "libxlsxwriter " LXW_VERSION;
}

static char written[2][4200];

static void remove_written(void)
{
    unlink(written[0]);
    unlink(written[1]);
}

/* A temporary file. Where an open one can be reached by its descriptor, it has no other name, and
 * nothing is left of it if the program is killed. */
static void make_temporary(char *path, size_t size)
{
    char name[32];
    const char *folder = getenv("TMPDIR");
    snprintf(path, size, "%.4096s/cohort-XXXXXX", folder && *folder ? folder : "/tmp");
    const int file = mkstemp(path);
    if (file < 0)
        die("%s: cannot be written: %s: it is needed for the workbook (TMPDIR)", path,
            strerror(errno));
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    if (access(name, W_OK) == 0 && unlink(path) == 0)
        snprintf(path, size, "%s", name);
    else
        close(file);
}

static struct sheets *new_twin(char *path, size_t size, time_t created)
{
    struct sheets *s = allocate(1, sizeof *s);
    lxw_doc_properties properties = {.created = created};
    make_temporary(path, size);
    s->book = workbook_new(path);
    if (!s->book)
        die("out of memory");
    workbook_set_properties(s->book, &properties);
    s->bold = workbook_add_format(s->book);
    format_set_bold(s->bold);
    return s;
}

/* ---- sheets ---- */

/* The first characters of a name; if it is cut, nothing of a bracket that does not end in them. */
static void cut_name(char *to, size_t size, const char *name, int most)
{
    static const char *const brackets[][2] = {{"（", "）"}, {" (", ")"}};
    const size_t length = bytes_of(name, most);
    snprintf(to, size, "%.*s", (int)length, name);
    for (int i = 0; i < 2 && name[length]; i++)
        for (char *at = to; *at && (at = strstr(at + 1, brackets[i][0]));)
            if (!strstr(at, brackets[i][1]))
                *at = '\0';
}

/* What Excel takes as a name: without its own signs, not too long, and none twice. */
static void name_sheet(struct sheets *s, const char *name)
{
    char base[4 * NAME + 1], shorter[4 * NAME + 1];
    cut_name(base, sizeof base, *name ? name : "-", NAME);
    for (char *at = base; (at = strpbrk(at, "[]:*?/\\'"));)
        *at = ' ';
    cut_name(shorter, sizeof shorter, base, NAME - 4);
    snprintf(s->name, sizeof s->name, "%s", base);
    for (int i = 2; i < TRIES && workbook_validate_sheet_name(s->book, s->name); i++)
        snprintf(s->name, sizeof s->name, "%.*s %d", (int)bytes_of(shorter, NAME - 4), shorter, i);
}

void sheets_begin(struct sheets *s, const char *name)
{
    for (; s; s = s->twin) {
        name_sheet(s, name);
        s->sheet = workbook_add_worksheet(s->book, s->name);
        if (!s->sheet)
            die("the workbook has too many sheets, or memory is short");
        s->row = s->head = 0;
        s->column = s->columns = 0;
    }
}

struct sheets *sheets_new(const char *notes_name)
{
    const time_t created = moment();
    if (atexit(remove_written) != 0)
        die("out of memory");
    struct sheets *s = new_twin(written[0], sizeof *written, created);
    s->twin = new_twin(written[1], sizeof *written, created);
    sheets_begin(s, notes_name);
    s->first = s->sheet;
    s->twin->first = s->twin->sheet;
    return s;
}

void sheets_line(struct sheets *s)
{
    for (; s; s = s->twin) {
        s->row++;
        s->column = 0;
    }
}

static lxw_col_t next_column(struct sheets *s)
{
    if (s->column + 1 > s->columns)
        s->columns = (lxw_col_t)(s->column + 1);
    return s->column++;
}

void sheets_head(struct sheets *s, const char *text)
{
    for (; s; s = s->twin) {
        s->head = s->row;
        worksheet_write_string(s->sheet, s->row, next_column(s), text, s->bold);
    }
}

void sheets_year(struct sheets *s, int year)
{
    for (; s; s = s->twin) {
        s->head = s->row;
        worksheet_write_number(s->sheet, s->row, next_column(s), year, s->bold);
    }
}

void sheets_text(struct sheets *s, const char *text)
{
    for (; s; s = s->twin)
        worksheet_write_string(s->sheet, s->row, next_column(s), text, NULL);
}

static lxw_format *format_of(struct sheets *s, const char *code)
{
    int i = 0;
    while (i < s->format_count && strcmp(s->formats[i].code, code) != 0)
        i++;
    if (i == FORMATS)
        return NULL;
    if (i == s->format_count) {
        snprintf(s->formats[i].code, sizeof s->formats[i].code, "%s", code);
        s->formats[i].format = workbook_add_format(s->book);
        format_set_num_format(s->formats[i].format, code);
        s->format_count++;
    }
    return s->formats[i].format;
}

void sheets_number(struct sheets *s, double value, const char *format)
{
    for (; s; s = s->twin) {
        const lxw_col_t column = next_column(s);
        if (isfinite(value))
            worksheet_write_number(s->sheet, s->row, column, value, format_of(s, format));
    }
}

/* ---- charts ---- */

static void add_series(struct sheets *s, lxw_chart *chart, lxw_col_t column, bool is_outline)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_fill none = {.none = LXW_TRUE};
    lxw_chart_line line = {.color = 0x404040, .width = 1};
    chart_series_set_name_range(series, s->name, s->head, column);
    chart_series_set_categories(series, s->name, s->head + 1, 0, s->row - 1, 0);
    chart_series_set_values(series, s->name, s->head + 1, column, s->row - 1, column);
    if (is_outline) {
        chart_series_set_fill(series, &none);
        chart_series_set_line(series, &line);
    }
}

static void add_chart(struct sheets *s, enum sheets_chart kind, const char *title)
{
    lxw_chart *chart =
        workbook_add_chart(s->book, kind == SHEETS_LINES ? LXW_CHART_LINE : LXW_CHART_BAR);
    lxw_chart_options size = {.x_scale = 1.5, .y_scale = kind == SHEETS_LINES ? 1.5 : 2.0};
    if (s->row <= s->head + 1 || !chart)
        return;
    for (lxw_col_t i = 1; i < s->columns; i++)
        add_series(s, chart, i, kind == SHEETS_PYRAMID && i > 2);
    chart_title_set_name(chart, title);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    if (kind == SHEETS_PYRAMID) {
        chart_set_series_overlap(chart, 100);
        chart_set_series_gap(chart, 10);
        /* of bars, y is the axis of categories */
        chart_axis_set_num_format(chart->x_axis, "#,##0;#,##0");
        chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    } else {
        chart_axis_set_num_format(chart->y_axis, "#,##0");
        chart_axis_set_min(chart->y_axis, 0);
    }
    worksheet_insert_chart_opt(s->sheet, 1, (lxw_col_t)(s->columns + 1), chart, &size);
}

void sheets_chart(struct sheets *s, enum sheets_chart kind, const char *title)
{
    for (; s; s = s->twin)
        add_chart(s, kind, title);
}

/* ---- notes, and the end ---- */

void sheets_note(struct sheets *s, const char *text, bool is_heading)
{
    if (!s)
        return;
    char *copy = allocate(strlen(text) + 1, 1);
    s->notes = resize(s->notes, (size_t)s->note_count + 1, sizeof *s->notes);
    s->notes[s->note_count++] = (struct note){strcpy(copy, text), is_heading};
}

static void write_notes(const struct sheets *s, int count, const struct note *notes)
{
    lxw_format *wrap = workbook_add_format(s->book);
    format_set_text_wrap(wrap);
    format_set_align(wrap, LXW_ALIGN_VERTICAL_TOP);
    worksheet_set_column(s->first, 0, 0, 100, NULL);
    for (int i = 0; i < count; i++)
        worksheet_write_string(s->first, (lxw_row_t)i, 0, notes[i].text,
                               notes[i].is_heading ? s->bold : wrap);
    worksheet_write_string(s->first, (lxw_row_t)count, 0, notes_said(), wrap);
}

/* The next part of the two files, which is the same. */
static size_t read_both(FILE *const files[2], char bytes[2][1 << 14], const char *path)
{
    const bool open = files[0] && files[1];
    const size_t count = open ? fread(bytes[0], 1, sizeof *bytes, files[0]) : 0,
                 other = open ? fread(bytes[1], 1, sizeof *bytes, files[1]) : 0;
    if (!open || ferror(files[0]) || ferror(files[1]))
        die("%s: cannot be read again: %s", path, strerror(errno));
    if (count != other || memcmp(bytes[0], bytes[1], count) != 0)
        die("%s: cannot be written: a temporary file of the workbook was damaged (TMPDIR)", path);
    return count;
}

/* The finished file goes where it was asked for. */
static void copy_file(const char *path)
{
    char bytes[2][1 << 14];
    size_t count;
    cohort_output *output = output_open(path);
    FILE *const files[2] = {fopen(written[0], "rb"), fopen(written[1], "rb")};
    while ((count = read_both(files, bytes, path)) > 0)
        cohort_output_write(output, bytes[0], count);
    fclose(files[0]);
    fclose(files[1]);
    output_close(output);
}

void sheets_write(struct sheets *s, const char *path)
{
    struct note *notes = s->notes;
    const int count = s->note_count;
    limit_is_met = 0; /* a log may have met it before */
    for (struct sheets *next; s; s = next) {
        next = s->twin;
        write_notes(s, count, notes);
        const lxw_error problem = workbook_close(s->book);
        if (problem || limit_is_met)
            die("%s: cannot be written: %s", path,
                limit_is_met ? strerror(EFBIG) : lxw_strerror(problem));
        free(s);
    }
    copy_file(path);
    remove_written();
    for (int i = 0; i < count; i++)
        free(notes[i].text);
    free(notes);
}
#else
const char *sheets_problem(const char *path)
{
    return sheets_asked(path) ? "OUT.xlsx: this program was built without libxlsxwriter, which "
                                "writes workbooks: give OUT.csv or OUT.html"
                              : NULL;
}

const char *sheets_version(void)
{
    return NULL;
}
#endif
