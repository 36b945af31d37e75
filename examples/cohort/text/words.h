/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every text of pictures and reports, in each language, side by side: a translator adds a column to
 * each line, to `in` and to LANGUAGES. {1}, {2}, ... is where something is filled in; each language
 * has its own order of them.
 */
#ifndef WORDS_H
#define WORDS_H

#include "text/numbers.h"

#include <cohort/chart.h>

#include <stddef.h>

/* One text of the catalogue in the language of what `has` points to, as in(p, W_TOTAL). */
#define in(has, words) IN_LANGUAGE((has)->language, words)
#define IN_LANGUAGE(...) IN_LANGUAGE_(__VA_ARGS__)
#define IN_LANGUAGE_(language, en, ja) ((language) == COHORT_JAPANESE ? (ja) : (en))
enum { LANGUAGES = 2 };

/* A text with what is filled into it, as filled(in(p, W_RANGE), "2020", "2030"). */
#define filled(...) text_filled((const char *const[]){__VA_ARGS__, NULL})
struct text text_filled(const char *const *words);

/* The same into a caller's room; what is too long is cut off. */
void fill(char *to, size_t size, const char *const *words);

// clang-format off
#define W_LANGUAGE "en", "ja"
#define W_MINUS "\u2212", "▲"
#define W_COMMA ", ", "、"
#define W_COLON ": ", "："
#define W_YEAR_IN_WORDS "{1}", "{1}年"
#define W_RANGE "{1}–{2}", "{1}〜{2}"
#define W_RANGE_OPEN "{1}+", "{1}〜"
#define W_RANGE_TO "to {1}", "〜{1}"
#define W_RANGE_FROM "{1}–", "{1}〜"
#define W_YEARS "{1}–{2}", "{1}〜{2}年"
#define W_AGES "{1}–{2}", "{1}〜{2}歳"
#define W_AGES_OPEN "{1}+", "{1}歳以上"
#define W_BAND "{1} {2}", "{2}の{1}"
#define W_QUOTED "“{1}”", "「{1}」"
#define W_THE "the {1}", "{1}"

/* what is counted */
#define W_PERSONS "persons", "人"
#define W_TOTAL "total", "総人口"
#define W_TOTAL_TITLE "Total", "総人口"
#define W_MEN "men", "男性"
#define W_WOMEN "women", "女性"
#define W_AGE_0_14 "0–14", "0〜14歳"
#define W_AGE_15_64 "15–64", "15〜64歳"
#define W_AGE_65_PLUS "65+", "65歳以上"
#define W_WOMEN_20_39 "women 20–39", "20〜39歳の女性"
#define W_SHARE "{1}, %", "{1}の割合（％）"
#define W_SHARE_OF_ALL "{1}, % of all", "{1}の割合（％）"
#define W_SHARE_OF "{1}, % of {2}", "{1}（{2}に対する％）"
#define W_YEAR "year", "年"
#define W_AGE "age", "年齢"
#define W_MIGRATION "migration", "移動"
#define W_BIRTHS "births", "出生"
#define W_FERTILITY "fertility", "出生"
#define W_DEATHS "deaths", "死亡"
#define W_MORTALITY "mortality", "死亡"
#define W_BASE_POPULATION "base population", "基準人口"
#define W_MORTALITY_DIFFERS "mortality", "死亡率の違い"
#define W_BASE_DIFFERS "the base population", "基準人口の違い"
#define W_CENSUS "census", "国勢調査"
#define W_REGISTER "register", "住民基本台帳"
#define W_REGISTER_OF "register (1 January)", "住民基本台帳（1月1日）"

/* names */
#define W_BASELINE "baseline", "基準推計"
#define W_IPSS_BASELINE "IPSS baseline", "社人研準拠の基準推計"
#define W_CITYS_PATH "city’s path", "市の計画"
#define W_AREA "area {1}", "地域{1}"
#define W_SOURCES_END "; ", "、"
#define W_SOURCE_OWN "own calculation (libcohort)", "独自計算（libcohort）"
#define W_SOURCE_IPSS "IPSS (2018)", "国立社会保障・人口問題研究所（平成30年推計）"
#define W_SOURCE_NEMURO "IPSS (2018); Nemuro City, draft of the second strategy (2021); census; resident register", \
    "国立社会保障・人口問題研究所（平成30年推計）、第2期根室市創生総合戦略（素案）、国勢調査、住民基本台帳"

