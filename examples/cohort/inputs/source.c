/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/source.h"

#include "inputs/fixtures.h"
#include "inputs/names.h"
#include "inputs/nation.h"
#include "inputs/runs.h"
#include "inputs/series.h"

#include <stdarg.h>

const char *const source_variables[] = {"population",
                                        "survival",
                                        "mx",
                                        "qx",
                                        "asfr",
                                        "tfr",
                                        "srb",
                                        "male_share",
                                        "cwr",
                                        "tfr_per_cwr",
                                        "net_migration",
                                        "net_migration_rate",
                                        "births",
                                        "births_by_mother",
                                        "deaths",
                                        "deaths_by_age",
                                        NULL};

/* ---- the command line ---- */

static const char *const conventions[] = {
#define CONVENTION_NAME(constant, name) name,
    COHORT_CONVENTIONS(CONVENTION_NAME)
#undef CONVENTION_NAME
        NULL};

static const char *const old_ages[] = {"kannisto", "gompertz", NULL}; /* as cohort_old_ages */

#define AREA_OPTIONS                                                                               \
    OPTION(                                                                                        \
        "INPUT.csv", NULL, INPUTS, offsetof(struct source, paths),                                 \
        "area,variable,year,sex,age,value; or dates as columns, code,sex,age,2015,2020,...; - is " \
        "standard input. With populations of several dates and nothing else, rates are derived "   \
        "from them with those of Japan, as by --reference",                                        \
        .most = MOST_FILES, .count_at = offsetof(struct source, files)),                           \
        OPTION("--convention", NULL, CHOICE, offsetof(struct source, convention),                  \
               "when migrants come, and for whom births are counted (lib/doc/conventions.md); "    \
               "without it: ipss where rates are derived, otherwise wpp-even",                     \
               .words = conventions),                                                              \
        OPTION(                                                                                    \
            "--to", "YEAR", YEAR, offsetof(struct source, last_year),                              \
            "last date; without it: as far as the rates go; where rates are derived, as far as "   \
            "the populations go, with those of Japan to 2060"),                                    \
        OPTION("--area", "CODES", TEXT, offsetof(struct source, area),                             \
               "which area, by code or name, where there are several; where several are worked "   \
               "on: those, with commas between them, or all"),                                     \
        OPTION("--no-migration", NULL, FLAG, offsetof(struct source, no_migration),                \
               NO_MIGRATION_HELP),                                                                 \
        REFERENCE_OPTION(offsetof(struct source, reference), " (convention ipss)"),                \
        OPTION("--nation", "NATION.csv", INPUT, offsetof(struct source, nation_file),              \
               "a newer projection of Japan, in place of that of 2017 that comes with the "        \
               "library: its population, qx and tfr, area 00000; another country's is an "         \
               "INPUT.csv, with --reference"),                                                     \
        COUNTED_OPTIONS(offsetof(struct source, counted)),                                         \
        OPTION("--split-open", NULL, FLAG, offsetof(struct source, split_open), SPLIT_OPEN_HELP),  \
        OPTION("--any-rates", NULL, FLAG, offsetof(struct source, any_rates),                      \
               "take rates beyond what has been seen among humans, which are otherwise an error: " \
               "they may be per 1,000 (lib/doc/rates.md)"),                                        \
        OPTION("--old-ages", NULL, CHOICE, offsetof(struct source, old_ages),                      \
               "model by which life tables go on to 110 that end before the population's open "    \
               "group, or are closed too early; these go on by kannisto without it, with a note",  \
               .words = old_ages),                                                                 \
        OPTION("--cut-emigration", NULL, FLAG, offsetof(struct source, cut_emigration),            \
               "where more people leave than are there, which is otherwise an error: only those "  \
               "who are there leave, and every cut is listed")

const struct option source_area_options[] = {AREA_OPTIONS, {.name = NULL}};
const struct option source_options[] = {
    AREA_OPTIONS,
    OPTION("--scenario", "S.csv", INPUT, offsetof(struct source, scenario),
           "operations on the inputs (lib/doc/scenarios.md)"),
    {.name = NULL},
};

/* Options that only rates to be derived need, and: is there one? */
#define TO_DERIVE                                                                                  \
    "--no-migration, --split-open, --counted-until, --as-of, --peers, --old and --nation"
static bool asks_to_derive(const struct source *s)
{
    return s->no_migration || s->split_open || s->counted.until || s->counted.as_of ||
           s->counted.peers_file || s->counted.old || s->nation_file;
}

