/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/series.h"

#include "inputs/fixtures.h"
#include "inputs/tables.h"

enum { LIST = 200, LISTED = 6 };

/* ---- areas by code and name ---- */

static bool is_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

/* The same code: but for a zero before it, or a sixth digit that checks the others. */
static bool same_code(const char *a, const char *b)
{
    const size_t m = strlen(a), n = strlen(b);
    if (!is_digits(a) || !is_digits(b))
        return false;
    if (m != n && m >= 5 && n >= 5)
        return m <= 6 && n <= 6 && strncmp(a, b, 5) == 0;
    return strcmp(a + (*a == '0' && m < 6), b + (*b == '0' && n < 6)) == 0;
}

/* The name, or what stands behind a prefecture's or district's in it (北海道標津町). */
static bool is_named(const char *name, const char *asked)
{
    const size_t n = strlen(name), m = strlen(asked);
    if (m == 0 || n < m || strcmp(name + n - m, asked) != 0)
        return false;
    return n == m || (n - m >= 3 && strstr("都道府県郡", text_of("%.3s", name + n - m - 3).s));
}

/* Does what is asked begin with the prefecture of an area's code? */
static bool is_in_prefecture(const char *area, const char *asked)
{
    struct area_names prefecture;
    return area_names(text_of("%.2s000", area).s, &prefecture) && *prefecture.japanese &&
           strncmp(asked, prefecture.japanese, strlen(prefecture.japanese)) == 0;
}

/* What --area may mean: a code, a code written otherwise, a name, or a part of one. */
enum { EXACTLY, CODED, NAMED, PARTLY, WAYS };

static bool means(const char *asked, const char *area, const char *name, int way)
{
    switch (way) {
    case EXACTLY:
        return strcmp(area, asked) == 0;
    case CODED:
        return same_code(area, asked);
    case NAMED:
        return is_named(name, asked) || (is_named(asked, name) && is_in_prefecture(area, asked));
    default:
        return *name && strstr(name, asked) != NULL;
    }
}

/* The tables' areas that --area means in one way. Returned: how many; *found, the last; the
 * first of them go into the list. */
static int list_areas(int files, cohort_table *const *tables, const char *asked, int way,
                      const char **found, char list[LIST])
{
    int count = 0;
    *list = '\0';
    for (int t = 0; t < files; t++)
        for (int i = 0; i < cohort_table_area_count(tables[t]); i++) {
            const char *area = cohort_table_area(tables[t], i);
            const char *own = cohort_table_area_name(tables[t], i);
            const char *name = *own || is_digits(area) ? own : area;
            const size_t used = strlen(list);
            if (!means(asked, area, name, way) || (*found && strcmp(*found, area) == 0))
                continue;
            *found = area;
            if (++count <= LISTED)
                snprintf(list + used, LIST - used, "%s%s %s", used ? ", " : "", area, name);
        }
    return count;
}

/* As names in Japanese are kept: without blanks. */
static struct text squeezed(const char *name)
{
    struct text plain = text_of("%s", name);
    for (char *at = plain.s; *at;) {
        const size_t blank = strncmp(at, "　", 3) == 0 ? 3 : (size_t)(*at == ' ' && (at[1] & 0x80));
        if (blank)
            memmove(at, at + blank, strlen(at + blank) + 1);
        else
            at++;
    }
    return plain;
}

const char *find_area(int files, cohort_table *const *tables, const char *asked)
{
    char list[LIST];
    const struct text plain = squeezed(asked);
    for (int way = EXACTLY; way < WAYS && *asked; way++) {
        const char *found = NULL;
        const int count = list_areas(files, tables, way ? plain.s : asked, way, &found, list);
        if (count > 1 && way > EXACTLY)
            die("--area %s: several areas are called so: %s%s", asked, list,
                count > LISTED ? ", ..." : "");
        if (found)
            return found;
    }
    struct area_names known; /* where the tables have codes only */
    const char *found = NULL;
    if (area_called(plain.s, &known) && list_areas(files, tables, known.code, CODED, &found, list))
        return found;
    return asked;
}

