"""Markdown: READMEs, guides, instructions for agents. What their commands, code spans, links and trees lead to."""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Facts
from flake8_single_entry.readers.documents.document import read_document
from flake8_single_entry.readers.documents.markdown_blocks import blocks_of
from flake8_single_entry.syntax.source import Source


def scan(data: bytes) -> bool:
    """Could the text name a Python file or hold a command that starts one?"""
    return b".py" in data or might_run(data)


def read(source: Source) -> Facts:
    """The references of one Markdown file; a document that records the past has none."""
    return read_document(source, blocks_of(source), "markdown")
