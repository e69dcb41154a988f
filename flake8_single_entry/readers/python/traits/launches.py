"""Calls that start a program: servers, event loops, user interfaces, and the module's own ``main()``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.conventions.tests import DJANGO_TESTS, TEST_RUNNERS
from flake8_single_entry.model import Application, Launch
from flake8_single_entry.readers.python.references.imports import is_standard
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import Block, Survey, dotted, qualified

_LAUNCHES = frozenset(
    {
        *("uvicorn.run", "asyncio.run", "anyio.run", "trio.run", "typer.run", "fire.Fire", "aiohttp.web.run_app"),
        *("hypercorn.asyncio.serve", "hypercorn.trio.serve", "waitress.serve", "eventlet.wsgi.server", "tyro.cli"),
        *("django.core.management.execute_from_command_line", "absl.app.run", "flet.app", "flet.run", "nicegui.ui.run"),
        *("streamlit.web.cli.main", "unittest.main", "pytest.main", "bottle.run", "gevent.pywsgi.WSGIServer"),
        *("aiogram.executor.start_polling", "argh.dispatch_command", "plac.call", "defopt.run", "cherrypy.quickstart"),
        *("uvloop.run", "rclpy.spin", "pyglet.app.run", "code.interact", "curses.wrapper"),
    }
)
_METHODS = word_set(
    "launch serve mainloop run_polling start_polling infinity_polling serve_forever run_until_complete "
    "run_forever run_server run_app run_async cmdloop start_consuming exec_ run_stdio_async run_sse_async "
    "start_server"
)
_RUN_ON = re.compile(
    r"(?:^|[._])(?:app|application|bot|server|mcp|client|socketio|demo|api|dash|service|worker|runner|pipeline|game|web)$",
    re.IGNORECASE,
)
_IN_FUNCTIONS = frozenset(
    {"run_until_complete", "run_forever", "run_async", "start_server", "exec_"}
)  # weak evidence in functions
_MAIN_NAME = re.compile(
    r"(?:a?main|run|cli|start|serve|launch|app|bot|entry_?point)$|main_|\w+_main$"
    r"|(?:run|start|launch)_(?:app|application|server|bot|main|service|api|worker|dashboard|ui|gui|cli|all)$",
    re.IGNORECASE,
)
_DJANGO_COMMANDS = frozenset(
    {"django.core.management.execute_from_command_line", "django.core.management.call_command"}
)
_EXITS = frozenset({"sys.exit", "exit", "quit", "SystemExit", "os._exit"})


def find_launches(layout: Layout, survey: Survey, applications: tuple[Application, ...]) -> Iterator[Launch]:
    objects = {application.name for application in applications if application.name}
    seen: set[int] = set()
    found: list[tuple[int, Launch]] = []
    for call, block in survey.calls:
        runner = _test_runner(survey, call)
        if not runner and not _starts(survey, call, objects):
            continue
        name = runner or dotted(call.func) or _tail(call.func)
        if not _is_quiet(name) or not block.scope.is_function:
            seen.add(id(call))
            found.append((layout.start(call), Launch(name, layout.location(call), _is_top(block))))
    ended = [(node.exc, block) for node, block in survey.raises if isinstance(node.exc, ast.Call)]
    exits = [(call, block) for call, block in ended if dotted(call.func) == "SystemExit"]
    for value, block in [*((statement.value, block) for statement, block in survey.statements), *exits]:
        called = _started(survey, value, block)
        if called is not None and id(called) not in seen and not block.scope.is_function:
            seen.add(id(called))
            found.append((layout.start(called), Launch(dotted(called.func), layout.location(called), _is_top(block))))
    for loop, block in survey.loops:
        if (
            not block.scope.is_function
            and isinstance(loop.test, ast.Constant)
            and loop.test.value
            and not block.scope.is_class
        ):
            start = layout.start(loop)
            place = layout.source.location(start, layout.end(loop.test))
            found.append((start, Launch("while True", place, _is_top(block))))
    yield from (launch for _, launch in sorted(found, key=lambda pair: pair[0]))


def _test_runner(survey: Survey, call: ast.Call) -> str:
    """Return the name of the launch if a call runs the tests of a project, otherwise ""."""
    name = qualified(survey, call.func)
    if name in TEST_RUNNERS:
        return name
    if name not in _DJANGO_COMMANDS:
        return ""
    given = (word for word in call.args for word in (word.elts if isinstance(word, ast.List) else [word]))
    is_test = any(isinstance(word, ast.Constant) and word.value == "test" for word in given)
    return DJANGO_TESTS if is_test else ""


def _is_quiet(name: str) -> bool:
    return name.rpartition(".")[2] in _IN_FUNCTIONS


def _tail(node: ast.expr) -> str:
    """Return ``.launch`` for a method of an expression that has no name."""
    return f".{node.attr}" if isinstance(node, ast.Attribute) else ""


def _is_top(block: Block) -> bool:
    return not block.main and not block.scope.is_function and not block.scope.is_class


def _starts(survey: Survey, call: ast.Call, objects: set[str]) -> bool:
    """Return True if a call starts a program at any level of the module."""
    name = qualified(survey, call.func)
    if name in _LAUNCHES or (name and f"aiohttp.{name}" in _LAUNCHES):
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    method = call.func.attr
    if method in _METHODS:
        return True
    if method in {"run", "start", "main"} and (owner := dotted(call.func.value)):
        return owner in objects or (method == "run" and bool(_RUN_ON.search(owner)) and not is_standard(name))
    return method == "start" and isinstance(call.func.value, ast.Call) and "IOLoop" in dotted(call.func.value.func)


def _started(survey: Survey, node: ast.expr, block: Block) -> ast.Call | None:
    """Return the call of ``main()`` in a module-level statement, through ``sys.exit``, ``await`` and the like."""
    while True:
        if isinstance(node, ast.Await):
            node = node.value
        if not isinstance(node, ast.Call):
            return None
        name = qualified(survey, node.func)
        if name in _EXITS and node.args and isinstance(node.args[0], ast.Call):
            node = node.args[0]
            continue
        break
    local = dotted(node.func)
    first, _, rest = local.partition(".")
    if not local or name in _EXITS or is_standard(name):
        return None
    if rest and rest not in {"main", "run", "cli", "start", "app"}:
        return None
    if block.main:
        return node if first in survey.module.scope.bindings else None
    return (
        node
        if _MAIN_NAME.match(rest or first) and first in survey.module.scope.bindings and not node.keywords
        else None
    )
