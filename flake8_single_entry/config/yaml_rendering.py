"""Write YAML values: scalars that read back as the same text, and mappings and lists in block or flow style."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Union

from flake8_single_entry.printable import escaped, inert_json

Value = Union[str, "Mapping[str, Value]", "Sequence[Value]"]
"""A value to write. A text is written as it is: ``scalar`` quotes it where necessary."""

INDENT = 2  # columns, where the file shows no other
_PLAIN = re.compile(r"(?:[A-Za-z_]|\.(?=/|[A-Za-z_]))[\w./-]*(?: [\w./-]+)*(?:/\*)?", re.ASCII)
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def scalar(text: str) -> str:
    """Return a YAML scalar: plain if it has no special meaning in YAML, else in double quotes, as in JSON."""
    if text == "." or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS):
        return text
    return _in_double_quotes(text)


def requoted(text: str, style: str | None) -> str:
    """Return a scalar in the quotes ``style`` of the one that it replaces, if that is possible."""
    if style == "'" and text.isprintable():
        return "'{}'".format(text.replace("'", "''"))
    return _in_double_quotes(text) if style == '"' else scalar(text)


def flow(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key}: {flow(inner)}' for key, inner in value.items())} }}"
    return f"[{', '.join(map(flow, value))}]"


def block(value: Value, column: int, indent: int = INDENT) -> list[str]:
    """Return the lines of a mapping or a list that begins in a column, from 0. Lists in mappings get ``indent``."""
    pad = " " * column
    if isinstance(value, str):
        return [pad + value]
    if not isinstance(value, Mapping):
        lines = []
        for item in value:
            first, *rest = block(item, column + 2)
            lines += [f"{pad}- {first.lstrip()}", *rest]
        return lines
    lines = []
    for key, inner in value.items():
        if isinstance(inner, str):
            lines.append(f"{pad}{key}: {inner}")
        else:
            inside = column + (INDENT if isinstance(inner, Mapping) else indent)
            lines += [f"{pad}{key}:", *block(inner, inside, indent)]
    return lines


def _in_double_quotes(text: str) -> str:
    """Return a scalar with the escapes of JSON, which YAML 1.2 has as well, and its own for characters above U+FFFF."""
    quoted = json.dumps(text, ensure_ascii=False)
    return inert_json("".join(char if char.isprintable() else escaped(char) for char in quoted))