/* ---- several files of one series ---- */

bool has_only_populations(const cohort_table *table, bool *events)
{
    static const char *const others[] = {"births",        "births_by_mother",   "deaths",
                                         "deaths_by_age", "net_migration_rate", "net_migration"};
    enum { KINDS = sizeof others / sizeof *others, DEATHS = 2, MIGRATION = KINDS - 1 };
    bool has[KINDS] = {false};
    for (int i = 0; i < cohort_table_count(table); i++) {
        const char *variable = cohort_table_row(table, i).variable;
        int kind = 0;
        while (kind < KINDS && strcmp(variable, others[kind]) != 0)
            kind++;
        if (kind == KINDS && strcmp(variable, "population") != 0)
            return false;
        if (kind < KINDS)
            has[kind] = true;
    }
    for (int kind = 0; kind < KINDS && events; kind++)
        *events = *events || has[kind];
    return !has[MIGRATION] || (events && has[DEATHS]);
}

/* Where the populations of two tables have other figures for the same persons: the row of the
 * second, and the value in the first. Returned: is there one? Of an area; NULL: of any. */
static bool differ(const cohort_table *one, const cohort_table *other, const char *area,
                   cohort_row *row, double *value)
{
    for (int i = 0; i < cohort_table_count(other); i++) {
        *row = cohort_table_row(other, i);
        if ((!area || strcmp(area, row->area) == 0) &&
            !cohort_table_value(one, row->area, row->variable, row->year, row->sex, row->age_from,
                                row->age_to, value, NULL) &&
            *value != row->value)
            return true;
    }
    return false;
}

_Noreturn void fail_twice(const cohort_table *one, const cohort_table *other, const char *area)
{
    static const char *const sexes[] = {"male", "female", "both sexes"};
    cohort_stock first, second;
    cohort_row row;
    double value;
    must(cohort_table_population(one, area, "population", &first, &error));
    must(cohort_table_population(other, area, "population", &second, &error));
    if (differ(one, other, area, &row, &value))
        die("the population of area \"%s\" is in two files that differ: %d, %s, age %d: %.10g and "
            "%.10g",
            area, row.year, sexes[row.sex], row.age_from, value, row.value);
    die("the population of area \"%s\" is in two files", area);
}

/* Have two tables populations of the same areas, at other dates, of other sexes, or the same? */
static bool is_series(const cohort_table *one, const cohort_table *other)
{
    int first, last, from, to, both = 0;
    bool again = false;
    cohort_row row;
    double value;
    for (int i = 0; i < cohort_table_area_count(other); i++) {
        const char *area = cohort_table_area(other, i), *name = cohort_table_area_name(other, i);
        if (bearable(cohort_table_years(other, area, "population", &from, &to, NULL)) ==
            COHORT_ERROR_MISSING)
            continue;
        const char *here = cohort_table_find_area(one, area, name);
        if (!here || bearable(cohort_table_years(one, here, "population", &first, &last, NULL)))
            continue;
        again = again || (from <= last && to >= first);
        both++;
    }
    return both > 0 && has_only_populations(other, NULL) &&
           !(again && differ(one, other, NULL, &row, &value));
}

/* A bit for each sex that a table has rows of. */
static unsigned sexes_of(const cohort_table *table)
{
    unsigned sexes = 0;
    for (int i = 0; i < cohort_table_count(table); i++)
        sexes |= 1U << cohort_table_row(table, i).sex;
    return sexes;
}

