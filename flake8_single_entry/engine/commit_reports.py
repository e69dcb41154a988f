"""Reports of the commits analysed last, in one cache file per repository of limited size."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from flake8_single_entry.cache import Cache

MOST = 200  # reports
LARGEST = 4 << 20  # characters, all reports together


def report_of(cache: Cache, name: str, key: str) -> str | None:
    """Return the text saved under a key, or None if there is none."""
    for line in reversed(_lines(cache, name)):
        if line.startswith(key + " "):
            return line[len(key) + 1 :]
    return None


def keep_report(cache: Cache, name: str, key: str, text: str) -> None:
    """Save a text of one line under a key without spaces. Older texts are kept as far as the limits allow.

    If two processes write at the same time, the later one wins and the other text may be lost.
    """
    kept = [f"{key} {text}"]
    room = LARGEST - len(kept[0])
    for line in reversed(_lines(cache, name)):
        room -= len(line)
        if room < 0 or len(kept) == MOST:
            break
        if not line.startswith(key + " "):
            kept.append(line)
    cache.write(name, "\n".join(reversed(kept)))


def _lines(cache: Cache, name: str) -> list[str]:
    """Return the key and text of each report, the latest last."""
    text = cache.read(name)
    return text.split("\n") if text else []
