"""Tables of cron: five fields or ``@daily``, then a command that starts in the user's home directory.

Source: crontab(5); files below ``cron.d`` name a user before the command. Where the home directory is, nobody can tell
from the file: a command says where it runs by its own ``cd``, or not at all.
"""

from __future__ import annotations

import re

from flake8_single_entry.command import Context, might_run, read_script
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
    """Could a command start something of interest?"""
    return might_run(data)


def read(source: Source) -> Facts:
    """The references of every line's command."""
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
            end = re.search(r"(?<!\\)%", line)  # what follows is the command's input
            start = source.offset(number)
            stop = end.start() if end and end.start() > begin else len(line)
            command = source.part(start + begin, start + stop)
            references += read_script(command, Context(base, SURFACE, variables)).references
        elif variable and "$" not in variable[2]:
            variables[variable[1]] = variable[2].strip("\"' \t")
    return Facts(references=tuple(references))
