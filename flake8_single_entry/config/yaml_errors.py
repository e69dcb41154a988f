"""Say in plain words why a text is not valid YAML, and at which offset people have to mend it.

The wording of libyaml and of PyYAML's own parser differs; both are covered. Source of the rules: https://yaml.org/spec/1.1/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

_LONGEST_WORD = 40  # characters
_CLOSERS = {"[": "]", "{": "}"}
_INDENTATION = re.compile(r"expected key|'-' indicator|<block end>|<document start>")


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int]:
    """Return the reason of an error and the offset in the text to which it belongs. One character may be quoted."""
    context, problem = error.context or "", error.problem or ""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index if mark else 0, len(text))
    opened = min(error.context_mark.index, len(text)) if error.context_mark else offset
    character = text[offset : offset + 1]
    if "tab character" in problem or character == "\t":
        return "a tab cannot indent a line; use spaces", offset
    if context.startswith("while parsing a flow"):
        return _unclosed(text, opened, offset)
    if "quoted scalar" in context and "end of stream" in problem:
        return f"the quote ({text[opened : opened + 1]}) that opens here is not closed", opened
    if "mapping values are not allowed" in problem:
        return "there is no place for a `:` here; indent the line like the one above it, or quote the text", offset
    if "could not find expected ':'" in problem:
        return "a key needs a `: ` and a value after it", opened
    if "cannot start any token" in problem:
        return f"a value cannot begin with `{character}`; quote it", offset
    if _INDENTATION.search(problem):
        return _misplaced(text, offset), offset
    if "another document" in problem:
        return "a second document begins here; the file is one document", offset
    return _shortened(f"{context} {problem}"), offset


def _unclosed(text: str, opened: int, offset: int) -> tuple[str, int]:
    """Return the reason and the place of a list or mapping in brackets that is broken."""
    if text[opened : opened + 1] not in _CLOSERS:
        opened = max(text.rfind(bracket, 0, opened) for bracket in _CLOSERS)
    bracket = text[opened : opened + 1]
    closer = _CLOSERS.get(bracket, "")
    if closer and closer in text[offset:]:
        return f"the `{bracket}` that opens here lacks a comma, or its `{closer}`", opened
    return f"the `{bracket}` that opens here is not closed", max(opened, 0)


def _misplaced(text: str, offset: int) -> str:
    if text[text.rfind("\n", 0, offset) + 1 : offset].strip():
        return "this does not belong to the value before it; quote the whole value"
    return "the line is indented unlike the lines that it belongs to"


def _shortened(message: str) -> str:
    words = message.split()
    return " ".join(word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…" for word in words)
