"""The blocks of a document: text and code, each with the enclosing headings and the text that introduces it."""

from __future__ import annotations

from typing import NamedTuple

BOLD_LEVEL = 7  # the level of a bold line that serves as a heading
Span = tuple[int, int]  # offsets in the text of the file, end exclusive


class Section(NamedTuple):
    """A heading. ``level`` starts at 1, ``BOLD_LEVEL`` is a bold line; ``start`` is its offset, unique in the file."""

    level: int
    text: str
    start: int


class Block(NamedTuple):
    """A paragraph, list item or table row (``code`` is False), or a block of code.

    ``spans`` are its lines without indentation, quote marks and line breaks. ``language`` and ``title`` come from the
    info string of a fence. ``sections`` are the enclosing headings, outermost first. ``leads`` are the texts that
    introduce the block: the list items that contain it, and the line before it.
    """

    code: bool
    spans: tuple[Span, ...]
    sections: tuple[Section, ...] = ()
    leads: tuple[str, ...] = ()
    language: str = ""
    title: str = ""
    fenced: bool = False

    def text_in(self, text: str) -> str:
        """Return the text of the block in the file, with indentation and quote marks."""
        return text[self.spans[0][0] : self.spans[-1][1]] if self.spans else ""
