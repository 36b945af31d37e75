/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_WINDOWS_H
#define COHORT_CORE_WINDOWS_H

/*
 * What POSIX has and Windows lacks, or has otherwise, under the names of POSIX: a build for Windows
 * includes this before every file (-include), so that no other file knows of Windows. Paths are
 * UTF-8; what is not UTF-8 is taken as in the code page of the process.
 */
#ifdef _WIN32
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define O_CLOEXEC _O_NOINHERIT
#define O_DIRECTORY 0 /* a folder cannot be opened: nor need it be, to be synced */

enum { F_GETFD, F_SETLK, F_WRLCK }; /* is a descriptor open? lock all of its file */
struct flock {
    int l_type, l_whence;
};

/* A file has the same numbers under all its names. */
struct cohort_stat {
    mode_t st_mode;
    unsigned long st_dev;
    uint64_t st_ino;
};

FILE *cohort_fopen(const char *path, const char *mode);
int cohort_open(const char *path, int flags, ...);
int cohort_access(const char *path, int mode);
int cohort_unlink(const char *path);
int cohort_stat(const char *path, struct cohort_stat *state);
char *cohort_realpath(const char *path);
/* Replaces a file at once, and returns when the disk has it. */
int cohort_rename(const char *from, const char *to);
int cohort_fcntl(int file, int command, ...);
/* (mingw-w64's own makes 1 of the last number below 0.5.) */
double cohort_round_away(double x);

#undef stat
#define stat cohort_stat
#define lstat(path, state) cohort_stat(path, state)
#define fopen(path, mode) cohort_fopen(path, mode)
#define open(...) cohort_open(__VA_ARGS__)
#define access(path, mode) cohort_access(path, mode)
#define unlink(path) cohort_unlink(path)
#define realpath(path, resolved) cohort_realpath(path)
#define rename(from, to) cohort_rename(from, to)
#define fcntl(...) cohort_fcntl(__VA_ARGS__)
#define fsync(file) _commit(file)
#define fchmod(file, mode) ((void)(mode), 0) /* rights come from the folder */
#define strerror(number)                                                                           \
    ((number) == EACCES ? "Permission denied, or another program has it open" : (strerror)(number))
#define round(x) cohort_round_away(x)
#define lround(x) (long)cohort_round_away(x)
#define llround(x) (long long)cohort_round_away(x)
#endif

#endif
