/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of an older header: run.sh takes the last members of a struct of options out of a copy
 * of the headers before it compiles this, as they were before these came. Prints the number of
 * parameters of a fit that it asks for, and of the size that it knew. */
#include <cohort/cohort.h>

#include <stdio.h>

int main(void)
{
    enum { AGES = 60 };
    double ages[AGES], rates[AGES];
    const cohort_observed_rates observed = {AGES, ages, NULL, rates, NULL};
    cohort_rogers_castro truth, found;
    cohort_rogers_castro_fit_report report;
    cohort_error error;
    struct {
        cohort_rogers_castro_options options;
        unsigned char behind[64]; /* not the library's to read or write */
    } mine;
    cohort_rogers_castro_init(&truth, NULL, NULL);
    for (int x = 0; x < AGES; x++) {
        ages[x] = x;
        rates[x] = cohort_rogers_castro_rate(&truth, x);
    }
    for (size_t i = 0; i < sizeof mine.behind; i++)
        mine.behind[i] = 0xA5;
    cohort_rogers_castro_options_init(&mine.options);
    for (size_t i = 0; i < sizeof mine.behind; i++)
        if (mine.behind[i] != 0xA5)
            return 1;
    if (cohort_rogers_castro_fit(&observed, &mine.options, &found, &report, &error)) {
        puts(error.text);
        return 1;
    }
    printf("%d %d\n", report.parameters, (int)sizeof mine.options);
    return 0;
}
