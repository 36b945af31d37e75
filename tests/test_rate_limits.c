/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates beyond what has been seen among humans: refused with a guess at their unit, wherever they
 * are read, and taken by choice. */
#include "support/close.h"
#include "support/small.h"
#include "support/tables.h"

#include <cohort/fertility.h>
#include <cohort/lifetable.h>
#include <cohort/sheets.h>
#include <cohort/table.h>

#include <stdio.h>

/* --- Tables: a hamlet of three groups of 20 years --- */

#define HEADER                                                                                     \
    "area,variable,year,sex,age,value\n7,population,2000,male,0,100\n"                             \
    "7,population,2000,male,20,90\n7,population,2000,male,40+,80\n"                                \
    "7,population,2000,female,0,95\n7,population,2000,female,20,85\n"                              \
    "7,population,2000,female,40+,75\n"
#define SURVIVAL                                                                                   \
    "7,survival,2000,male,0,0.91\n7,survival,2000,male,20,0.92\n7,survival,2000,male,40+,0.53\n"   \
    "7,survival,2000,female,0,0.94\n7,survival,2000,female,20,0.95\n"                              \
    "7,survival,2000,female,40+,0.56\n"
#define MX(sex, infants, old)                                                                      \
    "7,mx,2000," sex ",0," infants "\n7,mx,2000," sex ",1,0.002\n7,mx,2000," sex                   \
    ",20,0.004\n7,mx,2000," sex ",40+," old "\n"
#define SRB "7,srb,2000,both,all,1.06\n"
#define ASFR "7,asfr,2000,female,20,0.07\n"
#define RATES(value)                                                                               \
    "7,net_migration_rate,2000,male,0,0\n7,net_migration_rate,2000,male,20," value                 \
    "\n7,net_migration_rate,2000,male,40+,0\n7,net_migration_rate,2000,female,0,0\n"               \
    "7,net_migration_rate,2000,female,20,0\n7,net_migration_rate,2000,female,40+,0\n"
#define ALL_RATES(value)                                                                           \
    "7,net_migration_rate,2000,male,0," value "\n7,net_migration_rate,2000,male,20," value         \
    "\n7,net_migration_rate,2000,male,40+," value "\n7,net_migration_rate,2000,female,0," value    \
    "\n7,net_migration_rate,2000,female,20," value "\n7,net_migration_rate,2000,female,40+," value \
    "\n"

#define COUNTS(value, women)                                                                       \
    "7,net_migration,2000,male,0," value "\n7,net_migration,2000,male,20," value                   \
    "\n7,net_migration,2000,male,40+," value "\n7,net_migration,2000,female,0," women              \
    "\n7,net_migration,2000,female,20," women "\n7,net_migration,2000,female,40+," women "\n"

static const struct {
    const char *text, *part; /* NULL: taken */
} tables[] = {
    {HEADER SURVIVAL SRB ASFR, NULL},
    {HEADER SURVIVAL SRB "7,asfr,2000,female,20,0.525\n", NULL}, /* 10.5 children */
    {HEADER SURVIVAL SRB "7,asfr,2000,female,20,0.53\n",
     "town.csv, line 15: area \"7\", asfr of 2000: their TFR is 10.6: expected children per woman, "
     "0 "
     "to 10.5; is 1.06 meant?"},
    {HEADER SURVIVAL SRB "7,asfr,2000,female,20,83\n",
     "their TFR is 1660: expected children per woman, 0 to 10.5; is it per 1,000 (1.66)?"},
    {HEADER SURVIVAL SRB "7,asfr,2000,female,20,8\n",
     "their TFR is 160: expected children per woman, 0 to 10.5; is it per 100 (1.6)?"},
    {HEADER SURVIVAL SRB ASFR "7,tfr,2000,both,all,8.7\n", NULL},
    {HEADER SURVIVAL SRB "7,asfr,2000,female,20,83\n7,tfr,2000,both,all,1.66\n",
     NULL}, /* a schedule in any unit */
    {HEADER SURVIVAL SRB ASFR "7,tfr,2000,both,all,14\n",
     "town.csv, line 16: area \"7\", tfr of 2000, both, age 0, 14: expected children per woman, 0 "
     "to "
     "10.5; is 1.4 meant?"},
    {HEADER SURVIVAL SRB ASFR "7,tfr,2000,both,all,910\n", "is it per 1,000 (0.91)?"},
    {HEADER SURVIVAL SRB ASFR "7,tfr,2000,both,all,133\n", "is it per 100 (1.33)?"},
    {HEADER SURVIVAL "7,srb,2000,both,all,104.5\n" ASFR,
     "males per female at birth, 0.8 to 1.3; is it per 100 (1.045)?"},
    {HEADER MX("male", "0.01", "0.03") MX("female", "0.01", "0.025") SRB ASFR, NULL},
    {HEADER MX("male", "10", "31") MX("female", "10", "25") SRB ASFR,
     "mx, 2000, male: line 11: mx at age 40: 31: expected deaths per person and year, 0 to 6; is "
     "it "
     "per 1,000 (0.031)?"},
    {HEADER SURVIVAL SRB ASFR RATES("-0.04"), NULL},
    {HEADER SURVIVAL SRB ASFR RATES("1"), NULL},
    {HEADER SURVIVAL SRB ASFR RATES("1.5"),
     "town.csv, line 17: area \"7\", net_migration_rate of 2000, male, age 20, 1.5: expected net "
     "migrants per person and year, -0.05 to 1; is it per 1,000 (0.0015)?"},
    {HEADER SURVIVAL SRB ASFR ALL_RATES("0.25"), NULL},
    {HEADER SURVIVAL SRB ASFR ALL_RATES("0.5"),
     "area \"7\": net migration rates, 2000-2020, their mean: 0.5: expected net migrants per "
     "person "
     "and year, of all together, -1 to 0.25; is it per 100 (0.005)?"},
    {HEADER SURVIVAL SRB ASFR COUNTS("437.5", "437.5"), NULL}, /* 2625: 0.25 of 525, 20 years */
    {HEADER SURVIVAL SRB ASFR COUNTS("1000", "-30"), NULL},    /* not of absolute values */
    {HEADER SURVIVAL SRB ASFR COUNTS("450", "450"),
     "area \"7\": net migration, 2000-2020: 2700, where the base population is 525, is 0.257143 a "
     "person and year: expected net migrants per person and year, of all together, -1 to 0.25; is "
     "the population in thousands, or are they of different units?"},
    {HEADER SURVIVAL SRB ASFR RATES("-12"), "-0.05 to 1; is it per 1,000 (-0.012)?"},
};

