"""Inline Dockerfiles (``dockerfile_inline`` of compose), read like separate files."""

from __future__ import annotations

from posixpath import normpath

from flake8_single_entry.model import Base, Location, Reference, RelativeTo, Stage
from flake8_single_entry.readers.containers import dockerfile
from flake8_single_entry.syntax.source import Snippet, Source

SEPARATOR = "#"  # between the name of a service and the number of a stage in the container of a reference


def read(snippet: Snippet, service: str, context: str, first: int) -> tuple[tuple[Reference, ...], tuple[Stage, ...]]:
    """Return the references, located in the file that holds the text, and the stages.

    ``context`` is the build context of the service as written. ``first`` is the number of references that precede these
    in the file.
    """
    inner = snippet.source.inner(snippet.text)
    facts = dockerfile.read(inner)
    directory = normpath(context or ".")
    files = Base(RelativeTo.FILE, "" if directory == "." else directory)
    references = []
    for one in facts.references:
        base = one.base
        if base.anchor is RelativeTo.CONTEXT:
            base = files
        elif base.anchor is RelativeTo.IMAGE:
            base = base._replace(container=f"{service}{SEPARATOR}{base.container}")
        references.append(one._replace(location=_placed(one.location, inner, snippet), base=base))
    stages = tuple(
        stage._replace(
            start=tuple(first + at for at in stage.start), steps=(first + stage.steps[0], first + stage.steps[1])
        )
        for stage in facts.stages
    )
    return tuple(references), stages


def _placed(location: Location, inner: Source, snippet: Snippet) -> Location:
    start = inner.offset(location.line, location.column)
    return snippet.location(start, inner.offset(location.end_line, location.end_column))
