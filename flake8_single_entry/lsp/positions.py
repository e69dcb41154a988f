"""Translate between our positions and those of the protocol.

Ours count lines and characters from 1. The protocol counts both from 0, and columns in units of the encoding that both
sides agreed on (https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#position).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lsprotocol import types

from flake8_single_entry.model import Location

_WIDTHS = {types.PositionEncodingKind.Utf8: 1, types.PositionEncodingKind.Utf16: 2, types.PositionEncodingKind.Utf32: 4}
_CODECS = {1: "utf-8", 2: "utf-16-le", 4: "utf-32-le"}


class Units(NamedTuple):
    """The units in which the client counts columns: ``width`` is the size of one in bytes."""

    width: int = 2

    @classmethod
    def of(cls, encoding: str | types.PositionEncodingKind | None) -> Units:
        """Return the units of an encoding. Without one, they are those of UTF-16."""
        return cls(_WIDTHS.get(types.PositionEncodingKind(encoding or "utf-16"), 2))

    def count(self, text: str) -> int:
        """Return the number of units of a text."""
        if text.isascii():
            return len(text)
        return len(text.encode(_CODECS[self.width], "surrogatepass")) // self.width

    def span(self, place: Location, lines: Sequence[str]) -> types.Range:
        """Return the range of a location in a file with these lines."""
        return types.Range(
            self._position(place.line, place.column, lines), self._position(place.end_line, place.end_column, lines)
        )

    def _position(self, line: int, column: int, lines: Sequence[str]) -> types.Position:
        if not 1 <= line <= len(lines):
            return types.Position(max(line - 1, 0), max(column - 1, 0))
        return types.Position(line - 1, self.count(lines[line - 1][: max(column - 1, 0)]))


def holds(span: types.Range, position: types.Position) -> bool:
    """True if a position is in a range or at its end."""
    return _order(span.start) <= _order(position) <= _order(span.end)


def overlap(one: types.Range, other: types.Range) -> bool:
    """True if two ranges share a position."""
    return _order(one.start) <= _order(other.end) and _order(other.start) <= _order(one.end)


def _order(position: types.Position) -> tuple[int, int]:
    return position.line, position.character
