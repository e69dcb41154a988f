"""Shell text as a syntax tree, with byte offsets mapped back to characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import PLACEHOLDER
from flake8_single_entry.readers.source import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_CONTROL = re.compile(r"[\0-\x08\ud800-\udfff]")  # these have a meaning of their own inside expanded words
LONGEST = 2_000_000
"""Texts beyond this many characters are not scripts that a person wrote."""

_HOLES = re.compile(
    r"\$\{\{[^{}\n]{0,200}\}\}|\{\{[^{}\n]{0,200}\}\}"  # templates: workflows, Jinja
    r"|(?<![<\w])<[^\W\d][\w .:/@-]{0,60}(?<! )>"  # <repository>
)


@dataclass(frozen=True)
class Text:
    """One parsed text: the snippet it came from, and the tree's offsets as characters."""

    snippet: Snippet
    data: bytes
    root: Node
    _offsets: list[int] | None = field(repr=False)

    def offset(self, byte: int) -> int:
        """The character offset of a byte offset."""
        return byte if self._offsets is None else bisect_left(self._offsets, byte)

    def span(self, node: Node) -> tuple[int, int]:
        return self.offset(node.start_byte), self.offset(node.end_byte)

    def source(self, node: Node) -> bytes:
        return self.data[node.start_byte : node.end_byte]

    def raw(self, node: Node) -> str:
        return self.source(node).decode("utf-8", "replace")


@cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_bash

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def parse(snippet: Snippet) -> Text:
    """Parse shell text. Errors in it are recovered from: the tree holds ERROR nodes then."""
    if "\r" in snippet.text:
        snippet = _without_returns(snippet)
    text = _HOLES.sub(_as_word, snippet.text) if "<" in snippet.text or "{{" in snippet.text else snippet.text
    text = _CONTROL.sub("?", text)
    data = text.encode("utf-8", "surrogatepass")
    offsets = None
    if len(data) != len(text):
        widths = (len(character.encode("utf-8", "surrogatepass")) for character in text)
        offsets = list(accumulate(widths, initial=0))
    return Text(snippet, data, _parser().parse(data).root_node, offsets)


def _as_word(match: re.Match[str]) -> str:
    return PLACEHOLDER + re.sub(r"\W", "_", match[0][1:-1]) + PLACEHOLDER


def _without_returns(snippet: Snippet) -> Snippet:
    parts: list[str] = []
    segments: list[tuple[int, int]] = []
    length = start = 0
    for piece in snippet.text.split("\r"):
        inner = snippet.part(start, start + len(piece))
        segments += [(length + here, there) for here, there in inner.segments]
        parts.append(piece)
        length += len(piece)
        start += len(piece) + 1
    return Snippet(snippet.source, "".join(parts), tuple(segments))
