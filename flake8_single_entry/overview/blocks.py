"""The parts of a document for people, before it is Markdown or HTML."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.overview.consolidation import Step
from flake8_single_entry.overview.sentences import Sentence


class Heading(NamedTuple):
    """A heading of a section."""

    text: Sentence


class Paragraph(NamedTuple):
    """A few sentences."""

    text: Sentence


class Listing(NamedTuple):
    """A list of sentences."""

    items: tuple[Sentence, ...]


class Checklist(NamedTuple):
    """A list of what is to be done, and whether it is."""

    items: tuple[Step, ...]


class Table(NamedTuple):
    """A table. ``title`` describes it, ``numbers`` are the heads of columns of numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    numbers: tuple[str, ...] = ()


Block = Heading | Paragraph | Listing | Checklist | Table


class Document(NamedTuple):
    """A document with its title."""

    title: str
    blocks: tuple[Block, ...]
