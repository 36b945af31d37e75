/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A command as tables: what it is, which options it takes. From them come the reading of the
 * command line and the help, and from the help the man page and the completion in bash, so that
 * none of them can say what another does not.
 *
 * A command has one struct of what is asked for, filled with its defaults, and a list of sets of
 * options. An option says where in the struct of its set its value goes; a set, where that struct
 * stands in the command's. What several commands take (source.h) is a set that each joins.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "text/text.h"

/* The value of an option, and what it is read into. */
enum option_kind {
    OPTION_FLAG,   /* none; bool */
    OPTION_TEXT,   /* any; const char * */
    OPTION_INPUT,  /* a file that is read, "-" being standard input; const char * */
    OPTION_OUTPUT, /* a file that is written, "-" being standard output; const char * */
    OPTION_YEAR,   /* int */
    OPTION_WHOLE,  /* a whole number, from `least` to `most`; int */
    OPTION_NUMBER, /* a finite number, from `least` to `most` unless both are 0; double */
    OPTION_CHOICE, /* one of `words`; int, its place among them */
    OPTION_OWN,    /* what `take` reads */
    OPTION_INPUTS  /* up to `most` files, as an operand one behind the other, as an option given as
                     often; const char *[], and an int at `count_at` */
};

struct option {
    const char *name;  /* "--to", "-o"; or without a dash, an operand: "INPUT.csv" */
    const char *value; /* what help calls its value; NULL for flags, operands, and what has words */
    enum option_kind kind;
    size_t at; /* its place in the struct of its set */
    const char *help;
    double least, most;
    const char *const *words; /* of a choice; of an output, how its names end; ended by NULL */
    bool (*take)(const char *text, void *to);
    const char *expected; /* by `take`, in words */
    size_t count_at;
    bool needed; /* an operand that has to be there */
    void *whole; /* where its value goes if that is one place for the whole program, not `at` */
};

/* An option of a table: its name, value, kind, place and help, then what else it has. */
#define OPTION(name_, value_, kind_, at_, ...)                                                     \
    {                                                                                              \
        .name = name_, .value = value_, .kind = OPTION_##kind_, .at = at_, .help = __VA_ARGS__     \
    }

/* Options, ended by one without a name, whose struct stands `at` this place of the command's. */
struct option_set {
    const char *title; /* above them in help; NULL: they stand with --help and --version */
    const struct option *options;
    size_t at;
};

/* A call without the command's name, and what it does. */
struct example {
    const char *arguments, *says;
};

struct command {
    const char *name, *summary;
    const char *const *synopsis; /* without the command's name; ended by NULL */
    const char *description;     /* paragraphs parted by a blank line */
    const struct option_set *sets;
    const struct example *examples; /* ended by one without arguments; may be NULL */
    const char *partly;             /* what EXIT_PARTLY means; NULL: never */
    size_t size;                    /* of its request, */
    const void *defaults;           /* before anything is asked */
    /* What is wrong with the options together, or NULL; NULL: only what all commands check. */
    const char *(*check)(void *request);
    int (*run)(void *request); /* returned: the exit status */
    size_t argv_at; /* where the request has a place for the words of the command line; 0: none */
};

/* Parts of a command's table: its sets of options, its examples, its request and what runs it. */
#define SETS(...)                                                                                  \
    .sets = (const struct option_set[])                                                            \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            NULL, NULL, 0                                                                          \
        }                                                                                          \
    }
#define EXAMPLES(...)                                                                              \
    .examples = (const struct example[])                                                           \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }
#define REQUEST(defaults_, run_) .size = sizeof defaults_, .defaults = &defaults_, .run = run_

#define THREADS_HELP                                                                               \
    "at most so many at once; without it, or 0: as many as the machine has; what is written does " \
    "not depend on it"

/* How names of what is written end: other kinds of document are refused. */
#define ENDINGS(...) ((const char *const[]){__VA_ARGS__, NULL})

#define OUTPUT_OPTION(value_, place, ...)                                                          \
    OPTION("-o", value_, OUTPUT, place,                                                            \
           "the file to write, whole or not at all; - is standard output, as without it",          \
           .words = ENDINGS(__VA_ARGS__))

/* How CSV is written, of each command that writes it (text/files.h). */
#define CSV_OPTIONS                                                                                \
    OPTION("--excel", NULL, FLAG, 0,                                                               \
           "begin CSV with a byte-order mark, so that Excel reads UTF-8", .whole = &for_excel),    \
        OPTION("--keep-formulas", NULL, FLAG, 0,                                                   \
               "in CSV, put no apostrophe before texts that a spreadsheet would run as formulas",  \
               .whole = &keeps_formulas)

/* Read the command line, whose first word is the command's name, and run it. Returned: the exit
 * status of that; or of help and the like, or of what is wrong. */
int command_run(const struct command *command, int argc, char **argv);

/* How many letters are to be changed, put in or taken out to make one name of the other. */
int letters_apart(const char *a, const char *b);

/* A year. Returned: is the text one? */
bool parse_year(const char *text, int *year);

#endif
