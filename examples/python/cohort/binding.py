# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as Python sees it, made from api.json, the list of its interface: functions, structs,
handles and enums. Nothing here knows a single function; cohort/__init__.py adds what Python expects.

- A function takes its parameters without the error (it is raised), without results (they are returned)
  and without counts that follow from the length of an array. Those can still be given by name.
- A function whose name begins with that of a struct or handle is its method: Scenario.apply.
- Where a struct is expected, a tuple of its members will do; a name where a number has one ("both",
  "ipss", "tfr"); a list where an array is. Arrays are NumPy's, and views of the library's memory.
"""
import ctypes as c
import enum
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

HERE = pathlib.Path(__file__).parent
API = json.loads(next(path for path in (HERE / "api.json", HERE.parents[2] / "lib/doc/api.json")
                      if path.exists()).read_text(encoding="utf-8"))

for _item in API["functions"] + API["structs"]:  # a word of Python's own
    for _part in _item.get("parameters", _item.get("fields")):
        _part["name"] = {"from": "from_"}.get(_part["name"], _part["name"])

SIMPLE = {"int": c.c_int, "unsigned": c.c_uint, "double": c.c_double, "size_t": c.c_size_t,
          "uint64_t": c.c_uint64, "unsigned char": c.c_ubyte, "char": c.c_char}
STRUCTS, HANDLES, ENUMS, FUNCTIONS = {}, {}, {}, {}
CONSTANTS = {item["name"]: item["value"] for item in API["constants"]}
for _enum in API["enums"]:
    CONSTANTS.update((item["name"], item["value"]) for item in _enum["values"])


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


# ---- errors ----

class CohortError(Exception):
    """What the library says went wrong; `code` is its number. Each code has a class of its own."""
    code = 0


def _error_class(item):
    name = camel(item["name"][len("COHORT_ERROR_"):].lower())
    return type(f"Cohort{name}Error", (CohortError,), {"__doc__": item["text"], "code": item["value"]})


ERRORS = {item["value"]: _error_class(item) for item_list in API["enums"]
          if item_list["name"] == "cohort_code" for item in item_list["values"] if item["value"]}


# ---- the shared library ----

def _series(version):
    numbers = version.split(".")
    return ".".join(numbers[:2] if numbers[0] == "0" else numbers[:1])


def _place():
    """COHORT_LIBRARY; else where pkg-config says; else where the system looks."""
    if os.environ.get("COHORT_LIBRARY"):
        return os.environ["COHORT_LIBRARY"]
    name = "cohort.dll" if sys.platform == "win32" else f"libcohort.so.{_series(API['version'])}"
    try:
        told = subprocess.run([os.environ.get("PKG_CONFIG", "pkg-config"), "--variable=libdir", "cohort"],
                              capture_output=True, text=True)
        path = os.path.join(told.stdout.strip(), name)
        return path if told.returncode == 0 and os.path.exists(path) else name
    except OSError:
        return name


class _Library:
    """Loaded when its first function is called."""

    def __getattr__(self, name):
        if name == "loaded":
            try:
                loaded = c.CDLL(os.path.abspath(_place()) if os.sep in _place() else _place())
            except OSError as problem:
                raise ImportError(f"libcohort was not found ({problem}): install it where pkg-config "
                                  "finds it, or set COHORT_LIBRARY to its file") from None
            loaded.cohort_version.restype = c.c_char_p
            version = loaded.cohort_version().decode()
            if _series(version) != _series(API["version"]):
                raise ImportError(f"libcohort {version}: this package is for {_series(API['version'])}")
            self.loaded = loaded
            return loaded
        function = getattr(self.loaded, name)
        setattr(self, name, function)
        return function


LIBRARY = _Library()


# ---- types ----

def base(kind):
    """'const cohort_inputs *const *' -> ('cohort_inputs', 2)"""
    kind = kind.replace("const ", " ")
    return kind.replace("*const", "*").replace("*", "").split("[")[0].strip(), kind.count("*")


def length(kind):
    found = re.search(r"\[(\w+)\]", kind)
    return found and (int(found[1]) if found[1].isdigit() else CONSTANTS.get(found[1], 500))


def by_value(kind):
    name, stars = base(kind)
    if stars:
        plain = c.c_char_p if (name, stars) == ("char", 1) else c.c_void_p
    else:
        plain = c.c_int if name in ENUMS else STRUCTS.get(name) or SIMPLE[name]
    return plain * length(kind) if length(kind) else plain


def number(value, kind):
    """A number, or the name of one."""
    if not isinstance(value, str):
        return value
    names = ENUMS[base(kind)[0]] if base(kind)[0] in ENUMS else None
    if names and value in names.texts:
        return names.texts[value]
    found = CONSTANTS.get("COHORT_" + value.upper().replace("-", "_"))
    if found is None:
        known = f": expected one of {', '.join(names.texts or names.__members__)}" if names else ""
        raise ValueError(f"{value!r} is no {base(kind)[0]}{known}")
    return found


def struct(value, name):
    """A struct, or what one is made of."""
    if isinstance(value, STRUCTS[name]):
        return value
    if isinstance(value, str) and name + "_parse" in FUNCTIONS:
        return FUNCTIONS[name + "_parse"](value)
    if isinstance(value, dict):
        return STRUCTS[name](**value)
    if isinstance(value, (tuple, list)):
        return STRUCTS[name](*value)
    raise TypeError(f"{value!r}: expected {STRUCTS[name].__name__}")


def pointer(value, kind):
    """(the address for a parameter or member of this type, what has to live as long)"""
    name, stars = base(kind)
    if value is None:
        return None, None
    if name == "char" and stars == 1:
        text = os.fsencode(value) if isinstance(value, os.PathLike) else value
        text = c.c_char_p(text.encode() if isinstance(text, str) else text)
        return text, text
    if name == "char":
        texts = (c.c_char_p * (len(value) + 1))(*[text.encode() for text in value], None)
        return c.addressof(texts), texts
    if name in HANDLES and stars == 1:
        if not isinstance(value, HANDLES[name]):
            raise TypeError(f"{value!r}: expected {HANDLES[name].__name__}")
        return value._address, value._memory
    if name in HANDLES:
        items = list(value)
        array = (c.c_void_p * len(items))(*[pointer(item, name + " *")[0] for item in items])
        return c.addressof(array), (array, items)
    if name in STRUCTS and isinstance(value, (list, tuple)) and not _members_of(value, name):
        items = [struct(item, name) for item in value]
        array = (STRUCTS[name] * len(items))(*items)
        return c.addressof(array), (array, items)
    if name in STRUCTS:
        value = value if isinstance(value, c.Array) else struct(value, name)
        return c.addressof(value), value
    if callable(value) and name.endswith("_sink"):
        function = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int, c.c_int, c.c_int, c.POINTER(c.c_double))(value)
        return c.cast(function, c.c_void_p), function
    if name == "void":
        return value, value
    read_only = kind.startswith("const")
    array = np.ascontiguousarray(value, SIMPLE[name]) if read_only else value
    if not read_only and not (isinstance(array, np.ndarray) and array.dtype == SIMPLE[name]
                              and array.flags.c_contiguous and array.flags.writeable):
        raise TypeError(f"expected a contiguous, writable array of {np.dtype(SIMPLE[name])}")
    return array.ctypes.data, array


def _members_of(value, name):
    """Whether a tuple is one struct, not several of them."""
    return isinstance(value, tuple) and not any(isinstance(item, (tuple, STRUCTS[name])) for item in value[:1])


def view(address, shape, kind, owner):
    """The library's numbers as an array, which keeps their owner alive."""
    if not address:
        return None
    block = (SIMPLE[base(kind)[0]] * int(np.prod(shape))).from_address(address)
    block.owner = owner
    array = np.frombuffer(block, dtype=SIMPLE[base(kind)[0]]).reshape(shape)
    array.flags.writeable = not kind.startswith("const")
    return array


