"""Placeholders of other languages inside command lines (``${{ … }}``, ``{{.X}}``), made into shell variables."""

from __future__ import annotations

import re
from collections.abc import Callable

from flake8_single_entry.readers.source import Snippet

UNKNOWN = "SINGLE_ENTRY_UNKNOWN"
"""A shell variable that is never set: it stands for what only another program could expand."""


def with_variables(snippet: Snippet, pattern: re.Pattern[str], variable: Callable[[re.Match[str]], str]) -> Snippet:
    """The text with each match replaced by the shell variable that ``variable`` names, still mapped to the file."""
    pieces: list[str] = []
    segments: list[tuple[int, int]] = []
    length = last = 0
    for match in pattern.finditer(snippet.text):
        text = "${" + variable(match) + "}"
        before = snippet.part(last, match.start())
        segments += [(length + here, there) for here, there in before.segments] if before.text else []
        length += len(before.text)
        segments.append((length, snippet.origin(match.start())))
        # The variable ends where the placeholder does, however much shorter it is.
        segments.append((length + len(text) - 1, snippet.origin(match.end() - 1)))
        pieces += (before.text, text)
        length += len(text)
        last = match.end()
    if not pieces:
        return snippet
    rest = snippet.part(last, len(snippet.text))
    segments += [(length + here, there) for here, there in rest.segments]
    return Snippet(snippet.source, "".join(pieces) + rest.text, tuple(segments))
