"""Constants that a module exports: strings, paths and collections of them, bound once at module level."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import NamedTuple

from flake8_single_entry.readers.python.structure.parsing import parse
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, NameBinding, Survey, dotted
from flake8_single_entry.readers.python.structure.walk import survey_module
from flake8_single_entry.readers.python.values.constants import Collection, Constant, Known, imported_name
from flake8_single_entry.readers.python.values.evaluate import Evaluator
from flake8_single_entry.syntax.limits import Budget
from flake8_single_entry.syntax.source import Source

_LONGEST = 400  # characters of a constant
_MOST_ITEMS = 100
_DEEPEST = 3  # nested collections
_LARGEST = 400_000  # characters of a module; evaluating a larger module would take too long
# may bind names at run time
_BINDING_AT_RUN_TIME = re.compile(r"\b(?:globals|exec)\s*\(|\bsys\.modules\b")


class Exports(NamedTuple):
    """The constants of one module as seen by other modules."""

    layout: Layout
    survey: Survey

    @classmethod
    def of(cls, source: Source) -> Exports | None:
        """Return the exports of a module, or None if it cannot be parsed or its names may change at run time."""
        if len(source.text) > _LARGEST or _BINDING_AT_RUN_TIME.search(source.text):
            return None
        parsed = _parsed(source.text, source.budget)
        return cls(Layout(source), survey_module(parsed)) if parsed is not None else None

    def value(self, name: str, constants: Mapping[str, Known]) -> tuple[Known | None, tuple[str, ...]]:
        """Return the value of ``NAME`` or ``Class.NAME`` (None if not certain), and the externals that it depends on.

        ``constants`` are the values of externals, as for ``read``.
        """
        folder = Evaluator(self.layout, self.survey, constants)
        with folder.noting():
            known = self._value(folder, *name.split("."))
        return known, tuple(folder.externals)

    def _value(self, folder: Evaluator, name: str, *inner: str) -> Known | None:
        bindings = self.survey.module.scope.bindings.get(name, [])
        if not bindings:
            return folder.given(imported_name(folder.only_star, name, *inner))
        if self._is_overlaid(bindings):
            return None
        if bindings[0].imported:
            is_sure = len(bindings) == 1 and _is_outermost(bindings[0])
            return folder.given(imported_name(bindings[0].imported, *inner)) if is_sure else None
        if inner:
            bindings = self._of_class(folder, name, *inner)
        if not bindings or (len(bindings) == 1 and not _is_outermost(bindings[0])):
            return None
        values = {_constant(folder, binding) for binding in bindings}
        return values.pop() if len(values) == 1 else None

    def _is_overlaid(self, bindings: list[NameBinding]) -> bool:
        """Return True if a later star import may rebind a name."""
        last = max(binding.line for binding in bindings)
        stars = (node for node, _ in self.survey.imports if node.names[0].name == "*")
        return any(node.lineno > last for node in stars)

    def _of_class(self, folder: Evaluator, name: str, attribute: str, *rest: str) -> list[NameBinding]:
        """Return the final bindings of a class attribute. ``value`` of an enumeration member is also resolved."""
        node, _ = self.survey.classes.get(name, (None, None))
        if node is None or attribute in self.survey.attributes:
            return []
        is_enumeration = any(dotted(base).endswith("Enum") for base in node.bases)
        return [] if rest and not (is_enumeration and rest == ("value",)) else folder.of_class(name, attribute)


def _parsed(text: str, budget: Budget) -> ast.Module | None:
    """Return the tree of a module, including a module that is only newer than the running Python."""
    parsed = parse(text)
    if isinstance(parsed, SyntaxError):
        from flake8_single_entry.readers.python.structure.repair import is_sound, repair

        return repair(text, budget) if is_sound(text, budget) else None
    return parsed if isinstance(parsed, ast.Module) else None


def _is_outermost(binding: NameBinding) -> bool:
    """Return True if a binding is at the level of its module or class and unconditional."""
    parent = binding.block.parent
    return parent is None or parent.scope is not binding.block.scope


def _constant(folder: Evaluator, binding: NameBinding) -> Known | None:
    if binding.means is not BindingKind.ASSIGN or binding.value is None or binding.path:
        return None
    return _known(folder, binding.value, binding.block)


def _known(folder: Evaluator, node: ast.expr, block: Block, depth: int = 0) -> Known | None:
    node, block = folder.definition(node, block)
    if isinstance(node, ast.List | ast.Tuple | ast.Dict):
        values = node.values if isinstance(node, ast.Dict) else node.elts
        if len(values) > _MOST_ITEMS or depth == _DEEPEST or any(isinstance(one, ast.Starred) for one in values):
            return None
        keys: list[str | int] = []
        for key in node.keys if isinstance(node, ast.Dict) else ():
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str | int):
                return None
            keys.append(key.value)
        items = tuple(_known(folder, value, block, depth + 1) for value in values)
        return Collection(items, tuple(keys) if isinstance(node, ast.Dict) else None)
    return _text(folder, node, block)


def _text(folder: Evaluator, node: ast.expr, block: Block) -> Constant | None:
    value = folder.evaluate(node, block)
    if value is None or not value.known or not value.certain or value.hint or value.is_file:
        return None
    if len(value.text) > _LONGEST:
        return None
    location = value.snippet.location(0, len(value.text))
    written = next((known.location for place, known in folder.used if place == location), location)
    return Constant(written, value.text, value.anchor, value.directory, value.is_path)
