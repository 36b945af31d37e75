/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many areas, each against the others. */
#include "inputs/fixtures.h"
#include "inputs/words.h"
#include "report/pictures.h"
#include "text/say.h"

#include <stdlib.h>

static cohort_error error;

enum { MOST_AREAS = 60, MOST_DATES = 400 };

/* A path as an index: the first date is 100. */
struct index {
    char name[100];
    int count;
    double years[MOST_DATES], values[MOST_DATES];
};

static cohort_projection *project(const struct source *source, const char *area)
{
    struct source ahead = *source; /* as far as this area's population lets it */
    cohort_inputs *inputs, *changed;
    cohort_projection *projection;
    source_look_ahead(&ahead, area);
    must(source_inputs(&ahead, area, &inputs, &error), &error);
    if (source->operations) {
        must(cohort_scenario_apply(source->operations, inputs, &changed, &error), &error);
        cohort_inputs_free(inputs);
        inputs = changed;
    }
    must(cohort_projection_new(inputs, &projection, &error), &error);
    cohort_inputs_free(inputs);
    return projection;
}

static void make_index(struct index *index, const cohort_stock *population)
{
    const cohort_grid *grid = &population->grid;
    const double base = cohort_total(population, grid->start);
    if (grid->steps >= MOST_DATES)
        die("more than %d dates", MOST_DATES);
    if (!(base > 0.0))
        die("%s: nobody lives there", index->name);
    index->count = grid->steps + 1;
    for (int date = 0; date <= grid->steps; date++) {
        index->years[date] = cohort_grid_year(grid, date);
        index->values[date] = 100.0 * cohort_total(population, index->years[date]) / base;
    }
}

/* Every area with a population, in the order of the tables. */
static int make_all(struct index *all, const struct source *source, cohort_language language)
{
    int count = 0;
    for (int t = 0; t < source->files; t++)
        for (int i = 0; i < cohort_table_area_count(source->tables[t]); i++) {
            const char *area = cohort_table_area(source->tables[t], i);
            if (!source_has_population(source, t, area) || source_is_reference(source, area))
                continue;
            if (count == MOST_AREAS)
                die("more than %d areas: expected a table of fewer", MOST_AREAS);
            cohort_projection *path = project(source, area);
            words_area(language, source, area, all[count].name, sizeof all[count].name);
            make_index(&all[count++], cohort_projection_population(path));
            cohort_projection_free(path);
        }
    return count;
}

/* One area in colour, behind it the others. */
static cohort_chart_panel panel_of(const struct index *all, int count, int area,
                                   cohort_chart_series *series)
{
    int used = 0;
    for (int i = 0; i <= count; i++) {
        const bool own = i == count;
        const struct index *of = &all[own ? area : i];
        if (!own && i == area)
            continue;
        series[used++] = (cohort_chart_series){.mark = COHORT_MARK_LINE,
                                               .colour = own,
                                               .end_value = own,
                                               .count = of->count,
                                               .years = of->years,
                                               .values = of->values};
    }
    return (cohort_chart_panel){
        .title = all[area].name, .from_zero = 1, .series_count = used, .series = series};
}

static void draw(cohort_output *out, const struct index *all, int count, cohort_chart chart,
                 const struct source *source)
{
    cohort_chart_series *series = calloc((size_t)count * (size_t)count, sizeof *series);
    cohort_chart_panel panels[MOST_AREAS];
    char subtitle[100], title[100], origin[300];
    if (!series)
        die("out of memory");
    const int first = (int)all[0].years[0], last = (int)all[0].years[all[0].count - 1];
    snprintf(subtitle, sizeof subtitle,
             in(&chart, "%d = 100; in grey, the other areas", "%d年＝100、灰色は他の地域"), first);
    snprintf(title, sizeof title,
             in(&chart, "Total population by area, %d–%d", "地域別の総人口、%d〜%d年"), first,
             last);
    words_origin(chart.language,
                 source->files > 0
                     ? ""
                     : in(&chart, "IPSS (2018)", "国立社会保障・人口問題研究所（平成30年推計）"),
                 source, origin, sizeof origin);
    for (int i = 0; i < count; i++)
        panels[i] = panel_of(all, count, i, series + i * count);
    if (!chart.title)
        chart.title = title;
    if (!chart.subtitle)
        chart.subtitle = subtitle;
    if (!chart.source)
        chart.source = origin;
    must(cohort_chart_lines(out, &chart, count, panels, &error), &error);
    free(series);
}

/* The municipalities around Nemuro, from the fixtures. */
static struct source around_nemuro(void)
{
    static char paths[2][4096];
    struct source source = SOURCE_NONE;
    static const char *const names[] = {"ipss2018.csv", "japan.csv"};
    for (int i = 0; i < 2; i++) {
        snprintf(paths[i], sizeof paths[i], "%s", fixture(names[i]));
        source.paths[source.files++] = paths[i];
    }
    source.reference = JAPAN;
    source.convention = COHORT_IPSS;
    source.last_year = NEMURO_LAST;
    return source;
}

void picture_areas(cohort_output *out, const struct source *source, const cohort_chart *chart)
{
    struct source from = source->files > 0 ? *source : around_nemuro();
    struct index *all = calloc(MOST_AREAS, sizeof *all);
    if (!all)
        die("out of memory");
    from.scenario = source->scenario;
    source_open(&from);
    const int count = make_all(all, &from, chart->language);
    source_close(&from);
    if (count == 0)
        die("no area with a population");
    draw(out, all, count, *chart, source);
    free(all);
}
