/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/page.h"

#include "report/page_style.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { TEXT = 4096, WIDE = 760, NARROW = 340 };

/* ---- numbers ---- */

static char *next_text(void)
{
    static char texts[16][80];
    static int next;
    return texts[next++ % 16];
}

/* A number without a sign, its whole part in groups of three. */
static void put_grouped(char text[80], const char *sign, double value, int decimals)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    const int whole = (int)strcspn(digits, ".");
    int used = snprintf(text, 8, "%s", sign);
    for (int i = 0; digits[i] && used < 78; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
}

const char *number_text(double value, int decimals)
{
    char *text = next_text();
    const double rounded = cohort_round(value, decimals);
    put_grouped(text, rounded < 0.0 ? "-" : "", rounded, decimals);
    return text;
}

const char *change_text(const struct page *p, double value, int decimals)
{
    char *text = next_text();
    const double rounded = cohort_round(value, decimals);
    const char *sign = rounded > 0.0 ? "+" : rounded < 0.0 ? in(p, "\u2212", "▲") : "";
    put_grouped(text, sign, rounded, decimals);
    return text;
}

/* ---- text ---- */

/* A text of a format, between two tags. */
SAYS(3, 0)
static void put(struct page *p, const char *begin, const char *format, va_list arguments,
                const char *end)
{
    char text[TEXT];
    vsnprintf(text, sizeof text, format, arguments);
    cohort_output_print(p->out, "%s", begin);
    cohort_output_markup(p->out, text);
    cohort_output_print(p->out, "%s", end);
}

#define PUT(begin, end)                                                                            \
    va_list arguments;                                                                             \
    va_start(arguments, format);                                                                   \
    put(p, begin, format, arguments, end);                                                         \
    va_end(arguments)

void page_say(struct page *p, const char *format, ...)
{
    PUT("<p>", "</p>\n");
}

void page_lead(struct page *p, const char *format, ...)
{
    PUT("<p class=\"lead\">", "</p>\n");
}

void page_remark(struct page *p, const char *format, ...)
{
    PUT("<p class=\"remark\">", "</p>\n");
}

void page_item(struct page *p, const char *format, ...)
{
    PUT("<li>", "</li>\n");
}

void page_list_begin(struct page *p)
{
    cohort_output_print(p->out, "<ul>\n");
}

void page_list_end(struct page *p)
{
    cohort_output_print(p->out, "</ul>\n");
}

/* Text between two tags. */
static void element(struct page *p, const char *begin, const char *text, const char *end)
{
    cohort_output_print(p->out, "%s", begin);
    cohort_output_markup(p->out, text);
    cohort_output_print(p->out, "%s", end);
}

void page_verbatim(struct page *p, const char *text)
{
    element(p, "<pre>", text, "</pre>\n");
}

/* ---- the page ---- */

void page_begin(struct page *p, const char *title)
{
    cohort_output_print(
        p->out,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\">\n<head>\n"
        "<meta charset=\"utf-8\" />\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
        "<meta name=\"generator\" content=\"libcohort %s\" />\n",
        in(p, "en", "ja"), COHORT_VERSION);
    element(p, "<title>", title, "</title>\n");
    cohort_output_print(p->out, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", page_style);
    element(p, "<h1>", title, "</h1>\n");
}

void page_links(struct page *p, int count, const char *const *ids, const char *const *headings)
{
    cohort_output_print(p->out, "<nav aria-label=\"%s\">\n", in(p, "Sections", "目次"));
    for (int i = 0; i < count; i++) {
        cohort_output_print(p->out, "<a href=\"#%s\">", ids[i]);
        element(p, "", headings[i], "</a>\n");
    }
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
    element(p, "<h2>", heading, "</h2>\n");
}

void page_end(struct page *p)
{
    end_section(p);
    cohort_output_print(
        p->out,
        "</main>\n<script data-copy=\"%s\" data-copied=\"%s\">\n%s</script>\n</body>\n</html>\n",
        in(p, "Copy this table", "この表をコピー"), in(p, "Copied", "コピーしました"), page_script);
}

/* ---- tables ---- */

void add_head(struct heads *h, const char *first, const char *second)
{
    char *text = h->text[h->count];
    snprintf(text, HEAD, "%.90s%s%.90s", first, *second ? " " : "", second);
    h->of[h->count++] = text;
}

const char *page_year(int year)
{
    char *text = next_text();
    snprintf(text, 80, "%d", year);
    return text;
}

const char *page_range(const struct page *p, int from, int to)
{
    char *text = next_text();
    if (to == COHORT_OPEN_END)
        snprintf(text, 80, in(p, "%d+", "%d〜"), from);
    else if (to == from)
        snprintf(text, 80, "%d", from);
    else
        snprintf(text, 80, in(p, "%d–%d", "%d〜%d"), from, to);
    return text;
}

void table_begin(struct page *p, const char *caption, int columns, const char *const *heads,
                 unsigned texts)
{
    element(p, "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"", caption, "\">");
    element(p, "<table>\n<caption>", caption, "</caption>\n<thead><tr>");
    for (int i = 0; i < columns; i++)
        element(p,
                texts & TEXT_COLUMN(i) ? "<th scope=\"col\" class=\"text\">" : "<th scope=\"col\">",
                heads[i], "</th>");
    cohort_output_print(p->out, "</tr></thead>\n<tbody>");
}

static void end_row(struct page *p)
{
    if (p->in_row)
        cohort_output_print(p->out, "</tr>");
    p->in_row = false;
}

void table_row(struct page *p, const char *name)
{
    end_row(p);
    p->in_row = true;
    element(p, "\n<tr><th scope=\"row\">", name, "</th>");
}

static void cell(struct page *p, double value, int decimals, const char *text, const char *mark)
{
    if (!isfinite(value)) {
        cohort_output_print(p->out, "<td>–</td>");
        return;
    }
    cohort_output_print(p->out, "<td data-value=\"%.*f\">%s", decimals,
                        cohort_round(value, decimals) + 0.0, text);
    if (mark)
        element(p, "<sup>", mark, "</sup>");
    cohort_output_print(p->out, "</td>");
}

void table_number(struct page *p, double value, int decimals, const char *mark)
{
    cell(p, value, decimals, isfinite(value) ? number_text(value, decimals) : "", mark);
}

void table_change(struct page *p, double value, int decimals)
{
    cell(p, value, decimals, isfinite(value) ? change_text(p, value, decimals) : "", NULL);
}

void table_text(struct page *p, const char *text)
{
    element(p, "<td class=\"text\">", text, "</td>");
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
