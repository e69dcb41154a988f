"""Edits applied to bytes: in the encoding of the file, with its mark and its line ends, and never two at one place."""

from __future__ import annotations

import codecs

import pytest

from flake8_single_entry.fixes.text_edits import Overlapping, Replaced, applied, apply
from flake8_single_entry.model import Edit
from flake8_single_entry.syntax.source import Source


def edit(data: bytes, old: str, new: str) -> Edit:
    """Return the edit that replaces the only ``old`` in the text of a file."""
    source = Source.of("x", data)
    assert source.text.count(old) == 1, source.text
    start = source.text.index(old)
    return Edit(source.location(start, start + len(old)), new)


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        pytest.param(b"run old.py\n", "new.py", b"run new.py\n", id="ASCII"),
        pytest.param(b"", "", b"", id="empty"),
        pytest.param(b"run old.py", "new.py", b"run new.py", id="no final newline"),
        pytest.param(b"a\r\nrun old.py\r\nb\r\n", "new.py", b"a\r\nrun new.py\r\nb\r\n", id="CRLF"),
        pytest.param(b"a\r\nrun old.py\nb", "new.py", b"a\r\nrun new.py\nb", id="both line ends"),
        pytest.param("# größe\nrun old.py\n".encode(), "ñ.py", "# größe\nrun ñ.py\n".encode(), id="UTF-8"),
        pytest.param("\U0001f600 old.py \U0001f600".encode(), "n", "\U0001f600 n \U0001f600".encode(), id="astral"),
        pytest.param(b"\xef\xbb\xbfrun old.py\r\n", "new.py", b"\xef\xbb\xbfrun new.py\r\n", id="UTF-8 with a mark"),
        pytest.param(
            codecs.BOM_UTF16_LE + "ü old.py\r\n".encode("utf-16-le"),
            "ñ.py",
            codecs.BOM_UTF16_LE + "ü ñ.py\r\n".encode("utf-16-le"),
            id="UTF-16, little-endian",
        ),
        pytest.param(
            codecs.BOM_UTF16_BE + "old.py".encode("utf-16-be"),
            "new.py",
            codecs.BOM_UTF16_BE + "new.py".encode("utf-16-be"),
            id="UTF-16, big-endian",
        ),
        pytest.param(
            codecs.BOM_UTF32_LE + "old.py".encode("utf-32-le"),
            "new.py",
            codecs.BOM_UTF32_LE + "new.py".encode("utf-32-le"),
            id="UTF-32",
        ),
        pytest.param(
            b"# -*- coding: latin-1 -*-\n# \xfc\nx = 'old.py'\n",
            "\xe9.py",
            b"# -*- coding: latin-1 -*-\n# \xfc\nx = '\xe9.py'\n",
            id="the encoding of a coding comment",
        ),
        pytest.param(
            b"# coding: latin-1\nx = 'old.py'\n", "\xe9.py", b"# coding: latin-1\nx = '\xe9.py'\n", id="ASCII so far"
        ),
        pytest.param(
            b"\xef\xbb\xbf# coding: latin-1\nx = 'old.py'\n",
            "\xe9.py",
            b"\xef\xbb\xbf# coding: latin-1\nx = '\xc3\xa9.py'\n",
            id="a mark counts more than the comment",
        ),
        pytest.param(
            "# coding: latin-1\n# ü\nx = 'old.py'\n".encode(),
            "é.py",
            "# coding: latin-1\n# ü\nx = 'é.py'\n".encode(),
            id="a coding comment that is wrong",
        ),
    ],
)
def test_apply(before: bytes, new: str, after: bytes) -> None:
    edits = [edit(before, "old.py", new)] if before else []
    assert apply("x", before, edits) == after


@pytest.mark.parametrize(
    ("data", "new"),
    [
        pytest.param(b"run old.py\rb\n", "new.py", id="a lone CR would become LF"),
        pytest.param(b"# coding: latin-1\n# \xfc\nold.py\n", "\u4e2d.py", id="a character that the encoding lacks"),
    ],
)
def test_not_kept(data: bytes, new: str) -> None:
    assert apply("x", data, [edit(data, "old.py", new)]) is None


@pytest.mark.parametrize("data", [b"\xff\xfeold.p", b"\0old.py", b"\xfc old.py\n"])
def test_no_text(data: bytes) -> None:
    assert apply("x", data, []) is None


def test_several() -> None:
    data = b"one two\nthree four\nfive"
    edits = [edit(data, "four\nfive", "4\n5"), edit(data, "one", "1"), edit(data, " two", ""), edit(data, "three", "3")]
    text, replaced = applied(Source.of("x", data), edits)
    assert text == "1\n3 4\n5"
    assert replaced == (Replaced(0, 1), Replaced(1, 1), Replaced(2, 3), Replaced(4, 7))


def test_the_same_edit_twice_is_made_once() -> None:
    data = b"run old.py"
    assert apply("x", data, [edit(data, "old.py", "n"), edit(data, "old.py", "n")]) == b"run n"


@pytest.mark.parametrize(
    ("one", "other"),
    [(("old.py", "a"), ("old.py", "b")), (("run old", "a"), ("old.py", "b")), (("run old.py", "a"), ("old", "b"))],
)
def test_overlapping(one: tuple[str, str], other: tuple[str, str]) -> None:
    data = b"run old.py now"
    with pytest.raises(Overlapping):
        apply("x", data, [edit(data, *one), edit(data, *other)])


def test_adjacent_edits_do_not_overlap() -> None:
    data = b"ab"
    assert apply("x", data, [edit(data, "a", "1"), edit(data, "b", "2")]) == b"12"
