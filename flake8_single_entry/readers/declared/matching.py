"""Match a file with its declaration: how it is parsed, and where its commands start."""

from __future__ import annotations

from functools import cache

from flake8_single_entry.model import Base, RelativeTo
from flake8_single_entry.readers.declared.formats import DECLARATIONS, Declaration
from flake8_single_entry.syntax.nodes import Parsed
from flake8_single_entry.syntax.placeholders import without_go_templates
from flake8_single_entry.syntax.source import Source


@cache
def declaration_of(path: str) -> Declaration | None:
    """Return the declaration whose patterns match a path: base names, or ends of the path for patterns with a ``/``."""
    from fnmatch import fnmatchcase

    name = path.rpartition("/")[2]
    for declaration in DECLARATIONS:
        for pattern in declaration.patterns:
            if fnmatchcase(f"/{path}", f"*/{pattern}") if "/" in pattern else fnmatchcase(name, pattern):
                return declaration
    return None


def parse_declared(source: Source, declaration: Declaration) -> Parsed:
    """Parse a file by its suffix if the format has several syntaxes, otherwise by the declared syntax."""
    suffix = source.path.rpartition(".")[2]
    syntax = {"toml": "toml", "json": "json", "jsonc": "json", "yml": "yaml", "yaml": "yaml"}.get(suffix)
    syntax = syntax or declaration.syntax
    if syntax == "toml":
        from flake8_single_entry.syntax.toml import parse
    elif syntax == "json":
        from flake8_single_entry.syntax.json import parse
    elif syntax == "ini":
        from flake8_single_entry.syntax.ini import parse
    elif syntax == "hcl":
        from flake8_single_entry.syntax.hcl import parse
    else:
        from flake8_single_entry.syntax.yaml import parse
    if declaration.rendered and "{{" in source.text:
        return parse(without_go_templates(source))._replace(problems=())
    return parse(source)


def start_of(declaration: Declaration, path: str) -> Base:
    """Return the base of commands: for ``.vscode/launch.json``, the directory that contains ``.vscode``."""
    folders = path.split("/")[:-1]
    if declaration.above and declaration.above not in folders:
        return Base(RelativeTo.CALLER)
    if declaration.above:
        depth = len(folders) - folders.index(declaration.above)
        return Base(declaration.anchor, "/".join([".."] * depth))
    return Base(anchor_at_root(path) if declaration.anchor is RelativeTo.ROOT else declaration.anchor)


def anchor_at_root(path: str) -> RelativeTo:
    """Return ROOT for a file at the root (below hidden directories at most), otherwise CALLER.

    A file of a nested project may refer to the root of that project or of the repository.
    """
    return RelativeTo.ROOT if all(folder.startswith(".") for folder in path.split("/")[:-1]) else RelativeTo.CALLER
