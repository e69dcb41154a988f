"""The language server as editors start it: a process that speaks the protocol on standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.support import run
from tests.unit.lsp.client import (
    CODE,
    FILES,
    LANGUAGES,
    MAIN,
    PULLING,
    SEARCH,
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


def test_findings_of_the_folder_are_published(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "#!/bin/sh\npython src/gone.py\n"}).root

    async def test() -> None:
        async with editor(root) as client:
            (one,) = await until(client, (root / "run.sh").as_uri(), ["ONE201"])
            assert one.severity == types.DiagnosticSeverity.Error
            assert one.source == "single-entry"
            assert one.range == span(1, 7, 18)
            assert one.message.startswith("starts src/gone.py, which does not exist")

    serve(test)


@pytest.mark.parametrize("path", LANGUAGES)
def test_a_buffer_of_any_kind_is_judged_while_people_type(path: str, make_repository: Make) -> None:
    root = make_repository(FILES).root
    good = FILES[path]
    bad = good.replace("src/main.py", "src/gone.py").replace("src.main:main", "src.gone:main")
    assert bad != good

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, path)
            await until(client, uri, [])
            typed(client, uri, 2, bad)
            (one,) = await until(client, uri, ["ONE201"])
            lines = bad.splitlines()
            place = one.range
            assert "gone" in lines[place.start.line][place.start.character : place.end.character]
            typed(client, uri, 3, good)
            await until(client, uri, [])

    serve(test)


def test_a_save_changes_what_other_files_say(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "python src/job.py\n", "src/job.py": "print(1)\n"}).root

    async def test() -> None:
        async with editor(root) as client:
            script = (root / "run.sh").as_uri()
            readme = opened(client, root, "README.md")
            await until(client, readme, [])
            run(["git", "mv", "src/job.py", "src/task.py"], root, check=True)
            saved(client, root, "README.md", FILES["README.md"] + "\nMore.\n")
            await until(client, script, ["ONE201"])  # it was never opened
            (root / "run.sh").write_text("python src/task.py\n", "utf-8")
            saved(client, root, "README.md", FILES["README.md"])
            await until(client, script, [])

    serve(test)


def test_related_places_and_levels(make_repository: Make) -> None:
    root = make_repository({**FILES, "src/main_old.py": MAIN, "run.sh": "python src/main_old.py\n"}).root

    async def test() -> None:
        async with editor(root) as client:
            (one,) = await until(client, (root / "run.sh").as_uri(), ["ONE203"])
            assert one.severity == types.DiagnosticSeverity.Warning
            assert one.related_information is not None
            assert one.related_information[0].location.uri == (root / "src/main_old.py").as_uri()

    serve(test)


def test_hover_shows_the_page(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "python src/gone.py\n"}).root

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, "run.sh")
            await until(client, uri, ["ONE201"])
            found = await client.text_document_hover_async(types.HoverParams(identifier(uri), types.Position(0, 10)))
            assert found is not None
            assert isinstance(found.contents, types.MarkupContent)
            assert "starts src/gone.py" in found.contents.value
            assert "# ONE201 missing-target" in found.contents.value
            assert found.range == span(0, 7, 18)
            nothing = await client.text_document_hover_async(types.HoverParams(identifier(uri), types.Position(0, 2)))
            assert nothing is None

    serve(test)


def test_definition_goes_to_the_target_from_any_file(make_repository: Make) -> None:
    root = make_repository(FILES).root

    async def test() -> None:
        async with editor(root) as client:
            for path, line, column in (("Dockerfile", 3, 20), ("README.md", 3, 9), ("start.py", 2, 30)):
                uri = opened(client, root, path)
                found = await client.text_document_definition_async(
                    types.DefinitionParams(identifier(uri), types.Position(line, column))
                )
                assert isinstance(found, list)
                assert [one.uri for one in found] == [(root / "src/main.py").as_uri()], path  # type: ignore[union-attr]
            found = await client.text_document_definition_async(
                types.DefinitionParams(identifier(uri), types.Position(0, 0))
            )
            assert not found

    serve(test)


def test_a_code_action_applies_the_edit(make_repository: Make) -> None:
    root = make_repository({**FILES, "src/main_old.py": MAIN, "run.sh": "python src/main_old.py\n"}).root

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, "run.sh")
            (one,) = await until(client, uri, ["ONE203"])
            (old,) = await actions(client, uri, one.range)
            assert old.edit is not None
            assert old.edit.changes is not None
            assert list(old.edit.changes[uri]) == [types.TextEdit(span(0, 7, 22), "src/main.py")]

        async with editor(root, CODE) as client:
            uri = opened(client, root, "run.sh")
            (one,) = await until(client, uri, ["ONE203"])
            (action,) = await actions(client, uri, one.range)
            assert action.kind == types.CodeActionKind.QuickFix
            assert not action.is_preferred  # a person looks at it, as `fix` does what is proved only
            assert action.edit is not None
            assert action.edit.document_changes is not None
            (change,) = action.edit.document_changes
            assert isinstance(change, types.TextDocumentEdit)
            assert (change.text_document.uri, change.text_document.version) == (uri, 1)
            (edit,) = change.edits
            assert isinstance(edit, types.TextEdit)
            assert (edit.range, edit.new_text) == (span(0, 7, 22), "src/main.py")
            assert await actions(client, uri, span(0, 0, 2)) == []

    serve(test)


def test_a_code_action_moves_a_duplicate_and_rewrites_what_names_it(make_repository: Make) -> None:
    root = make_repository({**FILES, "src/main_old.py": MAIN, "run.sh": "python src/main_old.py\n"}).root

    async def test() -> None:
        async with editor(root, CODE) as client:
            uri = opened(client, root, "src/main_old.py")
            (one,) = await until(client, uri, ["ONE101"])
            (action,) = await actions(client, uri, one.range)
            assert action.edit is None
            resolved = await client.code_action_resolve_async(action)
            assert resolved.edit is not None
            changes = resolved.edit.document_changes or []
            moves = [change for change in changes if isinstance(change, types.RenameFile)]
            assert [(move.old_uri, move.new_uri) for move in moves] == [
                (uri, (root / "archive/src/main_old.py").as_uri())
            ]
            texts = {
                change.text_document.uri: change.edits[0].new_text
                for change in changes
                if isinstance(change, types.TextDocumentEdit) and isinstance(change.edits[0], types.TextEdit)
            }
            assert texts[(root / "run.sh").as_uri()] == "python src/main.py\n"

        async with editor(root) as client:  # one that cannot move files
            uri = opened(client, root, "src/main_old.py")
            (one,) = await until(client, uri, ["ONE101"])
            assert await actions(client, uri, one.range) == []

    serve(test)


def test_columns_are_those_of_the_client(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "echo '😀é' && python src/gone.py\n"}).root
    utf8 = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8])
    )

    async def test() -> None:
        for capabilities, start in ((None, 21), (utf8, 24)):
            async with editor(root, capabilities) as client:
                (one,) = await until(client, (root / "run.sh").as_uri(), ["ONE201"])
                assert one.range == span(0, start, start + 11)

    serve(test)


def test_clients_that_pull(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "python src/gone.py\n"}).root

    async def test() -> None:
        async with editor(root, PULLING) as client:
            uri = opened(client, root, "Procfile")
            report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier(uri)))
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            assert list(report.items) == []
            typed(client, uri, 2, "web: python src/lost.py\n")
            report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier(uri)))
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            assert [one.code for one in report.items] == ["ONE201"]
            same = await client.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(identifier(uri), previous_result_id=report.result_id)
            )
            assert isinstance(same, types.RelatedUnchangedDocumentDiagnosticReport)
            whole = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
            found = {one.uri: one for one in whole.items}
            assert set(found) == {uri, (root / "run.sh").as_uri()}
            before = [types.PreviousResultId(one.uri, one.result_id or "") for one in whole.items]
            again = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(before))
            assert {one.kind for one in again.items} == {"unchanged"}
            typed(client, uri, 3, FILES["Procfile"])
            (root / "run.sh").write_text("python src/main.py\n", "utf-8")
            saved(client, root, "Procfile", FILES["Procfile"])
            cleared = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(before))
            assert [one.uri for one in cleared.items] == [uri, (root / "run.sh").as_uri()]
            assert all(
                isinstance(one, types.WorkspaceFullDocumentDiagnosticReport) and not one.items for one in cleared.items
            )
            assert client.diagnostic_refresh_count > 0
            assert client.diagnostics == {}  # nothing is published twice

    serve(test)


def test_only_the_last_of_many_changes_counts(make_repository: Make) -> None:
    root = make_repository(FILES).root

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, "run.sh")
            await until(client, uri, [])
            for version in range(2, 40):
                typed(client, uri, version, f"python src/{'gone' * (version % 2)}{version}.py\n")
                await asyncio.sleep(0.01)
            typed(client, uri, 40, "python src/gone.py\npython src/lost.py\n")
            found = await until(client, uri, ["ONE201", "ONE201"])
            assert [one.range.start.line for one in found] == [0, 1]
            await asyncio.sleep(1)
            assert list(client.diagnostics[uri]) == found, "an older analysis came later"

    serve(test)


def test_files_that_others_change(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "python src/gone.py\n"}).root

    async def test() -> None:
        async with editor(root, CODE) as client:
            script = (root / "run.sh").as_uri()
            await until(client, script, ["ONE201"])
            (root / "run.sh").write_text("python src/main.py\n", "utf-8")
            event = types.FileEvent(script, types.FileChangeType.Changed)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            await until(client, script, [])

    serve(test)


def test_notes_on_request(make_repository: Make) -> None:
    root = make_repository({**FILES, "run.sh": "python made/tables.py\n", ".gitignore": "made/\n"}).root

    async def test() -> None:
        async with editor(root, level="note") as client:
            (one,) = await until(client, (root / "run.sh").as_uri(), ["ONE201"])
            assert one.severity == types.DiagnosticSeverity.Information

    serve(test)


def test_an_invalid_configuration_is_shown_in_it(make_repository: Make) -> None:
    root = make_repository(FILES).root

    async def test() -> None:
        async with editor(root) as client:
            uri = opened(client, root, ".single-entry.yaml", "version: 1\nentry: src/main.py\n")
            (one,) = await until(client, uri, ["ONE901"])
            assert one.range.start == types.Position(1, 0)

    serve(test)


def test_files_of_no_project_are_silent(make_repository: Make, tmp_path: Path) -> None:
    root = make_repository(FILES).root
    (tmp_path / "loose.sh").write_text("python gone.py\n", "utf-8")

    async def test() -> None:
        async with editor(root) as client:
            outside = opened(client, tmp_path, "loose.sh")
            client.text_document_did_open(
                types.DidOpenTextDocumentParams(types.TextDocumentItem("untitled:Untitled-1", "python", 1, "x = 1\n"))
            )
            await until(client, opened(client, root, "run.sh"), [])
            assert outside not in client.diagnostics
            found = await client.text_document_hover_async(types.HoverParams(identifier(outside), types.Position(0, 9)))
            assert found is None

    serve(test)


@pytest.mark.parametrize("absent", ["pygls", "lsprotocol"])
def test_without_the_extra(absent: str, tmp_path: Path) -> None:
    (tmp_path / f"{absent}.py").write_text("raise ImportError\n", "utf-8")
    command = [sys.executable, "-m", "flake8_single_entry", "lsp"]
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{SEARCH}"}
    done = run(command, tmp_path, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("which is not installed: pip install 'flake8-single-entry[lsp]'\n")
    done = run([*command, "--help"], tmp_path, env=environment)
    assert done.returncode == 0
    assert "language server" in done.stdout
