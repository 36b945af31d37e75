/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* realpath; O_TMPFILE, where there is one */

#include "text/output.h"

#include "core/error.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const cohort_output *output, const char *reason, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_WRITE, "%s: cannot be written: %s",
                       cohort_shown_path(output->name), reason);
}

static int fail_errno(const cohort_output *output, cohort_error *error)
{
    return errno == ENOMEM ? cohort_fail_memory(error) : fail(output, strerror(errno), error);
}

static void free_output(cohort_output *output)
{
    free(output->name);
    free(output->target);
    free(output->temporary);
    free(output->bytes);
    free(output);
}

/* --- Opening ---------------------------------------------------------------------------------- */

enum { TRIES = 100, MORE_NAME = 64 };

/* The nth name beside the target. */
static void name_temporary(cohort_output *output, int n)
{
    snprintf(output->temporary, strlen(output->target) + MORE_NAME, "%s.%ld-%d.tmp", output->target,
             (long)getpid(), n);
}

/* Open the target's folder, its path being left in `temporary`. Returned: -1 if it cannot be. */
static int open_folder(const cohort_output *output, int flags)
{
    char *folder = strcpy(output->temporary, output->target), *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    return open(slash ? folder : ".", flags | O_CLOEXEC, 0666);
}

#ifdef O_TMPFILE
/* The path by which a file without a name can be given one. */
static void name_descriptor(int file, char name[MORE_NAME])
{
    snprintf(name, MORE_NAME, "/proc/self/fd/%d", file);
}

/* A file in the target's folder without a name: nothing is left of it if the process is killed.
 * Returned: -1 if the system has no such files. */
static int open_nameless(const cohort_output *output)
{
    char name[MORE_NAME];
    const int file = open_folder(output, O_TMPFILE | O_WRONLY);
    name_descriptor(file, name);
    if (file >= 0 && access(name, F_OK) != 0) {
        close(file);
        return -1;
    }
    return file;
}

