/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/source.h"

#include "common/planner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static cohort_error error;

const char source_help[] =
    "  INPUT.csv          area,variable,year,sex,age,value; the variables are in the README\n"
    "  --convention NAME  wpp-even (the default), wpp-end or ipss\n"
    "  --to YEAR          last date; without it, as far as the rates go\n"
    "  --area CODE        which area, where there are several (project: all of them without it)\n"
    "  --reference CODE   derive the rates from the areas' published populations, with the life\n"
    "                     tables, child-woman ratios and TFR of this area (convention ipss)\n"
    "  --scenario S.csv   operations on the inputs (lib/doc/scenarios.md)\n";

/* ---- the command line ---- */

const char *value_of(const char *option, int argc, char **argv, int *i)
{
    return strcmp(argv[*i], option) == 0 && *i + 1 < argc ? argv[++*i] : NULL;
}

bool parse_year(const char *text, int *year)
{
    char *end;
    long found = strtol(text, &end, 10);
    if (*end || end == text || found < -9999 || found > 9999)
        return false;
    *year = (int)found;
    return true;
}

bool parse_number(const char *text, double *value)
{
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*value) && !strchr(text, 'x');
}

bool source_argument(struct source *s, int argc, char **argv, int *i, const char **problem)
{
    const char *text;
    *problem = NULL;
    if ((text = value_of("--scenario", argc, argv, i))) {
        s->scenario = text;
    } else if ((text = value_of("--area", argc, argv, i))) {
        s->area = text;
    } else if ((text = value_of("--reference", argc, argv, i))) {
        s->reference = text;
    } else if ((text = value_of("--convention", argc, argv, i))) {
        must(cohort_convention_parse(text, &s->convention, &error), &error);
        s->has_convention = true;
    } else if ((text = value_of("--to", argc, argv, i))) {
        if (!parse_year(text, &s->last_year))
            *problem = "--to: expected a year";
    } else if (argv[*i][0] == '-' && argv[*i][1]) {
        return false;
    } else if (s->files == MOST_FILES) {
        *problem = "more than 16 files";
    } else {
        s->paths[s->files++] = argv[*i];
    }
    return true;
}

const char *source_problem(struct source *s)
{
    if (s->files == 0 &&
        (s->area || s->reference || s->has_convention || s->last_year != COHORT_OPEN_END))
        return "--area, --reference, --convention and --to need INPUT.csv: without it, it is "
               "Nemuro";
    if (s->reference && s->has_convention && s->convention != COHORT_IPSS)
        return "--reference belongs to the convention ipss";
    if (s->reference)
        s->convention = COHORT_IPSS;
    return NULL;
}

const char *unknown_option(const char *option)
{
    static char text[120];
    snprintf(text, sizeof text, "%.60s: an unknown option, or one without its value", option);
    return text;
}

/* ---- the tables ---- */

void source_open(struct source *s)
{
    for (int t = 0; t < s->files; t++)
        must(cohort_table_read(s->paths[t], source_variables, &s->tables[t], &error), &error);
}

void source_close(struct source *s)
{
    for (int t = 0; t < s->files; t++)
        cohort_table_free(s->tables[t]);
}

bool source_has_population(const struct source *s, int file, const char *area)
{
    int first, last;
    return !cohort_table_years(s->tables[file], area, "population", &first, &last, NULL);
}

bool source_is_reference(const struct source *s, const char *area)
{
    return s->reference && strcmp(area, s->reference) == 0;
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

/* The population of an area, and the table that has it. */
static const cohort_table *find_population(const struct source *s, const char *area,
                                           cohort_stock *population)
{
    int code = COHORT_ERROR_MISSING;
    for (int t = 0; t < s->files && code == COHORT_ERROR_MISSING; t++) {
        code = cohort_table_population(s->tables[t], area, "population", population, &error);
        if (!code)
            return s->tables[t];
    }
    must(code, &error);
    return NULL;
}

void source_population(const struct source *s, const char *area, cohort_stock *population)
{
    find_population(s, area, population);
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

static cohort_inputs *derive_inputs(const struct source *s, const char *area)
{
    cohort_stock published, national;
    cohort_inputs *reference, *inputs;
    const cohort_table *nation = find_population(s, s->reference, &national);
    cohort_stock_free(&national);
    find_population(s, area, &published);
    int last = s->last_year != COHORT_OPEN_END
                   ? s->last_year
                   : published.grid.start + published.grid.steps * published.grid.width;
    must(cohort_table_reference(nation, s->reference, last, &reference, &error), &error);
    must(cohort_derive(&published, reference, NULL, &inputs, &error), &error);
    cohort_inputs_free(reference);
    cohort_stock_free(&published);
    return inputs;
}

cohort_inputs *source_inputs(const struct source *s, const char *area)
{
    cohort_stock base;
    cohort_inputs *inputs;
    if (s->reference)
        return derive_inputs(s, area);
    find_population(s, area, &base);
    int last = s->last_year != COHORT_OPEN_END ? s->last_year : last_year_of(s, area, &base.grid);
    cohort_stock_free(&base);
    int code = cohort_table_inputs(s->files, (const cohort_table *const *)s->tables, area,
                                   s->convention, last, &inputs, &error);
    if (code == COHORT_ERROR_MISSING)
        die("%s (or --reference CODE, to derive rates from populations)", error.text);
    must(code, &error);
    return inputs;
}
