"""What ``init`` writes: it reads back without an error, and says what the evidence decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.cli.init import configuration, with_telling_archives
from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME, expand
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.model import Candidate, Evidence, Location, Role, Scope
from flake8_single_entry.rules import run
from tests.test_projects import PROJECTS, tree_of

PLACE = Location("x.py", 1, 1, 1, 2)


def candidate(path: str, role: Role = Role.AUTHORITATIVE, *texts: str) -> Candidate:
    return Candidate(path, role, 1.0, tuple(Evidence("image", None, text, 1.0) for text in texts), PLACE)


def scope(root: str, entry: str | None, *others: Candidate, archive: tuple[str, ...] = ()) -> Scope:
    main = (candidate(entry, Role.AUTHORITATIVE, f"Dockerfile starts {entry}"),) if entry else ()
    return Scope(root, entry, "evidence" if entry else None, 0.9, archive, (*main, *others))


def written(*scopes: Scope, directories: tuple[str, ...] = ()) -> str:
    """The text below the head."""
    text = configuration(scopes, directories)
    assert load(FILE_NAME, text.encode()).errors == ()
    return text.partition("version: 1\n")[2]


def test_one_scope_has_its_keys_at_the_top() -> None:
    duplicate = candidate("main_old.py", Role.DUPLICATE)
    assert written(scope(".", "src/main.py", duplicate)) == (
        "\n# Dockerfile starts src/main.py\nentry_point: src/main.py\narchive: archive/\n"
    )
    assert written(scope(".", "src/main.py", archive=("old/", "src/attic/"))).endswith(
        "entry_point: src/main.py\narchive:\n  - old/\n  - src/attic/\n"
    )


def test_an_open_question_is_left_to_the_reader() -> None:
    open_ones = (candidate("a.py", Role.CANDIDATE, "README starts a.py"), candidate("b.py", Role.CANDIDATE))
    assert written(scope(".", None, *open_ones)) == (
        "\n# The evidence does not decide. Uncomment one of these:\n"
        "#   README starts a.py\n# entry_point: a.py\n# entry_point: b.py\n"
    )
    assert "# entry_point: src/main.py" in written(scope(".", None))
    assert written(scope("a", "a/m.py"), scope("b", None, candidate("b/x.py", Role.CANDIDATE))) == (
        "\nscopes:\n  a:\n    # Dockerfile starts a/m.py\n    entry_point: m.py\n"
        "\n  b: {}\n    # The evidence does not decide. Uncomment one of these:\n    # entry_point: x.py\n"
    )


def test_other_programs_are_a_hint() -> None:
    several = Scope(".", "main.py", "evidence", 0.9, (), (), (("page", "page.py"),))
    assert written(several) == (
        "\n# Other programs of this scope (to fix them too, list all under `programs:`): page: page.py\n"
        "entry_point: main.py\n"
    )
    configured = Scope(".", None, "configuration", 1.0, (), (), (("web", "web.py"), ("worker", "worker.py")))
    assert written(configured) == "\nprograms:\n  web: web.py\n  worker: worker.py\n"


SERVICES = tuple(scope(f"services/{name}", f"services/{name}/app/main.py") for name in ("api", "mail"))


@pytest.mark.parametrize(
    ("scopes", "directories", "keys"),
    [
        (SERVICES, ("services", "services/api", "services/mail", "services/api/app"), ["services/*"]),
        (SERVICES, ("services", "services/api", "services/mail", "services/common"), ["services/api", "services/mail"]),
        (
            (*SERVICES, scope("services/web", "services/web/main.py")),
            ("services/api", "services/mail", "services/web"),
            ["services/api", "services/mail", "services/web"],
        ),
        ((scope(".", "main.py"), *SERVICES), ("services/api", "services/mail"), [".", "services/*"]),
        ((scope("api", "api/m.py"), scope("web", "web/m.py")), ("api", "web"), ["api", "web"]),
    ],
)
def test_services_that_are_alike_become_one_glob(
    scopes: tuple[Scope, ...], directories: tuple[str, ...], keys: list[str]
) -> None:
    config = load(FILE_NAME, configuration(scopes, directories).encode())
    assert [one.pattern for one in config.scopes] == keys
    decided = {root: (root, settings.entry_point) for root, settings in expand(config, directories)}
    for one in scopes:
        inside = (one.entry_point or "").removeprefix("" if one.root == "." else one.root + "/")
        assert decided[one.root] == (one.root, inside)


@pytest.mark.parametrize(
    "path",
    ["no", "a: b.py", "#x.py", "-x.py", "*x.py", "ü ä.py", "1.py", "x\ny.py", 'q"x.py', "'x'.py", "a/.b/c.py", "@x.py"],
)
def test_any_name_reads_back(path: str) -> None:
    config = load(FILE_NAME, configuration([scope(".", path)], ()).encode())
    assert [one.entry_point for one in config.scopes] == [path]


def test_an_archive_that_holds_nothing_to_read_is_not_named() -> None:
    found = scope(".", "main.py")._replace(archive=("archive/", "docs/legacy/", "ui/trash/"))
    paths = ("archive/main_old.py", "docs/legacy/guide.md", "main.py", "ui/trash/icon.svg", "ui/trash.py")
    assert with_telling_archives([found], paths) == [found._replace(archive=("archive/", "docs/legacy/"))]


@pytest.mark.parametrize("root", ["apps/[id]", "a*b", "x?", "yes", "1", "- x"])
def test_any_directory_names_itself(root: str) -> None:
    config = load(FILE_NAME, configuration([scope(root, f"{root}/m.py"), scope("z", "z/m.py")], (root, "z")).encode())
    assert root in dict(expand(config, (root, "z")))


JUDGED = sorted(path for path in PROJECTS.glob("judge_*") if path.is_dir() and not (path / FILE_NAME).exists())


@pytest.mark.parametrize("project", JUDGED, ids=lambda path: path.name)
def test_the_written_configuration_changes_no_finding(project: Path) -> None:
    tree = tree_of(project)
    before = build_project(tree, EMPTY, git=False)
    config = load(FILE_NAME, configuration(before.scopes, tree.directories).encode())
    after = build_project(tree, config, git=False)
    assert [one.entry_point for one in before.scopes if one.entry_point] == [
        one.entry_point for one in after.scopes if one.entry_point
    ]
    assert [one.fingerprint for one in run(before)] == [one.fingerprint for one in run(after)]
