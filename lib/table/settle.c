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

/* A name without blanks between Japanese characters (`架空県　架空町`). */
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
static void settle_digits(cohort_rows *rows)
{
    char plain[COHORT_PLAIN_TEXT];
    for (int i = 0; i < rows->pair_count; i++) {
        cohort_row_pair *pair = &rows->pairs[i];
        pair->area = squeezed(rows, pair->area);
        pair->name = squeezed(rows, pair->name);
        cohort_plain_text(pair->area, plain);
        char *code = plain + (*plain == '\'');
        const size_t digits = strspn(code, "0123456789");
        if (digits < CODE - 1 || (code[digits] && strcmp(code + digits, ".0") != 0))
            continue;
        code[digits] = '\0';
        if (strcmp(code, pair->area) != 0)
            pair->area = cohort_rows_text(rows, code);
    }
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
static void settle_codes(cohort_table *table, bool japanese)
{
    cohort_rows *rows = &table->rows;
    const codes found = count_codes(rows);
    const bool all_checked = found.checked > 0 && found.checked + found.whole == rows->pair_count &&
                             (japanese || found.whole == 0);
    const bool all_short =
        japanese && found.short_of > 0 && found.short_of + found.whole == rows->pair_count;
    const bool all_lost = japanese && found.lost >= SURE && found.lost == rows->pair_count;
    char code[CODE + 2];
    if (!all_checked && !all_short && !all_lost) {
        if (japanese && *found.wrong)
            cohort_table_add_note(table,
                                  "code %s is kept with six digits, and so are all: its last does "
                                  "not check the others",
                                  found.wrong);
        return;
    }
    for (int i = 0; i < rows->pair_count; i++) {
        cohort_row_pair *pair = &rows->pairs[i];
        if (all_checked ? !cohort_code_checks(pair->area)
                        : !all_lost && !is_digits(pair->area, CODE - 1))
            continue;
        snprintf(code, sizeof code, "%s%.*s", all_checked ? "" : "0", all_lost ? CODE - 1 : CODE,
                 pair->area);
        pair->area = cohort_rows_text(rows, code);
    }
    cohort_table_add_note(
        table, all_checked ? "codes of six digits are taken without the last, which checks "
                             "the others"
               : all_lost ? "codes of six digits without their zero are taken with it, and without "
                            "the last, which checks the others"
                          : "codes of four digits are taken with a zero before them");
}

/* ---- dashes and gaps ---- */

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

static void settle_dashes(cohort_table *table)
{
    int zeros, dates, areas = 0;
    cohort_rows_settle_dashes(&table->rows, &zeros, &dates);
    for (int i = 0; i < table->rows.pair_count; i++)
        areas += table->rows.pairs[i].rows == 0 &&
                 strcmp(table->rows.pairs[i].variable, COHORT_POPULATION) == 0;
    if (areas > 0)
        cohort_table_add_note(table,
                              "%d area%s with no number at all, only 0, \"-\" or nothing, left out",
                              areas, plural(areas));
    if (dates > areas)
        cohort_table_add_note(
            table, "%d date%s of areas with no number, only 0, \"-\" or nothing, left out", dates,
            plural(dates));
    if (zeros > 0)
        cohort_table_add_note(table,
                              "\"-\" is read as zero in %d cell%s (--dash missing: as no value)",
                              zeros, plural(zeros));
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
static void settle_units(cohort_table *table, const cohort_reader_counts *counts)
{
    cohort_rows *rows = &table->rows;
    for (int i = 0; i < COHORT_RATES_SAID && *counts->rates[i].variable; i++)
        cohort_table_add_note(table, "%s is read as per %d, as the file says",
                              counts->rates[i].variable, counts->rates[i].per);
    for (int u = 0; u < COHORT_RATES_GUESSED; u++) {
        const struct cohort_rate_guess *guess = &COHORT_GUESSES[u];
        if (!(counts->most[u] > guess->most) || is_said(counts, guess->variable))
            continue;
        for (int i = 0; i < rows->count; i++)
            if (strcmp(rows->pairs[cohort_rows_number(rows, i)].variable, guess->variable) == 0)
                rows->values[i] *= 1.0 / guess->per;
        cohort_table_add_note(table, "%s is read as per %.0f", guess->variable, guess->per);
    }
}

/* ---- sexes ---- */

static int split_sexes(cohort_table *table, double ratio, const cohort_reader_counts *counts,
                       cohort_error *error)
{
    if (ratio <= 0.0 || counts->sexes != 1U << COHORT_BOTH)
        return COHORT_OK;
    cohort_table_add_note(
        table, "persons of both sexes are split by %.6g men per 100 women, at every age", ratio);
    return cohort_rows_split(&table->rows, ratio / (100.0 + ratio), error);
}

/* ---- what was guessed ---- */

static void note_shape(cohort_table *table, const cohort_reader_counts *counts)
{
    const char *all = !counts->all_sex || counts->sexes & (counts->sexes - 1) ? ""
                      : counts->sexes == 1U << COHORT_MALE                    ? "; all are men"
                                                                              : "; all are women";
    bool several = false, persons = false;
    for (int i = 0; i < table->rows.pair_count; i++) {
        several = several || strcmp(table->rows.pairs[i].area, table->rows.pairs[0].area) != 0;
        persons = persons || strcmp(table->rows.pairs[i].variable, COHORT_POPULATION) == 0;
    }
    table->unit = counts->unit;
    table->counted_in = counts->months;
    if (!persons)
        table->counted_in = table->counted_by = 0;
    if (counts->guessed)
        cohort_table_add_note(table, "read as: %s%s%s", counts->shape, all,
                              *all && counts->file_sex ? ", by the name of the file or sheet" : "");
    if (counts->titled_area)
        cohort_table_add_note(table, "the %s \"%s\", by the %s",
                              several ? "first area is" : "area is", table->rows.pairs[0].area,
                              counts->file_area ? "name of the file or sheet" : "title");
    if (counts->month)
        cohort_table_add_note(
            table, "only the year of dates counts: %d-%02d is %d%s%s", counts->dated, counts->month,
            counts->dated,
            counts->month == 12 ? ", though 31 December is nearly the next year" : "",
            counts->months & (counts->months - 1)
                ? " (others are of another month: intervals are not quite whole years)"
                : "");
    if (*counts->marked)
        cohort_table_add_note(table, "\"%s\" is read as a date without its mark", counts->marked);
    if (*counts->counted && strcmp(table->rows.pairs[0].variable, COHORT_POPULATION) == 0)
        cohort_table_add_note(table, "column \"%s\" is taken for the population", counts->counted);
    if (*counts->points)
        cohort_table_add_note(table, "points are read as of thousands, as in \"%s\"",
                              counts->points);
    if (counts->from_file)
        cohort_table_add_note(
            table, "what the figures are (%s) is by the file's name (--title says otherwise)",
            table->rows.pairs[0].variable);
    if (table->unit > 1)
        cohort_table_add_note(table, "figures are in units of %d persons", table->unit);
}

static void note_left_out(cohort_table *table, const cohort_reader_counts *counts)
{
    if (counts->asides > 0)
        cohort_table_add_note(table, "%d line%s besides the table %s ignored (the first: line %d)",
                              counts->asides, plural(counts->asides),
                              counts->asides == 1 ? "is" : "are", counts->aside_line);
    if (counts->others > 0)
        cohort_table_add_note(table,
                              "%d row%s of parts (other nationalities, variants) %s left out: only "
                              "the whole counts",
                              counts->others, plural(counts->others),
                              counts->others == 1 ? "is" : "are");
    if (counts->ignored > 0)
        cohort_table_add_note(table, "figures of \"%s\" are ignored (the first: line %d)",
                              counts->ignored_text, counts->ignored_line);
    if (counts->empty_sheets > 0 && counts->sheets > counts->empty_sheets)
        cohort_table_add_note(table, "%d of %d sheets have no table", counts->empty_sheets,
                              counts->sheets);
    if (counts->withheld > 0)
        cohort_table_add_note(table,
                              "%d cell%s withheld or no number: areas cannot be used where they "
                              "are needed",
                              counts->withheld, counts->withheld == 1 ? " is" : "s are");
}

/* Figures with lines below 0 are in thousands, if points are. */
static void settle_points(cohort_rows *rows, bool thousands)
{
    for (int i = 0; i < rows->count; i++)
        if (rows->lines[i] < 0) {
            rows->lines[i] = -rows->lines[i];
            rows->values[i] *= thousands ? 1000.0 : 1.0;
        }
}

static int check_points(const cohort_reader_counts *counts, cohort_error *error)
{
    if (counts->whole != (*counts->points != '\0') || !*counts->pointed)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s: the point may be one of thousands: expected persons without it, or "
                       "--title \"人\", which says that it is one of decimals",
                       counts->pointed);
}

/* Figures of which nothing says what they are, and which are too small for persons. */
static int check_persons(const cohort_table *table, const cohort_reader_counts *counts,
                         cohort_error *error)
{
    if (!counts->unsaid || !counts->parts || counts->unit > 1 || counts->largest >= 10.0)
        return COHORT_OK;
    return cohort_fail(
        error, COHORT_ERROR_ARGUMENT,
        "%s: nothing says what the figures are, and they cannot be persons (none is "
        "as large as 10): expected a column \"variable\", or a title or a file's name "
        "that says it (asfr, mx; --title population would take them for persons)",
        cohort_table_name(table));
}

int cohort_table_settle(cohort_table *table, const cohort_table_options *options,
                        const cohort_reader_counts *counts, cohort_error *error)
{
    if (table->rows.pair_count == 0)
        return COHORT_OK;
    int code = check_points(counts, error);
    if (!code)
        code = check_persons(table, counts, error);
    if (code)
        return code;
    settle_points(&table->rows, *counts->points);
    settle_digits(&table->rows);
    settle_codes(table, counts->japanese);
    note_shape(table, counts);
    note_left_out(table, counts);
    code = cohort_rows_order_pairs(&table->rows, error);
    if (!code)
        code = cohort_rows_sort(&table->rows, error);
    if (code)
        return code;
    settle_dashes(table);
    settle_units(table, counts);
    return split_sexes(table, options->sex_ratio, counts, error);
}

/* ---- populations ---- */

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
static void note_open_group(cohort_table *table)
{
    for (int i = 0; i < table->rows.pair_count; i++) {
        const cohort_row_pair *pair = &table->rows.pairs[i];
        if (pair->rows == 0 || strcmp(pair->variable, "qx") != 0)
            continue;
        cohort_row_range range = cohort_table_rows(table, pair->area, pair->variable);
        const cohort_row row = cohort_table_sorted(table, range.end - 1);
        range = cohort_table_range(table, &row, COHORT_ROW_SEX);
        if (row.age_from <= range.end - range.first - 1)
            continue;
        cohort_table_add_note(table,
                              "qx is by groups of ages: the death rate of the open group (%d+) "
                              "goes on with the last ratio of rates",
                              row.age_from);
        return;
    }
}

/* A TFR that may be in another unit, or has its point lost. 0 is a choice: no births. */
static void note_low_tfr(cohort_table *table)
{
    const double lowest = 0.3; /* our own */
    for (int i = 0; i < table->rows.pair_count; i++) {
        if (table->rows.pairs[i].rows == 0 || strcmp(table->rows.pairs[i].variable, "tfr") != 0)
            continue;
        const cohort_row_range range = cohort_table_rows(table, table->rows.pairs[i].area, "tfr");
        for (int k = range.first; k < range.end; k++) {
            const cohort_row row = cohort_table_sorted(table, k);
            double meant = row.value;
            if (!(row.value > 0.0 && row.value < lowest))
                continue;
            while (meant < 0.5)
                meant *= 10.0;
            cohort_table_add_note(table, "the tfr of %d is %.6g, which is very low: is %.6g meant?",
                                  row.year, row.value, meant);
            return;
        }
    }
}

/* What is done for the first of the areas whose population can be had, of the first three. */
static int note_population(cohort_table *table, cohort_error *error)
{
    enum { AREAS_TRIED = 3 };
    const char *area = NULL;
    cohort_population_notes notes;
    for (int i = 0; i < table->area_count && i < AREAS_TRIED && !area; i++) {
        cohort_stock stock;
        const int code =
            cohort_table_stock(table, table->areas[i].area, COHORT_POPULATION, COHORT_OPEN_START,
                               COHORT_OPEN_END, &stock, &notes, NULL);
        if (code == COHORT_ERROR_MEMORY)
            return cohort_fail_memory(error);
        if (!code)
            area = table->areas[i].area;
        cohort_stock_free(&stock);
    }
    const double unknown = area ? count_unknown(table) : 0.0;
    if (area && notes.summed)
        cohort_table_add_note(table,
                              "narrower ages are summed to groups of %d years, as wide as dates "
                              "are apart or as the others are",
                              notes.width);
    if (unknown > 0.0)
        cohort_table_add_note(table,
                              "%.0f persons of unknown age are spread over the ages of their area, "
                              "date and sex in proportion",
                              unknown);
    if (area && notes.rounding > 1.0 && notes.totals > 0)
        cohort_table_add_note(table, "all figures are multiples of %.0f: totals may differ as much",
                              notes.rounding);
    if (area && notes.differing > 0)
        cohort_table_add_note(
            table,
            "totals differ from their parts by more than rounding (in area %s %d of %d, by %.2g %% "
            "at most): the parts are used",
            area, notes.differing, notes.totals, 100.0 * notes.most_differing);
    return COHORT_OK;
}

int cohort_table_note_use(cohort_table *table, cohort_error *error)
{
    note_open_group(table);
    note_low_tfr(table);
    return note_population(table, error);
}
