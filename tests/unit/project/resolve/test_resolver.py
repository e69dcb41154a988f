"""resolve: each reference at its own base, missing only where the facts carry it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.model import Base, Claim, Kind, Level, Location, Outcome, Reference, RelativeTo, Via
from flake8_single_entry.project.images.images import build_images
from flake8_single_entry.project.resolve.absences import UnresolvedClassifier
from flake8_single_entry.project.resolve.bases import SearchBases
from flake8_single_entry.project.resolve.resolver import Resolver

FILES: Mapping[str, str] = dict.fromkeys(
    (
        "main.py",
        "src/main.py",
        "backend/app/__init__.py",
        "backend/app/main.py",
        "backend/README.md",
        "docs/guide.md",
        "scripts/run.sh",
        "lib/shop/__init__.py",
        "lib/shop/cli.py",
        "worker/celery.py",
        "worker/__init__.py",
        "service/_legacy/inference_service.py",
        "service/tests/test_inference.py",
        "a/flow.py",
        "b/flow.py",
        "c/flow.py",
        "scripts/fix_order_book.py",
        "src/order_book_v2.py",
        "src/ticker/feed.py",
    ),
    "",
)
COMMIT = "c" * 40


def remembered(arguments: tuple[str, ...]) -> str:
    if arguments[0] == "show":
        return "R100\0src/cli.py\0lib/shop/cli.py\0"
    gone = ("src/cli.py", "scripts/.local.sh", "scripts/common.sh", "sea.py", "flow.py")
    return f"\1{COMMIT}\0\n" + "".join(f"D\0{path}\0" for path in gone)


def resolver(names: frozenset[str] = frozenset({"shop"})) -> Resolver:
    tree = Tree.of(FILES)
    return Resolver(
        tree,
        SearchBases(tree, build_images({}, tree), ("lib",)),
        UnresolvedClassifier(tree, names),
        History(remembered),
    )


def reference(
    text: str, path: str, base: Base, kind: Kind = Kind.PATH, via: Via = Via.RUN, runner: str = ""
) -> Reference:
    surface = {"md": "markdown", "sh": "shell", "py": "python"}.get(path.rpartition(".")[2], "makefile")
    return Reference(Location(path, 1, 1, 1, 1), text, kind, base, surface, via, runner)


CALLER = Base(RelativeTo.CALLER)
FOUND = [
    (reference("main.py", "scripts/run.sh", CALLER), "main.py"),
    (reference("./src/main.py", "scripts/run.sh", CALLER), "src/main.py"),
    (
        reference("app.main:app", "scripts/run.sh", Base(RelativeTo.CALLER, "backend"), Kind.OBJECT),
        "backend/app/main.py",
    ),
    (reference("app.main:app", "backend/README.md", CALLER, Kind.OBJECT), "backend/app/main.py"),
    (reference("app/main.py", "docs/guide.md", Base(RelativeTo.CALLER, "backend")), "backend/app/main.py"),
    (reference("main:app", "Makefile", Base(RelativeTo.FILE, "", ("src",)), Kind.OBJECT), "src/main.py"),
    (reference("main:app", "Makefile", Base(RelativeTo.FILE), Kind.OBJECT), "main.py"),
    (reference("shop.cli:run", "pyproject.toml", Base(RelativeTo.FILE), Kind.OBJECT, Via.CONFIG), "lib/shop/cli.py"),
    (reference("worker", "Procfile", Base(RelativeTo.FILE), Kind.MODULE, runner="celery"), "worker/celery.py"),
    (
        reference("app.main.Engine", "backend/test_x.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.PATCH),
        "backend/app/main.py",
    ),
    (
        reference(".main:app", "backend/app/x.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT),
        "backend/app/main.py",
    ),
    (reference(".:main", "backend/app/x.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT), "backend/app/main.py"),
    (
        reference("..app.main", "backend/app/x.py", Base(RelativeTo.PACKAGE), Kind.MODULE, Via.IMPORT),
        "backend/app/main.py",
    ),
    (reference("app:main", "backend/x.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT), "backend/app/main.py"),
]


@pytest.mark.parametrize(("given", "target"), FOUND, ids=lambda value: getattr(value, "text", value))
def test_found(given: Reference, target: str) -> None:
    resolution = resolver().resolve(given)
    assert (resolution.outcome, resolution.target) == (Outcome.FOUND, target)


NAMED = [  # a document enters the reader's clone by whatever name
    (Base(RelativeTo.CALLER, "shop"), "main.py", "main.py"),
    (Base(RelativeTo.CALLER, "my-shop-clone"), "src/main.py", "src/main.py"),
    (Base(RelativeTo.CALLER, "somewhere/Shop/backend"), "app/main.py", "backend/app/main.py"),
    (Base(RelativeTo.CALLER, "my-shop-clone", ("my-shop-clone/src",)), "main:app", "src/main.py"),
]


@pytest.mark.parametrize(("base", "text", "target"), NAMED)
def test_a_clone_may_have_any_name_in_a_document(base: Base, text: str, target: str) -> None:
    kind = Kind.OBJECT if ":" in text else Kind.PATH
    assert resolver().resolve(reference(text, "docs/guide.md", base, kind)).target == target
    assert resolver().resolve(reference(text, "scripts/run.sh", base, kind)).target is None


@pytest.mark.parametrize("directory", ["backend/gone", "api", "service/backend", "app/src"])
def test_a_directory_that_is_the_projects_is_no_clone(directory: str) -> None:
    given = reference("main.py", "docs/guide.md", Base(RelativeTo.CALLER, directory))
    assert resolver().resolve(given).target is None


@pytest.mark.parametrize(
    ("runner", "kind", "outcome"),
    [
        ("flask", Kind.MODULE, Outcome.MISSING),
        ("gunicorn", Kind.MODULE, Outcome.MISSING),
        ("setting", Kind.MODULE, Outcome.MISSING),
        ("setting", Kind.OBJECT, Outcome.FOUND),
    ],
)
def test_what_is_taken_for_a_module_has_no_attribute(runner: str, kind: Kind, outcome: Outcome) -> None:
    """A dotted name of an object may end with an attribute: ``worker.server`` of ``worker/__init__.py``."""
    given = reference("worker.server", "Makefile", Base(RelativeTo.FILE), kind, Via.CONFIG, runner)
    assert resolver().resolve(given).outcome is outcome


MISSING = [
    (reference("gone.py", "scripts/run.sh", CALLER), "gone.py", ()),
    (
        reference("gone.main:app", "Makefile", Base(RelativeTo.FILE, "backend"), Kind.OBJECT),
        "backend/gone/main.py",
        None,
    ),
    (reference("src/cli.py", "docs/guide.md", CALLER), "src/cli.py", ("lib/shop/cli.py",)),
    (reference("src/cli.py", "docs/guide.md", CALLER, via=Via.MENTION), "src/cli.py", ("lib/shop/cli.py",)),
    (
        reference("src.main_gone:x", "test_a.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT),
        "src/main_gone.py",
        (),
    ),
    (reference("shop", "scripts/run.sh", CALLER, Kind.MODULE, runner="python -m"), "lib/shop/__main__.py", ()),
    (reference("sea.py", "docs/guide.md", CALLER, runner="python"), "sea.py", ()),
    (reference("flow.py", "scripts/run.sh", CALLER, runner="python"), "flow.py", None),
    (reference("scripts/common.sh", "scripts/run.sh", CALLER, Kind.BUILD, Via.BUILD, "source"), None, None),
    (reference("order_book_final.py", "scripts/run.sh", CALLER), "order_book_final.py", ("src/order_book_v2.py",)),
    (reference("scripts/test_order_book.py", "scripts/run.sh", CALLER), "scripts/test_order_book.py", ()),
]


ABSOLUTE = [  # a directory of somebody's machine ends like one of the repository, or is its root
    ("/workspace/backend", "app.main:app", "backend/app/main.py"),
    ("/workspace/shop", "src/main.py", "src/main.py"),
    ("/app", "main:app", "main.py"),
]


@pytest.mark.parametrize("path", ["docs/guide.md", "scripts/run.sh"])
@pytest.mark.parametrize(("directory", "text", "target"), ABSOLUTE)
def test_an_absolute_directory_may_end_in_the_repository(directory: str, text: str, target: str, path: str) -> None:
    kind = Kind.OBJECT if ":" in text else Kind.PATH
    given = reference(text, path, Base(RelativeTo.CALLER, directory, certain=False), kind)
    assert resolver().resolve(given).target == target


@pytest.mark.parametrize(("given", "expected", "elsewhere"), MISSING, ids=lambda value: getattr(value, "text", None))
def test_missing(given: Reference, expected: str | None, elsewhere: tuple[str, ...] | None) -> None:
    resolution = resolver().resolve(given)
    assert (resolution.outcome, resolution.expected) == (Outcome.MISSING, expected or given.text)
    if elsewhere is not None:
        assert resolution.elsewhere == elsewhere


SILENT = [
    reference("$APP", "scripts/run.sh", CALLER),
    reference("/opt/tool/main.py", "scripts/run.sh", CALLER),
    reference("../other/main.py", "scripts/run.sh", CALLER),
    reference("gone.py", "scripts/run.sh", Base(RelativeTo.CALLER, certain=False)),
    # what a reader writes, though a file of ours had that name once
    reference("sea.py", "docs/guide.md", CALLER, via=Via.MENTION, runner="python"),
    reference("sea.py", "docs/guide.md", CALLER, runner="shop"),
    reference("flow.py", "docs/guide.md", CALLER, runner="python"),
    # settings that each keeps for themselves, though one was committed once
    reference("scripts/.local.sh", "scripts/run.sh", CALLER, Kind.BUILD, Via.BUILD, "source"),
    reference("setup.py", "scripts/run.sh", Base(RelativeTo.CALLER, checkout="other-tool")),
    reference("your_script.py", "docs/guide.md", CALLER),  # nothing says that it ever was ours
    reference("src/never.py", "docs/guide.md", CALLER, via=Via.MENTION),
    reference("http.server", "scripts/run.sh", CALLER, Kind.MODULE, runner="python -m"),
    reference("numpy:array", "backend/x.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT),
    reference("app.helpers:x", "backend/x.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT),
    reference("ticker.server:x", "main.py", Base(RelativeTo.PACKAGE), Kind.OBJECT, Via.IMPORT),  # or the library ticker
    reference("anything.py", "scripts/run.sh", Base(RelativeTo.UNKNOWN)),
    reference("litellm.proxy:app", "scripts/run.sh", CALLER, Kind.OBJECT, runner="uvicorn"),
    reference("setup.py", "backend/app/main.py", CALLER, via=Via.PATH),
    reference("cli.py", "src/notes.md", CALLER, via=Via.MENTION),  # lib/shop/cli.py is one
    reference("plugin/main_gone.py", "tests/tasks.json", Base(RelativeTo.FILE), via=Via.CONFIG),
]


@pytest.mark.parametrize("given", SILENT, ids=lambda value: value.text)
def test_unknown_stays_silent(given: Reference) -> None:
    assert resolver().resolve(given).outcome is Outcome.UNKNOWN


MALFORMED = ["main.py:app", "src/main:app"]


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed(text: str) -> None:
    assert resolver().resolve(
        reference(text, "Makefile", Base(RelativeTo.FILE), Kind.OBJECT, runner="uvicorn")
    ).outcome is (Outcome.MALFORMED)


@pytest.mark.parametrize("text", ["src.main.py", "src/main.py"])
def test_malformed_for_python_with_m(text: str) -> None:
    found = resolver().resolve(reference(text, "Makefile", Base(RelativeTo.FILE), Kind.MODULE, runner="python"))
    assert (found.outcome, found.target or found.expected) == (Outcome.MALFORMED, "src/main.py")


@pytest.mark.parametrize("text", ["src.main.py:app", "src/main.py:app", "src/main:app"])
def test_a_malformed_object_means_a_file(text: str) -> None:
    found = resolver().resolve(reference(text, "Makefile", Base(RelativeTo.FILE), Kind.OBJECT, runner="uvicorn"))
    assert (found.outcome, found.target) == (Outcome.MALFORMED, "src/main.py")


def test_flask_takes_paths() -> None:
    given = reference("src/main.py:app", "Makefile", Base(RelativeTo.FILE), Kind.OBJECT, runner="flask")
    assert resolver().resolve(given).outcome is not Outcome.MALFORMED


def test_the_own_checkout_is_the_root() -> None:
    given = reference("gone.py", "scripts/run.sh", Base(RelativeTo.CALLER, checkout="shop"))
    assert resolver().resolve(given).outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("names", "outcomes"),
    [
        (("main.py", "src/cli.py", "sea.py"), (Outcome.FOUND, Outcome.MISSING, Outcome.MISSING)),
        (("tides.py", "sea.py", "src/cli.py"), (Outcome.UNKNOWN, Outcome.MISSING, Outcome.MISSING)),
        (("tides.py", "sea.py", "moon.py"), (Outcome.UNKNOWN,) * 3),
    ],
    ids=["ours", "most entries of which git remembers", "of another project"],
)
def test_a_drawn_tree(names: tuple[str, ...], outcomes: tuple[Outcome, ...]) -> None:
    """One that holds nothing of ours is no picture of this repository, unless git remembers most of it."""
    drawn = [
        reference(
            name, "docs/guide.md", Base(RelativeTo.CALLER, certain=False), via=Via.MENTION, runner="tree"
        )._replace(location=Location("docs/guide.md", line, 5, line, 20))
        for line, name in enumerate(names, 10)
    ]
    assert tuple(link.resolution.outcome for link in resolver().resolve_all(drawn)) == outcomes


@pytest.mark.parametrize(
    ("text", "claim", "outcome", "level"),
    [
        ("sea.py", Claim.PRESENT, Outcome.MISSING, Level.ERROR),
        ("sea.py", Claim.SHOWN, Outcome.MISSING, Level.WARNING),
        ("sea.py", Claim.PAST, Outcome.MISSING, Level.NOTE),
        ("src/nothing.py", Claim.PRESENT, Outcome.MISSING, Level.WARNING),
        ("src/nothing.py", Claim.SHOWN, Outcome.UNKNOWN, Level.ERROR),
        ("main.py", Claim.SHOWN, Outcome.UNKNOWN, Level.ERROR),
    ],
)
def test_a_text_about_examples_or_the_past_proves_nothing(
    text: str, claim: Claim, outcome: Outcome, level: Level
) -> None:
    given = reference(text, "README.md", Base(RelativeTo.CALLER), runner="python")._replace(
        claim=claim, surface="markdown"
    )
    found = resolver().resolve(given)
    assert (found.outcome, found.level) == (outcome, level)


@pytest.mark.parametrize(
    ("checkout", "text", "level"),
    [
        pytest.param("shop", "feed.py", Level.WARNING, id="the project's clone"),
        pytest.param("shop", "nowhere.py", Level.WARNING, id="a file that is nowhere, in the project's clone"),
        pytest.param("another", "nowhere.py", None, id="a file that is nowhere, in another clone"),
        pytest.param("another", "feed.py", Level.WARNING, id="a clone with a file of that name"),
        pytest.param("another", "cli.py", None, id="any project may have such a file"),
        pytest.param("", "feed.py", Level.NOTE, id="the reader may be anywhere"),
    ],
)
def test_a_command_in_the_clone_that_a_document_has_its_reader_enter(
    checkout: str, text: str, level: Level | None
) -> None:
    base = Base(RelativeTo.CALLER, checkout=checkout)
    found = resolver().resolve(reference(text, "docs/guide.md", base, runner="python"))
    settled = None if found.outcome is Outcome.UNKNOWN else Level.NOTE if found.tentative else found.level
    assert settled is level or (level is None and found.tentative)


@pytest.mark.parametrize(
    ("archived", "outcome"),
    [
        ("archive/sea.py", Outcome.MISSING),
        ("away/sea.py", Outcome.MISSING),  # the archive of the configuration
        ("tools/sea.py", Outcome.UNKNOWN),
    ],
)
def test_a_bare_name_in_prose_whose_file_was_archived(archived: str, outcome: Outcome) -> None:
    tree = Tree.of({"main.py": "", "guide.md": "", archived: ""})
    bases = SearchBases(tree, build_images({}, tree), ())
    classifier = UnresolvedClassifier(tree, frozenset(), archives=("away/",))
    prose = Resolver(tree, bases, classifier, History(remembered))
    given = reference("sea.py", "guide.md", Base(RelativeTo.CALLER, certain=False), via=Via.MENTION)
    assert prose.resolve(given).outcome is outcome


def test_an_example_of_a_service_starts_the_programs_of_the_project() -> None:
    given = reference("sea.py", "README.md", CALLER, via=Via.MENTION, runner="python")
    assert resolver().resolve(given).outcome is Outcome.UNKNOWN
    assert resolver().resolve(given._replace(claim=Claim.SHOWN)).outcome is Outcome.MISSING
    excerpt = given._replace(base=Base(RelativeTo.CALLER, certain=False))
    assert resolver().resolve(excerpt).outcome is Outcome.MISSING


def test_a_directory_may_have_the_name_of_the_clone() -> None:
    """``python worker/celery.py``: beside the clone ``worker``, or in the directory of that name."""
    given = reference("celery.py", "README.md", Base(RelativeTo.CALLER, checkout="worker"), runner="python")
    assert resolver().resolve(given).target == "worker/celery.py"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("../src/nothing.py", Outcome.MISSING),
        ("../elsewhere/nothing.py", Outcome.UNKNOWN),
        ("../main.py", Outcome.FOUND),
    ],
)
def test_an_included_file_has_to_be_in_its_directory(text: str, outcome: Outcome) -> None:
    given = reference(text, "docs/index.rst", Base(RelativeTo.FILE), via=Via.PATH, runner="literalinclude")
    assert resolver().resolve(given._replace(surface="rst")).outcome is outcome


@pytest.mark.parametrize(
    ("text", "via", "outcome"),
    [
        pytest.param("sea.py", Via.RUN, Outcome.MISSING, id="a program of its own name"),
        pytest.param("sea.py", Via.MENTION, Outcome.UNKNOWN, id="only named"),
        pytest.param("app.py", Via.RUN, Outcome.UNKNOWN, id="a name that a reader's program may have"),
        pytest.param("nowhere.py", Via.RUN, Outcome.UNKNOWN, id="git does not remember it"),
    ],
)
def test_the_documents_of_a_library_show_programs_of_their_readers(text: str, via: Via, outcome: Outcome) -> None:
    def gone(arguments: tuple[str, ...]) -> str:
        return "" if arguments[0] == "show" else f"\1{COMMIT}\0\nD\0sea.py\0D\0app.py\0"

    tree = Tree.of({"shop/__init__.py": "", "README.md": ""})
    classifier = UnresolvedClassifier(tree, frozenset(), library=True)
    library = Resolver(tree, SearchBases(tree, build_images({}, tree), ()), classifier, History(gone))
    assert library.resolve(reference(text, "README.md", CALLER, via=via, runner="python")).outcome is outcome
