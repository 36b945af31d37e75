# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as Python sees it, made from api.json, the list of its interface. No function is
known here by name; cohort/__init__.py adds what Python expects.

- A function takes its parameters without the error (it is raised), results (they are returned, also
  what C's caller initialises) and counts that follow from the length of an array (they can be given
  by name). None takes a callback.
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

LIST = pathlib.Path(__file__).resolve().with_name("api.json")  # as installed
if not LIST.exists():
    LIST = LIST.parents[3] / "lib/doc/api.json"  # in the checkout
API = json.loads(LIST.read_text("utf-8").replace(
    '{"name": "from",', '{"name": "from_",'))  # a word of Python's own

SIMPLE = {"int": c.c_int, "unsigned": c.c_uint, "double": c.c_double, "size_t": c.c_size_t,
          "uint64_t": c.c_uint64, "unsigned char": c.c_ubyte, "char": c.c_char}
STRUCTS, HANDLES, ENUMS, FUNCTIONS = {}, {}, {}, {}
LEFT_OUT = {"...", *(item["name"] + " *" for item in API["callbacks"])}  # printf's way, callbacks
VALUES = {name: kind["values"] for kind in API["enums"] for name in (
    kind["name"], *kind.get("of", ()))}  # by the name of an enum, or of what takes its values
CONSTANTS = {item["name"][7:]: item["value"] for items in (
    API["constants"], *(kind["values"] for kind in API["enums"])) for item in items}


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def about(item):
    members = "\n".join(f"{p['name']}: {about(p)}" for p in item.get("fields", ()))
    return "\n\n".join(filter(None, [item["brief"], item.get("doc"), members]))


class CohortError(Exception):
    """What the library says went wrong; `code` is its number. Each code has a class of its own."""


ERRORS = {item["value"]: type(f"Cohort{camel(item['name'][13:].lower())}Error", (CohortError,), {
    "__doc__": item["text"], "__module__": "cohort", "code": item["value"]})
    for item in VALUES["cohort_code"] if item["value"]}


@functools.lru_cache(None)
def library():
    """COHORT_LIBRARY; else where pkg-config says; else where the system looks."""
    same = re.match(r"0\.\d+|[1-9]\d*", API["version"])[0]  # what is in the file's name, too
    name = f"libcohort-{same}.dll" if sys.platform == "win32" else f"libcohort.so.{same}"
    tool = os.environ.get("PKG_CONFIG", "pkg-config")
    path = os.path.join(subprocess.getoutput(tool + " --variable=libdir cohort"), name)
    given = os.environ.get("COHORT_LIBRARY")
    try:
        loaded = c.CDLL(os.path.abspath(given) if given else path if os.path.exists(path) else name)
    except OSError as problem:
        raise ImportError(f"libcohort was not found ({problem}): install it where "
                          "pkg-config finds it (PKG_CONFIG_PATH), or set COHORT_LIBRARY") from None
    loaded.cohort_version.restype = c.c_char_p
    version = loaded.cohort_version().decode()
    if not version.startswith(same + "."):
        raise ImportError(f"libcohort {version}, but the package is of {API['version']}")
    return loaded


# ---- values: what stands in Python for a parameter or member of C ----
@functools.lru_cache(None)
def parts(kind):
    """Of a type such as 'const cohort_inputs *const *' the name, how many stars and, in brackets,
    items it has; whether C leaves as it is what it gets; whether it is of an array of numbers."""
    name, stars = re.sub(r"const |\*const|\*|\[.*", "", kind).strip(), kind.count("*")
    size = re.search(r"\[(\w+)\]", kind)
    size = size and int(CONSTANTS.get(size[1][7:], size[1]))
    return types.SimpleNamespace(
        name=name, stars=stars, size=size, const=kind.startswith("const") or not stars,
        numbers=name in SIMPLE and name != "char" and bool(stars or size))


def by_value(kind):
    """The type that ctypes has for it."""
    kind = parts(kind)
    plain = c.c_char_p if (kind.name, kind.stars) == ("char", 1) else c.c_void_p if kind.stars \
        else c.c_int if kind.name in ENUMS else layout(kind.name) if kind.name in STRUCTS \
        else SIMPLE[kind.name]
    return plain * kind.size if kind.size else plain


