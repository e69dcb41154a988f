"""Shell scripts: the programs they start and the files they use."""

from __future__ import annotations

from flake8_single_entry import command
from flake8_single_entry.model import Base, Facts, RelativeTo
from flake8_single_entry.readers.written_files import references_of
from flake8_single_entry.syntax.source import Source


def scan(data: bytes) -> bool:
    """True if the script could start or use a file of this repository."""
    return command.might_run(data)


def read(source: Source) -> Facts:
    """Return the references of a script. Its working directory is that of the caller."""
    context = command.Context(Base(RelativeTo.CALLER), "shell")
    script = command.read_script(source.whole(), context)
    return Facts(references=(*script.references, *references_of(script.written)))
