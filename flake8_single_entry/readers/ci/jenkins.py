"""Jenkinsfiles: the shell steps of a pipeline, relative to the ``dir`` blocks around them.

Sources: Jenkins, "Pipeline: Nodes and Processes" (``sh``, ``bat``, ``powershell``, each with its own shell), "Pipeline:
Basic Steps" (``dir``). Groovy is not parsed. The reader scans for steps, braces, strings and comments in order; the
values that Groovy interpolates into a string are unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.command import Context, enter, might_run, read_batch, read_powershell, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Base, Facts, Reference
from flake8_single_entry.readers.declared.matching import anchor_at_root
from flake8_single_entry.syntax.placeholders import UNKNOWN, with_variables
from flake8_single_entry.syntax.source import Snippet, Source

SURFACE = "jenkinsfile"
_TOKEN = re.compile(
    r"""//[^\n]*+ | (?P<comment>/\*) | (?P<open>\{) | (?P<close>\}) | \b(?P<step>sh|bat|powershell|pwsh|dir)\b
      | (?P<quote>\"\"\"|'''|["'])""",
    re.VERBOSE,
)
_STRINGS = {
    '"""': re.compile(r'(?:[^"\\]++|\\.|"(?!""))*+', re.DOTALL),
    "'''": re.compile(r"(?:[^'\\]++|\\.|'(?!''))*+", re.DOTALL),
    '"': re.compile(r'(?:[^"\\\n]++|\\.)*+', re.DOTALL),
    "'": re.compile(r"(?:[^'\\\n]++|\\.)*+", re.DOTALL),
}
_FARTHEST = 300  # maximum number of characters between a step and its string
_BEFORE_STRING = re.compile(r"\s*+\(?+\s*+(?:[\w,: ]*\bscript\s*+:)?+\s*+")
_GROOVY = re.compile(r"\$\{[^{}\n]{0,300}\}|(?<!\\)\$\w+(?:\.\w+)*")
_READERS = {"sh": read_script, "bat": read_batch, "powershell": read_powershell, "pwsh": read_powershell}
_PLAIN = ("WORKSPACE", "env.WORKSPACE")


def scan(data: bytes) -> bool:
    """True if a step could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of all shell steps."""
    references: list[Reference] = []
    root = Base(anchor_at_root(source.path))
    bases = [root]
    entered: Base | None = None
    step, after = "", 0
    created: frozenset[str] = frozenset()
    for token in _tokens(source.text):
        if token.kind == "open":
            bases.append(entered or bases[-1])
            entered = None
        elif token.kind == "close":
            bases = bases[:-1] or [root]
        elif token.kind == "step":
            step, after = source.text[token.start : token.end], token.end
        elif step and token.begins - after > _FARTHEST:
            step = ""
        elif step and _BEFORE_STRING.fullmatch(source.text, after, token.begins):
            text = _text_of(source, token)
            if step == "dir":
                entered = _below(bases[-1], text.text)
            elif step in _READERS:
                context = Context(bases[-1], SURFACE, {"WORKSPACE": encode(root)}, created)
                script = _READERS[step](text, context)
                references += script.references
                created = script.context.created
            step = ""
    return Facts(references=tuple(references))


class _Token(NamedTuple):
    """A brace, the name of a step, or the content of a string whose opening quote is at ``begins``; see ``kind``."""

    kind: str
    begins: int
    start: int
    end: int


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the tokens outside comments.

    A quote without a closing quote is skipped, as is the same quote character in the text after it.
    """
    position = 0
    unclosed = dict.fromkeys((*_STRINGS, "/*"), 0)  # the offset up to which a delimiter is known to be unclosed
    while (match := _TOKEN.search(text, position)) is not None:
        position = match.end()
        kind = match.lastgroup
        if kind == "comment" and position > unclosed["/*"]:
            end = text.find("*/", position)
            unclosed["/*"] = len(text) if end < 0 else 0
            position = position if end < 0 else end + 2
        elif kind == "quote":
            for quote in dict.fromkeys((match[0], match[0][0])):
                start = match.start() + len(quote)
                inside = _STRINGS[quote].match(text, start) if start > unclosed[quote] else None
                if inside is None:
                    position = match.start() + 1
                elif text.startswith(quote, inside.end()):
                    yield _Token("text" if quote[0] == '"' else "raw", match.start(), start, inside.end())
                    position = inside.end() + len(quote)
                    break
                else:
                    unclosed[quote] = inside.end()
                    position = match.start() + 1
        elif kind in ("open", "close", "step"):
            yield _Token(kind, match.start(), match.start(), position)


def _below(base: Base, directory: str) -> Base:
    return enter(base, "$" if "$" in directory else directory)


def _text_of(source: Source, token: _Token) -> Snippet:
    """Return the text of a string. In double-quoted strings, the values of ``${…}`` are unknown."""
    snippet = source.part(token.start, token.end)
    if "\\" in snippet.text:
        snippet = _unescaped(snippet)
    return with_variables(snippet, _GROOVY, _variable) if token.kind == "text" else snippet


def _variable(match: re.Match[str]) -> str:
    return "WORKSPACE" if match[0].strip("${}").strip() in _PLAIN else UNKNOWN


def _unescaped(snippet: Snippet) -> Snippet:
    """Remove the backslash from ``\\\\``, ``\\"`` and ``\'``; the shell handles other escapes. Stays mapped."""
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
