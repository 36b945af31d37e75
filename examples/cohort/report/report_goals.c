/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

/* ---- the paths of a table ---- */

bool next_group(const struct outlook *o, struct group *g)
{
    if (g->next > 0 && g->next >= o->path_count)
        return false;
    g->count = 0;
    g->path[g->count++] = 0;
    if (g->next == 0)
        g->next = 1;
    while (g->count < 3 && g->next < o->path_count)
        g->path[g->count++] = g->next++;
    return true;
}

unsigned group_minor(const struct group *g, int i, bool is_value)
{
    return g->count > (i == 0 ? 1 : is_value ? 3 : 2) ? MINOR : 0;
}

struct text group_caption(const struct page *p, const struct outlook *o, const struct group *g,
                          const char *caption)
{
    struct text text = text_of("%.150s", caption);
    for (int i = 1; o->path_count > 3 && i < g->count; i++)
        text = text_of("%.300s%s%.80s", text.s, i == 1 ? in(p, W_COLON) : in(p, W_COMMA),
                       o->paths[g->path[i]].name.s);
    return text;
}

/* What a plan aims at, in the page's language. */
static struct text aim_words(const struct page *p, const struct aim *aim)
{
    return aim->is_decline ? text_of("%s", in(p, W_DECLINE)) : measure_words(p, &aim->measure);
}

/* ---- targets and what the paths give ---- */

/* Of a percentage the kind is not shown. */
static const char *aim_mark(const struct outlook *o, int path, const struct aim *aim)
{
    return aim->measure.is_percent || aim->is_decline
               ? NULL
               : path_mark(&o->paths[path].kind, aim->measure.year, aim->measure.band);
}

static double chance_of(const struct outlook *o, int path, int aim)
{
    return o->has_fan ? 100.0 * fan_aim(&o->fans[path], aim) : (double)NAN;
}

static void aim_row(struct page *p, const struct outlook *o, const struct group *g, int n)
{
    const struct aim *aim = &o->aims.of[n];
    table_row(p, aim_words(p, aim).s);
    table_text(p, whole((int)aim->measure.year).s);
    table_numbers(p, aim->decimals, aim->value);
    for (int i = 0; i < g->count; i++) {
        const int k = g->path[i];
        const double value = aim_on(o->paths[k].kind.population, aim);
        table_number(p, value, aim->decimals, aim_mark(o, k, aim));
        table_changes(p, aim->decimals, cohort_round(value, aim->decimals) - aim->value);
        if (k > 0 || o->path_count == 1)
            table_text(p, aim_is_met(aim, value) ? in(p, W_MET) : in(p, W_MISSED));
        if (o->has_fan)
            table_numbers(p, 0, chance_of(o, k, n));
    }
}

/* What a plan aims at, and what each path gives. */
static void aims_table(struct page *p, const struct outlook *o, const struct group *g)
{
    table_begin(p, group_caption(p, o, g, in(p, W_TARGETS_TITLE)).s);
    table_heads(p, TEXT_COLUMN(1), in(p, W_TARGET), in(p, W_YEAR), in(p, W_AIMED_AT));
    for (int i = 0; i < g->count; i++) {
        const int k = g->path[i];
        const unsigned minor = group_minor(g, i, false);
        table_heads(p, group_minor(g, i, true), o->paths[k].name.s);
        table_heads(p, MINOR, in(p, W_DIFFERENCE));
        if (k > 0 || o->path_count == 1)
            table_heads(p, TEXT_COLUMN(0) | minor, in(p, W_OUTCOME));
        if (o->has_fan)
            table_heads(p, minor, in(p, W_CHANCE));
    }
    for (int n = 0; n < o->aims.count; n++)
        aim_row(p, o, g, n);
    table_end(p);
}

/* The targets that a path misses: "total in 2040 by 213 (chance 12 %)"; how many. */
static int list_missed(const struct page *p, const struct outlook *o, int path, char *list,
                       size_t size)
{
    int missed = 0;
    *list = '\0';
    for (int n = 0; n < o->aims.count; n++) {
        const struct aim *aim = &o->aims.of[n];
        const double value = aim_on(o->paths[path].kind.population, aim);
        const size_t used = strlen(list);
        if (aim_is_met(aim, value))
            continue;
        const struct text miss =
            number_text(fabs(cohort_round(value, aim->decimals) - aim->value), aim->decimals);
        const struct text what = aim_words(p, aim), year = whole((int)aim->measure.year),
                          chance = number_text(chance_of(o, path, n), 0);
        snprintf(list + used, size - used, "%s%s", missed++ ? in(p, W_COMMA) : "",
                 o->has_fan ? filled(in(p, W_MISSED_CHANCE), what.s, year.s, miss.s, chance.s).s
                            : filled(in(p, W_MISSED_BY), what.s, year.s, miss.s).s);
    }
    return missed;
}

void report_targets(struct page *p, const struct outlook *o)
{
    for (struct group g = {0}; next_group(o, &g);)
        aims_table(p, o, &g);
    if (o->has_fan)
        page_say(p, REMARK, in(p, W_CHANCE_REACHED_NOTE));
}

/* " (chance of each: 48-54 %)" */
static struct text chances_words(const struct page *p, const struct outlook *o, int path)
{
    double least = 100.0, greatest = 0.0;
    for (int n = 0; n < o->aims.count; n++) {
        least = fmin(least, cohort_round(chance_of(o, path, n), 0));
        greatest = fmax(greatest, cohort_round(chance_of(o, path, n), 0));
    }
    return o->has_fan ? filled(in(p, W_SAY_CHANCES), page_range(p, (int)least, (int)greatest).s)
                      : text_of("%s", "");
}

