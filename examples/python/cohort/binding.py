# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as Python sees it, made from api.json, the list of its interface. No function is
known here by name; cohort/__init__.py adds what Python expects.

- A function takes its parameters without the error (it is raised), results (they are returned) and
  counts that follow from the length of an array. These and arrays for results can be given by name.
- A function whose name begins with that of a struct or handle is its method: Scenario.apply.
- Where a struct is expected, a tuple or dict of its members will do; a name where a number has one
  ("both", "ipss", "tfr"); a list where an array is. Arrays are copied in; those given are views.
"""
import contextlib
import ctypes as c
import enum
import functools
import inspect
import json
import math
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
CALLBACKS = {item["name"] + " *": item for item in API["callbacks"]}
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


@functools.lru_cache(None)
def library():
    """COHORT_LIBRARY; else where pkg-config says; else where the system looks."""
    name = ("libcohort-{}.dll" if sys.platform == "win32" else "libcohort.so.{}").format(
        series(API["version"]))
    tool = os.environ.get("PKG_CONFIG", "pkg-config")
    path = os.path.join(subprocess.getoutput(tool + " --variable=libdir cohort"), name)
    given = os.environ.get("COHORT_LIBRARY")
    try:
        loaded = c.CDLL(os.path.abspath(given) if given else path if os.path.exists(path) else name)
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


@functools.lru_cache(None)
def length(kind):
    found = re.search(r"\[(\w+)\]", kind)
    return found and int(CONSTANTS.get(found[1][7:], found[1]))


def by_value(kind):
    name, stars = base(kind)
    plain = c.c_char_p if (name, stars) == ("char", 1) else c.c_void_p if stars else \
        c.c_int if name in ENUMS else STRUCTS.get(name) or SIMPLE[name]
    return plain * length(kind) if length(kind) else plain


def number(value, kind):
    """A number of C: one of Python's, or what its name stands for."""
    name = base(kind)[0]
    if isinstance(value, str):
        texts = TEXTS.get(name, {})
        if value not in texts and value.upper() not in CONSTANTS:
            raise ValueError(f"{value!r} is no {name}: expected {', '.join(texts) or 'a number'}")
        value = texts[value] if value in texts else CONSTANTS[value.upper()]
    made = by_value(kind)(value)
    if name != "double" and made.value != value:
        raise ValueError(f"{value}: out of the range of {name}")
    return made


def text(value):
    raw = value.encode() if isinstance(value, str) else os.fsencode(value)
    if 0 in raw:
        raise ValueError(f"{value!r}: expected text without NUL")
    return raw


def numbers(value, kind):
    """An array as C takes it: a copy, unless C writes to it."""
    array, dtype = np.asarray(value), np.dtype(SIMPLE[base(kind)[0]])
    made = np.array(array, dtype, order="C") if array.dtype.kind in "biufO" else None
    if not kind.startswith("const"):
        made = array if array is value and array.dtype == dtype and array.flags.carray else None
    if made is None:
        raise TypeError(f"{value!r}: expected numbers; for results, a contiguous array of {dtype}")
    if dtype.kind != "f" and not np.array_equal(made, array):
        raise ValueError(f"{value!r}: expected whole numbers, {dtype}")
    return made


def instance(value, kind):
    """A struct, or what one is made of; the memory of a handle."""
    name, stars = base(kind)
    expected, parse = STRUCTS.get(name) or HANDLES[name], FUNCTIONS.get(name + "_parse")
    if name in STRUCTS and parse and isinstance(value, str):
        return parse(value)
    if name in STRUCTS and isinstance(value, (tuple, list, dict)):
        return expected(**value) if isinstance(value, dict) else expected(*value)
    if not isinstance(value, expected):
        raise TypeError(f"{value!r}: expected {expected.__name__}")
    thing = value if name in STRUCTS else value._open
    if stars and thing.const and not kind.startswith("const"):
        raise TypeError(f"{expected.__name__}: read only, as it is part of something else")
    return thing


