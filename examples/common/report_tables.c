/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/planner.h"
#include "common/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static cohort_error error;

enum { HEAD = 200, MOST_HEADS = 2 + 4 * MOST_SCENARIOS, MOST_YEARS = 60, QUANTILES = 5 };

/* The heads of a table, as they come. */
struct heads {
    int count;
    char text[MOST_HEADS][HEAD];
    const char *of[MOST_HEADS];
};

static void add_head(struct heads *h, const char *first, const char *second)
{
    char *text = h->text[h->count];
    snprintf(text, HEAD, "%.90s%s%.90s", first, *second ? " " : "", second);
    h->of[h->count++] = text;
}

static const char *year_text(int year)
{
    static char texts[4][16];
    static int next;
    char *text = texts[next++ % 4];
    snprintf(text, sizeof texts[0], "%d", year);
    return text;
}

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
               "f: fitted to the city’s published figures. p: predicted, neither.",
               "i：入力（国勢調査）。＝：社人研の公表値（丸めの範囲内）。f："
               "市の公表値に合わせて推定した値。p：予測値（いずれでもない）。"));
    else if (o->published)
        page_remark(p, "%s",
                    in(p,
                       "i: input. =: the published table, repeated by its own rates. p: predicted.",
                       "i：入力。＝：公表された表（その率による再現）。p：予測値。"));
    else
        page_remark(p, "%s", in(p, "i: input. p: predicted.", "i：入力。p：予測値。"));
}

