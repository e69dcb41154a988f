"""The one walk over a module's tree; conditions, handlers and scopes are understood on the way."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeGuard

from flake8_single_entry.readers.python.survey import Binding, Block, Function, Means, Scope, Survey, dotted

_TOLERANT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_LEAVING = frozenset({"sys.exit", "exit", "quit", "os._exit"})


def _main_test(test: ast.expr) -> bool | None:
    """True for a test that the module is the main program, False for one that it is not, None for another test."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _main_test(test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        wanted = isinstance(test.op, ast.And)
        found = [result for value in test.values if (result := _main_test(value)) is not None]
        if wanted:
            return True if True in found else None
        return found[0] if found else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    sides = (test.left, test.comparators[0])
    if not any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
        return None
    if isinstance(test.ops[0], ast.In | ast.NotIn) and isinstance(sides[1], ast.Tuple | ast.List | ast.Set):
        named = any(isinstance(item, ast.Constant) and item.value == "__main__" for item in sides[1].elts)
    else:
        named = any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    if not named:
        return None
    if isinstance(test.ops[0], ast.Eq | ast.Is | ast.In):
        return True
    return False if isinstance(test.ops[0], ast.NotEq | ast.IsNot | ast.NotIn) else None


def _leaves(body: list[ast.stmt]) -> bool:
    """Does a block end the function or the program?"""
    last = body[-1] if body else None
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return dotted(last.value.func) in _LEAVING
    return isinstance(last, ast.Raise | ast.Return)


def _is_tolerant(node: ast.Try | ast.TryStar) -> bool:
    """Is a failing import inside the ``try`` provided for, rather than raised again or ended with?"""
    for handler in node.handlers:
        caught = handler.type
        names = caught.elts if isinstance(caught, ast.Tuple) else [caught] if caught else []
        if caught is None or any(dotted(name).rpartition(".")[2] in _TOLERANT for name in names):
            return not (_leaves(handler.body) and not isinstance(handler.body[-1], ast.Return))
    return False


def _existence(test: ast.expr) -> tuple[ast.expr, ...]:
    """The paths that a condition requires to exist."""
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    found: list[ast.expr] = []
    for part in parts:
        function = part.func if isinstance(part, ast.Call) else None
        if isinstance(function, ast.Attribute) and function.attr in {"exists", "is_file", "isfile"}:
            arguments = part.args if isinstance(part, ast.Call) else []
            found.append(arguments[0] if arguments else function.value)
    return tuple(found)


def _is_negation(test: ast.expr) -> TypeGuard[ast.UnaryOp]:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _passes_over(body: list[ast.stmt]) -> bool:
    """Does a branch leave without calling it a failure, so that what follows it runs only where it was not taken?"""
    last = body[-1]
    if isinstance(last, ast.Return):
        return last.value is None or (isinstance(last.value, ast.Constant) and last.value.value is None)
    return isinstance(last, ast.Continue)


def _mentions_package(test: ast.expr) -> bool:
    """Does a condition ask how the module was loaded? Then either branch imports what the other need not find."""
    while isinstance(test, ast.UnaryOp | ast.Compare):
        test = test.operand if isinstance(test, ast.UnaryOp) else test.left
    return isinstance(test, ast.Name) and test.id == "__package__"


