"""What a client says that it can do.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#clientCapabilities.
"""

from __future__ import annotations

from lsprotocol import types


def pulls(client: types.ClientCapabilities) -> bool:
    """True if the client asks for diagnostics, and can be told to ask again."""
    document, workspace = client.text_document, client.workspace
    refresh = workspace.diagnostics.refresh_support if workspace and workspace.diagnostics else False
    return bool(document and document.diagnostic and refresh)


def knows_versions(client: types.ClientCapabilities) -> bool:
    """True if the client applies edits of versioned documents."""
    edit = client.workspace.workspace_edit if client.workspace else None
    return bool(edit and edit.document_changes)


def can_watch(client: types.ClientCapabilities) -> bool:
    """True if the client watches files that the server names."""
    watched = client.workspace.did_change_watched_files if client.workspace else None
    return bool(watched and watched.dynamic_registration)


def can_move(client: types.ClientCapabilities) -> bool:
    """True if the client can rename files in an edit, and asks for the edit of an action when it is chosen."""
    edit = client.workspace.workspace_edit if client.workspace else None
    action = client.text_document.code_action if client.text_document else None
    resolves = action.resolve_support.properties if action and action.resolve_support else ()
    renames = edit.resource_operations if edit else None
    return "edit" in resolves and types.ResourceOperationKind.Rename in (renames or ())
