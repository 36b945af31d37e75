/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"
#include "text/say.h"

#include <math.h>
#include <string.h>

static cohort_error error;

/* ---- names of measures ---- */

static void band_words(const struct page *p, cohort_band band, char *text, size_t size)
{
    static const char *const sexes[2][2] = {{"men", "男性"}, {"women", "女性"}};
    const bool ja = p->language == COHORT_JAPANESE;
    const char *sex = band.sex == COHORT_BOTH ? "" : sexes[band.sex][ja];
    char ages[40] = "";
    if (band.age_to != COHORT_OPEN_END)
        snprintf(ages, sizeof ages, "%d%s%d%s", band.age_from, in(p, "–", "〜"), band.age_to,
                 in(p, "", "歳"));
    else if (band.age_from > 0)
        snprintf(ages, sizeof ages, "%d%s", band.age_from, in(p, "+", "歳以上"));
    if (!*sex)
        snprintf(text, size, "%s", *ages ? ages : in(p, "total", "総人口"));
    else if (ja)
        snprintf(text, size, "%s%s%s", ages, *ages ? "の" : "", sex);
    else
        snprintf(text, size, "%s%s%s", sex, *ages ? " " : "", ages);
}

const char *measure_words(const struct page *p, const cohort_measure *measure)
{
    static char texts[4][160];
    static int next;
    char *text = texts[next++ % 4], part[50], whole[50];
    band_words(p, measure->band, part, sizeof part);
    if (!measure->is_percent) {
        snprintf(text, sizeof texts[0], "%s", part);
        return text;
    }
    band_words(p, measure->per, whole, sizeof whole);
    if (strcmp(whole, in(p, "total", "総人口")) == 0)
        snprintf(text, sizeof texts[0], "%s%s", part, in(p, ", % of all", "の割合（％）"));
    else
        snprintf(text, sizeof texts[0], "%s%s%s%s", part, in(p, ", % of ", "（"), whole,
                 in(p, "", "に対する％）"));
    return text;
}

static const char *figure_words(const struct page *p, int figure)
{
    return in(p, figures[figure].english, figures[figure].japanese);
}

/* ---- the paths of a table ---- */

/* The baseline, and two scenarios at most, so that a table fits on paper; then the next two. */
struct group {
    int count, path[3], next;
};

static bool next_group(const struct outlook *o, struct group *g)
{
    if (g->next > 0 && g->next >= o->path_count)
        return false;
    g->count = 0;
    g->path[g->count++] = 0;
    if (g->next == 0)
        g->next = 1;
    while (g->count < 3 && g->next < o->path_count)
        g->path[g->count++] = g->next++;
    return true;
}

/* A caption, with the scenarios where there are several groups of them. */
static const char *group_caption(const struct page *p, const struct outlook *o,
                                 const struct group *g, const char *caption)
{
    static char text[400];
    int used = snprintf(text, sizeof text, "%.150s", caption);
    for (int i = 1; o->path_count > 3 && i < g->count; i++)
        used += snprintf(text + used, sizeof text - (size_t)used, "%s%.80s",
                         i == 1 ? in(p, ": ", "：") : in(p, ", ", "、"), o->paths[g->path[i]].name);
    return text;
}

/* ---- as the planning document compares: the first date and the last ---- */

/* The letter of what kind of figure it is. */
static const char *letter(const char *status)
{
    return strcmp(status, "input") == 0      ? "i"
           : strcmp(status, "identity") == 0 ? "="
           : strcmp(status, "fitted") == 0   ? "f"
                                             : "p";
}

static const char *mark_of(const struct outlook *o, int path, int figure, int year)
{
    return letter(outlook_status(o, path, figure, year));
}

/* Of a percentage the kind is not told. */
static const char *aim_mark(const struct outlook *o, int path, const cohort_measure *measure)
{
    if (measure->is_percent)
        return NULL;
    return letter(status_of(&o->paths[path].kind, (int)measure->year, measure->band));
}

static void explain_marks(struct page *p, const struct outlook *o)
{
    if (o->cases[0].is_nemuro)
        page_remark(
            p, "%s",
            in(p,
               "i: input, counted. =: the institute’s published table, within its rounding. "
               "f: fitted to the city’s published figures. p: predicted, neither published nor "
               "fitted.",
               "i：入力（国勢調査）。＝：社人研の公表値（丸めの範囲内）。f："
               "市の公表値に合わせて推定した値。p：予測値（公表値でも当てはめでもない）。"));
    else if (o->published)
        page_remark(p, "%s",
                    in(p,
                       "i: input. =: the published table, repeated by its own rates. p: predicted.",
                       "i：入力。＝：公表された表（その率による再現）。p：予測値。"));
    else
        page_remark(p, "%s", in(p, "i: input. p: predicted.", "i：入力。p：予測値。"));
}

