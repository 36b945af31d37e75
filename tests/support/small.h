/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small world for tests: 12 groups of 5 years (0-4 .. 55+) over 3 intervals, every number
 * irregular and different from all others, so that a wrong index shows. */
#ifndef TESTS_SUPPORT_SMALL_H
#define TESTS_SUPPORT_SMALL_H

#include <stddef.h>

#include <cohort/indicators.h>
#include <cohort/inputs.h>
#include <cohort/projection.h>
#include <cohort/scenario.h>

enum {
    SMALL_WIDTH = 5,
    SMALL_AGES = 12,
    SMALL_OPEN = SMALL_AGES - 1,
    SMALL_START = 2015,
    SMALL_STEPS = 3,
    WOMEN_FIRST = 3, /* group 15-19 */
    WOMEN_LAST = 9   /* group 45-49 */
};

extern const cohort_grid small_grid;

/* What each person counts, by sex and age; no two alike, one nothing. */
extern const double small_weights[COHORT_SEXES * SMALL_AGES];

/* New inputs on the grid, all zero; filled with irregular numbers; the same for ipss; the same on
 * small_grid. No value that the convention reads is missing (women of every group but the first
 * bear), and net migration of either sign stands at every kind of place, rates and counts of a cell
 * having one sign. Freed with cohort_inputs_free. */
cohort_inputs *blank_inputs_of(const cohort_grid *grid, cohort_convention convention);
cohort_inputs *scattered_inputs_of(const cohort_grid *grid, cohort_convention convention);
cohort_inputs *blank_inputs(const cohort_grid *grid);
cohort_inputs *scattered_inputs(const cohort_grid *grid);
cohort_inputs *small_inputs(void);
cohort_inputs *copy_inputs(const cohort_inputs *inputs);

/* The band that is group x on small_grid. */
cohort_band small_group(int sex, int x);

/* A projection of small_inputs. Freed with cohort_projection_free. */
cohort_projection *small_plan(void);

/* Two paths on small_grid: scattered inputs, and a copy of which every value of a component, unless 0,
 * is another one that is no less possible: up to 10 % nearer to 0, by a factor of its own. The
 * conversion, which is of no component, stays. */
struct paths {
    cohort_inputs *mine, *other;
};
struct paths paths_of(cohort_convention convention);
void free_paths(struct paths paths);

/* Take over a part that is there to be taken. */
void take_part(cohort_inputs *inputs, const cohort_inputs *from, const cohort_part *part);

/* Which component a quantity belongs to. */
unsigned component_of(int quantity);

/* Are the persons of group x on small_grid within the ages? Those who pass into group x: births, or
 * persons of these ages at the interval's start? */
int ages_hold_group(int age_from, int age_to, int x);
int ages_hold_passage(int age_from, int age_to, int x);

/* Make every net migration one of those who come: no cell becomes negative where few are there. */
void let_nobody_leave(cohort_inputs *inputs);

/* A projection that is known to succeed. */
cohort_projection *project(const cohort_inputs *inputs);

/* A list of operations; copies of inputs after them, those before them being left as they are. */
cohort_scenario *scenario_of(size_t count, const cohort_operation *operations);
cohort_inputs *apply_operations(const cohort_inputs *inputs, size_t count,
                                const cohort_operation *operations);

/* One value to change, or to read, of a quantity that the convention reads; sex and age do not
 * count for quantities without them. */
double *value_at(cohort_inputs *inputs, cohort_quantity quantity, int interval, int sex, int age);
double value_of(const cohort_inputs *inputs, cohort_quantity quantity, int interval, int sex,
                int age);

/* How many values a quantity has, none if the convention does not read it; all values of a quantity
 * set to one number. */
size_t value_count(const cohort_inputs *inputs, cohort_quantity quantity);
void fill_quantity(cohort_inputs *inputs, cohort_quantity quantity, double value);

/* Bit for bit. */
void assert_same_bits(const double *actual, const double *expected, size_t count);
void assert_same_quantity(const cohort_inputs *actual, const cohort_inputs *expected,
                          cohort_quantity quantity);
void assert_same_inputs(const cohort_inputs *actual, const cohort_inputs *expected);
void assert_only_component_changed(const cohort_inputs *in, const cohort_inputs *out,
                                   unsigned component); /* nothing else is changed */
void assert_same_results(const cohort_projection *actual, const cohort_projection *expected);

/* The stocks and flows of a projection as plain arrays with their lengths. */
enum { RESULT_POPULATION, RESULT_BIRTHS, RESULT_DEATHS, RESULT_NET_MIGRATION, RESULTS };
const double *result_cells(const cohort_projection *projection, int result);
size_t result_count(const cohort_projection *projection, int result);

#endif
