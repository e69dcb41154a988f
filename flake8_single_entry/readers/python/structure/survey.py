"""Results of the walk over a module's tree: scopes, bindings, imports, and relevant expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class BindingKind(StrEnum):
    """How a name is bound."""

    ASSIGN = "assign"
    LOOP = "loop"  # the value is the iterable
    PARAMETER = "parameter"  # the value is the default, if any
    OTHER = "other"


@dataclass(eq=False, slots=True)
class NameScope:
    """A namespace: the module, a function or a class."""

    node: ast.Module | Function | ast.ClassDef
    parent: NameScope | None
    name: str  # qualified, as in Service.start
    bindings: dict[str, list[NameBinding]] = field(default_factory=dict)

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef)

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)


@dataclass(eq=False, slots=True)
class Block:
    """A list of statements that run together.

    ``tolerant``: a failing import in it is handled. ``main``: it runs only as the main program. ``checked``:
    expressions whose existence was tested before it runs. ``handlers``: those of the ``try`` whose body it is.
    """

    scope: NameScope
    parent: Block | None = None
    tolerant: bool = False
    main: bool = False
    checked: tuple[ast.expr, ...] = ()
    handlers: tuple[ast.ExceptHandler, ...] = ()

    def above(self) -> Iterator[Block]:
        """Yield this block and the blocks around it, innermost first."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.parent


class NameBinding(NamedTuple):
    """One place that binds a name. ``path`` holds the indices of the name in a tuple target.

    ``imported`` is the target of an import statement: ``module`` or ``module:name``.
    """

    line: int
    block: Block
    means: BindingKind
    value: ast.expr | None
    path: tuple[int, ...] = ()
    imported: str = ""


@dataclass(slots=True)
class Survey:
    """Results of the walk, each list in source order."""

    module: Block
    scopes: list[NameScope] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, tuple[ast.ClassDef, NameScope]] = field(default_factory=dict)  # at module level
    aliases: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, list[NameBinding]] = field(default_factory=dict)  # self.NAME = ..., keyed by NAME
    imports: list[tuple[ast.Import | ast.ImportFrom, Block]] = field(default_factory=list)
    calls: list[tuple[ast.Call, Block]] = field(default_factory=list)
    called: dict[str, list[tuple[ast.Call, Block]]] = field(default_factory=dict)  # by unqualified name
    joins: list[tuple[ast.BinOp, Block]] = field(default_factory=list)
    collections: list[tuple[ast.List | ast.Tuple | ast.Set | ast.Dict, Block]] = field(default_factory=list)
    assigns: list[tuple[str, ast.expr, Block, ast.stmt]] = field(default_factory=list)
    raises: list[tuple[ast.Raise, Block]] = field(default_factory=list)
    definitions: list[tuple[Function | ast.ClassDef, Block, str]] = field(default_factory=list)
    statements: list[tuple[ast.Expr, Block]] = field(default_factory=list)
    loops: list[tuple[ast.While, Block]] = field(default_factory=list)
    withs: list[tuple[ast.withitem, Block]] = field(default_factory=list)
    guards: list[ast.If | ast.Expr] = field(default_factory=list)
    docstrings: list[ast.Expr] = field(default_factory=list)  # and other bare strings
    compared: set[int] = field(default_factory=set)  # id of lists that are only compared with something
    star: bool = False
    names: dict[int, str] = field(default_factory=dict)  # results of ``qualified``, by id of the expression

    def dissolve(self) -> None:
        """Break the reference cycle between names and blocks, so that the tree is freed once it is no longer used."""
        for scope in self.scopes:
            scope.bindings.clear()


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a name or an attribute chain, otherwise ""."""
    text = ""
    while type(node) is ast.Attribute:
        text = f".{node.attr}{text}"
        node = node.value
    return node.id + text if type(node) is ast.Name else ""


def qualified(survey: Survey, node: ast.expr) -> str:
    """Return the dotted name of an expression with import aliases resolved: ``subprocess.run`` for ``sp.run``."""
    known = survey.names.get(id(node))
    if known is None:
        first, dot, rest = dotted(node).partition(".")
        known = survey.names[id(node)] = survey.aliases.get(first, first) + dot + rest
    return known


def argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """Return an argument by position or keyword."""
    for given in call.keywords:
        if given.arg == keyword:
            return given.value
    before = call.args[: position + 1]
    return (
        call.args[position] if len(before) > position and not any(isinstance(x, ast.Starred) for x in before) else None
    )
