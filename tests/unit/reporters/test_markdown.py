"""The format ``markdown``, read back by a parser of GitHub's Markdown."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

from flake8_single_entry.model import Location
from flake8_single_entry.reporters.markdown import MOST, report
from tests.hostile import faults
from tests.support import Results
from tests.unit.reporters.findings import ALL, COMMAND, HOSTILE, MARKUP

PARSER = MarkdownIt("gfm-like", {"linkify": False})


def cells(results: Results) -> list[list[Token]]:
    """The inline tokens of each cell of the table's body."""
    tokens = PARSER.parse(report(results))
    start = next(number for number, token in enumerate(tokens) if token.type == "tbody_open")
    return [token.children or [] for token in tokens[start:] if token.type == "inline"]


def test_a_row_for_each_finding() -> None:
    assert report(ALL).splitlines()[:7] == [
        "### single-entry",
        "",
        "Found 3 findings in 3 files: 1 error, 1 warning, 1 note.",
        "",
        "| level | place | finding |",
        "| - | - | - |",
        f"| warning | `Dockerfile:4:17` | ONE203 `{COMMAND.message}` |",
    ]
    assert report(Results((), (), 1200, 1)) == "### single-entry\n\nNo findings in 1,200 files with 1 reference.\n"


def test_names_are_code_and_nothing_else() -> None:
    for results in (HOSTILE, Results((MARKUP,), (), 1, 1)):
        found = cells(results)
        assert len(found) == 3 * len(results.findings)
        kinds = {token.type for cell in found for token in cell}
        assert kinds <= {"text", "code_inline"}
        texts = {token.content.strip() for cell in found for token in cell if token.type == "text"}
        assert texts - {""} <= {"error", "warning", "note", "ONE201", "ONE203"}
    assert faults(report(HOSTILE)) == []
    place, message = (cell[-1].content for cell in cells(Results((MARKUP,), (), 1, 1))[1:3])
    assert place == f"{MARKUP.location.path}:4:1"
    assert message.startswith("starts a|b`c``d <script>")


def test_a_table_that_is_too_long_for_a_comment_ends_early_and_says_so() -> None:
    many = tuple(COMMAND._replace(location=Location("a.sh", line, 1, line, 2)) for line in range(1, 2001))
    text = report(Results(many, (), 1, 1))
    assert len(text.encode()) < MOST + 200 < 65_536
    rows = text.count("| warning |")
    assert 0 < rows < 2000
    assert text.endswith(f"\n{2000 - rows:,} more findings: `single-entry` lists all.\n")
