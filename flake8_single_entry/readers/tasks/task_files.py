"""Task files beside ``pyproject.toml``: those of Hatch, Pixi and Poe.

Sources: Hatch, "Environments" (``hatch.toml`` has the tables of ``tool.hatch``); Pixi, "Manifest" (``pixi.toml``); Poe
the Poet, "Where tasks are defined" (``poe_tasks.toml``, ``.yaml``, ``.json``).
"""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.readers.tasks.build_hooks import read_builds
from flake8_single_entry.readers.tasks.pyproject_tasks import read_tasks
from flake8_single_entry.syntax.nodes import Mapping, Node, Parsed, Scalar
from flake8_single_entry.syntax.source import Source

SURFACE = "task-files"
_TOOLS = {"hatch.toml": "hatch", "pixi.toml": "pixi"}


def scan(data: bytes) -> bool:
    """True if a task could start a program of this repository."""
    return might_run(data) or b"script" in data or b"path" in data


def read(source: Source) -> Facts:
    """Return the references of all tasks of a file."""
    parsed = _parse(source)
    references: list[Reference] = []
    for document in parsed.documents:
        tool = _TOOLS.get(source.path.rpartition("/")[2], "poe")
        inner = document.get("tool").get("poe") or document if tool == "poe" else document
        wrapped = _wrapped(source, tool, inner)
        references += read_tasks(wrapped, Base(RelativeTo.FILE, search=("src",)), SURFACE)
        references += read_builds(wrapped, SURFACE)
    return Facts(references=tuple(references), problems=parsed.problems)


def _wrapped(source: Source, name: str, node: Node) -> Node:
    """Return the tables as if they were below ``[tool]``."""
    return Mapping(((Scalar(source, name, "", 0, 0), node),), 0, 0)


def _parse(source: Source) -> Parsed:
    if source.path.endswith(".toml"):
        from flake8_single_entry.syntax.toml import parse
    elif source.path.endswith(".json"):
        from flake8_single_entry.syntax.json import parse
    else:
        from flake8_single_entry.syntax.yaml import parse
    return parse(source)
