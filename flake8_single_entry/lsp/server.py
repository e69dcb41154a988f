"""The server: what the client asks and tells, over standard input and output.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from flake8_single_entry import __version__
from flake8_single_entry.config.file import FILE_NAME
from flake8_single_entry.lsp.actions import actions, edit_of, for_old_client
from flake8_single_entry.lsp.messages import at, diagnostic, hover, identity
from flake8_single_entry.lsp.positions import Units, holds
from flake8_single_entry.lsp.projects import DEBOUNCE, Project, Projects, root_above
from flake8_single_entry.lsp.snapshot import Snapshot, plan_move
from flake8_single_entry.model import Finding, Level

NAME = "single-entry"
_START = types.Range(types.Position(0, 0), types.Position(0, 0))


class Server(LanguageServer):
    """The state of one session with a client."""

    def __init__(self) -> None:
        super().__init__(NAME, __version__)
        self.projects = Projects(self.documents, self.publish, self.tell)
        self.pulls = False  # True if the client asks for diagnostics, and can be told to ask again
        self.told = ""

    @property
    def units(self) -> Units:
        return Units.of(self.workspace.position_encoding)

    def documents(self) -> Iterable[TextDocument]:
        return tuple(self.workspace.text_documents.values())

    def tell(self, reason: str) -> None:
        """Show why an analysis failed, once for each reason in a row."""
        if reason != self.told:
            message = types.ShowMessageParams(types.MessageType.Error, f"single-entry: {reason}")
            self.window_show_message(message)
        self.told = reason

    def diagnostics(self, project: Project, path: str) -> list[types.Diagnostic]:
        """Return the diagnostics of one file."""
        address = self.projects.address(project)
        found = project.snapshot.in_file(path)
        return [diagnostic(finding, project.snapshot, self.units, address) for finding in found]

    async def publish(self, project: Project) -> None:
        """Give the client the diagnostics of every file that has some, had some, or is open."""
        reported = {finding.location.path for finding in project.snapshot.findings}
        if self.pulls:
            project.published |= reported
            self.workspace_diagnostic_refresh(None)
            return
        open_ones = self.projects.open_in(project)
        address = self.projects.address(project)
        for path in sorted(reported | project.published | set(open_ones)):
            version = open_ones[path].version if path in open_ones else None
            items = self.diagnostics(project, path)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(address(path), items, version))
        project.published = reported

    def request(self, uri: str, delay: float = 0) -> None:
        """Request an analysis of the project of a document. A new configuration may be the root of a new project."""
        if uri.endswith(f"/{FILE_NAME}"):
            root_above.cache_clear()
        place = self.projects.of_document(uri)
        if place is not None:
            self.projects.request(place[0], delay)


def create() -> Server:
    """Return a server that is ready to start."""
    server = Server()
    _synchronise(server)
    _answer(server)
    _answer_actions(server)
    return server


def _synchronise(server: Server) -> None:
    """Register what the client tells."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options
        level = options.get("level") if isinstance(options, dict) else getattr(options, "level", None)
        if isinstance(level, str) and level.upper() in Level.__members__:
            server.projects.least = Level[level.upper()]
        document, workspace = params.capabilities.text_document, params.capabilities.workspace
        refresh = workspace.diagnostics.refresh_support if workspace and workspace.diagnostics else False
        server.pulls = bool(document and document.diagnostic and refresh)
        if server.pulls:
            _answer_pulls(server)

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        if _can_watch(server.client_capabilities):
            everything = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")])
            watching = types.Registration(NAME, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, everything)
            server.client_register_capability(types.RegistrationParams([watching]))
        folders = [folder.uri for folder in server.workspace.folders.values()] or [server.workspace.root_uri or ""]
        for uri in folders:
            directory = uris.to_fs_path(uri) if uri.startswith("file:") else None
            project = server.projects.of_directory(directory) if directory else None
            if project is not None:
                server.projects.request(project)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.request(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.request(params.text_document.uri, DEBOUNCE)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.request(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.request(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            server.request(change.uri, DEBOUNCE)


def _answer(server: Server) -> None:
    """Register what the client asks about a place."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def on_hover(params: types.HoverParams) -> types.Hover | None:
        place = server.projects.of_document(params.text_document.uri)
        if place is None:
            return None
        snapshot = await server.projects.settled(place[0])
        return hover(list(at(snapshot, place[1], params.position, server.units)), snapshot, server.units)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def on_definition(params: types.DefinitionParams) -> list[types.Location] | None:
        place = server.projects.of_document(params.text_document.uri)
        if place is None:
            return None
        project, path = place
        found, lines = await server.projects.destinations(project, path)
        units, address = server.units, server.projects.address(project)
        there = (one for one in found if holds(units.span(one.place, lines), params.position))
        return [types.Location(address(target), _START) for target in dict.fromkeys(one.target for one in there)]


def _answer_actions(server: Server) -> None:
    """Register the requests for code actions, and for the edit of the one that the client has chosen."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _action_options())
    async def on_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        place = server.projects.of_document(params.text_document.uri)
        only = params.context.only
        if place is None or (only and not any(types.CodeActionKind.QuickFix.startswith(kind) for kind in only)):
            return []
        project, path = place
        snapshot = await server.projects.settled(project)
        address = server.projects.address(project)
        versions = _versions(server, project)
        moves = _can_move(server.client_capabilities)
        found = actions(snapshot, path, params.range, server.units, address, versions, moves=moves)
        if not _knows_versions(server.client_capabilities):
            for action in found:
                action.edit = action.edit and for_old_client(action.edit)
        return found

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def on_resolve(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, dict) else {}
        project = server.projects.by_root.get(data.get("root", ""))
        finding = _find(project.snapshot, data.get("fingerprint", "")) if project else None
        if project is None or finding is None:
            return action
        overlay = server.projects.overlay(project)
        planned = await asyncio.to_thread(plan_move, project.snapshot, overlay, finding)
        versions = _versions(server, project)
        action.edit = edit_of(planned, server.units, server.projects.address(project), versions)
        if planned.is_empty and planned.left:
            server.tell(f"not moved: {planned.left[0].reason or 'a person must decide'}")
        return action


def _answer_pulls(server: Server) -> None:
    """Register the requests for diagnostics, for a client that makes them."""

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier=NAME),
    )
    async def on_document(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        place = server.projects.of_document(params.text_document.uri)
        if place is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        await server.projects.settled(place[0])
        items = server.diagnostics(*place)
        result = identity(items)
        if result == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=result)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def on_workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        before = {one.uri: one.value for one in params.previous_result_ids}
        reports: list[types.WorkspaceDocumentDiagnosticReport] = []
        for project in tuple(server.projects.by_root.values()):
            await server.projects.settled(project)
            address, open_ones = server.projects.address(project), server.projects.open_in(project)
            reported = {finding.location.path for finding in project.snapshot.findings}
            for path in sorted(reported | project.published):
                uri, items = address(path), server.diagnostics(project, path)
                result, version = identity(items), open_ones[path].version if path in open_ones else None
                if before.get(uri) == result:
                    reports.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result, version))
                else:
                    reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri, items, version, result_id=result))
        return types.WorkspaceDiagnosticReport(reports)


