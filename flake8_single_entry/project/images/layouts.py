"""File system of a container as seen by a reference: the files of its image, below its mounts."""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath, splitext
from typing import NamedTuple

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.project.images.built_files import UNKNOWN, BuiltFiles, SourceMapping
from flake8_single_entry.project.images.container_paths import below
from flake8_single_entry.project.images.installed import count_projects, installed_file


class NotShipped(NamedTuple):
    """A repository file missing from an image, the reason, and its absolute path in the image if copied elsewhere."""

    path: str
    reason: str = ""
    shipped: str | None = None


class Layout(NamedTuple):
    """The file system of a container as seen by a reference.

    ``workdir`` is absolute. ``search`` holds the directories that the image adds to Python's path (PYTHONPATH, and the
    roots of projects that it installs). ``built`` and ``stage`` are the build of the image, if the repository defines
    it. ``mounts`` are container paths with the repository path mounted there, or None for a volume or an outside
    directory. ``certain`` is False if ``workdir`` is a guess. ``presumed`` is True if the copied files are not
    declared; then only names that occur nowhere in the context are known to be absent. ``installed`` are the repository
    directories of the projects that the build installs. ``floor`` is the directory that a Dockerfile which sets no
    workdir takes as ``/``.
    """

    tree: Tree
    workdir: str
    search: tuple[str, ...] = ()
    built: BuiltFiles | None = None
    stage: int = 0
    mounts: tuple[tuple[str, str | None], ...] = ()
    certain: bool = True
    presumed: bool = False
    installed: tuple[str, ...] = ()
    floor: str = ""

    def locate(self, path: str) -> SourceMapping:
        """Return the repository paths of an absolute container path."""
        if (inside := installed_file(path)) is not None:
            return SourceMapping((inside,) if self._is_installed(inside) else ())
        path = _clean(path)
        over = [(target, source) for target, source in self.mounts if below(path, target) is not None]
        if over:
            target, source = max(over, key=lambda mount: len(mount[0]))
            if source is None:
                return UNKNOWN
            rest = below(path, target)
            there = self.tree.is_directory(source) or self.tree.is_file(source)
            return SourceMapping((join(source, rest) if rest else source,), there and self.certain)
        above = tuple(dirname(source) for target, source in self.mounts if source is not None and below(target, path))
        if self.built is None:
            return SourceMapping(above, False)
        located = self.built.locate(self.stage, path)
        known = located.known and self.certain and not (self.presumed and self._somewhere(self.built.context, path))
        return SourceMapping((*located.candidates, *above), known)

    def _is_installed(self, file: str) -> bool:
        """Return False for a module beside the packages of an installed project that no stage copies.

        The build cannot install what it does not have. The packages may come as a wheel that was built elsewhere.
        """
        if self.built is None or dirname(file) not in self.installed or not count_projects(self.built):
            return True
        return any(self.built.places(stage, file) for stage in range(len(self.built.stages)))

    def absolute(self, path: str) -> str:
        """Return a path as a reference writes it as an absolute path of the container."""
        return normpath(self.floor + path if path.startswith("/") else join(self.workdir, path))

    @property
    def has_sources(self) -> bool:
        """True if a directory of the repository is mounted into the container."""
        return any(source is not None and self.tree.is_directory(source) for _, source in self.mounts)

    def doubt(self, path: str) -> str:
        """Return a clause that says what else could bring an absent file, or ""."""
        path = _clean(path)
        if self.built is None or any(below(path, target) is not None for target, _ in self.mounts):
            return ""
        if self.presumed:
            return "the Dockerfile that could bring it is not in the repository"
        return "the base image may bring it" if self.built.may_come_from_base(self.stage, path) else ""

    def _somewhere(self, context: str, path: str) -> bool:
        """Return True if anything below a directory has the name of a path, with or without its suffix."""
        name = basename(path)
        wanted = {name, splitext(name)[0]}
        return any(
            not wanted.isdisjoint((*parts, splitext(parts[-1])[0]))
            for each in self.tree.paths
            if (inside := below(each, context) if context else each) and (parts := inside.split("/"))
        )

    def withheld(self, path: str) -> NotShipped | None:
        """Return the repository file that a container path means if neither COPY nor a mount brings it."""
        if self.built is None or installed_file(path) is not None:
            return None
        path = _clean(path)
        stem, dot, suffix = path.rpartition(".")
        names = (path, *(f"{stem}/{name}.py" for name in ("__main__", "__init__") if dot and suffix == "py"))
        return next((found for name in names if (found := self._withheld(self.built, name)) is not None), None)

    def _withheld(self, built: BuiltFiles, path: str) -> NotShipped | None:
        if any(below(path, target) is not None for target, _ in self.mounts):
            hidden = next((each for each in built.locate(self.stage, path).candidates if self.tree.is_file(each)), None)
            return NotShipped(hidden, "hidden by a mount") if hidden else None
        file = built.missing_copy(self.stage, path)
        if file is None:
            return None
        places = built.places(self.stage, file)
        reason = f"excluded by {built.ignore_file}" if built.is_excluded(file) else ""
        return NotShipped(file, reason, places[0] if places else None)

    def intended_source(self, path: str) -> str | None:
        """Return the repository path if the whole context were copied to the image's workdir."""
        inside = below(_clean(path), self.built.stages[self.stage].workdir) if self.built else None
        return join(self.built.context, inside) if self.built and inside else None

    def created(self, path: str) -> bool:
        """Return True if a command creates the path during the build."""
        path = _clean(path)
        if any(below(path, target) is not None for target, _ in self.mounts):
            return False
        return self.built is not None and self.built.created(self.stage, path)


def _clean(path: str) -> str:
    return normpath("/" + path.lstrip("/"))
