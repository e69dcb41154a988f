"""Names that programs are started by: what makes an absent module worth a word, and never more than that."""

from __future__ import annotations

import re

_WORDS = frozenset(
    "main app application server run runner start startup launch launcher entrypoint cli wsgi asgi manage bot".split()
)
# what a module that is a program defines, whatever it is called
FACES = frozenset("app application main server run start handler create_app serve lambda_handler".split())
_SPLIT = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=\d)")


def is_entry_name(stem: str) -> bool:
    """True for ``main``, ``main_v2``, ``run_server``, ``my-app``: one of the usual words stands in the name."""
    return not _WORDS.isdisjoint(_SPLIT.split(stem.lower()))
