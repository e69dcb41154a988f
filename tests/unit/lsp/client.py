"""An editor: it starts the language server as a process, and speaks the protocol on standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

pytest.importorskip("pytest_lsp", reason="needs pytest-lsp, which the extra `test` installs")

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from flake8_single_entry import engine
from tests.support import Repository

Make = Callable[..., Repository]
SEARCH = os.fspath(Path(engine.__file__).parents[2])
MAIN = "import uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef main():\n    uvicorn.run(app)\n\n\nif __name__ == '__main__':\n    main()\n"
FILES = {
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\narchive: archive/\n",
    "archive/README.md": "# Former versions\n",
    "src/__init__.py": "",
    "src/main.py": MAIN,
    "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/main.py"]\n',
    "README.md": "# Shop\n\n```sh\npython src/main.py\n```\n",
    "Procfile": "web: python src/main.py\n",
    "run.sh": "#!/bin/sh\npython src/main.py\n",
    "compose.yaml": "services:\n  web:\n    build: .\n    command: python src/main.py\n",
    "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\n[project.scripts]\nshop = 'src.main:main'\n",
    "start.py": "import subprocess\n\nsubprocess.run(['python', 'src/main.py'])\n",
}
LANGUAGES = {
    "Dockerfile": "dockerfile",
    "compose.yaml": "yaml",
    "run.sh": "shellscript",
    "pyproject.toml": "toml",
    "README.md": "markdown",
    "start.py": "python",
}
PULLING = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities()),
    workspace=types.WorkspaceClientCapabilities(
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    ),
)
CODE = client_capabilities("visual_studio_code@1.65.2")


@asynccontextmanager
async def editor(
    root: Path, capabilities: types.ClientCapabilities | None = None, **options: object
) -> AsyncIterator[LanguageClient]:
    """An editor with a folder open."""
    client = make_test_lsp_client()
    environment = {**os.environ, "PYTHONPATH": SEARCH}
    await client.start_io(sys.executable, "-m", "flake8_single_entry", "lsp", env=environment, cwd=root.parent)
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities or types.ClientCapabilities(),
            workspace_folders=[types.WorkspaceFolder(root.as_uri(), "project")],
            initialization_options=options,
        )
    )
    assert isinstance(result.capabilities.text_document_sync, types.TextDocumentSyncOptions)
    assert result.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Full
    try:
        yield client
    finally:
        await client.shutdown_session()
        assert client.error is None


def serve(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 120))


def opened(client: LanguageClient, root: Path, path: str, text: str | None = None) -> str:
    file = root / path
    document = types.TextDocumentItem(
        file.as_uri(), LANGUAGES.get(path, "plaintext"), 1, file.read_text("utf-8") if text is None else text
    )
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    return document.uri


def typed(client: LanguageClient, uri: str, version: int, text: str) -> None:
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, uri), [types.TextDocumentContentChangeWholeDocument(text)]
        )
    )


def saved(client: LanguageClient, root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, "utf-8")
    client.text_document_did_save(types.DidSaveTextDocumentParams(identifier((root / path).as_uri())))


def identifier(uri: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri)


async def until(client: LanguageClient, uri: str, codes: list[str]) -> list[types.Diagnostic]:
    """Wait until a file has diagnostics with these codes."""
    while uri not in client.diagnostics or [one.code for one in client.diagnostics[uri]] != codes:
        await asyncio.sleep(0.05)
    return list(client.diagnostics[uri])


def span(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


async def actions(client: LanguageClient, uri: str, where: types.Range) -> list[types.CodeAction]:
    found = await client.text_document_code_action_async(
        types.CodeActionParams(identifier(uri), where, types.CodeActionContext([]))
    )
    return [action for action in found or [] if isinstance(action, types.CodeAction)]
