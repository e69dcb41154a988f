"""The projects of the open documents: which buffers lie over which files, and when each project is analysed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pygls.workspace import TextDocument

from flake8_single_entry.config.file import FILE_NAME
from flake8_single_entry.errors import describe
from flake8_single_entry.files.disk import Unreadable, read_regular
from flake8_single_entry.files.roots import project_root
from flake8_single_entry.lsp.buffers import laid_over
from flake8_single_entry.lsp.messages import file_of, uri_of
from flake8_single_entry.lsp.snapshot import Destinations, Overlay, Snapshot, destinations, take
from flake8_single_entry.lsp.threads import Worker
from flake8_single_entry.model import Level
from flake8_single_entry.syntax.source import Undecodable, decode

DEBOUNCE = 0.3  # seconds without another change before a buffer is analysed


@dataclass
class Project:
    """One project with what is known about it.

    ``wanted`` counts the changes, ``known`` is the number of the last one that ``snapshot`` has seen. ``published``
    are the addresses at which the client has seen the diagnostics of a file, by path. ``led`` is where the references
    of a file led, and the number and path for which that was asked.
    """

    root: str
    snapshot: Snapshot
    wanted: int = 0
    known: int = 0
    published: dict[str, str] = field(default_factory=dict)
    led: tuple[int, str, Destinations] | None = None
    timer: asyncio.TimerHandle | None = None
    analysing: asyncio.Lock = field(default_factory=asyncio.Lock)


@lru_cache(maxsize=4096)
def root_above(directory: str) -> str | None:
    """Return the root of the project of a directory, or None if it belongs to none."""
    return project_root(directory, FILE_NAME)


def belongs(root: str, folder: str) -> bool:
    """True if the project with this root is that of a folder, or lies in the folder."""
    return root == root_above(folder) or os.path.join(root, "").startswith(os.path.join(folder, ""))


class Projects:
    """All projects that a client has opened a folder or a document of.

    ``documents`` returns the open documents. ``changed`` is called after each analysis that is still valid, and
    ``failed`` with the reason of one that failed.
    """

    def __init__(
        self,
        documents: Callable[[], Iterable[TextDocument]],
        changed: Callable[[Project], Awaitable[None]],
        failed: Callable[[str], None],
    ) -> None:
        self.least: Level | None = None
        self.by_root: dict[str, Project] = {}
        self.worker = Worker()
        self._documents = documents
        self._changed = changed
        self._failed = failed
        self._tasks: set[asyncio.Task[None]] = set()

    def of_directory(self, directory: str) -> Project | None:
        """Return the project of a directory. Its analysis is not started."""
        root = root_above(directory)
        return None if root is None else self.by_root.setdefault(root, Project(root, Snapshot(root)))

    def of_document(self, uri: str) -> tuple[Project, str] | None:
        """Return the project of a document, and the document's path in it. None for what is no file of a project."""
        file = file_of(uri)
        project = self.of_directory(os.path.dirname(file)) if file else None
        if file is None or project is None:
            return None
        return project, os.path.relpath(file, project.root).replace(os.sep, "/")

    def address(self, project: Project) -> Callable[[str], str]:
        """Return a function that returns the URI of a path: the client's own for a document that is open."""
        own = {path: document.uri for path, document in self.open_in(project).items()}
        return lambda path: own.get(path) or uri_of(project.root, path)

    def open_in(self, project: Project) -> dict[str, TextDocument]:
        """Return the open documents of a project by path."""
        found: dict[str, TextDocument] = {}
        for document in self._documents():
            place = self.of_document(document.uri)
            if place is not None and place[0] is project:
                found[place[1]] = document
        return found

    async def overlay(self, project: Project) -> Overlay:
        """Return the buffers of a project that lie over its files. Raises ``SingleEntryError``."""
        texts = {path: document.source for path, document in self.open_in(project).items()}
        differing = {
            path
            for path, text in texts.items()
            if text.replace("\r\n", "\n") != _on_disk(os.path.join(project.root, path))
        }
        data = {path: text.encode("utf-8", "replace") for path, text in texts.items()}
        return await self.worker.run(laid_over, project.root, data, differing)

    def request(self, project: Project, delay: float = 0) -> None:
        """Request an analysis after ``delay`` seconds. It replaces one that has not begun."""
        project.wanted += 1
        if project.timer is not None:
            project.timer.cancel()
        project.timer = asyncio.get_running_loop().call_later(delay, self._start, project)

    def forget(self, project: Project) -> None:
        """Forget a project. The result of an analysis that has begun is dropped."""
        project.wanted += 1
        if project.timer is not None:
            project.timer.cancel()
        self.by_root.pop(project.root, None)

    async def destinations(self, project: Project, path: str) -> Destinations:
        """Return where the references of a file lead. The answer is kept until something changes."""
        number = project.wanted
        if project.led is None or project.led[:2] != (number, path):
            overlay = await self.overlay(project)
            project.led = number, path, await self.worker.run(destinations, project.root, overlay, path)
        return project.led[2]

    async def settled(self, project: Project) -> Snapshot:
        """Return the snapshot of the present state. Analyse it now, unless it is known."""
        if project.known != project.wanted:
            if project.timer is not None:
                project.timer.cancel()
            await self._analyse(project)
        return project.snapshot

    def _start(self, project: Project) -> None:
        task = asyncio.get_running_loop().create_task(self._analyse(project))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _analyse(self, project: Project) -> None:
        """Analyse a project in a thread. The result is dropped if something has changed in the meantime."""
        async with project.analysing:
            number = project.wanted
            if project.known == number:
                return
            try:
                overlay = await self.overlay(project)
                snapshot = await self.worker.run(take, project.root, overlay, self.least)
            except Exception as error:
                self._failed(describe(error))
                snapshot = project.snapshot
            if project.wanted != number:
                return  # the timer of the next analysis runs already
            project.snapshot, project.known = snapshot, number
        await self._changed(project)


def _on_disk(file: str) -> str | None:
    try:
        return decode(read_regular(file)).replace("\r\n", "\n")
    except (OSError, ValueError, Unreadable, Undecodable):  # ValueError: no file can have this name
        return None
