/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options/options.h"

#include "options/pages.h"
#include "text/files.h"

#include <stdarg.h>
#include <strings.h>
#include <unistd.h>

enum { NAME = 64, PROBLEM = 600, MOST_OPTIONS = 64 };

/* An option, and where its value goes; of OPTION_INPUTS also how many there are. */
struct place {
    const struct option *option;
    void *value;
    int *count;
};

/* A command line on its way. */
struct reading {
    const struct command *command;
    char *request;
    int place_count;
    struct place places[MOST_OPTIONS];
    int argc;
    char **argv;
    int next;     /* argument */
    int operands; /* so far */
    bool only_operands;
    char problem[PROBLEM]; /* "": none */
};

COHORT_PRINTF(2, 3)
static bool fail(struct reading *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(r->problem, sizeof r->problem, format, arguments);
    va_end(arguments);
    return false;
}

/* ---- values ---- */

static bool parse_whole(const char *text, double least, double most, int *value)
{
    char *end;
    const long found = strtol(text, &end, 10);
    if (end == text || *end || (double)found < least || (double)found > most)
        return false;
    *value = (int)found;
    return true;
}

bool parse_year(const char *text, int *year)
{
    return parse_whole(text, -9999, 9999, year);
}

/* A finite decimal number. */
static bool parse_number(const char *text, double least, double most, double *value)
{
    char *end;
    const double found = strtod(text, &end);
    if (end == text || *end || !isfinite(found) || strpbrk(text, "xX") ||
        (least < most && (found < least || found > most)))
        return false;
    *value = found;
    return true;
}

static bool parse_choice(const char *text, const char *const *words, int *choice)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return *choice = i, true;
    return false;
}

static struct text range_text(const struct option *o, const char *what)
{
    return o->least >= o->most ? text_of("%s", what)
           : o->most >= 1e9    ? text_of("%s, %g or more", what, o->least)
                               : text_of("%s, %g to %g", what, o->least, o->most);
}

struct text words_text(const char *const *words, const char *between, const char *last)
{
    struct text text = text_of("%s", words[0]);
    for (int i = 1; words[i]; i++)
        text = text_of("%s%s%s", text.s, words[i + 1] ? between : last, words[i]);
    return text;
}

/* What a value of an option has to be, in words. */
static struct text expected(const struct option *o)
{
    return o->kind == OPTION_YEAR     ? text_of("a year, such as 2040")
           : o->kind == OPTION_WHOLE  ? range_text(o, "a whole number")
           : o->kind == OPTION_NUMBER ? range_text(o, "a number")
           : o->kind == OPTION_CHOICE ? words_text(o->words, ", ", " or ")
           : o->kind == OPTION_OWN    ? text_of("%s", o->expected)
                                      : text_of("%s", o->value ? o->value : o->name);
}

/* Returned: is the text a value of the option? */
static bool store(const struct option *o, const char *text, void *to)
{
    switch (o->kind) {
    case OPTION_YEAR:
        return parse_year(text, to);
    case OPTION_WHOLE:
        return parse_whole(text, o->least, o->most, to);
    case OPTION_NUMBER:
        return parse_number(text, o->least, o->most, to);
    case OPTION_CHOICE:
        return parse_choice(text, o->words, to);
    case OPTION_OWN:
        return o->take(text, to);
    case OPTION_FLAG:
        return *(bool *)to = true;
    default:
        *(const char **)to = text;
        return true;
    }
}

static bool take_value(struct reading *r, const struct place *place, const char *text)
{
    const struct option *o = place->option;
    if (o->kind != OPTION_INPUTS)
        return store(o, text, place->value) ||
               fail(r, "%s: \"%.60s\": expected %s", o->name, text, expected(o).s);
    if (*place->count >= (int)o->most)
        return fail(r, "more than %g files", o->most);
    ((const char **)place->value)[(*place->count)++] = text;
    return true;
}

/* ---- options ---- */

static void list_places(struct reading *r)
{
    for (const struct option_set *set = r->command->sets; set->options; set++)
        for (const struct option *o = set->options; o->name; o++) {
            char *at = r->request + set->at;
            r->places[r->place_count++] = (struct place){o, o->whole ? o->whole : at + o->at,
                                                         (int *)(void *)(at + o->count_at)};
        }
    for (const struct option *o = common_options; o->name; o++)
        r->places[r->place_count++] = (struct place){o, NULL, NULL};
}

static const struct place *find_option(const struct reading *r, const char *name)
{
    for (int i = 0; i < r->place_count; i++)
        if (strcmp(r->places[i].option->name, name) == 0)
            return &r->places[i];
    return NULL;
}

int letters_apart(const char *a, const char *b)
{
    int row[NAME + 1];
    const int length = (int)strlen(b);
    if (length > NAME)
        return NAME;
    for (int j = 0; j <= length; j++)
        row[j] = j;
    for (int i = 1; *a; a++, i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= length; j++) {
            const int over = row[j];
            int least = corner + (*a != b[j - 1]);
            if (row[j - 1] + 1 < least)
                least = row[j - 1] + 1;
            if (over + 1 < least)
                least = over + 1;
            corner = over;
            row[j] = least;
        }
    }
    return row[length];
}

