"""``explain PATH:LINE``: what was read on a line, where it leads, which facts spoke, and why it is a finding or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cli import main
from tests.support import Repository

APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'
FILES = {
    "src/main.py": APP,
    "src/main_old.py": APP,
    "src/moved.py": "print('a')\n" * 9,
    "src/gone.py": "print('b')\n" * 9,
    "archive/main_v1.py": APP,
    "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY src src\nCMD ["python", "src/main.py"]\n',
    "Dockerfile.tool": 'FROM python:3.12\nWORKDIR /app\nCOPY src src\nCMD ["python", "tool.py"]\n',
    "tool.py": "print('tool')\n",
    "run.sh": (
        "python src/gone.py\n"
        "python made/tables.py\n"
        "python src/main_old.py\n"
        "python archive/main_v1.py  # noqa: ONE202\n"
        "python src/moved.py\n"
        "uvicorn src.main:application\n"
        "uvicorn src/main.py:app\n"
        "python $HOME/x.py\n"
        "echo done\n"
    ),
    "README.md": "# Shop\n\n```sh\npython other.py\npytest tests/test_a.py\n```\n\n## Old layout\n\n```sh\npython src/old.py\n```\n"
    "\n## Removed files\n\n```sh\npython src/gone.py\n```\n",
    "docs/adr/1.md": "# Decision\n\n```sh\npython src/gone.py\n```\n",
    "docs/guide.md": "```sh\npython src/gone.py\n```\n",
    "vendor/x/run.sh": "python gone.py\n",
    "lib/run.sh": "python gone.py\n",
    "notes.xyz": "python gone.py\n",
    ".gitignore": "made/\n",
    ".single-entry.yaml": (
        "version: 1\nentry_point: src/main.py\narchive: archive/\nignore: docs/guide.md\n"
        "rules: {ONE204: off, ONE205: note}\nexclude: lib/\n"
    ),
}


@pytest.fixture
def repository(make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = make_repository(FILES)
    repository.git("rm", "-q", "src/gone.py")
    repository.git("mv", "src/moved.py", "src/here.py")
    repository.commit()
    monkeypatch.chdir(repository.root)
    return repository


def test_every_line(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    del repository
    missing = []
    for place, wanted in EXPECTED.items():
        assert main(["explain", place]) == 0
        said = " ".join(capsys.readouterr().out.split())
        missing += [(words, said) for words in wanted if words not in said]
    assert missing == []


EXPECTED = {
    "Dockerfile:4": (
        'Dockerfile:4 CMD ["python", "src/main.py"] src/main.py (line 4, column 17)',
        "read a path; a command starts it (python); read as dockerfile",
        "looked for /app of the image: src/main.py is there",
        "leads to src/main.py, the entry point of the repository",
        "finding none: the target exists and is live",
    ),
    "Dockerfile.tool:4": (
        "/app/tool.py",
        "leads to tool.py, which is in the repository but not in the image",
        "finding ONE206 target-not-shipped (error; fails):",
    ),
    "run.sh:1": (
        "looked for the root: src/gone.py is not there",
        "leads to nothing: src/gone.py does not exist (deleted)",
        "facts git remembers src/gone.py: deleted its directory exists: src/",
        "finding ONE201 missing-target (error; fails): starts src/gone.py",
    ),
    "run.sh:1:8": ("git remembers src/gone.py",),
    "run.sh:2": (
        "git does not remember made/tables.py git ignores made/tables.py",
        "finding ONE201 missing-target (note; does not fail, as fail_on is warning)",
    ),
    "run.sh:3": (
        "leads to src/main_old.py, superseded by src/main.py",
        "finding ONE203 superseded-target (warning; fails)",
    ),
    "run.sh:4": ("which is archived", "finding ONE202 archived-target (silenced by a noqa comment)"),
    "run.sh:5": ("git remembers src/moved.py: renamed to src/here.py", "use src/here.py"),
    "run.sh:6": (
        "an object of a module; a command starts it (uvicorn)",
        "leads to src/main.py, which has no application",
        "finding ONE204 missing-attribute (none: the configuration switches the rule off)",
    ),
    "run.sh:7": (
        "can never be loaded",
        "finding ONE205 malformed-target (note, error before `rules` of the configuration; does not fail",
    ),
    "run.sh:9": ("nothing on this line was read", "lines of this file with references: 1, 2, 3, 4, 5, 6, 7"),
    "README.md:4": (
        "a document: its readers may be in a directory of their own",
        "finding none: unknown, because git does not remember it, no file has its name",
    ),
    "README.md:5": ("finding none: unknown, because",),
    "README.md:11": ("finding none: unknown, because the document tells of the past or of a plan",),
    "README.md:17": ("nothing on this line was read", "below the heading `Removed files`, which is about the past"),
    "docs/adr/1.md:4": ("document of the kind `history`", "lines of this file with references: none"),
    "docs/guide.md:2": (
        "leads to nothing: src/gone.py",
        "finding none: the configuration ignores the references of this file",
    ),
    "vendor/x/run.sh:1": ("the file is in a directory of other people's code, which is not read",),
    "lib/run.sh:1": ("the configuration excludes this file (`exclude`)",),
    "notes.xyz:1": ("no reader knows this kind of file",),
    "nowhere.sh:1": ("nowhere.sh is not in git's index",),
    "src/main_old.py:3": (
        "src/main_old.py is a runnable module of the repository, decided by configuration; its role: duplicate",
        "finding ONE101 duplicate-entry-point (warning; fails): main_old.py competes with src/main.py",
    ),
    "archive/main_v1.py:1": ("finding none: this file is archived, and its references are not reported",),
    ".single-entry.yaml:2": ("the configuration: only its own mistakes",),
}


def test_the_line_of_another_place(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.root / "src")
    assert main(["explain", "../run.sh:3"]) == 0
    assert capsys.readouterr().out.startswith("run.sh:3  python src/main_old.py\n")
    monkeypatch.chdir("/")
    assert main(["explain", "--root", str(repository.root), str(repository.root / "run.sh") + ":3"]) == 0
    assert capsys.readouterr().out.startswith("run.sh:3  ")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("run.sh:99", "run.sh has 9 lines"),
        ("run.sh:0", "run.sh has 9 lines"),
        (".:1", ". is a directory; name a line of a file"),
        ("ONE207", "no rule ONE207, did you mean ONE206?"),
        ("run.sh", "no rule run.sh; there are ONE101"),
    ],
)
def test_a_place_that_is_none(
    place: str, said: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    del repository
    assert main(["explain", place]) == 2
    assert said in capsys.readouterr().err


def test_nothing_that_a_terminal_would_obey_is_printed(
    make_repository: Callable[..., Repository], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root: Path = make_repository({"a.sh": "python src/\x1b[31mgone.py\n", "src/main.py": APP}).root
    monkeypatch.chdir(root)
    assert main(["explain", "a.sh:1"]) == 0
    assert "\x1b" not in capsys.readouterr().out