/* pictures */
#define W_PATHS_TITLE "Population of {1}, {2}–{3}", "{1}の人口の見通し：{2}〜{3}年"
#define W_PYRAMID_TITLE "{1}: population by age and sex, {2}", "{1}の人口ピラミッド：{2}年"
#define W_PYRAMIDS_TITLE "{1}: population by age and sex, {2} and {3}", "{1}の人口ピラミッド：{2}年と{3}年"
#define W_INTERPOLATED "interpolated", "補間"
#define W_IN_BRACKETS " ({1})", "（{1}）"
#define W_TARGETS "the plan’s targets", "計画の目標"
#define W_FAN_TITLE "{1}: how sure is the total population?", "{1}の総人口はどこまで確かか"
#define W_FAN_SUBTITLE "{1} random trajectories of the {2}; as rates vary by factors, the median differs", \
    "{1}回の確率的シミュレーション（{2}）。率を倍率で変動させるため、中央値は推計値と一致しない"
#define W_BAND_95 "95 % of trajectories", "95％の範囲"
#define W_BAND_80 "80 %", "80％の範囲"
#define W_MEDIAN "median", "中央値"
#define W_BARS_TITLE "{1}: what makes the difference of {2} persons in {3}", "{1}：差{2}人（{3}年）の内訳"
#define W_BARS_SUBTITLE "{1} against the {2}, by the period in which it arises{3}", "{1}と{2}との差、変化の生じる期間別{3}"
#define W_BARS_INFERRED " (periods inferred)", "（期間別は推定）"
#define W_AREAS_TITLE "Total population by area, {1}–{2}", "地域別の総人口、{1}〜{2}年"
#define W_AREAS_SUBTITLE "{1} = 100; in grey, the other areas", "{1}年＝100、灰色は他の地域"

/* the page */
#define W_PAGE_TITLE "{1}: population {2}–{3}", "{1}の人口の見通し {2}〜{3}年"
#define W_SECTIONS "Sections", "目次"
#define W_COPY "Copy this table", "この表をコピー"
#define W_COPIED "Copied", "コピーしました"
#define W_IN_SHORT "In short", "要約"
#define W_COMPARED "The paths compared", "推計の比較"
#define W_YEAR_BY_YEAR "Year by year", "年次別の推移"
#define W_PYRAMIDS "Ages and sexes", "人口ピラミッド"
#define W_COUNTED_SINCE "What was counted since", "実績との比較"
#define W_WHY "Where the difference comes from", "差の要因"
#define W_DEGREES "Degrees of influence", "影響度"
#define W_HOW_SURE "How sure is it?", "推計の不確実性"
#define W_ASSUMED "What the scenarios assume", "シナリオの前提"
#define W_INFERRED "What was inferred", "推定した事項"
#define W_AGAIN "To do it again", "再現に必要な情報"

/* in short */
#define W_FALLS "falls", "減少"
#define W_GROWS "grows", "増加"
#define W_SAY_BASELINE "If things go on as they are ({1}), the population of {2} {7} from {4} in {3} to {6} in {5}, by {8} %.", \
    "{2}の人口は、現在の傾向が続いた場合（{1}）、{3}年の{4}人から{5}年には{6}人となり、{8}％{7}する見込みです。"
#define W_PART_ADDS "{1} adds {2}", "{1}によるものが{2}人の増"
#define W_PART_TAKES "{1} takes away {2}", "{1}によるものが{2}人の減"
#define W_FEWER "{1} fewer than on {2}", "{2}より{1}人少なく"
#define W_MORE "{1} more than on {2}", "{2}より{1}人多く"
#define W_SAY_SAME "If {1} comes about, it is {2}: hardly another number than on {3}.", \
    "{1}が実現した場合は{2}人で、{3}とほぼ同じです。"
#define W_SAY_PATH "If {1} comes about, it is {2}: {3} ({4}).", \
    "{1}が実現した場合は{2}人で、{3}なります。その内訳は、{4}です。"
