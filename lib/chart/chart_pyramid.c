/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/chart.h>
#include <cohort/indicators.h>
#include <cohort/output.h>

#include "chart/chart_frame.h"
#include "core/error.h"
#include "core/grid.h"

#include <math.h>
#include <stdio.h>

enum { BESIDE = 10 }; /* pixels that a number may reach into the margin */

typedef struct pyramid {
    chart_frame frame;
    int count;
    const cohort_chart_population *populations;
    const cohort_grid *grid;
    chart_axis persons; /* from the middle outwards */
    double letters;     /* height of the ages' letters */
    double middle[2];   /* where men end and women begin */
    double head;        /* pixels for the sexes' names above the bars */
    svg_box bars;
} pyramid;

/* --- Persons ---------------------------------------------------------------------------------- */

static cohort_band band_of(const cohort_grid *grid, int sex, int age)
{
    const int from = age * grid->width;
    return (cohort_band){sex, from,
                         age == grid->ages - 1 ? COHORT_OPEN_END : from + grid->width - 1};
}

/* Its cells have been checked, so there is no error. */
static double persons(const pyramid *p, int population, int sex, int age)
{
    const cohort_chart_population *of = &p->populations[population];
    double count = 0.0;
    cohort_count(of->stock, of->year, band_of(p->grid, sex, age), &count, NULL);
    return count;
}

static double persons_of_sex(const pyramid *p, int population, int sex)
{
    double sum = 0.0;
    for (int age = 0; age < p->grid->ages; age++)
        sum += persons(p, population, sex, age);
    return sum;
}

static int check_cells(const cohort_chart_population *of, double *max, cohort_error *error)
{
    const cohort_grid *grid = &of->stock->grid;
    char text[COHORT_AGE_TEXT];
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = 0; age < grid->ages; age++) {
            double count;
            int code = cohort_count(of->stock, of->year, band_of(grid, sex, age), &count, error);
            if (code)
                return code;
            if (!(count >= 0.0 && count <= CHART_VALUE_MAX))
                return cohort_fail(error, COHORT_ERROR_VALUE, "%s %s: %g persons",
                                   cohort_sex_name(sex), cohort_age_text(grid, age, text), count);
            *max = fmax(*max, count);
        }
    return COHORT_OK;
}

/* A population's own label, or its year. */
#define LABEL(of) ((of)->label ? (of)->label : cohort_chart_year((of)->year).text)

static int check(int count, const cohort_chart_population *populations, double *max,
                 cohort_error *error)
{
    if (count != 1 && count != 2)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d populations: expected 1 or 2", count);
    const cohort_grid *first = &populations[0].stock->grid;
    for (int i = 0; i < count; i++) {
        const cohort_grid *grid = &populations[i].stock->grid;
        if (grid->width != first->width || grid->ages != first->ages)
            return cohort_fail(error, COHORT_ERROR_GRID,
                               "%d groups of %d years and %d groups of %d years: expected "
                               "the same ages",
                               first->ages, first->width, grid->ages, grid->width);
        int code = check_cells(&populations[i], max, error);
        if (code)
            return cohort_chart_fail_in(error, code, "population", i + 1, LABEL(&populations[i]));
    }
    if (*max > 0.0)
        return COHORT_OK;
    cohort_fail(error, COHORT_ERROR_VALUE, "there is nobody to draw%s",
                count > 1 ? ", nor in the other one" : "");
    return cohort_chart_fail_in(error, COHORT_ERROR_VALUE, "population", 1, LABEL(&populations[0]));
}

/* --- Layout ----------------------------------------------------------------------------------- */

static double draw_legend(const pyramid *p, bool draw)
{
    chart_legend legend = {.frame = &p->frame, .draw = draw, .x = p->frame.inside.left};
    for (int i = 0; i < p->count; i++)
        if (p->count > 1 || p->populations[i].label)
            cohort_legend_add(&legend, i == 0 ? SIGN_SEXES : SIGN_OUTLINE, 0, 0,
                              LABEL(&p->populations[i]));
    return legend.height;
}

static chart_text ages_of(const pyramid *p, int age)
{
    return cohort_chart_ages(p->grid, age, p->frame.chart.language);
}

static svg_font age_font(const pyramid *p)
{
    return (svg_font){p->letters, SVG_MIDDLE, .fill = CHART_GREY};
}

/* Every n-th age has its label: n groups are 5 or 10 years or the like. */
static int label_every(const pyramid *p)
{
    const double row = (p->bars.bottom - p->bars.top) / p->grid->ages;
    double years = p->grid->width;
    if (row >= p->letters)
        return 1;
    while (years / p->grid->width * row < p->letters || fmod(years, p->grid->width) > 0.0)
        years = cohort_chart_step(1.5 * years);
    return (int)(years / p->grid->width);
}

