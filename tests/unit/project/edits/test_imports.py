"""Import statements that take their names from other modules."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.edits.imports import from_other_modules, parsed, plain_statement
from flake8_single_entry.syntax.source import Source
from tests.unit.project.edits.marked import changed, span_of


def with_from(marked: str, wanted: dict[str, tuple[str, str]]) -> str:
    """Return a text after its marked ``from`` import takes the wanted names from other modules."""
    span = span_of(marked)
    source = Source.of_text("x.py", span.text)
    tree = parsed(source)
    assert tree is not None
    return changed(span.text, from_other_modules(source, tree, span.start, span.end, wanted))


def with_plain(marked: str, new: str) -> str:
    """Return a text after its marked import names another module."""
    span = span_of(marked)
    source = Source.of_text("x.py", span.text)
    tree = parsed(source)
    assert tree is not None
    return changed(span.text, plain_statement(source, tree, span.start, span.end, new))


FROM = [
    pytest.param("from «old» import app\n", {"app": "app"}, "from new import app\n", id="one name"),
    pytest.param("from «old» import a, b\n", {"a": "a", "b": "b"}, "from new import a, b\n", id="several names"),
    pytest.param("from «.old» import app\n", {"app": "app"}, "from new import app\n", id="relative"),
    pytest.param("from «old» import *\n", {"*": "*"}, "from new import *\n", id="star"),
    pytest.param("def f():\n    from «old» import a\n", {"a": "a"}, "def f():\n    from new import a\n", id="inside"),
    pytest.param("if x: from «old» import a\n", {"a": "a"}, "if x: from new import a\n", id="behind a colon"),
    pytest.param(
        "from «old» import (\n    a,  # why\n    b,\n)\n",
        {"a": "a", "b": "b"},
        "from new import (\n    a,  # why\n    b,\n)\n",
        id="in brackets, with a comment",
    ),
    pytest.param("from «old» import \\\n    a\n", {"a": "a"}, "from new import \\\n    a\n", id="a continued line"),
    # names that change
    pytest.param("from «old» import a\na()\n", {"a": "n"}, "from new import n\nn()\n", id="its uses change"),
    pytest.param(
        "from «old» import a as x\nx()\n", {"a": "n"}, "from new import n as x\nx()\n", id="it has another name"
    ),
    pytest.param(
        "from «old» import a\nx = {'ü': a}; a\n",
        {"a": "n"},
        "from new import n\nx = {'ü': n}; n\n",
        id="behind non-ASCII",
    ),
    pytest.param(
        "é = 1; from «old» import a; a()\n", {"a": "n"}, "é = 1; from new import n; n()\n", id="non-ASCII before it"
    ),
    pytest.param(
        "from «old» import a\n__all__ = ['a']\n",
        {"a": "n"},
        "from new import n as a\n__all__ = ['a']\n",
        id="the name is exported",
    ),
    pytest.param(
        "from «old» import a\ndef f(a): return a\n",
        {"a": "n"},
        "from new import n as a\ndef f(a): return a\n",
        id="a parameter of the same name",
    ),
    pytest.param(
        "from «old» import a\nn = 1\na()\n",
        {"a": "n"},
        "from new import n as a\nn = 1\na()\n",
        id="the new name is taken",
    ),
    pytest.param(
        "from «old» import a\na = a or 1\n",
        {"a": "n"},
        "from new import n as a\na = a or 1\n",
        id="the name is bound again",
    ),
    pytest.param(
        "try:\n    from «old» import a\nexcept ImportError:\n    from other import a\na()\n",
        {"a": "n"},
        "try:\n    from new import n as a\nexcept ImportError:\n    from other import a\na()\n",
        id="two imports of the name",
    ),
    pytest.param(
        "from «old» import a\ndef f():\n    global a\n",
        {"a": "n"},
        "from new import n as a\ndef f():\n    global a\n",
        id="a global",
    ),
    pytest.param(
        "from «old» import a\nx.patch('mod.a')\na.b(a=1)\n",
        {"a": "n"},
        "from new import n\nx.patch('mod.a')\nn.b(a=1)\n",
        id="attributes and keywords are other names",
    ),
    # some names stay
    pytest.param(
        "from «old» import a, b\n", {"a": "a"}, "from old import b\nfrom new import a\n", id="one stays, the other goes"
    ),
    pytest.param(
        "def f():\r\n    from «old» import a as x, b\r\n    return x\r\n",
        {"a": "n"},
        "def f():\r\n    from old import b\r\n    from new import n as x\r\n    return x\r\n",
        id="split inside, with CRLF",
    ),
    pytest.param(
        "from «old» import a, b\na()\n",
        {"a": "n"},
        "from old import b\nfrom new import n as a\na()\n",
        id="split, with a new name",
    ),
    pytest.param(
        "from «old» import b, a  # noqa\n", {"a": "a"}, "from old import b\nfrom new import a  # noqa\n", id="a comment"
    ),
]


@pytest.mark.parametrize(("marked", "names", "after"), FROM)
def test_from(marked: str, names: dict[str, str], after: str) -> None:
    found = with_from(marked, {old: ("new", new) for old, new in names.items()})
    assert found == after
    compile(found, "x.py", "exec")


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        pytest.param("from «old» import a, b\n", {"a": ("one", "a"), "b": ("two", "b")}, id="two modules"),
        pytest.param("from «old» import (a,\n    b)\n", {"a": ("new", "a")}, id="some of the names in brackets"),
        pytest.param("from «old» import a, \\\n    b\n", {"a": ("new", "a")}, id="some of the names in two lines"),
        pytest.param("x = 1; from «old» import a, b\n", {"a": ("new", "a")}, id="some of the names behind a semicolon"),
        pytest.param("if x: from «old» import a, b\n", {"a": ("new", "a")}, id="some of the names behind a colon"),
        pytest.param("text = '«old»'\n", {"a": ("new", "a")}, id="no import"),
    ],
)
def test_from_left(marked: str, wanted: dict[str, tuple[str, str]]) -> None:
    assert with_from(marked, wanted) == span_of(marked).text


def test_a_name_in_a_formatted_string() -> None:
    """Its position is that of the name or of the string, by the version of Python."""
    found = with_from("from «old» import a\nx = f'{a}'\n", {"a": ("new", "n")})
    assert found in ("from new import n\nx = f'{n}'\n", "from new import n as a\nx = f'{a}'\n")


@pytest.mark.parametrize(
    ("marked", "new", "after"),
    [
        pytest.param("import «old»\nold.run()\n", "new", "import new\nnew.run()\n", id="a module"),
        pytest.param("import os, «old»\nold.run()\n", "new", "import os, new\nnew.run()\n", id="one of several"),
        pytest.param(
            "import «old» as x\nx.run()\n", "src.new", "import src.new as x\nx.run()\n", id="under another name"
        ),
        pytest.param("import «old»\nold.run()\n", "src.new", "import src.new as old\nold.run()\n", id="into a package"),
        pytest.param(
            "import «old»\nnew = 1\nold.run()\n",
            "new",
            "import new as old\nnew = 1\nold.run()\n",
            id="the name is taken",
        ),
        pytest.param("import «a.old»\na.old.run()\n", "a.new", "import a.new\na.new.run()\n", id="in a package"),
        pytest.param("import «a.old»\na.old.x.y(a.old)\n", "new", "import new\nnew.x.y(new)\n", id="out of a package"),
        pytest.param(
            "import «old»\nmock.patch('old.run')\n", "new", "import new\nmock.patch('old.run')\n", id="strings stay"
        ),
        pytest.param(
            "ü = 'ü'; import «old»; old.run(ü)\n", "new", "ü = 'ü'; import new; new.run(ü)\n", id="behind non-ASCII"
        ),
    ],
)
def test_plain(marked: str, new: str, after: str) -> None:
    found = with_plain(marked, new)
    assert found == after
    compile(found, "x.py", "exec")


@pytest.mark.parametrize(
    ("marked", "new"),
    [
        pytest.param("import «a.old»\nimport a\na.old.run(a.other)\n", "a.new", id="the package is used for more"),
        pytest.param("import «a.old»\nx = a\n", "a.new", id="the package is passed on"),
        pytest.param("text = '«old»'\n", "new", id="no import"),
    ],
)
def test_plain_left(marked: str, new: str) -> None:
    assert with_plain(marked, new) == span_of(marked).text


@pytest.mark.parametrize("text", ["x = (\n", "x = 1\n" * 40_000, "x = 1\0", "(" * 5000])
def test_not_parsed(text: str) -> None:
    assert parsed(Source.of_text("x.py", text)) is None
