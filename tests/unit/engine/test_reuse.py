"""A warm run says what a cold one says, after whatever was done to the repository in between."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import Analysis, Revision, repository_state
from flake8_single_entry.engine.reuse import fact_cache_name
from flake8_single_entry.facts.fact_cache import COLUMN, is_covered
from flake8_single_entry.facts.store import read_row
from flake8_single_entry.files import worktree
from flake8_single_entry.model import Level
from tests.support import Repository
from tests.walk import Material, Walk

STEPS = 14
MAIN = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\nif __name__ == '__main__':\n    import uvicorn\n    uvicorn.run(app)\n"
QUIET = "from shop.oven import heat\n\n\ndef bake():\n    return heat()\n"
CONTENTS = (
    MAIN,
    MAIN + "\n\n@app.get('/bake')\ndef bake():\n    return 1\n",
    QUIET,
    "import main_old\n\n\ndef bake():\n    return main_old.app\n",
    "from src.main import app\n\n\ndef bake():\n    return app\n",
    "from archive.helpers import heat\n\nheat_it = heat\n",
    "import uvicorn\n\nfrom shop.oven import ENTRY\n\nuvicorn.run(ENTRY)\n",
    "ENTRY = 'src.main:app'\n",
    "from shop.part import ENTRY\n",
    "ENTRY = 'src.gone:app'\n",
    "def broken(:\n",
    "",
)
NAMES = (
    *("main.py", "Main.py", "main_old.py", "src/main.py", "src/main_v2.py", "src/__init__.py", "archive/main.py"),
    *("archive/helpers.py", "shop/oven.py", "shop/part.py", "app.py", "server.py", "größe x.py"),
)
TEXTS = {
    "run.sh": ("python main.py\n", "cd src && python main.py\n", "python gone.py  # noqa\n", "python made/main.py\n"),
    "README.md": ("Run `python src/main.py`.\n", "```bash\npython main_old.py\n```\n", "Nothing.\n"),
    "Dockerfile": ('FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "src.main:app"]\n', "FROM scratch\n"),
    ".gitignore": ("made/\n", "*.log\n", ""),
    ".single-entry.yaml": (
        "version: 1\nentry_point: main.py\n",
        "version: 1\nscopes: 3\n",
        "version: 1\narchive: archive/\n",
    ),
    ".git/info/exclude": ("made/\n", ""),
}


MATERIAL = Material(NAMES, CONTENTS, TEXTS)


def said(root: Path, cache: Cache, **given: object) -> object:
    report = Analysis(root, cache=cache, **given).report()  # type: ignore[arg-type]
    return report.findings, report.scopes, report.files, report.references, report.errors, report.anchors


@pytest.mark.parametrize("seed", range(6))
def test_warm_equals_cold(
    seed: int, make_repository: Callable[..., Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (repository_state, worktree):
        monkeypatch.setattr(module, "_RECENT", 50_000_000)  # nanoseconds: still longer than a tick of the file system
    start = {"main.py": MAIN, "shop/oven.py": QUIET, "src/main.py": MAIN, "run.sh": "python main.py\n"}
    walk = Walk(make_repository(start), random.Random(seed), MATERIAL)
    root = walk.repository.root
    cache = Cache(str(tmp_path / "cache"))
    done = []
    for number in range(STEPS):
        done.append(walk.step())
        if number % 5 == 4:
            time.sleep(0.1)  # old enough to be trusted by their times alone
            said(root, cache)
            again = Analysis(root, cache=cache)
            again.report()
            assert again.library is None
        buffer = {walk.chance.choice(NAMES): walk.chance.choice(CONTENTS).encode()}
        for given in (
            {},
            {},
            {"selection": Revision(staged=True)},
            {"selection": Revision(revision="HEAD")},
            {"overlay": buffer},
        ):
            assert said(root, cache, **given) == said(root, Cache(None), **given), (given, done)
    assert wrong_rows(walk.repository, cache) == [], done


def wrong_rows(repository: Repository, cache: Cache) -> list[str]:
    """Paths whose rows say something else than the bytes of the objects that they are kept under."""
    wrong = []
    for line in (cache.read(fact_cache_name(str(repository.root))) or "").split("\n"):
        path, identity, names, facts = line.split(COLUMN)
        done = subprocess.run(["git", "cat-file", "blob", identity], cwd=repository.root, capture_output=True)
        if done.returncode != 0:
            continue  # a hash of bytes that git does not have
        row = read_row(path, done.stdout, in_full=bool(facts))
        if facts != row.facts or not (names in ("", row.names) or is_covered(row.names, names)):
            wrong.append(path)
    return wrong


@pytest.mark.parametrize("forged", [{}, {"core.trustctime": "false", "core.checkStat": "minimal"}])
def test_no_row_of_one_content_is_kept_under_another(
    forged: dict[str, str], make_repository: Callable[..., Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same size and time make no same content, whatever git was told to look at."""
    for module in (repository_state, worktree):
        monkeypatch.setattr(module, "_RECENT", 1_000_000)
    bad, good = "from archive.helpers import heat\n", "from present.helpers import heat\n"
    quiet = {f"shop/part_{number}.py": QUIET for number in range(500)}  # enough for git's search
    files = {"main.py": MAIN, "archive/__init__.py": "", "archive/helpers.py": "heat = 1\n", "shop/oven.py": bad}
    repository = make_repository({**files, **quiet, "present/helpers.py": "heat = 1\n"})
    for name, value in forged.items():
        repository.git("config", name, value)
    cache = Cache(str(tmp_path / "cache"))
    oven = repository.root / "shop/oven.py"
    status = oven.stat()
    assert len(bad) == len(good)
    oven.write_text(good)
    os.utime(oven, ns=(status.st_atime_ns, status.st_mtime_ns))
    time.sleep(0.1)
    for selection in (Revision(), Revision(staged=True), Revision(revision="HEAD")):
        for _ in range(2):
            report = Analysis(repository.root, selection=selection, cache=cache).report()
            codes = [finding.code for finding in report.findings if finding.location.path == "shop/oven.py"]
            assert codes == ([] if selection.on_disk else ["ONE202"]), selection.revision
    assert wrong_rows(repository, cache) == []


