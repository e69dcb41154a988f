"""The effects of the programs that RUN commands call: the paths that they create, the projects that they install."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Sequence

from flake8_single_entry.model import Clone, Copy
from flake8_single_entry.paths import absolute

_MOST_COPIES = 200
_PROJECT = re.compile(r"(?:\.{0,2}/[^\s]*|\.{1,2})(?:\[[^\[\]]*+\])?$")

_PIP_VALUED = frozenset(
    {"-r", "--requirement", "-c", "--constraint", "-t", "--target", "--prefix", "--root", "-i", "--index-url", "-f",
     "--extra-index-url", "--find-links", "-w", "--wheel-dir", "--cache-dir", "-e", "--editable"}
)  # fmt: skip
_DEFAULT_BRANCHES = frozenset(("", "main", "master", "develop"))
_OTHER_COMMITS = frozenset(("checkout", "switch", "reset", "apply", "am", "cherry-pick"))


class RunState:
    """The current directory of a RUN, the copies before it, and its effects so far."""

    def __init__(self, directory: str, copies: Sequence[Copy]) -> None:
        self.directory = directory
        self.copies = copies
        self.created: list[str] = []
        self.installed: list[str] = []
        self.clones: list[Clone] = []
        self.other_commits = False

    def create(self, path: str) -> None:
        if path and "$" not in path and not path.startswith("/dev/"):
            target = absolute(self.directory, path)
            if target != "/":  # an archive unpacked there contains tools, not the program that COPY puts elsewhere
                self.created.append(target)

    def install(self, path: str = ".") -> None:
        self.installed.append(absolute(self.directory, path))


def _split(words: Sequence[str], valued: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options with their values, and the operands."""
    options: dict[str, str] = {}
    operands: list[str] = []
    pending = ""
    for word in words:
        if pending:
            options[pending], pending = word, ""
        elif word in valued:
            pending = word
        elif word.startswith("-") and len(word) > 1:
            name, _, value = word.partition("=")
            options[name] = value
        else:
            operands.append(word)
    return options, operands


def _git(run: RunState, words: list[str]) -> None:
    options, operands = _split(words, {"-b", "--branch", "--depth", "-C", "-c", "-o", "--origin", "-j", "--filter"})
    if operands[:1] == ["clone"] and len(operands) > 1:
        where = operands[2] if len(operands) > 2 else posixpath.basename(operands[1].rstrip("/")).removesuffix(".git")
        run.create(where)
        branch = options.get("-b", "") or options.get("--branch", "")
        if branch in _DEFAULT_BRANCHES and "$" not in operands[1] + where:
            run.clones.append(Clone(operands[1], absolute(run.directory, where)))
    elif operands[:1] == ["init"] or "submodule" in operands[:1]:
        run.create(options.get("-C", "."))
    elif operands[:1] and operands[0] in _OTHER_COMMITS:
        run.clones.clear()
        run.other_commits = True


def _curl(run: RunState, words: list[str]) -> None:
    options, operands = _split(words, {"-o", "--output", "--output-dir", "-H", "--header", "-X", "-d", "-A", "-u"})
    run.create(options.get("-o", "") or options.get("--output", ""))
    if any(re.fullmatch(r"-[a-zA-Z]*O|--remote-name.*", option) for option in options):
        for url in operands:
            run.create(posixpath.join(options.get("--output-dir", ""), posixpath.basename(url)))
    bundled = [word for word in words if re.fullmatch(r"-[a-zA-Z]+o", word)]
    for word in bundled:
        run.create("".join(words[words.index(word) + 1 :][:1]))


def _wget(run: RunState, words: list[str]) -> None:
    options, operands = _split(words, {"-O", "--output-document", "-P", "--directory-prefix", "--header", "-o", "-a"})
    where = options.get("-O", "") or options.get("--output-document", "")
    for word in words:
        if re.fullmatch(r"-[a-zA-Z]+O", word):
            where = "".join(words[words.index(word) + 1 :][:1])
    if where:
        run.create(where)
        return
    prefix = options.get("-P", "") or options.get("--directory-prefix", "")
    for url in operands:
        run.create(posixpath.join(prefix, posixpath.basename(url)))


