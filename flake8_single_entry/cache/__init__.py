"""What earlier runs learned, in the user's cache directory: texts by name, checked, replaced whole, and bounded.

A directory in which others could write is not used. A file holds a digest of its name and its body in front of it, so
that a truncated or misplaced one counts as absent. It is written beside its place and moved there: two processes at
once leave one of two whole files. Nothing in it is ever executed, and nothing of it comes from the analysed repository.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache

from flake8_single_entry.cache.private import MADE, make_directory, read_file, refusal, write_file

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from hashlib import _Hash as Hash

DIRECTORY = "SINGLE_ENTRY_CACHE_DIR"  # overrides where the cache lies
LARGEST_FILE = 64 << 20  # bytes
LARGEST_CACHE = 512 << 20
_DAY = 24 * 3600  # seconds
_OLDEST = 30 * _DAY  # since it was written
_WRITING = 3600  # as long as nobody takes to write a file
_MARK = ".single-entry"
_APPLICATION = "single-entry"
_TAG = "CACHEDIR.TAG"
_TAGGED = b"Signature: 8a477f597d28d172789f06886806bc55\n# The cache of single-entry.\n"
_DIGEST = 65  # bytes of the line in front of a text
_WORTH_OPENSSL = 1 << 19  # bytes


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
    """Texts under names below one directory; with None, or one that others could write in, nothing is found or kept.

    ``place`` is None then.
    """

    def __init__(self, place: str | None) -> None:
        self.place = None if place is None or refusal(place) else place

    def read(self, name: str) -> str | None:
        """The text kept under a name; None where there is none, or none that is whole and this user's."""
        if self.place is None:
            return None
        path = self._path(name)
        try:
            data = read_file(path, LARGEST_FILE + _DIGEST)
        except OSError:
            return None
        if data and data[:_DIGEST] == _digest(name, body := memoryview(data)[_DIGEST:]):
            return str(body, "utf-8", "surrogatepass")
        with suppress(OSError):
            os.unlink(path)
        return None

    def write(self, name: str, text: str) -> None:
        """Keep a text; where that is not possible (a full or read-only disk), the next run has more to do."""
        body = text.encode("utf-8", "surrogatepass")
        if self.place is None or len(body) > LARGEST_FILE:
            return
        with suppress(OSError):
            if not _prepare(self.place):
                return
            path = self._path(name)
            day = _written(path)
            write_file(path, _digest(name, memoryview(body)), body)
            if day != _written(path):
                _evict(self.place)

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
    tag = os.path.join(place, _TAG)
    with suppress(OSError):
        if read_file(tag, len(_TAGGED)) == _TAGGED:
            os.unlink(tag)
    with suppress(OSError):
        os.rmdir(place)
    return removed


def _prepare(place: str) -> bool:
    """Make the directory where it is missing; False where it cannot be trusted. Raises ``OSError``.

    It is marked for backup programs (https://bford.info/cachedir/).
    """
    is_missing = not os.path.isdir(place)
    if is_missing:
        make_directory(place)
    if refusal(place):
        return False
    if is_missing:
        write_file(os.path.join(place, _TAG), _TAGGED)
    return True


def _kept(place: str) -> Iterator[tuple[str, os.stat_result]]:
    """The tool's files in a directory, those that are being written too."""
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            stem, mark, rest = entry.name.rpartition(_MARK)
            if stem and mark and (not rest or rest.endswith(MADE)) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    yield entry.path, entry.stat(follow_symlinks=False)


def _written(path: str) -> int:
    """The day on which a file was written, 0 for none."""
    try:
        return int(os.lstat(path).st_mtime) // _DAY
    except OSError:
        return 0


def _evict(place: str) -> None:
    """Remove what was not written for long, then the oldest until the rest is small enough.

    This looks at the whole directory: for a name that is new, and for each name once a day.
    """
    import time

    now = time.time()
    total = 0
    for path, status in sorted(_kept(place), key=lambda one: -one[1].st_mtime):
        total += status.st_size
        longest = _WRITING if path.endswith(MADE) else _OLDEST
        if total > LARGEST_CACHE or now - status.st_mtime > longest:
            with suppress(OSError):
                os.unlink(path)


@cache
def version() -> str:
    """What the cached texts depend on besides their input: the tool's own code, its grammars, and Python."""
    found = [sys.version, sys.implementation.name, *_code(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))]
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


def _digest(name: str, body: memoryview) -> bytes:
    """The first line of a file: tells a whole text from a damaged one, and from one that has another name."""
    digest = _sha256(len(body))(name.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(body)
    return digest.hexdigest().encode() + b"\n"


def fingerprint(data: bytes) -> str:
    """One name for any bytes, different for different ones: their SHA-256."""
    return _sha256(len(data))(data).hexdigest()


def _sha256(size: int) -> Callable[[bytes], Hash]:
    """What hashlib would give for so many bytes, without its import, which loads OpenSSL: that takes 2 ms.

    The random module does the same. OpenSSL is ten times as quick, so that for a megabyte it is worth it.
    """
    if size > _WORTH_OPENSSL:
        with suppress(ImportError):
            from _hashlib import openssl_sha256

            return openssl_sha256
    sha256: Callable[[bytes], Hash]
    if sys.version_info >= (3, 12):
        from _sha2 import sha256
    else:
        from _sha256 import sha256  # type: ignore[import-not-found,no-redef]
    return sha256


def text_fingerprint(text: str) -> str:
    """The same for a text, whatever is in it."""
    return fingerprint(text.encode("utf-8", "surrogatepass"))
