"""The instructions of a Dockerfile, each with its arguments as one text that is mapped to the file.

Follows the Dockerfile reference (https://docs.docker.com/reference/dockerfile/): parser directives, line continuation
with comment and empty lines inside, heredocs of RUN, COPY and ADD. Lines that are not instructions
are skipped, so the input may be any text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.readers.containers.arguments import Argument, read_json, read_words
from flake8_single_entry.syntax.source import Snippet, Source, join_lines

NAMES = frozenset(
    {"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
     "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
)  # fmt: skip
_NAME = re.compile(r"[ \t]*([A-Za-z]+)(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*([A-Za-z]\w*)[ \t]*=[ \t]*(\S*)[ \t]*$")
_HEREDOC = re.compile(
    r"""((?<!\\)"(?:[^"\\]++|\\.)*+"|'[^']*+')|(?<!\S)\d*<<(?P<strip>-?)(?P<quote>["']?)(?P<name>[A-Za-z_][\w.-]*)(?P=quote)(?!\S)"""
)
_FLAG = re.compile(r"[ \t]*--([a-z-]+)(?:=(\S*))?(?=\s|$)\s*")


class Heredoc(NamedTuple):
    """A here-document. ``literal`` is True if its delimiter is quoted: then ``body`` is not expanded."""

    name: str
    body: Snippet
    literal: bool


@dataclass(frozen=True)
class Instruction:
    """An instruction.

    ``arguments`` excludes continuations, comments and flags; ``whole`` is ``arguments`` followed by the heredocs.
    ``deferred`` is True after ONBUILD: the instruction runs in images that are built from this one.
    """

    name: str
    arguments: Snippet
    line: int
    flags: dict[str, str] = field(default_factory=dict)
    heredocs: tuple[Heredoc, ...] = ()
    whole: Snippet | None = None
    deferred: bool = False

    def json(self) -> tuple[Argument, ...] | None:
        """Return the strings of the exec form, or None for the shell form, which includes invalid JSON."""
        return read_json(self.arguments.text)

    def words(self) -> tuple[Argument, ...]:
        """Return the arguments split at blanks without quotes, or the strings of a JSON list."""
        strings = self.json()
        return read_words(self.arguments.text) if strings is None else strings


def instructions(source: Source) -> Iterator[Instruction]:
    """Yield the instructions of a file in order. Lines that begin with no instruction's name are skipped."""
    lines = _Lines(source)
    number, escape = _directives(lines)
    while number < len(lines.spans):
        match = _NAME.match(lines.text(number))
        if match is None or match.group(1).upper() not in NAMES:
            number += 1
            continue
        first = number
        spans, number = _logical(lines, number, match.end(), escape)
        name, arguments = match.group(1).upper(), join_lines(source, spans, "")
        length = len(arguments.text)
        deferred = name == "ONBUILD"
        if deferred and (inner := _NAME.match(arguments.text)):
            name, arguments = inner.group(1).upper(), arguments.part(inner.end(), len(arguments.text))
        heredocs, after = _heredocs(lines, name, arguments.text, number)
        flags, start = _flags(name, arguments.text)
        whole = None
        if after > number:
            whole = join_lines(source, [*spans, *((a - 1, b) for a, b in lines.spans[number:after])], "")
            whole = whole.part(length - len(arguments.text) + start, len(whole.text))
        number = after
        rest = arguments.part(start, len(arguments.text))
        yield Instruction(name, rest, first + 1, flags, heredocs, whole, deferred)


class _Lines:
    """The physical lines of a file, with an index by text that finds the ends of heredocs."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.spans: list[tuple[int, int]] = []
        start = 0
        for line in source.text.split("\n"):
            self.spans.append((start, start + len(line.removesuffix("\r"))))
            start += len(line) + 1
        self._exact: dict[str, list[int]] = {}
        self._stripped: dict[str, list[int]] = {}

    def text(self, number: int) -> str:
        start, end = self.spans[number]
        return self.source.text[start:end]

    def find(self, text: str, number: int, strip: bool) -> int | None:
        """Return the first line from ``number`` on that equals ``text`` (after leading tabs for ``<<-``), or None."""
        if not self._exact:
            for index in range(len(self.spans)):
                line = self.text(index)
                self._exact.setdefault(line, []).append(index)
                self._stripped.setdefault(line.lstrip("\t"), []).append(index)
        places = (self._stripped if strip else self._exact).get(text, [])
        place = bisect_left(places, number)
        return places[place] if place < len(places) else None


def _directives(lines: _Lines) -> tuple[int, str]:
    """Return the number of the first line that is not a parser directive, and the escape character."""
    escape = "\\"
    for number in range(len(lines.spans)):
        match = _DIRECTIVE.match(lines.text(number))
        if match is None:
            return number, escape
        if match.group(1).lower() == "escape" and match.group(2) in ("\\", "`"):
            escape = match.group(2)
    return len(lines.spans), escape


def _logical(lines: _Lines, number: int, skip: int, escape: str) -> tuple[list[tuple[int, int]], int]:
    """Return the parts of a logical line after offset ``skip`` in its first line, and the next line's number."""
    spans: list[tuple[int, int]] = []
    while number < len(lines.spans):
        (start, end), text = lines.spans[number], lines.text(number)
        number += 1
        if spans and (not text.strip() or text.lstrip(" \t").startswith("#")):
            continue
        body = text.rstrip(" \t")
        continued = body.endswith(escape) and not body.endswith(escape * 2)
        if continued:
            end = start + len(body) - 1
        spans.append((start + skip, max(end, start + skip)))
        skip = 0
        if not continued:
            break
    return spans, number


def _heredocs(lines: _Lines, name: str, text: str, number: int) -> tuple[tuple[Heredoc, ...], int]:
    """Return the heredocs that an instruction opens, and the number of the line after them."""
    found: list[Heredoc] = []
    if name not in ("RUN", "COPY", "ADD") or "<<" not in text:
        return (), number
    for match in _HEREDOC.finditer(text):
        if match.group("name") is None:
            continue
        end = lines.find(match.group("name"), number, bool(match.group("strip")))
        if end is None:
            break
        spans = [
            (start + (len(line := lines.text(index)) - len(line.lstrip("\t")) if match.group("strip") else 0), stop)
            for index, (start, stop) in enumerate(lines.spans[number:end], number)
        ]
        found.append(Heredoc(match.group("name"), join_lines(lines.source, spans), bool(match.group("quote"))))
        number = end + 1
    return tuple(found), number


def _flags(name: str, text: str) -> tuple[dict[str, str], int]:
    """Return the ``--flags`` before the arguments, and the offset of the arguments.

    The values of a repeated flag are joined by a blank.
    """
    flags: dict[str, str] = {}
    position = 0
    if name in ("ADD", "COPY", "FROM", "RUN", "HEALTHCHECK"):
        while match := _FLAG.match(text, position):
            name, value = match.group(1), match.group(2) or ""
            flags[name] = f"{flags[name]} {value}" if name in flags else value
            position = match.end()
    return flags, position
