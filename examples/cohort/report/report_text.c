/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/bands.h"
#include "inputs/fixtures.h"
#include "report/report.h"

#include <math.h>
#include <string.h>

static cohort_error error;

static bool derived(const struct outlook *o)
{
    return o->published != 0;
}

/* ---- the summary ---- */

const char *path_words(const struct page *p, const struct outlook *o, int path)
{
    static char texts[4][PATH_NAME + 16];
    static int next;
    char *text = texts[next++ % 4];
    snprintf(text, sizeof texts[0], path > 0 ? in(p, "“%s”", "「%s」") : in(p, "the %s", "%s"),
             o->paths[path].name);
    return text;
}

static void say_baseline(struct page *p, const struct outlook *o)
{
    const double before = outlook_figure(o, 0, TOTAL, o->first),
                 after = outlook_figure(o, 0, TOTAL, o->last);
    const double percent = before > 0.0 ? 100.0 * fabs(after / before - 1.0) : 0.0;
    if (p->language == COHORT_JAPANESE)
        page_lead(p,
                  "%sの人口は、現在の傾向が続いた場合（%s）、%d年の%s人から%d年には%s人となり、"
                  "%s％%sする見込みです。",
                  o->name, o->paths[0].name, o->first, number_text(before, 0), o->last,
                  number_text(after, 0), number_text(percent, 0), after < before ? "減少" : "増加");
    else
        page_lead(p,
                  "If things go on as they are (%s), the population of %s %s from %s in %d to %s "
                  "in %d, by %s %%.",
                  o->paths[0].name, o->name, after < before ? "falls" : "grows",
                  number_text(before, 0), o->first, number_text(after, 0), o->last,
                  number_text(percent, 0));
}

/* "migration adds 729, births take away 127"; nothing of what makes nothing. */
static void parts_words(const struct page *p, const struct explanation *e, char *text, size_t size)
{
    const char *const names[COMPONENTS][2] = {{"migration", "移動"},
                                              {"fertility", "出生"},
                                              {"mortality", "死亡率の違い"},
                                              {"the base population", "基準人口の違い"}};
    const bool ja = p->language == COHORT_JAPANESE;
    size_t used = 0;
    text[0] = '\0';
    for (int k = 0; k < COMPONENTS && used < size; k++) {
        const double part = e->ordered[k];
        if (fabs(part) < 0.5)
            continue;
        if (ja)
            used += (size_t)snprintf(text + used, size - used, "%s%sによるものが%s人の%s",
                                     used ? "、" : "", names[k][ja], number_text(fabs(part), 0),
                                     part < 0.0 ? "減" : "増");
        else
            used += (size_t)snprintf(text + used, size - used, "%s%s %s %s", used ? ", " : "",
                                     names[k][ja], part < 0.0 ? "takes away" : "adds",
                                     number_text(fabs(part), 0));
    }
}

static void say_path(struct page *p, const struct outlook *o, int path)
{
    const struct explanation *e = &o->why[path - 1];
    const double value = outlook_figure(o, path, TOTAL, o->last), gain = e->with - e->without;
    const char *name = path_words(p, o, path), *baseline = path_words(p, o, 0);
    char parts[400];
    parts_words(p, e, parts, sizeof parts);
    if (fabs(gain) < 0.5)
        page_lead(p,
                  in(p, "If %s comes about, it is %s: hardly another number than on %s.",
                     "%sが実現した場合は%s人で、%sとほぼ同じです。"),
                  name, number_text(value, 0), baseline);
    else if (p->language == COHORT_JAPANESE)
        page_lead(p, "%sが実現した場合は%s人で、%sより%s人%sなります。その内訳は、%sです。", name,
                  number_text(value, 0), baseline, number_text(fabs(gain), 0),
                  gain < 0.0 ? "少なく" : "多く", parts);
    else
        page_lead(p, "If %s comes about, it is %s: %s %s than on %s (%s).", name,
                  number_text(value, 0), number_text(fabs(gain), 0), gain < 0.0 ? "fewer" : "more",
                  baseline, parts);
}

/* The old and the young, on the first scenario's path if there is one. */
static void say_ages(struct page *p, const struct outlook *o)
{
    double before[3], after[3], percent[2][3];
    const int path = o->path_count > 1 ? 1 : 0;
    if (cohort_three_ages(o->paths[0].kind.population, o->first, before, &error) ||
        cohort_three_ages(o->paths[path].kind.population, o->last, after, &error))
        return;
    cohort_shares_rounded(before, 1, percent[0]);
    cohort_shares_rounded(after, 1, percent[1]);
    const char *name = path_words(p, o, path);
    if (p->language == COHORT_JAPANESE)
        page_lead(
            p,
            "%sでは、65歳以上の割合は%d年の%s％から%d年には%s％に、子ども（0〜14歳）は%s人から%s"
            "人になります。",
            name, o->first, number_text(percent[0][2], 1), o->last, number_text(percent[1][2], 1),
            number_text(before[0], 0), number_text(after[0], 0));
    else
        page_lead(p,
                  "On %s, %s %% are 65 or older in %d (%s %% in %d), and there are %s children "
                  "under 15 (%s in %d).",
                  name, number_text(percent[1][2], 1), o->last, number_text(percent[0][2], 1),
                  o->first, number_text(after[0], 0), number_text(before[0], 0), o->first);
}

