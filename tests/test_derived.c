/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived projections: rates by sex and age from a table, times a population. The rates here are
 * made up: they are no headship, participation or any other figures. */
#include "support/close.h"
#include "support/tables.h"

#include <cohort/derived.h>
#include <cohort/indicators.h>

#include <stdio.h>
#include <stdlib.h>

#define HEADER "area,variable,year,sex,age,value\n"

enum { MOST_CELLS = 4000 };

/* 2015, 2020, 2025 by five years, open at 90; single years, open at 100; decades, open at 80. */
static const cohort_grid five = {5, 19, 2015, 2};
static const cohort_grid single = {1, 101, 2015, 3};
static const cohort_grid ten = {10, 9, 2020, 1};

static size_t cell_count(const cohort_grid *grid)
{
    return cohort_cell(grid, grid->steps + 1, 0, 0);
}

static cohort_table *table_of(const char *rows)
{
    char *text = malloc(strlen(HEADER) + strlen(rows) + 1);
    assert_non_null(text);
    strcpy(text, HEADER);
    strcat(text, rows);
    cohort_table *table = parsed_table(text, "rates.csv", NULL);
    free(text);
    return table;
}

/* Rates of area "town", variable "x". */
static void rates_of(const char *rows, const cohort_grid *grid, double *rates)
{
    cohort_table *table = table_of(rows);
    cohort_error error;
    assert_true(cell_count(grid) <= MOST_CELLS);
    assert_ok(cohort_table_rates(table, "town", "x", grid, rates, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    cohort_table_free(table);
}

static double rate_at(const cohort_grid *grid, const double *rates, int year, int sex, int age)
{
    return rates[cohort_cell(grid, cohort_grid_date(grid, year), sex, age)];
}

/* Irregular numbers of persons, none like another. */
static cohort_stock people_of(const cohort_grid *grid)
{
    cohort_stock people;
    cohort_error error;
    assert_ok(cohort_stock_init(&people, grid, &error), error);
    for (size_t i = 0; i < cell_count(grid); i++)
        cohort_stock_cells(&people)[i] = 1000.0 + 37.0 * (double)(i % 29) + (double)i / 7.0;
    return people;
}

static cohort_stock derived_of(const cohort_stock *people, const double *rates)
{
    cohort_stock derived;
    cohort_error error;
    assert_ok(cohort_stock_init(&derived, &people->grid, &error), error);
    assert_ok(cohort_derived(people, rates, &derived, &error), error);
    assert_int_equal(error.code, COHORT_OK);
    return derived;
}

/* --- Rates times population --- */

static void a_rate_of_one_is_the_population(void **state)
{
    const cohort_grid *grids[] = {&five, &single, &ten};
    double rates[MOST_CELLS];
    for (int g = 0; g < 3; g++) {
        cohort_stock people = people_of(grids[g]);
        rates_of("all,x,2000,both,all,1\n", grids[g], rates);
        cohort_stock derived = derived_of(&people, rates);
        assert_memory_equal(derived.cells, people.cells,
                            cell_count(grids[g]) * sizeof *people.cells);
        cohort_stock_free(&derived);
        cohort_stock_free(&people);
    }
}

/* The parts of a population by law: each counts once, whatever the age groups. */
static void parts_of_the_ages_add_up(void **state)
{
    static const char *const parts[] = {"0-5", "6-11", "12-14", "15-63", "64-76", "77+"};
    const cohort_grid *grids[] = {&five, &single, &ten};
    double sum[MOST_CELLS], rates[MOST_CELLS];
    for (int g = 0; g < 3; g++) {
        memset(sum, 0, sizeof sum);
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            char row[80];
            snprintf(row, sizeof row, "town,x,2015,both,%s,1\n", parts[p]);
            rates_of(row, grids[g], rates);
            for (size_t i = 0; i < cell_count(grids[g]); i++)
                sum[i] += rates[i];
        }
        for (size_t i = 0; i < cell_count(grids[g]); i++)
            /* up to four shares of a group, each rounded, and their additions */
            assert_close(sum[i], 1.0, 0.0, 1e-15);
    }
}

static void refuses_rates_that_are_none(void **state)
{
    static const struct {
        double rate, persons;
        const char *part;
    } bad[] = {
        {-0.25, 1.0, "2020, female, age 85-89: rate -0.25: expected a finite number, 0 or more"},
        {(double)NAN, 1.0, "2020, female, age 85-89: rate nan"},
        {(double)INFINITY, 0.0, "2020, female, age 85-89: rate inf"},
        {1e300, 1e300, "rate 1e+300 times 1e+300 persons: expected a finite number"},
        {0.5, (double)NAN, "rate 0.5 times nan persons"},
    };
    double rates[MOST_CELLS];
    cohort_error error;
    for (size_t b = 0; b < sizeof bad / sizeof *bad; b++) {
        cohort_stock people = people_of(&five), derived = people_of(&five);
        for (size_t i = 0; i < cell_count(&five); i++)
            rates[i] = 1.0, cohort_stock_cells(&derived)[i] = 7.0;
        size_t cell = cohort_cell(&five, 1, COHORT_FEMALE, 17);
        rates[cell] = bad[b].rate;
        cohort_stock_cells(&people)[cell] = bad[b].persons;
        assert_fails(cohort_derived(&people, rates, &derived, &error), COHORT_ERROR_VALUE, error,
                     bad[b].part);
        assert_int_equal(cohort_derived(&people, rates, &derived, NULL), COHORT_ERROR_VALUE);
        for (size_t i = 0; i < cell_count(&five); i++)
            assert_true(derived.cells[i] == 7.0);
        cohort_stock_free(&people);
        cohort_stock_free(&derived);
    }
}

static void refuses_another_grid(void **state)
{
    const cohort_grid others[] = {
        {1, 19, 2015, 2}, {5, 18, 2015, 2}, {5, 19, 2020, 2}, {5, 19, 2015, 1}};
    double rates[MOST_CELLS] = {0};
    cohort_stock people = people_of(&five);
    cohort_error error;
    for (int g = 0; g < 4; g++) {
        cohort_stock derived = people_of(&others[g]);
        double first = derived.cells[0];
        assert_fails(cohort_derived(&people, rates, &derived, &error), COHORT_ERROR_GRID, error,
                     "the grid of population");
        assert_true(derived.cells[0] == first);
        cohort_stock_free(&derived);
    }
    cohort_stock_free(&people);
}

/* --- Ages --- */

static void a_part_of_a_group_counts_for_its_part(void **state)
{
    double rates[MOST_CELLS];
    rates_of("town,x,2015,both,6-11,1\n", &five, rates);
    for (int date = 0; date <= five.steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < five.ages; age++)
                assert_true(rates[cohort_cell(&five, date, sex, age)] == (age == 1   ? 0.8
                                                                          : age == 2 ? 0.4
                                                                                     : 0.0));
    rates_of("town,x,2015,both,6-11,0.5\n", &ten, rates);
    assert_true(rate_at(&ten, rates, 2020, COHORT_MALE, 0) == 0.5 * 0.4);
    assert_true(rate_at(&ten, rates, 2020, COHORT_MALE, 1) == 0.5 * 0.2);
    assert_true(rate_at(&ten, rates, 2020, COHORT_MALE, 2) == 0.0);
    /* From within the last closed group on; the open group is taken in as a whole. */
    rates_of("town,x,2015,both,88+,1\n", &five, rates);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 16) == 0.0);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 17) == 0.4);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 18) == 1.0);
}

