/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/dashes.h"

#include "core/error.h"
#include "table/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A dash or an empty cell. */
static bool is_dash(double value)
{
    return (value == 0.0 && signbit(value)) || isinf(value);
}

/* That, or a zero of a population that has persons only later: a place can empty, but not begin with
 * nobody. */
static bool is_nothing(const cohort_rows *rows, const uint64_t *peopled, int i)
{
    return is_dash(rows->values[i]) ||
           (rows->values[i] == 0.0 &&
            cohort_rows_year(rows, i) < peopled[cohort_rows_number(rows, i)]);
}

/* Of each pair that is a population: its first year with persons, or 0. Allocated. */
static uint64_t *find_peopled(const cohort_rows *rows)
{
    uint64_t *peopled = calloc((size_t)rows->pair_count + 1, sizeof *peopled);
    bool zeros = false;
    for (int i = 0; i < rows->count && !zeros; i++)
        zeros = rows->values[i] == 0.0;
    for (int i = 0; i < rows->count && peopled && zeros; i++) {
        uint64_t *first = &peopled[cohort_rows_number(rows, i)];
        const uint64_t year = cohort_rows_year(rows, i);
        if (rows->values[i] > 0.0 && isfinite(rows->values[i]) && (*first == 0 || year < *first))
            *first = year;
    }
    for (int i = 0; i < rows->pair_count && peopled; i++)
        if (strcmp(rows->pairs[i].variable, COHORT_POPULATION) != 0)
            peopled[i] = 0;
    return peopled;
}

static int compare_keys(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The pairs and years of rows with nothing, each once; allocated. */
static uint64_t *dashed_years(const cohort_rows *rows, const uint64_t *peopled, size_t *count)
{
    size_t dashes = 0, kept = 0;
    for (int i = 0; i < rows->count; i++)
        dashes += is_nothing(rows, peopled, i);
    uint64_t *years = malloc((dashes + 1) * sizeof *years);
    *count = 0;
    if (!years || dashes == 0)
        return years;
    for (int i = 0; i < rows->count; i++)
        if (is_nothing(rows, peopled, i))
            years[kept++] = cohort_rows_year(rows, i);
    qsort(years, kept, sizeof *years, compare_keys);
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || years[i] != years[*count - 1])
            years[(*count)++] = years[i];
    return years;
}

/* Which of them have a number, too? */
static void find_numbered(const cohort_rows *rows, const uint64_t *peopled, uint64_t *years,
                          size_t count, bool *numbered)
{
    for (int i = 0; i < rows->count; i++) {
        const uint64_t year = cohort_rows_year(rows, i);
        if (is_nothing(rows, peopled, i) || isnan(rows->values[i]))
            continue;
        const uint64_t *found = bsearch(&year, years, count, sizeof *years, compare_keys);
        if (found)
            numbered[found - years] = true;
    }
}

int cohort_rows_settle_dashes(cohort_rows *rows, int *zeros, int *gone, int *dates,
                              cohort_error *error)
{
    size_t count;
    int kept = 0;
    uint64_t *peopled = find_peopled(rows);
    uint64_t *years = peopled ? dashed_years(rows, peopled, &count) : NULL;
    bool *numbered = years ? calloc(count + 1, sizeof *numbered) : NULL;
    *zeros = *gone = *dates = 0;
    if (years && numbered && count > 0) {
        find_numbered(rows, peopled, years, count, numbered);
        for (size_t i = 0; i < count; i++)
            *dates += !numbered[i];
        for (int i = 0; i < rows->count; i++) {
            const uint64_t year = cohort_rows_year(rows, i);
            const bool dash = is_dash(rows->values[i]);
            const uint64_t *of = is_nothing(rows, peopled, i)
                                     ? bsearch(&year, years, count, sizeof *years, compare_keys)
                                     : NULL;
            const bool empty = isinf(rows->values[i]), stays = of && numbered[of - years];
            *zeros += stays && dash && !empty;
            if (stays && empty)
                rows->pairs[cohort_rows_number(rows, i)].has_empty = true;
            if (of)
                rows->values[i] = empty ? (double)NAN : 0.0;
            if (!of || numbered[of - years])
                cohort_rows_move(rows, kept++, i);
            else
                rows->pairs[cohort_rows_number(rows, i)].rows--;
        }
        *gone = rows->count - kept;
        rows->count = kept;
    }
    const bool failed = !years || !numbered;
    free(peopled);
    free(numbered);
    free(years);
    return failed ? cohort_fail_memory(error) : COHORT_OK;
}
