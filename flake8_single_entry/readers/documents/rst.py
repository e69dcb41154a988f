"""reStructuredText: the commands, literals and included files of READMEs and Sphinx pages."""

from __future__ import annotations

import re

from flake8_single_entry.command import might_run
from flake8_single_entry.model import INCLUDED, Base, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.documents.document import read_document
from flake8_single_entry.readers.documents.rst_blocks import blocks_of
from flake8_single_entry.syntax.source import Source

# "The file name is usually relative to the current file's path": https://www.sphinx-doc.org/en/master/usage/
# restructuredtext/directives.html#directive-literalinclude; a leading "/" is the documentation's root.
_INCLUDE = re.compile(r"^[ \t]*\.\.[ \t]+literalinclude::[ \t]+([\w.-][\w./ -]*\.py)[ \t]*$", re.MULTILINE)


def scan(data: bytes) -> bool:
    """True if the text could name a Python file or contain a command that starts one."""
    return b".py" in data or might_run(data)


def read(source: Source) -> Facts:
    """Return the references of a reStructuredText file."""
    facts = read_document(source, blocks_of(source), "rst")
    if "literalinclude" not in source.text:
        return facts
    included = tuple(
        Reference(
            source.location(*found.span(1)),
            found[1],
            Kind.PATH,
            Base(RelativeTo.FILE),
            "rst",
            Via.PATH,
            INCLUDED,
        )
        for found in _INCLUDE.finditer(source.text)
    )
    return facts._replace(references=tuple(sorted((*facts.references, *included), key=lambda each: each.location)))
