"""git's search tells of many files what reading each of them would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_single_entry.conventions.entry_names import is_entry_name
from flake8_single_entry.engine import Analysis, Revision
from flake8_single_entry.git.grep import GrepMatches, GrepQuery, grep
from flake8_single_entry.readers.python import QUERY, imported, imported_in, is_telling, outline
from flake8_single_entry.syntax.source import plain
from tests.support import Repository
from tests.unit.readers.python.test_scan import IMPORTED, PATCHES, TELLING, TOP_LEVEL

ROOT = Path(__file__).parents[3]
IMPORTS = [
    "import main",
    "from shop import (\n    oven,\n    main as it,  # the program\n)",
    "from shop import (oven,\n    main)",
    "from shop import (  # noqa\n    oven\n    ,\n    main\n)",
    "from shop import oven, \\\n    main",
    "from \\\n    shop.main \\\n    import bake",
    "from shop.main \\\n    import bake",
    "from shop import ( oven\n    , main\n)",
    "from shop import (oven\n    ,main)",
    "from shop import (\n    oven,\n    main); x = 1",
    "from shop import oven, \\\r\n    main\r\n",
    "try: import main\nexcept ImportError: pass",
    "x = 1; from shop.main import bake; import oven",
    "def f():\n\tfrom .main import bake\n",
    "from . import main; import oven",
    "from größe import (\n    maß,\n    main,\n)",
    "from shop import (\n    oven,\n)\nimport other\nfrom main import (\n    bake,\n)\nimport app.start\n",
    "import \\\n    main",
    "import os, \\\n    sys, main",
    "from click import (\n    command,\n)\n@command\ndef f(): ...\n",
    "from x import (\n    a, click, b)\n@click.command()\ndef f(): ...\n",
    "from x import \\\n    uvicorn\n",
    "from x import (uvicorn)\n",
    "def handler(\n    event,\n    context,\n):\n    pass\n",
    "app = shop.build(\n    1,\n).launch()\n",
    "if True:\n    main()\n",
    "\ufeffimport main\n",
]


def sources() -> Iterator[bytes]:
    for text in (*IMPORTS, *TELLING, *(code for code, *_ in (*IMPORTED, *PATCHES, *TOP_LEVEL))):
        yield text.encode()
        yield text.replace("\n", "\r\n").encode()
        yield text.replace("\n", "\r").encode()
        yield b"\xef\xbb\xbf" + text.encode()
    yield "import main\n".encode("utf-16")
    yield b"import main\nx = '\xff\xfe'\n"
    for directory in ("flake8_single_entry", "tests", "examples", "hooks", "docs"):
        yield from (path.read_bytes() for path in sorted((ROOT / directory).rglob("*.py")))


@pytest.fixture
def searched(make_repository: Callable[..., Repository]) -> tuple[dict[str, bytes], GrepMatches]:
    files = {f"a b/{number}.py": data for number, data in enumerate(sources())}
    repository = make_repository({**files, "other.txt": "import main\n"})
    with grep(repository.root, QUERY) as sightings:
        found = sightings()
        assert found is not None
        assert sightings() is found
    assert "other.txt" not in found.lines
    return files, found


def test_what_is_not_marked_is_quiet(searched: tuple[dict[str, bytes], GrepMatches]) -> None:
    files, found = searched
    telling = {path for path, data in files.items() if is_telling(plain(data), outline(plain(data))) or b"\0" in data}
    assert telling - found.marked == set()
    assert len(found.marked) < len(files)


def test_lines_hold_all_imports(searched: tuple[dict[str, bytes], GrepMatches]) -> None:
    files, found = searched
    for path, data in files.items():
        if path in found.marked:
            continue
        there = outline(plain(data))
        names, _, heads = imported(plain(data), there, is_entry_name).partition("|")
        seen_names, _, seen_heads = imported_in(found.lines.get(path, b""), is_entry_name).partition("|")
        assert not there.patches
        assert set(names.split()) <= set(seen_names.split()), data
        assert set(heads.split()) <= set(seen_heads.split()), data


def test_who_imports_is_seen(make_repository: Callable[..., Repository]) -> None:
    quiet = [text for text in IMPORTS if "main" in text and "f()" not in text and "True" not in text]
    files = {f"{number}.py": text for number, text in enumerate(quiet)}
    with grep(make_repository(files).root, QUERY) as sightings:
        found = sightings()
    assert found is not None
    for path in files:
        assert path in found.marked or "main" in imported_in(found.lines[path], is_entry_name).partition("|")[0].split()


def test_git_that_cannot_search_says_so(make_repository: Callable[..., Repository]) -> None:
    repository = make_repository({"main.py": "import shop\n"})
    with grep(repository.root, GrepQuery(("*.py",), ("(",), ("import",))) as sightings:
        assert sightings() is None
    with grep(repository.root, QUERY) as sightings:
        pass  # nobody asks: git is ended


@pytest.mark.parametrize("variable", ["GIT_LITERAL_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NOGLOB_PATHSPECS"])
def test_settings_of_the_user_change_nothing(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    repository = make_repository({"shop/main.py": "import uvicorn\n", "shop/oven.py": "import main\n"})
    for name, value in (("grep.lineNumber", "true"), ("grep.fullName", "true"), ("color.grep", "always")):
        repository.git("config", name, value)
    monkeypatch.setenv(variable, "1")
    monkeypatch.chdir(repository.root)
    with grep(repository.root / "shop", QUERY) as sightings:
        found = sightings()
    assert found is not None
    assert "main.py" in found.marked
    assert found.lines["oven.py"] == b"import main\n"


def test_a_first_run_reads_only_what_is_marked(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flake8_single_entry.facts.store._MANY", 10)
    monkeypatch.setattr("flake8_single_entry.files.worktree._RECENT", -(10**18))
    files = {f"shop/part{number}.py": "from shop import oven\n\nHEAT = oven.heat\n" for number in range(50)}
    repository = make_repository(
        {**files, "main.py": "if __name__ == '__main__':\n    print('x')\n", "use.py": "import main\n\n\nx = main\n"}
    )
    read: list[str] = []
    monkeypatch.setattr("flake8_single_entry.files.tree.Tree.read", _noting(read))
    report = Analysis(repository.root).report()
    assert report.files == 52
    assert set(read) == {"main.py", "use.py"}


def _noting(read: list[str]) -> Callable[..., bytes]:
    from flake8_single_entry.files.tree import Tree

    original = Tree.read

    def note(tree: Tree, path: str) -> bytes:
        read.append(path)
        return original(tree, path)

    return note


def test_a_searched_tree_says_what_a_scanned_one_says(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that stand alone on a line may be imports for all that git's search knows: the file itself tells."""
    repository = make_repository(
        {
            "main.py": "import uvicorn\n\nuvicorn.run('shop:app')\n",
            "shop.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
            "tools/user.py": "from main import run\nimport os\n",
            "tools/list.py": "import os\nimport json\n\nKINDS = bake(\n    shop,\n    main,\n)\n",
            "tools/gone.py": "import os\n\nKINDS = bake(\n    server,\n    app.main,\n)\n",
        }
    )
    monkeypatch.setattr("flake8_single_entry.files.worktree._RECENT", -(10**18))
    monkeypatch.setattr("flake8_single_entry.facts.store._MANY", 1)
    searched = Analysis(repository.root)
    scanned = Analysis(repository.root, selection=Revision(staged=True))
    reports = [analysis.report() for analysis in (searched, scanned)]
    assert len({(report.findings, report.scopes, report.references) for report in reports}) == 1
    assert searched.library is not None
    assert scanned.library is not None
    assert searched.library.facts_json.keys() == scanned.library.facts_json.keys()
    assert "tools/list.py" in searched.library.skipped
    assert "tools/user.py" in searched.library.facts_json