def passed(value, kind, many=False):
    """What C takes for a parameter or member of this type (`many`: for an array)."""
    name, stars = base(kind)
    if not stars:
        return instance(value, kind) if name in STRUCTS else number(value, kind)
    if value is None or kind in CALLBACKS:
        return value
    many, several = many or stars == 2, isinstance(value, (list, tuple, c.Array))
    value = value if several or not many or name in SIMPLE and name != "char" else [value]
    if name == "char" and many:
        return (c.c_char_p * (len(value) + 1))(*map(text, value))
    if name in ("char", "void"):
        return c.create_string_buffer(text(value) if name == "char" else bytes(memoryview(value)))
    if name in SIMPLE or not many:
        return numbers(value, kind) if name in SIMPLE else instance(value, kind)
    items = [instance(item, kind) for item in value]
    array = (STRUCTS.get(name, c.c_void_p) * len(items))(
        *[getattr(item, "address", item) for item in items])
    array.items = items
    return hold(array)


def address(thing):
    """Of what `passed` gives."""
    return thing.ctypes.data if isinstance(thing, np.ndarray) else getattr(
        thing, "address", None) if isinstance(thing, (Memory, type(None))) else c.addressof(thing)


def count(thing):
    """How many there are in what `passed` gives."""
    return len(thing) - (thing._type_ in (c.c_char, c.c_char_p)) if isinstance(thing, c.Array) \
        else thing.size if isinstance(thing, np.ndarray) else int(thing is not None)


def view(address, shape, kind, owner):
    """The library's numbers as an array, which keeps their owner alive."""
    block = (SIMPLE[base(kind)[0]] * math.prod(shape)).from_address(address)
    block.owner = owner
    array = np.frombuffer(block, SIMPLE[base(kind)[0]]).reshape(shape)
    array.flags.writeable = not kind.startswith("const")
    return array


# ---- pointers: what they point to lives as long, and is as large as C takes it to be ----

THINGS = weakref.WeakValueDictionary()  # what members point to, by address


def pointed(thing):
    """(struct, member, what it points to) of a struct, of those in it, of each of an array."""
    many = isinstance(thing, c.Array) and issubclass(thing._type_, c.Structure)
    for item in thing if many else [thing]:
        for name, field in getattr(item, "_members", {}).items():
            if "*" not in field["type"]:
                yield from pointed(getattr(item, "_" + name))
                continue
            place = c.addressof(item) + getattr(type(item), "_" + name).offset
            for pointer in (c.c_void_p * (length(field["type"]) or 1)).from_address(place):
                if pointer is None or pointer in THINGS:
                    yield item, field, THINGS.get(pointer)


def hold(thing):
    """A struct or array that has got new pointers."""
    while thing._b_base_ is not None:  # what it is a part of
        thing = thing._b_base_
    vars(thing)["held"] = [found for *_, found in pointed(thing)]
    return thing


def sizes(shape, names, where=None):
    """The sizes of a shape such as '[count + 1][sex]'; None where a name is not known."""
    try:  # one of the header's own expressions, on numbers
        return tuple(map(int, eval("(" + shape.replace("][", ",").replace("->", ".")[1:-1] + ",)",
                                   {"__builtins__": {}}, names)))
    except (NameError, SyntaxError, TypeError, AttributeError, IndexError):
        if where:
            raise TypeError(f"{where}: how many {shape} are is not known here") from None
        return None


def check(thing, p, names, where, member=False):
    """Compares how many there are with the shape, if it is known; so where structs point to."""
    shape = "" if length(p["type"]) else p.get("shape", "")
    expected = sizes(shape, names, None if member else where) if shape else \
        None if base(p["type"])[0] in ("char", "void") else ()
    if expected is not None and count(thing) != math.prod(expected):
        raise ValueError(f"{where} has {count(thing)} numbers, expected "
                         f"{' x '.join(map(str, expected)) or 1}, {shape}")
    for item, field, found in pointed(thing):
        at, said = f"{type(item).__name__}.{field['name']}", about(field) + type(item).__doc__
        own = {**names, **members(item)}
        if found is not None:
            check(found, field, own, at, True)
        elif "NULL" not in said and field["type"] != "const char *" and p["type"][:5] == "const" \
                and math.prod(sizes(field.get("shape", ""), own) or ()):
            raise TypeError(f"{where}: {at} must not be None")


