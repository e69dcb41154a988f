"""A plan as a patch that ``git apply`` takes: moves as renames, and unified diffs.

The format is that of https://git-scm.com/docs/diff-format#generate_patch_text_with_p.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from flake8_single_entry.fixes.values import FileChange, Move, Plan

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def patch(plan: Plan) -> str:
    """Return the patch of a plan. Bytes that are not UTF-8 become lone surrogates."""
    return "".join((*_moves(plan.moves), *(_change(change) for change in plan.changes)))


def _moves(moves: Iterable[Move]) -> Iterator[str]:
    for old, new in moves:
        yield f"diff --git {_name('a/' + old)} {_name('b/' + new)}\nsimilarity index 100%\n"
        yield f"rename from {_name(old)}\nrename to {_name(new)}\n"


def _change(change: FileChange) -> str:
    old, new = _name("a/" + change.path), _name("b/" + change.path)
    is_new = change.before is None
    lines = unified_diff(_lines(change.before or b""), _lines(change.after), "/dev/null" if is_new else old, new)
    mode = "new file mode 100644\n" if is_new else ""
    return f"diff --git {old} {new}\n{mode}" + "".join(_closed(line) for line in lines)


def _lines(data: bytes) -> list[str]:
    """Return the lines with their LF. A CR belongs to its line."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    last = lines.pop()
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _closed(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _name(path: str) -> str:
    """Return a path as git writes it: in quotes if it has characters that would end it.

    https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath
    """
    if all(char.isprintable() and char not in _ESCAPES for char in path):
        return path
    return '"' + "".join(_ESCAPES.get(char) or _octal(char) for char in path) + '"'


def _octal(char: str) -> str:
    if char.isprintable():
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