/* From zero to a tick beyond the largest bar, with as many ticks as there is room for their
 * numbers; the outermost numbers stay within the frame. */
static void scale_persons(pyramid *p, double max)
{
    const svg_font font = {11, .fill = CHART_GREY};
    const double number = cohort_svg_width(&font, cohort_frame_number(&p->frame, max, 0).text);
    const double half = p->middle[COHORT_MALE] - p->bars.left;
    const double aside = fmin(fmax(number / 2.0 - BESIDE, 0.0), 0.2 * half);
    p->bars.left += aside;
    p->bars.right -= aside;
    const double width = half - aside;
    const int usual = (int)(width / fmax(56.0, number + 12.0));
    p->persons = cohort_chart_axis(0.0, max, usual < 2 ? 2 : usual, (int)(width / (number + 10.0)));
}

static void lay_out(pyramid *p, double max)
{
    const double foot = 38, top = draw_legend(p, false);
    const svg_box *inside = &p->frame.inside;
    p->head = p->count > 1 ? 50 : 22;
    p->bars =
        (svg_box){inside->left, inside->top + top + p->head, inside->right, inside->bottom - foot};
    const double row = (p->bars.bottom - p->bars.top) / p->grid->ages;
    p->letters = fmax(11.0, fmin(12.0, row - 1.0));
    const svg_font font = age_font(p);
    const double width = cohort_svg_width(&font, ages_of(p, p->grid->ages - 2).text);
    const double centre = (inside->left + inside->right) / 2.0, half = fmax(width, 26.0) / 2.0 + 6;
    p->middle[COHORT_MALE] = centre - half;
    p->middle[COHORT_FEMALE] = centre + half;
    scale_persons(p, max);
}

static double side_of(const pyramid *p, int sex, double count)
{
    return cohort_chart_at(&p->persons, count, p->middle[sex],
                           sex == COHORT_MALE ? p->bars.left : p->bars.right);
}

static double edge_of(const pyramid *p, int age)
{
    return p->bars.bottom - (p->bars.bottom - p->bars.top) * age / p->grid->ages;
}

/* --- Drawing ---------------------------------------------------------------------------------- */

static const char *sex_word(const pyramid *p, int sex)
{
    return cohort_frame_word(&p->frame, sex == COHORT_MALE ? WORD_MEN : WORD_WOMEN);
}

static void draw_scale(const pyramid *p, int sex)
{
    for (long long i = 0; i <= p->persons.last; i++) {
        const double count = (double)i * p->persons.step;
        cohort_chart_tick(&p->frame, &p->bars, side_of(p, sex, count), count, p->persons.decimals,
                          BESIDE);
    }
}

static void draw_bars(const pyramid *p, int sex)
{
    cohort_output *out = p->frame.out;
    const double row = (p->bars.bottom - p->bars.top) / p->grid->ages;
    const double gap = row > 5.0 ? 0.5 : 0.0;
    char tip[400];
    /* Without a gap, whole pixels: otherwise the background shows between the bars. */
    cohort_output_print(out, "<g fill='%s'%s>\n", cohort_sex_colour(sex),
                        gap > 0.0 ? "" : " shape-rendering='crispEdges'");
    for (int age = 0; age < p->grid->ages; age++) {
        const double count = persons(p, 0, sex, age);
        const svg_box box = {p->middle[sex], edge_of(p, age + 1) + gap, side_of(p, sex, count),
                             edge_of(p, age) - gap};
        snprintf(tip, sizeof tip, "%s %s: %s", sex_word(p, sex), ages_of(p, age).text,
                 cohort_frame_number(&p->frame, count, 0).text);
        cohort_svg_box(out, &box, "", tip);
    }
    cohort_output_print(out, "</g>\n");
}

/* The second population as a line of steps, white below it so that it shows on any bar. */
static void draw_outline(const pyramid *p, int sex)
{
    static const char *const paints[] = {"stroke='#fff' stroke-width='3.6' stroke-opacity='.7'",
                                         "stroke='" CHART_BLACK "' stroke-width='1.8'"};
    cohort_output *out = p->frame.out;
    for (int paint = 0; paint < 2; paint++) {
        cohort_output_print(out, "<path d='");
        cohort_svg_point(out, 'M', p->middle[sex], edge_of(p, 0));
        for (int age = 0; age < p->grid->ages; age++)
            cohort_output_print(out, "H%sV%s", SVG_PIXELS(side_of(p, sex, persons(p, 1, sex, age))),
                                SVG_PIXELS(edge_of(p, age + 1)));
        cohort_output_print(out, "H%s' fill='none' stroke-linejoin='round' %s/>\n",
                            SVG_PIXELS(p->middle[sex]), paints[paint]);
    }
}

