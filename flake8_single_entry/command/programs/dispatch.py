"""Interpret a simple command: built-ins, and dispatch by program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from flake8_single_entry.command.directory import is_encoded
from flake8_single_entry.command.programs import cloud_run, docker, file_tools, printed, remote, shell_builtins
from flake8_single_entry.command.programs.prefixes import WRAPPERS, peel
from flake8_single_entry.command.programs.runners import LIKE_PYTHON, RUNNERS
from flake8_single_entry.command.programs.targets import flask_target, like_python, python, target
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, Kind, RelativeTo, Via
from flake8_single_entry.syntax.limits import Limit

_PYTHON = re.compile(r"(?:python|pythonw|pypy)(?:\d+(?:\.\d+)*t?)?|py|micropython")
_SHELLS = word_set("sh bash zsh dash ash ksh busybox rbash")
_ELSEWHERE = word_set(
    "ssh scp sftp kubectl oc heroku fly flyctl vagrant gcloud az aws ansible lxc nerdctl machinectl chroot"
    " pip pip3 git gh gsutil pkill pgrep killall kill ps apt apt-get brew npm yarn pnpm"
)
_PASSED_ON = word_set("concurrently nodemon watchfiles pm2 tmux supervisor")
_SILENT = word_set("setenv set alias unset trap test [ return exit")
_MOST = 40  # nested wrappers in one command
COMMANDS = Limit(200_000, "commands")


def run(words: Sequence[Word], state: InterpreterState) -> None:
    """Interpret one command line. Its references and effects are recorded in the state."""
    if state.found.wrapped > _MOST or not state.found.budget.spend(COMMANDS):
        return
    own, kept = 0, state.variables
    while own < len(words) and (match := shell_builtins.ASSIGNMENT.match(words[own].text)):
        kept = kept if own else dict(kept)
        shell_builtins.assign(match[1], words[own].part(match.end()), state, added=match[2] == "+=")
        own += 1
    rest = list(words[own:])
    if not rest:
        return
    state.found.wrapped += 1
    _interpret(rest, state)
    state.found.wrapped -= 1
    if own and rest[0].text not in ("export", "set"):
        state.variables = kept


def program(word: Word) -> str:
    """Return the program name of a command's first word, without its directory, ``.exe``, and the version of npx."""
    name = word.text.replace("\\", "/").rpartition("/")[2]
    if word.text.startswith("@"):
        name = name.partition("@")[0]
    return name[:-4] if name.lower().endswith(".exe") else name


def _is_known(name: str) -> bool:
    return name in FINDABLE or is_python(name)


def is_python(name: str) -> bool:
    return _PYTHON.fullmatch(name) is not None


def _interpret(words: list[Word], state: InterpreterState) -> None:
    first = words[0]
    name = program(first)
    if is_python(name):
        python(words, state, lambda rest: run(rest, state))
    elif name in _SILENT:
        return
    elif name in _BUILTINS:
        _BUILTINS[name](words, state)
    elif name in docker.PROGRAMS:
        docker.read(words, state, lambda rest, inside: run(rest, inside))
    elif name in WRAPPERS:
        _wrapped(name, words, state)
    elif name in LIKE_PYTHON:
        like_python(name, words, state, lambda rest: run(rest, state))
    elif name in RUNNERS:
        _started(name, words, state)
    elif name in _SHELLS:
        _shell(words, state)
    elif name in _PASSED_ON:
        _passed_on(words, state)
    elif name == "gcloud" and (inner := cloud_run.command_in(words)):
        inside = state.copy()
        inside.base, inside.variables = Base(RelativeTo.CALLER, certain=False), {}
        run(inner, inside)
    elif name in remote.REMOTE and remote.read(name, words, state, run, lambda one, inside: script(one[0], inside)):
        return
    elif name in _ELSEWHERE:
        file_tools.elsewhere(name, words, state)
    elif printed.prints(name):
        printed.read(words, state)
    elif not file_tools.read(name, words, state):
        _direct(first, state)


def _started(name: str, words: list[Word], state: InterpreterState) -> None:
    runner = RUNNERS[name]
    if runner.form == "flask" and name in ("flask", "quart") and not target(name, runner, words, state):
        if state.flask is not None:
            state.found.exported.clear()
            flask_target(state.flask, state, name)
        return
    if runner.form != "flask" or name not in ("flask", "quart"):
        target(name, runner, words, state)


def _wrapped(name: str, words: list[Word], state: InterpreterState) -> None:
    wrapper = WRAPPERS[name]
    index, directories, module = peel(words, wrapper, _is_known)
    if index < 0:
        if name == "uvx":
            return
        file_tools.read(name, words, state)
        return
    before = state.base
    for word in directories:
        state.move(word.text)
    if module is not None:
        python([module, module.renamed("-m"), module, *words[index + 2 :]], state, lambda rest: run(rest, state))
    elif wrapper.python and words[index].text.endswith(".py"):
        refer(state, words[index], Kind.PATH, "python")
    elif wrapper.text and " " in words[index].text.strip():
        script(words[index], state.copy())
    else:
        run(words[index:], state)
    if directories:
        state.base = before


