/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_CODE_H
#define COHORT_TEXT_CODE_H

#include <stdbool.h>

/* Codes of Japan's municipalities: two digits of the prefecture (01 to 47) and three more; as local
 * governments write them, a sixth is a check digit. */

/* Is it a code of six digits whose last checks the others (Ministry of Internal Affairs: 11 less the
 * remainder, by 11, of the digits' sum weighted by 6, 5, 4, 3, 2)? */
bool cohort_code_checks(const char *code);

#endif