static void comparison_row(struct page *p, const struct outlook *o, int figure)
{
    const double before = outlook_figure(o, 0, figure, o->first);
    const double without = outlook_figure(o, 0, figure, o->last);
    table_row(p, figure_words(p, figure));
    table_number(p, before, 0, mark_of(o, 0, figure, o->first));
    for (int k = 0; k < o->path_count; k++) {
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

static void share_row(struct page *p, const struct outlook *o, int band)
{
    char name[80];
    const double before = share_of(o, 0, band, o->first), without = share_of(o, 0, band, o->last);
    snprintf(name, sizeof name, "%s%s", figure_words(p, 1 + band), in(p, ", %", "の割合（％）"));
    table_row(p, name);
    table_number(p, before, 1, NULL);
    for (int k = 0; k < o->path_count; k++) {
        const double after = share_of(o, k, band, o->last);
        table_number(p, after, 1, NULL);
        table_change(p, after - before, 1);
        if (k > 0)
            table_change(p, after - without, 1);
    }
}

void report_comparison(struct page *p, const struct outlook *o)
{
    struct heads h = {0};
    char caption[160];
    add_head(&h, in(p, "persons", "人"), "");
    add_head(&h, year_text(o->first), "");
    for (int k = 0; k < o->path_count; k++) {
        add_head(&h, year_text(o->last), o->paths[k].name);
        add_head(&h, in(p, "change", "増減"), "");
        if (k > 0)
            add_head(&h, in(p, "against the baseline", "基準との差"), "");
    }
    snprintf(caption, sizeof caption, in(p, "Population in %d and %d", "%d年と%d年の人口"),
             o->first, o->last);
    table_begin(p, caption, h.count, h.of);
    for (int figure = 0; figure < FIGURES; figure++)
        if (outlook_has(o, figure))
            comparison_row(p, o, figure);
    for (int band = 0; band < 3; band++)
        if (!isnan(share_of(o, 0, band, o->first)))
            share_row(p, o, band);
    table_end(p);
    explain_marks(p, o);
    page_remark(
        p, "%s",
        in(p,
           "Figures are rounded one by one: sums may differ by 1 in the last place. The share "
           "of 15–64 is 100 less the two others.",
           "端数はそれぞれ四捨五入しているため、合計が一致しないことがある。15〜64歳の割合は1"
           "00から他の二つを引いたもの。"));
}

/* ---- every date ---- */

static void path_table(struct page *p, const struct outlook *o, int path)
{
    struct heads h = {0};
    int years[MOST_YEARS], count = outlook_years(o, years, MOST_YEARS);
    char caption[160];
    add_head(&h, in(p, "year", "年"), "");
    for (int figure = 0; figure < FIGURES; figure++)
        if (outlook_has(o, figure))
            add_head(&h, figure_words(p, figure), "");
    snprintf(caption, sizeof caption, "%s%s%s", in(p, "Population, ", "人口（"),
             o->paths[path].name, in(p, "", "）"));
    table_begin(p, caption, h.count, h.of);
    for (int i = 0; i < count; i++) {
        table_row(p, year_text(years[i]));
        for (int figure = 0; figure < FIGURES; figure++)
            if (outlook_has(o, figure))
                table_number(p, outlook_figure(o, path, figure, years[i]), 0,
                             mark_of(o, path, figure, years[i]));
    }
    table_end(p);
}

/* What a plan aims at, and what each path gives. */
static void aims_table(struct page *p, const struct outlook *o)
{
    struct heads h = {0};
    add_head(&h, in(p, "target", "目標"), "");
    add_head(&h, in(p, "year", "年"), "");
    add_head(&h, in(p, "aimed at", "目標値"), "");
    for (int k = 0; k < o->path_count; k++) {
        add_head(&h, o->paths[k].name, "");
        add_head(&h, in(p, "difference", "差"), "");
    }
    table_begin(p, in(p, "The plan’s targets", "計画の目標"), h.count, h.of);
    for (int i = 0; i < o->aim_count; i++) {
        const struct aim *aim = &o->aims[i];
        const int decimals = aim->measure.is_percent ? 1 : 0;
        table_row(p, measure_words(p, &aim->measure));
        table_text(p, year_text((int)aim->measure.year));
        table_number(p, aim->value, decimals, NULL);
        for (int k = 0; k < o->path_count; k++) {
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
    if (o->aim_count > 0)
        aims_table(p, o);
}

void report_pyramids(struct page *p, const struct outlook *o)
{
    report_draw_pyramids(p, o);
}

/* ---- what was counted ---- */

static void count_row(struct page *p, const struct outlook *o, const struct counts *counts,
                      int figure)
{
    const char *kind = strcmp(counts->kind, "census") == 0 ? in(p, "census", "国勢調査")
                                                           : in(p, "register", "住民基本台帳");
    cohort_observation observation = {.year = counts->at};
    char name[80];
    must(cohort_band_parse(figures[figure].measure, &observation.band, &error), &error);
    observation.observed = counted(counts, observation.band);
    if (isnan(observation.observed))
        return;
    snprintf(name, sizeof name, "%d %s", counts->year, kind);
    table_row(p, name);
    table_text(p, figure_words(p, figure));
    table_number(p, observation.observed, 0, NULL);
    for (int k = 0; k < o->path_count; k++) {
        cohort_gap gap;
        must(cohort_track(o->paths[k].run, 1, &observation, &gap, &error), &error);
        table_number(p, gap.expected, 0, NULL);
        table_change(p, gap.gap, 0);
        table_change(p, gap.percent, 1);
    }
}

void report_track(struct page *p, const struct outlook *o)
{
    struct heads h = {0};
    add_head(&h, in(p, "count", "調査"), "");
    add_head(&h, in(p, "of", "区分"), "");
    add_head(&h, in(p, "counted", "実績"), "");
    for (int k = 0; k < o->path_count; k++) {
        add_head(&h, o->paths[k].name, "");
        add_head(&h, in(p, "gap", "差"), "");
        add_head(&h, "%", "");
    }
    table_begin(p, in(p, "Counted, and expected then", "実績とその時点の推計値"), h.count, h.of);
    for (int i = 0; i < o->observed.count; i++)
        for (int figure = 0; figure < FIGURES; figure++)
            count_row(p, o, &o->observed.counts[i], figure);
    table_end(p);
    page_remark(
        p, "%s",
        in(p,
           "Between two dates a path is a straight line. A census counts who lives there, as "
           "the paths do; a register counts who is registered, on 1 January: part of its gap "
           "is this difference of concepts.",
           "推計値は時点間を直線で補間。国勢調査は推計と同じ常住人口、住民基本台帳は1月1日の登録"
           "人口であり、差の一部は人口の定義の違いによる。"));
}

/* ---- why ---- */

static const char *component_words(const struct page *p, int k)
{
    static const char *const japanese[COMPONENTS] = {"移動", "出生", "死亡", "基準人口"};
    return in(p, components[k].name, japanese[k]);
}

static void components_table(struct page *p, const struct explanation *e, const char *caption)
{
    const char *const heads[] = {in(p, "persons", "人"),
                                 in(p, "one by one, in this order", "この順に一つずつ"),
                                 in(p, "in no order (Shapley)", "順序によらず（シャープレイ値）")};
    table_begin(p, caption, 3, heads);
    for (int k = 0; k < COMPONENTS; k++) {
        table_row(p, component_words(p, k));
        table_change(p, e->ordered[k], 0);
        table_change(p, e->shapley[k], 0);
    }
    table_row(p, in(p, "together", "合計"));
    table_change(p, e->with - e->without, 0);
    table_change(p, e->with - e->without, 0);
    table_end(p);
}

/* One component by period and age of both sexes. */
static void ages_table(struct page *p, const struct explanation *e, int component,
                       const char *caption)
{
    struct heads h = {0};
    double parts[MOST_BANDS];
    add_head(&h, in(p, "age", "年齢"), "");
    for (int i = 0; i < e->period_count; i++)
        add_head(&h, years_text(e->periods[i].year_from, e->periods[i].year_to), "");
    table_begin(p, caption, h.count, h.of);
    for (int band = 0; band < e->band_count; band++) {
        double largest = 0.0;
        for (int i = 0; i < e->period_count; i++) {
            parts[i] =
                sum_of(e, components[component].bit, &e->periods[i], &e->bands[band], COHORT_MALE) +
                sum_of(e, components[component].bit, &e->periods[i], &e->bands[band],
                       COHORT_FEMALE);
            largest = fmax(largest, fabs(parts[i]));
        }
        if (largest < 0.5)
            continue;
        table_row(p, ages_text(e->bands[band].age_from, e->bands[band].age_to));
        for (int i = 0; i < e->period_count; i++)
            table_change(p, parts[i], 0);
    }
    table_end(p);
}

void report_why(struct page *p, const struct outlook *o)
{
    for (int k = 1; k < o->path_count; k++) {
        const struct explanation *e = &o->why[k - 1];
        char caption[200];
        snprintf(caption, sizeof caption,
                 in(p, "%s against the baseline, total in %d", "%s：%d年の総人口の基準との差"),
                 o->paths[k].name, o->last);
        components_table(p, e, caption);
        report_draw_bars(p, o, k);
        if (fabs(e->ordered[0]) >= 0.5) {
            snprintf(caption, sizeof caption,
                     in(p, "%s: migration, by its period and the age at its start",
                        "%s：移動の効果、期間と期首年齢別"),
                     o->paths[k].name);
            ages_table(p, e, 0, caption);
        }
    }
    page_remark(
        p, "%s",
        in(p,
           "One by one: first the migration of the path, then its fertility, and so on, each "
           "on top of those before. In no order: the mean over all orders.",
           "この順に一つずつ：まず移動、次に出生…を順に置き換えた効果。順序によらず：すべての順"
           "序の平均。"));
}

void report_influence(struct page *p, const struct outlook *o)
{
    const char *const heads[] = {in(p, "year", "年"),
                                 in(p, "pattern 1", "パターン1"),
                                 in(p, "simulation 1", "シミュレーション1"),
                                 in(p, "simulation 2", "シミュレーション2"),
                                 in(p, "natural, %", "自然増減（％）"),
                                 in(p, "degree", "影響度"),
                                 in(p, "social, %", "社会増減（％）"),
                                 in(p, "degree", "影響度")};
    table_begin(p,
                in(p, "Degrees of influence, 1 to 5, on the baseline", "影響度（1〜5）、基準推計"),
                8, heads);
    for (int i = 0; i < o->influence_count; i++) {
        const cohort_influence *found = &o->influence[i];
        table_row(p, year_text(o->influence_years[i]));
        table_number(p, found->pattern_1, 0, NULL);
        table_number(p, found->simulation_1, 0, NULL);
        table_number(p, found->simulation_2, 0, NULL);
        table_number(p, found->natural_percent, 1, NULL);
        table_number(p, found->natural_degree, 0, NULL);
        table_number(p, found->social_percent, 1, NULL);
        table_number(p, found->social_degree, 0, NULL);
    }
    table_end(p);
    page_remark(
        p, "%s",
        in(p,
           "As in the Cabinet Office’s worksheet: simulation 1 is the baseline with a TFR of "
           "2.1 from 2030 on, simulation 2 the same without net migration. A high degree: "
           "much is to be gained by births, or by keeping people.",
           "内閣官房のワークシートによる。シミュレーション1は2030年以降の合計特殊出生率を2.1と"
           "し、シミュレーション2はさらに移動を均衡とした場合。影響度が高いほど、出生または定住の"
           "対策の効果が大きい。"));
}

/* ---- how sure ---- */

static void fan_table(struct page *p, const struct outlook *o, int band, const char *name)
{
    static const double levels[QUANTILES] = {0.025, 0.1, 0.5, 0.9, 0.975};
    const char *const heads[] = {in(p, "year", "年"),
                                 in(p, "95 %: from", "95％：下限"),
                                 in(p, "80 %: from", "80％：下限"),
                                 in(p, "median", "中央値"),
                                 in(p, "80 %: to", "80％：上限"),
                                 in(p, "95 %: to", "95％：上限")};
    const cohort_grid *grid = cohort_inputs_grid(o->fan.inputs);
    int years[MOST_YEARS], count = outlook_years(o, years, MOST_YEARS);
    char caption[160];
    snprintf(caption, sizeof caption, "%s%s", name,
             in(p, ": intervals on the baseline", "：基準推計の予測区間"));
    table_begin(p, caption, 1 + QUANTILES, heads);
    for (int i = 1; i < count; i++) {
        table_row(p, year_text(years[i]));
        for (int k = 0; k < QUANTILES; k++) {
            double value;
            must(cohort_ensemble_quantile(o->fan.ensemble,
                                          2 * ((years[i] - grid->start) / grid->width) + band,
                                          levels[k], &value, &error),
                 &error);
            table_number(p, value, 0, NULL);
        }
    }
    table_end(p);
}

static void chances_table(struct page *p, const struct outlook *o)
{
    const char *const heads[] = {in(p, "on the baseline", "基準推計で"), in(p, "year", "年"),
                                 in(p, "chance, %", "確率（％）")};
    table_begin(p, in(p, "Chances", "確率"), 3, heads);
    for (int i = 0; i < o->fan.probability_count; i++) {
        const struct fan_probability *chance = &o->fan.probabilities[i];
        const cohort_figure *figure = &o->fan.figures[chance->figure];
        char name[160];
        double share;
        must(cohort_ensemble_below(o->fan.ensemble, chance->figure, chance->limit, &share, &error),
             &error);
        if (figure->times > 0.0)
            snprintf(name, sizeof name, in(p, "%s: less than half of %d’s", "%s：%d年の半分未満"),
                     measure_words(p, &figure->measure), (int)figure->minus.year);
        else
            snprintf(name, sizeof name, "%s%s%s%s", measure_words(p, &figure->measure),
                     chance->not_below ? in(p, ": not below ", "：") : in(p, ": below ", "："),
                     number_text(chance->limit, 0),
                     chance->not_below ? in(p, "", "人以上") : in(p, "", "人未満"));
        table_row(p, name);
        table_text(p, year_text((int)figure->measure.year));
        table_number(p, 100.0 * (chance->not_below ? 1.0 - share : share), 0, NULL);
    }
    table_end(p);
}

void report_sure(struct page *p, const struct outlook *o)
{
    report_draw_fan(p, o);
    fan_table(p, o, 0, in(p, "Total", "総人口"));
    fan_table(p, o, 1, figure_words(p, 4));
    chances_table(p, o);
    if (p->language == COHORT_JAPANESE)
        page_remark(
            p,
            "基準推計の%s本の無作為な経路（乱数の種%llu）による。生まれる・亡くなる・移る偶然と、"
            "出生率・移動率の不確かさを含む。不確かさの大きさは日本の人口1万〜3万人の市町村の過去"
            "の推計誤差から推定した。",
            number_text(o->fan_request.trajectories, 0), (unsigned long long)o->request->seed);
    else
        page_remark(p,
                    "From %s random trajectories of the baseline (seed %llu): chance of who is "
                    "born, dies and moves, and uncertain rates of fertility and migration. How "
                    "uncertain they are was estimated from past errors of projections of towns "
                    "of 10,000 to 30,000 inhabitants in Japan.",
                    number_text(o->fan_request.trajectories, 0),
                    (unsigned long long)o->request->seed);
}
