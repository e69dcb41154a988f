"""Nothing of an analysed repository is executed: each program that git can be told to run is told to leave a mark."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import Repository, run

HERE = Path(__file__).parents[2]
MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
FILES = {
    "app/main.py": MAIN,
    "app/main_old.py": MAIN,
    "run.sh": "python app/main.py\npython app/gone.py\n",
    "README.md": "Run `python app/main.py`.\n",
    ".gitattributes": "* filter=mark diff=mark merge=mark\n",
    ".gitignore": "made/\n",
}

# https://git-scm.com/docs/git-config: every variable whose value is a command, a program or a helper.
COMMANDS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.sshCommand", "core.gitProxy"),
    *("core.alternateRefsCommand", "credential.helper", "diff.external", "diff.mark.command", "diff.mark.textconv"),
    *("difftool.mark.cmd", "difftool.mark.path", "filter.mark.clean", "filter.mark.smudge", "filter.mark.process"),
    *("gc.recentObjectsHook", "gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"),
    *("gpg.ssh.defaultKeyCommand", "guitool.mark.cmd", "browser.mark.cmd", "browser.mark.path", "man.mark.cmd"),
    *("man.mark.path", "instaweb.httpd", "instaweb.browser", "imap.tunnel", "interactive.diffFilter"),
    *("merge.mark.driver", "mergetool.mark.cmd", "mergetool.mark.path", "pager.log", "pager.show", "pager.diff"),
    *("pager.grep", "pager.config", "remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs"),
    *("sendemail.ccCmd", "sendemail.headerCmd", "sendemail.toCmd", "sendemail.smtpServer", "sequence.editor"),
    *("tar.mark.command", "trailer.mark.command", "trailer.mark.cmd", "uploadpack.packObjectsHook"),
    *("hook.mark.command", "alias.ls-files", "alias.log", "alias.config.command"),
)
SETTINGS = {
    "core.hooksPath": "{hooks}",
    "log.showSignature": "true",
    "hook.mark.event": "post-index-change",
    "diff.tool": "mark",
    "merge.tool": "mark",
    "filter.mark.required": "true",
    "grep.textconv": "true",
    "diff.orderFile": "/dev/zero",
    "log.follow": "true",
    "status.submoduleSummary": "true",
    "diff.ignoreSubmodules": "none",
    "submodule.recurse": "true",
    "submodule.sub.update": "!{programs}/submodule.update",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "protocol.file.allow": "always",
    "remote.origin.url": "ext::{programs}/remote.url",
    "remote.origin.promisor": "true",
    "remote.origin.partialCloneFilter": "blob:none",
    "extensions.partialClone": "origin",
    "core.repositoryFormatVersion": "1",
    "maintenance.auto": "true",
    "gc.auto": "1",
    "core.untrackedCache": "true",
    "feature.manyFiles": "true",
}
HOOKS = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit", "prepare-commit-msg"),
    *("commit-msg", "post-commit", "pre-rebase", "post-checkout", "post-merge", "pre-push", "pre-receive", "update"),
    *("proc-receive", "post-receive", "post-update", "reference-transaction", "push-to-checkout", "pre-auto-gc"),
    *("post-rewrite", "sendemail-validate", "fsmonitor-watchman", "p4-changelist", "post-index-change"),
)


class Trap:
    """A configuration that marks whatever is executed; ``marks`` names what was."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.hooks = place / "hooks"
        self.programs = place / "programs"
        self.seen = place / "seen"
        for directory in (self.hooks, self.programs, self.seen):
            directory.mkdir(parents=True)
        for name in HOOKS:
            self.program(self.hooks / name)

    def program(self, path: Path) -> str:
        path.write_text(f'#!/bin/sh\n: > "{self.seen / path.name}"\nexit 1\n')
        path.chmod(0o755)
        return str(path)

    def configure(self, configuration: Path, **more: str) -> None:
        """Plant everything in a configuration file of git's."""
        given = {name: self.program(self.programs / name) for name in (*COMMANDS, "submodule.update", "remote.url")}
        planted = {name: given[name] for name in COMMANDS}
        planted |= {name: value.format(hooks=self.hooks, programs=self.programs) for name, value in SETTINGS.items()}
        for name, value in {**planted, **more}.items():
            if value:
                run(["git", "config", "--file", str(configuration), name, value], self.place, check=True)

    @property
    def marks(self) -> list[str]:
        return sorted(path.name for path in self.seen.iterdir())


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "trap")


