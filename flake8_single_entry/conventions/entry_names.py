"""Names that programs are started by: what makes an absent module worth a word, and never more than that."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?<![a-z0-9])(?:main|app|application|server|run|runner|start|startup|launch|launcher|entrypoint|cli|wsgi|asgi|manage"
    r"|bot)(?![a-z])"
)
# what a module that is a program defines, whatever it is called
FACES = frozenset("app application main server run start handler create_app serve lambda_handler".split())


def is_entry_name(text: str) -> bool:
    """True for ``main``, ``main_v2``, ``run_server``, ``my-app``: one of the usual words stands in one of the names."""
    return _NAMED.search(text.lower()) is not None
