/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>

/* Do two paths lead to one file, or would they if it were there? */
bool same_file(const char *path, const char *other);

#endif
