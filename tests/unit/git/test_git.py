"""git: repositories are found where git finds them, and a git that is too old, lost or silent is named."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry import git
from flake8_single_entry.engine import Revision, analyse
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.git import ask_git
from flake8_single_entry.git.discovery import find_repository, locate
from flake8_single_entry.git.processes import run_git
from tests.support import Repository, run

MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
HERE = str(Path(__file__).parents[3])
Make = Callable[..., Repository]


def init(place: Path, *options: str) -> Path:
    run(["git", "init", "--quiet", *options, str(place)], place.parent, check=True)
    return place


def below(directory: Path, name: str = "a/b") -> Path:
    (directory / name).mkdir(parents=True, exist_ok=True)
    return directory / name


def plain(place: Path) -> Path:
    return init(place / "r")


def subdirectory(place: Path) -> Path:
    return below(init(place / "r"))


def outside(place: Path) -> Path:
    return below(place)


def bare(place: Path) -> Path:
    return init(place / "r.git", "--bare")


def below_bare(place: Path) -> Path:
    return init(place / "r.git", "--bare") / "hooks"


def separate(place: Path) -> Path:
    return below(init(place / "r", f"--separate-git-dir={place / 'elsewhere'}"))


def linked(place: Path) -> Path:
    init(place / "real")
    (place / "r").mkdir()
    (place / "r" / ".git").symlink_to(place / "real" / ".git")
    return below(place / "r")


def through_a_link(place: Path) -> Path:
    below(init(place / "r"))
    (place / "link").symlink_to(place / "r" / "a")
    return place / "link" / "b"


def work_tree(place: Path) -> Path:
    repository = init(place / "r")
    run(["git", "commit", "--quiet", "--allow-empty", "-m", "x"], repository, check=True)
    run(["git", "worktree", "add", "--quiet", str(place / "w")], repository, check=True)
    return below(place / "w")


def lost_work_tree(place: Path) -> Path:
    there = work_tree(place)
    (place / "r").rename(place / "moved")
    return there


def submodule(place: Path) -> Path:
    inner, outer = init(place / "inner"), init(place / "outer")
    run(["git", "commit", "--quiet", "--allow-empty", "-m", "x"], inner, check=True)
    run(
        ["git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub"], outer, check=True
    )
    return below(outer / "sub")


def nested(place: Path) -> Path:
    return below(init(below(init(place / "outer"), "in/ner")))


def empty_git(place: Path) -> Path:
    inner = below(init(place / "outer"), "inner")
    (inner / ".git").mkdir()
    return inner


def empty_git_alone(place: Path) -> Path:
    (place / ".git").mkdir()
    return below(place)


def without_head(place: Path) -> Path:
    inner = init(below(init(place / "outer"), "inner"))
    (inner / ".git" / "HEAD").unlink()
    return inner


def garbage_head(place: Path) -> Path:
    inner = init(below(init(place / "outer"), "inner"))
    (inner / ".git" / "HEAD").write_text("nonsense\n")
    return inner


def detached_head(place: Path) -> Path:
    inner = init(below(init(place / "outer"), "inner"))
    (inner / ".git" / "HEAD").write_text("0" * 40 + "\n")
    return inner


def linked_head(place: Path) -> Path:
    inner = init(below(init(place / "outer"), "inner"))
    (inner / ".git" / "HEAD").unlink()
    (inner / ".git" / "HEAD").symlink_to("refs/heads/main")
    return inner


def without_refs(place: Path) -> Path:
    inner = init(below(init(place / "outer"), "inner"))
    (inner / ".git" / "refs").rename(inner / "refs")
    return inner


def pipe(place: Path) -> Path:
    inner = below(init(place / "outer"), "inner")
    os.mkfifo(inner / ".git")
    return inner


def garbage_file(place: Path) -> Path:
    inner = below(init(place / "outer"), "inner")
    (inner / ".git").write_text("nonsense\n")
    return inner


def in_git(place: Path) -> Path:
    """Names that a repository has, and one that it lacks."""
    inner = below(init(place / "outer"), "inner")
    (inner / "HEAD").write_text("ref: refs/heads/main\n")
    (inner / "objects").mkdir()
    return inner


LAYOUTS = (
    *(plain, subdirectory, outside, bare, below_bare, separate, linked, through_a_link, work_tree, lost_work_tree),
    *(submodule, nested, empty_git, empty_git_alone, without_head, garbage_head, detached_head, linked_head),
    *(without_refs, pipe, garbage_file, in_git),
)


def as_git_finds_it(directory: Path) -> str | None:
    """The top of the work tree, or the bare repository; None where git finds none, or one that it cannot use."""
    done = run(["git", "rev-parse", "--is-bare-repository", "--absolute-git-dir", "--show-cdup"], directory)
    lines = done.stdout.splitlines()
    if len(lines) < 2:
        return None
    return lines[1] if lines[0] == "true" else run(["git", "rev-parse", "--show-toplevel"], directory).stdout.strip()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_repository_is_found_where_git_finds_it(layout: Callable[[Path], Path], tmp_path: Path) -> None:
    directory = layout(tmp_path)
    expected = as_git_finds_it(directory)
    found = find_repository(directory)
    if expected is None and found is not None:
        # git stops there with an error, and so does the tool: what lies above is none of this directory's.
        with pytest.raises(SingleEntryError, match="git cannot read"):
            analyse(directory, cached=False)
    else:
        assert found == expected


def test_where_the_search_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = below(init(tmp_path / "r"), "a/b/c")
    for ceiling, is_found in ((tmp_path, True), (tmp_path / "r", False), (directory.parent, False), (directory, True)):
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(ceiling))
        assert as_git_finds_it(directory) == find_repository(directory) == (str(tmp_path / "r") if is_found else None)


def test_the_environment_of_a_hook_inside_its_repository(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git names itself as "." to what it runs there, and is asked from the work tree above."""
    repository = make_repository({"main.py": MAIN, "run.sh": "python src/gone.py\n"})
    monkeypatch.chdir(repository.root / ".git")
    monkeypatch.setenv("GIT_DIR", ".")
    report = analyse(repository.root, selection=Revision(revision="HEAD"), cached=False)
    assert [finding.code for finding in report.findings] == ["ONE201"]


