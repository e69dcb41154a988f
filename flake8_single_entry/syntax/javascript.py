"""Object literals in JavaScript and TypeScript, as far as configuration files need them: keys whose values are strings.

Nothing is evaluated. A key with any other value is unknown, except for ``__dirname``, which is the file's directory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flake8_single_entry.syntax.source import Snippet, Source

HERE = "__dirname"
_TOKEN = re.compile(
    r"//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
    r"|'(?:[^'\\\n]|\\.)*+'?|\"(?:[^\"\\\n]|\\.)*+\"?|`(?:[^`\\]|\\.)*+(?:`|\Z)"
    r"|[{}\[\],:]|[\w$]+",
    re.DOTALL,
)
_QUOTES = ("'", '"', "`")
_DEEPEST = 100


@dataclass
class ObjectLiteral:
    """An object: the key that it is the value of, or an element of, and its strings and lists of strings by key.

    ``unknown`` are the keys with other values.
    """

    name: str
    texts: dict[str, Snippet] = field(default_factory=dict)
    lists: dict[str, list[Snippet]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """Return a string, or ""."""
        snippet = self.texts.get(key)
        return snippet.text if snippet is not None else ""


@dataclass
class _Level:
    """An open brace (with its object) or an open bracket, and the key whose value follows."""

    literal: ObjectLiteral | None
    key: str = ""
    before: str = ""


def objects_of(source: Source) -> Iterator[ObjectLiteral]:
    """Yield the objects of a file, inner ones first."""
    levels = [_Level(ObjectLiteral(""))]
    for match in _TOKEN.finditer(source.text):
        token, level = match[0], levels[-1]
        if token.startswith(("//", "/*")):
            continue
        if token in "{[":
            if len(levels) > _DEEPEST:
                return
            name = level.key
            levels.append(_Level(ObjectLiteral(name) if token == "{" else None, "" if token == "{" else name))
        elif token in "}]":
            if len(levels) > 1:
                closed = levels.pop().literal
                if closed is not None:
                    yield closed
            levels[-1].before = ""
        elif token == ",":
            level.key, level.before = (level.key if level.literal is None else ""), ""
        elif token == ":":
            level.key = level.before.strip("'\"") if level.literal is not None else level.key
        else:
            inner, whole = source.part(match.start() + 1, match.end() - 1), source.part(match.start(), match.end())
            _take(levels, token, inner, whole)
            level.before = token


def _take(levels: list[_Level], token: str, inner: Snippet, whole: Snippet) -> None:
    """Record a word or a string as the value of the current key, or as an element of the current list."""
    level = levels[-1]
    is_text = token[0] in _QUOTES and len(token) > 1 and token[-1] == token[0]
    is_plain = is_text and "\\" not in token and "${" not in token
    if level.literal is not None and level.key and level.key not in level.literal.texts:
        if is_plain or token == HERE:
            level.literal.texts[level.key] = inner if is_plain else whole
        else:
            level.literal.unknown.add(level.key)
    elif level.literal is None and level.key and is_plain and len(levels) > 1:
        owner = levels[-2].literal
        if owner is not None:
            owner.lists.setdefault(level.key, []).append(inner)
