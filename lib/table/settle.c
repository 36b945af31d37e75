/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/settle.h"

#include "core/error.h"
#include "table/dashes.h"
#include "text/text.h"
#include "text/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODE = 5 };

/* ---- codes ---- */

static bool is_digits(const char *text, size_t length)
{
    return strlen(text) == length && strspn(text, "0123456789") == length;
}

/* How many pairs have a code with a check digit, one of five digits, one without its zero, one
 * with a check digit and without its zero. */
typedef struct codes {
    int checked, whole, short_of, lost;
    const char *wrong; /* the first of six digits that do not check */
} codes;

enum { SURE = 5 /* so many codes of five digits do not check by chance */ };

/* Is there a character of three bytes, as Japanese ones are? */
static bool is_japanese(const char *at)
{
    return (unsigned char)*at >= 0xE3;
}

/* A name without blanks between Japanese characters (`架空県　架空町`). NULL: no memory. */
static const char *squeezed(cohort_rows *rows, const char *name)
{
    enum { NAME = 256 };
    static const char wide[] = "　";
    char text[NAME];
    size_t used = 0;
    for (const char *at = name; *at && used + 1 < NAME;) {
        const size_t wide_one = strncmp(at, wide, sizeof wide - 1) == 0 ? sizeof wide - 1 : 0;
        const size_t blank = *at == ' ' ? 1 : wide_one;
        if (blank && used >= 3 && is_japanese(text + used - 3) && is_japanese(at + blank))
            at += blank;
        else
            text[used++] = *at++;
    }
    text[used] = '\0';
    return used + 1 == NAME || strlen(name) == used ? name : cohort_rows_text(rows, text);
}

/* A code as its digits: not in full width, nor `'01223` or `1223.0`, as a spreadsheet or another
 * program has left it. A name as its letters. */
static int settle_digits(cohort_rows *rows, cohort_error *error)
{
    char plain[COHORT_PLAIN_TEXT];
    for (int i = 0; i < rows->pair_count; i++) {
        cohort_row_pair *pair = &rows->pairs[i];
        pair->area = squeezed(rows, pair->area);
        pair->name = squeezed(rows, pair->name);
        if (!pair->area || !pair->name)
            return cohort_fail_memory(error);
        cohort_plain_text(pair->area, plain);
        char *code = plain + (*plain == '\'');
        const size_t digits = strspn(code, "0123456789");
        if (digits < CODE - 1 || (code[digits] && strcmp(code + digits, ".0") != 0))
            continue;
        code[digits] = '\0';
        if (strcmp(code, pair->area) != 0 && !(pair->area = cohort_rows_text(rows, code)))
            return cohort_fail_memory(error);
    }
    return COHORT_OK;
}

static codes count_codes(const cohort_rows *rows)
{
    codes found = {.wrong = ""};
    char code[CODE + 2];
    for (int i = 0; i < rows->pair_count; i++) {
        const char *area = rows->pairs[i].area;
        snprintf(code, sizeof code, "0%.5s", area);
        found.lost += is_digits(area, CODE) && cohort_code_checks(code);
        found.checked += cohort_code_checks(area);
        found.wrong = *found.wrong || !is_digits(area, CODE + 1) || cohort_code_checks(area)
                          ? found.wrong
                          : area;
        found.whole += is_digits(area, CODE);
        found.short_of += is_digits(area, CODE - 1) && *area != '0';
    }
    return found;
}

/* Codes of the same municipality in other files have five digits. */
static int settle_codes(cohort_table *table, bool japanese, cohort_error *error)
{
    cohort_rows *rows = &table->rows;
    const codes found = count_codes(rows);
    const bool all_checked = found.checked > 0 && found.checked + found.whole == rows->pair_count &&
                             (japanese || found.whole == 0);
    const bool all_short =
        japanese && found.short_of > 0 && found.short_of + found.whole == rows->pair_count;
    const bool all_lost = japanese && found.lost >= SURE && found.lost == rows->pair_count;
    char code[CODE + 2];
    if (!all_checked && !all_short && !all_lost)
        return !japanese || !*found.wrong
                   ? COHORT_OK
                   : cohort_table_add_note(
                         table, error,
                         "code %s is kept with six digits, and so are all: its last does not check "
                         "the others",
                         found.wrong);
    for (int i = 0; i < rows->pair_count; i++) {
        cohort_row_pair *pair = &rows->pairs[i];
        if (all_checked ? !cohort_code_checks(pair->area)
                        : !all_lost && !is_digits(pair->area, CODE - 1))
            continue;
        snprintf(code, sizeof code, "%s%.*s", all_checked ? "" : "0", all_lost ? CODE - 1 : CODE,
                 pair->area);
        pair->area = cohort_rows_text(rows, code);
        if (!pair->area)
            return cohort_fail_memory(error);
    }
    return cohort_table_add_note(
        table, error,
        all_checked ? "codes of six digits are taken without the last, which checks "
                      "the others"
        : all_lost  ? "codes of six digits without their zero are taken with it, and without "
                      "the last, which checks the others"
                    : "codes of four digits are taken with a zero before them");
}

