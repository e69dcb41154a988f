"""Findings about files that git remembers: from every base, whatever stands around the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.config.settings import EMPTY
from flake8_single_entry.engine.build import assemble
from flake8_single_entry.facts.fact_cache import FactCache
from flake8_single_entry.facts.store import FactStore
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.model import Level
from flake8_single_entry.rules import run

COMMIT = "c" * 40


class Case(NamedTuple):
    """``gone`` are the deleted paths with their new path, or "". ``said`` are the lines of the findings of a file."""

    title: str
    files: Mapping[str, str]
    gone: Mapping[str, str]
    said: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def history(gone: Mapping[str, str]) -> History:
    def ask(arguments: tuple[str, ...]) -> str:
        if arguments[0] == "log":
            return f"\1{COMMIT}\0\n" + "".join(f"D\0{path}\0" for path in gone)
        if arguments[0] == "show":
            return "".join(f"R100\0{old}\0{new}\0" for old, new in gone.items() if new)
        return ""

    return History(ask)


def findings(case: Case) -> tuple[str, ...]:
    tree = Tree.of(case.files)
    tree = replace(tree, ignored=lambda paths: frozenset(case.ignored).intersection(paths))
    project = assemble(FactStore(tree, FactCache(Cache(None), "")), tree, EMPTY, history(case.gone))
    return tuple(
        f"{found.location.path}:{found.location.line} {found.code} {found.level}"
        for found in run(project)
        if found.level > Level.NOTE
    )


TRY = "try:\n    {}\nexcept ImportError{}:\n    {}\n"
CASES = (
    Case(
        "an import from any directory above",
        {"tests/unit/test_a.py": "import ledger\n", "requirements.txt": "httpx\n"},
        {"ledger.py": ""},
        ("tests/unit/test_a.py:1 ONE201 error",),
    ),
    Case(
        "an import of a deleted package",
        {"a.py": "from shop.cart import add\n", "requirements.txt": "httpx\n"},
        {"shop/cart/__init__.py": ""},
        ("a.py:1 ONE201 error",),
    ),
    Case(
        "a relative import",
        {"shop/__init__.py": "", "shop/cart.py": "from . import ledger\nfrom .prices import VAT\n"},
        {"shop/prices.py": ""},
        ("shop/cart.py:2 ONE201 error",),
    ),
    Case(
        "a module that is now a package",
        {"a.py": "from shop import cart\n", "shop/__init__.py": "", "shop/cart/__init__.py": ""},
        {"shop.py": "", "shop/cart.py": ""},
    ),
    Case(
        "a module that moved below src, where it is found",
        {"src/shop/__init__.py": "", "src/shop/cart.py": "", "test_a.py": "import shop.cart\n"},
        {"shop/__init__.py": "src/shop/__init__.py", "shop/cart.py": "src/shop/cart.py"},
    ),
    Case(
        "a patched object of a package that moved below src",
        {
            "src/shop/__init__.py": "class Cart:\n    pass\n",
            "tests/test_a.py": 'from unittest.mock import patch\n\nwith patch("shop.Cart.add"):\n    pass\n',
        },
        {"shop/__init__.py": "src/shop/__init__.py"},
    ),
    Case(
        "a patched object of a deleted module",
        {
            "shop/__init__.py": "",
            "tests/test_a.py": 'from unittest.mock import patch\n\nwith patch("shop.ledger.Book.add"):\n    pass\n',
        },
        {"shop/ledger.py": ""},
        ("tests/test_a.py:3 ONE201 error",),
    ),
    Case(
        "a module that a declared distribution provides",
        {"a.py": "import yaml\nfrom ledger_kit import Book\n", "requirements.txt": "PyYAML>=6\nledger-kit[all]==2\n"},
        {"yaml.py": "", "ledger_kit/__init__.py": "", "ledger_kit.py": ""},
    ),
    Case(
        "a declared name that is a package of the project",
        {
            "pyproject.toml": '[project]\nname = "shop"\n[project.optional-dependencies]\nall = ["shop[web]"]\n',
            "shop/__init__.py": "",
            "a.py": "import shop.ledger\n",
        },
        {"shop/ledger.py": ""},
        ("a.py:1 ONE201 error",),
    ),
    Case(
        "a module of the standard library",
        {"tools/a.py": "import queue\nqueue.Queue()\n"},
        {"tools/queue.py": "", "queue.py": ""},
    ),
    Case(
        "a library that nothing declares, and its namesake of the past",
        {"a.py": "import redis\n"},
        {"redis.py": ""},
    ),
    Case(
        "a module that was renamed because it hid the library that it imports",
        {"legacy_ledger.py": "from ledger import Book\n"},
        {"ledger.py": "legacy_ledger.py"},
    ),
    Case(
        "an import path that is not known",
        {"a.py": 'import sys\n\nsys.path.append("helpers")\nimport ledger\n'},
        {"ledger.py": ""},
    ),
    Case(
        "handlers that only report, or set another name",
        {
            "a.py": TRY.format("from ledger import Book", " as error", "print(error)")
            + TRY.format("import prices", "", "HAS_PRICES = False"),
            "requirements.txt": "httpx\n",
        },
        {"ledger.py": "", "prices.py": ""},
        ("a.py:2 ONE201 warning", "a.py:6 ONE201 warning"),
    ),
    Case(
        "handlers that bring the name from elsewhere, or tell how to install the module",
        {
            "a.py": TRY.format("from ledger import Book", "", "Book = None")
            + TRY.format("import prices", "", "import costs as prices")
            + TRY.format("import stocks", "", 'raise SystemExit("pip install stocks")'),
            "costs.py": "",
        },
        {"ledger.py": "", "prices.py": "", "stocks.py": ""},
    ),
    Case(
        "commands whose failure is forgiven, or whose file is tested for",
        {"run.sh": "python stock.py || true\nif [ -f count.py ]; then python count.py; fi\npython other.py || true\n"},
        {"stock.py": "", "count.py": ""},
        ("run.sh:1 ONE201 warning", "run.sh:2 ONE201 warning"),
    ),
    Case(
        "ignored by a pattern after a move, or by its name after it was taken out",
        {
            "run.sh": "python stock.py\npython mine.py\npython count.py\n",
            "src/stock.py": "",
            ".gitignore": "*.py\n/mine.py\n",
        },
        {"stock.py": "src/stock.py", "mine.py": "", "count.py": ""},
        ("run.sh:1 ONE201 warning", "run.sh:3 ONE201 warning"),
        ("stock.py", "mine.py", "count.py"),
    ),
    Case(
        "ignored and never tracked, at another place where it is looked for",
        {"service/build.sh": "python scripts/seed.py\n", "service/app.py": ""},
        {},
        (),
        ("service/scripts/seed.py",),
    ),
    Case(
        "the project's own setup.py",
        {"README.md": "```bash\npython setup.py install\n```\n", "pyproject.toml": ""},
        {"setup.py": ""},
        ("README.md:2 ONE201 error",),
    ),
    Case(
        "the setup.py of a clone",
        {"README.md": "```bash\ngit clone https://x.invalid/tokens.git\ncd tokens\npython setup.py install\n```\n"},
        {"setup.py": ""},
    ),
    Case(
        "a tree of which all files moved",
        {"README.md": "```\nshop/\n├── stock.py\n└── count.py\n```\n", "src/stock.py": "", "src/count.py": ""},
        {"stock.py": "src/stock.py", "count.py": "src/count.py"},
        ("README.md:3 ONE201 warning", "README.md:4 ONE201 warning"),
    ),
    Case(
        "an image that excludes the former place",
        {
            "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["gunicorn", "harbor.web:app"]\n',
            ".dockerignore": "*\n!quay\n",
            "quay/__init__.py": "",
            "quay/web.py": "app = 1\n",
            "requirements.txt": "gunicorn\n",
        },
        {"harbor/web.py": "quay/web.py", "harbor/__init__.py": "quay/__init__.py"},
        ("Dockerfile:4 ONE201 error",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_what_is_said(case: Case) -> None:
    assert findings(case) == case.said
