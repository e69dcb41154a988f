"""Constants of other modules, as passed to the reader, and expressions that replace a name by its value."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.model import Location, RelativeTo


@dataclass(frozen=True, slots=True)
class Constant:
    """A string or a path bound to a name of a module.

    ``directory`` is prepended to ``text`` and is relative to ``anchor``: FILE (the directory of the file that is read)
    or CALLER. ``location`` is where the text is written.
    """

    location: Location = field(compare=False)
    text: str = ""
    anchor: RelativeTo = RelativeTo.CALLER
    directory: str = ""
    is_path: bool = False


class Collection(NamedTuple):
    """A list or a tuple, or a dictionary if ``keys`` is set. An unknown item is None."""

    items: tuple[Known | None, ...]
    keys: tuple[str | int, ...] | None = None


Known = Constant | Collection


class Given(ast.Constant):
    """A constant of another module, at the position of its name."""

    constant: Constant


def syntax_of(known: Known | None, place: ast.expr) -> ast.expr:
    """Return an expression for a known value, at the position of ``place``."""
    if known is None:
        return ast.copy_location(ast.Constant(value=None), place)
    if isinstance(known, Constant):
        given = Given(value=known.text)
        given.constant = known
        return ast.copy_location(given, place)
    values = [syntax_of(item, place) for item in known.items]
    if known.keys is None:
        return ast.copy_location(ast.List(elts=values, ctx=ast.Load()), place)
    keys: list[ast.expr | None] = [ast.copy_location(ast.Constant(value=key), place) for key in known.keys]
    return ast.copy_location(ast.Dict(keys=keys, values=values), place)


def changed(known: Known, change: Callable[[Constant], Constant | None]) -> Known | None:
    """Return the value with ``change`` applied to every constant. A constant that becomes None is unknown."""
    if isinstance(known, Constant):
        return change(known)
    return known._replace(items=tuple(item and changed(item, change) for item in known.items))


def imported_name(imported: str, *names: str) -> str:
    """Return ``module:NAME.attribute`` for names after an imported name, or "" if the result is only a module."""
    module, _, name = imported.partition(":")
    dotted = ".".join([name, *names] if name else names)
    return f"{module}:{dotted}" if module and dotted else ""
