"""modules: which file a dotted name leads to, in the import system's own order."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.files.worktree import open_tree
from flake8_single_entry.project.resolve.file_systems import RepositoryFiles
from flake8_single_entry.project.resolve.modules import find_module, main_of

TREE = Tree.of(
    dict.fromkeys(
        (
            "app.py",
            "app/__init__.py",
            "app/main.py",
            "tool.py",
            "tool/data.txt",
            "bare/main.py",
            "src/shop/__init__.py",
            "src/shop/__main__.py",
            "src/shop/fast.pyx",
            "Upper.py",
        ),
        "",
    )
)

FILES = [
    ("app", ("",), "app/__init__.py", ()),  # a package before a module of the same name
    ("app.main", ("",), "app/main.py", ()),
    ("tool", ("",), "tool.py", ()),  # a module before a bare directory
    ("bare", ("",), None, ()),
    ("bare.main", ("",), "bare/main.py", ()),
    ("bare.main.app", ("",), "bare/main.py", ("app",)),
    ("shop", ("", "src"), "src/shop/__init__.py", ()),
    ("shop.fast", ("", "src"), "src/shop/fast.pyx", ()),
    ("main", ("", "bare"), "bare/main.py", ()),
]


@pytest.mark.parametrize(("name", "roots", "file", "rest"), FILES)
def test_found(name: str, roots: tuple[str, ...], file: str | None, rest: tuple[str, ...]) -> None:
    hit = find_module(RepositoryFiles(TREE), roots, name)
    assert hit is not None
    assert (hit.file, hit.rest) == (file, rest)


@pytest.mark.parametrize("name", ["upper", "App", "nothing", "src.shop.gone.more"])
def test_not_found_whole(name: str) -> None:
    hit = find_module(RepositoryFiles(TREE), ("",), name)
    assert hit is None or hit.rest


def test_a_package_is_run_by_its_main() -> None:
    place = RepositoryFiles(TREE)
    shop = find_module(place, ("src",), "shop")
    app = find_module(place, ("",), "app")
    assert shop is not None
    assert app is not None
    assert (main_of(place, shop), main_of(place, app)) == ("src/shop/__main__.py", None)


def test_an_absolute_root_is_not_the_repository_even_where_links_are(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    (tmp_path / "same.py").symlink_to("main.py")
    tree = open_tree(tmp_path)
    assert find_module(RepositoryFiles(tree), ("/srv/app",), "main") is None
