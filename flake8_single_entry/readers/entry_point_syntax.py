"""Convert entry points of packaging files, such as ``pkg.module:attr [extra]``, into references."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flake8_single_entry.model import CONSOLE_SCRIPT, Base, Kind, Location, Reference, Via
from flake8_single_entry.syntax.source import Snippet

# https://packaging.python.org/en/latest/specifications/entry-points/: an importable module, optionally an object in it.
_NAME = re.compile(r"(?![\d.+-]+\Z)[^\s:\[\](){}<>$]+")
_EXTRAS = re.compile(r"[\[(]")
_LONGEST = 400


def commands_of(named: Iterable[tuple[str, Reference]]) -> tuple[tuple[str, Location], ...]:
    """Return the console scripts among named entry points, with the location of their reference."""
    return tuple((name.strip(), one.location) for name, one in named if one.runner == CONSOLE_SCRIPT and name.strip())


def object_reference(
    snippet: Snippet, base: Base, surface: str, runner: str = "", via: Via = Via.CONFIG
) -> Reference | None:
    """Return the reference of an object, or None if the value is a template, empty or not an object.

    Extras in brackets and the arguments of a call (``pkg.m:main('x')``) are ignored.
    """
    head = _EXTRAS.split(snippet.text[:_LONGEST], maxsplit=1)[0]
    module, colon, attribute = (part.strip() for part in head.partition(":"))
    if not _NAME.fullmatch(module) or (colon and not _NAME.fullmatch(attribute)):
        return None
    start = head.index(module)
    location = snippet.location(start, len(head.rstrip()))
    if attribute:
        return Reference(location, f"{module}:{attribute}", Kind.OBJECT, base, surface, via, runner)
    return Reference(location, module, Kind.MODULE, base, surface, via, runner)


def path_reference(
    snippet: Snippet, base: Base, surface: str, runner: str = "", via: Via = Via.CONFIG
) -> Reference | None:
    """Return the value as the reference of a path, or None if it contains text that only a program can expand."""
    text = snippet.text.strip()
    if not text or any(character in text for character in "*?${}<>\n") or "://" in text:
        return None
    start = snippet.text.index(text)
    return Reference(snippet.location(start, start + len(text)), text, Kind.PATH, base, surface, via, runner)


_FILE = re.compile(r"(?:\./)?(?P<path>[^:*?${}<>\n]+\.py)(?::(?P<name>[A-Za-z_][\w.]*).*)?")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*(?::[^\W\d][\w.]*(?:\(.*\))?)?")


def target_reference(
    snippet: Snippet, base: Base, surface: str, runner: str = "", via: Via = Via.CONFIG
) -> Reference | None:
    """Return the reference of ``x.py``, ``x.py:attr`` or ``module:attr``, or None for any other value."""
    text = snippet.text.strip()
    file = _FILE.fullmatch(text)
    if file:
        start = snippet.text.index(text)
        return path_reference(snippet.part(start, start + file.end("path")), base, surface, runner, via)
    if "/" in text or not _DOTTED.fullmatch(text):
        return None
    return object_reference(snippet, base, surface, runner, via)


_ATTRIBUTE = re.compile(r"(?P<module>(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*)\.(?P<name>[A-Za-z_]\w*)")


def attribute_reference(snippet: Snippet, base: Base, surface: str, runner: str = "lambda") -> Reference | None:
    """Convert ``module.attr`` or ``dir/file.attr`` to a ``module:attr`` reference. Return None for other values."""
    text = snippet.text.strip()
    match = _ATTRIBUTE.fullmatch(text.removeprefix("./"))
    if match is None:
        return None
    start = snippet.text.index(text)
    named = f"{match['module'].replace('/', '.')}:{match['name']}"
    return Reference(snippet.location(start, start + len(text)), named, Kind.OBJECT, base, surface, Via.CONFIG, runner)
