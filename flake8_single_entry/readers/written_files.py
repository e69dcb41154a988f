"""Files that a script or a program writes, read with the reader of their format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_single_entry.command import WrittenFile, enter
from flake8_single_entry.model import Base, Reference, RelativeTo
from flake8_single_entry.readers.nested import placed
from flake8_single_entry.syntax.source import Source

# Scripts are read by the parser of commands, and a written program is a program of its own.
_OTHER = frozenset(("shell", "python", "setup.py", "batch", "powershell", "notebook", "makefile", "dockerignore"))


def references_of(files: Iterable[WrittenFile]) -> Iterator[Reference]:
    """Yield the references of written files, located where the text is written."""
    from flake8_single_entry.readers import surface_of

    for file in files:
        surface = surface_of(file.name)
        if surface is None or surface.name in _OTHER:
            continue
        inner = Source.at(file.name, file.text.text, (1, 1), file.text.source.budget)
        for reference in placed(surface.load().read(inner).references, inner, file.text, surface.name):
            is_guide = surface.category.is_prose and reference.base.anchor is RelativeTo.CALLER
            base = reference.base if is_guide else _base(reference.base, file.base)  # a reader may be anywhere
            if base is not None:
                yield reference._replace(base=base)


def _base(written: Base, directory: Base) -> Base | None:
    """Return the base of a reference in a file of this directory, or None if it is unknown."""
    if written.anchor in (RelativeTo.IMAGE, RelativeTo.CONTEXT, RelativeTo.UNKNOWN, RelativeTo.PACKAGE):
        return None
    if written.directory.startswith("/"):
        return written
    there = enter(directory, written.directory or ".")
    return there._replace(search=written.search, certain=there.certain and written.certain)
