"""What a repository calls its files is only data: in text, in JSON, in flake8, and in a configuration that is written."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cli import main
from flake8_single_entry.plugin import SingleEntryChecker
from flake8_single_entry.printable import inert_json, is_plain, printable, printable_path
from tests.hostile import NAMES, faults
from tests.support import Repository

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
STALE = 'FROM python:3.12\nCOPY . /srv\nWORKDIR /srv\nCMD ["python", "gone.py"]\n'
CALL = 'import subprocess\n\nsubprocess.run(["python", "src/gone.py"])\n'
MAIN = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/ümläut mäin.py", "src/ümläut mäin.py"),
        ("std::vector, # one, a::b", "std::vector, # one, a::b"),
        ("a\x1b[31m.py", "a\\x1b[31m.py"),
        ("a\nb\r\tc", "a\\x0ab\\x0d\\x09c"),
        ("a\u202eyp.b", "a\\u202eyp.b"),
        ("caf\udce9.py", "caf\\udce9.py"),
        ("\ud800\udfff", "\\ud800\\udfff"),
        ("\U000e0001", "\\U000e0001"),
        ("::error::x", "\\x3a:error::x"),
        ("starts ::error::x", "starts \\x3a:error::x"),
        ("##[error]x", "#\\x23[error]x"),
        ("x ###vso[y]", "x #\\x23#vso[y]"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("src/main.py", "src/main.py"),
        ("a::b/main.py", "a::b/main.py"),
        ("::error::x/main.py", "./::error::x/main.py"),
        ("##[error]x.py", "./#\\x23[error]x.py"),
        (" ::error::x.py", "./ \\x3a:error::x.py"),
        ("-rf", "-rf"),
    ],
)
def test_printable_path(path: str, shown: str) -> None:
    assert printable_path(path) == shown
    assert is_plain(path) is (path == shown)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_obeyed(name: str) -> None:
    assert faults(printable(name)) == []
    assert faults(printable_path(name)) == []
    document = inert_json(json.dumps({"path": name}))
    assert document.isascii()
    assert faults(document) == []
    assert json.loads(document) == {"path": name}


@pytest.fixture
def project(make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A stale reference in a file of each name, in a directory of each name, and in a Python file of each name."""
    contents = {"src/main.py": MAIN, ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n"}
    for name in NAMES:
        contents |= {f"{name}.Dockerfile": STALE, f"{name}/Dockerfile": STALE, f"{name}.py": CALL}
    repository = make_repository(contents)
    monkeypatch.chdir(repository.root)
    return repository


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The options that flake8 sets where nobody gives any."""
    for name, value in {"config": None, "anchor": True, "buffered": False}.items():
        monkeypatch.setattr(SingleEntryChecker, name, value)


def said(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    captured = capfd.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("words", [(), ("--staged",), ("--rev", "HEAD"), ("--no-cache",)])
def test_text(project: Repository, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    code, out, err = said(capfd, *words)
    assert code == 1
    assert faults(out + err) == []
    assert out.count("\n") == out.count(": ONE201 starts ") == 3 * len(NAMES)


def test_json(project: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capfd, "--format", "json")
    assert code == 1
    assert out.isascii()
    assert faults(out) == []
    paths = {finding["path"] for finding in json.loads(out)["findings"]}
    assert paths == {path for name in NAMES for path in (f"{name}.Dockerfile", f"{name}/Dockerfile", f"{name}.py")}


def test_flake8(project: Repository) -> None:
    """flake8 prints a linted file's name as it is: what would be said in one of these is said at the entry point."""
    rows = []
    for path in ["src/main.py", *(f"{name}.py" for name in NAMES)]:
        text = Path(path).read_text()
        for _, _, message, _ in SingleEntryChecker(ast.parse(text), path, text.splitlines(keepends=True)).run():
            rows.append(message)
            assert path == "src/main.py" or is_plain(path)
    assert len(rows) == 3 * len(NAMES)
    assert faults("\n".join(rows)) == []
    for row in rows:
        row.encode()  # as flake8 does


@pytest.mark.parametrize("words", [("list",), ("list", "--format", "json"), ("init", "--force")])
def test_every_scope_is_called_so(
    make_repository: Callable[..., Repository],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    contents: dict[str, str] = {}
    # YAML has no way to write a name that is no UTF-8.
    for name in [name for name in NAMES if max(name) < "\udc80" or words[0] != "init"]:
        entry = {f"{name}/main.py": MAIN, f"{name}/Dockerfile": STALE.replace("gone.py", "main.py")}
        contents |= entry | {f"{name}/pyproject.toml": '[project]\nname = "one"\n'}
    monkeypatch.chdir(make_repository(contents).root)
    code, out, err = said(capfd, *words)
    assert code == 0, err
    assert faults(out + err) == []


def test_words_of_the_command_line_forge_nothing(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(make_repository({"main.py": MAIN}).root)
    for name in NAMES:
        for words in ((name,), ("check", name), (f"--{name}",), ("--root", name), ("--rev", name), ("explain", name)):
            if not ("--" in words[0] and "=" in name):
                code, out, err = said(capfd, *words)
                assert (code, out, faults(err)) == (2, "", []), words
