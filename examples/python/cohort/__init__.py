# SPDX-License-Identifier: GPL-3.0-or-later
"""Cohort-component population projection: libcohort for Python, with NumPy and pandas.

binding.py makes all of the library (help(cohort.Scenario)) but what takes a callback. Below is
what Python adds: DataFrames and workbooks, arrays of rates by name.
"""
import itertools
import os

import numpy as np
import pandas

from . import binding
from .binding import API, CONSTANTS, ENUMS, ERRORS, FUNCTIONS, HANDLES, STRUCTS, CohortError

# Names such as Inputs and Table, which stand below, too
globals().update(CONSTANTS)
globals().update((kind.__name__, kind) for kinds in (ENUMS, STRUCTS, HANDLES, ERRORS, FUNCTIONS)
                 for kind in kinds.values())

__version__ = API["version"]
SEX_NAMES = ("male", "female", "both")
SHAPES = {item["value"]: item.get("shape") for item in binding.VALUES["cohort_quantity"]}


def _age(first, last):
    """Ages as tables have them, of the two columns of a frame."""
    special = {CONSTANTS["AGE_UNKNOWN"]: "unknown", CONSTANTS["AGE_GROUP"]: f"{first:.0f}"}
    return special.get(last, f"{first:.0f}-{last:.0f}" if last >= 0 else
                       f"{first:.0f}+" if first else "all")


def sheets_of(tables, name="table") -> "Sheets":
    """Sheets (see sheets.h) of DataFrames by name, or of one: as pandas.read_excel(...,
    header=None) gives them, or with a header, which becomes the first row."""
    sheets = Sheets(name)
    for title, frame in (tables if isinstance(tables, dict) else {"": tables}).items():
        if not isinstance(frame, pandas.DataFrame):
            raise TypeError(f"{binding.shown(frame)}: expected the path of a file, or a DataFrame")
        sheets.begin(str(title))
        both = ["age_from", "age_to"]  # as frame() gives them
        if {*both} <= {*frame.columns} and "age" not in frame.columns:
            ends = frame[both].apply(pandas.to_numeric).to_numpy(float, na_value=np.nan)
            frame = frame.drop(columns=both).assign(age=list(map(_age, *ends.T)))
        header = [] if isinstance(frame.columns, pandas.RangeIndex) else [list(frame.columns)]
        for row, cells in enumerate(itertools.chain(header, frame.itertuples(index=False))):
            for column, cell in enumerate(cells):
                if not pandas.isna(cell):
                    whole = isinstance(cell, float) and cell.is_integer()
                    sheets.cell(row, column, str(int(cell) if whole else cell))
    return sheets


def read_table(source, **options) -> "Table":
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
    return Table.from_sheets(sheets, TableOptions(**options))


def scenario_of(plan) -> "Scenario":
    """A Scenario: of a CSV file, a DataFrame with its columns, or operations, as they are or as
    tuples (kind, value) or dicts of members; `operation` will do for `kind`, as in CSV."""
    if isinstance(plan, (str, os.PathLike)):
        return Scenario.read(plan)
    if isinstance(plan, pandas.DataFrame):
        return Scenario.from_csv(csv_parse(plan.convert_dtypes().to_csv(index=False), "plan"))
    if isinstance(plan, Scenario):
        return plan
    scenario = Scenario()
    for one in [plan] if isinstance(plan, (dict, Operation)) else plan or ():
        scenario.add({"kind" if name == "operation" else name: value for name, value in one.items()}
                     if isinstance(one, dict) else one)
    return scenario


def derive(table, area, nation, to, nation_area="00000") -> "Inputs":
    """Inputs of an area, from its published populations and the rates of its nation."""
    return read_table(table).derive_from(area, read_table(nation), nation_area, to)


def project(table, area, nation, to, plan=(), nation_area="00000") -> "Projection":
    """The Projection of an area from its published table, on a plan if there is one (scenario_of).
    project(...).frame() is its population, .accounts() its births, deaths and net migration."""
    return Projection(scenario_of(plan).apply(derive(table, area, nation, to, nation_area)))


