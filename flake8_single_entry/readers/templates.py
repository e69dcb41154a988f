"""Templates and samples of files that are read: a person or a program fills them in and puts them elsewhere.

What they name is known, but not where it is. So a template defines no image, no service and no package, and the base of
what it names is a guess.
"""

from __future__ import annotations

import re

from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.readers import Reader
from flake8_single_entry.syntax.placeholders import without_go_templates
from flake8_single_entry.syntax.source import Source

# Statements and comments of Jinja (https://jinja.palletsprojects.com/en/stable/templates/) and ERB.
_STATEMENT = re.compile(r"\{%[^%{}]*%\}|\{#[^#{}]*#\}|<%[^%<>]*%>")
_SUBSTITUTED = re.compile(r"@[A-Za-z_]\w{0,60}@")  # by configure and CMake
_ELSEWHERE = (RelativeTo.IMAGE, RelativeTo.CONTEXT)


def read(source: Source, name: str, reader: Reader) -> Facts:
    """Return the references of a template, read as a file with the path ``name``."""
    return as_template(reader.read(without_placeholders(source).named(name)), source.path)


def without_placeholders(source: Source) -> Source:
    """Replace placeholders by variables that are never set, and statements by blanks, character by character."""
    text = _STATEMENT.sub(lambda match: re.sub(r"[^\r\n]", " ", match[0]), source.text)
    text = _SUBSTITUTED.sub(lambda match: "$" + "_" * (len(match[0]) - 1), text)
    return without_go_templates(source.inner(text)) if "{{" in text else source.inner(text)


def as_template(facts: Facts, path: str) -> Facts:
    """Return the facts of a template at a path: its references, whose bases are guesses."""
    return Facts(tuple(_guessed(each, path) for each in facts.references))


def _guessed(reference: Reference, path: str) -> Reference:
    """Return a reference in the template, relative to a directory that only the filled in file has."""
    base = reference.base
    base = Base(RelativeTo.CALLER, certain=False) if base.anchor in _ELSEWHERE else base._replace(certain=False)
    origin = reference.origin._replace(path=path) if reference.origin else None
    return reference._replace(location=reference.location._replace(path=path), base=base, origin=origin)
