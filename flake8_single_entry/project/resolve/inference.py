"""Inference of module attributes with astroid. Used as a last resort, and returns no result if in doubt.

The source passed to astroid has its imports renamed: modules of the project refer to modules built before, and all
others to an empty module. astroid therefore looks nothing up on the import path, and nothing is imported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astroid import nodes
    from astroid.typing import InferenceResult

_MOST_MODULES = 30
_LONGEST = 400_000  # characters of a module; inference of a larger module would take too long
_OURS = "_single_entry_"
_FOREIGN = _OURS + "foreign"

Read = Callable[[str], str]
Find = Callable[[str, str], str | None]


def offers(path: str, chain: tuple[str, ...], read: Read, find: Find) -> bool | None:
    """Return whether ``module.a.b.c`` exists, for the chain ``(a, b, c)``, or None unless every step is certain.

    ``read`` returns the text of a file. ``find`` returns the file that a module's name resolves to from another file.
    """
    from astroid.exceptions import AstroidError

    with _workshop(read, find) as workshop:
        try:
            return _follow([workshop.build(path)], chain)
        except (AstroidError, SyntaxError, ValueError, RecursionError):
            return None


def _follow(values: list[InferenceResult], chain: tuple[str, ...]) -> bool | None:
    """Look up the chain in every possible value.

    Any value that has it suffices; any unknown value makes the result unknown.
    """
    from astroid import nodes
    from astroid.bases import Instance
    from astroid.exceptions import AttributeInferenceError

    for depth, name in enumerate(chain):
        owners = []
        for value in values:
            if not isinstance(value, nodes.Module | nodes.ClassDef | Instance) or not _is_closed(value):
                return None
            try:
                value.getattr(name)
                owners.append(value)
            except AttributeInferenceError:
                continue
        if not owners:
            return False if depth else None
        if depth + 1 < len(chain):
            values = [found for owner in owners for found in owner.igetattr(name)]
    return True


def _is_closed(value: InferenceResult) -> bool:
    """Return True for a value whose attributes are all explicit: known bases, no hooks, no decorator, no metaclass."""
    from astroid import nodes
    from astroid.bases import Instance
    from astroid.util import UninferableBase

    if isinstance(value, nodes.Module):
        return True
    known = value._proxied if isinstance(value, Instance) else value
    if not isinstance(known, nodes.ClassDef):
        return False
    for one in (known, *known.ancestors()):
        bases = [list(base.infer()) for base in one.bases]
        if any(isinstance(base, UninferableBase) or not isinstance(base, nodes.ClassDef) for b in bases for base in b):
            return False
        if one.root().name != "builtins" and (
            one.decorators or one.keywords or {"__getattr__", "__getattribute__", "__slots__"} & set(one.locals)
        ):
            return False
    return True


@contextmanager
def _workshop(read: Read, find: Find) -> Iterator[_Workshop]:
    """Yield a temporary module builder. astroid's cache is shared by the process and is cleaned up afterwards."""
    from astroid import MANAGER
    from astroid.builder import AstroidBuilder

    try:
        AstroidBuilder(MANAGER).string_build("", _FOREIGN)
        yield _Workshop(read, find)
    finally:
        for name in [name for name in MANAGER.astroid_cache if name.startswith(_OURS)]:
            del MANAGER.astroid_cache[name]


@dataclass
class _Workshop:
    """Builds a module after the modules it imports. Raises ValueError if that is not possible with certainty."""

    read: Read
    find: Find
    names: dict[str, str] = field(default_factory=dict)

    def build(self, path: str) -> nodes.Module:
        from astroid import MANAGER
        from astroid.builder import AstroidBuilder

        name = self.names[path] = f"{_OURS}{len(self.names)}"
        text = self.read(path)
        if len(text) > _LONGEST or len(self.names) > _MOST_MODULES:
            raise ValueError(path)
        renamed = _Renamed(self, path).visit(ast.parse(text))
        return AstroidBuilder(MANAGER).string_build(ast.unparse(renamed), name)

    def name_of(self, path: str, module: str) -> str:
        """Return the internal name of a module that a file imports."""
        from astroid import MANAGER

        file = self.find(path, module)
        if file is None or not file.endswith(".py"):
            return _FOREIGN
        if file not in self.names:
            self.build(file)
        if self.names[file] not in MANAGER.astroid_cache:
            raise ValueError(f"{path} and {file} import each other")
        return self.names[file]


class _Renamed(ast.NodeTransformer):
    """Renames the imports of a file to their internal names."""

    def __init__(self, workshop: _Workshop, path: str) -> None:
        self.workshop = workshop
        self.path = path

    def visit_Import(self, node: ast.Import) -> ast.Import:
        names = (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        return ast.Import([ast.alias(_FOREIGN, name) for name in names])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        if node.names[0].name == "*":
            raise ValueError(f"{self.path} has names that nothing lists")
        name = self.workshop.name_of(self.path, "." * node.level + (node.module or ""))
        return ast.ImportFrom(name, node.names, 0)
