/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of a report, one after the other, each as far as the outlook has it. */
#ifndef REPORT_H
#define REPORT_H

#include "report/page.h"
#include "report/pictures.h"

/* The whole page, to the page's output: a file or memory. Given: an outlook made with `whole`; the
 * command and the day, as they are to stand there. */
void report_write(struct page *p, const struct outlook *o, const char *command, const char *date);

/* A section by its id, without its title; p NULL: nothing is written. Returned: is there any? */
bool report_section(struct page *p, const struct outlook *o, const char *id);

/* Words: what a mayor reads aloud; what was inferred; what it takes to repeat it. */
void report_summary(struct page *p, const struct outlook *o);
void report_inferred(struct page *p, const struct outlook *o);
void report_inputs(struct page *p, const struct outlook *o, const char *command, const char *date);

/* Tables, with their pictures. */
void report_comparison(struct page *p, const struct outlook *o);
void report_paths(struct page *p, const struct outlook *o);
void report_pyramids(struct page *p, const struct outlook *o);

/* Births, deaths and moves by period; those that were counted; in Japan school children. */
void report_events(struct page *p, const struct outlook *o);
void report_counted_events(struct page *p, const struct outlook *o);
void report_school(struct page *p, const struct outlook *o);

/* Where it is Japan: beside the prefecture and the nation. */
void report_elsewhere(struct page *p, const struct outlook *o);

/* The same where it is Nemuro; for a count; a scenario (two); a degree of influence; a fan. */
void report_today(struct page *p, const struct outlook *o);
void report_track(struct page *p, const struct outlook *o);
void report_why(struct page *p, const struct outlook *o);
void report_assumptions(struct page *p, const struct outlook *o);
void report_influence(struct page *p, const struct outlook *o);
void report_sure(struct page *p, const struct outlook *o);

/* How far the published figures determine a plan that was inferred from them. */
void report_determined(struct page *p, const struct outlook *o);

/* What a plan aims at: in sentences; on the paths; where there is a count, what came of it. */
void report_aims(struct page *p, const struct outlook *o);
void report_targets(struct page *p, const struct outlook *o);
void report_births(struct page *p, const struct outlook *o); /* counted, against expected */
void report_goals(struct page *p, const struct outlook *o);

/* A picture, as high as on a wide page and on a telephone. */
void report_draw(struct page *p, const struct outlook *o, picture *draw, int path, double height,
                 double narrow_height);

/* What a sentence calls a path: the baseline, or “plan”. */
struct text path_words(const struct page *p, const struct outlook *o, int path);

/* The name of a measure in the page's language: "women 20–39". */
struct text measure_words(const struct page *p, const cohort_measure *measure);

/* The paths of a table: the baseline, and two scenarios at most, so that it fits on paper; then
 * the next two. Its caption: with the scenarios where there are several such tables. */
struct group {
    int count, path[3], next;
};
bool next_group(const struct outlook *o, struct group *g);
struct text group_caption(const struct page *p, const struct outlook *o, const struct group *g,
                          const char *caption);

/* MINOR, or 0, of a column of the ith path: a telephone has room for the scenarios, and for several
 * of them only for their values. */
unsigned group_minor(const struct group *g, int i, bool is_value);

#endif
