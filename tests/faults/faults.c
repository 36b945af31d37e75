/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A program whose allocations and system calls of input and output fail, by number: the Nth once, and
 * the Nth and all after it, for every N until there are no more (or every STEPth).
 *
 * Usage: [FAULTS=calls | own] [KEPT=FILE] [NAMED=1] faults PRELOAD STEP PROGRAM ARGUMENT...
 *
 * It runs in a folder of its own, where `out` (or the argument that begins so) stands for what was there
 * before, and `kept` is a copy of KEPT, of which nothing may be lost. NAMED: as on a system without files
 * that have no name. FAULTS: only calls; or of allocations those of the program's own. What must hold,
 * each time: no signal; exit status 0 only with the bytes of a run without faults; otherwise `out` is as
 * it was, nothing else is left in the folder, and standard error says something. (What is written to
 * standard error does not fail, or nothing could be said; nor does unlink.) Ends with "N passed, N
 * failed".
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#if !defined(__x86_64__) || !defined(__GLIBC__)
int main(void)
{
    puts("skipped: faults, which know glibc on x86-64 only\n0 passed, 0 failed");
    return 0;
}
#else

enum { MOST_BYTES = 1 << 24, MOST_NAMES = 64 };
enum mode { MEMORY, CALLS };

struct run {
    enum mode mode;
    long at; /* 0: nothing fails */
    bool stays;
};

struct file {
    char *bytes;
    size_t size;
};

static const char *preload, *named, *only;
static const char *outputs[2] = {"out", "stdout"};
static char *const *command;
static long *count;
static char folder[] = "/tmp/cohort-faults-XXXXXX", counter[64];
static const char before[] = "what was there before\n";

static void stop(const char *what)
{
    perror(what);
    exit(2);
}

/* ---- the folder ---- */

static struct file read_file(const char *name)
{
    struct file file = {malloc(MOST_BYTES), 0};
    FILE *stream = fopen(name, "rb");
    if (stream)
        file.size = fread(file.bytes, 1, MOST_BYTES, stream);
    if (stream)
        fclose(stream);
    return file;
}

static bool same(struct file a, struct file b)
{
    return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

/* Calls `each` for every file, until it returns false. */
static bool all_files(bool (*each)(const char *name))
{
    DIR *open_folder = opendir(".");
    bool all = true;
    for (struct dirent *entry; open_folder && all && (entry = readdir(open_folder));)
        if (entry->d_name[0] != '.')
            all = each(entry->d_name);
    closedir(open_folder);
    return all;
}

static bool remove_it(const char *name)
{
    return unlink(name) == 0;
}

static char known[MOST_NAMES][256];
static int known_count;

static bool learn(const char *name)
{
    if (known_count < MOST_NAMES)
        snprintf(known[known_count++], sizeof *known, "%s", name);
    return true;
}

static bool is_known(const char *name)
{
    for (int i = 0; i < known_count; i++)
        if (strcmp(known[i], name) == 0)
            return true;
    printf("%s is left\n", name);
    return false;
}

static void write_file(const char *name, struct file file)
{
    FILE *out = fopen(name, "wb");
    if (!out || fwrite(file.bytes, 1, file.size, out) != file.size || fclose(out))
        stop(name);
}

static struct file old, kept; /* what stands there before a run; kept: NULL, nothing */

static void prepare(void)
{
    all_files(remove_it);
    write_file(outputs[0], old);
    if (kept.bytes)
        write_file("kept", kept);
    *count = 0;
}

/* Has everything of `kept` been kept? */
static bool is_kept(void)
{
    if (!kept.bytes)
        return true;
    const struct file now = read_file("kept");
    const bool all = now.size >= kept.size && memcmp(now.bytes, kept.bytes, kept.size) == 0;
    free(now.bytes);
    return all;
}

/* ---- a run ---- */

static void become(const struct run *run)
{
    char at[32];
    const struct rlimit seconds = {20, 20};
    const int out = open("stdout", O_WRONLY | O_CREAT | O_TRUNC, 0666),
              problems = open("stderr", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666),
              nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(out, 1);
    dup2(problems, 2);
    close(nothing);
    close(out);
    close(problems);
    setrlimit(RLIMIT_CPU, &seconds);
    snprintf(at, sizeof at, "%ld", run->at);
    if (run->mode == MEMORY) {
        setenv("FAULT_AT", at, 1);
        setenv("FAULT_COUNT", counter, 1);
        if (run->stays)
            setenv("FAULT_STAYS", "1", 1);
        if (only)
            setenv("FAULT_OWN", "1", 1);
        setenv("LD_PRELOAD", preload, 1);
    } else {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    }
    execv(command[0], command);
    _exit(99);
}

/* Is it a call of input or output that fails here? */
static bool is_call(const struct user_regs_struct *r)
{
    switch (r->orig_rax) {
    case SYS_write:
    case SYS_writev:
        return r->rdi != 2;
    case SYS_fcntl:
        return r->rsi != F_GETFD;
    case SYS_open:
    case SYS_openat:
    case SYS_read:
    case SYS_pread64:
    case SYS_close:
    case SYS_lseek:
    case SYS_stat:
    case SYS_fstat:
    case SYS_lstat:
    case SYS_newfstatat:
    case SYS_access:
    case SYS_faccessat2:
    case SYS_readlink:
    case SYS_fchmod:
    case SYS_ftruncate:
    case SYS_fsync:
    case SYS_rename:
    case SYS_linkat:
    case SYS_getdents64:
        return true;
    default:
        return false;
    }
}

/* Is a file without a name asked for? */
static bool is_nameless(const struct user_regs_struct *r)
{
    return r->orig_rax == SYS_openat && (r->rdx & O_TMPFILE) == O_TMPFILE;
}

/* See the calls of a child through; those that fail are not made. */
static int follow(pid_t child, const struct run *run)
{
    int status;
    bool entering = true, counts = false, failed = false;
    while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
        struct user_regs_struct r;
        const int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80) && ptrace(PTRACE_GETREGS, child, NULL, &r) == 0) {
            if (entering && named && is_nameless(&r)) {
                failed = true;
                r.orig_rax = (unsigned long long)-1;
            } else if (entering && counts && is_call(&r)) {
                ++*count;
                failed = run->at && (*count == run->at || (run->stays && *count > run->at));
                if (failed)
                    r.orig_rax = (unsigned long long)-1;
            } else if (!entering && failed) {
                r.rax = (unsigned long long)-EIO;
                failed = false;
            }
            if (r.orig_rax == SYS_fcntl && r.rsi == F_GETFD)
                counts = (int)r.rdi != -2; /* end.c */
            ptrace(PTRACE_SETREGS, child, NULL, &r);
            entering = !entering;
        }
        ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
        const bool is_own = signal == SIGTRAP || signal == (SIGTRAP | 0x80);
        ptrace(PTRACE_SYSCALL, child, NULL, is_own ? 0 : signal);
    }
    return status;
}

