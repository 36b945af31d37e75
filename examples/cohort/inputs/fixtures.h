/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that come with the library. */
#ifndef FIXTURES_H
#define FIXTURES_H

#include "text/files.h"
#include "text/text.h"

/* The code of Japan in the fixtures. */
#define JAPAN "00000"

/* An area's names in areas.csv, "" where it is not there. Returned: is it? */
struct area_names {
    char japanese[200], english[200], code[40];
};
bool area_names(const char *area, struct area_names *names);

/* The same of an area by one of its names. */
bool area_called(const char *name, struct area_names *names);

/* Both of them, as "根室市 Nemuro"; or its code again. */
struct text area_name(const char *area);

#endif
