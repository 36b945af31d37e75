/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options/options.h"

#include "options/pages.h"

#include <stdarg.h>

enum { NAME = 64, PROBLEM = 600 };

/* A command line on its way. */
struct reading {
    const struct command *command;
    char *request;
    int argc;
    char **argv;
    int next;     /* argument */
    int operands; /* so far */
    bool only_operands;
    char problem[PROBLEM]; /* "": none */
};

SAYS(2, 3)
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
static bool parse_number(const char *text, double *value)
{
    char *end;
    const double found = strtod(text, &end);
    if (end == text || *end || !isfinite(found) || strpbrk(text, "xX"))
        return false;
    *value = found;
    return true;
}

static bool parse_bounded(const struct option *o, const char *text, double *value)
{
    double found;
    const bool bounded = o->least < o->most;
    if (!parse_number(text, &found) || (bounded && !(found >= o->least && found <= o->most)))
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

static const char *range_text(const struct option *o, const char *what, char text[EXPECTED_TEXT])
{
    if (o->least >= o->most)
        snprintf(text, EXPECTED_TEXT, "%s", what);
    else if (o->most >= 1e9)
        snprintf(text, EXPECTED_TEXT, "%s, %g or more", what, o->least);
    else
        snprintf(text, EXPECTED_TEXT, "%s, %g to %g", what, o->least, o->most);
    return text;
}

const char *words_text(const char *const *words, const char *between, const char *last,
                       char text[EXPECTED_TEXT])
{
    int used = 0;
    for (int i = 0; words[i] && used < EXPECTED_TEXT; i++)
        used += snprintf(text + used, (size_t)(EXPECTED_TEXT - used), "%s%s",
                         i == 0         ? ""
                         : words[i + 1] ? between
                                        : last,
                         words[i]);
    return text;
}

const char *option_expected(const struct option *o, char text[EXPECTED_TEXT])
{
    switch (o->kind) {
    case OPTION_YEAR:
        return "a year, such as 2040";
    case OPTION_WHOLE:
        return range_text(o, "a whole number", text);
    case OPTION_NUMBER:
        return range_text(o, "a number", text);
    case OPTION_CHOICE:
        return words_text(o->words, ", ", " or ", text);
    case OPTION_OWN:
        return o->expected;
    default:
        return o->value ? o->value : o->name;
    }
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
        return parse_bounded(o, text, to);
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

static bool take_input(struct reading *r, const struct option *o, const char *text, size_t base)
{
    int *count = (int *)(void *)(r->request + base + o->count_at);
    const char **paths = (const char **)(void *)(r->request + base + o->at);
    if (*count >= (int)o->most)
        return fail(r, "more than %g files", o->most);
    paths[(*count)++] = text;
    return true;
}

/* `base`: where the struct of its set stands in the request. */
static bool take_value(struct reading *r, const struct option *o, const char *text, size_t base)
{
    char expected[EXPECTED_TEXT];
    if (o->kind == OPTION_INPUTS)
        return take_input(r, o, text, base);
    return store(o, text, r->request + base + o->at) ||
           fail(r, "%s: \"%.60s\": expected %s", o->name, text, option_expected(o, expected));
}

/* ---- options ---- */

static const struct option *find_in(const struct option *options, const char *name)
{
    for (const struct option *o = options; o->name; o++)
        if (!is_operand(o) && strcmp(o->name, name) == 0)
            return o;
    return NULL;
}

/* *base: where the struct of its set stands in the request. */
static const struct option *find_option(const struct command *command, const char *name,
                                        size_t *base)
{
    for (const struct option_set *set = command->sets; set->options; set++) {
        const struct option *o = find_in(set->options, name);
        if (o) {
            *base = set->at;
            return o;
        }
    }
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

static void look_nearer(const struct option *options, const char *name, const char **nearest,
                        int *least)
{
    for (const struct option *o = options; o->name; o++) {
        const int found = is_operand(o) ? NAME : letters_apart(name, o->name);
        if (found < *least) {
            *least = found;
            *nearest = o->name;
        }
    }
}

static bool fail_unknown(struct reading *r, const char *name)
{
    const char *nearest = NULL;
    int least = (int)strlen(name) < 8 ? 3 : 4;
    for (const struct option_set *set = r->command->sets; set->options; set++)
        look_nearer(set->options, name, &nearest, &least);
    look_nearer(common_options, name, &nearest, &least);
    return fail(r, "%.60s: unknown option%s%s%s", name, nearest ? ": did you mean " : "",
                nearest ? nearest : "", nearest ? "?" : "");
}

static bool take_option(struct reading *r, const char *argument)
{
    char name[NAME], expected[EXPECTED_TEXT];
    const char *equals = argument[1] == '-' ? strchr(argument, '=') : NULL;
    size_t base;
    snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - argument) : NAME, argument);
    const struct option *o = find_option(r->command, name, &base);
    if (!o && !find_in(common_options, name))
        return fail_unknown(r, name);
    if (!o)
        return fail(r, "%s takes no value", name); /* without one it is a page */
    if (o->kind == OPTION_FLAG)
        return equals ? fail(r, "%s takes no value", name) : take_value(r, o, "", base);
    if (equals)
        return take_value(r, o, equals + 1, base);
    const char *text = r->next < r->argc ? r->argv[r->next] : NULL;
    if (!text || strncmp(text, "--", 2) == 0)
        return fail(r, "%s is without its value: expected %s", name, option_expected(o, expected));
    r->next++;
    return take_value(r, o, text, base);
}

/* ---- operands ---- */

/* The operand in the nth place, or the last one if it takes many. */
static const struct option *find_operand(const struct command *command, int place, size_t *base)
{
    int count = 0;
    for (const struct option_set *set = command->sets; set->options; set++)
        for (const struct option *o = set->options; o->name; o++) {
            *base = set->at;
            if (is_operand(o) && (count++ == place || o->kind == OPTION_INPUTS))
                return o;
        }
    return NULL;
}

static bool take_operand(struct reading *r, const char *text)
{
    size_t base;
    const struct option *o = find_operand(r->command, r->operands++, &base);
    if (!o)
        return fail(r, "\"%.60s\": one argument too many", text);
    return take_value(r, o, text, base);
}

static bool check_operands(struct reading *r)
{
    size_t base;
    const struct option *o = find_operand(r->command, r->operands, &base);
    char expected[EXPECTED_TEXT];
    if (!o || !o->needed)
        return true;
    return o->words ? fail(r, "no %s: expected %s", o->name, option_expected(o, expected))
                    : fail(r, "no %s", o->name);
}

/* ---- files ---- */

/* Is a path among the files that an option or operand reads? */
static bool is_read(const struct reading *r, const struct option *o, size_t base, const char *path)
{
    const char *const *paths = (const char *const *)(const void *)(r->request + base + o->at);
    int count = o->kind == OPTION_INPUT && *paths ? 1 : 0;
    if (o->kind == OPTION_INPUTS)
        count = *(const int *)(const void *)(r->request + base + o->count_at);
    for (int i = 0; i < count; i++)
        if (strcmp(paths[i], "-") != 0 && same_file(paths[i], path))
            return true;
    return false;
}

/* What is written must not take the place of what is read. */
static bool check_output(struct reading *r, const struct option *output, size_t base)
{
    const char *path = *(const char *const *)(const void *)(r->request + base + output->at);
    if (!path || strcmp(path, "-") == 0)
        return true;
    for (const struct option_set *set = r->command->sets; set->options; set++)
        for (const struct option *o = set->options; o->name; o++)
            if (is_read(r, o, set->at, path))
                return fail(r, "%s: %.200s is an input: it would be lost", output->name, path);
    return true;
}

static bool check_outputs(struct reading *r)
{
    for (const struct option_set *set = r->command->sets; set->options; set++)
        for (const struct option *o = set->options; o->name; o++)
            if (o->kind == OPTION_OUTPUT && !check_output(r, o, set->at))
                return false;
    return true;
}

/* ---- all together ---- */

/* A dash alone is a file, and one before a number its sign. */
static bool is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] && !strchr(".0123456789", argument[1]);
}

static bool take_argument(struct reading *r, const char *argument)
{
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

static bool read_all(struct reading *r)
{
    while (r->next < r->argc)
        if (!take_argument(r, r->argv[r->next++]))
            return false;
    if (!check_operands(r) || !check_outputs(r))
        return false;
    const char *problem = r->command->check ? r->command->check(r->request) : NULL;
    return !problem || fail(r, "%s", problem);
}

/* Is there --help before what a `--` leaves to the operands? */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
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
