"""Markdown for the summary of a build or a comment: one table, in which no name is interpreted.

Source: https://github.github.com/gfm/ (6.3 "Code spans" and 4.10 "Tables"). Everything that comes from the repository
is in code spans: there, names are neither links nor HTML, and mention nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_single_entry.model import Finding
from flake8_single_entry.printable import printable
from flake8_single_entry.reporters import PLAIN, Display
from flake8_single_entry.reporters.text import count, levels

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

MOST = 60_000  # characters: GitHub refuses a comment of more than 65,536
_HEAD = "| level | place | finding |\n| - | - | - |\n"
_TICKS = re.compile(r"`+")


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return a heading, and a table of the findings. It ends early if it would be too long for a comment."""
    del display
    title = "### single-entry\n\n"
    if not results.findings:
        files = count(results.files, "file")
        return f"{title}No findings in {files} with {count(results.references, 'reference')}.\n"
    files = count(len({finding.location.path for finding in results.findings}), "file")
    found = f"Found {count(len(results.findings), 'finding')} in {files}: {levels(results.findings)}."
    rows: list[str] = []
    size = len(title) + len(found)
    for finding in results.findings:
        row = _row(finding)
        size += len(row.encode("utf-8", "replace"))
        if size > MOST:
            break
        rows.append(row)
    left = len(results.findings) - len(rows)
    more = f"\n{count(left, 'more finding')}: `single-entry` lists all.\n" if left else ""
    return f"{title}{found}\n\n{_HEAD}{''.join(rows)}{more}"


def code(text: str) -> str:
    """Return a text as a code span for a cell of a table."""
    shown = printable(text).replace("|", "\\|")
    longest = max(map(len, _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""  # needed beside a backtick, and stripped again
    return f"{fence}{space}{shown}{space}{fence}"


def _row(finding: Finding) -> str:
    place = finding.location
    where = code(f"{place.path}:{place.line}:{place.column}")
    return f"| {finding.level} | {where} | {finding.code} {code(finding.message)} |\n"
