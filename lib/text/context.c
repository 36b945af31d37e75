/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/context.h"

#include "text/date.h"
#include "text/label.h"
#include "text/text.h"
#include "text/unit.h"
#include "text/wording.h"

#include <stdio.h>
#include <string.h>

enum { CODE_MIN = 5, CODE_MAX = 6, DATED_TEXT = 200 };

static void copy(char to[COHORT_CONTEXT_TEXT], const char *from, size_t length)
{
    while (length > 0 && (from[length - 1] == ' ' || (unsigned char)from[length - 1] < 0x20))
        length--;
    if (length >= COHORT_CONTEXT_TEXT)
        length = COHORT_CONTEXT_TEXT - 1;
    length = cohort_whole_length(from, length);
    memmove(to, from, length);
    to[length] = '\0';
}

/* `99111 北架空市`; only `99111` where the name is the next cell. */
static void take_area(cohort_context *context, const char *title)
{
    const size_t digits = cohort_digits(title);
    const char *rest = title + digits;
    if (*context->area || digits < CODE_MIN || digits > CODE_MAX ||
        (*rest && *rest != ' ' && (unsigned char)*rest < 0x80) || cohort_begins(rest, "年"))
        return;
    copy(context->area, title, digits);
    rest += strspn(rest, " ");
    rest += cohort_begins(rest, "　");
    copy(context->name, rest, strlen(rest));
}

/* The の behind a name (いの町の人口): behind 町 and its like, or none of these being next but one or
 * closer (たつの市, 日の出町). NULL: none. */
static char *name_end(char *title)
{
    enum { LETTER = 3 };
    static const char kinds[] = "市|町|村|区|県|都|府|道";
    char *at = strstr(title, "の");
    for (; at; at = strstr(at + LETTER, "の")) {
        const char *next = at + LETTER;
        if (cohort_ends(title, at, kinds) ||
            !(cohort_begins(next, kinds) ||
              (strlen(next) > LETTER && cohort_begins(next + LETTER, kinds))))
            break;
    }
    return at;
}

/* A place in a title, without numbers before it; a prefecture only where nothing smaller is. */
static void take_place(cohort_context *context, char *part)
{
    enum { TWO_LETTERS = 6 };
    static const char kinds_of_them[] = "町村|都市|地区|学区|行政区|別区|各市";
    part += strspn(part, "0123456789.-_");
    char *end = name_end(part);
    if (end)
        *end = '\0';
    const size_t length = strlen(part);
    const bool town = cohort_ends(part, part + length, "市|町|村|区") &&
                      !cohort_ends(part, part + length, kinds_of_them);
    const bool region =
        cohort_ends(part, part + length, "県|府|北海道|東京都") && strcmp(part, "都道府県") != 0;
    if (length < TWO_LETTERS || !(town || region))
        return;
    if (!*context->place || (town && context->region))
        copy(context->place, part, strlen(part)), context->region = !town;
}

/* The place that a title names, between dates, numbers of tables and what is counted. */
static void find_place(cohort_context *context, const char *title)
{
    static const char words[] = "人口|年齢|男女|将来|推計|現在|国勢調査|住民基本台帳";
    static const char signs[] =
        " |_|,|(|)|:|<|>|　|，|、|（|）|「|」|【|】|〔|〕|・|：|■|●|○|◆|◎|①|"
        "＜|＞|－|―";
    char part[COHORT_CONTEXT_TEXT] = "";
    size_t length = 0;
    int parts = 0;
    for (const char *at = title;; at++) {
        const bool digit = at > title && cohort_is_digit(at[-1]);
        size_t word = cohort_begins(at, words);
        if (digit && !word)
            word = cohort_begins(at, "年|月|日|表");
        const size_t cut = word ? word : cohort_begins(at, signs);
        if (!*at || cut) {
            part[length] = '\0';
            take_place(context, part);
            parts += (length > 0) + (word > 0);
            length = 0;
            at += cut ? cut - 1 : 0;
        } else if (length + 1 < sizeof part) {
            part[length++] = *at;
        }
        if (!*at)
            break;
    }
    context->only = *context->place && parts == 1;
}

