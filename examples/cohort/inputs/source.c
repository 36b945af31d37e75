/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/source.h"

#include "inputs/fixtures.h"
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
               "wpp-even, wpp-end or ipss; without it: ipss where rates are derived, otherwise "   \
               "wpp-even",                                                                         \
               .words = conventions),                                                              \
        OPTION(                                                                                    \
            "--to", "YEAR", YEAR, offsetof(struct source, last_year),                              \
            "last date; without it: as far as the rates go; where rates are derived, as far as "   \
            "the populations go, with those of Japan to 2060"),                                    \
        OPTION("--area", "CODE", TEXT, offsetof(struct source, area),                              \
               "which area, where there are several"),                                             \
        OPTION("--no-migration", NULL, FLAG, offsetof(struct source, no_migration),                \
               "take the nation's rates, and no migration, from the last date on: what a "         \
               "population of one date only allows"),                                              \
        OPTION("--reference", "CODE", TEXT, offsetof(struct source, reference),                    \
               "derive the rates from the areas' published populations, with the life tables, "    \
               "child-woman ratios and TFR of this area of the INPUTs (convention ipss)"),         \
        OPTION(                                                                                    \
            "--mean-of", "N", WHOLE, offsetof(struct source, mean_of),                             \
            "where rates are derived: net migration to come is the mean of the last N intervals, " \
            "weighted by persons; without it, that of the last",                                   \
            .least = 1, .most = 100),                                                              \
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

const char *source_problem(struct source *s)
{
    s->any_convention = s->convention < 0;
    if (s->files == 0 &&
        (s->area || s->reference || !s->any_convention || s->last_year != COHORT_OPEN_END))
        return "--area, --reference, --convention and --to need INPUT.csv: without "
               "it, it is "
               "Nemuro";
    if (s->reference && !s->any_convention && s->convention != COHORT_IPSS)
        return "--reference belongs to the convention ipss";
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
                           .last_year = VISION};
}

/* ---- the tables ---- */

