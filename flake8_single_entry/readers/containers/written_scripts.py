"""Scripts that a Dockerfile writes into an image with ``echo``, ``printf`` and here-documents.

This module does not decide whether such a file is a script. The reader looks up those that ENTRYPOINT or CMD starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.paths import absolute
from flake8_single_entry.readers.containers.instructions import Instruction
from flake8_single_entry.syntax.source import Snippet

Written = dict[str, tuple[Snippet, ...]]

_PRINTED = re.compile(
    r"""\b(?:echo(?:[ ]-[neE]+)?|printf)[ \t]+(?:'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)")"""
    r"""[ \t]*(?P<redirect>>>?)[ \t]*(?P<file>[^\s;&|<>"'$]+)""",
    re.DOTALL | re.VERBOSE,
)
_HERE = re.compile(
    r"""\b(?:cat|tee)\b[ \t]{0,9}(?:(?P<before>>>?)?[ \t]{0,9}(?P<file>[^\s;&|<>"'$-][^\s;&|<>"'$]*)[ \t]*)?
        <<-?[ \t]*["']?(?P<name>\w+)["']?
        (?:[ \t]*(?P<after>>>?)[ \t]*(?P<target>[^\s;&|<>"'$]+))?""",
    re.VERBOSE,
)
_BREAK = re.compile(r"\\n")


def write(written: Written, instruction: Instruction, directory: str) -> None:
    """Record what a RUN in shell form prints into files, in order: ``>`` overwrites a file, ``>>`` appends to it."""
    for path, texts, goes_on in (*_printed(instruction), *_here(instruction)):
        place = absolute(directory, path)
        written[place] = (*written.get(place, ()), *texts) if goes_on else texts


def _printed(instruction: Instruction) -> Iterator[tuple[str, tuple[Snippet, ...], bool]]:
    text = instruction.arguments
    for match in _PRINTED.finditer(text.text):
        quoted = "single" if match["single"] is not None else "double"
        yield match["file"], tuple(_lines(text, *match.span(quoted))), match["redirect"] == ">>"


def _lines(text: Snippet, start: int, end: int) -> Iterator[Snippet]:
    r"""Yield the lines of a printed text. The shells of images break it at ``\n``."""
    for match in _BREAK.finditer(text.text, start, end):
        yield text.part(start, match.start())
        start = match.end()
    yield text.part(start, end)


def _here(instruction: Instruction) -> Iterator[tuple[str, tuple[Snippet, ...], bool]]:
    bodies = {heredoc.name: heredoc.body for heredoc in instruction.heredocs}
    for match in _HERE.finditer(instruction.arguments.text):
        file, body = match["file"] or match["target"], bodies.get(match["name"])
        if file and body is not None:
            yield file, (body,), ">>" in (match["before"], match["after"])
