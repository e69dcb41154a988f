"""Replacements of references whose target is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename, dirname, join, normpath, splitext

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.conventions.tests import in_tests, is_test_name
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import CONSOLE_SCRIPT, DRAWN, Kind, Link, Role, Via
from flake8_single_entry.project.replacements.definitions import Definitions
from flake8_single_entry.project.replacements.rewriter import Rewriter, attribute_of
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.absences import DELETED
from flake8_single_entry.project.resolve.misspelling import NearNames, have_same_words
from flake8_single_entry.project.roles import Roles

_RENAMED = "renamed to "
_MOST_CHOICES = 3
_EVERYWHERE = frozenset(
    f"{name}.py"
    for name in "config settings utils helpers models base core types constants schemas tasks views urls admin "
    "routes api setup conftest".split()
)

Programs = dict[tuple[str, tuple[str, ...]], list[str]]  # by directory and words of the name


@dataclass(frozen=True)
class MissingTargets:
    """Finds out what a missing target should be replaced by."""

    tree: Tree
    roles: Roles
    rewriter: Rewriter
    _programs: dict[str, Programs] = field(default_factory=dict, repr=False, compare=False)

    def replacement(self, link: Link) -> Replacement:
        """Return the file that replaces a missing one: its new name, a namesake, or a program.

        If none has what an import takes, return the only module that defines it. If there is none, return the other
        remedy.
        """
        found = self._by_path(link)
        if found.text is None and link.reference.via is Via.IMPORT:
            moved = self._definition(link, link.resolution.expected or link.reference.text)
            if moved is not None:
                return moved._replace(fate=found.fate)
        return found

    def _definition(self, link: Link, expected: str) -> Replacement | None:
        """Return the replacement by the only live module that defines the imported name, or that has it as its name."""
        name = attribute_of(link.reference.text.partition(":")[2])
        if not name:
            return None
        modules = self.tree.named(f"{name}.py") if basename(expected) == "__init__.py" else []
        old = join(dirname(expected), f"{name}.py") if modules else expected
        live = [path for path in (modules or self._definitions.of(name)) if self.roles.is_live(path)]
        if len(live) != 1 or live[0] == link.reference.location.path:
            return None
        found = self.rewriter.use(link, old, live[0], Reason.ATTRIBUTE)
        return found if found.text else None

    @cached_property
    def _definitions(self) -> Definitions:
        return Definitions(self.tree)

    def _by_path(self, link: Link) -> Replacement:
        """Return the file that replaces a missing one, judged by its path and its history."""
        reason, expected = link.resolution.reason, link.resolution.expected or link.reference.text
        if self._is_spoken_of(link, reason.removeprefix(_RENAMED)):
            spoken = self.rewriter.use(link, expected, reason.removeprefix(_RENAMED), Reason.RENAMED)
            if spoken.text is not None:
                return spoken._replace(fate=reason)
        live = self._live_namesakes(link, expected)
        whole = live[0] if len(live) == 1 and _has_whole_text(live[0], expected) else ""
        if reason.startswith(_RENAMED) and not whole and not self._is_put_away(link, reason.removeprefix(_RENAMED)):
            found = self._renamed(link, expected, reason.removeprefix(_RENAMED))
            if found is not None:
                return found._replace(fate=reason)
        if reason and link.reference.runner in DRAWN and all(_shares_only_name(path, expected) for path in live):
            return Replacement(Remedy.RESTORE, fate=reason)  # a tree shows where each file is
        fate = reason if reason == DELETED else ""
        if len(live) == 1:
            return self._namesake(link, expected, live[0])._replace(fate=fate)
        if live:
            return Replacement(Remedy.CHOOSE, reason=Reason.NAMESAKE, choices=tuple(live), fate=fate)
        return self._without_namesake(link, expected)._replace(fate=reason)

    def _is_put_away(self, link: Link, renamed: str) -> bool:
        """True for a line of a tree whose file is in the archive now. No other file belongs into its place."""
        return link.reference.runner in DRAWN and self.roles.is_archived(renamed)

    def _is_spoken_of(self, link: Link, renamed: str) -> bool:
        """True for a sentence about a file that is in the archive now: what it says is true of no other file."""
        named = link.reference.via is Via.MENTION and link.reference.runner not in DRAWN
        return named and self.tree.is_file(renamed) and self.roles.is_archived(renamed)

    def _renamed(self, link: Link, expected: str, renamed: str) -> Replacement | None:
        """Return the replacement by the new path of a renamed file, or by the module that superseded it since."""
        if splitext(renamed)[1] != splitext(expected)[1]:
            return None  # main.py.bak is kept only for reference
        if self.roles.is_live(renamed):
            return self.rewriter.use(link, expected, renamed, Reason.RENAMED)
        candidate = self.roles.candidate(renamed)
        winner = self.roles.entry_for(renamed) or (candidate.rival if candidate else None)
        if not winner or not (candidate or stem_of(expected).is_entry) or winner == link.reference.location.path:
            return None
        found = self.rewriter.use(link, expected, winner, Reason.SUCCESSOR)
        return found if found.text else None

    def _live_namesakes(self, link: Link, expected: str) -> list[str]:
        live = [
            path
            for path in link.resolution.elsewhere
            if self.roles.is_live(path)
            and path != link.reference.location.path
            and self._is_in_reach(expected, path)
            and not _only_called_so(link, path)
        ]
        entry = self.roles.entry_for(expected)
        return [entry] if entry in live else live

    def _without_namesake(self, link: Link, expected: str) -> Replacement:
        archived = next((path for path in link.resolution.elsewhere if self.roles.is_archived(path)), "")
        entry = self.roles.entry_for(expected)
        program = self._package(expected) or self._misspelt(expected) or self._beside(expected) or entry
        offering = self._offering(link, expected)
        if offering:
            return self.rewriter.use(link, expected, offering, Reason.ATTRIBUTE)._replace(archived=archived)
        if program in (expected, link.reference.location.path):
            program = None  # a file does not replace itself
        if program and self.tree.is_file(program) and self._may_stand_for(link, program, expected):
            reason = Reason.ENTRY_POINT if program == entry else Reason.VERSION
            found = self.rewriter.use(link, expected, program, reason)
            if found.text:
                return found._replace(archived=archived)
        if archived:
            return Replacement(Remedy.RESTORE, archived=archived)
        choices = self._longer_names(link, expected)
        if not choices:
            return _absent(link)
        text = self.rewriter.use(link, expected, choices[0], Reason.VERSION).text if len(choices) == 1 else None
        return Replacement(Remedy.CHOOSE, text=text, reason=Reason.VERSION, choices=choices)

    def _offering(self, link: Link, expected: str) -> str | None:
        """Return the only program beside a module that never existed which has the named object, or None."""
        reference = link.reference
        name = attribute_of(reference.text.partition(":")[2])
        if (
            reference.kind is not Kind.OBJECT
            or not name
            or reference.runner == CONSOLE_SCRIPT
            or link.resolution.reason
        ):
            return None
        live = (one.path for one in self.roles.scope_of(expected).candidates if self.roles.is_live(one.path))
        beside = (path for path in live if dirname(path) == dirname(expected))
        found = [path for path in beside if self.rewriter.attributes.offers(path, name)]
        return found[0] if len(found) == 1 and found[0] != reference.location.path else None

    def _package(self, expected: str) -> str | None:
        """Return the start of the package that a missing module has become, or None."""
        start = f"{expected.removesuffix('.py')}/__main__.py"
        return start if expected.endswith(".py") and self.tree.is_file(start) and self.roles.is_live(start) else None

    @cached_property
    def _near(self) -> NearNames:
        return NearNames(self.tree)

    def _misspelt(self, expected: str) -> str | None:
        """Return the only live module of the directory whose name is one edit away from the missing one, or None."""
        found = [path for path in self._near.of(expected) if self.roles.is_live(path)]
        return found[0] if len(found) == 1 else None

    def _may_stand_for(self, link: Link, program: str, expected: str) -> bool:
        """True if a program may be meant by a missing name.

        The missing name is typical of entry points, and the program has such a name or is in its directory. Or the
        program's name is a form of the missing one.
        """
        if link.reference.kind is Kind.BUILD:
            return False
        if is_test_name(basename(expected)) or in_tests(dirname(expected) + "/x"):  # only a test can replace a test
            return program == self._misspelt(expected) and in_tests(program)
        if program in (self._package(expected), self._misspelt(expected)):
            return True
        missing, there = stem_of(expected), stem_of(program)
        if not missing.is_entry:
            return have_same_words(missing.words, there.words)
        return there.is_entry or dirname(program) == dirname(expected)

    def _beside(self, expected: str) -> str | None:
        """Return the only program in the directory of a missing module whose name is a version of the same name."""
        scope = self.roles.scope_of(expected)
        if scope.root not in self._programs:
            known = self._programs[scope.root] = defaultdict(list)
            for one in scope.candidates:
                if one.role in (Role.AUTHORITATIVE, Role.PROGRAM):
                    known[dirname(one.path), stem_of(one.path).base_words].append(one.path)
        programs = self._programs[scope.root].get((dirname(expected), stem_of(expected).base_words), ())
        return programs[0] if len(programs) == 1 else None

    def _longer_names(self, link: Link, expected: str) -> tuple[str, ...]:
        """Return the few live modules in the same directory whose names extend the missing one."""
        directory, stem = dirname(expected), basename(expected).removesuffix(".py")
        if not expected.endswith(".py") or link.reference.kind is Kind.BUILD:
            return ()
        prefix = f"{directory}/{stem}" if directory else stem
        added = sorted(path for sign in "_-" for path in self.tree.beginning(prefix + sign))
        found = [
            path for path in added if path.endswith(".py") and dirname(path) == directory and self.roles.is_live(path)
        ]
        if link.reference.location.path in found:
            found.remove(link.reference.location.path)  # a file does not replace itself
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


def _has_whole_text(path: str, expected: str) -> bool:
    """True if a path ends with all of the missing one, which names a directory."""
    return "/" in expected and path.endswith("/" + expected)


def _shares_only_name(path: str, expected: str) -> bool:
    """True if two files of the same name are in directories of different names."""
    return basename(dirname(path)) != basename(dirname(expected))
