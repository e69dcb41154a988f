"""The format ``full``: what people see at a terminal, character by character."""

from __future__ import annotations

import re

import pytest

from flake8_single_entry.model import Edit, Finding, Location
from flake8_single_entry.reporters import Display
from flake8_single_entry.reporters.excerpt import Change, changes, columns, lines_of, quote
from flake8_single_entry.reporters.full import parts, report
from tests.hostile import faults
from tests.support import Results
from tests.unit.reporters.findings import ALL, COMMAND, DUPLICATE, HOSTILE, MARKUP, SCRIPT, read

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def shown(finding: Finding, **display: object) -> str:
    return report(Results((finding,), (), 1, 1), Display(**{"read": read, "width": 100, **display}))  # type: ignore[arg-type]


def test_a_command_with_an_edit() -> None:
    assert shown(COMMAND) == (
        "ONE203 warning: starts main_old.py, superseded by src/main.py [duplicate-entry-point]\n"
        " --> Dockerfile:4:17\n"
        "  |\n"
        '4 | CMD ["python", "main_old.py"]\n'
        "  |                 ^^^^^^^^^^^\n"
        "  = help: use src/main.py\n"
        "  = fix: single-entry fix\n"
        '4 | - CMD ["python", "main_old.py"]\n'
        '4 | + CMD ["python", "src/main.py"]\n'
        "  = see: main_old.py:4:1 is superseded\n"
        "  = page: single-entry explain ONE203\n"
        "\n"
    )


def test_a_module_that_moves() -> None:
    assert shown(DUPLICATE) == (
        "ONE101 note: main_old.py competes with src/main.py (86% similar)\n"
        " --> main_old.py:4:1\n"
        "  |\n"
        "4 | if __name__ == '__main__':\n"
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  = help: archive it under archive/, or allow it in .single-entry.yaml\n"
        "  = fix: single-entry fix (git mv main_old.py archive/main_old.py)\n"
        "  = page: single-entry explain ONE101\n"
        "\n"
    )


def test_carets_are_below_their_text_behind_tabs_and_umlauts() -> None:
    lines = shown(SCRIPT).splitlines()
    assert lines[3:5] == [
        "3 |     python größe/main_v2.py  # später",
        "  |            ^^^^^^^^^^^^^^^^",
    ]


def test_paths_are_relative_to_the_current_directory() -> None:
    text = shown(DUPLICATE, directory="src/app")
    assert " --> ../../main_old.py:4:1\n" in text
    assert "git mv ../../main_old.py ../../archive/main_old.py)\n" in text


def test_colours_change_nothing_else() -> None:
    plain, coloured = (report(ALL, Display(read=read, colour=colour)) for colour in (False, True))
    assert coloured != plain
    assert COLOURS.sub("", coloured) == plain


def test_long_messages_are_wrapped_between_words() -> None:
    text = shown(DUPLICATE, width=50)
    assert all(len(line) <= 50 for line in text.splitlines())
    assert "ONE101 note: main_old.py competes with src/main.py\n    (86% similar)\n" in text
    assert "= help: archive it under archive/, or allow it\n          in .single-entry.yaml\n" in text


def test_a_file_that_cannot_be_read_is_not_quoted() -> None:
    lines = shown(COMMAND, read=lambda _: None).splitlines()
    assert lines[1:3] == [" --> Dockerfile:4:17", "  = help: use src/main.py"]
    assert "single-entry fix" not in "\n".join(lines)


def test_nothing_that_a_terminal_would_obey_is_printed() -> None:
    sources = {name.location.path: f"{name.location.path} ##[error]x ::error::y\n" for name in HOSTILE.findings}
    text = report(HOSTILE, Display(read=sources.get))
    assert faults(text) == []
    assert len([line for line in text.splitlines() if line.endswith("single-entry explain ONE201")]) == len(sources)
    assert faults(report(Results((MARKUP,), (), 1, 1), Display(read=read))) == []


