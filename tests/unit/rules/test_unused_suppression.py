"""ONE904: a comment that silences nothing is reported in every kind of file, and text about comments never is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME
from flake8_single_entry.engine import Analysis, analyse
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.facts.store import read_file
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Edit, Finding
from flake8_single_entry.readers import surface_of
from flake8_single_entry.rules import run
from flake8_single_entry.suppress import judge
from flake8_single_entry.syntax.source import decode
from tests.support import Repository

MAIN = "from fastapi import FastAPI\n\napp = FastAPI()\n"
Files = dict[str, str]


def found(files: Files, config: str = "") -> list[Finding]:
    contents = {"main.py": MAIN, **files, **({FILE_NAME: "version: 1\n" + config} if config else {})}
    settings = load(FILE_NAME, contents[FILE_NAME].encode()) if FILE_NAME in contents else EMPTY
    assert settings.errors == ()
    project = build_project(Tree.of(contents), settings, git=False)
    texts = {path: decode(text.encode()) for path, text in contents.items()}
    return [one for one in judge(project, run(project), texts.get).kept if one.code == "ONE904"]


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for place, new in sorted(edits, reverse=True):
        start, end = starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1
        text = text[:start] + new + text[end:]
    return text


REPORTED = (
    ("run.sh", "python main.py  # noqa: ONE203\n", "python main.py\n"),
    ("run.sh", "python main.py  # noqa: ONE203 kept for clients\n", "python main.py\n"),
    ("run.sh", "# noqa: ONE203\npython main.py\n", "python main.py\n"),
    ("run.sh", "python main.py\n# noqa: ONE203", "python main.py"),
    ("run.sh", "# noqa: ONE203", ""),
    ("run.sh", "python main.py # noqa: ONE203\r\ntrue\r\n", "python main.py\r\ntrue\r\n"),
    ("run.sh", "true\r\n  # noqa: ONE203\r\ntrue\r\n", "true\r\ntrue\r\n"),
    ("run.sh", "true\r\n# noqa: ONE203", "true"),
    ("run.sh", "python main.py  # noqa: ONE203  # shellcheck disable=SC2086\n",
     "python main.py  # shellcheck disable=SC2086\n"),
    ("run.sh", "python main.py  # type: x  # noqa: ONE203\n", "python main.py  # type: x\n"),
    ("run.sh", "python main.py  # noqa: E501, ONE203\n", "python main.py  # noqa: E501\n"),
    ("run.sh", "python main.py  # noqa: ONE203, E501 why\n", "python main.py  # noqa: E501 why\n"),
    ("run.sh", "python main.py  # noqa: E501 ONE203,W291\n", "python main.py  # noqa: E501,W291\n"),
    ("run.sh", "python gone.py  # noqa: ONE201, ONE203\n", "python gone.py  # noqa: ONE201\n"),
    ("run.sh", "python gone.py  # noqa: ONE203\n", "python gone.py\n"),
    ("main.py", MAIN + "import os  # noqa: ONE203\n", MAIN + "import os\n"),
    ("main.py", MAIN + "import os  # noqa: F401,ONE2\n", MAIN + "import os  # noqa: F401\n"),
    ("lib/quiet.py", "x = (\n    1,  # noqa: ONE201\n)\n", "x = (\n    1,\n)\n"),
    ("Dockerfile", "FROM python\nCOPY . .\n# noqa: ONE201\nCMD python main.py\n", "FROM python\nCOPY . .\nCMD python main.py\n"),
    ("Makefile", "run:\n\tpython main.py # noqa: ONE201\n", "run:\n\tpython main.py\n"),
    (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: python main.py  # noqa: ONE2\n",
     "jobs:\n  a:\n    steps:\n      - run: python main.py\n"),
    ("pyproject.toml", "[project]\nname = 'x'  # noqa: ONE204\n", "[project]\nname = 'x'\n"),
    ("setup.cfg", "[metadata]\n; noqa: ONE204\nname = x\n", "[metadata]\nname = x\n"),
    ("start.bat", "@REM noqa: ONE201\npython main.py\n", "python main.py\n"),
    ("README.md", "Run `main.py`. <!-- noqa: ONE201 -->\n", "Run `main.py`.\n"),
    ("README.md", "Run <!-- noqa: ONE201 --> `main.py`.\n", "Run  `main.py`.\n"),
    ("README.md", "# T\n\n<!-- noqa: ONE201, ONE203 -->\n\n```sh\npython main.py\n```\n", "# T\n\n\n```sh\npython main.py\n```\n"),
    ("docs.rst", "Title\n=====\n\n.. noqa: ONE201\n\nText\n", "Title\n=====\n\n\nText\n"),
    ("launch.json", '{\n  // noqa: ONE201\n  "a": 1\n}\n', None),
    ("tool", "#!/bin/sh\npython main.py  # noqa: ONE201\n", "#!/bin/sh\npython main.py\n"),
    (FILE_NAME, "version: 1\nentry_point: main.py  # noqa: ONE102\n", "version: 1\nentry_point: main.py\n"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "before", "after"), [row for row in REPORTED if surface_of(row[0]) or row[0] == FILE_NAME]
)
def test_a_comment_that_silences_nothing_is_reported_and_removed(path: str, before: str, after: str | None) -> None:
    (finding,) = found({path: before})
    assert finding.location.path == path
    assert finding.fingerprint
    if after is not None:
        assert applied(before, finding.edits) == after
        assert found({path: after}) == []
    elif finding.edits:
        pytest.fail("a comment in a string has no sure end")


SILENT = (
    ("run.sh", "python gone.py  # noqa: ONE201\n"),
    ("run.sh", "python gone.py  # noqa: ONE2\n"),
    ("run.sh", "python main.py  # noqa\n"),
    ("run.sh", "python main.py  # noqa: E501\n"),
    ("run.sh", "python main.py  # noqa: ONE904\n"),
    ("run.sh", "python main.py  # noqa: ONE203, ONE904\n"),
    ("run.sh", "echo 'write # noqa: ONE203 there'\n"),
    ("run.sh", 'echo "# noqa: ONE203"\n'),
    ("run.sh", "# write `# noqa: ONE203` there\n"),
    ("run.sh", "# noqa: ONE201\npython gone.py\n"),
    ("run.sh", "python main.py \\\n  gone.py --flag # noqa: ONE\n"),
    ("main.py", MAIN + "TEXT = '# noqa: ONE203'\n"),
    ("main.py", MAIN + 'TEXT = """\nx  # noqa: ONE203\n"""\n'),
    ("main.py", MAIN + "# Write `# noqa: ONE203` there.\n"),
    ("main.py", "# flake8: noqa\n" + MAIN + "import os  # noqa: ONE203\n"),
    ("main.py", MAIN + "import gone_v2  # noqa: ONE203 (\n(\n"),
    ("README.md", "A `# noqa: ONE203` comment, or `<!-- noqa: ONE203 -->`.\n"),
    ("README.md", "| file | comment |\n| - | - |\n| shell | `x  # noqa: ONE203` |\n| y | # noqa: ONE203 |\n"),
    ("README.md", "```python\nimport main_old  # noqa: ONE203\n```\n"),
    ("README.md", "```html\n<!-- noqa: ONE203 -->\n```\n"),
    ("docs.rst", "Text::\n\n    .. noqa: ONE203\n\n``# noqa: ONE203``\n"),
    ("notes.txt", "# noqa: ONE203\n"),
    ("archive/old.py", "import os  # noqa: ONE203\n"),
    ("archive/run.sh", "python main.py  # noqa: ONE203\n"),
    ("data.csv", "x  # noqa: ONE203\n"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "text"), SILENT)
