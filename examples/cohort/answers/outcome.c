/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/outcome.h"

/* ---- as a projection has it ---- */

size_t outcome_cell(const struct outcome *s, int time, int sex, int age)
{
    return ((size_t)time * (size_t)s->sexes + (size_t)sex) * (size_t)s->ages + (size_t)age;
}

int outcome_year(const struct outcome *s, int time)
{
    return s->start + time * s->every;
}

struct outcome *outcome_add(struct outcomes *list, const char *area, const char *variable,
                            const cohort_grid *grid, const double *cells, bool is_flow)
{
    struct outcome *s = &list->of[list->count++];
    *s = (struct outcome){.area = area,
                          .variable = variable,
                          .is_flow = is_flow,
                          .start = grid->start,
                          .every = grid->width,
                          .times = grid->steps + !is_flow,
                          .sexes = COHORT_SEXES,
                          .ages = grid->ages,
                          .width = grid->width};
    const size_t size = outcome_cell(s, s->times, 0, 0);
    s->cells = allocate(size, sizeof *s->cells);
    if (cells && size)
        memcpy(s->cells, cells, size * sizeof *cells);
    return s;
}

void outcome_add_births(struct outcomes *list, const char *area, const cohort_flow *births)
{
    struct outcome *s = outcome_add(list, area, "births", &births->grid, NULL, true);
    s->ages = 1;
    s->width = 0;
    for (int i = 0; i < s->times; i++)
        for (int sex = 0; sex < s->sexes; sex++)
            s->cells[outcome_cell(s, i, sex, 0)] =
                births->cells[cohort_cell(&births->grid, i, sex, 0)];
}

/* Births of both sexes by the mother's age, where the convention knows it. */
static void add_births_by_mother(struct outcomes *list, const char *area,
                                 const cohort_projection *p)
{
    struct outcome *s = outcome_add(list, area, "births_by_mother",
                                    &cohort_projection_population(p)->grid, NULL, true);
    s->sexes = 1;
    for (int i = 0; i < s->times; i++)
        if (cohort_projection_births_by_mother(p, i, s->cells + outcome_cell(s, i, 0, 0), NULL))
            s->times = i;
}

struct outcomes outcome_of(const char *area, const cohort_projection *p, int derived,
                           const char *const *names, const cohort_stock *stocks)
{
    const cohort_stock *population = cohort_projection_population(p);
    const cohort_grid *grid = &population->grid;
    struct outcomes list = {0, allocate((size_t)(OUTCOME_DERIVED + derived), sizeof *list.of)};
    cohort_flow by_age;
    must(cohort_flow_init(&by_age, grid, &error));
    must(cohort_projection_deaths_by_age(p, &by_age, &error));
    outcome_add(&list, area, "population", grid, population->cells, false);
    outcome_add_births(&list, area, cohort_projection_births(p));
    add_births_by_mother(&list, area, p);
    outcome_add(&list, area, "deaths", grid, cohort_projection_deaths(p)->cells, true);
    outcome_add(&list, area, "deaths_by_age", grid, by_age.cells, true);
    outcome_add(&list, area, "net_migration", grid, cohort_projection_net_migration(p)->cells,
                true);
    for (int i = 0; i < derived; i++)
        outcome_add(&list, area, names[i], grid, stocks[i].cells, false);
    cohort_flow_free(&by_age);
    return list;
}

struct outcomes outcome_of_stock(const char *area, const char *name, const cohort_stock *stock)
{
    struct outcomes list = {0, allocate(1, sizeof *list.of)};
    outcome_add(&list, area, "population", &stock->grid, stock->cells, false)->name = name;
    return list;
}

void outcome_free(struct outcomes *list)
{
    for (int i = 0; i < list->count; i++) {
        free(list->of[i].cells);
        free(list->of[i].whole);
    }
    free(list->of);
    *list = (struct outcomes){0, NULL};
}

/* ---- the years between ---- */

/* The single ages of a date: every group but the open one is graduated, and that stays. */
static void graduate(const struct outcome *s, const double *groups, double *single)
{
    const int closed = s->ages - 1;
    const bool sprague = s->width == 5 && closed >= 5;
    int *first = allocate((size_t)s->ages, sizeof *first);
    for (int x = 0; x < s->ages; x++)
        first[x] = x * s->width;
    must(cohort_graduate(sprague ? COHORT_SPRAGUE : COHORT_MONOTONE_SPLINE, closed, first, groups,
                         single, &error));
    single[closed * s->width] = groups[closed];
    free(first);
}

