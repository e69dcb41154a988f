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
    """``gone`` are the deleted paths with their new path, or "". ``said`` are the findings.

    ``newer`` are lines of README.md that were written after the deletion.
    """

    title: str
    files: Mapping[str, str]
    gone: Mapping[str, str]
    said: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    newer: tuple[int, ...] = ()


def history(gone: Mapping[str, str], blame: str = "") -> History:
    def ask(arguments: tuple[str, ...]) -> str:
        if arguments[0] == "log":
            return f"\1{COMMIT}\0\n" + "".join(f"D\0{path}\0" for path in gone)
        if arguments[0] == "show":
            return "".join(f"R100\0{old}\0{new}\0" for old, new in gone.items() if new)
        return blame if arguments[0] == "blame" else ""

    return History(ask)


def blame_of(case: Case) -> str:
    lines = case.files.get("README.md", "").split("\n")
    return "".join(f"{COMMIT} {line} {line} 1\n\t{lines[line - 1]}\n" for line in case.newer)


def findings(case: Case) -> tuple[str, ...]:
    tree = Tree.of(case.files)
    tree = replace(tree, ignored=lambda paths: frozenset(case.ignored).intersection(paths))
    project = assemble(FactStore(tree, FactCache(Cache(None), "")), tree, EMPTY, history(case.gone, blame_of(case)))
    return tuple(
        f"{found.location.path}:{found.location.line} {found.code} {found.level}"
        for found in run(project)
        if found.level > Level.NOTE
    )