static void single_years_are_exact(void **state)
{
    double rates[MOST_CELLS];
    rates_of("town,x,2015,both,6-11,0.1\ntown,x,2015,both,12,0.7\ntown,x,2015,both,13-99,0.3\n"
             "town,x,2015,both,100+,0.9\n",
             &single, rates);
    for (int date = 0; date <= single.steps; date++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < single.ages; age++)
                assert_true(rates[cohort_cell(&single, date, sex, age)] == (age < 6     ? 0.0
                                                                            : age < 12  ? 0.1
                                                                            : age == 12 ? 0.7
                                                                            : age < 100 ? 0.3
                                                                                        : 0.9));
}

/* Groups are the mean of their single years. */
static void groups_are_means_of_single_years(void **state)
{
    char *rows = malloc(101 * 40);
    size_t used = 0;
    double by_year[MOST_CELLS], by_group[MOST_CELLS];
    assert_non_null(rows);
    for (int age = 0; age < 90; age++)
        used += (size_t)sprintf(rows + used, "town,x,2015,both,%d-%d,%.3f\n", age, age,
                                0.1 + 0.008 * ((age * 37) % 101));
    sprintf(rows + used, "town,x,2015,both,90+,0.25\n");
    rates_of(rows, &single, by_year);
    rates_of(rows, &five, by_group);
    for (int x = 0; x < 18; x++) {
        double sum = 0.0;
        for (int age = 5 * x; age < 5 * x + 5; age++)
            sum += rate_at(&single, by_year, 2015, COHORT_MALE, age);
        /* five products and their sum against a sum and a quotient: ten roundings at most */
        assert_close(rate_at(&five, by_group, 2015, COHORT_MALE, x), sum / 5.0, 2e-15, 0.0);
    }
    assert_true(rate_at(&five, by_group, 2015, COHORT_FEMALE, 18) == 0.25);
    free(rows);
}

