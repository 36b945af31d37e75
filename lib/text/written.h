/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_WRITTEN_H
#define COHORT_TEXT_WRITTEN_H

/*
 * Numbers as spreadsheets and offices write them: those of text/number.h, and with digits and signs in
 * full width, commas between thousands (`1,234`), `▲3` or `△3` for -3, spaces around.
 * Returned: as there.
 */
int cohort_written_number(const char *text, double *value);
int cohort_written_integer(const char *text, int *value);

/* What was expected instead of a text that is none of them, as far as the text tells; `example` of a
 * number. Into the caller's buffer, which is returned. */
#define COHORT_EXPECTED_TEXT 160
const char *cohort_written_expected(const char *text, const char *example,
                                    char expected[COHORT_EXPECTED_TEXT]);

#endif