/* Is one of men and the other of women, of the same variable of an area? */
static bool are_sexes(const cohort_table *one, const cohort_table *other)
{
    const unsigned a = sexes_of(one), b = sexes_of(other);
    if (!a || !b || a + b != (1U << COHORT_MALE | 1U << COHORT_FEMALE))
        return false;
    for (int i = 0; i < cohort_table_area_count(other); i++) {
        const char *area = cohort_table_area(other, i), *name = cohort_table_area_name(other, i);
        const char *here = cohort_table_find_area(one, area, name);
        for (int k = 0; here && k < cohort_table_count(other); k++) {
            const cohort_row row = cohort_table_row(other, k);
            if (strcmp(row.area, area) == 0 && has_variable(one, here, row.variable))
                return true;
        }
    }
    return false;
}

/* The areas that only one of the two has. */
static void note_unmatched(const cohort_table *one, const cohort_table *other, const char *path,
                           const char *into)
{
    char list[LIST] = "";
    int only = 0;
    for (int i = 0; i < cohort_table_area_count(other); i++) {
        const char *area = cohort_table_area(other, i), *name = cohort_table_area_name(other, i);
        const size_t used = strlen(list);
        if (cohort_table_find_area(one, area, name))
            continue;
        if (++only <= LISTED)
            snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", area);
    }
    if (only > 0)
        note("%d area%s of %s %s not in %s: %s%s", only, only == 1 ? "" : "s", input_name(path),
             only == 1 ? "is" : "are", input_name(into), list, only > LISTED ? ", ..." : "");
}

/* Add another table's rows to a table; the other is freed. */
static void join(cohort_table *table, const char *path, cohort_table *other)
{
    int noted = 0;
    while (cohort_table_note(table, noted))
        noted++;
    must(cohort_table_join(table, other, NULL, &error));
    note_table(path, table, noted);
    cohort_table_free(other);
}

/* The first of the tables before a table that it is of one series with; -1: none. */
static int first_of_series(cohort_table *const *tables, int table)
{
    for (int i = 0; i < table; i++)
        if (is_series(tables[i], tables[table]) || are_sexes(tables[i], tables[table]))
            return i;
    return -1;
}

int join_series(int files, cohort_table **tables, const char **paths)
{
    int kept = 1;
    for (int t = 1; t < files; t++) {
        tables[kept] = tables[t];
        paths[kept] = paths[t];
        const int into = first_of_series(tables, kept);
        const int beside = into < 0 && has_only_populations(tables[0], NULL) &&
                                   has_only_populations(tables[kept], NULL)
                               ? 0
                               : into;
        if (beside >= 0) {
            note_unmatched(tables[beside], tables[kept], paths[kept], paths[beside]);
            note_unmatched(tables[kept], tables[beside], paths[beside], paths[kept]);
        }
        if (into < 0) {
            kept++;
            continue;
        }
        join(tables[into], paths[into], tables[kept]);
        note("%s and %s are read as one series", input_name(paths[into]), input_name(paths[kept]));
    }
    return kept;
}

bool has_variable(const cohort_table *table, const char *area, const char *variable)
{
    int first, last;
    return cohort_table_years(table, area, variable, &first, &last, NULL) != COHORT_ERROR_MISSING;
}

bool has_rates(const cohort_table *table, const char *area)
{
    return has_variable(table, area, "qx") || has_variable(table, area, "mx") ||
           has_variable(table, area, "tfr");
}

int join_rates(int files, cohort_table **tables, const char **paths, const char *area)
{
    int kept = 0, home = -1;
    for (int t = 0; t < files && home < 0; t++)
        home = has_variable(tables[t], area, "population") ? t : -1;
    if (home >= 0) /* that of another table would go with it */
        area = find_area(1, &tables[home], area);
    for (int t = 0; t < files; t++) {
        if (home >= 0 && t != home && has_rates(tables[t], area) &&
            !has_variable(tables[t], area, "population")) {
            join(tables[home], paths[home], tables[t]);
            continue;
        }
        home = t == home ? kept : home;
        tables[kept] = tables[t];
        paths[kept++] = paths[t];
    }
    return kept;
}
