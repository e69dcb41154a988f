"""Parsing of files with syntax errors: newer syntax, Python 2, shell text pasted into a module.

tree-sitter-python recovers from errors and knows syntax that an older interpreter does not. The parts it rejects are
replaced by spaces, so that the positions of the rest are unchanged. The result is parsed with ``ast`` like any other
file.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_single_entry.readers.python.structure.parsing import parse
from flake8_single_entry.syntax import grammar
from flake8_single_entry.syntax.limits import Budget

if TYPE_CHECKING:
    from tree_sitter import Node

_ROUNDS = 40  # attempts to blank the statement with the error; fewer for large files
_WORK = 1_000_000  # characters parsed in all rounds of one piece
_LONGEST = 1_000_000  # characters; longer broken files are data
_PIECES = 100_000  # top-level statements; more are data
_JOINED = 50  # top-level pieces tried together
_CHUNK = re.compile(rb"^(?!(?:else|elif|except|finally)\b)[^\s#)\]}]", re.MULTILINE)
# ``except Error, name:`` of Python 2, ``except (A), B:`` of Python 3.14: only the body of the handler matters.
_EXCEPT = re.compile(rb"^[ \t]*except[ \t]*(?:[\w.]+|\([^()\n]*\))([ \t]*,[ \t\w.,]+)(?=:)", re.MULTILINE)
# ``class Box[T]:`` and ``type Pair = ...`` of Python 3.12; deeper nested brackets do not match
_PARAMETERS = re.compile(
    rb"^[ \t]*(?:(?:async[ \t]+)?def|class|type)[ \t]+\w+[ \t]*"
    rb"(\[(?:[^\[\]]++|\[(?:[^\[\]]++|\[(?:[^\[\]]++|\[[^\[\]]*+\])*+\])*+\])*+\])",
    re.MULTILINE,
)
_ALIAS = re.compile(rb"^[ \t]*type( )(?=[^\W\d]\w*[ \t\\\r\n]*=[^=])", re.MULTILINE)
_FOREIGN = frozenset({"print_statement", "exec_statement", "type_alias_statement"})
_NAME_END = re.compile(rb"[\w\x80-\xff]")
_SPACES = bytes(code if code == 0x0A else 0x20 for code in range(256))


def is_sound(text: str, budget: Budget) -> bool:
    """Return True if a file is valid and only newer than the running Python."""
    if len(text) > _LONGEST:
        return False
    root = grammar.parse("python", text.encode("utf-8", "replace"), budget)
    if root is None or root.has_error:
        return False
    return not any(child.type in _FOREIGN - {"type_alias_statement"} for child in root.children)


def repair(text: str, budget: Budget) -> ast.Module | None:
    """Return the tree of the valid parts of a broken file, or None if there are none."""
    if len(text) > _LONGEST:
        return None
    data = bytearray(text.replace("\r\n", " \n").encode("utf-8", "replace"))
    _write_in_older_syntax(data)
    parsed = parse(data.decode("utf-8", "replace"))
    if isinstance(parsed, SyntaxError):
        for start, end in _unsound(data):
            data[start:end] = _mend(bytes(data[start:end]), budget)
        parsed = parse(data.decode("utf-8", "replace"))
    return parsed if isinstance(parsed, ast.Module) else None


def _write_in_older_syntax(data: bytearray) -> None:
    """Replace newer syntax that is on a line of its own, without changing any position."""
    for clause in _EXCEPT.finditer(bytes(data)):
        _blank(data, *clause.span(1))
    for parameters in _PARAMETERS.finditer(bytes(data)):
        start, end = parameters.span(1)
        data[start:end] = re.sub(rb" (?=\n)", rb"\\", bytes(data[start:end]).translate(_SPACES))  # keep lines joined
    for alias in _ALIAS.finditer(bytes(data)):
        data[alias.start(1) : alias.end(1)] = b";"


def _unsound(data: bytearray) -> list[tuple[int, int]]:
    """Return the spans of the top-level statements that cannot be parsed alone, with adjacent spans merged."""
    starts = [0, *(match.start() for match in _CHUNK.finditer(data) if match.start()), len(data)]
    if len(starts) > _PIECES:
        return [(0, len(data))]
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(starts) - 1:
        first = index
        least = index = _behind_decorators(data, starts, index)
        parsed = parse(data[starts[first] : starts[index]].decode("utf-8", "replace"))
        while _is_open(parsed) and index < min(first + _JOINED, len(starts) - 1):
            index += 1
            parsed = parse(data[starts[first] : starts[index]].decode("utf-8", "replace"))
        if isinstance(parsed, ast.Module):
            continue
        if _is_open(parsed):
            index = least
        if found and found[-1][1] == starts[first]:
            found[-1] = (found[-1][0], starts[index])
        else:
            found.append((starts[first], starts[index]))
    return found


def _behind_decorators(data: bytearray, starts: list[int], index: int) -> int:
    """Return the index after a piece. A decorator includes the piece that it decorates."""
    while index < len(starts) - 2 and data[starts[index]] == ord("@"):
        index += 1
    return index + 1


def _is_open(parsed: ast.Module | SyntaxError | str) -> bool:
    """Return True if the text ends inside a string."""
    return isinstance(parsed, SyntaxError) and "triple-quoted" in parsed.msg


def _mend(piece: bytes, budget: Budget) -> bytes:
    """Return a piece of the file, of the same length, with its invalid parts blanked."""
    data = bytearray(piece)
    root = grammar.parse("python", piece, budget)
    rounds = max(8, min(_ROUNDS, _WORK // max(len(piece), 1))) if root is not None else 0
    statements = _blank_unsound(data, root) if root is not None else []
    for _ in range(rounds):
        parsed = parse(data.decode("utf-8", "replace"))
        if isinstance(parsed, ast.Module):
            return bytes(data)
        if not isinstance(parsed, SyntaxError) or not _blank_at(data, statements, parsed.lineno or 1):
            break
    _blank(data, 0, len(data))
    return bytes(data)


def _blank_unsound(data: bytearray, root: Node) -> list[tuple[int, int, int, int]]:
    """Blank the errors of the recovering parser. Return the statements as (first line, last line, start, end)."""
    statements: list[tuple[int, int, int, int]] = []
    stack = [root]
    generic: set[int] = set()  # type parameters; looking up the parent of a node starts from the root
    while stack:
        node = stack.pop()
        if node.type == "generic_type":
            generic.update(child.id for child in node.children)
        if node.type == "type_parameter" and node.id not in generic:
            _blank(data, node.start_byte, node.end_byte)
        elif node.type in _FOREIGN:
            _blank(data, node.start_byte, node.end_byte, b"0")
        elif node.type == "ERROR" and node is not root:
            _blank_error(data, node)
            stack.extend(child for child in node.named_children if child.type.endswith(("_statement", "_definition")))
        elif node.type.endswith("_statement") and node.has_error and not node.child_by_field_name("body"):
            if not any(child.type == "block" for child in node.children):
                _blank(data, node.start_byte, node.end_byte, b"0")
            else:
                stack.extend(node.children)
        else:
            stack.extend(node.children)
        if node.type.endswith(("_statement", "_definition", "_clause")) or node.type == "ERROR":
            statements.append((node.start_point[0] + 1, node.end_point[0] + 1, node.start_byte, node.end_byte))
    return statements


def _blank_error(data: bytearray, node: Node) -> None:
    """Blank the text of an error, but not the valid statements inside it."""
    position = node.start_byte
    sound = [child for child in node.named_children if child.type.endswith(("_statement", "_definition"))]
    for child in sound:
        if not child.has_error:
            _blank(data, position, child.start_byte)
            position = child.end_byte
    _blank(data, position, node.end_byte)
    start = line = node.start_byte
    while line > 0 and data[line - 1] in b" \t":
        line -= 1
    if (not line or data[line - 1] == 0x0A) and start + 1 < node.end_byte and b"\n" not in data[start : start + 2]:
        data[start : start + 2] = b"0;"  # otherwise the rest of the line would be indented


def _blank(data: bytearray, start: int, end: int, filler: bytes = b"") -> None:
    """Overwrite with spaces, but keep the line breaks. Write ``filler`` at the start unless a name ends there."""
    data[start:end] = data[start:end].translate(_SPACES)
    if filler and end - start >= len(filler) and not _NAME_END.match(data, start - 1):
        data[start : start + len(filler)] = filler


def _blank_at(data: bytearray, statements: list[tuple[int, int, int, int]], line: int) -> bool:
    """Blank the smallest statement that contains a line, or the line itself.

    Return False if nothing is left to blank.
    """
    rows = bytes(data).split(b"\n")
    line = min(line, len(rows))
    while line > 1 and not rows[line - 1].strip():
        line -= 1
    before = bytes(data)
    holding = [(end - start, start, end) for first, last, start, end in statements if first <= line <= last]
    for _, start, end in sorted(holding)[:1]:
        indented = data[start:end].strip()
        if indented and indented != b"0":
            _blank(data, start, end, b"0")
            return bytes(data) != before
    start = sum(len(row) + 1 for row in rows[: line - 1])
    row = rows[line - 1]
    if row.strip() == b"0" and line > 1:
        _blank(data, start, start + len(row))
        return bytes(data) != before
    indent = len(row) - len(row.lstrip())
    _blank(data, start + indent, start + len(row), b"0")
    return bytes(data) != before
