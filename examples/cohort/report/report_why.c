/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/readings.h"
#include "report/report.h"

#include <math.h>

/* ---- what scenarios assume ---- */

static const char *operation_words(const struct page *p, cohort_operation_kind kind)
{
    switch (kind) {
    case COHORT_SET_TFR:
        return in(p, "TFR", "合計特殊出生率");
    case COHORT_SET_TFR_PROPORTION:
        return in(p, "TFR, in proportion", "合計特殊出生率（比例）");
    case COHORT_SUPPRESS_OUT_MIGRATION:
        return in(p, "net out-migration cut by, %", "純転出の抑制（％）");
    case COHORT_SCALE_NET_MIGRATION:
        return in(p, "net migration times", "純移動の倍率");
    case COHORT_ZERO_MIGRATION:
        return in(p, "no net migration", "純移動なし");
    case COHORT_ADD_MIGRANTS:
        return in(p, "persons moving in a year", "転入者（人／年）");
    default:
        return cohort_operation_name(kind);
    }
}

/* From one value to another, with the digits of its kind. */
static void value_words(const cohort_operation *op, char *text, size_t size)
{
    const bool share = op->kind == COHORT_SUPPRESS_OUT_MIGRATION;
    const bool tfr = op->kind == COHORT_SET_TFR || op->kind == COHORT_SET_TFR_PROPORTION;
    const double unit = share ? 100.0 : 1.0;
    const int decimals = share ? 1 : tfr ? 2 : op->kind == COHORT_ADD_MIGRANTS ? 1 : 3;
    if (op->kind == COHORT_ZERO_MIGRATION)
        text[0] = '\0';
    else if (isnan(op->value_from))
        snprintf(text, size, "%.*f", decimals, unit * op->value);
    else
        snprintf(text, size, "%.*f → %.*f", decimals, unit * op->value_from, decimals,
                 unit * op->value);
}

static void years_words(const struct page *p, const cohort_operation *op, char *text, size_t size)
{
    const bool ends = op->year_to != COHORT_OPEN_END;
    if (op->year_from == COHORT_OPEN_START)
        snprintf(text, size, "%s%s", ends ? in(p, "to ", "〜") : in(p, "all", "全期間"),
                 ends ? page_year(op->year_to) : "");
    else if (op->year_from == op->year_to)
        snprintf(text, size, "%d", op->year_from);
    else
        snprintf(text, size, "%d%s%s", op->year_from, in(p, "–", "〜"),
                 ends ? page_year(op->year_to) : "");
}

static void operation_row(struct page *p, const cohort_operation *op, const char *note)
{
    const bool of_women = op->kind == COHORT_SET_TFR || op->kind == COHORT_SET_TFR_PROPORTION;
    const cohort_measure who = {.band = {op->sex, op->age_from, op->age_to}};
    char text[60];
    table_row(p, operation_words(p, op->kind));
    table_text(p, of_women ? "" : measure_words(p, &who));
    years_words(p, op, text, sizeof text);
    table_text(p, text);
    value_words(op, text, sizeof text);
    table_text(p, text);
    table_text(p, note);
}

void report_assumptions(struct page *p, const struct outlook *o)
{
    const char *const heads[] = {in(p, "what", "内容"), in(p, "of", "対象"), in(p, "years", "年"),
                                 in(p, "value", "値"), in(p, "note", "備考")};
    for (int k = 1; k < o->path_count; k++) {
        const bool inferred = !o->scenarios[k - 1]; /* Nemuro's, in the library's own words */
        const cohort_scenario *scenario =
            inferred ? o->cases[k - 1].nemuro.plan : o->scenarios[k - 1];
        table_begin(p, o->paths[k].name, 5, heads,
                    TEXT_COLUMN(1) | TEXT_COLUMN(2) | TEXT_COLUMN(3) | TEXT_COLUMN(4));
        for (int i = 0; i < cohort_scenario_count(scenario); i++) {
            const cohort_operation *op = cohort_scenario_operation(scenario, i);
            operation_row(p, op,
                          inferred && *op->note ? in(p, op->note, "公表された結果に合わせて推定")
                                                : op->note);
        }
        table_end(p);
    }
    page_remark(
        p, "%s",
        in(p,
           "Applied from first to last. A TFR stands at the date that ends an interval; ages "
           "are those at its start.",
           "上から順に適用。出生率は期間の終わりの年、年齢は期首の年齢による。"));
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
    table_begin(p, caption, 3, heads, NO_TEXTS);
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
        add_head(&h, page_range(p, e->periods[i].year_from, e->periods[i].year_to), "");
    table_begin(p, caption, h.count, h.of, NO_TEXTS);
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
        table_row(p, page_range(p, e->bands[band].age_from, e->bands[band].age_to));
        for (int i = 0; i < e->period_count; i++)
            table_change(p, parts[i], 0);
    }
    table_end(p);
}

