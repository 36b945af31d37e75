/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sheets.h"

enum { MOST_CHARTED = 12 };
#define PERSONS "#,##0"

/* A workbook of areas, or of the paths of one: `what` they are called. */
struct writing {
    struct sheets *to;
    cohort_language language;
    const char *what;
    int count;
    const struct outcomes *lists;
};

/* What is written of a sheet of cells. */
struct extent {
    int from, to;  /* variables: from <= i < to */
    bool is_named; /* is there a column of the variable? */
    bool is_whole;
};

/* Years from the first to the last one of any area, at the smallest distance. */
struct years {
    int first, last, every;
};

static struct years years_of(const struct writing *w, const struct extent *e)
{
    struct years years = {COHORT_OPEN_END, COHORT_OPEN_START, COHORT_OPEN_END};
    for (int a = 0; a < w->count; a++)
        for (int i = e->from; i < e->to && i < w->lists[a].count; i++) {
            const struct outcome *s = &w->lists[a].of[i];
            const int last = outcome_year(s, s->times - 1);
            years.first = s->start < years.first ? s->start : years.first;
            years.last = s->times > 0 && last > years.last ? last : years.last;
            years.every = s->every < years.every ? s->every : years.every;
        }
    return years;
}

/* The code of an area, and its name, each in a column; what a path is called is one. */
static void add_area(struct sheets *to, const struct outcome *s)
{
    sheets_text(to, s->area);
    if (s->name)
        sheets_text(to, s->name);
}

/* The heads of these columns. */
static void head_area(const struct writing *w)
{
    sheets_head(w->to, w->what);
    if (w->lists->of->name)
        sheets_head(w->to, in(w, W_NAME));
}

static const char *title_of(const struct outcomes *list)
{
    return list->of->name ? list->of->name : list->of->area;
}

/* A row an area, variable, sex and age; a column a year: the layout that is read, too. */
static void add_rows(struct sheets *to, const struct outcome *s, const struct extent *e,
                     struct years years)
{
    const double *cells = e->is_whole ? s->whole : s->cells;
    for (int sex = 0; sex < s->sexes && s->times > 0; sex++)
        for (int x = 0; x < s->ages; x++) {
            add_area(to, s);
            if (e->is_named)
                sheets_text(to, s->variable);
            sheets_text(to, outcome_sex(s, sex));
            sheets_text(to, outcome_age(s, x).s);
            for (int year = years.first; year <= years.last; year += years.every) {
                const int time = outcome_time(s, year);
                sheets_number(to, time < 0 ? (double)NAN : cells[outcome_cell(s, time, sex, x)],
                              PERSONS);
            }
            sheets_line(to);
        }
}

static void add_cells(const struct writing *w, const char *name, struct extent e)
{
    const char *const heads[] = {in(w, W_VARIABLE), in(w, W_SEX), in(w, W_AGE)};
    const struct years years = years_of(w, &e);
    if (years.first > years.last)
        return;
    sheets_begin(w->to, name);
    head_area(w);
    for (int i = !e.is_named; i < 3; i++)
        sheets_head(w->to, heads[i]);
    for (int year = years.first; year <= years.last; year += years.every)
        sheets_year(w->to, year);
    sheets_line(w->to);
    for (int a = 0; a < w->count; a++)
        for (int i = e.from; i < e.to && i < w->lists[a].count; i++)
            add_rows(w->to, &w->lists[a].of[i], &e, years);
}

static void add_indicators(const struct writing *w)
{
    struct sheets *to = w->to;
    static const int events[] = {OUTCOME_BIRTHS, OUTCOME_DEATHS, OUTCOME_MIGRATION};
    const char *const heads[] = {in(w, W_YEAR),      in(w, W_TOTAL),       in(w, W_AGE_0_14),
                                 in(w, W_AGE_15_64), in(w, W_AGE_65_PLUS), in(w, W_SHARE_65_PLUS),
                                 in(w, W_BIRTHS),    in(w, W_DEATHS),      in(w, W_NET_MIGRATION)};
    sheets_begin(to, in(w, W_SHEET_INDICATORS));
    head_area(w);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        sheets_head(to, heads[i]);
    sheets_line(to);
    for (int a = 0; a < w->count; a++) {
        const struct outcome *people = &w->lists[a].of[OUTCOME_POPULATION];
        for (int i = 0; i < people->times; i++) {
            double sums[WOMEN_20_39];
            add_area(to, people);
            sheets_number(to, outcome_year(people, i), "0");
            for (int k = 0; k < WOMEN_20_39; k++) {
                sums[k] = outcome_sum(people, i, shown_bands[k]);
                sheets_number(to, sums[k], PERSONS);
            }
            sheets_number(to, cohort_share_percent(sums[AGE_65_PLUS], sums[TOTAL]), "0.0");
            for (int k = 0; k < 3 && i < people->times - 1; k++)
                sheets_number(to, outcome_sum(&w->lists[a].of[events[k]], i, EVERYBODY), PERSONS);
            sheets_line(to);
        }
    }
}

