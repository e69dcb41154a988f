"""What decides a name where it is used."""

from __future__ import annotations

import ast

from flake8_single_entry.readers.python.survey import Binding, Block, Means, Survey

DEPTH = 24  # of nested expressions and followed names; deeper ones are unknown


class Names:
    """The names of one module."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey

    def binding(self, node: ast.expr, block: Block) -> Binding | None:
        """The one binding that decides a name (or ``self.name``) at its use, or None."""
        if isinstance(node, ast.Attribute):
            found = self.survey.attributes.get(node.attr, [])
            return found[0] if len(found) == 1 and isinstance(node.value, ast.Name) else None
        if not isinstance(node, ast.Name):
            return None
        blocks = list(block.above())
        innermost = block.scope
        seen = set()
        for scope in [outer.scope for outer in blocks]:
            if id(scope) in seen or (scope.is_class and scope is not innermost):
                continue
            seen.add(id(scope))
            bindings = scope.bindings.get(node.id)
            if bindings:
                return self._deciding(bindings, node.lineno, blocks, scope is innermost)
        return None

    def _deciding(self, bindings: list[Binding], line: int, blocks: list[Block], local: bool) -> Binding | None:
        if len(bindings) == 1:
            return bindings[0]
        if not local:
            return None
        earlier = [binding for binding in bindings if binding.line <= line]
        last = max(earlier, key=lambda binding: binding.line, default=None)
        return last if last is not None and any(last.block is block for block in blocks) else None

    def bindings(self, node: ast.expr, block: Block) -> list[Binding]:
        """All bindings that may decide a name."""
        if isinstance(node, ast.Attribute):
            return self.survey.attributes.get(node.attr, []) if isinstance(node.value, ast.Name) else []
        if isinstance(node, ast.Name):
            decided = self.binding(node, block)
            if decided is not None:
                return [decided]
            for outer in block.above():
                if node.id in outer.scope.bindings:
                    return outer.scope.bindings[node.id]
        return []

    def definition(self, node: ast.expr, block: Block) -> tuple[ast.expr, Block]:
        """The expression that a name stands for (itself, where that is not decided)."""
        for _ in range(DEPTH):
            if not isinstance(node, ast.Name | ast.Attribute):
                break
            binding = self.binding(node, block)
            if binding is None or binding.means is not Means.ASSIGN or binding.value is None or binding.path:
                break
            node, block = binding.value, binding.block
        return node, block
