/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/rate_rows.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"

#include <cohort/fertility.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows of a sex that the variable does not have would be ignored: refuse them. */
static int check_sexes(const struct rate_rows *rows, int interval, bool has_men)
{
    cohort_row_range range = cohort_rate_rows_of(rows, interval, COHORT_BOTH);
    bool both = has_men; /* are rows of both sexes beside others? */
    for (int i = range.first; i < range.end; i++)
        both = both || cohort_table_sorted(rows->table, i).sex == COHORT_FEMALE;
    for (int i = range.first; i < range.end; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        if ((row.sex == COHORT_BOTH && both) || (row.sex == COHORT_MALE && !has_men))
            return cohort_rate_row_fail(rows, &row, COHORT_ERROR_VALUE,
                                        !has_men ? "female"
                                        : cohort_row_all_ages(&row)
                                            ? "male or female, by age group (of a total "
                                              "nobody can tell who moves: without "
                                              "this column, nobody does)"
                                            : "male or female");
    }
    return COHORT_OK;
}

/* Groups without a row are NAN: report the first. */
static int check_complete(const struct rate_rows *rows, int interval, int sex, const double *values)
{
    const cohort_grid *grid = &rows->source->inputs->grid;
    char what[COHORT_TABLE_WHAT], age[COHORT_AGE_TEXT];
    for (int x = 0; x < grid->ages; x++)
        if (isnan(values[x]))
            return cohort_fail(
                rows->source->error, COHORT_ERROR_MISSING, "%s: no row for %d, %s, age %s",
                cohort_table_what(rows->table, rows->source->area, rows->variable, what),
                cohort_grid_year(grid, interval), cohort_sex_word(sex),
                cohort_age_text(grid, x, age));
    return COHORT_OK;
}

/* Survival by the life table of one interval and sex: Sx[ages]. */
static int read_Sx(const struct rate_rows *rows, cohort_row_range range, int sex, double *Sx)
{
    const cohort_grid *grid = &rows->source->inputs->grid;
    cohort_lifetable life = {0};
    const int oldest = (grid->ages - 1) * grid->width;
    int code = cohort_table_lifetable(rows->table, range, sex, oldest, &life, rows->source->error);
    if (!code)
        code = cohort_lifetable_survival(&life, grid->width, grid->ages, Sx, rows->source->error);
    int next = 0; /* the first age that is not there, of single years */
    while (code == COHORT_ERROR_GRID && next < life.ages && life.age[next] == next)
        next++;
    if (code == COHORT_ERROR_GRID && next < life.ages && 2 * life.ages > life.age[life.ages - 1])
        code = cohort_fail(rows->source->error, code,
                           "age %d is missing: expected every single year of age", next);
    else if (code == COHORT_ERROR_GRID && life.ages > 0)
        code = cohort_fail(rows->source->error, code,
                           "its ages, %d groups up to %d+, do not fit those of the projection, %d "
                           "of %d years: expected %s",
                           life.ages, life.age[life.ages - 1], grid->ages, grid->width,
                           cohort_rate_rows_narrow(rows));
    cohort_lifetable_free(&life);
    const cohort_row first = cohort_table_sorted(rows->table, range.first);
    int line;
    if (code)
        cohort_fail_prefix(rows->source->error, code, "%s: area \"%s\", %s, %d, %s: ",
                           cohort_table_where(rows->table, first.line, &line), rows->source->area,
                           rows->variable, first.year, cohort_sex_word(sex));
    return code;
}

/* A quantity by sex and age, every cell: times a factor. Survival may come by life tables. */
static int read_cells(const struct rate_rows *rows, cohort_quantity quantity, double factor)
{
    const cohort_grid *grid = &rows->source->inputs->grid;
    const bool by_life_table =
        quantity == COHORT_SURVIVAL && strcmp(rows->variable, "survival") != 0;
    double *values = cohort_inputs_array(rows->source->inputs, quantity);
    for (int row = 0; row < grid->steps * COHORT_SEXES; row++, values += grid->ages) {
        const int i = row / COHORT_SEXES, sex = row % COHORT_SEXES;
        cohort_row_range range;
        int code = by_life_table ? COHORT_OK : check_sexes(rows, i, !rows->source->women_only);
        if (!code && rows->source->women_only && sex == COHORT_MALE)
            continue;
        if (!code)
            code = cohort_rate_rows_need(rows, i, sex, &range);
        if (!code)
            code = by_life_table ? read_Sx(rows, range, sex, values)
                                 : cohort_rate_rows_read(rows, range, quantity, factor, values);
        if (!code)
            code = check_complete(rows, i, sex, values);
        if (code)
            return code;
    }
    return COHORT_OK;
}

