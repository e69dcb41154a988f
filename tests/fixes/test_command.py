"""The choices of ``fix``, and what it refuses: nothing that git could not bring back, and nothing outside the root."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.fixes.conftest import Command, Make, picture
from tests.fixes.programs import FASTAPI, dockerfile
from tests.support import Repository

FILES = {
    ".single-entry.yaml": "version: 1\nentry_point: main.py\n",
    "main.py": FASTAPI,
    "main_v2.py": FASTAPI,
    "Dockerfile": dockerfile('["uvicorn", "main_v2:app"]'),
    "deploy/start.sh": "uvicorn main_v2:app\n",
}
UNDECIDED = {
    "main.py": FASTAPI,
    "main_v2.py": FASTAPI,
    "one.sh": "python main.py\n",
    "two.sh": "python main_v2.py\n",
}


def changes(repository: Repository) -> list[str]:
    """Return what differs from the last commit, as ``git diff --name-status``, with files that are not in git."""
    status = repository.git("diff", "-M", "--name-status", "HEAD").stdout.replace("\t", " ").splitlines()
    others = repository.git("ls-files", "--others", "--exclude-standard").stdout.splitlines()
    return sorted([*status, *(f"? {path}" for path in others)])


MOVED, IMAGE, SCRIPT = "R100 main_v2.py archive/main_v2.py", "M Dockerfile", "M deploy/start.sh"


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ([], 0, [IMAGE, SCRIPT, MOVED]),
        (["--only=references"], 1, [IMAGE, SCRIPT]),
        (["--only=archive"], 1, [MOVED]),
        (["--code=ONE203"], 0, [IMAGE, SCRIPT]),
        (["--code", "superseded-target"], 0, [IMAGE, SCRIPT]),
        (["--code=ONE101,ONE203"], 0, [IMAGE, SCRIPT, MOVED]),
        (["--code=ONE101", "--code=ONE203"], 0, [IMAGE, SCRIPT, MOVED]),
        (["--code=ONE205"], 0, []),
        (["--code=ONE101"], 1, []),
        (["{root}/Dockerfile"], 0, [IMAGE]),
        (["{root}/deploy"], 0, [SCRIPT]),
        (["{root}/deploy", "{root}/Dockerfile"], 0, [IMAGE, SCRIPT]),
        (["--diff"], 1, []),
        (["--diff", "--code=ONE205"], 0, []),
    ],
)
def test_choice(words: list[str], code: int, expected: list[str], make_repository: Make, single_entry: Command) -> None:
    repository = make_repository(FILES)
    ended = single_entry(repository, "fix", *(word.format(root=repository.root) for word in words))
    assert (ended.code, changes(repository)) == (code, sorted(expected)), ended


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--code=ONE999"], "there is no rule ONE999"),
        (["--code=superseeded-target"], "did you mean superseded-target"),
        (["--entry=gone.py"], "gone.py: no such file"),
        (["--entry={root}/Dockerfile"], "is no Python module"),
        (["--entry={root}/main.py", "--config={root}/.single-entry.yaml"], "leave out --config"),
        (["{root}/../elsewhere"], "elsewhere"),
    ],
)
def test_usage(words: list[str], said: str, make_repository: Make, single_entry: Command) -> None:
    repository = make_repository(FILES)
    ended = single_entry(repository, "fix", *(word.format(root=repository.root) for word in words))
    assert (ended.code, ended.out, changes(repository)) == (2, "", [])
    assert said in ended.err


def test_an_unreadable_configuration(make_repository: Make, single_entry: Command) -> None:
    repository = make_repository({**FILES, ".single-entry.yaml": "version: 1\nentrypoint: main.py\n"})
    ended = single_entry(repository, "fix")
    assert (ended.code, changes(repository)) == (2, [])
    assert ".single-entry.yaml:2:1: " in ended.err


def test_an_undecided_scope_is_refused(make_repository: Make, single_entry: Command) -> None:
    repository = make_repository(UNDECIDED)
    ended = single_entry(repository, "fix")
    assert (ended.code, ended.out, changes(repository)) == (2, "", [])
    assert "decide first: `entry_point` in .single-entry.yaml, or `single-entry fix --entry PATH`" in ended.err
    assert single_entry(repository, "fix", f"--entry={repository.root}/main_v2.py").code == 0
    assert changes(repository) == ["? .single-entry.yaml", "M one.sh", "R100 main.py archive/main.py"]


class TestEntry:
    """``--entry`` decides, and writes the decision into the configuration."""

    def test_without_a_configuration(self, make_repository: Make, single_entry: Command) -> None:
        files = {path: text for path, text in FILES.items() if path != ".single-entry.yaml"}
        repository = make_repository(files)
        ended = single_entry(repository, "fix", f"--entry={repository.root}/main.py")
        assert (ended.code, changes(repository)) == (0, sorted([IMAGE, SCRIPT, MOVED, "? .single-entry.yaml"]))
        assert (repository.root / ".single-entry.yaml").read_text() == "version: 1\nentry_point: main.py\n"
        assert "rm -- .single-entry.yaml" in ended.err

    def test_with_a_configuration(self, make_repository: Make, single_entry: Command) -> None:
        text = "# ours\nversion: 1\nentry_point: main.py  # so far\narchive: old/\n"
        repository = make_repository({**FILES, ".single-entry.yaml": text})
        ended = single_entry(repository, "fix", f"--entry={repository.root}/main_v2.py")
        assert ended.code == 0, ended
        assert changes(repository) == ["M .single-entry.yaml", "R100 main.py old/main.py"]
        after = (repository.root / ".single-entry.yaml").read_text()
        assert after == text.replace("entry_point: main.py", "entry_point: main_v2.py")

    def test_shown_only(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository({path: text for path, text in FILES.items() if path != ".single-entry.yaml"})
        ended = single_entry(repository, "fix", "--diff", f"--entry={repository.root}/main.py")
        assert (ended.code, changes(repository)) == (1, [])
        assert "+entry_point: main.py\n" in ended.out


class TestLocked:
    """What is not changed, although it should be: with the reason, and the module that it needs stays too."""

    def left(self, repository: Repository, single_entry: Command, *words: str) -> str:
        before = picture(repository.root)
        ended = single_entry(repository, "fix", *words)
        after = picture(repository.root)
        assert ended.code == 1
        assert "main_v2.py" in after
        assert after["Dockerfile"] == before["Dockerfile"]
        return ended.out

    def test_unstaged_changes(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        repository.write({"Dockerfile": "# new\n" + FILES["Dockerfile"]})
        said = self.left(repository, single_entry)
        assert "not changed: it has changes that are not staged (stage or stash them, or --allow-dirty)" in said
        assert "not changed: Dockerfile line 5 still starts it" in said
        assert changes(repository) == [IMAGE, SCRIPT]
        assert single_entry(repository, "fix", "--allow-dirty").code == 0
        assert (repository.root / "Dockerfile").read_text().startswith("# new\n")
        assert "main:app" in (repository.root / "Dockerfile").read_text()

    def test_staged_changes_are_fine(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        repository.write({"Dockerfile": "# new\n" + FILES["Dockerfile"]})
        repository.git("add", "Dockerfile")
        ended = single_entry(repository, "fix")
        assert ended.code == 0
        assert "git reset --hard" not in ended.err
        text = (repository.root / "Dockerfile").read_text()
        assert text == ("# new\n" + FILES["Dockerfile"]).replace("main_v2", "main")
        command = ended.err.partition("To undo: ")[2].strip()
        os.system(f"cd {repository.root} && {command}")
        assert changes(repository) == ["M Dockerfile"]
        assert (repository.root / "Dockerfile").read_text() == "# new\n" + FILES["Dockerfile"]

    def test_a_duplicate_with_unstaged_changes(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        repository.write({"main_v2.py": FASTAPI + "\n# new\n"})
        ended = single_entry(repository, "fix")
        assert (ended.code, "it has changes that are not staged" in ended.out) == (1, True)
        assert changes(repository) == sorted([IMAGE, SCRIPT, "M main_v2.py"])
        assert single_entry(repository, "fix", "--allow-dirty").code == 0
        assert (repository.root / "archive/main_v2.py").read_text() == FASTAPI + "\n# new\n"

    @pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
    def test_a_read_only_file(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        (repository.root / "Dockerfile").chmod(0o444)
        assert "not changed: it is read-only" in self.left(repository, single_entry)
        assert stat.S_IMODE((repository.root / "Dockerfile").stat().st_mode) == 0o444

    def test_a_linked_file(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository({**FILES, "real/Dockerfile": FILES["Dockerfile"]}, commit=False)
        (repository.root / "Dockerfile").unlink()
        (repository.root / "Dockerfile").symlink_to("real/Dockerfile")
        repository.commit()
        single_entry(repository, "fix")
        assert (repository.root / "Dockerfile").readlink() == Path("real/Dockerfile")

    def test_a_link_out_of_the_root(self, make_repository: Make, single_entry: Command, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "start.sh").write_text(FILES["deploy/start.sh"])
        files = {path: text for path, text in FILES.items() if path != "deploy/start.sh"}
        repository = make_repository(files, commit=False)
        (repository.root / "deploy").symlink_to(outside)
        (repository.root / "archive").symlink_to(outside)
        repository.commit()
        ended = single_entry(repository, "fix")
        assert (ended.code, "archive/main_v2.py is not a path for a file" in ended.out) == (1, True), ended
        assert sorted(path.name for path in outside.iterdir()) == ["start.sh"]
        assert (outside / "start.sh").read_text() == FILES["deploy/start.sh"]

    def test_a_hard_link(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        os.link(repository.root / "Dockerfile", repository.root.parent / "other")
        assert "not changed: it has another name (a hard link)" in self.left(repository, single_entry)

    def test_an_archive_that_is_taken_by_an_untracked_file(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        repository.write({"archive/main_v2.py": "mine\n"})
        ended = single_entry(repository, "fix")
        assert ended.code != 0
        assert "archive/main_v2.py" in ended.out + ended.err
        assert (repository.root / "archive/main_v2.py").read_text() == "mine\n"
        assert (repository.root / "main_v2.py").read_text() == FASTAPI

    def test_a_lock_of_git(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        lock = repository.root / ".git/index.lock"
        lock.write_text("")
        ended = single_entry(repository, "fix")
        assert (ended.code, str(lock) in ended.err) == (3, True)
        lock.unlink()
        assert changes(repository) == []

    def test_a_conflict(self, make_repository: Make, single_entry: Command) -> None:
        repository = make_repository(FILES)
        repository.git("switch", "--quiet", "--create=other")
        repository.write({"Dockerfile": "# other\n" + FILES["Dockerfile"]})
        repository.commit()
        repository.git("switch", "--quiet", "main")
        repository.write({"Dockerfile": "# main\n" + FILES["Dockerfile"]})
        repository.commit()
        assert repository.git("merge", "other", check=False).returncode == 1
        assert "not changed: it has an unresolved conflict" in self.left(repository, single_entry, "--allow-dirty")


class TestCovered:
    """What is allowed, ignored, silenced, or of the past, stays as it is."""

    @pytest.mark.parametrize(
        "files",
        [
            {".single-entry.yaml": FILES[".single-entry.yaml"] + "allow:\n  - {path: main_v2.py, as: program}\n"},
            {
                ".single-entry.yaml": FILES[".single-entry.yaml"] + "ignore: [Dockerfile, deploy/**]\n",
                "main_v2.py": FASTAPI.replace("app = FastAPI()", "app = FastAPI()  # noqa: ONE101"),
            },
            {
                "main_v2.py": FASTAPI.replace('__main__":', '__main__":  # noqa: ONE101'),
                "Dockerfile": FILES["Dockerfile"].replace("main_v2", "main"),
                "deploy/start.sh": "uvicorn main_v2:app  # noqa: ONE203\n",
            },
            {
                "main_v2.py": "print(1)\n",
                "Dockerfile": FILES["Dockerfile"].replace("main_v2", "main"),
                "deploy/start.sh": "echo\n",
                "archive/main_v1.py": FASTAPI,
                "docs/HISTORY.md": "# History\n\n## 2019\n\nWe ran `python archive/main_v1.py` and `python main_v0.py`.\n",
            },
        ],
        ids=["allowed", "ignored", "silenced", "past"],
    )
    def test_untouched(self, files: dict[str, str], make_repository: Make, single_entry: Command) -> None:
        repository = make_repository({**FILES, **files})
        before = picture(repository.root)
        ended = single_entry(repository, "fix")
        assert picture(repository.root) == before, ended.out

    def test_notes(self, make_repository: Make, single_entry: Command) -> None:
        settings = FILES[".single-entry.yaml"] + "rules: {ONE203: note, ONE101: note}\n"
        repository = make_repository({**FILES, ".single-entry.yaml": settings})
        assert single_entry(repository, "fix") == (0, "Nothing to fix.\n", "")
        assert changes(repository) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_modes_are_kept(make_repository: Make, single_entry: Command) -> None:
    repository = make_repository(FILES)
    modes = {"deploy/start.sh": 0o755, "Dockerfile": 0o640, "main_v2.py": 0o755}
    for path, mode in modes.items():
        (repository.root / path).chmod(mode)
    repository.commit()
    assert single_entry(repository, "fix").code == 0
    for path, mode in {**modes, "archive/main_v2.py": 0o755}.items():
        if path != "main_v2.py":
            assert stat.S_IMODE((repository.root / path).stat().st_mode) == mode


def test_a_directory_below_the_repository(make_repository: Make, single_entry: Command) -> None:
    repository = make_repository({f"service/{path}": text for path, text in FILES.items()})
    inner = Repository(repository.root / "service")
    ended = single_entry(inner, "fix")
    assert (ended.code, "git reset --hard" in ended.err) == (0, True)
    listed = [line.replace("service/", "") for line in changes(repository)]
    assert listed == sorted([IMAGE, SCRIPT, MOVED])


def test_the_index_of_a_hook(make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """pre-commit runs with GIT_INDEX_FILE set where git commits with another index, as in ``git commit --only``."""
    repository = make_repository(FILES)
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.root / ".git/index"))
    monkeypatch.setenv("GIT_DIR", str(repository.root / ".git"))
    assert single_entry(repository, "fix").code == 0
    assert changes(repository) == sorted([IMAGE, SCRIPT, MOVED])


def test_odd_names(make_repository: Make, single_entry: Command) -> None:
    odd = 'dép "x"\t$(y)/sta rt.sh'
    repository = make_repository({**FILES, odd: "uvicorn main_v2:app"})
    ended = single_entry(repository, "fix")
    assert (ended.code, "\t$" in ended.out) == (0, False), ended
    assert (repository.root / odd).read_text() == "uvicorn main:app"


def test_a_file_that_changes_meanwhile(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not written, nothing is moved, and the next run ends the work."""
    from flake8_single_entry.cli import fix

    repository = make_repository(FILES)
    plan_fixes = fix.plan_fixes

    def slow(*arguments: object) -> object:
        plan = plan_fixes(*arguments)  # type: ignore[arg-type]
        repository.write({"deploy/start.sh": "# meanwhile\n" + FILES["deploy/start.sh"]})
        return plan

    with monkeypatch.context() as patched:
        patched.setattr(fix, "plan_fixes", slow)
        ended = single_entry(repository, "fix")
    assert (ended.code, "deploy/start.sh: not changed: it changed meanwhile" in ended.err) == (1, True), ended
    assert changes(repository) == [IMAGE, SCRIPT]
    assert (repository.root / "deploy/start.sh").read_text() == "# meanwhile\n" + FILES["deploy/start.sh"]
    repository.git("add", "deploy/start.sh")
    assert single_entry(repository, "fix").code == 0
    assert changes(repository) == sorted([IMAGE, SCRIPT, MOVED])


def test_nothing_to_do(make_repository: Make, single_entry: Command) -> None:
    repository = make_repository({"main.py": FASTAPI, "Dockerfile": dockerfile('["uvicorn", "main:app"]')})
    assert single_entry(repository, "fix") == (0, "Nothing to fix.\n", "")
    assert single_entry(repository, "fix", "--diff") == (0, "", "")
