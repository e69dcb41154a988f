"""Parse INI files into nodes with positions: a ``Mapping`` of sections, each a ``Mapping`` of keys to values.

A value of one line is a ``Scalar``, a value of several lines a ``Sequence`` of them. The rules are those of
``configparser``: a section name in brackets, ``key = value`` or ``key: value``, indented lines continue a value, ``#``
and ``;`` start comment lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.syntax.nodes import Mapping, Node, Parsed, Scalar, Sequence
from flake8_single_entry.syntax.source import Snippet, Source

_SECTION = re.compile(r"\[([^\]\n]+)\]")
_OPTION = re.compile(r"([^=:\n]+)[=:]")


class Option(NamedTuple):
    """A line of a value: its section, its key as written, and the text without surrounding blanks."""

    section: str
    key: str
    value: Snippet
    start: int
    end: int


def options_of(source: Source) -> Iterator[Option]:
    """Yield every value of the file, line by line. Keys before the first section have the section "" (empty)."""
    section = key = ""
    for number in range(1, source.lines + 1):
        line = source.line(number)
        start = source.offset(number)
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] in " \t":
            begin, used = start + line.index(stripped), bool(key)
        elif match := _SECTION.match(line):
            section, key = match[1].strip(), ""
            continue
        elif match := _OPTION.match(line):
            key, value = match[1].rstrip(), line[match.end() :].strip()
            begin, used = start + line.find(value, match.end()), bool(value)
        else:
            continue
        if used:
            end = start + len(line.rstrip())
            yield Option(section, key, source.part(begin, end), begin, end)


def parse(source: Source) -> Parsed:
    """Return the whole file as a single document."""
    sections: dict[str, dict[str, list[Scalar]]] = {}
    for option in options_of(source):
        scalar = Scalar(source, option.value.text, "", option.start, option.end)
        sections.setdefault(option.section, {}).setdefault(option.key, []).append(scalar)
    pairs: list[tuple[Node, Node]] = []
    for section, options in sections.items():
        entries = tuple((_name(source, key), _value(values)) for key, values in options.items())
        pairs.append((_name(source, section), Mapping(entries, 0, 0)))
    return Parsed((Mapping(tuple(pairs), 0, 0),))


def _name(source: Source, text: str) -> Node:
    return Scalar(source, text, "", 0, 0)


def _value(values: list[Scalar]) -> Node:
    return values[0] if len(values) == 1 else Sequence(tuple(values), values[0].start, values[-1].end)
