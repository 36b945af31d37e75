/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/tables.h"

#include "inputs/book.h"
#include "inputs/fixtures.h"
#include "text/words.h"

static const char *const dashes[] = {"guess", "zero", "missing", NULL};

const struct option table_option_list[] = {
    OPTION("--sheet", "NAME", TEXT, offsetof(struct table_options, sheet),
           "the sheet of a workbook; without it, all that have a table"),
    OPTION("--title", "WORDS", TEXT, offsetof(struct table_options, title),
           "what the tables do not say, as a title would: \"2020 male\", \"99111 mx\""),
    OPTION("--suffix", "TEXT", TEXT, offsetof(struct table_options, suffix),
           "of columns that differ in a suffix, those with this one (as of 2015_adjusted)"),
    OPTION("--dash", NULL, CHOICE, offsetof(struct table_options, dash),
           "what - in place of a number means; guess: zero in a population, otherwise missing",
           .words = dashes),
    OPTION("--sex-ratio", "N", NUMBER, offsetof(struct table_options, sex_ratio),
           "split persons of both sexes by so many men per 100 women, where a table has no men and "
           "women apart",
           .least = 1, .most = 10000),
    {.name = NULL}};

void note_table(const char *path, const cohort_table *table, int first)
{
    for (int i = first; !is_fixture(path) && cohort_table_note(table, i); i++)
        note("%s: %s", input_name(path), cohort_table_note(table, i));
}

void fail_row(const cohort_table *table, int row, const char *problem)
{
    die("%s, line %d: %s", cohort_table_row_file(table, row), cohort_table_row(table, row).line,
        problem);
}

static bool has_sheet(const cohort_sheets *sheets, const char *title)
{
    for (int i = 0; i < cohort_sheets_count(sheets); i++)
        if (strcmp(cohort_sheets_title(sheets, i), title) == 0)
            return true;
    return false;
}

/* Of a workbook that this program has written: its populations. All else there is made of them. */
static const char *own_sheet(const cohort_sheets *sheets)
{
    for (int language = 0; language < LANGUAGES; language++) {
        const char *populations = IN_LANGUAGE(language, W_SHEET_POPULATIONS);
        if (has_sheet(sheets, populations) &&
            has_sheet(sheets, IN_LANGUAGE(language, W_SHEET_INDICATORS)) &&
            has_sheet(sheets, IN_LANGUAGE(language, W_SHEET_NOTES)))
            return populations;
    }
    return NULL;
}

cohort_table *read_table(const char *path, const char *const *variables,
                         const struct table_options *given)
{
    cohort_table_options options;
    cohort_sheets *sheets;
    cohort_table *table;
    cohort_table_options_init(&options);
    options.variables = variables;
    options.gaps = !given || !given->is_whole;
    if (given) {
        options.sheet = given->sheet;
        options.title = given->title;
        options.suffix = given->suffix;
        options.dash = (cohort_dash)given->dash;
        options.sex_ratio = given->sex_ratio;
    }
    must(open_sheets(path, &sheets, &error));
    if (given && !given->sheet && (options.sheet = own_sheet(sheets)))
        note("%s: a workbook of this program: only sheet \"%s\" is read (--sheet reads another)",
             input_name(path), options.sheet);
    must(cohort_table_from_sheets(sheets, &options, &table, &error));
    note_table(path, table, 0);
    return table;
}
