"""Composed text: f-strings, ``%``, ``format``, concatenation, and ``join``.

An unknown part stays in the text as ``${_}``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.python.values.value import UNKNOWN, Value, concatenate, join_paths, spread
from flake8_single_entry.syntax.source import Snippet

if TYPE_CHECKING:
    from flake8_single_entry.readers.python.structure.positions import Layout
    from flake8_single_entry.readers.python.structure.survey import Block
    from flake8_single_entry.readers.python.values.literals import Literal

Field = tuple[ast.expr | None, int, int]  # an expression (None if it cannot be followed), and its span in the file
# https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
_PERCENT = re.compile(r"%(?:(?P<plain>[sdir])|\((?P<name>\w+)\)[sdir]|(?P<literal>%)|.?)", re.DOTALL)
# https://docs.python.org/3/library/string.html#format-string-syntax
_BRACES = re.compile(r"(?P<literal>\{\{|\}\})|\{(?P<name>\w*)\}|\{[^{}]*\}")
_LONGEST_GLUE = 4


class PartEvaluator(Protocol):
    """Evaluator of the expressions that a text is composed of."""

    layout: Layout

    def evaluate(self, node: ast.expr | None, block: Block) -> Value | None: ...

    def literal(self, node: ast.expr) -> Literal | None: ...

    def part(self, node: ast.expr, block: Block) -> Value | None: ...

    def text(self, node: ast.expr | None, block: Block) -> str | None: ...


def interpolated(folder: PartEvaluator, node: ast.expr, block: Block) -> Value | None:
    """Evaluate an f-string."""
    if not isinstance(node, ast.JoinedStr):
        return None
    literal = folder.literal(node)
    fields = [value for value in node.values if isinstance(value, ast.FormattedValue)]
    if literal is None or len(literal.holes) != len(fields):
        return None
    parts: list[Snippet | Field] = []
    position = 0
    for hole, field in zip(literal.holes, fields, strict=True):
        parts.append(literal.snippet.part(position, hole.at))
        parts.append((field.value if field.format_spec is None else None, hole.start, hole.end))
        position = hole.at
    return _filled(folder, [*parts, literal.snippet.part(position, len(literal.snippet.text))], block)


def percent(folder: PartEvaluator, node: ast.BinOp, block: Block) -> Value | None:
    """Evaluate ``"%s/main.py" % directory``."""
    given = node.right
    if isinstance(given, ast.Dict):
        pairs = zip(given.keys, given.values, strict=True)
        named: dict[object, ast.expr] = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
        return _template(folder, node.left, _PERCENT, (), named, block)
    return _template(folder, node.left, _PERCENT, given.elts if isinstance(given, ast.Tuple) else (given,), {}, block)


def formatted(folder: PartEvaluator, node: ast.Call, block: Block) -> Value | None:
    """Evaluate ``"{}/main.py".format(directory)``."""
    named: dict[object, ast.expr] = {keyword.arg: keyword.value for keyword in node.keywords}
    template = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    return _template(folder, template, _BRACES, node.args, named, block)


def added(folder: PartEvaluator, operands: Sequence[ast.expr], block: Block) -> Value | None:
    """Evaluate ``"src/" + name``."""
    values = [folder.part(operand, block) for operand in operands]
    if not any(values):
        return None
    first = values[0]
    if first is not None and first.is_path and len(values) == 2 and values[1] and values[1].text.startswith("/"):
        tail = values[1]
        return join_paths(first, tail._replace(snippet=tail.snippet.part(1, len(tail.text))))
    pieces: list[Snippet] = []
    known = True
    for operand, value in zip(operands, values, strict=True):
        if value is None or value.directory or not value.certain:
            known = False
            pieces.append(_unknown(folder, folder.layout.start(operand), folder.layout.end(operand)))
        else:
            known = known and value.known
            pieces.append(value.snippet)
    return Value(concatenate(pieces), known=known)


def joined(folder: PartEvaluator, separator: ast.expr, items: Sequence[ast.expr], block: Block) -> Value | None:
    """Evaluate ``" ".join(["python", "main.py"])``."""
    glue = folder.text(separator, block)
    values = [folder.part(item, block) for item in items]
    if glue is None or not any(values) or len(glue) > _LONGEST_GLUE:
        return None
    pieces: list[Snippet] = []
    for item, value in zip(items, values, strict=True):
        place = folder.layout.start(item)
        if pieces:
            pieces.append(Snippet(folder.layout.source, glue, spread(place, len(glue))))
        pieces.append(_unknown(folder, place) if value is None or value.directory else value.snippet)
    return Value(concatenate(pieces), known=all(value and value.known and not value.directory for value in values))


def _template(
    folder: PartEvaluator,
    template: ast.expr,
    marks: re.Pattern[str],
    given: Sequence[ast.expr],
    named: Mapping[object, ast.expr],
    block: Block,
) -> Value | None:
    """Evaluate a literal whose marks are replaced by values."""
    value = folder.evaluate(template, block) if _is_text(template) else None
    if value is None:
        return None
    left = iter(given if not any(isinstance(one, ast.Starred) for one in given) else ())
    parts: list[Snippet | Field] = []
    position = 0
    for mark in marks.finditer(value.text):
        parts.append(value.snippet.part(position, mark.start()))
        position = mark.end()
        if mark["literal"]:
            parts.append(value.snippet.part(mark.start(), mark.start() + 1))
            continue
        start, end = value.snippet.origin(mark.start()), value.snippet.origin(mark.end() - 1) + 1
        parts.append((_meant(mark.groupdict(), left, given, named), start, end))
    return _filled(folder, [*parts, value.snippet.part(position, len(value.text))], block)


def _meant(
    mark: Mapping[str, str | None],
    left: Iterator[ast.expr],
    given: Sequence[ast.expr],
    named: Mapping[object, ast.expr],
) -> ast.expr | None:
    """Return the expression that replaces a mark, or None if the mark has a format specification."""
    name = mark["name"]
    if name:
        return given[int(name)] if name.isdecimal() and int(name) < len(given) else named.get(name)
    return next(left, None) if name == "" or mark.get("plain") else None


def _filled(folder: PartEvaluator, parts: Sequence[Snippet | Field], block: Block) -> Value:
    """Return literal parts and fields as one text, or as a path if the first part is a path."""
    parts = [part for part in parts if not isinstance(part, Snippet) or part.text]
    fields = [part for part in parts if not isinstance(part, Snippet)]
    if len(parts) == 2 and len(fields) == 1 and isinstance(parts[1], Snippet) and parts[1].text.startswith("/"):
        base = folder.evaluate(fields[0][0], block)
        if base is not None and base.is_path:
            empty = Snippet(folder.layout.source, "", ((0, fields[0][1]),))
            tail = Value(parts[1].part(1, len(parts[1].text)))
            return join_paths(base._replace(directory=base.path, snippet=empty), tail) or tail
    pieces: list[Snippet] = [Snippet(folder.layout.source, "", ((0, 0),))] if not parts else []
    known = True
    for part in parts:
        if isinstance(part, Snippet):
            pieces.append(part)
            continue
        field, start, end = part
        value = folder.evaluate(field, block)
        if value is None or not value.certain or value.anchor is not RelativeTo.CALLER:
            known = False
            pieces.append(_unknown(folder, start, end))
        else:
            known = known and value.known
            pieces.append(Snippet(folder.layout.source, value.path, spread(start, len(value.path), end)))
    return Value(concatenate(pieces), known=known)


def _unknown(folder: PartEvaluator, start: int, end: int | None = None) -> Snippet:
    return Snippet(folder.layout.source, UNKNOWN, spread(start, len(UNKNOWN), end))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
