"""Compose YAML into nodes with positions, safely: nothing is constructed, and nesting and aliases are limited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from flake8_single_entry.config.yaml_errors import explain
from flake8_single_entry.line_ends import line_starts, position, without_yaml_breaks
from flake8_single_entry.model import Location

if TYPE_CHECKING:
    import yaml

MOST_VALUES = 20_000  # including keys; an alias counts as all the values that it refers to
_DEEPEST = 50
_OPEN = 0  # the size of a node whose children are still being counted

# The characters that YAML does not allow in a stream (YAML 1.1, 5.1 "Character Set").
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Places:
    """Converts offsets in the text to locations inside it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.starts = line_starts(text)

    def line(self, node: yaml.Node) -> int:
        """Return the number of the line in which a node begins, from 1."""
        return position(self.starts, min(node.start_mark.index, len(self.text)))[0]

    def point(self, offset: int) -> Location:
        """Return the location of the character at an offset, or the end of its line."""
        return self.span(offset, offset + 1)

    def span(self, start: int, end: int) -> Location:
        """Return the location between two offsets, limited to the first line. Not empty if a character follows."""
        line, column = position(self.starts, min(start, len(self.text)))
        stop = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        width = stop - self.text.endswith("\r", self.starts[line - 1], stop) - self.starts[line - 1]
        last = column + (end - start)
        if not column < last <= width + 1:
            last = column + 1
        return Location(self.path, line, min(column, width + 1), line, min(last, width + 1))


class _Mark(Protocol):
    """A position in the text: a mark of libyaml or of PyYAML."""

    @property
    def index(self) -> int: ...


class BadYamlError(ValueError):
    """The text is not valid YAML, or exceeds a limit.

    ``reason`` is the reason, ``said`` what is wrong in the text, which may quote it, and ``offset`` the position.
    """

    def __init__(self, reason: str, offset: int, said: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.said = said
        self.offset = offset


def compose(text: str) -> yaml.Node | None:
    """Return the root node of the only document, or None if it is empty. Raises ``BadYamlError``."""
    import yaml

    text = without_yaml_breaks(text)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_excess(yaml.parse(text, loader))
        node: yaml.Node | None = yaml.compose(text, loader)
    except yaml.MarkedYAMLError as error:
        said, offset = explain(error, text)
        raise BadYamlError("this is not valid YAML", offset, said) from None
    except yaml.YAMLError:
        raise BadYamlError("this is not valid YAML", 0) from None
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return None
    _refuse_growth(node, {})
    return node


def _refuse_excess(events: Iterable[yaml.Event]) -> None:
    """Raise ``BadYamlError`` if the nesting is too deep or there are too many values.

    libyaml's composer recurses in C; deep nesting would crash the process.
    """
    import yaml

    depth = values = 0
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            values += 1
            if values > MOST_VALUES:
                raise _too_much(_offset(event.start_mark))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise BadYamlError("this is nested too deeply", _offset(event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refuse_growth(node: yaml.Node, sizes: dict[int, int]) -> int:
    """Return the number of values in a node, with aliases expanded. Raises if there are too many, or on a cycle.

    An alias follows its anchor in the text, so the recursion is no deeper than the nesting of the text.
    """
    known = sizes.get(id(node))
    if known == _OPEN:
        raise BadYamlError("an alias is inside the value that it refers to", node.start_mark.index)
    if known is not None:
        return known
    sizes[id(node)] = _OPEN
    size = 1
    for child in _children(node):
        size += _refuse_growth(child, sizes)
        if size > MOST_VALUES:
            raise _too_much(node.start_mark.index)
    sizes[id(node)] = size
    return size


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node.value, list):
        for child in node.value:
            if isinstance(child, tuple):
                yield from child
            else:
                yield child


def _offset(mark: _Mark | None) -> int:
    return mark.index if mark else 0


def _too_much(offset: int) -> BadYamlError:
    return BadYamlError(
        f"the file has more than {MOST_VALUES:,} values (an alias counts as all the values it refers to)", offset
    )