void report_aims(struct page *p, const struct outlook *o)
{
    char list[2048];
    for (int k = o->path_count > 1 ? 1 : 0; k < o->path_count; k++) {
        const int missed = list_missed(p, o, k, list, sizeof list);
        const struct text name = path_words(p, o, k), all = whole(o->aims.count),
                          met = whole(o->aims.count - missed);
        if (missed == 0)
            page_say(p, LEAD, in(p, W_SAY_ALL_MET), name.s, all.s, chances_words(p, o, k).s);
        else
            page_say(p, LEAD, in(p, W_SAY_MISSED), name.s, met.s, all.s, list);
    }
}

/* ---- goals and what was counted ---- */

/* The path that a plan's goals are held against: that of the first scenario. */
static const cohort_stock *plan_of(const struct outlook *o)
{
    return o->paths[o->path_count > 1 ? 1 : 0].kind.population;
}

static void goal_row(struct page *p, const struct outlook *o, const struct aim *aim)
{
    static const char *const states[AIM_STATES][LANGUAGES] = {
        [AIM_OPEN] = {W_NOT_YET_KNOWN},
        [AIM_MET] = {W_MET},
        [AIM_MISSED] = {W_MISSED},
        [AIM_MET_REGISTER] = {W_MET_REGISTER},
        [AIM_MISSED_REGISTER] = {W_MISSED_REGISTER}};
    const struct goal g = goal_of(aim, plan_of(o), &o->observed);
    table_row(p, aim_words(p, aim).s);
    table_text(p, whole((int)aim->measure.year).s);
    table_numbers(p, aim->decimals, aim->start, aim->value, g.path);
    for (int k = 0; k < AIM_KINDS; k++) { /* the time, the value, and what the path has then */
        const struct aim_count *count = &g.counts[k];
        table_text(p, count->counts ? whole(count->counts->year).s : "–");
        table_numbers(p, aim->decimals, count->value, count->expected);
    }
    table_numbers(p, 0, g.way);
    table_text(p, states[g.state][p->language]);
}

/* Where most are registered beyond what the path expects: an example of the register's concept. */
static void say_concepts(struct page *p, const struct outlook *o)
{
    const struct aim *found = NULL;
    struct aim_count example = {.counts = NULL};
    double largest = -HUGE_VAL;
    for (int n = 0; n < o->aims.count; n++) {
        const struct aim *aim = &o->aims.of[n];
        const struct aim_count c = aim_counted(aim, &o->observed, "register", plan_of(o));
        const double off = c.value / c.expected;
        if (!c.counts || aim->measure.is_percent || aim->is_decline || !(off > largest))
            continue;
        largest = off;
        found = aim;
        example = c;
    }
    if (found)
        page_say(p, REMARK, in(p, W_GOALS_REGISTER), whole(example.counts->year).s,
                 aim_words(p, found).s, number_text(example.value, 0).s,
                 number_text(example.expected, 0).s, number_text(found->value, 0).s,
                 whole((int)found->measure.year).s);
}

/* "about 2 a year", beside what the paths give. */
static void gains_table(struct page *p, const struct outlook *o)
{
    const cohort_table *document = o->cases[0].nemuro.document;
    table_begin(p, in(p, W_GAINS_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_OF_BAND), in(p, W_PUBLISHED), in(p, W_COMPUTED));
    for (int i = 0; i < cohort_table_count(document); i++) {
        const cohort_row row = cohort_table_row(document, i);
        const cohort_measure measure = {.band = {row.sex, row.age_from, row.age_to}};
        if (strcmp(row.variable, GAIN_PER_YEAR) != 0)
            continue;
        table_row(p, measure_words(p, &measure).s);
        table_numbers(p, 0, row.value);
        table_numbers(p, 2,
                      gain_per_year(o->paths[1].kind.population, o->paths[0].kind.population,
                                    row.year, measure.band));
    }
    table_end(p);
    page_say(p, REMARK, in(p, W_GAINS_NOTE), whole(o->first).s, whole(o->last).s);
}

void report_goals(struct page *p, const struct outlook *o)
{
    table_begin(p, filled(in(p, W_GOALS_TITLE), o->paths[o->path_count > 1 ? 1 : 0].name.s).s);
    table_heads(p, TEXT_COLUMN(1), in(p, W_TARGET), in(p, W_YEAR));
    table_heads(p, MINOR, in(p, W_START));
    table_heads(p, NO_TEXTS, in(p, W_AIMED_AT), in(p, W_PATH));
    table_heads(p, TEXT_COLUMN(0) | MINOR, in(p, W_CENSUS));
    table_heads(p, MINOR, in(p, W_COUNTED), in(p, W_PATH_THEN));
    table_heads(p, TEXT_COLUMN(0) | MINOR, in(p, W_REGISTER));
    table_heads(p, MINOR, in(p, W_COUNTED), in(p, W_PATH_THEN));
    table_heads(p, TEXT_COLUMN(1), in(p, W_WAY), in(p, W_OUTCOME));
    for (int n = 0; n < o->aims.count; n++)
        goal_row(p, o, &o->aims.of[n]);
    table_end(p);
    page_say(p, REMARK, in(p, W_GOALS_NOTE));
    say_concepts(p, o);
    if (o->cases[0].is_nemuro && o->path_count > 1)
        gains_table(p, o);
}