/* ---- dashes and gaps ---- */

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

/* Empty cells of dates as columns that are not given are no gaps. */
static void drop_gaps(cohort_table *table)
{
    int kept = 0;
    for (int i = 0; i < table->gap_count; i++)
        if (!table->gaps[i].undated || table->rows.pairs[table->gaps[i].pair].has_empty)
            table->gaps[kept++] = table->gaps[i];
    table->gap_count = kept;
}

static int settle_dashes(cohort_table *table, cohort_error *error)
{
    int zeros, gone, dates, areas = 0;
    int code = cohort_rows_settle_dashes(&table->rows, &zeros, &gone, &dates, error);
    drop_gaps(table);
    for (int i = 0; i < table->rows.pair_count; i++)
        areas += table->rows.pairs[i].rows == 0 &&
                 strcmp(table->rows.pairs[i].variable, COHORT_POPULATION) == 0;
    if (!code && areas > 0)
        code = cohort_table_add_note(
            table, error, "%d area%s with no number at all, only 0, \"-\" or nothing, left out",
            areas, plural(areas));
    if (!code && dates > areas)
        code = cohort_table_add_note(
            table, error, "%d date%s of areas with no number, only 0, \"-\" or nothing, left out",
            dates, plural(dates));
    if (!code && zeros > 0)
        code = cohort_table_add_note(
            table, error, "\"-\" is read as zero in %d cell%s (--dash missing: as no value)", zeros,
            plural(zeros));
    return code;
}

/* ---- units of rates ---- */

/* Is it said what rates of a variable are per? */
static bool is_said(const cohort_reader_counts *counts, const char *variable)
{
    for (int i = 0; i < COHORT_RATES_SAID; i++)
        if (strcmp(counts->rates[i].variable, variable) == 0)
            return true;
    return false;
}

/* Rates that can be neither per woman (births of a year) nor per 100, or not per female birth, are per
 * 1,000 and per 100, unless the file says it. */
static int settle_units(cohort_table *table, const cohort_reader_counts *counts,
                        cohort_error *error)
{
    static const struct {
        const char *variable;
        double most, unit;
    } units[] = {{"asfr", 30.0, 1000.0}, {"srb", 10.0, 100.0}};
    cohort_rows *rows = &table->rows;
    int code = COHORT_OK;
    for (int i = 0; i < COHORT_RATES_SAID && *counts->rates[i].variable && !code; i++)
        code = cohort_table_add_note(table, error, "%s is read as per %d, as the file says",
                                     counts->rates[i].variable, counts->rates[i].per);
    for (size_t u = 0; u < sizeof units / sizeof *units && !code; u++) {
        if (!(counts->most[u] > units[u].most) || is_said(counts, units[u].variable))
            continue;
        for (int i = 0; i < rows->count; i++)
            if (strcmp(rows->pairs[cohort_rows_number(rows, i)].variable, units[u].variable) == 0)
                rows->values[i] *= 1.0 / units[u].unit;
        code = cohort_table_add_note(table, error, "%s is read as per %.0f", units[u].variable,
                                     units[u].unit);
    }
    return code;
}

/* ---- sexes ---- */

static int split_sexes(cohort_table *table, double ratio, const cohort_reader_counts *counts,
                       cohort_error *error)
{
    if (ratio <= 0.0 || counts->sexes != 1U << COHORT_BOTH)
        return COHORT_OK;
    const int code = cohort_rows_split(&table->rows, ratio / (100.0 + ratio), error);
    return code
               ? code
               : cohort_table_add_note(table, error,
                                       "persons of both sexes are split by %.6g men per 100 women, "
                                       "at every age",
                                       ratio);
}

/* ---- what was guessed ---- */

