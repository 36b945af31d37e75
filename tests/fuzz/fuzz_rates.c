/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life tables, fertility, migration schedules and graduation: any numbers. */
#include "fuzz/take.h"

enum { MOST = 24, SINGLE = 131 };

static void lives(struct take *take)
{
    int ages[MOST], longer_ages[MOST + 8];
    const int count = 2 + take_up_to(take, MOST - 2);
    cohort_lifetable table, longer, standard;
    cohort_error error;
    double values[SINGLE], more[SINGLE];
    const int sex = take_up_to(take, 2);
    const cohort_ax rule = (cohort_ax)take_up_to(take, 3);
    for (int i = 0; i < count; i++)
        ages[i] = i == 0 ? 0 : i == 1 ? 1 : take_byte(take) > 4 ? 5 * (i - 1) : take_int(take);
    if (cohort_lifetable_init(&table, count, ages, &error))
        return;
    take_numbers(take, take_byte(take) % 2 ? table.mx : table.qx, (size_t)count);
    check_error(cohort_lifetable_from_mx(&table, sex, rule, &error), &error);
    check_error(cohort_lifetable_from_qx(&table, sex, rule, &error), &error);
    check_error(cohort_lifetable_survival(&table, 5, 3 + take_up_to(take, 20), values, &error),
                &error);
    memcpy(longer_ages, ages, sizeof ages);
    for (int i = count; i < count + 6; i++)
        longer_ages[i] = longer_ages[i - 1] < INT_MAX - 5 ? longer_ages[i - 1] + 5 : 0;
    if (!cohort_lifetable_init(&longer, count + 6, longer_ages, &error)) {
        check_error(cohort_lifetable_extend(&table, (cohort_old_ages)take_up_to(take, 2),
                                            take_int(take), sex, rule, &longer, &error),
                    &error);
        cohort_lifetable_free(&longer);
    }
    if (!cohort_lifetable_init(&standard, count, ages, &error)) {
        check_error(cohort_lifetable_relational(&table, take_number(take), take_number(take),
                                                &standard, more, &error),
                    &error);
        cohort_lifetable_free(&standard);
    }
    check_error(cohort_split_open_stable(take_number(take), &table, take_number(take), 5, 100,
                                         values, &error),
                &error);
    cohort_lifetable_free(&table);
}

static void births(struct take *take)
{
    double schedule[MOST], asfr[MOST], value;
    cohort_error error;
    const int width = take_int(take), count = 1 + take_up_to(take, MOST - 1);
    take_numbers(take, schedule, MOST);
    check_error(cohort_asfr(count, width, take_number(take), schedule, asfr, &error), &error);
    cohort_tfr(count, width, schedule);
    cohort_mean_age_at_bearing(count, width, schedule);
    check_error(cohort_male_share(take_number(take), &value, &error), &error);
    cohort_srb(take_number(take));
    check_error(cohort_improve(count, schedule, asfr, take_number(take), schedule, &error), &error);
}

static cohort_rogers_castro take_schedule(struct take *take)
{
    cohort_rogers_castro schedule;
    double numbers[sizeof schedule / sizeof(double)];
    take_numbers(take, numbers, sizeof numbers / sizeof *numbers);
    memcpy(&schedule, numbers, sizeof schedule);
    return schedule;
}

static void moves(struct take *take)
{
    double ages[MOST], rates[MOST], single[SINGLE];
    cohort_rogers_castro schedule = take_schedule(take), fitted;
    cohort_rogers_castro_fit_report report;
    cohort_rogers_castro_options options = COHORT_ROGERS_CASTRO_OPTIONS;
    cohort_error error;
    const int count = take_up_to(take, MOST);
    for (int i = 0; i < count; i++) {
        ages[i] = take_byte(take) > 8 ? 4.0 * i : take_number(take);
        rates[i] = take_rate(take);
    }
    const cohort_observed_rates observed = {count, ages, NULL, rates, NULL};
    cohort_rogers_castro_rate(&schedule, take_number(take));
    check_error(
        cohort_rogers_castro_schedule(&schedule, 1 + take_up_to(take, 4), 20, single, &error),
        &error);
    options.parameters = take_byte(take) > 128 ? 7 : take_byte(take) % 16;
    if (take_byte(take) < 64)
        options.start = &schedule;
    check_error(cohort_rogers_castro_fit(&observed, &options, &fitted, &report, &error), &error);
    check_error(cohort_migration_by_age(take_number(take), count, rates, ages, single, &error),
                &error);
    check_error(cohort_migration_by_age_two_sided(take_number(take), take_number(take), count,
                                                  rates, ages, single, &error),
                &error);
}

static void groups(struct take *take)
{
    int ages[MOST + 1];
    double counts[MOST], single[2000];
    cohort_error error;
    const int count = take_up_to(take, MOST);
    for (int i = 0; i <= count; i++)
        ages[i] = take_byte(take) > 4 ? 5 * i : take_int(take);
    for (int i = 0; i < count; i++)
        counts[i] = 100.0 * take_rate(take);
    if (ages[count] > 1999 || ages[count] < 0)
        return;
    const int code = cohort_graduate((cohort_graduation)take_up_to(take, 5), count, ages, counts,
                                     single, &error);
    check_error(code, &error);
    if (!code)
        check_error(cohort_aggregate(count, ages, single, counts, &error), &error);
    if (count > 0 && ages[count - 1] < 100)
        check_error(cohort_split_open_composite(count, ages, counts, 105, single, &error), &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const families[])(struct take *) = {lives, births, moves, groups};
    struct take take = {bytes, size};
    families[take_up_to(&take, 3)](&take);
    return 0;
}
