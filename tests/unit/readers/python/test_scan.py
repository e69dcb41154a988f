"""The quick depth of the Python reader never misses what the exact depth finds."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions.entry_names import is_entry_name
from flake8_single_entry.readers.python import imported, outline, read, scan
from flake8_single_entry.syntax.source import Source


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import a.b as c, d", {"a", "b", "d"}),
        ("from a.b import c", {"a", "b", "c"}),
        ("from . import main", {"main"}),
        ("from .core import main as m", {"core", "main"}),
        ("from .import main", {"main"}),
        ("from a import (\n    b,  # (old) note\n    main,\n)", {"a", "b", "main"}),
        ("from a import b, \\\n    main", {"a", "b", "main"}),
        ("from a import b, \\\r\n    main\r\n", {"a", "b", "main"}),
        ("from a import(main)", {"a", "main"}),
        ("from \\\n    a.b \\\n    import main", {"a", "b", "main"}),
        ("def f():\n\timport main", {"main"}),
        ("try: import main\nexcept: pass", {"main"}),
        ("x = 1; import main", {"main"}),
        ("import\tmain", {"main"}),
        ("from größe import maß", {"größe", "maß"}),
        ("import shop\u00a0es", {"shop"}),
        ("from shop import cafe\u0301, \ufb01sh", {"shop", "café", "fish"}),
        ("import \u0915\u094d\u0937", {"\u0915\u094d\u0937"}),
        ("from shop import oven\u2019s", {"shop", "oven"}),
    ],
)
def test_outlines(code: str, names: set[str]) -> None:
    assert {name.encode() for name in names} <= set(outline(code.encode()).words())


PATCHES = [
    ("import shop\nmain = 1\nvalue = oven.bake(main)\n", {"shop"}),
    ("import shop\ndispatch(main)\nDispatch(main)\n", {"shop"}),
    (
        "from unittest import mock\ndispatch(main)\nmock.patch('oven.bake')\n",
        {"mock", "oven", "bake", "dispatch", "main"},
    ),
]


@pytest.mark.parametrize(("code", "names"), PATCHES)
def test_only_what_patches_may_name_anything(code: str, names: set[str]) -> None:
    found = outline(code.encode())
    assert names <= {word.decode() for word in found.words()}
    assert found.patches is ("mock" in code) is (len(found.words()) > 1)


TELLING = [
    "if __name__ == '__main__':\n    main()  # padding",
    "from fastapi import FastAPI\napp = FastAPI()",
    "from shop import app\napp.run(debug=True, port=8000)",
    "from shop import main\n\nmain()\n# padding padding padding",
    "import uvicorn\nuvicorn.run('shop.main:app', reload=True)",
    "import os\nos.system('python main.py --port 8000 --debug')",
    "from importlib import import_module as load\nload('shop.main')",
    "print('to start it, run: python main.py --demo --verbose')",
    "def lambda_handler(event, context):\n    return {'status': 200}",
    "from pathlib import Path\nx = Path('src') / 'main.py'  # padding",
    "WSGI_APPLICATION = 'shop.wsgi.application'  # padding padding",
    "import click\n@click.command()\ndef cli():\n    '''Padding padding.'''",
    "from shop import create_app\napp = create_app()  # padding padding",
    "import streamlit as st\nst.title('padding padding padding')",
    "import asyncio\nasyncio.create_subprocess_shell('python main.py')",
    "from os import system as call_it\ncall_it('python main.py --port 1')",
    "value = __import__('shop.main')  # padding padding padding",
    "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'",
    "async def bake(event, context):\n    return {'status': 200, 'x': 1}",
    "import sys\nCOMMANDS = [[sys.executable, '-m', 'shop.main', '--x']]",
    "COMMANDS = [['daphne', '-b', '0.0.0.0', 'shop.asgi:application']]",
    "print('to start it, run: uvicorn shop.main:app --port 8000')",
    "print('to start it: streamlit run pages/main.py --server.port 1')",
    "import sys\nprint(f'{sys.executable} shop/main.py --port 8000')",
    "'''Bake.\n\nUsage: python main.py --hot --fast --for-long\n'''",
    "print('python3.12 -u '\n      'main.py --port 8000 --hot --fast')\nX = 'main.py'",
]


@pytest.mark.parametrize("code", TELLING)
def test_scan_keeps_what_shows_something(code: str) -> None:
    assert len(code) >= 40, "shorter files are kept for their size alone"
    found = read(Source.of("x.py", code.encode()))
    traits = found.traits
    assert traits is not None
    others = [one for one in found.references if one.via != "import"]
    assert others or traits.guard or traits.launches or traits.applications or traits.handlers
    assert scan(code.encode())


@pytest.mark.parametrize(
    "code",
    [
        "from shop.core import oven\n\n\ndef bake(x: int) -> int:\n    return oven(x)\n",
        "import logging\n\nlog = logging.getLogger(__name__)\nLIMIT = 5\n",
        "import os\n\n\ndef oven() -> str:\n    return os.environ['OVEN']\n",
        "# See oven.py for how heat spreads.\nimport shop\n\n\ndef bake(cake):\n    '''As python does.'''\n    return cake\n",
    ],
)
def test_scan_drops_plain_library_code(code: str) -> None:
    assert not scan(code.encode())


IMPORTED = [
    ("from shop.main import bake", {"shop.", "main", "bake"}, {"shop.main"}),
    ("import shop.oven\nfrom shop import bake", {"shop.", "shop", "oven", "bake"}, set()),
    ("from .app import bake\nimport oven", {"app", "bake", "oven"}, {".app"}),
    ("from shop import main", {"shop", "main"}, set()),
    ("from unittest.mock import patch\n@patch('shop.main.x')\ndef t(): ...", {"shop", "main"}, {"shop.main.x()"}),
    ("def t(monkeypatch):\n    monkeypatch.setattr('shop.main.x', 1)", {"shop", "main"}, {"shop.main.x()"}),
]


@pytest.mark.parametrize(("code", "names", "heads"), IMPORTED)
def test_what_a_quiet_file_imports(code: str, names: set[str], heads: set[str]) -> None:
    data = code.encode()
    assert not scan(data)
    words, _, modules = imported(data, outline(data), is_entry_name).partition("|")
    assert names <= set(words.split())
    assert set(modules.split()) == heads


@pytest.mark.parametrize("character", ["\x01", "\x02", "\x04", "\x1f"])
def test_control_characters_are_no_part_of_names(character: str) -> None:
    data = f"from shop{character}.main import x\nimport app{character}\n".encode()
    assert character not in imported(data, outline(data), is_entry_name)


TOP_LEVEL = [
    ("import shop\n\nshop.main()\n", True),
    ("import shop\n\ntry:\n    shop.run()\nfinally:\n    pass\n", True),
    ("import shop\n\ndemo = shop.Demo(\n    1,\n).launch()\n", True),
    ("import shop\n\nwith shop.open():\n    while True:\n        pass\n", True),
    ("import shop\n\ndef f():\n    shop.run()\n", False),
    ("import shop\n\nif TYPE_CHECKING:\n    from shop import main\n    main()\n", False),
    ("import shop\n\nif TYPE_CHECKING:\n    from shop import main\nelse:\n    main()\n", True),
    (
        "import shop\n\nclass A:\n    def main(self):\n        self.run()\n        while True:\n            pass\n",
        False,
    ),
]


@pytest.mark.parametrize(("code", "expected"), TOP_LEVEL)
def test_only_what_runs_on_import_starts_a_program(code: str, *, expected: bool) -> None:
    assert scan(code.encode()) is expected
