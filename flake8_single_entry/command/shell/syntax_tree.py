"""Parse shell text with tree-sitter-bash, and map byte offsets to characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_single_entry.command.prefilter import matters, stateful
from flake8_single_entry.conventions.placeholders import MARK
from flake8_single_entry.syntax import grammar
from flake8_single_entry.syntax.limits import Limit
from flake8_single_entry.syntax.source import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_CONTROL = re.compile(r"[\0-\x08\ud800-\udfff]")  # these have a special meaning in expanded words
_WIDE = re.compile(r"[^\0-\x7f]")
PIPES = Limit(4_000, "`|` in shell text")
"""Recovery from one error takes time quadratic in the number of pipes before it."""

_HOLES = re.compile(
    r"\$\{\{[^{}\n]{0,200}\}\}|\{\{[^{}\n]{0,200}\}\}"  # templates: workflows, Jinja
    r"|(?<![<\w])<[^\W\d][\w .:/@-]{0,60}(?<! )>"  # <repository>
)
_DEFINED = re.compile(rb"\(\)|function[ \t]++([\w.:-]++)")
_NAME = re.compile(rb"[\w.:-]++")
_TWO_PIPES = re.compile(rb"\|[^\n|]*+\|")
_LINE_END = re.compile(rb"\n")
_BREAK = re.compile(rb"(?<!\\)\n")


@dataclass(frozen=True)
class ParsedScript:
    """A parsed text: its snippet, its syntax tree, and the tree's offsets as characters.

    ``_wide`` are the byte offsets at which multi-byte characters end, ``_extra`` how many more bytes than characters
    there are up to each. ``_matters`` are the offsets that make a command relevant, ``_hot`` those that make any
    statement relevant.
    """

    snippet: Snippet
    data: bytes
    root: Node
    _wide: list[int]
    _extra: list[int]
    _matters: list[int]
    _hot: list[int]

    def offset(self, byte: int) -> int:
        """Convert a byte offset to a character offset."""
        if not self._wide:
            return byte
        count = bisect_left(self._wide, byte + 1)
        return byte - self._extra[count - 1] if count else byte

    def span(self, node: Node) -> tuple[int, int]:
        return self.offset(node.start_byte), self.offset(node.end_byte)

    def source(self, node: Node) -> bytes:
        return self.data[node.start_byte : node.end_byte]

    def raw(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def might_matter(self, node: Node) -> bool:
        """True if a simple command may refer to something, or change the directory or the files."""
        return _any_between(self._matters, node.start_byte, node.end_byte)

    def is_hot(self, node: Node) -> bool:
        """True if a statement may do so, or may assign, test, define or call something."""
        return _any_between(self._hot, node.start_byte, node.end_byte)


def _any_between(offsets: list[int], start: int, end: int) -> bool:
    index = bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end


def parse(snippet: Snippet) -> ParsedScript | None:
    """Parse shell text. Return None if that exceeds a limit.

    The parser recovers from syntax errors: the tree then contains ERROR nodes.
    """
    budget = snippet.source.budget
    if "\r" in snippet.text:
        snippet = _without_returns(snippet)
    text = _HOLES.sub(_as_word, snippet.text) if "<" in snippet.text or "{{" in snippet.text else snippet.text
    text = _CONTROL.sub("?", text)
    data = text.encode("utf-8", "surrogatepass")
    root = grammar.parse("bash", data, budget) if budget.spend(PIPES, data.count(b"|")) else None
    if root is None:
        return None
    if _TWO_PIPES.search(data) and (breaks := list(_swallowed_breaks(root, data))):
        repaired = bytearray(data)
        for at in breaks:
            repaired[at] = ord(";")
        data = bytes(repaired)
        root = grammar.parse("bash", data, budget)
        if root is None:
            return None
    wide, extra = _widths(text) if len(data) != len(text) else ([], [])
    points = matters(data)
    hot = sorted([*points, *stateful(data), *_calls(data)])
    return ParsedScript(snippet, data, root, wide, extra, points, hot)


def _widths(text: str) -> tuple[list[int], list[int]]:
    """Return the ends of multi-byte characters, and how many more bytes than characters there are up to each."""
    wide: list[int] = []
    extra: list[int] = []
    more = 0
    for match in _WIDE.finditer(text):
        more += len(match[0].encode("utf-8", "surrogatepass")) - 1
        wide.append(match.end() + more)
        extra.append(more)
    return wide, extra


def _calls(data: bytes) -> list[int]:
    """Return the offsets of calls of functions that the text defines."""
    names: set[bytes] = set()
    for match in _DEFINED.finditer(data):
        before = data[max(0, match.start() - 100) : match.start()].split()
        name = match[1] or (before[-1] if before else b"")
        if _NAME.fullmatch(name):
            names.add(name)
    return [match.start() for match in _NAME.finditer(data) if match[0] in names] if names else []


def _swallowed_breaks(root: Node, data: bytes) -> Iterator[int]:
    """Yield line breaks inside a simple command, an error of tree-sitter-bash 0.25.

    After a pipeline of three commands, it may continue the last command on the next line. With a semicolon in place of
    each break (before a comment that ends the line), the tree has two commands.
    """
    lines = [match.start() for match in _LINE_END.finditer(data)]
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type != "command":
            if _any_between(lines, node.start_byte, node.end_byte):
                pending.extend(node.named_children)
            continue
        end = node.start_byte
        for child in node.children:
            if match := _BREAK.search(data, end, child.start_byte):
                yield match.start()
            end = child.end_byte
            if child.type == "comment":
                yield child.start_byte - 1
                end = data.find(b"\n", end) + 1


def _as_word(match: re.Match[str]) -> str:
    return MARK + re.sub(r"\W", "_", match[0][1:-1]) + MARK


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
