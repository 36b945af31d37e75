/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/goals.h"

#include "inputs/bands.h"

/* ---- what is aimed at ---- */

/* The last year of an aim: of a decline that of its end. */
static int end_of(const struct aim *aim)
{
    return (int)aim->measure.year + (aim->is_decline ? DECLINE_YEARS : 0);
}

static bool same_aim(const struct aim *a, const struct aim *b)
{
    char names[2][COHORT_MEASURE_NAME];
    return a->measure.year == b->measure.year && a->is_decline == b->is_decline &&
           strcmp(cohort_measure_name(&a->measure, names[0]),
                  cohort_measure_name(&b->measure, names[1])) == 0;
}

static struct aim *add(struct aims *aims, const struct aim *aim)
{
    struct aim first = *aim;
    first.measure.year = aims->population->grid.start;
    if (aims->count == MOST_AIMS)
        die("more than %d targets: expected at most that many of an area", MOST_AIMS);
    struct aim *added = &aims->of[aims->count++];
    *added = *aim;
    if (isnan(added->start) && !aim->is_decline)
        added->start = cohort_round(aim_on(aims->population, &first), aim->decimals);
    return added;
}

static void take_target(void *to, const char *file, const struct target *target)
{
    struct aims *aims = to;
    cohort_measure end = target->aim.measure;
    double there;
    end.year = end_of(&target->aim);
    if (cohort_measure_value(aims->population, &target->aim.measure, &there, &error) ||
        cohort_measure_value(aims->population, &end, &there, &error))
        die("%s, line %d: %s", file, target->line, error.text);
    for (int i = 0; i < aims->count; i++)
        if (same_aim(&aims->of[i], &target->aim))
            die("%s, line %d: \"%.80s\" of %.10g has a target already", file, target->line,
                target->name, target->aim.measure.year);
    add(aims, &target->aim);
}

void aims_read(struct aims *aims, const cohort_stock *population, const char *path)
{
    *aims = (struct aims){.population = population};
    targets_read(path, take_target, aims);
}

/* Where the way to a figure of the document begins: of a share its census; of the decline what it
 * has without measures; of others what stands at the first date. */
static double start_in(const cohort_table *document, const cohort_row *row, bool is_share,
                       bool is_decline)
{
    const cohort_band band = {row->sex, row->age_from, row->age_to};
    char name[COHORT_BAND_NAME];
    if (is_decline)
        return row->value +
               published_value(document, "gain_annual_decline_points_plan", row->year, "total");
    return is_share ? published_value(document, "share_percent_census", NEMURO_BASE,
                                      cohort_band_name(band, name))
                    : (double)NAN;
}

/* What the document says of the city's path: persons; at the strategy's year shares and decline. */
void aims_of_nemuro(struct aims *aims, const struct nemuro *n)
{
    *aims = (struct aims){.population = n->paths[RUN_BASELINE].population};
    for (int i = 0; i < cohort_table_count(n->document); i++) {
        const cohort_row row = cohort_table_row(n->document, i);
        const bool is_share = strcmp(row.variable, "share_percent_plan") == 0,
                   is_decline = strcmp(row.variable, "annual_decline_percent_plan") == 0;
        const cohort_measure measure = {.band = {row.sex, row.age_from, row.age_to},
                                        .year = row.year,
                                        .is_percent = is_share,
                                        .per = EVERYBODY};
        const struct aim aim = aim_of(&measure, is_decline, row.value,
                                      start_in(n->document, &row, is_share, is_decline));
        if (strcmp(row.variable, "plan") == 0 || is_decline ||
            (is_share && row.year == NEMURO_PLAN_FROM))
            add(aims, &aim);
    }
}

/* ---- on a path ---- */

/* How much a total falls a year, percent of the first one. */
static double decline(double from, double to, double years)
{
    return from > 0.0 ? 100.0 * (from - to) / (years * from) : (double)NAN;
}

double aim_on(const cohort_stock *population, const struct aim *aim)
{
    const double year = aim->measure.year;
    double value;
    if (aim->is_decline)
        return decline(cohort_total(population, year),
                       cohort_total(population, year + DECLINE_YEARS), DECLINE_YEARS);
    return cohort_measure_value(population, &aim->measure, &value, NULL) ? (double)NAN : value;
}

bool aim_is_met(const struct aim *aim, double value)
{
    const double beyond =
        cohort_round(value, aim->decimals) - cohort_round(aim->value, aim->decimals);
    return aim->at_most ? beyond <= 0.0 : beyond >= 0.0;
}

