"""One input as a value: what it is given to, and its files; it can be written down and read again."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import NamedTuple

Files = tuple[tuple[str, bytes], ...]


class Case(NamedTuple):
    """An input. ``kind`` names what is tried (a key of ``checks.CHECKS``), ``name`` the surface, dialect or project.

    ``files`` are paths, relative to a root, with their bytes; most kinds have a single one.
    """

    kind: str
    name: str
    files: Files

    @property
    def size(self) -> int:
        """How many bytes its files hold."""
        return sum(len(data) for _, data in self.files)

    @property
    def title(self) -> str:
        """What it is given to, in a few words; projects are many."""
        return self.kind if len(self.files) > 1 or self.name == self.kind else f"{self.kind} {self.name}"

    def save(self, place: Path, reason: str) -> None:
        """Write the case to a file, with why it is kept."""
        files = [{"path": path, "base64": base64.b64encode(data).decode("ascii")} for path, data in self.files]
        shown = {path: data.decode("utf-8", "backslashreplace")[:2000] for path, data in self.files}
        document = {"kind": self.kind, "name": self.name, "reason": reason, "shown": shown, "files": files}
        place.write_text(json.dumps(document, indent=2) + "\n", "ascii")

    @classmethod
    def load(cls, place: Path) -> Case:
        """The case that ``save`` wrote."""
        document = json.loads(place.read_text("ascii"))
        files = tuple((one["path"], base64.b64decode(one["base64"])) for one in document["files"])
        return cls(document["kind"], document["name"], files)
