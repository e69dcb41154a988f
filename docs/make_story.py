"""Writes docs/story.md: ``python docs/make_story.py`` runs the commands in a repository of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from story_repository import FILES, FORMER  # noqa: E402

TARGET = HERE / "story.md"
ENTRY = [sys.executable, "-m", "flake8_single_entry"]
DAY = "2026-06-01T12:00:00+0000"


class Step(NamedTuple):
    """A command of the story: what is said before it, how it ends, and which lines of its output are shown.

    ``shown`` holds pairs of a line's beginning and a number: that many lines from there on. No pairs stand for all lines.
    """

    text: str
    command: str
    code: int = 0
    shown: tuple[tuple[str, int], ...] = ()
    language: str = "text"


HEAD = """\
# From fourteen mains to one

The shop takes orders. Its team rewrote it in place again and again, and each time the former version stayed beside it. Now fourteen
modules could be the program. The image starts one of them, the preview another, CI a third, the tests import a fourth, and the README
and the Makefile name two more, one of which was deleted.

`python docs/make_story.py` writes this page: it makes that repository, runs these commands in it, and shows what they print. Lines that
are left out are marked `[…]`.
"""
STEPS = (
    Step(
        "## Look\n\n`list` says which module is the entry point, and why. It needs no configuration, and it changes nothing.",
        "single-entry list",
        shown=(("the repository", 15),),
    ),
    Step(
        "Everything that starts something was read: the image's command counts most. One version"
        " has a route that the entry point lacks:",
        "single-entry list --compare src/main_phase2_complete.py src/main.py",
    ),
    Step(
        "## Decide\n\n`init` writes the answer into `.single-entry.yaml`, with the evidence as comments. From now on it is decided, and"
        " no longer inferred.",
        "single-entry init",
    ),
    Step(
        "## Check\n\nEach message names the fact and the fix. The exit code is 1.",
        "single-entry",
        code=1,
        shown=((".github", 5), ("src/main_phase2_complete", 1), ("tests/", 1), ("Found", 2)),
    ),
    Step(
        "## Tell the team\n\n`plan` writes the consolidation down for a pull request: what moves, which lines change, what is lost, and"
        " what to look at.",
        "single-entry plan",
        shown=(("14 modules", 1), ("| Figure", 7), ("## What only", 8), ("## Risks", 7)),
        language="markdown",
    ),
    Step(
        "## Look at the changes\n\n`fix --diff` prints them as a patch, and touches nothing.",
        "single-entry fix --diff",
        code=1,
        shown=(("diff --git a/app/main.py", 4), ("diff --git a/Makefile", 9), ("diff --git a/docker-compose", 9)),
        language="diff",
    ),
    Step("## Mend", "single-entry fix", shown=(("Moved", 3), ("Changed", 6), ("To undo", 1))),
    Step(
        "Nothing was deleted, and git knows each move as a rename:",
        "git status --short",
        shown=((" M .github", 5),),
    ),
    Step("## One\n\nThe check is clean, and the exit code is 0:", "single-entry"),
    Step("", "single-entry list", shown=(("the repository", 2),)),
)
TAIL = """\
## Keep it so

Start the image and the tests once, commit, and let a [hook](git-hooks.md) run `single-entry` on each commit: the next `main_v4.py` is
refused before anybody starts it.
"""


def text() -> str:
    """Return the whole page. Raises ``RuntimeError`` if a command does not end as the story says."""
    with TemporaryDirectory() as directory:
        root = Path(directory).resolve() / "shop"
        root.mkdir()
        _make(root, _environment(directory))
        parts = [_section(step, _run(step, root, _environment(directory))) for step in STEPS]
    return "\n".join([HEAD, *parts, TAIL])


def _environment(directory: str) -> dict[str, str]:
    """Return an environment in which each run says the same, on every day and machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SINGLE_ENTRY_"))}
    person = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _PERSON.items()}
    own = {
        "SINGLE_ENTRY_CACHE_DIR": f"{directory}/cache",
        "PYTHONPATH": str(HERE.parent),
        "NO_COLOR": "1",
        "TZ": "UTC",
        "COLUMNS": "100",
    }
    return {**kept, **person, **own, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


_PERSON = {"NAME": "Shop", "EMAIL": "shop@example.invalid", "DATE": DAY}


def _make(root: Path, environment: dict[str, str]) -> None:
    """Make the repository in two commits: what was deleted since, and what is there."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=root, env=environment, check=True)

    git("init", "--quiet")
    for files in (FORMER, FILES):
        for path in FORMER:
            (root / path).unlink(missing_ok=True)
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8", newline="\n")
        git("add", "--all")
        git("commit", "--quiet", "--message=change")


def _run(step: Step, root: Path, environment: dict[str, str]) -> str:
    program, *arguments = step.command.split()
    command = [*ENTRY, *arguments] if program == "single-entry" else [program, *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != step.code:
        raise RuntimeError(f"{step.command} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return (done.stdout + done.stderr).replace(str(root), "shop")


def _section(step: Step, output: str) -> str:
    lines = [line.rstrip() for line in output.splitlines()]
    body = "\n".join(_shown(lines, step.shown) if step.shown else lines)
    before = f"{step.text}\n\n" if step.text else ""
    return f"{before}```sh\n{step.command}\n```\n\n```{step.language}\n{body}\n```\n"


def _shown(lines: list[str], shown: tuple[tuple[str, int], ...]) -> list[str]:
    """Return the lines that ``shown`` names, with a mark where others are left out."""
    found: list[str] = []
    at = 0
    for beginning, number in shown:
        start = next((index for index, line in enumerate(lines) if index >= at and line.startswith(beginning)), None)
        if start is None:
            raise RuntimeError(f"no line begins with {beginning!r}")
        found += ["[…]"] * (start > at) + lines[start : start + number]
        at = start + number
    return found + ["[…]"] * (at < len(lines))


def main() -> int:
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