/* A decline of v % a year or less: a total less (1 - v years / 100) times the first, 0 or more. */
cohort_figure aim_figure(const struct aim *aim, double *limit)
{
    cohort_figure figure = cohort_figure_of(EVERYBODY, end_of(aim), 0.0);
    *limit = aim->is_decline ? 0.0 : aim->value;
    if (!aim->is_decline)
        figure.measure = aim->measure;
    if (aim->is_decline) {
        figure.times = 1.0 - DECLINE_YEARS * aim->value / 100.0;
        figure.minus.year = aim->measure.year;
    }
    return figure;
}

double aim_way(const struct aim *aim, double value)
{
    const double way = aim->value - aim->start;
    return way == 0.0 ? (double)NAN : 100.0 * (value - aim->start) / way;
}

/* ---- what was counted ---- */

/* Persons or a share as they were counted. */
static double value_counted(const cohort_measure *measure, const struct counts *counts)
{
    const double persons = counted(counts, measure->band);
    return measure->is_percent ? 100.0 * persons / counted(counts, measure->per) : persons;
}

/* The count of the same kind that is nearest to DECLINE_YEARS earlier, a year or more; or the
 * path's first date. Returned: its total. */
static double total_before(const struct observed *o, const struct counts *counts,
                           const cohort_stock *path, double *at)
{
    double total = (double)NAN, best = HUGE_VAL;
    for (int i = 0; i < o->count; i++) {
        const struct counts *other = &o->counts[i];
        const double off = fabs(counts->at - other->at - DECLINE_YEARS);
        if (strcmp(other->kind, counts->kind) != 0 || other->at > counts->at - 1.0 || off >= best ||
            isnan(counted(other, EVERYBODY)))
            continue;
        best = off;
        *at = other->at;
        total = counted(other, EVERYBODY);
    }
    if (isnan(total) && is_census(counts) && counts->at >= path->grid.start + 1.0) {
        *at = path->grid.start;
        total = cohort_total(path, *at);
    }
    return total;
}

static void count_decline(struct aim_count *c, const struct aim *aim, const struct observed *o,
                          const cohort_stock *path)
{
    double from = 0.0, at = c->counts->at;
    const double before = total_before(o, c->counts, path, &from);
    c->value = decline(before, counted(c->counts, EVERYBODY), at - from);
    c->expected = decline(cohort_total(path, from), cohort_total(path, at), at - from);
    c->is_due = c->is_due && fabs(from - aim->measure.year) < 1.0;
}

struct aim_count aim_counted(const struct aim *aim, const struct observed *observed,
                             const char *kind, const cohort_stock *path)
{
    struct aim_count found = {.counts = NULL, .value = (double)NAN, .expected = (double)NAN};
    for (int i = 0; i < observed->count; i++) {
        const struct counts *counts = &observed->counts[i];
        if (strcmp(counts->kind, kind) == 0 && counts->at < end_of(aim) + 1.0 &&
            (!found.counts || counts->at > found.counts->at) &&
            !isnan(value_counted(&aim->measure, counts)))
            found.counts = counts;
    }
    if (!found.counts)
        return found;
    cohort_measure then = aim->measure;
    then.year = found.counts->at;
    found.value = value_counted(&aim->measure, found.counts);
    found.is_due = found.counts->at >= end_of(aim);
    if (aim->is_decline)
        count_decline(&found, aim, observed, path);
    else if (cohort_measure_value(path, &then, &found.expected, NULL))
        found.expected = (double)NAN;
    if (isnan(found.value))
        found.counts = NULL;
    return found;
}

static enum aim_state state_of(const struct aim *aim, const struct aim_count *census,
                               const struct aim_count *registered)
{
    if (census->counts && census->is_due)
        return aim_is_met(aim, census->value) ? AIM_MET : AIM_MISSED;
    return !registered->counts || !registered->is_due ? AIM_OPEN
           : aim_is_met(aim, registered->value)       ? AIM_MET_REGISTER
                                                      : AIM_MISSED_REGISTER;
}

struct goal goal_of(const struct aim *aim, const cohort_stock *path, const struct observed *o)
{
    static const char *const kinds[AIM_KINDS] = {"census", "register"};
    struct goal g = {.aim = aim, .path = aim_on(path, aim)};
    if (aim->is_decline)
        strcpy(g.name, "annual_decline");
    else
        cohort_measure_name(&aim->measure, g.name);
    for (int k = 0; k < AIM_KINDS; k++)
        g.counts[k] = aim_counted(aim, o, kinds[k], path);
    g.way = aim_way(aim, g.counts[g.counts[AIM_CENSUS].counts ? AIM_CENSUS : AIM_REGISTER].value);
    g.state = state_of(aim, &g.counts[AIM_CENSUS], &g.counts[AIM_REGISTER]);
    return g;
}
