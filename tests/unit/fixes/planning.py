"""Plans for files in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Entry, Tree
from flake8_single_entry.fixes.plan import plan_fixes
from flake8_single_entry.fixes.values import Choice, Plan, State
from flake8_single_entry.rules import run
from flake8_single_entry.suppress import apply
from flake8_single_entry.syntax.source import decode

APP = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def orders():
    return []


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
"""
CONFIGURED = {".single-entry.yaml": "version: 1\nentry_point: main.py\n", "main.py": APP}


@dataclass(frozen=True)
class Memory:
    """Judges a tree in memory, as ``engine.what_if`` judges a work tree."""

    tree: Tree

    def __call__(self, moves: Mapping[str, str], contents: Mapping[str, bytes]) -> State:
        changed = self.tree.with_overlay(contents).with_moves(moves)
        project = build_project(changed, read_config(changed, None, on_disk=False), git=False)
        return State(project, apply(run(project), lambda path: decode(changed.read(path))))


def tree_of(files: Mapping[str, str | bytes], modes: Mapping[str, int] | None = None) -> Tree:
    """Return a tree. A link's text is its contents, and a submodule has none."""
    tree = Tree.of(files)
    entries = {path: Entry((modes or {}).get(path, entry.mode)) for path, entry in tree.entries.items()}
    return replace(tree, entries=entries, read_link=lambda path: str(files[path]))


def planned(tree: Tree, choice: Choice | None = None, locked: Mapping[str, str] | None = None) -> Plan:
    """Return the plan for a tree. ``locked`` are the files that must not be changed, with the reason."""
    judge = Memory(tree)
    return plan_fixes(judge({}, {}), judge, choice or Choice(), lambda path: (locked or {}).get(path, ""))
