/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_H
#define COHORT_TABLE_H

#include <cohort/derive.h>
#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>
#include <cohort/lifetable.h>
#include <cohort/projection.h>
#include <cohort/sheets.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Tables of areas: rows, and the populations, rates and inputs made from them.
 */

/**
 * A table that has been read, opaque, from sheets of cells (see sheets.h). Its shape is found by
 * its content; lib/doc/tables.md says which there are. Some of them:
 *
 * Long, one value in each row: area, variable, year, sex, age, value.
 *   area      text; a code keeps its leading zero
 *   sex       male, female, both (or M, F, T; 男, 女, 総数, 計, 男女計)
 *   age       a group's first age, `5`; or a range, `5-9`; or an open one, `90+`; or `all`; in such
 *             forms and as people write them (`5〜9歳`, `5 to 9 years`, `85 and over`)
 *   value     a finite number, as cohort_csv_number reads it
 *   name      optional: the area's name
 *
 * Wide: dates, ages, sexes or quantities as columns, or several of these, in one or several rows of
 * headings, in blocks side by side or below each other. Without a `variable` all values are
 * `population`. Its rows are ordered by area, variable, year, sex and age.
 *
 * Titles and notes around it, cells that hold until the next, codes of six digits, names of columns
 * in English and Japanese are understood; what was guessed is noted (cohort_table_note).
 *
 * Errors are a row given twice (same area, variable, year, sex and age), unknown sexes, ranges of
 * ages that run backwards, missing cells, and values that are not numbers; with the option `gaps`
 * these (`x`, `***`, `:`, nothing) are NAN in their rows. Any function that needs that variable of
 * that area then fails with COHORT_ERROR_VALUE, which names file, line, column and text. Other
 * areas and variables are not affected.
 */
typedef struct cohort_table cohort_table;

/** What a dash in place of a count means. */
typedef enum cohort_dash {
    COHORT_DASH_GUESS,  /**< zero for populations with a number at that date; else a gap */
    COHORT_DASH_ZERO,   /**< zero */
    COHORT_DASH_MISSING /**< a gap */
} cohort_dash;

/** How a table is read. Fill it by cohort_table_options_init first. */
typedef struct cohort_table_options {
    size_t size;                  /**< sizeof this struct; an old one may end after `sex_ratio` */
    const char *const *variables; /**< those that may occur, ended by NULL; NULL: any */
    int gaps; /**< 1: any value that is no number is a gap, also an empty cell; 0: an error */
    cohort_dash dash;  /**< what a dash means */
    const char *sheet; /**< the sheet to read, by its name; NULL: all that have a table */
    const char *title; /**< words that the table lacks, as in a title: "2020 male mx"; NULL: none */
    const char *suffix; /**< of columns that differ in a suffix, which to take; NULL: without one */
    double sex_ratio;   /**< men per 100 women, by which persons of both sexes are split where the
                             table has no men and women apart, 1 to 10000; 0: not */
} cohort_table_options;

/** Set options to their defaults: any variables, no gaps, nothing overridden. */
COHORT_API void cohort_table_options_init_sized(cohort_table_options *options, size_t size);

/** Set options to their defaults. */
#define cohort_table_options_init(options)                                                         \
    cohort_table_options_init_sized((options), sizeof *(options))

/** A row of a table. */
typedef struct cohort_row {
    const char *area;     /**< the area's code */
    const char *variable; /**< what the value is: population, qx, ... */
    int year;             /**< a date, or the first year of an interval */
    int sex;              /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from;         /**< first age, completed years */
    int age_to;           /**< last age, inclusive; COHORT_OPEN_END if there is none,
                               COHORT_AGE_GROUP if the row gives only the first age;
                               COHORT_AGE_UNKNOWN for persons of unknown age */
    double value;         /**< finite; NAN for a gap */
    int line;             /**< the line in the file */
} cohort_row;