def sizes(shape, names):
    """The sizes of a shape such as '[count + 1]'; None where a name is not known."""
    parts, depth, start = [], 0, 0
    for at, mark in enumerate(shape):
        depth += (mark == "[") - (mark == "]")
        if mark == "[" and depth == 1:
            start = at + 1
        elif mark == "]" and depth == 0:
            parts.append(shape[start:at].replace("->", "."))
    try:
        return tuple(int(eval(part, {"__builtins__": {}}, names)) for part in parts)
    except (NameError, SyntaxError, TypeError, AttributeError):
        return None


def grid_names(grid):
    return {"sex": 2, "COHORT_SEXES": 2, "age": grid.ages, "ages": grid.ages, "steps": grid.steps,
            "interval": grid.steps, "date": grid.steps + 1, "dates": grid.steps + 1, "cells": 2 * grid.ages}


def grid_of(value):
    """The grid of a handle or struct, or itself."""
    if isinstance(value, Struct):
        return value if value._c_name == "cohort_grid" else getattr(value, "grid", None)
    for verb in ("grid", "inputs"):
        function = FUNCTIONS.get(f"{getattr(value, '_c_name', '')}_{verb}")
        if function and function.returns.endswith("*"):
            return grid_of(function(value))
    return None


class Struct(c.Structure):
    """A struct of the library. Its members are attributes; arrays are views or are kept alive."""

    def __init__(self, *values, **named):
        init = type(self)._init
        if init and len(init.visible) == 1:
            init(self)  # defaults; members follow
        elif init:
            takes = [p["name"] for p in init.visible[1:]]
            given = dict(zip(takes, values), **{name: named.pop(name) for name in takes if name in named})
            init(self, **given)
            values = ()
            self._own()
        named.update(zip(type(self)._members, values))
        for name, value in named.items():
            setattr(self, name, value)

    def _own(self):
        """Free it, when it is not used any more, by its _free function."""
        if type(self)._c_name + "_free" in FUNCTIONS:
            self._owned = True
            copy = type(self).from_buffer_copy(self)
            weakref.finalize(self, getattr(LIBRARY, type(self)._c_name + "_free"), c.byref(copy))

    def __setattr__(self, name, value):
        if not name.startswith("_") and name not in type(self)._members:
            raise AttributeError(f"{type(self).__name__} has no member {name}")
        super().__setattr__(name, value)

    def _keep(self, name, value):
        top = self
        while isinstance(top._b_base_, Struct):
            top = top._b_base_
        if "_kept" not in top.__dict__:
            top._kept = {}
        top._kept[c.addressof(self), name] = value

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in type(self)._members)})"


