"""Sketch of a module's code: hashes of shingles over its normalised tokens, to measure the similarity of two modules.

Shingling and the bottom-k sketch follow A. Broder, "On the resemblance and containment of documents" (1997). Names are
kept, literals become a single letter, comments and docstrings are left out. Renamed variables therefore count as a
difference; reworded messages do not.
"""

from __future__ import annotations

import re
import zlib
from itertools import accumulate

_SHINGLE = 5  # tokens
_CAP = 1024  # the number of hashes kept, smallest first; the sketch of a smaller module is exact
_TOKEN = re.compile(
    r"\#[^\n]*"
    r"|([A-Za-z]{0,2}(?:\"\"\"(?:[^\\\"]++|\\.|\"(?!\"\"))*+(?:\"\"\")?+|'''(?:[^\\']++|\\.|'(?!''))*+(?:''')?+"
    r"|\"(?:[^\\\"\n]++|\\.)*+\"?+|'(?:[^\\'\n]++|\\.)*+'?+))"  # an unterminated string ends at the end of its line
    r"|(\d[\w.]*)"
    r"|(\w+|[^\w\s])",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """Return the normalised tokens of Python source. Fast, and exact enough to compare, though not to compile."""
    found = _TOKEN.findall(text)  # no group matches a comment
    return [word or ('"' if string else "0") for string, number, word in found if word or string or number]


def sketch(text: str) -> tuple[int, ...]:
    """Return the sorted hashes, the same in every process. A text without code returns ()."""
    words = tokens(text)
    if not words:
        return ()
    line = " ".join(words).encode("utf-8", "replace")
    ends = [end + blanks for blanks, end in enumerate(accumulate(map(len, line.split(b" "))))]
    starts = [0, *(end + 1 for end in ends)]
    hashes = {
        zlib.crc32(line[start:end]) for start, end in zip(starts, ends[_SHINGLE - 1 :] or ends[-1:], strict=False)
    }
    return tuple(sorted(hashes)[:_CAP])
