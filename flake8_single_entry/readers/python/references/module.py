"""Shared state of the readers of one module: its tree, its evaluator, and the bases of its references.

``Base.search`` of a Python reference holds the directories that the file adds to ``sys.path``. An entry that starts
with ``//`` is relative to the working directory of the caller (``//src`` for ``sys.path.insert(0, "src")``). An entry
with a single leading slash is absolute. Any other entry is relative to the directory of the file (``..`` for
``os.path.join(os.path.dirname(__file__), "..")``).
"""

from __future__ import annotations

import ast
import posixpath
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from operator import itemgetter

from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.model import Base, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import Block, NameScope, Survey, qualified
from flake8_single_entry.readers.python.values.evaluate import Evaluator
from flake8_single_entry.readers.python.values.value import HERE, LONGEST_PATH, Value
from flake8_single_entry.syntax.source import Source

SURFACE = "python"
_TEMPORARY = re.compile(r"te?mp|sandbox|scratch|work_?space|isolated", re.IGNORECASE)


@dataclass(frozen=True)
class Module:
    """One parsed module, with what is known about it before its references are read."""

    layout: Layout
    survey: Survey
    folder: Evaluator
    imports: Base
    directories: dict[int, list[tuple[int, Block, Base]]] = field(default_factory=dict)  # os.chdir, by id of the scope
    created: frozenset[str] = frozenset()

    @property
    def source(self) -> Source:
        return self.layout.source

    @property
    def is_test(self) -> bool:
        return in_tests(self.source.path)

    def name(self, node: ast.expr) -> str:
        """Return the dotted name of an expression, with aliases resolved."""
        return qualified(self.survey, node)

    def directory(self, node: ast.expr, block: Block) -> Base:
        """Return the working directory where an expression is evaluated, after the preceding ``os.chdir`` calls."""
        scope: NameScope | None = block.scope
        while scope is not None:
            moves = self.directories.get(id(scope), [])
            if before := bisect_left(moves, node.lineno, key=itemgetter(0)):
                _, where, base = moves[before - 1]
                inside = scope is not block.scope or any(where is outer for outer in block.above())
                return base if inside else base._replace(certain=False)
            scope = scope.parent
        return Base(RelativeTo.CALLER)

    def enter(self, base: Base, value: Value | None) -> Base:
        """Return the directory that an evaluated path names, relative to ``base``."""
        if value is None or not value.known or len(base.directory) + len(value.path) > LONGEST_PATH:
            return Base(RelativeTo.UNKNOWN)
        if value.anchor is RelativeTo.FILE:
            return Base(RelativeTo.FILE, _clean(value.path), certain=value.certain)
        if not value.certain:
            if _TEMPORARY.search(value.hint):
                return Base(RelativeTo.UNKNOWN)
            return Base(RelativeTo.CALLER, _clean(value.path), certain=False)
        if value.hint == HERE:
            return Base(RelativeTo.CALLER, _clean(value.path))
        if value.path.startswith("/"):
            return Base(RelativeTo.CALLER, value.path, certain=base.certain)
        return base._replace(directory=_clean(posixpath.join(base.directory, value.path)))

    def base_of(self, value: Value, current: Base) -> Base:
        """Return the base of an evaluated path."""
        if value.anchor is RelativeTo.FILE:
            return Base(RelativeTo.FILE, _clean(value.directory), certain=value.certain)
        directory = _clean(posixpath.join(current.directory, value.directory))
        return current._replace(directory=directory, certain=current.certain and value.certain)

    def reference(
        self, value: Value, kind: Kind, base: Base, via: Via, runner: str = "", guarded: bool = False
    ) -> Reference:
        """Return a reference to the target of an evaluated string, located where the string is written."""
        location = value.snippet.location(0, len(value.text))
        return Reference(location, value.text, kind, base, SURFACE, via, runner, guarded)

    def is_checked(self, value: Value, block: Block) -> bool:
        """Return True if the existence of this file was tested before."""
        wanted = value.path or value.text
        for outer in block.above():
            for node in outer.checked:
                found = self.folder.evaluate(node, outer)
                if found is not None and found.path and found.path == wanted:
                    return True
        return False


def is_temporary(hint: str) -> bool:
    """Return True if a name suggests a temporary directory."""
    return bool(_TEMPORARY.search(hint))


def _clean(path: str) -> str:
    """Return a normalised directory, or "" for the anchor itself."""
    normal = posixpath.normpath(path) if path else ""
    return "" if normal == "." else normal


def search_entry(value: Value) -> str:
    """Return a directory on ``sys.path`` as an entry of ``Base.search``."""
    path = _clean(value.path)
    if value.anchor is RelativeTo.FILE:
        return path or "."
    return path if path.startswith("/") else f"//{path}"
