"""Build HTML from values: whatever is not built here is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from flake8_single_entry.printable import printable


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


EMPTY = Html("")
_VOID = {"meta": "", "path": "/"}  # elements without an end tag, and how their tags end


def element(name: str, /, *children: str, **attributes: str) -> Html:
    """Return an element. Children that are not ``Html`` and all values are escaped.

    ``class_`` is the attribute ``class``, and ``data_to`` is ``data-to``. An attribute with an empty value is left out.
    """
    made = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{plain(value)}"' for key, value in attributes.items() if value
    )
    if name in _VOID:
        return Html(f"<{name}{made}{_VOID[name]}>")
    return Html(f"<{name}{made}>{together(children)}</{name}>")


def together(parts: Iterable[str]) -> Html:
    """Return the parts one after the other; those that are not ``Html`` are escaped."""
    return Html("".join(part if isinstance(part, Html) else plain(part) for part in parts))


def plain(text: str) -> str:
    """Return text as it appears in HTML. Control characters, and those that change the direction, become visible."""
    return escape(printable(text), quote=True)
