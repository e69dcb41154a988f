"""What docs/adoption.md shows is what the commands print. ``python -m tests.test_adoption`` writes the outputs anew."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support import Repository

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "adoption.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/orders')\ndef orders() -> list[str]:\n    return []\n"
MORE = "\n\n@app.get('/new')\ndef new() -> str:\n    return 'new'\n"
FILES = {
    "src/main.py": APP,
    "src/main_v2.py": APP + MORE,
    "main_old.py": APP,
    "Dockerfile": 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "src.main:app"]\n',
    "scripts/run.sh": "#!/bin/sh\npython main_old.py\n",
    "README.md": "# Shop\n\nStart it:\n\n```sh\nuvicorn src.main_v2:app\n```\n",
}
# What people do to files before a command of the page.
EDITS = {
    'git commit --quiet --all --message "Start version 3"': {
        "scripts/run.sh": "#!/bin/sh\npython main_old.py\npython src/main_v3.py\n"
    },
    'git commit --quiet --all --message "Start the service by its entry point"': {
        "README.md": FILES["README.md"].replace("main_v2", "main")
    },
}


def with_outputs(page: str, repository: Repository) -> str:
    """Return the page with the output below each command, in the order of the page."""

    def block(found: re.Match[str]) -> str:
        commands = [line.removeprefix("$ ") for line in found[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {each}\n{output_of(each, repository)}" for each in commands) + "```"

    return BLOCK.sub(block, page)


def output_of(command: str, repository: Repository) -> str:
    repository.write(EDITS.get(command, {}))
    program, *words = shlex.split(command)
    start = [sys.executable, "-m", "flake8_single_entry"] if program == "single-entry" else [program]
    done = subprocess.run(
        [*start, *words],
        cwd=repository.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in (0, 1), (command, done.stdout)
    return done.stdout.replace(f"{repository.root}{os.sep}", "")


def prepared(directory: Path) -> Repository:
    repository = Repository(directory / "shop")
    repository.root.mkdir()
    repository.git("init", "--quiet")
    repository.git("symbolic-ref", "HEAD", "refs/heads/main")
    repository.write(FILES)
    repository.commit("start")
    return repository


def commands(page: str) -> Iterator[str]:
    for block in BLOCK.findall(page):
        yield from (line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ "))


def test_the_page_shows_what_the_commands_print(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    assert EDITS.keys() <= set(commands(page))
    assert with_outputs(page, prepared(tmp_path)) == page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(with_outputs(PAGE.read_text("utf-8"), prepared(Path(place))), "utf-8")
