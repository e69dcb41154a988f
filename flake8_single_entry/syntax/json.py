"""Parse JSON and JSONC into the nodes of ``syntax.yaml``, with exact positions.

``parse(source)`` never raises: invalid JSON is reported as a ``Problem``, and the values before the error are kept.
Numbers, ``true`` and ``null`` are scalars with the source text. Trailing commas and the comments of JSONC (``//`` and
``/* */``) are allowed, as in the settings files of editors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.model import Problem
from flake8_single_entry.syntax.nodes import DEEPEST, NOTHING, Mapping, Node, Parsed, Scalar, Sequence
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml_scalars import undo

_TOKEN = re.compile(
    r"""(?P<skip>[\s,:]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
      | (?P<string>"(?:[^"\\\n]|\\[^\n])*")
      | (?P<bracket>[\[\]{}])
      | (?P<word>[^\s,:"\[\]{}/]+)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\.")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def parse(source: Source) -> Parsed:
    """Parse a JSON document. The snippet of each ``Scalar`` maps its text to the file."""
    builder = _Builder(source)
    try:
        for kind, start, end in _tokens(source.text):
            builder.take(kind, start, end)
    except _Invalid as error:
        offset, reason = error.args
        builder.finish_early(offset)
        place = source.location(offset, min(offset + 1, len(source.text)))
        return Parsed(builder.documents, (Problem(place, f"not valid JSON: {reason}"),))
    if builder.is_open:
        end = len(source.text)
        builder.finish_early(end)
        return Parsed(builder.documents, (Problem(source.location(end, end), "not valid JSON: it ends too early"),))
    return Parsed(builder.documents)


class _Invalid(Exception):
    """The text is not valid JSON; ``args`` are the offset and the reason."""


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _Invalid(position, "unexpected character")
        if match.lastgroup not in (None, "skip"):
            yield str(match.lastgroup), position, match.end()
        position = match.end()


class _Builder:
    """Builds nodes bottom up and without recursion, so that no input can exhaust the stack."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: list[tuple[str, int, list[Node]]] = []
        self._roots: list[Node] = []

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    @property
    def documents(self) -> tuple[Node, ...]:
        return tuple(self._roots[:1])

    def take(self, kind: str, start: int, end: int) -> None:
        text = self._source.text[start:end]
        if kind == "string":
            self._add(_string(self._source, text, start))
        elif kind == "word":
            self._add(Scalar(self._source, text, "", start, end))
        elif text in "[{":
            if len(self._open) >= DEEPEST:
                raise _Invalid(start, "it is nested too deeply")
            self._open.append((text, start, []))
        elif not self._open or self._open[-1][0] != ("[" if text == "]" else "{"):
            raise _Invalid(start, f"unexpected {text}")
        else:
            self._close(end)

    def finish_early(self, end: int) -> None:
        """Close all open arrays and objects, keeping what has been read."""
        while self._open:
            self._close(end)

    def _close(self, end: int) -> None:
        bracket, start, values = self._open.pop()
        if bracket == "[":
            self._add(Sequence(tuple(values), start, end))
            return
        if len(values) % 2:
            values.append(NOTHING)
        self._add(Mapping(tuple(zip(values[::2], values[1::2], strict=True)), start, end))

    def _add(self, node: Node) -> None:
        (self._open[-1][2] if self._open else self._roots).append(node)


def _string(source: Source, raw: str, start: int) -> Scalar:
    end = start + len(raw)
    if "\\" not in raw:
        return Scalar(source, raw[1:-1], '"', start, end)
    value, segments = undo(raw[1:-1], start + 1, _ESCAPE, _decoded)
    return Scalar(source, value, '"', start, end, segments=segments)


def _decoded(escape: str) -> str:
    """Return the text of an escape sequence. A surrogate pair becomes one character."""
    units = [int(digits, 16) for digits in escape.split("\\u")[1:] if digits]  # empty for a \u without digits
    if len(units) == 2:
        return chr(0x10000 + ((units[0] & 0x3FF) << 10) + (units[1] & 0x3FF))
    return chr(units[0]) if units else _ESCAPES.get(escape[1], escape[1])
