/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page shows: pictures and their figures, cells, sections of the report. */
#include "live.h"

#include "answers/levers.h"
#include "answers/outcome.h"
#include "report/pictures.h"
#include "report/report.h"

/* ---- pictures, and their figures for a pointer ---- */

/* A picture of a size; a pyramid of a path at a year against another. */
CALLED live_picture(const char *kind, double width, double height, int path, int year, int other,
                    int other_year)
{
    const struct outlook *o = &live.outlook;
    cohort_chart chart = COHORT_CHART;
    cohort_output *out = begin();
    chart.embedded = 1;
    chart.width = width;
    chart.height = height;
    if (strcmp(kind, "pyramid") == 0)
        picture_pyramid(out, o, &chart, (struct moment){path, year},
                        (struct moment){other, other_year}, true);
    else
        picture_paths(out, o, &chart, o->has_fan ? path : -1);
    return end();
}

/* The TFR of each interval, as levers take it. */
static void print_tfr(cohort_output *out, const cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    for (int i = 0; i < grid->steps; i++)
        json_item(out, i,
                  tfr_between(inputs, cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1)));
}

/* Every figure of every path at each date, rounded as it is shown; and its TFR. */
CALLED live_figures(void)
{
    const struct outlook *o = &live.outlook;
    const cohort_grid *grid = cohort_inputs_grid(o->cases[0].baseline);
    cohort_output *out = begin();
    for (int k = 0; k < o->path_count; k++) {
        cohort_output_print(out, k ? ",{\"figures\":[" : "[{\"figures\":[");
        for (int i = 0; i <= grid->steps; i++) {
            cohort_output_print(out, i ? ",[" : "[");
            for (int figure = 0; figure < BANDS; figure++)
                json_item(out, figure,
                          cohort_round(outlook_figure(o, k, figure, cohort_grid_year(grid, i)), 0));
            cohort_output_print(out, "]");
        }
        cohort_output_print(out, "],\"tfr\":[");
        print_tfr(out, k ? o->cases[k - 1].plan : o->cases[0].baseline);
        cohort_output_print(out, "]");
        json_text(out, "name", o->paths[k].name.s);
        cohort_output_print(out, "}");
    }
    cohort_output_print(out, "]");
    return end();
}

/* Of a path's trajectories that have been run: quantiles of the total at each date (fan_levels). */
CALLED live_quantiles(int path)
{
    const struct outlook *o = &live.outlook;
    const int steps = cohort_inputs_grid(o->cases[0].baseline)->steps;
    cohort_output *out = begin();
    for (int date = 0; date <= steps; date++) {
        cohort_output_print(out, date ? ",[" : "[[");
        for (int i = 0; i < FAN_LEVELS; i++)
            json_item(
                out, i,
                cohort_round(fan_quantile(&o->fans[path], date, FAN_TOTAL, fan_levels[i]), 0));
        cohort_output_print(out, "]");
    }
    cohort_output_print(out, "]");
    return end();
}

/* Men and women of each age of a path at a year. */
CALLED live_ages(int path, int year)
{
    const cohort_stock *population = live.outlook.paths[path].kind.population;
    const cohort_grid *grid = &population->grid;
    const int row = (year - grid->start) / grid->width * COHORT_SEXES;
    cohort_output *out = begin();
    for (int x = 0; x < grid->ages; x++) {
        cohort_output_print(out, x ? ",[" : "[[");
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            json_item(out, sex, cohort_round(population->cells[(row + sex) * grid->ages + x], 0));
        cohort_output_print(out, "]");
    }
    cohort_output_print(out, "]");
    return end();
}

/* Every cell of every path as tidy CSV, the path in the place of the area. */
CALLED live_cells(void)
{
    const struct outlook *o = &live.outlook;
    cohort_output *out = begin();
    cohort_output_print(out, "area,variable,year,sex,age,value\n");
    for (int k = 0; k < o->path_count; k++) {
        struct outcomes list = outcome_of(o->paths[k].name.s, o->paths[k].run, 0, NULL, NULL);
        for (int i = 0; i < list.count; i++)
            outcome_write(out, &list.of[i]);
        outcome_free(&list);
    }
    return end();
}

/* ---- sections of the report ---- */

/* Why the paths differ, as they are now. */
static void explain(struct outlook *o)
{
    for (int k = 0; k + 1 < o->path_count; k++) {
        if (!live.unexplained[k])
            continue;
        const cohort_measure total = measure_of(&o->cases[k], "total", "--to", o->last);
        explanation_clear(&o->why[k]);
        explanation_make(&o->why[k], &o->cases[k], &total);
        live.unexplained[k] = false;
    }
}

/* Is there anything to tell in a section? "1", or "". */
CALLED live_has(const char *id)
{
    cohort_output_print(begin(), report_section(NULL, &live.outlook, id) ? "1" : "");
    return end();
}

/* A section as HTML; "" where there is nothing to tell. That which follows a slider at once does
 * not wait for what explains the paths. */
CALLED live_section(const char *id)
{
    struct outlook *o = &live.outlook;
    struct page page = {.language = o->language, .out = begin()};
    if (strcmp(id, "comparison") != 0)
        explain(o);
    report_section(&page, o, id);
    return end();
}
