"""Writes docs/surfaces.md from the registry of readers: ``python docs/make_surfaces.py``."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from flake8_single_entry.model import RelativeTo  # noqa: E402
from flake8_single_entry.readers import SURFACES, Surface  # noqa: E402
from flake8_single_entry.readers.declared.formats import DECLARATIONS, Declaration, Value  # noqa: E402

TARGET = HERE / "surfaces.md"
HEAD = """\
# Surfaces

A surface is a kind of file in which references are found. The table lists the files of each surface, what is read in
them, and a test project as an example; its expected findings are in the `.out` file beside it. In keys, `*` is any key,
`**` any depth, and `[]` each element of a list. Vendored directories are not read. In directories of fixtures and
templates (`testdata/`, `fixtures/`, `{{cookiecutter.name}}/`), only Python files are read.

A script or a Dockerfile without an ending in its name, and settings under other names, are known by their content
(`by-content`). A template or a sample (`app.service.j2`, `Dockerfile.template`, `Procfile.example`) is read as what it
becomes, but it is no image and no service, and what it names is reported only if git remembers it.

`python docs/make_surfaces.py` writes this page from the registry of readers.

| surface | files | what is read | project |
| - | - | - | - |
"""
_WHAT = {
    Value.COMMAND: "commands",
    Value.PATH: "paths",
    Value.MODULE: "modules",
    Value.OBJECT: "objects",
    Value.ATTRIBUTE: "objects",
    Value.TARGET: "paths or objects",
    Value.BUILD: "build inputs",
}
_FROM = {
    RelativeTo.FILE: "beside the file",
    RelativeTo.ROOT: "from the repository's root",
    RelativeTo.CALLER: "from wherever a person starts it",
}


def text() -> str:
    """The whole page."""
    return HEAD + "".join(_row(surface) for surface in SURFACES)


def fixture(surface: Surface) -> str:
    """The name of the project that shows a surface."""
    return "surface_" + re.sub(r"\W+", "_", surface.name).strip("_").lower()


def _row(surface: Surface) -> str:
    files = ", ".join(f"`{pattern}`" for pattern in surface.patterns)
    name = fixture(surface)
    cells = (surface.name, files, _what(surface), f"[{name}](../tests/projects/{name})")
    return "| " + " | ".join(cells).replace("||", "\\|\\|") + " |\n"


def _what(surface: Surface) -> str:
    declaration = next((each for each in DECLARATIONS if each.name == surface.name), None)
    if declaration is not None:
        return _declared(declaration)
    first = (import_module(f"flake8_single_entry.readers.{surface.module}").__doc__ or "").partition("\n\n")[0]
    return " ".join(first.replace("``", "`").split())


def _declared(declaration: Declaration) -> str:
    """What a declaration reads, by the kind of its values, and where commands start."""
    keys: dict[str, list[str]] = {}
    for key in declaration.keys:
        path = f"`{key.path}`"
        paths = keys.setdefault(_WHAT[key.value], [])
        if path not in paths:
            paths.append(path)
    parts = [f"{what} in {', '.join(paths)}" for what, paths in keys.items()]
    images = [key for key in declaration.keys if key.image is not None]
    start = f"in the directory that holds `{declaration.above}`" if declaration.above else _FROM[declaration.anchor]
    if images:
        start = "in the image" if len(images) == len(declaration.keys) else f"{start}, or in the image"
    return f"{'; '.join(parts)}; {start}"


def main() -> int:
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