static void tables_are_refused_and_taken_by_choice(void **state)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        cohort_table *table = parsed_table(tables[i].text, "town.csv", NULL);
        const cohort_table *const all[] = {table};
        cohort_inputs *inputs;
        cohort_error error;
        if (tables[i].part)
            assert_fails(cohort_table_inputs(1, all, "7", COHORT_WPP_EVEN, 2020, &inputs, &error),
                         COHORT_ERROR_VALUE, error, tables[i].part);
        cohort_table_set_rate_limits(table, COHORT_ANY_RATES);
        const int code = cohort_table_inputs(1, all, "7", COHORT_WPP_EVEN, 2020, &inputs, &error);
        /* what cannot be is refused all the same: more leave, or die, than are there */
        const int cannot = strstr(tables[i].text, ",-12\n") || strstr(tables[i].text, ",31\n");
        assert_int_equal(code, cannot ? COHORT_ERROR_VALUE : COHORT_OK);
        cohort_inputs_free(inputs);
        cohort_table_free(table);
    }
}

/* --- Inputs --- */

static const struct {
    cohort_convention convention;
    cohort_quantity quantity;
    double taken, refused;
    const char *part;
} cells[] = {
    {COHORT_IPSS, COHORT_CWR, 3.0, 230.0,
     "cwr, 2020-2025: 230: expected a finite number from 0 to 3; is it per 1,000 (0.23)?"},
    {COHORT_IPSS, COHORT_CWR, 0.7, 17.0, "17: expected a finite number from 0 to 3; is it per 100"},
    {COHORT_IPSS, COHORT_TFR_PER_CWR, 7.1, 7100.0, "from 0 to 70; is it per 1,000 (7.1)?"},
    {COHORT_WPP_END, COHORT_NET_MIGRATION_RATIO, 5.0, 5.1,
     "net_migration_ratio, 2020-2025, women 15-19: 5.1: expected a finite number from -1 to 5; is "
     "it "
     "per 1,000 (0.0051)?"},
    {COHORT_WPP_EVEN, COHORT_ASFR, 0.3, 300.0,
     "asfr, 2020-2025, their TFR: 150"}, /* with what the others add */
    {COHORT_IPSS, COHORT_SURVIVAL, 0.993, 99.3, "0 to 1; is it per 100 (0.993)?"},
};

static void inputs_are_refused_and_taken_by_choice(void **state)
{
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cohort_inputs *inputs = scattered_inputs_of(&small_grid, cells[i].convention), *copy,
                      *later;
        double base[COHORT_SEXES * SMALL_AGES] = {0};
        cohort_error error;
        double *value = value_at(inputs, cells[i].quantity, 1, COHORT_FEMALE, 3);
        *value = cells[i].taken;
        assert_ok(cohort_inputs_check(inputs, &error), error);
        *value = cells[i].refused;
        assert_fails(cohort_inputs_check(inputs, &error), COHORT_ERROR_VALUE, error, cells[i].part);
        cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
        assert_ok(cohort_inputs_copy(inputs, &copy, &error), error);
        const int code = cells[i].quantity == COHORT_SURVIVAL ? COHORT_ERROR_VALUE : COHORT_OK;
        assert_int_equal(cohort_inputs_check(copy, &error), code);
        assert_int_equal(cohort_inputs_restart(copy, 2020, base, &later, &error), code);
        cohort_inputs_set_rate_limits(copy, COHORT_HUMAN_RATES);
        assert_fails(cohort_inputs_check(copy, &error), COHORT_ERROR_VALUE, error, cells[i].part);
        cohort_inputs_free(later);
        cohort_inputs_free(copy);
        cohort_inputs_free(inputs);
    }
}

