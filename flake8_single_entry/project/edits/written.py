"""The text of a file in place of which another reference is written: in its form, with what stands around it kept.

Uses only text. Whether the file then says what was meant is checked by reading it again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTES = "\"'"
_PLAIN = re.compile(r"[\w./:@()\\ -]+")  # needs no quoting in any format that is read
_SEPARATOR = re.compile(r"(?P<mark>,[ \t]*)")


class Span(NamedTuple):
    """A part of a text (``end`` exclusive), with what the reference there means after variables are replaced."""

    text: str
    start: int
    end: int
    meaning: str

    @property
    def written(self) -> str:
        return self.text[self.start : self.end]


class Rewritten(NamedTuple):
    """What replaces the text from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def rewritten(span: Span, meaning: str, option: str = "") -> Rewritten | None:
    """Return the change after which the span means something else, and ``option`` follows it in the command.

    Returns None if what is written there cannot be told from what it means, or if the new text needs quotes.
    """
    if not _PLAIN.fullmatch(meaning):
        return None
    words = meaning if span.written == span.meaning else _around_the_same(span.written, span.meaning, meaning)
    if words is None:
        return None
    return _as_words(span, [*words.split(" "), *option.split()])


def _around_the_same(written: str, old: str, new: str) -> str | None:
    """Return the new text, if the part that differs is written as it is meant: the end of the text, or its beginning.

    For example, ``$DIR/main_old.py`` means ``src/main_old.py``: then ``src/main.py`` is ``$DIR/main.py``.
    """
    length = _shared(written[::-1], old[::-1])
    replaced, kept = old[: len(old) - length], written[: len(written) - length]
    if length and new.startswith(replaced) and (replaced or not kept or kept.endswith("/")):
        return kept + new[len(replaced) :]
    length = _shared(written, old)
    replaced, kept = old[length:], written[length:]
    if length and replaced and new.endswith(replaced):
        return new[: len(new) - len(replaced)] + kept
    return None


def _shared(one: str, other: str) -> int:
    """Return the number of characters at the beginning that two texts share."""
    return next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _as_words(span: Span, words: list[str]) -> Rewritten | None:
    """Return the words in place of the span. In a list of quoted words, each gets the quotes of the first."""
    if len(words) == 1:
        return Rewritten(span.start, span.end, words[0])
    before = span.text[span.start - 1 : span.start]
    if before not in _QUOTES or not before or span.text[span.end : span.end + 1] != before:
        return Rewritten(span.start, span.end, " ".join(words))
    separator = _separator(span)
    if separator is None:
        return None
    return Rewritten(span.start, span.end, f"{before}{separator}{before}".join(words))


def _separator(span: Span) -> str | None:
    """Return what stands between the words of the list that the quoted span is in, or None if it is no list."""
    after = _SEPARATOR.match(span.text, span.end + 1)
    if after is not None:
        return after["mark"] if after["mark"] != "," else ", "
    line = span.text[span.text.rfind("\n", 0, span.start) + 1 : span.start - 1]
    inner = re.search(r"(,[ \t]*)$", line)
    if inner is not None:
        return inner[1]
    closed = re.match(r"[ \t]*\]", span.text[span.end + 1 :])
    return ", " if closed else None
