"""Judging by a trusted revision: what exempts must stand there, not in the change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import Analysis, Revision, new_since
from flake8_single_entry.errors import UsageError
from tests.support import Contents, Repository

MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
CONFIGURED = "version: 1\nentry_point: src/main.py\n"
ALLOWING = CONFIGURED + "allow:\n  - path: src/main_v2.py\n"
START = {
    ".single-entry.yaml": CONFIGURED,
    "src/main.py": MAIN,
    "run.sh": "python src/main.py\n",
    "old.sh": "python src/lost.py  # noqa: ONE201\n",
}
GONE = "python src/gone.py\n"
Make = Callable[..., Repository]


def said(repository: Repository, **selected: str | bool) -> list[str]:
    """The findings of a version, ``HEAD~1`` being trusted unless another is named."""
    selection = Revision(**{"trusted": "HEAD~1", "revision": "HEAD", **selected})  # type: ignore[arg-type]
    report = Analysis(repository.root, selection=selection).report()
    return [f"{one.location.path}:{one.location.line} {one.code}" for one in report.findings]


@pytest.mark.parametrize(
    ("trusted", "change", "expected"),
    [
        ({}, {}, []),
        ({}, {"run.sh": GONE}, ["run.sh:1 ONE201"]),
        ({}, {"run.sh": "python src/gone.py  # noqa\n"}, ["run.sh:1 ONE201"]),
        ({"run.sh": "python src/gone.py  # noqa\n"}, {"run.sh": "python src/gone.py  # noqa\nx=1\n"}, []),
        ({}, {"run.sh": GONE, ".single-entry.yaml": CONFIGURED + "ignore: [run.sh]\n"}, ["run.sh:1 ONE201"]),
        ({".single-entry.yaml": CONFIGURED + "ignore: [run.sh]\n"}, {"run.sh": GONE}, []),
        (
            {".single-entry.yaml": CONFIGURED + "ignore: [run.sh]\n"},
            {"run.sh": GONE, ".single-entry.yaml": CONFIGURED},
            [],
        ),
        ({}, {"src/main_v2.py": MAIN, ".single-entry.yaml": ALLOWING}, ["src/main_v2.py:5 ONE101"]),
        ({}, {"src/main_v2.py": MAIN + "# flake8: noqa\n"}, ["src/main_v2.py:5 ONE101"]),
        ({".single-entry.yaml": ALLOWING}, {"src/main_v2.py": MAIN, ".single-entry.yaml": CONFIGURED}, []),
        ({}, {"src/main_v2.py": MAIN, ".single-entry.yaml": None}, ["src/main_v2.py:5 ONE101"]),
        (
            {},
            {"src/main_v2.py": MAIN, ".single-entry.yaml": "version: 1\nprograms: { a: src/main.py, b: src/main_v2.py }\n"},
            ["src/main_v2.py:5 ONE101"],
        ),
    ],
    ids=[
        "no change",
        "stale",
        "a comment is brought",
        "a comment was there",
        "ignore is brought",
        "ignore was there",
        "ignore was there and goes",
        "allow is brought",
        "a comment for the file is brought",
        "allow was there",
        "no configuration any more",
        "another program is brought",
    ],
)  # fmt: skip
def test_what_a_change_brings_exempts_nothing(
    make_repository: Make, trusted: Contents, change: dict[str, str | None], expected: list[str]
) -> None:
    repository = make_repository({**START, **trusted})
    for name, text in change.items():
        if text is None:
            (repository.root / name).unlink()
        else:
            repository.write({name: text})
    repository.git("add", "--all")
    assert said(repository, trusted="HEAD", staged=True, revision=None) == expected  # type: ignore[arg-type]
    assert said(repository, trusted="HEAD", revision=None) == expected  # type: ignore[arg-type]
    repository.commit()
    assert said(repository) == expected


def test_a_comment_does_not_move_with_its_file(make_repository: Make) -> None:
    repository = make_repository(START)
    repository.git("mv", "old.sh", "new.sh")
    repository.commit()
    assert said(repository, trusted="HEAD") == []
    assert said(repository) == ["new.sh:1 ONE201"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("version: 1\nentry_point: src/other.py\n", []),
        ("version: 1\nentry: src/main.py\n", [".single-entry.yaml:2 ONE901"]),
        (CONFIGURED + "allow:\n  - path: src/later.py\n", []),
        (
            CONFIGURED + "allow:\n  - path: src/main.py\n    until: 2020-01-31\n",
            [".single-entry.yaml:4 ONE903"],
        ),
    ],
    ids=["the next entry point", "not valid", "for a module to come", "past"],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_said_of_the_one_that_is_brought(
    make_repository: Make, change: str, expected: list[str]
) -> None:
    """A configuration comes first, and what it allows next; a broken one is never let in."""
    repository = make_repository(START)
    repository.write({".single-entry.yaml": change})
    repository.commit()
    assert said(repository) == expected


def test_what_is_wrong_in_the_trusted_file_can_be_mended(make_repository: Make) -> None:
    past = CONFIGURED + "allow:\n  - path: src/main.py\n    until: 2020-01-31\n  - path: src/no.py\n"
    repository = make_repository({**START, ".single-entry.yaml": past})
    repository.write({".single-entry.yaml": CONFIGURED})
    repository.commit()
    assert said(repository, trusted="HEAD~1") == []


def test_the_entry_point_is_missed_where_there_are_modules(make_repository: Make) -> None:
    repository = make_repository(START)
    repository.git("mv", "src/main.py", "src/other.py")
    repository.write({".single-entry.yaml": "version: 1\nentry_point: src/other.py\n", "run.sh": "true\n"})
    repository.commit()
    assert said(repository) == [".single-entry.yaml:2 ONE102"]
    repository.git("rm", "-r", "--quiet", ".")
    repository.write({"index.html": "<p>Pages</p>\n"})
    repository.commit()
    assert said(repository) == []


def test_a_trusted_configuration_that_is_not_valid_judges_nothing(make_repository: Make) -> None:
    repository = make_repository({**START, ".single-entry.yaml": "version: 1\nentry: src/main.py\n"})
    repository.write({".single-entry.yaml": CONFIGURED})
    repository.commit()
    with pytest.raises(UsageError, match=r"not valid: .single-entry.yaml:2:1 of HEAD~1: unknown key"):
        said(repository)
    with pytest.raises(UsageError, match="nowhere: no such revision"):
        said(repository, trusted="nowhere")


def test_outside_of_git_nothing_can_be_trusted(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lies in no git repository"):
        Analysis(tmp_path, selection=Revision(trusted="HEAD")).report()


def test_a_named_configuration_is_the_users_own(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({**START, "src/main_v2.py": MAIN, "run.sh": "python src/gone.py  # noqa\n"})
    named = tmp_path / "own.yaml"
    named.write_text(ALLOWING)
    selection = Revision(revision="HEAD", trusted=repository.git("rev-parse", "HEAD").stdout.strip())
    assert [one.code for one in Analysis(repository.root, selection=selection).report().findings] == ["ONE101"]
    assert Analysis(repository.root, str(named), selection=selection).report().findings == ()


def test_what_is_kept_of_a_commit_knows_whom_it_was_judged_by(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository(START)
    repository.write({"run.sh": GONE, ".single-entry.yaml": CONFIGURED + "ignore: [run.sh]\n"})
    repository.commit()
    cache = Cache(str(tmp_path / "cache"))
    found = {}
    for _ in range(2):
        for trusted in (None, "HEAD", "HEAD~1"):
            selection = Revision(revision="HEAD", trusted=trusted)
            found[trusted] = len(Analysis(repository.root, selection=selection, cache=cache).report().findings)
        assert found == {None: 0, "HEAD": 0, "HEAD~1": 1}
    again = Analysis(repository.root, selection=selection, cache=cache)
    assert (len(again.report().findings), again.library) == (1, None), "nothing is looked at twice"


def test_new_since_by_a_trusted_revision(make_repository: Make) -> None:
    repository = make_repository(START)
    repository.write({"run.sh": "python src/gone.py  # noqa\n"})
    assert [one.code for one in new_since(repository.root, "HEAD", trusted="HEAD", cached=False).findings] == ["ONE201"]
    assert new_since(repository.root, "HEAD", cached=False).findings == ()