/* A cohort of an age, some years behind a date: on a straight line between what it is there and at
 * the next date, or what it is at the one where it is. */
static double cohort_at(const double *from, const double *to, int age, int years, int width,
                        int open_age)
{
    const int before = age - years, after = age - years + width;
    const double share = (double)years / width;
    if (before < 0)
        return to[after];
    return after >= open_age ? from[before] : (1.0 - share) * from[before] + share * to[after];
}

/* Bring the single ages of a group to its count. */
static void bring_to(double count, int width, double *single)
{
    double sum = 0.0;
    for (int i = 0; i < width; i++)
        sum += single[i];
    for (int i = 0; i < width; i++)
        single[i] = sum > 0.0 ? single[i] * (count / sum) : count / width;
}

/* Single ages of one sex: at a date, and in the years up to the next. */
static void single_ages_of(const struct outcome *groups, struct outcome *single, int date, int sex)
{
    const int width = groups->width, open_age = single->ages - 1;
    double *at = allocate(2 * (size_t)single->ages, sizeof *at), *next = at + single->ages;
    const bool is_last = date + 1 >= groups->times;
    graduate(groups, groups->cells + outcome_cell(groups, date, sex, 0), at);
    if (!is_last)
        graduate(groups, groups->cells + outcome_cell(groups, date + 1, sex, 0), next);
    for (int k = 0; k < (is_last ? 1 : width); k++) {
        double *to = single->cells + outcome_cell(single, date * width + k, sex, 0);
        for (int x = 0; x < groups->ages; x++) {
            const double from = groups->cells[outcome_cell(groups, date, sex, x)];
            const double then =
                is_last ? from : groups->cells[outcome_cell(groups, date + 1, sex, x)];
            const int ages = x < groups->ages - 1 ? width : 1;
            for (int i = x * width; i < x * width + ages; i++)
                to[i] = k == 0          ? at[i]
                        : i == open_age ? 1.0
                                        : cohort_at(at, next, i, k, width, open_age);
            bring_to(from + (then - from) * k / width, ages, to + x * width);
        }
    }
    free(at);
}

static void make_single(const struct outcome *groups, struct outcome *single)
{
    single->ages = (groups->ages - 1) * groups->width + 1;
    single->width = 1;
    free(single->cells);
    single->cells = allocate(outcome_cell(single, single->times, 0, 0), sizeof *single->cells);
    for (int date = 0; date < groups->times; date++)
        for (int sex = 0; sex < groups->sexes; sex++)
            single_ages_of(groups, single, date, sex);
}

static void make_annual(const struct outcome *from, struct outcome *to)
{
    const size_t row = outcome_cell(from, 1, 0, 0);
    for (int i = 0; i < to->times; i++) {
        const int date = i / from->every, years = i % from->every;
        const double *now = from->cells + (size_t)date * row;
        const double *then = years > 0 && !from->is_flow ? now + row : now;
        for (size_t k = 0; k < row; k++)
            to->cells[(size_t)i * row + k] =
                from->is_flow ? now[k] / from->every
                              : now[k] + (then[k] - now[k]) * years / from->every;
    }
}

void outcome_annual(struct outcomes *list, bool single_ages)
{
    for (int i = 0; i < list->count; i++) {
        struct outcome *s = &list->of[i], from = *s;
        s->every = 1;
        s->times = from.is_flow     ? from.times * from.every
                   : from.times > 0 ? (from.times - 1) * from.every + 1
                                    : 0;
        s->cells = allocate(outcome_cell(s, s->times, 0, 0), sizeof *s->cells);
        make_annual(&from, s);
        if (single_ages && i == OUTCOME_POPULATION && from.width > 1)
            make_single(&from, s);
        free(from.cells);
    }
}

/* ---- whole persons ---- */

/* What is whole but for the last bits counts as whole. */
static double down(double value)
{
    const double nearest = floor(value + 0.5);
    return fabs(value - nearest) < 1e-7 ? nearest : floor(value);
}

/* A part and what is left of it when it is rounded down. */
struct part {
    double rest;
    int index;
};

