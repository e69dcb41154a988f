"""objects and state: the index and revisions as trees, and what is new since one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.engine import Revision, analyse, new_since
from flake8_single_entry.errors import UsageError
from flake8_single_entry.facts import parallel
from flake8_single_entry.files.git_objects import index_tree, revision_tree
from flake8_single_entry.files.object_store import open_objects
from flake8_single_entry.model import Level
from tests.support import Repository, run

MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
START = {
    "src/main.py": MAIN,
    "run.sh": "python src/main.py\n",
    "README.md": "Run `python src/main.py`.\n",
    ".gitignore": "made/\n",
}
Make = Callable[..., Repository]


def said(repository: Repository, **selected: object) -> list[str]:
    report = analyse(repository.root, selection=Revision(**selected))  # type: ignore[arg-type]
    told = (finding for finding in report.findings if finding.level >= Level.WARNING)
    return [f"{finding.location.path}:{finding.location.line} {finding.code}" for finding in told]


def test_the_index_is_neither_the_work_tree_nor_the_commit(make_repository: Make) -> None:
    repository = make_repository(START)
    repository.write({"run.sh": "python src/staged.py\n"})
    repository.git("add", "run.sh")
    repository.write({"run.sh": "\npython src/unstaged.py\n"})
    assert said(repository, revision="HEAD") == []
    assert said(repository, staged=True) == ["run.sh:1 ONE201"]
    assert said(repository) == ["run.sh:2 ONE201"]


def test_a_revision_is_read_with_its_own_configuration(make_repository: Make) -> None:
    repository = make_repository({**START, "run.sh": "python src/gone.py\n"})
    repository.write({".single-entry.yaml": "version: 1\nentry_point: src/main.py\nignore: [run.sh]\n"})
    repository.commit()
    assert said(repository) == []
    assert said(repository, revision="HEAD~1") == ["run.sh:1 ONE201"]
    (repository.root / ".single-entry.yaml").unlink()
    assert said(repository, staged=True) == []


def test_several_processes_read_the_same_objects(make_repository: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 4)
    names = [f"jobs/job_{number}.sh" for number in range(400)]
    repository = make_repository({**START, **{name: f"# {name}\n" * 40 + "python src/gone.py\n" for name in names}})
    expected = sorted(f"{name}:41 ONE201" for name in names)
    for selected in ({"staged": True}, {"revision": "HEAD"}):
        report = analyse(repository.root, selection=Revision(**selected), cached=False)  # type: ignore[arg-type]
        assert sorted(f"{one.location.path}:{one.location.line} {one.code}" for one in report.findings) == expected


def test_a_bare_repository_has_revisions_alone(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({**START, "run.sh": "python src/gone.py\npython made/by_tool.py\n"})
    bare = Repository(tmp_path / "bare.git")
    run(["git", "clone", "--quiet", "--bare", str(repository.root), str(bare.root)], tmp_path, check=True)
    assert said(bare, revision="main") == ["run.sh:1 ONE201"], "what the revision's .gitignore covers is made"
    for selected in ({}, {"staged": True}):
        with pytest.raises(UsageError, match="--rev"):
            said(bare, **selected)


@pytest.mark.parametrize("revision", ["nowhere", "-x", "--all", "HEAD:run.sh", ""])
def test_what_is_no_commit_is_wrong_usage(make_repository: Make, revision: str) -> None:
    with pytest.raises(UsageError, match="no such revision"):
        said(make_repository(START), revision=revision)


def test_a_shallow_clone_says_how_to_get_the_revision(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository(START)
    repository.commit("second")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(clone))
    with pytest.raises(UsageError, match=r"^HEAD~1: no such revision; this clone is shallow: .*`fetch-depth: 0`"):
        new_since(clone, "HEAD~1")
    with pytest.raises(UsageError, match=r"^HEAD~2: no such revision$"):
        new_since(repository.root, "HEAD~2")


def test_outside_git_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no git repository"):
        analyse(tmp_path, selection=Revision(staged=True))


def test_new_since_is_what_the_revision_does_not_say(make_repository: Make) -> None:
    repository = make_repository({**START, "run.sh": "python src/gone.py\n"})
    repository.write({"run.sh": "# moved down\npython src/gone.py\npython src/other.py\n"})
    report = new_since(repository.root, "HEAD")
    assert [finding.location.line for finding in report.findings] == [3]
    repository.commit()
    assert new_since(repository.root, "HEAD").findings == ()


def test_trees_of_objects_hold_links_modes_and_bytes(make_repository: Make) -> None:
    repository = make_repository({"a.py": MAIN, "größe x.py": "1\n"}, commit=False)
    (repository.root / "link.py").symlink_to("a.py")
    repository.commit()
    with open_objects(repository.root) as objects:
        for tree in (index_tree(repository.root, objects), revision_tree(repository.root, "HEAD", objects)):
            assert tree.paths == ("a.py", "größe x.py", "link.py")
            assert (tree.read("größe x.py"), tree.read("a.py")) == (b"1\n", MAIN.encode())
            assert tree.resolve("link.py") == "a.py"
            assert tree.identity("a.py")


def test_a_directory_below_the_repository_is_a_root_of_its_own(make_repository: Make) -> None:
    repository = make_repository({"app/main.py": MAIN, "other.py": ""})
    with open_objects(repository.root / "app") as objects:
        assert index_tree(repository.root / "app", objects).paths == ("main.py",)
        assert revision_tree(repository.root / "app", "HEAD", objects).paths == ("main.py",)
