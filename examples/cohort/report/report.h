/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of a report, one after the other, each as far as the outlook has it. */
#ifndef REPORT_H
#define REPORT_H

#include "answers/outlook.h"
#include "report/page.h"

/* Words: what a mayor reads aloud; what was inferred; what it takes to repeat it. */
void report_summary(struct page *p, const struct outlook *o);
void report_inferred(struct page *p, const struct outlook *o);
void report_inputs(struct page *p, const struct outlook *o, const char *command, const char *date);

/* Tables, with their pictures. */
void report_comparison(struct page *p, const struct outlook *o);
void report_paths(struct page *p, const struct outlook *o);
void report_targets(struct page *p, const struct outlook *o); /* those of the paths */
void report_pyramids(struct page *p, const struct outlook *o);

/* The same where it is Nemuro; where there is a count; a scenario; a scenario; a degree of influence; a fan. */
void report_today(struct page *p, const struct outlook *o);
void report_track(struct page *p, const struct outlook *o);
void report_why(struct page *p, const struct outlook *o);
void report_assumptions(struct page *p, const struct outlook *o);
void report_influence(struct page *p, const struct outlook *o);
void report_sure(struct page *p, const struct outlook *o);

/* The pictures. */
void report_draw_paths(struct page *p, const struct outlook *o);
void report_draw_bars(struct page *p, const struct outlook *o, int path);
void report_draw_fan(struct page *p, const struct outlook *o);

/* What a sentence calls a path: the baseline, or “plan”. */
struct text path_words(const struct page *p, const struct outlook *o, int path);

/* The name of a measure in the page's language: "women 20–39". */
struct text measure_words(const struct page *p, const cohort_measure *measure);

#endif
