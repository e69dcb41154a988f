"""Procfiles: a process type and its command per line, run in the directory of the file.

Source: Heroku, "The Procfile": ``<process type>: <command>``. foreman and honcho read the same format.
"""

from __future__ import annotations

import re

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.source import Source

SURFACE = "procfile"
_PROCESS = re.compile(r"[ \t]*[A-Za-z0-9_-]+[ \t]*:[ \t]*")


def scan(data: bytes) -> bool:
    """True if a command could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of the command of each process type."""
    references: list[Reference] = []
    for number in range(1, source.lines + 1):
        line = source.line(number)
        match = _PROCESS.match(line)
        if match:
            start = source.offset(number)
            command = source.part(start + match.end(), start + len(line))
            references += read_script(command, Context(Base(RelativeTo.FILE), SURFACE)).references
    return Facts(references=tuple(references))
