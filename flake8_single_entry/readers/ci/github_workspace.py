"""The runner's workspace: which directories hold this repository and which hold other files."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from flake8_single_entry.model import Base, Kind, Location, Reference, RelativeTo
from flake8_single_entry.syntax.nodes import Node


def _normal(path: str) -> str:
    normal = posixpath.normpath(path or ".")
    return "" if normal == "." else normal


class Workspace(NamedTuple):
    """``own`` is the checkout directory of this repository; ``foreign`` are those of other repositories and artifacts.

    ``own`` is None once another repository was checked out over this one.
    """

    own: str | None = ""
    foreign: frozenset[str] = frozenset()

    def after(self, step: Node) -> Workspace:
        """Return the workspace after a step, which may check out a repository or download an artifact."""
        uses, inputs = step.get("uses").text, step.get("with")
        path = inputs.get("path").text
        if "${{" in path:
            return self
        if uses.startswith("actions/checkout"):
            repository = inputs.get("repository").text
            if repository and repository.replace(" ", "") != "${{github.repository}}":
                lost = self.own is not None and _lies_in(self.own, _normal(path))
                return Workspace(None if lost else self.own, self.foreign | {_normal(path)})
            return Workspace(_normal(path), self.foreign - {_normal(path)})
        if uses.startswith("actions/download-artifact") and _normal(path):
            return self._replace(foreign=self.foreign | {_normal(path)})
        return self

    @property
    def foreign_trees(self) -> frozenset[str]:
        """Return the foreign directories as trees that the job created. References into them are not checked."""
        return frozenset(f"{path}/**" for path in self.foreign if path)

    def is_foreign(self, path: str) -> bool:
        """True if a workspace path is in a foreign directory and not in a checkout of this repository inside it."""
        own = self.own
        return any(
            _lies_in(path, each) and (own is None or not (_lies_in(own, each) and _lies_in(path, own)))
            for each in self.foreign
        )

    def place(self, reference: Reference) -> Reference | None:
        """Return a workspace reference relative to the repository, or None if its target is outside this repository."""
        base = reference.base
        if base.checkout in self.foreign and base.checkout:
            return None
        if base.anchor is not RelativeTo.ROOT or base.checkout or not base.certain:
            return reference
        if reference.kind in (Kind.PATH, Kind.BUILD):
            return self._place_path(reference)
        if self.is_foreign(base.directory):
            return None
        own = self.own
        if not own:
            return reference if own is not None else None
        if not _lies_in(base.directory, own):
            return None
        search = tuple(_below(each, own) for each in base.search if _lies_in(each, own))
        return reference._replace(base=base._replace(directory=_below(base.directory, own), search=search))

    def _place_path(self, reference: Reference) -> Reference | None:
        base = reference.base
        full = _normal(posixpath.join(base.directory, reference.text))
        if self.is_foreign(full):
            return None
        own = self.own
        if not own:
            return reference if own is not None else None
        if _lies_in(base.directory, own):
            return reference._replace(base=base._replace(directory=_below(base.directory, own)))
        if base.directory or not _lies_in(full, own):
            return None
        return _shortened(reference, base, own)


def _shortened(reference: Reference, base: Base, own: str) -> Reference:
    """Remove the checkout directory from a path: ``repo/src/main.py`` becomes ``src/main.py``."""
    prefix = reference.text.index(own) + len(own)
    rest = reference.text[prefix:].lstrip("/")
    if not rest:
        return reference._replace(text=".")
    here = reference.location
    skipped = len(reference.text) - len(rest)
    exact = here.line == here.end_line and here.end_column - here.column == len(reference.text)
    place = Location(here.path, here.line, here.column + skipped, here.end_line, here.end_column) if exact else here
    return reference._replace(text=rest, location=place, base=base)


def _lies_in(path: str, directory: str) -> bool:
    return not directory or path == directory or path.startswith(directory + "/")


def _below(path: str, directory: str) -> str:
    return path[len(directory) :].lstrip("/") if directory else path
