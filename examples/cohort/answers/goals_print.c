/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/goals.h"

static const char *const states[AIM_STATES] = {"not yet known", "met", "missed", "met (register)",
                                               "missed (register)"};

static void put(double value, int decimals, int width)
{
    printf(" %s", grouped(value, decimals, width, "▲", "").s);
}

void goals_print(const struct aims *aims, const cohort_stock *path, const struct observed *o)
{
    printf("\n4. The goals: their start, the plan's path, what was counted (and the path then)\n\n"
           "  goal                   year   start     goal     path  %-22s %-22s way\n",
           "census", "register");
    for (int n = 0; n < aims->count; n++) {
        const struct goal g = goal_of(&aims->of[n], path, o);
        printf("  %-22s %.0f", g.name, g.aim->measure.year);
        put(g.aim->start, g.aim->decimals, 7);
        put(g.aim->value, g.aim->decimals, 8);
        put(g.path, g.aim->decimals, 8);
        for (int k = 0; k < AIM_KINDS; k++) {
            const struct aim_count *c = &g.counts[k];
            printf("  %4s", c->counts ? whole(c->counts->year).s : "");
            put(c->value, g.aim->decimals, 7);
            put(c->expected, g.aim->decimals, 8);
        }
        printf(" %s  %s\n", percent(g.way, 0, 5).s, states[g.state]);
    }
    printf("\n  start: as given, or at the first date. way: (counted - start) / (goal - start), by "
           "the\n"
           "  census where there is one; of a goal below its start it is how much of the fall has "
           "come.\n"
           "  A goal is met or missed by what was counted in its year or up to a year later.\n"
           "  Caution: a register is another concept of population: part of its gap is of "
           "concepts. What\n"
           "  only a register decides is marked so.\n");
}

void goals_write(const struct aims *aims, const cohort_stock *path, const struct observed *o)
{
    for (int n = 0; n < aims->count; n++) {
        const struct goal g = goal_of(&aims->of[n], path, o);
        for (int k = 0; k < AIM_KINDS; k++) {
            const struct aim_count *c = &g.counts[k];
            if (!c->counts)
                continue;
            printf("goal,%s,%d,%s,plan,%.10g,%.10g,%.10g,,,%.10g,%.10g,%s,%.0f,", c->counts->kind,
                   c->counts->year, g.name, c->value, c->expected, c->value - c->expected, g.path,
                   g.aim->value,
                   g.state == AIM_OPEN                                 ? ""
                   : g.state == AIM_MET || g.state == AIM_MET_REGISTER ? "1"
                                                                       : "0",
                   g.aim->measure.year);
            printf(isnan(g.aim->start) ? "," : "%.10g,", g.aim->start);
            printf(isnan(aim_way(g.aim, c->value)) ? "\n" : "%.10g\n", aim_way(g.aim, c->value));
        }
    }
}
