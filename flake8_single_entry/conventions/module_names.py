"""Syntax of module names and of ``module:attribute``; modules of the standard library and of common tools."""

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
    """True if the module is a common installed tool that is run with ``python -m``, not a file of the repository."""
    return module in _INSTALLED


def is_object(text: str) -> bool:
    """True if the text has the form ``module:attribute``, even if malformed."""
    return _OBJECT.fullmatch(text) is not None and not re.match(r"[A-Za-z]:[\\/]", text)


def is_module(text: str) -> bool:
    """True if the text is a dotted module name."""
    return _DOTTED.fullmatch(text) is not None


def is_standard(module: str) -> bool:
    """True if ``python -m module`` runs a module of the standard library.

    A standard module that is not a package has no submodules: ``code.main`` must belong to the project.
    """
    top, _, rest = module.partition(".")
    return top in sys.stdlib_module_names and (not rest or top in _STANDARD_PACKAGES)
