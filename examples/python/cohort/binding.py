# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as Python sees it, made from api.json, the list of its interface. No function is
known here by name; cohort/__init__.py adds what Python expects.

- A function takes its parameters without the error (it is raised), results (they are returned) and
  counts that follow from the length of an array. These and arrays for results can be given by name.
- A function whose name begins with that of a struct or handle is its method: Scenario.apply.
- Where a struct is expected, a tuple or dict of its members will do; a name where a number has one
  ("both", "ipss", "tfr"); a list where an array is. Arrays are views of the library's memory.
"""
import contextlib
import ctypes as c
import enum
import functools
import inspect
import json
import os
import pathlib
import re
import subprocess
import sys
import types
import weakref

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
LISTS = HERE / "api.json", HERE.parents[2] / "lib/doc/api.json"  # installed, in the checkout
API = json.loads(next(filter(pathlib.Path.exists, LISTS)).read_text("utf-8").replace(
    '{"name": "from",', '{"name": "from_",'))  # a word of Python's own

SIMPLE = {"int": c.c_int, "unsigned": c.c_uint, "double": c.c_double, "size_t": c.c_size_t,
          "uint64_t": c.c_uint64, "unsigned char": c.c_ubyte, "char": c.c_char}
STRUCTS, HANDLES, ENUMS, FUNCTIONS = {}, {}, {}, {}
VALUES = {kind["name"]: kind["values"] for kind in API["enums"]}
CONSTANTS = {item["name"][7:]: item["value"] for items in (
    API["constants"], *(kind["values"] for kind in API["enums"])) for item in items}
TEXTS = {name: {item["text"]: item["value"] for item in values if "text" in item}
         for name, values in VALUES.items()}


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def about(item):
    return "\n\n".join(filter(None, [item["brief"], item.get("doc")]))


class CohortError(Exception):
    """What the library says went wrong; `code` is its number. Each code has a class of its own."""


ERRORS = {item["value"]: type(f"Cohort{camel(item['name'][13:].lower())}Error", (CohortError,),
                              {"__doc__": item["text"], "__module__": "cohort",
                               "code": item["value"]})
          for item in VALUES["cohort_code"] if item["value"]}


# ---- the shared library ----

def series(version):
    """What has to be the same, and is in the file's name: 0.MINOR, later MAJOR."""
    return re.match(r"0\.\d+|[1-9]\d*", version)[0]


def place():
    """COHORT_LIBRARY; else where pkg-config says; else where the system looks."""
    if os.environ.get("COHORT_LIBRARY"):
        return os.path.abspath(os.environ["COHORT_LIBRARY"])
    suffix = series(API["version"])
    name = f"libcohort-{suffix}.dll" if sys.platform == "win32" else f"libcohort.so.{suffix}"
    tool = os.environ.get("PKG_CONFIG", "pkg-config")
    path = os.path.join(subprocess.getoutput(tool + " --variable=libdir cohort"), name)
    return path if os.path.exists(path) else name


@functools.lru_cache(None)
def library():
    """Loaded when a function is called for the first time."""
    try:
        loaded = c.CDLL(place())
    except OSError as problem:
        raise ImportError(f"libcohort was not found ({problem}): install it where "
                          "pkg-config finds it, or set COHORT_LIBRARY") from None
    loaded.cohort_version.restype = c.c_char_p
    version = loaded.cohort_version().decode()
    if series(version) != series(API["version"]):
        raise ImportError(f"libcohort {version}, but the package is of {API['version']}")
    return loaded


# ---- types: C's words, and Python's values for them ----

@functools.lru_cache(None)
def base(kind):
    """'const cohort_inputs *const *' -> ('cohort_inputs', 2)"""
    return re.sub(r"const |\*const|\*|\[.*", "", kind).strip(), kind.count("*")


def length(kind):
    found = re.search(r"\[(\w+)\]", kind)
    return found and (int(found[1]) if found[1].isdigit() else CONSTANTS[found[1][7:]])


def by_value(kind):
    name, stars = base(kind)
    plain = c.c_char_p if (name, stars) == ("char", 1) else c.c_void_p if stars else \
        c.c_int if name in ENUMS else STRUCTS.get(name) or SIMPLE[name]
    return plain * length(kind) if length(kind) else plain