/* What the strategy's TFR means, for its own case. */
static void readings_table(struct page *p, const struct nemuro *n)
{
    const char *const heads[] = {in(p, "the TFR is taken for", "合計特殊出生率の読み方"),
                                 in(p, "from", "現状"),
                                 in(p, "to", "目標"),
                                 in(p, "without", "上昇なし"),
                                 in(p, "with", "上昇あり"),
                                 in(p, "adds", "効果")};
    struct reading r[READINGS];
    char caption[120];
    read_fertility(n, r);
    snprintf(caption, sizeof caption,
             in(p, "What the rise of the TFR adds to the total of %d, by its reading",
                "合計特殊出生率の上昇が%d年の総人口に与える効果、読み方別"),
             NEMURO_LAST);
    table_begin(p, caption, 6, heads, NO_TEXTS);
    for (int i = 0; i < READINGS; i++) {
        table_row(p, in(p, r[i].english, r[i].japanese));
        table_number(p, r[i].from, 2, NULL);
        table_number(p, r[i].to, 2, NULL);
        table_number(p, r[i].without, 0, r[i].without_mark);
        table_number(p, r[i].with, 0, r[i].with_mark);
        table_change(p, r[i].with - r[i].without, 0);
    }
    table_end(p);
    page_remark(p, in(p, READINGS_ENGLISH, READINGS_JAPANESE), r[READ_FROM_OBSERVED].from,
                r[READ_CONVERTED].to, r[READ_STANDARDISED].from, r[READ_CONVERTED].from);
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
    page_remark(p, "%s",
                in(p,
                   "Rows of nil are left out. One by one: first the migration of the path, then "
                   "its fertility, and so on, each "
                   "on top of those before. In no order: the mean over all orders.",
                   "効果のない行は省略。この順に一つずつ：まず移動、次に出生…を順に置き換えた効果。"
                   "順序によらず：すべての順"
                   "序の平均。"));
    if (outlook_is_inferred(o)) {
        page_remark(
            p, "%s",
            in(p,
               "The city publishes results only: migration and births in all are fitted to "
               "them; their periods and ages are those of inferred factors.",
               "市が公表しているのは結果のみ。移動・出生の合計は公表値に合わせた値、期間別・年齢"
               "別の内訳は推定した係数によるもの。"));
        readings_table(p, &o->cases[0].nemuro);
    }
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
                8, heads, NO_TEXTS);
    for (int i = 0; i < o->influence_count; i++) {
        const cohort_influence *found = &o->influence[i];
        table_row(p, page_year(o->influence_years[i]));
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
           "国（まち・ひと・しごと創生）のワークシートによる。シミュレーション1は2030年以降の合"
           "計特"
           "殊出生率を2.1と"
           "し、シミュレーション2はさらに移動が均衡した（純移動ゼロの）場合。影響度が高いほど、"
           "出生"
           "または定住の"
           "対策の効果が大きい。"));
}

/* ---- how sure ---- */

static void fan_table(struct page *p, const struct outlook *o, int measure, const char *name)
{
    const char *const heads[] = {in(p, "year", "年"),
                                 in(p, "95 %: from", "95％：下限"),
                                 in(p, "80 %: from", "80％：下限"),
                                 in(p, "median", "中央値"),
                                 in(p, "80 %: to", "80％：上限"),
                                 in(p, "95 %: to", "95％：上限")};
    const cohort_grid *grid = cohort_inputs_grid(o->fan.inputs);
    int years[MOST_YEARS], count = outlook_years(o, years);
    char caption[160];
    snprintf(caption, sizeof caption, "%s%s", name,
             in(p, ": intervals on the baseline", "：基準推計の予測区間"));
    table_begin(p, caption, 1 + FAN_LEVELS, heads, NO_TEXTS);
    for (int i = 1; i < count; i++) {
        table_row(p, page_year(years[i]));
        const int date = (years[i] - grid->start) / grid->width;
        for (int k = 0; k < FAN_LEVELS; k++)
            table_number(p, fan_quantile(&o->fan, date, measure, fan_levels[k]), 0, NULL);
    }
    table_end(p);
}

