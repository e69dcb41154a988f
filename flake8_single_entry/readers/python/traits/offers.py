"""What the text of a module offers and reads, without parsing it: routes, prefixes, title and settings.

Modules that start nothing are not parsed. A router is one of them, and its routes belong to the program that includes
it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ROUTE = re.compile(
    r"^[ \t]*@[\w.]+\.(get|post|put|delete|patch|head|options|route|websocket|api_route)"
    r"\(\s*[rf]?([\"'])(/?[^\"'\n]*)\2([^\n]*)",
    re.MULTILINE,
)
_METHODS = re.compile(r"methods\s*=\s*[\[({]([^\])}]*)")
_PREFIX = re.compile(r"\b(?:url_)?prefix\s*=\s*[rf]?([\"'])(/[^\"'\n]*)\1")
_TITLE = re.compile(r"\b(?:title|name)\s*=\s*[rf]?([\"'])([^\"'\n]+)\1")
_APPLICATION = re.compile(r"=\s*(?:\w+\.)*(?:FastAPI|APIFlask|Starlette|Litestar|FastMCP|Typer|Dash|Blocks)\(")
_SETTING = re.compile(r"\b(?:environ(?:\.get\(|\[)|getenv\(|config\()\s*[\"']([A-Z][A-Z0-9_]+)[\"']")
_VERBS = {"route": "GET", "api_route": "GET", "websocket": "WEBSOCKET"}
_LONGEST = 400_000  # characters of a module that are searched
_NEAR = 400  # characters after the start of an application's call in which its title stands


class Offers(NamedTuple):
    """``routes`` are written as in ``EntryTraits``. ``prefixes`` are those of included routers."""

    routes: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    title: str = ""
    settings: frozenset[str] = frozenset()


def offers_of(text: str) -> Offers:
    """Return what a module offers."""
    text = text[:_LONGEST]
    routes: set[str] = set()
    for verb, _, path, rest in _ROUTE.findall(text):
        methods = _METHODS.search(rest)
        named = re.findall(r"\w+", methods[1]) if methods else []
        routes.update(f"{method.upper()} {path}" for method in named or [_VERBS.get(verb, verb)])
    created = _APPLICATION.search(text)
    title = _TITLE.search(text, created.end(), created.end() + _NEAR) if created else None
    return Offers(
        frozenset(routes),
        frozenset(path for _, path in _PREFIX.findall(text)),
        title[2] if title else "",
        frozenset(_SETTING.findall(text)),
    )