static void first_ages_alone_are_groups_of_the_grid(void **state)
{
    double alone[MOST_CELLS], ranges[MOST_CELLS];
    rates_of("town,x,2015,male,15,0.1\ntown,x,2015,male,20,0.2\ntown,x,2015,female,85,0.3\n"
             "town,x,2015,female,90,0.4\n",
             &five, alone);
    rates_of("town,x,2015,M,15-19,0.1\ntown,x,2015,M,20-24,0.2\ntown,x,2015,F,85-89,0.3\n"
             "town,x,2015,F,90+,0.4\n",
             &five, ranges);
    assert_memory_equal(alone, ranges, cell_count(&five) * sizeof *alone);
    assert_true(rate_at(&five, alone, 2015, COHORT_MALE, 4) == 0.2);
    assert_true(rate_at(&five, alone, 2015, COHORT_FEMALE, 18) == 0.4);
    assert_true(rate_at(&five, alone, 2015, COHORT_MALE, 18) == 0.0);
    /* What first ages may not do, ranges may: leave ages out between them. */
    rates_of("town,x,2015,both,15-19,0.1\ntown,x,2015,both,30-34,0.2\n", &five, ranges);
    assert_true(rate_at(&five, ranges, 2015, COHORT_MALE, 4) == 0.0);
}

static void both_is_each_of_the_two(void **state)
{
    double both[MOST_CELLS], apart[MOST_CELLS], mixed[MOST_CELLS];
    rates_of("town,x,2015,both,15-64,0.6\ntown,x,2015,both,65+,0.2\n", &five, both);
    rates_of("town,x,2015,female,15-64,0.6\ntown,x,2015,male,15-64,0.6\n"
             "town,x,2015,male,65+,0.2\ntown,x,2015,female,65+,0.2\n",
             &five, apart);
    rates_of("town,x,2015,both,15-64,0.6\ntown,x,2015,male,65+,0.2\ntown,x,2015,female,65+,0.2\n",
             &five, mixed);
    assert_memory_equal(both, apart, cell_count(&five) * sizeof *both);
    assert_memory_equal(both, mixed, cell_count(&five) * sizeof *both);
    rates_of("town,x,2015,female,all,0.6\n", &five, apart);
    assert_true(rate_at(&five, apart, 2015, COHORT_MALE, 5) == 0.0);
    assert_true(rate_at(&five, apart, 2015, COHORT_FEMALE, 5) == 0.6);
}

