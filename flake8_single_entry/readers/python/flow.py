"""Which string literals may reach a word of a command, where no single one is decided."""

from __future__ import annotations

import ast

from flake8_single_entry.readers.python.module import Module
from flake8_single_entry.readers.python.survey import Block, Means, argument, dotted

_ALTERNATIVES = 60  # of one word; more are a table of data, not a choice of programs


def alternatives(module: Module, node: ast.expr, block: Block) -> list[tuple[ast.expr, Block]]:
    """The literals that may reach an expression: loops over literals, tables, parameters of functions here."""
    found: list[tuple[ast.expr, Block]] = []
    if isinstance(node, ast.Call) and dotted(node.func) in {"str", "os.fspath"} and node.args:
        return alternatives(module, node.args[0], block)
    if isinstance(node, ast.IfExp):
        found = [(node.body, block), (node.orelse, block)]
    elif isinstance(node, ast.Name):
        for binding in module.folder.bindings(node, block):
            if binding.means is Means.LOOP and binding.value is not None:
                found += _items(module, binding.value, binding.block, binding.path)
            elif binding.means is Means.PARAMETER:
                found += _given(module, node.id, binding.block)
            elif binding.value is not None and not binding.path:
                inner, where = binding.value, binding.block
                found += alternatives(module, inner, where) if isinstance(inner, ast.Subscript) else [(inner, where)]
    elif isinstance(node, ast.Subscript):
        found = _looked_up(module, node, block)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        table, where = module.folder.definition(node.func.value, block)
        if isinstance(table, ast.Dict):
            found = [(value, where) for value in table.values]
    written = (ast.Constant, ast.JoinedStr, ast.BinOp)
    return [pair for pair in found if isinstance(pair[0], written) and module.folder.text(*pair)][:_ALTERNATIVES]


def _items(module: Module, iterable: ast.expr, block: Block, path: tuple[int, ...]) -> list[tuple[ast.expr, Block]]:
    """What a loop variable takes from an iterable of literals."""
    if isinstance(iterable, ast.Call) and dotted(iterable.func) in {
        "enumerate",
        "sorted",
        "list",
        "reversed",
        "set",
    }:
        if not iterable.args:
            return []
        if dotted(iterable.func) == "enumerate":
            path = path[1:] if path[:1] == (1,) else (99,)
        iterable = iterable.args[0]
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Attribute):
        table, block = module.folder.definition(iterable.func.value, block)
        if isinstance(table, ast.Dict):
            keys = [key for key in table.keys if key is not None]
            pairs: dict[str, list[ast.expr]] = {"keys": keys, "values": table.values, "items": table.values}
            chosen = keys if iterable.func.attr == "items" and path[:1] == (0,) else pairs.get(iterable.func.attr, [])
            return [(_inside(item, path[1:] if iterable.func.attr == "items" else path), block) for item in chosen]
        return []
    node, block = module.folder.definition(iterable, block)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [(_inside(item, path), block) for item in node.elts]
    return [(key, block) for key in node.keys if key is not None] if isinstance(node, ast.Dict) and not path else []


def _inside(item: ast.expr, path: tuple[int, ...]) -> ast.expr:
    for index in path:
        if isinstance(item, ast.Tuple | ast.List) and index < len(item.elts):
            item = item.elts[index]
    return item


def _given(module: Module, name: str, block: Block) -> list[tuple[ast.expr, Block]]:
    """What the calls in this file give to a parameter."""
    function = block.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    skip = 1 if names[:1] in (["self"], ["cls"]) else 0
    position = names.index(name) - skip if name in names else 99
    found: list[tuple[ast.expr, Block]] = []
    for call, where in module.survey.called.get(function.name, [])[:_ALTERNATIVES]:
        given = argument(call, position, name)
        if isinstance(given, ast.Constant):
            found.append((given, where))
        elif isinstance(given, ast.Name) and where.scope is not block.scope:
            for binding in module.folder.bindings(given, where):
                if binding.means is Means.LOOP and binding.value is not None:
                    found += _items(module, binding.value, binding.block, binding.path)
                elif binding.means is Means.ASSIGN and binding.value is not None and not binding.path:
                    found.append((binding.value, binding.block))
    return found


def _looked_up(module: Module, node: ast.Subscript, block: Block) -> list[tuple[ast.expr, Block]]:
    """``SCRIPTS[name]``: any value of the table; ``demo["script"]``: that value of each dictionary looped over."""
    table, where = module.folder.definition(node.value, block)
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if isinstance(table, ast.Dict):
        return [(value, where) for value in table.values] if key is None else []
    if not isinstance(node.value, ast.Name):
        return []
    found: list[tuple[ast.expr, Block]] = []
    for binding in module.folder.bindings(node.value, block):
        if binding.means is Means.LOOP and binding.value is not None:
            for item, origin in _items(module, binding.value, binding.block, binding.path):
                if isinstance(item, ast.Dict):
                    found += [
                        (value, origin)
                        for name, value in zip(item.keys, item.values, strict=True)
                        if isinstance(name, ast.Constant) and name.value == key
                    ]
                elif isinstance(item, ast.Tuple | ast.List) and isinstance(key, int) and key < len(item.elts):
                    found.append((item.elts[key], origin))
    return found
