/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/source.h"

#include "inputs/nation.h"

#include <string.h>

/* The last year of an area's death rates; COHORT_OPEN_START: there are none. */
static int last_rates(const struct source *s, const char *area)
{
    static const char *const mortality[] = {"survival", "mx", "qx"};
    int last = COHORT_OPEN_START;
    for (int t = 0; t < s->files; t++)
        for (size_t i = 0; i < sizeof mortality / sizeof *mortality; i++) {
            int from, to;
            if (!cohort_table_years(s->tables[t], area, mortality[i], &from, &to, NULL) &&
                to > last)
                last = to;
        }
    return last;
}

/* Where rates that only stand in do not fit, what to give instead. */
static int advise_nation(const struct source *s, cohort_error *problem)
{
    const cohort_grid grid = s->counted.nation;
    if (grid.ages == 0) /* not known */
        return problem->code;
    return advise(problem,
                  "%s The rates of %s that stand in are of ages 0-%d, ..., %d+ "
                  "and of every %d years from "
                  "%d to %d: give populations of dates %d years apart, the rates of a nation that "
                  "fits (its population, qx and tfr) as a further INPUT.csv with --reference CODE, "
                  "or rates of the area's own",
                  strchr("?.", problem->text[strlen(problem->text) - 1]) ? "" : ".",
                  s->nation_file ? input_name(s->nation_file) : "Japan", grid.width - 1,
                  (grid.ages - 1) * grid.width, grid.width, grid.start,
                  cohort_grid_year(&grid, grid.steps), grid.width);
}

struct lender source_lender(const struct source *s)
{
    return (struct lender){&s->counted,     s->national,   s->reference,   s->last_year,
                           s->no_migration, s->split_open, s->old_ages < 0};
}

int source_derive(const struct source *s, cohort_stock *published, cohort_inputs **out,
                  cohort_error *problem)
{
    static bool noted; /* once, however many areas there are */
    struct fit fit = {.rates = NULL};
    const struct lender lender = source_lender(s);
    int code = lender_fit(&lender, published, &fit, problem);
    *out = NULL;
    if (!code)
        code = lender_inputs(&lender, &fit, published, out, problem);
    if (!code && fit.rates && !noted) {
        int first, last;
        noted = true;
        fit_note(&fit, s->paths[0],
                 s->nation_file ? input_name(s->nation_file)
                 : s->nation    ? "Japan"
                                : s->reference);
        if (!cohort_table_years(s->national, s->reference, "tfr", &first, &last, NULL) &&
            first == last)
            note("the tfr of %s is of %d only, and taken for all dates", s->reference, first);
    }
    fit_free(&fit);
    if (!code && s->any_rates)
        cohort_inputs_set_rate_limits(*out, COHORT_ANY_RATES);
    if (!code)
        cohort_inputs_cut_emigration(*out, s->cut_emigration);
    return code && code != COHORT_ERROR_ARGUMENT && s->nation ? advise_nation(s, problem) : code;
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
    source_set_old_ages(s, COHORT_KANNISTO - 1);
    code = cohort_table_inputs(s->files, tables, area, convention, last, out, problem);
    if (!code)
        note_once(&noted, first.text, BY_KANNISTO);
    source_set_old_ages(s, -1);
    return code;
}

static bool has(const cohort_table *table, const char *area, const char *variable)
{
    int first, last;
    return !cohort_table_years(table, area, variable, &first, &last, NULL);
}

/* Is it the qx of a table that has mx, too? */
static bool is_spare(const cohort_table *table, const char *area, const char *variable)
{
    return strcmp(variable, "qx") == 0 && has(table, area, "mx") && has(table, area, "qx");
}

/* Is there an asfr of all ages: a TFR? */
static bool has_total(const cohort_table *table, const char *area)
{
    for (int i = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        if (strcmp(row.variable, "asfr") == 0 && strcmp(row.area, area) == 0 && row.age_from == 0 &&
            row.age_to == COHORT_OPEN_END)
            return true;
    }
    return false;
}

/* The rates that are not used, and counts of a table without a unit beside those of another with one. */
static void note_tables(const struct source *s, const char *area)
{
    static const char *const counts[] = {"population", "net_migration"};
    int with = -1;
    for (int t = 0; t < s->files; t++) {
        if (with < 0 && cohort_table_unit(s->tables[t]) > 1)
            with = t;
        if (is_spare(s->tables[t], area, "qx"))
            note("qx of %s is not used: mx is", input_name(s->paths[t]));
        if (has_total(s->tables[t], area))
            note("asfr of all ages of %s is not used: the ages are", input_name(s->paths[t]));
    }
    for (int t = 0; t < s->files && with >= 0; t++)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            if (cohort_table_unit(s->tables[t]) == 1 && has(s->tables[t], area, counts[i]))
                note("%s of %s is read as persons, though figures of %s are in a larger unit (the "
                     "heading \"%s (thousands)\" would say that of these)",
                     counts[i], input_name(s->paths[t]), input_name(s->paths[with]), counts[i]);
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
                first == last && !is_spare(s->tables[t], area, held[i]))
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
    if (!noted)
        note_tables(s, area);
    noted = true;
}

