/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/explanation.h"

enum { FINEST = COHORT_SEXES * MOST_BANDS, MOST_CAUSES = FINEST * MOST_BANDS };

const struct component components[COMPONENTS] = {{COHORT_MIGRATION, "migration"},
                                                 {COHORT_FERTILITY, "fertility"},
                                                 {COHORT_MORTALITY, "mortality"},
                                                 {COHORT_BASE_POPULATION, "base population"}};

const char *component_name(unsigned bit)
{
    for (int k = 0; k < COMPONENTS; k++)
        if (components[k].bit == bit)
            return components[k].name;
    return "rest";
}

/* Successive bands of ten years of age or so, the last one open, that part no group and leave the
 * two oldest together. */
static int bands_of(const cohort_grid *grid, cohort_part parts[MOST_BANDS])
{
    const int oldest_pair = (grid->ages - 2) * grid->width;
    int width = grid->width, count = 0;
    while (width < 10)
        width += grid->width;
    for (int age = 0; age == 0 || (count < 7 && age <= oldest_pair); age += width) {
        cohort_part part = COHORT_PART(COHORT_ALL_COMPONENTS);
        part.age_from = age;
        part.age_to = age + width - 1;
        parts[count++] = part;
    }
    parts[count - 1].age_to = COHORT_OPEN_END;
    return count;
}

/* Periods of ten years or so, from the first date to the one at or after a year. */
static int periods_of(const cohort_grid *grid, double until, cohort_part parts[MOST_BANDS])
{
    int width = grid->width, count = 0, end = grid->start;
    while (end < until || end == grid->start)
        end += grid->width;
    while (width < 10)
        width += grid->width;
    for (int year = grid->start; year < end && count < MOST_BANDS; year += width) {
        cohort_part part = COHORT_PART(COHORT_ALL_COMPONENTS);
        part.year_from = year;
        part.year_to = year + width < end && count < MOST_BANDS - 1 ? year + width : end;
        parts[count++] = part;
    }
    return count;
}

static void add_cause(struct explanation *e, unsigned component, const cohort_part *period,
                      const cohort_part *band, int sex)
{
    cohort_part cause = COHORT_PART(component);
    cause.year_from = period->year_from;
    cause.year_to = period->year_to;
    cause.age_from = band->age_from;
    cause.age_to = band->age_to;
    cause.sex = sex;
    e->causes[e->cause_count++] = cause;
}

/* Period by period; within each, migration and mortality by age and sex. */
static void list_causes(struct explanation *e)
{
    const cohort_part all = COHORT_PART(COHORT_ALL_COMPONENTS);
    e->causes = allocate((2 * MOST_CAUSES + MOST_BANDS + FINEST), sizeof *e->causes);
    for (int k = 0; k < COMPONENTS; k++) {
        const unsigned bit = components[k].bit;
        const int periods = bit == COHORT_BASE_POPULATION ? 1 : e->period_count;
        for (int i = 0; i < periods; i++) {
            const cohort_part *period = bit == COHORT_BASE_POPULATION ? &all : &e->periods[i];
            for (int band = 0; band < e->band_count; band++)
                for (int sex = 0; sex < COHORT_SEXES; sex++)
                    if (bit != COHORT_FERTILITY || (e->by_mother && sex == COHORT_FEMALE))
                        add_cause(e, bit, period, &e->bands[band], sex);
            if (bit ==
                COHORT_FERTILITY) /* all of it; by mother, what is left: the sexes at birth */
                add_cause(e, bit, period, &all, COHORT_BOTH);
        }
    }
}

/* Numbers of causes, the one with the largest change first. */
static void rank(struct explanation *e)
{
    for (int k = 0; k < e->cause_count; k++) {
        int at = k;
        for (; at > 0 && fabs(e->changes[e->ranked[at - 1]]) < fabs(e->changes[k]); at--)
            e->ranked[at] = e->ranked[at - 1];
        e->ranked[at] = k;
    }
}

void explanation_make(struct explanation *e, const struct comparison *c,
                      const cohort_measure *measure)
{
    const cohort_grid *grid = cohort_inputs_grid(c->baseline);
    cohort_part whole[COMPONENTS];
    cohort_inputs *gradient;
    for (int k = 0; k < COMPONENTS; k++)
        whole[k] = (cohort_part)COHORT_PART(components[k].bit);
    *e = (struct explanation){.c = c, .measure = *measure};
    e->by_mother = cohort_inputs_convention(c->baseline) != COHORT_IPSS;
    e->without = measured(c->without, &e->measure);
    e->with = measured(c->with, &e->measure);
    cohort_measure_name(&e->measure, e->name);
    e->band_count = bands_of(grid, e->bands);
    e->period_count = periods_of(grid, measure->year, e->periods);
    must(
        cohort_decompose(c->baseline, c->plan, &e->measure, COMPONENTS, whole, e->ordered, &error));
    must(cohort_decompose_shapley(c->baseline, c->plan, &e->measure, COMPONENTS, whole, e->shapley,
                                  &error));

    list_causes(e);
    e->parts = allocate(2 * (size_t)e->cause_count + 1, sizeof *e->parts);
    e->ranked = allocate((size_t)e->cause_count, sizeof *e->ranked);
    e->changes = e->parts + e->cause_count + 1;
    must(cohort_decompose(c->baseline, c->plan, &e->measure, e->cause_count, e->causes, e->parts,
                          &error));
    must(cohort_inputs_copy(c->plan, &gradient, &error));
    must(cohort_sensitivity(c->with, &e->measure, gradient, NULL, &error));
    for (int k = 0; k < e->cause_count; k++)
        must(cohort_sensitivity_change(c->plan, gradient, &e->causes[k], 0.01, &e->changes[k],
                                       &error));
    cohort_inputs_free(gradient);
    rank(e);
}

void explanation_clear(struct explanation *e)
{
    free(e->causes);
    free(e->parts);
    free(e->ranked);
}

double sum_of(const struct explanation *e, unsigned component, const cohort_part *period,
              const cohort_part *band, int sex)
{
    double sum = 0.0;
    for (int k = 0; k < e->cause_count; k++) {
        const cohort_part *cause = &e->causes[k];
        if (cause->components == component && cause->year_from == period->year_from &&
            (!band || (cause->age_from == band->age_from && cause->sex == sex)))
            sum += e->parts[k];
    }
    return sum;
}

cohort_balance balance_of(const cohort_projection *path, const cohort_part *period)
{
    cohort_balance balance;
    must(cohort_projection_balance(path, period->year_from, period->year_to, &balance, &error));
    return balance;
}

int influences(const cohort_inputs *baseline, int year, int years[2], cohort_influence found[2],
               const char **problem)
{
    const int start = cohort_inputs_grid(baseline)->start;
    const int horizons[] = {year < 2040 ? year : 2040, year < 2040 ? 2040 : year};
    int count = 0;
    for (int i = 0; i < 2; i++)
        if ((i == 0 || horizons[1] != horizons[0]) && horizons[i] >= start &&
            !bearable(cohort_influence_of(baseline, horizons[i], &found[count], &error)))
            years[count++] = horizons[i];
    *problem = error.text;
    return count;
}