static bool fail_unknown(struct reading *r, const char *name)
{
    const char *nearest = NULL;
    int least = (int)strlen(name) < 8 ? 3 : 4;
    for (int i = 0; i < r->place_count; i++) {
        const struct option *o = r->places[i].option;
        const int found = is_operand(o) ? NAME : letters_apart(name, o->name);
        if (found < least) {
            least = found;
            nearest = o->name;
        }
    }
    return fail(r, "%.60s: unknown option%s%s%s", name, nearest ? ": did you mean " : "",
                nearest ? nearest : "", nearest ? "?" : "");
}

static bool take_option(struct reading *r, const char *argument)
{
    char name[NAME];
    const char *equals = argument[1] == '-' ? strchr(argument, '=') : NULL;
    snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - argument) : NAME, argument);
    const struct place *place = find_option(r, name);
    if (!place)
        return fail_unknown(r, name);
    if (place->option->kind == OPTION_FLAG)
        return equals ? fail(r, "%s takes no value", name) : take_value(r, place, "");
    if (equals)
        return take_value(r, place, equals + 1);
    const char *text = r->next < r->argc ? r->argv[r->next] : NULL;
    if (!text || strncmp(text, "--", 2) == 0)
        return fail(r, "%s is without its value: expected %s", name, expected(place->option).s);
    r->next++;
    return take_value(r, place, text);
}

/* ---- operands ---- */

/* The operand in the nth place, or the last one if it takes many. */
static const struct place *find_operand(const struct reading *r, int number)
{
    for (int i = 0, count = 0; i < r->place_count; i++) {
        const struct option *o = r->places[i].option;
        if (is_operand(o) && (count++ == number || o->kind == OPTION_INPUTS))
            return &r->places[i];
    }
    return NULL;
}

static bool take_operand(struct reading *r, const char *text)
{
    const struct place *place = find_operand(r, r->operands++);
    return place ? take_value(r, place, text) : fail(r, "\"%.60s\": one argument too many", text);
}

static bool check_operands(struct reading *r)
{
    const struct place *place = find_operand(r, r->operands);
    if (!place || !place->option->needed || (place->count && *place->count > 0))
        return true;
    return place->option->words
               ? fail(r, "no %s: expected %s", place->option->name, expected(place->option).s)
               : fail(r, "no %s", place->option->name);
}

/* ---- files ---- */

/* Is a path among the files that an option or operand reads? */
static bool is_read(const struct place *place, const char *path)
{
    const char *const *paths = place->value;
    const int count = place->option->kind == OPTION_INPUTS  ? *place->count
                      : place->option->kind == OPTION_INPUT ? *paths != NULL
                                                            : 0;
    for (int i = 0; i < count; i++)
        if (strcmp(paths[i], "-") != 0 && same_file(paths[i], path))
            return true;
    return false;
}

static const char *output_of(const struct place *place)
{
    return place->option->kind == OPTION_OUTPUT ? *(const char *const *)place->value : NULL;
}

/* Would a table that commands read without being told be lost? Those that an option makes it may. */
static bool is_lost(const char *option, const char *path)
{
    static const char *const made[][2] = {{"--write-spreads", "spreads.csv"},
                                          {"--write-peers", "peers.csv"},
                                          {"--write-scenario", "nemuro_plan.csv"}};
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const struct fixture own = fixture(name);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (strcmp(option, made[i][0]) == 0 && strcmp(name, made[i][1]) == 0)
            return false;
    return access(own.path, F_OK) == 0 && same_file(own.path, path);
}

static bool ends_in(const char *path, const char *const *endings)
{
    const char *ending = strrchr(path, '.');
    for (; ending && *endings; endings++)
        if (strcasecmp(ending, *endings) == 0)
            return true;
    return false;
}

/* Is the name that of another kind of document than what is written? */
static bool is_misnamed(const struct option *o, const char *path)
{
    static const char *const documents[] = {".csv", ".xlsx", ".xls", ".ods", ".html",
                                            ".svg", ".png",  ".pdf", NULL};
    return o->words && ends_in(path, documents) && !ends_in(path, o->words);
}

/* What is written must not take the place of what is read, nor of what else is written. */
static bool check_output(struct reading *r, int number, const char *path)
{
    const struct option *option = r->places[number].option;
    const char *name = option->name;
    for (int i = 0; i < r->place_count; i++) {
        const char *other = i < number ? output_of(&r->places[i]) : NULL;
        if (is_read(&r->places[i], path))
            return fail(r, "%s: %.200s is an input: it would be lost", name, path);
        if (other && same_file(other, path) && strncmp(path, "/dev/", 5) != 0)
            return fail(r, "%s and %s: two files", r->places[i].option->name, name);
    }
    if (is_lost(name, path))
        return fail(r, "%s: %.200s is a table of the program's own: it would be lost", name, path);
    return !is_misnamed(option, path) ||
           fail(r, "%s: %.200s: expected a name that ends in %s", name, path,
                words_text(option->words, ", ", " or ").s);
}