@functools.lru_cache(None)
def layout(name):
    """A struct as ctypes has it. One that owns arrays frees them."""
    made = type(name, (c.Structure,), {"_fields_": [
        (member, by_value(p["type"])) for member, p in STRUCTS[name]._members.items()]})
    if STRUCTS[name]._owns:
        free = getattr(library(), name + "_free")
        made.__del__ = lambda own: own._b_needsfree_ and free(c.byref(own))
    return made


def shown(value):
    """A value in a message: an array's type and shape; of anything else 60 characters."""
    if getattr(value, "ndim", 0):
        return f"array of {np.asarray(value).dtype}, {' x '.join(map(str, value.shape))}"
    whole = repr(value)
    return whole if len(whole) <= 60 else whole[:57] + "..."


def number(value, kind, of=None):
    """A number of C's, or what a name stands for: in the enum of its type or of `of`, or alone."""
    name = parts(kind).name
    if isinstance(value, str):
        items = VALUES.get(name) or VALUES.get(of) or API["constants"]
        texts = {item["text"]: item["value"] for item in items if "text" in item}
        known = {**{item["name"][7:].lower(): item["value"] for item in items}, **texts}
        if value.lower() not in known:
            raise ValueError(f"{shown(value)} is no {name}: expected " + (
                "a number" if items is API["constants"] else ", ".join(texts or known)))
        value = known[value.lower()]
    made = by_value(kind)(value).value
    if name != "double" and made != value:
        raise ValueError(f"{value}: out of the range of {name}")
    return python(made, name)


def text(value):
    """Text or a path as C takes it."""
    raw = value.encode() if isinstance(value, str) else os.fsencode(value)
    if 0 in raw:
        raise ValueError(f"{shown(value)}: expected text without NUL")
    return raw


def numbers(value, kind):
    """An array as C takes it: a copy, unless C writes to it."""
    array, dtype = np.asarray(value), np.dtype(SIMPLE[kind.name])
    made = np.array(array, dtype, order="C") if array.dtype.kind in "biufO" else None
    if not kind.const:
        made = array if array is value and array.dtype == dtype and array.flags.carray else None
    if made is None:
        raise TypeError(
            f"{shown(value)}: expected numbers; for results, a contiguous array of {dtype}")
    if dtype.kind != "f" and not np.array_equal(made, array):
        raise ValueError(f"{shown(value)}: expected whole numbers, {dtype}")
    return made


def instance(value, kind):
    """A handle that is open; a struct, or one made of what is given."""
    expected = STRUCTS.get(kind.name) or HANDLES[kind.name]
    if kind.name in STRUCTS and isinstance(value, str) and hasattr(expected, "parse"):
        return expected.parse(value)
    if kind.name in STRUCTS and isinstance(value, (tuple, list, dict)):
        return expected(**value) if isinstance(value, dict) else expected(*value)
    if not isinstance(value, expected):
        raise TypeError(f"{shown(value)}: expected {expected.__name__}")
    if value._const and not kind.const:
        raise TypeError(f"{expected.__name__}: read only, as it is part of something else")
    return value


def taken(value, p):
    """What is given for a parameter or member, as Python keeps it until C is called."""
    try:
        return ready(value, p)
    except (TypeError, ValueError) as problem:
        raise (TypeError if isinstance(problem, TypeError) else ValueError)(
            f"{p['name']}: {problem}") from None


def ready(value, p):
    kind = parts(p["type"])
    if kind.stars and value is None:
        return value
    if kind.name == "void":
        return bytes(memoryview(value))
    if kind.name == "char" and kind.stars < 2:
        made = text(value)
        if p["name"].endswith("path") and b"\n" in made:
            raise ValueError(f"{shown(value)}: expected the path of a file, not its text")
    elif kind.numbers:
        made = numbers(value, kind)
    elif kind.stars == 2 or kind.size or "shape" in p:
        made = tuple(text(item) if kind.name == "char" else instance(item, kind)
                     for item in (value if isinstance(value, (list, tuple)) else [value]))
    else:
        return instance(value, kind) if kind.name in STRUCTS or kind.name in HANDLES else \
            number(value, p["type"], p["name"])
    most = kind.size and kind.size - (kind.name == "char")
    least = 0 if kind.name == "char" or "shape" in p and not kind.stars else most
    if most and not least <= count(made) <= most:
        raise ValueError(f"{count(made)} are not {p['type']}")
    return made


