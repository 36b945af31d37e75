/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stdio.h>

/* Do two paths lead to one file, or would they if it were there? */
bool same_file(const char *path, const char *other);

/* What is written in memory first, so that an error leaves nothing of it; at the end it goes to a
 * path, or for "-" to standard output. These exit with a message on an error. */
struct draft {
    FILE *stream;
    char *text;
    size_t size;
};
void draft_begin(struct draft *draft);
void draft_end(struct draft *draft, const char *path);

#endif
