/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a run keeps, so that after it was killed it can be started again and goes on from there.
 * Of one area: the trajectories that have been run, saved whole again and again. Of many: a file of
 * blocks, one behind the other, an area's finished text each.
 */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "text/text.h"

/* All of these exit with a message on an error. */

/* Trajectories that an earlier run kept, if there is a file; and keep them, whole or not at all. */
void trajectories_restore(cohort_ensemble *ensemble, const char *path);
void trajectories_keep(const cohort_ensemble *ensemble, const char *path);

struct blocks;

/* Open the file, or begin one. What is behind the last whole block is cut off: its writer was
 * killed. A file that another run has open is refused, as is one that is no file of blocks. */
struct blocks *blocks_open(const char *path);
void blocks_close(struct blocks *blocks);

/* FNV-1a in 64 bits: whether two texts are the same, most likely. */
uint64_t block_hash(const void *bytes, size_t size);

/* Copy the text of the block of this fingerprint. Returned: is there one? */
bool blocks_copy(struct blocks *blocks, uint64_t fingerprint, cohort_output *to);

/* Add a block at the end. */
void blocks_add(struct blocks *blocks, uint64_t fingerprint, const char *text, size_t size);

#endif
