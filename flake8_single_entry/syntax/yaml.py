"""YAML with exact places: a file as nodes whose scalars are Snippets that lead back into the text.

How a reader uses it::

    parsed = parse(source)                       # never raises; parsed.problems says what could not be read
    for document in parsed.documents:            # usually one; a document is a Node
        for name, job in document.get("jobs").items():          # keys are Scalars, merges (<<) are applied
            run = job.get("steps").elements()[0].get("run")     # chains: what is not there is the falsy NOTHING
            if run.is_scalar:
                read_script(run.snippet, context)               # offsets in the snippet map to the file
            name.text, run.text, run.location

A node is a ``Scalar``, ``Sequence`` or ``Mapping``, or ``NOTHING``; all of them answer ``get(key)``, ``items()``,
``elements()``, ``text``, ``is_scalar``, ``is_null`` and are truthy when they are there (an empty string is there). An
alias is the anchor's node itself, so its places are the anchor's. Values keep their text: ``on``, ``3.10`` and ``yes``
stay as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from flake8_single_entry.line_ends import without_yaml_breaks
from flake8_single_entry.model import Location, Problem
from flake8_single_entry.syntax.source import Snippet, Source
from flake8_single_entry.syntax.yaml_scalars import Segments, after_properties, segments_of

DEEPEST = 100  # levels of nesting; what people write stays below twenty
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """What every node answers; the bare class is ``NOTHING``, the absent node."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return self is not NOTHING

    @property
    def is_scalar(self) -> bool:
        return isinstance(self, Scalar)

    @property
    def is_null(self) -> bool:
        """True for an absent node and for a plain empty, ``~`` or ``null`` value."""
        return self is NOTHING

    @property
    def text(self) -> str:
        """The value of a scalar, "" for everything else."""
        return ""

    def get(self, key: str) -> Node:
        """The value of a key of a mapping (merges applied), else ``NOTHING``."""
        return next((value for name, value in self.items() if name.text == key), NOTHING)

    def items(self) -> tuple[tuple[Scalar, Node], ...]:
        """The pairs of a mapping, merges applied, the last of equal keys only; without keys that are no scalars."""
        return ()

    def elements(self) -> tuple[Node, ...]:
        """The elements of a sequence."""
        return ()


NOTHING = Node()


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Node):
    """A value. ``style`` is "" (plain), ``'``, ``"``, ``|`` or ``>``; ``start`` and ``end`` are offsets in the text.

    ``segments`` map the value to the text where the escapes in it are not those of YAML.
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
        """The span of the value, quotes left out, in the file."""
        return self.snippet.location(0, len(self.value))

    @property
    def snippet(self) -> Snippet:
        """The value, mapped to the file's text piece by piece."""
        segments = self.segments or segments_of(self.source.text, self.start, self.end, self.style, self.value)
        return Snippet(self.source, self.value, segments or ((0, self.start),))


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Node):
    """A list."""

    values: tuple[Node, ...]
    start: int
    end: int
    tag: str = ""

    def elements(self) -> tuple[Node, ...]:
        return self.values


@dataclass(frozen=True, eq=False)
class Mapping(Node):
    """A mapping; ``pairs`` are as written, with ``<<`` among them."""

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
        """Own keys win over merged ones, earlier merged mappings over later (the merge key of YAML 1.1)."""
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
    """What ``parse`` made of a file: the documents up to the first error, and the errors."""

    documents: tuple[Node, ...]
    problems: tuple[Problem, ...] = ()


def parse(source: Source) -> Parsed:
    """Read all documents of a YAML file; what is not YAML (a template, a control character) becomes a ``Problem``."""
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
    """Every node below and including ``node``, each once however often an alias repeats it; values, not keys."""
    pending, seen = [node], set[int]()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending.extend(reversed([*current.elements(), *(value for _, value in current.items())]))


class _NestingError(Exception):
    """The nesting passes DEEPEST at the offset in ``args``."""


class _Builder:
    """Builds nodes from the parser's events: bottom up and without recursion, so that no input can exhaust a stack."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self._open: list[tuple[Any, list[Node]]] = []
        self._anchors: dict[str, Node] = {}

    def complain(self, offset: int, reason: str) -> None:
        offset = max(0, min(offset, len(self.source.text)))
        end = min(offset + 1, len(self.source.text))
        self.problems.append(Problem(self.source.location(offset, end), f"not valid YAML: {reason}"))

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._finish(self._scalar(event), event.anchor)
        elif kind == "AliasEvent":
            node = self._anchors.get(event.anchor)
            if node is None:
                self.complain(event.start_mark.index, f"found undefined alias {event.anchor!r}")
            self._finish(node or NOTHING, None)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            if len(self._open) >= DEEPEST:
                raise _NestingError(event.start_mark.index)
            self._open.append((event, []))
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._close(event.end_mark.index)
        elif kind == "DocumentStartEvent":
            self._anchors = {}

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            start = after_properties(self.source.text, start, end)
        return Scalar(self.source, event.value, event.style or "", start, end, event.tag or "")

    def _close(self, end: int) -> None:
        event, values = self._open.pop()
        start, tag = event.start_mark.index, event.tag or ""
        node: Node
        if type(event).__name__ == "SequenceStartEvent":
            node = Sequence(tuple(values), start, end, tag)
        else:
            node = Mapping(tuple(zip(values[::2], values[1::2], strict=True)), start, end, tag)
        self._finish(node, event.anchor)

    def _finish(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1][1].append(node)
        else:
            self.documents.append(node)
