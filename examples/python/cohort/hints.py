# SPDX-License-Identifier: GPL-3.0-or-later
"""Type hints for editors and checkers, of all that the package has"""
import inspect
import re

import cohort
from . import binding


def _function(name, function, indent=""):
    signature = inspect.signature(function)
    returns = "" if signature.return_annotation is not signature.empty else " -> Any"
    plain = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature))  # annotations are texts
    return f"{indent}def {name}{plain}{returns}: ..."


def _class(kind):
    yield f"class {kind.__name__}(_{kind.__base__.__name__}):\n    ..."
    for name, field in getattr(kind, "_members", {}).items():
        yield f"    {name}: {binding.hint(field)}"
    for name, value in vars(kind).items():
        function = getattr(kind, name)
        if callable(function) and not name.startswith("_"):
            if isinstance(value, staticmethod):
                yield "    @staticmethod"
            yield _function(name, function, "    ")


def stubs():
    yield """import enum, numpy, pandas\nfrom typing import Any\n__version__: str\nclass _Struct:
    def __init__(self, *values: Any, **members: Any) -> None: ...\nclass _Handle(_Struct):
    def __enter__(self) -> Any: ...\n    def __exit__(self, *_: Any) -> None: ...
    def __getitem__(self, name: str) -> numpy.ndarray: ...\n    def close(self) -> None: ...
class CohortError(Exception):\n    code: int"""
    yield from (f"class {kind.__name__}(CohortError): ..." for kind in binding.ERRORS.values())
    for kind in binding.ENUMS.values():
        yield f"class {kind.__name__}(enum.IntEnum):"
        yield from (f"    {item.name} = {item.value}" for item in kind)
    for kind in [*binding.STRUCTS.values(), *binding.HANDLES.values()]:
        yield from _class(kind)
    yield from (f"{name}: {type(value).__name__}" for name, value in binding.CONSTANTS.items())
    yield from (_function(name, function) for name, function in vars(cohort).items()
                if name[0] != "_" and isinstance(function, (binding.Function, type(stubs))))