@pytest.mark.parametrize("names", [("HEAD", "objects/", "refs/"), ("HEAD", "commondir")])
def test_a_bare_repository_inside_a_checkout_is_none(names: tuple[str, ...], tmp_path: Path) -> None:
    top = init(tmp_path / "r")
    demo = below(top, "docs/demo")
    for name in names:
        below(demo, name) if name.endswith("/") else (demo / name).write_text("ref: refs/heads/main\n")
    place = locate(below(demo, "app"))
    assert (place.top, place.buried) == (str(top), str(demo))
    for ask in (ask_git, run_git):
        with pytest.raises(SingleEntryError, match="looks like a bare repository inside"):
            ask(demo / "app", ("rev-parse", "HEAD"))


def stub(place: Path, script: str) -> dict[str, str]:
    """A git that does as a script says, and the environment that finds it."""
    program = below(place, "stub") / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


REAL = 'exec {git} "$@"'
OLD = 'case " $* " in *" version "*) echo "git version {version}"; exit 0;; esac; exec {git} "$@"'


def real_git() -> str:
    return subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()


def command(root: Path, *words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "flake8_single_entry", *words], root, env={"PYTHONPATH": HERE, **env})


@pytest.mark.parametrize(
    ("version", "code", "said"),
    [
        ("2.24.4", 3, "git is 2.24, but 2.25 or later is required"),
        ("1.9.5 (Apple Git-50)", 3, "git is 1.9,"),
        ("nonsense", 3, "git is of an unknown version,"),
        ("2.25.0", 1, ""),
        ("2.49.0.windows.1", 1, ""),
        ("3.0.1", 1, ""),
    ],
)
def test_an_old_git_is_refused(version: str, code: int, said: str, make_repository: Make, tmp_path: Path) -> None:
    root = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n"}).root
    env = stub(tmp_path, OLD.format(version=version, git=real_git()))
    for words in (["check"], ["check", "--staged"], ["check", "--rev", "HEAD"]):
        done = command(root, *words, env=env)
        assert (done.returncode, done.stderr.startswith(f"single-entry: {said}") if said else True) == (code, True)


