/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/separator.h"

#include <stdbool.h>
#include <string.h>

enum { LINES = 64, CANDIDATES = COHORT_BLANKS + 1, WORDS_MIN = 3 };

/* What is counted in the first lines of a text: each candidate, a line each. */
typedef struct sample {
    int lines;
    int counts[CANDIDATES][LINES];
} sample;

/* Count within a line, outside of quotes. Returned: its end. */
static const char *count_line(const char *at, sample *found)
{
    bool quoted = false, in_word = false;
    for (; *at && (quoted || (*at != '\n' && *at != '\r')); at++) {
        const bool is_blank = *at == ' ' || *at == '\t';
        quoted ^= *at == '"';
        found->counts[COHORT_COMMAS][found->lines] += *at == ',' && !quoted;
        found->counts[COHORT_TABS][found->lines] += *at == '\t' && !quoted;
        found->counts[COHORT_SEMICOLONS][found->lines] += *at == ';' && !quoted;
        found->counts[COHORT_BARS][found->lines] += *at == '|' && !quoted;
        found->counts[COHORT_BLANKS][found->lines] += !is_blank && !in_word;
        in_word = !is_blank;
    }
    return at;
}

static void take_sample(const char *text, sample *found)
{
    memset(found, 0, sizeof *found);
    for (const char *at = text; *at && found->lines < LINES; at += *at != '\0') {
        at = count_line(at, found);
        if (found->counts[COHORT_BLANKS][found->lines] > 0)
            found->lines++;
        else
            for (int i = 0; i < CANDIDATES; i++)
                found->counts[i][found->lines] = 0;
    }
}

/* How many lines have the same number of a candidate, `min` or more; *number is that number. */
static int agreeing(const sample *found, cohort_separator candidate, int min, int *number)
{
    const int *counts = found->counts[candidate];
    int most = 0;
    *number = 0;
    for (int i = 0; i < found->lines; i++) {
        int same = 0;
        for (int j = 0; j < found->lines; j++)
            same += counts[j] == counts[i];
        if (counts[i] >= min && (same > most || (same == most && counts[i] > *number))) {
            most = same;
            *number = counts[i];
        }
    }
    return most;
}

/* `freq,unit,sex,age,geo\TIME_PERIOD` and tabs. */
static bool is_packed(const char *text)
{
    const size_t length = strcspn(text, "\t\r\n");
    const char *comma = memchr(text, ',', length), *slash = memchr(text, '\\', length);
    return text[length] == '\t' && comma && slash && comma < slash;
}

cohort_separator cohort_find_separator(const char *text)
{
    static const cohort_separator candidates[] = {COHORT_TABS, COHORT_SEMICOLONS, COHORT_BARS,
                                                  COHORT_COMMAS};
    sample found;
    if (is_packed(text))
        return COHORT_TABS_AND_COMMAS;
    cohort_separator best = COHORT_COMMAS;
    int most = 0, cells = 0, number;
    take_sample(text, &found);
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        const int lines = agreeing(&found, candidates[i], 1, &number);
        if (lines > most || (lines == most && number > cells)) {
            best = candidates[i];
            most = lines;
            cells = number;
        }
    }
    if (2 * most < found.lines &&
        2 * agreeing(&found, COHORT_BLANKS, WORDS_MIN, &number) > found.lines)
        return COHORT_BLANKS;
    return best;
}
