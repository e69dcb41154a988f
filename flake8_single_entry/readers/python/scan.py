"""The quick depth: byte tests that say, without parsing, whether a Python file can matter and what it imports."""

from __future__ import annotations

import re

from flake8_single_entry.readers.python.words import words

_TINY = 40  # bytes: an empty or nearly empty main.py matters by its name alone

# Imports without which the constructs that need them cannot be there: one set intersection instead of a search each.
_IMPORTS = words(
    "aiogram aiohttp apiflask blacksheep bottle celery chainlit cherrypy click connexion dash discord django "
    "dramatiq eventlet azure falcon fastapi fastmcp faust fire flask flet functions_framework gevent gradio "
    "granian gunicorn huey hypercorn imp invoke kivy litestar mcp modal nextcord nicegui nox panel pexpect "
    "pkgutil psutil pty PyQt5 PyQt6 PySide2 PySide6 quart robyn runpy sanic shiny socketio starlette streamlit "
    "subprocess telebot telegram telethon textual tkinter tornado typer uvicorn waitress"
)

# Substrings for the rest; a plain ``in`` is several times quicker than one alternation of them.
_TELLING = (
    b"__main__",
    b'.py"',
    b".py'",
    b"subprocess",
    b"sys.executable",
    b"uvicorn",
    b'"python',
    b"'python",
    b"import_module",
    b"__import__",
    b"spec_from_file_location",
    b"importorskip",
    b"patch(",
    b"patch.",
    b".setattr(",
    b"import *",
    b"create_app",
    b"application =",
    b"lambda_handler",
    b"handler(",
    b"DJANGO_",
    b"ROOT_URLCONF",
    b"wsgi_app",
    b"_APPLICATION",
    b"os.system",
    b"os.popen",
    b"os.exec",
    b"os.spawn",
    b".run",
    b".serve",
    b".launch(",
    b".mainloop(",
    b".main(",
    b"\nmain(",
    b"\nsys.exit(",
    b"\nwhile ",
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
    if b".py" in data and b"python" in data:
        return True
    return not _IMPORTS.isdisjoint(module_names(data))
