"""The placeholders of declared files, the shell variables that stand for them, and the values of these variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial

from flake8_single_entry.command import Word
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Base
from flake8_single_entry.readers.declared.declaration import Declaration
from flake8_single_entry.syntax.key_paths import Found, below
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.placeholders import UNKNOWN, with_variables
from flake8_single_entry.syntax.source import Snippet

_DIRECTORY = "SINGLE_ENTRY_"


@cache
def compiled(template: str) -> re.Pattern[str] | None:
    """Return the pattern of placeholders, or None for a format without them."""
    return re.compile(template, re.DOTALL) if template else None


def name_in(match: re.Match[str]) -> str:
    """Return the name in a placeholder."""
    return next((group.strip() for group in match.groups() if group), "")


def variable_for(declaration: Declaration, match: re.Match[str]) -> str:
    """Return the shell variable that stands for a placeholder."""
    name = name_in(match)
    if name in declaration.known or name in declaration.programs:
        return _DIRECTORY + re.sub(r"\W", "_", name)
    return name if re.fullmatch(r"[A-Z][A-Z_]*", name) else UNKNOWN


def values_of(declaration: Declaration, start: Base, document: Node, found: Found) -> Mapping[str, str]:
    """Return the variables of a command: those that the file sets, and the directories and programs of the platform."""
    variables: dict[str, str] = {}
    for name in declaration.environment:
        for node in (below(document, name), found.beside(name)):
            pairs = ((key.text, value.text) for key, value in node.items() if value.is_scalar)
            variables.update((key, value) for key, value in pairs if not re.search(r"[${<]", value))
    for name, anchor in declaration.known.items():
        place = start if anchor is start.anchor else Base(anchor)
        variables[_DIRECTORY + re.sub(r"\W", "_", name)] = encode(place)
        variables[name] = encode(place)
    variables.update((_DIRECTORY + re.sub(r"\W", "_", name), program) for name, program in declaration.programs.items())
    return variables


def shell_text(declaration: Declaration, snippet: Snippet) -> Snippet:
    """Replace the placeholders of a command line by variables."""
    pattern = compiled(declaration.template)
    if declaration.shell_text is not None:
        snippet = Snippet(snippet.source, declaration.shell_text(snippet.text), snippet.segments)
    return with_variables(snippet, pattern, partial(variable_for, declaration)) if pattern else snippet


def word_of(declaration: Declaration, value: Scalar, variables: Mapping[str, str]) -> Word:
    """Replace the placeholders of a word: by a directory if it is known, otherwise the word is unknown."""
    pattern = compiled(declaration.template)
    match = pattern.search(value.text) if pattern else None
    if match is None:
        return Word(value.text, value.location, snippet=value.snippet)
    place = variables.get(variable_for(declaration, match))
    if place is None or match.start():
        return Word(value.text, value.location, known=False)
    rest = value.text[match.end() :]
    segments = value.snippet.part(match.end(), len(value.text)).segments
    moved = ((0, value.start), *((here + len(place), there) for here, there in segments))
    return Word(place + rest, value.location, snippet=Snippet(value.source, place + rest, moved))