static void draw_ages(const pyramid *p)
{
    cohort_output *out = p->frame.out;
    const svg_font font = age_font(p);
    const double centre = (p->middle[0] + p->middle[1]) / 2.0;
    const int every = label_every(p);
    for (int age = 0; age < p->grid->ages; age += every)
        cohort_svg_text(out, &font, centre,
                        (edge_of(p, age) + edge_of(p, age + 1)) / 2.0 + 0.36 * font.size,
                        ages_of(p, age).text);
    const svg_font heading = {11, SVG_MIDDLE, .fill = CHART_GREY};
    cohort_svg_text(out, &heading, centre, p->bars.top - 7, cohort_frame_word(&p->frame, WORD_AGE));
    cohort_svg_text(out, &heading, centre, p->bars.bottom + 30,
                    cohort_frame_word(&p->frame, WORD_PERSONS));
}

/* The number of men or women of a population, after the legend's sign. */
static void draw_total(const pyramid *p, int sex, int population, double x, double y)
{
    const svg_font font = {11.5, sex == COHORT_MALE ? SVG_END : SVG_START,
                           .fill = population ? CHART_GREY : CHART_BLACK,
                           .max = p->middle[COHORT_MALE] - p->frame.inside.left - 22};
    char paint[80];
    const double toward = sex == COHORT_MALE ? -1.0 : 1.0;
    const svg_box sign = {x, y - 9, x + toward * 12, y};
    snprintf(paint, sizeof paint, "fill='%s'", cohort_sex_colour(sex));
    cohort_svg_box(p->frame.out, &sign,
                   population ? "fill='none' stroke='" CHART_BLACK "' stroke-width='1.8'" : paint,
                   NULL);
    cohort_svg_text(p->frame.out, &font, x + toward * 18, y,
                    cohort_frame_number(&p->frame, persons_of_sex(p, population, sex), 0).text);
}

static void draw_sex(const pyramid *p, int sex)
{
    cohort_output *out = p->frame.out;
    const double toward = sex == COHORT_MALE ? -1.0 : 1.0, x = p->middle[sex] + 4.0 * toward;
    const svg_font name = {13, sex == COHORT_MALE ? SVG_END : SVG_START, .bold = true,
                           .fill = CHART_BLACK};
    const double y = p->bars.top - p->head + 13;
    cohort_svg_text(out, &name, x, y, sex_word(p, sex));
    if (p->count == 2) {
        for (int i = 0; i < 2; i++)
            draw_total(p, sex, i, x, y + 15 * (i + 1));
        return;
    }
    const double aside = cohort_svg_width(&name, sex_word(p, sex)) + 8;
    const svg_font number = {12, name.anchor, .fill = CHART_BLACK,
                             .max = p->middle[COHORT_MALE] - p->frame.inside.left - 4 - aside};
    cohort_svg_text(out, &number, x + toward * aside, y,
                    cohort_frame_number(&p->frame, persons_of_sex(p, 0, sex), 0).text);
}

static void describe(const pyramid *p)
{
    cohort_output *out = p->frame.out;
    for (int i = 0; i < p->count; i++) {
        cohort_output_markup(out, LABEL(&p->populations[i]));
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            cohort_output_print(out, "%s %s %s", sex ? "," : ":", sex_word(p, sex),
                                cohort_frame_number(&p->frame, persons_of_sex(p, i, sex), 0).text);
        cohort_output_print(out, "%s", i + 1 < p->count ? "; " : "");
    }
}

static void draw(const pyramid *p)
{
    cohort_frame_begin(&p->frame, WORD_PYRAMID);
    describe(p);
    cohort_frame_head(&p->frame);
    draw_legend(p, true);
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        draw_scale(p, sex);
        draw_bars(p, sex);
        if (p->count == 2)
            draw_outline(p, sex);
        draw_sex(p, sex);
    }
    draw_ages(p);
    cohort_frame_end(&p->frame);
}

int cohort_chart_pyramid(cohort_output *output, const cohort_chart *given, int count,
                         const cohort_chart_population *populations, cohort_error *error)
{
    pyramid p = {.count = count, .populations = populations};
    double max = 0.0;
    int code = cohort_frame_take(given, output, &p.frame, error);
    if (!code)
        code = check(count, populations, &max, error);
    if (!code) {
        const int ages = populations[0].stock->grid.ages;
        const double rows = ages > 40 ? 3.6 * ages : 15.0 * ages;
        code = cohort_frame_fit(&p.frame, 160, 130 + rows, error);
    }
    if (code)
        return code;
    const double span = p.frame.chart.span;
    if (!(span >= 0.0 && span <= 1e15))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "span %g: expected 0 to 1e15", span);
    p.grid = &populations[0].stock->grid;
    lay_out(&p, fmax(max, span));
    draw(&p);
    return cohort_succeed(error);
}
