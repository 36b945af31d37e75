/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures looked at as text: are they well-formed, and where do things stand? */
#ifndef TESTS_SUPPORT_SVG_H
#define TESTS_SUPPORT_SVG_H

/* What keeps a text from being well-formed XML (of the kind that the library writes: elements,
 * attributes, text, the five references), with where it stands; NULL if nothing does. */
const char *svg_problem(const char *text);

/* What of a picture stands outside its frame, or is no number: every coordinate, and texts by their
 * estimated width; NULL if nothing does. */
const char *svg_outside(const char *text);

/* The next element of a name from a place on, at its '<'; NULL when there is none. */
const char *svg_next(const char *from, const char *name);

/* How many there are. */
int svg_count(const char *text, const char *name);

/* A numeric attribute of an element. Fails the test when it is not there or no number. */
double svg_attribute(const char *element, const char *name);

/* Does the element have this among its attributes, as "fill='#fff'"? */
int svg_has(const char *element, const char *attribute);

/* The <text> whose whole content this is; NULL. */
const char *svg_text(const char *text, const char *content);

/* Up to `most` points (x, y) of a path's lines. Returned: how many there are. */
int svg_points(const char *path, int most, double points[][2]);

#endif