def number(value, kind):
    """A number, or the name of one."""
    if not isinstance(value, str):
        return value
    name, texts = base(kind)[0], TEXTS.get(base(kind)[0], {})
    found = texts.get(value, CONSTANTS.get(value.upper()))
    if found is None:
        raise ValueError(f"{value!r} is no {name}" + f": expected {', '.join(texts)}" * bool(texts))
    return found


def struct(value, name):
    """A struct, or what one is made of."""
    if isinstance(value, str) and name + "_parse" in FUNCTIONS:
        return FUNCTIONS[name + "_parse"](value)
    if isinstance(value, (tuple, list, dict)):
        return STRUCTS[name](**value) if isinstance(value, dict) else STRUCTS[name](*value)
    if not isinstance(value, STRUCTS[name]):
        raise TypeError(f"{value!r}: expected {STRUCTS[name].__name__}")
    return value


def handle(value, name):
    if not isinstance(value, HANDLES[name]):
        raise TypeError(f"{value!r}: expected {HANDLES[name].__name__}")
    return value


def passed(value, kind):
    """(what ctypes takes for a parameter or member of this type, what has to live as long)"""
    name, stars = base(kind)
    if not stars:
        value = struct(value, name) if name in STRUCTS else by_value(kind)(number(value, kind))
        return value, value
    if isinstance(value, c._SimpleCData):  # a place for a result
        return c.byref(value), value
    if value is None or name == "void":
        return value, value
    if name == "char" and stars == 1:
        text = os.fsencode(value) if isinstance(value, os.PathLike) else value
        if not isinstance(text, (str, bytes)):
            raise TypeError(f"{value!r}: expected text, such as \"01223\"")
        text = c.c_char_p(text.encode() if isinstance(text, str) else text)
        return text, text
    if name == "char":
        value = [value] if isinstance(value, str) else value
        texts = [passed(text, "char *")[0] for text in value]
        texts = (c.c_char_p * (len(texts) + 1))(*texts, None)
        return c.addressof(texts), texts
    if name in HANDLES and stars == 1:
        return handle(value, name)._address, value._memory
    if name in HANDLES or name in STRUCTS and isinstance(value, list):
        items = [(handle if name in HANDLES else struct)(item, name) for item in value]
        kinds = c.c_void_p if name in HANDLES else STRUCTS[name]
        array = (kinds * len(items))(*[getattr(item, "_address", item) for item in items])
        return c.addressof(array), (array, items)
    if name in STRUCTS:
        value = value if isinstance(value, c.Array) else struct(value, name)
        return c.addressof(value), value
    if name not in SIMPLE:  # the one kind of function: what a batch passes its populations to
        takes = [c.c_void_p, c.c_int, c.c_int, c.c_int, c.POINTER(c.c_double)]
        if not callable(value):
            raise TypeError(f"{value!r}: expected a function")
        function = c.CFUNCTYPE(c.c_int, *takes)(value)
        return c.cast(function, c.c_void_p), function
    if kind.startswith("const"):
        value = np.ascontiguousarray(value, SIMPLE[name])
    elif not (isinstance(value, np.ndarray) and value.dtype == SIMPLE[name] and value.flags.carray):
        raise TypeError(f"expected a contiguous, writable array of {np.dtype(SIMPLE[name])}")
    return value.ctypes.data, value


def view(address, shape, kind, owner):
    """The library's numbers as an array, which keeps their owner alive."""
    if not address:
        return None
    block = (SIMPLE[base(kind)[0]] * int(np.prod(shape))).from_address(address)
    block.owner = owner
    array = np.frombuffer(block, SIMPLE[base(kind)[0]]).reshape(shape)
    array.flags.writeable = not kind.startswith("const")
    return array


def sizes(shape, names):
    """The sizes of a shape such as '[count + 1][sex]'; None where a name is not known."""
    try:  # one of the header's own expressions, on numbers
        return tuple(map(int, eval("(" + shape.replace("][", ",").replace("->", ".")[1:-1] + ",)",
                                   {"__builtins__": {}}, names)))
    except (NameError, SyntaxError, TypeError, AttributeError):
        return None


def grid_names(grid):
    return {"sex": 2, "age": grid.ages, "ages": grid.ages, "cells": 2 * grid.ages,
            "steps": grid.steps, "interval": grid.steps, "date": grid.steps + 1,
            "dates": grid.steps + 1}