/* ---- mortality ---- */

/* Survival itself, or a life table by mx or by qx: one of the three; of a table with both mx. */
static int read_mortality(const struct rate_source *s)
{
    static const char *const variables[] = {"survival", "mx", "qx"};
    struct rate_rows found = {0}, rows;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        int code = cohort_rate_rows_find(s, variables[i], &rows);
        if (code)
            return code;
        if (rows.table && rows.table == found.table && strcmp(found.variable, "mx") == 0)
            break;
        if (rows.table && found.table)
            return cohort_fail(s->error, COHORT_ERROR_DUPLICATE,
                               "area \"%s\": %s and %s: expected one of survival, mx and qx",
                               s->area, found.variable, rows.variable);
        if (rows.table)
            found = rows;
    }
    if (!found.table)
        return cohort_fail(s->error, COHORT_ERROR_MISSING,
                           "area \"%s\": no mortality: expected survival, mx or qx", s->area);
    return read_cells(&found, COHORT_SURVIVAL, 1.0);
}

/* ---- fertility ---- */

/* The one value of each interval, whatever its sex: values[steps]; *given when there are rows. */
static int read_intervals(const struct rate_source *s, const char *variable, struct limits limits,
                          double *values, bool *given)
{
    struct rate_rows rows;
    int code = cohort_rate_rows_find(s, variable, &rows);
    *given = !code && rows.table;
    for (int i = 0; *given && i < s->inputs->grid.steps; i++) {
        cohort_row_range range;
        code = cohort_rate_rows_need(&rows, i, COHORT_BOTH, &range);
        if (code)
            return code;
        const cohort_row row = cohort_table_sorted(rows.table, range.first);
        if (range.end - range.first > 1 || !cohort_row_is_whole(&row))
            return cohort_rate_row_fail(&rows, &row, COHORT_ERROR_DUPLICATE,
                                        "one value, of age all");
        code = cohort_rate_row_check(&rows, &row, limits);
        if (code)
            return code;
        values[i] = row.value;
    }
    return code;
}

/* Males among births from srb; or the share itself. */
static int read_male_share(const struct rate_source *s)
{
    double *share = cohort_inputs_array(s->inputs, COHORT_MALE_SHARE);
    bool given = false, srb = false;
    int code = read_intervals(s, "male_share", cohort_rate_limits_of(s, COHORT_MALE_SHARE, 1.0),
                              share, &given);
    if (!code)
        code = read_intervals(s, "srb", COHORT_SRB_LIMITS, share, &srb);
    if (!code && given && srb)
        return cohort_fail(s->error, COHORT_ERROR_DUPLICATE,
                           "area \"%s\": male_share and srb: expected one of them", s->area);
    if (!code && !given && !srb)
        code = cohort_fail(s->error, COHORT_ERROR_MISSING,
                           "area \"%s\": no srb (males per female at birth)", s->area);
    for (int i = 0; srb && !code && i < s->inputs->grid.steps; i++)
        share[i] /= 1.0 + share[i];
    return code;
}

/* The age of mothers that a row's rate is of; of `12 and under` 12. */
static int age_of(const cohort_row *row)
{
    const bool youngest = row->age_from == 0 && row->age_to > 0 && row->age_to < COHORT_OPEN_END;
    return youngest ? row->age_to : row->age_from;
}

/* Nobody has children below the first age given or above the last; no age between them is missing.
 */
static int check_holes(const struct rate_rows *rows, cohort_row_range range, int width)
{
    char expected[160];
    for (int i = range.first + 1; i < range.end; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i),
                         before = cohort_table_sorted(rows->table, i - 1);
        if (row.age_from - age_of(&before) <= width)
            continue;
        snprintf(expected, sizeof expected,
                 "the ages before it, too: %d is missing, and none may be between the first and "
                 "the last (0 where nobody has children)",
                 age_of(&before) + width);
        return cohort_rate_row_fail(rows, &row, COHORT_ERROR_MISSING, expected);
    }
    return COHORT_OK;
}

/* What the asfr of an interval add up to: without a tfr, they are no mere schedule. */
static int check_implied_tfr(const struct rate_rows *rows, cohort_row_range range, double tfr)
{
    const cohort_row first = cohort_table_sorted(rows->table, range.first);
    char expected[COHORT_LIMITS_TEXT];
    if (!cohort_beyond(cohort_table_limits(rows->table, COHORT_TFR_LIMITS), tfr, expected))
        return COHORT_OK;
    return cohort_table_fail(rows->table, first.line, COHORT_ERROR_VALUE, rows->source->error,
                             "area \"%s\", asfr of %d: their TFR is %.10g: expected %s",
                             rows->source->area, first.year, tfr, expected);
}

