"""`.single-entry.yaml`: its values, and how they are read and validated."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from flake8_single_entry.config.settings import Config


def load(path: str, data: bytes, *, quotes: bool = True) -> Config:
    """Read a configuration file. Never raises for its contents: every mistake is in ``errors``, in file order.

    Without ``quotes``, the errors repeat no text of the file, and a file with errors has no scopes whose settings could
    be repeated: it may not be a configuration at all.
    """
    from flake8_single_entry.config.validation import (
        read,
    )  # importing PyYAML takes longer than most runs do

    return read(path, data, quotes=quotes)
