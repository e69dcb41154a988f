"""Decode files, and map offsets in parts of a file to lines and columns."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.line_ends import bytes_without_lone_returns, line_starts, position, without_lone_returns
from flake8_single_entry.model import Location
from flake8_single_entry.syntax.limits import Budget

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NUL = "it contains NUL bytes, so it is not text"
# https://peps.python.org/pep-0263/: a comment in the first two lines
_DECLARED = re.compile(rb"(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
_ENCODINGS = re.compile(
    r"latin-?1|iso-?8859-?\d{1,2}|cp\d{3,4}|windows-?\d{4}|koi8-?[rut]|gbk|gb2312|gb18030|big5|euc-?(?:jp|kr|cn)|"
    r"shift-?jis|sjis"
)


class Undecodable(ValueError):
    """The bytes are not text in any encoding that they declare."""


def decode(data: bytes) -> str:
    """Decode a text file by its byte order mark, else as UTF-8, else in the encoding of Python's coding comment.

    The text does not include the mark, and columns do not count it. A lone CR becomes LF. Raises ``Undecodable`` for
    NUL bytes and for bytes that cannot be decoded.
    """
    text = _decode(data)
    if "\0" in text:
        raise Undecodable(_NUL)
    return without_lone_returns(text)


def plain(data: bytes) -> bytes:
    """Return the bytes of a file as ``scan`` expects them: without a UTF-8 mark, and with LF for each lone CR."""
    return bytes_without_lone_returns(data.removeprefix(codecs.BOM_UTF8))


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise Undecodable(f"not valid {encoding} at byte {len(mark) + error.start}") from None
    if b"\0" in data:
        raise Undecodable(_NUL)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = _decode_as_declared(data)
        if declared is None:
            raise Undecodable(f"not valid utf-8 at byte {error.start}") from None
        return declared


def declared_encoding(data: bytes) -> str:
    """Return the encoding in the coding comment of a Python file, or "" if there is none that is known.

    Other codecs may do more than decode text.
    """
    found = _DECLARED.match(data)
    name = found[1].decode("ascii", "replace").lower().replace("_", "-") if found else ""
    return name if _ENCODINGS.fullmatch(name) else ""


def _decode_as_declared(data: bytes) -> str | None:
    name = declared_encoding(data)
    if not name:
        return None
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


@dataclass(frozen=True)
class Source:
    """A decoded file, as passed to a reader. ``path`` is relative to the root; ``text`` is the result of ``decode``.

    Each line of the text ends in LF or CRLF. ``budget`` tracks how much of the file's limits is used. ``first`` is the
    line and column at which the text begins.
    """

    path: str
    text: str
    _starts: list[int] = field(repr=False, compare=False)
    budget: Budget = field(repr=False, compare=False)
    first: tuple[int, int] = (1, 1)

    @classmethod
    def of(cls, path: str, data: bytes) -> Source:
        """Decode ``data``. Raises ``Undecodable``."""
        return cls.of_text(path, decode(data))

    @classmethod
    def of_text(cls, path: str, text: str) -> Source:
        """Return a decoded text as a file with its own budget."""
        return cls._of(path, text, Budget())

    def inner(self, text: str) -> Source:
        """Return a text derived from parts of this file as a source with the same path and the same budget."""
        return self._of(self.path, text, self.budget)

    def named(self, path: str) -> Source:
        """Return the same text, with the same budget, as a file with another path."""
        return self._of(path, self.text, self.budget, self.first)

    @classmethod
    def at(cls, path: str, text: str, first: tuple[int, int], budget: Budget) -> Source:
        """Return a text that begins at a given line and column of a file whose other text is not available."""
        return cls._of(path, text, budget, first)

    @classmethod
    def _of(cls, path: str, text: str, budget: Budget, first: tuple[int, int] = (1, 1)) -> Source:
        text = without_lone_returns(text)
        return cls(path, text, line_starts(text), budget, first)

    @property
    def data(self) -> bytes:
        """The text as bytes, as ``scan`` expects them."""
        return self.text.encode("utf-8", "surrogatepass")

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a character offset into ``text``. The CR of a CRLF ends the line."""
        if offset and self.text.startswith("\r\n", offset - 1):
            offset -= 1
        line, column = position(self._starts, offset)
        first, indent = self.first
        return line + first - 1, column + (indent - 1 if line == 1 else 0)

    def offset(self, line: int, column: int = 1) -> int:
        """Return the character offset of a line and column, both from 1."""
        first, indent = self.first
        return self._starts[line - first] + column - (indent if line == first else 1)

    def location(self, start: int, end: int) -> Location:
        """Return the span between two character offsets into ``text`` (``end`` exclusive)."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Location(self.path, line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """Return the text of a line, without its line break."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    @property
    def starts(self) -> Sequence[int]:
        """The offset of each line."""
        return self._starts

    @property
    def lines(self) -> int:
        """The number of lines, including an empty last line."""
        return len(self._starts)

    def whole(self) -> Snippet:
        """Return the whole text as a snippet."""
        return Snippet(self, self.text, ((0, 0),))

    def part(self, start: int, end: int) -> Snippet:
        """Return the text between two offsets as a snippet."""
        return Snippet(self, self.text[start:end], ((0, start),))


class Snippet(NamedTuple):
    """A text from a file, possibly dedented, unescaped or joined: a script in YAML, a string in JSON.

    ``segments`` maps it to the file. Each pair is (offset in ``text``, offset in the file's text), ascending; between
    two pairs, both offsets advance together.
    """

    source: Source
    text: str
    segments: tuple[tuple[int, int], ...]

    def origin(self, offset: int) -> int:
        """Convert an offset in this text to an offset in the file's text."""
        index = bisect_right(self.segments, (offset, len(self.source.text) + 1)) - 1
        here, there = self.segments[max(index, 0)]
        return min(there + offset - here, len(self.source.text))

    def location(self, start: int, end: int) -> Location:
        """Return the span in the file of a span in this text (``end`` exclusive)."""
        first = self.origin(start)
        last = self.origin(end - 1) + 1 if end > start else first
        return self.source.location(first, max(first, last))

    def part(self, start: int, end: int) -> Snippet:
        """Return the text between two offsets, still mapped to the file."""
        first = bisect_right(self.segments, start, key=_offset)
        last = bisect_left(self.segments, end, lo=first, key=_offset)
        inner = tuple((here - start, there) for here, there in self.segments[first:last])
        return Snippet(self.source, self.text[start:end], ((0, self.origin(start)), *inner))


def _offset(segment: tuple[int, int]) -> int:
    return segment[0]


def join_lines(source: Source, spans: list[tuple[int, int]], separator: str = "\n") -> Snippet:
    """Join several spans of the file's text (start, end), each followed by ``separator``. Used for dedented blocks."""
    parts: list[str] = []
    segments: list[tuple[int, int]] = []
    length = 0
    for start, end in spans:
        segments.append((length, start))
        piece = source.text[start:end] + separator
        parts.append(piece)
        length += len(piece)
    return Snippet(source, "".join(parts), tuple(segments) or ((0, 0),))


def join_snippets(snippets: Iterable[Snippet], separator: str = "") -> Snippet | None:
    """Join texts of a file into one snippet, each still mapped to its position. Return None if there are none."""
    pieces: list[str] = []
    segments: list[tuple[int, int]] = []
    source: Source | None = None
    length = 0
    for snippet in snippets:
        source = snippet.source
        segments += [(length + here, there) for here, there in snippet.segments]
        pieces += (snippet.text, separator)
        length += len(snippet.text) + len(separator)
    return Snippet(source, "".join(pieces), tuple(segments)) if source is not None else None
