"""What files hold is only data: texts that no file can be called end no run, whatever format they stand in."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from flake8_single_entry.cli import main
from flake8_single_entry.engine.report import Dependencies
from flake8_single_entry.facts.parallel import map_in_processes
from flake8_single_entry.files.git_objects import ask_ignored
from flake8_single_entry.model import UniqueFeatures
from flake8_single_entry.project.entry_points.unique_features import _not_in
from tests.hostile import faults
from tests.support import Repository

APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/@")\ndef a() -> str:\n    return "a"\n'
PYTHON = """\
import importlib, os, runpy, subprocess, sys, uvicorn
from pathlib import Path
X = "@"
uvicorn.run("@x.main:app")
subprocess.run(["python", "@x.py"])
subprocess.run(["python", "x@.py"])
subprocess.run(["python", X + ".py"])
subprocess.run("python @x.py", shell=True)
subprocess.run([sys.executable, str(Path(__file__).parent / "@" / "main.py")], cwd="@")
runpy.run_path("@x.py")
runpy.run_module("@x.main")
importlib.import_module("@x.main")
os.execvp("python", ["python", "-m", "@x"])
print("run python x@.py")
os.chdir("@")
"""
LAUNCH = {"configurations": [{"type": "python", "program": "${workspaceFolder}/@x.py"}, {"module": "@x.main"}]}
NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": ["!python @x.py\n", "%run x@.py\n"]},
        {"cell_type": "markdown", "source": ["`python x@.py`"]},
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
FILES = {
    "main.py": APP,
    "main_old.py": APP.replace("/@", "/old@")
    + "\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run(app)\n",
    "call.py": PYTHON,
    "src/other.py": "from call import X\nimport subprocess\n\nsubprocess.run(['python', X + '.py'])\n",
    "setup.py": 'from setuptools import setup\n\nsetup(entry_points={"console_scripts": ["x=@x.main:main"]}, '
    'scripts=["@x.py"], py_modules=["@"], package_dir={"": "@"})\n',
    ".vscode/launch.json": json.dumps(LAUNCH),
    "package.json": '{"scripts": {"a": "python @x.py", "b": "uvicorn @x.main:app", "c": "cd @; python main.py"}}',
    "notebook.ipynb": json.dumps(NOTEBOOK),
    "compose.yaml": 'services:\n  one:\n    build: {context: "@", dockerfile: "x@"}\n    command: "python @x.py"\n'
    '    volumes: ["./@:/x"]\n    working_dir: "/@"\n',
    ".github/workflows/ci.yml": 'on: push\njobs:\n  one:\n    runs-on: any\n    steps:\n      - run: "python @x.py"\n'
    '        working-directory: "@"\n',
    "pyproject.toml": '[project]\nname = "one"\n\n[project.scripts]\nx = "@x.main:app"\n',
    "run.sh": "python $'@x.py'\ncd $'@'\npython main.py\n",
}
TEXTS = ("\\ud800", "\\udfff", "\\udcff", "\\ud83d\\ude00", "\\u0000", "\\u0000\\u0000", "\\u001b[31m", "\\n::error::x")
RUNS = (
    *((), (), ("--staged",), ("--rev", "HEAD"), ("--format", "json"), ("--no-cache",), ("--new-since", "HEAD")),
    *(("list",), ("list", "--format", "json"), ("list", "--compare", "main.py", "main_old.py"), ("init", "--force")),
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_ends_no_run(
    make_repository: Callable[..., Repository],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    text: str,
) -> None:
    monkeypatch.chdir(make_repository({path: data.replace("@", text) for path, data in FILES.items()}).root)
    for words in RUNS:
        code = main(words)
        out, err = capfd.readouterr()
        assert code in (0, 1), (words, err)
        assert faults(out + err) == [], words


def test_git_is_asked_only_for_what_can_be_a_path(make_repository: Callable[..., Repository]) -> None:
    root = make_repository({".gitignore": "*.log\n"}).root
    paths = ("a.log", "\ud800.log", "\0b.log", "", "caf\udce9.log", "c\0d.log", "e.txt")
    assert ask_ignored(root, paths, {}) == {"a.log", "caf\udce9.log"}


@pytest.mark.parametrize("path", ["\0", "\0x", "x\0", "\1x", "", "\ud800"])
def test_a_basis_reads_back_whatever_was_asked(path: str) -> None:
    assert Dependencies.loads(Dependencies("", (), {}, {path: False}, {path: True}, dated=False).dumps()).contents == ""


def test_routes_of_any_text_are_compared() -> None:
    lost = UniqueFeatures(("GET /a\ud800", "GET /b"), (), ())
    assert _not_in(lost, b"prefix/b").routes == ("GET /a\ud800",)


def test_work_is_spread_without_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 may be run with standard error closed."""
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    items = [str(number) for number in range(100)]
    assert sorted(map_in_processes(lambda some: iter(some), items, 1), key=int) == items
