"""Expanded words, as pieces of text that keep their positions in the file.

Field splitting follows POSIX.1-2024, Shell Command Language, 2.6.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from flake8_single_entry.command.state import CHOICE, ITEM
from flake8_single_entry.command.words import UNKNOWN, Value, Word
from flake8_single_entry.model import Location
from flake8_single_entry.syntax.limits import Limit
from flake8_single_entry.syntax.source import Snippet

EXPANDED = Limit(4 << 20, "characters that variables add to commands")
A_WORD = 100
"""Cost of each word that an expansion adds, in characters."""

_BLANKS = re.compile(r"[ \t\n]+")


class MappedText(NamedTuple):
    """A piece of an expanded word: its text, and the offsets of the characters that it replaces.

    The text of a ``Value`` is located where that is written, and any other where it is used.
    """

    text: str
    start: int
    end: int
    bare: bool = False  # an unquoted expansion, which is split at blanks


def as_word(pieces: list[MappedText], snippet: Snippet) -> Word:
    """Join pieces of a text into a word that is mapped to the file.

    Variables may make the word longer than its source, up to the limit ``EXPANDED``; beyond it, the word is unknown.
    """
    added = sum([len(piece.text) for piece in pieces]) - (pieces[-1].end - pieces[0].start) if pieces else 0
    if added > 0 and not snippet.source.budget.spend(EXPANDED, added):
        pieces = [MappedText(UNKNOWN, pieces[0].start, pieces[-1].end)]
    text = str(pieces[0].text) if len(pieces) == 1 else "".join([piece.text for piece in pieces])
    if CHOICE in text or ITEM in text:
        pieces = [MappedText(UNKNOWN, pieces[0].start, pieces[-1].end)]
        text = UNKNOWN
    return MappedWord(text, pieces, snippet)


class MappedWord(Word):
    """A word that computes its location and its snippet on demand. Most words never need them."""

    __slots__ = ("_mapped", "_outer", "_pieces")
    _mapped: Snippet | None
    _outer: Snippet
    _pieces: list[MappedText]

    def __init__(self, text: str, pieces: list[MappedText], outer: Snippet) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "known", UNKNOWN not in text)
        object.__setattr__(self, "_pieces", pieces)
        object.__setattr__(self, "_outer", outer)
        object.__setattr__(self, "_mapped", None)

    @property
    def start(self) -> int:
        """The offset of the word in the text that it was expanded from."""
        return self._pieces[0].start if self._pieces else 0

    @property
    def location(self) -> Location:
        if (value := self._value) is not None:
            return value.written.location(0, len(value))
        start, end = (self._pieces[0].start, self._pieces[-1].end) if self._pieces else (0, 0)
        return self._outer.location(start, end)

    @property
    def _value(self) -> Value | None:
        """The value that the whole word is, or None."""
        text = self._pieces[0].text if len(self._pieces) == 1 else None
        return text if isinstance(text, Value) else None

    @property
    def snippet(self) -> Snippet:
        if self._mapped is None:
            value = self._value
            object.__setattr__(self, "_mapped", self._map() if value is None else value.written)
        return cast(Snippet, self._mapped)

    def _map(self) -> Snippet:
        segments: list[tuple[int, int]] = []
        length = 0
        for piece in self._pieces:
            end = length + len(piece.text)
            value = piece.text if isinstance(piece.text, Value) and _is_apart(self.text, length, end) else None
            if value is not None and value.written.source is self._outer.source:
                segments += [(length + here, there) for here, there in value.written.segments]
            else:
                segments += _segments(piece, length, self._outer)
            length = end
        start = self._pieces[0].start if self._pieces else 0
        return Snippet(self._outer.source, self.text, tuple(segments) or ((0, self._outer.origin(start)),))


def _is_apart(text: str, start: int, end: int) -> bool:
    """Return True if blanks separate a part of a text from the rest, so that no word is written in two places."""
    return not text[max(start - 1, 0) : start].strip() and not text[end : end + 1].strip()


def joined(words: Sequence[Word]) -> Word | None:
    """Return words of one text as a single word, as ``echo`` prints them. Return None if they are not of one text."""
    pieces: list[MappedText] = []
    outer: Snippet | None = None
    for word in words:
        if not isinstance(word, MappedWord) or outer not in (None, word._outer):
            return None
        outer = word._outer
        if pieces and word._pieces:
            pieces.append(MappedText(" ", pieces[-1].end, word._pieces[0].start))
        pieces += word._pieces
    return as_word(pieces, outer) if outer is not None else None


def split_fields(pieces: list[MappedText]) -> Iterator[list[MappedText]]:
    """Field splitting: blanks in the text of unquoted expansions separate words."""
    field: list[MappedText] = []
    for piece in pieces:
        if not piece.bare:
            field.append(piece)
            continue
        exact = len(piece.text) == piece.end - piece.start
        position = 0
        for match in _BLANKS.finditer(piece.text):
            field += _cut(piece, position, match.start(), exact)
            position = match.end()
            if field:
                yield field
                field = []
        field += _cut(piece, position, len(piece.text), exact)
    if field:
        yield field


def _cut(piece: MappedText, start: int, end: int, exact: bool) -> list[MappedText]:
    """Return a part of a piece, or nothing if it is empty."""
    if start == end:
        return []
    if isinstance(piece.text, Value):
        return [piece._replace(text=piece.text.part(start, end))]
    if not exact:
        return [piece._replace(text=piece.text[start:end])]
    return [MappedText(piece.text[start:end], piece.start + start, piece.start + end)]


def _segments(piece: MappedText, at: int, snippet: Snippet) -> list[tuple[int, int]]:
    """Return the segments of one piece. If it is longer or shorter than its source, only its ends are exact."""
    width, length = piece.end - piece.start, len(piece.text)
    inner = snippet.part(piece.start, piece.end)
    segments = [(at + here, there) for here, there in inner.segments if here < length or here == 0]
    if length == width or length == 0:
        return segments
    last = snippet.origin(max(piece.end - 1, piece.start))
    segments = segments[:1]
    if length > width:
        segments += [(at + index, last) for index in range(max(width, 1), length)]
    elif length > 1:
        segments.append((at + length - 1, last))
    return segments