def count(thing):
    """How many there are: numbers, items, bytes."""
    if isinstance(thing, (tuple, bytes)):
        return len(thing)
    return thing.size if isinstance(thing, np.ndarray) else \
        c.sizeof(layout(thing._c_name)) if isinstance(thing, Struct) else thing is not None


# ---- shapes: how many numbers C takes there to be ----
def sizes(shape, values, where):
    """The sizes of a shape such as '[count + 1][sex]': the header's own expressions."""
    if not shape:
        return ()
    try:
        return tuple(map(int, eval("(" + shape.replace("][", ",").replace("->", ".")[1:-1] + ",)",
                                   SPOKEN, spoken(values))))
    except (NameError, SyntaxError, TypeError, AttributeError, IndexError):
        raise TypeError(f"{where}: how many {shape} are is not known here") from None


def spoken(values):
    """What a shape can speak of: values by name, how many they are, those of their grid."""
    names, grid = {}, grid_of((values.get("grid"), *values.values()))
    for name, value in values.items():
        one = re.sub("(_count|s)$", "", name)
        names[one] = value if isinstance(value, int) else names.get(one) or count(value)
        for several in ("lanes", "areas"):  # of a batch, a system
            if hasattr(type(value), several):
                names[several[:-1]] = getattr(value, several)()
    names |= {"origin": names.get("area"), "destination": names.get("area")}
    if not grid:
        return {**names, **values}
    ages, steps, dates = grid.ages, grid.steps, grid.steps + 1
    return {"ages": ages, "steps": steps, "dates": dates, **names, **values,
            "sex": 2, "age": ages, "interval": steps, "date": dates}


def within(struct, values):
    """What the shapes of a struct's members can speak of: its numbers, its grid, what is around."""
    return {**values, **{name: value for name, value in vars(struct).items()
                         if isinstance(value, (int, Struct))}}


def grid_of(thing):
    """The grid of a handle, of a struct or what is in it, of one of several."""
    if isinstance(thing, tuple):
        return next(filter(None, map(grid_of, thing)), None)
    name = getattr(thing, "_c_name", "")
    if isinstance(thing, Struct):
        return thing if name == "cohort_grid" else grid_of(tuple(vars(thing).values()))
    of = FUNCTIONS.get(name + "_grid") or FUNCTIONS.get(name + "_inputs") \
        or FUNCTIONS.get(name + "_area")
    if of and of.returns.endswith("*"):
        return grid_of(of(thing, *[0] * (len(of.parameters) - 1)))  # the first area's


# ---- structs: plain attributes, from which C's are made for a call ----
class Struct:
    """A struct of the library. Its members are attributes; what they are given is copied."""
    _init = _sized = None  # the function that fills it; that gives it its defaults
    _owns = _const = False  # its arrays are C's, which frees them; it is a part of something else

    def __init__(self, *values, **members):
        vars(self).update(vars(self._new()))
        if self._init:
            takes = self._init.__signature__.parameters
            self._init(*values, **{name: members.pop(name) for name in takes if name in members})
            values = ()
        rest = {name for name, p in [*self._members.items()][len(values):] if "null" not in p}
        if len(values) > len(self._members) or values and rest - {*members}:
            raise TypeError(f"{type(self).__name__}: expected {', '.join(self._members)}")
        for name, value in [*zip(self._members, values), *members.items()]:
            setattr(self, name, value)

    @classmethod
    def _new(cls, made=None, owner=None, const=False):
        """One of C's; or with its defaults, else 0 and None."""
        self = cls.__new__(cls)
        self._read(made or layout(cls._c_name)(), owner, const)
        if cls._sized and not made:
            self._sized()
        return self

    def _read(self, made, owner=None, const=False, values={}):
        """Takes C's values. What pointers point to is Python's, unless C has set them."""
        own = vars(self)
        own.update(_const=const, _made=made if self._owns else None)
        for name, field in self._members.items():
            value, old, kind = getattr(made, name), own.get(name), parts(field["type"])
            if kind.numbers and kind.stars and value:
                if old is None or old.ctypes.data != value:
                    mine = self._owns and not const
                    old = view(value, sizes(field["shape"], within(self, values), name), kind.name,
                               made if mine else owner, kind.const and not mine)
                own[name] = old
            elif kind.stars and kind.name != "char":
                own[name] = old if value else None
            elif kind.name in STRUCTS:
                own[name] = old or STRUCTS[kind.name]._new(value)
                own[name]._read(value, owner, self._owns or const, values)
            else:
                own[name] = np.array(value) if kind.numbers else python(value, field["type"])

    def __setattr__(self, name, value):
        if name not in self._members:
            raise AttributeError(f"{type(self).__name__} has no member {name}")
        field, old = self._members[name], vars(self)[name]
        if self._owns and isinstance(old, np.ndarray):
            old[...] = value
        elif self._const or self._owns and parts(field["type"]).name not in ENUMS:
            raise TypeError(f"{type(self).__name__}.{name} is read only")
        else:
            vars(self)[name] = made = copied(taken(value, field))
            of = field.get("shape", "")[1:-1]  # how many there are, unless that was given
            if of in self._members and getattr(self, of) == count(old):
                vars(self)[of] = int(count(made))

    __copy__ = lambda self: copied(self)

    def __repr__(self):
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._members)
        return f"{type(self).__name__}({values})"


