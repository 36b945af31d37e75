/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/censuses.h"

#include "inputs/fixtures.h"
#include "options/options.h"

/* The count is gone from one date to the next: the area was emptied by order. */
static const double EMPTY_BELOW = 0.2;

static void fail(const char *file, int line, const char *problem)
{
    die("%s, line %d: %s", file, line, problem);
}

static void copy_text(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
}

double census_total(const struct censuses *censuses, int area, int date)
{
    const cohort_stock *stock = &censuses->stock[area];
    double sum = 0.0;
    for (size_t c = 0; c < cohort_grid_cells(&stock->grid); c++)
        sum += stock->cells[cohort_cell(&stock->grid, date, 0, 0) + c];
    return sum;
}

/* ---- areas ---- */

/* The number of an area, a new one at its first row; rows of an area mostly stand together. */
static int area_of(struct censuses *censuses, const char *code, const char *name)
{
    for (int a = censuses->areas - 1; a >= 0; a--)
        if (strcmp(censuses->area[a].code, code) == 0)
            return a;
    copy_text(censuses->area[censuses->areas].code, sizeof censuses->area->code, code);
    copy_text(censuses->area[censuses->areas].name, sizeof censuses->area->name, name);
    return censuses->areas++;
}

static void make_room(struct censuses *censuses, const cohort_grid *grid)
{
    const size_t counts = (size_t)censuses->areas * (size_t)(grid->steps + 1);
    censuses->dates = grid->steps + 1;
    censuses->stock = allocate((size_t)censuses->areas, sizeof *censuses->stock);
    censuses->unknown = allocate(counts * COHORT_SEXES, sizeof *censuses->unknown);
    censuses->left_out = allocate(counts, sizeof *censuses->left_out);
    for (int a = 0; a < censuses->areas; a++)
        must(cohort_stock_init(&censuses->stock[a], grid, &error));
}

static double *unknown_of(struct censuses *censuses, int area, int date, int sex)
{
    return &censuses->unknown[(area * censuses->dates + date) * COHORT_SEXES + sex];
}

/* ---- the wide layout ---- */

enum { CODE, NAME, SEX, AGE, TEXTS };
static const char *const texts[TEXTS] = {"code", "name", "sex", "age"};

struct wide {
    cohort_csv *csv;
    int column[TEXTS], first_date, dates; /* the columns of the dates are the last */
};

static const char *cell(const struct wide *wide, int record, int text)
{
    return cohort_csv_cell(wide->csv, record, wide->column[text]);
}

static int is_unknown(const struct wide *wide, int record)
{
    return strcmp(cell(wide, record, AGE), "unknown") == 0;
}

/* The first age of `0-4` or `90+`; -1 for anything else. */
static int first_age(const char *age)
{
    char *end;
    long first = strtol(age, &end, 10);
    return end > age && (*end == '-' || *end == '+') && first >= 0 && first < 200 ? (int)first : -1;
}

static void open_wide(struct wide *wide, cohort_csv *csv)
{
    wide->csv = csv;
    wide->first_date = 0;
    for (int t = 0; t < TEXTS; t++) {
        wide->column[t] = cohort_csv_column(csv, texts[t]);
        if (wide->column[t] < 0)
            die("%s: no column %s", cohort_csv_name(csv), texts[t]);
        if (wide->column[t] >= wide->first_date)
            wide->first_date = wide->column[t] + 1;
    }
    wide->dates = cohort_csv_columns(csv) - wide->first_date;
}

/* The dates of the header; as many ages as the file's last one says. */
static cohort_grid wide_grid(const struct wide *wide)
{
    cohort_grid grid = {0, 0, 0, wide->dates - 1};
    for (int i = 0; i < wide->dates; i++) {
        int year,
            text_is_year = parse_year(cohort_csv_header(wide->csv, wide->first_date + i), &year);
        if (i == 0)
            grid.start = year;
        if (i == 1)
            grid.width = year - grid.start;
        if (!text_is_year || (i > 1 && year != grid.start + i * grid.width))
            fail(cohort_csv_name(wide->csv), 1, "expected years, one width apart, as last columns");
    }
    for (int r = 0; r < cohort_csv_records(wide->csv); r++) {
        int age = first_age(cell(wide, r, AGE));
        if (grid.width > 0 && age / grid.width >= grid.ages)
            grid.ages = age / grid.width + 1;
    }
    must(cohort_grid_check(&grid, &error));
    return grid;
}

