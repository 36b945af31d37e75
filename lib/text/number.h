/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_NUMBER_H
#define COHORT_TEXT_NUMBER_H

/*
 * Decimal numbers from text, whatever the locale: [+-] digits [. digits] [e [+-] digits], nothing
 * else, rounded correctly. (Their writing, cohort_number_text, is public: cohort/output.h; other forms: written.h.)
 * Returned: COHORT_OK; COHORT_ERROR_FORMAT when the text is no such number; COHORT_ERROR_VALUE when
 * it is beyond the range of the type. *value is set on COHORT_OK alone.
 */
int cohort_parse_number(const char *text, double *value);
int cohort_parse_integer(const char *text, int *value);

#endif
