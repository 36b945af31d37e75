/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stranger's program, built against an installed libcohort: prints the library's version. */
#include <cohort/version.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    puts(cohort_version());
    return strcmp(cohort_version(), COHORT_VERSION) == 0 ? 0 : 1;
}
