"""Calls that make a string or a path: ``os.path``, ``pathlib``, ``os.environ`` and methods; and joined operands."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from flake8_single_entry.readers.python.structure.survey import Survey, dotted, qualified
from flake8_single_entry.readers.python.values import texts
from flake8_single_entry.readers.python.values.value import HERE, Value, join_paths, parent_of
from flake8_single_entry.syntax.source import Snippet

if TYPE_CHECKING:
    from flake8_single_entry.readers.python.structure.survey import Block

_JOINS = frozenset(
    {"os.path.join", "path.join", "posixpath.join", "pathlib.Path", "Path", "pathlib.PurePath", "pathlib.PosixPath"}
)
_SAME = frozenset(
    {"str", "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath", "os.fsdecode", "repr"}
    | {"shlex.quote", "shutil.which", "os.path.expandvars", "os.path.relpath"}
)
_SAME_METHODS = frozenset({"resolve", "absolute", "as_posix", "strip", "rstrip", "lstrip", "expanduser", "__str__"})


class CallEvaluator(texts.PartEvaluator, Protocol):
    """Evaluator of the arguments of calls."""

    survey: Survey

    def empty(self, node: ast.expr) -> Snippet: ...

    def leave_open(self, node: ast.expr, block: Block) -> None: ...


def call(evaluator: CallEvaluator, node: ast.expr, block: Block) -> Value | None:
    """Return the value of a call, or None for another expression."""
    if not isinstance(node, ast.Call):
        return None
    name = qualified(evaluator.survey, node.func)
    if name in _JOINS:
        return join(evaluator, node.args, block) if node.args else Value(evaluator.empty(node), is_path=True)
    if name in _SAME and node.args:
        return evaluator.evaluate(node.args[0], block)
    if name == "os.path.dirname" and node.args:
        inner = evaluator.evaluate(node.args[0], block)
        return parent_of(inner) if inner else None
    if name in {"os.getcwd", "pathlib.Path.cwd", "Path.cwd"}:
        return Value(evaluator.empty(node), hint=HERE, is_path=True)
    if name in {"os.environ.get", "os.getenv"} and len(node.args) == 2:
        return evaluator.evaluate(node.args[1], block)
    return _method(evaluator, node, block) if isinstance(node.func, ast.Attribute) else None


def _method(evaluator: CallEvaluator, node: ast.Call, block: Block) -> Value | None:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return None
    name = function.attr
    if name == "get":
        evaluator.leave_open(node, block)
    if name in _SAME_METHODS:
        return evaluator.evaluate(function.value, block)
    if name == "joinpath":
        return join(evaluator, [function.value, *node.args], block)
    if name == "with_name" and node.args:
        inner = evaluator.evaluate(function.value, block)
        tail = evaluator.evaluate(node.args[0], block)
        return join_paths(parent_of(inner), tail) if inner and inner.is_path and tail else None
    if name == "format":
        return texts.formatted(evaluator, node, block)
    if name == "join" and len(node.args) == 1 and isinstance(node.args[0], ast.List | ast.Tuple):
        return texts.joined(evaluator, function.value, node.args[0].elts, block)
    return None


def join(evaluator: CallEvaluator, operands: Sequence[ast.expr], block: Block) -> Value | None:
    """Return the path that operands joined by ``/`` make. An unknown operand leaves the known tail, uncertain."""
    if len(operands) > 50:
        return None
    result: Value | None = None
    for index, operand in enumerate(operands):
        is_name, is_last = isinstance(operand, ast.Name | ast.Attribute), index == len(operands) - 1
        if is_name and is_last and result is not None and result.known:  # the file, where its name is written
            value = evaluator.evaluate(operand, block)
            result = result._replace(directory=result.path, snippet=evaluator.empty(operand))
        else:
            value = None if isinstance(operand, ast.Starred) else evaluator.part(operand, block)
            if value is not None and value.known and is_name:
                value = value._replace(directory=value.path, snippet=evaluator.empty(operand))
        if value is None or not value.known:
            hint = dotted(operand) if index == 0 else (result.hint if result else "")
            result = Value(evaluator.empty(operand), certain=False, hint=hint or "?", is_path=True)
        elif result is None:
            result = value._replace(is_path=True)
        else:
            result = join_paths(result, value)
    return result
