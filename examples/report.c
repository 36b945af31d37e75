/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report: one HTML page about an area, for the council: its baseline and its plan. */
#include "common/planner.h"
#include "common/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static cohort_error error;

struct request {
    struct outlook_request outlook;
    const char *output;
};

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
    {"sure", "How sure is it?", "どのくらい確かか", report_sure, has_fan},
    {"inferred", "What was inferred", "推定した事項", report_inferred, always},
    {"inputs", "To do it again", "再現のために", report_inputs, always},
};

static void write_page(struct page *p, const struct outlook *o)
{
    const char *ids[SECTIONS], *headings[SECTIONS];
    char title[200];
    int count = 0;
    for (int i = 0; i < SECTIONS; i++)
        if (sections[i].has(o)) {
            ids[count] = sections[i].id;
            headings[count++] = in(p, sections[i].english, sections[i].japanese);
        }
    snprintf(title, sizeof title, in(p, "%s: population %d–%d", "%sの人口の見通し %d〜%d年"),
             o->name, o->first, o->last);
    page_begin(p, title);
    page_links(p, count, ids, headings);
    for (int i = 0; i < SECTIONS; i++)
        if (sections[i].has(o)) {
            page_section(p, sections[i].id, in(p, sections[i].english, sections[i].japanese));
            sections[i].write(p, o);
        }
    page_end(p);
}

static void write_report(const struct request *r, const struct outlook *o)
{
    cohort_output *output;
    must(cohort_output_open(r->output, &output, &error), &error);
    struct page page = {.out = cohort_output_stream(output), .language = r->outlook.language};
    write_page(&page, o);
    must(cohort_output_close(&output, 1, &error), &error);
}

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

/* The command line, as it can be typed again. */
static const char *command_of(int argc, char **argv)
{
    static char command[1 << 14];
    const char *slash = strrchr(argv[0], '/');
    add_word(command, sizeof command, slash ? slash + 1 : argv[0]);
    for (int i = 1; i < argc; i++)
        add_word(command, sizeof command, argv[i]);
    return command;
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

int main(int argc, char **argv)
{
    static struct outlook outlook;
    struct request r = {
        .outlook = {.source = SOURCE_NONE, .month = 10, .day = 1, .trajectories = 10000, .seed = 1},
        .output = "-"};
    const char *text, *problem = NULL;
    for (int i = 1; i < argc; i++) {
        if ((text = value_of("-o", argc, argv, &i)))
            r.output = text;
        else if ((text = value_of("--scenario", argc, argv, &i)))
            r.outlook.scenarios[r.outlook.scenario_count++] = text;
        else if ((text = value_of("--lang", argc, argv, &i)))
            r.outlook.language = strcmp(text, "ja") == 0 ? COHORT_JAPANESE : COHORT_ENGLISH;
        else if ((text = value_of("--targets", argc, argv, &i)))
            r.outlook.targets = text;
        else if ((text = value_of("--observed", argc, argv, &i)))
            r.outlook.observed = text;
        else if ((text = value_of("--name", argc, argv, &i)))
            r.outlook.name = text;
        else if (!source_argument(&r.outlook.source, argc, argv, &i, &problem))
            die("%s", unknown_option(argv[i]));
    }
    r.outlook.command = command_of(argc, argv);
    r.outlook.date = today();
    outlook_make(&outlook, &r.outlook);
    write_report(&r, &outlook);
    outlook_clear(&outlook);
    return finish();
}