def copied(value):
    """Structs are values: what becomes a part of another is a copy, but what owns C's memory."""
    if isinstance(value, Struct) and not value._owns:
        whole, value = value, object.__new__(type(value))
        vars(value).update({name: part.copy() if isinstance(part, np.ndarray) else copied(part)
                            for name, part in vars(whole).items()}, _const=False)
    return tuple(map(copied, value)) if isinstance(value, tuple) else \
        python(value, "char") if isinstance(value, bytes) else value


def view(address, shape, name, owner, const=True):
    """The library's numbers as an array, which keeps their owner alive."""
    block = (SIMPLE[name] * math.prod(shape)).from_address(address)
    block.owner = owner
    array = np.frombuffer(block, SIMPLE[name]).reshape(shape)
    array.flags.writeable = not const
    return array


def passed(value, p, values, where, kept):
    """What ctypes takes for a parameter or member. What it points to is `kept` during the call."""
    kind = parts(p["type"])
    if not kind.stars:
        return struct(value, values, kept) if kind.name in STRUCTS else text(value) \
            if kind.name == "char" else by_value(p["type"])(*(value if kind.size else [value]))
    if value is None and p.get("null"):
        return None
    expected = sizes(p.get("shape"), values, where)
    if value is None and 0 not in expected:
        raise TypeError(f"{where} must not be None")
    given = value.shape if isinstance(value, np.ndarray) and value.ndim > 1 else (count(value),)
    if expected and given not in (expected, (math.prod(expected),)):
        raise ValueError(f"{where} has {' x '.join(map(str, given))} numbers, expected "
                         f"{' x '.join(map(str, expected))}, {p['shape']}")
    if value is None or isinstance(value, np.ndarray):
        return None if value is None else kept.append(value) or value.ctypes.data
    if isinstance(value, Handle):
        made = value._open
    elif isinstance(value, (str, bytes)):
        made = c.create_string_buffer(value if isinstance(value, bytes) else text(value))
    elif kind.size or kind.stars == 2:  # of pointers, ended by NULL unless C knows how many
        one = {"type": p["type"].split("[")[0]}
        made = (c.c_void_p * (kind.size or len(value) + 1))(
            *[passed(item, one, values, where, kept) for item in value])
    else:
        items = value if isinstance(value, tuple) else (value,)
        made = (layout(kind.name) * len(items))(*[struct(i, values, kept) for i in items])
    kept.append(made)
    return made if kind.size else getattr(made, "data", None) or c.addressof(made)


def struct(value, values, kept):
    """C's struct of one of Python's."""
    made, own = value._made or layout(value._c_name)(), vars(value)
    values = within(value, values)
    for name, field in value._members.items():
        if not value._owns or parts(field["type"]).name in ENUMS:
            where = f"{type(value).__name__}.{name}"
            setattr(made, name, passed(own[name], field, values, where, kept))
    return made


