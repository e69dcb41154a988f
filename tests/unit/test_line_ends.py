"""Lines end at LF, CRLF and a lone CR, nowhere else, in every format; byte order marks change nothing."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.facts.store import read_file
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.line_ends import line_starts, position, without_lone_returns, without_yaml_breaks
from flake8_single_entry.readers import SURFACES, Surface, surface_of
from flake8_single_entry.suppress import apply
from flake8_single_entry.syntax.source import decode
from tests.test_projects import CASES, PROJECTS, findings, printed, tree_of
from tests.unit.reading import outside
from tests.unit.test_suppress import finding

ROOT = Path(__file__).resolve().parents[2]
FIXTURE: Callable[[Surface], str] = runpy.run_path(str(ROOT / "docs/make_surfaces.py"))["fixture"]
LINE_BREAKS_OF_OTHERS = ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
# What editors, programs and people leave in files: line ends in any order, blanks, characters of any width.
ODD = [
    *LINE_BREAKS_OF_OTHERS,
    "\r",
    "\r\r",
    "\n\r",
    "\r\n\r",
    "\ufeff",
    "\t",
    "\xa0",
    "\u3000",
    "é",
    "\U0001f600",
    "\x1a",
]
UNQUOTED = ["'", '"', "\\", "'''", "#", "{", "[", "<", ": ", "$("]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\r\nb\rc\nd", [0, 3, 5, 7]),
        ("\r\r\n\r", [0, 1, 3, 4]),
        ("\n\r", [0, 1, 2]),
        *((f"a{character}b\nc", [0, 4]) for character in LINE_BREAKS_OF_OTHERS),
    ],
)
def test_lines(text: str, starts: list[int]) -> None:
    assert line_starts(without_lone_returns(text)) == starts
    assert len(without_lone_returns(text)) == len(text)


def test_position() -> None:
    starts = line_starts("ab\n\nc")
    assert [position(starts, offset) for offset in range(6)] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2)]


def test_breaks_of_yaml_become_blanks() -> None:
    assert without_yaml_breaks("a\x85b\u2028c\u2029d\r\ne\U0001f600") == "a b c d\r\ne\U0001f600"


def files_of(surface: Surface) -> Iterator[tuple[str, bytes]]:
    """The files of a surface in its fixture project, with LF line ends."""
    project = PROJECTS / FIXTURE(surface)
    for file in sorted(project.rglob("*")):
        path = file.relative_to(project).as_posix()
        if file.is_file() and surface_of(path) is surface:
            yield path, file.read_bytes().replace(b"\r\n", b"\n")


def in_utf_16(data: bytes) -> bytes:
    return data.decode().encode("utf-16")


# A lone CR is content for some programs (bash takes it for a part of a word, make and Docker for a part of the line).
# No file with such line ends works there; that it is read as an editor shows it is the simplest rule that serves all.
WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "mark": lambda data: b"\xef\xbb\xbf" + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "mark, CR": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r"),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-32": lambda data: data.decode().encode("utf-32"),
}


# A lone CR is content for some programs (bash takes it for a part of a word, make and Docker for a part of the line).
# No file with such line ends works there; that it is read as an editor shows it is the simplest rule that serves all.
@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_a_file_says_the_same_however_it_is_written(surface: Surface) -> None:
    found = 0
    for path, data in files_of(surface):
        expected = read_file(path, data)
        found += len(expected.references) + len(expected.excluded)
        for how, write in WRITTEN.items():
            assert (how, read_file(path, write(data))) == (how, expected)
            assert surface.scan(write(data)) or not surface.scan(data), how
    assert found


@pytest.mark.parametrize("case", CASES)
def test_a_project_says_the_same_however_it_is_written(case: str) -> None:
    files = tree_of(PROJECTS / case)
    contents = {path: files.read(path).removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n") for path in files.paths}
    for how in ("CRLF", "mark, CR"):
        texts = {path: data if b"\0" in data else WRITTEN[how](data) for path, data in contents.items()}
        tree = Tree.of(texts, files.root)
        found = findings(tree)
        assert (how, printed(found)) == (how, (PROJECTS / f"{case}.out").read_text("utf-8"))
        for one in found:
            for place in (one.location, *(related.location for related in one.related)):
                assert outside(texts[place.path].decode(), place) == []


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_places_lie_inside_of_the_file(surface: Surface) -> None:
    for path, data in files_of(surface):
        for text in disturbed(decode(data)):
            assert outside(text, read_file(path, text.encode())) == [], ascii(text)
    for text in ("", "\n", "\r", "\r\r", "\ufeff", "\ufeff\r\n", " ", "\x85", "\u2028", "\f"):
        assert outside(text, read_file(path, text.encode())) == [], ascii(text)


@pytest.mark.parametrize("text", ["b: *\r\n", "a: &\r\nb", "%x\r\n", "a: 'x'y\r\n", "a: |x\r\n"])
def test_a_problem_at_the_end_of_a_line(text: str) -> None:
    (problem, *_) = read_file("app.yaml", text.encode()).problems
    assert outside(text, problem) == []


def disturbed(text: str) -> Iterator[str]:
    """The text with something odd at its ends, at both ends and in the middle of lines, and for each line end."""
    lines = text.split("\n")
    for odd in (*ODD, *UNQUOTED):
        inside = [line[: len(line) // 2] + odd * (n % 3 > 0) + line[len(line) // 2 :] for n, line in enumerate(lines)]
        yield odd + text
        yield text + odd
        yield odd.join(lines)
        yield "\n".join(inside)
        yield "\r\n".join(inside)
        yield "\r\n".join(line + odd if n % 3 else odd + line for n, line in enumerate(lines))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("version: 1\r\rentry_point: /gone.py\r", [(3, 14, 22)]),
        ("version: 1\r\nentry_point: /gone.py\r\n", [(2, 14, 22)]),
        ("\ufeffversion: 2", [(1, 10, 11)]),
        ("\ufeff\rversion: 2", [(2, 10, 11)]),
        ("version: 1 # a\x85b\u2028c\u2029d\nentry_point: /gone.py", [(2, 14, 22)]),
        ("version: 1\nentry_point: '\u2028", [(2, 14, 15)]),
        ("version: 1\nentry_point:", [(2, 13, 13)]),
        ("version: 1\r\nentry_point:\r\nstrict: 1\r\n", [(2, 13, 13), (3, 9, 10)]),
        ("version: 1\nentry_point: # none yet\nstrict: 1", [(2, 13, 14), (3, 9, 10)]),
        ("version: 1\nentry_point: /é\U0001f600.py", [(2, 14, 20)]),
        ("version: 1\nstrict: {\r", [(2, 9, 10)]),
        ("version: 1\rallow: [\r  x,\r  y]", [(3, 3, 4), (4, 3, 4)]),
        ("version: 1\narchive: >\n  /a\n  b\n", [(2, 10, 11)]),
        ("version: 1\ra: \f", [(2, 4, 5)]),
        ("", []),
        ("- a", [(1, 1, 4)]),
        ("\r\r- a\r", [(3, 1, 2)]),
    ],
)
def test_mistakes_in_the_configuration(text: str, places: list[tuple[int, int, int]]) -> None:
    errors = load(".single-entry.yaml", text.encode()).errors
    assert [(error.location.line, error.location.column, error.location.end_column) for error in errors] == places
    assert outside(text, errors) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"version: 1\r\r\xff", (3, 1)), (b"\xef\xbb\xbf\xff", (1, 1)), (b"version: 1 # \xc3\xa9\r\xff", (2, 1))],
)
def test_a_configuration_that_is_no_text(data: bytes, place: tuple[int, int]) -> None:
    (error,) = load(".single-entry.yaml", data).errors
    assert error.location[1:3] == place


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("path", "lines", "silenced"),
    [
        ("x.py", ["import a", "import b  # noqa: ONE203", "import c"], {2}),
        ("x.py", ["a = 'b\x85c\u2028d'", "import b  # noqa: ONE203", "\fimport c"], {2}),
        ("x.sh", ["python a.py", "# noqa: ONE203", "python b.py"], {2, 3}),
        ("x.sh", ["a\x85b\u2028c\f", "python a.py  # noqa"], {2}),
    ],
)
def test_comments_that_silence(path: str, lines: list[str], silenced: set[int], newline: str) -> None:
    given = [finding(path, number) for number in range(1, len(lines) + 1)]
    kept = apply(given, lambda _: decode(newline.join(lines).encode()))
    assert {one.location.line for one in given} - {one.location.line for one in kept} == silenced
