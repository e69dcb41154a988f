"""An iterative traversal of a module's tree. Deeply nested files cannot exhaust the stack."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from typing import Any

from flake8_single_entry.readers.python.structure.survey import Block, NameScope, Survey

_LEAVES: frozenset[type] = frozenset(
    {ast.Name, ast.Constant, ast.alias, ast.arg, ast.Pass, ast.Break, ast.Continue, ast.Nonlocal, type(None), str, int}
)
_SILENT = frozenset({"ctx", "op", "ops", "annotation", "returns", "type_comment", "type_params", "conversion"})


class Traversal:
    """The nodes that are still to be visited, each with its block, and the survey to fill."""

    def __init__(self, tree: ast.Module) -> None:
        scope = NameScope(tree, None, "")
        self.survey = Survey(Block(scope), scopes=[scope])
        self.stack: list[tuple[ast.AST, Block]] = []
        self.push(tree.body, self.survey.module)

    def push(self, nodes: Iterable[ast.AST | None], block: Block) -> None:
        """Push nodes so that they are popped in order. Leaf nodes are skipped."""
        items: list[tuple[Any, Block]] = [(node, block) for node in nodes if type(node) not in _LEAVES]
        items.reverse()
        self.stack.extend(items)

    def children(self, node: ast.AST, block: Block) -> None:
        stack = self.stack
        kind: Any = type(node)
        for name in _fields_of(kind):
            value = getattr(node, name, None)
            if type(value) is list:
                items = [(item, block) for item in value if type(item) not in _LEAVES and isinstance(item, ast.AST)]
                items.reverse()
                stack.extend(items)
            elif type(value) not in _LEAVES and isinstance(value, ast.AST):
                stack.append((value, block))


@cache
def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return the fields of a node type that hold relevant nodes, last first."""
    return tuple(name for name in reversed(kind._fields) if name not in _SILENT)