def python(value, kind, owner=None, shape=()):
    """What C gives; what is the library's keeps its owner alive."""
    kind = parts(kind)
    if value is None:
        return None
    if shape:
        return view(value, shape, kind.name, owner, kind.const)
    if kind.name == "char":
        return value.decode(errors="replace")
    if kind.name in HANDLES:
        return HANDLES[kind.name]._of(value, owner, kind.const)
    if kind.name in STRUCTS:
        made = layout(kind.name).from_address(value) if kind.stars else value
        return STRUCTS[kind.name]._new(made, owner, kind.const and kind.stars)
    return ENUMS[kind.name]._value2member_map_.get(value, value) if kind.name in ENUMS else value


def found(place, kind, shape):
    """A result, of no shape if it is only one."""
    if shape and kind in SIMPLE:
        return np.ctypeslib.as_array(place).reshape(shape)
    values = [python(value, kind) for value in place]
    return values if shape else values[0]


def refused(self, protocol=None):
    raise TypeError(f"{type(self).__name__} can be neither copied nor pickled by Python")


class Memory:
    """What a handle stands for. It lives as long as the handle, or a view of it, does."""

    def __init__(self, address, owner, const, free):
        self.data, self.owner, self.const = address, owner, const
        if not owner and free in FUNCTIONS:
            self.free = weakref.finalize(self, getattr(library(), free), c.c_void_p(address))


class Handle(contextlib.AbstractContextManager):
    """An opaque handle; `with` and close() give it up. What was read from it stays readable."""
    _memory = None
    _const = property(lambda self: self._open.const)

    def __init__(self, *values, **named):
        self._memory = type(self).new(*values, **named)._memory

    @classmethod
    def _of(cls, address, owner, const):
        """A handle for an address that a function returned."""
        self = cls.__new__(cls)
        self._memory = Memory(address, owner, const, cls._c_name + "_free")
        return self

    @property
    def _open(self):
        if self._memory is None:
            raise ValueError(f"{type(self).__name__} is closed")
        return self._memory

    def close(self, *_):
        self._memory = None

    __exit__, __reduce_ex__ = close, refused


class Function:
    """A function of the library."""

    def __init__(self, entry):
        self.name, self.returns, self.__doc__ = entry["name"], entry["returns"], about(entry)
        self.__name__, self.shape = self.name[7:], entry.get("shape")
        self.parameters = [{**p, "type": re.sub(r"double \[.*", "double *", p["type"])}
                           for p in entry["parameters"] if p["type"] != "cohort_error *"]
        self.fails = len(self.parameters) < len(entry["parameters"])
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
        self.named = [p for p in self.parameters if p["name"] in self.counts and p["type"] == "int"]
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
            gives.insert(0, "numpy.ndarray" if self.shape else hint({"type": self.returns}, True))
        return inspect.Signature(takes, return_annotation=gives[0] if len(gives) == 1 else
                                 f"tuple[{', '.join(gives)}]" if gives else "None")

    def __call__(self, *values, **named):
        given = self.__signature__.bind(*values, **named).arguments
        if self.name.endswith("_free"):  # what owns memory frees it when nothing needs it any more
            return getattr(*given.values(), "close", lambda: None)()
        ready = {p["name"]: taken(given[p["name"]], p) for p in self.parameters
                 if p["name"] in given}
        first = next(iter(ready.values()), None)
        owner = getattr(first, "_memory", None) or getattr(first, "_made", None)
        for name, arrays in self.counts.items():
            if name not in ready:
                ready[name] = max((count(ready[of]) for of in arrays if of in ready), default=0)
        call = types.SimpleNamespace(kept=[], after=[])
        arguments = [self.argument(p, ready, owner, call) for p in self.parameters]
        error, function = layout("cohort_error")(), getattr(library(), self.name)
        function.restype = None if self.returns == "void" else by_value(self.returns)
        value = function(*arguments, *[c.byref(error)] * self.fails)
        for p in self.parameters:
            if p.get("taken"):
                given[p["name"]]._memory.free.detach()
                given[p["name"]].close()
        if self.status and value < 0:
            raise ERRORS[value](error.text.decode())
        answers = [] if self.returns == "void" or self.status else [
            python(value, self.returns, owner, sizes(self.shape, ready, self.__name__))]
        answers += [answer for read, result in call.after for answer in [read()] if result]
        return answers[0] if len(answers) == 1 else tuple(answers) if answers else None

    def argument(self, p, values, owner, call):
        """A parameter as ctypes takes it; how a result is read goes to `call`."""
        if "char [" in p["type"]:
            return c.create_string_buffer(500)
        kind, result, where = parts(p["type"]), p.get("result"), f"{self.__name__}: {p['name']}"
        if result and ("shape" in p or kind.name not in STRUCTS):
            plain = p["type"].replace(" *", "", 1)
            shape = sizes(p.get("shape"), values, where)
            place = (by_value(plain) * math.prod(shape))()
            call.after.append((lambda: found(place, plain, shape), True))
            return place
        thing = values.get(p["name"])
        if result:
            of = STRUCTS[kind.name]
            thing = of(grid_of((*values.values(),))) if result == "cells" else of._new()
        if isinstance(thing, Struct) and not kind.const:
            made = struct(thing, values, call.kept)
            call.after.append((lambda: thing._read(made, owner, values=values) or thing, result))
            return c.byref(made)
        made = passed(thing, p, values, where, call.kept)
        return c.c_void_p(made) if kind.stars else made

    def __get__(self, instance, owner):
        return self if instance is None else types.MethodType(self, instance)