COPY_ALL = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["uvicorn", "main:app"]\n'
TRY = "try:\n    {}\nexcept ImportError{}:\n    {}\n"
CASES = (
    Case(
        "an import from any directory above",
        {"tests/unit/test_a.py": "import ledger\n", "requirements.txt": "httpx\n"},
        {"ledger.py": ""},
        ("tests/unit/test_a.py:1 ONE201 error",),
    ),
    Case(
        "settings that were renamed, which are a module and never a name in the package",
        {
            "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.conf")\n',
            "shop/__init__.py": "",
            "shop/settings.py": "",
        },
        {"shop/conf.py": "shop/settings.py"},
        ("manage.py:3 ONE201 error",),
    ),
    Case(
        "an import whose handler says that the module is not installed, and one that tells to install it",
        {
            "a.py": TRY.format("import ledger", "", "raise SystemExit('ledger is not installed')")
            + TRY.format("import abacus", "", "raise SystemExit('pip install abacus')"),
            "requirements.txt": "httpx\n",
        },
        {"ledger.py": "", "abacus.py": ""},
        ("a.py:2 ONE201 error",),
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
        "a module that was beside the Dockerfile, and a namesake above it that lacks the application",
        {"api/Dockerfile": COPY_ALL, "main.py": "print()\n", "api/server.py": "app = 1\n"},
        {"api/main.py": ""},
        ("api/Dockerfile:4 ONE201 error",),
    ),
    Case(
        "a namesake above the Dockerfile that has the application",
        {"api/Dockerfile": COPY_ALL, "main.py": "app = 1\n"},
        {"api/main.py": "main.py"},
    ),
    Case(
        "a namesake above the Dockerfile, and nothing that git remembers",
        {"api/Dockerfile": COPY_ALL, "main.py": "print()\n", "api/server.py": "app = 1\n"},
        {"web/main.py": ""},
        ("api/Dockerfile:4 ONE204 error",),
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
        "a handler that imports other names",
        {"a.py": TRY.format("from ledger import Book", "", "from costs import Cost"), "costs.py": "class Cost: pass\n"},
        {"ledger.py": ""},
        ("a.py:2 ONE201 warning",),
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
        "commands in a directory of a server: a name of its own is ours, a usual one is not",
        {"README.md": "```bash\ncd public_html\npython fill_stock.py\npython app.py\n```\n", "src/count.py": ""},
        {"fill_stock.py": "", "app.py": ""},
        ("README.md:3 ONE201 warning",),
    ),
    Case(
        "a usual name in such a directory, of a file that moved",
        {"README.md": "```bash\ncd Tidewatch\npython run_app.py\n```\n", "old/run_app.py": "", "src/count.py": ""},
        {"run_app.py": "old/run_app.py"},
        ("README.md:3 ONE201 warning",),
    ),
    Case(
        "a command in a directory that went with its file",
        {"README.md": "```bash\ncd depot\npython app.py\n```\n", "src/count.py": ""},
        {"depot/app.py": ""},
        ("README.md:3 ONE201 error",),
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

GUIDE = "```bash\npython app.py\npython stock.py\npython tools/app.py\ngunicorn test:app\n```\n"
TIME = (
    Case(
        "lines that are older than the deletion",
        {"README.md": GUIDE, "tools/count.py": ""},
        {"app.py": "", "stock.py": "", "tools/app.py": "", "test.py": ""},
        (*(f"README.md:{line} ONE201 error" for line in (2, 3, 4)), "README.md:5 ONE201 warning"),
    ),
    Case(
        "newer lines of a library: a common name is the reader's own file, another one is said at a lower level",
        {"README.md": GUIDE, "tools/count.py": "", "pyproject.toml": '[project]\nname = "shop"\n'},
        {"app.py": "", "stock.py": "", "tools/app.py": "", "test.py": ""},
        tuple(f"README.md:{line} ONE201 warning" for line in (3, 4)),
        newer=(2, 3, 4, 5),
    ),
    Case(
        "newer lines of a service",
        {"README.md": GUIDE, "tools/count.py": "", "Procfile": "web: python tools/count.py\n"},
        {"app.py": ""},
        ("README.md:2 ONE201 warning", "README.md:4 ONE201 warning"),
        newer=(2,),
    ),
    Case(
        "newer lines of a script, which is no document",
        {"run.sh": "python app.py\n", "README.md": ""},
        {"app.py": ""},
        ("run.sh:1 ONE201 error",),
    ),
)
TIDE_GATE = {"services/tide-gate/app/__init__.py": "", "services/tide-gate/app/main.py": "app = 1\n"}
NEVER_WAS = (
    Case(
        "an import that writes an underscore for the hyphen of a directory",
        {
            **TIDE_GATE,
            "tests/test_a.py": "from services.tide_gate.app.main import app\n",
            "requirements.txt": "httpx\n",
        },
        {},
        ("tests/test_a.py:1 ONE201 warning",),
    ),
    Case(
        "a module that Python is told to run, below a directory with a hyphen",
        {"mail-out/__init__.py": "", "mail-out/send.py": "print(1)\n", "Makefile": "t:\n\tpython -m mail_out.send\n"},
        {},
        ("Makefile:2 ONE201 warning",),
    ),
    Case(
        "a Dockerfile beside the context of a service",
        {
            "compose.yaml": "services:\n  a:\n    build:\n      context: api\n      dockerfile: ../docker/a.Dockerfile\n",
            "api/main.py": "print(1)\n",
        },
        {},
        ("compose.yaml:5 ONE201 error",),
    ),
    Case(
        "a context beside this repository",
        {
            "compose.yaml": "services:\n  a:\n    build:\n      context: ../other\n      dockerfile: ../docker/a.Dockerfile\n",
            "api/main.py": "print(1)\n",
        },
        {},
    ),
    Case(
        "an import through an alias that a conftest makes",
        {
            **TIDE_GATE,
            "tests/conftest.py": 'import sys\nsys.modules["services.tide_gate"] = object()\n',
            "tests/test_a.py": "from services.tide_gate.app.main import app\n",
        },
        {},
    ),
    Case(
        "a library of the form that a directory with a hyphen has",
        {"tide-gate/main.py": "", "tests/test_a.py": "from tide_gate import Gate\n", "requirements.txt": "tide-gate\n"},
        {},
    ),
    Case(
        "a served module that no declared distribution brings",
        {"Procfile": "web: gunicorn lamp_v3:server\n", "requirements.txt": "dash\ngunicorn\n", "scripts/a.py": ""},
        {},
        ("Procfile:1 ONE201 error",),
    ),
    Case(
        "the same, where it is not known what a distribution brings",
        {"Procfile": "web: gunicorn lamp_v3:server\n", "requirements.txt": "dash\nweavers\n", "scripts/a.py": ""},
        {},
        ("Procfile:1 ONE201 warning",),
    ),
    Case(
        "served modules of distributions that are declared, known or installed",
        {
            "Procfile": "web: gunicorn lamp.wsgi:app\nui: gunicorn mlflow.server:app\n",
            "Dockerfile": 'FROM python\nRUN pip install weavers\nCMD ["gunicorn", "weavers:app"]\n',
            "requirements.txt": "lamp\n",
        },
        {},
    ),
    Case(
        "a served module of a project that declares nothing",
        {"Procfile": "web: gunicorn lamp_v3:server\n", "scripts/a.py": ""},
        {},
    ),
    Case(
        "a console script of a module that nobody brings, and one of a dependency",
        {
            "pyproject.toml": '[project]\nname = "lamp"\ndependencies = ["rich", "gate>=1"]\n[project.scripts]\n'
            'lamp = "lantern.cli:main"\ngate = "gate.cli:main"\n',
            "src/lamp/__init__.py": "",
        },
        {},
        ("pyproject.toml:5 ONE201 warning",),
    ),
    Case(
        "a console script of a module that the build compiles",
        {
            "pyproject.toml": '[build-system]\nrequires = ["maturin"]\n[project]\nname = "lamp"\ndependencies = ["rich"]'
            '\n[project.scripts]\nlamp = "lantern.cli:main"\n',
            "src/lamp/__init__.py": "",
        },
        {},
    ),
    Case(
        "a printed command in a directory that is not here, for a file at the root",
        {"run_stock.py": 'if __name__ == "__main__":\n    print("cd depot && python run_stock.py")\n'},
        {},
    ),
    Case(
        "a printed command for a file that is not at the root either",
        {"count.py": 'if __name__ == "__main__":\n    print("python run_stock.py")\n'},
        {},
        ("count.py:2 ONE201 warning",),
    ),
    Case(
        "a module for celery beside what COPY brings, and one that nothing has",
        {
            "Dockerfile": "FROM python\nWORKDIR /app\nCOPY depot/lanes/__init__.py ./lanes/\n"
            'CMD ["celery", "-A", "lanes.crane.lift", "worker"]\n',
            "Dockerfile.hoist": "FROM python\nWORKDIR /app\nCOPY depot/lanes/__init__.py ./lanes/\n"
            'CMD ["celery", "-A", "lanes.hoist.app", "worker"]\n',
            "depot/lanes/__init__.py": "",
            "depot/lanes/crane/lift.py": "import celery\napp = celery.Celery()\n",
            "requirements.txt": "celery\n",
        },
        {},
        ("Dockerfile:4 ONE206 error",),
    ),
    Case(
        "an import of a name that nothing here ever bore",
        {"a.py": "import lantern\nfrom lantern.server import light\n", "requirements.txt": "httpx\n"},
        {},
    ),
)


@pytest.mark.parametrize("case", [*CASES, *TIME, *NEVER_WAS], ids=lambda case: case.title)
def test_what_is_said(case: Case) -> None:
    assert findings(case) == case.said
