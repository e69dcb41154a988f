"""files: what git's index lists, what a walk finds, and what is never followed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine.revalidate import facts_unchanged
from flake8_single_entry.errors import UsageError
from flake8_single_entry.facts.fact_cache import FactCache
from flake8_single_entry.facts.store import read_row
from flake8_single_entry.files.disk import LARGEST, Directories, Unreadable, read_regular
from flake8_single_entry.files.tree import Tree, ignored_paths
from flake8_single_entry.files.worktree import open_tree


def git(where: Path, *words: str, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    done = subprocess.run(
        ["git", "-C", str(where), *words],
        env={**clean, **names, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "main.py").write_text("print('x')\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("")
    git(tmp_path, "add", "-A")
    return tmp_path


def test_only_tracked_files_are_listed(repository: Path) -> None:
    (repository / "untracked.py").write_text("")
    assert open_tree(repository).paths == ("main.py", "src/app.py")


def test_a_file_deleted_from_disk_is_gone(repository: Path) -> None:
    (repository / "main.py").unlink()
    assert open_tree(repository).paths == ("src/app.py",)


def test_a_directory_below_the_repository_is_a_root_of_its_own(repository: Path) -> None:
    assert open_tree(repository / "src").paths == ("app.py",)


def test_a_partial_commit_is_seen_through_its_own_index(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "later.py").write_text("")
    other = repository / ".git" / "other-index"
    git(repository, "add", "later.py", GIT_INDEX_FILE=str(other))
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    assert open_tree(repository).paths == ("later.py",)


def test_a_hook_environment_is_not_taken_for_another_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.chdir(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert open_tree(repository).paths == ("main.py", "src/app.py")


def test_names_that_are_not_utf8_survive(repository: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    (repository / name).write_text("x = 1\n")
    git(repository, "add", "-A")
    tree = open_tree(repository)
    assert name in tree.paths
    assert tree.read(name) == b"x = 1\n"


def test_links_lead_to_their_target_and_never_outside(repository: Path) -> None:
    (repository / "same.py").symlink_to("src/app.py")
    (repository / "out.py").symlink_to("/etc/hostname")
    (repository / "up.py").symlink_to("../elsewhere.py")
    (repository / "loop.py").symlink_to("loop.py")
    (repository / "code").symlink_to("src")
    git(repository, "add", "-A")
    tree = open_tree(repository)
    assert tree.resolve("same.py") == "src/app.py"
    assert tree.resolve("code/app.py") == "src/app.py"
    assert [tree.resolve(name) for name in ("out.py", "up.py", "loop.py")] == [None, None, None]
    with pytest.raises(Unreadable):
        tree.read("out.py")


def test_a_submodule_is_another_repository(repository: Path) -> None:
    inner = repository / "lib"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "main.py").write_text("")
    git(inner, "add", "-A")
    git(inner, "commit", "-qm", "one")
    git(repository, "-c", "advice.addEmbeddedRepo=false", "add", "lib")
    tree = open_tree(repository)
    assert tree.entries["lib"].is_submodule
    assert tree.in_submodule("lib/main.py")
    assert not tree.in_submodule("main.py")


def test_large_files_are_refused_in_words(repository: Path) -> None:
    (repository / "main.py").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(Unreadable, match="larger than 1 MiB"):
        open_tree(repository).read("main.py")


def test_ignored_files_are_told_from_missing_ones(repository: Path) -> None:
    (repository / ".gitignore").write_text("build/\n*.local.py\n")
    tree = open_tree(repository)
    asked = ("build/main.py", "settings.local.py", "gone.py")
    assert ignored_paths(tree, asked) == {"build/main.py", "settings.local.py"}


def test_outside_git_a_walk_skips_environments(tmp_path: Path) -> None:
    for name in ("main.py", "env/pyvenv.cfg", "env/lib/x.py", "node_modules/a/b.py", "pkg/__pycache__/m.pyc"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert open_tree(tmp_path).paths == ("main.py",)


def test_a_root_that_is_no_directory_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_tree(tmp_path / "nowhere")


def test_an_overlay_replaces_bytes_and_adds_files() -> None:
    tree = Tree.of({"main.py": "a"}).with_overlay({"main.py": b"b", "new/x.py": b"c"})
    assert tree.read("main.py") == b"b"
    assert tree.is_file("new/x.py")
    assert tree.is_directory("new")


@pytest.mark.parametrize("is_hook", [False, True])
def test_a_directory_replaced_by_a_link_leads_nowhere(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, is_hook: bool
) -> None:
    """A hook keeps what the index lists, on disk or not: the link must not be taken for the directory."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "app.py").write_text("secret = 1\n")
    (outside / "link.py").symlink_to("app.py")
    (repository / "src" / "link.py").symlink_to("app.py")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "one")
    shutil.rmtree(repository / "src")
    (repository / "src").symlink_to(outside)
    if is_hook:
        monkeypatch.chdir(repository)
        monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git/index"))
    tree = open_tree(repository)
    assert ("src/app.py" in tree.paths) is is_hook
    assert tree.link_target("src/link.py") is None
    assert not tree.settled("src/app.py")
    with pytest.raises(Unreadable):
        tree.read("src/app.py")


def test_what_is_read_is_regular_and_bounded(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "file").write_bytes(b"x" * LARGEST)
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 1 << 40)
    assert len(read_regular(str(tmp_path / "file"))) == LARGEST
    for name, error in (("fifo", Unreadable), ("huge", Unreadable), (".", Unreadable), ("link", OSError)):
        with pytest.raises(error):
            read_regular(str(tmp_path / name))


def test_a_file_is_read_to_its_end_whatever_size_it_names(tmp_path: Path) -> None:
    if not os.path.exists("/proc/kallsyms"):
        pytest.skip("files without a size are Linux's")
    assert read_regular("/proc/self/cmdline").startswith(sys.executable.encode())
    if os.path.getsize("/proc/kallsyms") == 0 and len(Path("/proc/kallsyms").read_bytes()) > LARGEST:
        with pytest.raises(Unreadable, match=r"larger than 1 MiB \(1048577 bytes\)"):
            read_regular("/proc/kallsyms")


def test_each_directory_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(os.path, "islink", lambda path: looked.append(str(path)) or str(path).endswith("/link"))
    directories = Directories("/root")
    deep = "/".join("d" * 3000)
    paths = ["a.py", "x/a.py", "x/b.py", "x/y/a.py", "link/a.py", "link/below/a.py", f"{deep}/a.py"]
    assert [directories.hold(path) for path in paths] == [True, True, True, True, False, False, True]
    assert looked[:3] == ["/root/x", "/root/x/y", "/root/link"]
    assert len(looked) == 3 + 3000


def test_a_recheck_reads_nothing_behind_a_link(tmp_path: Path) -> None:
    row = read_row("src/app.py", b"import os\n", in_full=True)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "app.py").write_bytes(b"import os\n")
    (tmp_path / "root").mkdir()
    shelf = FactCache(Cache(str(tmp_path / "cache")), "rows")
    shelf.put("src/app.py", "s1", row)
    shelf.save()
    rows = Cache(str(tmp_path / "cache")).read("rows")
    assert rows is not None
    (tmp_path / "root" / "src").symlink_to(tmp_path / "there")
    assert not facts_unchanged(str(tmp_path / "root"), {"src/app.py": "s1"}, {}, rows)
    (tmp_path / "root" / "src").unlink()
    (tmp_path / "there").rename(tmp_path / "root" / "src")
    assert facts_unchanged(str(tmp_path / "root"), {"src/app.py": "s1"}, {}, rows)
