"""A document as HTML: its paragraphs, lists and sortable tables."""

from __future__ import annotations

from flake8_single_entry.overview.blocks import Block, Checklist, Document, Heading, Listing, Paragraph, Table
from flake8_single_entry.overview.consolidation import Step
from flake8_single_entry.overview.sentences import Name, Sentence
from flake8_single_entry.reporters.html.elements import Html, element, together
from flake8_single_entry.reporters.html.page import page
from flake8_single_entry.reporters.html.tables import table


def report(document: Document, command: str) -> str:
    """Return a page that shows a document and nothing else. ``command`` is what made it."""
    lead, article = lead_and_article(document)
    return page(document.title, lead, [article], "", command)


def lead_and_article(document: Document) -> tuple[Html, Html]:
    """Return the first paragraph of a document, and the rest of it."""
    first, *blocks = document.blocks
    lead = _sentence(first.text) if isinstance(first, Paragraph) else _block(first)
    return lead, element("article", *map(_block, blocks))


def _block(block: Block) -> Html:
    match block:
        case Heading():
            return element("h2", _sentence(block.text))
        case Paragraph():
            return element("p", _sentence(block.text))
        case Listing():
            return element("ul", *(element("li", _sentence(item)) for item in block.items), class_="list")
        case Checklist():
            return element("ul", *map(_step, block.items), class_="list checks")
        case Table():
            rows = ([_sentence(cell) for cell in row] for row in block.rows)
            return table(block.title, block.heads, rows, block.numbers)


def _step(item: Step) -> Html:
    done = element(
        "span", "done" if item.is_done else "to do", class_=f"badge {'entry' if item.is_done else 'archived'}"
    )
    return element("li", done, " ", element("span", _sentence(item.text)))


def _sentence(parts: Sentence) -> Html:
    return together(element("code", part) if isinstance(part, Name) else part for part in parts)
