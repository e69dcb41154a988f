"""modd.conf: blocks of file patterns with the commands that modd runs when such a file changes.

Source: github.com/cortesi/modd, README.md, "Blocks" and "Commands". ``prep`` and ``daemon`` take options before the
colon and a shell command behind it, which may be in quotes. ``indir`` sets the directory of a block, relative to that
of the file. ``@name = value`` defines a variable.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.source import Source

SURFACE = "modd"
_COMMAND = re.compile(
    r"^[ \t]*(?:prep|daemon)(?:[ \t]+\+\w+)*[ \t]*:[ \t]*"
    r"(?:(?P<quote>[\"'])(?P<quoted>(?:\\.|(?!(?P=quote))[^\\])*+)(?P=quote)|(?P<plain>[^\n]+))",
    re.MULTILINE,
)
_DIRECTORY = re.compile(r"^[ \t]*indir[ \t]*:[ \t]*[\"']?([^\"'\n\r]+)", re.MULTILINE)
_CLOSE = re.compile(r"^[ \t]*\}", re.MULTILINE)


def scan(data: bytes) -> bool:
    """True if a command could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of the commands of each block."""
    ends = [close.start() for close in _CLOSE.finditer(source.text)]
    directories = {bisect_right(ends, found.start()): found[1].strip() for found in _DIRECTORY.finditer(source.text)}
    references: list[Reference] = []
    for found in _COMMAND.finditer(source.text):
        group = "quoted" if found["quote"] else "plain"
        directory = directories.get(bisect_right(ends, found.start()), "")
        known = "@" not in directory
        base = Base(RelativeTo.FILE, directory.removeprefix("./") if known else "", certain=known)
        command = source.part(found.start(group), found.end(group))
        if "@" not in command.text.partition("#")[0]:  # a variable of modd
            references += read_script(command, Context(base, SURFACE)).references
    return Facts(references=tuple(references))
