"""The parts of a document that matter: text and code, each with the headings and the words that lead to it."""

from __future__ import annotations

from typing import NamedTuple

BOLD_LEVEL = 7  # the level of a bold line that serves as a heading
Span = tuple[int, int]  # offsets into the file's text, end exclusive


class Section(NamedTuple):
    """A heading: ``level`` from 1 (``BOLD_LEVEL`` is a bold line), ``start`` its offset, unique in the file."""

    level: int
    text: str
    start: int


class Block(NamedTuple):
    """A paragraph, list item, table row (``code`` False), or a block of code.

    ``spans`` are its lines without indentation, quote marks and line breaks. ``language`` and ``title`` come from a
    fence's info string. ``sections`` are the enclosing headings, outermost first. ``leads`` are the texts that
    introduce the block: the list items that hold it, and the line before it.
    """

    code: bool
    spans: tuple[Span, ...]
    sections: tuple[Section, ...] = ()
    leads: tuple[str, ...] = ()
    language: str = ""
    title: str = ""
    fenced: bool = False

    def text_in(self, text: str) -> str:
        """The block's part of the file's text, indentation and quote marks included."""
        return text[self.spans[0][0] : self.spans[-1][1]] if self.spans else ""