class _Walker:
    """Walks without recursion, so that no nesting in the file can exhaust the stack."""

    def __init__(self, tree: ast.Module) -> None:
        scope = Scope(tree, None, "")
        self.survey = Survey(Block(scope))
        self.stack: list[tuple[ast.AST, Block]] = []
        self.push(tree.body, self.survey.module)

    def push(self, nodes: Iterable[ast.AST | None], block: Block) -> None:
        """Lay nodes on the stack so that they come off in order; leaves say nothing by themselves."""
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
            self.bind_name(local, node.lineno, block, Means.OTHER, None, imported=module)

    def on_importfrom(self, node: ast.ImportFrom, block: Block) -> None:
        self.survey.imports.append((node, block))
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.survey.star = True
                continue
            local = alias.asname or alias.name
            self.survey.aliases[local] = f"{module}.{alias.name}"
            self.bind_name(local, node.lineno, block, Means.OTHER, None, imported=f"{module}:{alias.name}")

    def on_function(self, node: Function, block: Block) -> None:
        arguments = node.args
        self.push([*node.decorator_list, *arguments.defaults, *arguments.kw_defaults], block)
        name = self.define(node, block)
        if not block.scope.is_function:
            self.survey.functions.setdefault(name, node)
        inner = Block(Scope(node, block.scope, name), block, tolerant=block.tolerant)
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults)) + [*arguments.defaults]
        pairs = [
            *zip(positional, defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        for argument, default in pairs:
            self.bind_name(argument.arg, node.lineno, inner, Means.PARAMETER, default)
        for rest in (arguments.vararg, arguments.kwarg):
            if rest is not None:
                self.bind_name(rest.arg, node.lineno, inner, Means.OTHER, None)
        self.push(node.body, inner)

    def on_class(self, node: ast.ClassDef, block: Block) -> None:
        name = self.define(node, block)
        inner = Block(Scope(node, block.scope, name), block, tolerant=block.tolerant)
        self.push(node.body, inner)
        self.push([*node.decorator_list, *node.bases, *node.keywords], block)

    def define(self, node: Function | ast.ClassDef, block: Block) -> str:
        name = f"{block.scope.name}.{node.name}" if block.scope.name else node.name
        self.survey.definitions.append((node, block, name))
        self.bind_name(node.name, node.lineno, block, Means.OTHER, None)
        return name

    def on_if(self, node: ast.If, block: Block) -> None:
        main = _main_test(node.test)
        then = Block(block.scope, block, block.tolerant, block.main, _existence(node.test))
        absent = _existence(node.test.operand) if _is_negation(node.test) else ()
        other = Block(block.scope, block, block.tolerant, block.main, absent)
        if absent and _passes_over(node.body):
            block.checked += absent
        if main is not None and not block.scope.is_function:
            then.main = main or block.main
            other.main = not main or block.main
            if main or node.orelse or _leaves(node.body):
                self.survey.guards.append(node)
        if _mentions_package(node.test):
            then.tolerant = other.tolerant = True
        self.push(node.orelse, other)
        self.push(node.body, then)
        self.push([node.test], block)

    def on_try(self, node: ast.Try | ast.TryStar, block: Block) -> None:
        tolerant = block.tolerant or _is_tolerant(node)
        self.push(node.finalbody, block)
        self.push(node.orelse, block)
        for handler in reversed(node.handlers):
            if handler.name:
                self.bind_name(handler.name, handler.lineno, block, Means.OTHER, None)
            self.push(handler.body, Block(block.scope, block, tolerant, block.main))
        self.push(node.body, Block(block.scope, block, tolerant, block.main))

    def on_for(self, node: ast.For | ast.AsyncFor, block: Block) -> None:
        inner = Block(block.scope, block, block.tolerant, block.main)
        self.bind(node.target, node.iter, inner, Means.LOOP)
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
                self.bind(item.optional_vars, item.context_expr, block, Means.ASSIGN)
            call = item.context_expr
            if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] == "suppress":
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
            self.bind_name(node.target.id, node.lineno, block, Means.OTHER, None)

    def assign(self, target: ast.expr, value: ast.expr, block: Block, node: ast.stmt) -> None:
        self.bind(target, value, block, Means.ASSIGN)
        name = dotted(target)
        if not name and isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            name = f"{dotted(target.value)}[{target.slice.value!s}]"
        if name:
            self.survey.assigns.append((name, value, block, node))

    def on_augassign(self, node: ast.AugAssign, block: Block) -> None:
        if isinstance(node.target, ast.Name):
            self.bind_name(node.target.id, node.lineno, block, Means.OTHER, None)
        self.survey.assigns.append((dotted(node.target) + "+=", node.value, block, node))
        self.push([node.value], block)

    def on_namedexpr(self, node: ast.NamedExpr, block: Block) -> None:
        self.bind(node.target, node.value, block, Means.ASSIGN)
        self.push([node.value], block)

    def on_comprehension(self, node: ast.comprehension, block: Block) -> None:
        self.bind(node.target, node.iter, block, Means.LOOP)
        self.push([node.iter, *node.ifs], block)

    def on_expr(self, node: ast.Expr, block: Block) -> None:
        if isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str):
                self.survey.docstrings.append(node)
            return
        if not block.scope.is_function and isinstance(node.value, ast.BoolOp) and _main_test(node.value):
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
        while isinstance(left, ast.BinOp):  # a chain of operators nests to the left without end
            operands.append(left.right)
            left = left.left
        self.push([left, *reversed(operands)], block)

    def on_compare(self, node: ast.Compare, block: Block) -> None:
        self.survey.compared.update(id(side) for side in (node.left, *node.comparators))
        self.push([node.left, *node.comparators], block)

    def on_collection(self, node: ast.List | ast.Tuple | ast.Set | ast.Dict, block: Block) -> None:
        self.survey.collections.append((node, block))
        self.push([*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts, block)

    # Names

    def bind(
        self, target: ast.expr, value: ast.expr | None, block: Block, means: Means, path: tuple[int, ...] = ()
    ) -> None:
        if isinstance(target, ast.Name):
            self.bind_name(target.id, target.lineno, block, means, value, path)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            binding = Binding(target.lineno, block, means, value, path)
            self.survey.attributes.setdefault(target.attr, []).append(binding)
        elif isinstance(target, ast.Tuple | ast.List) and len(path) < 3:
            for index, item in enumerate(target.elts):
                self.bind(item, value, block, means, (*path, index))
        elif isinstance(target, ast.Starred) and isinstance(target.value, ast.Name):
            self.bind_name(target.value.id, target.lineno, block, Means.OTHER, None)

    def bind_name(
        self,
        name: str,
        line: int,
        block: Block,
        means: Means,
        value: ast.expr | None,
        path: tuple[int, ...] = (),
        imported: str = "",
    ) -> None:
        block.scope.bindings.setdefault(name, []).append(Binding(line, block, means, value, path, imported))

    def on_global(self, node: ast.Global, _block: Block) -> None:
        for name in node.names:
            self.bind_name(name, node.lineno, Block(self.survey.module.scope, None), Means.OTHER, None)


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


@cache
def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that hold something of interest, the last one first."""
    return tuple(name for name in reversed(kind._fields) if name not in _SILENT)


def survey_module(tree: ast.Module) -> Survey:
    """Walk a module once."""
    return _Walker(tree).run()
