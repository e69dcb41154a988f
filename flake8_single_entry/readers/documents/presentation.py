"""Which Python files a document presents side by side: items of one list, rows of one table, sections of one level."""

from __future__ import annotations

import re
from collections import defaultdict

from flake8_single_entry.conventions.file_names import PUT_AWAY_WORDS
from flake8_single_entry.conventions.passages import retired_lead
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.conventions.translations import folded

_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_ITEM = re.compile(r"([ \t]*(?:[-*+•]|\d+[.)]|\||#{1,6}))[ \t]")
_FILE = re.compile(r"(?<![\w./-])[\w./-]{1,200}\.pyw?\b")
_WORD = re.compile(r"[^\W\d_]+")
# A sentence about a backup or a copy describes what the program does.
_FORMER = (
    PUT_AWAY_WORDS | word_set("replaced outdated discontinued veraltet ersetzt obsoleto obsoleta remplace")
) - word_set("backup bak bkp bck copy kopie sicherung copie sauvegarde copia respaldo")
_MOST_LINES = 5_000


def presented_together(text: str) -> tuple[frozenset[str], ...]:
    """Return the files, as written, in each list, table, or row of headings that has at least two of them.

    An item that says that its file is a former version presents nothing.
    """
    groups: dict[tuple[str, int], set[str]] = defaultdict(set)
    section = 0
    fenced = False
    for line in text.split("\n")[:_MOST_LINES]:
        if _FENCE.match(line):
            fenced = not fenced
        item = None if fenced else _ITEM.match(line)
        if item is None:
            continue
        mark = re.sub(r"\d+[.)]", "1.", item[1])
        if mark.startswith("#"):
            section += 1
        found = _FILE.findall(line)
        if found and not says_former(_FILE.sub(" ", line[item.end() :])):
            groups[mark, 0 if mark.startswith("#") else section].add(found[0].lstrip("./"))
    return tuple(frozenset(names) for names in groups.values() if len(names) > 1)


def says_former(text: str) -> bool:
    """Return True if a text about a file or a command says that another has replaced it."""
    return not _FORMER.isdisjoint(_WORD.findall(folded(text))) or retired_lead(text)
