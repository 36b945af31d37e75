/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many areas, each against the others. */
#include "inputs/fixtures.h"
#include "inputs/names.h"
#include "report/pictures.h"

enum { MOST_AREAS = 60, MOST_DATES = 400 };

/* A path as an index: the first date is 100. */
struct index {
    struct text name;
    int count;
    double years[MOST_DATES], values[MOST_DATES];
};

static void make_index(struct index *index, const cohort_stock *population)
{
    const cohort_grid *grid = &population->grid;
    const double base = cohort_total(population, grid->start);
    if (grid->steps >= MOST_DATES)
        die("more than %d dates", MOST_DATES);
    if (!(base > 0.0))
        die("%s: nobody lives there", index->name.s);
    index->count = grid->steps + 1;
    for (int date = 0; date <= grid->steps; date++) {
        index->years[date] = cohort_grid_year(grid, date);
        index->values[date] = 100.0 * cohort_total(population, index->years[date]) / base;
    }
}

static int make_all(struct index *all, const struct source *source, cohort_language language)
{
    const char **areas;
    const int count = source_areas(source, &areas);
    if (count > MOST_AREAS)
        die("more than %d areas: expected a table of fewer", MOST_AREAS);
    for (int i = 0; i < count; i++) {
        cohort_projection *path = source_project(source, areas[i]);
        all[i].name = name_of_area(language, source, areas[i]);
        make_index(&all[i], cohort_projection_population(path));
        cohort_projection_free(path);
    }
    free(areas);
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
        .title = all[area].name.s, .from_zero = 1, .series_count = used, .series = series};
}

static void draw(cohort_output *out, const struct index *all, int count, cohort_chart chart,
                 const struct source *source)
{
    cohort_chart_series *series = allocate((size_t)count * (size_t)count, sizeof *series);
    cohort_chart_panel panels[MOST_AREAS];
    const int first = (int)all[0].years[0], last = (int)all[0].years[all[0].count - 1];
    const struct text title = filled(in(&chart, W_AREAS_TITLE), whole(first).s, whole(last).s);
    const char *scenario = source->scenario ? base_name(source->scenario) : "";
    const struct text under =
        *scenario ? filled(in(&chart, W_AREAS_SCENARIO), scenario) : text_of("%s", "");
    const struct text subtitle =
        text_of("%s%s", filled(in(&chart, W_AREAS_SUBTITLE), whole(first).s).s, under.s);
    const struct text from =
        name_of_origin(chart.language, source->files > 0 ? "" : in(&chart, W_SOURCE_IPSS), source);
    const struct text origin =
        *scenario ? text_of("%s%s%s", from.s, in(&chart, W_SOURCES_END), scenario) : from;
    for (int i = 0; i < count; i++)
        panels[i] = panel_of(all, count, i, series + i * count);
    chart.title = title.s;
    chart.subtitle = subtitle.s;
    if (!chart.source)
        chart.source = origin.s;
    must(cohort_chart_lines(out, &chart, count, panels, &error));
    free(series);
}

void picture_areas(cohort_output *out, const struct source *source, const cohort_chart *chart)
{
    struct fixture files[2];
    struct source from = source->files > 0 ? *source : source_around_nemuro(files);
    struct index *all = allocate(MOST_AREAS, sizeof *all);
    from.scenario = source->scenario;
    source_open(&from);
    const int count = make_all(all, &from, chart->language);
    source_close(&from);
    draw(out, all, count, *chart, source);
    free(all);
}
