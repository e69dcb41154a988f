"""Read text embedded in a file of another format, with references located in the outer file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_single_entry.model import Reference
from flake8_single_entry.syntax.source import Snippet, Source


def inner_source(snippet: Snippet) -> Source:
    """Return the text as a separate file with the same path."""
    return snippet.source.inner(snippet.text)


def placed(references: Iterable[Reference], inner: Source, snippet: Snippet, surface: str) -> Iterator[Reference]:
    """Yield references found in ``inner``, moved to their locations in the outer file."""
    for reference in references:
        here = reference.location
        start, end = inner.offset(here.line, here.column), inner.offset(here.end_line, here.end_column)
        yield reference._replace(location=snippet.location(start, end), surface=surface)


def joined(snippets: Iterable[Snippet], separator: str = "") -> Snippet | None:
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
