/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/svg.h"

#include "support/close.h"

#include "chart/letters.h"
#include "core/utf8.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static char problem[200];

static const char *said(const char *what, const char *at)
{
    snprintf(problem, sizeof problem, "%s: %.100s", what, at);
    return problem;
}

/* --- Is it well-formed? ----------------------------------------------------------------------- */

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == ':' || c == '_';
}

/* Text or a value up to a character: no '<', references of five kinds, characters of XML. */
static const char *read_text(const char **at, char end)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    while (**at && **at != end) {
        uint32_t code; /* of at most four bytes: no need to look for the end of the picture */
        const char *stop = memchr(*at, '\0', 4);
        const size_t length = cohort_utf8_next(*at, stop ? (size_t)(stop - *at) : 4, &code);
        bool known = false;
        for (int i = 0; i < 5; i++)
            known = known || strncmp(*at, references[i], strlen(references[i])) == 0;
        if (**at == '<' || (**at == '&' && !known))
            return said("a bare character", *at);
        if ((code == 0xFFFD && length != 3) || code == 0xFFFE || code == 0xFFFF ||
            (code < 0x20 && !strchr("\t\n\r", (int)code)))
            return said("a forbidden character", *at);
        *at += length;
    }
    return NULL;
}

/* Attributes up to the '>' or "/>". */
static const char *read_attributes(const char **at)
{
    while (**at == ' ') {
        while (**at == ' ')
            ++*at;
        if (!is_name(**at))
            break;
        while (is_name(**at))
            ++*at;
        if (**at != '=' || !strchr("'\"", (*at)[1]))
            return said("an attribute without a value", *at);
        const char quote = (*at)[1];
        *at += 2;
        if (read_text(at, quote) || **at != quote)
            return said("a value without an end", *at);
        ++*at;
    }
    return NULL;
}

enum { MOST_DEPTH = 20, MOST_NAME = 20 };

static size_t name_length(const char *at)
{
    size_t length = 0;
    while (is_name(at[length]))
        length++;
    return length;
}

static const char *read_tag(const char **at, char open[MOST_DEPTH][MOST_NAME], int *depth)
{
    const char *begin = *at + 1;
    const bool closes = *begin == '/';
    begin += closes;
    const size_t length = name_length(begin);
    if (length == 0 || length >= MOST_NAME || *depth == MOST_DEPTH)
        return said("no tag", *at);
    *at = begin + length;
    if (closes) {
        --*depth;
        if (*depth < 0 || strncmp(open[*depth], begin, length) != 0 || open[*depth][length] ||
            **at != '>')
            return said("an end that fits no beginning", begin);
        ++*at;
        return NULL;
    }
    const char *wrong = read_attributes(at);
    if (wrong)
        return wrong;
    if (strncmp(*at, "/>", 2) == 0)
        return *at += 2, NULL;
    if (**at != '>')
        return said("a tag without an end", begin);
    ++*at;
    snprintf(open[(*depth)++], MOST_NAME, "%.*s", (int)length, begin);
    return NULL;
}

const char *svg_problem(const char *text)
{
    static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    char open[MOST_DEPTH][MOST_NAME];
    int depth = 0, roots = 0;
    const char *at = text;
    if (strncmp(at, declaration, strlen(declaration)) == 0)
        at += strlen(declaration);
    while (*at) {
        const char *wrong = *at == '<' ? NULL : read_text(&at, '<');
        if (wrong)
            return wrong;
        if (*at == '<') {
            roots += depth == 0 && at[1] != '/';
            if ((wrong = read_tag(&at, open, &depth)))
                return wrong;
        }
    }
    if (depth != 0 || roots != 1)
        return said("elements without an end, or not one root", text);
    return NULL;
}

/* --- Where does it stand? --------------------------------------------------------------------- */

const char *svg_next(const char *from, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = from; (at = strchr(at, '<')); at++)
        if (strncmp(at + 1, name, length) == 0 && !is_name(at[1 + length]))
            return at;
    return NULL;
}

int svg_count(const char *text, const char *name)
{
    int count = 0;
    for (const char *at = text; (at = svg_next(at, name)); at++)
        count++;
    return count;
}

/* The value behind name=' in the element's tag, or NULL. */
static const char *value_of(const char *element, const char *name)
{
    char key[40];
    const char *end = strchr(element, '>');
    snprintf(key, sizeof key, " %s='", name);
    const char *found = strstr(element, key);
    return found && end && found < end ? found + strlen(key) : NULL;
}

