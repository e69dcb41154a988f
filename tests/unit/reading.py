"""What a reader found, in one line a reference, for tables of input and result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import dedent

from flake8_single_entry.model import Facts, Location, Reference
from flake8_single_entry.syntax.source import Source


def read_text(read: Callable[[Source], Facts], path: str, text: str, end_of_line: str = "\n") -> tuple[Source, Facts]:
    """Run a reader over an indented text, as the bytes of a file."""
    source = Source.of(path, dedent(text).replace("\n", end_of_line).encode())
    return source, read(source)


def shown(source: Source, facts: Facts) -> list[str]:
    """``line kind text @anchor directory``, with search path and guard where there are any.

    The column is left out: instead, what stands at the location is compared with the reference's text, and shown
    behind an arrow where it differs.
    """
    return [_line(source, reference) for reference in facts.references]


def _line(source: Source, reference: Reference) -> str:
    base, here = reference.base, reference.location
    line = f"{here.line} {reference.kind} {reference.text} @{base.anchor}"
    line += f" {base.directory}" if base.directory else ""
    line += f" search={','.join(base.search)}" if base.search else ""
    line += "" if base.certain else " uncertain"
    line += " guarded" if reference.guarded else ""
    written = source.text[source.offset(here.line, here.column) : source.offset(here.end_line, here.end_column)]
    return line if written == reference.text else f"{line} <- {written}"


def outside(text: str, value: object) -> list[Location]:
    """The places in facts, findings or errors that lie outside of the text that they are said of, or end too early."""
    widths = [len(line) for line in re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))]
    return [place for place in _places(value) if not _is_inside(place, widths)]


def _is_inside(place: Location, widths: list[int]) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    if not 1 <= place.line <= place.end_line <= len(widths):
        return False
    return 1 <= place.column <= widths[place.line - 1] + 1 and start <= end and end[1] <= widths[end[0] - 1] + 1


def _places(value: object) -> Iterator[Location]:
    if isinstance(value, Location):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _places(item)
