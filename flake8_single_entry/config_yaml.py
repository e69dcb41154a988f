"""YAML text to nodes and their places, safely: nothing is constructed, and nothing nests without a bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from flake8_single_entry.line_ends import line_starts, position, without_yaml_breaks
from flake8_single_entry.model import Location

if TYPE_CHECKING:
    import yaml

_DEEPEST = 50
_TYPES = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "null": "nothing"}
_TYPES |= {"map": "a mapping", "seq": "a list", "timestamp": "a date"}

# The characters that YAML does not allow in a stream (YAML 1.1, 5.1 "Character Set").
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Places:
    """From offsets in the text to places; none lies outside of it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.starts = line_starts(text)

    def line(self, node: yaml.Node) -> int:
        """The number of the line that a node begins in."""
        return position(self.starts, min(node.start_mark.index, len(self.text)))[0]

    def point(self, offset: int) -> Location:
        """The character at an offset, or the end of its line."""
        return self.span(offset, offset + 1)

    def span(self, start: int, end: int) -> Location:
        """What stands between two offsets, as far as the first line holds it; never empty where a character follows."""
        start = min(start, len(self.text))
        line, column = position(self.starts, start)
        stop = self.text.find("\n", start)
        stop = len(self.text) if stop < 0 else stop
        if not start < end <= stop:
            end = min(start + 1, stop)
        return Location(self.path, line, column, line, column + max(end - start, 0))


class _Mark(Protocol):
    """A place in the text: libyaml's marks and PyYAML's own."""

    @property
    def index(self) -> int: ...


class BadYamlError(ValueError):
    """The text is no YAML: what, and at which offset."""

    def __init__(self, message: str, mark: _Mark | None) -> None:
        super().__init__(message)
        self.offset = mark.index if mark else 0


def compose(text: str) -> yaml.Node | None:
    """The root node of the only document; None where there is nothing in it. Raises ``BadYamlError``."""
    import yaml

    text = without_yaml_breaks(text)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_depth(yaml.parse(text, loader))
        node: yaml.Node | None = yaml.compose(text, loader)
    except yaml.MarkedYAMLError as error:
        words = " ".join(f"{error.context or ''} {error.problem or 'invalid'}".split())
        raise BadYamlError(f"this is not valid YAML: {words}", error.problem_mark or error.context_mark) from None
    except yaml.YAMLError:
        raise BadYamlError("this is not valid YAML", None) from None
    if node is not None and node.tag == "tag:yaml.org,2002:null":
        return None
    return node


def _refuse_depth(events: Iterable[yaml.Event]) -> None:
    """Raise for nesting beyond all sense: libyaml's composer recurses in C, and would take the process with it."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise BadYamlError("this is nested too deeply", event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def type_of(node: yaml.Node) -> str:
    """The short name of a node's type (``str``, ``map``, ...); a tag of the file's own gives its whole name."""
    return str(node.tag).removeprefix("tag:yaml.org,2002:")


def describe(node: yaml.Node) -> str:
    words = _TYPES.get(type_of(node), f"of the type {type_of(node)}")
    if isinstance(node.value, str) and node.value and type_of(node) != "null":
        return f"{words} (`{node.value}`)"
    return "empty" if type_of(node) == "null" else words