double svg_attribute(const char *element, const char *name)
{
    const char *value = value_of(element, name);
    char *end;
    if (!value)
        fail_msg("no %s in %.80s", name, element);
    const double number = strtod(value, &end);
    if (end == value || !strchr("'%", *end))
        fail_msg("%s is no number in %.80s", name, element);
    return number;
}

int svg_has(const char *element, const char *attribute)
{
    const char *end = strchr(element, '>'), *found = strstr(element, attribute);
    return found && end && found < end;
}

const char *svg_text(const char *text, const char *content)
{
    const size_t length = strlen(content);
    for (const char *at = text; (at = svg_next(at, "text")); at++) {
        const char *inner = strchr(at, '>') + 1;
        if (strncmp(inner, content, length) == 0 && inner[length] == '<')
            return at;
    }
    return NULL;
}

int svg_points(const char *path, int most, double points[][2])
{
    const char *at = value_of(path, "d");
    double x = 0.0, y = 0.0;
    int count = 0;
    while (at && *at && *at != '\'') {
        const char command = *at++;
        char *end = (char *)(size_t)at;
        if (command == 'M' || command == 'L') {
            x = strtod(at, &end);
            if (*end != ',')
                fail_msg("no point: %.40s", at);
            at = end + 1;
            y = strtod(at, &end);
        } else if (command == 'H') {
            x = strtod(at, &end);
        } else if (command == 'V') {
            y = strtod(at, &end);
        } else if (command == 'h') {
            strtod(at, &end);
        } else if (command != 'Z') {
            fail_msg("an unknown command: %.40s", at - 1);
        }
        at = end;
        if (command != 'Z' && count < most) {
            points[count][0] = x;
            points[count][1] = y;
        }
        count += command != 'Z';
    }
    return count;
}

typedef struct picture_frame {
    double width, height;
} picture_frame;

static bool is_inside(picture_frame frame, double x, double y)
{
    return x >= -0.5 && x <= frame.width + 0.5 && y >= -0.5 && y <= frame.height + 0.5;
}

/* References become one letter each. */
static void resolve(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from += *from != '\0') {
        const bool is_reference = *from == '&';
        from += is_reference ? strcspn(from, ";") : 0;
        *to++ = is_reference ? 'n' : *from;
    }
    *to = '\0';
}

static const char *text_outside(picture_frame frame, const char *element)
{
    char content[2000];
    const char *inner = strchr(element, '>') + 1;
    if (strncmp(inner, "Source", 6) == 0 || strncmp(inner, "出典", 6) == 0)
        inner = strchr(strchr(inner, '<'), '>') + 1;
    snprintf(content, sizeof content, "%.*s", (int)strcspn(inner, "<"), inner);
    resolve(content);
    const double width = svg_attribute(element, "font-size") * cohort_letters_width(content);
    double left = svg_attribute(element, "x");
    if (svg_has(element, "text-anchor='end'"))
        left -= width;
    else if (svg_has(element, "text-anchor='middle'"))
        left -= width / 2;
    const double y = svg_attribute(element, "y");
    if (is_inside(frame, left, y) && is_inside(frame, left + width, y))
        return NULL;
    return said("a text outside", element);
}

static const char *element_outside(picture_frame frame, const char *element)
{
    static const char *const pairs[][2] = {{"x1", "y1"}, {"x2", "y2"}, {"cx", "cy"}, {"x", "y"}};
    double points[400][2];
    for (int i = 0; i < 4; i++)
        if (value_of(element, pairs[i][0]) && value_of(element, pairs[i][1]) &&
            !is_inside(frame, svg_attribute(element, pairs[i][0]),
                       svg_attribute(element, pairs[i][1])))
            return said("outside", element);
    if (strncmp(element, "<rect x", 7) == 0 &&
        !is_inside(frame, svg_attribute(element, "x") + svg_attribute(element, "width"),
                   svg_attribute(element, "y") + svg_attribute(element, "height")))
        return said("outside", element);
    if (strncmp(element, "<path", 5) == 0) {
        const int count = svg_points(element, 400, points);
        for (int i = 0; i < count && i < 400; i++)
            if (!is_inside(frame, points[i][0], points[i][1]))
                return said("outside", element);
    }
    return strncmp(element, "<text", 5) == 0 ? text_outside(frame, element) : NULL;
}

const char *svg_outside(const char *text)
{
    const char *root = svg_next(text, "svg");
    const picture_frame frame = {svg_attribute(root, "width"), svg_attribute(root, "height")};
    for (const char *at = root + 1; (at = strchr(at, '<')); at++) {
        const char *wrong = at[1] == '/' ? NULL : element_outside(frame, at);
        if (wrong)
            return wrong;
    }
    return NULL;
}
