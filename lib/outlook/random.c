/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/random.h"

#include "core/error.h"

enum { ROUNDS = 10 };

/* Multipliers, and what the key grows by in each round: of the paper's section 4.3. */
static const uint32_t multiply_0 = 0xD2511F53u, multiply_1 = 0xCD9E8D57u;
static const uint32_t weyl_0 = 0x9E3779B9u, weyl_1 = 0xBB67AE85u;

void cohort_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t p0 = (uint64_t)multiply_0 * c0, p1 = (uint64_t)multiply_1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        k0 += weyl_0;
        k1 += weyl_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

static void seek(struct philox *state, uint64_t seed, uint64_t stream)
{
    *state = (struct philox){
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
        .stream = stream,
        .used = 4,
    };
}

static void set(void *state, unsigned long seed)
{
    seek(state, seed, 0);
}

static unsigned long get(void *state)
{
    struct philox *p = state;
    if (p->used == 4) {
        const uint32_t counter[4] = {(uint32_t)p->place, (uint32_t)(p->place >> 32),
                                     (uint32_t)p->stream, (uint32_t)(p->stream >> 32)};
        cohort_philox(counter, p->key, p->block);
        p->place++;
        p->used = 0;
    }
    return p->block[p->used++];
}

static double get_double(void *state)
{
    return (double)get(state) / 4294967296.0;
}

static const gsl_rng_type philox_type = {
    .name = "philox4x32-10",
    .max = 0xFFFFFFFFu,
    .min = 0,
    .size = sizeof(struct philox),
    .set = set,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *cohort_random_type(void)
{
    return &philox_type;
}

int cohort_random_seek(gsl_rng *random, uint64_t seed, uint64_t stream, cohort_error *error)
{
    if (random->type != &philox_type)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "a generator %s: expected %s",
                           random->type->name, philox_type.name);
    seek(random->state, seed, stream);
    return cohort_succeed(error);
}
