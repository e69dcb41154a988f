"""Cases from a random source: a seed is one case, whatever was made before it."""

from __future__ import annotations

import random
from collections.abc import Callable

from flake8_single_entry.config.settings import FILE_NAME
from tests.fuzz import corpus
from tests.fuzz.case import Case
from tests.fuzz.mutation import apply, random_edits
from tests.fuzz.tokens import tokens_for

_NAMES = ("main\n.py", "\x1b[31m.py", "::error::x.py", "##[x].sh", "-rf.py", "a\udcff.py", "\u202emain.py", " .sh", "Ünï.Dockerfile", "a:1:2.py")  # fmt: skip


def make_case(seed: str, kind: str = "") -> Case:
    """The case of a seed, of any kind unless one is named."""
    chance = random.Random(seed)
    kind = kind or chance.choices(list(_MAKERS), _WEIGHTS)[0]
    return _MAKERS[kind](chance)


def _file(chance: random.Random) -> Case:
    surfaces = corpus.by_surface()
    name = chance.choice(list(surfaces) if chance.random() < 0.6 else _OWN)
    path, data = chance.choice(surfaces[name])
    other = chance.choice(surfaces[name])[1]
    return Case("file", name, ((path, _changed(chance, path, data, other)),))


def _command(chance: random.Random) -> Case:
    dialect = chance.choice(corpus.DIALECTS)
    texts = corpus.commands(dialect)
    path = f"x.{dialect.rpartition(' ')[2]}"
    return Case("command", dialect, ((path, _changed(chance, path, chance.choice(texts), chance.choice(texts))),))


def _configuration(chance: random.Random) -> Case:
    texts = corpus.configurations()
    data = _changed(chance, FILE_NAME, chance.choice(texts), chance.choice(texts))
    return Case("configuration", "configuration", ((FILE_NAME, data),))


def _suppression(chance: random.Random) -> Case:
    made = _file(chance)
    ((path, data),) = made.files
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        opener = chance.choice(
            (b"  # noqa", b"  # noqa: ONE201", b"<!-- noqa -->", b"rem noqa", b"// NOQA:ONE2", b"# flake8: noqa", b"\\")
        )
        at = chance.randrange(len(lines))
        lines[at] = opener if chance.random() < 0.3 else lines[at] + opener
    return made._replace(kind="suppression", files=((path, b"\n".join(lines)),))


def _project(chance: random.Random) -> Case:
    projects = corpus.projects()
    name = chance.choice(list(projects))
    files = dict(projects[name])
    if chance.random() < 0.3:
        files.update(projects[chance.choice(list(projects))])
    if chance.random() < 0.2:
        files[FILE_NAME] = chance.choice(corpus.configurations())
    for _ in range(chance.randint(1, 4)):
        path = chance.choice(list(files))
        if chance.random() < 0.75:
            files[path] = _changed(chance, path, files[path], chance.choice(list(files.values())))
        elif chance.random() < 0.5:
            other = chance.choice(
                list(files) if chance.random() < 0.5 else [path.rpartition("/")[0] + "/" + chance.choice(_NAMES)]
            )
            files[other.lstrip("/")] = files.pop(path) if chance.random() < 0.5 else files[path]
        elif len(files) > 1:
            del files[path]
    return Case("project", name, tuple(sorted(files.items())))


def _repository(chance: random.Random) -> Case:
    return _project(chance)._replace(kind="repository")


def _changed(chance: random.Random, path: str, data: bytes, other: bytes) -> bytes:
    if chance.random() < 0.05:
        data, other = other, data
    if chance.random() < 0.08:  # the head of one and the tail of the other
        data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
    return apply(data, random_edits(chance, tokens_for(path)))


_OWN = ("compose", "dockerfile", "workflow", "makefile", "packaging", "python", "shell", "batch", "powershell", "markdown", "rst", "notebook", "jenkinsfile", "justfile", "setup.py", "text")  # fmt: skip
_MAKERS: dict[str, Callable[[random.Random], Case]] = {
    "file": _file,
    "command": _command,
    "configuration": _configuration,
    "suppression": _suppression,
    "project": _project,
    "repository": _repository,
}
_WEIGHTS = (60, 12, 7, 7, 12, 0.6)