def hint(p, given=False):
    """A type as Python writes it: what is taken, or what is given."""
    kind = parts(p["type"])
    known = ENUMS.get(kind.name) or STRUCTS.get(kind.name) or HANDLES.get(kind.name)
    name = {"char": "str", "double": "float", "void": "Any"}.get(kind.name, "int")
    name = known.__name__ if known else name
    if kind.numbers:
        return "numpy.ndarray" if "shape" in p or not given else name
    if kind.stars == 2 and not given or kind.name in STRUCTS and "shape" in p:
        return f"list[{name}]"
    return name + " | str" if not given and (name == "int" or kind.name in ENUMS) else name


def declare(kinds, kind, item, **more):
    kinds[item["name"]] = type(camel(item["name"][7:]), (kind,), {
        "__doc__": about(item), "__module__": "cohort", "_c_name": item["name"], **more})


for _item in API["enums"]:
    if _item["name"]:
        ENUMS[_item["name"]] = enum.IntEnum(camel(_item["name"][7:]), {
            value["name"][7:]: value["value"] for value in _item["values"]}, module="cohort")
        ENUMS[_item["name"]].__doc__ = about(_item)
for _item in API["structs"]:
    _owns = any(f["name"] == _item["name"] + "_free" for f in API["functions"])
    declare(STRUCTS, Struct, _item, _members={p["name"]: p for p in _item["fields"]}, _owns=_owns)
    if _owns:  # a copy would have the same array
        STRUCTS[_item["name"]].__copy__ = STRUCTS[_item["name"]].__reduce_ex__ = refused
for _item in API["handles"]:
    declare(HANDLES, Handle, _item)
_classes = {**STRUCTS, **HANDLES}
for _item in API["functions"]:
    if any(p["type"] in LEFT_OUT for p in _item["parameters"]):
        continue
    _function = FUNCTIONS[_item["name"]] = Function(_item)
    _of = max((name for name in _classes if _item["name"].startswith(name + "_")), key=len,
              default="")
    _verb = _item["name"][len(_of) + 1:]
    if _verb in ("init", "init_sized") and all(
            parts(p["type"]).const for p in _function.parameters[1:]):
        setattr(_classes[_of], "_init" if _verb == "init" else "_sized", _function)
    elif _of and _verb != "free" and _verb not in getattr(_classes[_of], "_members", ()):
        if _verb == "new":
            _classes[_of].__signature__ = _function.__signature__
        _first = parts(_item["parameters"][0]["type"]).name if _function.visible else ""
        setattr(_classes[_of], _verb, _function if _first == _of else staticmethod(_function))
SPOKEN = {"__builtins__": {}, **FUNCTIONS, **{  # in every shape
    "COHORT_" + name: value for name, value in CONSTANTS.items()}}
