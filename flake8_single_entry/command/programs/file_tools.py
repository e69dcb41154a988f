"""Commands that create, copy or read files without running them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import MAYBE_MADE, InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.directories import is_archive_name
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import COPIED, Kind, Via

_LOOKED_AT: Mapping[str, int] = {
    **dict.fromkeys(word_set("wc cat head tail less more bat chmod chown dos2unix sha256sum md5sum shasum stat nl"), 0),
    **dict.fromkeys(word_set("nano vim vi nvim emacs code open subl gedit"), 0),
    **dict.fromkeys(word_set("grep egrep fgrep rg sed awk gawk perl"), 1),
    **dict.fromkeys(
        word_set("pytest py.test mypy black ruff pylint flake8 isort pyright bandit autopep8 yapf pyflakes"), 0
    ),
    **dict.fromkeys(
        word_set("py_compile pydocstyle vulture radon pyupgrade doc8 interrogate mypyc cython cythonize"), 0
    ),
}
"""Commands whose operands are existing files, and the number of operands (a pattern, a program) before these."""

_TEST_RUNNERS = word_set("pytest py.test")  # they fail if a file is missing
_GIVES_PATTERN = frozenset(("-e", "-f", "--regexp", "--file", "--expression"))
_NOT_FILES = word_set(
    "--ignore --ignore-glob --exclude --extend-exclude --omit --deselect --per-file-ignores --glob --include -k -m -g"
    " -e --regexp --expression --config -c --exclude-dir --rsh --chmod"
)
_MAKES: Mapping[str, str] = {"touch": "", "tee": "", "mkdir": "/"}
_SCAFFOLDS = word_set("django-admin cookiecutter copier degit create-react-app create-next-app scrapy cargo rails")

_CREATES = re.compile(r"create-[\w-]+")
_STARTERS = word_set("uv poetry hatch pdm rye")
_STARTING = word_set("startproject startapp start init new create scaffold")
_CONTROLS = word_set("systemctl service supervisorctl initctl rc-service launchctl net sc")
_ARCHIVE = re.compile(r"(?:.*/)?([^/]+?)(?:\.tar)?\.(?:zip|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|7z)")
_PUT_AWAY = re.compile(
    r"(?:^|[^a-z])(?:back_?up|bak|old|orig(?:inal)?|copy|sav(?:e|ed)|archived?|prev(?:ious)?)(?![a-z])", re.I
)
_URL_PATH = re.compile(r"^[^:]*://([^?#]*).*$", re.DOTALL)


def read(name: str, words: Sequence[Word], state: InterpreterState) -> bool:
    """Interpret a command that handles files. Return False if this module does not know the command."""
    operands = [word for word in words[1:] if not word.text.startswith("-")]
    if name in ("cp", "mv", "install", "ln", "copy", "move", "xcopy"):
        _copy(name, words, operands, state)
    elif name in _MAKES:
        parents = any(re.fullmatch(r"--parents|-\w*p\w*", word.text) for word in words[1:])
        for word in operands:
            state.create(word, MAYBE_MADE if name == "mkdir" and parents else _MAKES[name])
    elif name in ("curl", "wget", "aria2c"):
        _download(name, words, state)
    elif name in ("unzip", "tar", "bsdtar", "7z", "gunzip"):
        _unpack(words, operands, state)
    elif name in _SCAFFOLDS or _CREATES.fullmatch(name) or _starts(name, words):
        _scaffold(name, operands, state)
    elif name in ("jupyter", "jupyter-nbconvert") and any("nbconvert" in word.text for word in words):
        for word in operands:
            if word.text.endswith(".ipynb"):
                state.create(Word(word.text[:-6] + ".py", word.location, word.known))
    elif name == "rsync":
        _look(words, 0, state, COPIED if len(operands) > 1 else "")
        if len(operands) > 1:
            state.create(operands[-1], "/**")
    elif name in _LOOKED_AT:
        skip = 0 if any(word.text in _GIVES_PATTERN for word in words) else _LOOKED_AT[name]
        _look(words, skip, state, "pytest" if name in _TEST_RUNNERS else "")
    else:
        return False
    return True


def _starts(name: str, words: Sequence[Word]) -> bool:
    """True if a command creates a project, as many frameworks offer: ``uv init shop``, ``wagtail start shop``."""
    return len(words) > 1 and words[1].text in _STARTING and name not in _CONTROLS


def elsewhere(name: str, words: Sequence[Word], state: InterpreterState) -> None:
    """Interpret commands that act elsewhere, or on names that are not local files. ``git clone`` creates a checkout."""
    texts = [word.text for word in words]
    if name == "git" and "clone" in texts[1:6]:
        _clone(words[texts.index("clone") + 1 :], state)
    elif name == "gh" and texts[1:3] == ["repo", "clone"]:
        _clone(words[3:], state)
    elif name == "git" and texts[1:2] == ["mv"] and len(words) > 3:
        state.create(words[-1])
    elif name == "git" and texts[1:3] == ["worktree", "add"]:
        for word in words[3:]:
            state.create(word, "/**")
    elif name in ("scp", "aws", "gsutil", "gcloud") and len(words) > 2 and ":" not in words[-1].text:
        _copy("mv", words, [words[0], *(word for word in words if ":" in word.text), words[-1]][1:], state)
    elif name == "scp" and len(words) > 2:
        for word in words[1:-1]:
            if word.text.endswith(".py") and ":" not in word.text:
                refer(state, word, Kind.PATH, COPIED, Via.PATH)


def _clone(words: Sequence[Word], state: InterpreterState) -> None:
    values = word_set("-b --branch --depth -o --origin -c --config --reference -j --jobs --filter --template")
    operands: list[str] = []
    index = 0
    while index < len(words):
        text = words[index].text
        if text.startswith("-"):
            index += 2 if text in values else 1
            continue
        operands.append(text)
        index += 1
    if not operands:
        return
    repository = re.split(r"[/:]", operands[0].rstrip("/"))[-1].removesuffix(".git")
    name = operands[1].rstrip("/") if len(operands) > 1 else repository
    if name in (".", "./"):
        state.outer, state.base = state.base, state.base._replace(directory="", checkout=repository, certain=True)
    elif name:
        state.clone(name, repository)


def _unpack(words: Sequence[Word], operands: Sequence[Word], state: InterpreterState) -> None:
    """Record the tree that unpacking creates: in the given directory, or in a directory named after the archive."""
    named = [word for _, word in _options(words, ("-d", "-C", "--directory"))]
    for word in named:
        state.create(word, "/**")
    unpacks = words[0].text != "tar" or any(re.match(r"-?[a-zA-Z]*x|--extract|--get", word.text) for word in words[1:2])
    if named or not unpacks:
        return
    for word in operands:
        if match := _ARCHIVE.fullmatch(word.text):
            state.create(Word(match[1], word.location, word.known), "/**")
            return
    state.found.unpacked = True


def _scaffold(name: str, operands: Sequence[Word], state: InterpreterState) -> None:
    """Record a new tree, or new files in this directory: ``django-admin startproject shop``, ``uv init tool``."""
    places = operands if _CREATES.fullmatch(name) else operands[1:]
    for word in places:
        state.create(word, "/**")
    known = name in _SCAFFOLDS or name in _STARTERS or _CREATES.fullmatch(name)
    here = known and (not places or places[-1].text in (".", "./"))
    for file in ("manage.py", "main.py", "hello.py") if here else ():
        if operands:
            state.create(Word(file, operands[0].location))


def _copy(name: str, words: Sequence[Word], operands: Sequence[Word], state: InterpreterState) -> None:
    target = next((word for _, word in _options(words, ("-t", "--target-directory"))), None)
    if target is None and len(operands) < 2:
        return
    sources = operands[:-1] if target is None else [word for word in operands if word is not target]
    target = operands[-1] if target is None else target
    if name in ("cp", "install", "ln", "copy", "xcopy"):
        takes_place = target.text.endswith(".py") and not _puts_away(target.text)
        for word in sources:
            if word.text.endswith(".py"):
                refer(state, word, Kind.PATH, "" if takes_place else COPIED, Via.PATH)
    recursive = any(word.text in ("-r", "-R", "-a", "-rf", "-ar", "-rp", "--recursive") for word in words)
    for word in sources:
        inside = target.text.rstrip("/") + "/" + posixpath.basename(word.text.rstrip("/"))
        place = Word(inside, target.location, word.known and target.known)
        if recursive and not word.text.endswith(".py"):
            state.create(place, "/**")
        else:
            state.create(place)
    if not target.text.endswith("/") and target.text not in (".", ".."):
        state.create(target, "/**" if recursive and len(sources) == 1 and not sources[0].text.endswith(".py") else "")


def _puts_away(path: str) -> bool:
    """True if the name of a copy, or of a directory that it lies in, says that the copy is kept aside."""
    *directories, name = path.split("/")
    return bool(_PUT_AWAY.search(name)) or any(map(is_archive_name, directories))


def _download(name: str, words: Sequence[Word], state: InterpreterState) -> None:
    outputs = ("-o", "--output") if name == "curl" else ("-O", "--output-document", "-o", "--out")
    named = False
    for _, word in _options(words, outputs):
        state.create(word)
        named = True
    remote = name != "curl" or any(re.match(r"-[a-zA-Z]*O|--remote-name", word.text) for word in words)
    for word in words[1:]:
        path = _URL_PATH.sub(r"\1", word.text) if "://" in word.text else ""
        if path and remote and not named:
            state.create(Word(posixpath.basename(path), word.location, word.known))


def _options(words: Sequence[Word], options: tuple[str, ...]) -> list[tuple[str, Word]]:
    found: list[tuple[str, Word]] = []
    for index, word in enumerate(words):
        option, equals, _ = word.text.partition("=")
        short = re.fullmatch(r"-[a-zA-Z]*([a-zA-Z])", word.text)
        if option in options and equals:
            found.append((option, word.part(len(option) + 1)))
        elif index + 1 < len(words) and (option in options or (short and f"-{short[1]}" in options)):
            found.append((option, words[index + 1]))
    return found


def _look(words: Sequence[Word], skip: int, state: InterpreterState, runner: str) -> None:
    """Record the files among the operands of a command, without the first ``skip``."""
    index = 1
    while index < len(words):
        text = words[index].text
        if text.startswith("-"):
            index += 2 if text in _NOT_FILES else 1
            continue
        index += 1
        if skip:
            skip -= 1
            continue
        path, _, _ = text.partition("::")
        if path.endswith(".py"):
            word = words[index - 1].part(0, len(path))
            refer(state, word, Kind.PATH, runner, Via.RUN if runner == "pytest" else Via.PATH)
