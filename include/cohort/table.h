/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_H
#define COHORT_TABLE_H

#include <cohort/csv.h>
#include <cohort/derive.h>
#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>
#include <cohort/projection.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Tables of areas: rows, and the populations, rates and inputs in them.
 */

/**
 * Tables, in one of two layouts: CSV in UTF-8, with or without a byte-order mark, or in Shift-JIS;
 * LF or CRLF; the columns in any order, in capitals or not, those of other names being passed over.
 *
 * Long, a value a row: area, variable, year, sex, age, value.
 *   area      text; a code keeps its leading zero
 *   sex       male, female, both (or M, F, T; 男, 女, 総数, 計, 男女計)
 *   age       a group's first age, `5`; or a range, `5-9`; or an open one, `90+`; or `all`
 *             (or 5〜9歳, 90歳以上, 90歳〜, 総数, 計)
 *   value     a finite number, as cohort_csv_number reads it
 *   name      may be left out: the area's name
 *
 * Wide, as countries publish them, a date a column: area, sex, age, and a column for each date,
 * headed by its year of four digits (2015, 2020年, ...). With neither `year` nor `value` in the
 * header, a year there makes a table wide. `name` and `variable` may be left out; without
 * the latter all is `population`. Its rows are those of the long layout, in order of area,
 * variable, year, sex and age.
 *
 * Other names of columns: code, 市区町村コード, 団体コード or コード for area; 市区町村名, 市区町村,
 * 団体名 or 名称 for name; 変数 for variable; 年 or 年次 for year; 性別 or 男女 for sex; 年齢 or
 * 年齢階級 for age; 値 for value, and 人口 or 人数, with which `variable` may be left out of the long
 * layout too.
 *
 * A row given twice (same area, variable, year, sex and age) is an error, as are unknown sexes,
 * ages that run backwards, persons of unknown age (不詳), missing cells, and anything that is no
 * number.
 */
typedef struct cohort_table cohort_table;

/** A row. */
typedef struct cohort_row {
    const char *area;     /**< its code */
    const char *variable; /**< what the value is */
    int year;             /**< a date, or the first year of an interval */
    int sex;              /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from;         /**< first age, completed years */
    int age_to;           /**< last age, inclusive; COHORT_OPEN_END where there is none, and
                               COHORT_AGE_GROUP where the row does not say */
    double value;         /**< finite; NAN where it is a gap */
    int line;             /**< of the file */
} cohort_row;

/**
 * Read a table.
 * Given: path ("-" = standard input); `variables`, the names that may stand in it, ended by NULL,
 * or NULL for any.
 * Errors: COHORT_ERROR_READ, _FORMAT, _MISSING (a column, or any row), _VALUE, _DUPLICATE,
 * _ARGUMENT (an unknown variable), naming file, line, column, value and what was expected.
 * Ownership: freed with cohort_table_free, which takes NULL. Texts of rows belong to the table.
 */
COHORT_API int cohort_table_read(const char *path, const char *const *variables, cohort_table **out,
                                 cohort_error *error);

/**
 * The same from CSV that has been read, from a file (cohort_csv_read) or from memory
 * (cohort_csv_parse).
 * Given: `variables` as above. With `with_gaps` 0 every value has to be a number. With 1 some areas'
 * values may be missing or suppressed (`-`, `x`, nothing): such a value is NAN in its row, and
 * whatever is asked about that variable of that area is answered with COHORT_ERROR_VALUE and what
 * was wrong with the first of them: file, line, column, text, expected. Other areas, and other
 * variables, are as in any table.
 * Errors: as above.
 * Ownership: the table takes the csv; on failure it is freed.
 */
COHORT_API int cohort_table_from_csv(cohort_csv *csv, const char *const *variables, int with_gaps,
                                     cohort_table **out, cohort_error *error);

/** Free a table; NULL is passed over. */
COHORT_API void cohort_table_free(cohort_table *table);

/** How many rows there are. */
COHORT_API int cohort_table_count(const cohort_table *table);

/** A row, in the order of the file (of a wide one as above); NULL beyond. */
COHORT_API const cohort_row *cohort_table_row(const cohort_table *table, int index);

/** How many areas there are. */
COHORT_API int cohort_table_area_count(const cohort_table *table);

/** An area: each once, in the order in which the file first has them; NULL beyond. */
COHORT_API const char *cohort_table_area(const cohort_table *table, int index);

/** An area's name, from its first row; "" where the table has none, NULL beyond. */
COHORT_API const char *cohort_table_area_name(const cohort_table *table, int index);

/**
 * The first and the last year for which an area has rows of a variable. What an area has is found
 * without going through the rows of others.
 * Errors: COHORT_ERROR_MISSING: no such area, or no such rows.
 */
COHORT_API int cohort_table_years(const cohort_table *table, const char *area, const char *variable,
                                  int *first_year, int *last_year, cohort_error *error);

/**
 * The one value of an area, variable, year, sex and range of ages, as the row has them (from 0 to
 * COHORT_OPEN_END: all; age_to COHORT_AGE_GROUP for a first age alone).
 * Errors: COHORT_ERROR_MISSING.
 */
