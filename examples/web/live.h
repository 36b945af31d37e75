/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the live page's script calls, beside the program itself (main). One instance of all this is
 * to the page what a process is to a terminal: it reads its files once, and what ends the program
 * ends the instance. Each call returns a text that lasts until the next one: JSON, SVG or HTML.
 */
#ifndef LIVE_H
#define LIVE_H

#include "answers/outlook.h"

#include <emscripten.h>

#define CALLED EMSCRIPTEN_KEEPALIVE const char *

/* What the page is about. */
extern struct live {
    struct outlook outlook;
    bool unexplained[MOST_SCENARIOS]; /* has the plan changed since its explanation? */
} live;

/* An answer: begun, written, and returned. */
cohort_output *begin(void);
const char *end(void);

/* Members and items of JSON: `,"name":"value"`; a number of an array, the ith from 0 on, null where
 * there is none. */
void json_text(cohort_output *out, const char *name, const char *value);
void json_item(cohort_output *out, int i, double value);

#endif
