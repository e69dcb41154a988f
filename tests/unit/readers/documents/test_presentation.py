"""Which files a document presents side by side."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.documents.presentation import presented_together, says_former

PRESENTED = {
    "a list": ("- `app.py`: a phone\n- [`desk.py`](desk.py): a desk\n", {"app.py", "desk.py"}),
    "a numbered list": ("1. app.py here\n2. desk.py there\n", {"app.py", "desk.py"}),
    "a table": ("| file | for |\n| - | - |\n| app.py | one |\n| desk.py | two |\n", {"app.py", "desk.py"}),
    "sections": ("### app.py\n\ntext\n\n### desk.py\n", {"app.py", "desk.py"}),
    "files in directories": ("- `./src/app.py`\n- ../app.py\n", {"src/app.py", "app.py"}),
    "a long list": ("- app.py\n  more\n- desk.py\n- third.pyw\n", {"app.py", "desk.py", "third.pyw"}),
}
NOT_PRESENTED = {
    "one item": "- app.py\n",
    "a former version": "- app.py\n- app_first.py: the former version\n",
    "one that is not to be used": "- app.py\n- app_first.py: do not use it\n",
    "lists of two sections": "- app.py\n\n## Other\n\n- desk.py\n",
    "items of two levels": "- app.py\n  - desk.py\n",
    "a block of code": "```\n- app.py\n- desk.py\n```\n",
    "a sentence": "Use app.py or desk.py.\n",
}


@pytest.mark.parametrize("name", PRESENTED)
def test_presented_together(name: str) -> None:
    text, files = PRESENTED[name]
    assert presented_together(text) == (frozenset(files),)


@pytest.mark.parametrize("name", NOT_PRESENTED)
def test_not_presented_together(name: str) -> None:
    assert presented_together(NOT_PRESENTED[name]) == ()


@pytest.mark.parametrize(
    ("text", "former"),
    [("the original app", True), ("superseded by it", True), ("veraltet", True), ("keeps what was said before", False),
     ("makes a backup of the data", False), ("for large screens", False)],
)  # fmt: skip
def test_says_former(text: str, former: bool) -> None:
    assert says_former(text) is former


def test_a_long_line_is_searched_in_linear_time() -> None:
    assert presented_together("- " + "a." * 200_000 + "\n") == ()