/**
 * Read a table from a file.
 * Given: path; "-" is standard input. variables, the names that may occur in it, ended by NULL; or
 * NULL for any.
 * Errors: those of cohort_sheets_read; COHORT_ERROR_MISSING (a column, or all rows),
 * COHORT_ERROR_VALUE, COHORT_ERROR_DUPLICATE and COHORT_ERROR_ARGUMENT (an unknown variable),
 * naming file, line, column, value and what was expected.
 * Ownership: freed with cohort_table_free. Texts of rows belong to the table.
 */
COHORT_API int cohort_table_read(const char *path, const char *const *variables, cohort_table **out,
                                 cohort_error *error);

/**
 * Read a table from sheets.
 * Given: options, NULL for the defaults.
 * Errors: those of cohort_table_read except COHORT_ERROR_READ; COHORT_ERROR_ARGUMENT: an option
 * that is none of those above; COHORT_ERROR_MISSING: no such sheet.
 * Ownership: the function takes the sheets, even on failure.
 */
COHORT_API int cohort_table_from_sheets(cohort_sheets *sheets, const cohort_table_options *options,
                                        cohort_table **out, cohort_error *error);

/**
 * Find an area that another table has, by its code and name ("": none): the one of the same code;
 * or the only one of the same name; or the only one whose name differs only in the region before it
 * (架空県架空町).
 * Returned: its code in this table, which belongs to the table; NULL if there is no such area.
 */
COHORT_API const char *cohort_table_find_area(const cohort_table *table, const char *area,
                                              const char *name);

/**
 * Add another table's rows to a table, such as those of a further date of the same areas. Areas are
 * matched by code, else by name (cohort_table_find_area); they have the code of this table.
 * Equal rows of both become one.
 * Given: other, a table of its own.
 * Returned: *matched, unless NULL, how many of the other's areas were there.
 * Errors: COHORT_ERROR_ARGUMENT: the other is the table itself, which stays as it was.
 * COHORT_ERROR_DUPLICATE (a row of both tables, with another value), COHORT_ERROR_MEMORY: the table
 * must then not be used, only freed.
 */
COHORT_API int cohort_table_join(cohort_table *table, const cohort_table *other, int *matched,
                                 cohort_error *error);

/**
 * Set how far the rates of a table may go, before it is used. A new one has COHORT_HUMAN_RATES.
 * Inputs made from it (cohort_table_inputs) have the same limits.
 */
COHORT_API void cohort_table_set_rate_limits(cohort_table *table, cohort_rate_limits limits);

/**
 * Choose the model of old ages (see cohort_lifetable_extend) by which life tables of a table are
 * extended to 110, before it is used: those that are closed too early, and those whose open age
 * group begins before the projection's. They are fitted from 80 on, or to the last 10 closed years,
 * and at least two groups. In a new table there is none, and such life tables are errors.
 */
COHORT_API void cohort_table_set_old_ages(cohort_table *table, cohort_old_ages model);

/** Free a table. */
COHORT_API void cohort_table_free(cohort_table *table);

/** The number of rows. */
COHORT_API int cohort_table_count(const cohort_table *table);

/**
 * A row, by its number from 0 on, in the order of the file (of a wide table as above). Its area is
 * NULL if there is no such row. Texts belong to the table.
 */
COHORT_API cohort_row cohort_table_row(const cohort_table *table, int index);

/**
 * The file that the line of a row is in (one of the files of joined tables), as messages name it,
 * with the sheet of a workbook. NULL if there is no such row. It belongs to the table.
 */
COHORT_API const char *cohort_table_row_file(const cohort_table *table, int index);

/**
 * What was guessed when the table was read, or done with its figures: a sentence, by its number
 * from 0 on; NULL if there are no more. It belongs to the table.
 */
COHORT_API const char *cohort_table_note(const cohort_table *table, int index);

/**
 * The largest unit in which the table gave counts, as a number of persons: 1000 of thousands; 1 if
 * they were all of persons, as those of its rows are. Of joined tables, that of the first.
 */
COHORT_API int cohort_table_unit(const cohort_table *table);