/* --- Years and areas --- */

static void years_are_interpolated_and_held(void **state)
{
    const cohort_grid long_grid = {5, 19, 2000, 6};
    double rates[MOST_CELLS];
    rates_of("town,x,2022,both,all,0.8\ntown,x,2010,both,all,0.2\ntown,x,2014,both,all,0.4\n",
             &long_grid, rates);
    static const double expected[] = {0.2, 0.2, 0.2, 0.45, 0.7, 0.8, 0.8}; /* 2000, 2005, ... */
    for (int date = 0; date <= long_grid.steps; date++)
        /* a difference, a quotient, a product and a sum of numbers below 1 */
        assert_close(rates[cohort_cell(&long_grid, date, COHORT_FEMALE, 7)], expected[date], 0.0,
                     4e-16);
    assert_true(rates[cohort_cell(&long_grid, 2, COHORT_MALE, 0)] == 0.2); /* 2010 itself */
    rates_of("town,x,2014,both,6-11,1\ntown,x,2022,both,6-11,1\n", &long_grid, rates);
    for (int date = 0; date <= long_grid.steps; date++) /* what does not change stays exactly */
        assert_true(rates[cohort_cell(&long_grid, date, COHORT_MALE, 1)] == 0.8);
    /* Down to nothing, never below it. */
    rates_of("town,x,2001,both,all,0.3\ntown,x,2029,both,all,0\n", &long_grid, rates);
    for (size_t i = 0; i < cell_count(&long_grid); i++)
        assert_true(rates[i] >= 0.0 && rates[i] <= 0.3);
}

/* The ages of two years may be cut in other ranges, if they are the same ages. */
static void years_may_have_other_ranges(void **state)
{
    double rates[MOST_CELLS];
    rates_of("town,x,2015,both,65+,0.2\n"
             "town,x,2025,both,65-74,0.1\ntown,x,2025,male,75+,0.4\ntown,x,2025,female,75+,0.6\n",
             &five, rates);
    /* halfway between two numbers below 1: two roundings; the years themselves exactly */
    assert_close(rate_at(&five, rates, 2020, COHORT_MALE, 13), 0.15, 0.0, 2e-16);
    assert_close(rate_at(&five, rates, 2020, COHORT_FEMALE, 18), 0.4, 0.0, 2e-16);
    assert_true(rate_at(&five, rates, 2025, COHORT_MALE, 13) == 0.1);
    rates_of("town,x,2015,both,90,0.9\ntown,x,2020,both,90+,0.1\ntown,x,2030,both,90+,0.3\n", &five,
             rates);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 18) == 0.9);
    assert_true(rate_at(&five, rates, 2020, COHORT_MALE, 18) == 0.1);
}

static void the_own_rows_of_an_area_win(void **state)
{
    double rates[MOST_CELLS];
    cohort_error error;
    cohort_table *table = table_of("all,x,2015,both,all,0.5\nall,y,2015,both,all,0.6\n"
                                   "town,x,2015,both,15+,0.1\n");
    assert_ok(cohort_table_rates(table, "town", "x", &five, rates, &error), error);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 3) == 0.1);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 0) == 0.0); /* not filled up from all */
    assert_ok(cohort_table_rates(table, "town", "y", &five, rates, &error), error);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 0) == 0.6);
    assert_ok(cohort_table_rates(table, "village", "x", &five, rates, &error), error);
    assert_true(rate_at(&five, rates, 2015, COHORT_MALE, 0) == 0.5);
    cohort_table_free(table);
}

/* --- What cannot be read --- */

