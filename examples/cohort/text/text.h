/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every file of the program uses: the library, C's own, how things are said and written. */
#ifndef TEXT_H
#define TEXT_H

#include "text/files.h"
#include "text/numbers.h"
#include "text/say.h"

#include <cohort/cohort.h>

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#endif
