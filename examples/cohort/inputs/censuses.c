/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/censuses.h"

#include "inputs/counted.h"
#include "inputs/fixtures.h"
#include "inputs/tables.h"

/* ---- the grid ---- */

/* The dates: one width apart, that of the age groups of the first area that has all of them. */
static cohort_grid find_grid(const cohort_table *table)
{
    const int count = cohort_table_count(table);
    cohort_grid grid = {0, 0, COHORT_OPEN_END, 0};
    int last = COHORT_OPEN_START, oldest = 0;
    for (int i = 0; i < count; i++) {
        const cohort_row row = cohort_table_row(table, i);
        grid.start = row.year < grid.start ? row.year : grid.start;
        last = row.year > last ? row.year : last;
        oldest = row.age_from > oldest ? row.age_from : oldest;
    }
    for (int i = 0; i < count; i++) {
        const int since = cohort_table_row(table, i).year - grid.start;
        grid.width = since > 0 && (grid.width == 0 || since < grid.width) ? since : grid.width;
    }
    for (int i = 0; i < count && last == grid.start; i++) { /* of one date: that of the ages */
        const int age = cohort_table_row(table, i).age_from;
        grid.width = age > 0 && (grid.width == 0 || age < grid.width) ? age : grid.width;
    }
    grid.ages = grid.width ? oldest / grid.width + 1 : 0;
    grid.steps = grid.width ? (last - grid.start) / grid.width : 0;
    must(cohort_grid_check(&grid, &error));
    return grid;
}

/* All cells are not given, until a row gives them. */
static void make_room(struct censuses *censuses, const cohort_grid *grid)
{
    const size_t counts = (size_t)censuses->areas * (size_t)(grid->steps + 1);
    const size_t cells = cohort_cell(grid, grid->steps + 1, 0, 0);
    censuses->dates = grid->steps + 1;
    censuses->stock = allocate((size_t)censuses->areas, sizeof *censuses->stock);
    censuses->unknown = allocate(counts * COHORT_SEXES, sizeof *censuses->unknown);
    censuses->left_out = allocate(counts, sizeof *censuses->left_out);
    for (int a = 0; a < censuses->areas; a++) {
        must(cohort_stock_init(&censuses->stock[a], grid, &error));
        for (size_t c = 0; c < cells; c++)
            cohort_stock_cells(&censuses->stock[a])[c] = (double)NAN;
    }
}

static double *unknown_of(const struct censuses *censuses, int area, int date, int sex)
{
    return &censuses->unknown[(area * censuses->dates + date) * COHORT_SEXES + sex];
}

/* ---- rows ---- */

/* Where the value of a row goes; NULL: nowhere, as of a total or a band of several groups. */
static double *place_of(const struct censuses *censuses, int number, const cohort_row *row,
                        int area)
{
    const cohort_grid *grid = &censuses->stock[area].grid;
    const int date = cohort_grid_date(grid, row->year), age = row->age_from / grid->width;
    const int last = age == grid->ages - 1 ? COHORT_OPEN_END : (age + 1) * grid->width - 1;
    const bool unknown = row->age_to == COHORT_AGE_UNKNOWN;
    if (row->sex == COHORT_BOTH || row->age_to > last)
        return NULL;
    if (date < 0)
        fail_row(censuses->table, number, "expected dates one width apart");
    if (unknown)
        return unknown_of(censuses, area, date, row->sex);
    if (row->age_from % grid->width != 0 ||
        (row->age_to != COHORT_AGE_GROUP && row->age_to != last))
        fail_row(censuses->table, number, "column age: expected 0-4, ..., 90+ or unknown");
    return &cohort_stock_cells(&censuses->stock[area])[cohort_cell(grid, date, row->sex, age)];
}

