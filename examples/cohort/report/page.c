/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/page.h"

#include "options/options.h"
#include "report/page_style.h"

enum { PARAGRAPH = 4096, WIDE = 620, NARROW = 340, FRAME = 340, FRAME_HEIGHT = 290 };

/* ---- text ---- */

struct text number_text(double value, int decimals)
{
    return grouped(value, decimals, 0, "-", "");
}

struct text change_text(const struct page *p, double value, int decimals)
{
    return grouped(value, decimals, 0, in(p, W_MINUS), "+");
}

struct text page_range(const struct page *p, int from, int to)
{
    return to == COHORT_OPEN_END ? filled(in(p, W_RANGE_OPEN), whole(from).s)
           : to == from          ? whole(from)
                                 : filled(in(p, W_RANGE), whole(from).s, whole(to).s);
}

/* Text between two tags. */
static void element(struct page *p, const char *begin, const char *text, const char *end)
{
    cohort_output_print(p->out, "%s", begin);
    cohort_output_markup(p->out, text);
    cohort_output_print(p->out, "%s", end);
}

void page_put(struct page *p, enum paragraph kind, const char *const *words)
{
    static const char *const begins[] = {"<p class=\"lead\">", "<p class=\"remark\">", "<li>"};
    char text[PARAGRAPH];
    fill(text, sizeof text, words);
    sheets_note(p->sheets, text, false);
    element(p, begins[kind], text, kind == ITEM ? "</li>\n" : "</p>\n");
}

void page_list_begin(struct page *p)
{
    cohort_output_print(p->out, "<ul>\n");
}

void page_list_end(struct page *p)
{
    cohort_output_print(p->out, "</ul>\n");
}

void page_verbatim(struct page *p, const char *text)
{
    sheets_note(p->sheets, text, false);
    element(p, "<pre>", text, "</pre>\n");
}

void page_notes(struct page *p)
{
    if (!*notes_said())
        return;
    char *const notes = strcpy(allocate(strlen(notes_said()) + 1, 1), notes_said());
    element(p, "<h3>", in(p, W_LIVE_NOTES), "</h3>\n<ul lang=\"en\">\n");
    for (char *line = strtok(notes, "\n"); line; line = strtok(NULL, "\n"))
        element(p, "<li>", line, "</li>\n");
    page_list_end(p);
    free(notes);
}

/* ---- the page ---- */

static void put_lines(struct page *p, const char *const *lines)
{
    for (; *lines; lines++)
        cohort_output_print(p->out, "%s", *lines);
}

void page_begin(struct page *p, const char *title)
{
    cohort_output_print(
        p->out,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\">\n<head>\n"
        "<meta charset=\"utf-8\" />\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
        "<meta name=\"generator\" content=\"libcohort %s\" />\n",
        in(p, W_LANGUAGE), COHORT_VERSION);
    sheets_note(p->sheets, title, true);
    element(p, "<title>", title, "</title>\n");
    cohort_output_print(p->out, "<style>\n");
    put_lines(p, page_style);
    cohort_output_print(p->out, "</style>\n</head>\n<body>\n<main>\n");
    element(p, "<h1>", title, "</h1>\n");
}

void page_links_begin(struct page *p)
{
    cohort_output_print(p->out, "<nav aria-label=\"%s\">\n", in(p, W_SECTIONS));
}

void page_link(struct page *p, const char *id, const char *heading)
{
    cohort_output_print(p->out, "<a href=\"#%s\">", id);
    element(p, "", heading, "</a>\n");
}

void page_links_end(struct page *p)
{
    cohort_output_print(p->out, "</nav>\n");
}

static void end_section(struct page *p)
{
    if (p->in_section)
        cohort_output_print(p->out, "</section>\n");
    p->in_section = false;
}

void page_section(struct page *p, const char *id, const char *heading)
{
    end_section(p);
    p->in_section = true;
    cohort_output_print(p->out, "<section id=\"%s\">\n", id);
    sheets_note(p->sheets, heading, true);
    element(p, "<h2>", heading, "</h2>\n");
}

void page_end(struct page *p)
{
    end_section(p);
    cohort_output_print(p->out,
                        "</main>\n<script data-copy=\"%s\" data-copied=\"%s\" data-all=\"%s\">\n",
                        in(p, W_COPY), in(p, W_COPIED), in(p, W_ALL_COLUMNS));
    put_lines(p, page_script);
    cohort_output_print(p->out, "</script>\n</body>\n</html>\n");
}

/* ---- tables ---- */

void table_begin(struct page *p, const char *caption)
{
    element(p, "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"", caption, "\">");
    element(p, "<table>\n<caption>", caption, "</caption>\n<thead><tr>");
    p->in_head = true;
    p->column = 0;
    p->minor = 0;
    sheets_begin(p->sheets, p->sheet ? p->sheet : caption);
    sheets_head(p->sheets, caption);
    sheets_line(p->sheets);
}

