"""Markdown: the commands, code spans, links and trees of READMEs, guides and instructions for agents."""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Facts
from flake8_single_entry.readers.documents.document import read_document
from flake8_single_entry.readers.documents.markdown_blocks import blocks_of
from flake8_single_entry.syntax.source import Source


def scan(data: bytes) -> bool:
    """True if the text could name a Python file or contain a command that starts one."""
    return b".py" in data or might_run(data)


def read(source: Source) -> Facts:
    """Return the references of a Markdown file. A document that records the past has none."""
    return read_document(source, blocks_of(source), "markdown")
