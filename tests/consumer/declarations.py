# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: declarations.py LIBRARY < preprocessed cohort.h (-DCOHORT_API= -DCOHORT_NO_INLINE)
#
# A parser of C that knows no attributes and no bodies, cffi's, reads every declaration of ours.
import re
import sys

import cffi

own = []
ours = False
for line in sys.stdin:
    marker = re.match(r'# \d+ "([^"]*)"', line)
    if marker:
        ours = "/cohort/" in marker.group(1)
    elif ours:
        own.append(line)
ffi = cffi.FFI()
ffi.cdef("typedef struct _IO_FILE FILE;\n" + "".join(own))
library = ffi.dlopen(sys.argv[1])
grid = ffi.new("cohort_grid *", (5, 20, 2000, 3))
assert library.cohort_cell(grid, 1, library.COHORT_FEMALE, 3) == 63
