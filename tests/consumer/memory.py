# SPDX-License-Identifier: GPL-3.0-or-later
"""A stranger's Python, on an installed libcohort: nothing is read or written but memory.

Usage: memory.py LIBRARY IPSS_TABLE JAPAN_TABLE    prints Nemuro's total in 2045, and the version
"""
import sys
from ctypes import CDLL, POINTER, Structure, byref, c_char, c_char_p, c_double, c_int, c_size_t, c_void_p


class Error(Structure):
    _fields_ = [("code", c_int), ("text", c_char * 500)]


cohort = CDLL(sys.argv[1])
cohort.cohort_projection_population.restype = c_void_p
cohort.cohort_total.restype = c_double
cohort.cohort_version.restype = c_char_p
error = Error()


def call(name, *arguments):
    """One that may fail, with its last result but the error: a handle."""
    handle = c_void_p()
    if getattr(cohort, name)(*arguments, byref(handle), byref(error)):
        raise RuntimeError(error.text.decode())
    return handle


def parse(data, name, what="csv"):
    return call("cohort_%s_parse" % what, data, c_size_t(len(data)), name)


def written(write, *arguments):
    """What a writer of the library writes, as bytes."""
    output, text, size = call("cohort_output_memory"), c_void_p(), c_size_t()
    write(*arguments, output, byref(error))
    if cohort.cohort_output_text(output, byref(text), byref(size), byref(error)):
        raise RuntimeError(error.text.decode())
    data = bytes((c_char * size.value).from_address(text.value))
    cohort.cohort_output_close(byref(output), 1, None)
    return data


plan = (b"operation,sex,age_from,age_to,year_from,year_to,value_from,value,baseline_tfr,note\n"
        b"suppress_out_migration,both,0,,2025,,,0.1,,\n")
town, japan = (call("cohort_table_from_sheets", parse(open(path, "rb").read(), b"uploaded", "sheets"), None)
               for path in sys.argv[2:4])
inputs = call("cohort_table_derive_from", town, b"01223", japan, b"00000", 2045)
scenario = call("cohort_scenario_from_csv", parse(plan, b"typed"))
changed = call("cohort_scenario_apply", scenario, inputs)
projection = call("cohort_projection_new", changed)
population = c_void_p(cohort.cohort_projection_population(projection))
assert written(cohort.cohort_scenario_write, scenario) == plan
try:
    parse(b"a,b\n1\n", b"typed")
except RuntimeError as problem:
    assert str(problem).startswith("typed, line 2: 1 cell: expected 2"), problem
print(round(cohort.cohort_total(population, c_double(2045.0))), cohort.cohort_version().decode())