def sign(repository: Repository) -> None:
    """Give the last commit a signature, for a git that would have it looked at."""
    text = repository.git("cat-file", "commit", "HEAD").stdout
    head, _, message = text.partition("\n\n")
    armour = "-----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    signed = f"{head}\ngpgsig {armour}\n\n{message}"
    made = run(["git", "hash-object", "-t", "commit", "-w", "--stdin"], repository.root, stdin=signed, check=True)
    repository.git("reset", "--quiet", "--soft", made.stdout.strip())


def make_racy(repository: Repository) -> None:
    """Let no file be older than the index: git then compares contents, through the filters."""
    index = repository.root / ".git" / "index"
    now = index.stat().st_mtime_ns
    os.utime(index, ns=(now - 10**10, now - 10**10))


def lose_a_blob(repository: Repository, name: str) -> None:
    """As in a partial clone: the object of an old version is not there."""
    blob = repository.git("rev-parse", f"HEAD~1:{name}").stdout.strip()
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


def hostile_git(make: Callable[..., Repository], trap: Trap, **more: str) -> Path:
    """An unpacked archive with a ``.git`` of its author's."""
    repository = make({**FILES, "job.sh": "python app/main.py\n"})
    repository.write({"job.sh": "python app/main.py --now\n"})
    repository.commit()
    sign(repository)
    make_racy(repository)
    lose_a_blob(repository, "job.sh")
    shutil.copytree(trap.hooks, repository.root / ".git" / "hooks", dirs_exist_ok=True)
    trap.configure(repository.root / ".git" / "config", **more)
    return repository.root


def included(make: Callable[..., Repository], trap: Trap) -> Path:
    """The same in a file that the configuration includes, with filters of the older kind, and a remote on this disk."""
    root = hostile_git(make, trap, **{"filter.mark.process": "", "remote.origin.vcs": "", "remote.origin.url": ".."})
    configuration = root / ".git" / "config"
    configuration.rename(root / "evil")
    run(["git", "config", "--file", str(configuration), "include.path", "../evil"], root, check=True)
    run(["git", "config", "--file", str(configuration), "core.repositoryFormatVersion", "1"], root, check=True)
    return root


def buried(make: Callable[..., Repository], trap: Trap, **more: str) -> Path:
    """A plain clone, in which a directory is a bare repository that calls itself the work tree."""
    origin = make(FILES, name="origin")
    demo = origin.root / "docs" / "demo"
    for name in ("objects/info", "refs/heads", "app"):
        (demo / name).mkdir(parents=True)
    (demo / "HEAD").write_text("ref: refs/heads/main\n")
    (demo / "objects" / "info" / "x").touch()
    (demo / "refs" / "heads" / ".keep").touch()
    trap.configure(demo / "config", **{"core.bare": "false", "core.worktree": "."}, **more)
    (demo / "app" / "main.py").write_text(MAIN)
    (demo / "app" / ".single-entry.yaml").write_text("version: 1\nentry_point: main.py\n")
    origin.commit()
    clone = origin.root.with_name("clone")
    run(["git", "clone", "--quiet", str(origin.root), str(clone)], origin.root, check=True)
    return clone


def buried_here(make: Callable[..., Repository], trap: Trap) -> Path:
    return buried(make, trap) / "docs" / "demo" / "app"


def common_directory(make: Callable[..., Repository], trap: Trap) -> Path:
    """A directory that says that its repository's files lie in another one."""
    clone = buried(make, trap)
    demo = clone / "docs" / "demo"
    (demo / "real").mkdir()
    for name in ("objects", "refs", "config"):
        (demo / name).rename(demo / "real" / name)
    (demo / "commondir").write_text("real\n")
    return demo / "app"


def unpacked(make: Callable[..., Repository], trap: Trap) -> Path:
    """The bare repository alone, in no checkout."""
    clone = buried(make, trap)
    shutil.rmtree(clone / ".git")
    return clone / "docs" / "demo" / "app"


