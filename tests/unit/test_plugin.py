"""The flake8 plugin on real repositories: who owns a finding, where the others are said, and what editors send."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_single_entry import engine, plugin
from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.plugin import SingleEntryChecker, find_root
from flake8_single_entry.rules import analysis_failed
from tests.support import Repository, run

MAIN = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def orders() -> list[str]:
    return []


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
"""
PROJECT = {
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\narchive: archive/\n",
    "src/__init__.py": "",
    "src/main.py": MAIN,
    "src/main_old.py": MAIN.replace("orders", "sales"),
    "src/client.py": 'import subprocess\n\n\ndef call() -> None:\n    subprocess.run(["python", "src/gone.py"])\n',
    "archive/main_first.py": MAIN,
    "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "src/main_old.py"]\n',
}


@pytest.fixture(autouse=True)
def defaults() -> Iterator[None]:
    parse()
    yield
    parse()


def parse(*arguments: str) -> None:
    """What flake8 does with its command line before it checks a file."""
    parser = OptionManager(version="", plugin_versions="", parents=[], formatter_names=[])
    SingleEntryChecker.add_options(parser)
    SingleEntryChecker.parse_options(parser.parse_args(list(arguments)))


@pytest.fixture
def project(make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = make_repository(PROJECT)
    monkeypatch.chdir(repository.root)
    return repository


def lint(filename: str, text: str | None = None) -> list[tuple[int, int, str]]:
    """Run the plugin as flake8 does: on the lines of a file, or of a buffer in its place."""
    text = Path(filename).read_text() if text is None else text
    rows = SingleEntryChecker(ast.parse(text), filename, text.splitlines(keepends=True)).run()
    return [(line, column, message) for line, column, message, _ in rows]


def codes(rows: list[tuple[int, int, str]]) -> list[str]:
    return sorted(message.split()[0] for _, _, message in rows)


def test_the_example_of_the_page_of_a_failed_analysis(project: Repository) -> None:
    """With a single file descriptor left, the plugin says what ``single-entry explain ONE900`` shows."""
    resource = pytest.importorskip("resource", reason="Windows has no limits")
    page = analysis_failed.RULE.page.partition("## Example")[2]
    lint("src/main.py")  # the modules of the analysis are imported
    parse()
    (project.root / "src/main.py").write_text(f"{MAIN}\n# changed")
    text = (project.root / "src/main.py").read_text()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 1, limits[1]))
    try:
        ((line, column, message),) = lint("src/main.py", text)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert page.partition("```text\n")[2].partition("\n```")[0] == f"src/main.py:{line}:{column + 1}: {message}"


def test_a_python_file_says_its_own_findings(project: Repository) -> None:
    (row,) = lint("src/client.py")
    assert row[:2] == (5, 31)
    assert row[2].startswith("ONE201 ")
    assert "ONE101" in codes(lint("src/main_old.py"))
    assert lint("archive/main_first.py") == []


def test_the_entry_point_says_what_other_files_hold(project: Repository) -> None:
    (row,) = lint("src/main.py")
    line, column, message = row
    assert "__main__" in MAIN.splitlines()[line - 1] or "FastAPI()" in MAIN.splitlines()[line - 1]
    assert column == 0
    assert message.startswith("ONE203 Dockerfile:4:17 starts src/main_old.py, ")


@pytest.mark.parametrize(
    ("settings", "client", "entry", "old"),
    [
        ("", ["ONE201"], ["ONE203"], ["ONE101"]),
        ("fail_on: error\nrules: {ONE201: error}", ["ONE201"], [], []),
        ("fail_on: error\nrules: {ONE203: error}", [], ["ONE203"], []),
        ("rules: {ONE101: off, ONE203: note}", ["ONE201"], [], []),
        ("fail_on: note\nrules: {ONE203: note}", ["ONE201"], ["ONE203"], ["ONE101"]),
        ("exclude: src/client.py", [], ["ONE203"], ["ONE101"]),
    ],
)
def test_what_fails_is_reported(
    project: Repository, settings: str, client: list[str], entry: list[str], old: list[str]
) -> None:
    project.write({".single-entry.yaml": PROJECT[".single-entry.yaml"] + settings + "\n"})
    names = ("src/client.py", "src/main.py", "src/main_old.py")
    assert [codes(lint(name)) for name in names] == [client, entry, old]


