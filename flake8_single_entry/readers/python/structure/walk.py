"""The walk over a module's tree that fills a Survey."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flake8_single_entry.readers.python.structure.bindings import bind, bind_name, bind_parameters
from flake8_single_entry.readers.python.structure.branches import (
    existence,
    expects_failure,
    is_negation,
    is_tolerant,
    leaves,
    main_test,
    mentions_package,
    passes_over,
)
from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, Function, NameScope, Survey, dotted


class _Walker:
    """Iterative tree walk. Deeply nested files cannot exhaust the stack."""

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

    def run(self) -> Survey:
        stack = self.stack
        handlers = _HANDLERS
        while stack:
            node, block = stack.pop()
            handler = handlers.get(type(node))
            if handler is None:
                self.children(node, block)
            else:
                handler(self, node, block)
        return self.survey

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

    # Statements

    def on_import(self, node: ast.Import, block: Block) -> None:
        self.survey.imports.append((node, block))
        for alias in node.names:
            local = alias.asname or alias.name.partition(".")[0]
            module = self.survey.aliases[local] = alias.name if alias.asname else local
            bind_name(local, node.lineno, block, imported=module)

    def on_importfrom(self, node: ast.ImportFrom, block: Block) -> None:
        self.survey.imports.append((node, block))
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.survey.star = True
                continue
            local = alias.asname or alias.name
            self.survey.aliases[local] = f"{module}.{alias.name}"
            bind_name(local, node.lineno, block, imported=f"{module}:{alias.name}")

    def on_function(self, node: Function, block: Block) -> None:
        arguments = node.args
        self.push([*node.decorator_list, *arguments.defaults, *arguments.kw_defaults], block)
        name = self.define(node, block)
        if not block.scope.is_function:
            self.survey.functions.setdefault(name, node)
        inner = Block(self.scope(node, block, name), block, tolerant=block.tolerant)
        bind_parameters(node, inner)
        self.push(node.body, inner)

    def on_class(self, node: ast.ClassDef, block: Block) -> None:
        name = self.define(node, block)
        inner = Block(self.scope(node, block, name), block, tolerant=block.tolerant)
        if block is self.survey.module:
            self.survey.classes[name] = node, inner.scope
        self.push(node.body, inner)
        self.push([*node.decorator_list, *node.bases, *node.keywords], block)

    def scope(self, node: Function | ast.ClassDef, block: Block, name: str) -> NameScope:
        found = NameScope(node, block.scope, name)
        self.survey.scopes.append(found)
        return found

    def define(self, node: Function | ast.ClassDef, block: Block) -> str:
        name = f"{block.scope.name}.{node.name}" if block.scope.name else node.name
        self.survey.definitions.append((node, block, name))
        bind_name(node.name, node.lineno, block)
        return name

    def on_if(self, node: ast.If, block: Block) -> None:
        main = main_test(node.test)
        then = Block(block.scope, block, block.tolerant, block.main, existence(node.test))
        absent = existence(node.test.operand) if is_negation(node.test) else ()
        other = Block(block.scope, block, block.tolerant, block.main, absent)
        if absent and passes_over(node.body):
            block.checked += absent
        if main is not None and not block.scope.is_function:
            then.main = main or block.main
            other.main = not main or block.main
            if main or node.orelse or leaves(node.body):
                self.survey.guards.append(node)
        if mentions_package(node.test):
            then.tolerant = other.tolerant = True
        self.push(node.orelse, other)
        self.push(node.body, then)
        self.push([node.test], block)

    def on_try(self, node: ast.Try | ast.TryStar, block: Block) -> None:
        tolerant = block.tolerant or is_tolerant(node)
        self.push(node.finalbody, block)
        self.push(node.orelse, block)
        for handler in reversed(node.handlers):
            if handler.name:
                bind_name(handler.name, handler.lineno, block)
            self.push(handler.body, Block(block.scope, block, tolerant, block.main))
        self.push(node.body, Block(block.scope, block, tolerant, block.main))

    def on_for(self, node: ast.For | ast.AsyncFor, block: Block) -> None:
        inner = Block(block.scope, block, block.tolerant, block.main)
        bind(self.survey, node.target, node.iter, inner, BindingKind.LOOP)
        self.push(node.orelse, block)
        self.push(node.body, inner)
        self.push([node.iter], block)

    def on_while(self, node: ast.While, block: Block) -> None:
        self.survey.loops.append((node, block))
        self.push(node.orelse, block)
        self.push(node.body, Block(block.scope, block, block.tolerant, block.main))
        self.push([node.test], block)

    def on_with(self, node: ast.With | ast.AsyncWith, block: Block) -> None:
        inner = block
        for item in node.items:
            self.survey.withs.append((item, block))
            if item.optional_vars is not None:
                bind(self.survey, item.optional_vars, item.context_expr, block, BindingKind.ASSIGN)
            if expects_failure(item.context_expr):
                inner = Block(block.scope, block, True, block.main)
        self.push(node.body, inner)
        self.push([item.context_expr for item in node.items], block)

    def on_match(self, node: ast.Match, block: Block) -> None:
        for case in reversed(node.cases):
            self.push(case.body, Block(block.scope, block, block.tolerant, block.main))
        self.push([node.subject], block)

    def on_assign(self, node: ast.Assign, block: Block) -> None:
        for target in node.targets:
            self.assign(target, node.value, block, node)
        self.push([*node.targets, node.value], block)

    def on_annassign(self, node: ast.AnnAssign, block: Block) -> None:
        if node.value is not None:
            self.assign(node.target, node.value, block, node)
            self.push([node.value], block)
        elif isinstance(node.target, ast.Name):
            bind_name(node.target.id, node.lineno, block)

    def on_type_alias(self, node: Any, block: Block) -> None:
        """Bind the name of ``type Name = ...`` (Python 3.12)."""
        bind_name(node.name.id, node.lineno, block)

    def assign(self, target: ast.expr, value: ast.expr, block: Block, node: ast.stmt) -> None:
        bind(self.survey, target, value, block, BindingKind.ASSIGN)
        name = dotted(target)
        if not name and isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            name = f"{dotted(target.value)}[{target.slice.value!s}]"
        if name:
            self.survey.assigns.append((name, value, block, node))

    def on_augassign(self, node: ast.AugAssign, block: Block) -> None:
        if isinstance(node.target, ast.Name):
            bind_name(node.target.id, node.lineno, block)
        self.survey.assigns.append((dotted(node.target) + "+=", node.value, block, node))
        self.push([node.value], block)

    def on_namedexpr(self, node: ast.NamedExpr, block: Block) -> None:
        bind(self.survey, node.target, node.value, block, BindingKind.ASSIGN)
        self.push([node.value], block)

    def on_comprehension(self, node: ast.comprehension, block: Block) -> None:
        bind(self.survey, node.target, node.iter, block, BindingKind.LOOP)
        self.push([node.iter, *node.ifs], block)

    def on_expr(self, node: ast.Expr, block: Block) -> None:
        if isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str):
                self.survey.docstrings.append(node)
            return
        if not block.scope.is_function and isinstance(node.value, ast.BoolOp) and main_test(node.value):
            self.survey.guards.append(node)
            block = Block(block.scope, block, block.tolerant, main=True)
            for value in node.value.values:
                if isinstance(value, ast.Call):
                    self.survey.statements.append((ast.copy_location(ast.Expr(value), value), block))
        else:
            self.survey.statements.append((node, block))
        self.push([node.value], block)

    def on_raise(self, node: ast.Raise, block: Block) -> None:
        self.survey.raises.append((node, block))
        self.push([node.exc], block)

    # Expressions

    def on_call(self, node: ast.Call, block: Block) -> None:
        self.survey.calls.append((node, block))
        function = node.func
        if isinstance(function, ast.Name | ast.Attribute):
            name = function.id if isinstance(function, ast.Name) else function.attr
            self.survey.called.setdefault(name, []).append((node, block))
        inner: list[ast.expr] = [node.func, *node.args]
        if node.keywords:
            inner += [keyword.value for keyword in node.keywords]
        self.push(inner, block)

    def on_binop(self, node: ast.BinOp, block: Block) -> None:
        if isinstance(node.op, ast.Div):
            self.survey.joins.append((node, block))
        operands: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):  # operators nest to the left without limit
            operands.append(left.right)
            left = left.left
        self.push([left, *reversed(operands)], block)

    def on_compare(self, node: ast.Compare, block: Block) -> None:
        self.survey.compared.update(id(side) for side in (node.left, *node.comparators))
        self.push([node.left, *node.comparators], block)

    def on_collection(self, node: ast.List | ast.Tuple | ast.Set | ast.Dict, block: Block) -> None:
        self.survey.collections.append((node, block))
        self.push([*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts, block)

    def on_global(self, node: ast.Global, _block: Block) -> None:
        for name in node.names:
            bind_name(name, node.lineno, Block(self.survey.module.scope, None))


_LEAVES: frozenset[type] = frozenset(
    {ast.Name, ast.Constant, ast.alias, ast.arg, ast.Pass, ast.Break, ast.Continue, ast.Nonlocal, type(None), str, int}
)
_SILENT = frozenset({"ctx", "op", "ops", "annotation", "returns", "type_comment", "type_params", "conversion"})
_HANDLERS: dict[type, Callable[[_Walker, Any, Block], None]] = {
    ast.Import: _Walker.on_import,
    ast.ImportFrom: _Walker.on_importfrom,
    ast.FunctionDef: _Walker.on_function,
    ast.AsyncFunctionDef: _Walker.on_function,
    ast.ClassDef: _Walker.on_class,
    ast.If: _Walker.on_if,
    ast.Try: _Walker.on_try,
    ast.TryStar: _Walker.on_try,
    ast.For: _Walker.on_for,
    ast.AsyncFor: _Walker.on_for,
    ast.While: _Walker.on_while,
    ast.With: _Walker.on_with,
    ast.AsyncWith: _Walker.on_with,
    ast.Match: _Walker.on_match,
    ast.Assign: _Walker.on_assign,
    ast.AnnAssign: _Walker.on_annassign,
    ast.AugAssign: _Walker.on_augassign,
    ast.NamedExpr: _Walker.on_namedexpr,
    ast.comprehension: _Walker.on_comprehension,
    ast.Expr: _Walker.on_expr,
    ast.Raise: _Walker.on_raise,
    ast.Call: _Walker.on_call,
    ast.BinOp: _Walker.on_binop,
    ast.Compare: _Walker.on_compare,
    ast.List: _Walker.on_collection,
    ast.Tuple: _Walker.on_collection,
    ast.Set: _Walker.on_collection,
    ast.Dict: _Walker.on_collection,
    ast.Global: _Walker.on_global,
}
if sys.version_info >= (3, 12):
    _HANDLERS[ast.TypeAlias] = _Walker.on_type_alias


@cache
def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return the fields of a node type that hold relevant nodes, last first."""
    return tuple(name for name in reversed(kind._fields) if name not in _SILENT)


def survey_module(tree: ast.Module) -> Survey:
    """Walk a module and return its survey."""
    return _Walker(tree).run()
