"""PowerShell scripts."""

from __future__ import annotations

from flake8_single_entry import command
from flake8_single_entry.model import Base, Facts, RelativeTo
from flake8_single_entry.syntax.source import Source


def scan(data: bytes) -> bool:
    """Could this script start or handle anything of interest?"""
    return command.might_run(data.replace(b"\0", b""))


def read(source: Source) -> Facts:
    """The references of one script, which is called from anywhere."""
    context = command.Context(Base(RelativeTo.CALLER), "powershell")
    return Facts(references=command.read_powershell(source.whole(), context).references)