/* One row: a sex and age, or the unknown ages of a sex, at every date. */
static void read_row(const struct wide *wide, int record, struct censuses *censuses)
{
    const char *sex_text = cell(wide, record, SEX);
    const int area = area_of(censuses, cell(wide, record, CODE), "");
    const int sex = strcmp(sex_text, "F") == 0 ? COHORT_FEMALE : COHORT_MALE;
    const int age = first_age(cell(wide, record, AGE)), line = cohort_csv_line(wide->csv, record);
    cohort_stock *stock = &censuses->stock[area];
    if (sex == COHORT_MALE && strcmp(sex_text, "M") != 0)
        fail(cohort_csv_name(wide->csv), line, "column sex: expected M or F");
    if (!is_unknown(wide, record) && (age < 0 || age % stock->grid.width != 0))
        fail(cohort_csv_name(wide->csv), line, "column age: expected 0-4, ..., 90+ or unknown");
    for (int i = 0; i < censuses->dates; i++) {
        double *to = is_unknown(wide, record)
                         ? unknown_of(censuses, area, i, sex)
                         : &cohort_stock_cells(
                               stock)[cohort_cell(&stock->grid, i, sex, age / stock->grid.width)];
        *to = 0.0;
        if (cohort_csv_cell(wide->csv, record, wide->first_date + i)[0] == '\0')
            censuses->left_out[area * censuses->dates + i] = NOT_GIVEN;
        else
            must(cohort_csv_number(wide->csv, record, wide->first_date + i, to, &error));
        if (*to < 0.0)
            fail(cohort_csv_name(wide->csv), line, "persons below 0");
    }
}

static void read_wide(cohort_csv *csv, struct censuses *censuses)
{
    struct wide wide;
    open_wide(&wide, csv);
    const cohort_grid grid = wide_grid(&wide);
    const int records = cohort_csv_records(csv), rows = COHORT_SEXES * (grid.ages + 1);
    censuses->area = allocate((size_t)records, sizeof *censuses->area);
    for (int r = 0; r < records; r++)
        area_of(censuses, cell(&wide, r, CODE), cell(&wide, r, NAME));
    if (records != censuses->areas * rows)
        die("%s: %d areas of %d rows: expected %d an area, all ages and unknown",
            cohort_csv_name(csv), censuses->areas, records, rows);
    make_room(censuses, &grid);
    for (int a = 0; a < censuses->areas; a++) /* a row that is not there must not be a 0 */
        for (size_t c = 0; c < cohort_cell(&grid, censuses->dates, 0, 0); c++)
            cohort_stock_cells(&censuses->stock[a])[c] = -1.0;
    for (int r = 0; r < records; r++)
        read_row(&wide, r, censuses);
    cohort_csv_free(csv);
}

/* ---- the tidy layout ---- */

static void read_tidy(cohort_csv *csv, struct censuses *censuses)
{
    static const char *const variables[] = {"population", "population_age_unknown", NULL};
    cohort_table *table;
    must(cohort_table_from_csv(csv, variables, 0, &table, &error));
    const int rows = cohort_table_count(table);
    censuses->area = allocate((size_t)rows, sizeof *censuses->area);
    for (int r = 0; r < rows; r++)
        area_of(censuses, cohort_table_row(table, r)->area, "");
    cohort_stock stock;
    must(cohort_table_population(table, censuses->area[0].code, variables[0], &stock, &error));
    make_room(censuses, &stock.grid);
    cohort_stock_free(&stock);
    for (int a = 0; a < censuses->areas; a++) {
        cohort_stock_free(&censuses->stock[a]);
        area_name(censuses->area[a].code, censuses->area[a].name, sizeof censuses->area->name);
        must(cohort_table_population(table, censuses->area[a].code, variables[0],
                                     &censuses->stock[a], &error));
        for (int i = 0; i < censuses->dates; i++)
            for (int sex = 0; sex < COHORT_SEXES; sex++)
                must(cohort_table_value(table, censuses->area[a].code, variables[1],
                                        cohort_grid_year(&censuses->stock[a].grid, i), sex, 0,
                                        COHORT_OPEN_END, unknown_of(censuses, a, i, sex), &error));
    }
    cohort_table_free(table);
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

static void leave_out(struct censuses *censuses, int area, int date)
{
    unsigned char *reason = &censuses->left_out[area * censuses->dates + date];
    double persons = census_total(censuses, area, date);
    if (*reason != USED)
        return;
    if (persons == 0.0)
        *reason = NOBODY;
    else if (date > 0 && persons < EMPTY_BELOW * census_total(censuses, area, date - 1))
        *reason = EMPTIED;
}

void censuses_from_csv(cohort_csv *csv, struct censuses *censuses)
{
    *censuses = (struct censuses){0};
    if (cohort_csv_column(csv, "variable") >= 0)
        read_tidy(csv, censuses);
    else
        read_wide(csv, censuses);
    for (int a = 0; a < censuses->areas; a++)
        for (int i = 0; i < censuses->dates; i++)
            spread_unknown(censuses, a, i), leave_out(censuses, a, i);
}

void censuses_read(const char *path, struct censuses *censuses)
{
    cohort_csv *csv;
    must(cohort_csv_read(path, &csv, &error));
    censuses_from_csv(csv, censuses);
}

bool censuses_are(const cohort_csv *csv)
{
    const int age = cohort_csv_column(csv, texts[AGE]);
    if (age < 0 || cohort_csv_column(csv, "variable") >= 0)
        return false;
    for (int r = 0; r < cohort_csv_records(csv); r++)
        if (strcmp(cohort_csv_cell(csv, r, age), "unknown") == 0)
            return true;
    return false;
}

void censuses_free(struct censuses *censuses)
{
    for (int a = 0; a < censuses->areas; a++)
        cohort_stock_free(&censuses->stock[a]);
    free(censuses->stock);
    free(censuses->area);
    free(censuses->unknown);
    free(censuses->left_out);
}
