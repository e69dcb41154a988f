"""The edits with which references name their replacements, computed for the findings about them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename, dirname

from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.model import DRAWN, Edit, Link, Location, Outcome, Via
from flake8_single_entry.project.edits.certainty import is_proved
from flake8_single_entry.project.edits.copied import without_source
from flake8_single_entry.project.edits.imports import from_other_modules, parsed, plain_statement
from flake8_single_entry.project.edits.link_texts import link_text
from flake8_single_entry.project.edits.tree_lines import named_in_tree, without_line
from flake8_single_entry.project.edits.variables import by_variable
from flake8_single_entry.project.edits.written import Rewritten, Span, rewritten
from flake8_single_entry.project.replacements.replacements import Replacements
from flake8_single_entry.project.replacements.values import Remedy, Replacement
from flake8_single_entry.syntax.source import Source, Undecodable

_MOST_IMPORTS = 100  # of one file
_PYTHON = (".py", ".pyi", ".pyw")


@dataclass(frozen=True)
class Edits:
    """Finds the edits for references of a tree. ``links`` are all of its references.

    ``shipping`` returns the Dockerfiles whose images hold a file.
    """

    tree: Tree
    links: tuple[Link, ...]
    replacements: Replacements
    shipping: Callable[[str], Collection[str]]
    _trees: dict[str, tuple[ast.Module | None, int]] = field(default_factory=dict, repr=False, compare=False)
    _sources: dict[str, Source | None] = field(default_factory=dict, repr=False, compare=False)

    def of(self, link: Link) -> tuple[Edit, ...]:
        """Return the edits after which a reference names its replacement. None are known for many references."""
        replacement = self.replacements.of(link)
        place = link.reference.origin or link.reference.location
        source = self._source(place.path)
        if source is None or place.end_line > source.lines:
            return ()  # not text, or a buffer that changed since its references were read
        start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
        span = Span(source.text, start, end, link.reference.text)
        changes = self._changes(link, replacement, source, span)
        return tuple(Edit(source.location(each.start, each.end), each.text) for each in changes)

    def _changes(self, link: Link, replacement: Replacement, source: Source, span: Span) -> tuple[Rewritten, ...]:
        if link.reference.runner in DRAWN:
            return self._in_tree(link, replacement, span)
        if replacement.text is None or replacement.remedy is not Remedy.USE or not is_proved(link, replacement):
            return ()
        if self.replacements.roles.is_archived(replacement.target or ""):
            return ()  # what told people to use a file does not tell them to use the archive
        if link.reference.via is Via.COPY and replacement.target and source.path in self.shipping(replacement.target):
            dropped = without_source(span)
            if dropped is not None:
                return (dropped,)
        if link.reference.via is Via.IMPORT or _is_module_of(span):
            return self._import(link, source, span)
        found = rewritten(span, replacement.text, replacement.option) or by_variable(span, replacement.text)
        shown = link_text(span, found.text) if found else None
        return tuple(each for each in (found, shown) if each)

    def _in_tree(self, link: Link, replacement: Replacement, span: Span) -> tuple[Rewritten, ...]:
        """Return the changes of a line in a drawn tree: another name in its directory, or no line for what is gone.

        A tree of directories that are gone themselves is not touched, nor a file that became a package.
        """
        expected, target = link.resolution.expected or "", replacement.target or ""
        directory = dirname(expected)
        if link.resolution.outcome is not Outcome.MISSING or not replacement.fate:
            return ()
        if not self.tree.is_directory(directory) or self.tree.is_directory(expected.removesuffix(".py")):
            return ()
        is_beside = replacement.text is not None and dirname(target) == directory
        if is_beside and not named_in_tree(span, basename(target)) and span.written == basename(expected):
            return (Rewritten(span.start, span.end, basename(target)),)
        return without_line(span) if is_beside or replacement.remedy is Remedy.RESTORE else ()

    def _import(self, link: Link, source: Source, span: Span) -> tuple[Rewritten, ...]:
        """Return the changes of an import. The names that one statement takes from a module are changed together."""
        wanted: dict[str, tuple[str, str]] = {}
        for other in self._at[link.reference.origin or link.reference.location]:
            module, colon, name = (self.replacements.of(other).text or "").partition(":")
            if module:
                wanted[other.reference.text.partition(":")[2]] = module, name if colon else ""
            elif self.replacements.of(other).remedy is not Remedy.KEEP:
                return ()  # a name that no other module has
            else:
                wanted[other.reference.text.partition(":")[2]] = "", ""
        staying = [name for name, (module, _) in wanted.items() if not module]
        moving = {name: new for name, new in wanted.items() if new[0]}
        modules = {module for module, _ in moving.values()}
        if not staying and len(modules) == 1 and all(name == new for name, (_, new) in moving.items()):
            return self._of_module(source, span, modules.pop(), names=any(moving))
        tree = self._parsed(source) if source.path.endswith(_PYTHON) else None
        return from_other_modules(source, tree, span.start, span.end, moving) if tree else ()

    def _of_module(self, source: Source, span: Span, module: str, *, names: bool) -> tuple[Rewritten, ...]:
        if names or not source.path.endswith(_PYTHON) or _is_starred(source, span):
            return (Rewritten(span.start, span.end, module),)
        tree = self._parsed(source)
        return plain_statement(source, tree, span.start, span.end, module) if tree else ()

    def _parsed(self, source: Source) -> ast.Module | None:
        """Return the syntax tree of a file, for a limited number of its imports: each search walks all of it."""
        tree, uses = self._trees.get(source.path) or (parsed(source), 0)
        self._trees[source.path] = tree, uses + 1
        return tree if uses < _MOST_IMPORTS else None

    @cached_property
    def _at(self) -> Mapping[Location, list[Link]]:
        """The references by the place where their text is written."""
        found: dict[Location, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.reference.origin or link.reference.location].append(link)
        return found

    def _source(self, path: str) -> Source | None:
        if path not in self._sources:
            try:
                self._sources[path] = Source.of(path, self.tree.read(path))
            except (Unreadable, Undecodable, KeyError):
                self._sources[path] = None
        return self._sources[path]


def _is_module_of(span: Span) -> bool:
    """True if only the module of a reference to an object is written in one place, as in ``python -c``."""
    module, colon, _ = span.meaning.partition(":")
    return bool(colon) and span.written == module


def _is_starred(source: Source, span: Span) -> bool:
    """True for ``from module import *``."""
    line = source.text[source.text.rfind("\n", 0, span.start) + 1 : span.start]
    return line.lstrip().startswith("from")
