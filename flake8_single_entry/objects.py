"""Trees whose bytes come from git's objects: the index, or a revision, in a bare repository too."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from flake8_single_entry.disk import LARGEST, Unreadable, too_large
from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.files import LINK, SUBMODULE, Entry, Tree
from flake8_single_entry.git import run_git, start_git

if TYPE_CHECKING:
    from subprocess import Popen

FROM_OBJECTS = "o"  # before the blob id in an entry's identity
_MISPLACED = frozenset(("", ".", "..", ".git"))
_RECORD = re.compile(r"(\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0")  # mode, object, stage and path


class Objects:
    """One ``git cat-file --batch`` for each process that asks, as long as the tree is in use.

    Two processes at one pipe would get each other's answers.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._started: dict[int, Popen[bytes]] = {}

    def read(self, blob: str) -> bytes:
        """The bytes of a blob. Raises ``Unreadable``."""
        requests, answers = self._pipes()
        requests.write(blob.encode() + b"\n")
        requests.flush()
        header = answers.readline().split()
        if len(header) != 3:
            raise Unreadable("its object is missing from the repository")
        size = int(header[2])
        data = answers.read(size + 1)[:size]
        if size > LARGEST:
            raise Unreadable(too_large(size))
        return data

    def close(self) -> None:
        """End what this process has started; that of a fork ends with the fork."""
        if (process := self._started.pop(os.getpid(), None)) is not None:
            process.kill()
            process.communicate()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._started.get(os.getpid())
        if process is None:
            process = self._started[os.getpid()] = start_git(self.root, ("cat-file", "--batch"), feed=True)
        return cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)


@contextmanager
def open_objects(root: Path) -> Iterator[Objects]:
    """Objects of the repository around ``root``; git ends with the context."""
    objects = Objects(root)
    try:
        yield objects
    finally:
        objects.close()


def read_blobs(root: str, blobs: Mapping[str, str]) -> dict[str, bytes] | None:
    """The bytes of some blobs by the paths that they stand for; None where one cannot be had."""
    with open_objects(Path(root)) as objects:
        try:
            return {path: objects.read(blob) for path, blob in blobs.items()}
        except Unreadable:
            return None


def index_tree(root: Path, objects: Objects) -> Tree:
    """What a commit of the index would hold below ``root``. Raises ``SingleEntryError``."""
    return tree_of(root, listed(root), objects)


def revision_tree(root: Path, commit: str, objects: Objects, beside: Tree | None = None) -> Tree:
    """What a commit holds below ``root``. Raises ``UsageError``.

    A file that a work tree ``beside`` it has unchanged is read there: the same bytes, known by the same identity.
    """
    status, output, said = run_git(root, ("ls-tree", "-r", "-z", commit))
    if status != 0:
        raise UsageError(f"git cannot list {commit}: {said}")
    entries: dict[str, Entry] = {}
    for record in os.fsdecode(output).split("\0"):
        head, tab, path = record.partition("\t")
        if tab and _MISPLACED.isdisjoint(path.split("/")):
            mode, _, blob = head.split(" ")
            entries[path] = Entry(int(mode, 8), FROM_OBJECTS + blob)
    return tree_of(root, entries, objects, beside)


def listed(root: Path) -> dict[str, Entry]:
    """The entries of git's index below ``root``. Raises ``SingleEntryError``."""
    status, output, said = run_git(root, ("ls-files", "-s", "-z"))
    if status != 0:
        raise SingleEntryError(f"git cannot list the files of {root}: {said}")
    return parse_listing(output, FROM_OBJECTS)


def parse_listing(output: bytes, letter: str) -> dict[str, Entry]:
    """The entries of ``ls-files -s -z``; their identities begin with ``letter``."""
    records = _RECORD.findall(os.fsdecode(output))
    modes = {mode: int(mode, 8) for mode in {record[0] for record in records}}
    return {path: Entry(modes[mode], letter + blob) for mode, blob, path in records}


def tree_of(root: Path, entries: Mapping[str, Entry], objects: Objects, beside: Tree | None = None) -> Tree:
    """A tree of entries that objects hold."""
    entries = dict(sorted(entries.items()))
    same = _same(entries, beside) if beside else {}
    known = {**entries, **same}

    def load(path: str) -> bytes:
        entry = entries.get(path)
        if entry is None or entry.mode == SUBMODULE:
            raise Unreadable("not a file of this repository")
        if beside and path in same:
            return beside.read(path)
        return objects.read(entry.identity[1:])

    def read_link(path: str) -> str | None:
        try:
            return os.fsdecode(objects.read(entries[path].identity[1:]))
        except (KeyError, Unreadable):
            return None

    return Tree(root, known, load, read_link, _IgnoreFiles(root, entries, objects).ignored)


def _same(entries: Mapping[str, Entry], beside: Tree) -> dict[str, Entry]:
    """The entries that a work tree holds unchanged, as it knows them."""
    return {
        path: there
        for path, entry in entries.items()
        if entry.mode != LINK
        and (there := beside.entries.get(path)) is not None
        and there.mode == entry.mode
        and there.identity[1:] == entry.identity[1:]
    }


class _IgnoreFiles(NamedTuple):
    """The ignore files of a tree. To ask git what they cover they are written out for it, and nothing else is."""

    root: Path
    entries: Mapping[str, Entry]
    objects: Objects

    def ignored(self, paths: tuple[str, ...]) -> frozenset[str]:
        import tempfile

        names = [path for path in self.entries if path.rpartition("/")[2] == ".gitignore"]
        with tempfile.TemporaryDirectory() as directory:
            for path in names:
                if self.entries[path].mode in (LINK, SUBMODULE):
                    continue
                place = Path(directory, path)
                try:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(self.objects.read(self.entries[path].identity[1:]))
                except (OSError, Unreadable):
                    continue  # fewer paths are taken for ignored
            return ask_ignored(Path(directory), paths, self._place(directory))

    def _place(self, directory: str) -> dict[str, str]:
        status, output, _ = run_git(self.root, ("rev-parse", "--absolute-git-dir"))
        where = os.fsdecode(output).rstrip("\n") if status == 0 else ""
        return {"GIT_DIR": where, "GIT_WORK_TREE": directory}


def ask_ignored(root: Path, paths: tuple[str, ...], environment: Mapping[str, str]) -> frozenset[str]:
    """Those of ``paths`` that ``git check-ignore`` covers in ``root``."""
    given = b"\0".join(filter(None, map(_name_of, paths)))
    try:
        _, output, _ = run_git(root, ("check-ignore", "-z", "--stdin", "--no-index"), given, **environment)
    except FileNotFoundError:
        return frozenset()
    return frozenset(os.fsdecode(output).split("\0")) - {""}


def _name_of(path: str) -> bytes:
    """The bytes of a path on disk; b"" for a text that no file can be called, as it holds NUL or a lone surrogate."""
    try:
        return b"" if "\0" in path else os.fsencode(path)
    except UnicodeEncodeError:
        return b""