/** The first title above the table, or "". It belongs to the table. */
COHORT_API const char *cohort_table_title(const cohort_table *table);

/** The number of areas. */
COHORT_API int cohort_table_area_count(const cohort_table *table);

/**
 * The code of an area, by its number from 0 on, in the order in which the file first has them; NULL
 * if there is no such area.
 */
COHORT_API const char *cohort_table_area(const cohort_table *table, int index);

/**
 * The name of an area, from its first row; "" if the table has none, NULL if there is no such area.
 */
COHORT_API const char *cohort_table_area_name(const cohort_table *table, int index);

/**
 * The first and the last year for which an area has rows of a variable. Only the area's own rows
 * are searched.
 * Returned: *first_year; *last_year.
 * Errors: COHORT_ERROR_MISSING: no such area, or no such rows.
 */
COHORT_API int cohort_table_years(const cohort_table *table, const char *area, const char *variable,
                                  int *first_year, int *last_year, cohort_error *error);

/**
 * The value in one row.
 * Given: area, variable, year and sex; ages as the row has them: 0 and COHORT_OPEN_END for all, a
 * first age and COHORT_AGE_GROUP if there is only that.
 * Returned: *value.
 * Errors: COHORT_ERROR_MISSING.
 */
COHORT_API int cohort_table_value(const cohort_table *table, const char *area, const char *variable,
                                  int year, int sex, int age_from, int age_to, double *value,
                                  cohort_error *error);

/**
 * The populations of an area by sex and age group at successive dates.
 *
 * The grid is found from the rows: age groups of one width from age 0 on, the last one open; dates
 * as far apart as the groups are wide. Rows of both sexes or all ages are not needed. If there are
 * any, they must be the sum of their cells, except for rounding by half a person for each.
 * A table may have only women; men are then 0.
 * Returned: *stock, initialised here, freed by the caller with cohort_stock_free, which is also
 * allowed after a failure; `cells` is then NULL, and the grid all zero.
 * Errors: COHORT_ERROR_MISSING (no such area; a cell that is not given), COHORT_ERROR_GRID (a gap
 * in ages or dates), COHORT_ERROR_DUPLICATE (a cell given in two forms), COHORT_ERROR_VALUE (a
 * negative cell, a total that contradicts its parts: file and line).
 */
COHORT_API int cohort_table_population(const cohort_table *table, const char *area,
                                       const char *variable, cohort_stock *stock,
                                       cohort_error *error);

/**
 * The same at one date, a year of which the area has rows: dates may be any years apart.
 * Returned: *stock, likewise.
 * Errors: those of cohort_table_population; COHORT_ERROR_GRID (a year without rows).
 */
COHORT_API int cohort_table_population_of(const cohort_table *table, const char *area,
                                          const char *variable, int year, cohort_stock *stock,
                                          cohort_error *error);

/**
 * Rates of a reference area, by cohort_derive_reference, from its rows `population`, `qx` or,
 * without any, `mx` (by single or abridged age) and, if there are any, `tfr` (female, all ages).
 * Given: last_year, one of the population's dates; later dates are not used.
 * Errors: those of cohort_table_population, cohort_derive_reference and cohort_lifetable_from_qx.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_table_reference(const cohort_table *table, const char *area, int last_year,
                                      cohort_inputs **out, cohort_error *error);

/**
 * The same for a population on another grid: from its first date to its last, with no more ages
 * than it has (older ones are summed). Beyond the reference's last date its last rates are held.
 * Given: grid, as wide as the reference's; its first date is one of the reference's; with `ages` 0
 * it has the reference's ages.
 * Errors: those of cohort_table_reference.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_table_reference_on(const cohort_table *table, const char *area,
                                         const cohort_grid *grid, cohort_inputs **out,
                                         cohort_error *error);

/**
 * Rates by sex and age for a derived projection (see derived.h), from the rows of one variable.
 *
 * Rows are those of the area; if it has none, those of the area "all". Sexes: male, female, or both
 * (the rate is that of either). Ages: any ranges (`6-11`, `75+`, `all`), or only a group's first
 * age. They are the same in each year; ages without a row have the rate 0. A range that covers part
 * of an age group counts for that part, its ages being taken as even. Years: any. Between two the
 * rates lie on a straight line; before the first and after the last they are constant.
 * Returned: rates[date][sex][age] on the grid, per person.
 * Errors: COHORT_ERROR_MISSING (no rows; an age with a rate in one year and none in another),
 * COHORT_ERROR_VALUE (a negative rate), COHORT_ERROR_GRID (the grid; a range that begins or ends
 * within the open age group; a single first age that is not one of the grid's; single first ages
 * with gaps between them, which may mean wider groups: write these as ranges),
 * COHORT_ERROR_DUPLICATE (ages of one year and sex that overlap), naming file and line.
 */
