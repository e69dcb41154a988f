"""The references of a document: each place once, and mentions for the files that its reader is to create."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_single_entry.conventions.directories import may_be_environment
from flake8_single_entry.conventions.placeholders import is_placeholder
from flake8_single_entry.model import Base, Claim, Kind, Reference, Via
from flake8_single_entry.syntax.source import Source


class DocumentReferences:
    """Collects references.

    ``shown`` are files whose content the document shows, and ``told`` those that it tells its reader to write.
    """

    def __init__(self, source: Source, surface: str) -> None:
        self.source = source
        self.surface = surface
        self.shown: set[str] = set()
        self.told: set[str] = set()
        self.found: dict[tuple[int, int, str], Reference] = {}

    def settled(self) -> Iterable[Reference]:
        """Return all references. Commands that start a file which the reader is to create become mentions."""
        for reference in self.found.values():
            text = reference.text.removeprefix("./")
            path = text if text.endswith(".py") else text.partition(":")[0].replace(".", "/") + ".py"
            if path not in self.shown and path not in self.told:
                yield reference
            elif reference.via is not Via.MENTION:
                yield reference._replace(via=Via.MENTION)

    def mention(
        self, start: int, end: int, text: str, kind: Kind, base: Base, runner: str, claim: Claim = Claim.PRESENT
    ) -> None:
        place = self.source.location(start, end)
        self.add([Reference(place, text, kind, base, self.surface, Via.MENTION, runner)], claim)

    def add(self, references: Iterable[Reference], claim: Claim = Claim.PRESENT) -> None:
        for each in references:
            if not is_placeholder(each.text) and not _is_installed(each.text):
                column = 0 if each.via is Via.MENTION else each.location.column
                self.found.setdefault((each.location.line, column, each.text), each._replace(claim=claim))


def _is_installed(text: str) -> bool:
    """Return True for a file of an installed package, and for the one that every package has."""
    return text == "__init__.py" or any(map(may_be_environment, text.split("/")[:-1]))
