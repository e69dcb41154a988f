"""Trees whose contents come from git's objects: the index or a revision, also in a bare repository."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.disk import Unreadable
from flake8_single_entry.files.object_store import Objects
from flake8_single_entry.files.tree import LINK, SUBMODULE, Entry, Tree
from flake8_single_entry.git import refusal
from flake8_single_entry.git.processes import run_git

_MISPLACED = frozenset(("", ".", "..", ".git"))
_SUSPICIOUS = ("/.", "\t.", "//", "\t/", "/\0")  # a listing that contains one of these may have misplaced paths
_RECORD = re.compile(r"(\S) (\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0")  # tag, mode, object, stage and path
LISTING = ("ls-files", "-s", "-v", "-z")


def lacks_objects(root: str, revision: str) -> bool:
    """True in a partial clone that lacks objects of a revision.

    https://git-scm.com/docs/partial-clone
    """
    partial = ("config", "--name-only", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
    try:
        if not run_git(root, partial)[1]:
            return False
        question = ("rev-list", "--objects", "--no-walk", "--missing=print", "--end-of-options", revision, "--")
        _, output, _ = run_git(root, question)
    except FileNotFoundError:
        return False
    return any(line.startswith(b"?") for line in output.splitlines())


def index_tree(root: Path, objects: Objects) -> Tree:
    """Return the tree below ``root`` that a commit of the index would contain. Raises ``SingleEntryError``."""
    tagged = listed(root)
    sparse = frozenset(path for path, (_, tag) in tagged.items() if is_sparse(tag))
    return replace(tree_of(root, {path: entry for path, (entry, _) in tagged.items()}, objects), sparse=sparse)


def revision_tree(root: Path, commit: str, objects: Objects) -> Tree:
    """Return the tree below ``root`` of a commit. Raises ``SingleEntryError``."""
    status, output, said = run_git(root, ("ls-tree", "-r", "-z", commit))
    if status != 0:
        raise SingleEntryError(f"git cannot list {commit}: {said}")
    entries: dict[str, Entry] = {}
    for record in os.fsdecode(output).split("\0"):
        head, tab, path = record.partition("\t")
        if tab and is_placed(path):
            mode, _, blob = head.split(" ")
            entries[path] = Entry(int(mode, 8), blob)
    return tree_of(root, entries, objects)


def listed(root: Path) -> dict[str, tuple[Entry, str]]:
    """Return the entries of git's index below ``root``, each with its tag. Raises ``SingleEntryError``."""
    status, output, said = run_git(root, LISTING)
    if status != 0:
        raise refusal(root, said)
    return parse_listing(output)


def parse_listing(output: bytes) -> dict[str, tuple[Entry, str]]:
    """Parse the output of ``LISTING``: entries by path, each with its tag, a letter for git's flags of the file.

    https://git-scm.com/docs/git-ls-files#Documentation/git-ls-files.txt--t
    """
    text = os.fsdecode(output)
    records = _RECORD.findall(text)
    if any(part in text for part in _SUSPICIOUS):
        records = [record for record in records if is_placed(record[3])]
    modes = {mode: int(mode, 8) for mode in {record[1] for record in records}}
    return {path: (Entry(modes[mode], blob), tag) for tag, mode, blob, path in records}


def is_sparse(tag: str) -> bool:
    """True for the tag of a file that a sparse checkout leaves out."""
    return tag in ("S", "s")


def is_placed(path: str) -> bool:
    """False for a path that git would not commit: one that leaves the root or enters ``.git``."""
    return _MISPLACED.isdisjoint(path.split("/"))


def tree_of(root: Path, entries: Mapping[str, Entry], objects: Objects) -> Tree:
    """Return a tree of entries whose contents are in ``objects``."""
    entries = dict(sorted(entries.items()))

    def load(path: str) -> bytes:
        entry = entries.get(path)
        if entry is None or entry.mode == SUBMODULE:
            raise Unreadable("not a file of this repository")
        return objects.read(entry.identity)

    def read_link(path: str) -> str | None:
        try:
            return os.fsdecode(objects.read(entries[path].identity))
        except (KeyError, Unreadable):
            return None

    return Tree(root, entries, load, read_link, _IgnoreFiles(root, entries, objects).ignored)


class _IgnoreFiles(NamedTuple):
    """The ignore files of a tree. Only they are written to disk, so that git can tell what they cover."""

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
                    place.write_bytes(self.objects.read(self.entries[path].identity))
                except (OSError, Unreadable):
                    continue  # fewer paths count as ignored
            return ask_ignored(Path(directory), paths, self._place(directory))

    def _place(self, directory: str) -> dict[str, str]:
        status, output, _ = run_git(self.root, ("rev-parse", "--absolute-git-dir"))
        where = os.fsdecode(output).rstrip("\n") if status == 0 else ""
        return {"GIT_DIR": where, "GIT_WORK_TREE": directory}


def ask_ignored(root: Path, paths: tuple[str, ...], environment: Mapping[str, str]) -> frozenset[str]:
    """Return those of ``paths`` that ``git check-ignore`` covers in ``root``."""
    given = b"\0".join(filter(None, map(_name_of, paths)))
    try:
        _, output, _ = run_git(root, ("check-ignore", "-z", "--stdin", "--no-index"), given, **environment)
    except FileNotFoundError:
        return frozenset()
    return frozenset(os.fsdecode(output).split("\0")) - {""}


def _name_of(path: str) -> bytes:
    """Return the bytes of a path, or b"" if no file can have this name, as it contains NUL or a lone surrogate."""
    try:
        return b"" if "\0" in path else os.fsencode(path)
    except UnicodeEncodeError:
        return b""