static void comparison_row(struct page *p, const struct outlook *o, const struct group *g,
                           int figure)
{
    const double before = outlook_figure(o, 0, figure, o->first);
    const double without = outlook_figure(o, 0, figure, o->last);
    table_row(p, figure_words(p, figure));
    table_number(p, before, 0, mark_of(o, 0, figure, o->first));
    for (int i = 0; i < g->count; i++) {
        const int k = g->path[i];
        const double after = outlook_figure(o, k, figure, o->last);
        table_number(p, after, 0, mark_of(o, k, figure, o->last));
        table_change(p, after - before, 0);
        if (k > 0)
            table_change(p, after - without, 0);
    }
}

/* The share of one of the three ages at a year, as the document rounds it. */
static double share_of(const struct outlook *o, int path, int band, int year)
{
    double counts[3], percent[3];
    if (cohort_three_ages(cohort_projection_population(o->paths[path].run), year, counts, &error))
        return (double)NAN;
    cohort_shares_rounded(counts, 1, percent);
    return percent[band];
}

static void share_row(struct page *p, const struct outlook *o, const struct group *g, int band)
{
    char name[80];
    const double before = share_of(o, 0, band, o->first), without = share_of(o, 0, band, o->last);
    snprintf(name, sizeof name, "%s%s", figure_words(p, 1 + band), in(p, ", %", "の割合（％）"));
    table_row(p, name);
    table_number(p, before, 1, NULL);
    for (int i = 0; i < g->count; i++) {
        const int k = g->path[i];
        const double after = share_of(o, k, band, o->last);
        table_number(p, after, 1, NULL);
        table_change(p, after - before, 1);
        if (k > 0)
            table_change(p, after - without, 1);
    }
}

static void comparison_table(struct page *p, const struct outlook *o, const struct group *g)
{
    struct heads h = {0};
    char caption[160];
    add_head(&h, in(p, "persons", "人"), "");
    add_head(&h, page_year(o->first), "");
    for (int i = 0; i < g->count; i++) {
        add_head(&h, page_year(o->last), o->paths[g->path[i]].name);
        add_head(&h, in(p, "change", "増減"), "");
        if (i > 0)
            add_head(&h, in(p, "against the baseline", "基準との差"), "");
    }
    snprintf(caption, sizeof caption, in(p, "Population in %d and %d", "%d年と%d年の人口"),
             o->first, o->last);
    table_begin(p, group_caption(p, o, g, caption), h.count, h.of, NO_TEXTS);
    for (int figure = 0; figure < FIGURES; figure++)
        if (outlook_has(o, figure))
            comparison_row(p, o, g, figure);
    for (int band = 0; band < 3; band++)
        if (!isnan(share_of(o, 0, band, o->first)))
            share_row(p, o, g, band);
    table_end(p);
}

void report_comparison(struct page *p, const struct outlook *o)
{
    for (struct group g = {0}; next_group(o, &g);)
        comparison_table(p, o, &g);
    explain_marks(p, o);
    page_remark(
        p, "%s",
        in(p,
           "Figures are rounded one by one: sums may differ by 1 in the last place. The share "
           "of 15–64 is 100 less the two others.",
           "端数はそれぞれ四捨五入しているため、合計が一致しないことがある。15〜64歳の割合は100"
           "から他の二つを引いたもの。"));
}

/* ---- every date ---- */

static void path_table(struct page *p, const struct outlook *o, int path)
{
    struct heads h = {0};
    int years[MOST_YEARS], count = outlook_years(o, years);
    char caption[160];
    add_head(&h, in(p, "year", "年"), "");
    for (int figure = 0; figure < FIGURES; figure++)
        if (outlook_has(o, figure))
            add_head(&h, figure_words(p, figure), "");
    snprintf(caption, sizeof caption, "%s%s%s", in(p, "Population, ", "人口（"),
             o->paths[path].name, in(p, "", "）"));
    table_begin(p, caption, h.count, h.of, NO_TEXTS);
    for (int i = 0; i < count; i++) {
        table_row(p, page_year(years[i]));
        for (int figure = 0; figure < FIGURES; figure++)
            if (outlook_has(o, figure))
                table_number(p, outlook_figure(o, path, figure, years[i]), 0,
                             mark_of(o, path, figure, years[i]));
    }
    table_end(p);
}

