"""ARG and ENV: expansion of ``$NAME`` and ``${NAME:-default}`` in the instructions of a Dockerfile."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flake8_single_entry.readers.containers.instructions import Instruction
from flake8_single_entry.syntax.source import Snippet

_VARIABLE = re.compile(r"\\\$|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^{}]*))?\})")
_LONGEST = 8192  # nested values could otherwise exhaust the memory


def expand(text: str, variables: Mapping[str, str]) -> str:
    """Replace known variables. ``$NAME`` of an unknown variable is kept because the base image may set it.

    Follows https://docs.docker.com/reference/dockerfile/#environment-replacement, without the pattern forms.
    """
    if "$" not in text:
        return text
    parts: list[str] = []
    length = position = 0
    for match in _VARIABLE.finditer(text):
        parts += text[position : match.start()], _value(match, variables)
        length += len(parts[-1])
        position = match.end()
        if length > _LONGEST:
            return text
    expanded = "".join((*parts, text[position:]))
    return expanded if len(expanded) <= _LONGEST else text


def _value(match: re.Match[str], variables: Mapping[str, str]) -> str:
    if match.group().startswith("\\"):
        return "$"
    name, operator, word = match.group(1) or match.group(2), match.group(3), match.group(4)
    value = variables.get(name)
    if operator in ("-", ":-"):
        return value if value is not None and (value or operator == "-") else expand(word, variables)
    if operator in ("+", ":+"):
        return expand(word, variables) if value is not None and (value or operator == "+") else ""
    return match.group() if value is None else value


def assignments(instruction: Instruction) -> list[tuple[str, str, Snippet]]:
    """Return the pairs of an ENV instruction: name, value (not expanded) and the position of the value."""
    text = instruction.arguments.text
    words = instruction.words()
    if not words:
        return []
    if "=" not in words[0].text:
        name, _, rest = text.strip().partition(" ")
        start = text.find(rest.lstrip(), text.index(name) + len(name)) if rest else len(text)
        return [(name, rest.strip(), instruction.arguments.part(start, start + len(rest.strip())))]
    found = []
    for word in words:
        name, sign, value = word.text.partition("=")
        if sign:
            start = text.find("=", word.start) + 1
            start += text[start : start + 1] in ("'", '"')
            found.append((name, value, instruction.arguments.part(start, min(start + len(value), len(text)))))
    return found
