"""Runnable modules: the files with traits of an entry point, and the kind of each program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.conventions.entry_names import FACES
from flake8_single_entry.conventions.file_names import FileName, name_of, stem_of
from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.model import EntryTraits, Facts, Location
from flake8_single_entry.syntax.source import plain

_KINDS = {
    "web": "fastapi flask starlette quart sanic aiohttp tornado django bottle falcon litestar "
    "blacksheep connexion robyn "
    "socketio apiflask eve hug cherrypy pyramid responder http http.server socketserver apispec emmett ninja esmerald",
    "page": "streamlit gradio dash panel nicegui shiny chainlit reflex flet solara mesop taipy voila bokeh",
    "worker": "celery rq dramatiq huey arq taskiq apscheduler faststream faust prefect airflow",
    "bot": "discord telegram aiogram slack telebot pyrogram telethon slack_bolt nextcord disnake hikari",
    "mcp": "mcp fastmcp",
    "desktop": "qt pyqt5 pyqt6 pyside2 pyside6 tkinter customtkinter kivy wx gtk pygame textual toga dearpygui",
    "cli": "typer click argparse fire docopt cyclopts cmd",
}
_KIND_OF = {framework: kind for kind, frameworks in _KINDS.items() for framework in frameworks.split()}
_RANK = tuple(_KINDS)
_WEB_CALLS = (
    "uvicorn.run",
    "serve_forever",
    "hypercorn",
    "waitress.serve",
    "web.run_app",
    "socketio.run",
    "wsgiserver",
)
_BACKUP_MARKS = (
    "bak",
    "backup",
    "orig",
    "original",
    "old",
    "save",
    "copy",
    "enhanced",
    "new",
    "disabled",
    "deprecated",
)


class Runnable(NamedTuple):
    """One runnable module.

    ``kind`` is ``web``, ``page``, ``worker``, ``bot``, ``mcp``, ``desktop``, ``cli`` or "" (a script, or unknown). A
    ``weak`` candidate has only its name as evidence: it may be a version of another module, but is never a program
    itself.
    """

    path: str
    traits: EntryTraits
    stem: FileName
    kind: str
    weak: bool = False

    @property
    def directory(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def names_program(self) -> bool:
        """True if the name denotes a program in any directory. ``__main__.py`` has the name of its package."""
        return self.stem.is_program or self.name in ("__init__.py", "__main__.py")

    @property
    def is_hollow(self) -> bool:
        """True if the module is empty or cannot be parsed."""
        return self.traits.size == 0 or self.traits.broken is not None

    @property
    def is_served(self) -> bool:
        """True if the module holds an application object of its own that a server, a worker or a platform loads."""
        return any(
            not one.factory and "." not in one.name and _KIND_OF.get(one.framework.lower()) != "cli"
            for one in self.traits.applications
        )

    @property
    def place(self) -> Location:
        """The location at which findings about the module are reported."""
        if self.traits.guard:
            return self.traits.guard
        if self.traits.applications:
            return self.traits.applications[0].location
        return Location(self.path, 1, 1, 1, 1)


def kind_of(traits: EntryTraits) -> str:
    """Return the kind of program that a module's applications and launch calls indicate."""
    kinds = {_KIND_OF.get(found.framework.lower(), "") for found in traits.applications} - {""}
    if not kinds and any(call in launch.call for launch in traits.launches for call in _WEB_CALLS):
        kinds = {"web"}
    if not kinds and traits.routes:
        kinds = {"web"}
    return next((kind for kind in _RANK if kind in kinds), "")


@dataclass(frozen=True)
class Candidates:
    """Finds the runnable modules of a repository. Examines a module again only if it is started or read since."""

    tree: Tree
    _examined: dict[tuple[str, bool, bool], Runnable | None] = field(default_factory=dict, repr=False, compare=False)

    def read(self, facts: Mapping[str, Facts], started: frozenset[str]) -> tuple[Runnable, ...]:
        """Return the runnable modules among the files that were read, sorted by path."""
        return self._among((path for path in facts if path in self.tree.entries), facts, started)

    def all(self, facts: Mapping[str, Facts], started: frozenset[str]) -> tuple[Runnable, ...]:
        """Return all runnable modules, sorted by path."""
        return self._among(self.tree.paths, facts, started)

    def _among(self, paths: Iterable[str], facts: Mapping[str, Facts], started: frozenset[str]) -> tuple[Runnable, ...]:
        modules = (path for path in paths if path.endswith((".py", ".pyw")) and self.tree.is_file(path))
        if self.tree.excluded is not None:  # a started module that is not read has no traits to judge it by
            modules = (path for path in modules if path in facts or not self.tree.is_excluded(path))
        found = (self._examine(path, facts.get(path), path in started) for path in sorted(modules))
        return tuple(one for one in found if one)

    def _examine(self, path: str, facts: Facts | None, started: bool) -> Runnable | None:
        key = (path, facts is not None, started)
        if key not in self._examined:
            self._examined[key] = _look(self.tree, path, facts.traits if facts else None, started)
        return self._examined[key]


def made_of(path: str, facts: Mapping[str, Facts]) -> Runnable:
    """Return a runnable for a module that the configuration names, whatever its traits."""
    one = facts.get(path)
    traits = one.traits if one and one.traits else EntryTraits()
    return Runnable(path, traits, stem_of(path), kind_of(traits))


def backups(paths: tuple[str, ...]) -> Iterator[str]:
    """Yield copies of an entry point under a name that Python does not load: ``main.py.bak``."""
    for path in paths:
        name = path.rpartition("/")[2].lower()
        base, found, tail = name.partition(".py")
        if found and tail[:1] in (".", "_", "-", "~") and tail.strip("._-~0123456789") in ("", *_BACKUP_MARKS):
            yield from (path,) if stem_of(base + ".py").is_entry else ()


def _look(tree: Tree, path: str, traits: EntryTraits | None, started: bool) -> Runnable | None:
    stem = stem_of(path)
    name = name_of(path)
    if traits is None:
        if not stem.is_entry or name == "__init__" or not (started or _is_empty(tree, path)):
            return None
        return Runnable(path, EntryTraits(), stem, "", weak=not started)
    kind = kind_of(traits)
    if name == "__init__" and not started:
        return None
    if name == "__main__" or started:
        return Runnable(path, traits, stem, kind)
    if traits.guard or traits.applications or traits.handlers or any(launch.top_level for launch in traits.launches):
        return Runnable(path, traits, stem, kind)
    if stem.is_entry and (traits.broken or traits.size == 0):
        return Runnable(path, traits, stem, kind, weak=traits.size == 0)
    if stem.is_entry and (traits.open_names or not FACES.isdisjoint(traits.names + traits.definitions)):
        return Runnable(path, traits, stem, kind, weak=True)
    return None


def _is_empty(tree: Tree, path: str) -> bool:
    try:
        return not plain(tree.read(path)).strip()
    except Unreadable:
        return False
