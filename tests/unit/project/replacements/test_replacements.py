"""replacements: what each reference should be replaced by, and that each text resolves to its target."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import (
    Application,
    Base,
    Candidate,
    EntryTraits,
    Facts,
    Kind,
    Link,
    Location,
    Outcome,
    Reference,
    RelativeTo,
    Resolution,
    Role,
    Scope,
    Via,
)
from flake8_single_entry.project.replacements.replacements import Replacements
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.roles import Roles


def at(path: str) -> Location:
    return Location(path, 1, 1, 1, 2)


def reference(text: str, kind: Kind = Kind.PATH, via: Via = Via.RUN, *, runner: str = "") -> Reference:
    return Reference(at("run.sh"), text, kind, Base(RelativeTo.CALLER), "shell", via, runner)


def found(target: str, attribute: str = "", lacking: str = "") -> Resolution:
    return Resolution(Outcome.FOUND, target=target, attribute=attribute, lacking=lacking)


def missing(expected: str, *elsewhere: str, reason: str = "") -> Resolution:
    return Resolution(Outcome.MISSING, expected=expected, elsewhere=elsewhere, reason=reason)


def not_shipped(expected: str, reason: str = "", shipped: str | None = None) -> Resolution:
    return Resolution(Outcome.NOT_SHIPPED, expected=expected, reason=reason, shipped=shipped)


def malformed(target: str | None = None, expected: str | None = None) -> Resolution:
    return Resolution(Outcome.MALFORMED, target=target, expected=expected)


OBJECT, IMPORT = Kind.OBJECT, Via.IMPORT
FILES = "a/seed.py archive/gone.py archive/main_v1.py b/seed.py main_old.py part_one.py part_two.py src/main.py".split()
WEB = (Application("fastapi", "app", at("src/main.py")),)
FACTS = {"src/main.py": Facts(traits=EntryTraits(names=("app", "Service"), applications=WEB, size=50))}
ROLES = {
    "src/main.py": Role.AUTHORITATIVE,
    "main_old.py": Role.DUPLICATE,
    "archive/main_v1.py": Role.ARCHIVED,
}
CANDIDATES = tuple(Candidate(path, role, 1.0, (), at(path)) for path, role in ROLES.items())
DECIDED = Scope(".", "src/main.py", "evidence", 0.9, ("archive/",), CANDIDATES)
KEEP = Replacement(Remedy.KEEP)


def use(reason: Reason, text: str | None, target: str = "src/main.py", **more: str) -> Replacement:
    return Replacement(Remedy.USE, target, text, reason)._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "resolution", "expected"),
    [
        # correct, or unknown
        (reference("src/main.py"), found("src/main.py"), KEEP),
        (reference("x.py"), Resolution(Outcome.UNKNOWN), KEEP),
        # archived or superseded
        (reference("archive/main_v1.py"), found("archive/main_v1.py"), use(Reason.SUCCESSOR, "src/main.py")),
        (reference("archive/gone.py"), found("archive/gone.py"), Replacement(Remedy.RETURN)),
        (reference("main_old.py"), found("main_old.py"), use(Reason.SUCCESSOR, "src/main.py")),
        (
            reference("main_old:Service", OBJECT, IMPORT), found("main_old.py", "Service"),
            use(Reason.SUCCESSOR, "src.main:Service"),
        ),
        (
            reference("main_old:Gone", OBJECT, IMPORT), found("main_old.py", "Gone"),
            use(Reason.SUCCESSOR, None, lacking="Gone"),
        ),
        (reference("main_old:server", OBJECT), found("main_old.py", "server"), use(Reason.SUCCESSOR, "src.main:app")),
        # missing
        (
            reference("server.py"), missing("server.py", reason="renamed to src/main.py"),
            use(Reason.RENAMED, "src/main.py", fate="renamed to src/main.py"),
        ),
        (reference("main.py"), missing("main.py", "src/main.py"), use(Reason.NAMESAKE, "src/main.py")),
        (
            reference("seed.py"), missing("seed.py", "a/seed.py", "b/seed.py"),
            Replacement(Remedy.CHOOSE, reason=Reason.NAMESAKE, choices=("a/seed.py", "b/seed.py")),
        ),
        (
            reference("part.py"), missing("part.py"),
            Replacement(Remedy.CHOOSE, reason=Reason.VERSION, choices=("part_one.py", "part_two.py")),
        ),
        (
            reference("main_v3.py"), missing("main_v3.py", reason="deleted"),
            use(Reason.ENTRY_POINT, "src/main.py", fate="deleted"),
        ),
        (
            reference("main_v1.py"), missing("main_v1.py", "archive/main_v1.py"),
            use(Reason.ENTRY_POINT, "src/main.py", archived="archive/main_v1.py"),
        ),
        (
            reference("gone.py"), missing("gone.py", "archive/gone.py"),
            Replacement(Remedy.RESTORE, archived="archive/gone.py"),
        ),
        (reference("x.py"), missing("x.py", reason="deleted"), Replacement(Remedy.RESTORE, fate="deleted")),
        (reference("x.py"), missing("x.py"), Replacement(Remedy.ADD)),
        # a name that the module does not define
        (
            reference("src.main:application", OBJECT), found("src/main.py", "application", "application"),
            use(Reason.ATTRIBUTE, "src.main:app"),
        ),
        (
            reference("src.main:Servise", OBJECT, Via.CONFIG), found("src/main.py", "Servise", "Servise"),
            use(Reason.ATTRIBUTE, "src.main:Service"),
        ),
        (
            reference("src.main:other", OBJECT, Via.CONFIG), found("src/main.py", "other", "other"),
            Replacement(Remedy.DEFINE, "src/main.py", lacking="other"),
        ),
        # no module name
        (
            reference("./src/main.py:app", OBJECT, runner="uvicorn"), malformed("src/main.py"),
            use(Reason.FORM, "src.main:app"),
        ),
        (
            reference("main_old.py:app", OBJECT, runner="uvicorn"), malformed("main_old.py"),
            use(Reason.SUCCESSOR, "src.main:app"),
        ),
        (
            reference("x.py:app", OBJECT, runner="uvicorn"), malformed(expected="x.py"),
            Replacement(Remedy.NAME_ANOTHER, "x.py", reason=Reason.FORM),
        ),
        (reference("main-v2.py:app", OBJECT, runner="uvicorn"), malformed(), Replacement(Remedy.SPELL)),
        # not in the image
        (reference("main_old.py"), not_shipped("main_old.py"), use(Reason.SUCCESSOR, "src/main.py")),
        (
            reference("main_old.py"), not_shipped("main_old.py", "through run.sh line 1"),
            use(Reason.SUCCESSOR, None),
        ),
        (
            reference("a/seed.py"), not_shipped("a/seed.py", shipped="seed.py"),
            use(Reason.SHIPPED, "seed.py", "a/seed.py"),
        ),
        (
            reference("a.seed", Kind.MODULE), not_shipped("a/seed.py", shipped="b/seed.py"),
            use(Reason.SHIPPED, "b.seed", "a/seed.py"),
        ),
        (reference("a/seed.py"), not_shipped("a/seed.py", "excluded by .dockerignore"), Replacement(Remedy.INCLUDE)),
        (reference("a/seed.py"), not_shipped("a/seed.py", "hidden by a mount"), Replacement(Remedy.MOUNT)),
        (reference("a/seed.py"), not_shipped("a/seed.py"), Replacement(Remedy.COPY)),
    ],
)  # fmt: skip
def test_a_reference_and_its_replacement(source: Reference, resolution: Resolution, expected: Replacement) -> None:
    tree = Tree.of(dict.fromkeys(FILES, "def (:\n"))
    replacements = Replacements(tree, Roles((DECIDED,)), Attributes(tree, FACTS))
    assert replacements.of(Link(source, resolution)) == expected


def test_undecided_versions() -> None:
    tree = Tree.of(dict.fromkeys(FILES, ""))
    replacements = Replacements(tree, Roles((DECIDED._replace(entry_point=None),)), Attributes(tree, FACTS))
    assert replacements.of(Link(reference("main_old.py"), found("main_old.py"))) == Replacement(Remedy.DECIDE)


APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
GUARD = "def main():\n    return 0\n\n\nif __name__ == '__main__':\n    main()\n"
TYPER = "import typer\n\napp = typer.Typer()\n\n\n@app.command()\ndef pack():\n    pass\n"
FACTORY = "from fastapi import FastAPI\n\n\ndef create_app() -> FastAPI:\n    return FastAPI()\n"
IMAGE = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["uvicorn", "src.main:app"]\n'
RESOLVED: dict[str, tuple[dict[str, str], tuple[str, str], Replacement]] = {
    "the text is correct at the root": (
        {"main.py": APP, "README.md": "```sh\ncd backend && uvicorn main:app\n```\n"},
        ("README.md", "main:app"), Replacement(Remedy.LEAVE_DIRECTORY, "main.py"),
    ),
    "the text is correct elsewhere": (
        {"tools/books/fill.py": "print(1)\n", "run.sh": "cd books\npython fill.py\n"},
        ("run.sh", "fill.py"), Replacement(Remedy.ENTER_DIRECTORY, "tools/books/fill.py", directory="tools/books"),
    ),
    "a package hides the module": (
        {"app.py": APP, "app/__init__.py": "", "Dockerfile": "FROM python\nCOPY . .\nCMD [\"uvicorn\", \"app:app\"]\n"},
        ("Dockerfile", "app:app"), Replacement(Remedy.RENAME, hidden="app.py"),
    ),
    "a directory cannot be part of a module's name": (
        {"svc/real-time/main.py": APP, "svc/real-time/src/main.py": APP, "svc/real-time/Dockerfile": IMAGE,
         "start.md": "```sh\nuvicorn svc.real-time.main:app\n```\n"},
        ("start.md", "svc.real-time.main:app"),
        use(Reason.SUCCESSOR, None, "svc/real-time/src/main.py", directory="svc/real-time", inside="src.main:app"),
    ),
    "a module became a package": (
        {"shop/__init__.py": "", "shop/__main__.py": "import shop\n\nprint(shop)\n", "run.sh": "python shop.py\n"},
        ("run.sh", "shop.py"), use(Reason.VERSION, "shop/__main__.py", "shop/__main__.py"),
    ),
    "a module of a package imports relatively": (
        {"shop/__init__.py": "", "shop/__main__.py": "from . import x\n", "shop/x.py": "", "run.sh": "python shop.py\n"},
        ("run.sh", "shop.py"), use(Reason.VERSION, "-m shop", "shop/__main__.py"),
    ),
    "one letter is missing": (
        {"label3.py": GUARD, "other.py": GUARD, "run.sh": "python label.py\n"},
        ("run.sh", "label.py"), use(Reason.VERSION, "label3.py", "label3.py"),
    ),
    "two names are one letter away": (
        {"label3.py": GUARD, "label4.py": GUARD, "run.sh": "python label.py\n"},
        ("run.sh", "label.py"), Replacement(Remedy.ADD),
    ),
    "a test is spelt in another way": (
        {"main.py": APP, "tests/test-main.py": "", "run.sh": "pytest tests/test_main.py\n"},
        ("run.sh", "tests/test_main.py"), use(Reason.VERSION, "tests/test-main.py", "tests/test-main.py"),
    ),
    "the words are in another order": (
        {"catch_birds.py": GUARD, "run.sh": "python bird_catcher.py\n"},
        ("run.sh", "bird_catcher.py"), use(Reason.ENTRY_POINT, "catch_birds.py", "catch_birds.py"),
    ),
    "one longer name": (
        {"train_torch.py": GUARD, "run.sh": "python train.py\n"}, ("run.sh", "train.py"),
        Replacement(Remedy.CHOOSE, text="train_torch.py", reason=Reason.VERSION, choices=("train_torch.py",)),
    ),
    "one word is another": (
        {"catch_fish.py": GUARD, "run.sh": "python bird_catcher.py\n"},
        ("run.sh", "bird_catcher.py"), Replacement(Remedy.ADD),
    ),
    "a program never replaces a test": (
        {"main.py": APP, "run.sh": "python test_api.py\n"}, ("run.sh", "test_api.py"), Replacement(Remedy.ADD),
    ),
    "a factory of uvicorn": (
        {"web.py": FACTORY, "run.sh": "uvicorn web:app\n"},
        ("run.sh", "web:app"), use(Reason.ATTRIBUTE, "web:create_app", "web.py", option="--factory"),
    ),
    "a factory of gunicorn": (
        {"web.py": FACTORY, "run.sh": "gunicorn web:app\n"},
        ("run.sh", "web:app"), use(Reason.ATTRIBUTE, "web:create_app()", "web.py"),
    ),
    "two factories": (
        {"web.py": FACTORY + FACTORY.replace("create", "make"), "run.sh": "uvicorn web:app\n"},
        ("run.sh", "web:app"), Replacement(Remedy.DEFINE, "web.py", lacking="app"),
    ),
    "the only command of a module": (
        {"kit.py": GUARD, "pyproject.toml": "[project]\nname = 'kit'\n[project.scripts]\nkit = 'kit:run'\n"},
        ("pyproject.toml", "kit:run"), use(Reason.ATTRIBUTE, "kit:main", "kit.py"),
    ),
    "the only command line object of a module": (
        {"kit.py": TYPER, "pyproject.toml": "[project]\nname = 'kit'\n[project.scripts]\nkit = 'kit:main'\n"},
        ("pyproject.toml", "kit:main"), use(Reason.ATTRIBUTE, "kit:app", "kit.py"),
    ),
    "an application, which is not called": (
        {"kit.py": APP, "pyproject.toml": "[project]\nname = 'kit'\n[project.scripts]\nkit = 'kit:main'\n"},
        ("pyproject.toml", "kit:main"), Replacement(Remedy.DEFINE, "kit.py", lacking="main"),
    ),
    "one of two applications, one edit away": (
        {"web.py": "from flask import Flask\nfront = Flask('a')\nback = Flask('b')\n", "run.sh": "gunicorn web:frnt\n"},
        ("run.sh", "web:frnt"), use(Reason.ATTRIBUTE, "web:front", "web.py"),
    ),
    "a module of the package defines the name": (
        {"app/__init__.py": "", "app/web.py": APP, "run.sh": "uvicorn app:app\n"},
        ("run.sh", "app:app"), use(Reason.SUBMODULE, "app.web:app", "app/web.py"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RESOLVED)
def test_a_replacement_is_tried(case: str) -> None:
    files, (path, text), expected = RESOLVED[case]
    project = build_project(Tree.of(files, Path("x")), EMPTY, git=False)
    (link,) = [one for one in project.links if (one.reference.location.path, one.reference.text) == (path, text)]
    assert project.replacements.of(link) == expected


DEFINED = {
    "shop/bill.py": "class Bill:\n    pass\n\n\nasync def pay():\n    pass\n\n\nRATE = 2\n",
    "shop/cart.py": "from shop.bill import Bill\n\n\ndef fill():\n    pass\n",
    "shop/crate.py": "def fill():\n    pass\n",
    "tests/test_bill.py": "class Fake:\n    pass\n",
    "client.py": "",
    "archive/old.py": "class Old:\n    pass\n",
    "run.sh": "class Bill:\n",
}


@pytest.mark.parametrize(
    ("text", "expected", "replacement"),
    [
        ("shop.invoice:Bill", "shop/invoice.py", use(Reason.ATTRIBUTE, "shop.bill:Bill", "shop/bill.py")),
        ("shop.invoice:pay", "shop/invoice.py", use(Reason.ATTRIBUTE, "shop.bill:pay", "shop/bill.py")),
        ("shop.invoice:RATE", "shop/invoice.py", use(Reason.ATTRIBUTE, "shop.bill:RATE", "shop/bill.py")),
        ("web:client", "web/__init__.py", use(Reason.ATTRIBUTE, "client", "client.py")),
        ("shop.invoice:fill", "shop/invoice.py", Replacement(Remedy.ADD)),  # two modules define it
        ("shop.invoice:Fake", "shop/invoice.py", Replacement(Remedy.ADD)),  # only a test does
        ("shop.invoice:Old", "shop/invoice.py", Replacement(Remedy.ADD)),  # only an archived module does
        ("shop.invoice:*", "shop/invoice.py", Replacement(Remedy.ADD)),
        ("shop.invoice", "shop/invoice.py", Replacement(Remedy.ADD)),
    ],
)
def test_an_import_follows_its_definition(text: str, expected: str, replacement: Replacement) -> None:
    tree = Tree.of(DEFINED)
    replacements = Replacements(tree, Roles((DECIDED,)), Attributes(tree, {}))
    kind = OBJECT if ":" in text else Kind.MODULE
    assert replacements.of(Link(reference(text, kind, IMPORT), missing(expected))) == replacement


def test_a_replacement_is_computed_once() -> None:
    text = b"version: 1\nentry_point: main.py\n"
    files = {"main.py": APP, "main_old.py": APP, "run.sh": "uvicorn main_old:app\n", FILE_NAME: text.decode()}
    project = build_project(Tree.of(files, Path("x")), load(FILE_NAME, text), git=False)
    (link,) = [one for one in project.links if one.reference.location.path == "run.sh"]
    assert project.replacements.of(link) == use(Reason.SUCCESSOR, "main:app", "main.py")
    assert project.replacements.of(link) is project.replacements.of(link)