static int note_shape(cohort_table *table, const cohort_reader_counts *counts, cohort_error *error)
{
    int code = COHORT_OK;
    const char *all = !counts->all_sex || counts->sexes & (counts->sexes - 1) ? ""
                      : counts->sexes == 1U << COHORT_MALE                    ? "; all are men"
                                                                              : "; all are women";
    bool several = false, persons = false;
    for (int i = 0; i < table->rows.pair_count; i++) {
        several = several || strcmp(table->rows.pairs[i].area, table->rows.pairs[0].area) != 0;
        persons = persons || strcmp(table->rows.pairs[i].variable, COHORT_POPULATION) == 0;
    }
    if (!persons)
        table->counted_in = table->counted_by = 0;
    if (counts->guessed)
        code = cohort_table_add_note(table, error, "read as: %s%s%s", counts->shape, all,
                                     *all && counts->file_sex ? ", by the name of the file or sheet"
                                                              : "");
    if (!code && counts->titled_area)
        code = cohort_table_add_note(
            table, error, "the %s \"%s\", by the %s", several ? "first area is" : "area is",
            table->rows.pairs[0].area, counts->file_area ? "name of the file or sheet" : "title");
    if (!code && counts->month)
        code = cohort_table_add_note(
            table, error, "only the year of dates counts: %d-%02d is %d%s", counts->dated,
            counts->month, counts->dated,
            counts->months & (counts->months - 1)
                ? " (others are of another month: intervals are not quite whole years)"
                : "");
    if (!code && *counts->marked)
        code = cohort_table_add_note(table, error, "\"%s\" is read as a date without its mark",
                                     counts->marked);
    if (!code && *counts->counted && strcmp(table->rows.pairs[0].variable, COHORT_POPULATION) == 0)
        code = cohort_table_add_note(table, error, "column \"%s\" is taken for the population",
                                     counts->counted);
    if (!code && *counts->points)
        code = cohort_table_add_note(table, error, "points are read as of thousands, as in \"%s\"",
                                     counts->points);
    if (!code && counts->from_file)
        code =
            cohort_table_add_note(table, error,
                                  "what the figures are (%s) is by the file's name (--title says "
                                  "otherwise)",
                                  table->rows.pairs[0].variable);
    if (!code && counts->unit > 1)
        code =
            cohort_table_add_note(table, error, "figures are in units of %d persons", counts->unit);
    return code;
}

static int note_left_out(cohort_table *table, const cohort_reader_counts *counts,
                         cohort_error *error)
{
    int code = COHORT_OK;
    if (counts->asides > 0)
        code = cohort_table_add_note(table, error,
                                     "%d line%s besides the table %s ignored (the first: line %d)",
                                     counts->asides, counts->asides == 1 ? "" : "s",
                                     counts->asides == 1 ? "is" : "are", counts->aside_line);
    if (!code && counts->others > 0)
        code = cohort_table_add_note(
            table, error,
            "%d row%s of parts (other nationalities, variants) %s left out: "
            "only the whole counts",
            counts->others, counts->others == 1 ? "" : "s", counts->others == 1 ? "is" : "are");
    if (!code && counts->ignored > 0)
        code = cohort_table_add_note(table, error,
                                     "figures of \"%s\" are ignored (the first: line %d)",
                                     counts->ignored_text, counts->ignored_line);
    if (!code && counts->empty_sheets > 0 && counts->sheets > counts->empty_sheets)
        code = cohort_table_add_note(table, error, "%d of %d sheets have no table",
                                     counts->empty_sheets, counts->sheets);
    if (!code && counts->withheld > 0)
        code = cohort_table_add_note(table, error,
                                     "%d cell%s withheld or no number: areas cannot be used "
                                     "where they are needed",
                                     counts->withheld, counts->withheld == 1 ? " is" : "s are");
    return code;
}

static int check_points(const cohort_reader_counts *counts, cohort_error *error)
{
    if ((counts->whole && !*counts->points) || !*counts->pointed)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s: the point may be one of thousands: expected persons without it, or "
                       "--title \"人\", which says that it is one of decimals",
                       counts->pointed);
}

int cohort_table_settle(cohort_table *table, const cohort_table_options *options,
                        const cohort_reader_counts *counts, cohort_error *error)
{
    if (table->rows.pair_count == 0)
        return COHORT_OK;
    int code = check_points(counts, error);
    if (!code)
        code = settle_digits(&table->rows, error);
    if (!code)
        code = settle_codes(table, counts->japanese, error);
    if (!code)
        code = note_shape(table, counts, error);
    if (!code)
        code = note_left_out(table, counts, error);
    if (!code)
        code = cohort_table_order_pairs(table, error);
    if (!code)
        code = settle_dashes(table, error);
    if (!code)
        code = settle_units(table, counts, error);
    return code ? code : split_sexes(table, options->sex_ratio, counts, error);
}

/* ---- populations ---- */

/* What is done for the first of the areas whose population can be had. *found: its number, or -1 if
 * there is none among the first. */
