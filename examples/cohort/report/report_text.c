/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L /* stat */
#include <errno.h>
#include <sys/stat.h>

#include "answers/readings.h"
#include "inputs/fixtures.h"
#include "report/report.h"

/* ---- the summary ---- */

struct text path_words(const struct page *p, const struct outlook *o, int path)
{
    return path > 0 ? filled(in(p, W_QUOTED), o->paths[path].name.s)
                    : filled(in(p, W_THE), o->paths[path].name.s);
}

static void say_baseline(struct page *p, const struct outlook *o)
{
    const double before = outlook_figure(o, 0, TOTAL, o->first),
                 after = outlook_figure(o, 0, TOTAL, o->last);
    const double percent = before > 0.0 ? 100.0 * fabs(after / before - 1.0) : 0.0;
    page_say(p, LEAD, in(p, W_SAY_BASELINE), o->paths[0].name.s, o->name.s, whole(o->first).s,
             number_text(before, 0).s, whole(o->last).s, number_text(after, 0).s,
             after < before ? in(p, W_FALLS) : in(p, W_GROWS), number_text(percent, 0).s,
             o->source.no_migration ? in(p, W_SAY_CLOSED) : in(p, W_SAY_AS_IT_IS));
}

/* "migration adds 729, births take away 127"; nothing of what makes nothing. */
static struct text parts_words(const struct page *p, const struct explanation *e)
{
    const char *const names[COMPONENTS] = {in(p, W_MIGRATION), in(p, W_FERTILITY),
                                           in(p, W_MORTALITY_DIFFERS), in(p, W_BASE_DIFFERS)};
    struct text parts = text_of("%s", "");
    for (int k = 0; k < COMPONENTS; k++) {
        const double part = e->ordered[k];
        if (fabs(part) >= 0.5)
            parts = text_of("%s%s%s", parts.s, *parts.s ? in(p, W_COMMA) : "",
                            filled(part < 0.0 ? in(p, W_PART_TAKES) : in(p, W_PART_ADDS), names[k],
                                   number_text(fabs(part), 0).s)
                                .s);
    }
    return parts;
}

/* "175 more than on the baseline" */
static struct text gap_words(const struct page *p, const struct outlook *o, int path, double gap)
{
    return filled(gap < 0.0 ? in(p, W_FEWER) : in(p, W_MORE), number_text(fabs(gap), 0).s,
                  path_words(p, o, path).s);
}

static void say_path(struct page *p, const struct outlook *o, int path)
{
    const struct explanation *e = &o->why[path - 1];
    const struct text value = number_text(outlook_figure(o, path, TOTAL, o->last), 0),
                      name = path_words(p, o, path);
    const double gain = e->with - e->without;
    if (fabs(gain) < 0.5)
        page_say(p, LEAD, in(p, W_SAY_SAME), name.s, value.s, path_words(p, o, 0).s,
                 whole(o->last).s);
    else
        page_say(p, LEAD, in(p, W_SAY_PATH), name.s, value.s, gap_words(p, o, 0, gain).s,
                 parts_words(p, e).s, whole(o->last).s);
}

/* The old and the young, on the first scenario's path if there is one. */
static void say_ages(struct page *p, const struct outlook *o)
{
    double before[3], after[3], percent[2][3];
    const int path = o->path_count > 1 ? 1 : 0;
    if (cohort_three_ages(o->paths[0].kind.population, o->first, before, &error) ||
        cohort_three_ages(o->paths[path].kind.population, o->last, after, &error))
        return;
    cohort_shares_rounded(before, 1, percent[0]);
    cohort_shares_rounded(after, 1, percent[1]);
    page_say(p, LEAD, in(p, W_SAY_AGES), path_words(p, o, path).s, number_text(percent[1][2], 1).s,
             whole(o->last).s, number_text(percent[0][2], 1).s, whole(o->first).s,
             number_text(after[0], 0).s, number_text(before[0], 0).s);
}