def _action_options() -> types.CodeActionOptions:
    return types.CodeActionOptions([types.CodeActionKind.QuickFix], resolve_provider=True)


def _versions(server: Server, project: Project) -> dict[str, int | None]:
    return {path: document.version for path, document in server.projects.open_in(project).items()}


def _knows_versions(client: types.ClientCapabilities) -> bool:
    """True if the client applies edits of versioned documents."""
    edit = client.workspace.workspace_edit if client.workspace else None
    return bool(edit and edit.document_changes)


def _can_watch(client: types.ClientCapabilities) -> bool:
    """True if the client watches files that the server names."""
    watched = client.workspace.did_change_watched_files if client.workspace else None
    return bool(watched and watched.dynamic_registration)


def _can_move(client: types.ClientCapabilities) -> bool:
    """True if the client can rename files in an edit, and asks for the edit of an action when it is chosen."""
    edit = client.workspace.workspace_edit if client.workspace else None
    action = client.text_document.code_action if client.text_document else None
    resolves = action.resolve_support.properties if action and action.resolve_support else ()
    renames = edit.resource_operations if edit else None
    return "edit" in resolves and types.ResourceOperationKind.Rename in (renames or ())


def _find(snapshot: Snapshot, fingerprint: str) -> Finding | None:
    return next((finding for finding in snapshot.findings if finding.fingerprint == fingerprint), None)
