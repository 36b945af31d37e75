/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/planner.h"
#include "common/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

enum {
    PANELS = 2,
    BASELINE_COLOUR = 0,
    FIRST_COLOUR = 1, /* of the paths of scenarios */
    COUNT_COLOUR = 6,
    MOST_SERIES = 2 * (1 + MOST_SCENARIOS) + 4
};

/* What a picture is of. */
struct subject {
    const struct page *page;
    const struct outlook *o;
    int path; /* where one path is told of */
};

/* Series with their values, for one picture. */
struct drawing {
    int count;
    cohort_chart_series series[MOST_SERIES];
    double *values; /* room for all of them */
    size_t used;
};

static int dates_of(const struct outlook *o)
{
    return cohort_inputs_grid(o->cases[0].baseline)->steps + 1;
}

static void drawing_begin(struct drawing *d, const struct outlook *o)
{
    const size_t most = (size_t)dates_of(o) + MOST_AIMS + MOST_COUNTS;
    *d = (struct drawing){0};
    d->values = calloc(3 * most * MOST_SERIES, sizeof *d->values);
    if (!d->values)
        die("out of memory");
}

/* Room for so many values. */
static double *room(struct drawing *d, int count)
{
    double *values = d->values + d->used;
    d->used += (size_t)count;
    return values;
}

static void add_series(struct drawing *d, const char *label, cohort_mark mark, int colour,
                       int count, const double *years, const double *values, const double *upper)
{
    if (count > 0)
        d->series[d->count++] =
            (cohort_chart_series){label, mark, colour, count, years, values, upper};
}

/* A point more, in order of the years. */
static void add_point(int *count, double *years, double *values, double year, double value)
{
    int at = (*count)++;
    for (; at > 0 && years[at - 1] > year; at--) {
        years[at] = years[at - 1];
        values[at] = values[at - 1];
    }
    years[at] = year;
    values[at] = value;
}

static const double *years_of(struct drawing *d, const struct outlook *o)
{
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    double *years = room(d, dates_of(o));
    for (int i = 0; i < dates_of(o); i++)
        years[i] = cohort_grid_year(grid, i);
    return years;
}

/* ---- paths ---- */

static void add_path(struct drawing *d, const struct outlook *o, int path, int figure)
{
    const double *years = years_of(d, o);
    double *values = room(d, dates_of(o));
    for (int i = 0; i < dates_of(o); i++)
        values[i] = outlook_figure(o, path, figure, years[i]);
    add_series(d, o->paths[path].name, path == 0 ? COHORT_MARK_DASHES : COHORT_MARK_LINE,
               path == 0 ? BASELINE_COLOUR : FIRST_COLOUR + (path - 1) % (COUNT_COLOUR - 1),
               dates_of(o), years, values, NULL);
}

static void add_aims(struct drawing *d, const struct subject *s, cohort_band band)
{
    double *years = room(d, MOST_AIMS), *values = room(d, MOST_AIMS);
    int count = 0;
    for (int i = 0; i < s->o->aim_count; i++) {
        const struct aim *aim = &s->o->aims[i];
        if (!aim->measure.is_percent && memcmp(&aim->measure.band, &band, sizeof band) == 0)
            add_point(&count, years, values, aim->measure.year, aim->value);
    }
    add_series(d, in(s->page, "the plan’s targets", "計画の目標"), COHORT_MARK_TARGETS,
               FIRST_COLOUR, count, years, values, NULL);
}

/* Counts of one kind, in order of their time. */
static void add_counts(struct drawing *d, const struct outlook *o, const char *kind,
                       const char *label, cohort_band band)
{
    double *years = room(d, MOST_COUNTS), *values = room(d, MOST_COUNTS);
    int count = 0;
    for (int i = 0; o->is_counted && i < o->observed.count; i++) {
        const struct counts *counts = &o->observed.counts[i];
        const double value = counted(counts, band);
        if (strcmp(counts->kind, kind) == 0 && !isnan(value))
            add_point(&count, years, values, counts->at, value);
    }
    add_series(d, label, COHORT_MARK_POINTS, COUNT_COLOUR, count, years, values, NULL);
}

static void paint_paths(FILE *out, const cohort_chart *chart, const void *data)
{
    static const int shown[PANELS] = {0, 4};
    const struct subject *s = data;
    struct drawing drawings[PANELS];
    cohort_chart_panel panels[PANELS];
    int count = 0;
    for (int i = 0; i < PANELS; i++) {
        struct drawing *d = &drawings[count];
        cohort_band band;
        if (isnan(outlook_figure(s->o, 0, shown[i], s->o->first)))
            continue;
        must(cohort_band_parse(figures[shown[i]].measure, &band, &error), &error);
        drawing_begin(d, s->o);
        for (int k = 0; k < s->o->path_count; k++)
            add_path(d, s->o, k, shown[i]);
        add_aims(d, s, band);
        add_counts(d, s->o, "census", in(s->page, "census", "国勢調査"), band);
        add_counts(d, s->o, "register", in(s->page, "register", "住民基本台帳"), band);
        panels[count++] = (cohort_chart_panel){
            .title = in(s->page, figures[shown[i]].english, figures[shown[i]].japanese),
            .unit = in(s->page, "persons", "人"),
            .from_zero = 1,
            .series_count = d->count,
            .series = d->series};
    }
    must(cohort_chart_lines(out, chart, count, panels, &error), &error);
    for (int i = 0; i < count; i++)
        free(drawings[i].values);
}

