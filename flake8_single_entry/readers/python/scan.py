"""Quick scan of a Python file: byte tests that decide, without parsing, whether it is relevant."""

from __future__ import annotations

import re
from collections.abc import Callable

from flake8_single_entry.git.grep import GrepQuery
from flake8_single_entry.readers.python.outline import PATCH, Outline, outline
from flake8_single_entry.syntax.noqa import MARK, may_suppress

# Classes and functions that create an application.
_APPLICATIONS = frozenset(
    b"FastAPI Flask APIFlask Celery Typer Starlette Quart Sanic Litestar FastMCP FastStream get_wsgi_application "
    b"get_asgi_application".split()
)
# Modules that create applications, load modules by name or start commands, with words that such a file contains.
_MAKERS = {
    name: makers.split()
    for names, makers in {
        b"aiohttp blacksheep tornado": b"Application run_app",
        b"aiogram discord nextcord": b"Bot Dispatcher Client executor",
        b"azure func": b"FunctionApp",
        b"bottle": b"Bottle default_app run",
        b"chainlit": b"on_",
        b"cherrypy": b"quickstart",
        b"click asyncclick rich_click": b"command group",
        b"connexion dash falcon faust modal robyn shiny": b"App Dash API Stub Robyn",
        b"functions_framework": b"http cloud_event",
        b"gradio": b"Blocks Interface",
        b"huey": b"Huey",
        b"mcp": b"Server .FastMCP",
        b"socketio": b"ASGIApp WSGIApp",
        b"telebot telegram telethon": b"TeleBot Application Updater TelegramClient",
        b"eventlet gevent waitress": b"server WSGIServer serve",
        b"fastapi flask celery typer starlette quart sanic litestar fastmcp faststream apiflask": (
            b".FastAPI .Flask .Celery .Typer .Starlette .Quart .Sanic .Litestar .FastMCP .FastStream .APIFlask"
        ),
        b"importlib": b"import_module spec_from_file_location SourceFileLoader __import__",
        b"imp": b"load_source",
        b"pkgutil": b"resolve_name",
        b"pytest": b"importorskip",
        b"nicegui flet": b"run app",
    }.items()
    for name in names.split()
}
_ALWAYS = frozenset(
    b"import_module run_module run_path runpy spec_from_file_location streamlit uvicorn granian hypercorn".split()
)
_DUNDER = b"__"  # what ``_TAIL`` captures of a call of __import__
_STARTING = frozenset(b"subprocess pexpect psutil pty invoke nox create_subprocess_exec".split())
_STARTING_OF_OS = frozenset(b"execv execvp popen system".split())
_STARTING_CALL = re.compile(rb"os\.(?:system|popen|exec|spawn|posix_spawn)")
# A file that imports none of these creates, loads and starts nothing through its imports.
_OPENING = frozenset(
    {*_APPLICATIONS, *_MAKERS, *_ALWAYS, *_STARTING, *_STARTING_OF_OS, _DUNDER}
    | {b"os", b"environ", b"asyncio", b"sys", b"executable"}
)

# Several ``in`` tests are faster than a single alternation.
_TELLING = (b"__main__", b"daphne", b"granian", b"waitress", b"URLCONF", b"GI_APPLICATION")
# The engine finds the leading literal of a pattern as fast as a plain search, then checks the text before it. Relevant
# are the programs that run a file, the file after them, and a path at the end of a string.
_OPTION = re.compile(rb"-m(?<=[\s\"']-m)[\s\"']")
_SERVER = re.compile(rb"corn(?:(?<=uvicorn)|(?<=gunicorn)|(?<=hypercorn))")
_FACTORY = re.compile(
    rb"_app(?:(?<=create_app)|(?<=make_app)|(?<=get_app)|(?<=build_app)|(?<=init_app))(?:lication)?\b|_app(?<=wsgi_app)"
)
_FILE = re.compile(rb"\.pyw?(?:([\"'])|\b)")
_RUNNING = re.compile(
    rb"(?:\b(?:python|executable)(?:[^\n]|\\\r?\n){0,200}|\b(?:run|dev|serve)[ \t]+[\w./\\-]*|[\s\"']\.\.?/[^\s\"']*"
    rb"|\b(?i:edit|open|change|modify|adjust|customi[sz]e|configure|update)[ \t]+(?i:(?:the|file)[ \t]+){0,2}"
    rb"[`'\"\\]*[\w./\\-]*)\Z"
)
_LONGEST = 640  # bytes of a command before its file name


def _names_file(data: bytes) -> bool:
    """Return True if a string ends in a path, or a command runs a file."""
    for found in _FILE.finditer(data):
        start = found.start()
        if found[1] or _RUNNING.search(data, max(0, start - _LONGEST), start):
            return True
    return False


def _names_application(data: bytes) -> bool:
    return b"-A" in data or b"--app" in data


# A fragment to search for first, and the test that decides.
_TOGETHER: tuple[tuple[bytes, Callable[[bytes], object]], ...] = (
    (b"corn", _SERVER.search),
    (b"_app", _FACTORY.search),
    (b".py", _names_file),
    (b"python", _OPTION.search),
    (b"celery", _names_application),
    (b"flask", _names_application),
)
_CODE = (b"def ", b"class ", b"import ", b"=", b"(")
_OPEN = (b"import *", b"__getattr__", b"globals", b"exec(", b"sys.modules")

