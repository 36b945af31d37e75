# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: consumer.py LIBRARY FIXTURES
#
# A stranger's Python, through the shared library only: Nemuro from its published table to 2060, a
# cell of it, a struct of options that begins with its size, and the version.
import ctypes
import sys


class Error(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int), ("text", ctypes.c_char * 500)]


class Grid(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("width", "ages", "start", "steps")]


class Stock(ctypes.Structure):
    _fields_ = [("grid", Grid), ("cells", ctypes.POINTER(ctypes.c_double))]


class Cases(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("areas", ctypes.c_char_p)] + [
        (name, ctypes.c_int) for name in ("first", "last", "until", "horizons")]


cohort = ctypes.CDLL(sys.argv[1])
cohort.cohort_cell.restype = ctypes.c_size_t
cohort.cohort_total.restype = ctypes.c_double
cohort.cohort_total.argtypes = [ctypes.POINTER(Stock), ctypes.c_double]
cohort.cohort_projection_population.restype = ctypes.POINTER(Stock)
cohort.cohort_version.restype = ctypes.c_char_p
cohort.cohort_cases_init_sized.argtypes = [ctypes.POINTER(Cases), ctypes.c_size_t]

error = Error()
town = ctypes.c_void_p()
fixtures = sys.argv[2].encode()
if cohort.cohort_table_project(fixtures + b"/ipss2018.csv", b"01223", fixtures + b"/japan.csv",
                               b"00000", 2060, ctypes.byref(town), ctypes.byref(error)):
    sys.exit(error.text.decode())
population = cohort.cohort_projection_population(town)
grid = population.contents.grid
last = cohort.cohort_cell(ctypes.byref(grid), grid.steps, 0, 0)
cells = population.contents.cells[last:last + 2 * grid.ages]
assert round(cohort.cohort_total(population, 2060)) == 8360
assert abs(sum(cells) - cohort.cohort_total(population, 2060)) < 1e-6
assert cohort.cohort_grid_year(ctypes.byref(grid), grid.steps) == 2060
cohort.cohort_projection_free(town)

cases = Cases()
cohort.cohort_cases_init_sized(cases, ctypes.sizeof(cases))
assert (cases.size, cases.horizons) == (ctypes.sizeof(cases), 3)

major, minor, patch = map(int, cohort.cohort_version().decode().split("."))
assert cohort.cohort_version_number() == major * 10000 + minor * 100 + patch
print(cohort.cohort_version().decode())