def test_each_scope_speaks_at_its_own_entry_point(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scope that holds no Python speaks at the next one."""
    dockerfile = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "{}"]\n'
    repository = make_repository(
        {
            ".single-entry.yaml": "version: 1\nscopes:\n  services/*: {entry_point: main.py}\n  deploy: {}\n",
            "services/orders/main.py": MAIN,
            "services/orders/Dockerfile": dockerfile.format("orders_old.py"),
            "services/stock/main.py": MAIN.replace("orders", "stock"),
            "services/stock/Dockerfile": dockerfile.format("stock_old.py"),
            "deploy/README.md": "```sh\ncd deploy && python main_deploy.py\n```\n",
        }
    )
    monkeypatch.chdir(repository.root)
    said = {name: [message for _, _, message in lint(f"services/{name}/main.py")] for name in ("orders", "stock")}
    assert [message.split(" starts ")[0] for message in said["stock"]] == ["ONE201 services/stock/Dockerfile:4:17"]
    assert [message.split(" starts ")[0] for message in said["orders"]] == [
        "ONE201 deploy/README.md:2:21",
        "ONE201 services/orders/Dockerfile:4:17",
    ]


@pytest.mark.parametrize("absolute", [True, False])
@pytest.mark.parametrize("below", [".", "src", "archive"])
def test_names_are_relative_to_the_working_directory(
    project: Repository, monkeypatch: pytest.MonkeyPatch, absolute: bool, below: str
) -> None:
    directory = project.root / below
    monkeypatch.chdir(directory)
    file = project.root / "src/main.py"
    assert codes(lint(str(file) if absolute else os.path.relpath(file, directory))) == ["ONE203"]


def real_flake8(path: str) -> str:
    command = [sys.executable, "-m", "flake8", "--select=ONE", path]
    return run(command, Path.cwd(), env={"PYTHONPATH": str(Path(__file__).parents[2])}).stdout


GUARD = 'if __name__ == "__main__":'


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        pytest.param((GUARD, GUARD), 11, id="none"),
        pytest.param((GUARD, f"{GUARD}  # noqa"), 1, id="all codes"),
        pytest.param((GUARD, f"{GUARD}  # NoQA: ONE203"), 1, id="the code of the finding"),
        pytest.param((GUARD, f"{GUARD}  # noqa: ONE"), 1, id="a prefix"),
        pytest.param((GUARD, f"{GUARD}  # noqa: ONE201, E501"), 11, id="other codes"),
        pytest.param(
            (MAIN, '"""Orders.\n\n# noqa\n"""\n' + MAIN.replace(GUARD, f"{GUARD}  # noqa")), 5, id="a docstring too"
        ),
    ],
)
def test_a_comment_in_the_entry_point_silences_no_other_file(
    project: Repository, edit: tuple[str, str], line: int
) -> None:
    """flake8 drops what a comment on the reported line silences, so another line reports it."""
    text = MAIN.replace(*edit)
    project.write({"src/main.py": text})
    (row,) = (row for row in lint("src/main.py") if "ONE904" not in str(row))
    assert (row[0], row[2].split()[:2]) == (line, ["ONE203", "Dockerfile:4:17"])
    assert real_flake8("src/main.py").startswith(f"src/main.py:{line}:")


def test_a_comment_at_the_finding_or_for_the_whole_file_silences(project: Repository) -> None:
    project.write({"src/main.py": f"# flake8: noqa\n{MAIN}"})
    assert real_flake8("src/main.py") == ""
    project.write({"src/main.py": MAIN, "Dockerfile": PROJECT["Dockerfile"].replace("CMD", "# noqa: ONE203\nCMD")})
    parse()
    assert lint("src/main.py") == []


