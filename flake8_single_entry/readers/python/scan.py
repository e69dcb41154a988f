"""The quick depth: byte tests that say, without parsing, whether a Python file can matter and what it imports."""

from __future__ import annotations

import re
from collections.abc import Callable

from flake8_single_entry.readers.python.words import words

# Class and function names that make an application, and the modules whose import they need ("" for none of them).
_APPLICATIONS = words(
    "FastAPI Flask APIFlask Celery Typer Starlette Quart Sanic Litestar FastMCP FastStream get_wsgi_application "
    "get_asgi_application"
)
_MAKERS = {
    name: tuple(word.encode() for word in makers.split())
    for names, makers in {
        "aiohttp blacksheep tornado": "Application run_app",
        "aiogram discord nextcord": "Bot Dispatcher Client executor",
        "azure func": "FunctionApp",
        "bottle": "Bottle default_app run",
        "chainlit": "on_",
        "cherrypy": "quickstart",
        "click asyncclick rich_click": "command group",
        "connexion dash falcon faust modal robyn shiny": "App Dash API Stub Robyn",
        "functions_framework": "http cloud_event",
        "gradio": "Blocks Interface",
        "huey": "Huey",
        "mcp": "Server .FastMCP",
        "socketio": "ASGIApp WSGIApp",
        "telebot telegram telethon": "TeleBot Application Updater TelegramClient",
        "eventlet gevent waitress": "server WSGIServer serve",
        "fastapi flask celery typer starlette quart sanic litestar fastmcp faststream apiflask": (
            ".FastAPI .Flask .Celery .Typer .Starlette .Quart .Sanic .Litestar .FastMCP .FastStream .APIFlask"
        ),
        # what loads a module by its name, or starts a command
        "importlib": "import_module spec_from_file_location SourceFileLoader __import__",
        "imp": "load_source",
        "pkgutil": "resolve_name",
        "pytest": "importorskip",
        "nicegui flet": "run app",
    }.items()
    for name in names.split()
}
_ALWAYS = words("import_module run_module run_path runpy spec_from_file_location streamlit uvicorn granian hypercorn")

# A plain ``in`` is several times quicker than one alternation of these.
_TELLING = (
    b"__main__",
    b"uvicorn",
    b"gunicorn",
    b"hypercorn",
    b"daphne",
    b"granian",
    b"waitress",
    b"__import__",
    b"DJANGO_SETTINGS",
    b"URLCONF",
    b"GI_APPLICATION",
    b"wsgi_app",
    b"lambda_handler",
)
# Words that only count together with another one; the rarer is looked for first.
_TOGETHER = (
    (b"celery", (b"-A", b"--app")),
    (b"flask", (b"-A", b"--app")),
)
_STARTING = words("subprocess pexpect psutil pty invoke nox execv execvp popen system create_subprocess_exec")
_STARTING_CALLS = (b"os.system", b"os.popen", b"os.exec", b"os.spawn", b"os.posix_spawn", b"create_subprocess_")
_CODE = (b"def ", b"class ", b"import ", b"=", b"(")
_OPEN = (b"import *", b"__getattr__", b"globals", b"exec(", b"sys.modules")
_FACTORY = re.compile(rb"(?:create|make|get|build|init)_app(?:lication)?\b")
_FILE = re.compile(rb"\.pyw?[\"']|\bpython|[\s\"'](?:\./|\.\./)[^\s\"']*\.py\b")
_OPTION = re.compile(rb"[\s\"']-m[\s\"']")
_HANDLER = re.compile(rb"\n(?:async )?def \w+\(\s*event\b[^()]{0,200}?,\s*_?(?:context\b|[,):])")

# What a file does when it is imported: statements in the first column that are, or hold, calls.
_TOP = re.compile(
    rb"\n(?:(?P<block>if|elif|else|try|except|finally|with|for|while|match|async (?:with|for))\b"
    rb"|(?:await |raise )?(?P<call>[A-Za-z_][\w.]*)[ \t]*\("
    rb"|[)\]}]+\.(?P<last>\w+)[ \t]*\("
    rb"|[A-Za-z_][\w., :\[\]]*=[^\n#]*?[.)]"
    rb"(?P<value>launch|run\w*|serve\w*|start_\w+|mainloop|infinity_polling|exec_)\()"
)
_NEXT = re.compile(rb"\n(?=[^\s#)\]}])")
_CALL = re.compile(rb"(\w+)[ \t]*\(|\b(while)\b")
_LAUNCH = re.compile(
    rb"a?main\w*|\w+_main|_?run\w*|_?start\w*|serve\w*|launch\w*|cli|app|bot|entry_?point|Fire|server|mainloop"
    rb"|infinity_polling|cmdloop|exec_|exit|SystemExit|_exit|quit|execute_from_command_line|dispatch_command|call"
    rb"|quickstart|spin|interact|wrapper|WSGIServer|while|setup"
)

