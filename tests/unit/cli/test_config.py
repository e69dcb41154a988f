"""The command ``config``: each setting in effect, with the line that sets it, or what else decided it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from flake8_single_entry.cli import main
from flake8_single_entry.config.file import FILE_NAME
from tests.support import Repository

Make = Callable[..., Repository]
Command = Callable[..., tuple[int, str, str]]
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
CONFIGURED = """\
version: 1
fail_on: error
rules:
  ONE206: off
exclude: [vendor/**]
scopes:
  services/*: { entry_point: main.py }
  web:
    programs:
      site: site.py
    archive: old/
    allow:
      - path: tool.py
        as: tool
        until: 2099-01-31
        reason: import of the data
    ignore: [NOTES.md]
    strict: true
"""
FILES = {
    "services/api/main.py": APP,
    "web/site.py": APP,
    "web/tool.py": APP,
    "web/NOTES.md": "Run `site.py`.\n",
    "vendor/x.py": APP,
    FILE_NAME: CONFIGURED,
}


@pytest.fixture
def single_entry(capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        return code, *capsys.readouterr()

    return call


def rows(out: str) -> list[str]:
    return [" ".join(line.split()) for line in out.splitlines() if line]


def test_each_setting_has_its_origin(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_repository(FILES).root)
    code, out, _ = single_entry("config")
    assert code == 0
    assert rows(out) == [
        "settings of .single-entry.yaml",
        "fail_on error .single-entry.yaml:2",
        "rules ONE206: off .single-entry.yaml:3",
        "exclude vendor/** .single-entry.yaml:5",
        "services/api .single-entry.yaml:7 (services/*)",
        "entry_point services/api/main.py .single-entry.yaml:7",
        "strict false default",
        "web .single-entry.yaml:8",
        "programs.site web/site.py .single-entry.yaml:10",
        "archive web/old/ .single-entry.yaml:11",
        "allow web/tool.py as tool until 2099-01-31 (import of the data) .single-entry.yaml:13",
        "ignore web/NOTES.md .single-entry.yaml:17",
        "strict true .single-entry.yaml:18",
    ]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("web/tool.py", ["scope web .single-entry.yaml", "allow web/tool.py as tool until 2099-01-31 (import of the data) "
                         ".single-entry.yaml:13"]),
        ("web/NOTES.md", ["scope web .single-entry.yaml", "ignore web/NOTES.md .single-entry.yaml:17"]),
        ("vendor/x.py", ["scope none .single-entry.yaml", "exclude vendor/** .single-entry.yaml:5"]),
    ],
)  # fmt: skip
def test_a_path_has_what_applies_to_it(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch, path: str, told: list[str]
) -> None:
    monkeypatch.chdir(make_repository(FILES).root)
    out = rows(single_entry("config", path)[1])
    assert out[out.index(path) + 1 :] == told
    assert ("services/api" in " ".join(out)) is False


def test_without_a_file_everything_is_inferred(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_repository({"main.py": APP}).root)
    assert rows(single_entry("config")[1]) == [
        "no .single-entry.yaml: the settings are inferred",
        "fail_on warning default",
        "the repository evidence",
        "entry_point main.py evidence",
    ]


def test_json_has_the_same(make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_repository({"main.py": APP, FILE_NAME: "version: 1\nentry_point: main.py\n"}).root)
    document = json.loads(single_entry("config", "--format", "json")[1])
    assert document["version"] == 1
    assert document["configuration"] == FILE_NAME
    assert document["sections"][1] == {
        "title": ".",
        "origin": f"{FILE_NAME}:1",
        "settings": [
            {"key": "entry_point", "value": "main.py", "origin": f"{FILE_NAME}:2"},
            {"key": "strict", "value": "false", "origin": "default"},
        ],
    }


def test_mistakes_are_said(make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_repository({"main.py": APP, FILE_NAME: "version: 1\nentry: main.py\n"}).root)
    code, out, err = single_entry("config")
    assert (code, out) == (2, "")
    assert ".single-entry.yaml:2:1: unknown key `entry`" in err
    assert single_entry("config", "nowhere.py")[0] == 2
