"""Convert the values of ``model`` to JSON and back: a list starts with the number of its type."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from typing import Any

_EMPTY = "[0]"
_PLAIN = (str, int, float, bool, type(None))


class Malformed(ValueError):
    """A text that ``dumps`` did not produce."""


@cache
def _types() -> tuple[type[Any], ...]:
    """Return the types by number. Their order is part of the format; another order makes another cache version."""
    from flake8_single_entry import model

    own = (kind for _, kind in sorted(vars(model).items()) if getattr(kind, "__module__", "") == model.__name__)
    return (tuple, *(kind for kind in own if isinstance(kind, type)))


@cache
def _numbers() -> dict[type[Any], int]:
    return {kind: number for number, kind in enumerate(_types())}


def dumps(value: object) -> str:
    """Return a value of ``model``, or a tuple of such values, as one line of JSON."""
    import json

    return json.dumps(_pack(value, _numbers()), separators=(",", ":"), ensure_ascii=True)


def loads(text: str) -> Any:
    """Return the value that was passed to ``dumps``. Raises ``Malformed``."""
    if text == _EMPTY:
        return ()
    import json

    try:
        return _unpack(json.loads(text), _types())
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise Malformed(str(error)) from None


def _pack(value: Any, numbers: dict[type[Any], int]) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    number = numbers.get(kind)
    if number is None:
        raise TypeError(f"{kind.__name__} is not a value type of the model")
    if isinstance(value, tuple):
        return [number, *[item if type(item) in _PLAIN else _pack(item, numbers) for item in value]]
    return [number, value.value]


def _unpack(value: Any, types: tuple[type[Any], ...]) -> Any:
    if type(value) is not list:
        return value
    kind = types[value[0]]
    items = [item if type(item) is not list else _unpack(item, types) for item in value[1:]]
    return tuple(items) if kind is tuple else kind(*items)