def test_a_result_that_lacked_objects_is_not_kept(
    make_repository: Callable[..., Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may come by a fetch, and then it is another."""
    scripts = {f"jobs/run_{number}.sh": "python main.py\n" for number in range(100)}  # enough for a fork
    origin = make_repository({"main.py": MAIN, **dict.fromkeys(scripts, "python gone.py\n")}, name="origin")
    origin.write(scripts)
    origin.commit()
    origin.git("config", "uploadpack.allowFilter", "true")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    partial = ["clone", "--quiet", "--filter=blob:none", f"file://{origin.root}"]
    for name, options, selection, lacking, expected in (
        ("a", (), Revision(revision="HEAD~1"), {"ONE905"}, {"ONE201"}),
        ("b", ("--sparse",), Revision(), set[str](), set[str]()),
        ("c", ("--sparse",), Revision(staged=True), set[str](), set[str]()),
    ):
        root = tmp_path / name
        origin.git(*partial, *options, str(root))
        cache = Cache(str(tmp_path / "cache"))
        for _ in range(2):
            report = Analysis(root, selection=selection, cache=cache).report()
            assert {finding.code for finding in report.findings} == lacking
        assert os.listdir(tmp_path / "temporary") == []
        Repository(root).git("log", "--patch")  # fetches
        for _ in range(2):
            report = Analysis(root, selection=selection, cache=cache).report()
            assert {finding.code for finding in report.findings} == expected


def test_commits_that_a_server_judged_share_one_file(
    make_repository: Callable[..., Repository], tmp_path: Path
) -> None:
    repository = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n"})
    cache = Cache(str(tmp_path / "cache"))
    commits = []
    for number in range(5):
        repository.write({"run.sh": f"python gone_{number}.py\n"})
        repository.commit()
        commits.append(repository.git("rev-parse", "HEAD").stdout.strip())
    files: list[set[str]] = []
    for _ in range(2):
        for number, commit in enumerate(commits):
            selection = Revision(revision=commit)
            analysis = Analysis(repository.root, selection=selection, cache=cache)
            (finding,) = analysis.report().findings
            assert f"gone_{number}.py" in finding.message
            assert (analysis.library is None) is bool(files and len(files) > 4)
            files.append(set(os.listdir(tmp_path / "cache")))
    assert all(names == files[0] for names in files)


@pytest.mark.parametrize("given", [{"staged": True}, {"revision": "HEAD"}, {}], ids=["index", "commit", "work tree"])
def test_what_this_clone_alone_ignores(
    given: dict[str, Any], make_repository: Callable[..., Repository], tmp_path: Path
) -> None:
    repository = make_repository({"main.py": MAIN, "run.sh": "python made.py\n"})
    cache = Cache(str(tmp_path / "cache"))
    for rules, findings in (("", 1), ("made.py\n", 0), ("*.log\n", 1)):
        repository.write({".git/info/exclude": rules})
        for _ in range(2):
            report = Analysis(repository.root, selection=Revision(**given), cache=cache).report()
            assert sum(finding.level > Level.NOTE for finding in report.findings) == findings


def test_eight_processes_at_once(make_repository: Callable[..., Repository], tmp_path: Path) -> None:
    import sys

    repository = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n", "shop/oven.py": QUIET})
    place = {**os.environ, "SINGLE_ENTRY_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "flake8_single_entry"]
    for _ in range(3):
        for words in ((), ("--rev", "HEAD")):
            runs = [
                subprocess.Popen([*command, *words], cwd=repository.root, env=place, stdout=subprocess.PIPE, text=True)
                for _ in range(8)
            ]
            assert len({run.communicate()[0] for run in runs}) == 1
            assert {run.returncode for run in runs} == {1}
        assert not [name for name in os.listdir(tmp_path / "cache") if name.endswith(".new")]
        repository.write({"run.sh": "python gone.py\npython lost.py\n"})
        repository.commit()
