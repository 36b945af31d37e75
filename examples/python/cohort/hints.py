# SPDX-License-Identifier: GPL-3.0-or-later
"""Type hints for editors and checkers, of all that the package has"""
import inspect
import re

import cohort
from . import binding

HEAD = """import numpy, pandas\nfrom enum import IntEnum\nfrom typing import Any\n__version__: str
class Struct:\n    def __init__(self, *values: Any, **members: Any) -> None: ...
class Handle(Struct):\n    def close(self) -> None: ...\n    def __enter__(self) -> Any: ...
    def __exit__(self, *_: Any) -> None: ...
    def __getitem__(self, name: str) -> numpy.ndarray: ..."""


def _lines(names, indent=""):
    """A line for each public function, class or number of a module or class."""
    for name, value in names.items():
        function = getattr(value, "__func__", value)  # of a static method
        if name.startswith("_"):
            continue
        if isinstance(value, type):
            yield f"class {name}({value.__base__.__name__}):\n    ..."
            yield from (f"    {member}: {binding.hint(field)}"
                        for member, field in getattr(value, "_members", {}).items())
            yield from _lines(getattr(value, "__members__", vars(value)), "    ")
        elif isinstance(value, (int, float)):
            yield f"{indent}{name} = {value}"
        elif callable(function):
            yield from [indent + "@staticmethod"] * (function is not value)
            plain = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))
            yield f"{indent}def {name}{plain}: ..."  # annotations were texts, in quotes


def stubs():
    return "\n".join([HEAD, *_lines(vars(cohort))])
