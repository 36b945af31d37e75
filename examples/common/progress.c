/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* isatty */

#include "common/progress.h"

#include "common/planner.h"

#include <stdio.h>
#include <unistd.h>

enum { WIDTH = 40 };

/* How many marks of the bar there are when so many are done. */
static int marks(const struct progress *p, int done)
{
    return p->total > 0 ? (int)((long long)WIDTH * done / p->total) : WIDTH;
}

static void draw(const struct progress *p)
{
    char bar[WIDTH + 1];
    for (int i = 0; i < WIDTH; i++)
        bar[i] = i < marks(p, p->done) ? '#' : ' ';
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %s of %s %s", bar, persons(p->done, 0), persons(p->total, 0), p->what);
    fflush(stderr);
}

struct progress progress_begin(const char *what, int total)
{
    struct progress p = {what, total, 0, isatty(STDERR_FILENO) != 0};
    if (p.shown)
        draw(&p);
    return p;
}

void progress_step(struct progress *p)
{
    int before = marks(p, p->done++);
    if (p->shown && marks(p, p->done) > before)
        draw(p);
}

void progress_end(struct progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
    p->shown = false;
}
