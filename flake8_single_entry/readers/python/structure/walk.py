"""The walk over a module's tree that fills a Survey."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from typing import Any

from flake8_single_entry.readers.python.structure import control_flow
from flake8_single_entry.readers.python.structure.bindings import bind, bind_name, bind_parameters
from flake8_single_entry.readers.python.structure.branches import main_test
from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, Function, NameScope, Survey, dotted
from flake8_single_entry.readers.python.structure.traversal import Traversal


class _Walker(Traversal):
    """The handlers of the node types: each records what its node says and pushes the nodes below it."""

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


_HANDLERS: dict[type, Callable[[_Walker, Any, Block], None]] = {
    ast.Import: _Walker.on_import,
    ast.ImportFrom: _Walker.on_importfrom,
    ast.FunctionDef: _Walker.on_function,
    ast.AsyncFunctionDef: _Walker.on_function,
    ast.ClassDef: _Walker.on_class,
    ast.If: control_flow.on_if,
    ast.Try: control_flow.on_try,
    ast.TryStar: control_flow.on_try,
    ast.For: control_flow.on_for,
    ast.AsyncFor: control_flow.on_for,
    ast.While: control_flow.on_while,
    ast.With: control_flow.on_with,
    ast.AsyncWith: control_flow.on_with,
    ast.Match: control_flow.on_match,
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


def survey_module(tree: ast.Module) -> Survey:
    """Walk a module and return its survey."""
    return _Walker(tree).run()
