"""deleted_modules: which skipped files import a module that is gone."""

from __future__ import annotations

import pytest

from flake8_single_entry.facts.deleted_modules import DeletedModules
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.readers.python.outline import dotted_names

FILES = ("shop/__init__.py", "shop/cart.py", "shop/tax/__init__.py", "lib/tool.py")
GONE = ("shop/ledger.py", "ledger.py", "shop/tax.py", "src/stock/__init__.py", "lib/prices.py", "notes.txt", "a/b/c.py")


@pytest.mark.parametrize(
    ("path", "code", "is_importer"),
    [
        ("shop/cart.py", "from shop.ledger import Book", True),
        ("shop/cart.py", "from .ledger import Book", True),
        ("shop/cart.py", "from . import ledger", True),
        ("shop/tax/__init__.py", "from ..ledger import Book", True),
        ("main.py", "from shop import (\n    cart,  # a comment\n    ledger as book,\n)", True),
        ("docs/conf.py", "import ledger", True),
        ("main.py", "import stock.count", True),
        ("main.py", "import prices", True),  # below a directory of packages
        ("main.py", "import a.b.c", True),
        ("main.py", 'from unittest.mock import patch\npatch("shop.ledger.Book")', True),
        ("main.py", "from shop import tax", False),
        ("main.py", "from other import ledger", False),
        ("main.py", "import b.c", False),
        ("main.py", "from shop.cart import ledger", False),
        ("shop/tax/__init__.py", "from .ledger import Book", False),
        ("main.py", "import notes", False),
    ],
)
def test_importers(path: str, code: str, is_importer: bool) -> None:
    deleted = DeletedModules.of(GONE, Tree.of(dict.fromkeys(FILES, "")), ("lib",))
    data = (code + "\n").encode()
    words = " ".join(
        dict.fromkeys(code.replace("(", " ").replace(",", " ").replace(".", " ").replace('"', " ").split())
    )
    found = list(deleted.importers({path: f"{words}|"})) and deleted.imported_by(path, dotted_names(data))
    assert bool(found) is is_importer


def test_no_deleted_modules() -> None:
    deleted = DeletedModules.of(("notes.txt",), Tree.of({}), ())
    assert not list(deleted.importers({"main.py": "notes|"}))


def test_a_module_below_very_many_directories() -> None:
    deleted = DeletedModules.of(("a/" * 1_500 + "a.py",), Tree.of({}), ())
    assert list(deleted.importers({"x.py": "a"})) == ["x.py"]