/* Rates of single years of age as those of groups: their mean, with 0 for ages without a row. */
static int read_single_years(const struct rate_rows *rows, cohort_row_range range, double *values)
{
    const cohort_grid *grid = &rows->source->inputs->grid;
    int code = COHORT_OK;
    for (int x = 0; x < grid->ages; x++)
        values[x] = 0.0;
    for (int i = range.first; i < range.end && !code; i++) {
        const cohort_row row = cohort_table_sorted(rows->table, i);
        const int x = age_of(&row) / grid->width;
        code = cohort_rate_row_check(rows, &row,
                                     cohort_rate_limits_of(rows->source, COHORT_ASFR, 1.0));
        if (!code && x >= grid->ages - 1 && row.value > 0.0)
            code =
                cohort_rate_row_fail(rows, &row, COHORT_ERROR_GRID, "an age below the open group");
        values[x < grid->ages ? x : grid->ages - 1] += row.value / grid->width;
    }
    return code;
}

/* Are the rows, but for holes, of single years of age, though groups are wider? The first and the last
 * may be those of and below, or of and above, their age. */
static bool by_single_years(const struct rate_rows *rows, cohort_row_range range)
{
    int next = 0;
    for (int i = range.first + 1; i < range.end; i++) {
        const cohort_row before = cohort_table_sorted(rows->table, i - 1);
        next += cohort_table_sorted(rows->table, i).age_from == age_of(&before) + 1;
    }
    return rows->source->inputs->grid.width > 1 && 2 * next > range.end - range.first - 1;
}

/* Of women: of their sex, or of no sex said. */
static int find_women(const struct rate_rows *rows, int interval, cohort_row_range *range)
{
    *range = cohort_rate_rows_of(rows, interval, COHORT_BOTH);
    for (int i = range->first; i < range->end; i++)
        if (cohort_table_sorted(rows->table, i).sex != COHORT_BOTH)
            return cohort_rate_rows_need(rows, interval, COHORT_FEMALE, range);
    return range->first < range->end ? COHORT_OK
                                     : cohort_rate_rows_need(rows, interval, COHORT_FEMALE, range);
}

/* The asfr; scaled to the tfr, if there is one. */
static int read_asfr(const struct rate_source *s)
{
    const cohort_grid *grid = &s->inputs->grid;
    double *asfr = cohort_inputs_array(s->inputs, COHORT_ASFR);
    bool has_tfr = false;
    struct rate_rows rows;
    double *tfr = calloc((size_t)grid->steps + 1, sizeof *tfr);
    int code = tfr ? read_intervals(s, "tfr", COHORT_TFR_LIMITS, tfr, &has_tfr)
                   : cohort_fail_memory(s->error);
    if (!code)
        code = cohort_rate_rows_find(s, "asfr", &rows);
    if (!code && !rows.table)
        code = cohort_fail(s->error, COHORT_ERROR_MISSING, "area \"%s\": no asfr", s->area);
    for (int i = 0; !code && i < grid->steps; i++, asfr += grid->ages) {
        cohort_row_range range = {.first = 0};
        code = check_sexes(&rows, i, false);
        if (!code)
            code = find_women(&rows, i, &range);
        if (!code && range.end - range.first > 1) {
            const cohort_row first = cohort_table_sorted(rows.table, range.first);
            range.first += cohort_row_all_ages(&first); /* the TFR */
        }
        const bool single = !code && by_single_years(&rows, range);
        if (!code)
            code = single ? read_single_years(&rows, range, asfr)
                          : cohort_rate_rows_read(&rows, range, COHORT_ASFR, 1.0, asfr);
        if (!code)
            code = check_holes(&rows, range, single ? 1 : grid->width);
        for (int x = 0; x < grid->ages && !code; x++)
            asfr[x] = isnan(asfr[x]) ? 0.0 : asfr[x];
        if (!code && has_tfr)
            code = cohort_asfr(grid->ages, grid->width, tfr[i], asfr, asfr, s->error);
        else if (!code)
            code = check_implied_tfr(&rows, range, cohort_tfr(grid->ages, grid->width, asfr));
    }
    free(tfr);
    return code;
}

