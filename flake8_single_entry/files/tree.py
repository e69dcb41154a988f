"""The files of a repository as values: paths, links, and the contents of each file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from flake8_single_entry.files.disk import LARGEST, too_large
from flake8_single_entry.files.disk import Unreadable as Unreadable  # raised when a file of a tree is read
from flake8_single_entry.git.grep import GrepMatches
from flake8_single_entry.globs import Patterns

SUFFIXES = (".py", ".pyx", ".pyi", ".so", ".pyd")  # suffixes of modules, in the order of the import system
SKIPPED_DIRECTORIES = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache",
     ".ruff_cache", ".pytest_cache", ".eggs", "site-packages", "build", "dist"}
)  # fmt: skip
"""Directories that hold no tracked files. They are left out where no git index lists the files of a tree.

What the directories of a listed tree mean is decided in ``conventions.directories``.
"""

REGULAR, EXECUTABLE, LINK, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o160000  # git's modes
_MOST_LINKS = 40  # the limit of Linux


class Entry(NamedTuple):
    """One listed file: git's mode, and what identifies its contents ("" if it must be read for that).

    The identity is git's blob id. In a work tree, the contents may differ from the object, as by line ends: they count
    as the blob's only if they have its hash.
    """

    mode: int
    identity: str = ""

    @property
    def is_link(self) -> bool:
        return self.mode == LINK

    @property
    def is_submodule(self) -> bool:
        return self.mode == SUBMODULE


def _no_link(_: str) -> str | None:
    return None


def _none_untracked(_: str) -> bool:
    return False


def _none_ignored(_: tuple[str, ...]) -> frozenset[str]:
    return frozenset()


def not_searched() -> GrepMatches | None:
    """Return the matches of a search that was not made."""
    return None


def _unsettled(_: str) -> bool:
    return False


def _as_listed(_: str, __: bytes) -> bool:
    return True


@dataclass(frozen=True)
class Tree:
    """The files of a repository, by path relative to its root with ``/``, in the case of the listing.

    ``load`` returns a listed file's contents or raises ``Unreadable``. ``read_link`` returns the text of a link, and
    ``ignored`` those of some paths that the repository's ignore rules cover. ``untracked`` returns True for a file that
    is on disk and not listed, in a work tree. ``holds`` returns True if loaded contents have the entry's identity, and
    ``settled`` if those of a file that was not loaded are sure to have it. ``sightings`` returns the matches of ``git
    grep``, or None if there was no search. ``gone`` are files that are listed, but not on disk. ``sparse`` are those
    that a sparse checkout leaves out; a partial clone may lack their objects. ``overlay`` replaces the contents of
    files, such as those in an editor's buffers. Files that match ``excluded`` exist for references to them, and are
    neither read nor judged.
    """

    root: Path
    entries: Mapping[str, Entry]
    load: Callable[[str], bytes]
    read_link: Callable[[str], str | None] = _no_link
    ignored: Callable[[tuple[str, ...]], frozenset[str]] = _none_ignored
    untracked: Callable[[str], bool] = _none_untracked
    holds: Callable[[str, bytes], bool] = _as_listed
    sightings: Callable[[], GrepMatches | None] = not_searched
    settled: Callable[[str], bool] = _unsettled
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()
    excluded: Patterns | None = None

    @classmethod
    def of(cls, contents: Mapping[str, bytes | str], root: Path = Path(".")) -> Tree:
        """Return a tree in memory."""
        data = {path: text.encode() if isinstance(text, str) else text for path, text in contents.items()}
        return cls(root, {path: Entry(REGULAR) for path in sorted(data)}, data.__getitem__)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All listed paths, including submodules and links, sorted."""
        return tuple(self.entries)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """All listed paths by their last component, each list sorted."""
        found: dict[str, list[str]] = {}
        for path in self.entries:
            found.setdefault(path[path.rfind("/") + 1 :], []).append(path)
        return found

    @cached_property
    def by_directory(self) -> dict[str, list[str]]:
        """All listed paths by the directory that holds them, "" for the root, each list sorted."""
        found: dict[str, list[str]] = {}
        for path in self.entries:
            found.setdefault(path[: max(path.rfind("/"), 0)], []).append(path)
        return found

    @cached_property
    def ignored_names(self) -> dict[str, frozenset[str]]:
        """The last components of the rules in each ``.gitignore`` file, by its directory."""
        return dict(_ignored_names(self))

    def named(self, name: str) -> list[str]:
        """Return all listed paths with a last component, sorted."""
        return self.by_name.get(name, [])

    @cached_property
    def directories(self) -> frozenset[str]:
        """All directories that hold a listed file, except the root."""
        return _directories(self.entries)

    def is_file(self, path: str) -> bool:
        """True for a listed file or link. A submodule is neither a file nor a directory."""
        entry = self.entries.get(path)
        return entry is not None and entry.mode != SUBMODULE

    def is_directory(self, path: str) -> bool:
        """True for a directory that holds a listed file. The root is "" or "."."""
        return path in ("", ".") or path in self.directories

    def is_excluded(self, path: str) -> bool:
        """True for a file that the configuration excludes from reading and judging."""
        return self.excluded is not None and self.excluded.match(path)

    def without(self, patterns: Iterable[str]) -> Tree:
        """Return the same tree with the files that match one of the patterns excluded."""
        patterns = tuple(patterns)
        return replace(self, excluded=Patterns(patterns)) if patterns else self

    def below(self, directory: str) -> tuple[str, ...]:
        """Return the listed files below a directory. The root is "."."""
        if directory == ".":
            return self.paths
        first, last = (bisect_left(self.paths, directory + after) for after in "/0")  # "0" follows "/"
        return self.paths[first:last]

    def beginning(self, text: str) -> tuple[str, ...]:
        """Return the listed paths that begin with a text."""
        first = bisect_left(self.paths, text)
        after = bisect_left(self.paths, text[:-1] + chr(ord(text[-1]) + 1))
        return self.paths[first:after]

    def read(self, path: str) -> bytes:
        """Return the contents of a listed file, of at most 1 MiB. Raises ``Unreadable``."""
        if path not in self.overlay:
            return self.load(path)
        data = self.overlay[path]
        if len(data) > LARGEST:
            raise Unreadable(too_large(len(data)))
        return data

    def identity(self, path: str) -> str:
        """Return what identifies a listed file's contents without reading them, or ""."""
        return "" if path in self.overlay else self.entries[path].identity

    def is_settled(self, path: str) -> bool:
        """True if the identity of a listed file is sure to be that of its contents, without loading them."""
        return bool(self.identity(path)) and self.settled(path)

    def identify(self, path: str, data: bytes) -> str:
        """Return the identity of the contents read from a file, or "" if it has none other than the contents."""
        identity = self.identity(path)
        return identity if identity and self.holds(path, data) else ""

    def resolve(self, path: str) -> str | None:
        """Resolve the symbolic links in a path. Return None if it leaves the root or loops.

        A path without links is returned as it is, listed or not.
        """
        if not self.links and ".." not in path and "//" not in path and not path.startswith(("./", "/")):
            return path
        pending = path.split("/")
        done: list[str] = []
        for _ in range(_MOST_LINKS):
            while pending:
                part = pending.pop(0)
                if part in ("", "."):
                    continue
                if part == "..":
                    if not done:
                        return None
                    done.pop()
                    continue
                done.append(part)
                if "/".join(done) in self.links:
                    break
            else:
                return "/".join(done)
            target = self.link_target("/".join(done))
            if target is None or target.startswith("/"):
                return None
            done.pop()
            pending = target.split("/") + pending
        return None

    @cached_property
    def links(self) -> frozenset[str]:
        """All listed symbolic links."""
        return frozenset(path for path, entry in self.entries.items() if entry.mode == LINK)

    @cached_property
    def submodules(self) -> frozenset[str]:
        """All listed submodules."""
        return frozenset(path for path, entry in self.entries.items() if entry.mode == SUBMODULE)

    def link_target(self, path: str) -> str | None:
        """Return the text of a listed symbolic link. None if it cannot be read."""
        target = self.read_link(path)
        return target and target.replace("\\", "/")

    def in_submodule(self, path: str) -> bool:
        """True for a path at or below a submodule, whose files belong to another repository."""
        return any(path == module or path.startswith(module + "/") for module in self.submodules)

    def with_overlay(self, overlay: Mapping[str, bytes]) -> Tree:
        """Return the same tree with the contents of some files replaced. Paths that are not listed are added."""
        added = {path: Entry(REGULAR) for path in overlay if path not in self.entries}
        entries = dict(sorted({**self.entries, **added}.items())) if added else self.entries
        return replace(self, entries=entries, overlay={**self.overlay, **overlay})

    def with_moves(self, moves: Mapping[str, str]) -> Tree:
        """Return the same tree with some files at other paths. ``moves`` maps old paths to new ones."""
        if not moves:
            return self
        there = {new: self.read(old) for old, new in moves.items()}
        entries = {path: entry for path, entry in self.entries.items() if path not in moves}
        entries.update((new, Entry(self.entries[old].mode)) for old, new in moves.items())
        overlay = {path: data for path, data in self.overlay.items() if path not in moves}
        return replace(self, entries=dict(sorted(entries.items())), overlay={**overlay, **there})


