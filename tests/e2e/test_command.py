"""The installed command on a project, and on everything that is not one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from flake8_single_entry import __version__
from tests.e2e.conftest import DOCKERFILE, MAIN, PROJECT, Environment
from tests.support import Contents, Repository


def test_in_order(tool: Environment, project: Repository) -> None:
    code, said = tool("single-entry", cwd=project.root)
    assert code == 0, said


def test_finds_and_says_where(tool: Environment, project: Repository) -> None:
    project.write({"Dockerfile": DOCKERFILE.format("main_old.py")})
    code, said = tool("single-entry", "--root", str(project.root), cwd=project.root.parent)
    assert code == 1
    assert said.startswith("Dockerfile:4:17: ONE201 ")


def test_module_is_the_command(tool: Environment, project: Repository) -> None:
    project.write({"Dockerfile": DOCKERFILE.format("main_old.py")})
    code, said = tool("python", "-m", "flake8_single_entry", "check", "--format=json", cwd=project.root)
    assert code == 1
    assert [finding["code"] for finding in json.loads(said)["findings"]] == ["ONE201"]


def test_from_a_subdirectory(tool: Environment, project: Repository) -> None:
    project.write({"Dockerfile": DOCKERFILE.format("main_old.py")})
    code, said = tool("single-entry", cwd=project.root / "src")
    assert (code, "ONE201" in said) == (1, True), said


def test_the_wheel_holds_the_schemas(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        schemas = ("schema.json", "report-schema.json", "status-schema.json")
        assert {f"flake8_single_entry/{name}" for name in schemas} <= set(names)
        assert {f"flake8_single_entry/reporters/html/{part}" for part in ("style.css", "enhance.js")} <= set(names)
        json.loads(archive.read("flake8_single_entry/schema.json"))
        assert not [name for name in names if name.startswith("tests")]


def test_the_language_server_names_what_it_needs(tool: Environment, tmp_path: Path) -> None:
    code, said = tool("single-entry", "lsp", cwd=tmp_path)
    assert (code, "pip install 'flake8-single-entry[lsp]'" in said) == (2, True), said
    assert tool("single-entry", "lsp", "--help", cwd=tmp_path)[0] == 0


def test_version(tool: Environment, tmp_path: Path) -> None:
    code, said = tool("single-entry", "--version", cwd=tmp_path)
    assert (code, said.split()[-1]) == (0, __version__)


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        pytest.param({".single-entry.yaml": "version: 1\nentry: x\n"}, 2, ".single-entry.yaml:2:1: ONE901 ", id="key"),
        pytest.param({".single-entry.yaml": "version: 1\n- x\n"}, 2, ".single-entry.yaml:2:1: ONE901 ", id="syntax"),
        pytest.param({".single-entry.yaml": b"\xff\xfe\x00"}, 2, ".single-entry.yaml:1:1: ONE901 ", id="binary-config"),
        pytest.param({".single-entry.yaml": ""}, 0, "", id="empty-config"),
        pytest.param({"src/main.py": b"# caf\xe9\n" + MAIN.encode()}, 1, "src/main.py:1:", id="latin-1"),
        pytest.param({"src/main.py": 'import sys\nprint "orders"\n'}, 1, "src/main.py:2:", id="python-2"),
        pytest.param({"src/main.py": b"\x00" * 64}, 1, "src/main.py:1:", id="binary-main"),
        pytest.param({"src/main.py": ""}, 1, "src/main.py:1:1: ONE103 ", id="empty-main"),
        pytest.param({"Dockerfile": b"\x7fELF\x00\x01python main.py"}, 1, "Dockerfile:1:1: ONE905 ", id="dockerfile"),
        pytest.param({"compose.yaml": "services: [\n  - *nobody\n"}, 1, "compose.yaml:", id="compose"),
    ],
)  # fmt: skip
def test_broken_file(
    tool: Environment, make_repository: Callable[..., Repository], changes: Contents, code: int, expected: str
) -> None:
    repository = make_repository({**PROJECT, **changes})
    ended, said = tool("single-entry", cwd=repository.root)
    assert ended == code, said
    assert any(line.startswith(expected) for line in said.splitlines() or [""]), said


def test_empty_directory(tool: Environment, tmp_path: Path) -> None:
    code, said = tool("single-entry", cwd=tmp_path)
    assert code == 0, said


def test_empty_repository(tool: Environment, make_repository: Callable[..., Repository]) -> None:
    code, said = tool("single-entry", cwd=make_repository(commit=False).root)
    assert code == 0, said


def test_repository_without_commits(tool: Environment, make_repository: Callable[..., Repository]) -> None:
    repository = make_repository({**PROJECT, "Dockerfile": DOCKERFILE.format("gone.py")}, commit=False)
    repository.git("add", "--all")
    code, said = tool("single-entry", cwd=repository.root)
    assert (code, "ONE201" in said) == (1, True), said


def test_outside_git(tool: Environment, tmp_path: Path) -> None:
    Repository(tmp_path).write({**PROJECT, "Dockerfile": DOCKERFILE.format("gone.py")})
    code, said = tool("single-entry", cwd=tmp_path)
    assert (code, "ONE201" in said) == (1, True), said


@pytest.mark.parametrize(
    "arguments", [["--root", "nowhere"], ["--format=poem"], ["--config", "nowhere.yaml"], ["explain", "ONE000"]]
)
def test_wrong_call(tool: Environment, project: Repository, arguments: list[str]) -> None:
    code, said = tool("single-entry", *arguments, cwd=project.root)
    assert code == 2
    assert said
