"""What one walk over a module's tree collects: scopes, bindings, imports, and the expressions of interest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class BindingKind(StrEnum):
    """How a name gets its value."""

    ASSIGN = "assign"
    LOOP = "loop"  # the value is what is iterated over
    PARAMETER = "parameter"  # the value is the default, if there is one
    OTHER = "other"


@dataclass(eq=False, slots=True)
class NameScope:
    """The module, a function or a class: a name space."""

    node: ast.Module | Function | ast.ClassDef
    parent: NameScope | None
    name: str  # qualified: Service.start
    bindings: dict[str, list[Binding]] = field(default_factory=dict)

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef)

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)


@dataclass(eq=False, slots=True)
class Block:
    """A list of statements that run together.

    ``tolerant``: the absence of what it imports is provided for. ``main``: it runs only as the main program.
    ``checked``: expressions whose existence was tested before it runs.
    """

    scope: NameScope
    parent: Block | None = None
    tolerant: bool = False
    main: bool = False
    checked: tuple[ast.expr, ...] = ()

    def above(self) -> Iterator[Block]:
        """This block and those around it, the innermost first."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.parent


class Binding(NamedTuple):
    """One place where a name gets a value; ``path`` leads into the elements of a tuple target.

    ``imported`` is what an import statement binds: ``module`` or ``module:name``.
    """

    line: int
    block: Block
    means: BindingKind
    value: ast.expr | None
    path: tuple[int, ...] = ()
    imported: str = ""


@dataclass(slots=True)
class Survey:
    """What one walk collects, each list in the order of the source."""

    module: Block
    scopes: list[NameScope] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, tuple[ast.ClassDef, NameScope]] = field(default_factory=dict)  # of the module's own level
    aliases: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)  # self.NAME = ..., by NAME
    imports: list[tuple[ast.Import | ast.ImportFrom, Block]] = field(default_factory=list)
    calls: list[tuple[ast.Call, Block]] = field(default_factory=list)
    called: dict[str, list[tuple[ast.Call, Block]]] = field(default_factory=dict)  # by the function's own name
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
    names: dict[int, str] = field(default_factory=dict)  # what ``qualified`` found, by id of the expression

    def dissolve(self) -> None:
        """Part names and blocks, which refer to each other: nothing then keeps the tree but who still uses it."""
        for scope in self.scopes:
            scope.bindings.clear()


def dotted(node: ast.expr) -> str:
    """``a.b.c`` for a name or an attribute chain, else ""."""
    text = ""
    while type(node) is ast.Attribute:
        text = f".{node.attr}{text}"
        node = node.value
    return node.id + text if type(node) is ast.Name else ""


def qualified(survey: Survey, node: ast.expr) -> str:
    """The dotted name of an expression with import aliases undone: ``sp.run`` is ``subprocess.run``."""
    known = survey.names.get(id(node))
    if known is None:
        first, dot, rest = dotted(node).partition(".")
        known = survey.names[id(node)] = survey.aliases.get(first, first) + dot + rest
    return known


def argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """An argument by its position or its keyword."""
    for given in call.keywords:
        if given.arg == keyword:
            return given.value
    before = call.args[: position + 1]
    return (
        call.args[position] if len(before) > position and not any(isinstance(x, ast.Starred) for x in before) else None
    )