static int first_population(const cohort_table *table, cohort_population_notes *notes, int *found,
                            cohort_error *error)
{
    enum { AREAS_TRIED = 3 };
    *found = -1;
    for (int i = 0; i < table->area_count && i < AREAS_TRIED && *found < 0; i++) {
        cohort_stock stock;
        const int code =
            cohort_table_stock(table, table->areas[i].area, COHORT_POPULATION, COHORT_OPEN_START,
                               COHORT_OPEN_END, &stock, notes, NULL);
        if (code == COHORT_ERROR_MEMORY)
            return cohort_fail_memory(error);
        if (!code) {
            *found = i;
            cohort_stock_free(&stock);
        }
    }
    return COHORT_OK;
}

/* Persons of unknown age of the whole table: of men and women, or of both where there are only these. */
static double count_unknown(const cohort_table *table)
{
    double sum = 0.0;
    cohort_row last = {.area = NULL};
    for (int i = 0; i < table->rows.count && table->rows.unknown; i++) {
        const cohort_row row = cohort_table_sorted(table, i);
        if (row.age_to != COHORT_AGE_UNKNOWN || !(row.value > 0.0) ||
            strcmp(row.variable, COHORT_POPULATION) != 0)
            continue;
        if (row.sex != COHORT_BOTH || row.area != last.area || row.year != last.year)
            sum += row.value;
        last = row;
    }
    return sum;
}

/* Of death probabilities in groups that of the open one says nothing. */
static int note_open_group(cohort_table *table, cohort_error *error)
{
    for (int i = 0; i < table->rows.pair_count; i++) {
        const cohort_row_pair *pair = &table->rows.pairs[i];
        if (pair->rows == 0 || strcmp(pair->variable, "qx") != 0)
            continue;
        cohort_row row = {.area = pair->area, .variable = pair->variable};
        cohort_row_range range = cohort_table_range(table, &row, COHORT_ROW_VARIABLE);
        row = cohort_table_sorted(table, range.end - 1);
        range = cohort_table_range(table, &row, COHORT_ROW_SEX);
        if (row.age_from > range.end - range.first - 1)
            return cohort_table_add_note(
                table, error,
                "qx is by groups of ages: the death rate of the open group (%d+) goes on with the "
                "last ratio of rates",
                row.age_from);
    }
    return COHORT_OK;
}

/* A TFR that may be in another unit, or has its point lost. 0 is a choice: no births. */
static int note_low_tfr(cohort_table *table, cohort_error *error)
{
    const double lowest = 0.3; /* our own */
    for (int i = 0; i < table->rows.pair_count; i++) {
        if (table->rows.pairs[i].rows == 0 || strcmp(table->rows.pairs[i].variable, "tfr") != 0)
            continue;
        const cohort_row key = {.area = table->rows.pairs[i].area, .variable = "tfr"};
        const cohort_row_range range = cohort_table_range(table, &key, COHORT_ROW_VARIABLE);
        for (int k = range.first; k < range.end; k++) {
            const cohort_row row = cohort_table_sorted(table, k);
            double meant = row.value;
            if (!(row.value > 0.0 && row.value < lowest))
                continue;
            while (meant < 0.5)
                meant *= 10.0;
            return cohort_table_add_note(table, error,
                                         "the tfr of %d is %.6g, which is very low: is %.6g meant?",
                                         row.year, row.value, meant);
        }
    }
    return COHORT_OK;
}

int cohort_table_note_use(cohort_table *table, cohort_error *error)
{
    cohort_population_notes notes;
    int found, code = note_open_group(table, error);
    if (!code)
        code = note_low_tfr(table, error);
    if (!code)
        code = first_population(table, &notes, &found, error);
    if (code || found < 0)
        return code;
    const double unknown = count_unknown(table);
    if (notes.summed)
        code = cohort_table_add_note(table, error,
                                     "narrower ages are summed to groups of %d years, as wide as "
                                     "dates are apart or as the others are",
                                     notes.width);
    if (!code && unknown > 0.0)
        code =
            cohort_table_add_note(table, error,
                                  "%.0f persons of unknown age are spread over the ages of their "
                                  "area, date and sex in proportion",
                                  unknown);
    if (!code && notes.rounding > 1.0 && notes.totals > 0)
        code = cohort_table_add_note(table, error,
                                     "all figures are multiples of %.0f: totals may differ as much",
                                     notes.rounding);
    if (!code && notes.differing > 0)
        code = cohort_table_add_note(
            table, error,
            "totals differ from their parts by more than rounding (in area "
            "%s %d of %d, by %.2g %% at most): the parts are used",
            table->areas[found].area, notes.differing, notes.totals, 100.0 * notes.most_differing);
    return code;
}
