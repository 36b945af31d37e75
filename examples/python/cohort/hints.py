# SPDX-License-Identifier: GPL-3.0-or-later
"""Type hints for editors and checkers, of all that the package has"""
import inspect
import re

import cohort
from . import binding

HEAD = """import enum, numpy, pandas\nfrom typing import Any\n__version__: str\nclass _Struct:
    def __init__(self, *values: Any, **members: Any) -> None: ...\nclass _Handle(_Struct):
    def __enter__(self) -> Any: ...\n    def __exit__(self, *_: Any) -> None: ...
    def __getitem__(self, name: str) -> numpy.ndarray: ...\n    def close(self) -> None: ...
class CohortError(Exception):\n    code: int"""


def _function(name, function):
    signature = inspect.signature(function)
    returns = "" if signature.return_annotation is not signature.empty else " -> Any"
    plain = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature))  # annotations are texts
    return f"def {name}{plain}{returns}: ..."


def _class(kind):
    yield f"class {kind.__name__}(_{kind.__base__.__name__}):\n    ..."
    yield from (f"    {name}: {binding.hint(field)}"
                for name, field in getattr(kind, "_members", {}).items())
    for name, value in vars(kind).items():
        if callable(getattr(kind, name)) and not name.startswith("_"):
            yield from ["    @staticmethod"] * isinstance(value, staticmethod)
            yield "    " + _function(name, getattr(kind, name))


def stubs():
    yield HEAD
    yield from (f"class {kind.__name__}(CohortError): ..." for kind in binding.ERRORS.values())
    for kind in binding.ENUMS.values():
        yield f"class {kind.__name__}(enum.IntEnum):"
        yield from (f"    {item.name} = {item.value}" for item in kind)
    for kind in [*binding.STRUCTS.values(), *binding.HANDLES.values()]:
        yield from _class(kind)
    yield from (f"{name}: {type(value).__name__}" for name, value in binding.CONSTANTS.items())
    yield from (_function(name, function) for name, function in vars(cohort).items()
                if name[0] != "_" and isinstance(function, (binding.Function, type(stubs))))
