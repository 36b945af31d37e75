/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/pictures.h"

#include "common/planner.h"
#include "common/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

enum { TEXT = 300 };

/* ---- what stands around a picture ---- */

static bool is_japanese(const cohort_chart *chart)
{
    return chart->language == COHORT_JAPANESE;
}

/* Does the comparison have a second path? */
static bool has_plan(const struct comparison *c)
{
    return strcmp(c->plan_name, "the baseline") != 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* What to call the second path: a scenario's file by its name. */
static const char *plan_label(const struct comparison *c, cohort_language language)
{
    const bool is_city_plan = c->is_nemuro && !c->nemuro.plan_file;
    if (!has_plan(c))
        return word_of(language, WORD_BASELINE);
    return is_city_plan ? word_of(language, WORD_CITY_PLAN) : base_name(c->plan_name);
}

/* Sources, one behind the other; and that the rest was computed here. */
static void source_text(const struct comparison *c, cohort_language language, char text[TEXT])
{
    const char *const comma = language == COHORT_JAPANESE ? "、" : "; ";
    text[0] = '\0';
    if (c->is_nemuro)
        snprintf(text, TEXT, "%s%s%s%s", word_of(language, WORD_IPSS), comma,
                 word_of(language, WORD_CITY_DOCUMENT), comma);
    snprintf(text + strlen(text), TEXT - strlen(text), "%s",
             word_of(language, WORD_OWN_CALCULATION));
}

/* The texts that the caller's chart does not have. */
struct texts {
    char area[100], title[TEXT], subtitle[TEXT], source[TEXT];
};

static cohort_chart with_texts(const cohort_chart *chart, const struct texts *texts)
{
    cohort_chart full = *chart;
    if (!full.title)
        full.title = texts->title;
    if (!full.subtitle)
        full.subtitle = texts->subtitle;
    if (!full.source)
        full.source = texts->source;
    return full;
}

static struct texts texts_of(const struct comparison *c, const cohort_chart *chart)
{
    struct texts texts = {.area = ""};
    words_area(chart->language, c->area, texts.area, sizeof texts.area);
    source_text(c, chart->language, texts.source);
    return texts;
}

/* ---- ages and sexes ---- */

void picture_pyramid(FILE *stream, const struct comparison *c, const cohort_chart *chart, int year)
{
    const int base = cohort_inputs_grid(c->baseline)->start;
    const cohort_stock *population = cohort_projection_population(c->with);
    struct texts texts = texts_of(c, chart);
    char labels[2][100];
    const char *plan = plan_label(c, chart->language);
    if (is_japanese(chart)) {
        snprintf(texts.title, TEXT, "%sの人口ピラミッド：%d年と%d年", texts.area, base, year);
        snprintf(labels[0], sizeof labels[0], "%d年（%.60s）", year, plan);
        snprintf(labels[1], sizeof labels[1], "%d年", base);
    } else {
        snprintf(texts.title, TEXT, "%s: population by age and sex, %d and %d", texts.area, base,
                 year);
        snprintf(labels[0], sizeof labels[0], "%d (%.60s)", year, plan);
        snprintf(labels[1], sizeof labels[1], "%d", base);
    }
    const cohort_chart_population populations[] = {{population, year, labels[0]},
                                                   {population, base, labels[1]}};
    cohort_chart full = with_texts(chart, &texts);
    must(cohort_chart_pyramid(stream, &full, year == base ? 1 : 2, populations, &error), &error);
}

/* ---- paths ---- */

enum { MOST_DATES = 400, MOST_SERIES = 8 };

/* Room for a panel's series. */
struct paths_panel {
    cohort_chart_series series[MOST_SERIES];
    int count;
    double years[MOST_SERIES][MOST_DATES], values[MOST_SERIES][MOST_DATES];
    double upper[MOST_SERIES][MOST_DATES];
};

static struct paths_panel *new_panel(void)
{
    struct paths_panel *panel = calloc(1, sizeof *panel);
    if (!panel)
        die("out of memory");
    return panel;
}

/* Another series, without values. */
static cohort_chart_series *add_series(struct paths_panel *panel, const char *label,
                                       cohort_mark mark, int colour)
{
    const int i = panel->count++;
    panel->series[i] = (cohort_chart_series){.label = label,
                                             .mark = mark,
                                             .colour = colour,
                                             .years = panel->years[i],
                                             .values = panel->values[i],
                                             .upper = panel->upper[i]};
    return &panel->series[i];
}

static void add_value(struct paths_panel *panel, double year, double value, double upper)
{
    const int i = panel->count - 1;
    const int at = panel->series[i].count;
    if (at == MOST_DATES)
        die("more than %d dates", MOST_DATES);
    panel->years[i][at] = year;
    panel->values[i][at] = value;
    panel->upper[i][at] = upper;
    panel->series[i].count++;
}

/* A series of nothing is none. */
static void drop_empty(struct paths_panel *panel)
{
    if (panel->series[panel->count - 1].count == 0)
        panel->count--;
}

static bool count_of(const cohort_stock *population, double year, const char *band, double *count)
{
    cohort_band which;
    must(cohort_band_parse(band, &which, &error), &error);
    return cohort_count(population, year, which, count, NULL) == COHORT_OK;
}

static void add_path(struct paths_panel *panel, const cohort_projection *path, const char *band,
                     const char *label, cohort_mark mark, int colour)
{
    const cohort_stock *population = cohort_projection_population(path);
    double count;
    add_series(panel, label, mark, colour)->end_value = 1;
    for (int date = 0; date <= population->grid.steps; date++) {
        const int year = cohort_grid_year(&population->grid, date);
        if (count_of(population, year, band, &count))
            add_value(panel, year, count, 0.0);
    }
    drop_empty(panel);
}

static void add_counts(struct paths_panel *panel, const struct observed *observed, const char *kind,
                       const char *band, const char *label, int colour)
{
    cohort_band which;
    must(cohort_band_parse(band, &which, &error), &error);
    add_series(panel, label, COHORT_MARK_POINTS, colour);
    for (int i = 0; observed && i < observed->count; i++) {
        const struct counts *counts = &observed->counts[i];
        const double count = counted(counts, which);
        if (strcmp(counts->kind, kind) == 0 && !isnan(count))
            add_value(panel, counts->at, count, 0.0);
    }
    drop_empty(panel);
}

static void add_all_counts(struct paths_panel *panel, const struct observed *observed,
                           const char *band, cohort_language language)
{
    add_counts(panel, observed, "census", band, word_of(language, WORD_CENSUS), 0);
    add_counts(panel, observed, "register", band, word_of(language, WORD_REGISTER), 4);
}

/* The figures that the city published for its path. */
static void add_targets(struct paths_panel *panel, const struct comparison *c, const char *band,
                        cohort_language language)
{
    add_series(panel, word_of(language, WORD_TARGETS), COHORT_MARK_TARGETS, 1);
    for (int year = NEMURO_BASE; c->is_nemuro && year <= NEMURO_LAST; year++) {
        const double value = published_value(c->nemuro.document, "plan", year, band);
        if (!isnan(value))
            add_value(panel, year, value, 0.0);
    }
    drop_empty(panel);
}

static void make_paths(struct paths_panel *panel, const struct comparison *c,
                       const struct observed *observed, const char *band, cohort_language language)
{
    add_path(panel, c->without, band, word_of(language, WORD_BASELINE), COHORT_MARK_DASHES, 0);
    if (has_plan(c)) {
        add_path(panel, c->with, band, plan_label(c, language), COHORT_MARK_LINE, 1);
        add_targets(panel, c, band, language);
    }
    add_all_counts(panel, observed, band, language);
}

void picture_paths(FILE *stream, const struct comparison *c, const struct observed *observed,
                   const cohort_chart *chart)
{
    static const char *const bands[] = {"total", "women_20_39"};
    static const enum word titles[] = {WORD_TOTAL, WORD_WOMEN_20_39};
    const cohort_language language = chart->language;
    const cohort_grid *grid = cohort_inputs_grid(c->baseline);
    struct texts texts = texts_of(c, chart);
    struct paths_panel *made[2];
    cohort_chart_panel panels[2];
    int count = 0;
    snprintf(texts.title, TEXT,
             is_japanese(chart) ? "%sの人口の見通し：%d～%d年" : "%s: two paths, %d-%d", texts.area,
             grid->start, cohort_grid_year(grid, grid->steps));
    for (int i = 0; i < 2; i++) {
        made[i] = new_panel();
        make_paths(made[i], c, observed, bands[i], language);
        if (made[i]->count > 0)
            panels[count++] = (cohort_chart_panel){.title = word_of(language, titles[i]),
                                                   .unit = word_of(language, WORD_PERSONS),
                                                   .from_zero = 1,
                                                   .series_count = made[i]->count,
                                                   .series = made[i]->series};
    }
    cohort_chart full = with_texts(chart, &texts);
    must(cohort_chart_lines(stream, &full, count, panels, &error), &error);
    for (int i = 0; i < 2; i++)
        free(made[i]);
}

/* ---- how sure ---- */

static double quantile(const struct fan *fan, int date, double p)
{
    double value;
    must(cohort_ensemble_quantile(fan->ensemble, 2 * date, p, &value, &error), &error);
    return value;
}

/* Between two quantiles of the total; with p = 0.5 its median. */
static void add_quantiles(struct paths_panel *panel, const struct fan *fan, double p)
{
    const cohort_grid *grid = cohort_inputs_grid(fan->inputs);
    for (int date = 0; date <= grid->steps; date++)
        add_value(panel, cohort_grid_year(grid, date), quantile(fan, date, p),
                  quantile(fan, date, 1.0 - p));
}

void picture_fan(FILE *stream, const struct fan *fan, const struct observed *observed,
                 const cohort_chart *chart)
{
    const cohort_language language = chart->language;
    const bool of_plan = fan->path == fan->c.with;
    struct texts texts = texts_of(&fan->c, chart);
    struct paths_panel *made = new_panel();
    snprintf(texts.title, TEXT,
             is_japanese(chart) ? "%sの総人口はどこまで確かか"
                                : "%s: how sure is the total population?",
             texts.area);
    snprintf(texts.subtitle, TEXT,
             is_japanese(chart) ? "%s回の確率的シミュレーション（%s）"
                                : "%s random trajectories (%s)",
             persons(fan->request->trajectories, 0),
             of_plan ? plan_label(&fan->c, language) : word_of(language, WORD_BASELINE));
    add_series(made, word_of(language, WORD_WITHIN_95), COHORT_MARK_BAND, 1);
    add_quantiles(made, fan, 0.025);
    add_series(made, word_of(language, WORD_WITHIN_80), COHORT_MARK_BAND, 1);
    add_quantiles(made, fan, 0.1);
    if (has_plan(&fan->c))
        add_path(made, of_plan ? fan->c.without : fan->c.with, "total",
                 of_plan ? word_of(language, WORD_BASELINE) : plan_label(&fan->c, language),
                 COHORT_MARK_DASHES, 5);
    add_series(made, word_of(language, WORD_MEDIAN), COHORT_MARK_LINE, 1)->end_value = 1;
    add_quantiles(made, fan, 0.5);
    add_all_counts(made, observed, "total", language);
    const cohort_chart_panel panel = {.unit = word_of(language, WORD_PERSONS),
                                      .from_zero = 1,
                                      .series_count = made->count,
                                      .series = made->series};
    cohort_chart full = with_texts(chart, &texts);
    must(cohort_chart_lines(stream, &full, 1, &panel, &error), &error);
    free(made);
}

/* ---- what a difference is made of ---- */

/* A component's part of it in a period. */
static double part_of(const struct explanation *e, unsigned component, const cohort_part *period)
{
    double sum = 0.0;
    for (int k = 0; k < e->cause_count; k++)
        if (e->causes[k].components == component && e->causes[k].year_from == period->year_from)
            sum += e->parts[k];
    return sum;
}

/* The components that make something of it, migration and births in any case. */
static int list_components(const struct explanation *e, int listed[COMPONENTS])
{
    int count = 0;
    for (int k = 0; k < COMPONENTS; k++) {
        double size = 0.0;
        for (int i = 0; i < e->period_count; i++)
            size += fabs(part_of(e, components[k].bit, &e->periods[i]));
        if (k < 2 || size >= 0.5)
            listed[count++] = k;
    }
    return count;
}

static void bars_texts(const struct explanation *e, const cohort_chart *chart, struct texts *texts)
{
    const int year = (int)e->measure.year;
    const char *plan = plan_label(e->c, chart->language), *gain = change(e->with - e->without, 0);
    const char *unit = e->measure.is_percent ? (is_japanese(chart) ? "ポイント" : " points")
                                             : (is_japanese(chart) ? "人" : " persons");
    if (is_japanese(chart)) {
        snprintf(texts->title, TEXT, "%s：%d年の差 %s%sの内訳", texts->area, year, gain, unit);
        snprintf(texts->subtitle, TEXT, "%sと%sとの差、変化の生じる期間別", plan,
                 word_of(chart->language, WORD_BASELINE));
    } else {
        snprintf(texts->title, TEXT, "%s: what makes the difference of %s%s in %d", texts->area,
                 gain, unit, year);
        snprintf(texts->subtitle, TEXT, "%s against the baseline, by the period in which it arises",
                 plan);
    }
}

void picture_bars(FILE *stream, const struct explanation *e, const cohort_chart *chart)
{
    static const enum word names[] = {WORD_MIGRATION, WORD_FERTILITY, WORD_MORTALITY,
                                      WORD_BASE_POPULATION};
    const char *bars[MOST_BANDS], *parts[COMPONENTS];
    char years[MOST_BANDS][40];
    double values[MOST_BANDS * COMPONENTS];
    int listed[COMPONENTS];
    const int count = list_components(e, listed);
    struct texts texts = texts_of(e->c, chart);
    bars_texts(e, chart, &texts);
    for (int i = 0; i < e->period_count; i++) {
        snprintf(years[i], sizeof years[i], is_japanese(chart) ? "%d～%d年" : "%d-%d",
                 e->periods[i].year_from, e->periods[i].year_to);
        bars[i] = years[i];
        for (int k = 0; k < count; k++) {
            values[i * count + k] = part_of(e, components[listed[k]].bit, &e->periods[i]);
            parts[k] = word_of(chart->language, names[listed[k]]);
        }
    }
    const cohort_bars data = {
        .unit = e->measure.is_percent ? NULL : word_of(chart->language, WORD_PERSONS),
        .decimals = e->measure.is_percent ? 2 : 0,
        .bar_count = e->period_count,
        .part_count = count,
        .bars = bars,
        .parts = parts,
        .values = values};
    cohort_chart full = with_texts(chart, &texts);
    must(cohort_chart_bars(stream, &full, &data, &error), &error);
}
