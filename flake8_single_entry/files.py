"""Which files there are, and their bytes: git's index under the inherited environment, or a walk outside git."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flake8_single_entry.errors import SingleEntryError, UsageError

LARGEST = 1 << 20  # bytes; nothing that a person writes to start a program is larger
SKIPPED_DIRECTORIES = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache",
     ".ruff_cache", ".pytest_cache", ".eggs", "site-packages", ".idea", "build", "dist"}
)  # fmt: skip


class Unreadable(Exception):
    """The bytes of a listed file cannot be had; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed file: git's mode (100644, 100755, 120000 link, 160000 submodule) and blob id ("" outside git)."""

    mode: int
    blob: str = ""

    @property
    def is_link(self) -> bool:
        return self.mode == 0o120000

    @property
    def is_submodule(self) -> bool:
        return self.mode == 0o160000


@dataclass(frozen=True)
class Tree:
    """The files of a repository, by path relative to its root with ``/``, case exactly as listed.

    ``overlay`` holds bytes that replace a file's own (an editor's buffer).
    """

    root: Path
    entries: Mapping[str, Entry]
    load: Callable[[str], bytes]
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    directories: frozenset[str] = frozenset()

    @classmethod
    def of(cls, contents: Mapping[str, bytes | str], root: Path = Path(".")) -> Tree:
        """A tree that lives in memory."""
        data = {path: text.encode() if isinstance(text, str) else text for path, text in contents.items()}
        entries = {path: Entry(0o100644) for path in sorted(data)}
        return cls(root, entries, data.__getitem__, {}, _directories(entries))

    @property
    def paths(self) -> tuple[str, ...]:
        """All listed files, submodules and links included, sorted."""
        return tuple(self.entries)

    def is_file(self, path: str) -> bool:
        """True for a listed file or a link (a submodule is neither file nor directory)."""
        entry = self.entries.get(path)
        return entry is not None and not entry.is_submodule

    def is_directory(self, path: str) -> bool:
        """True for a directory that holds a listed file; the root is "" or "."."""
        return path in ("", ".") or path in self.directories

    def read(self, path: str) -> bytes:
        """The bytes of a listed file, at most 1 MiB. Raises ``Unreadable``."""
        if path in self.overlay:
            return self.overlay[path]
        return self.load(path)

    def resolve(self, path: str) -> str | None:
        """The listed path that a path leads to through symbolic links; None where it leaves the root or loops.

        A path that needs no link is returned as it is, listed or not.
        """
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
                entry = self.entries.get("/".join(done))
                if entry is not None and entry.is_link:
                    break
            else:
                return "/".join(done)
            target = self.link_target("/".join(done))
            if target is None or target.startswith("/"):
                return None
            done.pop()
            pending = target.split("/") + pending
        return None

    def link_target(self, path: str) -> str | None:
        """The text of a listed symbolic link; None where it cannot be had."""
        try:
            return os.fsdecode(os.readlink(os.path.join(self.root, path))).replace("\\", "/")
        except OSError:
            return None

    def in_submodule(self, path: str) -> bool:
        """True for a path at or below a submodule: its files belong to another repository."""
        parts = path.split("/")
        return any(
            (entry := self.entries.get("/".join(parts[:depth]))) is not None and entry.is_submodule
            for depth in range(1, len(parts) + 1)
        )

    def with_overlay(self, overlay: Mapping[str, bytes]) -> Tree:
        """The same tree with some files' bytes replaced; a path that is not listed becomes listed."""
        added = {path: Entry(0o100644) for path in overlay if path not in self.entries}
        entries = dict(sorted({**self.entries, **added}.items())) if added else self.entries
        directories = _directories(entries) if added else self.directories
        return Tree(self.root, entries, self.load, {**self.overlay, **overlay}, directories)


_MOST_LINKS = 40  # as Linux allows


