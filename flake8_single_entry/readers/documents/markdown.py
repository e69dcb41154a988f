"""Markdown: the commands, code spans, links and trees of READMEs, guides and instructions for agents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.command import might_run
from flake8_single_entry.model import INCLUDED, Base, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.documents.document import read_document
from flake8_single_entry.readers.documents.markdown_blocks import blocks_of
from flake8_single_entry.syntax.source import Source

_APP_FILE = re.compile(r"\A---[ \t]*\n(?:(?!---)[^\n]*\n){0,60}?app_file:[ \t]*[\"']?(?P<path>[\w./-]+\.py)\b")
_INCLUDE = re.compile(r"^[ \t]*[`~:]{3,}\{literalinclude\}[ \t]+(?P<path>[\w.-][\w./-]*\.py)[ \t]*$", re.MULTILINE)


def scan(data: bytes) -> bool:
    """True if the text could name a Python file or contain a command that starts one."""
    return b".py" in data or might_run(data)


def read(source: Source) -> Facts:
    """Return the references of a Markdown file. A document that records the past has none."""
    facts = read_document(source, blocks_of(source), "markdown")
    named = tuple(_named(source))
    if not named:
        return facts
    return facts._replace(references=tuple(sorted((*facts.references, *named), key=lambda each: each.location)))


def _named(source: Source) -> Iterator[Reference]:
    """Yield the program of a Hugging Face Space in the front matter, and the files that MyST includes.

    ``app_file`` is relative to the root of the repository
    (https://huggingface.co/docs/hub/spaces-config-reference), which holds the README; ``literalinclude`` to the page
    (https://myst-parser.readthedocs.io/en/latest/syntax/code_and_apis.html).
    """
    if source.path == "README.md" and source.text.startswith("---") and (found := _APP_FILE.search(source.text)):
        place = source.location(*found.span("path"))
        yield Reference(place, found["path"], Kind.PATH, Base(RelativeTo.ROOT), "markdown", Via.CONFIG, "app_file")
    if "literalinclude" in source.text:
        for found in _INCLUDE.finditer(source.text):
            place = source.location(*found.span("path"))
            yield Reference(place, found["path"], Kind.PATH, Base(RelativeTo.FILE), "markdown", Via.PATH, INCLUDED)