const char *source_problem(struct source *s)
{
    s->any_convention = s->convention < 0;
    if (s->files == 0 && (s->area || s->reference || !s->any_convention ||
                          s->last_year != COHORT_OPEN_END || asks_to_derive(s)))
        return "--area, --reference, --convention, --to, " TO_DERIVE
               " need INPUT.csv: without it, the tables are those of Nemuro";
    if (s->counted.until && s->counted.as_of)
        return "--counted-until and --as-of: one of them";
    if (s->reference && s->nation_file)
        return "--reference and --nation: one of them";
    if ((s->reference || asks_to_derive(s)) && !s->any_convention && s->convention != COHORT_IPSS)
        return "--reference, " TO_DERIVE " need the convention ipss, not that of --convention";
    if (s->any_convention)
        s->convention = s->reference ? COHORT_IPSS : COHORT_WPP_EVEN;
    return NULL;
}

struct source source_around_nemuro(struct fixture files[2])
{
    files[0] = fixture("ipss2018.csv");
    files[1] = fixture("japan.csv");
    return (struct source){.files = 2,
                           .paths = {files[0].path, files[1].path},
                           .reference = JAPAN,
                           .convention = COHORT_IPSS,
                           .old_ages = -1,
                           .last_year = VISION};
}

/* ---- the tables ---- */

/* Are populations all that the tables have, and some of more than one date? */
static bool has_no_rates(const struct source *s, bool *events)
{
    int first, last;
    bool several = s->no_migration;
    for (int t = 0; t < s->files; t++) {
        const cohort_table *table = s->tables[t];
        if (!has_only_populations(table, events))
            return false;
        for (int i = 0; i < cohort_table_area_count(table) && !several; i++)
            several = !cohort_table_years(table, cohort_table_area(table, i), "population", &first,
                                          &last, NULL) &&
                      first < last;
    }
    return several;
}

/* The population of the area asked for, or of the first that has one: what is said is of it. */
static void find_first(const struct source *s, cohort_stock *first)
{
    for (int t = 0; t < s->files; t++)
        for (int i = 0; i < cohort_table_area_count(s->tables[t]); i++) {
            const char *area = cohort_table_area(s->tables[t], i);
            if ((s->area_count == 0 || strcmp(area, s->areas[0]) == 0) &&
                !bearable(cohort_table_population(s->tables[t], area, "population", first, NULL)))
                return;
        }
}

/* What stands in for rates, and how old it is: its TFR at the date that is nearest to a planner;
 * and which dates of the first population were counted. */
static void note_nation(const struct source *s, const char *path, const cohort_stock *first,
                        bool events)
{
    enum { NEAR = 2025 };
    double tfr;
    char of_tfr[200] = "";
    struct text of_counts = text_of("%s", "");
    if (!s->nation_file && !cohort_table_value(s->nation, JAPAN, "tfr", NEAR, COHORT_FEMALE, 0,
                                               COHORT_OPEN_END, &tfr, NULL))
        snprintf(of_tfr, sizeof of_tfr,
                 ": a projection of 2017, TFR %.2f in %d; --nation takes a newer one%s", tfr, NEAR,
                 first->cells && counted_is_forecast(&s->counted, &first->grid) && !s->no_migration
                     ? ", which splits the forecast into deaths and moves, and does not change it"
                     : "");
    if (first->cells && !s->no_migration)
        of_counts = text_of("; %s", counted_words(&s->counted, &first->grid).s);
    note("%s%s only populations%s, so rates are %s %s%s (%s%s)%s",
         s->files == 1 ? input_name(s->paths[0]) : "the tables", s->files == 1 ? " has" : " have",
         events ? " (and births or deaths, which are not used)" : "",
         s->no_migration ? "those of" : "derived with those of",
         s->nation_file ? "the nation" : "Japan", s->no_migration ? ", without migration" : "",
         path, of_tfr, of_counts.s);
}

/* The last date of any population. */
static int last_published(const struct source *s)
{
    int first, last, latest = COHORT_OPEN_START;
    for (int t = 0; t < s->files; t++)
        for (int i = 0; i < cohort_table_area_count(s->tables[t]); i++)
            if (!cohort_table_years(s->tables[t], cohort_table_area(s->tables[t], i), "population",
                                    &first, &last, NULL) &&
                last > latest)
                latest = last;
    return latest;
}

/* The nation of a file: Japan's code, or its only area. */
static const char *nation_of(const cohort_table *table, const char *path)
{
    struct text list = text_of("%s", "");
    const int count = cohort_table_area_count(table);
    for (int i = 0; i < count; i++) {
        if (strcmp(cohort_table_area(table, i), JAPAN) == 0 || count == 1)
            return cohort_table_area(table, i);
        if (i < 3)
            list = text_of("%s%s%s", list.s, i ? ", " : "", cohort_table_area(table, i));
    }
    die("%s: there is no area \"" JAPAN
        "\": expected the nation by that code, or one area only; its "
        "areas are %s%s",
        input_name(path), list.s, count > 3 ? ", ..." : "");
}

