"""The forms in which module names are written, and which of them the standard library answers."""

from __future__ import annotations

import re
import sys

from flake8_single_entry.conventions.tables import word_set

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_OBJECT = re.compile(
    r"(?P<module>[^\W\d][\w./\\-]*|\.{1,2}[/\\][\w./\\-]+):(?P<attribute>[^\W\d][\w.]*(?:\(.*\))?)", re.DOTALL
)
_STANDARD_PACKAGES = word_set(
    "venv wsgiref xml xmlrpc"
    " asyncio collections concurrent ctypes curses dbm distutils email encodings ensurepip html http idlelib importlib"
    " json lib2to3 logging multiprocessing pydoc_data sqlite3 tkinter turtledemo unittest urllib"
)

_INSTALLED = word_set(
    "build pip setuptools wheel twine virtualenv pipenv piptools pipx uv poetry pdm hatch hatchling flit tox nox"
    " maturin pre_commit pytest coverage hypothesis mypy pyright black isort ruff flake8 pylint bandit vulture"
    " pycodestyle pydocstyle autoflake autopep8 yapf pyupgrade sphinx mkdocs pdoc docutils babel towncrier"
    " commitizen semantic_release cibuildwheel auditwheel delocate pynsist nuitka cython mypyc numba debugpy ptvsd ipdb"
    " memory_profiler line_profiler kernprof scalene jupyter jupyterlab notebook ipykernel nbconvert nbstripout"
    " papermill celery flask django alembic locust scrapy gevent grpc_tools spacy nltk torch accelerate transformers"
    " playwright robot behave invoke fabric honcho supervisor watchdog dotenv safety pip_audit esptool mpremote"
)


def is_installed_tool(module: str) -> bool:
    """Is this a program that people install and run with ``python -m``, whose name says nothing of a file here?"""
    return module in _INSTALLED


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
