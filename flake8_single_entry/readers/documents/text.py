"""Plain text documentation: README.txt, INSTALL.txt, summaries of the architecture."""

from __future__ import annotations

import re

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Facts
from flake8_single_entry.readers.documents.document import read_document
from flake8_single_entry.readers.documents.text_blocks import blocks_of
from flake8_single_entry.syntax.source import Source

_DOCUMENT = re.compile(
    r"(?:^|[^a-z])(?:readme|read_me|install|installation|usage|guide|how_?to|instructions?|quick_?start|start|setup|deploy"
    r"|deployment|run|running|help|commands?|summary|overview|architecture|structure|getting_started|manual|steps"
    r"|说明|使用|指南)(?:[^a-z]|$)",
)
_MOST_LINES = 2_000  # longer files are logs, manifests or pasted conversations


def scan(data: bytes) -> bool:
    """True if the text could name a Python file or contain a command that starts one."""
    return b".py" in data or might_run(data)


def read(source: Source) -> Facts:
    """Return the references of a text file with the name of a document. Lists, logs and pasted output have none."""
    name = source.path.lower().rpartition("/")[2].rpartition(".")[0]
    if not _DOCUMENT.search(name) or source.lines > _MOST_LINES:
        return Facts()
    return read_document(source, blocks_of(source), "text")