def test_without_anchor_only_own_findings(project: Repository) -> None:
    parse("--single-entry-anchor=off")
    assert lint("src/main.py") == []
    assert codes(lint("src/client.py")) == ["ONE201"]


def test_a_buffer_stands_for_the_file(project: Repository) -> None:
    saved = Path("src/client.py").read_text()
    parse("-")
    assert lint("src/client.py", saved.replace("gone.py", "main.py")) == []
    assert codes(lint("src/client.py", saved)) == ["ONE201"]
    assert lint("src/client.py", "") == []


def test_a_buffer_without_a_name_says_nothing(project: Repository) -> None:
    parse("-")
    for name in ("stdin", "-"):
        assert lint(name, PROJECT["src/client.py"]) == []


def test_a_new_run_in_the_same_process_sees_changes(project: Repository) -> None:
    assert codes(lint("src/main.py")) == ["ONE203"]
    project.write({"Dockerfile": PROJECT["Dockerfile"].replace("main_old", "main")})
    parse()
    assert lint("src/main.py") == []


def test_one_analysis_serves_all_files_of_a_run(project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    roots = []
    analyse = engine.analyse
    monkeypatch.setattr(engine, "analyse", lambda root, **rest: roots.append(root) or analyse(root, **rest))
    for name in ("src/main.py", "src/client.py", "src/main_old.py"):
        lint(name)
    assert roots == [project.root]


def test_no_entry_point_but_something_to_say(make_repository: Callable[..., Repository]) -> None:
    """A broken configuration is said at a live candidate, not in the archive."""
    repository = make_repository({**PROJECT, ".single-entry.yaml": "version: 1\nentry_pont: src/main.py\n"})
    rows = [row for name in ("src/main.py", "src/main_old.py") for row in lint(str(repository.root / name))]
    assert [message for _, _, message in rows if message.startswith("ONE901 .single-entry.yaml:2:1 unknown key ")]


def test_a_file_outside_any_project_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "main.py").write_text(MAIN)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert lint("../main.py") == []


@pytest.mark.parametrize(
    ("files", "config", "root"),
    [
        ([".git/", "a/b/x.py"], None, "."),
        ([".git", "a/b/x.py"], None, "."),  # a worktree or a submodule
        ([".git/", "a/.single-entry.yaml", "a/b/x.py"], None, "a"),
        ([".git/", "a/.single-entry.yaml", "a/b/x.py"], "a/.single-entry.yaml", "."),
        ([".single-entry.yaml", "a/.git/", "a/b/x.py"], None, "a"),
        ([".git/", "a/.git", "a/.single-entry.yaml", "a/b/x.py"], None, "a"),
        ([".git/", "a/HEAD", "a/objects/", "a/refs/", "a/b/.single-entry.yaml", "a/b/x.py"], None, "."),  # buried
        ([".git/", "a/HEAD", "a/commondir", "a/b/.single-entry.yaml", "a/b/x.py"], None, "."),
    ],
)
def test_root(tmp_path: Path, files: list[str], config: str | None, root: str) -> None:
    for name in files:
        if name == ".git/" or name.endswith("/.git/"):
            subprocess.run(["git", "init", "-q", tmp_path / name.removesuffix(".git/")], check=True)
        elif name.endswith("/"):
            (tmp_path / name).mkdir(parents=True)
        else:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
    assert find_root(str(tmp_path / "a/b/x.py"), config) == str((tmp_path / root).resolve())


def test_a_stray_script_in_a_home_directory_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    for directory, root in [
        (tmp_path / "home", None),
        (tmp_path, None),
        (tmp_path / "home/x", str(tmp_path / "home/x")),
    ]:
        directory.mkdir(exist_ok=True)
        monkeypatch.chdir(directory)
        assert find_root(str(directory / "main.py")) == root