/* The classes of the cell at the present column. */
static const char *classes_of(const struct page *p, bool is_text)
{
    static const char *const classes[2][2] = {{"", " class=\"text\""},
                                              {" class=\"minor\"", " class=\"minor text\""}};
    return classes[p->minor >> p->column & 1][is_text];
}

void table_put_heads(struct page *p, unsigned texts, const char *const *heads)
{
    for (int i = 0; heads[i]; i++) {
        const bool is_text = texts & TEXT_COLUMN(i);
        if (texts & MINOR)
            p->minor |= 1ull << p->column;
        cohort_output_print(p->out, "<th scope=\"col\"%s>", classes_of(p, is_text));
        element(p, "", heads[i], "</th>");
        p->column++;
        sheets_head(p->sheets, heads[i]);
    }
}

static void end_row(struct page *p)
{
    if (p->in_head)
        cohort_output_print(p->out, "</tr></thead>\n<tbody>");
    if (p->in_row)
        cohort_output_print(p->out, "</tr>");
    p->in_head = p->in_row = false;
}

void table_row(struct page *p, const char *name)
{
    int year;
    end_row(p);
    p->in_row = true;
    p->column = 1;
    element(p, "\n<tr><th scope=\"row\">", name, "</th>");
    sheets_line(p->sheets);
    if (parse_year(name, &year))
        sheets_number(p->sheets, year, "0");
    else
        sheets_text(p->sheets, name);
}

/* The number, as `text` on the page and rounded in the workbook, its mark behind it. */
static void cell(struct page *p, double value, int decimals, struct text text, bool is_change,
                 const char *mark)
{
    static const char *const shapes[] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000"};
    const char *shape = shapes[decimals > 3 ? 3 : decimals];
    const struct text format = is_change ? text_of("+%s;-%s;%s", shape, shape, shape)
                               : mark    ? text_of("%s\" %s\"", shape, mark)
                                         : text_of("%s", shape);
    const double rounded = cohort_round(value, decimals);
    cohort_output_print(p->out, "<td%s", classes_of(p, false));
    if (isfinite(value))
        cohort_output_print(p->out, " data-value=\"%.*f\">%s", decimals, rounded + 0.0, text.s);
    else
        cohort_output_print(p->out, ">–");
    if (isfinite(value) && mark)
        element(p, "<sup>", mark, "</sup>");
    cohort_output_print(p->out, "</td>");
    p->column++;
    sheets_number(p->sheets, rounded, format.s);
}

void table_number(struct page *p, double value, int decimals, const char *mark)
{
    cell(p, value, decimals, grouped(value, decimals, 0, in(p, W_MINUS), ""), false, mark);
}

void table_put_numbers(struct page *p, int decimals, size_t count, const double *values)
{
    for (size_t i = 0; i < count; i++)
        table_number(p, values[i], decimals, NULL);
}

void table_put_changes(struct page *p, int decimals, size_t count, const double *values)
{
    for (size_t i = 0; i < count; i++)
        cell(p, values[i], decimals, change_text(p, values[i], decimals), true, NULL);
}

void table_text(struct page *p, const char *text)
{
    cohort_output_print(p->out, "<td%s>", classes_of(p, true));
    element(p, "", text, "</td>");
    p->column++;
    sheets_text(p->sheets, text);
}

void table_end(struct page *p)
{
    end_row(p);
    cohort_output_print(p->out, "\n</tbody></table></div>\n");
}

/* ---- pictures ---- */

void page_picture(struct page *p, double height, double narrow_height, page_painter *paint,
                  const void *data)
{
    cohort_chart chart = COHORT_CHART;
    chart.embedded = 1;
    chart.width = WIDE;
    chart.height = height;
    cohort_output_print(p->out, "<figure>\n<div class=\"wide\">\n");
    paint(p->out, &chart, data);
    chart.width = NARROW;
    chart.height = narrow_height;
    cohort_output_print(p->out, "</div>\n<div class=\"narrow\">\n");
    paint(p->out, &chart, data);
    cohort_output_print(p->out, "</div>\n</figure>\n");
}

void page_frames_begin(struct page *p, const char *label, bool on_paper)
{
    cohort_output_print(p->out, "<div class=\"frames%s\"", on_paper ? "" : " screen");
    element(p, " role=\"group\" aria-label=\"", label, "\"");
    cohort_output_print(p->out, " data-play=\"%s\" data-pause=\"%s\" data-year=\"%s\">\n",
                        in(p, W_PLAY), in(p, W_PAUSE), in(p, W_YEAR));
}

void page_frame(struct page *p, int year, page_painter *paint, const void *data)
{
    cohort_chart chart = COHORT_CHART;
    chart.embedded = 1;
    chart.width = FRAME;
    chart.height = FRAME_HEIGHT;
    cohort_output_print(p->out, "<figure data-year=\"%d\">\n", year);
    paint(p->out, &chart, data);
    cohort_output_print(p->out, "</figure>\n");
}

void page_frames_end(struct page *p)
{
    cohort_output_print(p->out, "</div>\n");
}
