# SPDX-License-Identifier: GPL-3.0-or-later
"""Type hints for editors and checkers, of all that the package has: python3 -m cohort.hints"""
import inspect

import cohort
from . import binding


def _function(name, function, indent=""):
    parts, answer = [], inspect.signature(function).return_annotation
    for p in inspect.signature(function).parameters.values():
        if p.kind is p.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        kind = "" if p.annotation is p.empty else f": {p.annotation}"
        star = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        parts.append(star + p.name + kind + (" = ..." if p.default is not p.empty else ""))
    returns = "Any" if answer is inspect.Signature.empty else answer
    return f"{indent}def {name}({', '.join(parts)}) -> {returns}: ..."


def _class(kind):
    yield f"class {kind.__name__}(_{'Handle' if issubclass(kind, binding.Handle) else 'Struct'}):"
    for name in getattr(kind, "_members", ()):
        yield f"    {name}: {binding.hint(kind._members[name])}"
    for name, function in vars(kind).items():
        if callable(function) and not name.startswith("_"):
            if isinstance(function, binding.Function) and not function.method_of(kind):
                yield "    @staticmethod"
            yield _function(name, function, "    ")


def stubs():
    yield from ("import enum", "from typing import Any", "import numpy", "import pandas", "class _Struct:",
                "    def __init__(self, *values: Any, **members: Any) -> None: ...", "class _Handle(_Struct):",
                "    def __enter__(self) -> Any: ...", "    def __exit__(self, *_: Any) -> None: ...",
                "    def __getitem__(self, name: str) -> numpy.ndarray: ...",
                "    def close(self, keep: bool = ...) -> None: ...",
                "class CohortError(Exception):", "    code: int")
    yield from (f"class {kind.__name__}(CohortError): ..." for kind in binding.ERRORS.values())
    for kind in binding.ENUMS.values():
        yield f"class {kind.__name__}(enum.IntEnum):"
        yield from (f"    {item.name} = {item.value}" for item in kind)
    for kind in [*binding.STRUCTS.values(), *binding.HANDLES.values()]:
        yield from (*_class(kind), "    ...")
    yield from (f"{name}: {type(value).__name__}" for name, value in binding.CONSTANTS.items())
    yield from (_function(name, function) for name, function in vars(cohort).items() if not name.startswith("_")
                and (isinstance(function, binding.Function) or inspect.isfunction(function)))


if __name__ == "__main__":
    print(*stubs(), sep="\n")