/* The last census that was counted in all, or else the last count. */
static const struct counts *last_count(const struct outlook *o)
{
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const struct counts *found = NULL;
    for (int i = 0; o->is_counted && i < o->observed.count; i++) {
        const struct counts *counts = &o->observed.counts[i];
        const bool census = strcmp(counts->kind, "census") == 0;
        if (!isnan(counted(counts, everybody)) &&
            (!found || census >= (strcmp(found->kind, "census") == 0)))
            found = counts;
    }
    return found;
}

/* "175 more than on the baseline" */
static void gap_words(const struct page *p, const struct outlook *o, int path, double gap,
                      char *text, size_t size)
{
    const char *name = path_words(p, o, path), *persons = number_text(fabs(gap), 0);
    if (p->language == COHORT_JAPANESE)
        snprintf(text, size, "%sより%s人%s", name, persons, gap < 0.0 ? "少なく" : "多く");
    else
        snprintf(text, size, "%s %s than on %s", persons, gap < 0.0 ? "fewer" : "more", name);
}

static void say_counted(struct page *p, const struct outlook *o)
{
    const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
    const struct counts *counts = last_count(o);
    char gaps[2][200] = {"", ""};
    if (!counts)
        return;
    const double there = counted(counts, everybody);
    const double expected = outlook_figure(o, 0, TOTAL, counts->at);
    const double planned = o->path_count > 1 ? outlook_figure(o, 1, TOTAL, counts->at) : expected;
    const bool census = strcmp(counts->kind, "census") == 0,
               parted = fabs(planned - expected) >= 0.5;
    gap_words(p, o, 0, there - expected, gaps[0], sizeof gaps[0]);
    if (parted)
        gap_words(p, o, 1, there - planned, gaps[1], sizeof gaps[1]);
    if (p->language == COHORT_JAPANESE)
        page_lead(p, "%d年の%sでは%s人で、%s%s%sなっています。", counts->year,
                  census ? "国勢調査" : "住民基本台帳", number_text(there, 0), gaps[0],
                  parted ? "、" : "", gaps[1]);
    else
        page_lead(p, "The %s of %d counted %s: %s%s%s.", census ? "census" : "register",
                  counts->year, number_text(there, 0), gaps[0], parted ? ", " : "", gaps[1]);
}

static void say_sure(struct page *p, const struct outlook *o)
{
    const cohort_grid *grid = cohort_inputs_grid(o->fan.inputs);
    const int measured_years = grid->width * fan_measured_steps(&o->fan, FAN_TOTAL);
    const char *name = path_words(p, o, 0);
    const double low = fan_quantile(&o->fan, grid->steps, FAN_TOTAL, 0.1),
                 high = fan_quantile(&o->fan, grid->steps, FAN_TOTAL, 0.9);
    if (p->language == COHORT_JAPANESE)
        page_lead(
            p,
            "推計には不確かさがあり、%sの%d年の人口は、80％の確率で%s人から%s人の範囲に収まると"
            "見込まれます（過去の推計で検証できたのは%d年先まで）。",
            name, o->last, number_text(low, 0), number_text(high, 0), measured_years);
    else
        page_lead(p,
                  "No projection is certain: in four cases out of five the population of %d on %s "
                  "lies between %s and %s (tried on the past up to %d years ahead).",
                  o->last, name, number_text(low, 0), number_text(high, 0), measured_years);
}

void report_summary(struct page *p, const struct outlook *o)
{
    say_baseline(p, o);
    for (int k = 1; k < o->path_count; k++)
        say_path(p, o, k);
    say_ages(p, o);
    say_counted(p, o);
    if (o->has_fan)
        say_sure(p, o);
}

/* ---- what was inferred ---- */

static void infer_derived(struct page *p, const struct outlook *o)
{
    const bool ja = p->language == COHORT_JAPANESE;
    if (ja)
        page_item(
            p, "率は公表された人口から逆算した。生残率は全国の生命表、純移動率はその残差である。6"
               "0歳未満の純"
               "移動率には、全国水準を上回る死亡の分が含まれる。出生・死亡の内訳も推定である。");
    else
        page_item(p, "The rates are derived from the published populations: survival is the "
                     "nation’s, net migration the rest. Under age 60 it therefore holds the town’s "
                     "excess mortality. Births and deaths are inferred in the same way.");
    if (o->last <= o->published)
        return;
    if (ja)
        page_item(p,
                  "%d年以降は公表値がないため、最後の期間の率を一定とし、子ども女性比は全国の動きに"
                  "合わせた"
                  "（推定した規則）。",
                  o->published + 1);
    else
        page_item(p,
                  "After %d, where the published table ends, the rates of the last interval are "
                  "held and the child–woman ratio moves with the nation’s: an inferred rule.",
                  o->published);
}