def _tar(run: RunState, words: list[str]) -> None:
    if words and re.fullmatch(r"-?(?=[a-zA-Z]*c)[a-zA-Z]++|--create", words[0]):
        return
    options, _ = _split(words, {"-C", "--directory", "-f"})
    for word in words:
        if re.fullmatch(r"-[a-zA-Z]+C", word):
            options["-C"] = "".join(words[words.index(word) + 1 :][:1])
    run.create(options.get("-C", "") or options.get("--directory", "") or ".")


def _unzip(run: RunState, words: list[str]) -> None:
    options, _ = _split(words, {"-d"})
    run.create(options.get("-d", "") or ".")


def _copy(run: RunState, words: list[str]) -> None:
    options, operands = _split(words, {"-t", "--target-directory", "-m", "-o", "-g"})
    where = options.get("-t", "") or options.get("--target-directory", "")
    if where:
        where += "/"
    elif len(operands) > 1:
        where = operands.pop()
    if not where or not operands or "$" in where:
        return
    target = absolute(run.directory, where)
    prefix = target.rstrip("/") + "/"
    into = where.endswith("/") or posixpath.basename(where) in (".", "..") or len(operands) > 1
    known = (run.directory, *(copy.destination for copy in run.copies[-_MOST_COPIES:]))
    into = into or any(path == target or path.startswith(prefix) for path in known)
    for operand in operands:
        if not into or "*" in operand or "$" in operand or operand.endswith(("/.", "/")) or operand in (".", ".."):
            run.create(where)
        else:
            run.create(posixpath.join(where, posixpath.basename(operand)))


def _tee(run: RunState, words: list[str]) -> None:
    for word in words:
        if not word.startswith("-"):
            run.create(word)


def pip(run: RunState, words: list[str]) -> None:
    """Handle pip, which installs projects, and files into a directory."""
    options, operands = _split(words, _PIP_VALUED)
    if operands[:1] not in (["install"], ["wheel"], ["download"]):
        return
    run.create(options.get("-t", "") or options.get("--target", ""))
    for operand in (*operands[1:], options.get("-e", ""), options.get("--editable", "")):
        if operand.endswith(".whl") or "/*" in operand:
            run.install()
        elif _PROJECT.match(operand):
            run.install(operand.partition("[")[0] or ".")
    if "--no-index" in options or "--find-links" in options:
        run.install()


def python(run: RunState, words: list[str]) -> None:
    """Handle ``python -m pip``, ``python -m build`` and ``setup.py``."""
    if words[:1] == ["-m"] and len(words) > 1 and words[1] in ("pip", "build"):
        run.install() if words[1] == "build" else pip(run, words[2:])
    elif words[:1] == ["setup.py"]:
        run.install()


def _manager(run: RunState, words: list[str]) -> None:
    """Handle uv, poetry, pdm, flit and hatch, which install the project itself unless told not to."""
    if words[:1] in (["pip"], ["tool"]):
        pip(run, words[1:])
    elif words[:1] in (["sync"], ["install"], ["build"]) and not {"--no-install-project", "--no-root", "--no-self"} & {
        *words
    }:
        run.install()


def _here(run: RunState, words: list[str]) -> None:
    """Handle generators that write a project into the current directory."""
    if {"startproject", "startapp"} & {*words} or not words or words[0] not in ("check", "--version"):
        run.create(".")


def _django(run: RunState, words: list[str]) -> None:
    if words[:1] in (["startproject"], ["startapp"]):
        run.create(".")


PROGRAMS: dict[str, Callable[[RunState, list[str]], None]] = {
    "git": _git,
    "curl": _curl,
    "wget": _wget,
    "tar": _tar,
    "bsdtar": _tar,
    "unzip": _unzip,
    "cp": _copy,
    "mv": _copy,
    "ln": _copy,
    "install": _copy,
    "rsync": _copy,
    "tee": _tee,
    "uv": _manager,
    "poetry": _manager,
    "pdm": _manager,
    "flit": _manager,
    "hatch": _manager,
    "cookiecutter": _here,
    "copier": _here,
    "django-admin": _django,
}