def _quantity(self, name):
    """The array of a quantity, such as inputs["survival"], for reading and writing."""
    value = binding.number(name, "cohort_quantity")
    address = FUNCTIONS["cohort_inputs_view"](self, value)
    if not address:
        raise KeyError(f"{name}: not read in {self.convention().name}")
    shape = binding.sizes(SHAPES[value], {"grid": self.grid()}, name)
    return binding.view(address, shape, "double", self._memory, self._const)  # a projection's are


def _rows(self) -> "pandas.DataFrame":
    """All rows: area, name, variable, year, sex, age_from, age_to (NaN: no end), value, line. Of a
    first age only, age_to is before the next, the last as wide as before it; of one alone, -1."""
    names = {self.area(i): self.area_name(i) for i in range(self.area_count())}
    rows = [self.row(i) for i in range(self.count())]
    frame = pandas.DataFrame({name: [getattr(row, name) for row in rows]
                              for name in rows[0]._members})
    frame.insert(1, "name", frame["area"].map(names))
    frame["sex"] = [SEX_NAMES[sex] for sex in frame["sex"]]
    first = frame["age_to"] == CONSTANTS["AGE_GROUP"]
    keys = ["area", "variable", "year", "sex"]
    by = frame[first | (frame["age_from"] > 0)]  # neither all nor unknown; groups overlap
    by = by.sort_values(["age_from", "age_to"]).drop_duplicates([*keys, "age_from"])
    starts = by.groupby(keys)["age_from"]
    last = starts.shift(-1).fillna(by["age_from"] + starts.diff()).fillna(0) - 1
    frame["age_to"] = frame["age_to"].mask(first, last).replace(CONSTANTS["OPEN_END"], np.nan)
    return frame


def _notes(self) -> "list[str]":
    """What was guessed as the table was read, a sentence each."""
    return list(itertools.takewhile(bool, map(self.note, itertools.count())))


def _cells(grid, dates, **columns):
    """A row a cell: the year of a date or interval, the sex, a group's ages (as in a table's)."""
    year, sex, age = np.indices((dates, 2, grid.ages)).reshape(3, -1)
    last = np.where(age < grid.ages - 1, (age + 1.0) * grid.width - 1, np.nan)
    return pandas.DataFrame({
        "year": grid.start + year * grid.width, "sex": np.take(SEX_NAMES, sex).astype(object),
        "age_from": age * grid.width, "age_to": last,
        **{name: np.ravel(cells) for name, cells in columns.items()}})


def _persons(self) -> "pandas.DataFrame":
    """Persons by year, sex and age."""
    stock = self if isinstance(self, Stock) else self.population()
    return _cells(stock.grid, stock.grid.steps + 1, persons=stock.cells)


def _accounts(self) -> "pandas.DataFrame":
    """Births, deaths and net migration by first year of the interval, sex, and age at its end."""
    grid = self.population().grid
    return _cells(grid, grid.steps, **{name: getattr(self, name)().cells
                                       for name in ("births", "deaths", "net_migration")})


def _areas(self) -> "int":
    """The number of areas."""
    return next(i for i in itertools.count() if self.area(i) is None)


def _close(self, keep=True) -> "None":
    """Close it; with keep=False a file is removed, and what stood there stays."""
    if self._memory is not None:
        try:
            FUNCTIONS["cohort_output_close"]([self], keep)
        finally:
            self._memory = None


Inputs.__getitem__ = _quantity
Inputs.__setitem__ = lambda self, name, values: np.copyto(self[name], values)
Table.frame, Table.notes = _rows, _notes
Stock.frame = Projection.frame = _persons
Projection.accounts = _accounts
System.areas = _areas
del Stock.refit, stock_refit  # arrays may still be views of the stock's cells: make another
Output.close = _close
Output.__exit__ = lambda self, kind, *_: self.close(kind is None)
Output.__del__ = lambda self: self.close(False)
Output.text = lambda self: FUNCTIONS["cohort_output_text"](self)[0]
