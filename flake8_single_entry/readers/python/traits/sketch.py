"""A sketch of a module's code: hashes of shingles over its normalised tokens, to measure how alike two modules are.

Shingling and the bottom-k sketch follow A. Broder, "On the resemblance and containment of documents" (1997). Names stay
as they are, literals become a letter, comments and docstrings are left out: renamed variables count as a difference,
new wording of messages does not.
"""

from __future__ import annotations

import re
import zlib
from itertools import accumulate

_SHINGLE = 5  # tokens
_CAP = 1024  # the smallest hashes of a large module; below it the sketch is exact
_TOKEN = re.compile(
    r"\#[^\n]*"
    r"|([A-Za-z]{0,2}(?:\"\"\"(?:[^\\\"]++|\\.|\"(?!\"\"))*+(?:\"\"\")?+|'''(?:[^\\']++|\\.|'(?!''))*+(?:''')?+"
    r"|\"(?:[^\\\"\n]++|\\.)*+\"?+|'(?:[^\\'\n]++|\\.)*+'?+))"  # without an end, to where it must have been
    r"|(\d[\w.]*)"
    r"|(\w+|[^\w\s])",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """The normalised tokens of Python source, quickly: exact enough to compare, not to compile."""
    found = _TOKEN.findall(text)  # a comment is in none of the groups
    return [word or ('"' if string else "0") for string, number, word in found if word or string or number]


def sketch(text: str) -> tuple[int, ...]:
    """The sorted hashes, the same in every process; () for a text without code."""
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
