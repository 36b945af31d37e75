/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The TFR of an area by two ways, with Japan as the standard; and readings of the strategy's rise of
 * the TFR: on which scale are its 1.53 and its 1.61? */
#ifndef READINGS_H
#define READINGS_H

#include "answers/nemuro_case.h"
#include "text/words.h"

/* The national TFR times the area's children per woman of 15-49 over the nation's (the worksheet's
 * conversion); and times its children over those that the national rates give its women of each age
 * (indirect standardisation). NAN: the ages or the year are not those of Japan's table. */
struct two_tfr {
    double by_women, by_age;
};
struct two_tfr two_tfr_of(const cohort_stock *population, int year);

/* One reading, run with the plan's migration: the TFR, and the total of 2060 without and with the
 * rise; marks: f for fitted, p for predicted. */
struct reading {
    const char *in[LANGUAGES];
    double from, to, without, with;
    const char *without_mark, *with_mark;
};

enum reading_number {
    READ_CONVERTED, /* from the baseline; this gives the document's 258 */
    READ_FROM_OBSERVED,
    READ_PROPORTION,
    READ_STANDARDISED,
    READINGS
};

/* What follows: the strategy's two figures, the baseline by the town's women and as converted. */
struct text readings_words(cohort_language language, const struct reading readings[READINGS]);

void read_fertility(const struct nemuro *n, struct reading readings[READINGS]);

#endif
