/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings of the strategy's rise of the TFR: on which scale are its 1.53 and its 1.61? */
#ifndef READINGS_H
#define READINGS_H

#include "answers/nemuro_case.h"

/* One reading, run with the plan's migration: the TFR, and the total of 2060 without and with the
 * rise; marks: f for fitted, p for predicted. */
struct reading {
    const char *english, *japanese;
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

/* What follows from them, in both languages: formats of the strategy's two figures, of the baseline
 * by the town's women, and in the national conversion. The lines are for a terminal. */
#define READINGS_ENGLISH                                                                           \
    "The strategy's %.2f and %.2f are on two scales: the first is the baseline by national\n"      \
    "  rates on the town's women of each age (%.2f), the second a TFR in the national\n"           \
    "  conversion (TFR per child-woman ratio), in which the baseline is %.2f."
#define READINGS_JAPANESE                                                                                                             \
    "戦略の%.2fと%.2fは尺度が異なる。前者は女性の年齢別に全国の出生率をあてた値（基準推計は%." \
    "2f）、"                                                                                                                        \
    "後者は全国の換算率（合計特殊出生率÷子ども女性比）による値であり、後者では基準推計は%." \
    "2fである。"

void read_fertility(const struct nemuro *n, struct reading readings[READINGS]);

#endif
