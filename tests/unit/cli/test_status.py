"""The command ``status``: figures of today, of the baseline and of another commit, as text, as JSON and as a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from flake8_single_entry.cli import main
from tests.support import Repository

Make = Callable[..., Repository]
SCHEMA = json.loads(files("flake8_single_entry").joinpath("status-schema.json").read_text("utf-8"))
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
        "findings that are new since then                                  0\n"
        "findings that are gone since then                                 4\n"
    )


@pytest.fixture
def held(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> Repository:
    """A repository with a baseline, and what came and went since then: a duplicate, and references."""
    repository = make_repository(FILES)
    assert main(["baseline", "--root", str(repository.root)]) == 0
    repository.commit()
    repository.write({"src/main_v3.py": APP, "run.sh": "python src/main_v2.py\npython src/main_v3.py\n"})
    repository.commit()
    capsys.readouterr()
    return repository


def test_beside_the_baseline(held: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(held, capsys) == (
        "                                                      today  baseline  change\n"
        "duplicates                                                2         1      +1\n"
        "entry points of the program in src/main.py                3         2      +1\n"
        "stale references: ONE201 missing-target, error            1         2      -1\n"
        "stale references: ONE203 superseded-target, warning       2         1      +1\n"
        "imports that do not resolve                               0         -\n"
        "images and services that have what they start        0 of 1         -\n"
        "findings that the baseline holds                          3         4      -1\n"
        "findings that are new since then                                    2\n"
        "findings that are gone since then                                   1\n"
    )


def test_beside_the_baseline_and_a_commit(held: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    lines = status(held, capsys, "--since", "HEAD~2").splitlines()
    assert lines[0].split() == ["today", "baseline", "change", "HEAD~2", "change"]
    assert lines[1].split() == ["duplicates", "2", "1", "+1", "1", "+1"]
    assert [line.split()[-2:] for line in lines[-2:]] == [["2", "2"], ["1", "1"]]


def test_a_duplicate_that_is_gone_counts_in_the_baseline(held: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    held.git("rm", "--quiet", "src/main_v2.py", "src/main_v3.py")
    held.commit()
    lines = status(held, capsys).splitlines()
    assert lines[2].split()[-3:] == ["1", "2", "-1"]


def test_an_old_baseline_without_levels(held: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    path = held.root / ".single-entry-baseline.json"
    document = json.loads(path.read_text())
    for entry in document["findings"]:
        del entry["level"]
    path.write_text(json.dumps(document))
    stale = json.loads(status(held, capsys, "--format", "json"))["states"][1]["stale"]
    assert [(one["code"], one["level"], one["number"]) for one in stale] == [
        ("ONE201", "error", 2),
        ("ONE203", "warning", 1),
    ]


def test_notes_are_not_recorded_and_so_not_compared(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    repository = make_repository(
        {**FILES, ".single-entry.yaml": FILES[".single-entry.yaml"] + "rules: {ONE203: note}\n"}
    )
    assert main(["baseline", "--root", str(repository.root)]) == 0
    capsys.readouterr()
    assert ["ONE203", "superseded-target,", "note", "1", "-"] in [
        line.split()[2:] for line in status(repository, capsys).splitlines()
    ]


def test_a_page(held: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "status.html"
    branch = "<script>alert(1)<b>"
    held.git("branch", branch)
    assert status(held, capsys, "--html", str(page), "--since", branch) == ""
    text = page.read_text("utf-8")
    assert '<td>duplicates</td><td class="number">2</td><td class="number">1</td>' in text
    assert "2 duplicates and 3 stale references today. Since the baseline, 2 findings came and 1 finding went." in text
    assert branch not in text
    assert "&lt;script&gt;" in text


def test_json(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(status(make_repository(FILES), capsys, "--format", "json", "--since", "HEAD"))
    jsonschema.validate(document, SCHEMA)
    assert [(one.pop("state"), one.pop("kind")) for one in document["states"]] == [
        ("today", "today"),
        ("HEAD", "revision"),
    ]
    assert (document["states"][1].pop("new"), document["states"][1].pop("gone")) == (0, 0)
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


def test_json_beside_the_baseline(held: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(status(held, capsys, "--format", "json"))
    jsonschema.validate(document, SCHEMA)
    _, baseline = document["states"]
    unknown = {key for key, value in baseline.items() if value is None}
    assert unknown == {"unresolved_imports", "images", "images_that_ship"}
    assert {key: baseline[key] for key in ("kind", "new", "gone", "in_baseline", "duplicates")} == {
        "kind": "baseline",
        "new": 2,
        "gone": 1,
        "in_baseline": 4,
        "duplicates": 1,
    }


def test_the_schema_names_every_field(held: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(status(held, capsys, "--format", "json"))
    assert set(SCHEMA["$defs"]["state"]["properties"]) == {key for state in document["states"] for key in state}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "states": [{**document["states"][0], "kind": "yesterday"}]}, SCHEMA)


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
    ("words", "code", "said"),
    [
        (["--since", "nowhere"], 2, "nowhere"),
        (["--since"], 2, "--since"),
        (["--format", "json", "--html", "x"], 2, "--html"),
    ],
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
