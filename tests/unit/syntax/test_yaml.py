"""YAML nodes: their values, and the places their text comes from."""

from __future__ import annotations

import pytest

from flake8_single_entry.syntax.nodes import DEEPEST, NOTHING, Mapping, Node, Scalar, walk
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml import parse


def first(text: str) -> Node:
    parsed = parse(Source.of("a.yml", text.encode()))
    assert not parsed.problems
    return parsed.documents[0]


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("k: python main.py\n", "main.py", 1, 11),
        ("k: 'python main.py'\n", "main.py", 1, 12),
        ("k: 'don''t main.py'\n", "main.py", 1, 12),
        ('k: "python main.py"\n', "main.py", 1, 12),
        ('k: "a\\tb\\u00e9 main.py"\n', "main.py", 1, 16),
        ('k: "python \\\n    main.py"\n', "main.py", 2, 5),
        ('k: "python\n    main.py"\n', "main.py", 2, 5),
        ('k: "python\n\n    main.py"\n', "main.py", 3, 5),
        ("k: python\n   main.py\n", "main.py", 2, 4),
        ("k: |\n  cd x\n  python main.py\n", "main.py", 3, 10),
        ("k: |-\n\n  cd x\n\n    python main.py\n", "main.py", 5, 12),
        ("k: |2\n    python main.py\n", "main.py", 2, 12),
        ("k: |  # says why\n  python main.py\n", "main.py", 2, 10),
        ("k: >-\n  python\n  main.py\n", "main.py", 3, 3),
        ("k: >\n  python\n    main.py\n\n  end\n", "main.py", 3, 5),
        ("k: >\n  a\n\n\n  main.py\n", "main.py", 5, 3),
        ("k: [python, main.py]\n", "main.py", 1, 13),
        ('k: ["python",\n  "main.py"]\n', "main.py", 2, 4),
        ("k: &run main.py\n", "main.py", 1, 9),
        ("k: &run !!str 'main.py'\n", "main.py", 1, 16),
        ("k: !tag # note\n  main.py\n", "main.py", 2, 3),
        ("é: “x” main.py\n", "main.py", 1, 8),
        ("k: |\r\n  cd x\r\n  python main.py\r\n", "main.py", 3, 10),
        ("k: 'a\r\n  main.py'\r\n", "main.py", 2, 3),
        ("\ufeffk: main.py\n", "main.py", 1, 4),
        ("k: |\n  # 🐍\n  é main.py", "main.py", 3, 5),
    ],
)
def test_a_word_leads_back_to_its_place(text: str, word: str, line: int, column: int) -> None:
    node = first(text).items()[0][1]
    scalar = next(part for part in walk(node) if isinstance(part, Scalar) and word in part.text)
    at = scalar.snippet.text.index(word)
    location = scalar.snippet.location(at, at + len(word))
    assert (location.line, location.column) == (line, column)
    assert (location.end_line, location.end_column) == (line, column + len(word))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("k: |\n  a\n   b\n\n  c\n", "a\n b\n\nc\n"),
        ("k: >-\n  a\n  b\n\n  c\n", "a b\nc"),
        ("k: 3.10\n", "3.10"),
        ("k: on\n", "on"),
        ("k: |+\n  a\n\n", "a\n\n"),
    ],
)
def test_values_keep_their_text(text: str, value: str) -> None:
    node = first(text).get("k")
    assert isinstance(node, Scalar)
    assert node.snippet.text == node.text == value


def test_aliases_and_merges() -> None:
    document = first(
        "x: &x {image: a, command: c1}\n"
        "y: &y {image: b, user: u}\n"
        "one: {<<: *x, command: own}\n"
        "two: {<<: [*x, *y]}\n"
        "three: *x\n"
        "four: {<<: {<<: *y, image: inner}, user: v}\n"
    )
    assert document.get("one").get("command").text == "own"
    assert document.get("one").get("image").text == "a"
    assert [(key.text, value.text) for key, value in document.get("two").items()] == [
        ("image", "a"),
        ("command", "c1"),
        ("user", "u"),
    ]
    assert document.get("three") is document.get("x")
    assert document.get("four").get("image").text == "inner"
    assert document.get("four").get("user").text == "v"
    alias = document.get("one").get("image")
    assert isinstance(alias, Scalar)
    assert alias.location.line == 1


def test_what_is_not_there_is_nothing() -> None:
    document = first("a: [1, {b: }]\nempty: ''\n")
    missing = document.get("x").get("y")
    assert missing is NOTHING
    assert not missing
    assert (missing.text, missing.items(), missing.elements(), missing.is_scalar, missing.is_null) == (
        "",
        (),
        (),
        False,
        True,
    )
    assert document.get("a").elements()[1].get("b").is_null
    assert document.get("empty")
    assert not document.get("empty").is_null


def test_the_last_of_equal_keys_wins_and_strange_keys_do_no_harm() -> None:
    document = first("a: 1\n? [x, y]\n: 2\na: 3\n")
    assert [(key.text, value.text) for key, value in document.items()] == [("a", "3")]


def test_several_documents() -> None:
    parsed = parse(Source.of("a.yml", b"a: 1\n---\nb: 2\n---\n"))
    assert [document.get("b").text for document in parsed.documents] == ["", "2", ""]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: {{ .Values.x }}: y\n", 2),
        ("{% if x %}\na: b\n", 1),
        ("a: 'open\n", 2),
        ("a: b\n\tc: d\n", 2),
        ("a: \x01\n", 1),
        ("a: *nowhere\n", 1),
        ("a: &a [*a]\n", 1),
        ("- " * 5000 + "x\n", 1),
        ("[" * 20000, 1),
    ],
)
def test_bad_input_is_a_problem_and_never_an_error(text: str, line: int) -> None:
    parsed = parse(Source.of("a.yml", text.encode()))
    assert [problem.location.line for problem in parsed.problems] == [line]


def test_documents_before_an_error_are_kept() -> None:
    parsed = parse(Source.of("a.yml", b"a: 1\n---\nb: [\n"))
    assert len(parsed.documents) == 1
    assert len(parsed.problems) == 1


def test_repeated_aliases_stay_cheap() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60)]
    assert len(list(walk(first("\n".join(lines))))) < 200


def test_nesting_that_people_write_is_read() -> None:
    assert isinstance(first("[" * (DEEPEST - 1) + "{a: b}" + "]" * (DEEPEST - 1)), Node)
    assert isinstance(first("a: {b: {c: d}}").get("a").get("b"), Mapping)