COHORT_API int cohort_table_rates(const cohort_table *table, const char *area, const char *variable,
                                  const cohort_grid *grid, double *rates, cohort_error *error);

/**
 * The inputs of a projection of one area, from its rows. Variables of an interval stand at its
 * first year. Ages are all those of the population; only asfr may have fewer, and are 0 below the
 * first age given and above the last.
 *   population           the first date is the base: its ages and width are the projection's. If it
 *                        has only women, so have the inputs (cohort_inputs_women_only)
 *   survival | mx | qx   Sx by age at the interval's end (0 = births); or death rates, or
 *                        probabilities of dying, by single or abridged age (0, 1, 5, ... the last
 *                        open), completed by Andreev and Kingkade's rules
 *   srb | male_share     males per female at birth, or males among births; one value, age all
 *   asfr, tfr            (the UN's conventions) births per woman and year, scaled to the tfr if
 *                        there is one. (A scenario's tfr belongs to the date at its end.)
 *   cwr, tfr_per_cwr     (ipss) one value; tfr_per_cwr is optional
 *   net_migration        persons over the whole interval; optional
 *   net_migration_rate   per person and year: net_migration_ratio divided by the width; optional
 * Given: tables[count], each variable of the area in one of them; last_year, a whole number of
 * steps after the base.
 * Errors: COHORT_ERROR_MISSING, COHORT_ERROR_DUPLICATE, COHORT_ERROR_VALUE; COHORT_ERROR_GRID, also
 * for age groups wider than the step, which must be graduated first (cohort_graduate).
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_table_inputs(int count, const cohort_table *const *tables, const char *area,
                                   cohort_convention convention, int last_year, cohort_inputs **out,
                                   cohort_error *error);

/**
 * Inputs derived from an area's published population and the rates of a reference area (see
 * cohort_derive).
 * Given: table, with the area's `population`; reference, with the rows of cohort_table_reference,
 * which may be the same table; last_year, a date of the reference, at or beyond the last published
 * one.
 * Returned: *out, with human limits unless its rates go further (cohort_inputs_set_rate_limits).
 * Errors: those of cohort_table_population, cohort_table_reference and cohort_derive.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_table_derive_from(const cohort_table *table, const char *area,
                                        const cohort_table *reference, const char *reference_area,
                                        int last_year, cohort_inputs **out, cohort_error *error);

/**
 * Inputs derived as in cohort_table_derive_from, from two files. They may have no variables other
 * than asfr, population, qx and tfr.
 * Errors: those of cohort_table_read and cohort_table_derive_from.
 * Ownership: freed with cohort_inputs_free.
 */
COHORT_API int cohort_table_derive(const char *path, const char *area, const char *reference_path,
                                   const char *reference_area, int last_year, cohort_inputs **out,
                                   cohort_error *error);

/**
 * The projection of inputs derived as in cohort_table_derive.
 * Errors: those of cohort_table_derive and cohort_projection_new.
 * Ownership: freed with cohort_projection_free.
 */
COHORT_API int cohort_table_project(const char *path, const char *area, const char *reference_path,
                                    const char *reference_area, int last_year,
                                    cohort_projection **out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
