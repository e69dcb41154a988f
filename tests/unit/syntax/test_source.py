"""Decoding: which bytes are text, and in which encoding."""

from __future__ import annotations

import pytest

from flake8_single_entry.syntax.source import Source, Undecodable, decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("x = 'é'".encode(), "x = 'é'"),
        (b"\xef\xbb\xbfx = 1", "x = 1"),
        ("x = 'é'".encode("utf-16"), "x = 'é'"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'", "# -*- coding: latin-1 -*-\nx = 'é'"),
        (
            b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n\x93",
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n“",
        ),
        ("# coding: latin-1\nx = 'é'".encode(), "# coding: latin-1\nx = 'é'"),
    ],
)
def test_decodes(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    "data",
    [
        b"x = '\xe9'",
        b"x = 1\0",
        b"# coding: utf-8\n\xe9",
        b"# coding: rot13\n\xe9",  # not how a file is written down
        b"# coding: gbk\n\xff\xff",
        b"x = 1\n# coding: latin-1\n\xe9",  # only before the first statement
        b"#\n#\n# coding: latin-1\n\xe9",  # only in the first two lines
    ],
)
def test_refuses(data: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(data)


def test_no_place_lies_between_cr_and_lf() -> None:
    source = Source.of("x", b"\r\nab\r\n\rc\r\n")
    places = [source.position(offset) for offset in range(len(source.text) + 1)]
    assert places == [(1, 1), (1, 1), (2, 1), (2, 2), (2, 3), (2, 3), (3, 1), (4, 1), (4, 2), (4, 2), (5, 1)]