class TestFailure:
    """What stops an analysis is a finding, said once: flake8 never passes for want of an answer."""

    @pytest.fixture(params=[RuntimeError("boom"), UsageError("boom"), OSError(24, "boom"), RecursionError("boom")])
    def broken(self, project: Repository, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
        def analyse(root: Path, **_: object) -> None:
            raise request.param

        monkeypatch.setattr(engine, "analyse", analyse)

    @pytest.mark.usefixtures("broken")
    def test_is_said_once(self) -> None:
        (row,) = lint("src/client.py")
        assert row[:2] == (1, 0)
        assert row[2].startswith("ONE900 the analysis failed: ")
        assert "boom" in row[2]
        assert lint("src/main.py") == lint("src/client.py") == []

    @pytest.mark.usefixtures("broken")
    def test_is_said_again_in_the_next_run_of_the_process(self) -> None:
        assert codes(lint("src/main.py")) == ["ONE900"]
        parse()
        assert codes(lint("src/main.py")) == ["ONE900"]

    @pytest.mark.usefixtures("broken")
    def test_shows_where_to_who_asks(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("SINGLE_ENTRY_DEBUG", "1")
        assert codes(lint("src/main.py")) == ["ONE900"]
        assert "Traceback (most recent call last):" in capsys.readouterr().err

    @pytest.mark.usefixtures("broken")
    def test_needs_no_standard_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SINGLE_ENTRY_DEBUG", "1")
        monkeypatch.setattr(sys, "stderr", None)
        assert codes(lint("src/main.py")) == ["ONE900"]

    @pytest.mark.usefixtures("broken")
    def test_is_not_hidden_by_a_file_that_silences_all(self) -> None:
        silent = "import os  # noqa\n"
        assert codes(lint("src/client.py", silent)) == ["ONE900"]
        assert codes(lint("src/main.py")) == ["ONE900"]
        assert lint("src/main_old.py") == []

    @pytest.mark.usefixtures("broken")
    @pytest.mark.parametrize("text", ["", "\n", "x = 1"])
    def test_of_a_buffer(self, text: str) -> None:
        parse("-")
        assert [row[:2] for row in lint("src/client.py", text)] == [(1, 0)]

    def test_is_one_of_each_root(
        self, make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = [f"one{number}" for number in range(12)]
        roots = [make_repository({"main.py": MAIN, "other.py": ""}, name=name, commit=False).root for name in names]
        asked = []

        def analyse(root: Path, **_: object) -> None:
            asked.append(root)
            raise SingleEntryError("git refuses\x1b[31m\n::error::x")

        monkeypatch.setattr(engine, "analyse", analyse)
        first = [message for root in roots for _, _, message in lint(str(root / "main.py"))]
        assert first == ["ONE900 the analysis failed: git refuses\\x1b[31m\\x0a::error::x"] * len(roots)
        assert [row for root in roots for row in lint(str(root / "other.py"))] == []
        assert asked == roots

    def test_before_a_root_is_known(self, project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        def find_root(*_: object) -> None:
            raise OSError(2, "No such file or directory")

        monkeypatch.setattr(plugin, "find_root", find_root)
        assert codes(lint("src/client.py")) == ["ONE900"]
        assert lint("src/main.py") == []

    def test_a_configuration_that_cannot_be_read(self, project: Repository, tmp_path: Path) -> None:
        other = tmp_path / "other.yaml"
        other.write_text("version: 1\n")
        parse(f"--single-entry-config={other}")
        other.unlink()
        assert codes(lint("src/client.py")) == ["ONE900"]


def test_a_named_configuration(project: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("version: 1\nentry_point: src/main_old.py\n")
    parse(f"--single-entry-config={other}")
    assert "ONE101" in codes(lint("src/main.py"))
    with pytest.raises(ExecutionError, match=r"missing\.yaml"):
        parse("--single-entry-config=missing.yaml")


@pytest.mark.parametrize(
    ("text", "value"), [("on", True), ("True", True), ("off", False), ("FALSE", False), ("0", False)]
)
def test_anchor_switch(text: str, value: bool) -> None:
    parse(f"--single-entry-anchor={text}")
    assert SingleEntryChecker.anchor is value


def test_anchor_refuses_anything_else(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("--single-entry-anchor=perhaps")
    assert "expected on or off, not 'perhaps'" in capsys.readouterr().err