def submodule(make: Callable[..., Repository], trap: Trap) -> Path:
    """A repository whose submodule's own repository is hostile."""
    inner = make(FILES, name="inner")
    outer = make(FILES, name="outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "sub")
    outer.commit()
    trap.configure(outer.root / ".git" / "modules" / "sub" / "config")
    make_racy(outer)
    return outer.root


def in_submodule(make: Callable[..., Repository], trap: Trap) -> Path:
    return submodule(make, trap) / "sub" / "app"


LAYOUTS = (hostile_git, included, buried, buried_here, common_directory, unpacked, submodule, in_submodule)


def commands(root: Path) -> Iterator[list[str]]:
    """All that a person, an editor or a hook runs in a directory."""
    single_entry = [sys.executable, "-m", "flake8_single_entry"]
    for words in (
        *(["check"], ["check", "--no-cache"], ["check", "--staged"], ["check", "--rev", "HEAD"], ["list"]),
        *(["check", "--rev", "HEAD~1", "--no-cache"], ["check", "--new-since", "HEAD"], ["explain", "ONE101"]),
        *(["check", "--new-since", "HEAD~1", "--no-cache"], ["check", "--root", str(root)], ["init", "--force"]),
    ):
        yield [*single_entry, *words]
    yield [sys.executable, "-m", "flake8", "--isolated", "--select=ONE", "."]
    yield [sys.executable, "-m", "flake8", "--isolated", "--select=ONE", *map(str, sorted(root.rglob("main.py")))]


def run_all(root: Path) -> None:
    for command in commands(root):
        done = run(command, root, env={"PYTHONPATH": str(HERE)})
        assert done.returncode in (0, 1, 2, 3), (command, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, (command, done.stderr)
    editor = [sys.executable, "-m", "flake8", "--isolated", "--select=ONE", "--stdin-display-name=main.py", "-"]
    run(editor, root, stdin=MAIN, env={"PYTHONPATH": str(HERE)})
    program = root / "bin"
    program.mkdir(exist_ok=True)
    single_entry = program / "single-entry"
    single_entry.write_text(f'#!/bin/sh\nPYTHONPATH={HERE} exec {sys.executable} -P -m flake8_single_entry "$@"\n')
    single_entry.chmod(0o755)
    commit = run(["git", "rev-parse", "HEAD"], root).stdout.strip() or "0" * 40
    for name, given in (
        ("pre-commit", ""),
        ("pre-push", f"refs/heads/main {commit} refs/heads/main {'0' * 40}\n"),
        ("pre-receive", f"{'0' * 40} {commit} refs/heads/main\n"),
    ):
        path = f"{program}{os.pathsep}{os.environ['PATH']}"
        run(["sh", str(HERE / "hooks" / name), "origin"], root, stdin=given, env={"PATH": path})


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_no_mark_is_left(layout: Callable[..., Path], make_repository: Callable[..., Repository], trap: Trap) -> None:
    root = layout(make_repository, trap)
    before = trap.marks
    run_all(root)
    assert trap.marks == before


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="takes the right to give files away")
@pytest.mark.parametrize("trusted", [False, True])
def test_another_owner(trusted: bool, make_repository: Callable[..., Repository], trap: Trap) -> None:
    """Whether git reads a repository of somebody else's or not, nothing of it is executed."""
    root = hostile_git(make_repository, trap)
    for path in (root, *root.rglob("*")):
        os.chown(path, 4321, 4321, follow_symlinks=False)
    if trusted:
        run(["git", "config", "--file", str(trap.place / "global"), "safe.directory", "*"], trap.place, check=True)
        os.environ["GIT_CONFIG_GLOBAL"] = str(trap.place / "global")
    before = trap.marks
    try:
        run_all(root)
    finally:
        os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
    assert trap.marks == before


def test_the_trap_works(make_repository: Callable[..., Repository], trap: Trap) -> None:
    """git itself falls into it: else the tests above could not fail."""
    root = included(make_repository, trap)
    for words in (["status"], ["log", "-1"], ["cat-file", "-p", "HEAD~1:job.sh"]):
        run(["git", *words], root)
    assert {"core.fsmonitor", "gpg.openpgp.program", "filter.mark.clean", "remote.origin.uploadpack"} <= set(trap.marks)
    second = Trap(trap.place.with_name("second"))
    run(["git", "diff-files"], buried_here(make_repository, second))
    assert "core.fsmonitor" in second.marks
