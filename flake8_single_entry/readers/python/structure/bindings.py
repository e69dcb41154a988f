"""Bindings of names: assignments, loops, parameters, and bindings without a value expression."""

from __future__ import annotations

import ast

from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, Function, NameBinding, Survey

_DEEPEST = 3  # nested tuples


def bind(
    survey: Survey,
    target: ast.expr,
    value: ast.expr | None,
    block: Block,
    means: BindingKind,
    path: tuple[int, ...] = (),
) -> None:
    """Bind the names of a target. ``path`` holds the indices of the target in the value that is unpacked."""
    if isinstance(target, ast.Name):
        _add(target.id, NameBinding(target.lineno, block, means, value, path))
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        binding = NameBinding(target.lineno, block, means, value, path)
        survey.attributes.setdefault(target.attr, []).append(binding)
    elif isinstance(target, ast.Tuple | ast.List) and len(path) < _DEEPEST:
        for index, item in enumerate(target.elts):
            bind(survey, item, value, block, means, (*path, index))
    elif isinstance(target, ast.Starred) and isinstance(target.value, ast.Name):
        bind_name(target.value.id, target.lineno, block)


def bind_name(name: str, line: int, block: Block, imported: str = "") -> None:
    """Bind a name without a value expression: a function, an exception, or the import ``imported``."""
    _add(name, NameBinding(line, block, BindingKind.OTHER, None, imported=imported))


def bind_parameters(function: Function, inner: Block) -> None:
    """Bind the parameters of a function, with their defaults, in the function's block."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults)) + [*arguments.defaults]
    pairs = [
        *zip(positional, defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    for argument, default in pairs:
        _add(argument.arg, NameBinding(function.lineno, inner, BindingKind.PARAMETER, default))
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            bind_name(rest.arg, function.lineno, inner)


def _add(name: str, binding: NameBinding) -> None:
    binding.block.scope.bindings.setdefault(name, []).append(binding)
