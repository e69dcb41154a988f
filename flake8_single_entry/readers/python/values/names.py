"""Lookup of the binding that decides a name: an assignment, a constant of another module, or an assumption."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, NameBinding, NameScope, Survey
from flake8_single_entry.readers.python.values.constants import Known, imported_name, syntax_of
from flake8_single_entry.syntax.limits import Budget, Limit

DEPTH = 24  # of nested expressions and followed names; deeper values are unknown
STEPS = Limit(100_000, "steps in the evaluation of its constants")
_PARTS = 4  # of a dotted name: package.module.Class.NAME

Key = tuple[int, str] | int  # a name of a scope, or the id of an expression
Choice = Mapping[Key, NameBinding]


class Open(NamedTuple):
    """An undecided name with its bindings in a scope, or an expression that may have several values."""

    scope: NameScope
    bindings: tuple[NameBinding, ...] = ()
    node: ast.expr | None = None
    block: Block | None = None


class Names:
    """The names of one module.

    ``constants`` holds the known constants of other modules by ``module:NAME``, as the file would import them.
    ``externals`` collects the unknown constants that are looked up while ``noting``. ``assumed`` holds the current
    assumptions about undecided names, and ``trials`` counts them. Evaluation steps are counted in the file's
    ``budget``.
    """

    def __init__(self, survey: Survey, constants: Mapping[str, Known], budget: Budget) -> None:
        self.survey = survey
        self.budget = budget
        self.constants = constants
        self.externals: dict[str, None] = {}
        self.assumed: Choice = {}
        self.trials = 0
        self.open: dict[Key, Open] | None = None
        self._is_noting = False
        self._made: dict[int, ast.expr] = {}
        self._ordered: dict[tuple[int, str], tuple[list[int], list[NameBinding]]] = {}
        self._targets: dict[int, dict[int, list[tuple[str, tuple[int, ...]]]]] = {}
        self._tables: dict[ast.Dict, dict[object, ast.expr]] = {}
        self._depth = 0

    def step(self, number: int = 1) -> bool:
        """Count evaluation steps. Return False above the limit; values are then unknown."""
        return self.budget.spend(STEPS, number)

    @contextmanager
    def noting(self, *, wanted: bool = True) -> Iterator[None]:
        """Collect unknown constants of other modules inside this context, unless ``wanted`` is False."""
        before, self._is_noting = self._is_noting, wanted
        try:
            yield
        finally:
            self._is_noting = before

    @contextmanager
    def assuming(self, choice: Choice) -> Iterator[dict[Key, Open]]:
        """Assume a choice. Yield a mapping that collects the undecided names met in this context."""
        before = self.assumed, self.open
        self.assumed, self.open = choice, {}
        self.trials += bool(choice)
        try:
            yield self.open
        finally:
            self.assumed, self.open = before

    def leave_open(self, node: ast.expr, block: Block) -> None:
        """Record an expression that may have several values."""
        if self.open is not None:
            self.open.setdefault(id(node), Open(block.scope, node=node, block=block))

    def binding(self, node: ast.expr, block: Block) -> NameBinding | None:
        """Return the only binding that decides a name (``self.name``, ``Class.name``) at its use, or None."""
        if isinstance(node, ast.Attribute):
            if not isinstance(node.value, ast.Name):
                return None
            found = self.survey.attributes.get(node.attr) or self.of_class(node.value.id, node.attr)
            return found[0] if len(found) == 1 else None
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
                key = (id(scope), node.id)
                if key in self.assumed:
                    return self.assumed[key]
                decided = self._deciding(key, bindings, node.lineno, blocks) if scope is innermost else _only(bindings)
                is_open = decided is None or decided.means is not BindingKind.ASSIGN
                if self.open is not None and is_open and key not in self.open:
                    options = tuple(bindings) if decided is None else (decided,)
                    self.step(len(options))
                    self.open[key] = Open(scope, options)
                return decided
        return None

    def of_class(self, name: str, attribute: str) -> list[NameBinding]:
        """Return the bindings of an attribute in the body of a class of this module. Metaclasses are not considered."""
        node, scope = self.survey.classes.get(name, (None, None))
        if node is None or scope is None or node.keywords or len(self.survey.module.scope.bindings[name]) > 1:
            return []
        return scope.bindings.get(attribute, [])

    def _deciding(
        self, key: tuple[int, str], bindings: list[NameBinding], line: int, blocks: list[Block]
    ) -> NameBinding | None:
        """Return the last binding before a line if it always runs before that line."""
        if len(bindings) == 1:
            return bindings[0]
        if key not in self._ordered:
            ordered = sorted(bindings, key=lambda binding: binding.line)
            self._ordered[key] = [binding.line for binding in ordered], ordered
        lines, ordered = self._ordered[key]
        before = bisect_right(lines, line)
        if not before:
            return None
        last = ordered[bisect_left(lines, lines[before - 1])]
        return last if any(last.block is block for block in blocks) else None

    def definition(self, node: ast.expr, block: Block) -> tuple[ast.expr, Block]:
        """Return the expression bound to a name or a collection element, or the node itself if undecided."""
        for _ in range(DEPTH):
            if not self.step():
                break
            if isinstance(node, ast.Name | ast.Attribute):
                binding = self.binding(node, block)
                if binding is None or binding.means is not BindingKind.ASSIGN or binding.value is None or binding.path:
                    return self.external(node, block) or node, block
                node, block = binding.value, binding.block
            elif (inner := self.chosen(node, block)) is not None:
                node, block = inner
            else:
                break
        return node, block

    def chosen(self, node: ast.expr, block: Block) -> tuple[ast.expr, Block] | None:
        """Return the assumed value of an expression, or the element of a collection that it selects, otherwise None."""
        assumed = self.assumed.get(id(node))
        if assumed is not None and assumed.value is not None:
            return assumed.value, assumed.block
        if not isinstance(node, ast.Subscript | ast.IfExp | ast.Call) or self._depth > DEPTH:
            return None
        if isinstance(node, ast.Subscript):
            self._depth += 1
            try:
                return self._element(node, block)
            finally:
                self._depth -= 1
        if isinstance(node, ast.IfExp) or (isinstance(node.func, ast.Attribute) and node.func.attr == "get"):
            self.leave_open(node, block)
        return None

    def _element(self, node: ast.Subscript, block: Block) -> tuple[ast.expr, Block] | None:
        index, _ = self.definition(node.slice, block)
        if not isinstance(index, ast.Constant):
            self.leave_open(node, block)
            return None
        container, where = self.definition(node.value, block)
        if isinstance(container, ast.Dict):
            value = self._entries(container).get(index.value)
            return (value, where) if value is not None else None
        if isinstance(container, ast.List | ast.Tuple) and isinstance(index.value, int):
            inside = range(-len(container.elts), len(container.elts))
            return (container.elts[index.value], where) if index.value in inside else None
        return None

    def _entries(self, table: ast.Dict) -> dict[object, ast.expr]:
        """Return the values of a dictionary by constant key. The first of several equal keys wins."""
        if table not in self._tables:
            entries = self._tables[table] = {}
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant):
                    entries.setdefault(key.value, value)
        return self._tables[table]

    def targets(self, scope: NameScope, loop: NameBinding) -> list[tuple[str, tuple[int, ...]]]:
        """Return all names that a loop binds in a scope, each with its indices in an item."""
        if id(scope) not in self._targets:
            found: dict[int, list[tuple[str, tuple[int, ...]]]] = {}
            for name, bindings in scope.bindings.items():
                for one in bindings:
                    if one.means is BindingKind.LOOP:
                        found.setdefault(id(one.value), []).append((name, one.path))
            self._targets[id(scope)] = found
        return self._targets[id(scope)].get(id(loop.value), [])

    def external(self, node: ast.expr, block: Block) -> ast.expr | None:
        """Return the value of a name or dotted name that another module binds, or None."""
        made = self._made.get(id(node))
        if made is None and (known := self.given(self._external_name(node, block))) is not None:
            made = self._made[id(node)] = syntax_of(known, node)
        return made

    def given(self, name: str) -> Known | None:
        """Return the value of a constant of another module, if known. "" is no constant."""
        known = self.constants.get(name)
        if known is None and name and self._is_noting:
            self.externals[name] = None
        return known

    def _external_name(self, node: ast.expr, block: Block) -> str:
        """Return ``module:NAME`` for an imported name, otherwise ""."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            if len(parts) == _PARTS or node.attr in self.survey.attributes:  # an attribute that this file sets
                return ""
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        binding = self.binding(node, block)
        if binding is not None:
            return imported_name(binding.imported, *reversed(parts))
        is_bound = any(node.id in outer.scope.bindings for outer in block.above())
        return "" if is_bound else imported_name(self.only_star, node.id, *reversed(parts))

    @cached_property
    def only_star(self) -> str:
        """Return the module of the only star import, which supplies the names the file does not bind, or ""."""
        if not self.survey.star:
            return ""
        stars = [
            "." * node.level + (node.module or "")
            for node, _ in self.survey.imports
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        ]
        return stars[0] if len(stars) == 1 else ""


def _only(bindings: list[NameBinding]) -> NameBinding | None:
    return bindings[0] if len(bindings) == 1 else None
