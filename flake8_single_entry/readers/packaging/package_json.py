"""``package.json``: the scripts, which npm and compatible tools run in the directory of the file.

Source: npm, "scripts" ("scripts are run from the root of the package folder").
"""

from __future__ import annotations

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.json import parse
from flake8_single_entry.syntax.nodes import Scalar
from flake8_single_entry.syntax.source import Source

SURFACE = "package.json"


def scan(data: bytes) -> bool:
    """True if a script could start a program of this repository."""
    return b"scripts" in data and might_run(data)


def read(source: Source) -> Facts:
    """Return the references of ``scripts``, and the name of the package if a script could start a program."""
    parsed = parse(source)
    references: list[Reference] = []
    names: tuple[str, ...] = ()
    for document in parsed.documents:
        name = document.get("name").text
        names = (name,) if name and scan(source.data) else ()
        for _, command in document.get("scripts").items():
            if isinstance(command, Scalar):
                references += read_script(command.snippet, Context(Base(RelativeTo.FILE), SURFACE)).references
    return Facts(references=tuple(references), project_names=names, problems=parsed.problems)
