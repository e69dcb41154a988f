"""The commands in the documentation: each one is run, in a repository such as the page speaks of, or has a reason not to be."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import Repository
from tests.test_site import DOCS, ROOT, load

FENCE = re.compile(r"^ *```(sh|bash|shell|console)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
# Commands that this test does not run: the reason, and how their lines begin.
ELSEWHERE = {
    "installs from an index; .ci/run runs the README's `Test it`": ("pip install", "python3 -m venv"),
    "works on a server; tests/e2e/test_server_hook.py does it": (
        "cp hooks/",
        "git -C /srv/",
        "single-entry --rev HEAD --trusted",
    ),
    "gives its output to another program": ("single-entry --format rdjson",),
}
PAGES = [
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
    if path.name not in ("adoption.md", "story.md")  # whose own tests run the commands, and compare what they say
]


def commands(page: str) -> list[str]:
    """Return the commands of a page, with their continuation lines and without comments."""
    found = []
    for language, block in FENCE.findall((ROOT / page).read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            if language == "console" and not line.lstrip().startswith("$ "):
                continue  # what a command says
            words = re.sub(r"\s+#.*$", "", line.strip().removeprefix("$ ")).strip()
            if words and not words.startswith("#"):
                found.append(words)
    return found


def is_run(command: str) -> bool:
    return not any(command.startswith(beginnings) for beginnings in ELSEWHERE.values())


@pytest.fixture
def shop(make_repository: Callable[..., Repository], tmp_path: Path) -> Repository:
    """The repository of the story, with ``single-entry`` and the names of the pages."""
    story = load("make_story")
    repository = make_repository(story.FORMER)
    for path in story.FORMER:
        (repository.root / path).unlink()
    repository.write(
        {
            **story.FILES,
            "main_production.py": "from src.main import app\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run(app)\n",
            "services/realtime-voice/main.py": "print('voice')\n",
        }
    )
    repository.commit()
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "single-entry").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flake8_single_entry "$@"\n')
    (tools / "single-entry").chmod(0o755)
    return repository


@pytest.mark.skipif(os.name == "nt", reason="the pages are written for a POSIX shell")
@pytest.mark.parametrize("page", PAGES)
def test_commands_of_a_page(page: str, shop: Repository, tmp_path: Path) -> None:
    """A command ends as single-entry says it may: without findings or with some, never with an error."""
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    variables = {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "BASE": "HEAD",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    failed = []
    for command in filter(is_run, commands(page)):
        done = subprocess.run(
            ["sh", "-c", command], cwd=shop.root, env={**os.environ, **variables},
            input="", capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        if done.returncode > ("single-entry" in command):
            failed.append((command, done.returncode, done.stdout[-300:] + done.stderr[-500:]))
    assert failed == []


def test_what_is_not_run_is_somewhere() -> None:
    """A reason that no command needs any more is removed."""
    there = [command for page in PAGES for command in commands(page)]
    unused = [begin for starts in ELSEWHERE.values() for begin in starts if not any(c.startswith(begin) for c in there)]
    assert unused == []


def test_the_tables_of_keys_are_the_schema() -> None:
    schema = json.loads((ROOT / "flake8_single_entry/schema.json").read_text("utf-8"))
    page = (DOCS / "configuration.md").read_text("utf-8")
    tables = {
        "## Keys": schema["properties"],
        "### `allow`": schema["$defs"]["allow"]["items"]["properties"],
    }
    for heading, properties in tables.items():
        section = page.partition(f"\n{heading}\n")[2]
        table = re.search(r"^\| key \|.*\n\|.*\n((?:\|.*\n)+)", section, re.MULTILINE)
        assert table is not None
        assert sorted(re.findall(r"^\| `(\w+)`", table[1], re.MULTILINE)) == sorted(properties)
