"""Edits applied to the bytes of a file, in its encoding and with its line ends."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from flake8_single_entry.model import Edit
from flake8_single_entry.syntax.source import Source, Undecodable, declared_encoding

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NAMES = ("utf-8", "utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


class Replaced(NamedTuple):
    """One replaced span of a text, as character offsets into the text afterwards (``end`` exclusive)."""

    start: int
    end: int


class Overlapping(ValueError):
    """Two edits change the same text in different ways."""


def apply(path: str, data: bytes, edits: Iterable[Edit]) -> bytes | None:
    """Return the contents of a file after edits, or None if its encoding cannot be kept.

    Raises ``Overlapping``.
    """
    encode = encoder_of(data)
    if encode is None:
        return None
    try:
        text, _ = applied(Source.of(path, data), tuple(edits))
        return encode(text)
    except (Undecodable, UnicodeEncodeError):
        return None


def applied(source: Source, edits: Sequence[Edit]) -> tuple[str, tuple[Replaced, ...]]:
    """Return a text after edits, and where each replaced span is then, in the order of the spans.

    Raises ``Overlapping``.
    """
    spans = sorted({(*offsets(source, edit), edit.text) for edit in edits})
    parts: list[str] = []
    replaced: list[Replaced] = []
    last = length = 0
    for start, end, text in spans:
        if start < last:
            raise Overlapping
        parts += (source.text[last:start], text)
        length += start - last
        replaced.append(Replaced(length, length + len(text)))
        length += len(text)
        last = end
    return "".join((*parts, source.text[last:])), tuple(replaced)


def offsets(source: Source, edit: Edit) -> tuple[int, int]:
    """Return where the text that an edit replaces begins and ends (exclusive), as character offsets."""
    place = edit.location
    return source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)


def encoder_of(data: bytes) -> Callable[[str], bytes] | None:
    """Return the function that turns the text of a file into bytes again, or None if that would lose something."""
    mark, name = next(
        ((mark, name) for mark, name in zip(_MARKS, _NAMES, strict=True) if data.startswith(mark)), (b"", "utf-8")
    )
    try:
        text = Source.of("", data).text
    except Undecodable:
        return None
    for encoding in (name,) if mark else (declared_encoding(data), name):  # ASCII so far: as Python would read it
        try:
            if mark + text.encode(encoding) == data:
                return partial(_encoded, mark, encoding)
        except (UnicodeEncodeError, LookupError):
            continue
    return None  # a lone CR became LF


def _encoded(mark: bytes, encoding: str, text: str) -> bytes:
    return mark + text.encode(encoding)