def members(item):
    own = {name: getattr(item, "_" + name) for name in item._members}
    return {**own, **grid_names(own.get("grid"))}


def grid_names(grid):
    return grid and {"sex": 2, "age": grid.ages, "ages": grid.ages, "steps": grid.steps,
                     "interval": grid.steps, "date": grid.steps + 1, "dates": grid.steps + 1} or {}


def grid_of(thing):
    """The grid of a handle or struct, of one of an array, of what a struct points to."""
    if isinstance(thing, (list, tuple, c.Array)):
        return next(filter(None, map(grid_of, thing)), None)
    name = getattr(thing, "_c_name", "")
    if isinstance(thing, Struct):
        return thing if name == "cohort_grid" else getattr(thing, "grid", None) or grid_of(
            [found for *_, found in pointed(thing)])
    of = FUNCTIONS.get(name + "_grid") or FUNCTIONS.get(name + "_inputs")
    return grid_of(of(thing)) if of and of.returns.endswith("*") else None


class Struct(c.Structure):
    """A struct of the library. Its members are attributes; arrays are views or are kept alive."""
    _owned, _init, const = False, None, False

    def __init__(self, *values, **named):
        init = type(self)._init
        if init:
            takes = init.__signature__.parameters
            given = {name: named.pop(name) for name in takes if name in named}
            here = len(init.visible) > 1  # else it sets defaults, and the values are members
            init(self, *values if here else (), **given)
            values, self._owned = () if here else values, self._c_name + "_free" in FUNCTIONS
        if len(values) > len(self._members):
            raise TypeError(f"{type(self).__name__} has {len(self._members)} members")
        for name, value in [*zip(self._members, values), *named.items()]:
            setattr(self, name, value)

    def __del__(self):
        if self._owned:
            getattr(library(), self._c_name + "_free")(c.byref(self))

    def __setattr__(self, name, value):
        if not name.startswith("_") and name not in self._members:
            raise AttributeError(f"{type(self).__name__} has no member {name}")
        super().__setattr__(name, value)

    def __repr__(self):
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._members)
        return f"{type(self).__name__}({values})"


def member(field):
    """The property of a member: C's own field has its name with a _ before it."""
    name, kind, size = field["name"], field["type"], length(field["type"])
    what, stars = base(kind)

    def read(self):
        value = getattr(self, "_" + name)
        if what == "char" or not stars:
            return python(value, kind, self) if what == "char" or not size else value
        found = [found for _, at, found in pointed(self) if at is field and found is not None]
        if found and what not in HANDLES:
            return found if size else found[0]
        if what in SIMPLE and value:
            # its own to write, where there is a function for that
            writes = self._owned and f"{self._c_name}_{name}" in FUNCTIONS
            shape = sizes(field["shape"], members(self), name)
            return view(value, shape, kind[6:] if writes else kind, self)
        return value if size else python(value, kind, self)

    def write(self, value):
        top = hold(self)
        if getattr(top, "const", False) or getattr(top, "_owned", False) and what not in ENUMS:
            if not stars:  # the memory and its size are the library's
                raise TypeError(f"{type(self).__name__}.{name} is read only")
            read(self)[...] = value
            return
        chars = bool(size) and what == "char"
        things = text(value) if chars else [
            passed(item, kind.split("[")[0], "shape" in field and not size)
            for item in (value if size else [value])]
        least = 0 if chars or "shape" in field and not stars else size
        if size and not least <= len(things) <= size - chars:
            raise ValueError(f"{type(self).__name__}.{name}: {len(things)} are not {kind}")
        values = [address(thing) if stars else thing for thing in things]
        for place, thing in zip(values, things) if stars else ():
            if place:
                THINGS.setdefault(place, thing)
        values = things if chars else by_value(kind)(*values) if size else values[0]
        setattr(self, "_" + name, values)
        hold(self)

    return property(read, write, doc=about(field))


