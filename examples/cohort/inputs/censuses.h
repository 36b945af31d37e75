/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Censuses of many areas at successive dates, from a file, and what of them cannot be used. */
#ifndef CENSUSES_H
#define CENSUSES_H

#include "text/text.h"

struct census_area {
    const char *code;
    struct text name;
};

struct censuses {
    cohort_table *table;
    int areas, dates;
    struct census_area *area;
    cohort_stock *stock;     /* [areas]; persons of unknown age spread over the ages of their sex */
    double *unknown;         /* [areas][dates][sex]: how many they were */
    unsigned char *left_out; /* [areas][dates] */
};

/* Why a count is left out. */
enum { USED, NOT_GIVEN, NOBODY, EMPTIED };

/*
 * Read a table of populations, in any layout, and another with later dates of its areas (NULL:
 * none). Left out are the counts of dates with a cell that is
 * not given, of dates with nobody, and of dates with less than a fifth of the persons of the date
 * before. Exits with a message on an error.
 */
void censuses_read(const char *path, const char *later, struct censuses *censuses);

void censuses_free(struct censuses *censuses);

#endif
