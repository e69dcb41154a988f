"""The effects of RUN commands on an image: paths that are not created by COPY, and installed projects.

Deliberately over-approximate: no finding is reported about a path that may have been created.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from flake8_single_entry.model import Copy
from flake8_single_entry.readers.containers.arguments import read_words

_MOST_COPIES = 200
_SEPARATOR = re.compile(r"&&|\|\||[;\n|()]")
_REDIRECT = re.compile(r"(?:[12&]?>>?\|?)(.*)", re.DOTALL)
_SHELL_WORDS = frozenset(
    {"{", "}", "if", "then", "else", "elif", "do", "while", "until", "!", "sudo", "exec", "time", "env", "command"}
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_PROJECT = re.compile(r"(?:\.{0,2}/[^\s]*|\.{1,2})(?:\[[^\[\]]*+\])?$")

_PIP_VALUED = frozenset(
    {"-r", "--requirement", "-c", "--constraint", "-t", "--target", "--prefix", "--root", "-i", "--index-url", "-f",
     "--extra-index-url", "--find-links", "-w", "--wheel-dir", "--cache-dir", "-e", "--editable"}
)  # fmt: skip


class Effects(NamedTuple):
    """Absolute paths: ``created`` (a path and everything below it) and ``installed`` (the roots of projects)."""

    created: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()


def absolute(directory: str, path: str) -> str:
    """Return ``path`` relative to an absolute directory as an absolute path without ``.`` and ``..``."""
    joined = posixpath.normpath(posixpath.join(directory, path))
    return "/" + joined.lstrip("/")


def effects(text: str, directory: str, copies: Sequence[Copy]) -> Effects:
    """Return the effects of a shell text that runs in ``directory``. The destinations of ``copies`` exist."""
    run = _Run(directory, copies)
    for part in _SEPARATOR.split(text):
        run.command([word.text for word in read_words(part)])
    return Effects(tuple(dict.fromkeys(run.created)), tuple(dict.fromkeys(run.installed)))


class _Run:
    """Interpreter of the commands of one RUN; tracks the current directory."""

    def __init__(self, directory: str, copies: Sequence[Copy]) -> None:
        self.directory = directory
        self.copies = copies
        self.created: list[str] = []
        self.installed: list[str] = []

    def command(self, words: list[str]) -> None:
        words = self._redirections(words)
        while words and (words[0] in _SHELL_WORDS or _ASSIGNMENT.match(words[0])):
            words = words[1:]
        if not words:
            return
        name = posixpath.basename(words[0])
        if name == "cd":
            self.directory = absolute(self.directory, words[1] if len(words) > 1 else "/root")
        elif name in _COMMANDS:
            _COMMANDS[name](self, words[1:])
        elif re.fullmatch(r"pip[\d.]*", name):
            _pip(self, words[1:])
        elif re.fullmatch(r"python[\d.]*", name):
            _python(self, words[1:])

    def create(self, path: str) -> None:
        if path and "$" not in path and not path.startswith("/dev/"):
            target = absolute(self.directory, path)
            if target != "/":  # an archive unpacked there contains tools, not the program that COPY puts elsewhere
                self.created.append(target)

    def install(self, path: str = ".") -> None:
        self.installed.append(absolute(self.directory, path))

    def _redirections(self, words: list[str]) -> list[str]:
        kept: list[str] = []
        target = False
        for word in words:
            match = None if target else _REDIRECT.match(word)
            if target:
                self.create(word)
                target = False
            elif match is None:
                kept.append(word)
            elif match.group(1):
                self.create(match.group(1))
            else:
                target = True
        return kept


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


def _git(run: _Run, words: list[str]) -> None:
    options, operands = _split(words, {"-b", "--branch", "--depth", "-C", "-c", "-o", "--origin", "-j", "--filter"})
    if operands[:1] == ["clone"] and len(operands) > 1:
        where = operands[2] if len(operands) > 2 else posixpath.basename(operands[1].rstrip("/")).removesuffix(".git")
        run.create(where)
    elif operands[:1] == ["init"] or "submodule" in operands[:1]:
        run.create(options.get("-C", "."))


def _curl(run: _Run, words: list[str]) -> None:
    options, operands = _split(words, {"-o", "--output", "--output-dir", "-H", "--header", "-X", "-d", "-A", "-u"})
    run.create(options.get("-o", "") or options.get("--output", ""))
    if any(re.fullmatch(r"-[a-zA-Z]*O|--remote-name.*", option) for option in options):
        for url in operands:
            run.create(posixpath.join(options.get("--output-dir", ""), posixpath.basename(url)))
    bundled = [word for word in words if re.fullmatch(r"-[a-zA-Z]+o", word)]
    for word in bundled:
        run.create("".join(words[words.index(word) + 1 :][:1]))


def _wget(run: _Run, words: list[str]) -> None:
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


def _tar(run: _Run, words: list[str]) -> None:
    if words and re.fullmatch(r"-?(?=[a-zA-Z]*c)[a-zA-Z]++|--create", words[0]):
        return
    options, _ = _split(words, {"-C", "--directory", "-f"})
    for word in words:
        if re.fullmatch(r"-[a-zA-Z]+C", word):
            options["-C"] = "".join(words[words.index(word) + 1 :][:1])
    run.create(options.get("-C", "") or options.get("--directory", "") or ".")


def _unzip(run: _Run, words: list[str]) -> None:
    options, _ = _split(words, {"-d"})
    run.create(options.get("-d", "") or ".")


def _copy(run: _Run, words: list[str]) -> None:
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


def _tee(run: _Run, words: list[str]) -> None:
    for word in words:
        if not word.startswith("-"):
            run.create(word)


def _pip(run: _Run, words: list[str]) -> None:
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


def _python(run: _Run, words: list[str]) -> None:
    if words[:1] == ["-m"] and len(words) > 1 and words[1] in ("pip", "build"):
        run.install() if words[1] == "build" else _pip(run, words[2:])
    elif words[:1] == ["setup.py"]:
        run.install()


def _manager(run: _Run, words: list[str]) -> None:
    """Handle uv, poetry, pdm, flit and hatch, which install the project itself unless told not to."""
    if words[:1] in (["pip"], ["tool"]):
        _pip(run, words[1:])
    elif words[:1] in (["sync"], ["install"], ["build"]) and not {"--no-install-project", "--no-root", "--no-self"} & {
        *words
    }:
        run.install()


def _here(run: _Run, words: list[str]) -> None:
    """Handle generators that write a project into the current directory."""
    if {"startproject", "startapp"} & {*words} or not words or words[0] not in ("check", "--version"):
        run.create(".")


def _django(run: _Run, words: list[str]) -> None:
    if words[:1] in (["startproject"], ["startapp"]):
        run.create(".")


_COMMANDS: dict[str, Callable[[_Run, list[str]], None]] = {
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
