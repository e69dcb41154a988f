"""Rules about what the configuration allows: wrappers that lead elsewhere, unlisted, unused and expired entries."""

from __future__ import annotations

from datetime import date

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.rules import run

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/orders')\ndef orders():\n    return []\n"
GUARDED = "def main():\n    return 0\n\n\nif __name__ == '__main__':\n    main()\n"
FILES = {"src/__init__.py": "", "src/main.py": APP, "src/old.py": APP, "src/settings.py": "PORT = 80\n"}


def said(code: str, config: str, files: dict[str, str], today: date | None = None) -> list[str]:
    text = "version: 1\n" + config
    contents = {**files, FILE_NAME: text}
    settings = load(FILE_NAME, text.encode())
    assert settings.errors == ()
    findings = run(build_project(Tree.of(contents), settings, git=False, today=today))
    return [f"{one.location.path}:{one.location.line} {one.message}" for one in findings if one.code == code]


def wrapper(statement: str) -> str:
    return f"import uvicorn\n{statement}\n\nif __name__ == '__main__':\n    uvicorn.run(app, port=80)\n"


@pytest.mark.parametrize(
    ("statement", "leads_to"),
    [
        ("from src.main import app", None),
        ("try:\n    from src.main import app\nexcept ImportError:\n    app = None", None),
        ("from src.through import app", None),
        ("import importlib, sys\napp = importlib.import_module(sys.argv[1]).app", None),
        ("from src.old import app", "it imports or starts src/old.py, not src/main.py"),
        ("from src.settings import PORT\napp = PORT", "it does not import or start src/main.py"),
    ],
)
def test_a_wrapper_leads_to_the_entry_point(statement: str, leads_to: str | None) -> None:
    config = "entry_point: src/main.py\nallow:\n  - path: serve.py\n    as: wrapper\n  - path: src/old.py\n"
    files = {**FILES, "serve.py": wrapper(statement), "src/through.py": "from src.main import app\n"}
    found = said("ONE105", config, files)
    assert [leads_to in one for one in found] == [True] if leads_to else found == []


@pytest.mark.parametrize(
    ("config", "paths"),
    [
        ("entry_point: src/main.py\n", []),
        ("entry_point: src/main.py\nstrict: true\n", ["tool.py:5"]),
        ("entry_point: src/main.py\nstrict: true\nallow:\n  - path: to*.py\n    as: tool\n", []),
        ("strict: true\nprograms:\n  web: src/main.py\n  other: tool.py\n", []),
    ],
)
def test_strict_wants_every_program_listed(config: str, paths: list[str]) -> None:
    files = {"src/main.py": APP, "tool.py": GUARDED, "tests/test_tool.py": GUARDED, "archive/main.py": GUARDED}
    assert [one.partition(" ")[0] for one in said("ONE106", config, files)] == paths


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"start": "#!/usr/bin/env python3\n" + GUARDED}, []),
        ({"start": "#!/bin/sh\npython main.py\n"}, ["start"]),
        ({"start": "main.py\n"}, ["start"]),
        ({"start.md": "#!/usr/bin/env python3\n"}, ["start.md"]),
        ({"start.pyw": GUARDED}, []),
        ({"start.py": GUARDED}, []),
        ({}, []),  # reported by ONE102
    ],
)
def test_an_entry_point_is_a_python_module(files: dict[str, str], paths: list[str]) -> None:
    name = next(iter(files), "start")
    expected = [f".single-entry.yaml:2 names {path}, which is not a Python module" for path in paths]
    found = said("ONE103", f"entry_point: {name}\n", {**files, "main.py": GUARDED})
    assert [one.partition(";")[0] for one in found] == expected
    found = said("ONE103", f"programs: {{web: main.py, job: {name}}}\n", {**files, "main.py": GUARDED})
    assert [one.partition(";")[0] for one in found] == expected


UTIL = "import logging\n\nlog = logging.getLogger(__name__)\nLIMIT = 3\n\n\ndef double(x):\n    return 2 * x\n"
TEST = "import unittest\n\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        pass\n"


@pytest.mark.parametrize(
    ("path", "files", "wrong"),
    [
        ("util.py", {"util.py": UTIL}, "starts nothing"),
        ("settings.py", {"settings.py": "PORT = 80\n"}, "starts nothing"),
        ("util.py", {"util.py": UTIL, "main.py": f"import util\n{APP}"}, "starts nothing"),
        ("tests/test_it.py", {"tests/test_it.py": TEST}, "is a test"),
        ("test_it.py", {"test_it.py": f"{TEST}\n\nif __name__ == '__main__':\n    unittest.main()\n"}, "is a test"),
        ("conftest.py", {"conftest.py": "import pytest\n"}, "is a test"),
        # What may be an entry point:
        ("test_bench.py", {"test_bench.py": GUARDED}, None),
        ("util.py", {"util.py": UTIL, "run.sh": "python util.py\n"}, None),
        ("util.py", {"util.py": UTIL, "setup.cfg": "[options.entry_points]\nconsole_scripts =\n  x = util:double\n"},
         None),
        ("p/util.py", {"p/__init__.py": "", "p/util.py": UTIL, "p/__main__.py": "from p.util import double\ndouble(2)\n"},
         None),
        ("flat.py", {"flat.py": "for number in range(3):\n    print(number)\n"}, None),
        ("flat.py", {"flat.py": "import util\n\nutil.double(3)\n", "util.py": UTIL}, None),
        ("made.py", {"made.py": "from frame import Work\n\nwork = Work()\n"}, None),
        ("face.py", {"face.py": "def create_app():\n    return object()\n"}, None),
        ("main.py", {"main.py": "from other import *\n"}, None),
    ],
)  # fmt: skip
def test_an_entry_point_starts_something(path: str, files: dict[str, str], wrong: str | None) -> None:
    found = said("ONE103", f"entry_point: {path}\n", files)
    told = f"{FILE_NAME}:2 names {path}, which {wrong}; name the module that starts the program"
    assert found == ([told] if wrong else [])