def grid_of(value):
    """The grid of a handle or struct, or itself."""
    name = getattr(value, "_c_name", "")
    if isinstance(value, Struct):
        return value if name == "cohort_grid" else getattr(value, "grid", None)
    for function in (FUNCTIONS.get(name + "_grid"), FUNCTIONS.get(name + "_inputs")):
        if function and function.returns.endswith("*"):
            return grid_of(function(value))
    return None


class Struct(c.Structure):
    """A struct of the library. Its members are attributes; arrays are views or are kept alive."""
    _owned, _init = False, None

    def __init__(self, *values, **named):
        init = type(self)._init
        if init:
            takes = init.__signature__.parameters
            given = {name: named.pop(name) for name in list(named) if name in takes}
            here = len(init.visible) > 1  # else it sets defaults, and the values are members
            init(self, *values if here else (), **given)
            values, self._owned = () if here else values, self._c_name + "_free" in FUNCTIONS
        for name, value in [*zip(self._members, values), *named.items()]:
            setattr(self, name, value)

    def __del__(self):
        if self._owned:
            getattr(library(), self._c_name + "_free")(c.byref(self))

    def __setattr__(self, name, value):
        if not name.startswith("_") and name not in self._members:
            raise AttributeError(f"{type(self).__name__} has no member {name}")
        super().__setattr__(name, value)

    def _keep(self, name, value):
        top = self
        while isinstance(top._b_base_, Struct):
            top = top._b_base_
        top.__dict__.setdefault("_kept", {})[c.addressof(self), name] = value
        return self

    def __repr__(self):
        members = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._members)
        return f"{type(self).__name__}({members})"


def member(field):
    """The property of a member: C's own field has its name with a _ before it."""
    name, kind, (what, stars) = field["name"], field["type"], base(field["type"])

    def read(self):
        value = getattr(self, "_" + name)
        if what in SIMPLE and what != "char" and stars and "shape" in field:
            names = {**(grid_names(self.grid) if "grid" in self._members else {}),
                     **{other: getattr(self, "_" + other) for other in self._members}}
            # its own to write, where there is a function for that
            writes = self._owned and f"{self._c_name}_{name}" in FUNCTIONS
            return view(value, sizes(field["shape"], names), kind[6:] if writes else kind, self)
        return value if length(kind) and what != "char" else python(value, kind, self)

    def write(self, value):
        if self._owned:  # the memory and its size are the library's
            read(self)[...] = value
            return
        if what == "char" and not stars:
            value, kept = value.encode(), None
        elif length(kind):
            kept = [passed(item, kind.split("[")[0]) for item in value]
            value = by_value(kind)(*[item for item, _ in kept])
        else:
            value, kept = passed(value, kind)
        self._keep(name, kept)
        setattr(self, "_" + name, value)

    return property(read, write, doc=about(field))


def python(value, kind, owner, free=False):
    """A value of C as one of Python's; what the library owns keeps its owner alive."""
    what, stars = base(kind)
    if what == "char":
        return value.decode(errors="replace") if value is not None else None
    if what in HANDLES:
        return HANDLES[what]._of(value, free, owner)
    if what in STRUCTS:
        found = STRUCTS[what].from_address(value) if stars and value else value
        return found._keep("", owner) if found and found._b_base_ is None else found or None
    return ENUMS[what](value) if what in ENUMS else value


class Memory:
    """What a handle stands for. It lives as long as the handle, or a view of it, does."""

    def __init__(self, address, free, owner):
        self.address, self.owner = address, owner
        self.free = free and weakref.finalize(self, free, c.c_void_p(address))


class Handle(contextlib.AbstractContextManager):
    """An opaque handle; `with` and close() give it up. What was read from it stays readable."""
    _memory = None

    def __init__(self, *values, **named):
        self._memory = type(self).new(*values, **named)._memory

    @classmethod
    def _of(cls, address, free, owner=None):
        """A handle for an address that a function returned."""
        self = cls.__new__(cls)
        free = free and cls._c_name + "_free"
        self._memory = Memory(address, free in FUNCTIONS and getattr(library(), free), owner)
        return self if address else None

    @property
    def _address(self):
        if self._memory is None:
            raise ValueError(f"{type(self).__name__} is closed")
        return self._memory.address

    def __reduce_ex__(self, protocol):
        raise TypeError(f"{type(self).__name__} can be neither copied nor pickled by Python")

    def close(self):
        self._memory = None

    def __exit__(self, *_):
        self.close()


