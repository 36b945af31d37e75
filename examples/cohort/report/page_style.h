/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page looks like on a screen and on paper, and the script that copies its tables and moves
 * its pictures: lines, ended by NULL. */
#ifndef PAGE_STYLE_H
#define PAGE_STYLE_H

#include "text/text.h"

extern const char *const page_style[], *const page_script[];

#endif
