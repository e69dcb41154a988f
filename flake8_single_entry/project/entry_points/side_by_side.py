"""Programs that are meant to exist side by side: no versions of each other, however alike they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

from flake8_single_entry.conventions.declarations import declarations_in
from flake8_single_entry.conventions.document_kinds import DocumentKind, document_kind_of
from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.model import CONSOLE_SCRIPT, DRAWN, Facts, Reference, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.unique_features import Read
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.documents.presentation import presented_together, says_former
from flake8_single_entry.syntax.source import plain

_MOST_STARTS = 50  # of one program in one file
# What a line looks like that does not wait for the program that it starts.
_BACKGROUND = re.compile(
    r"(?<!&)&\s*(?:$|#|;|\w|\))|\b(?:nohup|screen|tmux|concurrently|parallel|honcho|Start-Process|Start-Job)\b|^\s*@?start\s",
    re.IGNORECASE,
)
_CHILD_PROCESS = re.compile(r"\b(?:Popen|Process|create_subprocess_\w+|Thread)\(")


@dataclass(frozen=True)
class SideBySide:
    """Finds the programs that a document, a script or their own settings set side by side.

    ``read`` returns the bytes of a file. Only documents and scripts that name both of two similar programs are read.
    """

    graph: ReferenceGraph
    facts: Mapping[str, Facts]
    read: Read
    _lines: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)
    _presented: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict, repr=False, compare=False)
    _started: dict[str, dict[str, list[Reference]]] = field(default_factory=dict, repr=False, compare=False)
    _runs: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _installed: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _children: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    _lists: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict, repr=False, compare=False)

    def hold(self, left: Runnable, right: Runnable) -> bool:
        """Return True if two modules are programs side by side, whatever they share."""
        if self._are_started_together(left.path, right.path) or self._are_installed_together(left.path, right.path):
            return True
        if left.stem.is_put_away or right.stem.is_put_away:
            return False
        return self._have_other_settings(left.path, right.path) or self._are_presented_together(left, right)

    def _have_other_settings(self, left: str, right: str) -> bool:
        """Return True if each names settings of its own: ``manage.py`` and ``manage_live.py``."""
        first, second = self._settings(left), self._settings(right)
        return bool(first and second) and first != second

    def _settings(self, path: str) -> frozenset[str]:
        facts = self.facts.get(path)
        return frozenset(one.text for one in facts.references if one.via is Via.CONFIG) if facts else frozenset()

    def _are_started_together(self, left: str, right: str) -> bool:
        """Return True if one script or module starts both and does not wait for the first."""
        first, second = self._starts(left), self._starts(right)
        for source in sorted((first.keys() & second.keys()) - {left, right}):
            pairs = product(first[source][:_MOST_STARTS], second[source][:_MOST_STARTS])
            if any(self._is_in_background(min(pair)) for pair in pairs):
                return True
        return False

    def _are_installed_together(self, left: str, right: str) -> bool:
        """Return True if one file installs a command for each."""
        return not self._installing(left).isdisjoint(self._installing(right))

    def _installing(self, path: str) -> frozenset[str]:
        """Return the files that install a command for a module."""
        if path not in self._installed:
            found = (one.location.path for one in self.graph.incoming.get(path, ()) if one.runner == CONSOLE_SCRIPT)
            self._installed[path] = frozenset(found)
        return self._installed[path]

    def _starts(self, path: str) -> dict[str, list[Reference]]:
        """Return what starts a module, by the file that it is in."""
        if path not in self._started:
            found = self._started[path] = defaultdict(list)
            for one in self.graph.incoming.get(path, ()):
                if one.via in (Via.RUN, Via.CALL) and category_of(one) not in (Category.DOCUMENT, Category.NOTEBOOK):
                    found[one.location.path].append(one)
        return self._started[path]

    def _is_in_background(self, reference: Reference) -> bool:
        """Return True if the line does not wait. A module may start elsewhere what it names here."""
        lines = self._lines_of(reference.location.path)
        number = reference.location.line
        if reference.location.path.endswith(".py"):
            return self._starts_children(reference.location.path)
        return 0 < number <= len(lines) and _BACKGROUND.search(lines[number - 1]) is not None

    def _starts_children(self, path: str) -> bool:
        if path not in self._children:
            self._children[path] = any(_CHILD_PROCESS.search(line) for line in self._lines_of(path))
        return self._children[path]

    def _lines_of(self, path: str) -> list[str]:
        if path not in self._lines:
            try:
                self._lines[path] = plain(self.read(path)).decode("utf-8", "replace").split("\n")
            except Unreadable:
                self._lines[path] = []
        return self._lines[path]

    def _are_presented_together(self, left: Runnable, right: Runnable) -> bool:
        """Return True if a guide runs both, or presents both in one list.

        A guide may also run two states of one program (``main.py``, ``main_enhanced.py``): only a list presents these.
        """
        states = left.stem.base_words == right.stem.base_words and not (left.stem.has_purpose or right.stem.has_purpose)
        if not states and self._running(left.path) & self._running(right.path):
            return True
        lists = (*self._lists_with(left.path), *self._lists_with(right.path))
        return any(_names_each(names, left.path, right.path) for names in lists)

    def _lists_with(self, path: str) -> tuple[frozenset[str], ...]:
        """Return the lists that name a module, in the guides that refer to it."""
        if path not in self._lists:
            guides = sorted({reference.location.path for reference in self._in_guides(path)})
            lists = (names for guide in guides for names in self._presented_in(guide))
            self._lists[path] = tuple(names for names in lists if any(_is_end(name, path) for name in names))
        return self._lists[path]

    def _in_guides(self, path: str) -> list[Reference]:
        return [
            one
            for one in self.graph.incoming.get(path, ())
            if category_of(one) is Category.DOCUMENT
            and one.runner not in DRAWN
            and document_kind_of(one.location.path) is DocumentKind.GUIDE
        ]

    def _running(self, path: str) -> frozenset[str]:
        """Return the guides that run a module and do not call it a former one."""
        if path not in self._runs:
            self._runs[path] = frozenset(
                one.location.path
                for one in self._in_guides(path)
                if one.via is Via.RUN and not says_former(self._line_and_the_one_before(one))
            )
        return self._runs[path]

    def _line_and_the_one_before(self, reference: Reference) -> str:
        lines = self._lines_of(reference.location.path)
        number = reference.location.line
        return "\n".join(lines[max(0, number - 2) : number])

    def _presented_in(self, guide: str) -> tuple[frozenset[str], ...]:
        """Return the names in each list of a guide. One that declares a winner lists what competes with it."""
        if guide not in self._presented:
            text = "\n".join(self._lines_of(guide))
            declares = any(True for _ in declarations_in(text))
            self._presented[guide] = () if declares else presented_together(text)
        return self._presented[guide]


def _is_end(name: str, path: str) -> bool:
    """Return True if a name in a document may be that of a module: a part of its path, or a path from further up."""
    return f"/{path}".endswith(f"/{name}") or name.endswith(f"/{path}")


def _names_each(names: frozenset[str], left: str, right: str) -> bool:
    """Return True if a list names both modules. One name is not enough for two modules of that name."""
    first, second = ({name for name in names if _is_end(name, path)} for path in (left, right))
    return bool(first and second) and len(first | second) > 1
