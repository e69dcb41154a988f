"""Jenkinsfiles: the shell steps of a pipeline, below the ``dir`` blocks around them.

Sources: Jenkins, "Pipeline: Nodes and Processes" (``sh``, ``bat``, ``powershell``, each with its own shell), "Pipeline:
Basic Steps" (``dir``). Groovy is not parsed: steps, braces, strings and comments are found one after the other, and
what Groovy puts into a string is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.command import Context, enter, might_run, read_batch, read_powershell, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Base, Facts, Reference
from flake8_single_entry.readers.declared_files import anchor_at_root
from flake8_single_entry.readers.source import Snippet, Source
from flake8_single_entry.readers.templates import UNKNOWN, with_variables

SURFACE = "jenkinsfile"
_TOKEN = re.compile(
    r"""//[^\n]* | /\*(?:[^*]|\*(?!/))*\*/ | (?P<open>\{) | (?P<close>\})
      | \b(?P<step>sh|bat|powershell|pwsh|dir)\b
      | \"\"\"(?P<text3>(?:[^"\\]|\\.|"(?!""))*)\"\"\" | '''(?P<raw3>(?:[^'\\]|\\.|'(?!''))*)'''
      | "(?P<text>(?:[^"\\\n]|\\.)*)" | '(?P<raw>(?:[^'\\\n]|\\.)*)'""",
    re.VERBOSE | re.DOTALL,
)
_BEFORE_STRING = re.compile(r"\s*\(?\s*(?:[\w,: ]*\bscript\s*:)?\s*")
_GROOVY = re.compile(r"\$\{[^{}\n]{0,300}\}|(?<!\\)\$\w+(?:\.\w+)*")
_READERS = {"sh": read_script, "bat": read_batch, "powershell": read_powershell, "pwsh": read_powershell}
_PLAIN = ("WORKSPACE", "env.WORKSPACE")


def scan(data: bytes) -> bool:
    """Could a step start something of interest?"""
    return might_run(data)


def read(source: Source) -> Facts:
    """The references of all shell steps."""
    references: list[Reference] = []
    root = Base(anchor_at_root(source.path))
    bases = [root]
    entered: Base | None = None
    step, after = "", 0
    created: frozenset[str] = frozenset()
    for match in _TOKEN.finditer(source.text):
        kind = match.lastgroup
        if kind == "open":
            bases.append(entered or bases[-1])
            entered = None
        elif kind == "close":
            bases = bases[:-1] or [root]
        elif kind == "step":
            step, after = match["step"], match.end()
        elif kind and step:
            if not _BEFORE_STRING.fullmatch(source.text, after, match.start()):
                continue
            text = _text_of(source, match, kind)
            if step == "dir":
                entered = _below(bases[-1], text.text)
            elif step in _READERS:
                context = Context(bases[-1], SURFACE, {"WORKSPACE": encode(root)}, created)
                script = _READERS[step](text, context)
                references += script.references
                created = script.context.created
            step = ""
    return Facts(references=tuple(references))


def _below(base: Base, directory: str) -> Base:
    return enter(base, "$" if "$" in directory else directory)


def _text_of(source: Source, match: re.Match[str], kind: str) -> Snippet:
    """A string's text; in double quotes Groovy replaces ``${…}``, so that nobody knows what stands there."""
    snippet = source.part(*match.span(kind))
    if "\\" in snippet.text:
        snippet = _unescaped(snippet)
    return with_variables(snippet, _GROOVY, _variable) if kind.startswith("text") else snippet


def _variable(match: re.Match[str]) -> str:
    return "WORKSPACE" if match[0].strip("${}").strip() in _PLAIN else UNKNOWN


def _unescaped(snippet: Snippet) -> Snippet:
    """``\\\\``, ``\\"`` and ``\\'`` without the backslash, still mapped to the file; others are the shell's."""
    pieces = list(_plain_pieces(snippet))
    text = "".join(piece.text for piece in pieces)
    segments: list[tuple[int, int]] = []
    length = 0
    for piece in pieces:
        segments.append((length, piece.origin(0)))
        length += len(piece.text)
    return snippet._replace(text=text, segments=tuple(segments))


def _plain_pieces(snippet: Snippet) -> Iterator[Snippet]:
    start = 0
    for match in re.finditer(r"\\(?=[\\\"'])(.)", snippet.text):
        if match.start() > start:
            yield snippet.part(start, match.start())
        yield snippet.part(match.start(1), match.end(1))
        start = match.end()
    if start < len(snippet.text):
        yield snippet.part(start, len(snippet.text))