/* Is a document asked for on standard output? --summary always is; --csv and --cells are where the
 * command has no -o, into which they would go; an output is if it is standard output. */
static bool is_printed(const struct reading *r, const struct place *place)
{
    const char *name = place->option->name;
    if (strcmp(name, "--summary") == 0)
        return *(const bool *)place->value;
    if (strcmp(name, "--csv") == 0 || strcmp(name, "--cells") == 0)
        return !find_option(r, "-o") && *(const bool *)place->value;
    return is_standard(output_of(place));
}

static bool check_outputs(struct reading *r)
{
    const struct place *printed = NULL;
    for (int i = 0; i < r->place_count; i++) {
        const struct place *place = &r->places[i];
        const char *path = output_of(place);
        const bool is = is_printed(r, place);
        if (is && printed)
            return fail(r, "%s and %s: standard output cannot hold both", printed->option->name,
                        place->option->name);
        if (path && !is && !check_output(r, i, path))
            return false;
        printed = is ? place : printed;
    }
    return true;
}

/* ---- all together ---- */

/* A single dash is a file, and one before a number its sign. */
static bool is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] && !strchr(".0123456789", argument[1]);
}

/* A dash that a word processor or a keyboard puts in the place of hyphens. */
static bool is_dash(const char *text)
{
    static const char *const dashes[] = {"–", "—", "−", "－", "‐", "‑", "―", "ー"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (strncmp(text, dashes[i], strlen(dashes[i])) == 0)
            return true;
    return false;
}

static bool fail_dash(struct reading *r, const char *argument)
{
    const char *word = argument;
    while (is_dash(word) || *word == '-')
        word += *word == '-' ? 1 : strlen("–");
    return fail(r, "%.60s: this dash is no hyphen: did you mean %s%.60s?", argument,
                strlen(word) <= 1 ? "-" : "--", word);
}

static bool take_argument(struct reading *r, const char *argument)
{
    if (!r->only_operands && is_dash(argument + strspn(argument, "-")) &&
        access(argument, F_OK) != 0)
        return fail_dash(r, argument);
    if (r->only_operands || !is_option(argument))
        return take_operand(r, argument);
    if (strcmp(argument, "--") == 0)
        return r->only_operands = true;
    return take_option(r, argument);
}

static int end_usage(const struct reading *r)
{
    complain("%s", r->problem);
    print_usage(stderr, r->command);
    fprintf(stderr, "cohort %s --help says more\n", r->command->name);
    return EXIT_USAGE;
}

/* Is there a flag of this name, and is it given? */
static bool is_given(const struct reading *r, const char *name)
{
    const struct place *place = find_option(r, name);
    return place && *(const bool *)place->value;
}

/* Is CSV written, with --excel what is marked: by --csv or --cells, or where there are none, to -o? */
static bool writes_csv(const struct reading *r, bool excel)
{
    static const char *const books[] = {".xlsx", NULL};
    const bool asks = find_option(r, "--csv");
    bool does = asks && (is_given(r, "--csv") || is_given(r, "--cells"));
    for (int i = 0; i < r->place_count; i++) {
        const char *path = output_of(&r->places[i]);
        const bool is_main = strcmp(r->places[i].option->name, "-o") == 0;
        does = does || (path && !ends_in(path, books) && (is_main ? !asks : !excel));
    }
    return does;
}

/* Are the options of CSV without any? */
static bool check_csv(struct reading *r)
{
    static const char *const names[] = {"--excel", "--keep-formulas"};
    for (int i = 0; i < 2; i++)
        if (is_given(r, names[i]) && !writes_csv(r, i == 0))
            return fail(r, "%s belongs to CSV: give %s", names[i],
                        find_option(r, "--csv") ? "--csv, too" : "-o OUT.csv");
    return true;
}

static bool read_all(struct reading *r)
{
    list_places(r);
    while (r->next < r->argc)
        if (!take_argument(r, r->argv[r->next++]))
            return false;
    if (!check_operands(r))
        return false;
    const char *problem = r->command->check ? r->command->check(r->request) : NULL;
    return problem ? fail(r, "%s", problem) : check_csv(r) && check_outputs(r);
}

/* Is there --help or -h before what a `--` leaves to the operands? */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int command_run(const struct command *command, int argc, char **argv)
{
    struct reading r = {.command = command, .argc = argc, .argv = argv, .next = 1};
    if (asks_for_help(argc, argv)) {
        print_help(stdout, command);
        return finish();
    }
    r.request = allocate(1, command->size);
    memcpy(r.request, command->defaults, command->size);
    if (command->argv_at)
        *(char ***)(void *)(r.request + command->argv_at) = argv;
    const int status = read_all(&r) ? command->run(r.request) : end_usage(&r);
    free(r.request);
    return status;
}
