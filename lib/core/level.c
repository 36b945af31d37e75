/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/level.h"

enum level cohort_level_best(void)
{
#if COHORT_X86_64
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
        !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2"))
        return LEVEL_BASE;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512cd") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl"))
        return LEVEL_V3;
    return LEVEL_V4;
#else
    return LEVEL_BASE;
#endif
}

const char *cohort_level_name(enum level level)
{
    static const char *const names[LEVEL_COUNT] = {"x86-64", "x86-64-v3", "x86-64-v4"};
    return COHORT_X86_64 ? names[level] : "plain";
}
