"""The arguments of an instruction: the words of its shell form, and the strings of its exec form (a JSON list).

Follows the Dockerfile reference (https://docs.docker.com/reference/dockerfile/).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from flake8_single_entry.syntax.source import Snippet

_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*)"')
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|\\.")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORD = re.compile(r"""(?:[^\s"'\\]+|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'\\])+""", re.DOTALL)


class Argument(NamedTuple):
    """A word or string of an instruction without its quotes. ``start`` and ``end`` are offsets in ``arguments``."""

    text: str
    start: int
    end: int


def read_json(text: str) -> tuple[Argument, ...] | None:
    """Return the strings of a JSON list of strings with their positions (without quotes), or None for other texts."""
    import json

    position = _skip(text, 0)
    if not text.startswith("[", position):
        return None
    found: list[Argument] = []
    position = _skip(text, position + 1)
    while not text.startswith("]", position) or found:
        match = _STRING.match(text, position)
        if match is None:
            return None
        try:
            value = json.loads(match.group())
        except ValueError:
            return None
        found.append(Argument(value, match.start(1), match.end(1)))
        position = _skip(text, match.end())
        if not text.startswith(",", position):
            break
        position = _skip(text, position + 1)
    if not text.startswith("]", position) or text[position + 1 :].strip():
        return None
    return tuple(found)


def unescape(snippet: Snippet) -> Snippet:
    """Return the content of a JSON string with its escapes replaced, each part still mapped to the file."""
    if "\\" not in snippet.text:
        return snippet
    pieces: list[str] = []
    segments: list[tuple[int, int]] = []
    length = last = 0
    for match in _ESCAPE.finditer(snippet.text):
        plain = snippet.text[last : match.start()]
        escape = match.group()
        pieces += (plain, chr(int(escape[2:], 16)) if len(escape) > 2 else _ESCAPES.get(escape[1], escape[1]))
        segments += ((length, snippet.origin(last)), (length + len(plain), snippet.origin(match.start())))
        length += len(plain) + 1
        last = match.end()
    segments.append((length, snippet.origin(last)))
    pieces.append(snippet.text[last:])
    return Snippet(snippet.source, "".join(pieces), tuple(dict(segments).items()))


def read_words(text: str) -> tuple[Argument, ...]:
    """Split a text into words like Docker does: quotes group characters and are removed, nothing is expanded."""
    words = []
    for match in _WORD.finditer(text):
        raw = match.group()
        quoted = len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'"
        start, end = (match.start() + 1, match.end() - 1) if quoted else match.span()
        words.append(Argument(re.sub(r"\\(.)|[\"']", r"\1", raw), start, end))
    return tuple(words)


def _skip(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position
