"""Text in compose files: variables with defaults, and commands as words."""

from __future__ import annotations

import re

from flake8_single_entry.command import Word
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.source import Snippet

_VARIABLE = re.compile(r"\$\$|\$(?:(\w+)|\{(\w+)(?:(:?[-+?])([^{}]*))?\})")


def interpolate(text: str) -> str:
    """Replace ``${NAME:-default}`` by its default and ``$$`` by ``$``. A variable without a default is kept."""
    return _VARIABLE.sub(_value, text) if "$" in text else text


def _value(match: re.Match[str]) -> str:
    if match.group() == "$$":
        return "$"
    return match.group(4) if match.group(3) in ("-", ":-") else match.group()


def interpolated(snippet: Snippet) -> Snippet:
    """Return a snippet with its variables replaced and still mapped to the file.

    A default is mapped to the place where it is written.
    """
    if "$" not in snippet.text:
        return snippet
    pieces: list[str] = []
    segments: list[tuple[int, int]] = []
    length = last = 0
    for match in _VARIABLE.finditer(snippet.text):
        value = _value(match)
        inside = snippet.part(last, match.start())
        segments += ((length + here, there) for here, there in inside.segments)
        length += len(inside.text)
        segments.append((length, snippet.origin(match.start(4) if value == match.group(4) else match.start())))
        pieces += (inside.text, value)
        length += len(value)
        last = match.end()
    rest = snippet.part(last, len(snippet.text))
    segments += ((length + here, there) for here, there in rest.segments)
    return Snippet(snippet.source, "".join((*pieces, rest.text)), tuple(dict(segments).items()))


def words_of(node: Node) -> tuple[Word, ...]:
    """Return a command as words. A list is taken as it is; a string is split like a shell does, without expansions."""
    if isinstance(node, Scalar):
        return () if node.is_null else _split(node.snippet)
    return tuple(word_of(element.snippet) for element in node.elements() if isinstance(element, Scalar))


def word_of(snippet: Snippet) -> Word:
    text = interpolated(snippet)
    return Word(text.text, text.location(0, len(text.text)), snippet=text)


def _split(snippet: Snippet) -> tuple[Word, ...]:
    """Split a command string into words. Quotes and backslashes work as in a POSIX shell; nothing else is special."""
    words: list[Word] = []
    text = snippet.text
    pieces: list[tuple[int, int]] = []
    quote, begun, position = "", False, 0

    def finish() -> None:
        words.append(word_of(_joined(snippet, pieces)))
        pieces.clear()

    while position < len(text):
        character = text[position]
        if quote:
            if character == quote:
                quote = ""
            elif character == "\\" and quote == '"' and text[position + 1 : position + 2] in ('"', "\\"):
                position += 1
                pieces.append((position, position + 1))
            else:
                pieces.append((position, position + 1))
        elif character in "\"'":
            quote, begun = character, True
        elif character.isspace():
            if begun:
                finish()
            begun = False
        else:
            if character == "\\" and position + 1 < len(text):
                position += 1
            if text[position] != "\n":
                pieces.append((position, position + 1))
                begun = True
        position += 1
    if begun:
        finish()
    return tuple(words)


def _joined(snippet: Snippet, pieces: list[tuple[int, int]]) -> Snippet:
    """Join parts of a snippet into one mapped snippet. Adjacent parts become one segment."""
    segments: list[tuple[int, int]] = []
    length, previous = 0, -1
    for start, end in pieces:
        if start != previous or not segments:
            segments.append((length, snippet.origin(start)))
        else:
            segments += (
                ((length, snippet.origin(start)),) if snippet.origin(start) != snippet.origin(start - 1) + 1 else ()
            )
        length += end - start
        previous = end
    return Snippet(
        snippet.source, "".join(snippet.text[a:b] for a, b in pieces), tuple(segments) or ((0, snippet.origin(0)),)
    )
