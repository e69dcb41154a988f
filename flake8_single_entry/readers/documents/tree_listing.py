"""Directory trees drawn in documents: the Python files in a tree, with their full paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_single_entry.readers.documents.blocks import Span

_BRANCH = re.compile(
    r"(?P<lead>[│|┃╎┆ \t\u00a0]*)(?:├|└|╰|┣|┗|\|(?=[-_]{1,4}\s)|\+(?=-)|`(?=-)|\\(?=-))[─━\-_╴]*[> ]?\s*"
)
_NAME = re.compile(r"[^\w.@+(/\s│|-]{0,6}\s{0,2}[*`\[]{0,3}(?P<name>[\w.@+()/-]+)")
_DRAWN = re.compile(r"[├└╰┣┗]|^[^\S\n]*+[|`+\\]-{2}", re.MULTILINE)
_PLAIN = re.compile(r"\s*(?P<name>[\w.@+()-]+(?:/[\w.@+()-]+)*+/?)(?:\s{2,}\S.*|\s*(?:#|<-|←|-|—|\().*)?\s*$")


class TreeLine(NamedTuple):
    """A Python file in a tree: its directories from the top, the span of its name in the file, the remark beside it.

    Below a caption, only the directories below it are known.
    """

    folders: tuple[str, ...]
    start: int
    end: int
    remark: str
    root: str  # the path on the top line, or ""
    captioned: bool = False


def looks_like_tree(text: str) -> bool:
    """True if a block contains a tree drawn with branches."""
    return bool(_DRAWN.search(text))


def is_indented(lines: Sequence[str]) -> bool:
    """True if a block contains only names, indented below directories that end in a slash."""
    filled = [line for line in lines if line.strip()]
    rows = [match for line in filled if (match := _PLAIN.match(line))]
    return (
        len(filled) > 2
        and len(rows) == len(filled)
        and any(row["name"].endswith("/") for row in rows)
        and any(line[0] in " \t" for line in filled)
    )


def entries_of(text: str, spans: Sequence[Span]) -> Iterator[TreeLine]:
    """Yield the Python files of a tree. ``text`` is the text of the file, ``spans`` are the lines of the tree."""
    stack: list[tuple[int, str]] = []  # column and name of what contains the current line; captions have no name
    rows = [(text[start:end], start) for start, end in spans]
    tops = sum(1 for line, _ in rows if line and (line[0].isalnum() or line[0] in "._/"))
    root = ""
    for line, start in rows:
        branch = _BRANCH.match(line)
        column = branch.end() if branch else len(line) - len(line.lstrip())
        name = _NAME.match(line, column)
        if not name:
            continue
        while stack and stack[-1][0] >= column:
            stack.pop()
        label = name["name"]
        if label.endswith(".py"):
            folders, captioned = _folders([part for _, part in stack])
            first, last = name.span("name")
            yield TreeLine(folders, start + first, start + last, line[last:], root, captioned)
        elif _is_caption(label, line[name.end() :]):
            stack.extend([(column, "")] if branch else [])  # on top, it is the title of the whole tree
        elif tops == 1 and not branch and not stack and not root:
            root = "" if label.strip("./") == "" else label.rstrip("/").removeprefix("./")
        elif label.endswith("/") or "." not in label[1:]:
            stack.append((column, label.strip("/")))


def _folders(parts: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the directories below the last caption, and whether there is a caption."""
    below = len(parts) - parts[::-1].index("") if "" in parts else 0
    return tuple(parts[below:]), below > 0


def _is_caption(label: str, rest: str) -> bool:
    """Return True for a label that groups files by their subject: several words, or a word without a Latin letter.

    A directory ends in a slash, or its name is one word. ``src main code`` is a directory with a remark.
    """
    if "/" in label or "." in label:
        return False
    goes_on = rest[:1] == " " and rest[1:2].isalpha()
    if label.isascii():
        return goes_on and not label.islower()
    return goes_on or not any(letter.isascii() and letter.isalpha() for letter in label)
