"""Select values in a tree of nodes by a path of keys: ``services[].startCommand``, ``*.script``, ``**.steps[].run``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from flake8_single_entry.syntax.nodes import NOTHING, Node, walk

_DOT = re.compile(r"(?<!\\)\.")


class Found(NamedTuple):
    """A selected value, the document, and the mappings around the value, the outermost first."""

    value: Node
    top: Node
    owners: tuple[Node, ...] = ()

    def beside(self, path: str) -> Node:
        """Return the value of a sibling key. Each leading ``^`` goes one mapping further out, ``/`` to the document."""
        if path.startswith("/"):
            return below(self.top, path[1:])
        level = len(path) - len(path.lstrip("^")) + 1
        return below(self.owners[-level], path.lstrip("^")) if level <= len(self.owners) else NOTHING


def below(node: Node, path: str) -> Node:
    """Return the value at dotted keys. Return ``NOTHING`` if a key is missing or the path is empty."""
    if not path:
        return NOTHING
    for key in path.split("."):
        node = node.get(key)
    return node


def select(node: Node, path: str) -> Iterator[Found]:
    """Yield every value at a path: ``*`` matches any key, ``**`` any depth, ``[]`` elements, ``~`` the keys.

    A dot in a key is written after a backslash.
    """
    yield from _select(Found(node, node), _steps(path))


@cache
def _steps(path: str) -> tuple[str, ...]:
    steps: list[str] = []
    for part in (part.replace("\\.", ".") for part in _DOT.split(path)):
        if part.endswith("[]"):
            steps += [part[:-2], "[]"] if part != "[]" else ["[]"]
        else:
            steps.append(part)
    return tuple(steps)


def _select(found: Found, steps: tuple[str, ...]) -> Iterator[Found]:
    if not steps:
        yield found
        return
    step, rest = steps[0], steps[1:]
    node, inside = found.value, (*found.owners, found.value)
    if step == "**":
        for each in walk(node):
            yield from _select(Found(each, found.top, found.owners), rest)
    elif step == "[]":
        for element in node.elements():
            yield from _select(Found(element, found.top, found.owners), rest)
    elif step == "~":
        for key, _ in node.items():
            yield from _select(Found(key, found.top, inside), rest)
    elif step == "*":
        for _, value in node.items():
            yield from _select(Found(value, found.top, inside), rest)
    elif value := node.get(step):
        yield from _select(Found(value, found.top, inside), rest)
