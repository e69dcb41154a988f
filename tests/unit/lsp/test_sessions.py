"""What a session lives through: folders come and go, addresses differ, files are huge or strange, the client leaves."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from flake8_single_entry.files.disk import LARGEST
from tests.unit.lsp.client import (
    CODE,
    FILES,
    MAIN,
    PULLING,
    SEARCH,
    LanguageClient,
    Make,
    actions,
    editor,
    identifier,
    opened,
    saved,
    serve,
    span,
    typed,
    types,
    until,
)

STALE = "python src/gone.py\n"


def folder(root: Path) -> types.WorkspaceFolder:
    return types.WorkspaceFolder(root.as_uri(), root.name)


def closed(uri: str) -> types.DidCloseTextDocumentParams:
    return types.DidCloseTextDocumentParams(identifier(uri))


def document(uri: str, text: str) -> types.DidOpenTextDocumentParams:
    return types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "shellscript", 1, text))


def test_folders_are_added_and_removed(make_repository: Make) -> None:
    first = make_repository({**FILES, "run.sh": STALE}, name="one").root
    second = make_repository({**FILES, "run.sh": STALE}, name="two").root

    async def test() -> None:
        async with editor(first) as client:
            await until(client, (first / "run.sh").as_uri(), ["ONE201"])
            event = types.WorkspaceFoldersChangeEvent([folder(second)], [folder(first)])
            client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
            await until(client, (second / "run.sh").as_uri(), ["ONE201"])
            await until(client, (first / "run.sh").as_uri(), [])

        async with editor(first, PULLING) as client:
            whole = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
            assert [one.uri for one in whole.items] == [(first / "run.sh").as_uri()]
            before = [types.PreviousResultId(one.uri, one.result_id or "") for one in whole.items]
            event = types.WorkspaceFoldersChangeEvent([], [folder(first)])
            client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
            whole = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(before))
            (one,) = whole.items
            assert isinstance(one, types.WorkspaceFullDocumentDiagnosticReport)
            assert (one.uri, list(one.items)) == ((first / "run.sh").as_uri(), [])

    serve(test)


def test_a_project_outside_the_folders_stays_as_long_as_a_document_of_it_is_open(make_repository: Make) -> None:
    inner = make_repository({**FILES, "sub/.single-entry.yaml": "version: 1\n", "sub/run.sh": STALE}).root
    outer = make_repository({**FILES, "run.sh": STALE}, name="outer").root

    async def test() -> None:
        async with editor(inner) as client:
            other = opened(client, outer, "Procfile")
            await until(client, (outer / "run.sh").as_uri(), ["ONE201"])
            client.text_document_did_close(closed(other))
            await until(client, (outer / "run.sh").as_uri(), [])
            below = opened(client, inner, "sub/run.sh")  # a project of its own, inside the folder
            await until(client, below, ["ONE201"])
            client.text_document_did_close(closed(below))
            await asyncio.sleep(1)
            await until(client, below, ["ONE201"])

    serve(test)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("x:y.sh", "x:y.sh"),
        ("a+b [1].sh", "a+b%20[1].sh"),
        ("50%.sh", "%35%30%25.sh"),
        ("naïve 😀.sh", "na%c3%afve%20%f0%9f%98%80.sh"),
        ("a#b?.sh", "a%23b%3f.sh"),
        (os.fsdecode(b"\xff.sh"), "%fF.sh"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid some of the names")
def test_the_client_may_write_an_address_in_another_way(name: str, written: str, make_repository: Make) -> None:
    root = make_repository({**FILES, name: STALE}).root

    async def test() -> None:
        async with editor(root) as client:
            ours = (root / name).as_uri()
            theirs = f"{root.as_uri()}/{written}"
            assert ours != theirs
            await until(client, ours, ["ONE201"])
            client.text_document_did_open(document(theirs, STALE + STALE))
            await until(client, theirs, ["ONE201", "ONE201"])
            await until(client, ours, [])
            client.text_document_did_close(closed(theirs))
            await until(client, ours, ["ONE201"])
            await until(client, theirs, [])

    serve(test)


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "file:///c%3A/Users/me/run.sh",
        "file:///C:/Users/me/run.sh",
        "file://server/share/run.sh",
        "file:",
        "file://",
        "",
        "git:{root}/run.sh?x",
        "file://{root}/a%00b.sh",
        "file://{root}/.git/config",
    ],
)
def test_a_document_that_is_no_file_of_a_project_disturbs_nothing(uri: str, make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": STALE}).root
    strange = uri.replace("{root}", str(root))

    async def test() -> None:
        async with editor(root) as client:
            client.text_document_did_open(document(strange, STALE))
            typed(client, strange, 2, STALE + STALE)
            place = types.Position(0, 9)
            assert await client.text_document_hover_async(types.HoverParams(identifier(strange), place)) is None
            assert not await client.text_document_definition_async(types.DefinitionParams(identifier(strange), place))
            assert await actions(client, strange, span(0, 0, 9)) == []
            client.text_document_did_close(closed(strange))
            await until(client, (root / "run.sh").as_uri(), ["ONE201"])
            assert client.messages == []

    serve(test)


def test_links_lead_nowhere(make_repository: Make, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/run.sh").write_text(STALE)
    root = make_repository({**FILES, "run.sh": STALE}).root
    (root / "link.sh").symlink_to(tmp_path / "outside/run.sh")
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "Dockerfile.zero").symlink_to("/dev/zero")

    async def test() -> None:
        async with editor(root) as client:
            for path in ("link.sh", "Dockerfile.zero"):
                uri = opened(client, root, path, STALE)
                await client.text_document_hover_async(types.HoverParams(identifier(uri), types.Position(0, 9)))
            await until(client, (root / "run.sh").as_uri(), ["ONE201"])
            assert not client.diagnostics.get((root / "Dockerfile.zero").as_uri())

    serve(test)


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("new.sh", ["ONE201"]),
        ("sub/[n]*.sh", ["ONE201"]),
        ("local.sh", []),
        (".git/hooks/pre-commit", []),
        ("linked/a.sh", []),
    ],
)
def test_a_save_changes_no_answer(path: str, codes: list[str], make_repository: Make, tmp_path: Path) -> None:
    root = make_repository({**FILES, ".gitignore": "local.sh\n"}).root
    (tmp_path / "outside").mkdir()
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "sub").mkdir()

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, path, STALE)  # not yet on disk
            other = opened(client, root, "Procfile", "web: python src/lost.py\n")
            await until(client, other, ["ONE201"])
            await until(client, uri, codes)
            saved(client, root, path, STALE)
            typed(client, other, 2, "web: python src/main.py\n")
            await until(client, other, [])
            await until(client, uri, codes)

    serve(test)


def test_a_buffer_larger_than_any_file_that_is_read_is_not_read(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "true\n", "Procfile": "web: python src/lost.py\n"}).root

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, "run.sh", STALE)
            await until(client, uri, ["ONE201"])
            typed(client, uri, 2, STALE + "#" * LARGEST)
            await until(client, uri, ["ONE905"])  # cannot be read, as one on disk
            await until(client, (root / "Procfile").as_uri(), ["ONE201"])

    serve(test)


@pytest.mark.parametrize(
    ("encoding", "start"),
    [
        (types.PositionEncodingKind.Utf8, 12),
        (types.PositionEncodingKind.Utf16, 10),
        (types.PositionEncodingKind.Utf32, 9),
    ],
)
def test_columns_after_an_emoji_in_the_units_of_the_client(
    encoding: types.PositionEncodingKind, start: int, make_repository: Make
) -> None:
    root = make_repository({**FILES, "run.sh": "true\n"}).root
    capabilities = types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=[encoding]))

    async def test() -> None:
        async with editor(root, capabilities) as client:
            uri = opened(client, root, "run.sh", "😀; python src/gone.py\r\npython src/lost.py\r\n")
            first, second = await until(client, uri, ["ONE201", "ONE201"])
            assert (first.range, second.range) == (span(0, start + 1, start + 12), span(1, 7, 18))
            typed(client, uri, 2, "echo '\f\v\x1c\u2028'\npython src/gone.py\n")  # no line ends at these characters
            (one,) = await until(client, uri, ["ONE201"])
            assert one.range == span(1, 7, 18)
            at = types.HoverParams(identifier(uri), types.Position(1, 9))
            assert await client.text_document_hover_async(at) is not None

    serve(test)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_action_mends_what_it_is_offered_for(end: str, make_repository: Make) -> None:
    """Each is applied to the text as an editor would, and its finding goes."""
    files = {
        "run.sh": "#!/bin/sh\necho '😀' && python src/main_old.py --port 1\n",
        "README.md": "# Shop\n\n```sh\npython src/main_old.py\nuvicorn src.main_old:app\n```\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    command: python src/main_old.py\n",
        "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/main_old.py"]\n',
        "start.py": "import subprocess\n\nsubprocess.run(['python', 'src/main_old.py'])\n",
        "use.py": "from src.main_old import app\n\nprint(app)\n",
    }
    root = make_repository({**FILES, **files, "src/main_old.py": MAIN.replace("main()", "main ()")}).root

    async def test() -> None:
        async with editor(root, CODE) as client:
            for path in files:
                text, version = files[path].replace("\n", end), 1
                uri = opened(client, root, path, text)
                await until_known(client, uri)
                while client.diagnostics[uri]:
                    count = len(client.diagnostics[uri])
                    action = (await actions(client, uri, client.diagnostics[uri][0].range))[0]
                    text, version = applied(action, text, uri), version + 1
                    typed(client, uri, version, text)
                    await until(client, uri, ["ONE203"] * (count - 1))
                assert "main_old" not in text, path
                assert version > 1

    serve(test)


async def until_known(client: LanguageClient, uri: str) -> None:
    while not client.diagnostics.get(uri):
        await asyncio.sleep(0.05)


def applied(action: types.CodeAction, text: str, uri: str) -> str:
    """The text of a document after an action, in UTF-16 as without another agreement."""
    assert action.edit is not None
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-16-le")))
    data = text.encode("utf-16-le")
    for change in action.edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.uri == uri
        for edit in sorted(change.edits, key=lambda one: (one.range.start.line, one.range.start.character))[::-1]:
            assert isinstance(edit, types.TextEdit)
            start, end = (starts[at.line] + 2 * at.character for at in (edit.range.start, edit.range.end))
            data = data[:start] + edit.new_text.encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (lambda process: process.stdin.close(), 1),
        (lambda process: process.send_signal(signal.SIGTERM), 1),
        (lambda process: process.send_signal(signal.SIGINT), 1),
        (lambda process: process.send_signal(signal.SIGHUP), 1),
        (lambda process: say(process, "exit"), 1),
        (lambda process: (say(process, "shutdown", id=2), say(process, "exit")), 0),
    ],
    ids=["closed", "SIGTERM", "SIGINT", "SIGHUP", "exit", "shutdown and exit"],
)
def test_the_server_ends_while_it_works(
    leave: Callable[[subprocess.Popen[bytes]], object], code: int, make_repository: Make
) -> None:
    """https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#exit"""
    many = {f"docs/{number}.md": f"```sh\n{STALE * 2000}```\n" for number in range(40)}  # work for many seconds
    root = make_repository({**FILES, **many}).root
    process = subprocess.Popen(
        [sys.executable, "-m", "flake8_single_entry", "lsp"],
        env={**os.environ, "PYTHONPATH": SEARCH},
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=_heed_signals,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        say(process, "initialize", id=1, params={"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        assert process.stdout.readline().startswith(b"Content-Length")
        say(process, "initialized", params={})
        time.sleep(0.5)  # it has begun
        leave(process)
        assert process.wait(timeout=10) == code
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        with suppress(OSError):  # it holds what the server did not read any more
            process.stdin.close()


def _heed_signals() -> None:
    """Undo what ``nohup`` and a shell in the background leave to their children: signals that are ignored."""
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)


def say(process: subprocess.Popen[bytes], method: str, **more: object) -> None:
    body = json.dumps({"jsonrpc": "2.0", "method": method, **more}).encode()
    assert process.stdin is not None
    process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    process.stdin.flush()
