"""Replacements of references whose target is missing."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, splitext

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Kind, Link, Role
from flake8_single_entry.project.replacements.rewriter import Rewriter, attribute_of
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.roles import Roles

_RENAMED = "renamed to "
_MOST_CHOICES = 3
_EVERYWHERE = frozenset(
    f"{name}.py"
    for name in "config settings utils helpers models base core types constants schemas tasks views urls admin "
    "routes api setup conftest".split()
)


@dataclass(frozen=True)
class MissingTargets:
    """Finds out what a missing target should be replaced by."""

    tree: Tree
    roles: Roles
    rewriter: Rewriter

    def replacement(self, link: Link) -> Replacement:
        """Return the file that replaces a missing one: its new name, a namesake, or a program.

        If there is none, return the other remedy.
        """
        reason, expected = link.resolution.reason, link.resolution.expected or link.reference.text
        retired = False
        if reason.startswith(_RENAMED):
            renamed = reason.removeprefix(_RENAMED)
            retired = splitext(renamed)[1] != splitext(expected)[1]  # main.py.bak is kept only for reference
            if not retired and self.roles.is_live(renamed):
                return self.rewriter.use(link, expected, renamed, Reason.RENAMED)._replace(fate=reason)
        live = self._live_namesakes(link, expected)
        if len(live) == 1:
            return self._namesake(link, expected, live[0])
        if live:
            return Replacement(Remedy.CHOOSE, reason=Reason.NAMESAKE, choices=tuple(live))
        fate = reason if retired or reason == "deleted" else ""
        return self._without_namesake(link, expected)._replace(fate=fate)

    def _live_namesakes(self, link: Link, expected: str) -> list[str]:
        live = [
            path
            for path in link.resolution.elsewhere
            if self.roles.is_live(path) and self._is_in_reach(expected, path) and not _only_called_so(link, path)
        ]
        entry = self.roles.entry_for(expected)
        return [entry] if entry in live else live

    def _without_namesake(self, link: Link, expected: str) -> Replacement:
        archived = next((path for path in link.resolution.elsewhere if self.roles.is_archived(path)), "")
        entry = self.roles.entry_for(expected)
        program = self._beside(expected) or entry
        if program in (expected, link.reference.location.path):
            program = None  # a file does not replace itself
        if program and self.tree.is_file(program) and _may_stand_for(link, program, expected):
            reason = Reason.ENTRY_POINT if program == entry else Reason.VERSION
            found = self.rewriter.use(link, expected, program, reason)
            if found.text:
                return found._replace(archived=archived)
        if archived:
            return Replacement(Remedy.RESTORE, archived=archived)
        choices = self._longer_names(link, expected)
        return Replacement(Remedy.CHOOSE, reason=Reason.VERSION, choices=choices) if choices else _absent(link)

    def _beside(self, expected: str) -> str | None:
        """Return the only program in the directory of a missing module whose name is a version of the same name."""
        programs = [
            one.path
            for one in self.roles.scope_of(expected).candidates
            if one.role in (Role.AUTHORITATIVE, Role.PROGRAM)
            and dirname(one.path) == dirname(expected)
            and stem_of(one.path).base_words == stem_of(expected).base_words
        ]
        return programs[0] if len(programs) == 1 else None

    def _longer_names(self, link: Link, expected: str) -> tuple[str, ...]:
        """Return the few live modules in the same directory whose names extend the missing one."""
        directory, stem = dirname(expected), basename(expected).removesuffix(".py")
        if not expected.endswith(".py") or link.reference.kind is Kind.BUILD:
            return ()
        prefix = f"{directory}/{stem}" if directory else stem
        added = [path for path in self.tree.paths if path.startswith((f"{prefix}_", f"{prefix}-"))]
        found = [
            path for path in added if path.endswith(".py") and dirname(path) == directory and self.roles.is_live(path)
        ]
        if stem_of(expected).is_entry:  # app_config.py is not an app
            found = [path for path in found if stem_of(path).base_words == stem_of(expected).base_words]
        return tuple(found) if len(found) <= _MOST_CHOICES else ()

    def _namesake(self, link: Link, expected: str, live: str) -> Replacement:
        """Return the replacement by the only file of that name, or how the text resolves to it."""
        found = self.rewriter.use(link, expected, live, Reason.NAMESAKE)
        if found.text:
            return found
        reference = link.reference
        directory, text = reference.base.directory, reference.text.replace("\\", "/")
        if reference.kind is not Kind.PATH:
            text = text.partition(":")[0].replace(".", "/") + ".py"
        attribute = attribute_of(link.resolution.attribute or reference.text.partition(":")[2])
        same = bool(attribute) and self.rewriter.attributes.offers(live, attribute) is True
        if directory and same and live == normpath(text) and not self.rewriter.enters(reference):
            return Replacement(Remedy.LEAVE_DIRECTORY, live)
        written = normpath(join(directory, text))
        if directory and live.endswith("/" + written):
            right = normpath(live.removesuffix(written) + directory)
            if self.tree.is_directory(right):
                return Replacement(Remedy.ENTER_DIRECTORY, live, directory=right)
            return Replacement(Remedy.FIND, live)
        if live.endswith("/" + "/".join(expected.split("/")[-2:])):
            return Replacement(Remedy.FIND, live)
        return _absent(link)  # the namesake is probably another file

    def _is_in_reach(self, expected: str, path: str) -> bool:
        """False for a file in a sibling of the scope that the reference belongs to, such as another service's main."""
        root = self.roles.scope_of(expected).root
        return root == "." or path.startswith(root + "/")


def _absent(link: Link) -> Replacement:
    return Replacement(Remedy.RESTORE if link.resolution.reason else Remedy.ADD)


def _only_called_so(link: Link, path: str) -> bool:
    """True for a namesake with a common file name, if the text names a file in another directory."""
    name, text = basename(path), link.reference.text.replace("\\", "/")
    if name == "Dockerfile":
        return dirname(path).rpartition("/")[2] != dirname(text).rpartition("/")[2]
    return name in _EVERYWHERE and "/" in text and not path.endswith("/".join(text.split("/")[-2:]))


def _may_stand_for(link: Link, entry: str, expected: str) -> bool:
    """True if a missing name is typical of entry points, and the entry point has such a name or is in its directory."""
    if link.reference.kind is Kind.BUILD or not stem_of(expected).is_entry:
        return False
    return stem_of(entry).is_entry or dirname(entry) == dirname(expected)