/* The largest unit of a title: `persons (thousands)`. */
static void take_unit(cohort_context *context, const char *title)
{
    cohort_unit unit = {.end = 0};
    int persons = 0;
    if (context->unit != 0)
        return;
    for (size_t from = 0; cohort_unit_find(title, from, &unit) && unit.end > from; from = unit.end)
        persons = unit.persons > persons ? unit.persons : persons;
    context->unit = persons ? persons : unit.persons;
    if (!context->unit && cohort_unit_within(title))
        context->unit = COHORT_UNIT_UNKNOWN;
    if (context->unit)
        copy(context->unit_text, title, strlen(title));
}

/* The words about a date of a title. */
struct dated {
    char before[DATED_TEXT], behind[DATED_TEXT];
    bool first, last;
};

/* `10月1日`, `3月末` */
static bool has_day(const char *text)
{
    const char *month = strstr(text, "月");
    const char *day = month ? month + strlen("月") : "";
    const size_t digits = cohort_digits(day);
    return cohort_begins(day, "末") || (digits > 0 && cohort_begins(day + digits, "日"));
}

/* Where a title has a word of a meaning, the last of those in ASCII; the first, if others count. */
static const char *find_word(const char *title, cohort_meaning meaning, bool first)
{
    const char *at = cohort_meaning_within(title, meaning), *found = first ? at : NULL;
    for (; at && !first; at = cohort_meaning_within(at + 1, meaning))
        found = (unsigned char)*at < 0x80 ? at : found;
    return found;
}

/* How surely a date is that of the figures: by the words behind it, which in English are those of the
 * next, else by those before it, which in Japanese are those of the last. */
static int rank_of(const struct dated *date)
{
    for (int before = 0; before < 2; before++) {
        const char *part = before ? date->before : date->behind;
        const bool first = before ? date->first : true;
        const char *as_of = find_word(part, COHORT_MEANS_AS_OF, first),
                   *made = find_word(part, COHORT_MEANS_MADE, first);
        const char *word =
            !made || (as_of && (first ? as_of <= made : as_of > made)) ? as_of : made;
        if (word && (before || date->last || (unsigned char)*word >= 0x80))
            return word == as_of ? COHORT_DATE_SURE : 0;
    }
    return has_day(date->behind) ? COHORT_DATE_SURE : COHORT_DATE_SAID;
}

static void take_date(cohort_context *context, int year, int month, int rank)
{
    if (rank > context->year_rank) {
        context->year = year;
        context->month = month;
        context->year_rank = rank;
        context->other_year = 0;
    } else if (rank == context->year_rank && rank > 0 && year != context->year) {
        context->other_year = year;
    }
}

/* All dates of a title. The ends of a period (`2020～2024年度`) are none of the figures. */
static void take_dates(cohort_context *context, const char *title, bool only)
{
    int year, next_year = 0, last;
    bool period = false;
    const char *begin = title, *end = cohort_date_next(title, &year);
    while (end) {
        struct dated date = {.first = begin == title};
        const char *next = cohort_date_next(end, &next_year);
        date.last = !next;
        snprintf(date.before, sizeof date.before, "%.*s", (int)(end - begin), begin);
        snprintf(date.behind, sizeof date.behind, "%.*s", next ? (int)(next - end) : DATED_TEXT - 1,
                 end);
        const bool ends_period = period;
        const size_t wave =
            next ? cohort_begins(end, "～|〜|~|から|度～|度〜|度から|度末～|度末〜|度末から") : 0;
        period = wave && cohort_parse_date(date.behind + wave, true, &last);
        if (period && !context->period[1])
            context->period[0] = year, context->period[1] = last;
        take_date(context, year, cohort_month_within(date.first ? date.before : "", date.behind),
                  period || ends_period ? 0
                  : only                ? COHORT_DATE_SURE
                                        : rank_of(&date));
        begin = end;
        end = next;
        year = next_year;
    }
}