# Statements in the first column that are or contain calls, and so run on import; and handler functions.
_STATEMENT = (
    r"(?=[A-Za-z_)\]}])(?!class |from |import |if (?:typing\.)?TYPE_CHECKING:)(?:"
    r"(?P<handler>(?:async )?+def (?:lambda_handler\b|\w++\(\s*+event\b[^()]{0,200}?,\s*_?(?:context\b|[,):])))"
    r"|(?P<block>if|elif|else|try|except|finally|with|for|while|match|async (?:with|for))\b"
    r"|(?:await |raise )?+(?P<call>[A-Za-z_][\w.]*+)[ \t]*+\("
    r"|[)\]}]++\.(?P<last>\w++)[ \t]*+\("
    r"|[A-Za-z_][\w., :\[\]]*+=[^\n#]*?[.)]"
    r"(?P<value>launch|run\w*|serve\w*|start_\w+|mainloop|infinity_polling|exec_)\()"
)
_TOP = re.compile(rb"\n" + _STATEMENT.encode())
_NEXT = re.compile(rb"\n(?=[^\s#)\]}])")
_CALL = re.compile(rb"(\w+)[ \t]*\(|\b(while)\b")
_LAUNCH = re.compile(
    rb"a?main\w*|\w+_main|_?run\w*|_?start\w*|serve\w*|launch\w*|cli|app|bot|entry_?point|Fire|server|mainloop"
    rb"|infinity_polling|cmdloop|exec_|exit|SystemExit|_exit|quit|execute_from_command_line|dispatch_command|call"
    rb"|quickstart|spin|interact|wrapper|WSGIServer|while|setup"
)

_NAMES = b"|".join(sorted(_OPENING - {b"os", b"environ", b"asyncio", b"sys", _DUNDER})).decode()
# One of these matches any file that ``is_telling`` accepts, that contains other words than its imports, or whose lines
# git splits differently (a byte order mark, a lone CR).
_MARKS = (
    r"\x00",
    r"\xef\xbb\xbf",
    r"\r[^\n]",
    MARK,
    rf"(?:{b'|'.join(sorted(_APPLICATIONS)).decode()})\(",
    f"(?:{PATCH.pattern.decode()})",
    *(re.escape(word.decode()) for word in (*_TELLING, *(piece for piece, _ in _TOGETHER))),
    *("__import__", "executable", "DJANGO_SETTINGS", "create_subprocess_", _STARTING_CALL.pattern.decode()),
    "^" + _STATEMENT,
    r"^(?:async )?+def \w++\([ \t]*+event\b",
    r"^[ \t]++event[ \t]*+(?:[,:)=]|\r?$)",
    rf"(?:from|import)[ \t\\(].*?\b(?:{_NAMES})\b",
    # inside parentheses, or after a continued line
    rf"^[ \t(]*+(?:[\w.]++[ \t,]++)*?(?:[\w.]*\.)?(?:{_NAMES})\b[\w \t,.)\\\r]*+(?:#.*)?$",
)
# Imports of any other name are on lines that match one of these: with the keyword, or inside parentheses.
_NAME = r"[\w\x80-\xff]++"
_ITEM = rf"{_NAME}(?:[ \t]++as[ \t]++{_NAME})?+[ \t]*+"
_LINES = (
    r"import(?!\w)",
    r"^[ \t]*+from[ \t\\].*\\\r?$",
    rf"^[ \t(,]*+[\w.*\x80-\xff]++(?:[ \t]++as[ \t]++{_NAME})?+[ \t]*+(?:,[ \t]*+(?:{_ITEM})?+)*+"
    r"(?:\).*|[ \t\\;]*+(?:#.*)?+\r?)$",
)
QUERY = GrepQuery(("*.py", "*.pyw"), _MARKS, _LINES)  # git answers this much faster than Python can read the files


def scan(data: bytes) -> bool:
    """Return True if the file may contain an entry point, or a reference other than an import; over-approximate.

    Imports are handled by ``outline``, because nearly every file has some.
    """
    return is_telling(data, outline(data))


def is_telling(data: bytes, outline: Outline) -> bool:
    """``scan`` for a file whose ``outline`` is known."""
    if any(word in data for word in _TELLING) or may_suppress(data):
        return True
    if any(piece in data and tells(data) for piece, tells in _TOGETHER):
        return True
    if b"*" in outline.text and any(name + b"(" in data for name in _APPLICATIONS):
        return True
    opening = _OPENING.intersection(outline.words())
    return (bool(opening) and _opens(data, opening)) or _acts(data)


def _opens(data: bytes, names: frozenset[bytes]) -> bool:
    """Return True if the imports let the file create an application, load a module by name or start a command."""
    if not names.isdisjoint(_ALWAYS) or _DUNDER in names:
        return True
    if any(name + mark in data for name in names & _APPLICATIONS for mark in (b"(", b" as ")):
        return True
    if any(word in data for name in names & _MAKERS.keys() for word in _MAKERS[name]):
        return True
    if b"DJANGO_SETTINGS" in data:
        return True
    has_executable = not names.isdisjoint((b"sys", b"executable")) and b"executable" in data
    if has_executable and _OPTION.search(data):
        return True
    called = (
        not names.isdisjoint(_STARTING)
        or (b"os" in names and (_STARTING_CALL.search(data) or not names.isdisjoint(_STARTING_OF_OS)))
        or (b"asyncio" in names and b"create_subprocess_" in data)
    )
    if not called:
        return False
    from flake8_single_entry.command import might_run

    return has_executable or might_run(data)


def may_be_empty_or_open(data: bytes) -> bool:
    """Return True if a file may contain no code, or may bind names dynamically; over-approximate."""
    return not any(word in data for word in _CODE) or any(word in data for word in _OPEN)


def _acts(data: bytes) -> bool:
    """Return True if the module starts something when imported, or defines a handler function."""
    text = b"\n" + data
    for found in _TOP.finditer(text):
        if found["handler"]:
            return True
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
