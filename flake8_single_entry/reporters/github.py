"""Workflow commands of GitHub Actions, which become annotations of a pull request.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands ("Setting a notice
message"). The escapes are those of ``packages/core/src/command.ts`` in https://github.com/actions/toolkit. GitHub shows
at most ten annotations of a level for each step (``docs/problem-matchers.md`` there, "Limitations").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_single_entry.model import Finding, Level
from flake8_single_entry.printable import printable, printable_path
from flake8_single_entry.reporters import PLAIN, Display
from flake8_single_entry.reporters.text import count

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

MOST_SHOWN = 10  # annotations of a level in one step
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return a command for each finding that GitHub shows, and a plain line for each of the others.

    If there are others, the last notice says how many: it takes the place of one.
    """
    del display
    findings = results.findings
    rest = sum(max(number - MOST_SHOWN, 0) for number in Counter(finding.level for finding in findings).values())
    room = dict.fromkeys(Level, MOST_SHOWN)
    if rest:
        room[Level.NOTE] -= 1
    shown, others = _divide(findings, room)
    lines = [_command(finding) for finding in shown]
    lines += [_line(finding) for finding in others]
    if others:
        told = f"{count(len(others), 'more finding')} in the log of this step: GitHub shows {MOST_SHOWN} of each level"
        lines.append(f"::notice title=single-entry::{told}")
    return "".join(f"{line}\n" for line in lines)


def data(text: str) -> str:
    """Escape the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """Escape the value of a property."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def _divide(findings: tuple[Finding, ...], room: dict[Level, int]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that GitHub shows, and the others."""
    shown: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        (shown if room[finding.level] > 0 else others).append(finding)
        room[finding.level] -= 1
    return shown, others


def _command(finding: Finding) -> str:
    properties = ",".join(f"{name}={value(text)}" for name, text in _properties(finding))
    return f"::{_COMMANDS[finding.level]} {properties}::{data(_line(finding))}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the properties. Columns are documented for a span in one line only."""
    place = finding.location
    yield "title", f"{finding.code} {finding.rule}"
    yield "file", printable(place.path)
    yield "line", str(place.line)
    yield "endLine", str(place.end_line)
    if place.line == place.end_line:
        yield "col", str(place.column)
        yield "endColumn", str(place.end_column)


def _line(finding: Finding) -> str:
    """Return a finding with its place: the log shows no properties."""
    place = finding.location
    return f"{printable_path(place.path)}:{place.line}:{place.column}: {finding.code} {printable(finding.message)}"
