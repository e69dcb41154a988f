"""The command ``check``: run the analysis and print its findings."""

from __future__ import annotations

import os
import sys

from flake8_single_entry.cli.context import Exit, analyse, inside_root, root_of
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.errors import UsageError
from flake8_single_entry.reporters import FOR_PEOPLE, text

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from flake8_single_entry.engine import Report
    from flake8_single_entry.model import Finding, Level

INVALID_CONFIGURATION = "ONE901"
EXPIRED = "ONE903"  # a note before the last day, a warning after it
DEFAULT = "warning"  # the lowest level that is printed and fails
_SHALLOW = (
    "The clone is shallow: git does not know which files were deleted or renamed. "
    "Fetch the whole history (`fetch-depth: 0` of actions/checkout).\n"
)


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    wanted = _wanted(arguments)
    select, ignore = _prefixes(arguments.select, "--select"), _prefixes(arguments.ignore, "--ignore")
    report = analyse(arguments)
    selected = _selected(report.findings, select, ignore) if select or ignore else report.findings
    findings = tuple(finding for finding in selected if _concerns(finding, wanted))
    fail_on = arguments.fail_on or report.fail_on
    level = arguments.level or min(fail_on, DEFAULT, key=_rank)
    shown = _from(findings, level)
    code = _exit_code(arguments, findings, fail_on)
    results = report.only(shown, fail_on=fail_on, exit_code=code, shows_suppressed=arguments.show_suppressed)
    name = arguments.format or _default_format(arguments)
    if shown or name not in FOR_PEOPLE or arguments.output_file or arguments.show_suppressed:
        _print(arguments, results, name)
    if not arguments.quiet:
        if name in FOR_PEOPLE or arguments.output_file:
            elsewhere = len(_from(selected, level)) - len(shown)
            tell(text.summary(results, hidden=len(findings) - len(shown), elsewhere=elsewhere))
            _announce(report.findings, shown)
        if not report.has_history:
            tell(_SHALLOW)
    return code


def _exit_code(arguments: Namespace, findings: tuple[Finding, ...], fail_on: str) -> int:
    if any(finding.code == INVALID_CONFIGURATION for finding in findings):
        return Exit.USAGE
    return Exit.FINDINGS if _from(findings, fail_on) and not arguments.exit_zero else Exit.CLEAN


def _announce(findings: Sequence[Finding], shown: Sequence[Finding]) -> None:
    """Name the entries whose last day comes soon: the notes of this rule are not printed by default."""
    for finding in findings:
        if finding.code == EXPIRED and finding not in shown:
            from flake8_single_entry.printable import printable

            tell(
                f"Ends soon: {printable(finding.location.path)}:{finding.location.line}: {printable(finding.message)}\n"
            )


def _default_format(arguments: Namespace) -> str:
    """Return the format of a run that names none: what people read at a terminal, else one line for each finding."""
    return "full" if sys.stdout.isatty() and not arguments.output_file else "text"


def _print(arguments: Namespace, results: Report, name: str) -> None:
    """Print a report, or write it to the file that the arguments name."""
    from flake8_single_entry.cli.output import render, write

    output = render(arguments, results, name)
    if arguments.output_file:
        write(arguments.output_file, output, root_of(arguments))
    else:
        put(output)


def _from(findings: tuple[Finding, ...], word: str) -> tuple[Finding, ...]:
    """Return the findings of a level or above."""
    if not findings:
        return ()
    least = _level(word)
    return tuple(finding for finding in findings if finding.level >= least)


def _rank(word: str) -> int:
    return ("note", "warning", "error").index(word)


def _level(word: str) -> Level:
    from flake8_single_entry.model import Level

    return Level[word.upper()]


def _prefixes(given: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Return the codes and prefixes of codes that an option lists. Raises ``UsageError`` for an unknown one."""
    words = [word for words in given or () for word in words.replace(",", " ").split()]
    if not words:
        return ()
    from flake8_single_entry.config.rule_names import prefix_of, similar

    prefixes = {word: prefix_of(word) for word in words}
    for word, prefix in prefixes.items():
        if prefix is None:
            close = similar(word)
            hint = f", did you mean {close}?" if close else ""
            raise UsageError(f"{option}: there is no rule {word}{hint}; `single-entry explain` lists the rules")
    return tuple(prefix for prefix in prefixes.values() if prefix)


def _selected(findings: tuple[Finding, ...], select: Sequence[str], ignore: Sequence[str]) -> tuple[Finding, ...]:
    from flake8_single_entry.config.rule_names import is_selected

    return tuple(finding for finding in findings if is_selected(finding.code, select, ignore))


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
