"""A sketch of a module's code: hashes of shingles over its normalised tokens, to measure how alike two modules are.

Shingling and the bottom-k sketch follow A. Broder, "On the resemblance and containment of documents" (1997). Names stay
as they are, literals become a letter, comments and docstrings are left out: renamed variables count as a difference,
new wording of messages does not.
"""

from __future__ import annotations

import re
import zlib

_SHINGLE = 5  # tokens
_CAP = 1024  # the smallest hashes of a large module; below it the sketch is exact
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<string>[A-Za-z]{0,2}(?:\"\"\"(?:[^\\\"]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^\\']|\\.|'(?!''))*'''"
    r"|\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*'))"
    r"|(?P<number>\d[\w.]*)"
    r"|\w+|[^\w\s]",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """The normalised tokens of Python source, quickly: exact enough to compare, not to compile."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            found.append(match[0])
        elif kind != "comment":
            found.append('"' if kind == "string" else "0")
    return found


def sketch(text: str) -> tuple[int, ...]:
    """The sorted hashes, the same in every process; () for a text without code."""
    words = tokens(text)
    if not words:
        return ()
    count = max(1, len(words) - _SHINGLE + 1)
    hashes = {zlib.crc32(" ".join(words[index : index + _SHINGLE]).encode()) for index in range(count)}
    return tuple(sorted(hashes)[:_CAP])
