/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures written in one line. */
#ifndef SUPPORT_FIGURES_H
#define SUPPORT_FIGURES_H

#include <cohort/figure.h>

/* Persons in a band, of the run with these components of a scenario. */
static inline cohort_figure persons_of_run(unsigned components, cohort_band band, double year,
                                           double value)
{
    cohort_figure figure = cohort_figure_of(band, year, value);
    figure.components = components;
    return figure;
}

/* The same less those of another run. */
static inline cohort_figure gain_of_run(unsigned components, unsigned minus, cohort_band band,
                                        double year, double value)
{
    cohort_figure figure = persons_of_run(components, band, year, value);
    figure.times = 1.0;
    figure.minus_components = minus;
    return figure;
}

/* Persons of an area. */
static inline cohort_figure persons_of_area(int area, cohort_band band, double year, double value)
{
    cohort_figure figure = cohort_figure_of(band, year, value);
    figure.area = area;
    return figure;
}

/* For constants: a measure, which is percent of all or persons; a figure of it, of the run with the
 * whole scenario; and one less another. */
#define MEASURE_OF(percent, sex, from, to, when)                                                   \
    {                                                                                              \
        {(sex), (from), (to)}, (when), (percent), {COHORT_BOTH, 0, COHORT_OPEN_END}, NULL          \
    }
#define FIGURE_OF(percent, sex, from, to, when, what)                                              \
    {                                                                                              \
        .measure = MEASURE_OF(percent, sex, from, to, when), .components = COHORT_ALL_COMPONENTS,  \
        .minus_components = COHORT_ALL_COMPONENTS, .area = COHORT_ALL_AREAS, .value = (what)       \
    }
#define PERSONS_OF(sex, from, to, when, what) FIGURE_OF(0, sex, from, to, when, what)
#define PERCENT_OF(sex, from, to, when, what) FIGURE_OF(1, sex, from, to, when, what)
#define DIFFERENCE_OF(counted, less, what)                                                         \
    {                                                                                              \
        .measure = counted, .components = COHORT_ALL_COMPONENTS, .times = 1, .minus = less,        \
        .minus_components = COHORT_ALL_COMPONENTS, .area = COHORT_ALL_AREAS, .value = (what)       \
    }

#endif
