/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pictures.h"

#include "answers/events.h"

enum {
    BASELINE_COLOUR = 0,
    PLAN_COLOUR = 1,
    REGISTER_COLOUR = 4,
    MOST_SERIES = 8 + MOST_SCENARIOS,
    MOST_PANELS = 4
};

/* Each path looks the same in every picture: the plan or first scenario a line, others dashed. */
static int path_colour(int path)
{
    static const int colours[1 + MOST_SCENARIOS] = {BASELINE_COLOUR, PLAN_COLOUR, 5, 3, 2, 6, 4};
    return colours[path];
}

static cohort_mark path_mark_of(int path)
{
    return path == 1 ? COHORT_MARK_LINE : COHORT_MARK_DASHES;
}

/* ---- what stands around a picture ---- */

/* The caller's chart, a subtitle unless it is "", and the texts that the chart does not have. */
static cohort_chart with_texts(const struct outlook *o, const cohort_chart *chart,
                               const char *title, const char *subtitle)
{
    cohort_chart full = *chart;
    full.language = o->language;
    if (!full.title)
        full.title = title;
    if (*subtitle)
        full.subtitle = subtitle;
    if (!full.source)
        full.source = o->origin.s;
    return full;
}

/* ---- ages and sexes ---- */

/* A year and, unless it is where all paths begin, the path; whether the year is between dates.
 * Without the year, which the title has: the path only. */
static struct text label_moment(const struct outlook *o, struct moment m, bool with_path,
                                bool with_year)
{
    const struct text year = filled(in(o, W_YEAR_IN_WORDS), whole(m.year).s);
    if (!with_year)
        return text_of("%s", o->paths[m.path].name.s);
    const bool is_between = m.year > o->first && m.year < o->last &&
                            cohort_grid_date(&o->paths[0].kind.population->grid, m.year) < 0;
    if (!with_path && !is_between)
        return year;
    const struct text more = text_of("%s%s%s", with_path ? o->paths[m.path].name.s : "",
                                     with_path && is_between ? in(o, W_COMMA) : "",
                                     is_between ? in(o, W_INTERPOLATED) : "");
    return text_of("%s%s", year.s, filled(in(o, W_IN_BRACKETS), more.s).s);
}

/* The largest group of a sex on any path at a date that is shown. */
static double largest_group(const struct outlook *o)
{
    int years[MOST_YEARS], count = outlook_years(o, years);
    double largest = 0.0;
    for (int k = 0; k < o->path_count; k++) {
        const cohort_stock *population = o->paths[k].kind.population;
        const cohort_grid *grid = &population->grid;
        for (int i = 0; i < count; i++)
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                for (int age = 0; age < grid->ages; age++)
                    largest = fmax(largest, population->cells[cohort_cell(
                                                grid, cohort_grid_date(grid, years[i]), sex, age)]);
    }
    return largest;
}

void picture_pyramid(cohort_output *out, const struct outlook *o, const cohort_chart *chart,
                     struct moment bars, struct moment outline, bool one_scale)
{
    const bool alone = bars.year == outline.year && bars.path == outline.path;
    const struct text title =
        bars.year == outline.year
            ? filled(in(o, W_PYRAMID_TITLE), o->name.s, whole(bars.year).s)
            : filled(in(o, W_PYRAMIDS_TITLE), o->name.s, whole(outline.year).s, whole(bars.year).s);
    const bool with_years = !one_scale || alone || bars.year != outline.year;
    const struct text labels[] = {
        label_moment(o, bars, bars.year != o->first || bars.path != outline.path, with_years),
        label_moment(o, outline, outline.year == bars.year, with_years)};
    const cohort_chart_population populations[] = {
        {o->paths[bars.path].kind.population, bars.year, labels[0].s},
        {o->paths[outline.path].kind.population, outline.year, labels[1].s}};
    cohort_chart full = with_texts(o, chart, title.s, "");
    full.span = one_scale ? largest_group(o) : 0.0;
    must(cohort_chart_pyramid(out, &full, alone ? 1 : 2, populations, &error));
}

/* ---- series of values over time ---- */

/* A picture's panels with their series. What is added goes to the last one of both. */
struct drawing {
    const struct outlook *o;
    int count; /* of panels */
    cohort_chart_panel panels[MOST_PANELS];
    cohort_chart_series all[MOST_PANELS][MOST_SERIES], *series;
    bool has_values;                /* has the series any? */
    double *years, *values, *upper; /* of the series */
    double *memory;
};

