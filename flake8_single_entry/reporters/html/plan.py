"""The page of ``plan --html``: the map on top, below it the plan with sortable tables."""

from __future__ import annotations

from collections.abc import Sequence

from flake8_single_entry.overview.blocks import Document
from flake8_single_entry.overview.values import ScopeMap
from flake8_single_entry.reporters.html.document import lead_and_article
from flake8_single_entry.reporters.html.listing import maps
from flake8_single_entry.reporters.html.page import page


def report(document: Document, scopes: Sequence[ScopeMap], command: str) -> str:
    """Return the page. The first paragraph of the document stands above the map."""
    lead, article = lead_and_article(document)
    drawn, rules = maps(scopes)
    return page(document.title, lead, [*drawn, article], rules, command)
