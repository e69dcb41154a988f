"""Parse YAML into nodes whose scalars are mapped to the file's text.

Example::

    parsed = parse(source)                       # never raises; parsed.problems lists what could not be parsed
    for document in parsed.documents:            # usually a single document; a document is a Node
        for name, job in document.get("jobs").items():          # keys are Scalars, merges (<<) are applied
            run = job.get("steps").elements()[0].get("run")     # calls can be chained: a missing node is NOTHING
            if run.is_scalar:
                read_script(run.snippet, context)               # offsets in the snippet map to the file
            name.text, run.text, run.location

The nodes are those of ``nodes``. An alias is the node of its anchor, and has the anchor's position.
"""

from __future__ import annotations

from typing import Any

from flake8_single_entry.line_ends import without_yaml_breaks
from flake8_single_entry.model import Problem
from flake8_single_entry.syntax.limits import Limit
from flake8_single_entry.syntax.nodes import DEEPEST, NOTHING, Mapping, Node, Parsed, Scalar, Sequence
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml_scalars import after_properties

ALIASED = Limit(50_000, "values behind aliases")
"""A file may repeat each of its parts as often as it has lines; whoever walks over it meets them all."""


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
