/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_MOMENTS_H
#define TESTS_SUPPORT_MOMENTS_H

/*
 * Moments of N independent numbers against theory. Every comparison is one of a mean, with a bound of
 * 6 standard errors: for a normal deviation, as such means have to a good approximation, a false
 * alarm in 2e-9 of all seeds; in fewer than 1e-6 for all 450 comparisons of test_chance and test_vary
 * together. The seeds are fixed: what passes once passes always.
 */

/* Sums of powers of deviations from a centre near the mean. */
struct moments {
    double n, centre, sums[5];
};

void add(struct moments *m, double value);
void assert_mean(const char *what, const struct moments *m);
void assert_variance(const char *what, const struct moments *m, double expected);

#endif
