/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backtest: from past censuses forecast as one would have done then, and hold the result against
 * the later ones: how large are the errors, and do intervals hold what they promise? Intervals are
 * estimated on one part of the areas, or dates, and tested on the other. */
#include "answers/outcome.h"
#include "answers/trial.h"
#include "commands/commands.h"
#include "inputs/fixtures.h"
#include "options/options.h"

struct request {
    const char *file, *fit_on, *spreads, *peers;
    int recent_from;
    bool csv;
};

/* ---- what others take ---- */

/* With the coverage of the tested part. */
static void write_spreads(struct trial *t, cohort_output *output)
{
    cohort_backtest_options options = COHORT_BACKTEST_OPTIONS;
    options.classes = trial_sizes;
    must(
        cohort_backtest_measure(&t->counted, &t->part[TESTED], &options, t->spreads[OURS], &error));
    cohort_spreads_write(t->spreads[OURS], output);
    output_close(output);
}

/* The areas together, as a table of populations, in whole persons. */
static void write_peers(const struct trial *t, cohort_output *output)
{
    cohort_stock peers;
    must(cohort_forecast_peers(t->counted.areas, t->counted.stocks, t->counted.left_out, &peers,
                               &error));
    for (size_t c = 0; c < cohort_cell(&peers.grid, peers.grid.steps + 1, 0, 0); c++)
        cohort_stock_cells(&peers)[c] = floor(peers.cells[c] + 0.5);
    cohort_output_print(output, "area,name,variable,year,sex,age,value\n");
    struct outcomes list = outcome_of_stock("peers", "", &peers);
    outcome_write(output, list.of);
    outcome_free(&list);
    output_close(output);
    cohort_stock_free(&peers);
}

/* ---- the command line ---- */

static bool take_part(const char *text, void *to)
{
    int year;
    *(const char **)to = text;
    return strcmp(text, "even") == 0 || strcmp(text, "odd") == 0 || parse_year(text, &year);
}

static const struct option options[] = {
    OPTION(
        "CENSUS.csv", NULL, INPUT, offsetof(struct request, file),
        "censuses of areas: code,pref,name,sex,age,1980,1985,... or tidy CSV; - is standard input. "
        "Without it, the five municipalities of Nemuro subprefecture"),
    OPTION(
        "--fit-on", "PART", OWN, offsetof(struct request, fit_on),
        "even: estimate on the second, fourth, ... area of the file, test on the others; odd: the "
        "other way round; a year: estimate on what was counted until then, test on bases from it "
        "on",
        .take = take_part, .expected = "even, odd or a year"),
    OPTION(
        "--recent", "YEAR", YEAR, offsetof(struct request, recent_from),
        "report each base date from this year on by itself, too, for all areas; without it: 2000"),
    OPTION("--write-spreads", "FILE", OUTPUT, offsetof(struct request, spreads),
           "write how uncertain forecasts are, with the coverage of the tested part, for --spreads "
           "of ensemble; with - standard output contains only that"),
    OPTION("--write-peers", "FILE", OUTPUT, offsetof(struct request, peers),
           "likewise write the populations of all areas together: the peers with which a single "
           "area is forecast"),
    OPTION("--csv", NULL, FLAG, offsetof(struct request, csv), "the tables as CSV"),
    CSV_OPTIONS,
    {.name = NULL},
};

static int run(void *request)
{
    static struct trial trial;
    const struct request *r = request;
    const bool is_taken = is_standard(r->spreads) || is_standard(r->peers);
    cohort_output *spreads = r->spreads ? output_open(r->spreads) : NULL,
                  *peers = r->peers ? output_open(r->peers) : NULL;
    trial_make(&trial, r->file ? r->file : fixture("census.csv").path, r->fit_on, r->recent_from);
    if (spreads)
        write_spreads(&trial, spreads);
    if (peers)
        write_peers(&trial, peers);
    if (r->csv)
        trial_csv(&trial);
    else if (!is_taken)
        trial_print(&trial);
    trial_clear(&trial);
    return finish();
}

static const struct request defaults = {.fit_on = "even", .recent_from = 2000};

const struct command backtest_command = {
    .name = "backtest",
    .summary = "past censuses compared with what would have been projected",
    .synopsis = (const char *const[]){"[CENSUS.csv] [--fit-on even|odd|YEAR] [options]", NULL},
    .description =
        "Goes back to past censuses, forecasts as one would have done then, and compares the "
        "result with what was counted: errors, and whether intervals hold what they promise, by "
        "size of area and by base date. Intervals are estimated on one part of the areas, or of "
        "the dates, and tested on the other. Two plain forecasters are shown beside.",
    SETS({NULL, options, 0}),
    REQUEST(defaults, run),
};
