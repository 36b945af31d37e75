/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program says besides its results: errors and notes on standard error, in colour on a
 * terminal (not with NO_COLOR, nor on a dumb one), and the way out on errors. */
#ifndef SAY_H
#define SAY_H

#include <cohort/error.h>
#include <cohort/export.h>

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* How a run ends. */
enum { EXIT_DONE, EXIT_WRONG, EXIT_USAGE, EXIT_PARTLY };

/* Print an error, without its "error: " and line end; die: and exit with EXIT_WRONG. */
COHORT_PRINTF(1, 2) void complain(const char *format, ...);
COHORT_PRINTF(1, 2) _Noreturn void die(const char *format, ...);

/* What the library reports to the thread that reads the command line. `must`: on a code that is no
 * success print it, and exit with EXIT_WRONG. */
extern cohort_error error;
void must(int code);

/* The code of a failure that leaves something out, such as an area, and lets the rest go on; but
 * one of memory says nothing of what it was met at: exits. */
int bearable(int code);

/* First of all: where 0, 1 or 2 was closed, let no file that is opened later take its place; and
 * let a file that gets too large be an error of writing, not the end. */
void hold_descriptors(void);

/* Has one, since this was set to 0? Others that write files do not see it. */
extern volatile sig_atomic_t limit_is_met;

/* Put what to do about an error behind its text, as far as there is room. Returned: its code. */
COHORT_PRINTF(2, 3) int advise(cohort_error *problem, const char *format, ...);

/* Memory, all 0, of one byte at least; other memory with what was in it. Exits if there is none. */
void *allocate(size_t count, size_t size);
void *resize(void *memory, size_t count, size_t size);

/* Print a note, without its "note: " and line end. */
COHORT_PRINTF(1, 2) void note(const char *format, ...);

/* The same of two parts, unless it was noted. */
void note_once(bool *noted, const char *what, const char *then);

/* All notes so far, a line each. */
const char *notes_said(void);

/* Print that an area is left out and the rest goes on; at the end, how many are: exits if all. */
void say_area_left_out(const char *area, const char *name, const char *reason);
void say_areas_left_out(int out, int count);

/* Is standard error a terminal that knows how to move the cursor? */
bool on_terminal(void);

/* Is there a bar on standard error, to be wiped away before anything is said? */
void bar_is_shown(bool shown);

/* Before anything is printed: let it wait for the end (up to 256 kB): an error leaves nothing. */
void hold_output(void);

/* The end of a program that has printed: EXIT_DONE, or EXIT_WRONG with a message when what it
 * printed did not all get out (a full disk, a closed pipe). */
int finish(void);

/* A path as messages name it: "standard input" for "-". */
const char *input_name(const char *path);

#endif
