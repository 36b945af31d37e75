/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of blocks: 8 bytes "COHBLK1\n"; then for each block three whole numbers of 8 bytes, the
 * lowest first (its fingerprint, the size of its text, the hash of these two and the text), and the
 * text.
 */
#define _POSIX_C_SOURCE 200809L /* fcntl, ftruncate, lstat */
#include "answers/blocks.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAGIC = 8, HEAD = 24, PIECE = 65536 };
static const char magic[MAGIC + 1] = "COHBLK1\n";

struct block {
    uint64_t fingerprint, size;
    off_t at; /* its text */
};

struct blocks {
    FILE *file;
    const char *path;
    int count, room;
    struct block *block;
    int next; /* where it is likely that the next one is found */
};

/* ---- files ---- */

static void fail(const char *path)
{
    die("%s: %s", path, strerror(errno));
}

/* A file that can be read again, and changed. NULL: there is none. */
static FILE *open_regular(const char *path)
{
    struct stat state;
    if (stat(path, &state) != 0) {
        if (errno != ENOENT)
            fail(path);
        return NULL;
    }
    if (!S_ISREG(state.st_mode))
        die("%s: expected a file, to which finished blocks can be written and read again", path);
    FILE *file = fopen(path, "r+b");
    if (!file)
        fail(path);
    return file;
}

/* All of a file, on the heap. */
static char *read_all_bytes(FILE *file, const char *path, size_t *size)
{
    const off_t end = fseeko(file, 0, SEEK_END) == 0 ? ftello(file) : -1;
    if (end < 0 || fseeko(file, 0, SEEK_SET) != 0)
        fail(path);
    char *bytes = malloc((size_t)end + 1);
    if (!bytes)
        die("out of memory");
    *size = fread(bytes, 1, (size_t)end, file);
    return bytes;
}

/* ---- trajectories ---- */

void trajectories_restore(cohort_ensemble *ensemble, const char *path)
{
    FILE *file = open_regular(path);
    if (!file)
        return;
    size_t size;
    char *bytes = read_all_bytes(file, path, &size);
    if (cohort_ensemble_load(ensemble, bytes, size, &error))
        die("%s: %s", path, error.text);
    free(bytes);
    fclose(file);
}

void trajectories_keep(const cohort_ensemble *ensemble, const char *path)
{
    cohort_output *output;
    must(cohort_output_open(path, &output, &error));
    cohort_ensemble_save(ensemble, output);
    must(cohort_output_close(&output, 1, &error));
}

/* ---- a file of blocks ---- */

static void put_whole(unsigned char *to, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        to[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t get_whole(const unsigned char *from)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number |= (uint64_t)from[i] << 8 * i;
    return number;
}

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

uint64_t block_hash(const void *bytes, size_t size)
{
    return hash_bytes(UINT64_C(14695981039346656037), bytes, size);
}

static void list_block(struct blocks *b, const struct block *block)
{
    if (b->count == b->room) {
        b->room = 2 * b->room + 64;
        struct block *more = realloc(b->block, (size_t)b->room * sizeof *more);
        if (!more)
            die("out of memory");
        b->block = more;
    }
    b->block[b->count++] = *block;
}

/* The next block. Returned: false if there is no whole one. */
static bool read_block(struct blocks *b)
{
    unsigned char head[HEAD], piece[PIECE];
    if (fread(head, 1, HEAD, b->file) != HEAD)
        return false;
    const struct block block = {get_whole(head), get_whole(head + 8), ftello(b->file)};
    uint64_t hash = block_hash(head, 16);
    for (uint64_t left = block.size; left > 0;) {
        const size_t size = left < PIECE ? (size_t)left : PIECE;
        if (fread(piece, 1, size, b->file) != size)
            return false;
        hash = hash_bytes(hash, piece, size);
        left -= size;
    }
    if (hash != get_whole(head + 16))
        return false;
    list_block(b, &block);
    return true;
}

/* Only one run at a time; the system forgets it when the run ends in any way. */
static void lock(const struct blocks *b)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fileno(b->file), F_SETLK, &whole) == 0)
        return;
    if (errno == EACCES || errno == EAGAIN)
        die("%s: another run has it open", b->path);
    if (errno != ENOLCK && errno != EINVAL) /* not every file system knows locks */
        fail(b->path);
}

static void read_all(struct blocks *b)
{
    char begin[MAGIC] = "";
    const size_t size = fread(begin, 1, MAGIC, b->file);
    off_t end = MAGIC;
    if (memcmp(begin, magic, size) != 0)
        die("%s: not a file of finished areas", b->path);
    while (size == MAGIC && read_block(b))
        end = ftello(b->file);
    if (fseeko(b->file, 0, SEEK_SET) != 0 || fwrite(magic, 1, MAGIC, b->file) != MAGIC ||
        fflush(b->file) != 0 || ftruncate(fileno(b->file), end) != 0)
        fail(b->path);
}

struct blocks *blocks_open(const char *path)
{
    struct blocks *b = allocate(1, sizeof *b);
    b->path = path;
    b->file = open_regular(path);
    if (!b->file)
        b->file = fopen(path, "w+b");
    if (!b->file)
        fail(path);
    lock(b);
    read_all(b);
    return b;
}

void blocks_close(struct blocks *b)
{
    if (!b)
        return;
    fclose(b->file);
    free(b->block);
    free(b);
}

/* They most often stand in the order in which they are asked for. */
static int find_block(struct blocks *b, uint64_t fingerprint)
{
    for (int i = 0; i < b->count; i++) {
        const int number = (b->next + i) % b->count;
        if (b->block[number].fingerprint == fingerprint) {
            b->next = number + 1;
            return number;
        }
    }
    return -1;
}

bool blocks_copy(struct blocks *b, uint64_t fingerprint, cohort_output *to)
{
    char piece[PIECE];
    const int number = find_block(b, fingerprint);
    if (number < 0)
        return false;
    uint64_t left = b->block[number].size;
    if (fseeko(b->file, b->block[number].at, SEEK_SET) != 0)
        fail(b->path);
    while (left > 0) {
        const size_t size = left < PIECE ? (size_t)left : PIECE;
        if (fread(piece, 1, size, b->file) != size)
            die("%s: it cannot be read", b->path);
        cohort_output_write(to, piece, size);
        left -= size;
    }
    return true;
}

void blocks_add(struct blocks *b, uint64_t fingerprint, const char *text, size_t size)
{
    unsigned char head[HEAD];
    put_whole(head, fingerprint);
    put_whole(head + 8, size);
    put_whole(head + 16, hash_bytes(block_hash(head, 16), text, size));
    if (fseeko(b->file, 0, SEEK_END) != 0)
        fail(b->path);
    const struct block block = {fingerprint, size, ftello(b->file) + HEAD};
    if (fwrite(head, 1, HEAD, b->file) != HEAD || fwrite(text, 1, size, b->file) != size ||
        fflush(b->file) != 0)
        fail(b->path);
    list_block(b, &block);
}