/* Are populations all that the tables have, and some of more than one date? */
static bool has_only_populations(const struct source *s)
{
    int first, last;
    bool several = s->no_migration;
    for (int t = 0; t < s->files; t++) {
        const cohort_table *table = s->tables[t];
        for (int i = 0; i < cohort_table_count(table); i++)
            if (strcmp(cohort_table_row(table, i).variable, "population") != 0)
                return false;
        for (int i = 0; i < cohort_table_area_count(table) && !several; i++)
            several = !cohort_table_years(table, cohort_table_area(table, i), "population", &first,
                                          &last, NULL) &&
                      first < last;
    }
    return several;
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

/* Rates where there are none. */
static void stand_in(struct source *s)
{
    const struct fixture japan = fixture("japan.csv");
    must(cohort_table_read(japan.path, source_variables, &s->nation, &error));
    s->reference = JAPAN;
    s->convention = COHORT_IPSS;
    note("%s%s only populations, so rates are %s Japan%s (%s)",
         s->files == 1 ? input_name(s->paths[0]) : "the tables", s->files == 1 ? " has" : " have",
         s->no_migration ? "those of" : "derived with those of",
         s->no_migration ? ", without migration" : "", japan.path);
    if (s->last_year == COHORT_OPEN_END && last_published(s) < VISION) {
        s->last_year = VISION;
        note("the last date is %d, as far as population visions look (--to says "
             "otherwise)",
             VISION);
    }
}

static void set_old_ages(const struct source *s, int place)
{
    for (int t = 0; t < s->files; t++)
        cohort_table_set_old_ages(s->tables[t], (cohort_old_ages)(place + 1));
}

void source_open(struct source *s)
{
    if (s->is_open)
        return;
    for (int t = 0; t < s->files; t++)
        s->tables[t] = read_table(s->paths[t], source_variables, &s->reading);
    for (int t = 0; t < s->files && s->any_rates; t++)
        cohort_table_set_rate_limits(s->tables[t], COHORT_ANY_RATES);
    s->files = join_series(s->files, s->tables, s->paths);
    set_old_ages(s, s->old_ages);
    if (s->reference) {
        s->reference = find_area(s->files, s->tables, s->reference);
        s->files = join_rates(s->files, s->tables, s->paths, s->reference);
    }
    if (s->area)
        s->area = find_area(s->files, s->tables, s->area);
    if (s->scenario)
        must(cohort_scenario_read(s->scenario, &s->operations, &error));
    s->is_open = true;
    if (!s->reference && (s->any_convention || s->convention == COHORT_IPSS) &&
        has_only_populations(s))
        stand_in(s);
    else if (s->no_migration && !s->reference)
        die("--no-migration: expected tables of populations only, or --reference");
}

void source_close(struct source *s)
{
    for (int t = 0; t < s->files; t++)
        cohort_table_free(s->tables[t]);
    if (s->nation)
        s->reference = NULL; /* it had only stood in */
    cohort_table_free(s->nation);
    cohort_scenario_free(s->operations);
    s->nation = NULL;
    s->operations = NULL;
    s->is_open = false;
}

bool source_has_population(const struct source *s, int file, const char *area)
{
    int first, last;
    /* one with a gap says so when it is used */
    return cohort_table_years(s->tables[file], area, "population", &first, &last, NULL) !=
           COHORT_ERROR_MISSING;
}

int source_file(const struct source *s, const char *area)
{
    for (int t = 0; t < s->files; t++)
        if (source_has_population(s, t, area))
            return t;
    return -1;
}

bool source_is_reference(const struct source *s, const char *area)
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

const char *source_area(const struct source *s)
{
    const char *found = s->area;
    for (int t = 0; !s->area && t < s->files; t++)
        for (int i = 0; i < cohort_table_area_count(s->tables[t]); i++) {
            const char *area = cohort_table_area(s->tables[t], i);
            if (!source_has_population(s, t, area) || source_is_reference(s, area))
                continue;
            if (found)
                die("several areas (%s, %s, ...): choose one with --area", found, area);
            found = area;
        }
    return found ? found : "";
}

/* Is the area asked for? Its population is in one file. */
static bool is_asked_for(const struct source *s, int file, const char *area)
{
    if ((s->area && strcmp(area, s->area) != 0) || source_is_reference(s, area) ||
        !source_has_population(s, file, area))
        return false;
    if (source_file(s, area) < file)
        die("the population of area \"%s\" is in two files", area);
    return true;
}

int source_areas(const struct source *s, const char ***areas)
{
    int most = 0, count = 0;
    for (int t = 0; t < s->files; t++)
        most += cohort_table_area_count(s->tables[t]);
    *areas = allocate((size_t)most, sizeof **areas);
    for (int t = 0; t < s->files; t++)
        for (int i = 0; i < cohort_table_area_count(s->tables[t]); i++) {
            const char *area = cohort_table_area(s->tables[t], i);
            if (is_asked_for(s, t, area))
                (*areas)[count++] = area;
        }
    cohort_stock none;
    if (count == 0 && s->area)
        source_population(s, s->area, &none);
    if (count == 0)
        die("no area has a population");
    return count;
}

/* The population of an area, and the table that has it. */
static int find_population(const struct source *s, const char *area, cohort_stock *population,
                           const cohort_table **table, cohort_error *problem)
{
    const int file = source_file(s, area);
    *table = s->tables[file < 0 ? s->files - 1 : file];
    return cohort_table_population(*table, area, "population", population, problem);
}

void source_population(const struct source *s, const char *area, cohort_stock *population)
{
    const cohort_table *table;
    must(find_population(s, area, population, &table, &error));
}

int source_look_ahead(const struct source *s, const char *area)
{
    cohort_stock published;
    if (!s->reference)
        return 0;
    source_population(s, area, &published);
    const int last = cohort_grid_year(&published.grid, published.grid.steps);
    cohort_stock_free(&published);
    return last;
}

/* ---- inputs ---- */

/* The last year that the mortality of an area reaches. */
static int last_year_of(const struct source *s, const char *area, const cohort_grid *grid)
{
    static const char *const mortality[] = {"survival", "mx", "qx"};
    int last = grid->start;
    for (int t = 0; t < s->files; t++)
        for (size_t i = 0; i < sizeof mortality / sizeof *mortality; i++) {
            int from, to;
            if (!cohort_table_years(s->tables[t], area, mortality[i], &from, &to, NULL) &&
                to + grid->width > last)
                last = to + grid->width;
        }
    return last;
}

/* What to do about an error, behind it. Returned: its code. */
SAYS(2, 3)
static int advise(cohort_error *problem, const char *format, ...)
{
    const size_t used = strlen(problem->text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text + used, sizeof problem->text - used, format, arguments);
    va_end(arguments);
    return problem->code;
}

/* Where rates that only stand in do not fit, what to give instead. */
static int advise_nation(const struct source *s, cohort_error *problem)
{
    cohort_stock nation;
    if (cohort_table_population(s->nation, s->reference, "population", &nation, NULL))
        return problem->code;
    const cohort_grid grid = nation.grid;
    cohort_stock_free(&nation);
    return advise(problem,
                  ". The rates of Japan that stand in are of ages 0-%d, ..., %d+ "
                  "and of every %d years from "
                  "%d to %d: give those of a nation that fits (its population, qx "
                  "and tfr) as a further "
                  "INPUT.csv with --reference CODE, or rates of the area's own",
                  grid.width - 1, (grid.ages - 1) * grid.width, grid.width, grid.start,
                  cohort_grid_year(&grid, grid.steps));
}

static void note_once(bool *noted, const char *what, const char *then)
{
    if (!*noted)
        note("%s%s", what, then);
    *noted = true;
}

static int derive_from(const struct source *s, const cohort_table *nation, cohort_stock *published,
                       cohort_inputs **out, cohort_error *problem)
{
    static bool noted; /* once, however many areas there are */
    cohort_inputs *rates = NULL;
    struct fit fit = {.split = {.cells = NULL}};
    int code = s->no_migration ? fit_last(published, problem) : COHORT_OK;
    if (!code)
        code = fit_find(nation, s->reference, &published->grid, s->last_year, s->split_open, &fit,
                        problem);
    if (!code)
        code = fit_town(&fit, published, problem);
    if (!code)
        code = cohort_table_reference_on(nation, s->reference, &fit.grid, &rates, problem);
    if (!code)
        code = fit_inputs(&fit, published, rates, s->no_migration, out, problem);
    if (!code && s->mean_of > 1 && !s->no_migration)
        fit_mean(published, s->mean_of, *out);
    if (!code && !noted) {
        int first, last;
        noted = true;
        fit_note(&fit, s->paths[0], s->nation ? "Japan" : s->reference);
        if (s->mean_of > 1)
            note(
                "net migration beyond %d is the mean of the last %d intervals, weighted by persons",
                cohort_grid_year(&published->grid, published->grid.steps),
                s->mean_of < published->grid.steps ? s->mean_of : published->grid.steps);
        if (!cohort_table_years(nation, s->reference, "tfr", &first, &last, NULL) && first == last)
            note("the tfr of %s is of %d only, and taken for all dates", s->reference, first);
    }
    cohort_inputs_free(rates);
    fit_free(&fit);
    if (!code && s->any_rates)
        cohort_inputs_set_rate_limits(*out, COHORT_ANY_RATES);
    if (!code)
        cohort_inputs_cut_emigration(*out, s->cut_emigration);
    return code && code != COHORT_ERROR_ARGUMENT && s->nation ? advise_nation(s, problem) : code;
}

int source_derive(const struct source *s, cohort_stock *published, cohort_inputs **out,
                  cohort_error *problem)
{
    cohort_stock national;
    const cohort_table *nation = s->nation;
    *out = NULL;
    if (!nation) {
        const int code = find_population(s, s->reference, &national, &nation, problem);
        if (code)
            return code;
        cohort_stock_free(&national);
    }
    return derive_from(s, nation, published, out, problem);
}

/* Inputs of rates of the area's own. Life tables that are closed too early go on by a model. */
static int own_inputs(const struct source *s, const char *area, int last, cohort_inputs **out,
                      cohort_error *problem)
{
    static bool noted;
    const cohort_table *const *tables = (const cohort_table *const *)s->tables;
    const cohort_convention convention = (cohort_convention)s->convention;
    int code = cohort_table_inputs(s->files, tables, area, convention, last, out, problem);
    if ((code != COHORT_ERROR_VALUE && code != COHORT_ERROR_GRID) || s->old_ages >= 0)
        return code;
    cohort_error first = *problem;
    set_old_ages(s, COHORT_KANNISTO - 1);
    code = cohort_table_inputs(s->files, tables, area, convention, last, out, problem);
    if (!code)
        note_once(&noted, first.text,
                  ": such tables go on to 110 by Kannisto's model (--old-ages)");
    set_old_ages(s, -1);
    return code;
}

/* What is done with rates of one interval, and of single years of age; once. */
static void note_rates(const struct source *s, const char *area, const cohort_grid *grid)
{
    static const char *const held[] = {
        "survival", "mx", "qx", "asfr", "tfr", "srb", "cwr", "net_migration", "net_migration_rate"};
    static bool noted;
    char list[120] = "";
    bool single = false, deaths = false, infants = false;
    for (int t = 0; t < s->files && !noted; t++) {
        int first, last;
        for (size_t i = 0; i < sizeof held / sizeof *held && grid->steps > 1; i++)
            if (!cohort_table_years(s->tables[t], area, held[i], &first, &last, NULL) &&
                first == last)
                snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", *list ? ", " : "",
                         held[i]);
        for (int i = 0; i < cohort_table_count(s->tables[t]) && grid->width > 1; i++) {
            const cohort_row row = cohort_table_row(s->tables[t], i);
            const bool young =
                (strcmp(row.variable, "mx") == 0 || strcmp(row.variable, "qx") == 0) &&
                strcmp(row.area, area) == 0 && row.age_from < grid->width;
            deaths = deaths || young;
            infants = infants || (young && row.age_from > 0);
            single = single || (strcmp(row.variable, "asfr") == 0 && strcmp(row.area, area) == 0 &&
                                row.age_from % grid->width != 0);
        }
    }
    if (*list)
        note("rates of %d only are held to %d: %s", grid->start,
             cohort_grid_year(grid, grid->steps), list);
    if (single)
        note("asfr of single years of age are averaged within groups of %d years", grid->width);
    if (deaths && !infants)
        note("death rates of infants are not apart: those of 0-%d are taken as one group's",
             grid->width - 1);
    noted = true;
}