static void chances_table(struct page *p, const struct outlook *o)
{
    const char *const heads[] = {in(p, "on the baseline", "事象（基準推計）"), in(p, "year", "年"),
                                 in(p, "chance, %", "確率（％）")};
    table_begin(p, in(p, "Chances", "確率"), 3, heads, TEXT_COLUMN(1));
    for (int i = 0; i < o->fan.probability_count; i++) {
        const struct fan_probability *chance = &o->fan.probabilities[i];
        const cohort_figure *figure = &o->fan.figures[chance->figure];
        char name[160];
        if (figure->times > 0.0)
            snprintf(name, sizeof name, in(p, "%s: less than half of %d’s", "%s：%d年の半分未満"),
                     measure_words(p, &figure->measure), (int)figure->minus.year);
        else
            snprintf(name, sizeof name, "%s%s%s%s", measure_words(p, &figure->measure),
                     chance->not_below ? in(p, ": ", "：") : in(p, ": below ", "："),
                     number_text(chance->limit, 0),
                     chance->not_below ? in(p, " or more", "人以上") : in(p, "", "人未満"));
        table_row(p, name);
        table_text(p, page_year((int)figure->measure.year));
        table_number(p, 100.0 * fan_chance(&o->fan, chance), 0, NULL);
    }
    table_end(p);
}

/* How many of such intervals have held what they say, in back-tests of areas of this size. */
static void coverage_table(struct page *p, const struct outlook *o)
{
    const char *const heads[] = {
        in(p, "years ahead", "経過年数"), in(p, "total, 80 %", "総人口、80％"),
        in(p, "total, 95 %", "総人口、95％"), in(p, "women 20–39, 80 %", "20〜39歳の女性、80％"),
        in(p, "women 20–39, 95 %", "20〜39歳の女性、95％")};
    const int width = cohort_inputs_grid(o->fan.inputs)->width;
    const int steps = fan_measured_steps(&o->fan, FAN_TOTAL);
    const int until = o->first + steps * width;
    if (steps == 0)
        return;
    table_begin(p,
                in(p, "Back-tested: % of such areas inside intervals of 80 and 95 %",
                   "過去の検証：80％・95％区間に実績が入った割合（％）"),
                5, heads, NO_TEXTS);
    for (int i = 1; i <= steps; i++) {
        table_row(p, page_year(i * width));
        for (int measure = 0; measure < FAN_MEASURES; measure++)
            for (int l = 0; l < FAN_INSIDE; l++)
                table_number(p, fan_coverage(&o->fan, measure, i, fan_inside[l]), 0, NULL);
    }
    table_end(p);
    if (until < o->last)
        page_remark(
            p,
            in(p,
               "Coverage was measured up to %d years ahead: beyond %d it is not known "
               "whether intervals hold what they say.",
               "検証できたのは%d年先まで。%d年より先の区間がどの程度当たるかはわからない。"),
            steps * width, until);
}

void report_sure(struct page *p, const struct outlook *o)
{
    char size[FAN_PERSONS];
    report_draw_fan(p, o);
    fan_table(p, o, FAN_TOTAL, in(p, "Total", "総人口"));
    fan_table(p, o, FAN_WOMEN, in(p, figures[WOMEN_20_39].english, figures[WOMEN_20_39].japanese));
    chances_table(p, o);
    coverage_table(p, o);
    if (p->language == COHORT_JAPANESE)
        page_remark(p,
                    "基準推計の%s回の確率的シミュレーション（乱数シード%"
                    "llu）による。出生・死亡・移動の偶然変動と、"
                    "出生率・移動率の不確かさを含む。不確かさの大きさは日本の人口%s人の市町村の過去"
                    "の推計誤差から推定した。",
                    number_text(o->fan_request.trajectories, 0),
                    (unsigned long long)o->request->seed, fan_persons(&o->fan, size));
    else
        page_remark(p,
                    "From %s random trajectories of the baseline (seed %llu): chance of who is "
                    "born, dies and moves, and uncertain rates of fertility and migration. How "
                    "uncertain they are was estimated from past errors of projections of "
                    "municipalities of %s inhabitants in Japan.",
                    number_text(o->fan_request.trajectories, 0),
                    (unsigned long long)o->request->seed, fan_persons(&o->fan, size));
}