/* The sum has eight parts: each age group counts in it, and counts once. */
static void every_age_counts_for_the_tfr(void **state)
{
    for (int ages = 3; ages <= 20; ages++) {
        const cohort_grid grid = {2, ages, 2000, 2};
        cohort_inputs *inputs = scattered_inputs_of(&grid, COHORT_WPP_EVEN);
        cohort_error error;
        fill_quantity(inputs, COHORT_ASFR, 0.0);
        for (int x = 1; x < ages; x++) {
            *value_at(inputs, COHORT_ASFR, 1, COHORT_FEMALE, x) = 5.24;
            assert_ok(cohort_inputs_check(inputs, &error), error);
            *value_at(inputs, COHORT_ASFR, 1, COHORT_FEMALE, x) = 5.26;
            assert_fails(cohort_inputs_check(inputs, &error), COHORT_ERROR_VALUE, error,
                         "asfr, 2002-2004, their TFR: 10.52: expected children per woman, 0 to "
                         "10.5; is 1.052 meant?");
            *value_at(inputs, COHORT_ASFR, 1, COHORT_FEMALE, x) = 0.0;
        }
        cohort_inputs_free(inputs);
    }
}

/* --- Scenarios: also where rates come from counts --- */

static void scenarios_are_refused_and_taken_by_choice(void **state)
{
    static const char *const files[] = {
        "operation,year_from,year_to,value_from,value,baseline_tfr\ntfr,2020,2030,,16,\n",
        "operation,year_from,year_to,value_from,value,baseline_tfr\ntfr,2020,2030,16,1.4,\n",
        "operation,year_from,year_to,value_from,value,baseline_tfr\ntfr_proportion,,,,1.6,16\n"};
    for (int i = 0; i < 6; i++) {
        cohort_inputs *inputs = i < 3 ? small_inputs()
                                      : scattered_inputs_of(&small_grid, COHORT_WPP_EVEN),
                      *changed;
        cohort_csv *csv;
        cohort_scenario *scenario;
        cohort_error error;
        const char *file = files[i % 3];
        assert_ok(cohort_csv_parse(file, strlen(file), "plan.csv", &csv, &error), error);
        assert_ok(cohort_scenario_from_csv(csv, &scenario, &error), error);
        assert_fails(cohort_scenario_apply(scenario, inputs, &changed, &error), COHORT_ERROR_VALUE,
                     error, "16: expected children per woman, 0 to 10.5; is 1.6 meant?");
        assert_non_null(strstr(error.text, "plan.csv, line 2: operation 1, tfr"));
        cohort_inputs_set_rate_limits(inputs, COHORT_ANY_RATES);
        assert_ok(cohort_scenario_apply(scenario, inputs, &changed, &error), error);
        cohort_inputs_free(changed);
        cohort_scenario_free(scenario);
        cohort_inputs_free(inputs);
    }
}

/* --- Life tables --- */

static void death_rates_are_refused_and_taken_by_choice(void **state)
{
    static const int age[] = {0, 1, 5, 65};
    static const double mx[] = {4.1, 0.3, 0.9, 48.0}; /* per 1,000 */
    cohort_lifetable table;
    cohort_error error;
    assert_ok(cohort_lifetable_init(&table, 4, age, &error), error);
    memcpy(table.mx, mx, sizeof mx);
    assert_fails(cohort_lifetable_from_mx(&table, COHORT_FEMALE, COHORT_AX_COALE_DEMENY, &error),
                 COHORT_ERROR_VALUE, error,
                 "mx at age 65: 48: expected deaths per person and year, 0 to 6; is it per 1,000 "
                 "(0.048)?");
    table.mx[3] = -0.2; /* of no unit */
    assert_fails(cohort_lifetable_from_mx(&table, COHORT_FEMALE, COHORT_AX_COALE_DEMENY, &error),
                 COHORT_ERROR_VALUE, error, "-0.2: expected deaths per person and year, 0 to 6");
    assert_null(strstr(error.text, "is it"));
    table.mx[3] = mx[3];
    table.limits = COHORT_ANY_RATES;
    assert_ok(cohort_lifetable_from_mx(&table, COHORT_FEMALE, COHORT_AX_COALE_DEMENY, &error),
              error);
    cohort_lifetable_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_refused_and_taken_by_choice),
        cmocka_unit_test(inputs_are_refused_and_taken_by_choice),
        cmocka_unit_test(every_age_counts_for_the_tfr),
        cmocka_unit_test(scenarios_are_refused_and_taken_by_choice),
        cmocka_unit_test(death_rates_are_refused_and_taken_by_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