def member(field):
    """The property of a member: C's own field is named with a _ before it."""
    name, kind, raw = field["name"], field["type"], "_" + field["name"]
    what, stars = base(kind)

    def read(self):
        value = getattr(self, raw)
        if what == "char":
            return value.decode(errors="replace") if value is not None else None
        if stars and what in STRUCTS and not length(kind):
            found = STRUCTS[what].from_address(value) if value else None
            return found
        if stars and "shape" in field and what in SIMPLE:
            names = grid_names(self.grid) if "grid" in type(self)._members else {}
            names.update((n, getattr(self, "_" + n)) for n in type(self)._members if n != name)
            shape = sizes(field["shape"], names)
            if self.__dict__.get("_owned") and f"{self._c_name}_{name}" in FUNCTIONS:
                return view(value, shape, base(kind)[0], self)  # there is a function to write it
            return view(value, shape, kind, self) if shape else value
        if what in ENUMS and not stars:
            return ENUMS[what](value)
        return value

    def write(self, value):
        if stars and length(kind):
            pairs = [pointer(item, what + " *") for item in value]
            self._keep(name, pairs)
            value = by_value(kind)(*[pair[0] for pair in pairs])
        elif stars:
            value, kept = pointer(value, kind)
            self._keep(name, kept)
            value = getattr(value, "value", value)
        elif what == "char":
            value = value.encode()
        elif what in STRUCTS:
            value = struct(value, what)
            self._keep(name, value)
        elif length(kind):
            value = by_value(kind)(*value)
        else:
            value = number(value, kind)
        setattr(self, raw, value)

    return property(read, write, doc=" ".join([field["brief"], field.get("doc", "")]).strip())


