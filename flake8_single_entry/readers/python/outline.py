"""The import statements of a Python file as text, found without parsing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

# Both patterns begin with a literal, which the engine finds as fast as a plain search.
_TAIL = re.compile(
    rb"import((?:[ \t\\\r\n]*+\([^)#]*+(?:#[^\n]*+[^)#]*+)*+|__[ \t]*+\("
    rb"|[ \t\\][^\n]*+(?:(?:(?<=\\)|(?<=\\\r))\n[^\n]*+)*+))"
)
_HEAD = re.compile(rb"from(?=[ \t\\.])[ \t\\\r\n]*+([^\s;#'\"()]+)[ \t\\\r\n]*(?=import\b)")
PATCH = re.compile(rb"(?<![A-Za-z])patch|keypatch")
_PATCHED = re.compile(rb"[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']")
_COMMENT = re.compile(rb"#[^\n]*")
_BLANKS = bytes(code if chr(code).isalnum() or code > 127 or code == ord("_") else ord(" ") for code in range(256))
_BLANKS_BUT_DOTS = bytes(ord(".") if code == ord(".") else other for code, other in enumerate(_BLANKS))
_NO_CONTROL = dict.fromkeys(range(32))  # the cache format uses some of these as separators


class Outline(NamedTuple):
    """The import statements of a file as text; over-approximate.

    Used to find possible importers of ``main`` without parsing. A word that is absent is not imported. A word that is
    present may be only in a comment on the line of an import. A file that ``patches`` objects by name may name them
    anywhere.
    """

    text: bytes
    patches: bool

    def words(self) -> list[bytes]:
        """Return each component of the dotted names."""
        return self.text.translate(_BLANKS).split()


def outline(data: bytes) -> Outline:
    """Return the outline of a file."""
    # Most files that contain "patch" contain it in "dispatch".
    patches = b"patch" in data and data.count(b"patch") > data.count(b"ispatch") and PATCH.search(data) is not None
    text = data if patches else b" ".join([*_HEAD.findall(data), *_TAIL.findall(data)])
    return Outline(text if text.isascii() else _as_python_reads(text), patches)


def _as_python_reads(text: bytes) -> bytes:
    """Normalise names as Python does, and blank characters that cannot be part of a name.

    Such a character is, for example, a no-break space in a broken file. See
    https://docs.python.org/3/reference/lexical_analysis.html#identifiers.
    """
    from unicodedata import normalize

    normal = normalize("NFKC", text.decode("utf-8", "replace"))
    return "".join(char if char < "\x80" or f"a{char}".isidentifier() else " " for char in normal).encode()


def imported(data: bytes, outline: Outline, is_entry: Callable[[str], bool]) -> str:
    """Return what a file that ``scan`` rejects may import, in one line: all names, "|", modules with entry point names.

    A name that occurs only before a dot, such as the package of an imported module, keeps its dot. A module is listed
    after the "|" if its dotted name contains a name that ``is_entry`` accepts, because it may be a deleted program. A
    module from a patched string ends in ``()``, because its last components may be attributes. ``is_entry`` is also
    called with several names in one text.
    """
    names = dict.fromkeys(outline.words() if outline.patches else _names(outline.text))
    text = b" ".join(names).decode("utf-8", "replace")
    if not is_entry(text):
        return f"{text}|"
    heads = dict.fromkeys(head.decode("utf-8", "replace") for head in import_heads(data))
    if outline.patches:
        heads.update(dict.fromkeys(name.decode("utf-8", "replace") + "()" for name in _PATCHED.findall(data)))
    telling = (head.translate(_NO_CONTROL) for head in heads if is_entry(head))
    return f"{text}|{' '.join(sorted(telling))}"


def imported_in(lines: bytes, is_entry: Callable[[str], bool]) -> str:
    """Return ``imported`` for the lines that ``QUERY`` found in a file without a mark."""
    text = lines.replace(b"(", b" ")  # the lines that follow a parenthesis are its contents
    return imported(text, Outline(text if text.isascii() else _as_python_reads(text), patches=False), is_entry)


def _names(text: bytes) -> list[bytes]:
    """Return the words of import statements, each with the dot after it, if any."""
    return text.replace(b".", b". ").translate(_BLANKS_BUT_DOTS).split()


def import_heads(data: bytes) -> list[bytes]:
    """Return the modules that ``from`` and ``import`` name, dotted as written; over-approximate."""
    froms = {found.end(): found[1] for found in _HEAD.finditer(data)}
    heads = list(froms.values())
    for found in _TAIL.finditer(data):
        if found.start() not in froms:
            heads += [part.split()[0] for part in found[1].split(b",") if part.strip()]
    return heads


def dotted_names(data: bytes) -> list[str]:
    """Return what imports name, and the dotted names in strings of a file that patches objects; over-approximate.

    ``from a.b import c`` names ``a.b.c``, and ``from . import m`` names ``.m``.
    """
    heads = {found.end(): found[1] for found in _HEAD.finditer(data)}
    names: dict[bytes, None] = {}
    for found in _TAIL.finditer(data):
        head = heads.get(found.start())
        parts = _COMMENT.sub(b"", found[1]).replace(b"(", b" ").replace(b"\\", b" ").split(b",")
        firsts = [words[0].rstrip(b");") for part in parts if (words := part.split())]
        dot = b"" if head is None or head.endswith(b".") else b"."
        names.update(dict.fromkeys(firsts if head is None else [head + dot + name for name in firsts]))
    if PATCH.search(data):
        names.update(dict.fromkeys(_PATCHED.findall(data)))
    return [name.decode("utf-8", "replace") for name in names]


def words_of(data: bytes) -> frozenset[str]:
    """Return all words in a file."""
    return frozenset(data.translate(_BLANKS).decode("utf-8", "replace").split())