/* A count with a cell that is not given is left out; one that has no row at all is an error. */
static void read_rows(struct censuses *censuses)
{
    const cohort_table *table = censuses->table;
    for (int i = 0, area = 0; i < cohort_table_count(table); i++) {
        const cohort_row row = cohort_table_row(table, i);
        while (strcmp(censuses->area[area].code, row.area) != 0)
            area = (area + 1) % censuses->areas;
        double *to = place_of(censuses, i, &row, area);
        const int date = cohort_grid_date(&censuses->stock[area].grid, row.year);
        if (!to)
            continue;
        if (row.value < 0.0)
            fail_row(table, i, "persons below 0");
        *to = isnan(row.value) ? 0.0 : row.value;
        if (isnan(row.value))
            censuses->left_out[area * censuses->dates + date] = NOT_GIVEN;
    }
}

/* ---- both ---- */

/* Persons of unknown age, as those of the same sex whose age is known. */
static void spread_unknown(struct censuses *censuses, int area, int date)
{
    cohort_stock *stock = &censuses->stock[area];
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        double *cells = cohort_stock_cells(stock) + cohort_cell(&stock->grid, date, sex, 0),
               known = 0.0;
        for (int x = 0; x < stock->grid.ages; x++)
            known += cells[x];
        for (int x = 0; known > 0.0 && x < stock->grid.ages; x++)
            cells[x] *= 1.0 + *unknown_of(censuses, area, date, sex) / known;
    }
}

/* Of a count either all cells are given or none. */
static void check_rows(struct censuses *censuses, const char *path, int area, int date)
{
    cohort_stock *stock = &censuses->stock[area];
    const size_t cells = cohort_grid_cells(&stock->grid);
    double *of = cohort_stock_cells(stock) + cohort_cell(&stock->grid, date, 0, 0);
    size_t missing = 0;
    for (size_t c = 0; c < cells; c++)
        missing += isnan(of[c]) ? 1 : 0;
    if (missing > 0 && missing < cells)
        die("%s: area %s, %d: no row for %zu of %zu cells", input_name(path),
            censuses->area[area].code, cohort_grid_year(&stock->grid, date), missing, cells);
    for (size_t c = 0; c < cells && missing; c++)
        of[c] = 0.0;
    if (missing)
        censuses->left_out[area * censuses->dates + date] = NOT_GIVEN;
}

static void leave_out(struct censuses *censuses, int area, int date)
{
    unsigned char *reason = &censuses->left_out[area * censuses->dates + date];
    const cohort_stock *stock = &censuses->stock[area];
    if (*reason == USED && counted_is_emptied(stock, date))
        *reason = counted_total(stock, date) > 0.0 ? EMPTIED : NOBODY;
}

/* Codes and names: those of the table, or of areas.csv. */
static void list_areas(struct censuses *censuses)
{
    censuses->areas = cohort_table_area_count(censuses->table);
    censuses->area = allocate((size_t)censuses->areas, sizeof *censuses->area);
    for (int a = 0; a < censuses->areas; a++) {
        const char *code = cohort_table_area(censuses->table, a);
        const char *own = cohort_table_area_name(censuses->table, a);
        censuses->area[a] =
            (struct census_area){code, *own ? text_of("%.300s", own) : area_name(code)};
    }
}

void censuses_read(const char *path, const char *later, struct censuses *censuses)
{
    static const char *const variables[] = {"population", NULL};
    *censuses = (struct censuses){.table = read_table(path, variables, NULL)};
    if (later) {
        cohort_table *table = read_table(later, variables, NULL);
        must(cohort_table_join(censuses->table, table, NULL, &error));
        cohort_table_free(table);
    }
    list_areas(censuses);
    const cohort_grid grid = find_grid(censuses->table);
    make_room(censuses, &grid);
    read_rows(censuses);
    for (int a = 0; a < censuses->areas; a++)
        for (int i = 0; i < censuses->dates; i++)
            check_rows(censuses, path, a, i), spread_unknown(censuses, a, i),
                leave_out(censuses, a, i);
}

void censuses_free(struct censuses *censuses)
{
    for (int a = 0; a < censuses->areas; a++)
        cohort_stock_free(&censuses->stock[a]);
    free(censuses->stock);
    free(censuses->area);
    free(censuses->unknown);
    free(censuses->left_out);
    cohort_table_free(censuses->table);
}
