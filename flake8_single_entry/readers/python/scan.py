"""The quick depth: byte tests that say, without parsing, whether a Python file can matter and what it imports."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from flake8_single_entry.git.grep import GrepQuery

# Class and function names that make an application.
_APPLICATIONS = frozenset(
    b"FastAPI Flask APIFlask Celery Typer Starlette Quart Sanic Litestar FastMCP FastStream get_wsgi_application "
    b"get_asgi_application".split()
)
# Modules that make applications, load modules by name or start commands, and words that stand in a file where they do.
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
_DUNDER = b"__"  # what ``_TAIL`` leaves of a call of __import__
_STARTING = frozenset(b"subprocess pexpect psutil pty invoke nox create_subprocess_exec".split())
_STARTING_OF_OS = frozenset(b"execv execvp popen system".split())
_STARTING_CALL = re.compile(rb"os\.(?:system|popen|exec|spawn|posix_spawn)")
# A file that imports none of these makes, loads and starts nothing by its imports.
_OPENING = frozenset(
    {*_APPLICATIONS, *_MAKERS, *_ALWAYS, *_STARTING, *_STARTING_OF_OS, _DUNDER}
    | {b"os", b"environ", b"asyncio", b"sys", b"executable"}
)

# A plain ``in`` is several times quicker than one alternation of these.
_TELLING = (b"__main__", b"daphne", b"granian", b"waitress", b"URLCONF", b"GI_APPLICATION")
# The engine finds a literal that a pattern begins with at the speed of a plain search, then looks at what stands before
# it. Commands are what runs a file, and the file behind it; or a path ends a string.
_OPTION = re.compile(rb"-m(?<=[\s\"']-m)[\s\"']")
_SERVER = re.compile(rb"corn(?:(?<=uvicorn)|(?<=gunicorn)|(?<=hypercorn))")
_FACTORY = re.compile(
    rb"_app(?:(?<=create_app)|(?<=make_app)|(?<=get_app)|(?<=build_app)|(?<=init_app))(?:lication)?\b|_app(?<=wsgi_app)"
)
_FILE = re.compile(rb"\.pyw?(?:([\"'])|\b)")
_RUNNING = re.compile(
    rb"(?:\b(?:python|executable)(?:[^\n]|\\\r?\n){0,200}|\b(?:run|dev|serve)[ \t]+[\w./\\-]*|[\s\"']\.\.?/[^\s\"']*)\Z"
)
_LONGEST = 640  # bytes of a command before its file


def _names_file(data: bytes) -> bool:
    """Does a path end a string, or does something run a file?"""
    for found in _FILE.finditer(data):
        start = found.start()
        if found[1] or _RUNNING.search(data, max(0, start - _LONGEST), start):
            return True
    return False


def _names_application(data: bytes) -> bool:
    return b"-A" in data or b"--app" in data


# A piece that is looked for first, and what then tells.
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

# What a file does when it is imported, statements in the first column that are, or hold, calls; and its handlers.
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

# Both patterns begin with a literal, which the engine finds at the speed of a plain search.
_TAIL = re.compile(
    rb"import((?:[ \t\\\r\n]*+\([^)#]*+(?:#[^\n]*+[^)#]*+)*+|__[ \t]*+\("
    rb"|[ \t\\][^\n]*+(?:(?:(?<=\\)|(?<=\\\r))\n[^\n]*+)*+))"
)
_HEAD = re.compile(rb"from(?=[ \t\\.])[ \t\\\r\n]*+([^\s;#'\"()]+)[ \t\\\r\n]*(?=import\b)")
_PATCH = re.compile(rb"(?<![A-Za-z])patch|keypatch")
_PATCHED = re.compile(rb"[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']")
_BLANKS = bytes(code if chr(code).isalnum() or code > 127 or code == ord("_") else ord(" ") for code in range(256))
_BLANKS_BUT_DOTS = bytes(ord(".") if code == ord(".") else other for code, other in enumerate(_BLANKS))


_NO_CONTROL = dict.fromkeys(range(32))  # what keeps the names uses some of these between them
_NAMES = b"|".join(sorted(_OPENING - {b"os", b"environ", b"asyncio", b"sys", _DUNDER})).decode()
# A file that ``is_telling``, whose words are not those of its imports alone, or whose lines git does not see (a byte
# order mark, a lone CR), holds one of these ...
_MARKS = (
    r"\x00",
    r"\xef\xbb\xbf",
    r"\r[^\n]",
    rf"(?:{b'|'.join(sorted(_APPLICATIONS)).decode()})\(",
    f"(?:{_PATCH.pattern.decode()})",
    *(re.escape(word.decode()) for word in (*_TELLING, *(piece for piece, _ in _TOGETHER))),
    *("__import__", "executable", "DJANGO_SETTINGS", "create_subprocess_", _STARTING_CALL.pattern.decode()),
    "^" + _STATEMENT,
    r"^(?:async )?+def \w++\([ \t]*+event\b",
    r"^[ \t]++event[ \t]*+(?:[,:)=]|\r?$)",
    rf"(?:from|import)[ \t\\(].*?\b(?:{_NAMES})\b",
    # in brackets, or behind the end of a line
    rf"^[ \t(]*+(?:[\w.]++[ \t,]++)*?(?:[\w.]*\.)?(?:{_NAMES})\b[\w \t,.)\\\r]*+(?:#.*)?$",
)
# ... and what the imports of any other name stands on lines like these: with the word itself, or between brackets.
_NAME = r"[\w\x80-\xff]++"
_ITEM = rf"{_NAME}(?:[ \t]++as[ \t]++{_NAME})?+[ \t]*+"
_LINES = (
    r"import(?!\w)",
    r"^[ \t]*+from[ \t\\].*\\\r?$",
    rf"^[ \t(,]*+[\w.*\x80-\xff]++(?:[ \t]++as[ \t]++{_NAME})?+[ \t]*+(?:,[ \t]*+(?:{_ITEM})?+)*+"
    r"(?:\).*|[ \t\\;]*+(?:#.*)?+\r?)$",
)
QUERY = GrepQuery(("*.py", "*.pyw"), _MARKS, _LINES)  # git answers it in a fraction of the time that reading takes here


class Outline(NamedTuple):
    """What a file's import statements hold: their text, over-approximate.

    It answers "who may import ``main``?" without parsing: an absent word is not imported, a present one may only stand
    in a comment on an import's line. A file that ``patches`` objects by their names may name them anywhere.
    """

    text: bytes
    patches: bool

    def words(self) -> list[bytes]:
        """Each dotted part alone."""
        return self.text.translate(_BLANKS).split()


def outline(data: bytes) -> Outline:
    """The outline of a file."""
    # Most files have "dispatch" in them where they have "patch".
    patches = b"patch" in data and data.count(b"patch") > data.count(b"ispatch") and _PATCH.search(data) is not None
    text = data if patches else b" ".join([*_HEAD.findall(data), *_TAIL.findall(data)])
    return Outline(text if text.isascii() else _as_python_reads(text), patches)


def _as_python_reads(text: bytes) -> bytes:
    """Names as Python normalises them, and blanks for what is no part of one, as a no-break space in a broken file.

    https://docs.python.org/3/reference/lexical_analysis.html#identifiers
    """
    from unicodedata import normalize

    normal = normalize("NFKC", text.decode("utf-8", "replace"))
    return "".join(char if char < "\x80" or f"a{char}".isidentifier() else " " for char in normal).encode()


def imported(data: bytes, outline: Outline, is_entry: Callable[[str], bool]) -> str:
    """What a file that ``scan`` leaves aside may import, as one line: all names, "|", the modules with entry names.

    A name that only stands before a dot, as a package that a module is imported from, keeps its dot. A module whose
    dotted name holds a name that ``is_entry`` knows may be a program that is gone. One in a string that is patched ends
    in ``()``: its last parts may be attributes. ``is_entry`` is asked of several names at once, too.
    """
    names = dict.fromkeys(outline.words() if outline.patches else _names(outline.text))
    text = b" ".join(names).decode("utf-8", "replace")
    if not is_entry(text):
        return f"{text}|"
    heads = dict.fromkeys(head.decode("utf-8", "replace") for head in import_heads(data))
    if outline.patches:
        heads.update(dict.fromkeys(name.decode("utf-8", "replace") + "()" for name in _PATCHED.findall(data)))
    telling = (head.translate(_NO_CONTROL) for head in heads if is_entry(head))
    return f"{text}|{' '.join(sorted(telling))}"


def imported_in(lines: bytes, is_entry: Callable[[str], bool]) -> str:
    """``imported`` for a file without a mark, of which ``QUERY`` gave these lines."""
    text = lines.replace(b"(", b" ")  # what the brackets hold are the next lines, and none that they do not
    return imported(text, Outline(text if text.isascii() else _as_python_reads(text), patches=False), is_entry)


def _names(text: bytes) -> list[bytes]:
    """The words of import statements: with the dot behind them, where they have one."""
    return text.replace(b".", b". ").translate(_BLANKS_BUT_DOTS).split()


def import_heads(data: bytes) -> list[bytes]:
    """The modules that ``from`` and ``import`` name, dotted as they are written; over-approximate."""
    froms = {found.end(): found[1] for found in _HEAD.finditer(data)}
    heads = list(froms.values())
    for found in _TAIL.finditer(data):
        if found.start() not in froms:
            heads += [part.split()[0] for part in found[1].split(b",") if part.strip()]
    return heads


def scan(data: bytes) -> bool:
    """Whether the file can show an entry point, or refer to one otherwise than by an import; over-approximate.

    Imports have their own question, ``outline``: nearly every file has some.
    """
    return is_telling(data, outline(data))


def is_telling(data: bytes, outline: Outline) -> bool:
    """The same for a file whose ``outline`` is known."""
    if any(word in data for word in _TELLING):
        return True
    if any(piece in data and tells(data) for piece, tells in _TOGETHER):
        return True
    if b"*" in outline.text and any(name + b"(" in data for name in _APPLICATIONS):
        return True
    opening = _OPENING.intersection(outline.words())
    return (bool(opening) and _opens(data, opening)) or _acts(data)


def _opens(data: bytes, names: frozenset[bytes]) -> bool:
    """May the file make an application, load a module by its name, or start a command, with what it imports?"""
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
    """Could a file hold no code at all, or names that cannot be seen? Over-approximate."""
    return not any(word in data for word in _CODE) or any(word in data for word in _OPEN)


def words_of(data: bytes) -> frozenset[str]:
    """Every word in a file."""
    return frozenset(data.translate(_BLANKS).decode("utf-8", "replace").split())


def _acts(data: bytes) -> bool:
    """Does the module start something when it is imported, or is one of its functions a handler?"""
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
