"""What a rule is: a code, a name, a check, and a page in its module's docstring."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from flake8_single_entry.model import WRITTEN, Finding, Level, Link, Location, Related
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.resolve.level import level_of

_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]+\)")


class Rule(NamedTuple):
    """One rule. ``check`` yields its findings without fingerprints, in any order. Equal findings are reported once.

    ``level`` is the highest level of its findings.
    """

    code: str
    name: str
    check: Callable[[Project], Iterator[Finding]]
    level: Level = Level.ERROR

    @property
    def page(self) -> str:
        """The docstring of the rule's module: Markdown, with a summary in the first line."""
        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")

    @property
    def page_without_links(self) -> str:
        """The page without links to other pages, for readers in which these lead nowhere."""
        return _LINK.sub(r"\1", self.page)

    def finding(
        self,
        project: Project,
        location: Location,
        message: str,
        *,
        reference: str = "",
        target: str | None = None,
        suggestion: str | None = None,
        about: str | None = None,
        related: tuple[Related, ...] = (),
        level: Level = Level.ERROR,
    ) -> Finding:
        """Create a finding of this rule, at most of ``level``.

        Its scope is that of ``about`` (a path), else of ``target``, else of its own file.
        """
        return Finding(
            self.code,
            self.name,
            location,
            " ".join(message.split()),
            reference,
            target,
            suggestion,
            project.scope_of(about or target or location.path).root,
            related,
            level=min(self.level, level),
        )

    def about(
        self,
        project: Project,
        link: Link,
        message: str,
        *,
        target: str | None,
        suggestion: str | None,
        related: tuple[Related, ...] = (),
        level: Level = Level.ERROR,
    ) -> Finding:
        """Create a finding about a reference, at its location. It names the place where the text is written.

        Its level depends on how the reference is followed and what it resolves to.
        """
        reference = link.reference
        if reference.origin is not None:
            message += f" (written in {reference.origin.path} line {reference.origin.line})"
            related = (Related(reference.origin, WRITTEN), *related)
        return self.finding(
            project,
            reference.location,
            message,
            reference=reference.text,
            target=target,
            suggestion=suggestion,
            related=related,
            level=min(level, link.resolution.level, level_of(reference)),
        )._replace(edits=project.edits.of(link))