/* What a title says of net migration, whose values say nothing of their unit: one of another
 * quantity or of persons does not say what rates are per. The next cell: `per 1,000` may have been
 * cut at its comma. */
static void take_per(cohort_context *context, const char *title, const char *next)
{
    static const char others[] = "fertil|birth|mortal|death|marri|出生|死亡";
    char line[4 * COHORT_CONTEXT_TEXT];
    cohort_unit unit;
    snprintf(line, sizeof line, "%s%s%s", title, strncmp(next, "000", 3) ? "" : ",",
             strncmp(next, "000", 3) ? "" : next);
    const bool named = cohort_first_of(title, "migra|移動|社会増減|転入超過");
    const int quantity = cohort_quantity_within(title); /* a share is one of whatever is below */
    const int per = cohort_unit_per(line);
    context->yearly = context->yearly || (named && cohort_unit_is_yearly(title));
    if (!per || cohort_first_of(title, others) || cohort_unit_find(title, 0, &unit) ||
        (!named && (cohort_first_of(title, "women|女性") ||
                    (quantity > 0 && quantity != COHORT_OTHER_QUANTITY))))
        return;
    context->per = context->per ? context->per : per;
    if (named && !*context->per_text)
        copy(context->per_text, title, strlen(title));
}

void cohort_context_title(cohort_context *context, const char *title)
{
    cohort_label label;
    const int named = cohort_quantity_within(title);
    const int quantity = named < 0 && cohort_rate_within(title) ? COHORT_OTHER_QUANTITY : named;
    cohort_parse_label(title, &label);
    if (!*context->words && (label.says == 0 || *label.rest))
        copy(context->words, title, strlen(title));
    take_area(context, title);
    find_place(context, title);
    take_dates(context, title, label.says == COHORT_SAYS_YEAR && !*label.rest);
    if (context->sex < 0)
        context->sex = label.says & COHORT_SAYS_SEX && !(label.says & COHORT_SAYS_COLUMN)
                           ? label.sex
                           : cohort_sex_within(title);
    const bool part = cohort_part_within(title) && !context->given;
    context->part = context->part || part;
    if (context->quantity < 0 || (context->quantity == 0 && part)) {
        context->quantity = label.says & COHORT_SAYS_QUANTITY && quantity != COHORT_OTHER_QUANTITY
                                ? label.quantity
                                : quantity;
        copy(context->said, title, strlen(title));
    }
    take_unit(context, title);
    take_per(context, title, "");
    context->census = context->census || cohort_meaning_within(title, COHORT_MEANS_CENSUS);
    context->registered =
        context->registered || cohort_meaning_within(title, COHORT_MEANS_REGISTER);
    context->life_table = context->life_table || strstr(title, "生命表");
}

/* Does the first title name no area? */
static bool is_nameless(const cohort_context *context)
{
    return !*context->words || cohort_sex_within(context->words) >= 0 ||
           cohort_quantity_within(context->words) >= 0;
}

/* The only date that a name says: `架空町_2015`, `pop2015`, `H27`, `20150101`; 0: none, or several. */
static int date_of_name(const char *name)
{
    enum { DAY = 8, YEAR = 4, FIRST = 1800 };
    char part[COHORT_CONTEXT_TEXT];
    int found = 0, year;
    for (const char *at = name; *at;) {
        const size_t length = strcspn(at, "_- .()");
        const size_t day = cohort_digits(at) == DAY && length == DAY ? YEAR : length;
        snprintf(part, sizeof part, "%.*s", (int)day, at);
        const bool era = (*part == 'R' || *part == 'H') && cohort_parse_date(part, true, &year);
        if (!era)
            year = cohort_date_within(part);
        if (year >= FIRST && found && found != year)
            return 0;
        found = year >= FIRST ? year : found;
        at += length + (at[length] != '\0');
    }
    return found;
}