/* What given rates add up to in the first interval, so that a wrong unit is seen; of one area. */
static void note_sums(const char *area, const cohort_inputs *inputs)
{
    static bool noted;
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const int from = grid->start, to = from + grid->width;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    cohort_projection *projection;
    cohort_balance sum;
    if (noted)
        return;
    noted = true;
    if (cohort_projection_new(inputs, &projection, NULL)) /* its error is that of the command */
        return;
    if (!cohort_projection_balance(projection, from, to, &sum, NULL)) {
        const double lived = (sum.opening + sum.closing) / 2.0 * grid->width / 1000.0;
        const double srb = cohort_srb(cohort_inputs_view(inputs, COHORT_MALE_SHARE)[0]);
        const struct text tfr =
            asfr ? text_of("TFR %.2f; ", cohort_tfr(grid->ages, grid->width, asfr))
                 : text_of("%s", "");
        const struct text boys = srb > 0 ? text_of("%.3f boys per girl; ", srb) : text_of("%s", "");
        note("%s, rates of %d-%d: %s%sper 1,000 persons and year %.1f births, "
             "%.1f deaths, net migration %+.1f",
             area, from, to, tfr.s, boys.s, sum.births / lived, sum.deaths / lived,
             sum.net_migration / lived);
    }
    cohort_projection_free(projection);
}

/* The file of the first death rates of an area without a population; NULL: there are none. */
static const char *rates_elsewhere(const struct source *s, const char **area)
{
    for (int t = 0; t < s->files; t++)
        for (int i = 0; (*area = cohort_table_area(s->tables[t], i)) != NULL; i++)
            if (last_rates(s, *area) > COHORT_OPEN_START && source_file(s, *area) < 0)
                return s->paths[t];
    return NULL;
}

/* Why an area has no inputs, or only its population: what of the tables' rates does not fit. */
static int explain_missing(const struct source *s, const char *area, const cohort_grid *base,
                           cohort_error *problem)
{
    const int date = base->start, rates = last_rates(s, area);
    const char *other, *file;
    if (rates > COHORT_OPEN_START)
        return fail_other_years(problem, area, date, rates);
    if ((file = rates_elsewhere(s, &other)))
        return advise(problem,
                      "; death rates are of area \"%s\" (%s): the same code or name, or "
                      "--reference with its population, is expected",
                      other, file);
    if (base->steps == 0)
        return fail_one_date(problem, area, date);
    return advise(problem, " (or populations of several dates, from which rates are derived, with "
                           "--reference CODE by those of another area)");
}

/* Later populations are not used where there are rates; once. */
static void note_later(const cohort_grid *base)
{
    static bool noted;
    const int from = base->start + base->width, to = cohort_grid_year(base, base->steps);
    const struct text dates = from < to ? text_of("%d-%d", from, to) : whole(to);
    if (base->steps > 0)
        note_once(&noted, text_of("populations of %s", dates.s).s,
                  " are not used: the first date is the base");
}

int source_inputs(const struct source *s, const char *area, cohort_inputs **out,
                  cohort_error *problem)
{
    static bool noted;
    cohort_stock base;
    const cohort_table *table;
    *out = NULL;
    int code = source_find_population(s, area, &base, &table, problem);
    if (code)
        return code;
    if (s->reference) {
        code = source_derive(s, &base, out, problem);
        cohort_stock_free(&base);
        return code;
    }
    const cohort_grid grid = base.grid;
    const int rates = last_rates(s, area);
    const int rated = rates > grid.start - grid.width ? rates + grid.width : grid.start;
    cohort_stock_free(&base);
    code =
        own_inputs(s, area, s->last_year != COHORT_OPEN_END ? s->last_year : rated, out, problem);
    if (code)
        return code == COHORT_ERROR_MISSING && rated == grid.start
                   ? explain_missing(s, area, &grid, problem)
                   : code;
    cohort_inputs_cut_emigration(*out, s->cut_emigration);
    note_rates(s, area, cohort_inputs_grid(*out));
    if (cohort_inputs_grid(*out)->steps == 0)
        return COHORT_OK;
    if (cohort_inputs_view(*out, COHORT_MALE_SHARE)[0] == 0.0)
        note_once(&noted, "only women", ": births are those of girls");
    note_later(&grid);
    note_sums(area, *out);
    return COHORT_OK;
}
