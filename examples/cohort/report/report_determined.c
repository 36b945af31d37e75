/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

static void way_heads(struct page *p, const struct determined *d, const char *what)
{
    table_heads(p, NO_TEXTS, what);
    for (int k = 0; k < PRIORS; k++)
        table_heads(p, k == PRIOR_UNIFORM ? NO_TEXTS : MINOR, d->ways[k].in[p->language]);
    table_heads(p, NO_TEXTS, in(p, W_LEAST), in(p, W_GREATEST));
}

/* Are the figures met, with all factors free and with only those of the prior? */
static void ways_table(struct page *p, const struct determined *d)
{
    table_begin(p, in(p, W_WAYS_TITLE));
    table_heads(p, NO_TEXTS, in(p, W_PRIOR));
    table_heads(p, MINOR, filled(in(p, W_FACTOR), whole(NEMURO_LAST).s).s);
    table_heads(p, TEXT_COLUMN(0) | TEXT_COLUMN(2), in(p, W_ALL_FACTORS), in(p, W_LARGEST_MISS),
                in(p, W_OWN_FACTORS), in(p, W_LARGEST_MISS));
    for (int k = 0; k < PRIORS; k++) {
        const struct way *way = &d->ways[k];
        table_row(p, way->in[p->language]);
        table_numbers(p, 3, way->factor);
        table_text(p, way->is_met ? in(p, W_CAN_MEET) : in(p, W_CANNOT_MEET));
        table_numbers(p, 0, way->miss);
        table_text(p, way->is_met_alone ? in(p, W_CAN_MEET) : in(p, W_CANNOT_MEET));
        table_numbers(p, 0, way->alone_miss);
    }
    table_end(p);
}

static void figures_table(struct page *p, const struct determined *d)
{
    table_begin(p, in(p, W_OPEN_TITLE));
    way_heads(p, d, in(p, W_OF_BAND));
    for (int i = 0; i < OPEN_FIGURES; i++) {
        const struct open_figure *open = &open_figures[i];
        const int decimals = open->name ? 0 : 2;
        cohort_measure measure;
        must(cohort_measure_parse(open->name ? open->name : "total", open->year, &measure, &error));
        const struct text what =
            open->name ? measure_words(p, &measure) : text_of("%s", in(p, W_DECLINE));
        table_row(p, filled(in(p, W_AT_YEAR), what.s, whole(open->year).s).s);
        for (int k = 0; k < PRIORS; k++)
            table_numbers(p, decimals, d->ways[k].figures[i]);
        table_numbers(p, decimals, d->least[i], d->greatest[i]);
    }
    table_end(p);
}

static void factors_table(struct page *p, const struct outlook *o)
{
    const struct determined *d = o->determined;
    table_begin(p, in(p, W_FACTORS_TITLE));
    way_heads(p, d, in(p, W_SUPPRESS));
    for (int i = 0; i < NEMURO_FACTORS; i++) {
        const cohort_operation *op = cohort_scenario_operation(o->cases[0].nemuro.plan, i);
        const cohort_measure who = {.band = {op->sex, op->age_from, op->age_to}};
        table_row(p, text_of("%s%s%s", page_range(p, op->year_from, op->year_to).s, in(p, W_COMMA),
                             measure_words(p, &who).s)
                         .s);
        for (int k = 0; k < PRIORS; k++)
            table_numbers(p, 1, 100.0 * d->ways[k].factors[i]);
        table_numbers(p, 1, 100.0 * d->factor_least[i], 100.0 * d->factor_greatest[i]);
    }
    table_end(p);
}

void report_determined(struct page *p, const struct outlook *o)
{
    const struct determined *d = o->determined;
    int zero = 0, half = 0;
    for (int i = 0; i < NEMURO_FACTORS; i++) {
        zero += d->factor_least[i] < 0.0005;
        half += d->factor_greatest[i] > 0.5;
    }
    page_say(p, REMARK, in(p, W_DETERMINED_NOTE), whole(NEMURO_FACTORS).s, whole(d->targets).s,
             whole(zero).s, whole(half).s);
    ways_table(p, d);
    figures_table(p, d);
    factors_table(p, o);
}