# ---- functions ----

class Function:
    """A function of the library."""

    def __init__(self, entry):
        self.name, self.returns, self.__doc__ = entry["name"], entry["returns"], about(entry)
        self.__name__ = self.name[7:]
        self.parameters = [p for p in entry["parameters"] if p["type"] != "cohort_error *"]
        self.fails = self.parameters != entry["parameters"]
        self.status = self.fails and self.returns == "int"
        self.counts, before = {}, None  # of which arrays, or text or struct before it
        for p in self.parameters:
            count = p.get("shape", "").split("]")[0][1:]
            if p["type"].startswith("const") and {"name": count, "type": "int"} in self.parameters:
                self.counts.setdefault(count, []).append(p["name"])
            if p["type"] == "size_t":
                self.counts[p["name"]] = [before]
            before = p["name"]
        self.visible = [p for p in self.parameters if not (
            p.get("result") or "char [" in p["type"] or p["name"] in self.counts)]
        self.named = [p for p in self.parameters if p.get("result") and "shape" in p
                      or p["name"] in self.counts and p["type"] == "int"]
        self.shaped = any("shape" in p for p in self.parameters)
        self.__signature__ = self.signature()

    def signature(self):
        kind, takes = inspect.Parameter, []
        for i, p in enumerate(self.visible + self.named):
            how = kind.POSITIONAL_OR_KEYWORD if i < len(self.visible) else kind.KEYWORD_ONLY
            null = all(other.get("null") for other in self.visible[i:])
            takes.append(kind(p["name"], how, annotation=hint(p),
                              default=None if null else kind.empty))
        gives = [hint(p, True) for p in self.parameters if p.get("result")]
        if self.returns != "void" and not self.status:
            gives.insert(0, hint({"type": self.returns}, True))
        return inspect.Signature(takes, return_annotation=gives[0] if len(gives) == 1 else
                                 f"tuple[{', '.join(gives)}]" if gives else "None")

    def sizes_of(self, given):
        """What a shape can speak of: the grid, how many things there are, and parameters."""
        names = dict(("COHORT_" + name, value) for name, value in CONSTANTS.items())
        names.update(next((grid_names(grid) for grid in map(grid_of, given.values()) if grid), {}))
        for name, value in given.items():
            if isinstance(value, (list, tuple, np.ndarray)) and name.endswith("s"):
                names[name[:-1]] = len(value)
            if hasattr(value, "lanes"):
                names["lane"] = value.lanes()
        return {**names, **given}

    def __call__(self, *values, **named):
        given = self.__signature__.bind(*values, **named).arguments
        if self.name.endswith("_free"):  # what owns memory frees it when nothing needs it any more
            return getattr(*given.values(), "close", lambda: None)()
        for name, sources in self.counts.items():
            source = next((given[key] for key in sources if given.get(key) is not None), ())
            source = source.encode() if isinstance(source, str) else source
            given.setdefault(name, c.sizeof(source) if isinstance(source, Struct) else len(source))
        names, kept, out = self.sizes_of(given) if self.shaped else {}, [], []
        arguments = [self.argument(p, given.get(p["name"]), names, kept, out)
                     for p in self.parameters]
        error, function = STRUCTS["cohort_error"](), getattr(library(), self.name)
        function.restype = None if self.returns == "void" else by_value(self.returns)
        value = function(*arguments, *[c.byref(error)] * self.fails)
        for p in self.parameters:
            if p.get("taken"):
                given[p["name"]]._memory.free.detach()
                given[p["name"]].close()
        if self.status and value < 0:
            raise ERRORS[value](error.text)
        owner = next(iter(given.values()), None)
        answers = [] if self.returns == "void" or self.status else [
            python(value, self.returns, getattr(owner, "_memory", owner))]
        answers += [read() for read in out]
        return answers[0] if len(answers) == 1 else tuple(answers) if answers else None

    def argument(self, p, value, names, kept, out):
        """A parameter as ctypes takes it; of a result, how it is read goes to `out`."""
        kind = p["type"]
        if "char [" in kind:
            return c.create_string_buffer(500)
        if p.get("result"):
            value, read = self.room(p, names) if value is None else (value, lambda: value)
            out.append(read)
        elif value is None and "*" in kind and not p.get("null"):
            raise TypeError(f"{self.__name__}: {p['name']} must not be None")
        address, keep = passed(value, kind)
        kept.append(keep)
        shape = sizes(p.get("shape", ""), names) if isinstance(keep, np.ndarray) else None
        if shape is not None and keep.size != np.prod(shape):
            raise ValueError(f"{self.__name__}: {p['name']} has {keep.size} numbers, expected "
                             f"{' x '.join(map(str, shape))}, {p['shape']}")
        return c.c_void_p(address) if isinstance(address, int) else address

    def room(self, p, names):
        """(where a result is written, how it is read)"""
        kind = p["type"].replace("*", "", 1)
        what = STRUCTS.get(base(kind)[0])
        if "shape" in p:
            shape = sizes(p["shape"], names)
            if shape is None:
                raise TypeError(f"{self.__name__}: {p['name']} is to be given, {p['shape']}")
            array = (what * int(np.prod(shape)))() if what else np.zeros(shape, by_value(kind))
            return array, lambda: list(array) if what else array
        if what:
            sized = what._init and len(what._init.visible) == 1
            place = what() if sized else what.__new__(what)
            place._owned = what._c_name + "_free" in FUNCTIONS
            return place, lambda: place
        place = by_value(kind)()
        return place, lambda: python(place.value, kind, None, True)

    def __get__(self, instance, owner):
        return self if instance is None else types.MethodType(self, instance)


