"""The values of ``model`` as JSON and back: lists that begin with the number of their type."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from typing import Any

_EMPTY = "[0]"


class Malformed(ValueError):
    """A text that ``dumps`` did not make."""


@cache
def _types() -> tuple[type[Any], ...]:
    """The order is part of the format; a cache of another order has another version."""
    from flake8_single_entry import model

    own = (kind for _, kind in sorted(vars(model).items()) if getattr(kind, "__module__", "") == model.__name__)
    return (tuple, *(kind for kind in own if isinstance(kind, type)))


@cache
def _fields() -> dict[type[Any], tuple[int, tuple[str, ...]]]:
    """Each type's number, and the names of its fields; () for enumerations."""
    return {kind: (number, tuple(getattr(kind, "__dataclass_fields__", ()))) for number, kind in enumerate(_types())}


def dumps(value: object) -> str:
    """A value of ``model``, or a tuple of such, as one line of JSON."""
    import json

    return json.dumps(_pack(value, _fields()), separators=(",", ":"), ensure_ascii=True)


def loads(text: str) -> Any:
    """The value that ``dumps`` was given. Raises ``Malformed``."""
    if text == _EMPTY:
        return ()
    import json

    try:
        return _unpack(json.loads(text), _types())
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise Malformed(str(error)) from None


def _pack(value: Any, known: dict[type[Any], tuple[int, tuple[str, ...]]]) -> Any:
    kind = type(value)
    if kind in (str, int, float, bool, type(None)):
        return value
    number, fields = known.get(kind, (-1, ()))
    if number == 0:
        return [0, *[_pack(item, known) for item in value]]
    if fields:
        return [number, *[_pack(getattr(value, name), known) for name in fields]]
    if number > 0:
        return [number, value.value]
    raise TypeError(f"{kind.__name__} is no value of the model")


def _unpack(value: Any, types: tuple[type[Any], ...]) -> Any:
    if type(value) is not list:
        return value
    kind = types[value[0]]
    items = [item if type(item) is not list else _unpack(item, types) for item in value[1:]]
    return tuple(items) if kind is tuple else kind(*items)
