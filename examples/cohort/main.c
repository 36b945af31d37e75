/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cohort: the commands, by their names. */
#include "commands/commands.h"
#include "inputs/book.h"
#include "report/sheets.h"

const struct command *const commands[] = {
    &project_command,  &report_command,         &chart_command,   &explain_command,
    &reach_command,    &track_command,          &control_command, &ensemble_command,
    &backtest_command, &municipalities_command, &nemuro_command,  NULL,
};

static const struct command *find_command(const char *name)
{
    int i = 0;
    while (commands[i] && strcmp(commands[i]->name, name) != 0)
        i++;
    return commands[i];
}

static void print_usage_of_all(FILE *stream)
{
    fputs("usage: cohort COMMAND [ARGUMENT ...]\n"
          "       cohort help [COMMAND]\n"
          "       cohort --version\n",
          stream);
}

static int print_overview(void)
{
    puts("cohort: population projection by cohorts, for planners\n");
    print_usage_of_all(stdout);
    puts("\n`cohort help COMMAND` or `cohort COMMAND --help` prints what a command does and "
         "takes.\n\n"
         "Commands:");
    for (int i = 0; commands[i]; i++)
        printf("  %-20s%s\n", commands[i]->name, commands[i]->summary);
    puts("\nEnvironment:\n"
         "  COHORT_FIXTURES     the folder of the tables that come with libcohort, if they are\n"
         "                      elsewhere\n"
         "  NO_COLOR            if set and not empty, no colours on a terminal");
    return finish();
}

static int print_version(void)
{
    printf("cohort (libcohort %s)\n"
           "Licence GPL-3.0-or-later <https://www.gnu.org/licenses/gpl-3.0.html>: free software, "
           "without warranty\n",
           cohort_version());
    printf("Workbooks: %s, %s\n",
           book_version() ? book_version() : "not read (built without libzip and expat)",
           sheets_version() ? sheets_version() : "not written (built without libxlsxwriter)");
    return finish();
}

static int fail_command(const char *name)
{
    const char *near = NULL;
    for (int i = 0; name && !near && commands[i]; i++)
        near = letters_apart(name, commands[i]->name) < 3 ? commands[i]->name : NULL;
    if (name)
        complain("\"%.60s\": no command of that name%s%s%s", name, near ? ": did you mean " : "",
                 near ? near : "", near ? "?" : "");
    else
        complain("no command");
    print_usage_of_all(stderr);
    fputs("cohort help lists the commands\n", stderr);
    return EXIT_USAGE;
}

/* The words of `cohort help project` as those of `cohort project --help`. */
static int help(const char *name)
{
    char option[] = "--help", *words[] = {NULL, option, NULL};
    const struct command *command = name ? find_command(name) : NULL;
    if (!name)
        return print_overview();
    return command ? command_run(command, 2, words) : fail_command(name);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    hold_descriptors();
    if (!name)
        return fail_command(name);
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return help(argv[2]);
    if (strcmp(name, "--version") == 0)
        return print_version();
    const struct command *command = find_command(name);
    return command ? command_run(command, argc - 1, argv + 1) : fail_command(name);
}