# Both patterns begin with a literal, which the engine finds at the speed of a plain search.
_TAIL = re.compile(rb"import((?:[ \t\\\r\n]*\((?:[^)#]|#[^\n]*)*|[ \t\\][^\n]*(?:(?:(?<=\\)|(?<=\\\r))\n[^\n]*)*))")
_HEAD = re.compile(rb"from(?=[ \t\\.])[ \t\\\r\n]*([^\s;#'\"()]+)[ \t\\\r\n]*(?=import\b)")
_PATCH = re.compile(rb"(?<![A-Za-z])patch|keypatch")  # and not dispatch
_PATCHED = re.compile(rb"[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']")
_BLANKS = bytes(code if chr(code).isalnum() or code > 127 or code == 95 else 32 for code in range(256))


def import_heads(data: bytes) -> list[bytes]:
    """The modules that ``from`` and ``import`` name, dotted as they are written; over-approximate."""
    froms = {found.end(): found[1] for found in _HEAD.finditer(data)}
    heads = list(froms.values())
    for found in _TAIL.finditer(data):
        if found.start() not in froms:
            heads += [part.split()[0] for part in found[1].split(b",") if part.strip()]
    return heads


def module_names(data: bytes) -> frozenset[str]:
    """Every name that the file's import statements may hold, each dotted part alone; over-approximate.

    It answers "who may import ``main``?" without parsing: an absent name is not imported, a present one may only stand
    in a comment on an import's line. A file that patches objects by their names may name them anywhere.
    """
    parts = data if _patches(data) else b" ".join([*_HEAD.findall(data), *_TAIL.findall(data)])
    return words_of(parts)


def patched_names(data: bytes) -> list[bytes]:
    """Dotted names in strings of a file that patches objects."""
    return _PATCHED.findall(data) if _patches(data) else []


def _patches(data: bytes) -> bool:
    return b"patch" in data and _PATCH.search(data) is not None


def imported(data: bytes, names: frozenset[str], is_entry: Callable[[str], bool]) -> str:
    """What a file that ``scan`` leaves aside may import, as one line: all names, "|", the modules with entry names.

    A module whose dotted name holds a part that ``is_entry`` knows may be a program that is gone. One in a string that
    is patched ends in ``()``: its last parts may be attributes.
    """
    heads = {head.decode("utf-8", "replace") for head in import_heads(data)}
    heads.update(name.decode("utf-8", "replace") + "()" for name in patched_names(data))
    telling = (head for head in heads if any(is_entry(part) for part in head.removesuffix("()").split(".") if part))
    return f"{' '.join(sorted(names))}|{' '.join(sorted(telling))}"


def scan(data: bytes) -> bool:
    """Whether the file can show an entry point, or refer to one otherwise than by an import; over-approximate.

    Imports have their own question, ``module_names``: nearly every file has some.
    """
    return is_telling(data, module_names(data))


def is_telling(data: bytes, names: frozenset[str]) -> bool:
    """The same for a file whose ``module_names`` are known."""
    if any(word in data for word in _TELLING):
        return True
    if not names.isdisjoint(_ALWAYS):
        return True
    if any(name.encode() + mark in data for name in names & _APPLICATIONS for mark in (b"(", b" as ")):
        return True
    if any(first in data and any(word in data for word in others) for first, others in _TOGETHER):
        return True
    if any(word in data for name in names & _MAKERS.keys() for word in _MAKERS[name]):
        return True
    if b"_app" in data and _FACTORY.search(data):
        return True
    if b".py" in data and _FILE.search(data):
        return True
    if b"-m" in data and _OPTION.search(data) and (b"python" in data or b"executable" in data):
        return True
    if b"event" in data and _HANDLER.search(b"\n" + data):
        return True
    return _starts_commands(data, names) or _acts(data)


def may_be_empty_or_open(data: bytes) -> bool:
    """Could a file hold no code at all, or names that cannot be seen? Over-approximate."""
    return not any(word in data for word in _CODE) or any(word in data for word in _OPEN)


def words_of(data: bytes) -> frozenset[str]:
    """Every word in a file."""
    return frozenset(data.translate(_BLANKS).decode("utf-8", "replace").split())


def _starts_commands(data: bytes, names: frozenset[str]) -> bool:
    """Could it start a command that the command parser acts on?"""
    called = not names.isdisjoint(_STARTING) or ("os" in names and any(word in data for word in _STARTING_CALLS))
    if not called:
        return False
    from flake8_single_entry.command import might_run

    return might_run(data) or b"executable" in data


def _acts(data: bytes) -> bool:
    """Does the module start something when it is imported?"""
    text = b"\n" + data
    for found in _TOP.finditer(text):
        last = found["call"] or found["last"] or found["value"]
        if last:
            if _LAUNCH.fullmatch(last.rpartition(b".")[2]):
                return True
            continue
        following = _NEXT.search(text, found.end())
        block = text[found.start() : following.start() if following else len(text)]
        if any(_LAUNCH.fullmatch(name or other) for name, other in _CALL.findall(block)):
            return True
    return False
