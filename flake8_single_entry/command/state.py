"""The interpreter state while a script is read: directory, variables, created files, guards and references."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, NamedTuple, Protocol

from flake8_single_entry.command.directory import (
    LONGEST,
    decode,
    enter,
    guess,
    is_encoded,
    join,
)
from flake8_single_entry.command.words import UNKNOWN, Context, Script, Word
from flake8_single_entry.conventions.placeholders import is_placeholder_directory
from flake8_single_entry.model import Base, Reference, RelativeTo
from flake8_single_entry.syntax.limits import Budget
from flake8_single_entry.syntax.source import Snippet


class Interpreter(Protocol):
    """Reads commands and nested scripts. Commands may contain scripts, and scripts contain commands."""

    def command(self, words: Sequence[Word], state: InterpreterState) -> None:
        """Interpret one command line. Its references and effects are recorded in the state."""

    def script(self, snippet: Snippet, state: InterpreterState) -> None:
        """Read POSIX shell text with this state."""

    def windows(self, snippet: Snippet, state: InterpreterState, dialect: str) -> None:
        """Read a text of the dialect ``batch`` or ``powershell`` with this state."""


CHOICE = "\x05"
"""Separates the values that a variable may have after branches (``case … in a) APP=x;; b) APP=y;;``)."""

ITEM = "\x06"
"""Separates the items of an array variable."""

MAYBE_MADE = "/+"
"""Ends the path of a directory that ``mkdir -p`` makes, unless it is there already."""

RECENT = 200
"""Maximum number of references that are looked through for one that a later line takes back."""

_PLAIN = re.compile(r"[\w][\w.-]*(?:/|$)")
_LONGEST_VALUE = 4_096
_MOST = 1_000
"""Maximum number of variables, created paths, checkouts and guards. Each subshell and each next script copies them."""


class Pending(NamedTuple):
    """A file that a script writes: its texts, the state in which it does, and the word that names the file.

    ``expands`` is True if the shell replaces the variables in a text.
    """

    texts: tuple[Snippet, ...]
    state: InterpreterState
    target: Word
    expands: bool = False


class Target(NamedTuple):
    """The file that the output of a command goes to."""

    word: Word
    appends: bool = False


@dataclass
class Results:
    """Shared by all copies of the state: the references, the interpreter for nested text, and the remaining limits."""

    budget: Budget
    interpreter: Interpreter
    references: list[Reference] = field(default_factory=list)
    seen: set[Reference] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    calls: int = 200
    rounds: int = 200
    depth: int = 0
    level: int = 0  # nesting of statements, over all texts
    wrapped: int = 0
    provided: set[str] = field(default_factory=set)  # values assigned to variables only if such a file exists
    unpacked: bool = False  # an archive created directories with unknown names
    printed: list[Reference] = field(default_factory=list)  # what the line printed last names
    passing: dict[int, bool] = field(default_factory=dict)  # whether a function runs its arguments, by its body
    images: dict[str, str] = field(default_factory=dict)  # the container of a base, by the name of the image
    written: dict[str, Pending] = field(default_factory=dict)  # by path
    exported: dict[str, tuple[Word, Base]] = field(default_factory=dict)  # applications in the environment, and where

    def drop(self, references: Sequence[Reference]) -> None:
        """Take back references of the last commands."""
        gone, recent = set(references), max(0, len(self.references) - RECENT)
        self.references[recent:] = [each for each in self.references[recent:] if each not in gone]


class Tolerance(Enum):
    """What happens if a command fails."""

    NONE = "none"
    FORGIVEN = "forgiven"  # nothing: ``|| true``
    REPLACED = "replaced"  # another command does its work


@dataclass
class InterpreterState:
    """The current state of the interpreter. A subshell works on a copy."""

    context: Context
    base: Base
    variables: dict[str, str]
    created: set[str]
    checkouts: dict[str, str]
    found: Results
    guards: frozenset[str] = frozenset()
    tolerated: Tolerance = Tolerance.NONE
    is_alternative: bool = False  # in a loop that takes the first of several files that is there
    hidden: bool = False  # output goes to a file or a pipe
    target: Target | None = None  # the file that it goes to
    in_function: bool = False
    windows: bool = False
    previous: Base | None = None
    outer: Base | None = None
    aside: Base | None = None  # where the script entered a directory that it makes
    stack: tuple[Base, ...] = ()
    functions: dict[str, Any] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    flask: Word | None = None
    printed: Base | None = None  # directory after the instructions printed so far

    @classmethod
    def of(cls, context: Context, budget: Budget, interpreter: Interpreter) -> InterpreterState:
        variables, created, checkouts = dict(context.variables), set(context.created), dict(context.checkouts)
        results = Results(budget, interpreter, images=dict(context.images))
        return cls(context, context.base, variables, created, checkouts, results)

    def copy(self) -> InterpreterState:
        """Return the state of a subshell. Created files and results are shared, directory and variables are not."""
        other = InterpreterState.__new__(InterpreterState)
        other.__dict__.update(self.__dict__)
        other.variables = dict(self.variables)
        return other

    def script(self) -> Script:
        """Return the references found, and the context for the next script."""
        known = {
            name: value
            for name, value in self.variables.items()
            if UNKNOWN not in value and CHOICE not in value and ITEM not in value
        }
        after = replace(
            self.context,
            base=self.base,
            variables=known,
            created=frozenset(self.created),
            checkouts=dict(self.checkouts),
            images=dict(self.found.images),
        )
        return Script(tuple(self.found.references), after)

    def move(self, directory: str) -> None:
        """Interpret ``cd directory``."""
        before = self.base
        if UNKNOWN in self.checkouts and not directory.startswith("."):
            repository = self.checkouts.pop(UNKNOWN)
            if _PLAIN.match(directory) and not is_placeholder_directory(directory):
                entered = directory.partition("/")[0]
                self.checkouts[entered] = repository or entered
        if directory == "-":
            self.base = self.previous or guess(before)
        elif self.outer and before.checkout and join(before.directory, directory) == "..":
            self.base = self.outer
        elif name := self.checkout_of(directory):
            inside = before._replace(directory="", checkout=self.checkouts[name], certain=True)
            self.outer, self.base = before, enter(inside, join("", directory)[len(name) + 1 :] or ".")
        elif (
            self.aside is not None
            and directory.startswith("..")
            and join(before.directory, directory) == (self.aside.directory)
        ):
            self.base, self.aside = self.aside, None
        elif self.key_of(directory) + "/" in self.created or self.was_created(directory):
            self.base = before._replace(anchor=RelativeTo.UNKNOWN)
        elif self.key_of(directory) + MAYBE_MADE in self.created:
            self.aside = self.aside or before
            self.base = enter(before, directory)._replace(certain=False)
        elif self.found.unpacked and not is_encoded(directory) and not directory.startswith((".", "~", "$")):
            self.base = enter(before, directory)._replace(certain=False)
        else:
            self.base = enter(before, directory)
        self.previous = before

    def clone(self, name: str, repository: str) -> None:
        """Record a checkout of a repository. If its directory is unknown, the one that is entered next is the checkout.

        A repository without a known name is called like the directory.
        """
        if len(self.checkouts) >= _MOST or len(name) > LONGEST:
            return
        repository = "" if _is_unknown(repository) else repository
        if _is_unknown(name):
            self.checkouts[UNKNOWN] = repository
        else:
            directory = posixpath.normpath(name)
            self.checkouts[directory] = repository or directory

    def checkout_of(self, path: str) -> str:
        """Return the directory of the checkout of this script that contains the path, or ""."""
        if is_encoded(path) or not path or not self.checkouts:
            return ""
        key = join("", path)
        return next((name for name in _parents(key) if name in self.checkouts), "")

    def key_of(self, text: str, base: Base | None = None) -> str:
        """Return the path by which created files and guards are recorded."""
        start, rest = decode(text)
        if start is not None:
            return join(start.directory, rest.lstrip("/\\") or ".")
        return join((base or self.base).directory, text)

    def set(self, name: str, value: str) -> None:
        """Interpret ``name=value``. Overlong values become unknown, so that they cannot grow without bound."""
        if len(self.variables) >= _MOST and name not in self.variables:
            return
        self.variables[name] = value if len(value) <= _LONGEST_VALUE else UNKNOWN
        if self.guards and value and (key := self.key_of(value)) in self.guards:
            self.found.provided.add(key)

    def create(self, word: Word, suffix: str = "") -> None:
        """Record a path that a command creates. ``suffix`` is "" for a file, "/**" for a tree, "/" for mkdir."""
        if word.known and 0 < len(word.text) <= LONGEST and not word.text.startswith("/dev/"):
            key = self.key_of(word.text)
            if (key or suffix == "") and len(self.created) < _MOST:
                self.created.add(key + suffix)
                if self.in_function and not suffix:
                    self.found.late.add(key)

    def was_created(self, text: str, base: Base | None = None) -> bool:
        """True if the script created the path or a tree that contains it, or more paths than are recorded."""
        if not self.created or len(self.created) >= _MOST:
            return bool(self.created)
        key = self.key_of(text, base)
        return key in self.created or any(f"{parent}/**" in self.created for parent in _parents(key))

    def makes(self, directory: str, base: Base) -> bool:
        """True if the script makes a directory of this path, which may have been there before."""
        key = self.key_of(directory, base)
        return key + "/" in self.created or key + MAYBE_MADE in self.created

    def guard(self, words: Iterable[Word]) -> frozenset[str]:
        """Return the current guards, extended by tests of these paths."""
        keys = {self.key_of(word.text) for word in words if word.known and 0 < len(word.text) <= LONGEST}
        return self.guards | keys if keys and len(self.guards) < _MOST else self.guards

    def is_forgiven(self, keys: Iterable[str]) -> bool:
        """True if only the failure of the command is forgiven, and nothing tests these paths."""
        return self.tolerated is Tolerance.FORGIVEN and not self._is_tested(list(keys))

    def is_guarded(self, keys: Iterable[str]) -> bool:
        """True if the script provides for the absence of any of these paths."""
        return self.tolerated is not Tolerance.NONE or self._is_tested(list(keys))

    def _is_tested(self, keys: list[str]) -> bool:
        if len(self.guards) >= _MOST or not self.found.provided.isdisjoint(keys):
            return True
        return any(parent in self.guards for key in keys for parent in _parents(key))

    def drop_late(self) -> None:
        """Remove references to files that a function creates: the function may run before the lines above it."""
        if self.found.late:
            keep = [each for each in self.found.references if self.key_of(each.text, each.base) not in self.found.late]
            self.found.references[:] = keep


def _is_unknown(name: str) -> bool:
    return is_placeholder_directory(name) or UNKNOWN in name


def _parents(key: str) -> Iterator[str]:
    """Yield the directories above a path, the outermost first, and the path itself."""
    end = key.find("/")
    while end >= 0:
        yield key[:end]
        end = key.find("/", end + 1)
    yield key
