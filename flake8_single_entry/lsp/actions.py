"""Code actions: the edits of a finding, and its move to the archive with the references that follow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lsprotocol import types

from flake8_single_entry.fixes.values import FileChange, Plan
from flake8_single_entry.lsp.messages import Address, diagnostic
from flake8_single_entry.lsp.positions import Units, overlap
from flake8_single_entry.lsp.snapshot import Snapshot
from flake8_single_entry.model import Edit, Finding
from flake8_single_entry.printable import printable
from flake8_single_entry.reporters.excerpt import by_file, lines_of
from flake8_single_entry.syntax.source import Undecodable, decode

Versions = Mapping[str, int | None]  # of the open documents, by path
Changes = Sequence[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile]


def actions(
    snapshot: Snapshot, path: str, span: types.Range, units: Units, address: Address, versions: Versions, *, moves: bool
) -> list[types.CodeAction]:
    """Return the actions for the findings of a file that overlap a range.

    ``moves`` is True if the client can rename files and resolve an action. A move is then offered, and computed when it
    is chosen.
    """
    lines = snapshot.lines.get(path, ())
    found: list[types.CodeAction] = []
    for finding in snapshot.in_file(path):
        if not overlap(units.span(finding.location, lines), span):
            continue
        shown = [diagnostic(finding, snapshot, units, address)]
        kind = types.CodeActionKind.QuickFix
        if finding.edits:
            edit = _workspace_edit(finding.edits, snapshot, units, address, versions)
            title = _title(finding)
            found.append(types.CodeAction(title, kind=kind, diagnostics=shown, edit=edit))
        elif finding.move and moves:
            title = f"Move {printable(path)} to {printable(finding.move)} and rewrite what names it"
            data = {"root": snapshot.root, "fingerprint": finding.fingerprint}
            found.append(types.CodeAction(title, kind=kind, diagnostics=shown, data=data))
    return found


def edit_of(plan: Plan, units: Units, address: Address, versions: Versions) -> types.WorkspaceEdit:
    """Return a plan as edits of whole files, followed by the moves."""
    moved = {move.new: move.old for move in plan.moves}
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for change in plan.changes:
        path = moved.get(change.path, change.path)  # before the move
        text = _whole(change, units)
        if text is not None:
            document = types.OptionalVersionedTextDocumentIdentifier(address(path), versions.get(path))
            changes.append(types.TextDocumentEdit(document, [text]))
    changes += [types.RenameFile(address(move.old), address(move.new)) for move in plan.moves]
    return types.WorkspaceEdit(document_changes=changes)


def for_old_client(edit: types.WorkspaceEdit) -> types.WorkspaceEdit:
    """Return the same edits for a client that knows neither versions nor moves."""
    changes = {
        change.text_document.uri: [one for one in change.edits if isinstance(one, types.TextEdit)]
        for change in edit.document_changes or ()
        if isinstance(change, types.TextDocumentEdit)
    }
    return types.WorkspaceEdit(changes=changes)


def _whole(change: FileChange, units: Units) -> types.TextEdit | None:
    try:
        before, after = decode(change.before or b""), decode(change.after)
    except Undecodable:
        return None
    lines = lines_of(before)
    end = types.Position(len(lines) - 1, units.count(lines[-1]))
    return types.TextEdit(types.Range(types.Position(0, 0), end), after)


def _workspace_edit(
    edits: Sequence[Edit], snapshot: Snapshot, units: Units, address: Address, versions: Versions
) -> types.WorkspaceEdit:
    changes = []
    for path, group in by_file(edits):
        document = types.OptionalVersionedTextDocumentIdentifier(address(path), versions.get(path))
        lines = snapshot.lines.get(path, ())
        changes.append(
            types.TextDocumentEdit(
                document, [types.TextEdit(units.span(edit.location, lines), edit.text) for edit in group]
            )
        )
    return types.WorkspaceEdit(document_changes=changes)


def _title(finding: Finding) -> str:
    """Return the way out of a message, as a title."""
    remedy = printable(finding.message.rpartition("; ")[2])
    return f"{remedy[0].upper()}{remedy[1:]} ({finding.code})" if remedy else finding.code
