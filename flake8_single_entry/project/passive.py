"""Configured entry points that start nothing and that nothing starts: a library module, a settings module, a test."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from posixpath import basename, dirname

from flake8_single_entry.conventions.entry_names import FACES
from flake8_single_entry.conventions.tests import TEST_RUNNERS, is_test_name
from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.model import EntryTraits, Role, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.project import Project
from flake8_single_entry.readers.python.structure.parsing import parse
from flake8_single_entry.syntax.source import Undecodable, decode

_LOADING = frozenset({Via.RUN, Via.CALL, Via.CONFIG})
_TESTS = TEST_RUNNERS | {"unittest.main"}
_STARTERS = frozenset({Role.WRAPPER, Role.LAUNCHER})
_PREPARING = frozenset({"getLogger", "compile", "Path", "TypeVar", "ParamSpec", "NewType", "namedtuple", "frozenset"})
"""Functions whose result is a value for the module, not a program."""


def passive_reason(project: Project, path: str, traits: EntryTraits) -> str | None:
    """Return why a module cannot be the entry point, as the end of "which ...", or None if it may be one.

    What is not clear counts as an entry point: statements that call something, names that cannot be seen, names that
    programs usually define, and modules that something starts or loads.
    """
    is_test = is_test_name(basename(path))
    launches = [launch for launch in traits.launches if launch.call not in _TESTS]
    if traits.applications or traits.handlers or traits.routes or traits.commands or launches or traits.open_names:
        return None
    if is_test and (traits.guard is None or traits.launches):
        return "is a test"
    if traits.guard is not None or not FACES.isdisjoint(traits.names) or _is_started(project, path):
        return None
    return "starts nothing" if not traits.broken and _only_defines(project, path) else None


def _is_started(project: Project, path: str) -> bool:
    """Return True for a module that a reference starts or loads, that a wrapper imports, or beside ``__main__.py``."""
    if project.tree.is_file(under(dirname(path), "__main__.py")):
        return True
    references = project.graph.incoming.get(path, ())
    return any(one.via in _LOADING or project.role(one.location.path) in _STARTERS for one in references)


def _only_defines(project: Project, path: str) -> bool:
    """Return True if the statements of a module only import, define and assign."""
    try:
        tree = parse(decode(project.tree.read(path)))
    except (Unreadable, Undecodable):
        return False
    return isinstance(tree, ast.Module) and _are_definitions(tree.body)


def _are_definitions(body: Iterable[ast.stmt]) -> bool:
    return all(map(_is_definition, body))


def _is_definition(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Pass():
            return True
        case ast.Expr():
            return isinstance(node.value, ast.Constant)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            return node.value is None or all(map(_prepares, _calls(node.value)))
        case ast.If():
            return _are_definitions((*node.body, *node.orelse))
        case ast.Try():
            handled = (statement for handler in node.handlers for statement in handler.body)
            return _are_definitions((*node.body, *handled, *node.orelse, *node.finalbody))
    return False


def _calls(node: ast.expr) -> Iterable[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def _prepares(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in _PREPARING
