"""The nodes that every parser of configuration makes: scalars, sequences and mappings, mapped to the file's text.

A node is a ``Scalar``, ``Sequence``, ``Mapping`` or ``NOTHING``. All of them have ``get(key)``, ``items()``,
``elements()``, ``text``, ``is_scalar`` and ``is_null``. Only ``NOTHING`` is falsy; an empty string is truthy. Values
keep their text: ``on``, ``3.10`` and ``yes`` stay as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from flake8_single_entry.model import Location, Problem
from flake8_single_entry.syntax.source import Snippet, Source
from flake8_single_entry.syntax.yaml_scalars import Segments, segments_of

DEEPEST = 100  # levels of nesting; hand-written files stay below twenty
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """The interface of all nodes. The only direct instance is ``NOTHING``, the missing node."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return self is not NOTHING

    @property
    def is_scalar(self) -> bool:
        return isinstance(self, Scalar)

    @property
    def is_null(self) -> bool:
        """True for a missing node and for a plain empty, ``~`` or ``null`` value."""
        return self is NOTHING

    @property
    def text(self) -> str:
        """The value of a scalar, "" for all other nodes."""
        return ""

    @property
    def snippet(self) -> Snippet | None:
        """The value of a scalar, mapped to the file's text, and None for any other node."""
        return None

    def get(self, key: str) -> Node:
        """Return the value of a mapping's key (merges applied), or ``NOTHING``."""
        return next((value for name, value in self.items() if name.text == key), NOTHING)

    def items(self) -> tuple[tuple[Scalar, Node], ...]:
        """Return the pairs of a mapping, merges applied, the last of equal keys. Only keys that are scalars."""
        return ()

    def elements(self) -> tuple[Node, ...]:
        """Return the elements of a sequence."""
        return ()


NOTHING = Node()


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Node):
    """A scalar value.

    ``style`` is "" (plain), ``'``, ``"``, ``|`` or ``>``. ``start`` and ``end`` are offsets in the text. ``segments``
    maps the value to the text if its escapes are not those of YAML.
    """

    source: Source = field(repr=False)
    value: str
    style: str
    start: int
    end: int
    tag: str = ""
    segments: Segments = ()

    @property
    def text(self) -> str:
        return self.value

    @property
    def is_null(self) -> bool:
        return not self.style and self.value in _NULLS

    @property
    def location(self) -> Location:
        """The span of the value in the file, without quotes."""
        return self.snippet.location(0, len(self.value))

    @property
    def snippet(self) -> Snippet:
        """The value, mapped to the file's text."""
        segments = self.segments or segments_of(self.source.text, self.start, self.end, self.style, self.value)
        return Snippet(self.source, self.value, segments or ((0, self.start),))


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Node):
    """A sequence of nodes."""

    values: tuple[Node, ...]
    start: int
    end: int
    tag: str = ""

    def elements(self) -> tuple[Node, ...]:
        return self.values


@dataclass(frozen=True, eq=False)
class Mapping(Node):
    """A mapping. ``pairs`` are as written and include ``<<``."""

    pairs: tuple[tuple[Node, Node], ...]
    start: int
    end: int
    tag: str = ""

    def get(self, key: str) -> Node:
        pair = self._merged.get(key)
        return NOTHING if pair is None else pair[1]

    def items(self) -> tuple[tuple[Scalar, Node], ...]:
        return tuple(self._merged.values())

    @cached_property
    def _merged(self) -> dict[str, tuple[Scalar, Node]]:
        """Own keys override merged keys, earlier merged mappings override later ones (the merge key of YAML 1.1)."""
        found: dict[str, tuple[Scalar, Node]] = {}
        pending: list[Node] = [self]
        seen: set[int] = set()
        while pending:
            mapping = pending.pop()
            if not isinstance(mapping, Mapping) or id(mapping) in seen:
                continue
            seen.add(id(mapping))
            own: dict[str, tuple[Scalar, Node]] = {}
            merged: list[Node] = []
            for key, value in mapping.pairs:
                if not isinstance(key, Scalar):
                    continue
                if key.value == "<<" and not key.style:
                    merged.extend(value.elements() or (value,))
                else:
                    own[key.value] = (key, value)
            for name, pair in own.items():
                found.setdefault(name, pair)
            pending.extend(reversed(merged))
        return found


class Parsed(NamedTuple):
    """The result of ``parse``: the documents up to the first error, and the errors."""

    documents: tuple[Node, ...]
    problems: tuple[Problem, ...] = ()


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and all nodes below it, each once even if aliases repeat it. Keys are left out."""
    pending, seen = [node], set[int]()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending.extend(reversed([*current.elements(), *(value for _, value in current.items())]))
