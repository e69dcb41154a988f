"""The server: what the client asks and tells, over standard input and output.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/.
"""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from flake8_single_entry import __version__
from flake8_single_entry.config.file import FILE_NAME
from flake8_single_entry.lsp.actions import actions, edit_of, for_old_client
from flake8_single_entry.lsp.capabilities import can_move, can_watch, knows_versions, pulls
from flake8_single_entry.lsp.messages import at, diagnostic, file_of, hover
from flake8_single_entry.lsp.positions import Units, holds
from flake8_single_entry.lsp.projects import DEBOUNCE, Project, Projects, belongs, root_above
from flake8_single_entry.lsp.pulled import Shown, document_report, workspace_report
from flake8_single_entry.lsp.snapshot import Snapshot, plan_move
from flake8_single_entry.model import Finding, Level

NAME = "single-entry"
_START = types.Range(types.Position(0, 0), types.Position(0, 0))


class Server(LanguageServer):
    """The state of one session with a client."""

    def __init__(self) -> None:
        # pygls applies a change to lines that end at form feeds and other characters too, unlike those of the protocol.
        super().__init__(NAME, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.projects = Projects(self.documents, self.publish, self.tell)
        self.pulls = False  # True if the client asks for diagnostics, and can be told to ask again
        self.told = ""
        self.root = ""  # the address of the folder that is open in a client that knows only one
        self.is_over = False  # True once the client has asked for the shutdown

    def shutdown(self) -> None:
        """Wait for nothing: the process ends, and the thread that reads would wait for the client."""

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
        address = self.projects.address(project)
        if self.pulls:
            project.published |= {path: address(path) for path in reported}
            self.workspace_diagnostic_refresh(None)
            return
        open_ones = self.projects.open_in(project)
        before, project.published = project.published, {path: address(path) for path in reported}
        for path in sorted(reported | before.keys() | open_ones.keys()):
            if before.get(path, address(path)) != address(path):  # the client writes it in another way than we do
                self.clear([before[path]])
            version = open_ones[path].version if path in open_ones else None
            items = self.diagnostics(project, path)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(address(path), items, version))

    def clear(self, addresses: Iterable[str]) -> None:
        """Take back the diagnostics of files."""
        for uri in addresses:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def open_folders(self, folders: Iterable[str]) -> None:
        """Analyse the projects of folders."""
        for uri in folders:
            directory = file_of(uri)
            project = self.projects.of_directory(directory) if directory else None
            if project is not None:
                self.projects.request(project)

    def leave(self, project: Project) -> None:
        """Forget a project and take back its diagnostics, if neither a folder nor a document of it is open."""
        folders = filter(None, map(file_of, (*self.workspace.folders, self.root)))
        if self.projects.open_in(project) or any(belongs(project.root, folder) for folder in folders):
            return
        self.projects.forget(project)
        if self.pulls:
            self.workspace_diagnostic_refresh(None)
        else:
            self.clear(project.published.values())

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
    _follow_folders(server)
    _follow_documents(server)
    _answer(server)
    _answer_actions(server)
    return server


def _follow_folders(server: Server) -> None:
    """Register how a session begins and ends, and which folders belong to it."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options
        level = options.get("level") if isinstance(options, dict) else getattr(options, "level", None)
        if isinstance(level, str) and level.upper() in Level.__members__:
            server.projects.least = Level[level.upper()]
        server.pulls = pulls(params.capabilities)
        if server.pulls:
            _answer_pulls(server)

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        if can_watch(server.client_capabilities):
            everything = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")])
            watching = types.Registration(NAME, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, everything)
            server.client_register_capability(types.RegistrationParams([watching]))
        if not server.workspace.folders:
            server.root = server.workspace.root_uri or ""
        server.open_folders([*server.workspace.folders, server.root])

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for project in tuple(server.projects.by_root.values()):
            server.leave(project)
        server.open_folders(folder.uri for folder in params.event.added)

    @server.feature(types.SHUTDOWN)
    def shut_down(_: None) -> None:
        server.is_over = True


def _follow_documents(server: Server) -> None:
    """Register what the client tells of open documents, and of files that others change."""

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
        place = server.projects.of_document(params.text_document.uri)
        if place is not None:
            server.leave(place[0])

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
        moves = can_move(server.client_capabilities)
        found = actions(snapshot, path, params.range, server.units, address, versions, moves=moves)
        if not knows_versions(server.client_capabilities):
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
        overlay = await server.projects.overlay(project)
        planned = await server.projects.worker.run(plan_move, project.snapshot, overlay, finding)
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
        return document_report(server.diagnostics(*place), params.previous_result_id)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def on_workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        shown: list[Shown] = []
        for project in tuple(server.projects.by_root.values()):
            await server.projects.settled(project)
            address, versions = server.projects.address(project), _versions(server, project)
            reported = {finding.location.path for finding in project.snapshot.findings}
            for path in sorted(reported | project.published.keys()):
                shown.append(Shown(address(path), versions.get(path), server.diagnostics(project, path)))
        return workspace_report(shown, {one.uri: one.value for one in params.previous_result_ids})


def _action_options() -> types.CodeActionOptions:
    return types.CodeActionOptions([types.CodeActionKind.QuickFix], resolve_provider=True)


def _versions(server: Server, project: Project) -> dict[str, int | None]:
    return {path: document.version for path, document in server.projects.open_in(project).items()}


def _find(snapshot: Snapshot, fingerprint: str) -> Finding | None:
    return next((finding for finding in snapshot.findings if finding.fingerprint == fingerprint), None)