/* What a plan aims at, and what each path gives. */
static void aims_table(struct page *p, const struct outlook *o, const struct group *g)
{
    struct heads h = {0};
    add_head(&h, in(p, "target", "目標"), "");
    add_head(&h, in(p, "year", "年"), "");
    add_head(&h, in(p, "aimed at", "目標値"), "");
    for (int i = 0; i < g->count; i++) {
        add_head(&h, o->paths[g->path[i]].name, "");
        add_head(&h, in(p, "difference", "差"), "");
    }
    table_begin(p, group_caption(p, o, g, in(p, "The plan’s targets", "計画の目標")), h.count, h.of,
                TEXT_COLUMN(1));
    for (int n = 0; n < o->aim_count; n++) {
        const struct aim *aim = &o->aims[n];
        const int decimals = aim->measure.is_percent ? 1 : 0;
        table_row(p, measure_words(p, &aim->measure));
        table_text(p, page_year((int)aim->measure.year));
        table_number(p, aim->value, decimals, NULL);
        for (int i = 0; i < g->count; i++) {
            const int k = g->path[i];
            const double value = measured(o->paths[k].run, &aim->measure);
            table_number(p, value, decimals, aim_mark(o, k, &aim->measure));
            table_change(p, value - aim->value, decimals);
        }
    }
    table_end(p);
}

void report_paths(struct page *p, const struct outlook *o)
{
    report_draw_paths(p, o);
    for (int k = 0; k < o->path_count; k++)
        path_table(p, o, k);
    explain_marks(p, o);
    for (struct group g = {0}; o->aim_count > 0 && next_group(o, &g);)
        aims_table(p, o, &g);
}

/* ---- what was counted ---- */

static void count_row(struct page *p, const struct outlook *o, const struct group *g,
                      const struct counts *counts, int figure)
{
    const char *kind = strcmp(counts->kind, "census") == 0 ? in(p, "census", "国勢調査")
                                                           : in(p, "register", "住民基本台帳");
    cohort_figure observation = {.area = COHORT_ALL_AREAS};
    char name[80];
    must(cohort_measure_parse(figures[figure].measure, counts->at, &observation.measure, &error),
         &error);
    observation.value = counted(counts, observation.measure.band);
    if (isnan(observation.value))
        return;
    snprintf(name, sizeof name, "%d %s", counts->year, kind);
    table_row(p, name);
    table_text(p, figure_words(p, figure));
    table_number(p, observation.value, 0, NULL);
    for (int i = 0; i < g->count; i++) {
        cohort_gap gap;
        must(cohort_track(o->paths[g->path[i]].run, 1, &observation, &gap, &error), &error);
        table_number(p, gap.expected, 0, NULL);
        table_change(p, gap.gap, 0);
        table_change(p, gap.percent, 1);
    }
}

static void counts_table(struct page *p, const struct outlook *o, const struct group *g)
{
    struct heads h = {0};
    add_head(&h, in(p, "count", "調査"), "");
    add_head(&h, in(p, "of", "区分"), "");
    add_head(&h, in(p, "counted", "実績"), "");
    for (int i = 0; i < g->count; i++) {
        add_head(&h, o->paths[g->path[i]].name, "");
        add_head(&h, in(p, "gap", "差"), "");
        add_head(&h, "%", "");
    }
    table_begin(
        p, group_caption(p, o, g, in(p, "Counted, and expected then", "実績とその時点の推計値")),
        h.count, h.of, TEXT_COLUMN(1));
    for (int n = 0; n < o->observed.count; n++)
        for (int figure = 0; figure < FIGURES; figure++)
            count_row(p, o, g, &o->observed.counts[n], figure);
    table_end(p);
}

void report_track(struct page *p, const struct outlook *o)
{
    for (struct group g = {0}; next_group(o, &g);)
        counts_table(p, o, &g);
    page_remark(
        p, "%s",
        in(p,
           "Between two dates a path is a straight line. A census counts who lives there, as "
           "the paths do; a register counts who is registered, on 1 January: part of its gap "
           "is this difference of concepts.",
           "推計値は時点間を直線で補間。国勢調査は推計と同じ常住人口、住民基本台帳は1月1日の登録"
           "人口であり、差の一部は人口の定義の違いによる。"));
}
