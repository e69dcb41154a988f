"""Frozen dataclasses that are quick to define: a short run would spend a third of its time defining its values.

The standard library's decorator compiles six methods for each frozen class (before Python 3.13 one by one). Only
``__init__`` needs that; the others are the same for all classes but for the fields they look at.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, *, frozen=False, slots=False, eq=True, order=False):
        """What ``dataclasses.dataclass`` is; fields with ``init=False`` need one that is not frozen."""
        if cls is None:
            return lambda given: dataclass(given, frozen=frozen, slots=slots, eq=eq, order=order)
        if not frozen:
            return dataclasses.dataclass(cls, slots=slots, eq=eq, order=order)
        made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots)
        fields = tuple(made.__dataclass_fields__.values())
        shown = tuple(field.name for field in fields if field.repr)
        values = _getter([field.name for field in fields if field.compare])
        methods = {
            "__init__": _initializer(made, fields),
            "__repr__": lambda self: _representation(self, shown),
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__reduce__": lambda self: (made, tuple(getattr(self, field.name) for field in fields)),
        }
        if eq:
            methods |= _comparisons(values, order)
        for name, method in methods.items():
            if name not in cls.__dict__ or name == "__hash__":
                setattr(made, name, method)
        return made


def _getter(names: list[str]) -> Any:
    return attrgetter(*names) if names else lambda _: ()


def _initializer(cls: Any, fields: tuple[Any, ...]) -> Any:
    """Sets each field through its slot, or past ``__setattr__``."""
    space: dict[str, Any] = {"_set": object.__setattr__, "_unset": dataclasses.MISSING}
    parameters, body = [], []
    for field in fields:
        name = value = field.name
        if field.default_factory is not dataclasses.MISSING:
            space[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_unset")
            value = f"_make_{name}() if {name} is _unset else {name}"
        elif field.default is not dataclasses.MISSING:
            space[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        if "__slots__" in cls.__dict__:
            space[f"_slot_{name}"] = getattr(cls, name).__set__
            body.append(f"    _slot_{name}(self, {value})")
        else:
            body.append(f"    _set(self, {name!r}, {value})")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body or ["    pass"]), space)
    return space["__init__"]


def _comparisons(values: Any, order: bool) -> dict[str, Any]:
    def equal(self: Any, other: Any) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def less(self: Any, other: Any) -> Any:
        return values(self) < values(other) if other.__class__ is self.__class__ else NotImplemented

    def less_equal(self: Any, other: Any) -> Any:
        return values(self) <= values(other) if other.__class__ is self.__class__ else NotImplemented

    def greater(self: Any, other: Any) -> Any:
        return values(self) > values(other) if other.__class__ is self.__class__ else NotImplemented

    def greater_equal(self: Any, other: Any) -> Any:
        return values(self) >= values(other) if other.__class__ is self.__class__ else NotImplemented

    methods = {"__eq__": equal, "__hash__": lambda self: hash(values(self))}
    ordering = {"__lt__": less, "__le__": less_equal, "__gt__": greater, "__ge__": greater_equal}
    return methods | ordering if order else methods


def _representation(value: Any, names: tuple[str, ...]) -> str:
    return f"{type(value).__qualname__}({', '.join(f'{name}={getattr(value, name)!r}' for name in names)})"


def _refuse(_self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")
