"""HTTP routes and subcommands of a program."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_single_entry.readers.python.structure.survey import Block, Survey, argument
from flake8_single_entry.readers.python.values.evaluate import Evaluator

_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "trace"})
_ROUTE_MARKS = {"route": "GET", "websocket": "WEBSOCKET", "api_route": "GET", "websocket_route": "WEBSOCKET"}
_COMMAND_MARKS = frozenset({"command", "group", "hybrid_command", "slash_command"})


def find_routes(survey: Survey, folder: Evaluator) -> Iterator[str]:
    for node, block, _ in survey.definitions:
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute):
                yield from _route(folder, mark, mark.func.attr, block)
    for call, block in survey.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"add_api_route", "add_url_rule", "add_route"}:
            yield from _route(folder, call, "route", block)
        elif isinstance(call.func, ast.Attribute) and call.func.attr in {
            "add_get",
            "add_post",
            "add_put",
            "add_delete",
        }:
            yield from _route(folder, call, call.func.attr.removeprefix("add_"), block)


def _route(folder: Evaluator, call: ast.Call, verb: str, block: Block) -> Iterator[str]:
    path = folder.text(argument(call, 0, "path") or argument(call, 0, "rule"), block)
    if path is None or not (path.startswith("/") or path == ""):
        return
    methods = argument(call, 99, "methods")
    if verb in _VERBS:
        yield f"{verb.upper()} {path}"
    elif verb in _ROUTE_MARKS:
        given = methods.elts if isinstance(methods, ast.List | ast.Tuple | ast.Set) else []
        named = [text.upper() for item in given if (text := folder.text(item, block))]
        for method in named or [_ROUTE_MARKS[verb]]:
            yield f"{method} {path}"


def find_commands(survey: Survey, folder: Evaluator) -> Iterator[str]:
    for node, block, name in survey.definitions:
        for mark in node.decorator_list:
            called = mark.func if isinstance(mark, ast.Call) else mark
            if not isinstance(called, ast.Attribute) or called.attr not in _COMMAND_MARKS:
                continue
            given = argument(mark, 0, "name") if isinstance(mark, ast.Call) else None
            yield folder.text(given, block) or name.rpartition(".")[2].replace("_", "-")
    for call, block in (*survey.called.get("add_parser", ()), *survey.called.get("CommandHandler", ())):
        if call.args:
            text = folder.text(call.args[0], block)
            if text:
                yield text
