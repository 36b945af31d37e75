/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/version.h>

const char *cohort_version(void)
{
    return COHORT_VERSION;
}

int cohort_version_number(void)
{
    return COHORT_VERSION_NUMBER;
}