#define W_SAY_AGES "On {1}, {2} % are 65 or older in {3} ({4} % in {5}), and there are {6} children under 15 ({7} in {5}).", \
    "{1}では、65歳以上の割合は{5}年の{4}％から{3}年には{2}％に、子ども（0〜14歳）は{7}人から{6}人になります。"
#define W_SAY_COUNTED "The {1} of {2} counted {3}: {4}.", \
    "{2}年の{1}では{3}人で、{4}なっています。"
#define W_SAY_SURE "No projection is certain: in four cases out of five the population of {1} on {2} lies between {3} and {4} (tried on the past up to {5} years ahead).", \
    "推計には不確かさがあり、{2}の{1}年の人口は、80％の確率で{3}人から{4}人の範囲に収まると見込まれます（過去の推計で検証できたのは{5}年先まで）。"

/* the paths compared, year by year, what was counted */
#define W_POPULATION_IN "Population in {1} and {2}", "{1}年と{2}年の人口"
#define W_POPULATION_OF "Population, {1}", "人口（{1}）"
#define W_CHANGE "change", "増減"
#define W_AGAINST "against the baseline", "基準との差"
#define W_TARGETS_TITLE "The plan’s targets", "計画の目標"
#define W_TARGET "target", "目標"
#define W_AIMED_AT "aimed at", "目標値"
#define W_DIFFERENCE "difference", "差"
#define W_MARKS_NEMURO "i: input, counted. =: the institute’s published table, within its rounding. f: fitted to the city’s published figures. p: predicted, neither published nor fitted.", \
    "i：入力（国勢調査）。＝：社人研の公表値（丸めの範囲内）。f：市の公表値に合わせて推定した値。p：予測値（公表値でも当てはめでもない）。"
#define W_MARKS_PUBLISHED "i: input. =: the published table, repeated by its own rates. p: predicted.", \
    "i：入力。＝：公表された表（その率による再現）。p：予測値。"
#define W_MARKS "i: input. p: predicted.", "i：入力。p：予測値。"
#define W_ROUNDED "Figures are rounded one by one: sums may differ by 1 in the last place. The share of 15–64 is 100 less the two others.", \
    "端数はそれぞれ四捨五入しているため、合計が一致しないことがある。15〜64歳の割合は100から他の二つを引いたもの。"
#define W_COUNTS_TITLE "Counted, and expected then", "実績とその時点の推計値"
#define W_COUNT "count", "調査"
#define W_OF_BAND "of", "区分"
#define W_COUNTED "counted", "実績"
#define W_GAP "gap", "差"
#define W_TRACK_NOTE "Between two dates a path is a straight line. A census counts who lives there, as the paths do; a register counts who is registered, on 1 January: part of its gap is this difference of concepts.", \
    "推計値は時点間を直線で補間。国勢調査は推計と同じ常住人口、住民基本台帳は1月1日の登録人口であり、差の一部は人口の定義の違いによる。"
#define W_NOBODY "Nobody lives there: there is no pyramid to be drawn.", "人口が0人のため、人口ピラミッドはない。"

/* where the difference comes from */
#define W_WHY_TITLE "{1} against the baseline, total in {2}", "{1}：{2}年の総人口の基準との差"
#define W_ONE_BY_ONE "one by one, in this order", "この順に一つずつ"
#define W_SHAPLEY "in no order (Shapley)", "順序によらず（シャープレイ値）"
#define W_TOGETHER "together", "合計"
#define W_MIGRATION_TITLE "{1}: migration, by its period and the age at its start", "{1}：移動の効果、期間と期首年齢別"
#define W_WHY_NOTE "Rows of nil are left out. One by one: first the migration of the path, then its fertility, and so on, each on top of those before. In no order: the mean over all orders.", \
    "効果のない行は省略。この順に一つずつ：まず移動、次に出生…を順に置き換えた効果。順序によらず：すべての順序の平均。"
#define W_WHY_INFERRED "The city publishes results only: migration and births in all are fitted to them; their periods and ages are those of inferred factors.", \
    "市が公表しているのは結果のみ。移動・出生の合計は公表値に合わせた値、期間別・年齢別の内訳は推定した係数によるもの。"
