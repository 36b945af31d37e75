/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The TFR of an area by two ways, with Japan as the standard. */
#ifndef TWO_TFR_H
#define TWO_TFR_H

#include "text/text.h"

/* The national TFR times the area's children per woman of 15-49 over the nation's (the worksheet's
 * conversion); and times its children over those that the national rates give its women of each age
 * (indirect standardisation). NAN: the ages or the year are not those of Japan's table. */
struct two_tfr {
    double by_women, by_age;
};
struct two_tfr two_tfr_of(const cohort_stock *population, int year);

#endif
