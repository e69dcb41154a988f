"""The report of GitLab's Code Quality, which a merge request shows beside its changes.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flake8_single_entry.model import Finding, Level
from flake8_single_entry.printable import inert_json, printable
from flake8_single_entry.reporters import PLAIN, Display

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return the document: an array with an object for each finding."""
    del display
    return inert_json(json.dumps([_violation(finding) for finding in results.findings], indent=2)) + "\n"


def _violation(finding: Finding) -> dict[str, object]:
    """Return a finding. A fingerprint must be unique, and ours is: it holds the path, and a number for repetitions."""
    place = finding.location
    return {
        "description": f"{finding.code} {printable(finding.message)}",
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {"path": unicode_path(place.path), "lines": {"begin": place.line, "end": place.end_line}},
    }


def unicode_path(path: str) -> str:
    """Return a path without lone surrogates, which parsers of JSON other than Python's refuse.

    They stand for bytes that are not UTF-8. Such a file is named by its escapes.
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return printable(path)
    return path