#define W_READINGS_TITLE "What the rise of the TFR adds to the total of {1}, by its reading", "合計特殊出生率の上昇が{1}年の総人口に与える効果、読み方別"
#define W_READ_AS "the TFR is taken for", "合計特殊出生率の読み方"
#define W_READ_FROM "from", "現状"
#define W_READ_TO "to", "目標"
#define W_READ_WITHOUT "without", "上昇なし"
#define W_READ_WITH "with", "上昇あり"
#define W_READ_ADDS "adds", "効果"
#define W_READ_CONVERTED "national conversion, from the baseline", "全国の換算率、基準推計から"
#define W_READ_OBSERVED "national conversion, from the strategy's figure", "全国の換算率、戦略の値から"
#define W_READ_PROPORTION "a plain proportion of the two figures", "二つの値の単純な比"
#define W_READ_BY_AGE "national rates on the town's women of 2025", "2025年の女性の年齢別に全国の出生率をあてた値"
#define W_READINGS "We infer that the strategy's {1} (of 2012) and {2} are on two scales. The first is near the\n  town's TFR by national rates on its women of each age ({3} on the baseline of 2025). The\n  second is a TFR in the national conversion (TFR per child-woman ratio), in which the\n  baseline is {4}.", \
    "推定：戦略の{1}（2012年）と{2}は尺度が異なる。前者は女性の年齢別に全国の出生率をあてた値（2025年の基準推計では{3}）に近く、後者は全国の換算率（合計特殊出生率÷子ども女性比）による値で、その尺度では基準推計は{4}である。"

/* degrees of influence */
#define W_DEGREES_TITLE "Degrees of influence, 1 to 5, on the baseline", "影響度（1〜5）、基準推計"
#define W_PATTERN_1 "pattern 1", "パターン1"
#define W_SIMULATION_1 "simulation 1", "シミュレーション1"
#define W_SIMULATION_2 "simulation 2", "シミュレーション2"
#define W_NATURAL "natural, %", "自然増減（％）"
#define W_SOCIAL "social, %", "社会増減（％）"
#define W_DEGREE "degree", "影響度"
#define W_DEGREES_NOTE "As in the Cabinet Office’s worksheet: simulation 1 is the baseline with a TFR of 2.1 from 2030 on, simulation 2 the same without net migration. A high degree: much is to be gained by births, or by keeping people.", \
    "国（まち・ひと・しごと創生）のワークシートによる。シミュレーション1は2030年以降の合計特殊出生率を2.1とし、シミュレーション2はさらに移動が均衡した（純移動ゼロの）場合。影響度が高いほど、出生または定住の対策の効果が大きい。"

/* how sure */
#define W_FROM_95 "95 %: from", "95％：下限"
#define W_FROM_80 "80 %: from", "80％：下限"
#define W_TO_80 "80 %: to", "80％：上限"
#define W_TO_95 "95 %: to", "95％：上限"
#define W_INTERVALS_TITLE "{1}: intervals on the baseline", "{1}：基準推計の予測区間"
#define W_CHANCES "Chances", "確率"
#define W_CHANCE_OF "on the baseline", "事象（基準推計）"
#define W_CHANCE "chance, %", "確率（％）"
#define W_LESS_THAN_HALF "{1}: less than half of {2}’s", "{1}：{2}年の半分未満"
#define W_BELOW "{1}: below {2}", "{1}：{2}人未満"
#define W_OR_MORE "{1}: {2} or more", "{1}：{2}人以上"
#define W_COVERAGE_TITLE "Back-tested: % of such areas inside intervals of 80 and 95 %", "過去の検証：80％・95％区間に実績が入った割合（％）"
#define W_YEARS_AHEAD "years ahead", "経過年数"
#define W_TOTAL_80 "total, 80 %", "総人口、80％"
#define W_TOTAL_95 "total, 95 %", "総人口、95％"
#define W_WOMEN_80 "women 20–39, 80 %", "20〜39歳の女性、80％"
#define W_WOMEN_95 "women 20–39, 95 %", "20〜39歳の女性、95％"
#define W_COVERAGE_ENDS "Coverage was measured up to {1} years ahead: beyond {2} it is not known whether intervals hold what they say.", \
    "検証できたのは{1}年先まで。{2}年より先の区間がどの程度当たるかはわからない。"