/* What a picture of this outlook bears below. */
static cohort_chart chart_of(const struct outlook *o, const char *title, const char *subtitle)
{
    cohort_chart chart = COHORT_CHART;
    chart.title = title;
    chart.subtitle = subtitle;
    chart.source = o->request->source_text;
    return chart;
}

void report_draw_paths(struct page *p, const struct outlook *o)
{
    const struct subject s = {p, o, 0};
    char title[200];
    snprintf(title, sizeof title, in(p, "Population of %s, %d–%d", "%sの人口 %d〜%d年"), o->name,
             o->first, o->last);
    page_picture(p, chart_of(o, title, NULL), 400, 600, paint_paths, &s);
}

/* ---- pyramids ---- */

/* The first date, and the last on the baseline. */
static void paint_change(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    const cohort_chart_population populations[] = {
        {s->o->paths[0].kind.population, s->o->last, NULL},
        {s->o->paths[0].kind.population, s->o->first, NULL}};
    must(cohort_chart_pyramid(out, chart, 2, populations, &error), &error);
}

/* A path, and the baseline, at the last date. */
static void paint_difference(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    const struct outlook_path *baseline = &s->o->paths[0], *path = &s->o->paths[s->path];
    const cohort_chart_population populations[] = {
        {path->kind.population, s->o->last, path->name},
        {baseline->kind.population, s->o->last, baseline->name}};
    must(cohort_chart_pyramid(out, chart, 2, populations, &error), &error);
}

void report_draw_pyramids(struct page *p, const struct outlook *o)
{
    struct subject s = {p, o, 0};
    char title[200];
    snprintf(title, sizeof title, in(p, "%s in %d and %d: %s", "%s %d年と%d年（%s）"), o->name,
             o->first, o->last, o->paths[0].name);
    page_picture(p, chart_of(o, title, NULL), 460, 420, paint_change, &s);
    for (s.path = 1; s.path < o->path_count; s.path++) {
        snprintf(title, sizeof title, in(p, "%s in %d: %s and %s", "%s %d年（%sと%s）"), o->name,
                 o->last, o->paths[s.path].name, o->paths[0].name);
        page_picture(p, chart_of(o, title, NULL), 460, 420, paint_difference, &s);
    }
}

/* ---- why ---- */

/* Bars of periods, of which each component is a part. */
static void paint_why(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    const struct explanation *e = &s->o->why[s->path - 1];
    const char *const parts[] = {in(s->page, "migration", "移動"),
                                 in(s->page, "fertility", "出生")};
    const char *bars[MOST_BANDS];
    static char names[MOST_BANDS][24];
    double values[2 * MOST_BANDS];
    for (int i = 0; i < e->period_count; i++) {
        snprintf(names[i], sizeof names[i], "%d–%d", e->periods[i].year_from,
                 e->periods[i].year_to);
        bars[i] = names[i];
        for (int k = 0; k < 2; k++)
            values[2 * i + k] = explanation_period(e, components[k].bit, &e->periods[i]);
    }
    const cohort_bars data_of = {.unit = in(s->page, "persons", "人"),
                                 .bar_count = e->period_count,
                                 .part_count = 2,
                                 .bars = bars,
                                 .parts = parts,
                                 .values = values};
    must(cohort_chart_bars(out, chart, &data_of, &error), &error);
}

void report_draw_why(struct page *p, const struct outlook *o, int path)
{
    const struct subject s = {p, o, path};
    char title[200];
    snprintf(
        title, sizeof title,
        in(p, "%s: what each period adds to the total of %d", "%s：各期間の%d年総人口への効果"),
        o->paths[path].name, o->last);
    page_picture(p, chart_of(o, title, NULL), 300, 300, paint_why, &s);
}

/* ---- how sure ---- */

static void add_band(struct drawing *d, const struct outlook *o, const char *label, double low,
                     double high)
{
    const double *years = years_of(d, o);
    double *lower = room(d, dates_of(o)), *upper = room(d, dates_of(o));
    for (int i = 0; i < dates_of(o); i++) {
        must(cohort_ensemble_quantile(o->fan.ensemble, 2 * i, low, &lower[i], &error), &error);
        must(cohort_ensemble_quantile(o->fan.ensemble, 2 * i, high, &upper[i], &error), &error);
    }
    add_series(d, label, COHORT_MARK_BAND, BASELINE_COLOUR, dates_of(o), years, lower, upper);
}

static void paint_fan(FILE *out, const cohort_chart *chart, const void *data)
{
    const struct subject *s = data;
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    struct drawing d;
    drawing_begin(&d, s->o);
    add_band(&d, s->o, in(s->page, "95 % lie within", "95％の範囲"), 0.025, 0.975);
    add_band(&d, s->o, in(s->page, "80 % lie within", "80％の範囲"), 0.1, 0.9);
    for (int k = 0; k < s->o->path_count; k++)
        add_path(&d, s->o, k, 0);
    add_counts(&d, s->o, "census", in(s->page, "census", "国勢調査"), everybody);
    const cohort_chart_panel panel = {.unit = in(s->page, "persons", "人"),
                                      .from_zero = 1,
                                      .series_count = d.count,
                                      .series = d.series};
    must(cohort_chart_lines(out, chart, 1, &panel, &error), &error);
    free(d.values);
}

void report_draw_fan(struct page *p, const struct outlook *o)
{
    const struct subject s = {p, o, 0};
    char title[200];
    snprintf(title, sizeof title, in(p, "%s: how sure the baseline is", "%s：基準推計の不確かさ"),
             o->name);
    page_picture(p, chart_of(o, title, NULL), 400, 420, paint_fan, &s);
}