def _shell(words: list[Word], state: InterpreterState) -> None:
    """Interpret ``sh -c 'CMD'`` or ``bash x.sh``."""
    rest = words[1:] if program(words[0]) != "busybox" else words[2:]
    for index, word in enumerate(rest):
        if re.fullmatch(r"-[a-zA-Z]*c", word.text):
            if index + 1 < len(rest):
                script(rest[index + 1], state.copy())
            return
        if not word.text.startswith(("-", "+")):
            if word.text.endswith((".sh", ".bash", ".zsh")):
                refer(state, word, Kind.BUILD, program(words[0]), Via.BUILD)
            return


def script(word: Word, state: InterpreterState) -> None:
    """Read the text of a word as shell text."""
    snippet, exact = word.as_snippet(state.found.budget)
    count = len(state.found.references)
    state.found.interpreter.script(snippet, state)
    if not exact:
        found = state.found.references
        found[count:] = [each._replace(location=word.location) for each in found[count:]]


def _passed_on(words: list[Word], state: InterpreterState) -> None:
    """Interpret programs whose quoted arguments are command lines, and which may also take an unquoted command."""
    for index, word in enumerate(words[1:], 1):
        if " " in word.text.strip():
            script(word, state.copy())
        elif program(words[0]) in ("nodemon", "pm2") and word.text.endswith(".py"):
            refer(state, word, Kind.PATH, "python")
            return
        elif program(word) in FINDABLE or is_python(program(word)):
            run(words[index:], state.copy())
            return


def _direct(first: Word, state: InterpreterState) -> None:
    """Interpret a file called by its path: ``./x.py``, ``scripts/x.sh``. Bare names, looked up on PATH, are ignored."""
    text = first.text
    if program(first).lower().startswith("activate"):
        return  # activates a virtual environment
    beside = state.windows and not text.startswith("-")
    is_line = _is_known(text.partition(" ")[0].rpartition("/")[2]) if " " in text else False  # one word by mistake
    if is_line or not (beside or "/" in text or is_encoded(text)):
        return
    if text.endswith((".py", ".pyw")):
        refer(state, first, Kind.PATH, "python")
    elif text.lower().endswith((".sh", ".bash", ".zsh", ".bat", ".cmd", ".ps1")):
        refer(state, first, Kind.BUILD, "", Via.BUILD)


def _eval(words: list[Word], state: InterpreterState) -> None:
    if len(words) == 2:
        script(words[1], state)
    elif len(words) > 2:
        run(words[1:], state)


def _su(words: list[Word], state: InterpreterState) -> None:
    if program(words[0]) == "runuser" and any(word.text.startswith(("-u", "--user")) for word in words):
        _wrapped("runuser", words, state)
        return
    inner = state.copy()
    if any(word.text in ("-", "-l", "--login") for word in words):
        inner.move("~")
    for index, word in enumerate(words[:-1]):
        if word.text in ("-c", "--command"):
            script(words[index + 1], inner)


def _cmd(words: list[Word], state: InterpreterState) -> None:
    """Interpret ``cmd.exe /c command`` of a shell on Windows."""
    at = next((index for index, word in enumerate(words) if word.text.lower() in ("/c", "/k", "//c")), 0)
    rest = words[at + 1 :] if at else []
    if len(rest) == 1 and " " in rest[0].text:
        script(rest[0], state.copy())
    elif rest:
        run(rest, state.copy())


def _find(words: list[Word], state: InterpreterState) -> None:
    """Interpret the commands that find(1) runs for each file."""
    for index, word in enumerate(words[:-1]):
        if word.text in ("-exec", "-execdir", "-ok", "-okdir"):
            rest = words[index + 1 :]
            run(rest[: next((at for at, each in enumerate(rest) if each.text in (";", "+")), len(rest))], state.copy())


def _make(words: list[Word], state: InterpreterState) -> None:
    for index, word in enumerate(words):
        option, equals, _ = word.text.partition("=")
        if option not in ("-C", "--directory") or (not equals and index + 1 == len(words)):
            continue
        directory = word.part(len(option) + 1) if equals else words[index + 1]
        if directory.text not in (".", "./"):
            refer(state, directory, Kind.BUILD, "make", Via.BUILD)


_BUILTINS: Mapping[str, Callable[[list[Word], InterpreterState], None]] = {
    "cd": shell_builtins.cd,
    "chdir": shell_builtins.cd,
    "pushd": shell_builtins.pushd,
    "popd": shell_builtins.popd,
    "source": shell_builtins.source,
    ".": shell_builtins.source,
    "eval": _eval,
    "su": _su,
    "runuser": _su,
    "find": _find,
    "cmd": _cmd,
    "export": shell_builtins.export,
    "make": _make,
    "gmake": _make,
}

FINDABLE = frozenset((*RUNNERS, *LIKE_PYTHON, *_SHELLS, "python", "python3", "uv", "poetry", "env", "nohup"))
"""Programs whose name marks the beginning of a command."""
