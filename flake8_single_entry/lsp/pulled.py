"""The answers to a client that asks for diagnostics.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
#textDocument_pullDiagnostics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lsprotocol import types

from flake8_single_entry.lsp.messages import identity

Report = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport


class Shown(NamedTuple):
    """The diagnostics of one file, and its version if it is open."""

    uri: str
    version: int | None
    items: list[types.Diagnostic]


def document_report(items: list[types.Diagnostic], previous: str | None) -> Report:
    """Return the diagnostics of a document, or that they are those that the client has."""
    result = identity(items)
    if result == previous:
        return types.RelatedUnchangedDocumentDiagnosticReport(result)
    return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=result)


def workspace_report(shown: Iterable[Shown], before: Mapping[str, str]) -> types.WorkspaceDiagnosticReport:
    """Return the diagnostics of all files. ``before`` are the results that the client has, by address.

    A file of a folder that was closed has none any more.
    """
    reports: list[types.WorkspaceDocumentDiagnosticReport] = []
    for uri, version, items in shown:
        result = identity(items)
        if before.get(uri) == result:
            reports.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result, version))
        else:
            reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri, items, version, result_id=result))
    gone = before.keys() - {report.uri for report in reports}
    reports += [types.WorkspaceFullDocumentDiagnosticReport(uri, []) for uri in sorted(gone)]
    return types.WorkspaceDiagnosticReport(reports)
