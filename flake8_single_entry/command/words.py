"""Value types of the command parser: words, the context of a command line, and the result of reading it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.model import Base, Location, Reference, Via
from flake8_single_entry.syntax.limits import Budget
from flake8_single_entry.syntax.source import Snippet, Source, join_snippets

MOST_VARIABLES = 500
"""Maximum number of variables of one file. Each of its commands gets a copy."""

UNKNOWN = "\x03"
"""Marks a part of a text that cannot be expanded."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line after expansion: quotes removed, variables replaced.

    ``known`` is False if a part of it cannot be expanded. ``snippet`` maps ``text`` to the file, if the caller has such
    a map. Without it, parts of the word are located by counting characters from ``location`` if the widths agree (with
    or without quotes), and otherwise at ``location`` as a whole.
    """

    text: str
    location: Location
    known: bool = True
    snippet: Snippet | None = None

    def renamed(self, text: str) -> Word:
        """Return a word with another text at the same location."""
        return Word(text, self.location)

    def place(self, start: int, end: int) -> Location:
        """Return the location in the file of the characters from ``start`` to ``end``."""
        if self.snippet is not None:
            return self.snippet.location(start, end)
        quote = self._quote()
        if quote is None:
            return self.location
        here = self.location
        column = here.column + quote
        return Location(here.path, here.line, column + start, here.line, column + end)

    def part(self, start: int, end: int | None = None) -> Word:
        """Return a part of the word as a word."""
        stop = len(self.text) if end is None else end
        text = self.text[start:stop]
        inner = self.snippet.part(start, stop) if self.snippet is not None else None
        return Word(text, self.place(start, stop), UNKNOWN not in text, inner)

    def as_snippet(self, budget: Budget) -> tuple[Snippet, bool]:
        """Return the text as a snippet of the file, and whether positions inside it are exact."""
        if self.snippet is not None:
            return self.snippet, True
        here = self.location
        quote = self._quote()
        exact = quote is not None
        return Source.at(here.path, self.text, (here.line, here.column + (quote or 0)), budget).whole(), exact

    def _quote(self) -> int | None:
        here = self.location
        width = here.end_column - here.column
        if here.line != here.end_line or "\n" in self.text:
            return None
        if width == len(self.text):
            return 0
        return 1 if width == len(self.text) + 2 else None


class Value(str):
    """The value of a variable, with the place where it is written. A text that is made from it is a plain text."""

    __slots__ = ("written",)
    written: Snippet

    @classmethod
    def at(cls, written: Snippet) -> Value:
        """Return a text of the file as a value."""
        value = cls(written.text)
        value.written = written
        return value

    @classmethod
    def written_as(cls, text: str, snippet: Snippet | None) -> str:
        """Return a text as a value if it is written in the file just as it is, and otherwise as a plain text."""
        return cls.at(snippet) if snippet is not None and snippet.text == text else text

    @classmethod
    def of(cls, word: Word) -> str:
        """Return the text of a word as a value, or as a plain text if the word is not mapped to the file."""
        return word.text if word.snippet is None else cls.at(word.snippet)

    def part(self, start: int, end: int) -> Value:
        """Return a part of the value, with its own place."""
        return self.at(self.written.part(start, end))


def together(values: Sequence[str], mark: str) -> str:
    """Return values as one, with a mark between them. Each keeps its place if all have one in the same file."""
    placed = [value.written for value in values if isinstance(value, Value)]
    if not values or len(placed) < len(values) or any(each.source is not placed[0].source for each in placed):
        return mark.join(values)
    whole = join_snippets(placed, mark)
    return mark.join(values) if whole is None else Value.at(whole.part(0, len(whole.text) - len(mark)))


def apart(value: str, mark: str) -> list[str]:
    """Return the values between marks, each with its own place if the whole has one."""
    if not isinstance(value, Value):
        return value.split(mark)
    starts = [0, *(match.end() for match in re.finditer(re.escape(mark), value))]
    return [value.part(start, start + len(part)) for start, part in zip(starts, value.split(mark), strict=True)]


@dataclass(frozen=True, slots=True)
class Context:
    """The state before a command line is read.

    ``base`` is the directory it runs in, ``variables`` are the variables that are set. ``created`` are paths that
    earlier commands created, each joined with the effective directory: a file (``t.py``), a whole tree (``build/**``)
    or an empty directory (``new/``). ``checkouts`` maps the directories that ``git clone`` created to the names of
    their repositories. ``via`` is how the started files are referenced: RUN, or another value that the caller sets for
    commands in its text (CALL, MENTION).
    ``images`` are the containers of bases by the names of images that earlier commands build.
    ``budget`` is the budget of the file, for argument vectors whose words have no snippet.
    """

    base: Base
    surface: str
    variables: Mapping[str, str] = field(default_factory=dict)
    created: frozenset[str] = frozenset()
    via: Via = Via.RUN
    checkouts: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget, repr=False, compare=False)


class WrittenFile(NamedTuple):
    """A file of another format that a script writes: its name, its text, and the directory that holds it."""

    name: str
    text: Snippet
    base: Base


@dataclass(frozen=True, slots=True)
class Script:
    """The references of a command line, the state after it, and the files of other formats that it writes."""

    references: tuple[Reference, ...]
    context: Context
    written: tuple[WrittenFile, ...] = ()
