"""Text and code for Markdown (GitHub Flavored Markdown): whatever a name holds, it stays text.

Sources: https://spec.commonmark.org/0.31.2/#code-spans, #backslash-escapes, and
https://github.github.com/gfm/#tables-extension- (a ``|`` in a cell is escaped, in code too).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flake8_single_entry.printable import printable

_SPECIAL = re.compile(r"[\\`*\[\]<>|&~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[#+\-=](?=\s|$)|^\d+(?=[.)])|!(?=\[)")
_RUN = re.compile("`+")
_MENTION = re.compile(r"(?<![A-Za-z0-9])@(?=[A-Za-z0-9])")


def prose(text: str) -> str:
    """Return text that Markdown shows as it is, on one line. It mentions nobody."""
    escaped = _SPECIAL.sub(lambda found: _escaped(found[0]), printable(text))
    return _MENTION.sub("@\u2060", escaped)


def code(text: str) -> str:
    """Return a code span with the text, which may stand in a table."""
    shown = printable(text).replace("|", "\\|")
    if not shown.strip():
        return ""
    fence = "`" * (max(map(len, _RUN.findall(shown)), default=0) + 1)
    space = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{space}{shown}{space}{fence}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[str] = ()) -> str:
    """Return a table. Cells are Markdown already; ``numbers`` are the heads of columns of numbers."""
    lines = [_row(heads), _row(["-:" if head in numbers else "-" for head in heads]), *map(_row, rows)]
    return "".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escaped(text: str) -> str:
    return f"{text}\\" if text.isdigit() else f"\\{text}"