void cohort_context_file(cohort_context *context, const char *path)
{
    char name[COHORT_CONTEXT_TEXT];
    cohort_label label;
    cohort_unit unit;
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    copy(name, base, strcspn(base, "."));
    if (!context->unit && cohort_unit_find(name, 0, &unit) && unit.begin > 0 &&
        unit.end - unit.begin > strlen("(mn)")) /* which may be anything */
        context->unit = unit.persons;
    const int year = date_of_name(name);
    context->file_year = context->file_year ? context->file_year : year;
    for (char *at = name; *at; at++)
        *at = cohort_is_digit(*at) ? '_' : *at;
    if (!*context->area && !*context->place && is_nameless(context)) {
        find_place(context, name);
        context->file_place = *context->place;
    }
    cohort_parse_label(name, &label);
    const bool quantity = label.says & COHORT_SAYS_QUANTITY && context->quantity < 0;
    context->file_sex = context->file_sex || context->sex < 0;
    if (context->sex < 0)
        context->sex =
            quantity && label.says & COHORT_SAYS_SEX ? label.sex : cohort_sex_within(name);
    if (quantity)
        context->quantity = label.quantity, context->from_file = true;
}

/* All cells of a line of words. */
static void take_line(cohort_context *context, const cohort_cells *cells,
                      const cohort_cell_row *row)
{
    char line[4 * COHORT_CONTEXT_TEXT] = "";
    for (int i = 0; i < row->count; i++) {
        const size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "%s%s", used ? " " : "",
                 cohort_cell_text(cells, row, i));
    }
    cohort_context_title(context, line);
}

/* May a cell behind a code be the name of its area? A unit is none, nor a date. */
static bool may_be_name(const char *text)
{
    cohort_unit unit;
    return *text && !cohort_unit_find(text, 0, &unit) && !cohort_date_within(text);
}

void cohort_context_row(cohort_context *context, const cohort_cells *cells,
                        const cohort_cell_row *row)
{
    const char *area = context->area;
    if (cells->separator == COHORT_BLANKS) {
        take_line(context, cells, row);
        return;
    }
    for (int i = 0; i < row->count; i++) {
        const char *text = cohort_cell_text(cells, row, i);
        const bool had_area = *area;
        take_per(context, text, cohort_cell_text(cells, row, i + 1));
        if (had_area && !*context->name && i > 0 && may_be_name(text))
            copy(context->name, text, strlen(text));
        if (*text)
            cohort_context_title(context, text);
    }
}

const char *cohort_context_area(const cohort_context *context, char area[COHORT_CONTEXT_TEXT])
{
    if (*context->area || *context->place)
        return strcpy(area, *context->area ? context->area : context->place);
    strcpy(area, context->words);
    const char *cut = cohort_first_of(area, ",|(|（|、|，|　");
    if (cut)
        area[cut - area] = '\0';
    char *end = name_end(area);
    if (end)
        *end = '\0';
    copy(area, area, strlen(area)); /* without blanks at its end */
    return area;
}

void cohort_context_fill(cohort_context *context, const cohort_context *from)
{
    const bool nameless = !*context->words || cohort_sex_within(context->words) >= 0;
    if (!*context->area && !*context->place && is_nameless(context))
        strcpy(context->place, from->place);
    if (!*context->area && nameless && *from->words)
        strcpy(context->words, from->words);
    if (!*context->area) {
        strcpy(context->area, from->area);
        strcpy(context->name, from->name);
    }
    context->per = context->per ? context->per : from->per;
    context->yearly = context->yearly || from->yearly;
    if (!*context->per_text)
        strcpy(context->per_text, from->per_text);
    context->census = context->census || from->census;
    context->registered = context->registered || from->registered;
    context->life_table = context->life_table || from->life_table;
    if (!context->year)
        take_date(context, from->year, from->month, from->year_rank);
    if (context->year == from->year)
        context->other_year = from->other_year;
    if (context->quantity < 0 || (context->quantity == 0 && from->part && !context->given)) {
        context->quantity = from->quantity;
        strcpy(context->said, from->said);
    }
    if (!context->unit) {
        context->unit = from->unit;
        strcpy(context->unit_text, from->unit_text);
    }
}
