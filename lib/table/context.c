/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/context.h"

#include "text/date.h"
#include "text/label.h"
#include "text/unit.h"
#include "text/wording.h"

#include <stdio.h>
#include <string.h>

enum { CODE_MIN = 5, CODE_MAX = 6 };

static void copy(char to[COHORT_CONTEXT_TEXT], const char *from, size_t length)
{
    while (length > 0 && (from[length - 1] == ' ' || (unsigned char)from[length - 1] < 0x20))
        length--;
    if (length >= COHORT_CONTEXT_TEXT)
        length = COHORT_CONTEXT_TEXT - 1;
    while (length > 0 && ((unsigned char)from[length] & 0xC0) == 0x80)
        length--;
    memcpy(to, from, length);
    to[length] = '\0';
}

/* `99111 北架空市`; only `99111` where the name is the next cell. */
static void take_area(cohort_context *context, const char *title)
{
    const size_t digits = strspn(title, "0123456789");
    const char *rest = title + digits;
    if (*context->area || digits < CODE_MIN || digits > CODE_MAX ||
        (*rest && *rest != ' ' && (unsigned char)*rest < 0x80) ||
        (*rest && strncmp(rest, "年", 3) == 0))
        return;
    copy(context->area, title, digits);
    rest += strspn(rest, " ");
    rest += strncmp(rest, "　", 3) == 0 ? 3 : 0;
    copy(context->name, rest, strlen(rest));
}

/* The largest unit of a title: `persons (thousands)`. */
static void take_unit(cohort_context *context, const char *title)
{
    cohort_unit unit = {.end = 0};
    int persons = 0;
    if (context->unit != 0)
        return;
    for (size_t from = 0; cohort_unit_find(title, from, &unit) && unit.end > from; from = unit.end)
        persons = unit.persons > persons ? unit.persons : persons;
    context->unit = persons ? persons : unit.persons;
    if (context->unit)
        copy(context->unit_text, title, strlen(title));
}

void cohort_context_title(cohort_context *context, const char *title)
{
    cohort_label label;
    const int quantity = cohort_quantity_within(title);
    cohort_parse_label(title, &label);
    if (!*context->words && (label.says == 0 || *label.rest || label.says & COHORT_SAYS_COLUMN))
        copy(context->words, title, strlen(title));
    take_area(context, title);
    if (context->year == 0)
        context->year = cohort_date_within(title);
    if (context->sex < 0 && label.says & COHORT_SAYS_SEX && !(label.says & COHORT_SAYS_COLUMN))
        context->sex = label.sex;
    if (context->quantity < 0)
        context->quantity = label.says & COHORT_SAYS_QUANTITY ? label.quantity : quantity;
    take_unit(context, title);
}

void cohort_context_file(cohort_context *context, const char *path)
{
    char name[COHORT_CONTEXT_TEXT];
    cohort_label label;
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    copy(name, base, strcspn(base, "."));
    for (char *at = name; *at; at++)
        *at = *at >= '0' && *at <= '9' ? '_' : *at;
    cohort_parse_label(name, &label);
    if (!(label.says & COHORT_SAYS_QUANTITY) || context->quantity >= 0)
        return;
    context->quantity = label.quantity;
    context->from_file = true;
    if (context->sex < 0 && label.says & COHORT_SAYS_SEX)
        context->sex = label.sex;
}

/* All cells of a line of words. */
static void take_line(cohort_context *context, const cohort_cells *cells,
                      const cohort_cell_row *row)
{
    char line[4 * COHORT_CONTEXT_TEXT] = "";
    for (int i = 0; i < row->count; i++) {
        const size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "%s%s", used ? " " : "",
                 cohort_cell_text(cells, row, i));
    }
    cohort_context_title(context, line);
}

void cohort_context_row(cohort_context *context, const cohort_cells *cells,
                        const cohort_cell_row *row)
{
    const char *area = context->area;
    if (cells->separator == COHORT_BLANKS) {
        take_line(context, cells, row);
        return;
    }
    for (int i = 0; i < row->count; i++) {
        const char *text = cohort_cell_text(cells, row, i);
        const bool had_area = *area;
        if (*text && had_area && !*context->name && i > 0)
            copy(context->name, text, strlen(text));
        if (*text)
            cohort_context_title(context, text);
    }
}

static bool is_kind(const char *at)
{
    static const char *const kinds[] = {"市", "町", "村", "区", "県", "都", "府", "道"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(at, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/* The の behind a name (いの町の人口): behind 町 and its like, or none of these being next but one or
 * closer (たつの市, 日の出町). NULL: none. */
static char *name_end(char *title)
{
    enum { LETTER = 3 };
    char *at = strstr(title, "の");
    for (; at; at = strstr(at + LETTER, "の")) {
        const char *next = at + LETTER;
        if ((at - title >= LETTER && is_kind(at - LETTER)) ||
            !(is_kind(next) || (strlen(next) > LETTER && is_kind(next + LETTER))))
            break;
    }
    return at;
}

const char *cohort_context_area(const cohort_context *context, char area[COHORT_CONTEXT_TEXT])
{
    static const char *const ends[] = {",", "(", "（", "、", "，", "　", NULL};
    if (*context->area)
        return strcpy(area, context->area);
    strcpy(area, context->words);
    for (int i = 0; ends[i]; i++) {
        char *end = strstr(area, ends[i]);
        if (end)
            *end = '\0';
    }
    char *end = name_end(area);
    if (end)
        *end = '\0';
    return area;
}

void cohort_context_fill(cohort_context *context, const cohort_context *from)
{
    if (!*context->area && !*context->words)
        strcpy(context->words, from->words);
    if (!*context->area) {
        strcpy(context->area, from->area);
        strcpy(context->name, from->name);
    }
    context->year = context->year ? context->year : from->year;
    context->quantity = context->quantity >= 0 ? context->quantity : from->quantity;
    if (!context->unit) {
        context->unit = from->unit;
        strcpy(context->unit_text, from->unit_text);
    }
}
