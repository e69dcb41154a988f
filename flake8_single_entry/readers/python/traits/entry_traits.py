"""Traits that suggest an entry point: guard, launches, handlers, names, routes, commands, size."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_single_entry.model import EntryTraits, Location
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import Survey, dotted, qualified
from flake8_single_entry.readers.python.traits.applications import find_applications
from flake8_single_entry.readers.python.traits.launches import find_launches
from flake8_single_entry.readers.python.traits.routes import find_commands, find_routes
from flake8_single_entry.readers.python.traits.sketch import sketch
from flake8_single_entry.readers.python.values.evaluate import Evaluator

_ENTRY_FILE = re.compile(
    r"(?:^|[/_.\- ])(?:main\w*|apps?|application|server|run\w*|bot|cli|start\w*|api|service|wsgi|asgi|manage|index"
    r"|launch\w*|worker|handler|lambda_function|function_app|entry\w*|dashboard|gui|daemon|backend|__main__)"
    r"(?=[_.\- ()\d]|$)[^/]*$",
    re.IGNORECASE,
)


def read_traits(layout: Layout, survey: Survey, folder: Evaluator, broken: Location | None) -> EntryTraits:
    """Return the traits of one module. The sketch is computed only if the module may be compared with others."""
    applications = find_applications(layout, survey)
    launches = tuple(find_launches(layout, survey, applications))
    guard = _guard(layout, survey)
    handlers = tuple(_handlers(survey))
    names = tuple(sorted(survey.module.scope.bindings))
    code, size = _code(layout, survey)
    is_entry = guard or launches or applications or handlers or _ENTRY_FILE.search(_stem(layout.source.path))
    return EntryTraits(
        guard=guard,
        launches=launches,
        applications=applications,
        handlers=handlers,
        names=names,
        definitions=tuple(_definitions(survey)),
        routes=tuple(sorted(set(find_routes(survey, folder)))),
        commands=tuple(sorted(set(find_commands(survey, folder)))),
        open_names=_has_open_names(survey),
        size=size,
        sketch=sketch(code) if is_entry else (),
        broken=broken,
        title=_title(survey),
    )


def _stem(path: str) -> str:
    """Return the path without its last extension.

    ``__main__`` and ``app/__init__`` return the path of their directory.
    """
    return path.rpartition(".")[0].removesuffix("/__init__")


def _guard(layout: Layout, survey: Survey) -> Location | None:
    if not survey.guards:
        return None
    node = survey.guards[0]
    end = layout.end(node.test) if isinstance(node, ast.If) else layout.end(node)
    return layout.source.location(layout.start(node), end)


def _handlers(survey: Survey) -> Iterator[str]:
    for node, block, name in survey.definitions:
        if "." in name or isinstance(node, ast.ClassDef) or block.scope.is_function:
            continue
        given = [item.arg for item in (*node.args.posonlyargs, *node.args.args)]
        marks = {qualified(survey, d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list}
        is_lambda = (
            given[:2] == ["event", "context"] or given[:2] == ["event", "_context"] or given[:2] == ["event", "_"]
        )
        if (
            name == "lambda_handler"
            or is_lambda
            or marks & {"functions_framework.http", "functions_framework.cloud_event"}
        ):
            yield name


def _definitions(survey: Survey) -> Iterator[str]:
    for _, block, name in survey.definitions:
        if not any(outer.scope.is_function for outer in block.above()):
            yield name


def _has_open_names(survey: Survey) -> bool:
    if survey.star or "__getattr__" in survey.module.scope.bindings:
        return True
    called = survey.called
    for call, _ in (*called.get("globals", ()), *called.get("exec", ()), *called.get("setattr", ())):
        if not isinstance(call.func, ast.Name):
            continue
        owner = call.args[0] if call.args else None
        if call.func.id != "setattr" or (isinstance(owner, ast.Subscript) and dotted(owner.value) == "sys.modules"):
            return True
    return any(target.startswith("sys.modules") for target, *_ in survey.assigns)


def _code(layout: Layout, survey: Survey) -> tuple[str, int]:
    """Return the text without docstrings, and the number of its lines with code."""
    text = layout.source.text
    parts: list[str] = []
    position = 0
    for node in sorted(survey.docstrings, key=lambda item: (item.lineno, item.col_offset)):
        start, end = layout.start(node), layout.end(node)
        if start >= position:
            parts += [text[position:start], "\n"]
            position = end
    parts.append(text[position:])
    code = "".join(parts)
    lines = [bare for line in code.split("\n") if (bare := line.strip())]
    return code, sum(bare[0] != "#" and bare != ";" for bare in lines)


def _title(survey: Survey) -> str:
    tree = survey.module.scope.node
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return next((line.strip() for line in first.value.value.split("\n") if line.strip()), "")
    return ""