def test_other_comments_and_text_about_them_are_not(path: str, text: str) -> None:
    assert found({path: text}) == []


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        ("entry_point: main.py\n", ["ONE201", "ONE203"]),
        ("rules: { ONE201: off }\n", ["ONE203"]),
        ("rules: { ONE206: off }\n", ["ONE201", "ONE203"]),
        ("rules: { unused-suppression: off }\n", []),
        ("ignore: run.sh\n", []),
        ("exclude: run.sh\n", []),
    ],
)
def test_what_is_switched_off_is_not_called_unused(config: str, codes: list[str]) -> None:
    text = "python main.py  # noqa: ONE201\npython main.py  # noqa: ONE203\n"
    assert [one.reference for one in found({"run.sh": text}, config)] == codes


def test_comments_in_and_about_a_duplicate() -> None:
    files = {
        "main_v2.py": MAIN + "import os  # noqa: ONE203\n",
        "README.md": "<!-- noqa: ONE203 -->\n\n```sh\ntrue\npython main_v2.py\n```\n",
        "run.sh": "python main_v2.py  # noqa: ONE203\n",
    }
    assert found(files, "entry_point: main.py\n") == []


def test_a_prefix_is_known_only_with_all_its_rules() -> None:
    assert found({"run.sh": "true  # noqa: ONE2\n"}, "rules: { ONE206: off }\n") == []


