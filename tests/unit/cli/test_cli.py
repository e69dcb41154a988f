"""The command, run in this process on real repositories: output, streams and exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry import __version__, engine
from flake8_single_entry.cli import main
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.rules import RULES
from tests.support import Repository, run

Make = Callable[..., Repository]
APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'
STALE = {
    "src/main.py": APP,
    "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "main_old.py"]\n',
    "scripts/run.sh": "python src/gone.py\n",
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
}
CLEAN = {"src/main.py": APP, ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n"}


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


Command = Callable[..., tuple[int, str, str]]


def test_findings_on_stdout_summary_on_stderr(make_repository: Make, command: Command) -> None:
    root = make_repository(STALE).root
    code, out, err = command("--root", root)
    assert code == 1
    lines = out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["Dockerfile:4:17:", "scripts/run.sh:1:8:"]
    assert all(line.split(" ")[1] == "ONE201" for line in lines)
    assert (
        err
        == "Found 2 findings in 2 files: 2 errors.\n`single-entry fix` may mend 1 of them; `single-entry fix --diff` shows how.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--root", "{}"],
        ["--root={}"],
        ["check", "--root", "{}"],
        ["--root", "{}", "check"],
        ["--statistics", "--root", "{}", "check", "--format", "text"],
        ["--root", "{}", "{}"],
        ["--root", "{}", "check", "{}"],
    ],
)
def test_options_stand_before_and_after_the_command(words: list[str], make_repository: Make, command: Command) -> None:
    root = str(make_repository(STALE).root)
    code, out, _ = command(*(word.replace("{}", root) for word in words))
    assert (code, out.count("ONE201 starts")) == (1, 2)


def test_paths_limit_what_is_printed(make_repository: Make, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_repository(STALE).root
    monkeypatch.chdir(root)
    assert command("scripts")[1].count("\n") == 1
    assert command("check", "./scripts/run.sh", "Dockerfile")[1].count("\n") == 2
    code, out, err = command("check", "src")
    assert (code, out) == (0, "")
    assert err.startswith("No findings in 4 files with ")
    assert command("check", ".")[0] == 1
    monkeypatch.chdir(root / "scripts")
    assert command("run.sh")[1].startswith("run.sh:1:8: ONE201")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "nowhere: no such file, directory or command (commands: check, list, init, "),
        (["chekc"], "chekc: no such file, directory or command; did you mean `single-entry check`? (commands: check, "),
        (["Lst", "--root", "."], "did you mean `single-entry list`?"),
        (["check", ".."], "is outside"),
        (["--root", "nowhere"], "--root: nowhere is not a directory"),
        (["--config", "nowhere.yaml"], "there is no configuration file nowhere.yaml"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["explain", "ONE999"], "no rule ONE999; there are ONE101, "),
        (["init"], ".single-entry.yaml exists; --force replaces it"),
    ],
)
def test_wrong_usage_is_2(
    words: list[str], said: str, make_repository: Make, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_repository(CLEAN).root)
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_clean_is_0_and_exit_zero_too(make_repository: Make, command: Command) -> None:
    assert command("--root", make_repository(CLEAN, name="clean").root)[:2] == (0, "")
    code, out, _ = command("--root", make_repository(STALE, name="stale").root, "--exit-zero")
    assert (code, out.count("\n")) == (0, 2)


def test_nothing_to_check_is_0(make_repository: Make, command: Command, tmp_path: Path) -> None:
    assert command("--root", make_repository(name="bare", commit=False).root)[:2] == (0, "")
    (tmp_path / "empty").mkdir()
    for words in (["--root", tmp_path / "empty"], ["list", "--root", tmp_path / "empty"]):
        assert command(*words)[0] == 0


def test_an_invalid_configuration_is_2_whatever_else_is_found(make_repository: Make, command: Command) -> None:
    repository = make_repository(STALE | {".single-entry.yaml": "version: 1\nentrypoint: src/main.py\n"})
    for words in (["check"], ["check", "--exit-zero"], ["check", repository.root / "src"]):
        code, out, _ = command(*words, "--root", repository.root)
        assert code == 2
        assert ".single-entry.yaml:2:1: ONE901 unknown key `entrypoint`, did you mean `entry_point`?" in out
    code, out, err = command("list", "--root", repository.root)
    assert code == 2
    assert "src/main.py" in out
    assert err.startswith(".single-entry.yaml:2:1: unknown key")


def test_another_configuration(make_repository: Make, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_repository(STALE | {"conf/one.yaml": "version: 1\nentry_point: src/mian.py\n"}).root
    monkeypatch.chdir(root / "conf")
    code, out, _ = command("--config", "one.yaml")
    assert code == 1
    assert "one.yaml:2:14: ONE102 names src/mian.py, which does not exist" in out


def test_json(make_repository: Make, command: Command) -> None:
    root = make_repository(STALE).root
    code, out, err = command("--root", root, "--format", "json", "--statistics")
    document = json.loads(out)
    assert (code, err) == (1, "")
    assert [one["path"] for one in document["findings"]] == ["Dockerfile", "scripts/run.sh"]
    assert document["summary"]["findings"] == 2
    listed = json.loads(command("list", "--root", root, "--format", "json")[1])
    assert listed["scopes"] == document["scopes"]
    assert listed["scopes"][0]["decided_by"] == "configuration"


def test_statistics(make_repository: Make, command: Command) -> None:
    _, out, _ = command("--root", make_repository(STALE).root, "--statistics")
    assert out.splitlines()[-1] == "     2  ONE201  missing-target"


def test_an_internal_error_is_one_line_and_3(
    make_repository: Make, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_repository(CLEAN).root

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("one\ntwo")

    monkeypatch.setattr(engine, "analyse", fail)
    assert command("--root", root) == (
        3, "",
        "single-entry: internal error: ZeroDivisionError: one two (set SINGLE_ENTRY_DEBUG=1 for the traceback)\n",
    )  # fmt: skip
    monkeypatch.setenv("SINGLE_ENTRY_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["--root", str(root)])


def test_what_the_analysis_cannot_do_is_3(
    make_repository: Make, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SingleEntryError("git cannot list the files\x1b[31m")

    monkeypatch.setattr(engine, "analyse", fail)
    assert command("--root", make_repository(CLEAN).root) == (
        3, "", "single-entry: git cannot list the files\\x1b[31m\n",
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a directory that somebody stands in")
def test_says_that_the_current_directory_is_gone(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert command("check") == (2, "", "single-entry: the current directory does not exist any more\n")


def test_init_writes_what_list_finds_and_never_overwrites(make_repository: Make, command: Command) -> None:
    files = {name: text for name, text in STALE.items() if name != ".single-entry.yaml"}
    files["Dockerfile"] = files["Dockerfile"].replace("main_old.py", "src/main.py")
    root = make_repository(files).root
    before = json.loads(command("list", "--root", root, "--format", "json")[1])["scopes"]
    code, out, err = command("init", "--root", root)
    written = (root / ".single-entry.yaml").read_text("utf-8")
    assert (code, out) == (0, written)
    assert err == f"Wrote {root / '.single-entry.yaml'}.\n"
    assert "entry_point: src/main.py\n" in written
    assert "# Dockerfile" in written
    after = json.loads(command("list", "--root", root, "--format", "json")[1])["scopes"]
    assert [(one["root"], one["entry_point"]) for one in after] == [(one["root"], one["entry_point"]) for one in before]
    assert [one["decided_by"] for one in after] == ["configuration"]
    (root / ".single-entry.yaml").write_text("version: 1\nentry_point: Dockerfile\n", "utf-8")
    assert command("init", "--root", root)[0] == 2
    assert (root / ".single-entry.yaml").read_text("utf-8").endswith("Dockerfile\n")
    assert command("init", "--root", root, "--force")[:2] == (0, written)


def test_explain(command: Command) -> None:
    for word in ("ONE203", "one203", "superseded-target"):
        code, out, err = command("explain", word)
        assert (code, err) == (0, "")
        assert out.startswith("# ONE203 superseded-target\n\nA reference resolves to a duplicate")
    code, out, _ = command("explain")
    assert code == 0
    assert len(out.splitlines()) == len(RULES)


def test_help_teaches(command: Command) -> None:
    for words in (["--help"], ["-h"], ["--root", "x", "--help"]):
        code, out, _ = command(*words)
        assert code == 0
        assert "examples:" in out
        assert "exit codes:" in out
    assert command("--version") == (0, f"single-entry {__version__}\n", "")
    assert "--exit-zero" in command("check", "--help")[1]


def test_a_name_cannot_drive_the_terminal(make_repository: Make, command: Command) -> None:
    root = make_repository(CLEAN | {"a\x1b[2Jb/run.sh": "python src/gone.py\n"}).root
    code, out, _ = command("--root", root)
    assert code == 1
    assert "\x1b" not in out
    assert "a\\x1b[2Jb/run.sh:1:8: ONE201" in out


def test_a_reader_that_leaves_is_no_traceback(make_repository: Make) -> None:
    root = make_repository(CLEAN | {"run.sh": "python src/gone.py\n" * 2000}).root
    package = Path(engine.__file__).parents[1]
    script = f"{sys.executable} -m flake8_single_entry --root {root} | {{ read -r line; echo $line; }}"
    done = run(["sh", "-c", script], root, env={"PYTHONPATH": os.fspath(package)})
    assert done.stdout.startswith("run.sh:1:8: ONE201")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_on_a_terminal_only(
    environment: dict[str, str],
    coloured: bool,
    make_repository: Make,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = make_repository(STALE).root
    assert "\x1b" not in command("--root", root)[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in command("--root", root)[1]) is coloured