/* Of which rates a table may be, and how its life tables go on. */
static void set_model(const struct source *s, cohort_table *table)
{
    if (s->any_rates)
        cohort_table_set_rate_limits(table, COHORT_ANY_RATES);
    cohort_table_set_old_ages(table, (cohort_old_ages)(s->old_ages + 1));
}

/* Rates where there are none. */
static void stand_in(struct source *s, const cohort_stock *first, bool events)
{
    const struct fixture japan = fixture("japan.csv");
    const char *path = s->nation_file ? s->nation_file : japan.path;
    s->nation = read_table(path, source_variables, NULL);
    set_model(s, s->nation);
    s->reference = nation_of(s->nation, path);
    s->convention = COHORT_IPSS;
    counted_know_nation(&s->counted, s->nation, s->reference);
    note_nation(s, s->nation_file ? path : base_name(path), first, events);
    if (s->last_year == COHORT_OPEN_END && last_published(s) < VISION)
        s->last_year = look_ahead(last_published(s));
}

/* The peers of areas that are forecast: those asked for, Japan's municipalities, or the nation. */
static void open_peers(struct source *s, cohort_stock *first)
{
    const int file = source_file(s, s->reference);
    s->national = s->nation ? s->nation : s->tables[file < 0 ? s->files - 1 : file];
    counted_know_nation(&s->counted, s->national, s->reference);
    counted_find_peers(&s->counted, source_is_japanese(s), s->national, s->reference);
    if (s->no_migration || !first->cells)
        return;
    if (s->counted.as_of)
        counted_cut(first, COHORT_OPEN_START, s->counted.as_of);
    counted_note(&s->counted, s->paths[0], first);
    if (counted_all(&s->counted, &first->grid))
        counted_note_emptied(s->paths[0],
                             counted_is_emptied(first, first->grid.steps) ? "the area" : "");
}

/* Where rates are derived: what they are borrowed from, and the peers. */
static void open_reference(struct source *s)
{
    cohort_stock first = {.cells = NULL};
    bool events = false;
    const bool stands_in = !s->reference && (s->any_convention || s->convention == COHORT_IPSS) &&
                           has_no_rates(s, &events);
    if (!s->reference && !stands_in && asks_to_derive(s))
        die(TO_DERIVE ": expected tables of populations only, or (but for --nation) --reference");
    if (!s->reference && !stands_in)
        return;
    find_first(s, &first);
    if (stands_in)
        stand_in(s, &first, events);
    open_peers(s, &first);
    cohort_stock_free(&first);
}

void source_set_old_ages(const struct source *s, int place)
{
    for (int t = 0; t < s->files; t++)
        cohort_table_set_old_ages(s->tables[t], (cohort_old_ages)(place + 1));
}

void source_read(struct source *s)
{
    s->given = s->files;
    memcpy(s->names, s->paths, sizeof s->names);
    for (int t = 0; t < s->files; t++)
        s->tables[t] = read_table(s->paths[t], source_variables, &s->reading);
    for (int t = 0; t < s->files; t++)
        set_model(s, s->tables[t]);
    s->files = join_series(s->files, s->tables, s->paths);
}

void source_find_reference(struct source *s)
{
    const char *asked = s->reference;
    s->files = join_rates(s->files, s->tables, s->paths, find_area(s->files, s->tables, asked));
    s->reference = find_area(s->files, s->tables, asked);
}

bool source_is_japanese(const struct source *s)
{
    return s->nation || strcmp(s->reference, JAPAN) == 0;
}

static void ask_for(struct source *s, const char *code)
{
    const char *area = find_area(s->files, s->tables, code);
    if (area == code)
        die("--area: there is no area \"%s\" in %s", code,
            s->files == 1 ? input_name(s->paths[0]) : "the tables");
    for (int i = 0; i < s->area_count; i++)
        if (strcmp(s->areas[i], area) == 0)
            die("--area: area \"%s\" twice: expected each once", area);
    s->areas = resize(s->areas, (size_t)s->area_count + 1, sizeof *s->areas);
    s->areas[s->area_count++] = area;
}

void source_choose(struct source *s, const char *code)
{
    s->area_count = 0;
    ask_for(s, code);
    s->area = s->areas[0];
}

/* The areas of --area. A name may have a comma itself. */
static void list_asked(struct source *s)
{
    char *codes = allocate(1, strlen(s->area) + 1), *end;
    if (strcmp(s->area, "all") == 0)
        s->area_count = 0;
    else if (!strchr(s->area, ',') || find_area(s->files, s->tables, s->area) != s->area)
        ask_for(s, s->area);
    else
        for (char *code = strcpy(codes, s->area); code; code = end ? end + 1 : NULL) {
            code += strspn(code, " ");
            end = strchr(code, ',');
            if (end)
                *end = '\0';
            ask_for(s, code);
        }
    free(codes);
}