int source_inputs(const struct source *s, const char *area, cohort_inputs **out,
                  cohort_error *problem)
{
    static bool noted;
    cohort_stock base;
    const cohort_table *table;
    *out = NULL;
    int code = find_population(s, area, &base, &table, problem);
    if (code)
        return code;
    if (s->reference) {
        code = source_derive(s, &base, out, problem);
        cohort_stock_free(&base);
        return code;
    }
    int last = s->last_year != COHORT_OPEN_END ? s->last_year : last_year_of(s, area, &base.grid);
    const int date = base.grid.steps == 0 ? base.grid.start : 0;
    cohort_stock_free(&base);
    code = own_inputs(s, area, last, out, problem);
    if (!code) {
        cohort_inputs_cut_emigration(*out, s->cut_emigration);
        note_rates(s, area, cohort_inputs_grid(*out));
    }
    if (!code && cohort_inputs_grid(*out)->steps > 0 &&
        cohort_inputs_view(*out, COHORT_MALE_SHARE)[0] == 0.0)
        note_once(&noted, "only women", ": births are those of girls");
    if (code == COHORT_ERROR_MISSING && date > 0)
        advise(problem,
               ". The population is of one date only, %d: of two dates or more "
               "(further files may "
               "have them: 2015.csv 2020.csv), rates are derived from it, by "
               "themselves or with "
               "--reference CODE; --no-migration takes those of Japan, and no "
               "migration",
               date);
    else if (code == COHORT_ERROR_MISSING)
        advise(problem, " (or populations of several dates, from which rates are derived, with "
                        "--reference CODE by those of another area)");
    return code;
}
