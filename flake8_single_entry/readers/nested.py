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