static int link_name(int file, const char *name)
{
    char descriptor[MORE_NAME];
    name_descriptor(file, descriptor);
    return linkat(AT_FDCWD, descriptor, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}
#else
static int open_nameless(const cohort_output *output)
{
    (void)output;
    return -1;
}

static int link_name(int file, const char *name)
{
    (void)file;
    (void)name;
    return -1;
}
#endif

static int open_named(cohort_output *output)
{
    int file = -1;
    for (int i = 0; i < TRIES && file < 0; i++) {
        name_temporary(output, i);
        file = open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            break;
    }
    return file;
}

/* A new file beside the target. Not by mkstemp: its files are 0600, and to give them the
 * permissions of an ordinary new file the umask of the whole process would have to be changed. */
static int create_temporary(cohort_output *output, cohort_error *error)
{
    output->temporary = malloc(strlen(output->target) + MORE_NAME);
    if (!output->temporary)
        return cohort_fail_memory(error);
    int file = open_nameless(output);
    output->nameless = file >= 0;
    if (file < 0)
        file = open_named(output);
    if (file >= 0 && (output->stream = fdopen(file, "wb")))
        return COHORT_OK;
    int code = fail_errno(output, error);
    if (file >= 0) {
        close(file);
        if (!output->nameless)
            unlink(output->temporary);
    }
    return code;
}

/* The complete file gets a temporary name; it is renamed at once. */
static int give_name(cohort_output *output, cohort_error *error)
{
    for (int i = 0; i < TRIES && output->nameless; i++) {
        name_temporary(output, i);
        output->nameless = link_name(fileno(output->stream), output->temporary) != 0;
        if (output->nameless && errno != EEXIST)
            break;
    }
    return output->nameless ? fail_errno(output, error) : COHORT_OK;
}

/* The new file has the permissions of the one that it replaces. */
static int replace(cohort_output *output, mode_t mode, cohort_error *error)
{
    if (access(output->target, W_OK) != 0)
        return fail_errno(output, error);
    int code = create_temporary(output, error);
    if (!code && fchmod(fileno(output->stream), mode & 0777) != 0) {
        code = fail_errno(output, error);
        fclose(output->stream);
        if (!output->nameless)
            unlink(output->temporary);
    }
    return code;
}

static int open_new(cohort_output *output, const char *path, cohort_error *error)
{
    struct stat state;
    if (lstat(path, &state) == 0)
        return fail(output, "a symbolic link that leads to no file", error);
    output->target = cohort_copy_text(path);
    return output->target ? create_temporary(output, error) : cohort_fail_memory(error);
}

/* Is this a name of an open descriptor? The file behind it must not be replaced. */
static bool names_descriptor(const char *path)
{
    static const char *const names[] = {"/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(path, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static int open_path(cohort_output *output, const char *path, cohort_error *error)
{
    struct stat state;
    if (stat(path, &state) != 0)
        return errno == ENOENT ? open_new(output, path, error) : fail_errno(output, error);
    if (S_ISDIR(state.st_mode))
        return fail(output, "it is a folder", error);
    if (!S_ISREG(state.st_mode) || names_descriptor(path)) {
        /* Append, so that a shell's >> keeps what is in the file. */
        output->stream = fopen(path, "ab");
        return output->stream ? COHORT_OK : fail_errno(output, error);
    }
    output->target = realpath(path, NULL);
    return output->target ? replace(output, state.st_mode, error) : fail_errno(output, error);
}

int cohort_output_open(const char *path, cohort_output **out, cohort_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    *out = NULL;
    cohort_output *output = calloc(1, sizeof *output);
    if (!output)
        return cohort_fail_memory(error);
    output->name = cohort_copy_text(standard ? "standard output" : path);
    int code = output->name ? COHORT_OK : cohort_fail_memory(error);
    if (!code && standard)
        output->stream = stdout;
    else if (!code)
        code = open_path(output, path, error);
    if (code) {
        free_output(output);
        return code;
    }
    *out = output;
    return cohort_succeed(error);
}

/* --- Closing ---------------------------------------------------------------------------------- */

/* Has everything been written, as far as the system reports? */
static int flush(cohort_output *output, cohort_error *error)
{
    if (ferror(output->stream))
        return fail(output, output->problem ? strerror(output->problem) : "a write failed", error);
    if (fflush(output->stream) != 0)
        return fail_errno(output, error);
    if (output->temporary && fsync(fileno(output->stream)) != 0)
        return fail_errno(output, error);
    return COHORT_OK;
}

/* The new name outlasts a loss of power once its folder is synced; not every system can do that. */
static int sync_folder(const cohort_output *output, cohort_error *error)
{
    const int folder = open_folder(output, O_RDONLY | O_DIRECTORY);
    const int code = folder >= 0 && fsync(folder) != 0 && errno != EINVAL && errno != ENOTSUP
                         ? fail_errno(output, error)
                         : COHORT_OK;
    if (folder >= 0)
        close(folder);
    return code;
}

static int close_file(cohort_output *closing, bool keep, cohort_error *error)
{
    int code = keep || !closing->temporary ? flush(closing, error) : COHORT_OK;
    if (keep && !code && closing->nameless)
        code = give_name(closing, error);
    if (closing->stream != stdout && fclose(closing->stream) != 0 && keep && !code)
        code = fail_errno(closing, error);
    if (keep && !code && closing->temporary && rename(closing->temporary, closing->target) != 0)
        code = fail_errno(closing, error);
    if (closing->temporary && !closing->nameless && (code || !keep))
        unlink(closing->temporary);
    return keep && !code && closing->temporary ? sync_folder(closing, error) : code;
}

int cohort_output_close(cohort_output **output, int keep, cohort_error *error)
{
    cohort_output *closing = *output;
    int code = COHORT_OK;
    if (!closing)
        return cohort_succeed(error);
    *output = NULL;
    if (closing->stream)
        code = close_file(closing, keep, error);
    else if (keep && closing->is_cut_off)
        code = cohort_fail_memory(error);
    free_output(closing);
    return code ? code : cohort_succeed(error);
}
