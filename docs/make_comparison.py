"""Writes the tables of docs/comparison.md: ``python docs/make_comparison.py`` runs the tools that are on PATH.

The tools are installed by name, into an environment of their own: ``pip install vulture import-linter tach realitylint
docs-drift[lsp] agentslint`` and ``npm install knip jscpd``. A tool that is not on PATH keeps the columns that the page
has. ``peers_features`` says how each cell of the second table is tried.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from peers_features import ROWS as FEATURES  # noqa: E402
from peers_features import Trial  # noqa: E402
from peers_repository import FILES, FORMER  # noqa: E402

TARGET = HERE / "comparison.md"
BEGIN, END = "<!-- begin: make_comparison.py -->\n", "<!-- end -->\n"
BEGIN_FEATURES = "<!-- begin: peers_features.py -->\n"
OURS = "single-entry"
COMMANDS: Mapping[str, tuple[str, ...]] = {
    OURS: (sys.executable, "-m", "flake8_single_entry", "check"),
    "vulture": ("vulture", "."),
    "import-linter": ("lint-imports",),
    "tach": ("tach", "check"),
    "knip": ("knip",),
    "jscpd": ("jscpd", "--no-tips", "."),
    "RealityLint": ("realitylint", "--all-docs", "."),
    "docs-drift": ("docs-drift", "--no-color", "check"),
    "agentslint": ("agentslint", "check", "."),
}
# Each fault, and what a tool prints that reports it.
ROWS: Mapping[str, str] = {
    "a second version of the program": r"main_v2\.py (competes|\[)",
    "a deleted module in a Dockerfile": "gone_image",
    "… in a compose file": "gone_compose",
    "… in a workflow": "gone_workflow",
    "… in a Makefile": "gone_target",
    "… in a variable of a shell script": "gone_script",
    "… in a console script": "gone_config",
    "… in an import": "gone_imported",
    "… in a command of the README": "gone_document",
    "… in a path of the README": "gone_path",
    "… in AGENTS.md": "gone_agents",
    "a Make target that is not there, in the README": "no-such-target",
    "an npm script that is not there, in the README": "no-such-script",
    "a link to no page, in the README": r"(target |Path ).?docs/no-such-guide",
    "a route that is not there, in the README": "named GET /no-such-route",
    "a function that nothing calls": "unused function 'never_called'",
    "an import against the layers": r"src\.store.*(not allowed|cannot depend)",
    "a block that was copied": r"invoices\.py \[",
    "a Python dependency that nothing imports": "never-imported",
    "a JavaScript dependency that nothing requires": "never-required",
    "a JavaScript file that nothing requires": "never-used",
    "a JavaScript file that is not there, in package.json": "no-such-page",
}


def outputs(commands: Mapping[str, tuple[str, ...]] = COMMANDS) -> dict[str, str]:
    """Return what each of these tools that is on PATH says about the repository."""
    with TemporaryDirectory() as directory:
        root = Path(directory) / "shop"
        _make(root)
        return {
            tool: _said(command, root, directory)
            for tool, command in commands.items()
            if shutil.which(command[0]) is not None
        }


def _make(root: Path) -> None:
    def git(*arguments: str) -> None:
        person = ("-c", "user.name=Shop", "-c", "user.email=shop@example.invalid")
        subprocess.run(["git", *person, *arguments], cwd=root, check=True, env=_environment(str(root)))

    root.mkdir()
    git("init", "--quiet")
    for files in (FORMER, FILES):
        for path in FORMER:
            (root / path).unlink(missing_ok=True)
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8", newline="\n")
        git("add", "--all")
        git("commit", "--quiet", "--message=change")


def _environment(directory: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {"PYTHONPATH": str(HERE.parent), "NO_COLOR": "1", "SINGLE_ENTRY_CACHE_DIR": f"{directory}/cache"}
    return {**kept, **own, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _said(command: tuple[str, ...], root: Path, directory: str) -> str:
    done = subprocess.run(
        command, cwd=root, env=_environment(directory), capture_output=True, text=True, check=False, timeout=300
    )
    subprocess.run(["git", "clean", "-fdqx"], cwd=root, check=True)  # what a tool leaves must not reach the next one
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def column(said: str) -> list[str]:
    """Return the cells of a tool that said this about the repository."""
    return ["yes" if re.search(pattern, said) else "" for pattern in ROWS.values()]


def features() -> dict[str, list[str]]:
    """Return what each tool that is on PATH has, each cell tried in a copy of the repository of its own."""
    with TemporaryDirectory() as directory:
        root = Path(directory) / "shop"
        _make(root)
        ours = Path(directory) / "bin" / OURS
        ours.parent.mkdir()
        ours.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flake8_single_entry "$@"\n')
        ours.chmod(0o755)
        return {
            tool: [tried(row[tool], root, directory) for row in FEATURES.values()]
            for tool, command in COMMANDS.items()
            if tool == OURS or shutil.which(command[0]) is not None
        }


def tried(trial: Trial, root: Path, directory: str) -> str:
    """Return the cell of a trial, which runs in a copy of the repository."""
    with TemporaryDirectory(dir=directory) as place:
        copy = shutil.copytree(root, Path(place) / "shop")
        environment = _environment(directory)
        environment["PATH"] = f"{directory}/bin{os.pathsep}{environment['PATH']}"
        try:
            done = subprocess.run(
                ["sh", "-c", trial.command], cwd=copy, env=environment,
                capture_output=True, text=True, check=False, timeout=120,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return trial.no
    found = re.search(trial.pattern, done.stdout + done.stderr)
    return trial.yes.format(*found.groups()) if found else trial.no


def table(columns: Mapping[str, list[str]], head: str, rows: Iterable[str]) -> str:
    """Return a table with a column for each tool."""
    lines = [f"| {head} | " + " | ".join(COMMANDS) + " |", "| - |" + " - |" * len(COMMANDS)]
    lines += [
        f"| {row} | " + " | ".join(columns[tool][index] for tool in COMMANDS) + " |" for index, row in enumerate(rows)
    ]
    return "\n".join(lines) + "\n"


def columns_of(page: str, begin: str = BEGIN, rows: Collection[str] = ROWS) -> dict[str, list[str]]:
    """Return the columns of a table in the page; empty cells for a tool that it does not have."""
    lines = [line for line in page.partition(begin)[2].partition(END)[0].splitlines() if line]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    found = {name: [row[place] for row in cells[2:]] for place, name in enumerate(cells[0] if cells else []) if place}
    return {tool: found.get(tool, [""] * len(rows)) for tool in COMMANDS}


def main() -> int:
    page = TARGET.read_text(encoding="utf-8")
    faults = columns_of(page) | {tool: column(said) for tool, said in outputs().items()}
    has = columns_of(page, BEGIN_FEATURES, FEATURES) | features()
    page = _replaced(page, BEGIN, table(faults, "fault", ROWS))
    page = _replaced(page, BEGIN_FEATURES, table(has, "", FEATURES))
    TARGET.write_text(page, encoding="utf-8", newline="\n")
    return 0


def _replaced(page: str, begin: str, text: str) -> str:
    before, _, rest = page.partition(begin)
    return f"{before}{begin}\n{text}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    raise SystemExit(main())
