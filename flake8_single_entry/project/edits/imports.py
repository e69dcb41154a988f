"""Import statements that take names from other modules, with the uses of the names that change.

Uses only the text of one Python file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_single_entry.project.edits.written import Rewritten
from flake8_single_entry.syntax.source import Source

_STATEMENT = "from {} import {}"
_LONGEST = 200_000  # characters of a file that is parsed

Wanted = Mapping[str, tuple[str, str]]  # by imported name: the module that has it, and its name there


class _Statement(NamedTuple):
    """An import statement: the file, its syntax tree, the statement, and the span of the module's name."""

    source: Source
    tree: ast.Module
    node: ast.ImportFrom
    start: int
    end: int


def from_other_modules(source: Source, tree: ast.Module, start: int, end: int, wanted: Wanted) -> tuple[Rewritten, ...]:
    """Return the changes after which ``from … import …`` takes the ``wanted`` names from other modules.

    The name of its module is between two offsets. Returns nothing if no change is sure to keep what the file does.
    """
    node = _from_at(source, tree, start)
    if node is None:
        return ()
    statement = _Statement(source, tree, node, start, end)
    modules = {module for module, _ in wanted.values()}
    if len(modules) != 1:
        return ()
    module = modules.pop()
    if {alias.name for alias in node.names} - wanted.keys():
        return _split(statement, wanted, module)
    changes = [Rewritten(start, end, module)] if source.text[start:end] != module else []
    for alias in node.names:
        new = wanted[alias.name][1]
        if new == alias.name:
            continue
        place = _offset(source, alias.lineno, alias.col_offset)
        if alias.asname:
            changes.append(Rewritten(place, place + len(alias.name), new))
            continue
        uses = _renamed_uses(source, tree, alias.name, new)
        text = new if uses is not None else f"{new} as {alias.name}"
        changes += [Rewritten(place, place + len(alias.name), text), *(uses or ())]
    return tuple(changes)


def plain_statement(source: Source, tree: ast.Module, start: int, end: int, new: str) -> tuple[Rewritten, ...]:
    """Return the changes after which ``import old`` imports another module, whose name is between two offsets."""
    old = source.text[start:end]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import):
            continue
        for alias in node.names:
            if _offset(source, alias.lineno, alias.col_offset) == start and alias.name == old:
                return _other_module(source, tree, alias, Rewritten(start, end, new))
    return ()


def _other_module(source: Source, tree: ast.Module, alias: ast.alias, change: Rewritten) -> tuple[Rewritten, ...]:
    if alias.asname:
        return (change,)
    if "." not in alias.name:
        uses = _renamed_uses(source, tree, alias.name, change.text) if "." not in change.text else None
        return (change, *uses) if uses is not None else (change._replace(text=f"{change.text} as {alias.name}"),)
    chains = tuple(_chains(source, tree, alias.name))
    first = alias.name.partition(".")[0]
    used = sum(isinstance(node, ast.Name) and node.id == first for node in ast.walk(tree))
    return (change, *(Rewritten(*place, change.text) for place in chains)) if len(chains) == used else ()


def _chains(source: Source, tree: ast.Module, name: str) -> Iterator[tuple[int, int]]:
    """Yield the spans in which a module is named by all of its dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _dotted(node) == name and node.end_lineno and node.end_col_offset:
            start = _offset(source, node.lineno, node.col_offset)
            end = _offset(source, node.end_lineno, node.end_col_offset)
            if source.text[start:end] == name:
                yield start, end


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _split(statement: _Statement, wanted: Wanted, module: str) -> tuple[Rewritten, ...]:
    """Return the statement as two, one for the names that stay. Only for a statement in one line, without brackets."""
    source, node = statement.source, statement.node
    begin, stop = _offset(source, node.lineno, node.col_offset), _end(source, node)
    text = source.text[begin:stop]
    if "(" in text or "\\" in text or "#" in text or any(alias.name == "*" for alias in node.names):
        return ()
    kept = ", ".join(_alias(alias, alias.name) for alias in node.names if alias.name not in wanted)
    moved = ", ".join(_alias(alias, wanted[alias.name][1]) for alias in node.names if alias.name in wanted)
    line = source.text.rfind("\n", 0, begin) + 1
    indent = source.text[line:begin]
    if indent.strip():
        return ()  # after a colon or a semicolon
    break_ = "\r\n" if "\r\n" in source.text else "\n"
    name = source.text[statement.start : statement.end]
    both = _STATEMENT.format(name, kept) + break_ + indent + _STATEMENT.format(module, moved)
    return (Rewritten(begin, stop, both),)


def _alias(alias: ast.alias, new: str) -> str:
    if alias.asname:
        return f"{new} as {alias.asname}"
    return new if new == alias.name else f"{new} as {alias.name}"


def _renamed_uses(source: Source, tree: ast.Module, old: str, new: str) -> tuple[Rewritten, ...] | None:
    """Return the changes that use a module under its new name, or None if one of the names has another meaning."""
    places: list[Rewritten] = []
    bound = 0
    for node in ast.walk(tree):
        for name in _bound_names(node):
            if name == new:
                return None
            bound += name == old
        if isinstance(node, ast.Name) and node.id == new:
            return None
        if isinstance(node, ast.Name) and node.id == old:
            if not isinstance(node.ctx, ast.Load):
                return None
            start = _offset(source, node.lineno, node.col_offset)
            if source.text[start : start + len(old)] != old:
                return None  # inside an f-string, whose positions older versions of Python do not give
            places.append(Rewritten(start, start + len(old), new))
        if isinstance(node, ast.Constant) and node.value == old:
            return None  # a name in ``__all__``, or of a fixture
    return tuple(places) if bound == 1 else None


def _bound_names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.alias():
            yield (node.asname or node.name).partition(".")[0]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.arg():
            yield node.arg
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.Global() | ast.Nonlocal():
            yield from node.names


def parsed(source: Source) -> ast.Module | None:
    """Return the syntax tree of a file, or None if it cannot be parsed or is very long."""
    if len(source.text) > _LONGEST:
        return None
    try:
        return ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _from_at(source: Source, tree: ast.Module, start: int) -> ast.ImportFrom | None:
    """Return the statement in which an offset lies."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            begin = _offset(source, node.lineno, node.col_offset)
            if begin <= start < _end(source, node):
                return node
    return None


def _end(source: Source, node: ast.stmt) -> int:
    return _offset(source, node.end_lineno or node.lineno, node.end_col_offset or 0)


def _offset(source: Source, line: int, column: int) -> int:
    """Convert a position of ``ast``, whose columns count the bytes of UTF-8 from 0."""
    return source.offset(line) + len(
        source.line(line).encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore")
    )