def ignored_paths(tree: Tree, paths: tuple[str, ...]) -> frozenset[str]:
    """Return those of ``paths`` that the repository's ignore rules cover. These files are generated, not tracked."""
    return tree.ignored(paths) if paths else frozenset()


def ignores_by_name(tree: Tree, path: str) -> bool:
    """Return True if a rule in a ``.gitignore`` file names the very file, and no pattern or directory.

    Source: https://git-scm.com/docs/gitignore#_pattern_format.
    """
    directory, _, name = path.rpartition("/")
    while True:
        if name in tree.ignored_names.get(directory, ()):
            return True
        if not directory:
            return False
        directory = directory.rpartition("/")[0]


def _ignored_names(tree: Tree) -> Iterator[tuple[str, frozenset[str]]]:
    for path in tree.named(".gitignore"):
        yield path.rpartition("/")[0], frozenset(line.strip().rpartition("/")[2] for line in _lines(tree, path))


def _lines(tree: Tree, path: str) -> list[str]:
    """Return the lines of a file, or none if it is not there or cannot be read."""
    try:
        return tree.read(path).decode("utf-8", "replace").splitlines() if tree.is_file(path) else []
    except Unreadable:
        return []


def _directories(paths: Iterable[str]) -> frozenset[str]:
    directories: set[str] = set()
    last = ""
    for path in paths:
        parent = path.rpartition("/")[0]
        if parent == last:
            continue
        last = parent
        while parent and parent not in directories:
            directories.add(parent)
            parent = parent.rpartition("/")[0]
    return frozenset(directories)
