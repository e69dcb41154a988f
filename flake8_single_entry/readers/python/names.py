"""What decides a name where it is used: an assignment in the file, or a constant of another module that is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flake8_single_entry.readers.python.constants import Known, syntax_of
from flake8_single_entry.readers.python.survey import Binding, Block, Means, Survey

DEPTH = 24  # of nested expressions and followed names; deeper ones are unknown
_PARTS = 4  # of a dotted name: package.module.Class.NAME


class Names:
    """The names of one module.

    ``constants`` are those of other modules that are known, by ``module:NAME`` as the file would import them;
    ``externals`` collects the unknown ones that are asked for while ``noting``.
    """

    def __init__(self, survey: Survey, constants: Mapping[str, Known]) -> None:
        self.survey = survey
        self.constants = constants
        self.externals: dict[str, None] = {}
        self._is_noting = False
        self._made: dict[int, ast.expr] = {}

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Collect the constants of other modules that are asked for in vain meanwhile."""
        before, self._is_noting = self._is_noting, True
        try:
            yield
        finally:
            self._is_noting = before

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
                return self.external(node, block) or node, block
            node, block = binding.value, binding.block
        return node, block

    def external(self, node: ast.expr, block: Block) -> ast.expr | None:
        """What a name or a dotted name stands for that another module gives a value, or None."""
        made = self._made.get(id(node))
        if made is None and (known := self.given(self._external_name(node, block))) is not None:
            made = self._made[id(node)] = syntax_of(known, node)
        return made

    def given(self, name: str) -> Known | None:
        """What is known of a constant of another module; "" is the name of none."""
        known = self.constants.get(name)
        if known is None and name and self._is_noting:
            self.externals[name] = None
        return known

    def _external_name(self, node: ast.expr, block: Block) -> str:
        """``module:NAME`` of what an import gives a name, "" for any other."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            if len(parts) == _PARTS or node.attr in self.survey.attributes:  # one that this file sets
                return ""
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        binding = self.binding(node, block)
        if binding is not None:
            return imported_name(binding.imported, *reversed(parts))
        is_bound = any(node.id in outer.scope.bindings for outer in block.above())
        return "" if is_bound else imported_name(self.only_star(), node.id, *reversed(parts))

    def only_star(self) -> str:
        """The module that gives all names which nothing in the file binds; "" where there is not just one."""
        if not self.survey.star:
            return ""
        stars = [
            "." * node.level + (node.module or "")
            for node, _ in self.survey.imports
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        ]
        return stars[0] if len(stars) == 1 else ""


def imported_name(imported: str, *names: str) -> str:
    """``module:NAME.attribute`` for names behind what an import binds; "" where that is no more than a module."""
    module, _, name = imported.partition(":")
    dotted = ".".join([name, *names] if name else names)
    return f"{module}:{dotted}" if module and dotted else ""
