"""SARIF 2.1.0, which code scanning of GitHub and Azure and the viewers of editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; the numbers below are its sections. GitHub's
subset is at https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from flake8_single_entry import __version__
from flake8_single_entry.model import Edit, Finding, Location, Related, SuppressedFinding
from flake8_single_entry.printable import inert_json, printable
from flake8_single_entry.reporters import PLAIN, Display
from flake8_single_entry.reporters.excerpt import by_file
from flake8_single_entry.rules import RULES, Rule, address_of

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "singleEntry/v1"  # 3.27.17: a name with a version; GitHub adds its own beside it
ROOT = "ROOT"
_INDEX = {rule.code: number for number, rule in enumerate(RULES)}
_SHALLOW = "The clone is shallow: git does not know which files were deleted or renamed."


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return the log of one run, with all rules, so that their order is the same in each run."""
    del display
    driver = {
        "name": "single-entry",
        "fullName": "flake8-single-entry",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(results)],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The directory that was analysed."}}},
        "columnKind": "unicodeCodePoints",  # 3.14.17
        "results": list(_results(results)),
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return inert_json(json.dumps(document, indent=2)) + "\n"


def _invocation(results: ReportView) -> dict[str, object]:
    notifications = [] if results.has_history else [{"level": "note", "message": {"text": _SHALLOW}}]
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _rule(rule: Rule) -> dict[str, object]:
    """Return the description of a rule (3.49): its summary, what it does, its page, and where that is published."""
    page = rule.page_without_links
    summary, _, rest = page.partition("\n")
    does = rest.partition("## What it does\n")[2].partition("\n## ")[0]
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": " ".join(does.split()) or summary},
        "helpUri": address_of(rule.code),
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": str(rule.level)},
    }


def _results(results: ReportView) -> Iterator[dict[str, object]]:
    """Yield the results. If what is suppressed is shown, each result says whether it is (3.27.23)."""
    if not results.shows_suppressed:
        yield from map(_result, results.findings)
        return
    for finding in results.findings:
        yield {**_result(finding), "suppressions": []}
    for one in results.suppressed:
        yield {**_result(one.finding), "suppressions": [_suppression(one)]}


def _suppression(one: SuppressedFinding) -> dict[str, object]:
    """Return what suppresses a finding (3.35): a comment in the source, or an entry of the baseline, outside it."""
    found: dict[str, object] = {"kind": "inSource" if one.by == "noqa" else "external"}
    if one.reason:
        found["justification"] = printable(one.reason)
    return found


def _result(finding: Finding) -> dict[str, object]:
    found: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "level": str(finding.level),
        "message": {"text": _message(finding.message)},
        "locations": [{"physicalLocation": _place(finding.location)}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.related:
        found["relatedLocations"] = [_related(number, other) for number, other in enumerate(finding.related, 1)]
    if finding.edits:
        found["fixes"] = [_fix(finding)]
    return found


def _related(number: int, other: Related) -> dict[str, object]:
    return {"id": number, "message": {"text": _message(other.message)}, "physicalLocation": _place(other.location)}


def _fix(finding: Finding) -> dict[str, object]:
    """Return the edits of a finding (3.55), which belong together."""
    return {
        "description": {"text": _message(finding.message.rpartition("; ")[2])},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": _replacements(edits)}
            for path, edits in by_file(finding.edits)
        ],
    }


def _replacements(edits: Iterable[Edit]) -> list[dict[str, object]]:
    return [{"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.text}} for edit in edits]


def _place(place: Location) -> dict[str, object]:
    return {"artifactLocation": _artifact(place.path), "region": _region(place)}


def _artifact(path: str) -> dict[str, object]:
    """Return a path as a URI relative to the root (3.4.3). A configuration outside the root has an absolute one."""
    try:
        uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")  # the bytes of the name, if they are not UTF-8
    except UnicodeEncodeError:
        uri = quote(printable(path), safe="/")
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": ROOT}


def _region(place: Location) -> dict[str, object]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _message(text: str) -> str:
    """Return a plain-text message in which nothing is a link (3.11.6)."""
    shown = printable(text)
    return shown.replace("[", "\\[").replace("]", "\\]") if "](" in shown else shown
