"""Reports of the commits that were judged last: one text of the cache for a repository, whatever is pushed to it."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from flake8_single_entry.cache import Cache

MOST = 200  # reports
LARGEST = 4 << 20  # characters of all of them


def report_of(cache: Cache, name: str, key: str) -> str | None:
    """The text that was kept for a key; None where there is none any more."""
    for line in reversed(_lines(cache, name)):
        if line.startswith(key + " "):
            return line[len(key) + 1 :]
    return None


def keep_report(cache: Cache, name: str, key: str, text: str) -> None:
    """Keep a text of one line for a key without blanks, and of the others the latest that there is room for.

    Of two processes at once the later one wins: what the other has kept may be lost.
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
    """Key and text of each report, the latest last."""
    text = cache.read(name)
    return text.split("\n") if text else []