/* After the first date, the last census that was counted in all, or else the last count. */
static const struct counts *last_count(const struct outlook *o)
{
    const struct counts *found = NULL;
    for (int i = 0; o->is_counted && i < o->observed.count; i++) {
        const struct counts *counts = &o->observed.counts[i];
        if (counts->at > o->first && !isnan(counted(counts, EVERYBODY)) &&
            (!found || is_census(counts) >= is_census(found)))
            found = counts;
    }
    return found;
}

static void say_counted(struct page *p, const struct outlook *o)
{
    const struct counts *counts = last_count(o);
    if (!counts)
        return;
    const double there = counted(counts, EVERYBODY);
    const double expected = outlook_figure(o, 0, TOTAL, counts->at);
    const double planned = o->path_count > 1 ? outlook_figure(o, 1, TOTAL, counts->at) : expected;
    struct text gaps = gap_words(p, o, 0, there - expected);
    if (fabs(planned - expected) >= 0.5)
        gaps = text_of("%.150s%s%.150s", gaps.s, in(p, W_COMMA),
                       gap_words(p, o, 1, there - planned).s);
    page_say(p, LEAD, in(p, W_SAY_COUNTED), is_census(counts) ? in(p, W_CENSUS) : in(p, W_REGISTER),
             whole(counts->year).s, number_text(there, 0).s, gaps.s);
}

/* How many of such intervals have held, after the longest time that was tried. */
static struct text held_words(const struct page *p, const struct fan *fan, int width)
{
    const int steps = fan_measured_steps(fan, FAN_TOTAL);
    cohort_coverage held;
    return steps > 0 && fan_coverage(fan, FAN_TOTAL, steps, fan_inside[0], &held)
               ? filled(fan->is_forecast ? in(p, W_SAY_HELD) : in(p, W_SAY_HELD_COUNTS),
                        number_text(held.percent, 0).s, whole(width * steps).s)
               : text_of("%s", in(p, W_SAY_NOT_HELD));
}

static void say_sure(struct page *p, const struct outlook *o)
{
    const cohort_grid *grid = cohort_inputs_grid(o->fans[0].inputs);
    char list[2048];
    size_t used = 0;
    for (int k = 0; k < o->path_count && used < sizeof list; k++) {
        const double low = fan_quantile(&o->fans[k], grid->steps, FAN_TOTAL, 0.1),
                     high = fan_quantile(&o->fans[k], grid->steps, FAN_TOTAL, 0.9);
        used +=
            (size_t)snprintf(list + used, sizeof list - used, "%s%s", k > 0 ? in(p, W_COMMA) : "",
                             filled(in(p, W_SAY_SURE_ON), path_words(p, o, k).s,
                                    number_text(low, 0).s, number_text(high, 0).s)
                                 .s);
    }
    page_say(p, LEAD, in(p, W_SAY_SURE), whole(o->last).s, list,
             held_words(p, &o->fans[0], grid->width).s);
}

/* A quantile between two dates, on a straight line. */
static double quantile_at(const struct fan *fan, double year, double level)
{
    const cohort_grid *grid = cohort_inputs_grid(fan->inputs);
    const double at = (year - grid->start) / grid->width;
    const int date = at >= grid->steps ? grid->steps - 1 : (int)at;
    const double before = fan_quantile(fan, date, FAN_TOTAL, level),
                 after = fan_quantile(fan, date + 1, FAN_TOTAL, level);
    return before + (at - date) * (after - before);
}

