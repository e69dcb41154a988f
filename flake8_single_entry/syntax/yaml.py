"""Parse YAML into nodes whose scalars are mapped to the file's text.

Example::

    parsed = parse(source)                       # never raises; parsed.problems lists what could not be parsed
    for document in parsed.documents:            # usually a single document; a document is a Node
        for name, job in document.get("jobs").items():          # keys are Scalars, merges (<<) are applied
            run = job.get("steps").elements()[0].get("run")     # calls can be chained: a missing node is NOTHING
            if run.is_scalar:
                read_script(run.snippet, context)               # offsets in the snippet map to the file
            name.text, run.text, run.location

A node is a ``Scalar``, ``Sequence``, ``Mapping`` or ``NOTHING``. All of them have ``get(key)``, ``items()``,
``elements()``, ``text``, ``is_scalar`` and ``is_null``. Only ``NOTHING`` is falsy; an empty string is truthy. An alias
is the node of its anchor, and has the anchor's position. Values keep their text: ``on``, ``3.10`` and ``yes`` stay as
written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from flake8_single_entry.line_ends import without_yaml_breaks
from flake8_single_entry.model import Location, Problem
from flake8_single_entry.syntax.limits import Limit
from flake8_single_entry.syntax.source import Snippet, Source
from flake8_single_entry.syntax.yaml_scalars import Segments, after_properties, segments_of

ALIASED = Limit(50_000, "values behind aliases")
"""A file may repeat each of its parts as often as it has lines; whoever walks over it meets them all."""

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


def parse(source: Source) -> Parsed:
    """Parse all documents of a YAML file. Invalid YAML (a template, a control character) becomes a ``Problem``."""
    import yaml

    text = without_yaml_breaks(source.text)
    builder = _Builder(source if text == source.text else source.inner(text))
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.complain(mark.index if mark else 0, error.problem or "it cannot be parsed")
    except yaml.YAMLError as error:
        builder.complain(getattr(error, "position", None) or 0, getattr(error, "reason", None) or "it cannot be parsed")
    except UnicodeEncodeError as error:
        builder.complain(error.start, "it holds a character that is not text")
    except _NestingError as error:
        builder.complain(error.args[0], "it is nested too deeply")
    return Parsed(tuple(builder.documents), tuple(builder.problems))


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


class _NestingError(Exception):
    """The nesting exceeds DEEPEST at the offset in ``args``."""


class _Builder:
    """Builds nodes from the parser's events, bottom up and without recursion: no input can exhaust the stack."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self._open: list[tuple[Any, list[Node], int]] = []
        self._anchors: dict[str, tuple[Node, int]] = {}  # with how many nodes each has
        self._count = 0  # of nodes, those behind an alias counted again

    def complain(self, offset: int, reason: str) -> None:
        offset = max(0, min(offset, len(self.source.text)))
        end = min(offset + 1, len(self.source.text))
        self.problems.append(Problem(self.source.location(offset, end), f"not valid YAML: {reason}"))

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._finish(self._scalar(event), event.anchor)
        elif kind == "AliasEvent":
            node, size = self._anchors.get(event.anchor, (None, 1))
            if node is None:
                self.complain(event.start_mark.index, f"found undefined alias {event.anchor!r}")
            admitted = self.source.budget.spend(ALIASED, size)
            self._count += size if admitted else 1
            self._finish(node if node is not None and admitted else NOTHING, None)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            if len(self._open) >= DEEPEST:
                raise _NestingError(event.start_mark.index)
            self._open.append((event, [], self._count))
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._close(event.end_mark.index)
        elif kind == "DocumentStartEvent":
            self._anchors = {}

    def _scalar(self, event: Any) -> Scalar:
        self._count += 1
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            start = after_properties(self.source.text, start, end)
        return Scalar(self.source, event.value, event.style or "", start, end, event.tag or "")

    def _close(self, end: int) -> None:
        event, values, before = self._open.pop()
        self._count += 1
        start, tag = event.start_mark.index, event.tag or ""
        node: Node
        if type(event).__name__ == "SequenceStartEvent":
            node = Sequence(tuple(values), start, end, tag)
        else:
            node = Mapping(tuple(zip(values[::2], values[1::2], strict=True)), start, end, tag)
        self._finish(node, event.anchor, self._count - before)

    def _finish(self, node: Node, anchor: str | None, size: int = 1) -> None:
        if anchor is not None:
            self._anchors[anchor] = node, size
        if self._open:
            self._open[-1][1].append(node)
        else:
            self.documents.append(node)