static void infer_nemuro(struct page *p, const struct outlook *o)
{
    const struct nemuro *n = &o->cases[0].nemuro;
    const double raw = persons_in(n->paths[RUN_RAW].population, NEMURO_LAST, "total");
    if (p->language == COHORT_JAPANESE) {
        page_item(
            p,
            "基準推計は、市の資料にある11の数値に合うよう、公表値の丸めの範囲内で%d"
            "の端数を推定した（当てはめであり、予測ではない）。公表値のままの予測では%d年に%s人。",
            n->unrounding.parameters, NEMURO_LAST, number_text(raw, 0));
        if (outlook_is_inferred(o))
            page_item(p, "市の計画は結果だけが公表されており、年齢別・期間別の移動の抑制率は公表値"
                         "から推定した"
                         "（24の係数を12の数値に合わせたもので、それだけでは裏付けにならない）。");
        return;
    }
    page_item(p,
              "The baseline meets 11 figures of the city’s document by %d unrounded cells within "
              "the rounding of the published ones: a fit, not a prediction. Predicted from the "
              "published cells as they are, %d has %s.",
              n->unrounding.parameters, NEMURO_LAST, number_text(raw, 0));
    if (outlook_is_inferred(o))
        page_item(p, "Of its path the city publishes results alone; by how much out-migration is "
                     "suppressed at which age and when is inferred from them (24 factors fitted to "
                     "12 figures, which proves nothing by itself).");
}

void report_inferred(struct page *p, const struct outlook *o)
{
    page_list_begin(p);
    if (derived(o))
        infer_derived(p, o);
    else
        page_item(p, "%s",
                  in(p, "Nothing but the projection itself: the rates are those of the input.",
                     "推計結果のみ。率は入力のとおり。"));
    if (o->cases[0].is_nemuro)
        infer_nemuro(p, o);
    page_item(
        p, "%s",
        in(p, "A path says what follows from its rates. It does not say that they will come about.",
           "推計は、率が仮定どおりであれば何が起こるかを示すもので、その実現を保証するものではない"
           "。"));
    page_list_end(p);
}

/* ---- what it takes to repeat it ---- */

/* The checksum that POSIX's cksum prints of a file, and its size. Returned: could it be read? */
static bool checksum(const char *path, unsigned long *sum, unsigned long *size)
{
    FILE *file = fopen(path, "rb");
    unsigned long crc = 0, bytes = 0;
    int byte;
    if (!file)
        return false;
    while ((byte = getc(file)) != EOF) {
        crc ^= (unsigned long)byte << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x80000000UL ? 0x04C11DB7UL : 0)) & 0xFFFFFFFFUL;
        bytes++;
    }
    const bool whole = !ferror(file);
    fclose(file);
    *size = bytes;
    for (; bytes; bytes >>= 8) {
        crc ^= (bytes & 0xFF) << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x80000000UL ? 0x04C11DB7UL : 0)) & 0xFFFFFFFFUL;
    }
    *sum = ~crc & 0xFFFFFFFFUL;
    return whole;
}

static void file_row(struct page *p, const char *path, const char *what)
{
    unsigned long sum, size;
    char text[24];
    table_row(p, base_name(path));
    table_text(p, what);
    if (checksum(path, &sum, &size)) {
        snprintf(text, sizeof text, "%lu", sum);
        table_number(p, (double)size, 0, NULL);
        table_text(p, text);
    } else {
        table_number(p, (double)NAN, 0, NULL);
        table_text(p, "–");
    }
}

static void files_table(struct page *p, const struct outlook *o)
{
    const struct outlook_request *r = o->request;
    const char *const heads[] = {in(p, "file", "ファイル"), in(p, "what", "内容"),
                                 in(p, "bytes", "バイト"), "cksum"};
    table_begin(p, in(p, "Files", "入力ファイル"), 4, heads, TEXT_COLUMN(1) | TEXT_COLUMN(3));
    for (int i = 0; i < r->source.files; i++)
        file_row(p, r->source.paths[i], in(p, "input", "入力"));
    if (o->cases[0].is_nemuro) {
        file_row(p, fixture("ipss2018.csv"), in(p, "input", "入力"));
        file_row(p, fixture("nemuro_published.csv"), in(p, "the city’s document", "市の資料"));
    }
    for (int i = 0; i < r->scenario_count; i++)
        file_row(p, r->scenarios[i], in(p, "scenario", "シナリオ"));
    if (r->targets)
        file_row(p, r->targets, in(p, "targets", "目標"));
    if (r->observed || o->is_counted)
        file_row(p, r->observed ? r->observed : fixture("observed.csv"), in(p, "counts", "実績"));
    if (derived(o))
        file_row(p, fixture("japan.csv"), in(p, "the nation", "全国"));
    table_end(p);
}

void report_inputs(struct page *p, const struct outlook *o, const char *command, const char *date)
{
    files_table(p, o);
    page_verbatim(p, command);
    page_remark(p, "libcohort %s. %s %s. %s %s", COHORT_VERSION, in(p, "Convention:", "手法："),
                cohort_convention_name(cohort_inputs_convention(o->cases[0].baseline)),
                in(p, "Made on", "作成日："), date);
}
