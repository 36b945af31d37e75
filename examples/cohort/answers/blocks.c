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
    char *bytes = resize(NULL, (size_t)end + 1, 1);
    *size = fread(bytes, 1, (size_t)end, file);
    if (ferror(file))
        fail(path);
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
    cohort_output *output = output_open(path);
    cohort_ensemble_save(ensemble, output);
    output_close(output);
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
        b->block = resize(b->block, (size_t)b->room, sizeof *b->block);
    }
    b->block[b->count++] = *block;
}

/* Is there a whole block at a place? It is read, and listed if it is not damaged. */
static bool take_block(struct blocks *b, const char *bytes, size_t size, size_t at, size_t *next)
{
    unsigned char head[HEAD];
    if (size - at < HEAD)
        return false;
    memcpy(head, bytes + at, HEAD);
    const struct block block = {get_whole(head), get_whole(head + 8), (off_t)(at + HEAD)};
    if (block.size > size - at - HEAD || hash_bytes(block_hash(head, 16), bytes + at + HEAD,
                                                    (size_t)block.size) != get_whole(head + 16))
        return false;
    *next = at + HEAD + (size_t)block.size;
    list_block(b, &block);
    return true;
}

static void note_damage(const struct blocks *b, size_t lost)
{
    note("%s: %zu bytes are damaged: the areas that were finished in them are run again", b->path,
         lost);
}

/* All blocks. One that is damaged costs itself only: the next is looked for byte by byte. (What
 * stands where its size would is text, and so mostly much too large to be one.) Returned: the end
 * of the last. */
static size_t find_blocks(struct blocks *b, const char *bytes, size_t size)
{
    size_t end = MAGIC, lost = 0;
    for (size_t at = MAGIC; at < size; at++, lost++) {
        const int known = b->count;
        while (at < size && take_block(b, bytes, size, at, &end))
            at = end;
        if (b->count > known && lost > 0)
            note_damage(b, lost);
        lost = b->count > known ? 0 : lost;
    }
    /* What a killed run leaves is shorter than it says. */
    if (lost >= HEAD && get_whole((const unsigned char *)bytes + end + 8) <= lost - HEAD)
        note_damage(b, lost);
    return end;
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
    size_t size;
    char *bytes = read_all_bytes(b->file, b->path, &size);
    if (memcmp(bytes, magic, size < MAGIC ? size : MAGIC) != 0)
        die("%s: not a file of finished areas", b->path);
    const size_t end = find_blocks(b, bytes, size);
    free(bytes);
    if (fseeko(b->file, 0, SEEK_SET) != 0 || fwrite(magic, 1, MAGIC, b->file) != MAGIC ||
        fflush(b->file) != 0 || ftruncate(fileno(b->file), (off_t)end) != 0)
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

bool blocks_copy(struct blocks *b, uint64_t fingerprint, cohort_output *to)
{
    char piece[PIECE];
    int number = 0;
    while (number < b->count && b->block[number].fingerprint != fingerprint)
        number++;
    if (number == b->count)
        return false;
    uint64_t left = b->block[number].size;
    if (fseeko(b->file, b->block[number].at, SEEK_SET) != 0)
        fail(b->path);
    while (left > 0) {
        const size_t size = left < PIECE ? (size_t)left : PIECE;
        if (fread(piece, 1, size, b->file) != size)
            die("%s: cannot be read again: %s", b->path,
                ferror(b->file) ? strerror(errno) : "it has become shorter");
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
