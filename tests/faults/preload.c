/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To be preloaded: allocation FAULT_AT fails, and with FAULT_STAYS every later one. They are counted
 * into the file FAULT_COUNT, from where the program holds its descriptors (its first F_GETFD) on: what
 * the loader needs is not its affair. With FAULT_OWN only those that the program itself asks for, not a
 * library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
int fcntl64(int file, int command, ...);

static long *count; /* NULL: not yet, or no more */
static long fail_at;
static bool stays;
static void *program; /* where it begins; NULL: all count */

static void *begin_of(const void *code)
{
    Dl_info info;
    return dladdr(code, &info) ? info.dli_fbase : NULL;
}

static void begin(void)
{
    const char *path = getenv("FAULT_COUNT"), *at = getenv("FAULT_AT");
    const int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *memory = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file < 0 || memory == MAP_FAILED)
        _exit(99);
    close(file);
    fail_at = at ? atol(at) : 0;
    stays = getenv("FAULT_STAYS") != NULL;
    program = getenv("FAULT_OWN") ? begin_of((void *)getauxval(AT_ENTRY)) : NULL;
    count = memory;
}

static int control(int file, int command, long argument)
{
    if (command == F_GETFD && file == -2) /* end.c */
        count = NULL;
    else if (command == F_GETFD && !count)
        begin();
    return (int)syscall(SYS_fcntl, file, command, argument);
}

#define CONTROL(name)                                                                              \
    int name(int file, int command, ...)                                                           \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, command);                                                              \
        const long argument = va_arg(arguments, long);                                             \
        va_end(arguments);                                                                         \
        return control(file, command, argument);                                                   \
    }
CONTROL(fcntl)
CONTROL(fcntl64)

static bool fails(const void *caller)
{
    if (!count || (program && begin_of(caller) != program))
        return false;
    const long now = ++*count;
    if (fail_at == 0 || now < fail_at || (now > fail_at && !stays))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, size);
}
