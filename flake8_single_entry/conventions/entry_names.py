"""Names of entry points: words in file names, and attributes of their modules.

The words are one table. Some are entry points in one sense only:

- ``api.py`` or ``index.py`` competes with ``main.py`` if both are programs. But libraries have such modules, too, so a
  name without a file proves nothing.
- A missing ``cli.py`` or ``wsgi.py`` is reported. But it is a program of its own, not a version of ``main.py``.
"""

from __future__ import annotations

import re

from flake8_single_entry.conventions.tables import word_set

_ENTRIES = word_set("main app application server run runner start startup launch entrypoint")
_ONLY_COMPETING = word_set("srv api starter index backend service entry web webapp webserver webservice website")
_ONLY_REPORTED = word_set("launcher cli wsgi asgi manage bot")
_REPORTED = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(sorted(_ENTRIES | _ONLY_REPORTED))})(?![a-z])")

ENTRY_WORDS = _ENTRIES | _ONLY_COMPETING
"""Words of the names of modules that compete for the same entry point."""

FACES = word_set("app application main server run start handler create_app serve lambda_handler")
"""Attributes that a program's module usually defines, whatever its name."""


def is_entry_name(text: str) -> bool:
    """True if a missing module of this name is reported: ``main``, ``main_v2``, ``run_server``, ``my-app``."""
    return _REPORTED.search(text.lower()) is not None
