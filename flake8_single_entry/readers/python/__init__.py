"""The reader of Python files: imports, module strings, command lines and paths in code; the traits of an entry point.

``ast`` parses what the running Python can; where it cannot (newer syntax, Python 2, pasted shell text), the parts that
tree-sitter finds sound are read all the same, and the traits say where the file is broken.

Imports, and strings that the import system resolves, have the base PACKAGE, paths and commands the base CALLER, or FILE
where the code builds them upon ``__file__``. ``module`` says how ``Base.search`` is written.

A name that another module gives its value is unknown here: ``Facts.externals`` lists those that make a difference, and
whoever knows their values has the file read again with them.
"""

from __future__ import annotations

from flake8_single_entry.model import Facts
from flake8_single_entry.readers.python.scan import (
    QUERY,
    imported,
    imported_in,
    is_telling,
    may_be_empty_or_open,
    outline,
    scan,
    words_of,
)
from flake8_single_entry.syntax.source import Source

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Mapping

    from flake8_single_entry.readers.python.values.constants import Known

__all__ = [
    "QUERY",
    "imported",
    "imported_in",
    "is_telling",
    "may_be_empty_or_open",
    "outline",
    "parses",
    "read",
    "scan",
    "words_of",
]


def read(source: Source, constants: Mapping[str, Known] | None = None) -> Facts:
    """All that one Python file shows; never raises for what it holds.

    ``constants`` are the values of names that other modules define, as ``Facts.externals`` writes them.
    """
    from flake8_single_entry.readers.python.reading import read_source

    return read_source(source, constants or {})


def parses(data: bytes) -> bool:
    """Can the running Python read a file as a whole?"""
    import ast

    from flake8_single_entry.readers.python.structure.parsing import parse
    from flake8_single_entry.syntax.source import Undecodable, decode

    try:
        return isinstance(parse(decode(data)), ast.Module)
    except Undecodable:
        return False
