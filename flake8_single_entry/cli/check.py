"""The command ``check``: run the analysis and print its findings."""

from __future__ import annotations

import os

from flake8_single_entry.cli.context import Exit, analyse, inside_root, root_of, uses_colour
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.reporters import load, text

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from flake8_single_entry.model import Finding

INVALID_CONFIGURATION = "ONE901"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    wanted = _wanted(arguments)
    report = analyse(arguments)
    findings = tuple(finding for finding in _shown(report.findings) if _concerns(finding, wanted))
    results = report.only(findings)
    put(load(arguments.format).report(results, colour=uses_colour()))
    if arguments.format == "text":
        if arguments.statistics:
            put(text.statistics(findings))
        tell(text.summary(results))
    if any(finding.code == INVALID_CONFIGURATION for finding in findings):
        return Exit.USAGE
    return Exit.FINDINGS if findings and not arguments.exit_zero else Exit.CLEAN


def _shown(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings without notes."""
    if not findings:
        return ()
    from flake8_single_entry.model import Level

    return tuple(finding for finding in findings if finding.level >= Level.WARNING)


def _wanted(arguments: Namespace) -> tuple[str, ...]:
    """Return the paths whose findings are printed, relative to the root, or "" for all. Raises ``UsageError``."""
    if not arguments.paths:
        return ("",)
    root = os.path.realpath(root_of(arguments))
    return tuple(inside_root(root, path) for path in arguments.paths)


def _concerns(finding: Finding, wanted: Sequence[str]) -> bool:
    """True for a finding in one of the paths. An invalid configuration concerns all paths."""
    here = finding.location.path
    return finding.code == INVALID_CONFIGURATION or any(
        path in ("", here) or here.startswith(path + "/") for path in wanted
    )
