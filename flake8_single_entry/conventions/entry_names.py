"""Common entry point names. Used only to decide whether a missing module is reported."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?<![a-z0-9])(?:main|app|application|server|run|runner|start|startup|launch|launcher|entrypoint|cli|wsgi|asgi|manage"
    r"|bot)(?![a-z])"
)
# attributes that a program's module usually defines, whatever its name
FACES = frozenset("app application main server run start handler create_app serve lambda_handler".split())


def is_entry_name(text: str) -> bool:
    """True if part of a name is a usual word for an entry point: ``main``, ``main_v2``, ``run_server``, ``my-app``."""
    return _NAMED.search(text.lower()) is not None
