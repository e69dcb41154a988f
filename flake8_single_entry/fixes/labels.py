"""Whether what stands around a reference is about one version: a name, a heading, a target or a comment."""

from __future__ import annotations

import re
from posixpath import basename

from flake8_single_entry.model import Location
from flake8_single_entry.syntax.source import Source

_MOST_ABOVE = 60  # lines in which a heading is looked for
_HEADING = re.compile(r"#{1,6}\s|=+\s|\*\*.+\*\*:?\s*$")
_TARGET = re.compile(r"[\w.-]+(?:\s+[\w.-]+)*\s*:(?!=)")  # of make, or a key of YAML at the beginning of a line
_SAYING = re.compile(r"\s*(?:#|//|--|rem\b|@?echo\b|print)", re.IGNORECASE)


def speaks_of(word: str, source: Source, place: Location) -> bool:
    """Return True if the surroundings of a reference have the word: the file's name, its own line, or what is above."""
    pattern = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z])", re.IGNORECASE)
    line = source.line(place.line)
    around = [
        basename(source.path),
        line[: place.column - 1],
        line[place.end_column - 1 :] if place.line == place.end_line else "",
    ]
    above = source.line(place.line - 1) if place.line > 1 else ""
    around += [above] if _SAYING.match(above) else []
    around += [_heading(source, place.line)]
    return any(pattern.search(text) for text in around)


def _heading(source: Source, number: int) -> str:
    """Return the nearest line above that heads a section, a recipe or a block."""
    is_document = source.path.endswith((".md", ".rst", ".txt", ".adoc"))
    heads = _HEADING if is_document else _TARGET
    lines = (source.line(each) for each in range(number - 1, max(number - _MOST_ABOVE, 0), -1))
    return next((line for line in lines if heads.match(line)), "")