def open_tree(root: Path) -> Tree:
    """The files below ``root``: those of git's index where ``root`` lies in a work tree, else those that a walk finds.

    Raises ``UsageError`` where ``root`` is no directory, ``SingleEntryError`` where git refuses to answer.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: not a directory")
    entries = _git_entries(root) if find_repository(root) else None
    if entries is None:
        entries = {path: Entry(mode) for path, mode in _walk(root)}
    entries = dict(sorted(entries.items()))
    return Tree(root, entries, _Loader(root, entries), {}, _directories(entries))


def find_repository(start: Path) -> Path | None:
    """The nearest directory at or above ``start`` that holds a ``.git``; None outside git."""
    start = Path(os.path.abspath(start))
    for directory in (start, *start.parents):
        if os.path.lexists(directory / ".git"):
            return directory
    return None


def git_environment(root: Path) -> dict[str, str]:
    """The environment for a git process about ``root``.

    A hook's own variables (``GIT_INDEX_FILE`` of a partial commit, ``GIT_DIR`` of a worktree) are kept where they speak
    of the repository that holds ``root``, which is the one around the current directory, and dropped elsewhere.
    """
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    if find_repository(root) != find_repository(Path.cwd()):
        environment = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    return environment


def run_git(root: Path, arguments: tuple[str, ...], given: bytes = b"") -> tuple[int, bytes, str]:
    """Run git in ``root``: exit status, output, and the first line it said on standard error.

    Raises ``FileNotFoundError`` where git is not installed.
    """
    import subprocess

    done = subprocess.run(
        ("git", *arguments), cwd=root, env=git_environment(root), input=given, capture_output=True, check=False
    )
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return done.returncode, done.stdout, said[0] if said else ""


def _git_entries(root: Path) -> dict[str, Entry] | None:
    try:
        status, output, said = run_git(root, ("ls-files", "-s", "-z"))
    except FileNotFoundError:
        return None
    if status != 0:
        raise SingleEntryError(f"git cannot list the files of {root}: {said}")
    entries: dict[str, Entry] = {}
    for record in os.fsdecode(output).split("\0"):
        head, tab, path = record.partition("\t")
        if tab:
            mode, blob, _ = head.split(" ")
            entries[path] = Entry(int(mode, 8), blob)
    if "GIT_INDEX_FILE" in git_environment(root):
        return entries  # a hook: what the index lists is what the commit will hold, on disk or not
    _, gone, _ = run_git(root, ("ls-files", "-d", "-z"))
    for path in os.fsdecode(gone).split("\0"):
        entries.pop(path, None)
    return entries


def ignored_paths(tree: Tree, paths: tuple[str, ...]) -> frozenset[str]:
    """Those of ``paths`` (not listed) that the repository's ignore rules cover: files that are made, not kept."""
    if not paths or not find_repository(tree.root):
        return frozenset()
    given = b"\0".join(os.fsencode(path) for path in paths)
    try:
        _, output, _ = run_git(tree.root, ("check-ignore", "-z", "--stdin", "--no-index"), given)
    except FileNotFoundError:
        return frozenset()
    return frozenset(os.fsdecode(output).split("\0")) - {""}


def _walk(root: Path) -> Iterator[tuple[str, int]]:
    top = os.fspath(root)
    for directory, names, files in os.walk(top):
        names[:] = sorted(name for name in names if name not in SKIPPED_DIRECTORIES)
        if "pyvenv.cfg" in files:
            names.clear()
            continue
        links = [name for name in names if os.path.islink(os.path.join(directory, name))]
        for name in files + links:
            full = os.path.join(directory, name)
            yield os.path.relpath(full, top).replace(os.sep, "/"), 0o120000 if os.path.islink(full) else 0o100644


@dataclass(frozen=True)
class _Loader:
    """Reads listed files from disk, never through a link and never more than ``LARGEST`` bytes."""

    root: Path
    entries: Mapping[str, Entry]

    def __call__(self, path: str) -> bytes:
        if path not in self.entries or self.entries[path].is_submodule:
            raise Unreadable("not a file of this repository")
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(os.path.join(self.root, path), flags)
        except FileNotFoundError:
            return self._blob(path)
        except OSError as error:
            raise Unreadable(error.strerror or "cannot be opened") from None
        with open(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("not a regular file")
            if status.st_size > LARGEST:
                raise Unreadable(f"larger than 1 MiB ({status.st_size} bytes)")
            return stream.read(LARGEST + 1)

    def _blob(self, path: str) -> bytes:
        """The bytes that the index holds of a file that is not on disk."""
        blob = self.entries[path].blob
        if not blob:
            raise Unreadable("no such file any more")
        status, data, said = run_git(self.root, ("cat-file", "blob", blob))
        if status != 0 or len(data) > LARGEST:
            raise Unreadable(said or f"larger than 1 MiB ({len(data)} bytes)")
        return data


def _directories(entries: Mapping[str, Entry]) -> frozenset[str]:
    directories: set[str] = set()
    for path in entries:
        parent = path.rpartition("/")[0]
        while parent and parent not in directories:
            directories.add(parent)
            parent = parent.rpartition("/")[0]
    return frozenset(directories)
