"""rewriting: the text of a reference that names another file, in the same form."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Base, Kind, Location, Reference, RelativeTo, Via
from flake8_single_entry.project.replacements.rewriting import rewrite


def reference(
    text: str, kind: Kind = Kind.PATH, via: Via = Via.RUN, *, path: str = "Dockerfile",
    anchor: RelativeTo = RelativeTo.CALLER,
) -> Reference:  # fmt: skip
    return Reference(Location(path, 1, 1, 1, 2), text, kind, Base(anchor), "shell", via)


@pytest.mark.parametrize(
    ("source", "old", "new", "expected"),
    [
        (reference("./main_old.py"), "main_old.py", "src/main.py", "./src/main.py"),
        (reference("main_old.py"), "src/main_old.py", "src/main.py", "main.py"),
        (reference("main_old.py"), "src/main_old.py", "main.py", "main.py"),
        (reference("main_old.py", anchor=RelativeTo.FILE), "src/main_old.py", "main.py", "../main.py"),
        (reference("../main_old.py"), "main_old.py", "app/main.py", "../app/main.py"),
        (reference("src\\main_old.py"), "src/main_old.py", "src/main.py", "src\\main.py"),
        (reference("pkg"), "pkg/__main__.py", "src/main.py", "src/main.py"),
        (reference("/app/old.py", anchor=RelativeTo.IMAGE), "src/old.py", "src/web/main.py", "/app/web/main.py"),
        (reference("/app/old.py", anchor=RelativeTo.IMAGE), "src/old.py", "main.py", None),
        (reference("old.py", anchor=RelativeTo.IMAGE), "src/old.py", "main.py", None),
        (reference("old.py", via=Via.COPY, anchor=RelativeTo.CONTEXT), "api/old.py", "main.py", None),
        (reference("start.py"), "main_old.py", "src/main.py", None),
        (reference("main_old:app", Kind.OBJECT), "src/main_old.py", "src/main.py", "main:app"),
        (reference("main_old:app", Kind.OBJECT), "src/main_old.py", "main.py", None),
        (reference("main_old:make()", Kind.OBJECT), "main_old.py", "main.py", "main:make()"),
        (reference("a.b", Kind.MODULE), "a/b.py", "a/c/__main__.py", "a.c"),
        (reference("a.b", Kind.MODULE), "a/b.py", "a/main-v2.py", None),
        (reference("a.b", Kind.MODULE), "a/b.py", "a/main.sh", None),
        (reference("a.b", Kind.MODULE, Via.IMPORT), "a/b/__init__.py", "a/c.py", "a.c"),
        (reference("src:old", Kind.OBJECT, Via.IMPORT), "src/old.py", "src/main.py", "src:main"),
        (reference(".:old", Kind.OBJECT, Via.IMPORT, path="src/x.py"), "src/old.py", "src/main.py", ".:main"),
        (reference(".:old", Kind.OBJECT, Via.IMPORT, path="src/x.py"), "src/old.py", "src/a/main.py", ".a:main"),
        (reference("..x:old", Kind.OBJECT, Via.IMPORT, path="s/a/t.py"), "s/x/old.py", "s/main.py", "..:main"),
        (reference("a.b.C", Kind.OBJECT, Via.PATCH), "a/b.py", "a/d/e.py", "a.d.e.C"),
        (reference("a.b.C.m", Kind.OBJECT, Via.PATCH), "src/a/b.py", "src/d.py", "d.C.m"),
        (reference("x.y.C", Kind.OBJECT, Via.PATCH), "a/b.py", "a/c.py", None),
        (reference(".old:X", Kind.OBJECT, Via.IMPORT, path="src/x.py"), "src/old.py", "main.py", None),
    ],
)  # fmt: skip
def test_rewrite_keeps_the_form(source: Reference, old: str, new: str, expected: str | None) -> None:
    assert rewrite(source, "", old, new) == expected