def python(value, kind, owner, free=False):
    """A value of C as one of Python's; what the library owns keeps its owner alive."""
    what, stars = base(kind)
    if what == "char":
        return value.decode(errors="replace") if value is not None else None
    if what in HANDLES:
        return HANDLES[what]._of(value, free, owner, kind.startswith("const"))
    if what not in STRUCTS or stars and not value:
        return ENUMS[what](value) if what in ENUMS else value
    if not stars:
        for name, field in value._members.items():
            if field["type"] == "const char *" and value._b_base_ is None:
                setattr(value, "_" + name, getattr(value, "_" + name))  # a text of its own
        return value
    found = STRUCTS[what].from_address(value)
    if not any("*" in field["type"] for field in found._members.values()):
        return STRUCTS[what].from_buffer_copy(found)
    vars(found).update(const=kind.startswith("const"), owner=owner)
    return found


class Memory:
    """What a handle stands for. It lives as long as the handle, or a view of it, does."""

    def __init__(self, address, free, owner, const):
        self.address, self.owner, self.const = address, owner, const
        self.free = free and weakref.finalize(self, free, c.c_void_p(address))


class Handle(contextlib.AbstractContextManager):
    """An opaque handle; `with` and close() give it up. What was read from it stays readable."""
    _memory = None

    def __init__(self, *values, **named):
        self._memory = type(self).new(*values, **named)._memory

    @classmethod
    def _of(cls, address, free, owner, const=False):
        """A handle for an address that a function returned."""
        self, free = cls.__new__(cls), free and cls._c_name + "_free"
        self._memory = Memory(address, free in FUNCTIONS and getattr(library(), free), owner, const)
        return self if address else None

    @property
    def _open(self):
        if self._memory is None:
            raise ValueError(f"{type(self).__name__} is closed")
        return self._memory

    def __reduce_ex__(self, protocol):
        raise TypeError(f"{type(self).__name__} can be neither copied nor pickled by Python")

    def close(self, *_):
        self._memory = None

    def __exit__(self, *raised):
        self.close()


# ---- functions ----