static void refuses_malformed_rates(void **state)
{
    static const struct {
        const char *rows;
        int code;
        const char *part;
    } bad[] = {
        {"town,y,2015,both,all,1\n", COHORT_ERROR_MISSING,
         "rates.csv: area \"town\", x: no rows, and none of area \"all\" either"},
        {"village,x,2015,both,all,1\n", COHORT_ERROR_MISSING, "area \"town\", x: no rows"},
        {"all,x,2015,both,0-14,1\nall,x,2015,both,15+,-0.1\n", COHORT_ERROR_VALUE,
         "rates.csv, line 3: -0.1: expected a rate, 0 or more"},
        {"town,x,2015,both,0-14,1\nall,x,2015,both,15+,1\ntown,x,2015,both,14-20,1\n",
         COHORT_ERROR_DUPLICATE, "rates.csv, line 4: 2015, male, age 14 has a rate by line 2"},
        {"town,x,2015,both,all,1\ntown,x,2015,female,20-24,1\n", COHORT_ERROR_DUPLICATE,
         "rates.csv, line 3: 2015, female, age 20 has a rate by line 2"},
        {"town,x,2015,male,5,1\ntown,x,2015,male,9-10,1\n", COHORT_ERROR_DUPLICATE, "age 9 has"},
        {"town,x,2015,male,90+,1\ntown,x,2015,male,all,1\n", COHORT_ERROR_DUPLICATE, "age 90 has"},
        {"town,x,2015,both,0-89,1\ntown,x,2015,both,90-94,1\n", COHORT_ERROR_GRID,
         "rates.csv, line 3: age 90-94: expected no range that begins or ends within the "
         "population's open group, 90+"},
        {"town,x,2015,both,75-90,1\n", COHORT_ERROR_GRID, "line 2: age 75-90: expected no range"},
        {"town,x,2015,both,95+,1\n", COHORT_ERROR_GRID, "line 2: age 95+: expected no range"},
        {"town,x,2015,both,95,1\n", COHORT_ERROR_GRID, "line 2: age 95: expected no range"},
        {"town,x,2015,both,6,1\n", COHORT_ERROR_GRID,
         "line 2: age 6: expected the first age of a group of the population, every 5 years"},
        {"town,x,2015,both,10,1\ntown,x,2015,both,20,1\n", COHORT_ERROR_GRID,
         "line 3: no rate for ages 15 to 19, between 10 and 20, which are first ages of groups as "
         "wide as the population's: expected ranges, such as 10-19"},
        {"town,x,2015,both,15+,1\ntown,x,2020,both,20+,1\n", COHORT_ERROR_MISSING,
         "line 2: 2015 has a rate for male, age 15, and 2020 has none: expected the same ages"},
        {"town,x,2015,both,20+,1\ntown,x,2020,both,15+,1\n", COHORT_ERROR_MISSING,
         "line 3: 2020 has a rate for male, age 15, and 2015 has none"},
        {"town,x,2015,both,all,1\ntown,x,2020,male,all,1\n", COHORT_ERROR_MISSING,
         "line 2: 2015 has a rate for female, age 0, and 2020 has none"},
        {"town,x,2015,both,all,1\ntown,x,2040,both,all,-1\n", COHORT_ERROR_VALUE, "line 3: -1"},
    };
    double rates[MOST_CELLS];
    cohort_error error;
    for (size_t b = 0; b < sizeof bad / sizeof *bad; b++) {
        cohort_table *table = table_of(bad[b].rows);
        for (int i = 0; i < MOST_CELLS; i++)
            rates[i] = 7.0;
        assert_fails(cohort_table_rates(table, "town", "x", &five, rates, &error), bad[b].code,
                     error, bad[b].part);
        assert_int_equal(cohort_table_rates(table, "town", "x", &five, rates, NULL), bad[b].code);
        for (int i = 0; i < MOST_CELLS; i++)
            assert_true(rates[i] == 7.0);
        cohort_table_free(table);
    }
}

