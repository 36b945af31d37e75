/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_WRITTEN_H
#define COHORT_TEXT_WRITTEN_H

/*
 * Decimal numbers from text, whatever the locale: [+-] digits [. digits] [e [+-] digits], rounded
 * correctly; and as spreadsheets and offices write them, with digits and signs in full width,
 * commas between thousands (`1,234`), `▲3` or `△3` for -3, spaces around. (Their writing,
 * cohort_number_text, is public: cohort/output.h.)
 * Returned: COHORT_OK; COHORT_ERROR_FORMAT if the text is no such number; COHORT_ERROR_VALUE if it
 * is beyond the range of the type. *value is set on COHORT_OK only.
 */
int cohort_written_number(const char *text, double *value);
int cohort_written_integer(const char *text, int *value);

/* What was expected instead of a text that is no number: a hint if the text suggests one, otherwise
 * `example`. Written to the caller's buffer, which is returned. */
#define COHORT_EXPECTED_TEXT 160
const char *cohort_written_expected(const char *text, const char *example,
                                    char expected[COHORT_EXPECTED_TEXT]);

#endif
