"""Configuration in JavaScript that starts Python: PM2's applications, and the servers that Playwright waits for.

Sources: PM2, "Ecosystem File" (``script``, ``args``, ``interpreter``, ``cwd``; a script that ends in ``.py`` runs in
Python); Playwright, "Web server" (``command`` runs in ``cwd``, by default the directory of the configuration file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.command import Context, Word, enter, might_run, read_script, read_words
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.javascript import HERE, ObjectLiteral, objects_of
from flake8_single_entry.syntax.source import Snippet, Source

PM2, PLAYWRIGHT = "pm2-script", "playwright"
_APPLICATIONS, _SERVER = "apps", "webServer"
_WORD = re.compile(r"\S+")


def scan(data: bytes) -> bool:
    """True if the file could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of each application or server."""
    references: list[Reference] = []
    is_test = source.path.rpartition("/")[2].startswith(PLAYWRIGHT)
    for literal in objects_of(source):
        if not is_test and literal.name == _APPLICATIONS:
            references += _application(literal)
        elif is_test and literal.name == _SERVER and (command := literal.texts.get("command")) is not None:
            references += read_script(command, _context(literal, PLAYWRIGHT)).references
    return Facts(references=tuple(references))


def _context(literal: ObjectLiteral, surface: str) -> Context:
    base = Base(RelativeTo.FILE)
    if "cwd" in literal.unknown:
        return Context(base._replace(certain=False), surface)
    directory = literal.text("cwd")
    return Context(base if directory in ("", HERE) else enter(base, directory), surface)


def _application(literal: ObjectLiteral) -> Iterator[Reference]:
    script = literal.texts.get("script")
    if script is None:
        return
    arguments = [word for part in _arguments(literal) for word in _words(part)]
    words = [*_words(script), *arguments]
    interpreter = literal.texts.get("interpreter")
    if interpreter is not None and interpreter.text != "none":
        words = [*_words(interpreter), *words]
    elif words and words[0].text.endswith(".py"):
        words = [words[0].renamed("python"), *words]
    yield from read_words(words, _context(literal, PM2)).references


def _arguments(literal: ObjectLiteral) -> list[Snippet]:
    text = literal.texts.get("args")
    return [text] if text is not None else literal.lists.get("args", [])


def _words(text: Snippet) -> list[Word]:
    parts = (text.part(match.start(), match.end()) for match in _WORD.finditer(text.text))
    return [Word(part.text, part.location(0, len(part.text)), snippet=part) for part in parts]
