# SPDX-License-Identifier: GPL-3.0-or-later
"""Cohort-component population projection: libcohort for Python, with NumPy and pandas.

Everything of the library is here (help(cohort.Scenario), help(cohort.reach)), made from the list of
its interface: see binding.py. Below is what Python adds: tables from DataFrames and workbooks, results as
DataFrames, arrays of rates by name.
"""
import itertools
import os

import numpy as np
import pandas

from . import binding
from .binding import API, CohortError, ERRORS, FUNCTIONS, HANDLES, STRUCTS, ENUMS

globals().update(binding.CONSTANTS)
globals().update((kind.__name__, kind) for kind in [*ENUMS.values(), *STRUCTS.values(), *HANDLES.values(),
                                                    *ERRORS.values()])
globals().update((function.__name__, function) for function in FUNCTIONS.values())

Stock, Flow = STRUCTS["cohort_stock"], STRUCTS["cohort_flow"]
Inputs, Output, Projection = (HANDLES["cohort_" + name] for name in ("inputs", "output", "projection"))
Scenario, Sheets, System, Table = (HANDLES["cohort_" + name] for name in ("scenario", "sheets", "system", "table"))
SEX_NAMES = ("male", "female", "both")


def _adds(kind, name=None):
    def add(function):
        setattr(kind, name or getattr(function, "__name__", ""), function)
        return function
    return add


# ---- tables in ----

def sheets_of(tables, name="table"):
    """Sheets (see sheets.h) of DataFrames by name, or of one: as pandas.read_excel(..., header=None)
    gives them, or with a header, which becomes the first row."""
    sheets = Sheets(name)
    for title, frame in (tables if isinstance(tables, dict) else {"": tables}).items():
        sheets.begin(str(title))
        header = [] if isinstance(frame.columns, pandas.RangeIndex) else [list(frame.columns)]
        for row, cells in enumerate(itertools.chain(header, frame.itertuples(index=False))):
            for column, cell in enumerate(cells):
                if not pandas.isna(cell):
                    whole = isinstance(cell, float) and cell.is_integer()
                    sheets.cell(row, column, str(int(cell) if whole else cell))
    return sheets


def read_table(source, **options):
    """A Table: of a text file as people have it, a workbook (pandas reads it), or DataFrames (see
    sheets_of). Options are those of TableOptions: gaps, dash, sheet, title, suffix, sex_ratio."""
    if isinstance(source, Table):
        return source
    if not isinstance(source, (str, os.PathLike)):
        sheets = sheets_of(source)
    elif str(source).endswith((".xlsx", ".xls", ".ods")):
        sheets = sheets_of(pandas.read_excel(source, sheet_name=None, header=None), str(source))
    else:
        sheets = Sheets.read(source)
    return Table.from_sheets(sheets, STRUCTS["cohort_table_options"](**options))


def scenario_of(plan):
    """A Scenario: of a CSV file, a DataFrame with its columns, or operations, as they are or as tuples
    (kind, value) or dicts of members."""
    if isinstance(plan, Scenario):
        return plan
    if isinstance(plan, (str, os.PathLike)):
        return Scenario.read(plan)
    if isinstance(plan, pandas.DataFrame):
        return Scenario.from_csv(FUNCTIONS["cohort_csv_parse"](plan.convert_dtypes().to_csv(index=False), "plan"))
    scenario = Scenario()
    for operation in plan:
        scenario.add(operation)
    return scenario


def derive(table, area, nation, to, nation_area="00000"):
    """Inputs of an area, from its published populations and the rates of its nation."""
    return read_table(table).derive_from(area, read_table(nation), nation_area, to)


def project(table, area, nation, to, plan=(), nation_area="00000"):
    """The Projection of an area from its published table, on a plan if there is one (see scenario_of).
    project(...).frame() is its population, .accounts() its births, deaths and net migration."""
    inputs = derive(table, area, nation, to, nation_area)
    return Projection(scenario_of(plan).apply(inputs))


# ---- results out ----

@_adds(Table, "frame")
def _table_frame(self):
    """All rows: area, name, variable, year, sex, age_from, age_to (NaN: no end), value, line."""
    names = {self.area(i): self.area_name(i) for i in range(self.area_count())}
    rows = [self.row(i) for i in range(self.count())]
    frame = pandas.DataFrame({name: [getattr(row, name) for row in rows] for name in rows[0]._members})
    frame.insert(1, "name", frame["area"].map(names))
    frame["sex"] = [SEX_NAMES[sex] for sex in frame["sex"]]
    frame["age_to"] = frame["age_to"].where(frame["age_to"] != binding.CONSTANTS["OPEN_END"])
    return frame


