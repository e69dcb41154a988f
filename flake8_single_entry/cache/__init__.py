"""A cache in the user's cache directory: named texts with checksums, replaced atomically, limited in size and age.

A directory that others can write to is not used. Each file begins with a digest of its name and its contents, so that a
truncated or misplaced file counts as absent. It is written under another name and then moved: two processes at the same
time leave one complete file. Nothing in the cache is ever executed, and nothing in it comes from the analysed
repository.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache

from flake8_single_entry.cache.private import MADE, make_directory, read_file, refusal, write_file

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from hashlib import _Hash as Hash

DIRECTORY = "SINGLE_ENTRY_CACHE_DIR"  # overrides the cache directory
LARGEST_FILE = 64 << 20  # bytes
LARGEST_CACHE = 512 << 20
_DAY = 24 * 3600  # seconds
_OLDEST = 30 * _DAY  # since the file was written
_WRITING = 3600  # seconds; writing a file takes less
_MARK = ".single-entry"
_APPLICATION = "single-entry"
_TAG = "CACHEDIR.TAG"
_TAGGED = b"Signature: 8a477f597d28d172789f06886806bc55\n# The cache of single-entry.\n"
_DIGEST = 65  # bytes of the line before a text
_WORTH_OPENSSL = 1 << 19  # bytes


def directory() -> str | None:
    """Return the cache directory: the one in the environment, else the usual one of the platform.

    None if there is none.

    https://specifications.freedesktop.org/basedir-spec/latest/, ``~/Library/Caches`` on macOS, ``LOCALAPPDATA`` on
    Windows. A relative directory would be in the analysed repository, so it is not used.
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
    """Texts by name in one directory. Without a safe directory, nothing is found or saved, and ``place`` is None.

    A directory is not safe if others can write to it.
    """

    def __init__(self, place: str | None) -> None:
        self.place = None if place is None or refusal(place) else place

    def read(self, name: str) -> str | None:
        """Return the text saved under a name. None if there is none, or if it is damaged or not this user's."""
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
        """Save a text. If this fails (a full or read-only disk), it is ignored, and the next run takes longer."""
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
    """Remove all files of the tool from a directory. Return their number."""
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
    """Create the directory if it is missing. Return False if it cannot be trusted. Raises ``OSError``.

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
    """Yield the files of the tool in a directory, including those that are being written."""
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            stem, mark, rest = entry.name.rpartition(_MARK)
            if stem and mark and (not rest or rest.endswith(MADE)) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    yield entry.path, entry.stat(follow_symlinks=False)


def _written(path: str) -> int:
    """Return the day on which a file was written, or 0 if it does not exist."""
    try:
        return int(os.lstat(path).st_mtime) // _DAY
    except OSError:
        return 0


def _evict(place: str) -> None:
    """Remove files that are too old, then the oldest until the rest is small enough.

    This reads the whole directory. It runs when a new name is saved, and once a day for each name.
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
    """Return the version of the cached texts: a digest of the tool's code, its grammars, and Python."""
    found = [sys.version, sys.implementation.name, *_code(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))]
    return text_fingerprint("\0".join([*found, *_installed()]))[:16]


def _code(package: str) -> Iterator[str]:
    """Yield size and time of each module: a changed installation is another version, even with the same number."""
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
    """Yield when a package was last installed beside the tool, as this may have changed its grammars and parsers."""
    for directory in sys.path:
        if directory.endswith("-packages"):
            with suppress(OSError):
                yield f"{directory} {os.stat(directory).st_mtime_ns}"


def _digest(name: str, body: memoryview) -> bytes:
    """Return the first line of a file. It detects damage, and a text under another name."""
    digest = _sha256(len(body))(name.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(body)
    return digest.hexdigest().encode() + b"\n"


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return _sha256(len(data))(data).hexdigest()


def _sha256(size: int) -> Callable[[bytes], Hash]:
    """Return hashlib's constructor of SHA-256 for ``size`` bytes.

    It is not imported from hashlib, which loads OpenSSL: that takes 2 ms. The random module does the same. OpenSSL is
    ten times as fast, so it is loaded for large texts.
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
    """Return the SHA-256 of any text, in hexadecimal."""
    return fingerprint(text.encode("utf-8", "surrogatepass"))
