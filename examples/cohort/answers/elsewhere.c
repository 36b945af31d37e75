/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/elsewhere.h"

double elsewhere_figure(const struct elsewhere *e, int place, int figure, int year)
{
    const struct place *p = &e->places[place];
    const cohort_band band = shown_bands[figure];
    double value;
    const int code = p->stock.cells
                         ? cohort_count(&p->stock, year, band, &value, NULL)
                         : cohort_table_value(p->table, p->code, "population", year, band.sex,
                                              band.age_from, band.age_to, &value, NULL);
    return code ? (double)NAN : value;
}

/* Named as areas.csv has it; left out where it has nobody at the first date. */
static void add_place(struct elsewhere *e, const struct outlook *o, const char *code,
                      const char *file)
{
    struct place *p = &e->places[e->count];
    struct area_names names;
    memset(p, 0, sizeof *p);
    snprintf(p->code, sizeof p->code, "%s", code);
    if (!area_names(code, &names))
        return;
    p->name = text_of("%s", o->language == COHORT_JAPANESE ? names.japanese : names.english);
    must(cohort_table_read(file, NULL, &p->table, &error));
    if (strcmp(code, JAPAN) == 0)
        must(cohort_table_population(p->table, code, "population", &p->stock, &error));
    e->count++;
    if (isnan(elsewhere_figure(e, e->count - 1, TOTAL, o->first))) {
        elsewhere_clear(&(struct elsewhere){.count = 1, .places = {*p}});
        e->count--;
    }
}

void elsewhere_make(struct elsewhere *e, const struct outlook *o)
{
    const char *area = o->cases[0].area;
    char prefecture[8] = "";
    e->count = 0;
    if (!outlook_is_japan(o))
        return;
    if (strspn(area, "0123456789") >= 5 && strcmp(area + 2, "000") != 0)
        snprintf(prefecture, sizeof prefecture, "%.2s000", area);
    add_place(e, o, prefecture, fixture("prefectures.csv").path);
    add_place(e, o, JAPAN, fixture("japan.csv").path);
}

void elsewhere_clear(struct elsewhere *e)
{
    for (int i = 0; i < e->count; i++) {
        cohort_table_free(e->places[i].table);
        cohort_stock_free(&e->places[i].stock);
    }
}
