"""The replacement of each resolved reference, computed when it is first requested."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Kind, Link, Outcome, Role
from flake8_single_entry.project.replacements.attributes import MissingAttributes
from flake8_single_entry.project.replacements.missing import MissingTargets
from flake8_single_entry.project.replacements.rewriter import Rewriter
from flake8_single_entry.project.replacements.rewriting import rewrite
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.forms import is_nameless
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.project.roles import Roles

THROUGH = "through "  # begins the reason of a target that an image lacks, and that a script starts
_KEEP = Replacement(Remedy.KEEP)
_LAUNCHING = (Role.WRAPPER, Role.LAUNCHER)


@dataclass(frozen=True)
class Replacements:
    """Looks up what a reference should be replaced by."""

    tree: Tree
    roles: Roles
    attributes: Attributes
    resolver: Resolver | None = None
    _known: dict[Link, Replacement] = field(default_factory=dict, repr=False, compare=False)

    def of(self, link: Link) -> Replacement:
        """Return what the reference should be replaced by."""
        if link not in self._known:
            found = self._replacement(link)
            # A text that stays as it is is no way out; the fault is in what it resolves to.
            self._known[link] = found._replace(text=None) if found.text == link.reference.text else found
        return self._known[link]

    @cached_property
    def _rewriter(self) -> Rewriter:
        return Rewriter(self.attributes, self.resolver, self._launchers)

    def _launchers(self, path: str) -> tuple[str, ...]:
        """Return the modules in the scope of a file that start its entry point."""
        return tuple(one.path for one in self.roles.scope_of(path).candidates if one.role in _LAUNCHING)

    @cached_property
    def _missing(self) -> MissingTargets:
        return MissingTargets(self.tree, self.roles, self._rewriter)

    def _replacement(self, link: Link) -> Replacement:
        match link.resolution.outcome:
            case Outcome.FOUND:
                return self._found(link, link.resolution.target) if link.resolution.target else _KEEP
            case Outcome.MISSING:
                return self._missing.replacement(link)
            case Outcome.MALFORMED:
                return self._malformed(link, link.resolution.target or link.resolution.expected)
            case Outcome.NOT_SHIPPED:
                return self._not_shipped(link, link.resolution.expected or link.reference.text)
        return _KEEP

    def _found(self, link: Link, target: str) -> Replacement:
        role, lacking = self.roles.role(target), link.resolution.lacking
        if role is Role.ARCHIVED:
            return self._archived(link, target)
        if role is Role.DUPLICATE:
            return self._superseded(link, target)
        if lacking:
            return MissingAttributes(self.tree, self.roles, self._rewriter).replacement(link, target, lacking)
        return _KEEP

    def _archived(self, link: Link, target: str) -> Replacement:
        """Return the live module that replaces an archived one: the only namesake in the scope, or the entry point."""
        scope = self.roles.scope_of(target)
        prefix = "" if scope.root == "." else scope.root + "/"
        namesakes = self.tree.named(basename(target))
        same = [path for path in namesakes if path.startswith(prefix) and not self.roles.is_archived(path)]
        candidate = self.roles.candidate(target)
        new = self.roles.entry_for(target)
        if not new or not (new in same or (candidate and candidate.rival) or stem_of(target).is_entry):
            new = same[0] if len(same) == 1 and basename(target) != "__init__.py" else None
        return self._rewriter.use(link, target, new, Reason.SUCCESSOR) if new else Replacement(Remedy.RETURN)

    def _superseded(self, link: Link, target: str) -> Replacement:
        candidate = self.roles.candidate(target)
        winner = self.roles.entry_for(target) or (candidate.rival if candidate else "")
        return self._rewriter.use(link, target, winner, Reason.SUCCESSOR) if winner else Replacement(Remedy.DECIDE)

    def _malformed(self, link: Link, target: str | None) -> Replacement:
        if is_nameless(link.reference):
            text = self._rewriter.called(link.reference.text, target or "")
            return Replacement(Remedy.USE if text else Remedy.SPELL, target, text, Reason.FORM)
        text = _well_formed(link.reference.text, link.reference.base.search)
        if text is None:
            return Replacement(Remedy.SPELL)
        found = Replacement(Remedy.USE, target, text, Reason.FORM)
        winner = self.roles.entry_for(target) if target and not self.roles.is_live(target) else None
        if winner and target:
            meant = link._replace(reference=link.reference._replace(text=text))
            found = self._rewriter.use(meant, target, winner, Reason.SUCCESSOR)
        gone = link.resolution.target is None and target is not None and not self.tree.named(basename(target))
        if gone and found.text:
            return found._replace(remedy=Remedy.NAME_ANOTHER, text=None)
        return found

    def _not_shipped(self, link: Link, expected: str) -> Replacement:
        """Return the replacement of what an image lacks. The text of the script that starts it is not replaced."""
        entry, reason = self.roles.entry_for(expected), link.resolution.reason
        is_behind = reason.startswith(THROUGH)
        if entry and not self.roles.is_live(expected):
            if is_behind:
                return Replacement(Remedy.USE, entry, reason=Reason.SUCCESSOR)
            return self._rewriter.use(link, expected, entry, Reason.SUCCESSOR)
        if link.resolution.shipped:
            text = None if is_behind else _where_shipped(link, link.resolution.shipped)
            return Replacement(Remedy.USE, expected, text, Reason.SHIPPED)
        if reason.startswith("excluded"):
            return Replacement(Remedy.INCLUDE)
        return Replacement(Remedy.MOUNT if reason.startswith("hidden") else Remedy.COPY)


def _well_formed(text: str, search: tuple[str, ...]) -> str | None:
    """Return the text as a module name, if it can be one: ``./src/main.py:app`` is ``src.main:app``.

    If it begins with a directory on the import path (``search``), the name begins below that directory.
    """
    written, colon, attribute = text.partition(":")
    module = written.replace("\\", "/").removeprefix("./").removesuffix(".py")
    root = next((root for root in search if root and module.startswith(root + "/")), "")
    module = module[len(root) :].lstrip("/").replace("/", ".")
    if not all(part.isidentifier() for part in module.split(".")):
        return None
    return f"{module}{colon}{attribute}"


def _where_shipped(link: Link, there: str) -> str | None:
    """Return the text with which a reference resolves to a path of the image."""
    reference = link.reference
    if reference.kind in (Kind.PATH, Kind.BUILD):
        return there
    module = reference.text.partition(":")[0].replace(".", "/") + ".py"
    return rewrite(reference, "", module, there) if not there.startswith("/") else None
