"""Random steps through the life of a repository: what people, editors and git do to files, the index and commits."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.support import Repository

CONFIGURATION, IGNORED, EXCLUDED = ".single-entry.yaml", ".gitignore", ".git/info/exclude"
_BRANCHES = "abc"
_FILE = re.compile(rb"[\w./-]+\.py\b")
_SETTINGS = (
    *(("core.fileMode", "false"), ("core.fileMode", "true"), ("core.autocrlf", "input"), ("core.autocrlf", "false")),
    *(
        ("core.ignoreCase", "true"),
        ("core.ignoreCase", "false"),
        ("core.quotePath", "false"),
        ("diff.renames", "copies"),
    ),
    *(("status.showUntrackedFiles", "no"), ("diff.ignoreSubmodules", "all"), ("core.untrackedCache", "true")),
    *(("index.version", "4"), ("core.splitIndex", "true"), ("core.splitIndex", "false"), ("feature.manyFiles", "true")),
)


class Material(NamedTuple):
    """What files are made of: ``names`` and ``contents`` of Python files, and for other files the ``texts`` of each."""

    names: tuple[str, ...]
    contents: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, root: Path, paths: Sequence[str], texts: Mapping[str, tuple[str, ...]]) -> Material:
        """The files of a repository, and places where rivals of its programs would lie."""
        found = [path for path in paths if path.endswith(".py") and (root / path).is_file()]
        contents = tuple((root / path).read_text("utf-8", "replace") for path in found)
        programs = [path for path in found if re.search(r"(^|/)(main|app|run|server|manage)\w*\.py$", path)]
        rivals = [path.removesuffix(".py") + ending for path in programs for ending in ("_v2.py", "_old.py", ".pyw")]
        moved = [f"archive/{path.rpartition('/')[2]}" for path in programs]
        return cls((*found, *rivals, *moved, "main.py", "src/main.py"), (*contents, ""), texts)


@dataclass
class Walk:
    """Random steps through the life of one repository."""

    repository: Repository
    chance: random.Random
    material: Material

    @property
    def files(self) -> list[str]:
        found = (path for path in self.repository.root.rglob("*") if not path.is_dir() and ".git" not in path.parts)
        return sorted(path.relative_to(self.repository.root).as_posix() for path in found)

    def step(self) -> str:
        """Take one step; gives its name."""
        steps = self._changes() | self._staging() | self._commits()
        name = self.chance.choice(sorted(steps))
        steps[name]()
        return name

    def far_step(self) -> str:
        """Take one step of all kinds, the rare ones included, most of them changes of files; gives its name."""
        groups = (self._changes(), self._line_changes(), self._staging(), self._commits(), self._joins(), self._flags())
        steps = self.chance.choices(groups, (5, 6, 3, 3, 2, 2))[0]
        name = self.chance.choice(sorted(steps))
        steps[name]()
        return name

    def _changes(self) -> dict[str, Callable[[], object]]:
        return {
            "edit": self.edit,
            "edit once more, at once": self.edit,
            "text": self.text,
            "rename": self.rename,
            "delete": self.delete,
            "case": lambda: self.git("mv", "main.py", "MAIN.py"),
            "mode": self.change_mode,
            "link": self.link,
            "touch": lambda: os.utime(self.place(self.any_file()), follow_symlinks=False),
        }

    def _line_changes(self) -> dict[str, Callable[[], object]]:
        return {
            "append": lambda: self.change(lambda data: data + b"\n" + self.any_line() + b"\n"),
            "insert": lambda: self.change(self._with_line),
            "drop lines": lambda: self.change(self._without_lines),
            "lead elsewhere": lambda: self.change(self._retargeted),
            "line ends": lambda: self.change(lambda data: data.replace(b"\n", b"\r\n")),
            "same size, old time": self.change_behind_the_back,
            "replace by another": lambda: self.change(lambda _: self._bytes(self.any_file())),
            "empty": lambda: self.change(lambda _: b""),
        }

    def _staging(self) -> dict[str, Callable[[], object]]:
        return {
            "stage": lambda: self.git("add", "--all"),
            "stage one": lambda: self.git("add", "--", self.any_file()),
            "unstage": lambda: self.git("reset", "--quiet"),
            "intend": lambda: self.git("add", "--intent-to-add", "--", self.any_file()),
        }

    def _commits(self) -> dict[str, Callable[[], object]]:
        return {
            "commit": lambda: self.git("commit", "--quiet", "--all", "--message=more"),
            "partial commit": lambda: self.git("commit", "--quiet", "--message=part", "--", self.any_file()),
            "amend": lambda: self.git("commit", "--quiet", "--amend", "--no-edit", "--allow-empty"),
            "branch": lambda: self.git("checkout", "--quiet", "-B", self.chance.choice(_BRANCHES)),
            "switch": lambda: self.git("checkout", "--quiet", "--force", self.chance.choice(_BRANCHES)),
        }

    def _joins(self) -> dict[str, Callable[[], object]]:
        return {
            "commit all": self.commit_all,
            "merge": lambda: self.git("merge", "--quiet", "--no-edit", self.chance.choice(_BRANCHES)),
            "merge, theirs": lambda: self.git("merge", "-X", "theirs", "--no-edit", self.chance.choice(_BRANCHES)),
            "give up": lambda: self.git("merge", "--abort"),
            "cherry-pick": lambda: self.git("cherry-pick", self.chance.choice(_BRANCHES)),
            "give up the pick": lambda: self.git("cherry-pick", "--abort"),
            "revert": lambda: self.git("revert", "--no-edit", "HEAD"),
            "rebase": lambda: self.git("rebase", "--quiet", self.chance.choice(_BRANCHES)),
            "give up the rebase": lambda: self.git("rebase", "--abort"),
            "stash": lambda: self.git("stash", "--quiet"),
            "stash with untracked": lambda: self.git("stash", "--quiet", "--include-untracked"),
            "pop": lambda: self.git("stash", "pop", "--quiet"),
            "back": lambda: self.git("reset", "--quiet", self.chance.choice(("--soft", "--mixed", "--hard")), "HEAD~1"),
            "restore": lambda: self.git("checkout", "--quiet", "--", "."),
            "clean": lambda: self.git("clean", "--quiet", "--force", "-d"),
            "tag": lambda: self.git("tag", "--force", "mark"),
            "detach": lambda: self.git("checkout", "--quiet", "--detach"),
        }

    def _flags(self) -> dict[str, Callable[[], object]]:
        return {
            "assume unchanged": lambda: self.git("update-index", "--assume-unchanged", self.any_tracked()),
            "assume no more": lambda: self.git("update-index", "--no-assume-unchanged", *self.flagged("h")),
            "skip": lambda: self.git("update-index", "--skip-worktree", self.any_tracked()),
            "skip no more": lambda: self.git("update-index", "--no-skip-worktree", *self.flagged("S")),
            "forget": lambda: self.git("rm", "--quiet", "--cached", "--", self.any_tracked()),
            "mode in the index": lambda: self.git("update-index", "--chmod=+x", self.any_tracked()),
            "refresh": lambda: self.git("update-index", "--really-refresh"),
            "setting": lambda: self.git("config", *self.chance.choice(_SETTINGS)),
            "sparse": lambda: self.git("sparse-checkout", "set", "src", "app"),
            "not sparse": lambda: self.git("sparse-checkout", "disable"),
            "ignore": lambda: self.append(IGNORED, self.any_file()),
            "exclude": lambda: self.append(EXCLUDED, self.any_file()),
            "configure": lambda: self.rewrite(CONFIGURATION),
            "configure no more": lambda: self.place(CONFIGURATION).unlink(missing_ok=True),
            "attributes": lambda: self.append(".gitattributes", "*.sh text eol=crlf"),
            "pack refs": lambda: self.git("pack-refs", "--all"),
        }

    # -- what steps are made of ----------------------------------------------------------------------------------------

    def git(self, *words: str) -> None:
        """Ask git for something; it may refuse."""
        self.repository.git(*words, check=False)

    def place(self, name: str) -> Path:
        return self.repository.root / name

    def any_file(self) -> str:
        return self.chance.choice(self.files or ["main.py"])

    def any_tracked(self) -> str:
        return self.chance.choice(self.repository.git("ls-files", "-z").stdout.split("\0")[:-1] or ["main.py"])

    def flagged(self, flag: str) -> list[str]:
        """The files with a flag in the index: ``h`` assumed unchanged, ``S`` skipped."""
        rows = self.repository.git("ls-files", "-z", "-v").stdout.split("\0")[:-1]
        return [row[2:] for row in rows if row[0] == flag] or ["main.py"]

    def edit(self) -> None:
        name = self.chance.choice(self.material.names)
        self.write(name, self.chance.choice(self.material.contents))

    def text(self) -> None:
        self.rewrite(self.chance.choice(sorted(self.material.texts)))

    def rewrite(self, name: str) -> None:
        self.write(name, self.chance.choice(self.material.texts[name]))

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file where nothing else is in the way."""
        path = self.place(name)
        if path.is_symlink():
            path.unlink()
        try:
            self.repository.write({name: content})
        except OSError:  # a file where a directory must be, or the other way round
            return

    def append(self, name: str, line: str) -> None:
        path = self.place(name)
        before = path.read_bytes() if path.is_file() else b""
        self.write(name, before + line.encode("utf-8", "surrogateescape") + b"\n")

    def change(self, how: Callable[[bytes], bytes]) -> None:
        """Change the bytes of one file."""
        name = self.any_file()
        self.write(name, how(self._bytes(name)))

    def change_behind_the_back(self) -> None:
        """Other bytes, as many, under the old time."""
        path = self.place(self.any_file())
        if path.is_symlink() or not path.is_file():
            return
        status, data = path.stat(), path.read_bytes()
        path.write_bytes(data.translate(bytes.maketrans(b"mn", b"nm")))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def commit_all(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=all")

    def rename(self) -> None:
        self.git("mv", "--force", self.any_file(), self.chance.choice(self.material.names))

    def delete(self) -> None:
        self.place(self.any_file()).unlink(missing_ok=True)

    def change_mode(self) -> None:
        path = self.place(self.any_file())
        if not path.is_symlink() and path.exists():
            path.chmod(self.chance.choice((0o644, 0o755)))

    def link(self) -> None:
        path = self.place(self.chance.choice(self.material.names))
        if path.is_dir() and not path.is_symlink():
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        path.unlink(missing_ok=True)
        path.symlink_to(self.chance.choice(("main.py", "src/main.py", "../main.py", "/etc/passwd", ".", "src")))

    def any_line(self) -> bytes:
        """A line of any file."""
        return self.chance.choice(self._bytes(self.any_file()).split(b"\n"))

    def _bytes(self, name: str) -> bytes:
        path = self.place(name)
        return path.read_bytes() if path.is_file() and path.resolve().is_relative_to(self.repository.root) else b""

    def _with_line(self, data: bytes) -> bytes:
        lines = data.split(b"\n")
        lines.insert(self.chance.randrange(len(lines) + 1), self.any_line())
        return b"\n".join(lines)

    def _without_lines(self, data: bytes) -> bytes:
        lines = data.split(b"\n")
        at = self.chance.randrange(len(lines))
        del lines[at : at + self.chance.randint(1, 4)]
        return b"\n".join(lines)

    def _retargeted(self, data: bytes) -> bytes:
        """With another file named in one place."""
        found = list(_FILE.finditer(data))
        if not found:
            return data + b"python " + self.chance.choice(self.material.names).encode() + b"\n"
        place = self.chance.choice(found)
        return data[: place.start()] + self.chance.choice(self.material.names).encode() + data[place.end() :]
