"""What editors make of flake8's lines: their own expressions on real output, and python-lsp-server over its protocol."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pytest

from tests.e2e.conftest import DOCKERFILE, Environment
from tests.support import Repository

STALE = 'import subprocess\n\n\ndef call() -> None:\n    subprocess.run(["python", "src/gone.py"])\n'
# Names that look like the location of a finding, in a text and in the name of a file.
HOSTILE = "python src/gone.py:1:2: E999 x.py\npython 'src/main.py:7:8: W1 y.py'\npython src/main_old.py ::: z w\n"
PATHS = ("src/client.py", "src/main.py")


class Editor(NamedTuple):
    """How an editor starts flake8, and the expression with the groups ``line``, ``column``, ``code`` and ``message``."""

    expression: re.Pattern[str]
    format: str = "default"
    is_searched: bool = False  # else it matches the whole line


EDITORS = {
    # https://github.com/dense-analysis/ale/blob/e1789bc54483d76ac9ddb40b633d1645c8281914/ale_linters/python/flake8.vim#L114
    "ALE": Editor(
        re.compile(r"^[a-zA-Z]?:?[^:]+:(?P<line>\d+):?(?P<column>\d+)?: (?P<code>[^\W_]+):? (?P<message>.*)$")
    ),
    # https://github.com/microsoft/vscode-flake8/blob/c5911606ba156cdc070595e66b8e4853a577b26b/bundled/tool/lsp_server.py#L380
    "VS Code": Editor(
        re.compile(r"(?P<line>\d+),(?P<column>-?\d+),(?P<type>\w+),(?P<code>\w+\d+):(?P<message>[^\r\n]*)"),
        "%(row)d,%(col)d,%(code).1s,%(code)s:%(text)s",
    ),
    # https://github.com/mfussenegger/nvim-lint/blob/0370fe965697aa8f04252a1562441bdc13723cd1/lua/lint/linters/flake8.lua#L2
    "nvim-lint": Editor(
        re.compile(r"[^:]+:(?P<line>\d+):(?P<column>\d+):(?P<code>[A-Za-z0-9]+):(?P<message>.+)"),
        "%(path)s:%(row)d:%(col)d:%(code)s:%(text)s",
        is_searched=True,
    ),
    # https://github.com/flycheck/flycheck/blob/7074b82cc82b6c3258f0f436514eca5236101336/flycheck.el#L17012
    "flycheck": Editor(
        re.compile(
            r"^(?P<path>.+?):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<code>[^\W\d_]+\d+) (?P<message>.+)$",
        )
    ),
    # https://github.com/mattn/efm-langserver/blob/740a66b453977d9fd7c391f57977bdc7d95a6179/README.md?plain=1#L270:
    # %f:%l:%c: %m, where the message includes the code
    "efm": Editor(re.compile(r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<message>(?P<code>\w+) .+)$")),
    # https://github.com/python-lsp/python-lsp-server/blob/v1.15.0/pylsp/plugins/flake8_lint.py: the path is greedy
    "pylsp": Editor(re.compile(r"(?P<path>.*):(?P<line>\d*):(?P<column>\d*): (?P<code>\w*) (?P<message>.*)")),
}


@pytest.fixture
def project(project: Repository) -> Repository:
    project.write({"Dockerfile": DOCKERFILE.format("main_old.py"), "src/client.py": STALE, "run.sh": HOSTILE})
    project.write({"a:1:2: E1 b/run.sh": "python src/gone.py\n"})
    project.commit()
    return project


def lines(tool: Environment, project: Repository, path: str, form: str) -> list[str]:
    """The lines of flake8 about a buffer, as editors start it."""
    text = (project.root / path).read_text()
    options = ("--select=ONE", f"--format={form}", "--stdin-display-name", path, "-")
    return tool("flake8", *options, cwd=project.root, stdin=text)[1].splitlines()


@pytest.mark.parametrize("name", EDITORS)
def test_an_editor_reads_each_finding_where_it_is(tool: Environment, project: Repository, name: str) -> None:
    editor = EDITORS[name]
    for path in PATHS:
        wanted = [line.split("\t") for line in lines(tool, project, path, "%(row)d\t%(col)d\t%(code)s\t%(text)s")]
        assert len(wanted) == (1 if path == "src/client.py" else 5)
        seen = []
        for line in lines(tool, project, path, editor.format):
            found = editor.expression.search(line) if editor.is_searched else editor.expression.match(line)
            assert found, line
            message = found["message"].removeprefix(f"{found['code']} ")
            seen.append([found["line"], found["column"], found["code"], message])
        assert seen == wanted


class Server:
    """python-lsp-server, with which this test speaks JSON-RPC over the standard streams.

    https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to: BinaryIO = process.stdin  # type: ignore[assignment]
        self._of: BinaryIO = process.stdout  # type: ignore[assignment]
        self._number = 0

    def send(self, method: str, parameters: object, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters, **more}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._to.flush()

    def receive(self) -> dict[str, Any]:
        length = 0
        while header := self._of.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._of.read(length))
        return message

    def ask(self, method: str, parameters: object) -> dict[str, Any]:
        self._number += 1
        self.send(method, parameters, id=self._number)
        return self.wait(lambda message: message.get("id") == self._number and "method" not in message)

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while not wanted(message := self.receive()):
            if "id" in message and "method" in message:  # the server asks something
                body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode()
                self._to.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
                self._to.flush()
        return message

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        shown = self.wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
            )
        )
        found: list[dict[str, Any]] = shown["params"]["diagnostics"]
        return [one for one in found if one.get("source") == "flake8"]