/* Totals: a row a year, a column a path. */
static void add_paths(const struct writing *w)
{
    struct sheets *to = w->to;
    const struct extent e = {.from = OUTCOME_POPULATION, .to = OUTCOME_POPULATION + 1};
    const struct years years = years_of(w, &e);
    sheets_begin(to, in(w, W_SHEET_PATHS));
    sheets_head(to, in(w, W_YEAR));
    for (int a = 0; a < w->count; a++)
        sheets_head(to, title_of(&w->lists[a]));
    sheets_line(to);
    for (int year = years.first; year <= years.last; year += years.every) {
        sheets_number(to, year, "0");
        for (int a = 0; a < w->count; a++) {
            const int time = outcome_time(w->lists[a].of, year);
            sheets_number(to, time < 0 ? (double)NAN : outcome_sum(w->lists[a].of, time, EVERYBODY),
                          PERSONS);
        }
        sheets_line(to);
    }
    sheets_chart(to, SHEETS_LINES, in(w, W_TOTAL_TITLE));
}

/* Men to the left, as negative numbers without sign; the same at the first date as an outline. */
static void add_pyramid(const struct writing *w, const struct outcomes *list)
{
    struct sheets *to = w->to;
    const struct outcome *people = &list->of[OUTCOME_POPULATION];
    const char *const sexes[] = {in(w, W_MEN), in(w, W_WOMEN)};
    const int times[] = {people->times - 1, 0};
    sheets_begin(to, text_of("%s %s", in(w, W_SHEET_PYRAMID), title_of(list)).s);
    sheets_head(to, in(w, W_AGE));
    for (int i = 0; i < 4; i++)
        sheets_head(to, text_of("%s %d", sexes[i % 2], outcome_year(people, times[i / 2])).s);
    sheets_line(to);
    for (int x = 0; x < people->ages; x++) {
        const struct text from = whole(x * people->width),
                          to_age = whole((x + 1) * people->width - 1);
        sheets_text(to, x == people->ages - 1 ? filled(in(w, W_RANGE_OPEN), from.s).s
                        : people->width == 1  ? from.s
                                              : filled(in(w, W_RANGE), from.s, to_age.s).s);
        for (int i = 0; i < 4; i++) {
            const double cell = people->cells[outcome_cell(people, times[i / 2], i % 2, x)];
            sheets_number(to, i % 2 == COHORT_MALE ? -cell : cell, "#,##0;#,##0");
        }
        sheets_line(to);
    }
    sheets_chart(to, SHEETS_PYRAMID, title_of(list));
}

void sheets_of_outcomes(struct sheets *s, cohort_language language, const char *what, int count,
                        const struct outcomes *lists)
{
    const struct writing w = {s, language, what, count, lists};
    const char *const names[] = {in(&w, W_SHEET_POPULATIONS), in(&w, W_SHEET_EVENTS),
                                 in(&w, W_SHEET_DERIVED)};
    const struct extent extents[] = {
        {.from = OUTCOME_POPULATION, .to = OUTCOME_POPULATION + 1},
        {.from = OUTCOME_BIRTHS, .to = OUTCOME_DERIVED, .is_named = true},
        {.from = OUTCOME_DERIVED, .to = lists->count, .is_named = true}};
    for (int i = 0; i < 3; i++) {
        struct extent whole = extents[i];
        whole.is_whole = true;
        add_cells(&w, names[i], extents[i]);
        if (lists->of->whole)
            add_cells(&w, text_of("%s %s", names[i], in(&w, W_SHEET_WHOLE)).s, whole);
    }
    add_indicators(&w);
    if (count <= MOST_CHARTED)
        add_paths(&w);
    for (int a = 0; a < count && count <= MOST_CHARTED; a++)
        add_pyramid(&w, &lists[a]);
}

void sheets_of_csv(struct sheets *s, const char *name, cohort_output *csv)
{
    static const char texts[] = ",area,name,variable,sex,age,";
    const char *text;
    size_t size;
    cohort_csv *table;
    double number;
    must(cohort_output_text(csv, &text, &size, &error));
    must(cohort_csv_parse(text, size, name, &table, &error));
    sheets_begin(s, name);
    for (int i = 0; i < cohort_csv_columns(table); i++)
        sheets_head(s, cohort_csv_header(table, i));
    for (int row = 0; row < cohort_csv_records(table); row++) {
        sheets_line(s);
        for (int i = 0; i < cohort_csv_columns(table); i++) {
            const struct text head = text_of(",%s,", cohort_csv_header(table, i));
            if (strstr(texts, head.s) || cohort_csv_number(table, row, i, &number, NULL))
                sheets_text(s, cohort_csv_cell(table, row, i));
            else
                sheets_number(s, number, strcmp(head.s, ",year,") == 0 ? "0" : PERSONS);
        }
    }
    cohort_csv_free(table);
}
