"""Text and code in Markdown: whatever a name holds, a reader sees the name."""

from __future__ import annotations

import re

import pytest

from flake8_single_entry.reporters.markdown_text import code, prose, table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("src/main.py", "`src/main.py`"),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        ("a``b```c", "````a``b```c````"),
        ("a|b", "`a\\|b`"),
        ("<script>", "`<script>`"),
        ("a\nb", "`a\\x0ab`"),
        (" a", "`  a `"),
        ("", ""),
    ],
)
def test_code(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("starts src/main_v2.py, which is gone", "starts src/main_v2.py, which is gone"),
        ("__init__.py", "\\_\\_init\\_\\_.py"),
        ("a*b", "a\\*b"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("[x](y)", "\\[x\\](y)"),
        ("![x](y)", "\\!\\[x\\](y)"),
        ("a|b", "a\\|b"),
        ("&lt;", "\\&lt;"),
        ("`x`", "\\`x\\`"),
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("1. x", "1\\. x"),
        ("a\nb", "a\\\\x0ab"),
        ("@team", "@\u2060team"),
        ("me@example.org", "me@example.org"),
    ],
)
def test_prose(text: str, expected: str) -> None:
    assert prose(text) == expected


def test_table_keeps_its_columns_whatever_a_name_holds() -> None:
    names = ("a|b", "a\nb", "`|`", "\\|", "|")
    text = table(
        ("Name", "Number"), [(code(name), "1") for name in names] + [(prose(name), "2") for name in names], ("Number",)
    )
    lines = text.splitlines()
    assert lines[:2] == ["| Name | Number |", "| - | -: |"]
    assert len(lines) == 2 + 2 * len(names)
    # cmark-gfm ends a cell at a pipe without a backslash directly before it
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {3}