COHORT_API int cohort_table_value(const cohort_table *table, const char *area, const char *variable,
                                  int year, int sex, int age_from, int age_to, double *value,
                                  cohort_error *error);

/**
 * Populations of one area by sex and age group at successive dates.
 * The grid is found from the rows: groups of equal width from age 0 on, the last open; dates as
 * far apart as the groups are wide. Rows of both sexes or all ages are not needed; those of whole
 * groups have to be the sum of their cells, but for rounding, half a person each.
 * Returned: *stock, initialised here, freed by the caller with cohort_stock_free.
 * Errors: COHORT_ERROR_MISSING (no such area; a cell that is not given: which), COHORT_ERROR_GRID
 * (a gap in ages or dates), COHORT_ERROR_DUPLICATE (a cell given in two forms), COHORT_ERROR_VALUE
 * (a negative cell, a total that contradicts its parts: file and line).
 */
COHORT_API int cohort_table_population(const cohort_table *table, const char *area,
                                       const char *variable, cohort_stock *stock,
                                       cohort_error *error);

/**
 * Rates of the reference area (see cohort_derive_reference) from its rows `population`, `qx` (by
 * single year of age) and, if there are any, `tfr` (female, all ages).
 * Given: `last_year`, the horizon; dates beyond it are not used.
 * Errors: as above, and those of cohort_derive_reference and cohort_lifetable_from_qx.
 */
COHORT_API int cohort_table_reference(const cohort_table *table, const char *area, int last_year,
                                      cohort_inputs **out, cohort_error *error);

/**
 * Rates by sex and age of a derived projection (see derived.h) from the rows of one variable.
 * Given: rows of the area; if it has none, those of the area "all". Sexes: male, female, both (for
 * either). Ages: any ranges (`6-11`, `75+`, `all`), or a group's first age alone; those of which no
 * row speaks are 0, and are the same in each year. A range that takes in a part of an age group
 * counts for that part, the ages of a group being taken as even. Years: any; between two the rates
 * lie on a straight line, before the first and after the last they are held.
 * Returned: rates[date][sex][age] on the grid.
 * Errors: COHORT_ERROR_MISSING (no rows; an age with a rate in one year and none in another),
 * COHORT_ERROR_VALUE (a negative rate), COHORT_ERROR_GRID (a grid that is none; a range that begins
 * or ends within the open group; a first age alone that is not one of the grid's; first ages with
 * ages left out between them, which may be of wider groups: written as ranges they are taken),
 * COHORT_ERROR_DUPLICATE (ages of one year and sex that overlap), naming file and line.
 */
COHORT_API int cohort_table_rates(const cohort_table *table, const char *area, const char *variable,
                                  const cohort_grid *grid, double *rates, cohort_error *error);

/**
 * Inputs of a projection of one area from its rows. Variables of an interval stand at its first
 * year; ages are those of the population, all of them, but for asfr, which are nil below
 * the first age given and above the last.
 *   population           the first date is the base: its ages and width are the projection's
 *   survival | mx | qx   Sx by age at the interval's end (0 = births); or death rates by single or
 *                        abridged age (0, 1, 5, ... the last open), completed by Andreev and
 *                        Kingkade's rules; or probabilities by single age
 *   srb | male_share     males per female at birth, or males among births; one value, age all
 *   asfr, tfr            (the UN's conventions) births per woman and year; brought to the tfr, if
 *                        there is one (a scenario's tfr stands at the interval's last date)
 *   cwr, tfr_per_cwr     (ipss) one value; the second may be left out
 *   net_migration        persons over the whole interval; may be left out
 *   net_migration_rate   per person and year, times the width the quantity net_migration_ratio; may be
 *                        left out
 * Given: tables, each variable of the area in one of them; `last_year`, whole steps from the base.
 * Errors: COHORT_ERROR_MISSING, _DUPLICATE, _VALUE; COHORT_ERROR_GRID, also for groups wider than
 * the step, which are to be graduated first (cohort_graduate).
 */
COHORT_API int cohort_table_inputs(int count, const cohort_table *const *tables, const char *area,
                                   cohort_convention convention, int last_year, cohort_inputs **out,
                                   cohort_error *error);

/**
 * Rates derived from an area's published population and the reference's rows (see cohort_derive), up
 * to `last_year`, a date at or beyond the last published one.
 * Given: a table with the area's `population`; one with the rows of cohort_table_reference, which
 * may be the same.
 * Errors: those of cohort_table_population, cohort_table_reference and cohort_derive; *out is then
 * NULL.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_table_derive_from(const cohort_table *table, const char *area,
                                        const cohort_table *reference, const char *reference_area,
                                        int last_year, cohort_inputs **out, cohort_error *error);

/**
 * The same from two files that are read here; what is neither asfr, population, qx nor tfr in them
 * is an error.
 * Errors: those of cohort_table_read, too.
 */
COHORT_API int cohort_table_derive(const char *path, const char *area, const char *reference_path,
                                   const char *reference_area, int last_year, cohort_inputs **out,
                                   cohort_error *error);

/**
 * The same, and the projection of these rates.
 * Ownership: freed with cohort_projection_free.
 */
COHORT_API int cohort_table_project(const char *path, const char *area, const char *reference_path,
                                    const char *reference_area, int last_year,
                                    cohort_projection **out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
