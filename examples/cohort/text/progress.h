/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar on standard error that shows how far a long run has got, on a terminal only. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>

struct progress {
    const char *what; /* is being counted, such as "areas" */
    int total, done;
    bool shown;
};

/* Begin; one more is done, or so many are; take the bar away. One thread at a time may call. */
struct progress progress_begin(const char *what, int total);
void progress_step(struct progress *progress);
void progress_to(struct progress *progress, int done);
void progress_end(struct progress *progress);

#endif
