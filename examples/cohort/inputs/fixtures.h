/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that come with the library. */
#ifndef FIXTURES_H
#define FIXTURES_H

#include "text/text.h"

/* Where they are. folder.c is compiled twice: the program under build/ uses those of the checkout,
 * the installed one those that are installed with it. */
extern const char fixtures_folder[];

/* The code of Japan in the fixtures. */
#define JAPAN "00000"

/* A file of the fixtures, in their folder or that of COHORT_FIXTURES in the environment. */
struct fixture {
    char path[4096];
};
struct fixture fixture(const char *name);
bool is_fixture(const char *path);

/* An area's names in areas.csv, "" where it is not there. Returned: is it? */
struct area_names {
    char japanese[200], english[200], code[40];
};
bool area_names(const char *area, struct area_names *names);

/* The same of an area by one of its names. */
bool area_called(const char *name, struct area_names *names);

/* Both of them, as "根室市 Nemuro"; or its code again. */
void area_name(const char *area, char *name, size_t size);

#endif
