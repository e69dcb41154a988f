"""The lines of a file that were written after a commit, as ``git blame`` knows them.

Source: https://git-scm.com/docs/git-blame#_the_porcelain_format. A line that is older than the range has the header
``boundary``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def blame_question(path: str, lines: Iterable[int], since: str, until: str) -> tuple[str, ...]:
    """Return the query for some lines of a file at the commit ``until``, limited to the commits after ``since``."""
    ranges = (word for line in sorted(set(lines)) for word in ("-L", f"{line},{line}"))
    return ("blame", "-w", "--porcelain", *ranges, f"{since}..{until}", "--", path)


def newer_lines(output: str) -> str:
    """Convert porcelain output to the numbers of the newer lines, each with its text: ``12\\0text\\0``."""
    newer: list[str] = []
    old: set[str] = set()
    commit = number = ""
    for line in output.split("\n"):
        words = line.split(" ")
        if line.startswith("\t"):
            if commit not in old:
                newer += [number, line[1:].removesuffix("\r")]
        elif line == "boundary":
            old.add(commit)
        elif len(words) in (3, 4) and len(words[0]) >= 40 and words[2].isdigit():
            commit, number = words[0], words[2]
    return "".join(f"{each}\0" for each in newer)


def lines_of(answer: str) -> Mapping[int, str]:
    """Parse the text that ``newer_lines`` returned."""
    fields = answer.split("\0")
    return {int(number): text for number, text in zip(fields[::2], fields[1::2], strict=False)}