class Memory:
    """What a handle stands for. It lives as long as the handle, or a view of it, does."""

    def __init__(self, address, free=None, owner=None):
        self.address, self.owner = address, owner
        if free:
            self.finalizer = weakref.finalize(self, free, c.c_void_p(address))


class Handle:
    """An opaque handle; `with` and close() give it up. What was read from it stays readable."""
    _memory = None

    def __init__(self, *values, **named):
        new = getattr(type(self), "new", None)
        if new is None:
            raise TypeError(f"{type(self).__name__}: made by its functions")
        self._memory = new(*values, **named)._memory

    @classmethod
    def _of(cls, address, owned, owner=None):
        """A handle for an address that a function returned."""
        if not address:
            return None
        self = cls.__new__(cls)
        self._memory = Memory(address, getattr(LIBRARY, cls._c_name + "_free", None) if owned else None, owner)
        return self

    @property
    def _address(self):
        if self._memory is None:
            raise ValueError(f"{type(self).__name__} is closed")
        return self._memory.address

    def _release(self):
        """The library has taken it."""
        self._memory.finalizer.detach()
        self.close()

    def close(self):
        self._memory = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# ---- functions ----

class Function:
    """A function of the library."""

    def __init__(self, entry):
        self.name = entry["name"]
        self.returns = entry["returns"]
        self.parameters = list(entry["parameters"])
        self.fails = self.parameters[-1:] and self.parameters[-1]["type"] == "cohort_error *"
        if self.fails:
            self.parameters.pop()
        every = {p["name"]: p for p in self.parameters}
        self.results = [p for p in self.parameters if p.get("result")]
        self.lengths = {p["name"]: before["name"] for before, p in zip(self.parameters, self.parameters[1:])
                        if p["type"] == "size_t"}  # of a text or struct, the parameter before
        self.counts = {}  # a parameter that is the length of arrays: their names
        for p in self.parameters:
            count = p.get("shape", "").split("]")[0][1:]
            if p["type"].startswith("const") and every.get(count, {}).get("type") == "int":
                self.counts.setdefault(count, []).append(p["name"])
        self.visible = [p for p in self.parameters
                        if not p.get("result") and p["name"] not in self.counts
                        and not p["type"].startswith("char [") and p["name"] not in self.lengths]
        self.shaped = any("shape" in p for p in self.parameters)
        self.__name__ = self.name[len("cohort_"):]
        self.__doc__ = "\n\n".join(filter(None, [entry["brief"], entry.get("doc")]))
        self.__signature__ = self.signature()

    def signature(self):
        """Parameters; then, only by name, counts and arrays for results. What is returned."""
        def parameter(p, kind, default):
            return inspect.Parameter(p["name"], kind, annotation=hint(p), default=default)

        takes = [parameter(p, inspect.Parameter.POSITIONAL_OR_KEYWORD,
                           None if self.optional(i) else inspect.Parameter.empty)
                 for i, p in enumerate(self.visible)]
        takes += [parameter(p, inspect.Parameter.KEYWORD_ONLY, None) for p in self.parameters
                  if p["name"] in self.counts or p.get("result") and "shape" in p]
        gives = [hint(p, True) for p in self.results]
        if self.returns != "void" and not (self.fails and self.returns == "int"):
            gives.insert(0, hint({"type": self.returns}, True))
        return inspect.Signature(takes, return_annotation=gives[0] if len(gives) == 1 else
                                 f"tuple[{', '.join(gives)}]" if gives else "None")

    def optional(self, index):
        return all(p.get("null") for p in self.visible[index:])

    def names(self, given):
        """What a shape can speak of: parameters, the grid of one of them, and how many things there are."""
        names = dict(CONSTANTS)
        grids = filter(None, map(grid_of, given.values()))
        names.update(next((grid_names(grid) for grid in grids), {}))
        for name, value in given.items():
            if isinstance(value, (list, tuple, np.ndarray)) and name.endswith("s"):
                names[name[:-1]] = len(value)
            if hasattr(value, "lanes"):
                names["lane"] = value.lanes()
        names.update((name, value) for name, value in given.items() if value is not None)
        return names

    def __call__(self, *values, **named):
        given = self.__signature__.bind(*values, **named).arguments
        for count, arrays in self.counts.items():
            lengths = [len(given[name]) for name in arrays if given.get(name) is not None]
            given.setdefault(count, lengths[0] if lengths else 0)
        names = self.names(given) if self.shaped else {}
        arguments, kept, out = [], [], []
        for p in self.parameters:
            arguments.append(self.argument(p, given, names, kept, out))
        error = ERROR()
        if self.fails:
            arguments.append(c.byref(error))
        function = getattr(LIBRARY, self.name)
        function.restype = None if self.returns == "void" else by_value(self.returns)
        returned = function(*arguments)
        for p in self.parameters:
            if p.get("taken"):
                given[p["name"]]._release()
        if self.fails and self.returns == "int":
            if returned < 0:
                raise ERRORS.get(returned, CohortError)(error._text.decode(errors="replace"))
            answers = []
        else:
            answers = [] if self.returns == "void" else [self.returned(returned, given)]
        answers += [read() for read in out]
        return answers[0] if len(answers) == 1 else tuple(answers) if answers else None

    def argument(self, p, given, names, kept, out):
        """A parameter as ctypes wants it; of a result also how it is read, in `out`."""
        value, kind, (what, stars) = given.get(p["name"]), p["type"], base(p["type"])
        if p.get("result") and value is None:
            return self.result(p, names, kept, out)
        if kind.startswith("char ["):
            return c.create_string_buffer(500)
        if p["name"] in self.lengths:
            before = given[self.lengths[p["name"]]]
            before = before.encode() if isinstance(before, str) else before
            return c.c_size_t(len(before) if isinstance(before, bytes) else c.sizeof(before))
        if stars:
            if value is None and not p.get("null"):
                raise TypeError(f"{self.__name__}: {p['name']} must not be None")
            address, keep = pointer(value, kind)
            kept.append(keep)
            self.check(p, keep, names)
            if p.get("result"):
                out.append(lambda: value)
            return c.c_void_p(address) if isinstance(address, int) else address
        if what in STRUCTS:
            kept.append(struct(value, what))
            return kept[-1]
        return by_value(kind)(number(value, kind))

    def check(self, p, array, names):
        """An array that is shorter than the function reads would be read beyond its end."""
        shape = sizes(p["shape"], names) if "shape" in p and isinstance(array, np.ndarray) else None
        if shape is not None and array.size != np.prod(shape):
            raise ValueError(f"{self.__name__}: {p['name']} has {array.size} numbers, expected "
                             f"{' x '.join(map(str, shape))}, {p['shape']}")

    def result(self, p, names, kept, out):
        what, stars = base(p["type"])
        if stars == 2:
            place = c.c_char_p() if what == "char" else c.c_void_p()
            out.append((lambda: place.value.decode()) if what == "char"
                       else lambda: HANDLES[what]._of(place.value, True))
            return c.byref(place)
        if "shape" in p:
            shape = sizes(p["shape"], names)
            if shape is None:
                raise TypeError(f"{self.__name__}: {p['name']} is to be given, {p['shape']}")
            if what in STRUCTS:
                array = (STRUCTS[what] * int(np.prod(shape)))()
                out.append(lambda: list(array))
                return c.byref(array)
            array = np.zeros(shape, SIMPLE[what])
            out.append(lambda: array)
            kept.append(array)
            return c.c_void_p(array.ctypes.data)
        if what in STRUCTS:
            place = STRUCTS[what]() if STRUCTS[what]._init and len(STRUCTS[what]._init.visible) == 1 \
                else STRUCTS[what].from_buffer(bytearray(c.sizeof(STRUCTS[what])))
            out.append(lambda: (place._own(), place)[1])
            return c.byref(place)
        place = by_value(what)()
        out.append(lambda: ENUMS[what](place.value) if what in ENUMS else place.value)
        return c.byref(place)

    def returned(self, value, given):
        """A value; what the library owns keeps the handle or struct it comes from."""
        what, stars = base(self.returns)
        owner = next(iter(given.values()), None)
        owner = getattr(owner, "_memory", owner)
        if stars == 1 and what in HANDLES:
            return HANDLES[what]._of(value, False, owner)
        if stars == 1 and what in STRUCTS:
            found = STRUCTS[what].from_address(value) if value else None
            if found is not None:
                found._keep("", owner)
            return found
        if stars == 1 and what == "char":
            return value.decode() if value is not None else None
        if what in STRUCTS:
            value._keep("", owner)
        return ENUMS[what](value) if what in ENUMS and not stars else value

    def __get__(self, instance, owner):
        """A method, if its first parameter is a handle or struct of the class it is found in."""
        return types.MethodType(self, instance) if instance is not None and self.method_of(owner) else self

    def method_of(self, kind):
        return self.visible and base(self.visible[0]["type"])[0] == kind._c_name


