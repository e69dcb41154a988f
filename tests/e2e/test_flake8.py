"""Real flake8 with the installed plugin: files, buffers, workers, options."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry import __version__
from tests.e2e.conftest import DOCKERFILE, MAIN, ROOT, Environment
from tests.hostile import NAMES, faults
from tests.support import Repository

STALE = 'import subprocess\n\n\ndef call() -> None:\n    subprocess.run(["python", "src/gone.py"])\n'
OWN = "src/client.py:5:32: ONE201 "
ANCHORED = "ONE201 Dockerfile:4:17 starts "
WORKERS = """\
import multiprocessing, sys
multiprocessing.set_start_method(sys.argv[1])
from flake8.main.cli import main
sys.exit(main(["-j2", "--select=ONE", "."]))
"""
AGAIN = """\
import contextlib, pathlib, runpy, sys
sys.argv = ["flake8", "--select=ONE", "src"]
for old, new in [("", ""), ("main_old.py", "src/main.py")]:
    dockerfile = pathlib.Path("Dockerfile")
    dockerfile.write_text(dockerfile.read_text().replace(old, new))
    print("run")
    with contextlib.suppress(SystemExit):
        runpy.run_module("flake8", run_name="__main__")
"""


@pytest.fixture
def project(project: Repository) -> Repository:
    project.write({"Dockerfile": DOCKERFILE.format("main_old.py"), "src/client.py": STALE})
    project.commit()
    return project


def flake8(tool: Environment, project: Repository, *arguments: str, cwd: str = ".", stdin: str = "") -> list[str]:
    """The lines that flake8 says about our codes."""
    code, said = tool("flake8", "--select=ONE", *arguments, cwd=project.root / cwd, stdin=stdin)
    lines = said.splitlines()
    assert code == bool(lines), said
    return [line.removeprefix("./") for line in lines]


def test_is_installed(tool: Environment, tmp_path: Path) -> None:
    assert f"flake8-single-entry: {__version__}" in tool("flake8", "--version", cwd=tmp_path)[1]


def test_readme_shows_real_output(tool: Environment, make_repository: Callable[..., Repository]) -> None:
    shown = re.findall(r"^```text\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)[1]
    example = make_repository()
    shutil.copytree(ROOT / "examples/realtime-voice", example.root, dirs_exist_ok=True)
    example.commit()
    assert set(shown.splitlines()) <= set(flake8(tool, example, "src"))


def test_is_selected_by_default(tool: Environment, project: Repository) -> None:
    code, said = tool("flake8", "src/main.py", cwd=project.root)
    assert (code, ANCHORED in said) == (1, True), said


def test_whole_project(tool: Environment, project: Repository) -> None:
    own, anchored = sorted(flake8(tool, project, "."))
    assert own.startswith(OWN)
    assert anchored.startswith("src/main.py:")
    assert ANCHORED in anchored


def test_levels(tool: Environment, project: Repository) -> None:
    """flake8 reports what fails, whatever the command printed before from the same cache."""
    project.write({"made.sh": "python made/tables.py\n", ".gitignore": "made/\n"})
    project.commit()
    configuration = (project.root / ".single-entry.yaml").read_text("utf-8")
    for settings, number in (("", 2), ("fail_on: note\n", 3), ("fail_on: error\nrules: {ONE201: warning}\n", 0)):
        project.write({".single-entry.yaml": configuration + settings})
        for level, printed in (("note", 3), ("warning", 2), ("error", number and 1)):
            code, said = tool("single-entry", "--level", level, cwd=project.root)
            assert (code, said.count(": ONE201 ")) == (bool(number), printed), said
        assert len(flake8(tool, project, ".")) == number


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["src/client.py"], [OWN]),
        (["src/main.py", "tools"], [ANCHORED]),
        (["tools", "src/store.py"], []),
        (["--exclude=archive", "."], [OWN, ANCHORED]),
        (["--single-entry-anchor=off", "."], [OWN]),
        (["--ignore=ONE2", "."], []),
    ],
)
def test_subset(tool: Environment, project: Repository, arguments: list[str], expected: list[str]) -> None:
    lines = flake8(tool, project, *arguments)
    assert len(lines) == len(expected), lines
    for line, part in zip(lines, expected, strict=True):
        assert part in line


@pytest.mark.parametrize("option", ["single-entry-anchor = off", "single_entry_anchor = False"])
def test_options_from_a_file(tool: Environment, project: Repository, option: str) -> None:
    project.write({"setup.cfg": f"[flake8]\n{option}\n"})
    assert flake8(tool, project, "src/main.py") == []


def test_noqa(tool: Environment, project: Repository) -> None:
    project.write({"src/client.py": STALE.replace('"])', '"])  # noqa: ONE201')})
    assert flake8(tool, project, "src/client.py") == []


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_say_the_same(tool: Environment, project: Repository, method: str) -> None:
    alone = sorted(flake8(tool, project, "-j1", "."))
    _, said = tool("python", "-c", WORKERS, method, cwd=project.root)
    assert sorted(line.removeprefix("./") for line in said.splitlines()) == alone


@pytest.mark.parametrize("name", ["src/client.py", "{root}/src/client.py"])
@pytest.mark.parametrize(
    ("buffer", "expected"), [(STALE, 1), (STALE.replace("gone", "main"), 0), (f"# new\n{STALE}", 1)]
)
def test_buffer(tool: Environment, project: Repository, name: str, buffer: str, expected: int) -> None:
    name = name.format(root=project.root)
    lines = flake8(tool, project, f"--stdin-display-name={name}", "-", stdin=buffer)
    assert len(lines) == expected
    for line in lines:
        assert line.startswith(f"{name}:{5 + buffer.startswith('#')}:32: ONE201 ")


def test_buffer_from_a_subdirectory(tool: Environment, project: Repository) -> None:
    lines = flake8(tool, project, "--stdin-display-name=main.py", "-", cwd="src", stdin="app = 1\n")
    assert any("Dockerfile:4:17 starts " in line for line in lines), lines


def test_buffer_without_a_name(tool: Environment, project: Repository) -> None:
    assert flake8(tool, project, "-", stdin=STALE) == []


def test_a_process_that_lives_on_sees_changes(tool: Environment, project: Repository) -> None:
    _, said = tool("python", "-c", AGAIN, cwd=project.root)
    first, second = said.split("run\n")[1:]
    assert ANCHORED in first
    assert ANCHORED not in second


def test_broken_configuration(tool: Environment, project: Repository) -> None:
    project.write({".single-entry.yaml": "version: 1\nentry_pont: src/main.py\n"})
    assert any("ONE901 .single-entry.yaml:2:1 unknown " in line for line in flake8(tool, project, "."))


def test_named_configuration_that_is_not_there(tool: Environment, project: Repository) -> None:
    code, said = tool("flake8", "--single-entry-config=nowhere.yaml", ".", cwd=project.root)
    assert (code, "nowhere.yaml" in said) == (1, True), said


def test_a_name_forges_nothing_and_ends_nothing(tool: Environment, make_repository: Callable[..., Repository]) -> None:
    """Names that are no UTF-8, hold control characters, or begin a command of a build server, one run for all."""
    contents: dict[str, str] = {"src/main.py": MAIN, ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n"}
    for name in NAMES:
        contents |= {
            f"{name}.Dockerfile": DOCKERFILE.format("gone.py"),
            f"{name}/Dockerfile": DOCKERFILE.format("x.py"),
        }
    lines = flake8(tool, make_repository(contents), "-j1", ".")
    assert len(lines) == 2 * len(NAMES)
    assert faults("\n".join(lines)) == []


@pytest.mark.parametrize("name", [b"\xff.py", b"\x1b[31m.py", b"a\n::error::b.py"])
def test_a_python_file_that_flake8_cannot_name(
    tool: Environment, make_repository: Callable[..., Repository], name: bytes
) -> None:
    contents = {"src/main.py": MAIN, os.fsdecode(name): STALE}
    (line,) = flake8(tool, make_repository(contents), "-j1", ".")
    assert line.startswith("src/main.py:")
    assert "ONE201 " in line
    assert line.isprintable()


@pytest.mark.parametrize(
    "contents",
    [
        {
            ".vscode/launch.json": '{"configurations": [{"type": "python", "program": "${workspaceFolder}/\\udfffx.py"}]}'
        },
        {"src/other.py": 'import uvicorn\n\nuvicorn.run("\\ud800x.main:app")\n'},
        {"src/other.py": 'import subprocess\n\nsubprocess.run(["python", "\\0/\\0\\0.py"])\n'},
    ],
)
def test_a_text_that_no_file_can_be_called_ends_nothing(
    tool: Environment, project: Repository, contents: dict[str, str]
) -> None:
    project.write(contents)
    project.commit()
    for _ in range(2):  # the second from what the first kept
        lines = flake8(tool, project, "-j1", ".")
        assert any(line.startswith(OWN) for line in lines)
        assert not any("ONE900" in line for line in lines)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_checkout_of_another_owner_does_not_pass(tool: Environment, project: Repository) -> None:
    for path in [project.root, *project.root.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    (line,) = flake8(tool, project, "-j1", ".")
    assert re.match(r"\S+\.py:1:1: ONE900 the analysis failed: ", line)
    assert f"git config --global --add safe.directory {project.root}" in line
    for words in ([], ["--staged"], ["--rev", "HEAD"], ["list"]):
        code, said = tool("single-entry", *words, cwd=project.root)
        assert code == 3, said
        assert f"git config --global --add safe.directory {project.root}" in said
        assert said.count("\n") == 1


def test_each_worker_says_once_what_stops_the_analysis(tool: Environment, project: Repository) -> None:
    project.write({f"src/part{number}.py": "x = 1\n" for number in range(20)})
    project.commit()
    (project.root / ".git/index").write_bytes(b"DIRC damaged")
    lines = flake8(tool, project, "-j2", ".")
    assert 1 <= len(lines) <= 2
    assert all(":1:1: ONE900 the analysis failed: " in line for line in lines)
    (line,) = flake8(tool, project, "--stdin-display-name=src/client.py", "-", stdin="")
    assert line.startswith("src/client.py:1:1: ONE900 the analysis failed: ")
