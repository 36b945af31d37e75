/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/progress.h"

#include "text/numbers.h"
#include "text/say.h"

#include <stdio.h>

enum { WIDTH = 40 };

/* How many marks of the bar there are when so many are done. */
static int marks(const struct progress *p, int done)
{
    return p->total > 0 ? (int)((long long)WIDTH * done / p->total) : 0;
}

static void draw(const struct progress *p)
{
    char bar[WIDTH + 1];
    for (int i = 0; i < WIDTH; i++)
        bar[i] = i < marks(p, p->done) ? '#' : ' ';
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %s of %s %s", bar, persons(p->done, 0).s, persons(p->total, 0).s,
            p->what);
    fflush(stderr);
    bar_is_shown(true);
}

struct progress progress_begin(const char *what, int total)
{
    struct progress p = {what, total, 0, on_terminal()};
    if (p.shown && total > 0)
        draw(&p);
    return p;
}

void progress_to(struct progress *p, int done)
{
    const int before = marks(p, p->done);
    p->done = done;
    if (p->shown && marks(p, done) != before)
        draw(p);
}

void progress_step(struct progress *p)
{
    progress_to(p, p->done + 1);
}

void progress_end(struct progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
    p->shown = false;
    bar_is_shown(false);
}
