"""Texts in which a place is marked: «here»."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_single_entry.project.edits.written import Rewritten, Span


def span_of(marked: str, meaning: str = "") -> Span:
    """Return the marked place of a text. It means what is written there, unless told otherwise."""
    start, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    return Span(text, start, end, meaning or text[start:end])


def changed(text: str, changes: Iterable[Rewritten]) -> str:
    """Return a text after changes, of which no two may touch the same characters."""
    last = len(text)
    for change in sorted(changes, reverse=True):
        assert change.start <= change.end <= last, change
        text = text[: change.start] + change.text + text[change.end :]
        last = change.start
    return text
