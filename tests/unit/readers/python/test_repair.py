"""Files that the running Python cannot parse, and files made to hurt a reader."""

from __future__ import annotations

import warnings

import pytest

from flake8_single_entry.model import Facts
from flake8_single_entry.readers.python import read
from flake8_single_entry.readers.python.structure import repair
from flake8_single_entry.readers.python.structure.parsing import parse
from flake8_single_entry.syntax.source import Source


def facts(code: str) -> Facts:
    return read(Source.of("main.py", code.encode()))


REST = "from shop.core import FastAPI\napp = FastAPI()\nif __name__ == '__main__':\n    app.run()\n"


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("$ python main.py\n", 1),
        ('print "hello"\n', 1),
        ("try:\n    x\nexcept ValueError, e:\n    y\nfoo bar\n", None),
        ("x = (1, 2]\n", 1),
        ("def f(:\n    pass\n", 1),
        ("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n", 1),
        ("{% if x %}\ny = 1\n{% endif %}\n", 1),
        ("x = 1\n  y = 2\n", 2),
    ],
)
def test_what_is_sound_is_read(start: str, line: int | None) -> None:
    found = facts(start + REST)
    assert found.problems == ()
    assert found.traits is not None
    assert found.traits.broken is not None
    assert line in (None, found.traits.broken.line)
    below = start.count("\n")
    assert [(one.text, one.location.line) for one in found.references] == [("shop.core:FastAPI", below + 1)]
    assert found.traits.guard is not None
    assert found.traits.guard.line == below + 3
    assert [one.name for one in found.traits.applications] == ["app"]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("from shop import oven()\n", ["shop:oven"]),
        ("import shop.a-c\n", ["shop.a"]),
    ],
)
def test_what_is_blanked_changes_no_name(code: str, texts: list[str]) -> None:
    assert [one.text for one in facts(code + REST).references][:-1] == texts


def test_decorators_wait_for_their_function() -> None:
    found = facts(
        "$ python main.py\n@shop.get(\n    'x'\n)\n# of the shop\n@shop.put('y')\ndef bake():\n    import oven\n"
    )
    assert [one.text for one in found.references] == ["oven"]


def test_many_decorators_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(repair, "parse", lambda text: parsed.append(text) or parse(text))
    facts("(]\n" + "@app.get('/x')\n" * 1_000 + "def f():\n    (]\n")
    assert len(parsed) < 100


def test_a_broken_function_leaves_its_neighbours() -> None:
    found = facts("from shop import a\ndef f():\n    return (1, 2]\ndef g():\n    from shop import b\n")
    assert [one.text for one in found.references] == ["shop:a", "shop:b"]
    assert found.traits is not None
    assert "g" in found.traits.definitions


def test_a_broken_place_is_one_character() -> None:
    found = facts("import shop\nx = (1, 2]  # more\n")
    assert found.traits is not None
    assert found.traits.broken == ("main.py", 2, 10, 2, 11)


def test_words_that_are_no_program() -> None:
    found = facts("<The complete version of this file follows>\n")
    assert found.references == ()
    assert found.traits is not None
    assert found.traits.broken is not None


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "(" * 5000 + ")" * 5000,
        "x = " + "-" * 100_000 + "1",
        "x = " + "+".join(["1"] * 50_000),
        "x = a" + ".b" * 50_000,
        "x = 'a'" + " + 'b'" * 2_000 + "\nprint(x)",
        "print(f'" + "{x}" * 2_000 + " python main.py')",
        "print('" + "\\\\'" * 20_000,
        "if x:\n" + "".join(" " * n + "if x:\n" for n in range(1, 120)),
        "elif x:\n" * 500,
        "import " + ",".join(f"m{n}" for n in range(5_000)),
        'x = """' + "a\n" * 50_000,
        "x = '\\N{NO SUCH NAME}'",
    ],
)
def test_hostile_files_do_not_raise(code: str) -> None:
    found = facts(code)
    assert found.traits is not None
    if found.problems:
        assert found.traits.broken is not None


def test_too_deep_is_a_problem() -> None:
    (problem,) = facts("x = " + "-" * 100_000 + "1").problems
    assert "deep" in problem.reason


def test_warnings_of_the_parser_stay_inside() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = facts("import shop\nx = '\\d'\ny = 1 is 1\nassert (x, 'y')\n")
    assert [one.text for one in found.references] == ["shop"]
    assert found.traits is not None
    assert found.traits.broken is None


NEWER = [
    "type Pair = tuple[int, int]\ntype Box[T] = list[T]\nimport shop\nx = 1\n",
    "class Oven[\n    T: int = int,\n    *Ts,\n](Base):\n    pass\nimport shop\nx = 1\n",
    "class Oven[\n    T: dict[str, list[int]],\n](Base):\n    import shop\nx = 1\n",
    "async def bake[**P, R: (int, str)](x: R) -> R:\n    import shop\nx = 1\n",
    "def bake():\n    type Local = int\n    import shop\nx = 1\n",
    "try:\n    import shop\nexcept ImportError, OSError:\n    pass\nx = 1\n",
]


@pytest.mark.parametrize("code", NEWER)
def test_newer_syntax_hides_nothing(code: str) -> None:
    found = facts(code)
    assert [(one.text, one.location.line) for one in found.references] == [
        ("shop", code[: code.index("shop")].count("\n") + 1)
    ]
    assert found.traits is not None
    assert {"x", *(name for name in ("Pair", "Box", "Oven", "bake") if name in code)} <= set(found.traits.names)