static int read_fertility(const struct rate_source *s)
{
    bool given = false;
    if (s->inputs->convention->births == BIRTHS_BY_RATES)
        return read_asfr(s);
    int code = read_intervals(s, "cwr", cohort_rate_limits_of(s, COHORT_CWR, 1.0),
                              cohort_inputs_array(s->inputs, COHORT_CWR), &given);
    if (!code && !given)
        code = cohort_fail(s->error, COHORT_ERROR_MISSING, "area \"%s\": no cwr", s->area);
    if (!code)
        code = read_intervals(s, "tfr_per_cwr", cohort_rate_limits_of(s, COHORT_TFR_PER_CWR, 1.0),
                              cohort_inputs_array(s->inputs, COHORT_TFR_PER_CWR), &given);
    return code;
}

/* ---- migration, and all together ---- */

/* Counts of the whole interval, and rates per year; without rows, no migration. */
static int read_migration(const struct rate_source *s)
{
    struct rate_rows rows;
    int code = cohort_rate_rows_find(s, "net_migration", &rows);
    if (!code && rows.table && rows.table->yearly && s->inputs->grid.width > 1)
        code = cohort_fail(s->error, COHORT_ERROR_FORMAT,
                           "%s: net_migration is said to be of a year: expected that of the whole "
                           "interval of %d years",
                           cohort_table_name(rows.table), s->inputs->grid.width);
    const bool counts = rows.table;
    if (!code && counts)
        code = read_cells(&rows, COHORT_NET_MIGRANTS, 1.0);
    if (!code)
        code = cohort_rate_rows_find(s, "net_migration_rate", &rows);
    if (!code && rows.table && counts)
        code = cohort_fail(
            s->error, COHORT_ERROR_DUPLICATE,
            "area \"%s\": net_migration and net_migration_rate: expected one of them", s->area);
    if (!code && rows.table)
        code = read_cells(&rows, COHORT_NET_MIGRATION_RATIO, s->inputs->grid.width);
    return code;
}

/* The first date's population, and the grid from there to the last year. */
static int read_base(struct rate_source *s, cohort_convention convention, int last_year)
{
    struct rate_rows rows;
    cohort_stock population = {.cells = NULL};
    int code = cohort_rate_rows_find(s, "population", &rows);
    if (!code && !rows.table)
        code = cohort_fail(s->error, COHORT_ERROR_MISSING, "there is no population of area \"%s\"",
                           s->area);
    if (!code)
        code = cohort_table_stock(rows.table, s->area, "population", COHORT_OPEN_START,
                                  cohort_table_sorted(rows.table, rows.range.first).year,
                                  &population, NULL, s->error);
    if (code)
        return code;
    s->women_only = true;
    for (int i = rows.range.first; i < rows.range.end; i++)
        s->women_only &= cohort_table_sorted(rows.table, i).sex != COHORT_MALE;
    cohort_grid grid = population.grid;
    long long years = (long long)last_year - grid.start;
    if (years < 0 || years % grid.width != 0 || years / grid.width > 10000)
        code = cohort_fail(s->error, COHORT_ERROR_GRID,
                           "area \"%s\": last year %d: expected %d and a multiple of %d years",
                           s->area, last_year, grid.start, grid.width);
    grid.steps = (int)(years / grid.width);
    if (!code)
        code = cohort_inputs_new(&grid, convention, &s->inputs, s->error);
    for (int t = 0; t < s->count && !code; t++)
        if (s->tables[t]->limits == COHORT_ANY_RATES)
            cohort_inputs_set_rate_limits(s->inputs, COHORT_ANY_RATES);
    if (!code)
        memcpy(cohort_inputs_array(s->inputs, COHORT_BASE), population.cells,
               cohort_grid_cells(&grid) * sizeof *population.cells);
    cohort_stock_free(&population);
    return code;
}

int cohort_table_inputs(int count, const cohort_table *const *tables, const char *area,
                        cohort_convention convention, int last_year, cohort_inputs **out,
                        cohort_error *error)
{
    static int (*const parts[])(const struct rate_source *) = {read_mortality, read_male_share,
                                                               read_fertility, read_migration};
    struct rate_source s = {.count = count, .tables = tables, .area = area, .error = error};
    *out = NULL;
    int code = read_base(&s, convention, last_year);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !code; i++)
        code = parts[i](&s);
    if (!code && s.women_only)
        code = cohort_inputs_women_only(s.inputs, error);
    if (!code && (code = cohort_inputs_check(s.inputs, error)) != COHORT_OK)
        cohort_fail_prefix(error, code, "area \"%s\": ", area);
    if (code)
        cohort_inputs_free(s.inputs);
    else
        *out = s.inputs;
    return code ? code : cohort_succeed(error);
}
