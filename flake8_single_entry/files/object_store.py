"""Read the objects of a repository through git, also in a bare repository or a partial clone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from flake8_single_entry.cache.private import make_directory
from flake8_single_entry.files.disk import LARGEST, Unreadable, too_large
from flake8_single_entry.git import read_some, refusal
from flake8_single_entry.git.processes import end_git, run_git, start_git

if TYPE_CHECKING:
    from subprocess import Popen


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
