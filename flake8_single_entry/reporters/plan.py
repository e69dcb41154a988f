"""The consolidation plan as Markdown, ready for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.overview.blocks import Block, Checklist, Document, Heading, Listing, Paragraph, Table
from flake8_single_entry.overview.sentences import Name, Sentence
from flake8_single_entry.reporters.markdown_text import code, prose, table


def report(document: Document) -> str:
    """Return the document. It ends in a line break."""
    return "\n".join((f"# {prose(document.title)}\n", *(_block(block) for block in document.blocks)))


def _block(block: Block) -> str:
    """Return one block, which ends in a line break."""
    match block:
        case Heading():
            return f"## {_sentence(block.text)}\n"
        case Paragraph():
            return f"{_sentence(block.text)}\n"
        case Listing():
            return "".join(f"- {_sentence(item)}\n" for item in block.items)
        case Checklist():
            return "".join(f"- [{'x' if item.is_done else ' '}] {_sentence(item.text)}\n" for item in block.items)
        case Table():
            return table(block.heads, _rows(block), block.numbers)


def _rows(block: Table) -> Iterator[list[str]]:
    for row in block.rows:
        yield [_sentence(cell) for cell in row]


def _sentence(parts: Sentence) -> str:
    return "".join(code(part) if isinstance(part, Name) else prose(part) for part in parts)