def hint(p, given=False):
    """A type as Python writes it: what is taken, or what is given."""
    what, stars = base(p["type"])
    kinds = ENUMS.get(what) or STRUCTS.get(what) or HANDLES.get(what)
    name = kinds.__name__ if kinds else {"char": "str", "double": "float", "void": "Any"}.get(what, "int")
    if stars and what in SIMPLE and what != "char":
        return "numpy.ndarray" if "shape" in p or not given else name
    if stars == 2 and not given or what in STRUCTS and "shape" in p:
        return f"list[{name}]"
    return name + (" | str" if name == "int" or what in ENUMS else "") * (not given)


# ---- all of it ----

def _define():
    for item in API["enums"]:
        if item["name"]:
            kind = enum.IntEnum(camel(item["name"][7:]), {v["name"][7:]: v["value"] for v in item["values"]})
            kind.__doc__ = item["brief"]
            kind.texts = {v["text"]: v["value"] for v in item["values"] if "text" in v}
            ENUMS[item["name"]] = kind
    for item in API["structs"]:
        about = {"__doc__": "\n\n".join(filter(None, [item["brief"], item.get("doc")])), "_c_name": item["name"],
                 "_members": [field["name"] for field in item["fields"]], "_init": None,
                 "_hints": {field["name"]: hint(field) for field in item["fields"]}}
        about.update((field["name"], member(field)) for field in item["fields"])
        STRUCTS[item["name"]] = type(camel(item["name"][7:]), (Struct,), about)
    waiting = list(API["structs"])
    while waiting:  # a struct within a struct comes first
        for item in list(waiting):
            inside = {base(f["type"])[0] for f in item["fields"] if not base(f["type"])[1]}
            if not inside & {other["name"] for other in waiting}:
                STRUCTS[item["name"]]._fields_ = [("_" + f["name"], by_value(f["type"])) for f in item["fields"]]
                waiting.remove(item)
    for item in API["handles"]:
        HANDLES[item["name"]] = type(camel(item["name"][7:]), (Handle,), {
            "__doc__": "\n\n".join(filter(None, [item["brief"], item.get("doc")])), "_c_name": item["name"]})
    classes = {**STRUCTS, **HANDLES}
    for entry in API["functions"]:
        if any(p["type"] == "..." for p in entry["parameters"]):
            continue  # printf's way, which Python has of its own
        function = FUNCTIONS[entry["name"]] = Function(entry)
        of = max((name for name in classes if entry["name"].startswith(name + "_")), key=len, default=None)
        verb = of and entry["name"][len(of) + 1:]
        if of and verb in ("init", "init_sized") and of in STRUCTS:
            if all(p["type"].startswith("const") or not base(p["type"])[1] for p in function.parameters[1:]):
                classes[of]._init = function
        elif of and verb != "free" and verb not in getattr(classes[of], "_members", ()):
            setattr(classes[of], verb, function)


_define()
ERROR = STRUCTS["cohort_error"]
