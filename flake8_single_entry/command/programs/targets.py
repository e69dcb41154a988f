"""Find the target on a runner's command line, with the tables in ``runners``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flake8_single_entry.command.directory import is_encoded
from flake8_single_entry.command.programs import inline_code
from flake8_single_entry.command.programs.runners import LIKE_PYTHON, MODULE_RUNNERS, PYTHON_VALUES, RUNNERS, Runner
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.module_names import is_module, is_object, is_standard
from flake8_single_entry.conventions.tests import UNITTEST
from flake8_single_entry.model import Kind, Via

Run = Callable[[list[Word]], None]

_FILE = re.compile(r"\.pyw?$")
_PATH_FOR_MODULE = re.compile(r"(?:\./)?(?:[\w-]+/)+[\w-]+\.py")  # a path passed to ``python -m`` by mistake
_PROGRAM_LIKE = re.compile(r"[A-Za-z_][\w.-]*")
_TEST_MODULE = re.compile(r"[a-z_]\w*(?:\.[a-z_]\w*)*")  # up to the class in it
_TEST_VALUES = ("-k", "--durations")
_OTHER_SUFFIX = re.compile(r"\.[a-z]{2,5}$")


def python(words: Sequence[Word], state: InterpreterState, run: Run) -> None:
    """Interpret ``python [options] file | directory | -m module | -c code | -``."""
    _script(words, 1, PYTHON_VALUES, state, run, loose=True)


def like_python(name: str, words: Sequence[Word], state: InterpreterState, run: Run) -> None:
    """Interpret programs that accept a script or ``-m module`` like Python."""
    subcommand, values = LIKE_PYTHON[name]
    start = 1
    if subcommand:
        start = next((index for index, word in enumerate(words) if index and word.text == subcommand), 0) + 1
        if start == 1:
            return
    _script(words, start, values, state, run)


def _script(
    words: Sequence[Word], start: int, values: frozenset[str], state: InterpreterState, run: Run, loose: bool = False
) -> None:
    index = start
    while index < len(words):
        word = words[index]
        text = word.text
        following = words[index + 1] if index + 1 < len(words) else None
        if text == "--":
            index += 1
        elif text in ("-m", "--module") or (loose and re.fullmatch(r"-[bBdEiIOqsSuvx]+m", text)):
            if following is not None:
                _module(words[index + 1 :], state, run)
            return
        elif loose and re.fullmatch(r"-[bBdEiIOqsSuvx]*c", text):
            if following is not None:
                inline_code.read(following, state)
            return
        elif loose and text.startswith("-m") and is_module(text[2:]):
            _module([word.part(2), *words[index + 1 :]], state, run)
            return
        elif text == "-":
            return
        elif text.startswith("-"):
            index += 2 if text in values else 1
        else:
            _file(word, words[index + 1 :], state, loose)
            return


def _file(word: Word, rest: Sequence[Word], state: InterpreterState, loose: bool) -> None:
    text = word.text
    if _FILE.search(text):
        refer(state, word, Kind.PATH, "python")
        return
    if not loose or not word.known or _OTHER_SUFFIX.search(text) or text[:1].isdigit():
        return
    plain = _PROGRAM_LIKE.fullmatch(text) is not None and all(each.text.startswith("-") for each in rest)
    if text == "." or ("/" in text and not is_encoded(text)) or plain:
        refer(state, word, Kind.PATH, "python")


def _module(words: Sequence[Word], state: InterpreterState, run: Run) -> None:
    """Interpret the arguments of ``python -m``."""
    first, *rest = words
    name = MODULE_RUNNERS.get(first.text, first.text)
    if name in LIKE_PYTHON:
        run([first.renamed(name), *rest])  # which counts how many programs are in each other
    elif name in RUNNERS or name in (
        "pytest",
        "mypy",
        "black",
        "ruff",
        "pylint",
        "flake8",
        "isort",
        "py_compile",
        "dotenv",
    ):
        renamed = Word(name, first.location, True, None)
        run([renamed, *rest])
    elif first.text == UNITTEST:
        _unit_tests(rest, state)
    elif (is_module(first.text) and not is_standard(first.text)) or _PATH_FOR_MODULE.fullmatch(first.text):
        refer(state, first, Kind.MODULE, "python")


def _unit_tests(words: Sequence[Word], state: InterpreterState) -> None:
    """Interpret the names after ``python -m unittest``, which are imported: a module, or a class or method in it.

    Source: https://docs.python.org/3/library/unittest.html#command-line-interface.
    """
    for before, word in zip(("", *(each.text for each in words)), words, strict=False):
        if word.text == "discover":
            return
        if word.text.endswith(".py"):
            refer(state, word, Kind.PATH, "", Via.PATH)
        elif before not in _TEST_VALUES and (name := _TEST_MODULE.match(word.text)) and is_module(word.text):
            refer(state, word.part(0, name.end()), Kind.MODULE, UNITTEST)


def target(name: str, runner: Runner, words: Sequence[Word], state: InterpreterState) -> bool:
    """Record the target of this command line. Return False if it has none."""
    before = state.base
    search: list[str] = []
    for option, value in _values(words, (*runner.chdir, *runner.search)):
        if option in runner.chdir:
            state.move(value.text)
        else:
            search += value.text.split(",")
    found = False
    for word in _candidates(runner, words):
        found = _refer(name, runner, word, state, search) or found
        if found and not runner.many:
            break
    state.base = before
    return found


def _values(words: Sequence[Word], options: Sequence[str]) -> list[tuple[str, Word]]:
    """Return the values of the given options, written ``--x v``, ``--x=v`` or ``-xv``."""
    found: list[tuple[str, Word]] = []
    for index, word in enumerate(words):
        option, equals, _ = word.text.partition("=")
        if option in options:
            if equals:
                found.append((option, word.part(len(option) + 1)))
            elif index + 1 < len(words):
                found.append((option, words[index + 1]))
            continue
        short = word.text[:2]
        if short in options and len(word.text) > 2 and not word.text.startswith("--"):
            found.append((short, word.part(2)))
    return found


def _candidates(runner: Runner, words: Sequence[Word]) -> list[Word]:
    """Return the words that may be the target: the values of its options, or the operands in order."""
    if runner.options:
        return [word for _, word in _values(words, runner.options)]
    index = 1
    if runner.subcommands:
        absent = 0 if "" in runner.subcommands else len(words)
        index = next((at for at, word in enumerate(words) if at and word.text in runner.subcommands), absent) + 1
        index += index < len(words) and words[index].text in runner.after
    found: list[Word] = []
    after_option = False
    while index < len(words):
        word = words[index]
        if word.text == "--" and runner.form == "path":
            break
        if word.text in runner.values or word.text in (*runner.chdir, *runner.search):
            index += 2
            after_option = False
            continue
        if word.text.startswith("-"):
            after_option = "=" not in word.text
        else:
            found.append(word)
            if not after_option and not word.known:
                break  # this is the target, and it cannot be expanded
            if not after_option and not runner.many and runner.form in ("path", "either"):
                break
            after_option = False
        index += 1
    return found


def _refer(name: str, runner: Runner, word: Word, state: InterpreterState, search: Sequence[str]) -> bool:
    text = word.text
    if not word.known:
        return False
    if runner.form in ("flask", "celery"):
        return flask_target(word, state, name, search, celery=runner.form == "celery")
    if runner.form in ("path", "either"):
        path, _, _ = text.partition(":")  # app.py:server, test_app.py::test
        if path.endswith(runner.suffixes):
            refer(state, word.part(0, len(path)), Kind.PATH, name)
            return True
        if runner.form == "path" or not (is_module(text) or is_object(text)):
            return False
    if is_object(text) or (text.partition(":")[0].endswith(".py") and ":" in text):
        refer(state, word, Kind.OBJECT, name, Via.RUN, search)
        return True
    if (runner.bare or runner.form in ("module", "either")) and is_module(text):
        refer(state, word, Kind.MODULE, name, Via.RUN, search)
        return True
    return False


def flask_target(
    word: Word, state: InterpreterState, name: str, search: Sequence[str] = (), celery: bool = False
) -> bool:
    """Record a target that may be a file, a module or ``module:attribute`` (``FLASK_APP``, ``--app``, ``-A``)."""
    if not word.known or not word.text:
        return False
    text = word.text
    if not celery and (text.endswith(".py") or ("/" in text and ":" not in text)):
        refer(state, word, Kind.PATH, name)
    elif is_object(text):
        refer(state, word, Kind.OBJECT, name, Via.RUN, search)
    elif is_module(text):
        refer(state, word, Kind.MODULE, name, Via.RUN, search)
    else:
        return False
    return True
