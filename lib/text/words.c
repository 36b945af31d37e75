/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/words.h"

#include "core/grid.h"
#include "text/wording.h"

#include <cohort/grid.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Of no quantity: only beside them; or beside a population a share or part of it (foreigners). */
enum { BESIDE, SHARE, PART };

#define QUANTITIES(X)                                                                              \
    X(POPULATION, "population")                                                                    \
    X(MX, "mx")                                                                                    \
    X(QX, "qx")                                                                                    \
    X(ASFR, "asfr")                                                                                \
    X(TFR, "tfr")                                                                                  \
    X(SRB, "srb")                                                                                  \
    X(NET_MIGRATION_RATE, "net_migration_rate")                                                    \
    X(NET_MIGRATION, "net_migration")                                                              \
    X(BIRTHS, "births")                                                                            \
    X(DEATHS, "deaths")                                                                            \
    X(MOVED_IN, "moved_in")                                                                        \
    X(MOVED_OUT, "moved_out")                                                                      \
    X(OTHER, "other quantity")
#define KEY(key, name) key,
#define NAME(key, name) name,

enum { QUANTITIES(KEY) };
const char *const cohort_quantity_names[] = {QUANTITIES(NAME) NULL};

/* Synonyms; the first names of columns are those of messages. */
#define WORDS(meaning, detail, ...)                                                                \
    {                                                                                              \
        COHORT_MEANS_##meaning, detail,                                                            \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
static const struct entry {
    cohort_meaning meaning;
    int detail;
    const char *words[COHORT_WORD_LANGUAGES];
} entries[] = {
    WORDS(AREA, 0,
          "area|code|geo|locid|area_code|geoid|lau|fips|fips code|area code|country code|código|"
          "cód.",
          "市区町村コード|団体コード|コード|地域コード|標準地域コード|自治体コード|市町村コード|"
          "都道府県コード又は市区町村コード"),
    WORDS(NAME, 0,
          "name|laname20|laname21|laname23|lad name|location|geography|area_name|area name|place|"
          "municipality|town|city|country|município|ctyname|행정구역별|행정구역",
          "市区町村名|市区町村|団体名|名称|自治体名|自治体|市町村名|市町村|地域名|地域|市町村別|"
          "地区|地区名|町丁字|町名|団体|地方公共団体|地方公共団体名|全国地方公共団体|jis|行政区域"),
    WORDS(VARIABLE, 0, "variable|indicator|measure|concept", "変数|表章事項|項目|表章項目"),
    WORDS(YEAR, 0, "year|time|time_period|date|ref_date|period|census year|jahr|année|año|ano|시점",
          "年|年次|西暦|年度|時点|調査年|時間軸|年月日|年月|基準日|集計年|集計年月|対象年|元号|"
          "年号|和暦"),
    WORDS(SEX, 0, "sex|gender|sexes|geschlecht|sexe|sexo|성별", "性別|男女|男女別|性別区分"),
    WORDS(
        AGE, 0,
        "age|age_group|age group|agegroup|agegrp|age (5-year)|ages|age class|alter|âge|edad|idade|"
        "grupo de idade|연령|연령별",
        "年齢|年齢階級|年齢別|年齢区分|年齢階層|年齢層|年代|年齢各歳|年齢5歳階級|5歳階級|"
        "年齢下限|年齢上限|年齢階級別"),
    WORDS(VALUE, 0,
          "value|obs_value|projection|v4_0|v4_1|v4_2|v4_3|count|persons|number|observation|valor",
          "値|実数"),
    WORDS(REGION, 0, "region|province|prefecture|county|stname|pref",
          "都道府県名|都道府県|県名|都道府県市区町村"),
    WORDS(ONE_SEX, COHORT_MALE,
          "male|m|males|men|man|boys|men+|male population|männlich|hommes|homme|hombres|hombre|"
          "masculino|homens|homem|남자|남",
          "男|男性|男子|♂|男計|男人口|男性人口|男子人口"),
    WORDS(ONE_SEX, COHORT_FEMALE,
          "female|fem|f|w|females|women|woman|girls|women+|female population|weiblich|femmes|"
          "femme|mujeres|mujer|femenino|mulheres|mulher|여자|여",
          "女|女性|女子|♀|女計|女人口|女性人口|女子人口"),
    WORDS(ONE_SEX, COHORT_BOTH,
          "both|t|both sexes|persons of both sexes|male and female|m+f|people|"
          "both sexes combined|total - sex|total - gender|_t|mf",
          "男女計|男女|男+女|両性|男女総数|男女合計"),
    WORDS(TOTAL, 0,
          "all|total|totals|tot|all persons|sum|grand total|insgesamt|ensemble|ambos sexos|"
          "계|합계",
          "総数|計|合計|総計|全体"),
    WORDS(WHOLE, 0,
          "medium|medium variant|median|all nationalities|total - nationality|all origins",
          "国籍総数|中位|出生中位(死亡中位)|総数(国籍)|全国籍|出生中位|中位推計|日本人及び外国人|"
          "日本人・外国人|日本人と外国人|日本人+外国人|日本人＋外国人"),
    WORDS(ALL_AGES, 0, "all ages|total, all ages|999|total - age|age_total|all ages total",
          "全年齢|年齢計|年齢総数|総人口|人口総数|全人口"),
    WORDS(UNKNOWN, 0,
          "unknown|unk|y_unk|not stated|age unknown|unknown age|age not stated|not specified|"
          "unspecified|sex unknown|n.s.|other/unknown|other and unknown|other or unknown|"
          "other/not stated|other and not stated",
          "不詳|未詳|性別不詳|性別不明|年齢不詳|不詳者|年齢不詳者|年齢「不詳」の者|「不詳」|"
          "年齢「不詳」|不明|年齢不明|年齢不詳等|不詳等|その他不詳|不詳その他|その他不明|"
          "不明その他|その他/不詳|不詳/その他|分類不能不詳"),
    WORDS(QUANTITY, POPULATION,
          "population|population on 1 january|pop|population estimates|population count|"
          "popestimate|demo_pjan|population size|projection|projections|popn|popest|bevölkerung|"
          "einwohner|población|população|população residente|인구",
          "人口|推計人口|将来推計人口|常住人口|住民基本台帳人口|国勢調査人口|人口総数|人数|"
          "人口数|住民数|登録者数|居住者数|在住者数|日本人口"),
    WORDS(QUANTITY, MX, "mx|m(x)|nmx|deathrate|death rates|death rate|central death rate",
          "死亡率"),
    WORDS(QUANTITY, QX, "qx|q(x)|nqx|probdeath|probability of dying", "死亡確率"),
    WORDS(QUANTITY, ASFR,
          "asfr|asfrrr|demo_frate|age-specific fertility rate|fertility rates|"
          "fertility rate by age",
          "年齢別出生率"),
    WORDS(QUANTITY, TFR, "tfr|totferrt|total fertility rate|total fertility|fertility rate, total",
          "合計特殊出生率|合計出生率"),
    WORDS(QUANTITY, SRB, "srb|sex ratio at birth", "出生性比"),
    WORDS(QUANTITY, NET_MIGRATION, "net_migration|netmigrations|net migration|net migrants",
          "純移動数|社会増減数|転入超過数|=社会増減"),
    WORDS(QUANTITY, NET_MIGRATION_RATE,
          "net_migration_rate|net migration rate|net migration rates|rate of net migration|"
          "crude rate of net migration",
          "純移動率"),
    WORDS(QUANTITY, BIRTHS, "births|live births", "出生数|出生者数|=出生"),
    WORDS(QUANTITY, DEATHS, "deaths", "死亡数|=死亡"),
    WORDS(QUANTITY, MOVED_IN, "in-migrants", "転入数|転入者数|=転入"),
    WORDS(QUANTITY, MOVED_OUT, "out-migrants", "転出数|転出者数|=転出"),
    WORDS(REGISTER, 0, "register|registered|1 january", "住民基本台帳|住基|年1月1日"),
    WORDS(CENSUS, 0, "census", "国勢調査|国調"),
    WORDS(OTHER, BESIDE,
          "life table|lifexp|pylived|totpylived|numberdying|mortality rate|fertility rate|"
          "agemoth|agemoth1|medagemoth|"
          "birth rate|households|household|migrants|immigration|emigration|in-migration|"
          "out-migration|survivors|licences|licenses|respondents|disabled|enrolment|enrollment|"
          "life expectancy|marriages|divorces|pensioners|taxpayers|homeless|vehicles|employed|"
          "labour force|labor force|employed persons|employment|unemployed|lx|dx|ex|l(x)|d(x)|"
          "e(x)|nlx|ndx|population change|population density|percent of population|median age|"
          "mean age|visitors|students|immigrants|emigrants|voters|electors|patients",
          "世帯|者数|移動率|人口移動|単身者|従事者|利用者|受給者|回答者|来訪|通勤|通学|住宅|事故|"
          "自殺|延べ|意向|生残数|児童|職員|世帯数|世帯人員|就業者数|就業者|労働力人口|労働力状態|"
          "死亡者数|人口増減|人口増減数|増減数|人口密度|有配偶者数|有配偶率|未婚率|就業率|"
          "労働力率|人口性比|性比|昼間人口|夜間人口|平均年齢|年齢中位数|中位数年齢|面積|転出超過|"
          "生残率|要介護|要支援|有権者|選挙人|小計|未婚者|既婚者|被保険者|障害者|在学者|児童生徒|"
          "生徒数|=自然増減|=自然増加|=社会動態"),
    WORDS(OTHER, SHARE,
          "percent|per cent|percentage|percentages|proportion|crude rate|as a share|"
          "population share|standard error|mean income|median income|average income|per km|"
          "index number|%|(%)|unit: %|unit:%|population growth|growth rate|% of total|annual %|"
          "per sq. km|dependency ratio",
          "割合|構成比|前年比|前回比|増加率|伸び率|構成割合|比率|指数|増減率|高齢化率|（％）|"
          "【％】|単位:％|単位：％"),
    WORDS(OTHER, PART,
          "foreigners|foreign residents|foreign nationals|foreign population|non-nationals|"
          "foreign-born|nationals only|foreign citizens|urban population|rural population|"
          "prison population|working population|student population|institutional population",
          "外国人|日本人|外国籍|入所者|施設等の"),
    WORDS(UNIT, 1,
          "person|persons|number of persons|nr|ps|personen|personnes|personas|"
          "pessoas|명",
          "人|名|人数"),
    WORDS(UNIT, 100, "hundred|hundreds", "百人|百"),
    WORDS(UNIT, 1000,
          "thousands|thousand|thousand persons|thousands of persons|ths|ths_per|popmale|"
          "popfemale|poptotal|netmigrations|k|tsd|tsd.|tausend|milliers|milliers de personnes|"
          "miles de personas",
          "千人|千|千名"),
    WORDS(UNIT, 10000, "", "万人|万"),
    WORDS(UNIT, 100000, "", "十万人|十万"),
    WORDS(UNIT, 1000000, "million|millions|million persons|mio|mio.|mln|mn", "百万人"),
    WORDS(UNITS, 0,
          "unit|units|unit of measure|unit_measure|uom|unit_mult|unit multiplier|scalar_factor|"
          "scalar factor",
          "単位"),
    WORDS(ASIDE, 0, "of which|thereof|estimate|estimates|a|g", "再掲|うち|内数|単位|全国"),
    WORDS(AS_OF, 0, "as of|as at|census", "現在|国勢調査|国調|推計人口|人口推計|時点"),
    WORDS(MADE, 0,
          "published|created|updated|prepared|printed|released|retrieved|downloaded|boundaries",
          "作成|公表|合併|推計|更新|発行|公開|境域|出力|取得"),
    WORDS(DASH, 0, "-|--|nil", "ー"),
};

enum { ENTRIES = sizeof entries / sizeof *entries };

/* Is the word in the list? */
static bool is_among(const char *word, const char *words)
{
    for (; *words; words = cohort_next_word(words)) {
        const char *at = word;
        words += *words == '=';
        for (; *at && *words != '|'; at++) { /* `総  数` is `総数` */
            if (*at == ' ' && (unsigned char)at[strspn(at, " ")] >= 0x80 && *words != ' ')
                continue;
            if (cohort_lower(*at) != cohort_lower(*words))
                break;
            words++;
        }
        if (!*at && (*words == '|' || !*words))
            return true;
    }
    return false;
}

/* Is the word one of an entry, in any language? */
static bool is_of(const char *word, const struct entry *entry)
{
    for (int language = 0; language < COHORT_WORD_LANGUAGES; language++)
        if (is_among(word, entry->words[language]))
            return true;
    return false;
}

unsigned cohort_word_meanings(const char *word, int *details)
{
    unsigned meanings = 0;
    for (int i = 0; i < ENTRIES && *word; i++)
        if (is_of(word, &entries[i])) {
            meanings |= 1U << entries[i].meaning;
            if (details)
                details[entries[i].meaning] = entries[i].detail;
        }
    return meanings;
}

bool cohort_is_synonym(const char *text, const char *word)
{
    char plain[COHORT_PLAIN_TEXT];
    cohort_plain_text(text, plain);
    for (int i = 0; i < ENTRIES && *plain; i++)
        if (is_of(word, &entries[i]) && is_of(plain, &entries[i]))
            return true;
    return false;
}

unsigned cohort_text_meanings(const char *text)
{
    char plain[COHORT_PLAIN_TEXT];
    return cohort_word_meanings(cohort_plain_text(text, plain), NULL);
}

bool cohort_parse_sex(const char *text, int *sex)
{
    /* a fast way for what most cells have */
    for (int plain = COHORT_MALE; plain <= COHORT_BOTH && text[0] && text[1]; plain++)
        if (strcmp(text, cohort_sex_word(plain)) == 0)
            return *sex = plain, true;
    if ((text[0] == 'M' || text[0] == 'F') && !text[1])
        return *sex = text[0] == 'M' ? COHORT_MALE : COHORT_FEMALE, true;
    char plain[COHORT_PLAIN_TEXT];
    int details[COHORT_MEANINGS];
    const unsigned meanings = cohort_word_meanings(cohort_plain_text(text, plain), details);
    const bool is_sex = cohort_means(meanings, COHORT_MEANS_ONE_SEX);
    if (!is_sex && !cohort_means(meanings, COHORT_MEANS_TOTAL))
        return false;
    *sex = is_sex ? details[COHORT_MEANS_ONE_SEX] : COHORT_BOTH;
    return true;
}

int cohort_column_synonyms(cohort_meaning column, int most, char synonyms[][COHORT_SYNONYM_TEXT])
{
    int count = 0;
    for (int language = 0; language < COHORT_WORD_LANGUAGES; language++)
        for (const char *words = entries[column].words[language];
             *words && count < most * (language + 1) / COHORT_WORD_LANGUAGES;
             words = cohort_next_word(words))
            snprintf(synonyms[count++], COHORT_SYNONYM_TEXT, "%.*s", (int)strcspn(words, "|"),
                     words);
    return count;
}

/* The length of the longest of an entry's words that begins a text; 0: none. */
static size_t begins(const char *text, const struct entry *entry)
{
    size_t longest = 0;
    for (int language = 0; language < COHORT_WORD_LANGUAGES; language++) {
        const size_t length = cohort_begins(text, entry->words[language]);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* Short words of ASCII could be part of others. */
static bool is_long(const char *word, size_t length)
{
    return length > 4 || (length > 0 && ((unsigned char)*word >= 0x80 || *word == '('));
}

/* Behind these another word only joins those before (`人口・世帯数`); before は it is that of a
 * note, and before 含 of what is in the figures, too (`外国人を含む`). */
static bool is_beside(const char *title, const char *at, size_t length)
{
    enum { NEAR_BYTES = 24 }; /* `登録者数を` */
    static const char joints[] = "・|、|，|及び|および|並びに|と|and |including |incl. ";
    const char *behind = at + length, *contained = strstr(behind, "含");
    return cohort_ends(title, at, joints) || cohort_begins(behind, "は|別") ||
           (contained && contained - behind <= NEAR_BYTES);
}

const char *cohort_meaning_within(const char *title, cohort_meaning meaning)
{
    for (const char *at = title; *at; at++)
        for (const struct entry *entry = entries; entry < entries + ENTRIES; entry++)
            if (entry->meaning == meaning && is_long(at, begins(at, entry)))
                return at;
    return NULL;
}

/* What a title has. */
struct named {
    int quantity; /* -1: none */
    bool other;
    int most; /* of the details of others */
};

/* Is a rate that ends before this that of a way to project, or of a variant (`純移動率による推計`,
 * `変化率法`, `出生率中位`)? */
static bool is_method(const char *title, const char *behind)
{
    static const char words[] = "法|による|に基づ|が|中位|高位|低位|上昇|低下|固定|一定|1|2";
    return cohort_ends(title, behind, "率") && cohort_begins(behind, words);
}

static struct named find_named(const char *title)
{
    struct named found = {.quantity = -1};
    for (const char *at = title; *at;) {
        const struct entry *best = NULL;
        size_t longest = cohort_clause_length(title, at);
        for (const struct entry *entry = entries; entry < entries + ENTRIES; entry++) {
            const bool names = entry->meaning == COHORT_MEANS_QUANTITY ||
                               entry->meaning == COHORT_MEANS_OTHER ||
                               entry->meaning == COHORT_MEANS_WHOLE;
            const size_t length = names ? begins(at, entry) : 0;
            if (length > longest && is_long(at, length))
                best = entry, longest = length;
        }
        if (best && is_method(title, at + longest))
            best = NULL;
        if (best && best->meaning == COHORT_MEANS_QUANTITY)
            found.quantity = found.quantity <= POPULATION ? best->detail : found.quantity;
        else if (best && best->meaning == COHORT_MEANS_OTHER && !is_beside(title, at, longest))
            found.other = true, found.most = best->detail > found.most ? best->detail : found.most;
        at += longest ? longest : 1;
    }
    return found;
}

int cohort_quantity_within(const char *title)
{
    const struct named found = find_named(title);
    return found.most > BESIDE || (found.other && found.quantity < 0) ? COHORT_OTHER_QUANTITY
                                                                      : found.quantity;
}

bool cohort_rate_within(const char *title)
{
    for (const char *at = title; *at && !cohort_first_of(title, "。|注|※"); at++) {
        const size_t length = cohort_begins(at, "率|rate");
        const char *behind = at + length + (cohort_is_letter(*at) && at[length] == 's');
        if (length && (!*behind || cohort_begins(behind, " by | (|（|(")) &&
            cohort_begins_word(title, at))
            return true;
    }
    return false;
}

bool cohort_part_within(const char *title)
{
    enum { SHORT = 24 }; /* not a note about shares */
    const int most = find_named(title).most;
    return most == PART || (most == SHARE && strlen(title) <= SHORT);
}

/* Are the bytes part of a word of letters? Signs from U+2000 on, Japanese and full-width ones end it. */
static bool is_in_word(const char *at)
{
    return !cohort_begins(at, "\xE2|\xE3\x80|\xEF\xBC|\xEF\xBD|の") &&
           (cohort_is_letter(*at) || (unsigned char)*at >= 0x80);
}

int cohort_sex_within(const char *title)
{
    int found = -1;
    for (const char *at = title + cohort_clause_length(title, title); *at;
         at += 1 + cohort_clause_length(title, at + 1))
        for (const struct entry *entry = entries; entry < entries + ENTRIES; entry++) {
            const bool is_one =
                entry->meaning == COHORT_MEANS_ONE_SEX && entry->detail != COHORT_BOTH;
            const size_t length = is_one ? begins(at, entry) : 0;
            const int before = at - title < 3 || (unsigned char)at[-1] < 0x80 ? 1 : 3;
            if (length < 3 || (at > title && is_in_word(at - before)) || is_in_word(at + length))
                continue;
            if (found >= 0 && found != entry->detail)
                return -1;
            found = entry->detail;
        }
    return found;
}