@pytest.mark.parametrize(
    "script",
    [
        "exec sleep 60",
        'case " $* " in *" ls-files "*) exec sleep 60;; esac; exec {git} "$@"',
        'case " $* " in *" log "*) sleep 60 & wait;; esac; exec {git} "$@"',
        'case " $* " in *" cat-file "*) exec sleep 60;; esac; exec {git} "$@"',
    ],
)
def test_a_git_that_does_not_answer(script: str, make_repository: Make, tmp_path: Path) -> None:
    root = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n"}).root
    env = {**stub(tmp_path, script.format(git=real_git())), git.LIMIT: "1"}
    began = time.monotonic()
    done = command(root, "check", "--staged" if "cat-file" in script else "--no-cache", env=env)
    assert done.returncode == 3
    assert "git did not answer within 1 seconds" in done.stderr
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("name", [".gitignore", ".git/shallow", ".git/info/exclude", ".git/index"])
def test_a_pipe_where_git_reads_a_file(name: str, make_repository: Make) -> None:
    root = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n"}).root
    (root / name).unlink(missing_ok=True)
    os.mkfifo(root / name)
    done = command(root, "check", env={git.LIMIT: "2"})
    assert done.returncode in (1, 3)
    assert "Traceback" not in done.stderr


def test_garbage_from_git(make_repository: Make, tmp_path: Path) -> None:
    root = make_repository({"main.py": MAIN}).root
    for question in ("diff-files", "ls-files", "rev-parse", "log"):
        script = f'case " $* " in *" {question} "*) echo garbage; exit 0;; esac; exec {real_git()} "$@"'
        done = command(root, "check", "--no-cache", env=stub(tmp_path, script))
        assert done.returncode in (0, 3), question
        assert "internal error" not in done.stderr, (question, done.stderr)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of POSIX")
