/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deaths by age at death, from those by cohort. */
#include "support/close.h"
#include "support/small.h"

/* Deaths before and after the birthday that takes a cohort into its next age group, per person of
 * it: birthdays evenly spread, force of mortality constant: by a sum over 200,000 birthdays. */
static void integrate(double survival, double *before, double *after)
{
    enum { BIRTHDAYS = 200000 };
    double force = -log(survival);
    *before = *after = 0.0;
    for (int i = 0; i < BIRTHDAYS; i++) {
        double birthday = (i + 0.5) / BIRTHDAYS;
        *before += (1.0 - exp(-force * birthday)) / BIRTHDAYS;
        *after += (exp(-force * birthday) - survival) / BIRTHDAYS;
    }
}

static cohort_flow by_age(const cohort_projection *p)
{
    cohort_flow deaths;
    cohort_error error;
    assert_ok(cohort_flow_init(&deaths, &cohort_projection_deaths(p)->grid, &error), error);
    assert_ok(cohort_projection_deaths_by_age(p, &deaths, &error), error);
    return deaths;
}

static void splits_at_birthdays(void **state)
{
    static const double survivals[] = {0.999999, 0.97, 0.5, 0.01};
    for (size_t s = 0; s < sizeof survivals / sizeof *survivals; s++) {
        cohort_inputs *in = blank_inputs_of(&small_grid, COHORT_WPP_END);
        double before, after;
        integrate(survivals[s], &before, &after);
        *value_at(in, COHORT_BASE, 0, COHORT_MALE, 4) = 1e6; /* one cohort alone */
        *value_at(in, COHORT_SURVIVAL, 0, COHORT_MALE, 5) = survivals[s];
        cohort_projection *p = project(in);
        cohort_flow deaths = by_age(p);
        /* 1e-9: the sum's own error; 1e-4 of a person where few die */
        assert_close(deaths.cells[4], 1e6 * before, 1e-9, 1e-4);
        assert_close(deaths.cells[5], 1e6 * after, 1e-9, 1e-4);
        cohort_flow_free(&deaths);
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

static void keeps_the_open_group_and_births(void **state)
{
    cohort_inputs *in = blank_inputs_of(&small_grid, COHORT_WPP_END);
    *value_at(in, COHORT_BASE, 0, COHORT_FEMALE, SMALL_OPEN) = 300.0;
    *value_at(in, COHORT_BASE, 0, COHORT_FEMALE, SMALL_OPEN - 1) = 100.0;
    *value_at(in, COHORT_BASE, 0, COHORT_FEMALE, 5) = 1000.0;
    *value_at(in, COHORT_SURVIVAL, 0, COHORT_FEMALE, SMALL_OPEN) = 0.0; /* nobody gets older */
    *value_at(in, COHORT_SURVIVAL, 0, COHORT_FEMALE, 6) = 1.0;
    *value_at(in, COHORT_ASFR, 0, 0, 5) = 0.1;
    cohort_projection *p = project(in);
    cohort_flow deaths = by_age(p);
    const double *women = deaths.cells + SMALL_AGES;
    assert_close(women[SMALL_OPEN], 300.0, 1e-15, 0); /* those who were in it */
    assert_close(women[SMALL_OPEN - 1], 100.0, 1e-15, 0);
    /* births without survival: 1000 women, half of 5 years' rates, girls by 1 - 0 males */
    assert_close(women[0], 1000.0 * 0.1 * 5 / 2, 1e-14, 0);
    cohort_flow_free(&deaths);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

static void deaths_are_as_many_in_all(void **state)
{
    for (cohort_convention c = COHORT_IPSS; c < COHORT_CONVENTION_COUNT; c++) {
        cohort_inputs *in = scattered_inputs_of(&small_grid, c);
        cohort_projection *p = project(in);
        cohort_flow deaths = by_age(p);
        for (int i = 0; i < SMALL_STEPS * COHORT_SEXES; i++) {
            double cohort = 0.0, age = 0.0;
            for (int x = 0; x < SMALL_AGES; x++) {
                cohort += cohort_projection_deaths(p)->cells[i * SMALL_AGES + x];
                age += deaths.cells[i * SMALL_AGES + x];
                assert_true(deaths.cells[i * SMALL_AGES + x] >= 0.0);
            }
            assert_close(age, cohort, 1e-13, 0);
        }
        cohort_flow_free(&deaths);
        cohort_projection_free(p);
        cohort_inputs_free(in);
    }
}

static void refuses_another_grid(void **state)
{
    static const cohort_grid other = {5, 13, 2015, 3};
    cohort_inputs *in = small_inputs();
    cohort_projection *p = project(in);
    cohort_flow deaths;
    cohort_error error;
    assert_ok(cohort_flow_init(&deaths, &other, &error), error);
    assert_fails(cohort_projection_deaths_by_age(p, &deaths, &error), COHORT_ERROR_GRID, error,
                 "expected the projection's grid");
    cohort_flow_free(&deaths);
    cohort_projection_free(p);
    cohort_inputs_free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_at_birthdays),
        cmocka_unit_test(keeps_the_open_group_and_births),
        cmocka_unit_test(deaths_are_as_many_in_all),
        cmocka_unit_test(refuses_another_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