@pytest.mark.parametrize(
    ("settings", "files", "told"),
    [
        ("archive: old/", {"old/main.py": APP}, []),
        ("archive: gone/", {}, ["2 names the archive gone/, which does not exist; remove the entry, or correct its path"]),
        ("archive: [old, gone]", {"old/x.md": ""}, ["2 names the archive gone, which does not exist; remove the entry, "
                                                   "or correct its path"]),
        ("archive: gone/", {"src/old.py": APP}, []),  # where the duplicate goes
        ("archive: src/old.py", {"src/old.py": APP}, ["2 names the archive src/old.py, which is a file; name a directory"]),
    ],
)  # fmt: skip
def test_an_archive_is_a_directory(settings: str, files: dict[str, str], told: list[str]) -> None:
    found = said("ONE902", f"{settings}\nentry_point: src/main.py\n", {"src/main.py": APP, **files})
    assert found == [f"{FILE_NAME}:{line}" for line in told]


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (".single-entry.yml", "version: 1\n", "1 this file is not read; the configuration is .single-entry.yaml: move its "
                                              "settings there"),
        ("single-entry.yaml", "", "1 this file is not read; the configuration is .single-entry.yaml: move its settings "
                                  "there"),
        ("pyproject.toml", "[project]\nname = 'x'\n\n[tool.single-entry]\n", "4 this table is not read; write its settings "
                                                                            "to .single-entry.yaml, in YAML"),
        ("pyproject.toml", '[ tool."single_entry" . scopes ]\n', "1 this table is not read"),
        ("pyproject.toml", "[tool.flake8-single-entry.allow]\n", "1 this table is not read"),
        ("setup.cfg", "[metadata]\n[single-entry]\n", "2 this table is not read"),
        ("tox.ini", "[tool:single-entry]\n", "1 this table is not read"),
        (".flake8", "[flake8_single_entry]\n", "1 this table is not read"),
        ("setup.cfg", "[flake8]\nsingle-entry-config = x.yaml\n", None),
        ("pyproject.toml", "[tool.single-entry-other]\n[tool.flake8]\nsingle-entry = 1\n", None),
        ("sub/.single-entry.yml", "version: 1\n", None),
        ("sub/pyproject.toml", "[tool.single-entry]\n", None),
    ],
)  # fmt: skip
def test_settings_that_nothing_reads(path: str, text: str, told: str | None) -> None:
    found = said("ONE901", "entry_point: src/main.py\n", {**FILES, path: text})
    assert len(found) == (told is not None)
    assert told is None or found[0].startswith(f"{path}:{told}")


def test_a_globs_archive_is_in_one_of_its_directories() -> None:
    config = "scopes:\n  services/*:\n    entry_point: main.py\n    archive: {}\n"
    files = {"services/a/main.py": APP, "services/b/main.py": APP, "services/b/old/main.py": APP}
    assert said("ONE902", config.format("old"), files) == []
    assert len(said("ONE902", config.format("[old, gone]"), files)) == 1


def test_entries_that_match_nothing() -> None:
    config = (
        "scopes:\n  a:\n    entry_point: main.py\n    allow: [{path: gone.py}, {path: kept.py}]\n"
        "    ignore: [docs/**, notes.md, docs]\n"
        "  services/*:\n    entry_point: main.py\n    allow: [{path: tool.py}, {path: 'x*.py'}]\n"
    )
    files = {
        f"{root}/main.py": APP for root in ("a", "services/b", "services/c")
    } | {"a/kept.py": GUARDED, "services/c/tool.py": GUARDED, "a/docs/x.md": "", "gone.py": GUARDED}  # fmt: skip
    assert [one.split(" ", 1)[1].partition(",")[0] for one in said("ONE902", config, files)] == [
        "allows gone.py",
        "ignores notes.md",
        "allows x*.py",
    ]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (None, None),
        (date(2026, 12, 16), None),
        (date(2026, 12, 17), "note: is in 14 days"),
        (date(2026, 12, 30), "note: is in 1 day"),
        (date(2026, 12, 31), "note: is today"),
        (date(2027, 1, 1), "warning: has passed"),
    ],
)
def test_an_allowance_ends_the_day_after_and_says_so_two_weeks_before(today: date | None, told: str | None) -> None:
    text = "version: 1\nentry_point: src/main.py\nallow:\n  - path: src/old.py\n    until: 2026-12-31\n    reason: the move\n"
    settings = load(FILE_NAME, text.encode())
    findings = run(build_project(Tree.of({**FILES, FILE_NAME: text}), settings, git=False, today=today))
    found = [one for one in findings if one.code == "ONE903"]
    assert [one.location.line for one in found] == ([4] if told else [])
    for one in found:
        level, _, when = (told or "").partition(": ")
        message = f"allows src/old.py until 2026-12-31, which {when} (the move); archive it, or set a later day"
        assert (str(one.level), one.message) == (level, message)
