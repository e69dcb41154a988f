"""What a rule is: a code, a name, a check, and a page in its module's docstring."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from flake8_single_entry.model import WRITTEN, Finding, Location, Reference, Related
from flake8_single_entry.project.project import Project


class Rule(NamedTuple):
    """One rule. ``check`` yields its findings without fingerprints, in any order. Equal findings are reported once."""

    code: str
    name: str
    check: Callable[[Project], Iterator[Finding]]

    @property
    def page(self) -> str:
        """The docstring of the rule's module: Markdown, with a summary in the first line."""
        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")

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
    ) -> Finding:
        """Create a finding of this rule.

        Its scope is that of ``about`` (a path), else of ``target``, else of its own file.
        """
        scope = project.scope_of(about or target or location.path).root
        return Finding(
            self.code, self.name, location, " ".join(message.split()), reference, target, suggestion, scope, related
        )

    def about(
        self,
        project: Project,
        reference: Reference,
        message: str,
        *,
        target: str | None,
        suggestion: str | None,
        related: tuple[Related, ...] = (),
    ) -> Finding:
        """Create a finding about a reference, at its location. It names the place where the text is written."""
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
        )