@pytest.fixture
def pylsp(tool: Environment, project: Repository) -> Iterator[Server]:
    """A server in the project whose flake8 is that of the environment with the wheel."""
    pytest.importorskip("pylsp")
    process = subprocess.Popen(
        [sys.executable, "-m", "pylsp"],
        cwd=project.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    server = Server(process)
    flake8 = {"enabled": True, "executable": str(tool.scripts / "flake8"), "select": ["ONE"]}
    others = {name: {"enabled": False} for name in ("pycodestyle", "pyflakes", "mccabe", "jedi_completion")}
    settings = {"pylsp": {"plugins": {"flake8": flake8, **others}}}
    try:
        server.ask("initialize", {"processId": None, "rootUri": project.root.as_uri(), "capabilities": {}})
        server.send("initialized", {})
        server.send("workspace/didChangeConfiguration", {"settings": settings})
        yield server
        server.ask("shutdown", None)
        server.send("exit", None)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.communicate()


def opened(server: Server, path: Path, text: str, version: int = 1) -> list[dict[str, Any]]:
    document = {"uri": path.as_uri(), "languageId": "python", "version": version, "text": text}
    server.send("textDocument/didOpen", {"textDocument": document})
    return server.diagnostics(path.as_uri())


def test_python_lsp_server_shows_every_finding(pylsp: Server, project: Repository) -> None:
    main, client = (project.root / path for path in ("src/main.py", "src/client.py"))
    (own,) = opened(pylsp, client, STALE)
    assert (own["range"]["start"], own["code"]) == ({"line": 4, "character": 31}, "ONE201")
    anchored = opened(pylsp, main, main.read_text())
    assert [one["code"] for one in anchored] == ["ONE201"] * 5
    assert {one["range"]["start"]["line"] for one in anchored} == {10}
    places = sorted(one["message"].removeprefix("ONE201 ").split(" starts ")[0] for one in anchored)
    assert places == ["Dockerfile:4:17", "a:1:2 E1 b/run.sh:1:8", "run.sh:1:8", "run.sh:2:9", "run.sh:3:8"]


def test_python_lsp_server_follows_the_buffer(pylsp: Server, project: Repository) -> None:
    client = project.root / "src/client.py"
    assert len(opened(pylsp, client, STALE)) == 1
    change = {"textDocument": {"uri": client.as_uri(), "version": 2}}
    text = [{"text": STALE.replace("gone.py", "main.py")}]
    pylsp.send("textDocument/didChange", {**change, "contentChanges": text})
    assert pylsp.diagnostics(client.as_uri()) == []
