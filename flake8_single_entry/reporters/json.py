"""JSON for programs: version 1 of the documents of ``check`` and ``list``. Fields are added, never renamed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flake8_single_entry.model import Candidate, Edit, Finding, Location, Role, Scope, UniqueFeatures
from flake8_single_entry.printable import inert_json
from flake8_single_entry.reporters import PLAIN

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from flake8_single_entry.reporters import Display, ReportView

VERSION = 1


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return the document of ``check``."""
    del display
    suppressed = results.suppressed
    summary = {
        "files": results.files,
        "references": results.references,
        "findings": len(results.findings),
        "suppressed": len(suppressed),
        "history": results.has_history,
        "exit": int(results.exit_code),
    }
    document: dict[str, object] = {
        "version": VERSION,
        "scopes": [_scope(scope) for scope in results.scopes],
        "findings": [_finding(finding) for finding in results.findings],
        "summary": summary,
    }
    if results.shows_suppressed:
        document["suppressed"] = [
            {**_finding(one.finding), "suppressed_by": one.by, "reason": one.reason or None} for one in suppressed
        ]
    return _text(document)


def listing(scopes: Sequence[Scope]) -> str:
    """Return the document of ``list``."""
    return _text({"version": VERSION, "scopes": [_scope(scope) for scope in scopes]})


def comparison(sides: Sequence[tuple[str, str, UniqueFeatures]]) -> str:
    """Return the document of ``list --compare``: the features that only one of two modules has."""
    rows = [{"path": path, "other": other, "only": feature_lists(lost)} for path, other, lost in sides]
    return _text({"version": VERSION, "compare": rows})


def _text(document: object) -> str:
    # ASCII is safe in every locale; lone surrogates (names that are not UTF-8) are escaped as well
    return inert_json(json.dumps(document, indent=2)) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.location
    related = [
        {"path": other.location.path, "line": other.location.line, "message": other.message}
        for other in finding.related
    ]
    return {
        "code": finding.code,
        "rule": finding.rule,
        "level": str(finding.level),
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "message": finding.message,
        "reference": finding.reference,
        "target": finding.target,
        "suggestion": finding.suggestion,
        "scope": finding.scope,
        "related": related,
        "fixable": finding.fixable,
        "edits": [_edit(edit) for edit in finding.edits],
        "move": {"from": place.path, "to": finding.move} if finding.move else None,
        "fingerprint": finding.fingerprint,
    }


def _edit(edit: Edit) -> dict[str, object]:
    place = edit.location
    start, end = {"line": place.line, "column": place.column}, {"line": place.end_line, "column": place.end_column}
    return {"path": place.path, "start": start, "end": end, "text": edit.text}


def _scope(scope: Scope) -> dict[str, object]:
    return {
        "root": scope.root,
        "entry_point": scope.entry_point,
        "decided_by": scope.decided_by,
        "confidence": round(scope.confidence, 3),
        "archive": list(scope.archive),
        "candidates": [_candidate(candidate) for candidate in scope.candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, object]:
    evidence = [
        {"kind": one.kind, "location": _place(one.location), "text": one.text, "weight": round(one.weight, 3)}
        for one in candidate.evidence
    ]
    found: dict[str, object] = {
        "path": candidate.path,
        "role": str(candidate.role),
        "score": round(candidate.score, 3),
        "evidence": evidence,
    }
    if candidate.role is Role.DUPLICATE:
        found["lacks"] = feature_lists(candidate.lacks)
    return found


def feature_lists(lost: UniqueFeatures) -> dict[str, list[str]]:
    return {"routes": list(lost.routes), "commands": list(lost.commands), "definitions": list(lost.definitions)}


def _place(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    return {"path": location.path, "line": location.line, "column": location.column}
