"""The command ``allow``: it writes one entry, says what it wrote, and refuses what would have another effect."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date

import pytest

from flake8_single_entry.cli import main
from flake8_single_entry.cli.allow import day
from flake8_single_entry.config.file import FILE_NAME
from flake8_single_entry.errors import UsageError
from tests.support import Repository

Make = Callable[..., Repository]
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/a')\ndef a():\n    return 1\n"
FILES = {"main.py": APP, "main_v2.py": APP, "tools/run.py": "print(1)\n", "app/[id].py": APP, "sub/x.py": "x = 1\n"}
HEAD = "# ours\nversion: 1  # format\nentry_point: main.py\n"


@pytest.fixture
def single_entry(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        return code, *capsys.readouterr()

    return call


Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("before", "here", "words", "after", "told"),
    [
        (
            None,
            "",
            ["main_v2.py", "--as", "wrapper", "--reason", "for gunicorn", "--until", "2099-12-31"],
            "version: 1\nallow:\n  - path: main_v2.py\n    as: wrapper\n    reason: for gunicorn\n    until: 2099-12-31\n",
            ".single-entry.yaml:3: path: main_v2.py, as: wrapper, reason: for gunicorn, until: 2099-12-31\n",
        ),
        (
            HEAD,
            "tools",
            ["run.py", "--as=tool"],
            HEAD + "allow:\n  - path: tools/run.py\n    as: tool\n",
            ".single-entry.yaml:5: path: tools/run.py, as: tool\n",
        ),
        (
            HEAD,
            "",
            ["--as", "example", "tools"],
            HEAD + "allow:\n  - path: tools/\n    as: example\n",
            ".single-entry.yaml:5: path: tools/, as: example\n",
        ),
        (
            HEAD,
            "app",
            ["[id].py", "--as", "test"],
            HEAD + 'allow:\n  - path: "app/[[]id].py"\n    as: test\n',
            '.single-entry.yaml:5: path: "app/[[]id].py", as: test\n',
        ),
        (
            HEAD + "allow: [{path: main_v2.py, reason: why}] # all\n",
            "",
            ["main_v2.py", "--as", "tool"],
            HEAD + "allow: [{path: main_v2.py, as: tool, reason: why}] # all\n",
            ".single-entry.yaml:4: path: main_v2.py, as: tool, reason: why\n",
        ),
        (
            "version: 1\nscopes:\n  sub: {}\n  app:\n",
            "",
            ["sub/x.py", "--as", "launcher"],
            "version: 1\nscopes:\n  sub: { allow: [{ path: x.py, as: launcher }] }\n  app:\n",
            ".single-entry.yaml:3: path: x.py, as: launcher\n",
        ),
    ],
    ids=["no file", "below", "a directory", "a name with brackets", "changed", "a scope"],
)
def test_an_entry_is_written(
    make_repository: Make,
    single_entry: Command,
    monkeypatch: pytest.MonkeyPatch,
    before: str | None,
    here: str,
    words: list[str],
    after: str,
    told: str,
) -> None:
    repository = make_repository({**FILES, **({FILE_NAME: before} if before else {})})
    monkeypatch.chdir(repository.root / here)
    assert single_entry("allow", *words) == (0, told, "Wrote .single-entry.yaml.\n")
    assert (repository.root / FILE_NAME).read_text() == after
    again = single_entry("allow", *words)
    assert again == (0, told, ".single-entry.yaml already says so.\n")
    assert (repository.root / FILE_NAME).read_text() == after


def test_what_is_allowed_is_not_reported(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repository({**FILES, FILE_NAME: HEAD})
    monkeypatch.chdir(repository.root)
    assert "main_v2.py:3:1: ONE101" in single_entry()[1]
    assert single_entry("allow", "main_v2.py", "--as", "program")[0] == 0
    assert "main_v2.py" not in single_entry()[1]


@pytest.mark.parametrize(
    ("config", "words", "message"),
    [
        (
            HEAD,
            ["nowhere.py", "--as", "tool"],
            "nowhere.py: no such file; the path is relative to the current directory",
        ),
        (HEAD, [".", "--as", "tool"], ". is the whole repository; name a module"),
        (
            HEAD,
            ["new.py", "--as", "tool"],
            "new.py is not in git, and only tracked files are checked: git add it first",
        ),
        (HEAD, ["main.py", "--as", "tool"], "main.py is an entry point in .single-entry.yaml; it needs no entry"),
        (HEAD, ["main_v2.py", "--as", "tol"], "argument --as: invalid choice: 'tol'"),
        (HEAD, ["main_v2.py"], "the following arguments are required: --as"),
        (HEAD, ["main_v2.py", "--as", "tool", "--until", "31.12.2099"], "31.12.2099 is not a day; write it like"),
        (HEAD, ["main_v2.py", "--as", "tool", "--until", "2020-01-01"], "2020-01-01 has passed; name today or a later"),
        ("version: 1\nentry: x\n", ["main_v2.py", "--as", "tool"], ".single-entry.yaml:2:1: unknown key `entry`"),
        (
            b"\xff",
            ["main_v2.py", "--as", "tool"],
            ".single-entry.yaml:1:1: the file is not UTF-8; correct the file first",
        ),
        (
            "version: 1\nscopes: { sub: {} }\n",
            ["main.py", "--as", "tool"],
            "main.py is in no scope of .single-entry.yaml",
        ),
    ],
)
def test_refusals_name_the_way_out(
    make_repository: Make,
    single_entry: Command,
    monkeypatch: pytest.MonkeyPatch,
    config: str | bytes,
    words: list[str],
    message: str,
) -> None:
    repository = make_repository({**FILES, FILE_NAME: config})
    repository.write({"new.py": APP})
    monkeypatch.chdir(repository.root)
    before = (repository.root / FILE_NAME).read_bytes()
    code, out, err = single_entry("allow", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert (repository.root / FILE_NAME).read_bytes() == before


def test_inferred_scopes_are_named_first(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = {f"services/{name}/{file}": APP for name in ("api", "mail") for file in ("main.py", "main_v2.py")}
    repository = make_repository({**services, "services/api/Dockerfile": "FROM x\nCMD python main.py\n"})
    monkeypatch.chdir(repository.root / "services" / "api")
    code, _, err = single_entry("allow", "main_v2.py", "--as", "tool")
    assert code == 2
    assert "this repository has several scopes" in err
    assert "`single-entry init` writes them" in err
    assert not (repository.root / FILE_NAME).exists()


def test_a_glob_of_scopes_is_said(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = "version: 1\nscopes:\n  services/*: { entry_point: main.py }\n"
    repository = make_repository({"services/api/main.py": APP, "services/api/other.py": APP, FILE_NAME: config})
    monkeypatch.chdir(repository.root)
    code, _, err = single_entry("allow", "services/api/other.py", "--as", "tool")
    assert (code, err) == (
        0,
        "Wrote .single-entry.yaml. The entry applies to every directory that services/* matches.\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_the_file_is_replaced_at_once_and_keeps_its_mode(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repository({**FILES, "conf/one.yaml": HEAD})
    file = repository.root / "conf/one.yaml"
    (repository.root / FILE_NAME).symlink_to("conf/one.yaml")
    file.chmod(0o640)
    inode = file.stat().st_ino
    monkeypatch.chdir(repository.root)
    assert single_entry("allow", "main_v2.py", "--as", "tool")[0] == 0
    assert "path: main_v2.py" in file.read_text()
    assert (stat.S_IMODE(file.stat().st_mode), file.stat().st_ino != inode) == (0o640, True)
    assert (repository.root / FILE_NAME).is_symlink()
    assert sorted(path.name for path in file.parent.iterdir()) == ["one.yaml"]


def test_hostile_names_are_written_and_shown_as_text(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "<script>\x1b[2J: #x.py"
    repository = make_repository({**FILES, name: APP, FILE_NAME: HEAD})
    monkeypatch.chdir(repository.root)
    code, out, _ = single_entry("allow", name, "--as", "tool")
    assert (code, "\x1b" in out) == (0, False)
    assert "\x1b" not in (repository.root / FILE_NAME).read_text()
    assert single_entry("allow", name, "--as", "tool")[2] == ".single-entry.yaml already says so.\n"


@pytest.mark.parametrize("text", ["", "2027", "2027-1-1", "2027-02-30", "tomorrow", "2027-01-01T00:00"])
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(UsageError, match=r"is not a day; write it like 2027-01-31"):
        day(text, date(2026, 6, 1))


def test_today_is_a_day_to_come() -> None:
    assert day("2026-06-01", date(2026, 6, 1)) == date(2026, 6, 1)
