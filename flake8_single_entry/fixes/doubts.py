"""Why a replacement that resolves may not do what the reference did: what only a person can decide.

Each doubt is one function from a reference and its replacement to a clause for people, "" if it does not apply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.fixes.arguments import arguments_after, reads_arguments, refused_argument
from flake8_single_entry.fixes.circles import Circles
from flake8_single_entry.fixes.labels import speaks_of
from flake8_single_entry.fixes.signatures import differ
from flake8_single_entry.model import DRAWN, Finding, Kind, Link, Location, Outcome, RelativeTo, Via
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.replacements.values import Reason, Replacement
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category
from flake8_single_entry.syntax.source import Source, Undecodable

_STARTS = frozenset({Via.RUN, Via.CALL})
_WAYS = _STARTS | {Via.CONFIG, Via.MENTION, Via.PATH}
_NEAR = 4  # lines in which alternatives stand together
_FAR = 40  # lines of a fence or a ``case``


@dataclass(frozen=True)
class Doubts:
    """Looks up the doubts about the findings of a project."""

    project: Project

    def why(self, finding: Finding) -> str:
        """Return the first doubt about the replacement that a finding suggests, or ""."""
        link = self._by_place.get(finding.location)
        found = self.project.replacements.of(link) if link is not None else None
        if link is None or found is None or not found.target:
            return ""
        doubts: tuple[Callable[[Link, Replacement, str], str], ...] = (
            *(self._signature, self._circle, self._spelling, self._import_path),
            *(self._other_scope, self._choice, self._operand, self._named_copy, self._label, self._start),
        )
        return next(filter(None, (doubt(link, found, found.target) for doubt in doubts)), "")

    def link_at(self, place: Location) -> Link | None:
        """Return the reference at a place."""
        return self._by_place.get(place)

    def is_instruction(self, finding: Finding) -> bool:
        """Return True for what a document tells people, other than in a drawn tree."""
        link = self.link_at(finding.location)
        if link is None or link.reference.runner in DRAWN:
            return False
        return category_of(link.reference) is Category.DOCUMENT

    def _signature(self, link: Link, _: Replacement, new: str) -> str:
        """A function is called with other arguments in the module that replaces its own."""
        old, name = link.resolution.target, link.reference.text.partition(":")[2]
        if link.reference.via is not Via.IMPORT or not old or not name:
            return ""
        return f"{name} takes other arguments in {new}" if differ(self._text(old), self._text(new), name) else ""

    def _circle(self, link: Link, _: Replacement, new: str) -> str:
        here = link.reference.location.path
        if link.reference.via is not Via.IMPORT or not self._circles.closes(here, link.resolution.target or "", new):
            return ""
        return f"{new} imports {here}, which would import it"

    def _spelling(self, link: Link, found: Replacement, new: str) -> str:
        """Every other import of a module gives it another full name: the import path may lack the directory meant."""
        module, _, name = (found.text or "").partition(":")
        if link.reference.via is not Via.IMPORT or link.reference.base.search or module.startswith("."):
            return ""
        names = {each for each in self._names_of(new) if not each.startswith(".")}
        is_usual = not names or not names.isdisjoint((module, f"{module}.{name}"))
        return "" if is_usual else f"other modules import it as {min(names)}"

    def _names_of(self, path: str) -> Iterator[str]:
        """Yield the names by which imports take a module, or a name from it."""
        for link in self._by_target[path]:
            if link.reference.via is Via.IMPORT and link.resolution.outcome is Outcome.FOUND:
                module, _, name = link.reference.text.partition(":")
                yield f"{module}.{name}" if name and not link.resolution.attribute else module

    def _import_path(self, link: Link, found: Replacement, new: str) -> str:
        """A module imports what is beside it by a name that is not on the import path of its own full name."""
        reference = link.reference
        if reference.kind not in (Kind.MODULE, Kind.OBJECT) or reference.base.search:
            return ""
        name = (found.text or "").partition(":")[0].removeprefix("-m ").strip(".")
        root = _above(new, name.count(".") + 1)
        beside = self.project.attributes.imported_beside(new, root) if root != dirname(new) else ""
        return f"{new} imports {beside}, which is on the import path in {dirname(new)}/ only" if beside else ""

    def _other_scope(self, link: Link, _: Replacement, new: str) -> str:
        """A person in another directory finds a living file at the same path."""
        reference, target = link.reference, link.resolution.target
        if reference.base.anchor is not RelativeTo.CALLER or not target or reference.kind is Kind.BUILD:
            return ""
        text = reference.text.removeprefix("./")
        ending = "/" + (text if reference.kind is Kind.PATH else text.partition(":")[0].replace(".", "/") + ".py")
        others = [
            each for each in self.project.named(basename(target)) if each not in (target, new) and each.endswith(ending)
        ]
        meant = next((each for each in others if self.project.roles.is_live(each)), "")
        return f"{meant} may be meant" if meant else ""

    def _choice(self, link: Link, found: Replacement, new: str) -> str:
        """The lines around are a list of ways to start something, and one of them leads there already."""
        reference = link.reference
        if reference.via not in _WAYS or reference.runner in DRAWN or found.reason is Reason.FORM:
            return ""
        for other in self._by_file[reference.location.path]:
            line = other.reference.location.line
            if other is link or abs(line - reference.location.line) > _FAR or other.reference.via not in _WAYS:
                continue
            leads = self.project.replacements.of(other).target if self._is_stale(other) else other.resolution.target
            is_other = link.resolution.target is None or other.resolution.target != link.resolution.target
            if leads and leads in (new, found.through) and is_other and self._are_together(link, other):
                return f"line {line} is another way to start {leads}: the lines are a choice"
        return ""

    def _operand(self, link: Link, found: Replacement, _: str) -> str:
        """A command that handles two files would handle one with itself: cp main_v2.py main.py."""
        source, place = self._source(link.reference.location.path), link.reference.location
        if link.reference.via is not Via.PATH or source is None or not found.text:
            return ""
        line = source.line(place.line)
        words = (line[: place.column - 1] + " " + line[place.end_column - 1 :]).split()
        return f"the command names {found.text} already" if found.text in words else ""

    def _are_together(self, link: Link, other: Link) -> bool:
        """True if two references stand in one paragraph, or in one fence or ``case`` with other ways."""
        source = self._source(link.reference.location.path)
        if source is None:
            return False
        first, last = sorted((link.reference.location.line, other.reference.location.line))
        between = [source.line(number).strip() for number in range(first + 1, last)]
        if first == last or any(line.startswith(("```", "~~~", "esac")) for line in between):
            return False
        return (last - first <= _NEAR and all(between)) or _in_choice(source, first)

    def _label(self, link: Link, _: Replacement, new: str) -> str:
        """What stands around the reference is about the version that it names: a heading, a target, a file's name."""
        reference, old = link.reference, link.resolution.target or link.resolution.expected or ""
        source = self._source(reference.location.path)
        if reference.via not in (*_WAYS, Via.COPY) or source is None:
            return ""
        own = set(stem_of(old).words) - set(stem_of(new).words)
        found = next((word for word in sorted(own) if speaks_of(word, source, reference.location)), "")
        return f"what stands around it is about the version called {found}" if found else ""

    def _named_copy(self, link: Link, found: Replacement, _: str) -> str:
        """An image gets one version under the name of another."""
        source = self._source(link.reference.location.path)
        if link.reference.via is not Via.COPY or source is None:
            return ""
        rest = source.line(link.reference.location.line)[link.reference.location.end_column - 1 :].split()
        name = basename(rest[0]) if len(rest) == 1 else ""
        return f"the image has it under the name {name}" if name.endswith(".py") and found.text else ""

    def _start(self, link: Link, found: Replacement, new: str) -> str:
        """A command gives arguments that the program does not read, or starts a module that does nothing by itself."""
        reference, old = link.reference, link.resolution.target
        if self._is_text(link):
            return "it is a text for people"
        if reference.runner != "python" or reference.via not in _STARTS:
            return ""
        if not found.through and not self.project.attributes.starts_itself(new):
            return f"{new} starts nothing by itself: a server or a launcher does"
        source = self._source(reference.location.path)
        if source is None or reference.origin is not None:
            return ""
        end = source.offset(reference.location.end_line, reference.location.end_column)
        given = arguments_after(source.text, end)
        program = found.through if found.through.endswith(".py") else new
        is_server = bool(found.through) and program == new
        if old and reads_arguments(self._text(old)):
            if refused_argument(given, self._text(old), ""):
                return ""  # what is superseded does not take it either
        elif old and not is_server and not reads_arguments(self._text(program)):
            return ""  # both ignore it
        refused = refused_argument(given, self._text(program), found.through)
        return f"{found.through or new} does not take {refused}" if refused else ""

    def _is_text(self, link: Link) -> bool:
        """True for a place in a fence of Markdown inside a string of a script."""
        source, place = self._source(link.reference.location.path), link.reference.location
        if source is None or category_of(link.reference) is Category.DOCUMENT:
            return False
        return source.text.count("```", 0, source.offset(place.line, place.column)) % 2 == 1

    def _is_stale(self, link: Link) -> bool:
        target = link.resolution.target
        return link.resolution.outcome is not Outcome.FOUND or not self.project.roles.is_live(target or "")

    @cached_property
    def _circles(self) -> Circles:
        return Circles(self.project.graph)

    @cached_property
    def _by_place(self) -> Mapping[Location, Link]:
        return {link.reference.location: link for link in self.project.links}

    @cached_property
    def _by_target(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.project.links:
            found[link.resolution.target or ""].append(link)
        return found

    @cached_property
    def _by_file(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.project.links:
            found[link.reference.location.path].append(link)
        return found

    def _source(self, path: str) -> Source | None:
        try:
            return Source.of(path, self.project.tree.read(path))
        except (Unreadable, Undecodable, KeyError):
            return None

    def _text(self, path: str) -> str:
        source = self._source(path)
        return source.text if source else ""


def _in_choice(source: Source, number: int) -> bool:
    """True for a line in a fence of a document, or between ``case`` and ``esac`` of a script."""
    is_fenced = False
    for line in (source.line(each).strip() for each in range(max(number - _FAR, 1), number + 1)):
        if line.startswith(("```", "~~~")):
            is_fenced = not is_fenced
        elif line.startswith("case ") and line.endswith(" in"):
            is_fenced = True
        elif line.startswith("esac"):
            is_fenced = False
    return is_fenced


def _above(path: str, steps: int) -> str:
    """Return the directory that is some steps above a file: the root of a module's dotted name."""
    for _ in range(steps + path.endswith(("/__init__.py", "/__main__.py"))):
        path = dirname(path)
    return path
