"""``noqa`` comments, in every kind of file that has comments: what is silenced, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_single_entry.model import WRITTEN, Finding, Location, Related
from flake8_single_entry.suppress import apply


def finding(path: str, line: int, end_line: int = 0, code: str = "ONE203") -> Finding:
    return Finding(code, "superseded-target", Location(path, line, 1, end_line or line, 2), "says so")


def silenced(path: str, text: str, line: int, end_line: int = 0, code: str = "ONE203") -> bool:
    return apply([finding(path, line, end_line, code)], {path: text}.get) == ()


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# noqa", True),
        ("#noqa", True),
        ("# NoQA", True),
        ("# noqa: ONE203", True),
        ("# noqa:ONE203", True),
        ("# noqa: ONE201,ONE203", True),
        ("# noqa: E501, ONE203  the old image still needs it", True),
        ("# kept for the old image  # noqa: ONE203", True),
        ("# noqa: ONE2", True),
        ("# noqa: ONE", True),
        ("# noqa: ONE201", False),
        ("# noqa: E501", False),
        ("# noqa: one203", False),
        ("# noqaX", False),
        ("# remember noqa", False),
        ("", False),
    ],
)
def test_comment_on_the_line(comment: str, expected: bool) -> None:
    assert silenced("run.sh", f"cd src\npython main_old.py  {comment}\n", 2) is expected


@pytest.mark.parametrize(
    ("path", "text", "line", "expected"),
    [
        ("Dockerfile", '# noqa: ONE203\nCMD ["python", "main_old.py"]\n', 2, True),
        ("Dockerfile", '# noqa: ONE203\n\nCMD ["python", "main_old.py"]\n', 3, False),
        ("Dockerfile", '# noqa: ONE203\nRUN true\nCMD ["python", "main_old.py"]\n', 3, False),
        ("Dockerfile", "# noqa: ONE203\nRUN true && \\\n    python main_old.py \\\n    --now\n", 3, True),
        ("Dockerfile", "RUN true && \\\n    # noqa: ONE203\n    python main_old.py\n", 3, True),
        ("run.sh", "uvicorn main_old:app \\\n  --port 80  # noqa: ONE203\n", 1, True),
        ("run.sh", "echo one  # noqa: ONE203\npython main_old.py\n", 2, False),
        ("run.bat", "REM noqa: ONE203\npython main_old.py\n", 2, True),
        ("run.bat", "@rem noqa: ONE203\npython main_old.py\n", 2, True),
        ("run.bat", ":: noqa: ONE203\npython ^\n  main_old.py\n", 3, True),
        ("run.ps1", "# noqa: ONE203\npython `\n  main_old.py\n", 3, True),
        ("launch.json", '// noqa: ONE203\n"program": "main_old.py"\n', 2, True),
        ("setup.cfg", "; noqa: ONE203\nrun = main_old:main\n", 2, True),
        ("compose.yml", "# noqa: ONE203\ncommand: python main_old.py\n", 2, True),
        ("compose.yml", "command: python main_old.py  # noqa: ONE203\n", 1, True),
        ("Makefile", "run:\n\tpython main_old.py # noqa: ONE203\n", 2, True),
        ("README.md", "Run `main_old.py`. <!-- noqa: ONE203 -->\n", 1, True),
        ("README.md", "<!-- noqa: ONE203 -->\nRun `main_old.py`.\n", 2, True),
        ("README.md", "<!-- noqa: ONE203 -->\n\nRun `main_old.py`.\n", 3, False),
        ("README.md", "<!-- noqa: ONE203 -->\n```sh\ncd src\npython main_old.py\n```\n", 4, True),
        ("README.md", "<!-- noqa: ONE203 -->\n\n```sh\ncd src\npython main_old.py\n```\n", 5, True),
        ("README.md", "<!-- noqa: ONE203 -->\n```sh\ntrue\n```\n```sh\npython main_old.py\n```\n", 6, False),
        ("README.md", "> <!-- noqa -->\n> text\n\nRun `main_old.py`\n", 4, False),
        ("README.md", "~~~\n```\npython main_old.py  # noqa\n~~~\n", 3, True),
        ("README.md", "Use `a.py` or `b.py`\\\nand `main_old.py`\n", 2, False),
    ],
)
def test_where_the_comment_may_stand(path: str, text: str, line: int, expected: bool) -> None:
    assert silenced(path, text, line) is expected


@pytest.mark.parametrize(
    ("text", "line", "end_line", "expected"),
    [
        ("import main_old  # noqa: ONE203\n", 1, 0, True),
        ("# noqa: ONE203\nimport main_old\n", 2, 0, False),
        ("#noqa\nimport main_old #noqa\n", 2, 0, False),
        ("from main_old import (\n    a,\n    b,\n)  # noqa: ONE203\n", 1, 0, True),
        ("from main_old import (  # noqa: ONE203\n    a,\n)\n", 2, 0, True),
        ('text = """\npython main_old.py\n"""  # noqa: ONE203\n', 2, 0, True),
        ("import os  # noqa: ONE203\nimport main_old\n", 2, 0, False),
        ("import main_old  # noqa: E402\n", 1, 0, False),
        ("# flake8: noqa\nimport main_old\n", 2, 0, True),
        ("  # flake8: noqa: ONE203\nimport main_old\n", 2, 0, True),
        ("import main_old\n# flake8: noqa\n", 1, 0, True),
        ("x = 1  # flake8: noqa\nimport main_old\n", 2, 0, False),
        ("def broken(:\nimport main_old  # noqa: ONE203\n", 2, 0, True),
        ("x = (\nimport main_old  # noqa: ONE203\n", 2, 0, True),
        ('"""noqa"""\n', 1, 0, False),
        ("x = 1\n", 9, 12, False),
    ],
)
def test_python_follows_flake8(text: str, line: int, end_line: int, expected: bool) -> None:
    assert silenced("serve.py", text, line, end_line) is expected


def test_a_broken_configuration_cannot_be_silenced() -> None:
    assert not silenced(".single-entry.yaml", "entrypoint: x  # noqa\n", 1, code="ONE901")
    assert silenced(".single-entry.yaml", "entry_point: x  # noqa\n", 1, code="ONE102")


PIECES = [
    "# noqa",
    ": ONE203",
    "\n",
    "\\\n",
    "```",
    "<!-- noqa -->",
    "'''",
    "(",
    ")",
    "def f(:",
    "    ",
    "\t",
    "\f",
    "\x00",
    "é",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES)).map("".join), st.integers(1, 9), st.sampled_from(["x.py", "x.md", "x.sh", "x"])
)
def test_no_text_raises(text: str, line: int, path: str) -> None:
    kept = apply([finding(path, line)], {path: text}.get)
    assert kept == (finding(path, line),) or "noqa" in text


def test_only_files_with_findings_are_read_and_each_once() -> None:
    asked: list[str] = []

    def read(path: str) -> str | None:
        asked.append(path)
        return None

    findings = [finding("b.sh", 1), finding("a.sh", 2), finding("b.sh", 3)]
    assert apply(findings, read) == tuple(findings)
    assert asked == ["b.sh", "a.sh"]


def test_where_a_file_is_no_python_a_comment_counts_on_its_line() -> None:
    """Statements are known up to there."""
    sound, broken = "run(\n    'main_old.py',\n)  # noqa\n", 'x = \\"\n'
    text = sound + broken + "import main_old  # noqa\n" + sound
    assert [line for line in range(1, 9) if silenced("main.py", text, line)] == [1, 2, 3, 5, 8]


LINE = "python main_old.py  # noqa: ONE203\n"
ABOVE = "# noqa: ONE203\npython main_old.py\n"
WHOLE = "# flake8: noqa\nimport main_old\n"
FENCE = "<!-- noqa: ONE203 -->\n```sh\ncd src\npython main_old.py\n```\n"


@pytest.mark.parametrize(
    ("path", "trusted", "text", "line", "expected"),
    [
        ("run.sh", LINE, LINE, 1, True),
        ("run.sh", "true\n" + LINE, "false\n\n" + LINE, 3, True),
        ("run.sh", None, LINE, 1, False),
        ("run.sh", "", LINE, 1, False),
        ("run.sh", "python main_old.py\n", LINE, 1, False),
        ("run.sh", LINE, "python main_v2.py  # noqa: ONE203\n", 1, False),
        ("run.sh", "python main_old.py  # noqa: ONE2\n", LINE, 1, False),
        ("run.sh", LINE, LINE.replace("\n", "\r\n"), 1, True),
        ("run.sh", ABOVE, "true\n" + ABOVE, 3, True),
        ("run.sh", "# noqa: ONE203\npython other.py\n", ABOVE, 2, False),
        ("run.sh", "python main_old.py\n", ABOVE, 2, False),
        ("run.sh", ABOVE, ABOVE + "# noqa: ONE203\npython main_v2.py\n", 4, False),
        ("main.py", WHOLE, WHOLE + "import main_v2\n", 3, True),
        ("main.py", "import main_old\n", WHOLE, 2, False),
        ("main.py", None, WHOLE, 2, False),
        ("main.py", "call(\n    'main_old.py',\n)  # noqa\n", "x = 1\ncall(\n    'main_old.py',\n)  # noqa\n", 3, True),
        ("main.py", "call(\n    'main_old.py',\n)\n", "call(\n    'main_old.py',\n)  # noqa\n", 2, False),
        ("README.md", FENCE, "# Title\n" + FENCE, 5, True),
        ("README.md", FENCE, FENCE.replace("main_old", "main_v2"), 4, False),
        ("README.md", FENCE.partition("\n")[2], FENCE, 4, False),
    ],
)
def test_a_comment_counts_where_the_trusted_version_has_the_lines(
    path: str, trusted: str | None, text: str, line: int, expected: bool
) -> None:
    versions = {path: trusted}
    assert (apply([finding(path, line)], {path: text}.get, versions.get) == ()) is expected


def test_a_comment_where_a_text_is_written_is_held_against_that_file() -> None:
    place = Location("names.py", 1, 1, 1, 2)
    said = finding("main.py", 1)._replace(related=(Related(place, WRITTEN),))
    texts = {"main.py": "start(NAME)\n", "names.py": "NAME = 'main_old'  # noqa: ONE203\n"}
    assert apply([said], texts.get, {"names.py": texts["names.py"]}.get) == ()
    assert apply([said], texts.get, {"main.py": texts["names.py"]}.get) == (said,)
