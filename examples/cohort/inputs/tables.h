/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as people have them: how a file is read, what was guessed. Errors end the program. */
#ifndef TABLES_H
#define TABLES_H

#include "options/options.h"

/* What the command line says of how tables are read. */
struct table_options {
    const char *sheet, *title, *suffix;
    int dash; /* a cohort_dash */
    double sex_ratio;
    bool is_whole; /* not asked for: a value that is withheld or no number is an error */
};

/* The options, for a command's sets. */
#define TABLE_SET(request, tables)                                                                 \
    {                                                                                              \
        "Tables as they are", table_option_list, offsetof(request, tables)                         \
    }
extern const struct option table_option_list[];

/* Read a table that may have these variables (ended by NULL; NULL: any); `given` may be NULL. What
 * was guessed is noted, but for those that come with the library. Freed by the caller. */
cohort_table *read_table(const char *path, const char *const *variables,
                         const struct table_options *given);

/* Exit with a message about a row. */
_Noreturn void fail_row(const cohort_table *table, int row, const char *problem);

/* Print the table's notes from one on. */
void note_table(const char *path, const cohort_table *table, int first);

#endif