static const cohort_grid *grid_of(const struct outlook *o)
{
    return cohort_inputs_grid(o->cases[0].baseline);
}

/* As many points as a series may have. */
static size_t most_points(const struct outlook *o)
{
    return (size_t)grid_of(o)->steps + 1 + MOST_AIMS + MOST_COUNTS;
}

static void drawing_begin(struct drawing *d, const struct outlook *o)
{
    *d = (struct drawing){.o = o};
    d->memory = allocate(3 * most_points(o) * MOST_SERIES * MOST_PANELS, sizeof *d->memory);
    d->years = d->memory;
}

static void drawing_end(struct drawing *d, cohort_output *out, const cohort_chart *chart,
                        const char *title, const char *subtitle)
{
    const cohort_chart full = with_texts(d->o, chart, title, subtitle);
    must(cohort_chart_lines(out, &full, d->count, d->panels, &error));
    free(d->memory);
}

static void begin_panel(struct drawing *d, const char *title, const char *unit)
{
    d->panels[d->count] = (cohort_chart_panel){
        .title = title, .unit = unit, .from_zero = 1, .series = d->all[d->count]};
    d->count++;
}

/* It takes the place of one that has got no values. */
static void begin_series(struct drawing *d, const char *label, cohort_mark mark, int colour)
{
    const size_t most = most_points(d->o);
    if (d->has_values)
        d->years += 3 * most;
    d->values = d->years + most;
    d->upper = d->values + most;
    d->has_values = false;
    d->series = &d->all[d->count - 1][d->panels[d->count - 1].series_count];
    *d->series = (cohort_chart_series){
        .label = label, .mark = mark, .colour = colour, .years = d->years, .values = d->values};
}

/* A point more, in order of the years; its value may be NAN. */
static void add_point(struct drawing *d, double year, double value)
{
    int at = d->series->count++;
    for (; at > 0 && d->years[at - 1] > year; at--) {
        d->years[at] = d->years[at - 1];
        d->values[at] = d->values[at - 1];
    }
    d->years[at] = year;
    d->values[at] = value;
    d->panels[d->count - 1].series_count += !isnan(value) && !d->has_values;
    d->has_values = d->has_values || !isnan(value);
}

static void begin_path(struct drawing *d, int path)
{
    begin_series(d, d->o->paths[path].name.s, path_mark_of(path), path_colour(path));
}

static void add_path(struct drawing *d, int path, int figure)
{
    const cohort_grid *grid = grid_of(d->o);
    begin_path(d, path);
    for (int date = 0; date <= grid->steps; date++) {
        const int year = cohort_grid_year(grid, date);
        add_point(d, year, outlook_figure(d->o, path, figure, year));
    }
    d->series->end_value = 1;
}

/* Counts of one kind. */
static void add_counts(struct drawing *d, const char *kind, const char *label, int colour,
                       cohort_band band)
{
    const struct outlook *o = d->o;
    begin_series(d, label, COHORT_MARK_POINTS, colour);
    for (int i = 0; o->is_counted && i < o->observed.count; i++) {
        const struct counts *counts = &o->observed.counts[i];
        const double value = counted(counts, band);
        if (strcmp(counts->kind, kind) == 0 && !isnan(value))
            add_point(d, counts->at, value);
    }
}

static void add_all_counts(struct drawing *d, cohort_band band)
{
    add_counts(d, "census", in(d->o, W_CENSUS), BASELINE_COLOUR, band);
    add_counts(d, "register", in(d->o, W_REGISTER_OF), REGISTER_COLOUR, band);
}

static void add_aims(struct drawing *d, cohort_band band)
{
    const struct outlook *o = d->o;
    begin_series(d, in(o, W_TARGETS), COHORT_MARK_TARGETS, PLAN_COLOUR);
    for (int i = 0; i < o->aims.count; i++)
        if (!o->aims.of[i].measure.is_percent && !o->aims.of[i].is_decline &&
            same_band(o->aims.of[i].measure.band, band))
            add_point(d, o->aims.of[i].measure.year, o->aims.of[i].value);
}

/* ---- paths ---- */

