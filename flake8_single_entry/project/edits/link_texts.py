"""The text of a Markdown link that repeats its destination (https://spec.commonmark.org/0.31.2/#links)."""

from __future__ import annotations

from posixpath import basename

from flake8_single_entry.project.edits.written import Rewritten, Span

_LONGEST = 200  # characters of a text that can be a path
_MARKS = "`*_ "


def link_text(span: Span, new: str) -> Rewritten | None:
    """Return the change of a link's text, if it is the path of the link's destination or its last part."""
    if span.text[max(span.start - 2, 0) : span.start] != "](":
        return None
    stop = span.start - 2
    begin = span.text.rfind("[", max(stop - _LONGEST, 0), stop) + 1
    shown = span.text[begin:stop].strip(_MARKS)
    if not begin or shown not in (span.written, basename(span.written)):
        return None
    start = span.text.index(shown, begin)
    return Rewritten(start, start + len(shown), new if "/" in shown else basename(new))
