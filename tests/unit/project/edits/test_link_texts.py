"""The text of a Markdown link that repeats its destination."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.edits.link_texts import link_text
from tests.unit.project.edits.marked import changed, span_of


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("See [src/old.py](«src/old.py»).", "See [app/new.py](src/old.py)."),
        ("See [`src/old.py`](«src/old.py»).", "See [`app/new.py`](src/old.py)."),
        ("See [old.py](«src/old.py»).", "See [new.py](src/old.py)."),
        ("See [the server](«src/old.py»).", None),
        ("See [the old.py](«src/old.py»).", None),
        ("See «src/old.py».", None),
        ("](«src/old.py»)", None),
    ],
)
def test_link_text(marked: str, after: str | None) -> None:
    span = span_of(marked)
    found = link_text(span, "app/new.py")
    assert (changed(span.text, [found]) if found else None) == after
