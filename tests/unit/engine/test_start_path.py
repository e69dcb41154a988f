"""What a run costs, in counts: processes started, files opened and parsed, modules imported. Time is for benchmarks."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import Repository, run

ROOT = Path(__file__).parents[3]
PROBE = """
import os, sys
words = sys.argv[1:]
opened, started = [], []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(os.path.abspath(arguments[0]))
    elif event in ("subprocess.Popen", "os.posix_spawn"):
        started.append(" ".join(arguments[1]))
sys.addaudithook(hook)
from flake8_single_entry.cli import main
code = main(words)
modules = sorted(sys.modules)
here = os.path.join(os.getcwd(), "")
import json
print("\\n@" + json.dumps({
    "code": code, "started": started, "modules": modules,
    "opened": sorted({path[len(here):] for path in opened if path.startswith(here)}),
}))
"""
MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
QUIET = "from shop.oven import heat\n\n\ndef bake():\n    return heat()\n"
HEAVY = {
    *("ast", "astroid", "asyncio", "dataclasses", "difflib", "email", "flake8", "hashlib", "http", "inspect", "json"),
    *("logging", "multiprocessing", "pathlib", "shutil", "sqlite3", "subprocess", "tempfile", "tomllib"),
    *("tree_sitter", "typing", "unittest", "yaml"),
}
READING = "flake8_single_entry.readers", "flake8_single_entry.project", "flake8_single_entry.command"


@dataclass(frozen=True)
class Cost:
    code: int
    started: list[str]
    opened: list[str]
    modules: list[str]

    @property
    def own(self) -> set[str]:
        return {name.removeprefix("flake8_single_entry.") for name in self.modules if "flake8_single_entry" in name}

    @property
    def asked(self) -> list[str]:
        """What git was asked, sorted."""
        commands = (command.partition(" --no-pager ")[2].split() for command in self.started)
        return sorted(next(word for word in words if word != "-c" and "=" not in word) for words in commands)

    @property
    def sources(self) -> list[str]:
        return [path for path in self.opened if not path.startswith((".git/", ".single-entry"))]


def cost_of(root: Path, *words: str, env: Mapping[str, str] | None = None) -> Cost:
    # Without the site's own imports: what an environment loads at its start is not this package's.
    command = [sys.executable, "-S", "-c", PROBE, *words]
    search = os.pathsep.join([str(ROOT), *(path for path in sys.path if path.endswith("-packages"))])
    done = run(command, root, env={"PYTHONPATH": search, **(env or {})}, check=True)
    return Cost(**json.loads(done.stdout.rpartition("\n@")[2]))


@pytest.fixture
def repository(make_repository: Callable[..., Repository], tmp_path: Path) -> Repository:
    files = {"main.py": MAIN, "run.sh": "python main.py\n"}
    quiet = {f"shop/part_{number}.py": QUIET for number in range(20)}
    repository = make_repository({**files, **quiet, "shop/__init__.py": "", "shop/data.json": "{}"})
    settle(repository.root)
    return repository


def settle(root: Path) -> None:
    """Make every file as old as one that nobody is writing: git and the tool look twice at younger ones."""
    time.sleep(3.1)
    run(["git", "update-index", "-q", "--refresh"], root)


def test_a_run_without_change_opens_no_file_and_asks_git_once(repository: Repository) -> None:
    cold = cost_of(repository.root)
    warm = cost_of(repository.root)
    assert cold.code == warm.code == 0
    assert {"main.py", "shop/part_1.py"} <= set(cold.opened)
    assert warm.sources == []
    assert warm.asked == ["rev-parse"]


def test_a_run_without_change_imports_little(repository: Repository) -> None:
    cost_of(repository.root)
    warm = cost_of(repository.root)
    assert not HEAVY & set(warm.modules)
    assert not [name for name in warm.modules if name.startswith(READING)]
    assert warm.own == {
        *("flake8_single_entry", "errors", "printable"),
        *(
            "cache",
            "cache.codec",
            "cache.private",
            "cli",
            "cli.arguments",
            "cli.check",
            "cli.context",
            "cli.streams",
            "config",
            "config.file",
        ),
        *("engine", "engine.index_changes", "engine.report", "engine.repository_state", "engine.reuse"),
        *("files", "files.disk", "files.roots", "git", "git.discovery", "reporters", "reporters.text"),
    }


def test_the_version_imports_less(tmp_path: Path) -> None:
    told = cost_of(tmp_path, "--version")
    assert told.own == {"flake8_single_entry", "cli", "cli.arguments", "cli.context", "cli.streams", "errors"}
    assert told.started == []
    assert not {"argparse", *HEAVY} & set(told.modules)


def test_one_changed_file_is_one_file_read(repository: Repository) -> None:
    cost_of(repository.root)
    repository.write({"shop/part_7.py": QUIET + "\n\ndef more():\n    return 2\n"})
    settle(repository.root)
    changed = cost_of(repository.root)
    assert changed.sources == ["shop/part_7.py"]
    assert changed.asked == ["rev-parse"]
    assert "flake8_single_entry.engine.build" not in changed.modules, "nothing that the project stands on has changed"
    assert cost_of(repository.root).sources == []


def test_a_file_that_is_being_written_is_read_each_time(repository: Repository) -> None:
    cost_of(repository.root)
    repository.write({"shop/part_7.py": QUIET + "\n"})
    for _ in range(2):
        changed = cost_of(repository.root)
        assert changed.sources == ["shop/part_7.py"]
        assert changed.asked == ["rev-parse"]


def test_a_buffer_that_says_nothing_new_costs_no_listing(repository: Repository) -> None:
    from flake8_single_entry.cache import Cache, directory
    from flake8_single_entry.engine import Analysis

    Analysis(repository.root, cache=Cache(directory())).report()
    for data, is_known in ((QUIET + "x = 1\n", True), (QUIET + MAIN, False)):
        buffered = Analysis(repository.root, overlay={"shop/part_7.py": data.encode()}, cache=Cache(directory()))
        buffered.report()
        assert (buffered.library is None) is is_known


def test_an_edit_that_matters_reads_the_file_and_no_other_python(repository: Repository) -> None:
    cost_of(repository.root)
    repository.write({"shop/part_7.py": QUIET + MAIN})
    changed = cost_of(repository.root)
    assert [path for path in changed.sources if path.endswith(".py")] == ["shop/part_7.py"]


def test_git_that_only_committed_makes_nothing_read(repository: Repository) -> None:
    cost_of(repository.root)
    repository.git("commit", "--quiet", "--allow-empty", "--message=more")
    assert [path for path in cost_of(repository.root).sources if path.endswith(".py")] == []


@pytest.mark.parametrize("words", [("--staged",), ("--rev", "HEAD")])
def test_objects_are_not_read_twice(repository: Repository, words: tuple[str, ...]) -> None:
    repository.write({"main.py": "x = 1\n"})  # what is unchanged on disk is read there
    cold = cost_of(repository.root, *words)
    warm = cost_of(repository.root, *words)
    assert "cat-file" in cold.asked
    assert set(warm.asked) == {"rev-parse"}


def test_without_the_cache_nothing_is_kept(repository: Repository) -> None:
    place = os.environ["SINGLE_ENTRY_CACHE_DIR"] + "-none"
    for _ in range(2):
        cost = cost_of(repository.root, "--no-cache", env={"SINGLE_ENTRY_CACHE_DIR": place})
        assert "main.py" in cost.opened
    assert not os.path.exists(place)


def test_a_repository_cannot_bring_a_cache(repository: Repository) -> None:
    place = {"SINGLE_ENTRY_CACHE_DIR": "cache"}
    cost_of(repository.root, env=place)
    assert "main.py" in cost_of(repository.root, env=place).opened
    assert not (repository.root / "cache").exists()
