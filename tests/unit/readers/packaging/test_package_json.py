"""Scripts of package.json, and JSON with places."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.packaging.package_json import read, scan
from flake8_single_entry.syntax.json import parse
from flake8_single_entry.syntax.source import Source
from tests.unit.reading import read_text, shown


def test_scripts_are_commands_in_the_files_directory() -> None:
    text = r"""
    {
      "name": "tides-frontend",
      "description": "python gone.py",
      "scripts": {
        "api": "cd ../api && python -m uvicorn tides.main:app --reload",
        "both": "concurrently \"npm run dev\" \"python serve.py\"",
        "build": "vite build",
        "odd": ["python", "gone.py"]
      },
      "config": {"scripts": {"x": "python gone.py"}}
    }
    """
    source, facts = read_text(read, "web/package.json", text)
    assert shown(source, facts) == ["6 object tides.main:app @file ../api", "7 path serve.py @file"]
    assert facts.project_names == ("tides-frontend",)


@pytest.mark.parametrize(
    ("text", "value", "columns"),
    [
        ('{"k": "plain"}', "plain", (8, 13)),
        (r'{"k": "a \"b\" \u00e9\/ c"}', 'a "b" é/ c', (8, 26)),
        ('{"k": "\\ud83d\\ude00 x"}', "😀 x", (8, 22)),
        ('{"k": "\\u12 x"}', "u12 x", (8, 14)),
        ('{/* é */"k":"v",}', "v", (14, 15)),
        ('{"k": true}', "true", (7, 11)),
        ('[1, {"j": []}]', "", None),
    ],
)
def test_values_have_places(text: str, value: str, columns: tuple[int, int] | None) -> None:
    (document,) = parse(Source.of_text("x.json", text)).documents
    node = document.get("k")
    assert node.text == value
    if columns is not None:
        place = node.location  # type: ignore[attr-defined]
        assert (place.column, place.end_column) == columns


@pytest.mark.parametrize(
    ("text", "reason", "keys"),
    [
        ('{"a": 1, "b"', "it ends too early", ["a", "b"]),
        ('{"a": 1]', "unexpected ]", ["a"]),
        ('{"a": "open\n}', "unexpected character", ["a"]),
        ("[" * 5000, "it is nested too deeply", []),
        ('{"a": 1} /* open', "unexpected character", ["a"]),
    ],
)
def test_broken_json_is_a_problem_and_keeps_what_stands_before(text: str, reason: str, keys: list[str]) -> None:
    parsed = parse(Source.of_text("x.json", text))
    assert [problem.reason for problem in parsed.problems] == [f"not valid JSON: {reason}"]
    assert [key.text for document in parsed.documents for key, _ in document.items()] == keys


def test_scan() -> None:
    assert scan(b'{"scripts": {"x": "python main.py"}}')
    assert not scan(b'{"scripts": {"x": "vite build"}}')
