"""The forms in which module names are written, and which of them the standard library answers."""

from __future__ import annotations

import re
import sys

from flake8_single_entry.command.words import names

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_OBJECT = re.compile(
    r"(?P<module>[^\W\d][\w./\\-]*|\.{1,2}[/\\][\w./\\-]+):(?P<attribute>[^\W\d][\w.]*(?:\(.*\))?)", re.DOTALL
)
_STANDARD_PACKAGES = names(
    "venv wsgiref xml xmlrpc"
    " asyncio collections concurrent ctypes curses dbm distutils email encodings ensurepip html http idlelib importlib"
    " json lib2to3 logging multiprocessing pydoc_data sqlite3 tkinter turtledemo unittest urllib"
)


def is_object(text: str) -> bool:
    """Has the text the form ``module:attribute`` (well formed or not)?"""
    return _OBJECT.fullmatch(text) is not None and not re.match(r"[A-Za-z]:[\\/]", text)


def is_module(text: str) -> bool:
    return _DOTTED.fullmatch(text) is not None


def is_standard(module: str) -> bool:
    """Does the standard library answer ``python -m module``?

    A module of it that is no package holds nothing below it: ``code.main`` can only be the project's own.
    """
    top, _, rest = module.partition(".")
    return top in sys.stdlib_module_names and (not rest or top in _STANDARD_PACKAGES)
