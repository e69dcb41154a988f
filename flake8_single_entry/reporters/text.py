"""``path:line:column: CODE message``, one line per finding, for people, editors and problem matchers."""

from __future__ import annotations

from flake8_single_entry.printable import printable, printable_path

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_single_entry.model import Finding
    from flake8_single_entry.reporters import ReportView

_BOLD, _CYAN, _RESET = "\x1b[1m", "\x1b[36m", "\x1b[0m"
_COLOURS = {"error": "\x1b[31;1m", "warning": "\x1b[33;1m", "note": "\x1b[34;1m"}


def report(results: ReportView, *, colour: bool = False) -> str:
    """Return one line for each finding."""
    return "".join(_line(finding, colour=colour) for finding in results.findings)


def summary(results: ReportView, *, hidden: int = 0) -> str:
    """Return the closing line for people. ``hidden`` is the number of findings of lower levels."""
    more = f" Not printed: {hidden:,} of a lower level (--level note)." if hidden else ""
    if not results.findings:
        files, references = _count(results.files, "file"), _count(results.references, "reference")
        return f"No findings in {files} with {references}.{more}\n"
    files = _count(len({finding.location.path for finding in results.findings}), "file")
    return f"Found {_count(len(results.findings), 'finding')} in {files}.{more}\n"


def statistics(findings: Iterable[Finding]) -> str:
    """Return the number of findings of each rule, highest first."""
    from collections import Counter

    counts = Counter((finding.code, finding.rule) for finding in findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:>6}  {code}  {rule}\n" for (code, rule), number in rows)


def _line(finding: Finding, *, colour: bool) -> str:
    place = finding.location
    path, message = printable_path(place.path), printable(finding.message)
    if not colour:
        return f"{path}:{place.line}:{place.column}: {finding.code} {message}\n"
    colon = f"{_CYAN}:{_RESET}"
    where = f"{_BOLD}{path}{_RESET}{colon}{place.line}{colon}{place.column}{colon}"
    return f"{where} {_COLOURS[str(finding.level)]}{finding.code}{_RESET} {message}\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
