"""``path:line:column: CODE message``, one line per finding, for people, editors and problem matchers."""

from __future__ import annotations

from flake8_single_entry.printable import printable, printable_path
from flake8_single_entry.reporters import PLAIN

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_single_entry.model import Finding
    from flake8_single_entry.reporters import Display, ReportView

BOLD, CYAN, RESET = "\x1b[1m", "\x1b[36m", "\x1b[0m"
COLOURS = {"error": "\x1b[31;1m", "warning": "\x1b[33;1m", "note": "\x1b[34;1m"}


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return one line for each finding."""
    return "".join(_line(finding, display) for finding in results.findings)


def suppressed(results: ReportView, display: Display = PLAIN) -> str:
    """Return one line for each finding that is suppressed, with what does so."""
    return "".join(f"{_line(one.finding, display).rstrip()} [suppressed: {one.by}]\n" for one in results.suppressed)


def summary(results: ReportView, *, hidden: int = 0, elsewhere: int = 0) -> str:
    """Return the closing lines for people.

    ``hidden`` is the number of findings of lower levels, ``elsewhere`` that of findings in files that were not named.
    """
    left = [f"{hidden:,} of a lower level (--level note)"] if hidden else []
    left += [f"{elsewhere:,} in other files"] if elsewhere else []
    more = f" Not printed: {', '.join(left)}." if left else ""
    if not results.findings:
        files, references = count(results.files, "file"), count(results.references, "reference")
        return f"No findings in {files} with {references}.{more}\n"
    files = count(len({finding.location.path for finding in results.findings}), "file")
    fixable = sum(finding.fixable for finding in results.findings)
    them = (
        "it"
        if len(results.findings) == 1
        else "all of them"
        if fixable == len(results.findings)
        else f"{fixable:,} of them"
    )
    fix = f"`single-entry fix` may mend {them}; `single-entry fix --diff` shows how.\n" if fixable else ""
    return f"Found {count(len(results.findings), 'finding')} in {files}: {levels(results.findings)}.{more}\n{fix}"


def statistics(findings: Iterable[Finding]) -> str:
    """Return the number of findings of each rule, highest first."""
    from collections import Counter

    counts = Counter((finding.code, finding.rule) for finding in findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:>6}  {code}  {rule}\n" for (code, rule), number in rows)


def levels(findings: Iterable[Finding]) -> str:
    """Return the number of findings of each level, the highest level first: ``2 errors, 1 warning``."""
    found = [str(finding.level) for finding in findings]
    return ", ".join(count(found.count(level), level) for level in COLOURS if level in found)


def count(number: int, noun: str) -> str:
    """Return a number with a noun: ``1 file``, ``1,200 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _line(finding: Finding, display: Display) -> str:
    place = finding.location
    path, message = printable_path(display.path(place.path)), printable(finding.message)
    if not display.colour:
        return f"{path}:{place.line}:{place.column}: {finding.code} {message}\n"
    colon = f"{CYAN}:{RESET}"
    where = f"{BOLD}{path}{RESET}{colon}{place.line}{colon}{place.column}{colon}"
    return f"{where} {COLOURS[str(finding.level)]}{finding.code}{RESET} {message}\n"
