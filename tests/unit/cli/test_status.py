"""The command ``status``: figures of today and of another commit, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from flake8_single_entry.cli import main
from tests.support import Repository

Make = Callable[..., Repository]
APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'
FILES = {
    "src/main.py": APP,
    "src/main_v2.py": APP,
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
    "run.sh": "python src/main_v2.py\npython src/gone.py\n",
    "Dockerfile": 'FROM python\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/gone.py"]\n',
}


def status(repository: Repository, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["status", "--root", str(repository.root), *words]) == 0
    return capsys.readouterr().out


def test_today(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(make_repository(FILES), capsys) == (
        "                                                      today\n"
        "duplicates                                                1\n"
        "entry points of the program in src/main.py                2\n"
        "stale references: ONE201 missing-target, error            2\n"
        "stale references: ONE203 superseded-target, warning       1\n"
        "imports that do not resolve                               0\n"
        "images and services that have what they start        0 of 1\n"
    )


def test_since_a_commit(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    repository = make_repository(FILES)
    repository.git("mv", "src/main_v2.py", "src/moved.py")
    repository.git("rm", "--quiet", "src/moved.py", "run.sh", "--force")
    repository.write({"Dockerfile": FILES["Dockerfile"].replace("gone", "main")})
    repository.commit()
    assert status(repository, capsys, "--since", "HEAD~1") == (
        "                                                      today  HEAD~1  change\n"
        "duplicates                                                0       1      -1\n"
        "entry points of the program in src/main.py                1       2      -1\n"
        "stale references: ONE201 missing-target, error            0       2      -2\n"
        "stale references: ONE203 superseded-target, warning       0       1      -1\n"
        "imports that do not resolve                               0       0\n"
        "images and services that have what they start        1 of 1  0 of 1      +1\n"
    )


def test_json(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(status(make_repository(FILES), capsys, "--format", "json", "--since", "HEAD"))
    assert [one.pop("state") for one in document["states"]] == ["today", "HEAD"]
    assert document["states"][0] == document["states"][1]
    assert document["states"][0] == {
        "entry_points": 2,
        "duplicates": 1,
        "programs": [{"scope": ".", "name": None, "entry_point": "src/main.py", "entry_points": 2}],
        "stale": [
            {"code": "ONE201", "rule": "missing-target", "level": "error", "number": 2},
            {"code": "ONE203", "rule": "superseded-target", "level": "warning", "number": 1},
        ],
        "unresolved_imports": 0,
        "images": 1,
        "images_that_ship": 0,
        "in_baseline": 0,
    }
    assert document["version"] == 1


def test_a_program_that_is_new_or_gone(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    config = "version: 1\nscopes:\n  {}: {{ entry_point: main.py }}\n"
    repository = make_repository({"a/main.py": APP, ".single-entry.yaml": config.format("a")})
    repository.git("mv", "a", "b")
    repository.write({".single-entry.yaml": config.format("b")})
    repository.commit()
    assert status(repository, capsys, "--since", "HEAD~1").splitlines()[2:4] == [
        "entry points of the program in b/main.py      1       0      +1",
        "entry points of the program in a/main.py      0       1      -1",
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"), [(["--since", "nowhere"], 2, "nowhere"), (["--since"], 2, "--since")]
)
def test_usage(
    words: list[str], code: int, said: str, make_repository: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--root", str(make_repository(FILES).root), *words]) == code
    assert said in capsys.readouterr().err


def test_an_invalid_configuration(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository({"src/main.py": APP, ".single-entry.yaml": "version: 1\nentry: x\n"}).root
    assert main(["status", "--root", str(root)]) == 2
    assert ".single-entry.yaml:2:1: " in capsys.readouterr().err