/* Where a count lies in the intervals of its time. */
static void say_interval(struct page *p, const struct outlook *o, const struct counts *counts)
{
    static const char *const says[3][LANGUAGES] = {
        {W_SAY_INSIDE}, {W_SAY_OUTSIDE_80}, {W_SAY_OUTSIDE_95}};
    static const double lows[] = {0.1, 0.1, 0.025};
    const struct fan *fan = &o->fans[0];
    const double there = counted(counts, EVERYBODY);
    int which = 0;
    if (isnan(there) || counts->at <= o->first)
        return;
    for (int level = 1; level < 3; level++)
        if (there < quantile_at(fan, counts->at, lows[level]) ||
            there > quantile_at(fan, counts->at, 1.0 - lows[level]))
            which = level;
    page_say(p, LEAD, says[which][p->language],
             is_census(counts) ? in(p, W_CENSUS) : in(p, W_REGISTER), whole(counts->year).s,
             path_words(p, o, 0).s, number_text(quantile_at(fan, counts->at, lows[which]), 0).s,
             number_text(quantile_at(fan, counts->at, 1.0 - lows[which]), 0).s,
             number_text(there, 0).s);
}

void report_summary(struct page *p, const struct outlook *o)
{
    say_baseline(p, o);
    for (int k = 1; k < o->path_count; k++)
        say_path(p, o, k);
    say_ages(p, o);
    say_counted(p, o);
    for (int i = 0; o->has_fan && o->is_counted && i < o->observed.count; i++)
        say_interval(p, o, &o->observed.counts[i]);
    if (o->is_counted)
        report_births(p, o);
    if (o->has_fan)
        say_sure(p, o);
    if (o->aims.count > 0)
        report_aims(p, o);
}

/* ---- what was inferred ---- */

static void infer_nemuro(struct page *p, const struct outlook *o)
{
    const struct nemuro *n = &o->cases[0].nemuro;
    const double raw = persons_in(n->paths[RUN_RAW].population, NEMURO_LAST, TOTAL);
    page_say(p, ITEM, in(p, W_INFER_NEMURO), whole(n->unrounding.parameters).s,
             whole(NEMURO_LAST).s, number_text(raw, 0).s);
    if (outlook_is_inferred(o))
        page_say(p, ITEM, in(p, W_INFER_PLAN));
}

static struct text words_of_peers(const struct page *p, const struct outlook *o)
{
    const int until = counted_peers_until(&o->source.counted, o->first);
    return until > COHORT_OPEN_START ? filled(in(p, W_PEERS_UNTIL), whole(until).s)
                                     : text_of("%s", in(p, W_PEERS_NONE));
}

static void infer_rates(struct page *p, const struct outlook *o)
{
    const cohort_stock *base = o->paths[0].kind.population;
    const bool is_japan = outlook_is_japan(o);
    const struct two_tfr tfr = two_tfr_of(base, o->first);
    const bool is_closed = o->source.no_migration;
    if (is_closed)
        page_say(p, ITEM, in(p, W_INFER_CLOSED));
    else if (o->is_forecast)
        page_say(p, ITEM, in(p, W_INFER_FORECAST), whole(o->first).s, words_of_peers(p, o).s);
    else
        page_say(p, ITEM, o->published ? in(p, W_INFER_RATES) : in(p, W_INFER_NOTHING));
    if (o->published && !is_closed && o->source.counted.old)
        page_say(p, ITEM, in(p, W_INFER_OLD));
    if (o->published && !is_closed && !o->is_forecast && o->last > o->published)
        page_say(p, ITEM, in(p, W_INFER_BEYOND), whole(o->published).s, whole(o->published + 1).s);
    if (is_japan)
        page_say(p, ITEM, in(p, W_INFER_NATION));
    if (is_japan && !isnan(tfr.by_age))
        page_say(p, ITEM, in(p, W_INFER_TFR), whole(o->first).s, text_of("%.2f", tfr.by_women).s,
                 text_of("%.2f", tfr.by_age).s);
}

void report_inferred(struct page *p, const struct outlook *o)
{
    page_list_begin(p);
    infer_rates(p, o);
    if (o->cases[0].is_nemuro)
        infer_nemuro(p, o);
    page_say(p, ITEM, in(p, W_PATH_MEANS));
    page_list_end(p);
}

