"""Application objects: what a server, a worker or a command line starts by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Application, Location
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import Block, Function, Survey, dotted, qualified

# Class names that are unique to a framework, wherever a project imports them from.
_BY_NAME = {
    "FastAPI": "fastapi",
    "Flask": "flask",
    "APIFlask": "flask",
    "Celery": "celery",
    "Typer": "typer",
    "Starlette": "starlette",
    "Quart": "quart",
    "Sanic": "sanic",
    "Litestar": "litestar",
    "FastMCP": "mcp",
    "FastStream": "faststream",
    "get_wsgi_application": "django",
    "get_asgi_application": "django",
}
# Class names that are too common alone, with the root of the module that they must be imported from.
_BY_MODULE = {
    "aiohttp": ("aiohttp", {"Application"}),
    "aiogram": ("telegram", {"Bot", "Dispatcher"}),
    "blacksheep": ("blacksheep", {"Application"}),
    "bottle": ("bottle", {"Bottle", "default_app"}),
    "chainlit": ("chainlit", set[str]()),
    "connexion": ("connexion", {"App", "AsyncApp", "FlaskApp", "FastApp"}),
    "dash": ("dash", {"Dash"}),
    "discord": ("discord", {"Client", "Bot", "AutoShardedBot"}),
    "falcon": ("falcon", {"App", "API"}),
    "faust": ("faust", {"App"}),
    "func": ("azure", {"FunctionApp"}),
    "azure": ("azure", {"FunctionApp"}),
    "gradio": ("gradio", {"Blocks", "Interface", "ChatInterface", "TabbedInterface"}),
    "huey": ("huey", {"RedisHuey", "SqliteHuey", "MemoryHuey"}),
    "mcp": ("mcp", {"Server"}),
    "modal": ("modal", {"App", "Stub"}),
    "nextcord": ("discord", {"Client", "Bot"}),
    "robyn": ("robyn", {"Robyn"}),
    "shiny": ("shiny", {"App"}),
    "socketio": ("socketio", {"ASGIApp", "WSGIApp"}),
    "starlette": ("starlette", {"Starlette"}),
    "telebot": ("telegram", {"TeleBot", "AsyncTeleBot"}),
    "telegram": ("telegram", {"Application", "ApplicationBuilder", "Updater"}),
    "telethon": ("telegram", {"TelegramClient"}),
    "tornado": ("tornado", {"Application"}),
}
_FACTORIES = frozenset(
    f"{verb}_{noun}" for verb in ("create", "make", "get", "build", "init") for noun in ("app", "application")
)
_STARTED_NAMES = frozenset({"app", "application", "server", "asgi", "wsgi", "asgi_app", "wsgi_app"})
_STREAMLIT_PAGES = word_set(
    "set_page_config title header subheader write markdown sidebar navigation button text_input chat_input tabs "
    "columns form dataframe plotly_chart"
)


def framework_of(survey: Survey, node: ast.expr | None) -> str:
    """Return the framework whose application an expression creates, or ""."""
    for _ in range(12):  # Application.builder().token(...).build()
        if isinstance(node, ast.Await):
            node = node.value
        if not isinstance(node, ast.Call):
            return ""
        name = qualified(survey, node.func)
        if name:
            found = _known(name) if "." in name or survey.star else ""
            if found or not node.args or not name.rpartition(".")[2][:1].isupper():
                return found
            node = node.args[0]  # a middleware that wraps an application
        elif isinstance(node.func, ast.Attribute):
            node = node.func.value
    return ""


def _known(name: str) -> str:
    parts = name.split(".")
    if parts[-1] in _BY_NAME:
        return _BY_NAME[parts[-1]]
    row = _BY_MODULE.get(parts[0])
    return row[0] if row and not row[1].isdisjoint(parts[1:]) else ""


def find_applications(layout: Layout, survey: Survey) -> tuple[Application, ...]:
    """Return the application objects of a module, in source order."""
    found = [*_assigned(layout, survey), *_opened(layout, survey), *_decorated(layout, survey)]
    found += [*_scripted(layout, survey)]
    ordered = sorted(found, key=lambda application: (application.location, application.name))
    return tuple({(one.framework, one.name, one.factory): one for one in reversed(ordered)}.values())[::-1]


def _assigned(layout: Layout, survey: Survey) -> Iterator[Application]:
    factories: dict[str, str] = {}
    pending: list[tuple[str, ast.Call, Location]] = []
    for name, value, block, node in survey.assigns:
        framework = framework_of(survey, value)
        if framework and block.scope.is_function and "." not in name:
            yield from _factory(layout, block, name, framework, factories)
        elif framework and not _is_substitute(survey, name):
            yield Application(framework, name, layout.location(node))
        elif not framework and not block.scope.is_function and isinstance(value, ast.Call):
            pending.append((name, value, layout.location(node)))
    for definition, _, name in survey.definitions:
        if not isinstance(definition, ast.FunctionDef) or _is_fixture(definition):
            continue
        if "." not in name and name not in factories:
            returned = definition.body[-1]
            framework = framework_of(survey, returned.value) if isinstance(returned, ast.Return) else ""
            if framework:
                factories[name] = framework
                yield Application(framework, name, _header(layout, definition), factory=True)
    for name, call, location in pending:
        called = dotted(call.func).rpartition(".")[2]
        if called in factories:
            yield Application(factories[called], name, location)
        elif called in _FACTORIES and name in _STARTED_NAMES:
            yield Application("factory", name, location)


def _is_substitute(survey: Survey, name: str) -> bool:
    """Return True for an application of another module's name, which stands in if that module cannot be imported.

    ``try: from shop import app`` and ``except ImportError: app = Flask(...)``. With routes it is an application.
    """
    imported = (node for node, block in survey.imports if block.tolerant and isinstance(node, ast.ImportFrom))
    if not any(name == (alias.asname or alias.name) for node in imported for alias in node.names):
        return False
    decorators = (each for node, _, _ in survey.definitions for each in node.decorator_list)
    called = (dotted(each.func if isinstance(each, ast.Call) else each) for each in decorators)
    return not any(each.startswith(f"{name}.") for each in called)


def _factory(
    layout: Layout, block: Block, name: str, framework: str, factories: dict[str, str]
) -> Iterator[Application]:
    """Yield a function that creates an application and returns it."""
    scope = block.scope
    node = scope.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or "." in scope.name or scope.name in factories:
        return
    if _is_fixture(node):
        return
    if _is_global(node, name):
        yield Application(framework, name, layout.location(node.body[0]))
    elif _returns(node, name):
        factories[scope.name] = framework
        yield Application(framework, scope.name, _header(layout, node), factory=True)


def _is_fixture(node: Function) -> bool:
    """Return True if pytest, rather than a server, calls the function."""
    marks = (mark.func if isinstance(mark, ast.Call) else mark for mark in node.decorator_list)
    return any(dotted(mark).rpartition(".")[2] == "fixture" for mark in marks)


def _is_global(node: Function, name: str) -> bool:
    return any(isinstance(statement, ast.Global) and name in statement.names for statement in node.body)


def _returns(node: Function, name: str) -> bool:
    stack: list[ast.stmt] = list(node.body)
    while stack:
        statement = stack.pop()
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Name) and statement.value.id == name:
            return True
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for field in ("body", "orelse", "finalbody"):
                stack.extend(getattr(statement, field, ()))
    return False


def _header(layout: Layout, node: Function | ast.ClassDef) -> Location:
    """Return the location of a definition, from its start to the end of its name."""
    start = layout.start(node)
    end = layout.source.text.find(node.name, start)
    return layout.source.location(start, end + len(node.name) if end >= 0 else start + 1)


def _opened(layout: Layout, survey: Survey) -> Iterator[Application]:
    """Yield applications opened as context managers: ``with gr.Blocks() as demo:``."""
    for item, block in survey.withs:
        framework = framework_of(survey, item.context_expr)
        if framework and not block.scope.is_function:
            name = dotted(item.optional_vars) if item.optional_vars is not None else ""
            yield Application(framework, name, layout.location(item.context_expr))


def _decorated(layout: Layout, survey: Survey) -> Iterator[Application]:
    """Yield commands and groups of click, and handlers of Chainlit."""
    for node, _, name in survey.definitions:
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            what = qualified(survey, called)
            if what in {"click.command", "click.group", "asyncclick.command", "asyncclick.group", "rich_click.command"}:
                yield Application("click", name, _header(layout, node))
            elif what in {"chainlit.on_message", "chainlit.on_chat_start"}:
                yield Application("chainlit", name, _header(layout, node))


def _scripted(layout: Layout, survey: Survey) -> Iterator[Application]:
    """Yield a Streamlit page, which has no object: the module itself is the application."""
    if "streamlit" not in survey.aliases.values() and not any(
        v.startswith("streamlit.") for v in survey.aliases.values()
    ):
        return
    for call, block in survey.calls:
        name = qualified(survey, call.func)
        if name.startswith("streamlit."):
            part = name.split(".")[1]
            whole = part in {"set_page_config", "navigation"}
            if whole or (part in _STREAMLIT_PAGES and not block.scope.is_function and not block.scope.is_class):
                yield Application("streamlit", "", layout.location(call))
                return
