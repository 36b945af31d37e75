/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report: one HTML page about an area, for the council: its baseline and its plan. */
#include "commands/commands.h"
#include "report/report.h"

#include <time.h>

struct request {
    struct outlook_request outlook;
    const char *output;
    char **argv;
};

/* ---- the command, to be repeated ---- */

/* A word as a shell would take it. */
static void add_word(char *text, size_t size, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-_./=,:+@%";
    size_t used = strlen(text);
    const bool quoted = *word == '\0' || word[strspn(word, plain)] != '\0';
    if (used > 0 && used + 1 < size)
        text[used++] = ' ';
    if (quoted && used + 1 < size)
        text[used++] = '\'';
    for (; *word && used + 6 < size; word++) {
        if (*word == '\'') {
            memcpy(text + used, "'\\''", 4);
            used += 4;
        } else {
            text[used++] = *word;
        }
    }
    if (quoted && used + 1 < size)
        text[used++] = '\'';
    text[used] = '\0';
}

/* The command line, as it can be typed again: with the language that the environment chose. */
static void command_of(char *const *argv, cohort_language language, char *text, size_t size)
{
    bool said = false;
    snprintf(text, size, "cohort");
    for (; *argv; argv++) {
        said = said || strncmp(*argv, "--lang", 6) == 0;
        add_word(text, size, *argv);
    }
    if (!said) {
        add_word(text, size, "--lang");
        add_word(text, size, language == COHORT_JAPANESE ? "ja" : "en");
    }
}

/* Today, or the day that SOURCE_DATE_EPOCH says, so that a page can be made again byte by byte. */
static struct text today(void)
{
    struct text text;
    const time_t now = moment();
    const struct tm *day = getenv("SOURCE_DATE_EPOCH") ? gmtime(&now) : localtime(&now);
    return day && strftime(text.s, sizeof text.s, "%Y-%m-%d", day) ? text : text_of("-");
}

/* ---- the page ---- */

static void write_page(struct page *p, const struct request *r, const struct outlook *o)
{
    char command[1 << 14];
    command_of(r->argv, o->language, command, sizeof command);
    report_write(p, o, command, today().s);
}

/* The page's tables and sentences as a workbook, with every cell of the paths. */
static void write_workbook(struct page *p, const struct request *r, const struct outlook *o)
{
    struct outcomes lists[1 + MOST_SCENARIOS];
    p->sheets = sheets_new(in(p, W_SHEET_NOTES));
    write_page(p, r, o);
    for (int i = 0; i < o->path_count; i++)
        lists[i] = outcome_of(o->paths[i].name.s, o->paths[i].run, 0, NULL, NULL);
    sheets_of_outcomes(p->sheets, o->language, in(p, W_PATH), o->path_count, lists);
    sheets_write(p->sheets, r->output);
    for (int i = 0; i < o->path_count; i++)
        outcome_free(&lists[i]);
    cohort_output_close(&p->out, 0, NULL);
}

static int run(void *request)
{
    struct request *r = request;
    struct outlook *outlook = allocate(1, sizeof *outlook);
    struct page page = {.language = COHORT_ENGLISH};
    r->outlook.whole = true;
    outlook_make(outlook, &r->outlook);
    page.language = outlook->language;
    must(cohort_output_memory(&page.out, &error));
    if (sheets_asked(r->output)) {
        write_workbook(&page, r, outlook);
    } else {
        write_page(&page, r, outlook);
        write_draft(page.out, r->output);
    }
    outlook_clear(outlook);
    free(outlook);
    return EXIT_DONE;
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION("--trajectories", "N", WHOLE, offsetof(struct request, outlook.trajectories),
           "how many random trajectories to run, at most 10^6; 0: none; without it, 10000 where "
           "the default "
           "spreads of `ensemble` are meant for the area (five-year steps, convention ipss), else "
           "none",
           .most = 1e6),
    OPTION("-o", "OUT.html", OUTPUT, offsetof(struct request, output),
           "the file to write, whole or not at all; - is standard output, as without it. OUT.xlsx: "
           "a workbook of the same tables, every cell of the paths, charts and notes",
           .words = ENDINGS(".html", ".xlsx")),
    {.name = NULL},
};

static const char *check(void *request)
{
    struct request *r = request;
    const char *problem = sheets_problem(r->output);
    return problem ? problem : source_problem(&r->outlook.source);
}

static const struct request defaults = {
    .outlook = OUTLOOK_REQUEST, .outlook.trajectories = -1, .output = "-"};

const struct command report_command = {
    .name = "report",
    .summary = "a page about an area for the council: its baseline and its plans",
    .synopsis = (const char *const[]){"[INPUT.csv ... [--scenario S.csv ...]] [options]", NULL},
    .description =
        "Writes one HTML page that needs nothing else: a summary to be read aloud, the comparison "
        "in the layout of planning documents, the paths, population pyramids, what was counted, "
        "where differences come from, degrees of influence, how sure it is, what was inferred, "
        "and what it takes to repeat it. It opens in any browser and prints on A4; each table can "
        "be copied into a spreadsheet.\n\n"
        "Without INPUT.csv it is Nemuro, its baseline and its city's path. Where rates are derived "
        "with those of Japan, the last date is 2060 unless --to says otherwise.",
    SETS({NULL, options, 0}, OUTLOOK_SETS(struct request, outlook)),
    EXAMPLES({"-o nemuro.html", "Nemuro's"},
             {"town.csv --scenario plan.csv --targets targets.csv -o town.html",
              "of a town's own table, plan and targets"}),
    .check = check,
    REQUEST(defaults, run),
    .argv_at = offsetof(struct request, argv),
};