@_adds(Table)
def notes(self):
    """What was guessed as the table was read, a sentence each."""
    return list(itertools.takewhile(bool, map(self.note, itertools.count())))


def _cells(grid, times, **columns):
    """A row a cell; `age` is the first of a group."""
    index = pandas.MultiIndex.from_product([times, SEX_NAMES[:2], range(0, grid.ages * grid.width, grid.width)],
                                           names=["year", "sex", "age"])
    return pandas.DataFrame({name: np.ravel(cells) for name, cells in columns.items()}, index).reset_index()


def _dates(grid, count):
    return [grid.start + i * grid.width for i in range(count)]


@_adds(Stock, "frame")
def _stock_frame(self):
    """Persons by year, sex and age."""
    return _cells(self.grid, _dates(self.grid, self.grid.steps + 1), persons=self.cells)


@_adds(Flow, "frame")
def _flow_frame(self):
    """Events by first year of the interval, sex, and age at its end."""
    return _cells(self.grid, _dates(self.grid, self.grid.steps), events=self.cells)


@_adds(Projection, "frame")
def _projection_frame(self):
    """Persons by year, sex and age."""
    return self.population().frame()


@_adds(Projection)
def accounts(self):
    """Births, deaths and net migration by first year of the interval, sex, and age at its end."""
    flows = {name: getattr(self, name)() for name in ("births", "deaths", "net_migration")}
    grid = flows["births"].grid
    return _cells(grid, _dates(grid, grid.steps), **{name: flow.cells for name, flow in flows.items()})


# ---- arrays ----

@_adds(Inputs, "__getitem__")
def _quantity(self, name):
    """The array of a quantity, such as inputs["survival"], for reading and writing."""
    value = binding.number(name, "cohort_quantity")
    item = next(entry for kind in API["enums"] if kind["name"] == "cohort_quantity"
                for entry in kind["values"] if entry["value"] == value)
    grid = self.grid()
    shape = {"BASE": (2, grid.ages), "CELL": (grid.steps, 2, grid.ages), "WOMEN": (grid.steps, grid.ages),
             "INTERVAL": (grid.steps,)}[item["shape"]]
    address = FUNCTIONS["cohort_inputs_view"](self, value)
    if not address:
        raise KeyError(f"{name}: not read in {self.convention().name}")
    writable = self._memory.free  # not those of a projection
    return binding.view(address, shape, "double *" if writable else "const double *", self._memory)


@_adds(Inputs, "__setitem__")
def _set_quantity(self, name, values):
    self[name][...] = values


def _exchange(function):
    def call(self, interval):
        areas = next(i for i in itertools.count() if self.area(i) is None)
        address = function(self, interval)
        return binding.view(address, (areas, 2, self.area(0).population().grid.ages), "const double *", self._memory)
    call.__doc__ = function.__doc__
    return call


System.departures = _exchange(FUNCTIONS["cohort_system_departures"])
System.arrivals = _exchange(FUNCTIONS["cohort_system_arrivals"])


# ---- outputs ----

@_adds(Output, "__init__")
def _open(self, path=None):
    """A file, which gets its name when it is closed; or memory."""
    made = FUNCTIONS["cohort_output_open"](path) if path is not None else \
        FUNCTIONS["cohort_output_memory"]()
    self._memory, made._memory = made._memory, None


@_adds(Output)
def close(self, keep=True):
    """Close it; with keep=False a file is removed, and what stood there stays."""
    if self._memory is not None:
        place, error = binding.c.c_void_p(self._address), STRUCTS["cohort_error"]()
        self._memory = None
        if binding.LIBRARY.cohort_output_close(binding.c.byref(place), int(keep), binding.c.byref(error)):
            raise ERRORS[error.code](error.text)


Output.__exit__ = lambda self, kind, *_: self.close(kind is None)
Output.__del__ = lambda self: self.close(False)
Output.text = lambda self: FUNCTIONS["cohort_output_text"](self)[0]
Output.text.__doc__ = "What has been written to memory so far."


@_adds(Scenario)
def csv(self):
    """The scenario as CSV, which Scenario.read and a spreadsheet read."""
    with Output() as output:
        self.write(output)
        return output.text()
