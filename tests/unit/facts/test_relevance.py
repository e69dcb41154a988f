"""Which quiet files may import a program, by the names that their imports hold."""

from __future__ import annotations

import pytest

from flake8_single_entry.facts.relevance import Relevance
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.readers.python import imported, outline

FILES = ("shop/__init__.py", "shop/main.py", "shop/oven.py", "shop/tills/__init__.py", "tools/bake.py", "tests/user.py")


@pytest.mark.parametrize(
    ("program", "code", "may_import"),
    [
        ("shop/main.py", "from shop.main import run", True),
        ("shop/main.py", "import shop.main as program", True),
        ("shop/main.py", "from shop import main", True),
        ("shop/main.py", "from shop import (\n    oven,\n    main,\n)", True),
        ("shop/main.py", "import shop.oven", False),
        ("shop/main.py", "from bakery import main", False),
        ("shop/main.py", "import bakery.main.oven\nimport shop", False),
        ("shop/__init__.py", "from shop import run", True),
        ("shop/__init__.py", "import shop", True),
        ("shop/__init__.py", "import shop.oven, shop", True),
        ("shop/__init__.py", "from shop.oven import bake", False),
        ("shop/__init__.py", "import shop.oven as oven", False),
        ("shop/__init__.py", "@patch('shop.run')\ndef test(run): ...", True),
        ("shop/tills/__init__.py", "from shop.tills import open_till", True),
        ("shop/tills/__init__.py", "from shop import tills", True),
        ("shop/tills/__init__.py", "from shop.tills.drawer import open_drawer", False),
        ("tools/bake.py", "import bake", True),
        ("tools/bake.py", "from tools.bake import run", True),
        ("tools/bake.py", "from bake.oven import run", False),
    ],
)
def test_who_may_import(program: str, code: str, may_import: bool) -> None:
    interest = Relevance(Tree.of(dict.fromkeys(FILES, "")), ())
    data = code.encode()
    quiet = {"tests/user.py": imported(data, outline(data), lambda _: False)}
    assert list(interest.importers_of(quiet, interest.modules([program]))) == (["tests/user.py"] if may_import else [])