static int compare_rests(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    return x->rest > y->rest ? -1 : x->rest < y->rest ? 1 : x->index - y->index;
}

#define MOST_WHOLE 1e15 /* what is larger may not be counted one by one */

/* Parts in whole numbers that add up to a total, a whole number. */
static void round_parts(int count, const double *parts, double total, double *whole)
{
    struct part *order = allocate((size_t)count, sizeof *order);
    double missing = total;
    if (!(fabs(total) <= MOST_WHOLE))
        die("--whole: a total of %g persons: expected at most %g", total, MOST_WHOLE);
    for (int i = 0; i < count; i++) {
        whole[i] = down(parts[i]);
        missing -= whole[i];
        order[i] = (struct part){parts[i] - whole[i], i};
    }
    qsort(order, (size_t)count, sizeof *order, compare_rests);
    for (int i = 0; missing > 0.5; missing--, i = (i + 1) % count)
        whole[order[i].index]++;
    for (int i = count - 1; missing < -0.5; missing++, i = (i + count - 1) % count)
        whole[order[i].index]--;
    free(order);
}

static double sum_of(const double *values, int count)
{
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* Sum of a time, exact or whole. */
static double total_at(const struct outcome *s, const double *cells, int time)
{
    return sum_of(cells + outcome_cell(s, time, 0, 0), s->sexes * s->ages);
}

/* The sexes of a time, then the ages of each, to a total. */
static void round_time(struct outcome *s, int time, double total)
{
    double sexes[COHORT_SEXES], whole[COHORT_SEXES];
    for (int sex = 0; sex < s->sexes; sex++)
        sexes[sex] = sum_of(s->cells + outcome_cell(s, time, sex, 0), s->ages);
    round_parts(s->sexes, sexes, total, whole);
    for (int sex = 0; sex < s->sexes; sex++)
        round_parts(s->ages, s->cells + outcome_cell(s, time, sex, 0), whole[sex],
                    s->whole + outcome_cell(s, time, sex, 0));
}

int outcome_time(const struct outcome *s, int year)
{
    const int time = (year - s->start) / s->every;
    return year >= s->start && time < s->times && outcome_year(s, time) == year ? time : -1;
}

/* One variable of all areas in a year. */
static void round_year(int areas, struct outcomes *lists, int variable, int year, double *room)
{
    double *totals = room, *whole = room + areas;
    int count = 0;
    for (int a = 0; a < areas; a++) {
        const struct outcome *s = &lists[a].of[variable];
        const int time = outcome_time(s, year);
        if (time >= 0)
            totals[count++] = total_at(s, s->cells, time);
    }
    if (count > 0)
        round_parts(count, totals, floor(sum_of(totals, count) + 0.5), whole);
    for (int a = 0, i = 0; a < areas; a++) {
        const int time = outcome_time(&lists[a].of[variable], year);
        if (time >= 0)
            round_time(&lists[a].of[variable], time, whole[i++]);
    }
}

/* Births, losses by death and net migration of an interval, to the change of the whole population:
 * those with the largest remainders get one more, and migration takes what is left. */
static void round_account(struct outcome *all, int time)
{
    static const int events[] = {OUTCOME_BIRTHS, OUTCOME_DEATHS, OUTCOME_MIGRATION};
    const struct outcome *p = &all[OUTCOME_POPULATION];
    struct part order[3];
    double whole[3], left = total_at(p, p->whole, time + 1) - total_at(p, p->whole, time);
    for (int k = 0; k < 3; k++) {
        const struct outcome *s = &all[events[k]];
        const double sum = total_at(s, s->cells, time) * (k == 1 ? -1.0 : 1.0);
        whole[k] = down(sum);
        order[k] = (struct part){sum - whole[k], k};
        left -= whole[k];
    }
    qsort(order, 3, sizeof *order, compare_rests);
    for (int i = 0; i < 3 && left > 0.5 && order[i].rest > 1e-7; i++, left--)
        whole[order[i].index]++;
    whole[2] += left;
    for (int k = 0; k < 3; k++)
        round_time(&all[events[k]], time, k == 1 ? -whole[k] : whole[k]);
}

/* The same events by other ages add up to the same. */
static void round_again(const struct outcome *from, struct outcome *to)
{
    for (int i = 0; i < to->times; i++)
        round_time(to, i, total_at(from, from->whole, i));
}

void outcome_round(int areas, struct outcomes *lists)
{
    double *room = allocate(2 * (size_t)areas, sizeof *room);
    int first = COHORT_OPEN_END, last = COHORT_OPEN_START;
    for (int a = 0; a < areas; a++) {
        const struct outcome *p = &lists[a].of[OUTCOME_POPULATION];
        first = p->start < first ? p->start : first;
        last = outcome_year(p, p->times - 1) > last ? outcome_year(p, p->times - 1) : last;
        for (int i = 0; i < lists[a].count; i++) {
            struct outcome *s = &lists[a].of[i];
            s->whole = allocate(outcome_cell(s, s->times, 0, 0), sizeof *s->whole);
        }
    }
    for (int year = first; year <= last; year++)
        for (int i = 0; i < lists[0].count; i++)
            if (i == OUTCOME_POPULATION || i >= OUTCOME_DERIVED)
                round_year(areas, lists, i, year, room);
    for (int a = 0; a < areas && lists[a].count > OUTCOME_MIGRATION; a++) {
        struct outcome *all = lists[a].of;
        for (int i = 0; i < all[OUTCOME_MIGRATION].times; i++)
            round_account(all, i);
        round_again(&all[OUTCOME_BIRTHS], &all[OUTCOME_BIRTHS_BY_MOTHER]);
        round_again(&all[OUTCOME_DEATHS], &all[OUTCOME_DEATHS_BY_AGE]);
    }
    free(room);
}

/* ---- what is shown ---- */

double outcome_sum(const struct outcome *s, int time, cohort_band band)
{
    const double *cells = s->whole ? s->whole : s->cells;
    double sum = 0.0;
    for (int x = 0; x < s->ages; x++) {
        const int low = x * s->width,
                  high = x == s->ages - 1 ? COHORT_OPEN_END : low + s->width - 1;
        if (high < band.age_from || low > band.age_to)
            continue;
        if (low < band.age_from || high > band.age_to)
            return (double)NAN;
        for (int sex = 0; sex < s->sexes; sex++)
            if (band.sex == COHORT_BOTH || band.sex == sex)
                sum += cells[outcome_cell(s, time, sex, x)];
    }
    return sum;
}

const char *outcome_sex(const struct outcome *s, int sex)
{
    return s->sexes == 1 ? "both" : sex == COHORT_MALE ? "male" : "female";
}

struct text outcome_age(const struct outcome *s, int age)
{
    return s->width == 0 ? text_of("all")
                         : text_of("%d%s", age * s->width, age == s->ages - 1 ? "+" : "");
}

void tidy_place(cohort_output *out, const char *area, const char *name)
{
    cohort_output_cell(out, area);
    if (name) {
        cohort_output_print(out, ",");
        cohort_output_cell(out, name);
    }
}

void outcome_write(cohort_output *out, const struct outcome *s)
{
    char number[COHORT_NUMBER_TEXT];
    for (int i = 0; i < s->times; i++)
        for (int sex = 0; sex < s->sexes; sex++)
            for (int x = 0; x < s->ages; x++) {
                const double value = s->cells[outcome_cell(s, i, sex, x)];
                if (s->sexes == 1 && value == 0.0)
                    continue;
                tidy_place(out, s->area, s->name);
                cohort_output_print(out, ",");
                cohort_output_cell(out, s->variable);
                cohort_output_print(out, ",%d,%s,%s,%s", outcome_year(s, i), outcome_sex(s, sex),
                                    outcome_age(s, x).s, cohort_number_text(value, number));
                if (s->whole)
                    cohort_output_print(out, ",%.0f", s->whole[outcome_cell(s, i, sex, x)] + 0.0);
                cohort_output_print(out, "\n");
            }
}

void outcome_tell(bool annual, bool single_ages, bool whole)
{
    if (annual)
        note("--annual: between two dates each cell is on a straight line, and events are spread "
             "evenly over their interval%s",
             single_ages ? "; single ages: groups graduated at the dates (Sprague; other widths "
                           "than five years by a monotone spline), cohorts followed between them, "
                           "and brought to the group's count"
                         : "");
    if (whole)
        note("--whole: largest remainders, from all areas' rounded total of a date to areas, sexes "
             "and ages; events to the change of an area, and net migration takes what is left");
}