/* ---- what it takes to repeat it ---- */

/* One byte more of POSIX's cksum. */
static unsigned long add_byte(unsigned long crc, unsigned long byte)
{
    crc ^= byte << 24;
    for (int bit = 0; bit < 8; bit++)
        crc = (crc << 1 ^ (crc & 0x80000000UL ? 0x04C11DB7UL : 0)) & 0xFFFFFFFFUL;
    return crc;
}

/* The checksum that POSIX's cksum prints of a file, and its size. Returned: can it be read again,
 * or is it a pipe? */
static bool checksum(const char *path, unsigned long *sum, unsigned long *size)
{
    struct stat state;
    if (strcmp(path, "-") == 0 || (stat(path, &state) == 0 && !S_ISREG(state.st_mode)))
        return false;
    FILE *file = fopen(path, "rb");
    unsigned long crc = 0, bytes = 0;
    int byte;
    for (; file && (byte = getc(file)) != EOF; bytes++)
        crc = add_byte(crc, (unsigned long)byte);
    if (!file || ferror(file))
        die("%s: cannot be read again: %s", path, strerror(errno));
    fclose(file);
    *size = bytes;
    for (; bytes; bytes >>= 8)
        crc = add_byte(crc, bytes & 0xFF);
    *sum = ~crc & 0xFFFFFFFFUL;
    return true;
}

static void file_row(struct page *p, const char *path, const char *what)
{
    unsigned long sum, size;
    const bool is_read = checksum(path, &sum, &size);
    table_row(p, base_name(path));
    table_text(p, what);
    table_numbers(p, 0, is_read ? (double)size : (double)NAN);
    table_text(p, is_read ? text_of("%lu", sum).s : "–");
}

static void files_table(struct page *p, const struct outlook *o)
{
    const struct outlook_request *r = o->request;
    table_begin(p, in(p, W_FILES));
    table_heads(p, TEXT_COLUMN(1), in(p, W_FILE), in(p, W_WHAT));
    table_heads(p, MINOR, in(p, W_BYTES));
    table_heads(p, TEXT_COLUMN(0), "cksum");
    for (int i = 0; i < r->source.files; i++)
        file_row(p, r->source.paths[i], in(p, W_FILE_INPUT));
    if (o->cases[0].is_nemuro) {
        file_row(p, fixture("ipss2018.csv").path, in(p, W_FILE_INPUT));
        file_row(p, fixture("nemuro_published.csv").path, in(p, W_FILE_DOCUMENT));
    }
    for (int i = 0; i < r->scenario_count; i++)
        file_row(p, r->scenarios[i], in(p, W_FILE_SCENARIO));
    if (r->targets)
        file_row(p, r->targets, in(p, W_FILE_TARGETS));
    if (r->observed || o->is_counted)
        file_row(p, r->observed ? r->observed : fixture("observed.csv").path, in(p, W_FILE_COUNTS));
    if (o->cases[0].is_nemuro || o->source.nation)
        file_row(p, r->source.nation_file ? r->source.nation_file : fixture("japan.csv").path,
                 in(p, W_FILE_NATION));
    if (r->source.counted.peers_file && o->source.counted.peers.cells)
        file_row(p, r->source.counted.peers_file, in(p, W_FILE_PEERS));
    if (outlook_is_japan(o)) {
        file_row(p, fixture("pupils.csv").path, in(p, W_SCHOOL));
        file_row(p, fixture("prefectures.csv").path, in(p, W_FILE_PREFECTURES));
    }
    table_end(p);
}

void report_inputs(struct page *p, const struct outlook *o, const char *command, const char *date)
{
    files_table(p, o);
    page_notes(p);
    page_verbatim(p, command);
    page_say(p, REMARK, in(p, W_MADE), COHORT_VERSION,
             cohort_convention_name(cohort_inputs_convention(o->cases[0].baseline)), date);
}
