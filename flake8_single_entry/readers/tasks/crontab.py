"""Crontabs: lines of five fields or ``@daily``, followed by a command that starts in the user's home directory.

Source: crontab(5). Files below ``cron.d`` name a user before the command. The file does not define the home directory,
so the working directory of a command is known only after a ``cd`` of its own. An absolute path below a directory that
another line enters is a file of the same installation.
"""

from __future__ import annotations

import re

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.command.cron_lines import command_span
from flake8_single_entry.command.words import MOST_VARIABLES
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.source import Source

SURFACE = "cron"
_ENTERED = re.compile(r"\bcd[ \t]+[\"']?(/[\w./-]*[\w-])")
_VARIABLE = re.compile(r"[ \t]*([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)")


def scan(data: bytes) -> bool:
    """True if a command could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of the command of each line."""
    references: list[Reference] = []
    variables: dict[str, str] = {}
    base = Base(RelativeTo.CALLER, certain=False)
    entered = tuple(dict.fromkeys(_ENTERED.findall(source.text)))
    for number in range(1, source.lines + 1):
        line = source.line(number)
        if line.lstrip().startswith("#"):
            continue
        span, variable = command_span(line), _VARIABLE.match(line)
        if span is not None:
            start = source.offset(number)
            command = source.part(start + span[0], start + span[1])
            home = next((root for root in entered if f"{root}/" in command.text and "cd " not in command.text), "")
            context = Context(base._replace(directory=home), SURFACE, variables)
            references += read_script(command, context).references
        elif variable and "$" not in variable[2] and len(variables) < MOST_VARIABLES:
            variables[variable[1]] = variable[2].strip("\"' \t")
    return Facts(references=tuple(references))
