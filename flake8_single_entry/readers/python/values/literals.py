"""String literals as written: their decoded text, mapped to the file character by character.

Implicit concatenation, prefixes, escapes and f-strings follow the lexical analysis chapter of the Python reference,
section "String and Bytes literals". ``ast`` returns only the span of the whole literal, and before Python 3.12 not even
the spans of the parts of an f-string. Literals are therefore read again from the source.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from flake8_single_entry.syntax.source import Snippet, Source

_GAP = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\n]*)*")
_OPEN = re.compile(r"([A-Za-z]{0,2})(\"\"\"|'''|\"|')")
_ESCAPE = re.compile(
    r"\\(?:(\r?\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|N\{([^}]*)\})"
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_SPECIAL = re.compile(r"\\|\{|\}|\r\n?")
_QUOTES_AND_BRACES = re.compile(r"\"\"\"|'''|[\"'{}\[\]()\\]")


class Hole(NamedTuple):
    """A replacement field of an f-string: its offset in the text, and its span in the file, including the braces."""

    at: int
    start: int
    end: int


class Literal(NamedTuple):
    """The text of a string literal without its replacement fields, its position map, and these fields."""

    snippet: Snippet
    holes: tuple[Hole, ...]


class _Builder:
    """Collects decoded characters with their positions."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.segments: list[tuple[int, int]] = []
        self.holes: list[Hole] = []

    def add(self, text: str, place: int) -> None:
        if text:
            self.segments.append((self.length, place))
            self.parts.append(text)
            self.length += len(text)

    def done(self, place: int) -> Literal:
        snippet = Snippet(self.source, "".join(self.parts), tuple(self.segments) or ((0, place),))
        return Literal(snippet, tuple(self.holes))


def read_literal(source: Source, start: int, end: int) -> Literal | None:
    """Return the literal between two offsets, or None for bytes and for anything that is not a string."""
    builder = _Builder(source)
    text = source.text
    position = start
    while True:
        gap = _GAP.match(text, position, end)
        position = gap.end() if gap else position
        if position >= end:
            return builder.done(start)
        opening = _OPEN.match(text, position, end)
        if opening is None or "b" in opening[1].lower():
            return None
        after = _read_one(builder, opening[1].lower(), opening[2], opening.end(), end)
        if after is None:
            return None
        position = after


def _read_one(builder: _Builder, prefix: str, quote: str, start: int, end: int) -> int | None:
    """Add the body of one literal, which begins at ``start``. Return the offset after its closing quote."""
    text = builder.source.text
    raw, fields = "r" in prefix, "f" in prefix or "t" in prefix
    position = start
    closing = -1
    while True:
        special = _SPECIAL.search(text, position, end)
        if closing < position:  # search once for a run of escapes
            closing = text.find(quote, position, end)
        if closing < 0:
            return None
        if special is None or special.start() >= closing:
            builder.add(text[position:closing], position)
            return closing + len(quote)
        builder.add(text[position : special.start()], position)
        place = special.start()
        mark = special[0]
        if mark == "\\":
            position = _read_escape(builder, place, raw, fields)
        elif mark[0] == "\r":
            builder.add("\n", place)
            position = special.end()
        elif not fields:
            builder.add(mark, place)
            position = place + 1
        elif text.startswith(mark * 2, place):
            builder.add(mark, place)
            position = place + 2
        elif mark == "}":
            return None
        else:
            after = _skip_field(text, place, end)
            if after is None:
                return None
            builder.holes.append(Hole(builder.length, place, after))
            position = after


def _read_escape(builder: _Builder, place: int, raw: bool, fields: bool) -> int:
    """Add what the backslash at ``place`` denotes. Return the offset after the escape."""
    text = builder.source.text
    if raw:
        following = "" if fields and text[place + 1 : place + 2] in "{}" else text[place + 1 : place + 2]
        builder.add("\\" + following, place)
        return place + 1 + len(following)
    match = _ESCAPE.match(text, place)
    if match is None:  # an unknown escape is kept as written
        builder.add("\\", place)
        return place + 1
    newline, simple, octal, *numbers, name = match.groups()
    if newline:
        return match.end()
    if simple:
        builder.add(_SIMPLE.get(simple, simple), place)
    elif name:
        try:
            builder.add(unicodedata.lookup(name), place)
        except KeyError:
            builder.add("\N{REPLACEMENT CHARACTER}", place)
    else:
        digits = next((number for number in numbers if number), None)
        code = int(digits, 16) if digits else int(octal, 8)
        builder.add(chr(code) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}", place)
    return match.end()


def _skip_field(text: str, start: int, end: int) -> int | None:
    """Return the offset after the replacement field that opens at ``start``. Quotes inside the field are respected."""
    depth = 0
    position = start
    while match := _QUOTES_AND_BRACES.search(text, position, end):
        mark = match[0]
        position = match.end()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return position
        elif mark[0] in "\"'":
            closing = text.find(mark, position, end)
            if closing < 0:
                return None
            position = closing + len(mark)
    return None
