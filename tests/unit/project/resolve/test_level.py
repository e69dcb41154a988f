"""level: an absence is an error, unless it is only named, guarded, or possible."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.model import Base, Kind, Level, Link, Location, Outcome, Reference, RelativeTo, Scope, Via
from flake8_single_entry.project.images.images import build_images
from flake8_single_entry.project.resolve.absences import UnresolvedClassifier
from flake8_single_entry.project.resolve.bases import SearchBases
from flake8_single_entry.project.resolve.level import level_of
from flake8_single_entry.project.resolve.outcomes import lowered, unknown
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.project.resolve.tentative import settle
from flake8_single_entry.project.roles import Roles

COMMIT = "c" * 40


def resolver(ignored: tuple[str, ...] = ()) -> Resolver:
    files = dict.fromkeys(("main.py", "src/main.py", "README.md", "run.sh"), "")
    tree = replace(Tree.of(files), ignored=lambda paths: frozenset(ignored).intersection(paths))

    def answer(arguments: tuple[str, ...]) -> str:
        return "" if arguments[0] == "show" else f"\1{COMMIT}\0\nD\0src/old.py\0"

    starts = SearchBases(tree, build_images({}, tree), ())
    return Resolver(tree, starts, UnresolvedClassifier(tree, frozenset()), History(answer))


def reference(
    text: str, via: Via = Via.RUN, path: str = "run.sh", *, guarded: bool = False, forgiven: bool = False
) -> Reference:
    surface = {"md": "markdown", "py": "python"}.get(path.rpartition(".")[2], "shell")
    place = Location(path, 1, 1, 1, 2)
    return Reference(
        place, text, Kind.PATH, Base(RelativeTo.CALLER), surface, via, "python", guarded, forgiven=forgiven
    )


@pytest.mark.parametrize(
    ("source", "level"),
    [
        (reference("src/old.py"), Level.ERROR),
        (reference("src/old.py", path="README.md"), Level.ERROR),
        (reference("src/old.py", Via.PATH), Level.WARNING),
        (reference("src/old.py", Via.MENTION, "README.md"), Level.WARNING),
        (reference("src/old.py", guarded=True), Level.WARNING),
        (reference("src/old.py", Via.PATH, guarded=True), Level.NOTE),
        (reference("src/old.py", guarded=True, forgiven=True), Level.WARNING),
        (reference("src/gone.py", guarded=True, forgiven=True), Level.NOTE),
        (reference("src/gone.py"), Level.ERROR),
        (reference("src/gone.py", path="src/main.py"), Level.WARNING),
        (reference("src/gone.py", path="README.md"), Level.WARNING),  # git does not remember it
        (reference("src/made.py"), Level.NOTE),
    ],
)
def test_an_absence(source: Reference, level: Level) -> None:
    resolution = resolver(ignored=("src/made.py",)).resolve(source)
    assert (resolution.outcome, resolution.level) == (Outcome.MISSING, level)
    assert bool(resolution.facts) == (level is not Level.ERROR), "a lowered level has its reason"


@pytest.mark.parametrize(
    ("source", "level"),
    [
        (reference("main.py"), Level.ERROR),
        (reference("main.py", Via.COPY), Level.ERROR),
        (reference("main.py", Via.MENTION), Level.WARNING),
        (reference("main.py", guarded=True), Level.WARNING),
    ],
)
def test_a_file_that_exists(source: Reference, level: Level) -> None:
    assert level_of(source) is level


def test_a_level_is_only_lowered() -> None:
    absence = resolver().resolve(reference("src/gone.py", path="README.md"))
    assert lowered(absence, Level.ERROR, "it is loud").level is Level.WARNING
    assert lowered(absence, Level.NOTE, "it is faint").level is Level.NOTE


def test_levels_are_ordered_and_have_the_words_of_sarif() -> None:
    assert [str(level) for level in sorted(Level)] == ["note", "warning", "error"]


def test_an_unknown_target_has_its_reason() -> None:
    assert unknown("a variable has no value here").reason


@pytest.mark.parametrize(
    ("text", "outcome", "path"),
    [
        ("src.old.app", Outcome.MISSING, "src/old.py"),  # module and attribute
        ("src.old", Outcome.MISSING, "src/old.py"),  # which git remembers, so it is no attribute of the package
        ("src.tasks", Outcome.FOUND, "src/__init__.py"),
        ("src.main.app", Outcome.FOUND, "src/main.py"),
    ],
)
def test_celery_splits_the_name_of_its_application_at_the_last_dot(text: str, outcome: Outcome, path: str) -> None:
    files = dict.fromkeys(("src/__init__.py", "src/main.py", "run.sh"), "")
    tree = Tree.of(files)
    answer = History(lambda arguments: "" if arguments[0] == "show" else f"\1{COMMIT}\0\nD\0src/old.py\0")
    starts = SearchBases(tree, build_images({}, tree), ())
    place = Location("run.sh", 1, 1, 1, 2)
    asked = Reference(place, text, Kind.MODULE, Base(RelativeTo.CALLER), "shell", Via.RUN, "celery")
    found = Resolver(tree, starts, UnresolvedClassifier(tree, frozenset()), answer).resolve(asked)
    assert (found.outcome, found.target or found.expected) == (outcome, path)


@pytest.mark.parametrize(
    ("path", "text", "directory", "outcome", "level"),
    [
        ("run.sh", "setup.py", "hold", Outcome.UNKNOWN, Level.ERROR),  # a directory of a container
        ("run.sh", "gone.py", "src", Outcome.MISSING, Level.ERROR),
        ("run.sh", "gone.py", "src/api", Outcome.MISSING, Level.ERROR),  # its first directory is ours
        ("README.md", "be.py", "flow", Outcome.MISSING, Level.NOTE),  # its reader stands in src/flow
        ("README.md", "be.py", "src/flow/flow", Outcome.FOUND, Level.ERROR),
    ],
)
def test_a_directory_that_is_entered(path: str, text: str, directory: str, outcome: Outcome, level: Level) -> None:
    tree = Tree.of(dict.fromkeys(("setup.py", "main.py", "src/flow/flow/be.py", path), ""))
    starts = SearchBases(tree, build_images({}, tree), ())
    asked = reference(text, path=path)
    asked = asked._replace(base=asked.base._replace(directory=directory))
    classifier = UnresolvedClassifier(tree, frozenset())
    link = Link(asked, Resolver(tree, starts, classifier, History(lambda _: "")).resolve(asked))
    ((_, found),) = settle((link,), Roles((Scope(".", None, None, 0, (), ()),)))
    assert (found.outcome, found.level) == (outcome, level)