/* Returned: the status of waitpid. */
static int run_once(const struct run *run)
{
    int status;
    prepare();
    const pid_t child = fork();
    if (child < 0)
        stop("fork");
    if (child == 0)
        become(run);
    if (run->mode == CALLS)
        return follow(child, run);
    if (waitpid(child, &status, 0) != child)
        stop("waitpid");
    return status;
}

/* ---- what must hold ---- */

static struct file whole[2]; /* out and stdout of a run without faults */

/* Returned: what is wrong, or NULL. */
static const char *judge(int status)
{
    const struct file now[2] = {read_file(outputs[0]), read_file(outputs[1])},
                      said = read_file("stderr");
    const bool is_whole = same(now[0], whole[0]) && same(now[1], whole[1]);
    const char *problem = NULL;
    if (WIFSIGNALED(status))
        problem = strsignal(WTERMSIG(status));
    else if (WEXITSTATUS(status) == 0 && !is_whole)
        problem = "exit status 0, but other bytes";
    else if (WEXITSTATUS(status) != 0 && !same(now[0], old) && !same(now[0], whole[0]))
        problem = "out is damaged";
    else if (WEXITSTATUS(status) != 0 && said.size == 0)
        problem = "nothing is said";
    else if (!is_kept())
        problem = "kept is damaged";
    else if (!all_files(is_known))
        problem = "a file is left";
    if (problem)
        printf("%s; exit status %d; %.*s", problem, WEXITSTATUS(status), (int)said.size,
               said.bytes);
    free(now[0].bytes);
    free(now[1].bytes);
    free(said.bytes);
    return problem;
}

static void run_whole(enum mode mode)
{
    const struct run run = {mode, 0, false};
    const int status = run_once(&run);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        const struct file said = read_file("stderr");
        printf("without faults: exit status %d, %.*s\n", WEXITSTATUS(status), (int)said.size,
               said.bytes);
        exit(1);
    }
    known_count = 0;
    all_files(learn);
    for (int i = 0; i < 2; i++) {
        free(whole[i].bytes);
        whole[i] = read_file(outputs[i]);
    }
}

static int passed, failed;

static void try_all(enum mode mode, bool stays, long step)
{
    run_whole(mode);
    const long total = *count;
    for (long at = 1 + (stays ? step / 2 : 0); at <= total; at += step) {
        const struct run run = {mode, at, stays};
        const int status = run_once(&run);
        if (judge(status)) {
            printf("FAILED %s %ld of %ld%s\n", mode == MEMORY ? "allocation" : "call", at, total,
                   stays ? " and all after it" : "");
            failed++;
        } else {
            passed++;
        }
    }
    printf("%ld %s, %s\n", total, mode == MEMORY ? "allocations" : "calls",
           stays ? "for good" : "once");
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: faults PRELOAD STEP PROGRAM ARGUMENT...\n", stderr);
        return 2;
    }
    preload = argv[1];
    const long step = atol(argv[2]) > 0 ? atol(argv[2]) : 1;
    command = argv + 3;
    old = (struct file){(char *)(size_t)before, sizeof before - 1};
    for (int i = 3; i < argc; i++)
        if (strncmp(argv[i], "out", 3) == 0)
            outputs[0] = argv[i];
    named = getenv("NAMED");
    only = getenv("FAULTS");
    if (getenv("KEPT"))
        kept = read_file(getenv("KEPT"));
    if (!mkdtemp(folder) || chdir(folder) != 0)
        stop(folder);
    snprintf(counter, sizeof counter, "%s/.count", folder);
    const int file = open(counter, O_RDWR | O_CREAT, 0666);
    if (file < 0 || ftruncate(file, sizeof *count) != 0)
        stop(counter);
    count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (count == MAP_FAILED)
        stop(counter);
    for (int mode = only && strcmp(only, "calls") == 0 ? CALLS : MEMORY; mode <= CALLS; mode++)
        for (int stays = 0; stays < 2; stays++)
            try_all((enum mode)mode, stays, step);
    all_files(remove_it);
    unlink(counter);
    if (chdir("/") != 0 || rmdir(folder) != 0)
        stop(folder);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
#endif
