"""Trees whose contents come from git's objects: the index or a revision, also in a bare repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from flake8_single_entry.cache.private import make_directory
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.disk import LARGEST, Unreadable, too_large
from flake8_single_entry.files.tree import LINK, SUBMODULE, Entry, Tree
from flake8_single_entry.git import end_git, read_some, refusal, run_git, start_git

if TYPE_CHECKING:
    from subprocess import Popen

_MISPLACED = frozenset(("", ".", "..", ".git"))
_SUSPICIOUS = ("/.", "\t.", "//", "\t/", "/\0")  # a listing that contains one of these may have misplaced paths
_RECORD = re.compile(r"(\S) (\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0")  # tag, mode, object, stage and path
LISTING = ("ls-files", "-s", "-v", "-z")


class Objects:
    """The objects of one repository, read through git.

    Each process has its own git process: two readers of one pipe would receive each other's answers.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._started: dict[int, _Reading] = {}
        self._stores = os.path.join(_temporary(), f"single-entry-{os.urandom(8).hex()}")

    def read(self, blob: str) -> bytes:
        """Return the contents of a blob, of at most 1 MiB. Raises ``Unreadable`` and ``SingleEntryError``."""
        reading = self._started.get(os.getpid())
        if reading is None:
            reading = self._started[os.getpid()] = _Reading(self.root, self._stores)
        return reading.read(blob)

    def close(self) -> None:
        """End the processes that this process started, and remove the files of its forks.

        The git processes of a fork end with it.
        """
        if (reading := self._started.pop(os.getpid(), None)) is not None:
            reading.close()
        if os.path.isdir(self._stores):
            from shutil import rmtree

            rmtree(self._stores, ignore_errors=True)


class _Reading:
    """The git processes of one process.

    They report the size of each object first, so that none above the limit is loaded.
    """

    def __init__(self, root: Path, stores: str) -> None:
        self._root = root
        self._stores = stores
        self._has_store = False
        self._sizes = _Batch(root, "--batch-check")
        self._contents = _Batch(root, "--batch")

    def read(self, blob: str) -> bytes:
        size = self._size(blob)
        if size is None:
            raise Unreadable("its object is missing from the repository")
        if size > LARGEST:
            raise Unreadable(too_large(size), blob)
        if self._contents.ask(blob) != size:
            raise Unreadable("its object cannot be read")
        return self._contents.data(size)

    def _size(self, blob: str) -> int | None:
        try:
            return self._sizes.ask(blob)
        except EOFError:
            if self._has_store:
                return None
        # A partial clone lacks the object. git, which must not fetch it, has exited. Start another that has no remote.
        self._has_store = True
        self.close()
        store = os.path.join(self._stores, str(os.getpid()))
        _make_store(self._root, store)
        environment = _environment_of(self._root, store)
        self._sizes = _Batch(self._root, "--batch-check", environment)
        self._contents = _Batch(self._root, "--batch", environment)
        return self._size(blob)

    def close(self) -> None:
        self._sizes.close()
        self._contents.close()


class _Batch:
    """One ``git cat-file`` process that answers for one object after another. It starts with the first query.

    https://git-scm.com/docs/git-cat-file#_batch_output
    """

    def __init__(self, root: Path, option: str, environment: Mapping[str, str] | None = None) -> None:
        self._root = root
        self._option = option
        self._environment = environment or {}
        self._process: Popen[bytes] | None = None
        self._rest = b""

    def ask(self, blob: str) -> int | None:
        """Return the size of an object, or None if it does not exist. Raises ``EOFError`` if git has exited."""
        if self._process is None:
            words = ("cat-file", self._option)
            self._process = start_git(self._root, words, feed=True, environment=self._environment)
        requests = cast(IO[bytes], self._process.stdin)
        try:
            requests.write(blob.encode("ascii", "replace") + b"\n")
            requests.flush()
        except OSError:
            raise EOFError from None
        while b"\n" not in self._rest:
            self._rest += self._more()
        header, _, self._rest = self._rest.partition(b"\n")
        fields = header.split()
        return int(fields[2]) if len(fields) == 3 and fields[2].isdigit() else None

    def data(self, size: int) -> bytes:
        """Return the contents of the object last queried. Raises ``Unreadable`` if git has exited."""
        parts, length = [self._rest], len(self._rest)
        try:
            while length <= size:  # a line end follows
                parts.append(self._more())
                length += len(parts[-1])
        except EOFError:
            raise Unreadable("its object cannot be read") from None
        data = b"".join(parts)
        self._rest = data[size + 1 :]
        return data[:size]

    def _more(self) -> bytes:
        process = cast("Popen[bytes]", self._process)
        part = read_some(cast(IO[bytes], process.stdout).fileno())
        if not part:
            raise EOFError
        return part

    def close(self) -> None:
        if self._process is not None:
            end_git(self._process)
            self._process = None
            self._rest = b""


def _temporary() -> str:
    """Return the directory for temporary files. Importing ``tempfile``, which is more thorough, takes longer."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return os.path.abspath(next(filter(None, named), "/tmp"))


def _make_store(root: Path, store: str) -> None:
    """Create a repository without refs, settings and remotes, for use with another repository's objects."""
    status, output, _ = run_git(root, ("rev-parse", "--show-object-format"))
    form = os.fsdecode(output).strip() if status == 0 else "sha1"
    for name in ("objects", "refs"):
        make_directory(os.path.join(store, name))
    Path(store, "HEAD").write_text("ref: refs/heads/main\n")
    extension = "" if form == "sha1" else f"[extensions]\n\tobjectFormat = {form}\n"
    Path(store, "config").write_text(
        f"[core]\n\trepositoryFormatVersion = {int(bool(extension))}\n\tbare = true\n{extension}"
    )


def _environment_of(root: Path, store: str) -> dict[str, str]:
    status, output, said = run_git(root, ("rev-parse", "--git-path", "objects"))
    if status != 0:
        raise refusal(root, said)
    return {"GIT_DIR": store, "GIT_OBJECT_DIRECTORY": os.path.join(root.resolve(), os.fsdecode(output).rstrip("\n"))}


@contextmanager
def open_objects(root: Path) -> Iterator[Objects]:
    """Open the objects of the repository around ``root``. Leaving the context ends git."""
    objects = Objects(root)
    try:
        yield objects
    finally:
        objects.close()


def read_blobs(root: str, blobs: Mapping[str, str]) -> dict[str, bytes] | None:
    """Return the contents of some blobs, by path. None if one of them cannot be read."""
    with open_objects(Path(root)) as objects:
        try:
            return {path: objects.read(blob) for path, blob in blobs.items()}
        except Unreadable:
            return None


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
