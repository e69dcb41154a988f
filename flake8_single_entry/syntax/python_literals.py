"""Literal strings, lists and dictionaries in Python source, with positions. Nothing is inferred."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator

from flake8_single_entry.model import Problem
from flake8_single_entry.syntax.source import Snippet, Source

_DEEPEST = 20


def parse_python(source: Source) -> ast.Module | Problem:
    """Return the file's syntax tree, or a ``Problem`` if the running Python cannot parse it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(source.text)
    except SyntaxError as error:
        offset = source.offset(min(max(error.lineno or 1, 1), source.lines))
        return Problem(source.location(offset, offset), f"not valid Python: {error.msg}")
    except (ValueError, RecursionError, MemoryError) as error:
        return Problem(source.location(0, 0), f"not valid Python: {str(error) or 'it is nested too deeply'}")


class Literals:
    """The literal values in one module. Names that are bound exactly once, at module level, resolve to their value."""

    def __init__(self, source: Source, tree: ast.Module) -> None:
        self._source = source
        self._bound: dict[str, ast.expr] = {}
        bindings = Counter(
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        )
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                target: ast.expr = statement.targets[0]
            elif isinstance(statement, ast.AnnAssign):
                target = statement.target
            else:
                continue
            if isinstance(target, ast.Name) and bindings[target.id] == 1 and statement.value is not None:
                self._bound[target.id] = statement.value

    def value(self, node: ast.expr) -> ast.expr:
        """Return the expression that a name is bound to; other expressions are returned unchanged."""
        for _ in range(_DEEPEST):
            if not isinstance(node, ast.Name) or node.id not in self._bound:
                break
            node = self._bound[node.id]
        return node

    def elements(self, node: ast.expr, depth: int = 0) -> Iterator[ast.expr]:
        """Yield the elements of a list, tuple or set, including those of ``a + b`` and of ``*`` unpacking."""
        node = self.value(node)
        if depth > _DEEPEST:
            return
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            for element in node.elts:
                if isinstance(element, ast.Starred):
                    yield from self.elements(element.value, depth + 1)
                else:
                    yield element
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from self.elements(node.left, depth + 1)
            yield from self.elements(node.right, depth + 1)

    def pairs(self, node: ast.expr, depth: int = 0) -> Iterator[tuple[Snippet, ast.expr]]:
        """Yield the keys and values of ``{...}`` or ``dict(...)``. Keys that are not strings are skipped."""
        node = self.value(node)
        if depth > _DEEPEST:
            return
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    yield from self.pairs(value, depth + 1)
                elif (text := self.text(key)) is not None:
                    yield text, value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            for keyword in node.keywords:
                if keyword.arg is not None:
                    start = self._offset(keyword.lineno, keyword.col_offset)
                    yield Snippet(self._source, keyword.arg, ((0, start),)), keyword.value

    def texts(self, node: ast.expr) -> Iterator[Snippet]:
        """Yield a string, or every string of a list, tuple or set."""
        text = self.text(node)
        if text is not None:
            yield text
            return
        for element in self.elements(node):
            text = self.text(element)
            if text is not None:
                yield text

    def text(self, node: ast.expr, depth: int = 0) -> Snippet | None:
        """Return a string with its position, or None. With escapes, the position is the beginning of the literal."""
        node = self.value(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._constant(node, node.value)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and depth < _DEEPEST:
            left, right = self.text(node.left, depth + 1), self.text(node.right, depth + 1)
            if left is not None and right is not None:
                start = self._offset(node.lineno, node.col_offset)
                return Snippet(self._source, left.text + right.text, ((0, start),))
        return None

    def _constant(self, node: ast.Constant, value: str) -> Snippet:
        start = self._offset(node.lineno, node.col_offset)
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        raw = self._source.text[start:end]
        quote = len(raw) - len(raw.lstrip("rRuUbB"))
        quote += 3 if raw[quote : quote + 3] in ('"""', "'''") else 1
        if "\r\n" in raw and raw[quote:].replace("\r\n", "\n").startswith(value):
            return Snippet(self._source, value, tuple(_after_breaks(raw, start, quote)))
        at = raw.find(value, quote) if value else quote
        return Snippet(self._source, value, ((0, start + (at if at >= 0 else quote)),))

    def _offset(self, line: int, byte_column: int) -> int:
        """Convert a line and a column in UTF-8 bytes, as in ``ast``, to a character offset."""
        start = self._source.offset(min(line, self._source.lines))
        text = self._source.line(min(line, self._source.lines))
        if text.isascii():
            return start + byte_column
        return start + len(text.encode("utf-8", "surrogatepass")[:byte_column].decode("utf-8", "ignore"))


def _after_breaks(raw: str, start: int, quote: int) -> Iterator[tuple[int, int]]:
    """Yield the segments that map a value with ``\\n`` to a literal that is written with ``\\r\\n``."""
    yield 0, start + quote
    position, breaks = raw.find("\r\n", quote), 0
    while position >= 0:
        yield position - quote - breaks + 1, start + position + 2
        breaks += 1
        position = raw.find("\r\n", position + 2)