def test_the_level_is_the_configured_one() -> None:
    (finding,) = found({"run.sh": "true  # noqa: ONE203\n"}, "rules: { ONE904: error }\n")
    assert str(finding.level) == "error"


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ("ONE203", "ONE203 silences nothing here; remove the comment"),
        ("ONE203,ONE201", "ONE203 and ONE201 silence nothing here; remove the comment"),
        ("E501, ONE203", "ONE203 silences nothing here; keep only E501"),
        ("ONE999", "ONE999 is no rule, so nothing is silenced; remove the comment"),
    ],
)
def test_the_message_names_the_way_out(codes: str, message: str) -> None:
    assert [one.message for one in found({"run.sh": f"true  # noqa: {codes}\n"})] == [message]


def test_a_comment_where_a_text_is_written_is_used() -> None:
    files = {
        "names.py": "NAME = 'jobs/gone.py'  # noqa: ONE201\n",
        "run.py": "import subprocess, sys\nfrom names import NAME\n\nsubprocess.run([sys.executable, NAME])\n",
        "jobs/bake.py": "print(1)\n",
    }
    assert found(files) == []
    files["run.py"] = "print(1)\n"
    assert [one.location.path for one in found(files)] == ["names.py"]


def test_every_reader_calls_for_a_file_with_a_comment() -> None:
    for path, text, *_ in REPORTED:
        surface = surface_of(path)
        if surface is not None:
            assert surface.scan(text.encode()), path
            assert read_file(path, text.encode()).suppressions, path


@pytest.fixture
def repository(make_repository: Callable[..., Repository]) -> Repository:
    quiet = {f"lib/part_{number}.py": "from lib.other import x\n" for number in range(9)}
    return make_repository({"main.py": MAIN, "run.sh": "python main.py\n", **quiet})


@pytest.mark.parametrize("path", ["lib/part_3.py", "run.sh"])
def test_a_later_run_sees_a_comment_come_and_go(repository: Repository, path: str) -> None:
    def codes() -> list[str]:
        cached = [one.reference for one in Analysis(repository.root, cache=Cache(directory())).report().findings]
        assert cached == [one.reference for one in analyse(repository.root, cached=False).findings]
        return cached

    before = (repository.root / path).read_text()
    assert codes() == []
    repository.write({path: before.replace("\n", "  # noqa: ONE203\n")})
    assert codes() == ["ONE203"]
    repository.write({path: before.replace("\n", "  # noqa: ONE201\n")})
    assert codes() == ["ONE201"]
    repository.write({path: before})
    assert codes() == []


@pytest.mark.parametrize("path", ["run.sh", "lib/x.py"])
def test_many_comments_take_little_time(path: str) -> None:
    """On one line, only a few are looked at; on lines of their own, the file is read once."""
    many = "# noqa: ONE203 " * 50_000
    assert found({path: f"x = 1  {many}\n"}) == []
    assert len(found({path: "x = 1  # noqa: ONE203\n" * 2000})) == 2000