def callback(function, entry, names, raised):
    """A function of Python's for C: populations are copies; what it raises stops the run."""
    def call(context, first, lanes, date, population):
        try:
            cells = np.ctypeslib.as_array(population, shape)[..., :lanes].copy()
            return bool(function(context, first, lanes, date, cells))
        except BaseException as problem:
            raised.append(problem)
            return 1

    if not callable(function):
        raise TypeError(f"{function!r}: expected a function")
    shape = sizes(entry["parameters"][-1]["shape"], names, entry["name"])
    return c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int, c.c_int, c.c_int, c.POINTER(c.c_double))(call)


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
        self.sized = any("shape" in p or p["type"] in CALLBACKS or base(p["type"])[0] in STRUCTS
                         for p in self.parameters)
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

    def names_of(self, given, ready):
        """What a shape can speak of: parameters, how many they are, functions of them, the grid."""
        names = {**FUNCTIONS, **{"COHORT_" + name: value for name, value in CONSTANTS.items()}}
        for name, thing in ready.items():
            names[name] = given.get(name) if isinstance(thing, Memory) else getattr(
                thing, "value", thing)
            if name.endswith("s"):
                names[name[:-1]] = names[name] if isinstance(names[name], int) else count(thing)
            if hasattr(names[name], "lanes"):
                names["lane"] = names[name].lanes()
        names["origin"] = names["destination"] = names.get("area")
        return {**names, **grid_names(grid_of([*given.values(), *ready.values()]))}

    def __call__(self, *values, **named):
        given = self.__signature__.bind(*values, **named).arguments
        if self.name.endswith("_free"):  # what owns memory frees it when nothing needs it any more
            return getattr(*given.values(), "close", lambda: None)()
        ready, raised, out = {p["name"]: passed(given[p["name"]], p["type"], "shape" in p)
                              for p in self.parameters if p["name"] in given}, [], []
        owner = next(iter(ready.values()), None)
        for p in self.parameters:
            if p["name"] in self.counts and p["name"] not in ready:
                found = [ready[name] for name in self.counts[p["name"]] if name in ready]
                ready[p["name"]] = by_value(p["type"])(max((
                    c.sizeof(thing) if isinstance(thing, Struct) else count(thing)
                    for thing in found), default=0))
        names = self.names_of(given, ready) if self.sized else {}
        arguments = [self.argument(p, ready, names, raised, out, owner) for p in self.parameters]
        error, function = STRUCTS["cohort_error"](), getattr(library(), self.name)
        function.restype = None if self.returns == "void" else by_value(self.returns)
        value = function(*arguments, *[c.byref(error)] * self.fails)
        for p in self.parameters:
            if p.get("taken"):
                ready[p["name"]].free.detach()
                given[p["name"]].close()
        if raised:
            raise raised[0]
        if self.status and value < 0:
            raise ERRORS[value](error.text)
        answers = [] if self.returns == "void" or self.status else [
            python(value, self.returns, owner)]
        answers += [read() for read in out]
        return answers[0] if len(answers) == 1 else tuple(answers) if answers else None

    def argument(self, p, ready, names, raised, out, owner):
        """A parameter as ctypes takes it; of a result, how it is read goes to `out`."""
        kind, thing = p["type"], ready.get(p["name"])
        where = f"{self.__name__}: {p['name']}"
        if "char [" in kind:
            return c.create_string_buffer(500)
        if p.get("result"):
            thing, read = self.room(p, names, where, owner) if thing is None else (
                thing, lambda: thing)
            out.append(read)
        elif thing is None and "*" in kind and not p.get("null"):
            raise TypeError(f"{where} must not be None")
        if thing is None or "*" not in kind:
            return thing
        if kind in CALLBACKS:
            return callback(thing, CALLBACKS[kind], names, raised)
        check(thing, p, names, where)
        return c.c_void_p(address(thing))

    def room(self, p, names, where, owner):
        """(where a result is written, how it is read)"""
        kind = p["type"].replace("*", "", 1)
        what = STRUCTS.get(base(kind)[0])
        if "shape" in p:
            shape = sizes(p["shape"], names, where)
            array = (what * math.prod(shape))() if what else np.zeros(shape, by_value(kind))
            return array, lambda: list(array) if what else array
        if what:
            sized = what._init and len(what._init.visible) == 1
            place = what() if sized else what.__new__(what)
            place._owned = what._c_name + "_free" in FUNCTIONS
            return place, lambda: place if place._owned else python(place, kind, owner)
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

def declare(kinds, kind, item, more=()):
    kinds[item["name"]] = type(camel(item["name"][7:]), (kind,), {
        "__doc__": about(item), "__module__": "cohort", "_c_name": item["name"], **dict(more)})


def declare_struct(item):
    fields = {field["name"]: field for field in item["fields"]}
    for other in API["structs"]:  # those within it come first
        if other["name"] in (field["type"] for field in fields.values()):
            declare_struct(other)
    if item["name"] not in STRUCTS:
        declare(STRUCTS, Struct, item, {
            "_members": fields, **{name: member(field) for name, field in fields.items()},
            "_fields_": [("_" + name, by_value(f["type"])) for name, f in fields.items()]})


for _item in API["enums"]:
    if _item["name"]:
        ENUMS[_item["name"]] = enum.IntEnum(camel(_item["name"][7:]), {
            value["name"][7:]: value["value"] for value in _item["values"]}, module="cohort")
        ENUMS[_item["name"]].__doc__ = about(_item)
for _item in API["structs"]:
    declare_struct(_item)
for _item in API["handles"]:
    declare(HANDLES, Handle, _item)
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
