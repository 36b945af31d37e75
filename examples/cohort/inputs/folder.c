/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/fixtures.h"

const char fixtures_folder[] = COHORT_FIXTURES;