/* Quantiles of the total: a line, or with `high` a band up to it. */
static void add_quantiles(struct drawing *d, int path, const char *label, double low, double high)
{
    const struct fan *fan = &d->o->fans[path];
    const cohort_grid *grid = grid_of(d->o);
    begin_series(d, label, low < high ? COHORT_MARK_BAND : COHORT_MARK_THIN, path_colour(path));
    for (int date = 0; date <= grid->steps; date++) {
        add_point(d, cohort_grid_year(grid, date), fan_quantile(fan, date, FAN_TOTAL, low));
        d->upper[date] = fan_quantile(fan, date, FAN_TOTAL, high);
    }
    d->series->upper = d->upper;
}

/* What 95 and 80 of 100 trajectories of a path stay within. */
static void add_fan(struct drawing *d, int path)
{
    add_quantiles(d, path, in(d->o, W_BAND_95), 0.025, 0.975);
    add_quantiles(d, path, in(d->o, W_BAND_80), 0.1, 0.9);
}

static void add_paths(struct drawing *d, int figure, int fan)
{
    const cohort_band band = shown_bands[figure];
    begin_panel(d, figure_names[figure][d->o->language], in(d->o, W_PERSONS));
    if (fan >= 0 && figure == TOTAL)
        add_fan(d, fan);
    for (int path = 0; path < d->o->path_count; path++)
        add_path(d, path, figure);
    add_aims(d, band);
    add_all_counts(d, band);
}

void picture_paths(cohort_output *out, const struct outlook *o, const cohort_chart *chart, int fan)
{
    const struct text title =
        filled(in(o, W_PATHS_TITLE), o->name.s, whole(o->first).s, whole(o->last).s);
    struct drawing d;
    drawing_begin(&d, o);
    if (outlook_has(o, TOTAL))
        add_paths(&d, TOTAL, fan);
    if (outlook_has(o, WOMEN_20_39))
        add_paths(&d, WOMEN_20_39, fan);
    drawing_end(&d, out, chart, title.s, "");
}

/* ---- how sure ---- */

void picture_fan(cohort_output *out, const struct outlook *o, const cohort_chart *chart, int path)
{
    const struct text title = filled(in(o, W_FAN_TITLE), o->name.s);
    const struct text subtitle = filled(in(o, W_FAN_SUBTITLE), o->paths[path].name.s);
    struct drawing d;
    drawing_begin(&d, o);
    begin_panel(&d, NULL, in(o, W_PERSONS));
    add_fan(&d, path);
    for (int k = 0; k < o->path_count; k++)
        add_path(&d, k, TOTAL);
    add_quantiles(&d, path, in(o, W_MEDIAN), 0.5, 0.5);
    add_all_counts(&d, EVERYBODY);
    drawing_end(&d, out, chart, title.s, subtitle.s);
}

/* ---- births, deaths and moves ---- */

enum { BIRTHS, DEATHS, SOCIAL, TFR_LEVEL, EVENT_PANELS };

/* A path in the middle of its periods. Returned: has it any value? */
static bool add_event(struct drawing *d, int path, int panel)
{
    struct events events[MOST_YEARS];
    const int count = events_of_path(d->o, path, events);
    begin_path(d, path);
    for (int i = 0; i < count; i++) {
        const struct events *e = &events[i];
        const double all[EVENT_PANELS] = {e->births, e->deaths, e->social, e->tfr};
        add_point(d, (e->from + e->to) / 2.0, all[panel]);
    }
    return d->has_values;
}

static void add_counted(struct drawing *d, int panel)
{
    struct counted_year counted[MOST_YEARS];
    const int count = counted_years(d->o, counted);
    begin_series(d, in(d->o, W_COUNTED), COHORT_MARK_POINTS, REGISTER_COLOUR);
    for (int i = 0; i < count; i++) {
        const struct counted_year *y = &counted[i];
        const double all[EVENT_PANELS] = {y->births, y->deaths, y->social, (double)NAN};
        if (!isnan(all[panel]))
            add_point(d, y->at, all[panel]);
    }
}

