/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a report says about one area, computed once: its baseline and the path of each
 * scenario, what a plan aims at, what has been counted, why the paths differ, how sure the
 * baseline is. */
#ifndef OUTLOOK_H
#define OUTLOOK_H

#include "answers/determined.h"
#include "answers/explanation.h"
#include "answers/fan.h"
#include "answers/today.h"
#include "inputs/bands.h"
#include "inputs/counts.h"
#include "inputs/names.h"

enum { MOST_SCENARIOS = 6 };

struct outlook_request {
    struct source source; /* its scenario stays NULL */
    int scenario_count;
    const char *scenarios[MOST_SCENARIOS];
    const char *targets, *observed; /* files; NULL: none, or for Nemuro those of the fixtures */
    const char *name;               /* of the area; NULL: from the table, or the fixtures */
    const char *origin;             /* where the figures are from; NULL: from the files */
    struct dates dates;
    int trajectories; /* 0: no fan; -1: one where the defaults of its rates are meant for it */
    uint64_t seed;
    int language; /* a cohort_language; -1: that of the environment */
    bool strict;  /* a row of a scenario that finds nothing to change is an error */
    bool whole;   /* all that a report has, not only what pictures show */
};

#define OUTLOOK_REQUEST                                                                            \
    {                                                                                              \
        .source = SOURCE_NONE, .dates = OCTOBER_1, .seed = 1, .language = -1                       \
    }

/* The options, and those of the source's area, for a command's sets. */
#define OUTLOOK_SETS(request, outlook)                                                             \
    {"What the report shows", outlook_options, offsetof(request, outlook)},                        \
        {"Inputs", source_area_options, offsetof(request, outlook.source)},                        \
        TABLE_SET(request, outlook.source.reading)
extern const struct option outlook_options[];

/* Figures that are shown of a path, as far as the ages of the grid have them. */
extern const char *const figure_names[BANDS][LANGUAGES];

/* The baseline, or what a scenario makes of it. */
struct outlook_path {
    struct text name;
    const cohort_projection *run;
    struct path kind; /* which of its figures are input, identity, fitted or predicted */
};

struct outlook {
    const struct outlook_request *request;
    struct source source; /* open while the outlook is there */
    cohort_language language;
    struct text name, origin;
    int case_count; /* 1 or more; the only one has no scenario when path_count is 1 */
    struct comparison *cases;
    int path_count; /* 1 + scenarios */
    struct outlook_path paths[1 + MOST_SCENARIOS];
    struct explanation why[MOST_SCENARIOS];     /* [path_count - 1] of the total at the last date */
    int first, last;                            /* dates */
    cohort_scenario *scenarios[MOST_SCENARIOS]; /* as read; NULL: none */
    bool is_forecast;                           /* are the rates forecast from counts? */
    int published; /* the last date of a table that rates are derived from; 0: none */
    struct aims aims;
    int influence_count, influence_years[2]; /* 0 to 2: the worksheet's convention only */
    cohort_influence influence[2];
    bool is_counted;
    struct observed observed;
    struct today *today;           /* Nemuro's; NULL: another area */
    struct determined *determined; /* of its city's path, where that was inferred here; or NULL */
    bool has_fan;
    struct fan_request fan_requests[1 + MOST_SCENARIOS];
    struct fan fans[1 + MOST_SCENARIOS]; /* of each path */
};

/* Exits with a message on an error. */
void outlook_make(struct outlook *o, const struct outlook_request *request);
void outlook_clear(struct outlook *o);

/* Is the plan Nemuro's, whose schedule was inferred from its published results? */
bool outlook_is_inferred(const struct outlook *o);

/* Is it a place in Japan, whose rates come with the library? */
bool outlook_is_japan(const struct outlook *o);

/* A figure of a path at a year; NAN where its ages cut a group. */
double outlook_figure(const struct outlook *o, int path, int figure, double year);

/* Have the ages of the grid this figure? */
bool outlook_has(const struct outlook *o, int figure);

/* The mark of what kind of figure that is: see path_mark. */
const char *outlook_mark(const struct outlook *o, int path, int figure, int year);

/* The dates that a table shows: every one, or of many one in five years, with the first and the
 * last. Returned: how many. */
enum { MOST_YEARS = 60 };
int outlook_years(const struct outlook *o, int years[MOST_YEARS]);

#endif
