/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report: one HTML page about an area, for the council: its baseline and its plan. */
#include "commands/commands.h"
#include "report/report.h"
#include "text/files.h"

#include <stdlib.h>
#include <string.h>
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

/* Today, or the day that SOURCE_DATE_EPOCH tells, so that a page can be made again byte by byte. */
static const char *today(void)
{
    static char text[20];
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    const struct tm *day = epoch ? gmtime(&now) : localtime(&now);
    if (!day || strftime(text, sizeof text, "%Y-%m-%d", day) == 0)
        return "-";
    return text;
}

/* ---- the sections, each if there is something to tell ---- */

static bool always(const struct outlook *o)
{
    return o->path_count > 0;
}

static bool is_counted(const struct outlook *o)
{
    return o->is_counted;
}

static bool has_scenario(const struct outlook *o)
{
    return o->path_count > 1;
}

static bool has_influence(const struct outlook *o)
{
    return o->influence_count > 0;
}

static bool has_fan(const struct outlook *o)
{
    return o->has_fan;
}

enum { SECTIONS = 10 };
static const struct {
    const char *id, *english, *japanese;
    void (*write)(struct page *p, const struct outlook *o);
    bool (*has)(const struct outlook *o);
} sections[SECTIONS] = {
    {"summary", "In short", "要約", report_summary, always},
    {"comparison", "The paths compared", "推計の比較", report_comparison, always},
    {"paths", "Year by year", "年次別の推移", report_paths, always},
    {"pyramids", "Ages and sexes", "人口ピラミッド", report_pyramids, always},
    {"track", "What was counted since", "実績との比較", report_track, is_counted},
    {"why", "Where the difference comes from", "差の要因", report_why, has_scenario},
    {"influence", "Degrees of influence", "影響度", report_influence, has_influence},
    {"sure", "How sure is it?", "推計の不確実性", report_sure, has_fan},
    {"assumptions", "What the scenarios assume", "シナリオの前提", report_assumptions,
     has_scenario},
    {"inferred", "What was inferred", "推定した事項", report_inferred, always},
};

static const struct {
    const char *id, *english, *japanese;
} again = {"inputs", "To do it again", "再現に必要な情報"};

static void write_sections(struct page *p, const struct request *r, const struct outlook *o)
{
    char command[1 << 14];
    for (int i = 0; i < SECTIONS; i++)
        if (sections[i].has(o)) {
            page_section(p, sections[i].id, in(p, sections[i].english, sections[i].japanese));
            sections[i].write(p, o);
        }
    page_section(p, again.id, in(p, again.english, again.japanese));
    command_of(r->argv, o->language, command, sizeof command);
    report_inputs(p, o, command, today());
}

static void write_page(struct page *p, const struct request *r, const struct outlook *o)
{
    const char *ids[SECTIONS + 1], *headings[SECTIONS + 1];
    char title[200];
    int count = 0;
    for (int i = 0; i < SECTIONS; i++)
        if (sections[i].has(o)) {
            ids[count] = sections[i].id;
            headings[count++] = in(p, sections[i].english, sections[i].japanese);
        }
    ids[count] = again.id;
    headings[count++] = in(p, again.english, again.japanese);
    snprintf(title, sizeof title, in(p, "%s: population %d–%d", "%sの人口の見通し %d〜%d年"),
             o->name, o->first, o->last);
    page_begin(p, title);
    page_links(p, count, ids, headings);
    write_sections(p, r, o);
    page_end(p);
}

static int run(void *request)
{
    struct request *r = request;
    static struct outlook outlook;
    struct page page = {.language = COHORT_ENGLISH};
    cohort_error error;
    outlook_make(&outlook, &r->outlook);
    page.language = outlook.language;
    must(cohort_output_memory(&page.out, &error), &error);
    write_page(&page, r, &outlook);
    write_draft(page.out, r->output);
    outlook_clear(&outlook);
    return EXIT_DONE;
}

/* ---- the command line ---- */

static const struct option options[] = {
    OPTION("--trajectories", "N", WHOLE, offsetof(struct request, outlook.trajectories),
           "how many random ones to run, 0: none; without it, 10000 where the default spreads of "
           "`ensemble` are meant for the area (five-year steps, convention ipss), else none",
           .most = 1e6),
    OPTION("-o", "OUT.html", OUTPUT, offsetof(struct request, output),
           "write there, all or nothing; without it, or with -, to standard output"),
    {.name = NULL},
};

static const char *check(void *request)
{
    struct request *r = request;
    return source_problem(&r->outlook.source);
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
    .sets =
        (const struct option_set[]){
            {NULL, options, 0},
            {"What it tells of", outlook_options, offsetof(struct request, outlook)},
            {SOURCE_TITLE, source_area_options, offsetof(struct request, outlook.source)},
            {NULL, NULL, 0}},
    .examples =
        (const struct example[]){{"-o nemuro.html", "Nemuro's"},
                                 {"town.csv --scenario plan.csv --targets targets.csv -o town.html",
                                  "of a town's own table, plan and targets"},
                                 {NULL, NULL}},
    .check = check,
    .size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
    .argv_at = offsetof(struct request, argv),
};
