"""Parse TOML into the nodes of ``syntax.yaml``, with exact positions. Tables are merged into one tree.

``parse(source)`` never raises. The standard library's parser has no positions, so the tree comes from tree-sitter,
which also recovers from errors. A ``Problem`` is reported only if the standard library rejects the file too. Values
other than strings are scalars with the source text (``true``, ``42``, a date).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_single_entry.model import Problem
from flake8_single_entry.syntax import grammar
from flake8_single_entry.syntax.nodes import DEEPEST, NOTHING, Mapping, Node, Parsed, Scalar, Sequence
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml_scalars import undo

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[ \t]*\r?\n\s*|.)")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_MOST_DOTS = 1_000  # in a line: the standard library takes a time quadratic in the parts of a key
_KEYS = ("bare_key", "quoted_key", "dotted_key")


def parse(source: Source) -> Parsed:
    """Parse a TOML file into a single document: a ``Mapping`` of its tables."""
    # One byte per character, so that the parser's byte offsets are character offsets.
    root = grammar.parse("toml", source.text.encode("ascii", "replace"), source.budget)
    if root is None:
        return Parsed((Mapping((), 0, 0),))
    top = _Table(0)
    current: _Table | None = top
    for child in root.children:
        if child.type in ("table", "table_array_element"):
            current = _open_table(source, top, child)
        elif child.type == "pair" and current is not None:
            _add_pair(source, current, child)
    return Parsed((top.node(source),), _problems(source) if root.has_error else ())


def _problems(source: Source) -> tuple[Problem, ...]:
    import tomllib

    if any(line.count(".") > _MOST_DOTS for line in source.text.split("\n")):
        return (Problem(source.location(0, 0), "not valid TOML: a key is too long"),)
    try:
        tomllib.loads(source.text)
    except ValueError as error:  # also raised for numbers with thousands of digits
        found = re.search(r"\(at line (\d+), column (\d+)\)$", str(error))
        offset = source.offset(int(found[1]), int(found[2])) if found else len(source.text)
        reason = str(error)[: found.start()].strip() if found else str(error)
        return (Problem(source.location(offset, offset), f"not valid TOML: {reason}"),)
    except RecursionError:
        return (Problem(source.location(0, 0), "not valid TOML: it is nested too deeply"),)
    return ()


@dataclass
class _Table:
    """A table under construction. A header anywhere in the file may add keys to it."""

    start: int
    entries: dict[str, tuple[Scalar, Node | _Table | list[_Table]]] = field(default_factory=dict)

    def below(self, key: Scalar) -> _Table | None:
        """Return the table at a key, created if missing, or the last of an array of tables. None for other values."""
        _, value = self.entries.setdefault(key.value, (key, _Table(key.start)))
        if isinstance(value, list):
            return value[-1]
        return value if isinstance(value, _Table) else None

    def node(self, source: Source) -> Mapping:
        pairs: list[tuple[Node, Node]] = []
        for key, value in self.entries.values():
            if isinstance(value, _Table):
                pairs.append((key, value.node(source)))
            elif isinstance(value, list):
                pairs.append((key, Sequence(tuple(table.node(source) for table in value), key.start, key.end)))
            else:
                pairs.append((key, value))
        return Mapping(tuple(pairs), self.start, self.start)


def _open_table(source: Source, top: _Table, header: Tree) -> _Table | None:
    """Return the table that a ``[header]`` or ``[[header]]`` opens, filled with the pairs below it."""
    keys = [key for child in header.children if child.type in _KEYS for key in _keys(source, child)][:DEEPEST]
    table: _Table | None = top
    for key in keys[:-1]:
        table = table.below(key) if table else None
    if table is None or not keys:
        return None
    if header.type == "table_array_element":
        _, tables = table.entries.setdefault(keys[-1].value, (keys[-1], []))
        if not isinstance(tables, list):
            return None
        tables.append(_Table(header.start_byte))
    table = table.below(keys[-1])
    for child in header.children:
        if child.type == "pair" and table is not None:
            _add_pair(source, table, child)
    return table


def _add_pair(source: Source, table: _Table, pair: Tree, depth: int = 0) -> None:
    named = pair.named_children
    if len(named) < 2 or named[0].type not in _KEYS:
        return
    keys = _keys(source, named[0])[:DEEPEST]
    place: _Table | None = table
    for key in keys[:-1]:
        place = place.below(key) if place else None
    if place is not None and keys:
        place.entries.setdefault(keys[-1].value, (keys[-1], _value(source, named[1], depth)))


def _keys(source: Source, node: Tree) -> list[Scalar]:
    keys: list[Scalar] = []
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "dotted_key":
            pending.extend(reversed([child for child in current.children if child.type in _KEYS]))
        else:
            keys.append(_string(source, current.start_byte, current.end_byte))
    return keys


def _value(source: Source, node: Tree, depth: int) -> Node:
    start, end = node.start_byte, node.end_byte
    if depth > DEEPEST:
        return NOTHING
    if node.type == "array":
        values = [child for child in node.named_children if child.type != "comment"]
        return Sequence(tuple(_value(source, child, depth + 1) for child in values), start, end)
    if node.type == "inline_table":
        table = _Table(start)
        for child in node.named_children:
            if child.type == "pair":
                _add_pair(source, table, child, depth + 1)
        return table.node(source)
    return _string(source, start, end)


def _string(source: Source, start: int, end: int) -> Scalar:
    """Read a key or a value. Quotes are removed and, unless the string is literal, escapes are decoded."""
    raw = source.text[start:end]
    quote = next((mark for mark in ('"""', "'''", '"', "'") if raw.startswith(mark)), "")
    if not quote or len(raw) < 2 * len(quote):
        return Scalar(source, raw, "", start, end)
    inner = raw[len(quote) : len(raw) - len(quote)]
    at = start + len(quote)
    if len(quote) == 3 and inner.startswith(("\n", "\r\n")):
        at += inner.index("\n") + 1
        inner = inner[inner.index("\n") + 1 :]
    if "\\" not in inner or quote[0] == "'":
        return Scalar(source, inner, "", at, at + len(inner))
    value, segments = undo(inner, at, _ESCAPE, _decoded)
    return Scalar(source, value, '"', start, end, segments=segments)


def _decoded(escape: str) -> str:
    """Return the text of an escape sequence: "" for an escaped line break and for an invalid code point."""
    if len(escape) > 2 and escape[1] in "xuU":
        code = int(escape[2:], 16)
        return chr(code) if code < 0x110000 else ""
    return "" if escape[-1].isspace() else _ESCAPES.get(escape[1], escape[1])
