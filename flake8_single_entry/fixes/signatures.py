"""Whether a function or class of one module takes the same arguments as its namesake in another."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def differ(one: str, other: str, name: str) -> bool:
    """Return True if two texts of modules both define ``name``, with other parameters. Unknown counts as equal."""
    first, second = _parameters(one, name), _parameters(other, name)
    return first is not None and second is not None and first != second


def _parameters(text: str, name: str) -> str | None:
    """Return what a function can be called with, or how a class is made. None if the module does not define it."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in reversed(tree.body):
        if isinstance(node, _Function) and node.name == name:
            return _called(node)
        if isinstance(node, ast.ClassDef) and node.name == name:
            return next((_called(method) for method in _methods(node) if method.name == "__init__"), "")
    return None


def _methods(node: ast.ClassDef) -> Iterator[_Function]:
    return (each for each in node.body if isinstance(each, _Function))


def _called(function: _Function) -> str:
    """Return the names of the parameters and which may be left out, without annotations and default values."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    optional = len(given.defaults)
    parts = [*(each.arg for each in positional[: len(positional) - optional])]
    parts += [f"{each.arg}=" for each in positional[len(positional) - optional :]]
    parts += [f"*{given.vararg.arg if given.vararg else ''}"] if given.vararg or given.kwonlyargs else []
    parts += [
        f"{each.arg}{'=' if default is not None else ''}"
        for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    ]
    parts += [f"**{given.kwarg.arg}"] if given.kwarg else []
    kind = "async " if isinstance(function, ast.AsyncFunctionDef) else ""
    return kind + ", ".join(parts)