/* Five-year rates by their first ages, on single years: each would count for a fifth. */
static void refuses_wide_groups_on_single_years(void **state)
{
    double rates[MOST_CELLS];
    cohort_error error;
    cohort_table *table = table_of("town,x,2015,both,15,1\ntown,x,2015,both,20,1\n");
    assert_fails(cohort_table_rates(table, "town", "x", &single, rates, &error), COHORT_ERROR_GRID,
                 error, "no rate for ages 16 to 19, between 15 and 20");
    cohort_table_free(table);
}

static void refuses_a_grid_that_is_none(void **state)
{
    const cohort_grid none = {0, 19, 2015, 2};
    double rates[1] = {7.0};
    cohort_error error;
    cohort_table *table = table_of("all,x,2015,both,all,1\n");
    assert_fails(cohort_table_rates(table, "town", "x", &none, rates, &error), COHORT_ERROR_GRID,
                 error, "age groups of 0 years");
    assert_true(rates[0] == 7.0);
    cohort_table_free(table);
}

static void names_may_be_hostile(void **state)
{
    double rates[MOST_CELLS];
    cohort_error error;
    cohort_table *table = table_of("all,\"a, \"\"b\"\"\n%s\",2015,both,all,0.25\n");
    assert_ok(cohort_table_rates(table, "\"", "a, \"b\"\n%s", &five, rates, &error), error);
    assert_true(rates[0] == 0.25);
    assert_fails(cohort_table_rates(table, "%n\n", "%s%s\x1b", &five, rates, &error),
                 COHORT_ERROR_MISSING, error, "area \"%n?\", %s%s?: no rows");
    cohort_table_free(table);
}

/* --- The fixture --- */

static void pupils_are_bands_of_age(void **state)
{
    double rates[MOST_CELLS];
    cohort_table *towns = fixture("ipss2018.csv"), *law = fixture("pupils.csv");
    cohort_stock people;
    cohort_error error;
    assert_ok(cohort_table_population(towns, "01223", "population", &people, &error), error);
    static const struct {
        const char *variable;
        double parts[2]; /* of 5-9 and 10-14 */
    } schools[] = {{"pupils_elementary", {0.8, 0.4}}, {"pupils_lower_secondary", {0.0, 0.6}}};
    for (int s = 0; s < 2; s++) {
        assert_ok(
            cohort_table_rates(law, "01223", schools[s].variable, &people.grid, rates, &error),
            error);
        cohort_stock pupils = derived_of(&people, rates);
        for (int date = 0; date <= people.grid.steps; date++) {
            int year = cohort_grid_year(&people.grid, date);
            double expected = 0.0;
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                for (int part = 0; part < 2; part++)
                    expected += schools[s].parts[part] *
                                people.cells[cohort_cell(&people.grid, date, sex, 1 + part)];
            /* four products, added in another order: eight roundings at most */
            assert_close(cohort_total(&pupils, year), expected, 1e-15, 0.0);
        }
        cohort_stock_free(&pupils);
    }
    cohort_stock_free(&people);
    cohort_table_free(towns);
    cohort_table_free(law);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_of_one_is_the_population),
        cmocka_unit_test(parts_of_the_ages_add_up),
        cmocka_unit_test(refuses_rates_that_are_none),
        cmocka_unit_test(refuses_another_grid),
        cmocka_unit_test(a_part_of_a_group_counts_for_its_part),
        cmocka_unit_test(single_years_are_exact),
        cmocka_unit_test(groups_are_means_of_single_years),
        cmocka_unit_test(first_ages_alone_are_groups_of_the_grid),
        cmocka_unit_test(both_is_each_of_the_two),
        cmocka_unit_test(years_are_interpolated_and_held),
        cmocka_unit_test(years_may_have_other_ranges),
        cmocka_unit_test(the_own_rows_of_an_area_win),
        cmocka_unit_test(refuses_malformed_rates),
        cmocka_unit_test(refuses_wide_groups_on_single_years),
        cmocka_unit_test(refuses_a_grid_that_is_none),
        cmocka_unit_test(names_may_be_hostile),
        cmocka_unit_test(pupils_are_bands_of_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
