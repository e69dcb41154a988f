"""How ``check`` prints: the format of a terminal, colours, files, quiet runs, and paths from where people are."""

from __future__ import annotations

import json
import os
import pty
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from flake8_single_entry import engine
from flake8_single_entry.cli import main
from flake8_single_entry.reporters import FORMATS
from tests.support import Repository, run

Make = Callable[..., Repository]
FILES = {
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
    "src/main.py": "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n",
    "src/run.sh": "# größer\npython3 gone.py\n",
    "Makefile": "run:\n\tpython3 src/gone.py\n",
    "docs/README.md": "# Title\n",
}
PROGRAM = [sys.executable, "-m", "flake8_single_entry"]
SEARCH = {"PYTHONPATH": os.fspath(Path(engine.__file__).parents[2])}


@pytest.fixture
def root(make_repository: Make, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_repository(FILES).root
    monkeypatch.chdir(root)
    return root


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def at_a_terminal(root: Path, *words: str, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Run the command with a terminal as standard output. Return exit code, standard output and standard error."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **SEARCH, **(env or {})}
    with Popen([*PROGRAM, *words], cwd=root, stdout=theirs, stderr=PIPE, env=environment, text=True) as process:
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
        assert process.stderr is not None
        err = process.stderr.read()
    os.close(ours)
    return process.returncode, b"".join(parts).decode().replace("\r\n", "\n"), err


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux: the other side is closed
        return b""


@pytest.mark.skipif(os.name == "nt", reason="terminals of Unix")
def test_a_terminal_gets_the_full_format(root: Path) -> None:
    for _ in range(2):  # cold and warm
        code, out, err = at_a_terminal(root, env={"NO_COLOR": "1"})
        assert code == 1
        assert out.startswith(
            "ONE201 error: starts src/gone.py, which does not exist\n"
            " --> Makefile:2:10\n"
            "  |\n"
            "2 |     python3 src/gone.py\n"
            "  |             ^^^^^^^^^^^\n"
        )
        assert err.startswith("Found 2 findings in 2 files: 2 errors.\n")
    assert at_a_terminal(root, "--format", "text", env={"NO_COLOR": "1"})[1].startswith("Makefile:2:10: ONE201 ")
    assert "\x1b[31;1mONE201 error\x1b[0m" in at_a_terminal(root)[1]
    assert run(PROGRAM, root, env=SEARCH).stdout.startswith("Makefile:2:10: ONE201 ")


@pytest.mark.skipif(os.name == "nt", reason="terminals of Unix")
def test_a_terminal_with_nothing_to_say(make_repository: Make) -> None:
    root = make_repository({"main.py": FILES["src/main.py"]}).root
    assert at_a_terminal(root)[:2] == (0, "")


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color=always",), {"NO_COLOR": "1"}, True),
        (("--color=always",), {}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "auto"), {"FORCE_COLOR": "1"}, True),
    ],
)
@pytest.mark.parametrize("name", ["text", "full"])
def test_colours(
    name: str,
    words: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,
    root: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert ("\x1b[" in call("--format", name, *words)[1]) is coloured


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"text", "full"}))
def test_formats_for_programs_have_no_colours(name: str, root: Path, call: Call) -> None:
    code, out, err = call("--format", name, "--color", "always")
    assert (code, "\x1b" in out, err) == (1, False, "")
    assert out.endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_in_a_file_is_the_one_that_is_printed(name: str, root: Path, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "report"
    printed = call("--format", name)[1]
    code, out, err = call("--format", name, "--output-file", str(file))
    assert (code, out) == (1, "")
    assert err.startswith("Found 2 findings in 2 files: 2 errors.\n")
    assert file.read_text("utf-8") == printed


def test_a_file_has_one_line_for_each_finding_by_itself(
    root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    call("--output-file", "report.txt", "--statistics")
    lines = Path("report.txt").read_text("utf-8").splitlines()
    assert [line[:3] for line in lines] == ["Mak", "src", "   "]
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("none/report", "cannot write none/report: No such file or directory"),
        ("src", "cannot write src: Is a directory"),
        ("link", "link leads through a symbolic link of the repository"),
        ("out/report", "out/report leads through a symbolic link of the repository"),
        ("src/../link", "leads through a symbolic link of the repository"),
    ],
)
def test_files_that_are_not_written(path: str, said: str, root: Path, call: Call, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "profile").write_text("keep", "utf-8")
    (root / "link").symlink_to(victim / "profile")
    (root / "out").symlink_to(victim)
    code, _, err = call("--output-file", path)
    assert (code, said in err) == (2, True), err
    assert (victim / "profile").read_text("utf-8") == "keep"
    assert [file.name for file in victim.iterdir()] == ["profile"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk of Linux")
def test_devices(root: Path, call: Call) -> None:
    code, _, err = call("--output-file", "/dev/full")
    assert (code, err) == (3, "single-entry: --output-file: cannot write /dev/full: No space left on device\n")
    done = run([*PROGRAM, "--output-file", "/dev/stdout", "--format", "json"], root, env=SEARCH)
    assert len(json.loads(done.stdout)["findings"]) == 2


def test_quiet_runs_print_the_findings_only(root: Path, call: Call, make_repository: Make) -> None:
    for option in ("-q", "--quiet"):
        code, out, err = call(option)
        assert (code, len(out.splitlines()), err) == (1, 2, "")
    clean = make_repository({"main.py": FILES["src/main.py"]}, name="clean").root
    assert call("-q", "--root", str(clean)) == (0, "", "")


def test_what_is_elsewhere_is_counted(root: Path, call: Call) -> None:
    code, out, err = call("check", "Makefile")
    assert (code, len(out.splitlines())) == (1, 1)
    assert "Found 1 finding in 1 file: 1 error. Not printed: 1 in other files.\n" in err
    code, out, err = call("check", "docs")
    assert (code, out) == (0, "")
    assert err.startswith("No findings in ")
    assert err.endswith(" Not printed: 2 in other files.\n")
    assert "other files" not in call("check", ".")[2]


@pytest.mark.parametrize(
    ("directory", "words", "paths"),
    [
        (".", [], ["Makefile", "src/run.sh"]),
        ("src", [], ["../Makefile", "run.sh"]),
        ("docs", [], ["../Makefile", "../src/run.sh"]),
        ("src", ["--root", ".."], ["../Makefile", "run.sh"]),
        ("src", ["run.sh"], ["run.sh"]),
        ("..", ["--root", "project"], ["Makefile", "src/run.sh"]),
    ],
)
def test_people_see_paths_from_where_they_are(
    directory: str, words: list[str], paths: list[str], root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / directory)
    assert [line.partition(":")[0] for line in call(*words)[1].splitlines()] == paths
    full = call(*words, "--format", "full")[1]
    assert [line.split()[1].partition(":")[0] for line in full.splitlines() if "-->" in line] == paths
    found = json.loads(call(*words, "--format", "json")[1])["findings"]
    assert {one["path"] for one in found} <= {"Makefile", "src/run.sh"}
    github = call(*words, "--format", "github")[1]
    assert "file=src/run.sh," in github


@pytest.mark.parametrize("name", ["full", "rdjson"])
def test_what_is_quoted_is_the_analysed_version(name: str, root: Path, call: Call) -> None:
    """The staged line is quoted, and its bytes are counted, whatever lies on disk."""
    (root / "src/run.sh").write_text("cat größe; python3 gone.py # staged\n", "utf-8")
    run(["git", "add", "src/run.sh"], root, check=True)
    (root / "src/run.sh").write_text("python3 gone.py # on disk\n", "utf-8")
    outputs = {option: call("--format", name, *option.split(), "src")[1] for option in ("", "--staged", "--rev HEAD")}
    if name == "full":
        assert {option: out.splitlines()[3].partition("| ")[2] for option, out in outputs.items()} == {
            "": "python3 gone.py # on disk",
            "--staged": "cat größe; python3 gone.py # staged",
            "--rev HEAD": "python3 gone.py",
        }
    else:
        columns = [
            json.loads(out)["diagnostics"][0]["location"]["range"]["start"]["column"] for out in outputs.values()
        ]
        assert columns == [9, 22, 9]


def test_a_named_configuration_is_not_quoted(root: Path, call: Call) -> None:
    (root / "secret.yaml").write_text("password: hunter2\n", "utf-8")
    code, out, _ = call("--format", "full", "--config", "secret.yaml")
    assert (code, "ONE901 error" in out, "hunter2" in out) == (2, True, False)
    (root / ".single-entry.yaml").write_text("version: 1\nentry: main.py\n", "utf-8")
    assert "2 | entry: main.py\n" in call("--format", "full")[1]


def test_a_link_in_place_of_a_directory_is_not_followed(root: Path, call: Call, tmp_path: Path) -> None:
    """Between the run and the quote, a directory may be replaced."""
    from flake8_single_entry.engine.repository_state import Revision
    from flake8_single_entry.engine.sources import open_texts

    (tmp_path / "private").mkdir()
    (tmp_path / "private/run.sh").write_text("secret\n", "utf-8")
    (root / "linked").symlink_to(tmp_path / "private")
    with open_texts(str(root), Revision()) as read:
        assert read("src/run.sh") == FILES["src/run.sh"]
        assert [read(path) for path in ("linked/run.sh", "../private/run.sh", str(tmp_path / "private/run.sh"))] == [
            None,
            None,
            None,
        ]