void picture_events(cohort_output *out, const struct outlook *o, const cohort_chart *chart,
                    int path)
{
    const char *const titles[EVENT_PANELS] = {in(o, W_BIRTHS), in(o, W_DEATHS),
                                              in(o, W_SOCIAL_CHANGE), in(o, W_TFR)};
    const struct text title = filled(in(o, W_EVENTS_PICTURE), o->name.s);
    struct drawing d;
    drawing_begin(&d, o);
    (void)path;
    for (int panel = 0; panel < EVENT_PANELS; panel++) {
        bool has = true;
        begin_panel(&d, titles[panel], panel == TFR_LEVEL ? NULL : in(o, W_PERSONS_A_YEAR));
        d.panels[d.count - 1].decimals = panel == TFR_LEVEL ? 2 : 0;
        for (int k = 0; k < o->path_count; k++)
            has = add_event(&d, k, panel) && has;
        add_counted(&d, panel);
        if (!has)
            d.count--;
    }
    drawing_end(&d, out, chart, title.s, "");
}

/* ---- beside other places ---- */

/* Places are thin in colours of their own; paths as everywhere. */
static void add_beside(struct drawing *d, const struct elsewhere *e, int number, int which)
{
    const int place = number - d->o->path_count;
    int years[MOST_YEARS], count = outlook_years(d->o, years);
    if (place < 0)
        begin_path(d, number);
    else
        begin_series(d, e->places[place].name.s, COHORT_MARK_DASHES, place == 0 ? 3 : 6);
    for (int i = 0; i < count; i++)
        add_point(d, years[i], percent_beside(d->o, e, number, which, years[i]));
    d->series->end_value = !isnan(d->values[count - 1]);
}

void picture_elsewhere(cohort_output *out, const struct outlook *o, const struct elsewhere *e,
                       const cohort_chart *chart)
{
    static const int drawn[] = {BESIDE_TOTAL, BESIDE_65_PLUS};
    struct text titles[2];
    struct drawing d;
    drawing_begin(&d, o);
    for (int n = 0; n < (outlook_has(o, AGE_65_PLUS) ? 2 : 1); n++) {
        titles[n] = filled(beside[drawn[n]].in[o->language], whole(o->first).s);
        begin_panel(&d, titles[n].s, NULL);
        for (int k = 0; k < o->path_count + e->count; k++)
            add_beside(&d, e, k, drawn[n]);
    }
    drawing_end(&d, out, chart, filled(in(o, W_ELSEWHERE_TITLE), o->name.s).s, "");
}

/* ---- what a difference is made of ---- */

/* The components that make something of it, migration and births in any case. */
static int list_components(const struct explanation *e, int listed[COMPONENTS])
{
    int count = 0;
    for (int k = 0; k < COMPONENTS; k++) {
        double size = 0.0;
        for (int i = 0; i < e->period_count; i++)
            size += fabs(sum_of(e, components[k].bit, &e->periods[i], NULL, COHORT_BOTH));
        if (k < 2 || size >= 0.5)
            listed[count++] = k;
    }
    return count;
}

void picture_bars(cohort_output *out, const struct outlook *o, const cohort_chart *chart, int path)
{
    const char *const names[COMPONENTS] = {in(o, W_MIGRATION), in(o, W_BIRTHS), in(o, W_DEATHS),
                                           in(o, W_BASE_POPULATION)};
    const struct explanation *e = &o->why[path - 1];
    const char *bars[MOST_BANDS], *parts[COMPONENTS];
    struct text years[MOST_BANDS];
    double values[MOST_BANDS * COMPONENTS];
    int listed[COMPONENTS];
    const int count = list_components(e, listed);
    for (int i = 0; i < e->period_count; i++) {
        const cohort_part *period = &e->periods[i];
        years[i] = filled(in(o, W_YEARS), whole(period->year_from).s, whole(period->year_to).s);
        bars[i] = years[i].s;
        for (int k = 0; k < count; k++)
            values[i * count + k] = sum_of(e, components[listed[k]].bit, period, NULL, COHORT_BOTH);
    }
    for (int k = 0; k < count; k++)
        parts[k] = names[listed[k]];
    const struct text title =
        filled(in(o, W_BARS_TITLE), o->name.s, change(e->with - e->without, 0).s, whole(o->last).s);
    const struct text subtitle =
        filled(in(o, W_BARS_SUBTITLE), o->paths[path].name.s, o->paths[0].name.s,
               outlook_is_inferred(o) ? in(o, W_BARS_INFERRED) : "");
    const cohort_bars data = {.unit = in(o, W_PERSONS),
                              .bar_count = e->period_count,
                              .part_count = count,
                              .bars = bars,
                              .parts = parts,
                              .values = values};
    const cohort_chart full = with_texts(o, chart, title.s, subtitle.s);
    must(cohort_chart_bars(out, &full, &data, &error));
}