def test_a_caller_that_ignores_the_end_of_children(make_repository: Make) -> None:
    root = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n"}).root
    script = (
        "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    )
    words = [sys.executable, "-c", script, sys.executable, "-m", "flake8_single_entry", "check"]
    done = run(words, root, env={"PYTHONPATH": HERE})
    assert (done.returncode, "ONE201" in done.stdout) == (1, True), done.stderr


def test_objects_that_a_partial_clone_lacks(make_repository: Make, tmp_path: Path) -> None:
    origin = make_repository({"main.py": MAIN, "run.sh": "python gone.py\n"}, name="origin")
    origin.write({"run.sh": "python main.py\n"})
    origin.commit()
    origin.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    run(["git", "clone", "--quiet", "--filter=blob:none", f"file://{origin.root}", str(clone)], tmp_path, check=True)
    missing = ("rev-list", "--objects", "--all", "--missing=print")
    before = run(["git", *missing], clone).stdout
    assert "?" in before
    done = command(clone, "check", "--rev", "HEAD~1", "--no-cache", env={})
    assert (done.returncode, "run.sh:1:1: ONE905" in done.stdout) == (1, True), done.stdout + done.stderr
    assert "its object is missing from the repository" in done.stdout
    done = command(clone, "check", "--new-since", "HEAD~1", "--no-cache", env={})
    assert (done.returncode, "lacks objects of HEAD~1" in done.stderr) == (3, True), done.stdout + done.stderr
    assert command(clone, "check", "--rev", "HEAD", env={}).returncode == 0
    assert run(["git", *missing], clone).stdout == before


def test_a_sparse_checkout_of_a_partial_clone(make_repository: Make, tmp_path: Path) -> None:
    """What was left out on purpose is unknown, and no fault of the repository."""
    origin = make_repository(
        {"main.py": MAIN, "run.sh": "python gone.py\n", "far/run.sh": "python main.py\n"}, name="origin"
    )
    origin.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    partial = ("clone", "--quiet", "--filter=blob:none", "--sparse", f"file://{origin.root}", str(clone))
    run(["git", *partial], tmp_path, check=True)
    for words in (["check"], ["check", "--staged"]):
        done = command(clone, *words, "--no-cache", env={})
        assert (done.returncode, "ONE201" in done.stdout, "ONE905" in done.stdout) == (1, True, False), done.stdout
    assert "far/run.sh:1:1: ONE905" in command(clone, "check", "--rev", "HEAD", "--no-cache", env={}).stdout


def test_a_listing_that_leads_elsewhere(make_repository: Make, tmp_path: Path) -> None:
    """An index of somebody else's making may list paths that git never adds."""
    repository = make_repository({"main.py": MAIN, "xx/xx/out/.gitignore": "*\n", "run.sh": "python made/x.py\n"})
    index = repository.root / ".git" / "index"
    data = index.read_bytes().replace(b"xx/xx/out/.gitignore", b"../../out/.gitignore")
    from hashlib import sha1

    index.write_bytes(data[:-20] + sha1(data[:-20]).digest())
    for selection in (Revision(staged=True), Revision()):
        analyse(repository.root, selection=selection, cached=False)
    assert not (tmp_path / "out").exists()


CASES = {"--assume-unchanged": "--no-assume-unchanged", "--skip-worktree": "--no-skip-worktree"}


@pytest.mark.parametrize("flag", CASES)
def test_flags_of_the_index_hide_nothing(flag: str, make_repository: Make) -> None:
    """Neither run takes the other's file for its own, and the cache keeps nothing under a wrong name."""
    repository = make_repository({"main.py": MAIN, "run.sh": "python main.py\n"})
    script = repository.root / "run.sh"

    def codes(**selected: object) -> list[str]:
        report = analyse(repository.root, selection=Revision(**selected))  # type: ignore[arg-type]
        return [finding.code for finding in report.findings]

    def age() -> None:
        past = time.time() - 100
        os.utime(script, (past, past))

    assert codes() == []
    repository.git("update-index", flag, "run.sh")
    repository.write({"run.sh": "python gone.py\n"})
    age()
    assert (codes(), codes(staged=True), codes(revision="HEAD")) == (["ONE201"], [], [])
    repository.git("update-index", CASES[flag], "run.sh")
    repository.git("checkout", "--quiet", "--force", "run.sh")
    age()
    assert (codes(), codes(staged=True), codes(revision="HEAD")) == ([], [], [])


def test_a_large_object_is_not_loaded(make_repository: Make) -> None:
    """Its size is asked first: neither git nor the tool takes the memory of what is pushed."""
    repository = make_repository({"main.py": MAIN, "run.sh": "python main.py\n"})
    with (repository.root / "main_v2.py").open("wb") as stream:
        stream.truncate(300 << 20)
    repository.commit()
    (repository.root / "main_v2.py").unlink()
    script = (
        "import resource, sys; from flake8_single_entry.cli import main\n"
        "try: main()\n"
        "finally: print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    for words in (["--staged"], ["--rev", "HEAD"]):
        done = run(
            # A process inherits the peak of the one that it replaces: here, of a shell instead of these tests.
            ["sh", "-c", '"$@"; exit "$?"', "sh", sys.executable, "-c", script, "check", "--no-cache", *words],
            repository.root,
            env={"PYTHONPATH": HERE},
        )
        assert "main_v2.py:1:1: ONE905 cannot be read (larger than 1 MiB (314572800 bytes))" in done.stdout, done.stderr
        assert int(done.stdout.splitlines()[-1]) < 290_000, "KiB; what a process had before it began is counted, too"
