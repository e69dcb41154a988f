"""Turn findings into what the protocol shows: diagnostics, hovers and locations."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import sha1
from urllib.parse import quote, unquote_to_bytes

from lsprotocol import types
from pygls import uris

from flake8_single_entry.lsp.positions import Units, holds
from flake8_single_entry.lsp.snapshot import Snapshot
from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.printable import printable
from flake8_single_entry.rules import address_of, find_rule

SOURCE = "single-entry"
Address = Callable[[str], str]  # returns the URI of a path of the project

_SEVERITIES = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Information,
}


def file_of(uri: str) -> str | None:
    """Return the file that a URI names, or None if it names none on this machine. The inverse of ``uri_of``."""
    scheme, _, rest = uri.partition("://")
    host, slash, path = rest.partition("/")
    if scheme.lower() != "file" or not slash or "%00" in path or "\0" in path:
        return None
    if os.name != "posix":
        return uris.to_fs_path(uri)
    return os.fsdecode(unquote_to_bytes(f"/{path}")) if host.lower() in ("", "localhost") else None


def uri_of(root: str, path: str) -> str:
    """Return the URI of a file of a project. Bytes that are not UTF-8 are kept."""
    full = os.path.join(root, *path.split("/"))
    if os.name == "posix":
        return f"file://{quote(os.fsencode(full), safe='/')}"
    return uris.from_fs_path(full) or ""


def diagnostic(finding: Finding, snapshot: Snapshot, units: Units, address: Address) -> types.Diagnostic:
    """Return the diagnostic of a finding. Its data identifies the finding."""

    def place(location: Location) -> types.Location:
        return types.Location(address(location.path), units.span(location, snapshot.lines.get(location.path, ())))

    related = [
        types.DiagnosticRelatedInformation(place(other.location), printable(other.message)) for other in finding.related
    ]
    return types.Diagnostic(
        range=place(finding.location).range,
        message=printable(finding.message),
        severity=_SEVERITIES[finding.level],
        code=finding.code,
        code_description=types.CodeDescription(address_of(finding.code)),
        source=SOURCE,
        related_information=related or None,
        data=finding.fingerprint,
    )


def identity(items: list[types.Diagnostic]) -> str:
    """Return what identifies the diagnostics of a file: equal ones have the same."""
    return sha1(repr(items).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def at(snapshot: Snapshot, path: str, position: types.Position, units: Units) -> Iterator[Finding]:
    """Yield the findings of a file at a position."""
    lines = snapshot.lines.get(path, ())
    for finding in snapshot.in_file(path):
        if holds(units.span(finding.location, lines), position):
            yield finding


def hover(findings: list[Finding], snapshot: Snapshot, units: Units) -> types.Hover | None:
    """Return the messages of findings and the pages of their rules. Messages are code: no name is Markdown."""
    if not findings:
        return None
    parts = [f"```text\n{printable(finding.message).replace('```', '` ` `')}\n```" for finding in findings]
    parts += [_page(code) for code in dict.fromkeys(finding.code for finding in findings)]
    first = findings[0].location
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts)),
        units.span(first, snapshot.lines.get(first.path, ())),
    )


def _page(code: str) -> str:
    rule = find_rule(code)
    return f"# {rule.code} {rule.name}\n\n{rule.page_without_links}" if rule else code
