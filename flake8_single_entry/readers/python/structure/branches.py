"""Conditions and branch endings: the main guard, existence checks, tolerance of a failing import."""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from flake8_single_entry.readers.python.structure.survey import dotted

_EXPECTING = frozenset({"raises", "assertRaises", "assertRaisesRegex"})
_TOLERANT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_INSTALL = re.compile(r"\binstall(?!ed)|(?<!not )\binstalled\b", re.IGNORECASE)
_LEAVING = frozenset({"sys.exit", "exit", "quit", "os._exit"})


def main_test(test: ast.expr) -> bool | None:
    """Return True if a test requires the module to be the main program, False if it excludes that, None otherwise."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = main_test(test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        wanted = isinstance(test.op, ast.And)
        found = [result for value in test.values if (result := main_test(value)) is not None]
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


def leaves(body: list[ast.stmt]) -> bool:
    """Return True if a block ends the function or the program."""
    last = body[-1] if body else None
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return dotted(last.value.func) in _LEAVING
    return isinstance(last, ast.Raise | ast.Return)


def is_tolerant(node: ast.Try | ast.TryStar) -> bool:
    """Return True if a ``try`` handles a failing import without raising again or exiting."""
    for handler in node.handlers:
        caught = handler.type
        names = caught.elts if isinstance(caught, ast.Tuple) else [caught] if caught else []
        if caught is None or any(dotted(name).rpartition(".")[2] in _TOLERANT for name in names):
            return not (leaves(handler.body) and not isinstance(handler.body[-1], ast.Return))
    return False


def brings(handler: ast.ExceptHandler, name: str) -> bool:
    """Return True if a handler makes up for a failing import: it binds the name. Without a name, it may bind any."""
    for node in ast.walk(handler):
        if isinstance(node, ast.Import | ast.ImportFrom) and (not name or name in _bound(node)):
            return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and name in ("", node.id):
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and name in ("", node.name):
            return True
    return False


def _bound(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the names that an import binds, and ``*`` for all of a module."""
    return {alias.asname or alias.name.partition(".")[0] for alias in node.names}


def tells_to_install(handler: ast.ExceptHandler, module: str) -> bool:
    """Return True if a handler says that a module has to be installed: ``raise Error("pip install redis")``.

    ``redis is not installed`` only reports that the import failed, whatever the module is.
    """
    top = re.compile(rf"\b{re.escape(module.partition('.')[0])}\b", re.IGNORECASE)
    texts = (node.value for node in ast.walk(handler) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return any(_INSTALL.search(text) and top.search(text.replace("-", "_")) for text in texts)


def expects_failure(manager: ast.expr) -> bool:
    """Return True if a context manager handles a failing import: ``suppress(…)``, ``pytest.raises(ImportError)``."""
    if not isinstance(manager, ast.Call):
        return False
    name = dotted(manager.func).rpartition(".")[2]
    caught = dotted(manager.args[0]).rpartition(".")[2] if manager.args else ""
    return name == "suppress" or (name in _EXPECTING and caught in _TOLERANT)


def existence(test: ast.expr) -> tuple[ast.expr, ...]:
    """Return the paths that a condition requires to exist."""
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    found: list[ast.expr] = []
    for part in parts:
        function = part.func if isinstance(part, ast.Call) else None
        if isinstance(function, ast.Attribute) and function.attr in {"exists", "is_file", "isfile"}:
            arguments = part.args if isinstance(part, ast.Call) else []
            found.append(arguments[0] if arguments else function.value)
    return tuple(found)


def is_negation(test: ast.expr) -> TypeGuard[ast.UnaryOp]:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def passes_over(body: list[ast.stmt]) -> bool:
    """Return True if a branch ends without a failure, so that the code after it runs only if it is not taken."""
    last = body[-1]
    if isinstance(last, ast.Return):
        return last.value is None or (isinstance(last.value, ast.Constant) and last.value.value is None)
    return isinstance(last, ast.Continue)


def mentions_package(test: ast.expr) -> bool:
    """Return True if a condition tests how the module was loaded.

    Each branch may then import what the other cannot find.
    """
    while isinstance(test, ast.UnaryOp | ast.Compare):
        test = test.operand if isinstance(test, ast.UnaryOp) else test.left
    return isinstance(test, ast.Name) and test.id == "__package__"
