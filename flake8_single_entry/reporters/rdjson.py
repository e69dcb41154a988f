"""The Reviewdog Diagnostic Format: reviewdog comments on pull requests of many platforms.

Source: https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto. Columns count bytes of UTF-8 from
1, and the end of a range is exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.printable import inert_json, printable
from flake8_single_entry.reporters import PLAIN, Display
from flake8_single_entry.reporters.excerpt import lines_of
from flake8_single_entry.reporters.gitlab import unicode_path
from flake8_single_entry.rules import address_of

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

_SEVERITIES = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.NOTE: "INFO"}


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return the document, a ``DiagnosticResult``."""

    @cache
    def source(path: str) -> Sequence[str]:
        text = display.read(path)
        return () if text is None else lines_of(text)

    diagnostics = [_diagnostic(finding, source) for finding in results.findings]
    document = {"source": {"name": "single-entry"}, "diagnostics": diagnostics}
    return inert_json(json.dumps(document, indent=2)) + "\n"


def _diagnostic(finding: Finding, source: Callable[[str], Sequence[str]]) -> dict[str, object]:
    place = finding.location
    lines = source(place.path)
    found: dict[str, object] = {
        "message": printable(finding.message),
        "location": {"path": unicode_path(place.path), "range": _range(place, lines)},
        "severity": _SEVERITIES[finding.level],
        "code": {"value": finding.code, "url": address_of(finding.code)},
    }
    if len(finding.edits) == 1 and finding.edits[0].location.path == place.path and lines:
        # each suggestion is offered by itself, so several edits that belong together cannot be one
        (edit,) = finding.edits
        found["suggestions"] = [{"range": _range(edit.location, lines), "text": edit.text}]
    return found


def _range(place: Location, lines: Sequence[str]) -> dict[str, object]:
    return {
        "start": {"line": place.line, "column": _bytes(lines, place.line, place.column)},
        "end": {"line": place.end_line, "column": _bytes(lines, place.end_line, place.end_column)},
    }


def _bytes(lines: Sequence[str], line: int, column: int) -> int:
    """Return a column in bytes. If the line is not known, the column stays as it is."""
    if not 1 <= line <= len(lines) or lines[line - 1].isascii():
        return column
    return len(lines[line - 1][: column - 1].encode("utf-8", "surrogatepass")) + 1
