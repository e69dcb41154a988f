"""The quick depth: byte tests that say, without parsing, whether a Python file can matter and what it imports."""

from __future__ import annotations

import re

from flake8_single_entry.readers.python.words import words

_TINY = 40  # bytes: an empty or nearly empty main.py matters by its name alone

# Imports without which the constructs that need them cannot be there: one set intersection instead of a search each.
_IMPORTS = words(
    "execv execvp executable importlib popen run_module run_path system "
    "aiogram aiohttp apiflask blacksheep bottle celery chainlit cherrypy click connexion dash discord django "
    "dramatiq eventlet azure falcon fastapi fastmcp faust fire flask flet functions_framework gevent gradio "
    "granian gunicorn huey hypercorn imp importlib invoke kivy litestar mcp modal nextcord nicegui nox panel pexpect "
    "pkgutil psutil pty PyQt5 PyQt6 PySide2 PySide6 quart robyn runpy sanic shiny socketio starlette streamlit "
    "subprocess telebot telegram telethon textual tkinter tornado typer uvicorn waitress"
)

# Substrings for the rest; a plain ``in`` is several times quicker than one alternation of them.
_TELLING = (
    b"__main__",
    b"uvicorn",
    b"__import__",
    b"import *",
    b"create_app",
    b"application =",
    b"lambda_handler",
    b"handler(",
    b"DJANGO_",
    b"URLCONF",
    b"wsgi_app",
    b"_APPLICATION",
    b".run",
    b".serve",
    b".launch(",
    b".mainloop(",
    b".main(",
    b"\nmain(",
    b"\nwhile ",
)

# Substrings that only count together with another one, which is looked for first.
_TOGETHER = (
    (b".py", (b'.py"', b".py'", b"python")),
    (b"python", (b'"python', b"'python")),
    (b"patch", (b"patch(", b"patch.", b"monkeypatch")),
)

# Substrings that only count where a module is imported.
_WITH_IMPORT = (
    ("os", (b"os.system", b"os.popen", b"os.exec", b"os.spawn", b"os.posix_spawn")),
    ("sys", (b"sys.executable", b"\nsys.exit(")),
    ("pytest", (b"importorskip",)),
)

# Both patterns begin with a literal, which the engine finds at the speed of a plain search.
_TAIL = re.compile(rb"import((?:[ \t\\\r\n]*\((?:[^)#]|#[^\n]*)*|[ \t\\][^\n]*(?:(?:(?<=\\)|(?<=\\\r))\n[^\n]*)*))")
_HEAD = re.compile(rb"from(?=[ \t\\.])[ \t\\\r\n]*([^\s;#'\"()]+)(?=[ \t\\\r\n]*import\b)")
_WORD = re.compile(r"[^\W\d]\w*")


def module_names(data: bytes) -> frozenset[str]:
    """Every name that the file's import statements may hold, each dotted part alone; over-approximate.

    It answers "who may import ``main``?" without parsing: an absent name is not imported, a present one may only stand
    in a comment on an import's line.
    """
    parts = _HEAD.findall(data) + _TAIL.findall(data)
    return frozenset(_WORD.findall(b" ".join(parts).decode("utf-8", "replace")))


def scan(data: bytes) -> bool:
    """Whether the file can show an entry point, or refer to one otherwise than by an import; over-approximate.

    Imports have their own question, ``module_names``: nearly every file has some.
    """
    if len(data) < _TINY or any(word in data for word in _TELLING):
        return True
    for first, others in _TOGETHER:
        if first in data and any(word in data for word in others):
            return True
    names = module_names(data)
    if not _IMPORTS.isdisjoint(names):
        return True
    return any(name in names and any(word in data for word in others) for name, others in _WITH_IMPORT)
