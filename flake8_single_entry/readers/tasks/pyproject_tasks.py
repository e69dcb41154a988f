"""Tasks in ``pyproject.toml``: tables of command lines of PDM, Poe, taskipy, Hatch, Pixi, Rye and tox.

Sources: "PDM Scripts" (pdm-project.org), "Task types" (poethepoet.natn.io), taskipy's README, Hatch "Environments /
Scripts", Pixi "Advanced tasks". A task is a command line, a list, or a table with a key that defines the type of its
value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from flake8_single_entry.command import Context, Word, enter, read_script, read_words
from flake8_single_entry.model import Base, Reference, Via
from flake8_single_entry.readers.entry_point_syntax import object_reference
from flake8_single_entry.syntax.nodes import Node, Scalar

_COMMANDS = ("cmd", "shell", "interpreter", "composite", "sequence", "parallel", "chain", "args", "command")
_OBJECTS = ("call", "script")
_DIRECTORIES = ("working_dir", "cwd")
_DEEPEST = 8


class _Tool(NamedTuple):
    """The task table of a tool: keys below ``tool``. If ``argv`` is True, a list is the words of a single command."""

    path: tuple[str, ...]
    argv: bool = False


_TOOLS = (
    _Tool(("pdm", "scripts"), argv=True),
    _Tool(("poe", "tasks")),
    _Tool(("taskipy", "tasks")),
    _Tool(("rye", "scripts"), argv=True),
    _Tool(("pixi", "tasks")),
    _Tool(("pixi", "feature", "*", "tasks")),
    _Tool(("hatch", "envs", "*", "scripts")),
)


def read_tasks(tool: Node, base: Base, surface: str) -> Iterator[Reference]:
    """Yield the references of all task tables below ``[tool]``.

    Commands run in the directory of the file. Objects are relative to ``base``.
    """
    for each in _TOOLS:
        for table in _tables(tool, each.path):
            shared = table.get("_") if each.path[0] == "pdm" else Node()
            for _, task in table.items():
                yield from _task(task, _Place(base, surface, _environment(shared, {})), each.argv, 0)
    yield from _tox(tool.get("tox"), _Place(base, surface, {}))


def _tox(tox: Node, place: _Place) -> Iterator[Reference]:
    """Yield the references of tox's TOML configuration, where each command is a list of words."""
    for table in (tox.get("env_run_base"), *(table for _, table in tox.get("env").items())):
        inner = place._replace(directory=table.get("change_dir").text)
        for key in ("commands_pre", "commands", "commands_post"):
            for command in table.get(key).elements():
                yield from _list(command, inner, True, 0)


def _tables(node: Node, path: tuple[str, ...]) -> Iterator[Node]:
    if not path:
        yield node
    elif path[0] == "*":
        for _, value in node.items():
            yield from _tables(value, path[1:])
    else:
        yield from _tables(node.get(path[0]), path[1:])


class _Place(NamedTuple):
    """The context of a task: the base of objects, the surface, the variables, and the working directory."""

    base: Base
    surface: str
    variables: Mapping[str, str]
    directory: str = ""

    @property
    def context(self) -> Context:
        here = Base(self.base.anchor, self.base.directory)
        return Context(enter(here, self.directory) if self.directory else here, self.surface, self.variables)


def _task(task: Node, place: _Place, argv: bool, depth: int) -> Iterator[Reference]:
    if isinstance(task, Scalar):
        yield from read_script(task.snippet, place.context).references
    elif depth > _DEEPEST:
        return
    elif task.elements():
        yield from _list(task, place, argv, depth)
    else:
        yield from _table(task, place, argv, depth)


def _list(task: Node, place: _Place, argv: bool, depth: int) -> Iterator[Reference]:
    """Yield the references of a list, which is the words of a single command or a sequence of tasks.

    The name of another task reads as a command that makes no reference.
    """
    words = [value for value in task.elements() if isinstance(value, Scalar)]
    if argv and len(words) == len(task.elements()):
        context = replace(place.context, budget=words[0].source.budget) if words else place.context
        yield from read_words([Word(w.text, w.location) for w in words], context).references
        return
    for value in task.elements():
        yield from _task(value, place, argv, depth + 1)


def _table(task: Node, place: _Place, argv: bool, depth: int) -> Iterator[Reference]:
    directory = next((task.get(key).text for key in _DIRECTORIES if task.get(key).text), "")
    inner = place._replace(directory=directory or place.directory, variables=_environment(task, place.variables))
    for key in _OBJECTS:
        value = task.get(key)
        if isinstance(value, Scalar):
            reference = object_reference(value.snippet, place.base, place.surface, via=Via.RUN)
            if reference is not None:
                yield reference
    for key in _COMMANDS:
        if task.get(key):
            # Only a list in "cmd" is the words of a single command; in other keys it is several commands.
            yield from _task(task.get(key), inner, argv and key == "cmd", depth + 1)


def _environment(task: Node, variables: Mapping[str, str]) -> Mapping[str, str]:
    own = {name.text: value.text for name, value in task.get("env").items() if value.is_scalar}
    return {**variables, **{name: value for name, value in own.items() if "$" not in value and "{" not in value}}
