"""What fails and what is printed: levels, selected rules and excluded directories, each from a warm cache too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cli import main
from tests.support import Repository

Make = Callable[..., Repository]
APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'
FILES = {
    "src/main.py": APP,
    "src/main_old.py": APP,  # a warning: it can be started
    "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/main.py"]\n',
    "run.sh": "python src/gone.py\npython made/tables.py\n",  # an error, and a note
    ".gitignore": "made/\n",
}
ERROR, WARNING, NOTE = "ONE201 starts src/gone.py", "ONE101 main_old.py", "ONE201 starts made/tables.py"
ALL = [ERROR, NOTE, WARNING]


def call(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, list[str], str]:
    code = main([str(word) for word in words])
    captured = capsys.readouterr()
    lines = [line.partition(": ")[2] for line in captured.out.splitlines()]
    return code, [next((known for known in ALL if line.startswith(known)), line) for line in lines], captured.err


@pytest.mark.parametrize(
    ("words", "config", "code", "printed"),
    [
        ([], "", 1, [ERROR, WARNING]),
        (["--level", "note"], "", 1, ALL),
        (["--level", "error"], "", 1, [ERROR]),
        (["--level=warning", "--fail-on=error"], "", 1, [ERROR, WARNING]),
        (["--fail-on", "note"], "", 1, ALL),
        (["--fail-on", "note", "--level", "error"], "", 1, [ERROR]),
        (["--fail-on", "error", "--ignore", "ONE201"], "", 0, [WARNING]),
        ([], "fail_on: note", 1, ALL),
        ([], "fail_on: error\nrules: {ONE201: warning}", 0, [ERROR, WARNING]),
        (["--fail-on", "warning"], "fail_on: error\nrules: {ONE201: warning}", 1, [ERROR, WARNING]),
        ([], "rules: {ONE201: off}", 1, [WARNING]),
        ([], "rules: {ONE201: off, duplicate-entry-point: note}", 0, []),
        (["--level", "note"], "rules: {ONE201: off, duplicate-entry-point: note}", 0, [WARNING]),
        (["--select", "ONE1"], "", 1, [WARNING]),
        (["--select", "missing-target"], "", 1, [ERROR]),
        (["--select", "ONE2", "--select", "one101", "--level", "note"], "", 1, ALL),
        (["--select", "ONE2", "--ignore", "ONE201"], "", 0, []),
        (["--ignore", "ONE2,ONE101"], "", 0, []),
        (["--select", "ONE201"], "rules: {ONE201: off}", 0, []),
        (["src"], "", 1, [WARNING]),
        (["src", "--level", "error"], "", 1, []),
    ],
)
def test_what_fails_and_what_is_printed(
    words: list[str],
    config: str,
    code: int,
    printed: list[str],
    make_repository: Make,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configured = {".single-entry.yaml": f"version: 1\n{config}\n"} if config else {}
    root = make_repository({**FILES, **configured}).root
    monkeypatch.chdir(root)
    call(capsys, "--level", "error", "--select", "ONE9")  # a cache that was written for other options
    for _ in range(2):
        assert call(capsys, *words)[:2] == (code, printed)


def test_the_summary_says_what_is_not_printed(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository(FILES).root
    err = call(capsys, "--root", root)[2]
    found, fix = err.splitlines()
    assert found == "Found 2 findings in 2 files: 1 error, 1 warning. Not printed: 1 of a lower level (--level note)."
    assert fix == "`single-entry fix` may mend 1 of them; `single-entry fix --diff` shows how."
    err = call(capsys, "--root", root, "--level", "note")[2]
    assert err.splitlines() == ["Found 3 findings in 2 files: 1 error, 1 warning, 1 note.", fix]


def test_json_has_the_level(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository(FILES).root
    main(["--root", str(root), "--format", "json", "--level", "note"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["path"], one["level"]) for one in found] == [
        ("run.sh", "error"),
        ("run.sh", "note"),
        ("src/main_old.py", "warning"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--select", "ONE207"], "--select: there is no rule ONE207, did you mean ONE206?"),
        (["--ignore", "ONE1,mising-target"], "--ignore: there is no rule mising-target, did you mean missing-target?"),
        (["--select", "E501"], "--select: there is no rule E501; `single-entry explain` lists the rules"),
    ],
)
def test_an_unknown_rule_is_2(
    words: list[str], said: str, make_repository: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed, err = call(capsys, "--root", make_repository(FILES).root, *words)
    assert (code, printed) == (2, [])
    assert said in err


def test_an_invalid_configuration_is_2_whatever_is_selected(
    make_repository: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_repository({**FILES, ".single-entry.yaml": "version: 1\nfail_on: never\n"}).root
    code, printed, _ = call(capsys, "--root", root, "--select", "ONE1", "--ignore", "ONE9")
    assert code == 2
    assert any(line.startswith("ONE901 `fail_on` is `never`") for line in printed)


def test_a_finding_whose_level_rose_is_new(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    repository = make_repository({"main.py": APP, "run.sh": "python made.py\n", ".gitignore": "made.py\n"})
    repository.write({".gitignore": "\n"})
    code, printed, _ = call(capsys, "--root", repository.root, "--new-since", "HEAD")
    assert (code, len(printed)) == (1, 1)
    repository.write({".gitignore": "made.py\n"})
    assert call(capsys, "--root", repository.root, "--new-since", "HEAD", "--level", "note")[:2] == (0, [])


VENDORED = {
    "src/main.py": APP,
    "Dockerfile": FILES["Dockerfile"],
    "lib/shop/main.py": APP.replace("/a", "/till").replace("a()", "till()").replace('"a"', "str(1 + 1)"),
    "lib/shop/run.sh": "python gone.py\n",
    "lib/Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "missing.py"]\n',
    "start.sh": "python lib/shop/main.py\npython shop/main.py\n",
}


def test_excluded_directories_are_neither_read_nor_judged(
    make_repository: Make, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repository(VENDORED)
    monkeypatch.chdir(repository.root)
    everything = call(capsys)[1]
    assert [line.rpartition("; ")[2] for line in everything] == [
        *["add it, or drop the reference"] * 2,
        "use lib/shop/main.py",
    ]
    for pattern in ("lib", "lib/**", "'**/shop/'\n  - lib/Dockerfile"):
        repository.write({".single-entry.yaml": f"version: 1\nexclude:\n  - {pattern}\n"})
        for _ in range(2):
            code, printed, _ = call(capsys)
            # A file there is found, and no file there is suggested.
            assert (code, printed) == (1, ["ONE201 starts shop/main.py, which does not exist; use src/main.py"])
        main(["list"])
        assert "lib" not in capsys.readouterr().out
    (repository.root / ".single-entry.yaml").unlink()
    assert call(capsys)[1] == everything, "the configuration is a part of what a saved report depends on"


@pytest.mark.parametrize("words", [["--staged"], ["--rev", "HEAD"]])
def test_the_exclusions_are_those_of_the_version(
    words: list[str], make_repository: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**VENDORED, "start.sh": "python src/main.py\n", ".single-entry.yaml": "version: 1\nexclude: lib/\n"}
    repository = make_repository(files)
    repository.write({".single-entry.yaml": "version: 1\n"})
    for _ in range(2):
        assert call(capsys, "--root", repository.root, *words)[:2] == (0, [])
    assert call(capsys, "--root", repository.root)[0] == 1


def test_a_push_brings_no_levels_of_its_own(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    repository = make_repository({**FILES, "lib/run.sh": "python lib/nothing.py\n"})
    lax = "version: 1\nfail_on: error\nrules: {ONE201: off, ONE101: off}\nexclude: lib/\n"
    repository.write({".single-entry.yaml": lax})
    repository.commit()
    assert call(capsys, "--root", repository.root, "--rev", "HEAD")[0] == 0
    for _ in range(2):
        code, printed, _ = call(capsys, "--root", repository.root, "--rev", "HEAD", "--trusted", "HEAD~1")
        assert (code, len(printed)) == (1, 3)
    repository.write({".single-entry.yaml": "version: 1\n"})
    repository.commit()
    assert call(capsys, "--root", repository.root, "--rev", "HEAD", "--trusted", "HEAD~1")[0] == 0
