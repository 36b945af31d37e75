/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page looks like on a screen and on paper, and the script that copies its tables. */
#ifndef PAGE_STYLE_H
#define PAGE_STYLE_H

#include "text/text.h"

extern const char page_style[], page_script[];

#endif
