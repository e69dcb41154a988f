"""Parse HCL (Terraform) into the nodes of ``syntax.yaml``, with exact positions. Covers what settings need.

``parse(source)`` never raises and skips what it does not understand. A block is a mapping in a list under its type,
with its labels as nested keys: ``resource "a" "b" { x = 1 }`` is ``resource[].a.b.x``. Strings are scalars and keep
``${…}`` unexpanded; other expressions are scalars with the source text.

Source: "HCL Native Syntax Specification".
"""

from __future__ import annotations

import re

from flake8_single_entry.syntax.nodes import DEEPEST, Mapping, Node, Parsed, Scalar, Sequence
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml_scalars import undo

_SPACE = re.compile(r"(?:[ \t\r\n,]+|#[^\n]*|//[^\n]*|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+)*+")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_STRING = re.compile(r'"((?:[^"\\$%\n]++|\\.|\$\{(?:[^{}"\n]++|"[^"\n]*+"|\{[^{}\n]*+\})*+\}|[$%\\])*+)"?+')
_ESCAPE = re.compile(r"\\[nt\"\\]")
_HEREDOC = re.compile(r"<<(-?)([A-Za-z_]\w*)[ \t]*\r?\n")
_ASSIGN = re.compile(r"[ \t]*(?:=(?![=>])|:)[ \t]*")
_REST = re.compile(r"(?:[^\n\"#,\[\](){}]++|\"[^\"\n]*+\")*+")


def parse(source: Source) -> Parsed:
    """Return the file as a single document."""
    reader = _Reader(source)
    return Parsed((reader.body(0),))


class _Reader:
    """Reads from left to right. Each method leaves ``at`` after the text that it has read."""

    def __init__(self, source: Source) -> None:
        self.source, self.text, self.at = source, source.text, 0

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def body(self, depth: int) -> Mapping:
        """Read attributes and blocks up to the closing brace or the end of the text."""
        start = self.at
        attributes: list[tuple[Node, Node]] = []
        blocks: dict[str, tuple[Scalar, list[Node]]] = {}
        while True:
            self._skip()
            if self.at >= len(self.text) or self.text[self.at] == "}":
                break
            name = self._key()
            if name is None:
                self.at += 1
                continue
            assign = _ASSIGN.match(self.text, self.at)
            if assign:
                self.at = assign.end()
                attributes.append((name, self.value(depth)))
            elif (block := self._block(depth)) is not None:
                blocks.setdefault(name.text, (name, []))[1].append(block)
        self.at += 1
        listed = [(name, Sequence(tuple(found), name.start, name.end)) for name, found in blocks.values()]
        return Mapping((*attributes, *listed), start, self.at)

    def _key(self) -> Scalar | None:
        match = _NAME.match(self.text, self.at)
        if match:
            self.at = match.end()
            return Scalar(self.source, match[0], "", *match.span())
        return self._string()

    def _block(self, depth: int) -> Node | None:
        """Read the labels and the body of a block. Return None if no block begins here."""
        labels: list[Scalar] = []
        while True:
            blank = re.compile(r"[ \t]*").match(self.text, self.at)
            self.at = blank.end() if blank else self.at
            if self.text.startswith("{", self.at):
                break
            label = self._key()
            if label is None or len(labels) > 3:
                return None
            labels.append(label)
        self.at += 1
        node: Node = self.body(depth + 1) if depth < DEEPEST else self._lost()
        for label in reversed(labels):
            node = Mapping(((label, node),), label.start, self.at)
        return node

    def _lost(self) -> Node:
        self.at = len(self.text)
        return Mapping((), self.at, self.at)

    def value(self, depth: int) -> Node:
        """Read an expression."""
        if depth >= DEEPEST:
            return self._lost()
        if (string := self._string()) is not None:
            return string
        if (heredoc := _HEREDOC.match(self.text, self.at)) is not None:
            return self._heredoc(heredoc)
        if self.text.startswith("{", self.at):
            self.at += 1
            return self.body(depth + 1)
        if self.text.startswith("[", self.at):
            return self._list(depth)
        match = _REST.match(self.text, self.at)
        start, self.at = self.at, match.end() if match and match.end() > self.at else self.at + 1
        return Scalar(self.source, self.text[start : self.at].strip(), "", start, self.at)

    def _list(self, depth: int) -> Node:
        start = self.at
        self.at += 1
        values: list[Node] = []
        while True:
            self._skip()
            if self.at >= len(self.text) or self.text[self.at] == "]":
                break
            values.append(self.value(depth + 1))
        self.at += 1
        return Sequence(tuple(values), start, self.at)

    def _string(self) -> Scalar | None:
        """Read a quoted string. Without a closing quote, it extends to the end of the line."""
        match = _STRING.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        inner = match[1]
        if "\\" not in inner:
            return Scalar(self.source, inner, "", *match.span(1))
        value, segments = undo(inner, match.start(1), _ESCAPE, _decoded)
        return Scalar(self.source, value, '"', match.start(), match.end(), segments=segments)

    def _heredoc(self, opening: re.Match[str]) -> Scalar:
        closing = re.compile(rf"^[ \t]*{opening[2]}[ \t]*\r?$", re.MULTILINE).search(self.text, opening.end())
        end = closing.start() if closing else len(self.text)
        self.at = closing.end() if closing else len(self.text)
        return Scalar(self.source, self.text[opening.end() : end], "", opening.end(), end)


def _decoded(escape: str) -> str:
    return {"n": "\n", "t": "\t"}.get(escape[1], escape[1])
