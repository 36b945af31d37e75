/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page from its top to its end: the sections, each if there is something to tell. */
#include "report/report.h"

/* What an outlook may have. */
enum {
    HAS_COUNTS = 1,
    HAS_SCENARIO = 2,
    HAS_INFLUENCE = 4,
    HAS_FAN = 8,
    HAS_TODAY = 16,
    HAS_AIMS = 32,
    HAS_DETERMINED = 64,
    IS_JAPAN = 128
};

static unsigned contents_of(const struct outlook *o)
{
    return (o->is_counted ? HAS_COUNTS : 0u) | (o->path_count > 1 ? HAS_SCENARIO : 0u) |
           (o->influence_count > 0 ? HAS_INFLUENCE : 0u) | (o->has_fan ? HAS_FAN : 0u) |
           (o->today ? HAS_TODAY : 0u) | (o->aims.count > 0 ? HAS_AIMS : 0u) |
           (o->determined ? HAS_DETERMINED : 0u) | (outlook_is_japan(o) ? IS_JAPAN : 0u);
}

enum { SECTIONS = 18 };
static const struct {
    const char *id, *in[LANGUAGES];
    void (*write)(struct page *p, const struct outlook *o); /* NULL: what it takes to repeat it */
    unsigned needs;                                         /* all of these */
} sections[SECTIONS] = {
    {"summary", {W_IN_SHORT}, report_summary, 0},
    {"targets", {W_TARGETS_MET}, report_targets, HAS_AIMS},
    {"goals", {W_GOALS}, report_goals, HAS_COUNTS | HAS_AIMS},
    {"comparison", {W_COMPARED}, report_comparison, 0},
    {"paths", {W_YEAR_BY_YEAR}, report_paths, 0},
    {"pyramids", {W_PYRAMIDS}, report_pyramids, 0},
    {"events", {W_EVENTS}, report_events, 0},
    {"school", {W_SCHOOL}, report_school, IS_JAPAN},
    {"elsewhere", {W_ELSEWHERE}, report_elsewhere, IS_JAPAN},
    {"track", {W_COUNTED_SINCE}, report_track, HAS_COUNTS},
    {"today", {W_TODAY}, report_today, HAS_TODAY},
    {"why", {W_WHY}, report_why, HAS_SCENARIO},
    {"influence", {W_DEGREES}, report_influence, HAS_INFLUENCE},
    {"sure", {W_HOW_SURE}, report_sure, HAS_FAN},
    {"assumptions", {W_ASSUMED}, report_assumptions, HAS_SCENARIO},
    {"determined", {W_DETERMINED}, report_determined, HAS_DETERMINED},
    {"inferred", {W_INFERRED}, report_inferred, 0},
    {"inputs", {W_AGAIN}, NULL, 0},
};

static bool has_section(const struct outlook *o, int section)
{
    return (sections[section].needs & ~contents_of(o)) == 0;
}

bool report_section(struct page *p, const struct outlook *o, const char *id)
{
    for (int i = 0; i < SECTIONS; i++)
        if (strcmp(sections[i].id, id) == 0 && sections[i].write && has_section(o, i)) {
            if (p)
                sections[i].write(p, o);
            return true;
        }
    return false;
}

void report_write(struct page *p, const struct outlook *o, const char *command, const char *date)
{
    page_begin(p, filled(in(p, W_PAGE_TITLE), o->name.s, whole(o->first).s, whole(o->last).s).s);
    page_links_begin(p);
    for (int i = 0; i < SECTIONS; i++)
        if (has_section(o, i))
            page_link(p, sections[i].id, sections[i].in[p->language]);
    page_links_end(p);
    for (int i = 0; i < SECTIONS; i++) {
        if (!has_section(o, i))
            continue;
        page_section(p, sections[i].id, sections[i].in[p->language]);
        if (sections[i].write)
            sections[i].write(p, o);
    }
    report_inputs(p, o, command, date);
    page_end(p);
}
