"""Conversion of ``ast`` positions (lines, UTF-8 bytes) to offsets and locations in a Source."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from flake8_single_entry.model import Location
from flake8_single_entry.syntax.source import Source


@dataclass(frozen=True)
class Layout:
    """Positions of the nodes of one tree in the text of its file, with line numbers from 1 as in ``ast``."""

    source: Source

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of a line (from 1) and a column in UTF-8 bytes (from 0)."""
        text, starts = self.source.text, self.source.starts
        if line > len(starts):
            return len(text)
        start = starts[line - 1]
        if text.isascii():
            return min(start + column, len(text))
        end = starts[line] if line < len(starts) else len(text)
        return start + len(text[start:end].encode("utf-8", "replace")[:column].decode("utf-8", "ignore"))

    def start(self, node: ast.expr | ast.stmt | ast.alias) -> int:
        """Return the offset of a node's first character."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.alias) -> int:
        """Return the offset after a node's last character."""
        line = node.end_lineno or node.lineno
        return self.offset(line, node.col_offset if node.end_col_offset is None else node.end_col_offset)

    def location(self, node: ast.expr | ast.stmt | ast.alias) -> Location:
        """Return the span of a node."""
        return self.source.location(self.start(node), self.end(node))
