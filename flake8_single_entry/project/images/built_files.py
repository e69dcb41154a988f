"""Mapping of container paths to repository paths through mounts, COPY, ADD, and the stages they copy from.

COPY and ADD follow https://docs.docker.com/reference/dockerfile/#copy: the contents of a directory are copied, and
several sources or a trailing slash make the destination a directory. Paths in ``.dockerignore`` are not copied.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename, dirname, join, splitext
from typing import NamedTuple

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Copy, Stage
from flake8_single_entry.project.images.base_images import SYSTEM_DIRECTORIES
from flake8_single_entry.project.images.closed import is_closed, is_doubtful
from flake8_single_entry.project.images.container_paths import below, repository_path
from flake8_single_entry.project.images.dockerignore import Excluded
from flake8_single_entry.project.images.neighbours import sources_beside
from flake8_single_entry.project.images.source_globs import SourceGlobs, is_glob

_MOST_VISITS = 500  # COPY sources visited per lookup; real files need fewer than fifty
_MOST_STAGES = 50  # maximum length of a chain of FROM
_MOST_DEPTH = 4  # maximum number of COPY --from followed in a row to find where a file ends up


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


def _no_build(_: str) -> None:
    """Know no image that the repository builds elsewhere."""


@dataclass(frozen=True)
class BuiltFiles:
    """The stages of one Dockerfile, built from one context (a repository directory, "" for the root).

    ``excluded`` holds the patterns of the ignore file at ``ignore_file``. ``clones`` are the directories into which a
    stage (by index) clones this repository. ``floors`` are the workdirs of the base images below those stages that set
    none. ``build_of`` returns the build and the stage of an image that the repository builds from another Dockerfile,
    by the image's name.
    """

    tree: Tree
    stages: tuple[Stage, ...]
    context: str
    excluded: Excluded = field(default_factory=Excluded)
    ignore_file: str = ""
    clones: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    floors: Mapping[int, str] = field(default_factory=dict)
    build_of: Callable[[str], tuple[BuiltFiles, int] | None] = field(default=_no_build, repr=False, compare=False)
    _located: dict[tuple[int, str], SourceMapping] = field(default_factory=dict, repr=False, compare=False)
    _chains: dict[int, list[Stage]] = field(default_factory=dict, repr=False, compare=False)

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

    @cached_property
    def _globs(self) -> SourceGlobs:
        return SourceGlobs(self.tree)

    def layers(self, index: int) -> Iterator[tuple[BuiltFiles, int]]:
        """Yield a stage and the stages it is built from, each with its build. They may be of other Dockerfiles."""
        built = self
        for _ in range(_MOST_STAGES):
            yield built, index
            base = built.stages[index].base
            stage = built.find(base, index)
            below_it = (built, stage) if stage is not None else built.build_of(base)
            if below_it is None:
                return
            built, index = below_it

    def _stages(self, index: int) -> list[Stage]:
        if index not in self._chains:
            self._chains[index] = [built.stages[stage] for built, stage in self.layers(index)]
        return self._chains[index]

    def locate(self, index: int, path: str) -> SourceMapping:
        """Return the source of an absolute path in a stage."""
        if (index, path) not in self._located:
            self._located[index, path] = self._locate(index, path, _Question())
        return self._located[index, path]

    def may_come_from_base(self, index: int, path: str) -> bool:
        """Return True if an unknown base image may have put a file beside those that COPY brings."""
        around = dirname(path)
        targets = {copy.destination.rstrip("/") for stage in self._stages(index) for copy in stage.copies}
        sources = self.locate(index, around).candidates
        return is_doubtful(self._stages(index), around not in targets and any(map(self.tree.is_directory, sources)))

    def missing_copy(self, index: int, path: str) -> str | None:
        """Return the context file that ``path`` in a stage most likely means, although no COPY brings it."""
        inside = below(path, self.stages[index].workdir)
        aside, alike = (join(self.context, rest) if rest else "" for rest in (inside, path.lstrip("/")))
        found = next((each for each in (*self._before_exclusion(index, path), aside) if self.tree.is_file(each)), None)
        if found is None and self.tree.is_file(alike) and not (inside and self.places(index, alike)):
            return alike  # otherwise app/main.py is at its intended place, and /app in the image is another directory
        return found or next(filter(self.tree.is_file, sources_beside(self._copied(index), path)), None)

    def _copied(self, index: int) -> Iterator[tuple[str, str]]:
        """Yield where each source from the context is put in a stage, and the source's repository path."""
        for built, stage in self.layers(index):
            for copy in built.stages[stage].copies:
                for source in () if copy.stage else copy.sources:
                    full = repository_path(built.context, source)
                    if full and self.tree.is_file(full):
                        yield built._file_target(stage, copy, source), full
                    elif full and self.tree.is_directory(full):
                        yield copy.destination.rstrip("/"), full

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
        for built, stage in self.layers(index):
            for copy in built.stages[stage].copies:
                for source in copy.sources:
                    found += built._place(stage, copy, source, file, depth)
            found += (join(clone, file) for clone in built.clones.get(stage, ()))
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
        return any(
            below(path, made) is not None and made not in built.clones.get(stage, ())
            for built, stage in self.layers(index)
            for made in built.stages[stage].created
        )

    def floor(self, index: int) -> str:
        """Return the workdir of a base image that the repository builds, if the stage sets none; "" for the root."""
        beneath = (each for each in self.layers(index) if each[0] is not self)
        built, stage = next(beneath, (self, -1)) if self.stages[index].adrift else (self, -1)
        return built.stages[stage].workdir.rstrip("/") if built is not self else ""

    def _locate(self, index: int, path: str, question: _Question) -> SourceMapping:
        found: list[str] = []
        directories: list[str] = []
        known, filled = not self.created(index, path), False
        for built, stage in self.layers(index):
            for copy in reversed(built.stages[stage].copies):
                if below(copy.destination.rstrip("/"), path):
                    directories.append(built.context)
                for source in reversed(copy.sources):
                    question.visits -= 1
                    if question.visits < 0:
                        return UNKNOWN
                    located = built._through(stage, copy, source, path, question)
                    found += located.candidates
                    known = known and located.known
                    filled = filled or (bool(located.candidates) and not is_glob(source) and _is_own(copy))
            for clone in built.clones.get(stage, ()):
                if (rest := below(path, clone)) is not None:
                    found.append(rest)
                    filled = True
        known = known and is_closed(self._stages(index), path, bool(found), filled)
        return SourceMapping(tuple(dict.fromkeys((*found, *directories))), known)

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
        if is_glob(source):
            return SourceMapping(tuple(self._globs.candidates(full, rest)))
        if self.tree.is_directory(full) or not (self.tree.is_file(full) or _looks_like_file(source)):
            return SourceMapping((join(full, rest) if rest else full,))
        return SourceMapping((full,)) if path == self._file_target(index, copy, source) else SourceMapping()

    def _from_stage(
        self, index: int, copy: Copy, source: str, path: str, rest: str, question: _Question
    ) -> SourceMapping:
        stage = self.find(copy.stage, index)
        if stage is None or is_glob(source):
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


def _is_own(copy: Copy) -> bool:
    """Return False if a COPY puts files into a directory that each base image has: ``COPY rootfs /``."""
    return (copy.destination.rstrip("/") or "/") not in SYSTEM_DIRECTORIES


def _looks_like_file(source: str) -> bool:
    return bool(splitext(source.rstrip("/"))[1]) and not source.endswith("/")
