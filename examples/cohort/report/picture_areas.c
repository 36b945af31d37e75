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

static cohort_projection *project(const struct source *source, const char *area)
{
    struct source ahead = *source; /* as far as this area's population lets it */
    cohort_inputs *inputs, *changed;
    cohort_projection *projection;
    source_look_ahead(&ahead, area);
    must(source_inputs(&ahead, area, &inputs, &error));
    if (source->operations) {
        must(cohort_scenario_apply(source->operations, inputs, &changed, &error));
        cohort_inputs_free(inputs);
        inputs = changed;
    }
    must(cohort_projection_new(inputs, &projection, &error));
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
        die("%s: nobody lives there", index->name.s);
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
            all[count].name = name_of_area(language, source, area);
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
        .title = all[area].name.s, .from_zero = 1, .series_count = used, .series = series};
}

static void draw(cohort_output *out, const struct index *all, int count, cohort_chart chart,
                 const struct source *source)
{
    cohort_chart_series *series = calloc((size_t)count * (size_t)count, sizeof *series);
    cohort_chart_panel panels[MOST_AREAS];
    if (!series)
        die("out of memory");
    const int first = (int)all[0].years[0], last = (int)all[0].years[all[0].count - 1];
    const struct text title = filled(in(&chart, W_AREAS_TITLE), whole(first).s, whole(last).s);
    const struct text subtitle = filled(in(&chart, W_AREAS_SUBTITLE), whole(first).s);
    const struct text origin =
        name_of_origin(chart.language, source->files > 0 ? "" : in(&chart, W_SOURCE_IPSS), source);
    for (int i = 0; i < count; i++)
        panels[i] = panel_of(all, count, i, series + i * count);
    if (!chart.title)
        chart.title = title.s;
    if (!chart.subtitle)
        chart.subtitle = subtitle.s;
    if (!chart.source)
        chart.source = origin.s;
    must(cohort_chart_lines(out, &chart, count, panels, &error));
    free(series);
}

void picture_areas(cohort_output *out, const struct source *source, const cohort_chart *chart)
{
    const struct fixture towns = fixture("ipss2018.csv"), japan = fixture("japan.csv");
    struct source from = *source;
    if (source->files == 0) /* the municipalities around Nemuro */
        from = (struct source){.files = 2,
                               .paths = {towns.path, japan.path},
                               .scenario = source->scenario,
                               .reference = JAPAN,
                               .convention = COHORT_IPSS,
                               .last_year = NEMURO_LAST};
    struct index *all = calloc(MOST_AREAS, sizeof *all);
    if (!all)
        die("out of memory");
    source_open(&from);
    const int count = make_all(all, &from, chart->language);
    source_close(&from);
    if (count == 0)
        die("no area with a population");
    draw(out, all, count, *chart, source);
    free(all);
}