void source_open(struct source *s)
{
    if (s->is_open)
        return;
    source_read(s);
    if (s->reference)
        source_find_reference(s);
    if (s->area)
        list_asked(s);
    if (s->scenario)
        must(cohort_scenario_read(s->scenario, &s->operations, &error));
    s->is_open = true;
    open_reference(s);
}

void source_close(struct source *s)
{
    for (int t = 0; t < s->files; t++)
        cohort_table_free(s->tables[t]);
    if (s->nation)
        s->reference = NULL; /* it had only stood in */
    cohort_table_free(s->nation);
    cohort_scenario_free(s->operations);
    counted_free(&s->counted);
    free(s->areas);
    s->areas = NULL;
    s->area_count = 0;
    s->nation = NULL;
    s->operations = NULL;
    s->is_open = false;
}

int source_file(const struct source *s, const char *area)
{
    for (int t = 0; t < s->files; t++)
        if (has_variable(s->tables[t], area, "population"))
            return t;
    return -1;
}

static bool is_reference(const struct source *s, const char *area)
{
    return s->reference && !s->nation && strcmp(area, s->reference) == 0;
}

const char *source_area_name(const struct source *s, const char *area)
{
    for (int t = 0; t < s->files; t++)
        for (int i = 0; i < cohort_table_area_count(s->tables[t]); i++)
            if (strcmp(cohort_table_area(s->tables[t], i), area) == 0 &&
                *cohort_table_area_name(s->tables[t], i))
                return cohort_table_area_name(s->tables[t], i);
    return "";
}

/* Has the file the population of the area? It is in one file only. */
static bool has_population(const struct source *s, int file, const char *area)
{
    if (!has_variable(s->tables[file], area, "population"))
        return false;
    const int before = source_file(s, area);
    if (before < file)
        fail_twice(s->tables[before], s->tables[file], area);
    return true;
}

/* What the first table has instead of a population. */
static struct text words_of_others(const struct source *s)
{
    const cohort_table *table = s->tables[0];
    struct text list = text_of("%s", "");
    bool events = true;
    for (int i = 0; source_variables[i]; i++)
        for (int k = 0; k < cohort_table_count(table); k++)
            if (strcmp(cohort_table_row(table, k).variable, source_variables[i]) == 0) {
                list = text_of("%s%s %s", list.s, *list.s ? "," : "", source_variables[i]);
                events = events && strstr("births deaths net_migration", source_variables[i]);
                break;
            }
    if (!*list.s || strncmp(list.s, " population", 11) == 0) /* only the reference's */
        return text_of("%s", "");
    return text_of(
        ": %s has only%s%s: expected persons by sex and age", input_name(s->paths[0]), list.s,
        events ? ", which are events of years (with a census, track --observed takes them)" : "");
}

/* Those of --area. Returned: how many. */
static int take_asked(const struct source *s, const char **areas)
{
    cohort_stock none;
    for (int i = 0; i < s->area_count; i++) {
        bool has = false;
        for (int t = 0; t < s->files; t++)
            has |= has_population(s, t, s->areas[i]);
        if (!has)
            source_population(s, s->areas[i], &none);
        areas[i] = s->areas[i];
    }
    return s->area_count;
}

/* All with a population but for the reference. Returned: how many. */
static int take_all(const struct source *s, const char **areas)
{
    int count = 0;
    for (int t = 0; t < s->files; t++)
        for (int i = 0; i < cohort_table_area_count(s->tables[t]); i++) {
            const char *area = cohort_table_area(s->tables[t], i);
            if (!is_reference(s, area) && has_population(s, t, area))
                areas[count++] = area;
        }
    if (count == 0)
        die("no area has a population%s", words_of_others(s).s);
    return count;
}

int source_areas(const struct source *s, const char ***areas)
{
    int most = 0;
    for (int t = 0; t < s->files; t++)
        most += cohort_table_area_count(s->tables[t]);
    *areas = allocate((size_t)most, sizeof **areas);
    return s->area_count > 0 ? take_asked(s, *areas) : take_all(s, *areas);
}

const char *source_area(const struct source *s)
{
    const char **areas;
    if (s->area_count == 1)
        return s->areas[0];
    if (s->area_count > 1)
        die("--area: %d areas: expected one", s->area_count);
    if (source_areas(s, &areas) > 1)
        die("several areas (%s, %s, ...): choose one with --area", areas[0], areas[1]);
    const char *found = areas[0];
    free(areas);
    return found;
}

int source_find_population(const struct source *s, const char *area, cohort_stock *population,
                           const cohort_table **table, cohort_error *problem)
{
    const int file = source_file(s, area);
    *table = s->tables[file < 0 ? s->files - 1 : file];
    return cohort_table_population(*table, area, "population", population, problem);
}

void source_population(const struct source *s, const char *area, cohort_stock *population)
{
    const cohort_table *table;
    must(source_find_population(s, area, population, &table, &error));
}
