"""The values of ``model`` as JSON and back: lists that begin with the number of their type."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

from flake8_single_entry import model

# The order is part of the format; a cache of another order has another version.
_TYPES: tuple[type[Any], ...] = (
    tuple,
    *(kind for _, kind in sorted(vars(model).items()) if isinstance(kind, type) and kind.__module__ == model.__name__),
)
_NUMBERS = {kind: number for number, kind in enumerate(_TYPES)}
_FIELDS: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(kind.__dataclass_fields__) for kind in _TYPES if hasattr(kind, "__dataclass_fields__")
}


class Malformed(ValueError):
    """A text that ``dumps`` did not make."""


def dumps(value: object) -> str:
    """A value of ``model``, or a tuple of such, as one line of JSON."""
    return json.dumps(_pack(value), separators=(",", ":"), ensure_ascii=True)


def loads(text: str) -> Any:
    """The value that ``dumps`` was given. Raises ``Malformed``."""
    try:
        return _unpack(json.loads(text))
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise Malformed(str(error)) from None


def _pack(value: Any) -> Any:
    kind = type(value)
    if kind is tuple:
        return [0, *[_pack(item) for item in value]]
    fields = _FIELDS.get(kind)
    if fields is not None:
        return [_NUMBERS[kind], *[_pack(getattr(value, name)) for name in fields]]
    if isinstance(value, Enum):
        return [_NUMBERS[kind], value.value]
    if value is None or kind in (str, int, float, bool):
        return value
    raise TypeError(f"{kind.__name__} is no value of the model")


def _unpack(value: Any) -> Any:
    if type(value) is not list:
        return value
    kind = _TYPES[value[0]]
    items = [item if type(item) is not list else _unpack(item) for item in value[1:]]
    return tuple(items) if kind is tuple else kind(*items)