#define W_FAN_NOTE "From {1} random trajectories of the baseline (seed {2}): chance of who is born, dies and moves, and uncertain rates of fertility and migration. How uncertain they are was estimated from past errors of projections of municipalities of {3} inhabitants in Japan.", \
    "基準推計の{1}回の確率的シミュレーション（乱数シード{2}）による。出生・死亡・移動の偶然変動と、出生率・移動率の不確かさを含む。不確かさの大きさは日本の人口{3}人の市町村の過去の推計誤差から推定した。"

/* what the scenarios assume */
#define W_WHAT "what", "内容"
#define W_OF_WHOM "of", "対象"
#define W_WHEN "years", "年"
#define W_VALUE "value", "値"
#define W_NOTE "note", "備考"
#define W_ALL_YEARS "all", "全期間"
#define W_TFR "TFR", "合計特殊出生率"
#define W_TFR_PROPORTION "TFR, in proportion", "合計特殊出生率（比例）"
#define W_SUPPRESS "net out-migration cut by, %", "純転出の抑制（％）"
#define W_SCALE "net migration times", "純移動の倍率"
#define W_NO_MIGRATION "no net migration", "純移動なし"
#define W_ADD_MIGRANTS "persons moving in a year", "転入者（人／年）"
#define W_FITTED_NOTE "fitted to the published results", "公表された結果に合わせて推定"
#define W_ASSUMED_NOTE "Applied from first to last. A TFR stands at the date that ends an interval; ages are those at its start.", \
    "上から順に適用。出生率は期間の終わりの年、年齢は期首の年齢による。"

/* what was inferred */
#define W_INFER_RATES "The rates are derived from the published populations: survival is the nation’s, net migration the rest. Under age 60 it therefore holds the town’s excess mortality. Births and deaths are inferred in the same way.", \
    "率は公表された人口から逆算した。生残率は全国の生命表、純移動率はその残差である。60歳未満の純移動率には、全国水準を上回る死亡の分が含まれる。出生・死亡の内訳も推定である。"
#define W_INFER_BEYOND "After {1}, where the published table ends, the rates of the last interval are held and the child–woman ratio moves with the nation’s: an inferred rule.", \
    "{2}年以降は公表値がないため、最後の期間の率を一定とし、子ども女性比は全国の動きに合わせた（推定した規則）。"
#define W_INFER_NEMURO "The baseline meets 11 figures of the city’s document by {1} unrounded cells within the rounding of the published ones: a fit, not a prediction. Predicted from the published cells as they are, {2} has {3}.", \
    "基準推計は、市の資料にある11の数値に合うよう、公表値の丸めの範囲内で{1}の端数を推定した（当てはめであり、予測ではない）。公表値のままの予測では{2}年に{3}人。"
#define W_INFER_PLAN "Of its path the city publishes results alone; by how much out-migration is suppressed at which age and when is inferred from them (24 factors fitted to 12 figures, which proves nothing by itself).", \
    "市の計画は結果だけが公表されており、年齢別・期間別の移動の抑制率は公表値から推定した（24の係数を12の数値に合わせたもので、それだけでは裏付けにならない）。"
#define W_INFER_NOTHING "Nothing but the projection itself: the rates are those of the input.", \
    "推計結果のみ。率は入力のとおり。"
#define W_PATH_MEANS "A path says what follows from its rates. It does not say that they will come about.", \
    "推計は、率が仮定どおりであれば何が起こるかを示すもので、その実現を保証するものではない。"

/* to do it again */
#define W_FILES "Files", "入力ファイル"
#define W_FILE "file", "ファイル"
#define W_FILE_IS "what", "内容"
#define W_BYTES "bytes", "バイト"
#define W_FILE_INPUT "input", "入力"
#define W_FILE_DOCUMENT "the city’s document", "市の資料"
#define W_FILE_SCENARIO "scenario", "シナリオ"
#define W_FILE_TARGETS "targets", "目標"
#define W_FILE_COUNTS "counts", "実績"
#define W_FILE_NATION "the nation", "全国"
#define W_MADE "libcohort {1}. Convention: {2}. Made on {3}", \
    "libcohort {1}. 手法： {2}. 作成日： {3}"
// clang-format on

#endif