def hint(p, given=False):
    """A type as Python writes it: what is taken, or what is given."""
    what, stars = base(p["type"])
    known = ENUMS.get(what) or STRUCTS.get(what) or HANDLES.get(what)
    name = {"char": "str", "double": "float", "void": "Any"}.get(what, "int")
    name = known.__name__ if known else name
    if stars and what in SIMPLE and what != "char":
        return "numpy.ndarray" if "shape" in p or not given else name
    if stars == 2 and not given or what in STRUCTS and "shape" in p:
        return f"list[{name}]"
    return name + " | str" if not given and (name == "int" or what in ENUMS) else name


# ---- all of it ----

for _item in API["enums"]:
    if _item["name"]:
        ENUMS[_item["name"]] = enum.IntEnum(camel(_item["name"][7:]), {
            value["name"][7:]: value["value"] for value in _item["values"]})
        ENUMS[_item["name"]].__doc__ = about(_item)
_waiting = list(API["structs"])
while _waiting:
    _item = _waiting.pop(0)
    _fields, _names = _item["fields"], {other["name"] for other in _waiting}
    if any(base(field["type"])[0] in _names and "*" not in field["type"] for field in _fields):
        _waiting.append(_item)  # a struct within it comes first
        continue
    STRUCTS[_item["name"]] = type(camel(_item["name"][7:]), (Struct,), {
        "__doc__": about(_item), "__module__": "cohort", "_c_name": _item["name"],
        "_members": {field["name"]: field for field in _fields},
        "_fields_": [("_" + field["name"], by_value(field["type"])) for field in _fields],
        **{field["name"]: member(field) for field in _fields}})
for _item in API["handles"]:
    HANDLES[_item["name"]] = type(camel(_item["name"][7:]), (Handle,), {
        "__doc__": about(_item), "__module__": "cohort", "_c_name": _item["name"]})
_classes = {**STRUCTS, **HANDLES}
for _item in API["functions"]:
    if any(p["type"] == "..." for p in _item["parameters"]):
        continue  # printf's way, which Python has of its own
    _function = FUNCTIONS[_item["name"]] = Function(_item)
    _of = max((name for name in _classes if _item["name"].startswith(name + "_")), key=len,
              default="")
    _verb = _item["name"][len(_of) + 1:]
    if _verb in ("init", "init_sized") and not any(
            p["type"].endswith("*") and p["type"][:5] != "const" for p in _function.parameters[1:]):
        _classes[_of]._init = _function
    elif _of and _verb != "free" and _verb not in getattr(_classes[_of], "_members", ()):
        if _verb == "new":
            _classes[_of].__signature__ = _function.__signature__
        _first = base(_item["parameters"][0]["type"])[0] if _function.visible else ""
        setattr(_classes[_of], _verb, _function if _first == _of else staticmethod(_function))
