"""Crontabs: lines of five fields or ``@daily``, followed by a command that starts in the user's home directory.

Source: crontab(5). Files below ``cron.d`` name a user before the command. The file does not define the home directory,
so the working directory of a command is known only after a ``cd`` of its own.
"""

from __future__ import annotations

import re

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.command.words import MOST_VARIABLES
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.source import Source

SURFACE = "cron"
_FIELD = r"(?:[\d*][\d*,/-]*|[A-Za-z]{3}(?:[-,][A-Za-z]{3})*)"
_TIME = re.compile(rf"[ \t]*(?:@[a-z]+|{_FIELD}(?:[ \t]+{_FIELD}){{4}})[ \t]+")
_VARIABLE = re.compile(r"[ \t]*([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)")
_USER = re.compile(
    r"(?:root|www-data|nobody|ubuntu|app|\w+(?=[ \t]+(?:cd|/|python|\[|test|flock|nice|sh|bash|\.)))[ \t]+"
)
_PROGRAM = re.compile(r"(?:cd|python\S*|sh|bash|flock|nice|env|exec|test|timeout|uv|poetry)\b")


def scan(data: bytes) -> bool:
    """True if a command could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of the command of each line."""
    references: list[Reference] = []
    variables: dict[str, str] = {}
    base = Base(RelativeTo.CALLER, certain=False)
    for number in range(1, source.lines + 1):
        line = source.line(number)
        if line.lstrip().startswith("#"):
            continue
        time, variable = _TIME.match(line), _VARIABLE.match(line)
        if time:
            begin = time.end()
            user = _USER.match(line, begin)
            if user and not _PROGRAM.match(line, begin):
                begin = user.end()
            end = re.search(r"(?<!\\)%", line)  # the text after it is the input of the command
            start = source.offset(number)
            stop = end.start() if end and end.start() > begin else len(line)
            command = source.part(start + begin, start + stop)
            references += read_script(command, Context(base, SURFACE, variables)).references
        elif variable and "$" not in variable[2] and len(variables) < MOST_VARIABLES:
            variables[variable[1]] = variable[2].strip("\"' \t")
    return Facts(references=tuple(references))