def test_a_printed_command_is_safe_to_copy() -> None:
    text = shown(DUPLICATE._replace(location=Location("$(reboot) a.py", 1, 1, 1, 1), move="archive/a b.py"))
    assert "git mv '$(reboot) a.py' 'archive/a b.py')\n" in text


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("starts a.py, which does not exist; use b.py", ("starts a.py, which does not exist", "use b.py")),
        ("a.py: x; y; use b.py", ("a.py: x; y", "use b.py")),
        ("names no file", ("names no file", "")),
    ],
)
def test_the_way_out_follows_the_last_semicolon(message: str, expected: tuple[str, str]) -> None:
    assert parts(message) == expected


@pytest.mark.parametrize(
    ("line", "place", "width", "expected"),
    [
        ("python gone.py", (8, 15), 80, ("python gone.py", "       ^^^^^^^")),
        ("x" * 60 + " python gone.py " + "y" * 60, (69, 76), 40, None),
        ("python gone.py", (90, 95), 80, ("python gone.py", "              ^")),
        ("", (1, 1), 80, ("", "^")),
        ("名前.py gone.py", (7, 14), 80, ("名前.py gone.py", "        ^^^^^^^")),
        ("a\tb\x1b[2Jc", (6, 7), 80, ("a    b\\x1b[2Jc", "           ^")),
    ],
)
def test_quotes(line: str, place: tuple[int, int], width: int, expected: tuple[str, str] | None) -> None:
    found = quote([line], Location("a", 1, place[0], 1, place[1]), width)
    assert found is not None
    if expected is not None:
        assert (found.line, found.carets) == expected
    start = columns(found.carets) - len(found.carets.strip())
    assert columns(found.line) <= max(width, 40)
    if "gone.py" in line and place[1] <= len(line) + 1:
        shown_below = [char for char in found.line for _ in range(columns(char))]
        assert "".join(shown_below[start : start + 7]) == "gone.py"


def test_no_quote_of_a_line_that_is_not_there() -> None:
    assert quote(["a"], Location("a", 2, 1, 2, 2), 80) is None
    assert quote([], Location("a", 1, 1, 1, 2), 80) is None


def edit(line: int, column: int, end_line: int, end_column: int, text: str) -> Edit:
    return Edit(Location("a", line, column, end_line, end_column), text)


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("a b\r\nc", [edit(1, 3, 1, 4, "x")], [(1, ("a b",), ("a x",))]),
        ("a b c", [edit(1, 5, 1, 6, "z"), edit(1, 1, 1, 2, "x")], [(1, ("a b c",), ("x b z",))]),
        ("a\nb\nc", [edit(2, 1, 3, 1, "")], [(2, ("b", "c"), ("c",))]),
        ("a", [edit(1, 2, 1, 2, "\nb")], [(1, ("a",), ("a", "b"))]),
        ("a\nb\nc\nd", [edit(1, 1, 1, 2, "x"), edit(4, 1, 4, 2, "y")], [(1, ("a",), ("x",)), (4, ("d",), ("y",))]),
        ("a\nb", [edit(1, 1, 1, 2, "x"), edit(2, 1, 2, 2, "y")], [(1, ("a", "b"), ("x", "y"))]),
        ("a b", [edit(1, 1, 1, 3, "x"), edit(1, 2, 1, 4, "y")], [(1, ("a b",), ("xb",))]),  # the second overlaps
        ("a", [edit(1, 1, 1, 9, "x")], []),
        ("a", [edit(3, 1, 3, 1, "x")], []),
        ("a", [edit(1, 1, 1, 2, "a")], []),
    ],
)
def test_changes(text: str, edits: list[Edit], expected: list[tuple[int, tuple[str, ...], tuple[str, ...]]]) -> None:
    assert list(changes(lines_of(text), edits)) == [Change(*change) for change in expected]
