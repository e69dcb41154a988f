"""Reader of Python files: imports, module strings, command lines and paths in code, and the traits of an entry point.

A file is parsed with ``ast``. If the running Python cannot parse it (newer syntax, Python 2, pasted shell text), the
parts that tree-sitter accepts are read, and the traits mark the file as broken.

Imports, and strings that the import system resolves, have the base PACKAGE. Paths and commands have the base CALLER, or
FILE if the code builds them from ``__file__``. ``references.module`` documents the format of ``Base.search``.

The value of a name that another module defines is unknown here. ``Facts.externals`` lists the names whose values would
change the references; the caller may look them up and read the file again with these constants.
"""

from __future__ import annotations

from flake8_single_entry.model import Facts
from flake8_single_entry.readers.python.outline import imported, imported_in, outline, words_of
from flake8_single_entry.readers.python.scan import QUERY, is_telling, may_be_empty_or_open, scan
from flake8_single_entry.syntax.source import Source

TYPE_CHECKING = False  # as in typing, which is slow to import
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
    """Return the facts of one Python file. Never raises, whatever the file contains.

    ``constants`` maps the names that other modules define, written as in ``Facts.externals``, to their values.
    """
    from flake8_single_entry.readers.python.reading import read_source

    return read_source(source, constants or {})


def parses(data: bytes) -> bool:
    """Return True if the running Python can parse the whole file."""
    import ast

    from flake8_single_entry.readers.python.structure.parsing import parse
    from flake8_single_entry.syntax.source import Undecodable, decode

    try:
        return isinstance(parse(decode(data)), ast.Module)
    except Undecodable:
        return False
