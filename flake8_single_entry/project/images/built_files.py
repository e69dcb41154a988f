"""Mapping of container paths to repository paths through mounts, COPY, ADD, and the stages they copy from.

COPY and ADD follow https://docs.docker.com/reference/dockerfile/#copy: the contents of a directory are copied, and
several sources or a trailing slash make the destination a directory. Paths in ``.dockerignore`` are not copied.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from posixpath import basename, dirname, join, splitext
from typing import NamedTuple

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Copy, Stage
from flake8_single_entry.project.images.base_images import SYSTEM_DIRECTORIES, SYSTEM_TREES, is_plain_image
from flake8_single_entry.project.images.container_paths import below, repository_path
from flake8_single_entry.project.images.dockerignore import Excluded

_MOST_INSTALLED = 20
_MOST_VISITS = 500  # COPY sources visited per lookup; real files need fewer than fifty
_MOST_STAGES = 50  # maximum length of a chain of FROM
_MOST_DEPTH = 4  # maximum number of COPY --from followed in a row to find where a file ends up
_GLOB = frozenset("*?[")


class SourceMapping(NamedTuple):
    """Candidate repository paths of a container path, highest precedence first. They need not exist.

    ``known`` is False if the path may come from elsewhere (base image, volume, command, download); a missing candidate
    then proves nothing. ``known`` without a candidate means that the path is not shipped.
    """

    candidates: tuple[str, ...] = ()
    known: bool = True


UNKNOWN = SourceMapping((), False)


@dataclass
class _Question:
    """Work limit of one call of ``locate``."""

    visits: int = _MOST_VISITS


@dataclass(frozen=True)
class BuiltFiles:
    """The stages of one Dockerfile, built from one context (a repository directory, "" for the root).

    ``excluded`` holds the patterns of the ignore file at ``ignore_file``.
    """

    tree: Tree
    stages: tuple[Stage, ...]
    context: str
    excluded: Excluded = field(default_factory=Excluded)
    ignore_file: str = ""
    _located: dict[tuple[int, str], SourceMapping] = field(default_factory=dict, repr=False, compare=False)
    _globs: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str, before: int) -> int | None:
        """Return the stage that FROM or ``--from`` names: the nearest of that name before ``before``, or by number."""
        named = self._named.get(name.lower(), [])
        if (place := bisect_left(named, before)) > 0:
            return named[place - 1]
        return int(name) if name.isdecimal() and len(name) < 5 and int(name) < before else None

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        names: dict[str, list[int]] = {}
        for index, stage in enumerate(self.stages):
            if stage.name:
                names.setdefault(stage.name, []).append(index)
        return names

    def locate(self, index: int, path: str) -> SourceMapping:
        """Return the source of an absolute path in a stage."""
        if (index, path) not in self._located:
            self._located[index, path] = self._locate(index, path, _Question())
        return self._located[index, path]

    def missing_copy(self, index: int, path: str) -> str | None:
        """Return the context file that ``path`` in a stage most likely means, although no COPY brings it."""
        inside = below(path, self.stages[index].workdir)
        aside, alike = (join(self.context, rest) if rest else "" for rest in (inside, path.lstrip("/")))
        found = next((each for each in (*self._before_exclusion(index, path), aside) if self.tree.is_file(each)), None)
        if found is None and self.tree.is_file(alike) and not (inside and self.places(index, alike)):
            return alike  # otherwise app/main.py is at its intended place, and /app in the image is another directory
        return found

    def is_excluded(self, path: str) -> bool:
        """Return True if the ignore file excludes a repository path from the context."""
        inside = below(path, self.context) if self.context else path
        return bool(inside) and self.excluded.covers(inside or "")

    def _before_exclusion(self, index: int, path: str) -> tuple[str, ...]:
        """Return the sources of a path as if nothing were ignored."""
        if not self.excluded.patterns:
            return ()
        return BuiltFiles(self.tree, self.stages, self.context).locate(index, path).candidates

    def places(self, index: int, file: str, depth: int = 0) -> tuple[str, ...]:
        """Return the absolute paths of a repository file in a stage."""
        found: list[str] = []
        for stage in self._chain(index):
            for copy in self.stages[stage].copies:
                for source in copy.sources:
                    found += self._place(stage, copy, source, file, depth)
        return tuple(path for path in dict.fromkeys(found) if self._source(index, path) == file)

    def _source(self, index: int, path: str) -> str | None:
        """Return the repository file that a stage has at a path."""
        return next((each for each in self.locate(index, path).candidates if self.tree.is_file(each)), None)

    def _place(self, index: int, copy: Copy, source: str, file: str, depth: int) -> Iterator[str]:
        """Yield the paths to which one source of one COPY copies a file."""
        target = copy.destination.rstrip("/") or "/"
        if copy.stage:
            stage = self.find(copy.stage, index)
            origins = self.places(stage, file, depth + 1) if stage is not None and depth < _MOST_DEPTH else ()
        else:
            origins, source = (file,), repository_path(self.context, source) or ""
        for origin in origins:
            rest = below(origin, source) if source else origin
            if rest == "":
                yield self._file_target(index, copy, source)
            elif rest is not None:
                yield join(target, rest)

    def created(self, index: int, path: str) -> bool:
        """Return True if a command of the stage, or of a stage it is built from, creates the path."""
        return any(below(path, made) is not None for stage in self._chain(index) for made in self.stages[stage].created)

    def search(self, index: int) -> tuple[str, ...]:
        """Return the import path in a stage: its PYTHONPATH, and the sources of all installed projects."""
        stage = self.stages[index]
        roots = [*self._installed, *([stage.workdir] if self._installed else [])]
        return tuple(dict.fromkeys((*stage.search, *(path for root in roots for path in (join(root, "src"), root)))))

    @cached_property
    def _installed(self) -> tuple[str, ...]:
        """Projects that a stage installs. As packages, they may be in any site-packages directory."""
        return tuple(dict.fromkeys(root for stage in self.stages for root in stage.installed))[:_MOST_INSTALLED]

    def _chain(self, index: int) -> Iterator[int]:
        """Yield a stage and the stages it is built from."""
        stage: int | None = index
        for _ in range(_MOST_STAGES):
            if stage is None:
                return
            yield stage
            stage = self.find(self.stages[stage].base, stage)

    def _locate(self, index: int, path: str, question: _Question) -> SourceMapping:
        found: list[str] = []
        directories: list[str] = []
        known = not self.created(index, path)
        stage = index
        for stage in self._chain(index):
            for copy in reversed(self.stages[stage].copies):
                if below(copy.destination.rstrip("/"), path):
                    directories.append(self.context)
                for source in reversed(copy.sources):
                    question.visits -= 1
                    if question.visits < 0:
                        return UNKNOWN
                    located = self._through(stage, copy, source, path, question)
                    found += located.candidates
                    known = known and located.known
        known = known and self._closed(index, stage, path, bool(found))
        return SourceMapping(tuple(dict.fromkeys((*found, *directories))), known)

    def _closed(self, index: int, first: int, path: str, covered: bool) -> bool:
        """Return True if neither the base image nor an installed package can contain the path."""
        if not is_plain_image(self.stages[first].base) or "$" in path:
            return False
        if any("$" in copy.destination for stage in self._chain(index) for copy in self.stages[stage].copies):
            return False
        homes = {self.stages[index].workdir}
        for stage in self._chain(index):
            for copy in self.stages[stage].copies:
                homes.add(copy.destination.rstrip("/") if copy.destination.endswith("/") else dirname(copy.destination))
                homes.add(copy.destination.rstrip("/"))
        if not path.startswith(SYSTEM_TREES) and any(
            below(path, home) for home in homes if home not in SYSTEM_DIRECTORIES
        ):
            return covered or not self._installed
        return covered and dirname(path) not in SYSTEM_DIRECTORIES - {"/"} and not path.startswith(SYSTEM_TREES)

    def _through(self, index: int, copy: Copy, source: str, path: str, question: _Question) -> SourceMapping:
        """Return the mapping of a path through one source of one COPY."""
        rest = below(path, copy.destination.rstrip("/") or "/")
        if rest is None:
            return SourceMapping()
        if copy.stage:
            return self._from_stage(index, copy, source, path, rest, question)
        full = repository_path(self.context, source)
        if full is None:
            return UNKNOWN
        located = self._from_context(index, copy, source, full, path, rest)
        kept = tuple(each for each in located.candidates if not self.is_excluded(each))
        return SourceMapping(kept, located.known)

    def _from_context(self, index: int, copy: Copy, source: str, full: str, path: str, rest: str) -> SourceMapping:
        if not _GLOB.isdisjoint(source):
            return SourceMapping(tuple(self._matching(full, rest)))
        if self.tree.is_directory(full) or not (self.tree.is_file(full) or _looks_like_file(source)):
            return SourceMapping((join(full, rest) if rest else full,))
        return SourceMapping((full,)) if path == self._file_target(index, copy, source) else SourceMapping()

    def _from_stage(
        self, index: int, copy: Copy, source: str, path: str, rest: str, question: _Question
    ) -> SourceMapping:
        stage = self.find(copy.stage, index)
        if stage is None or not _GLOB.isdisjoint(source):
            file = self._file_target(index, copy, source)
            return SourceMapping() if _looks_like_file(source) and path != file else UNKNOWN
        there = self._locate(stage, source, question)
        is_directory = any(self.tree.is_directory(candidate) for candidate in there.candidates)
        is_file = any(self.tree.is_file(candidate) for candidate in there.candidates)
        if is_directory or not (is_file or _looks_like_file(source)):
            return self._locate(stage, join(source, rest) if rest else source, question)
        return there if path == self._file_target(index, copy, source) else SourceMapping()

    def _file_target(self, index: int, copy: Copy, source: str) -> str:
        """Return the destination path of a copied file, inside the destination if that is a directory."""
        target = copy.destination.rstrip("/") or "/"
        if copy.destination.endswith("/") or self._is_directory(index, target):
            return join(target, basename(source))
        return target

    def _is_directory(self, index: int, target: str) -> bool:
        if below(self.stages[index].workdir, target) is not None:
            return True
        return any(below(copy.destination, target) for copy in self.stages[index].copies)

    def _matching(self, pattern: str, rest: str) -> Iterator[str]:
        """Yield candidates for a glob: matching files by name, and the contents of matching directories."""
        head, _, name = pattern.rpartition("/")
        if rest and "/" not in rest and fnmatchcase(rest, name) and _GLOB.isdisjoint(head):
            yield join(head, rest)
        if pattern not in self._globs:
            self._globs[pattern] = tuple(_expand(pattern, self.tree))
        for match in self._globs[pattern]:
            if self.tree.is_directory(match):
                yield join(match, rest) if rest else match
            elif basename(match) == rest:
                yield match


def _looks_like_file(source: str) -> bool:
    return bool(splitext(source.rstrip("/"))[1]) and not source.endswith("/")


def _expand(pattern: str, tree: Tree) -> Iterable[str]:
    """Return files and directories whose components match those of a glob."""
    parts = pattern.split("/")
    for path in (*sorted(tree.directories), *tree.paths):
        names = path.split("/")
        if len(names) == len(parts) and all(map(fnmatchcase, names, parts)):
            yield path
