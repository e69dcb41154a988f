"""What earlier runs learned, in the user's cache directory: texts by name, checked, replaced whole, and bounded.

A file holds a digest of its body in front of it, so that a truncated or foreign one counts as absent. It is written
beside its place and moved there: two processes at once leave one of two whole files. Nothing in it is ever executed,
and nothing of it comes from the analysed repository.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from zlib import crc32

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTORY = "SINGLE_ENTRY_CACHE_DIR"  # overrides where the cache lies
LARGEST_FILE = 64 << 20  # bytes
LARGEST_CACHE = 512 << 20
_OLDEST = 30 * 24 * 3600  # seconds since the last use
_MARK = ".single-entry"
_APPLICATION = "single-entry"


def directory() -> str | None:
    """The cache's directory: the variable's, else the platform's usual place; None where there is none.

    https://specifications.freedesktop.org/basedir-spec/latest/, ``~/Library/Caches`` on macOS, ``LOCALAPPDATA`` on
    Windows. A relative directory would lie in the analysed repository: it does not count.
    """
    given = os.environ.get(DIRECTORY)
    if given:
        return given if os.path.isabs(given) else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")
    return os.path.join(base, _APPLICATION) if os.path.isabs(base) else None


class Cache:
    """Texts under names below one directory; with None nothing is ever found or kept."""

    def __init__(self, place: str | None) -> None:
        self.place = place

    def read(self, name: str) -> str | None:
        """The text kept under a name; None where there is none, or none that is whole."""
        if self.place is None:
            return None
        path = self._path(name)
        try:
            with open(path, "rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError:
            return None
        checksum, _, body = data.partition(b"\n")
        if checksum != _checksum(body):
            with suppress(OSError):
                os.unlink(path)
            return None
        return body.decode("utf-8", "surrogateescape")

    def write(self, name: str, text: str) -> None:
        """Keep a text; where that is not possible (a full or read-only disk), the next run has more to do."""
        body = text.encode("utf-8", "surrogateescape")
        if self.place is None or len(body) > LARGEST_FILE:
            return
        path = self._path(name)
        beside = f"{path}.{os.getpid()}"
        try:
            _prepare(self.place)
            with open(beside, "wb") as stream:
                stream.write(_checksum(body) + b"\n" + body)
            os.replace(beside, path)
        except OSError:
            with suppress(OSError):
                os.unlink(beside)
            return
        _evict(self.place)

    def touch(self, name: str) -> None:
        """Note that a text was of use, once a day."""
        import time

        if self.place is not None:
            path = self._path(name)
            with suppress(OSError):
                if time.time() - os.stat(path).st_mtime > 24 * 3600:
                    os.utime(path)

    def _path(self, name: str) -> str:
        assert self.place is not None
        return os.path.join(self.place, name + _MARK)


def clear(place: str) -> int:
    """Remove all that the tool keeps there; gives the number of files."""
    removed = 0
    for path, _ in _kept(place):
        with suppress(OSError):
            os.unlink(path)
            removed += 1
    with suppress(OSError):
        os.unlink(os.path.join(place, "CACHEDIR.TAG"))
    with suppress(OSError):
        os.rmdir(place)
    return removed


def _prepare(place: str) -> None:
    """Make the directory, for its user alone, and mark it for backup programs (https://bford.info/cachedir/)."""
    if not os.path.isdir(place):
        os.makedirs(place, mode=0o700, exist_ok=True)
        with open(os.path.join(place, "CACHEDIR.TAG"), "w", encoding="ascii") as stream:
            stream.write("Signature: 8a477f597d28d172789f06886806bc55\n# The cache of single-entry.\n")


def _kept(place: str) -> Iterator[tuple[str, os.stat_result]]:
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if _MARK in entry.name and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    yield entry.path, entry.stat(follow_symlinks=False)


def _evict(place: str) -> None:
    """Remove what was not used for long, then the oldest until the rest is small enough."""
    import time

    kept = sorted(_kept(place), key=lambda one: -one[1].st_mtime)
    total = 0
    for path, status in kept:
        total += status.st_size
        if total > LARGEST_CACHE or time.time() - status.st_mtime > _OLDEST:
            with suppress(OSError):
                os.unlink(path)


@cache
def version() -> str:
    """What the cached texts depend on besides their input: the tool's own code, its grammars, and Python."""
    found = [sys.version, sys.implementation.name, *_code(os.path.dirname(os.path.abspath(__file__)))]
    return text_fingerprint("\0".join([*found, *_installed()]))[:16]


def _code(package: str) -> Iterator[str]:
    """Size and time of each module: a changed installation is another version, whatever it calls itself."""
    from flake8_single_entry import __version__

    yield __version__
    waiting = [package]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    yield f"{entry.name} {status.st_size} {status.st_mtime_ns}"
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)


def _installed() -> Iterator[str]:
    """When something was last installed beside the tool: the grammars and parsers that it reads with may be others."""
    for directory in sys.path:
        if directory.endswith("-packages"):
            with suppress(OSError):
                yield f"{directory} {os.stat(directory).st_mtime_ns}"


def _checksum(body: bytes) -> bytes:
    """Tells a whole text from a damaged one; against its own user the cache needs no protection."""
    return b"%08x %d" % (crc32(body), len(body))


def fingerprint(data: bytes) -> str:
    """One name for any bytes, different for different ones."""
    if sys.version_info >= (3, 12):  # hashlib loads OpenSSL; the random module does the same
        from _sha2 import sha256
    else:
        from _sha256 import sha256  # type: ignore[import-not-found]
    return str(sha256(data).hexdigest())


def text_fingerprint(text: str) -> str:
    """The same for a text, whatever is in it."""
    return fingerprint(text.encode("utf-8", "surrogateescape"))
