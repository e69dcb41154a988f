"""YAML text to nodes with their marks, safely: nothing is constructed, and nothing nests without a bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import yaml

_DEEPEST = 50
_TYPES = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "null": "nothing"}
_TYPES |= {"map": "a mapping", "seq": "a list", "timestamp": "a date"}

# The characters that YAML does not allow in a stream (YAML 1.1, 5.1 "Character Set").
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Mark(Protocol):
    """A place in the text, counted from 0: libyaml's marks and PyYAML's own."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class BadYamlError(ValueError):
    """The text is no YAML: what, and where (line and column from 1)."""

    def __init__(self, message: str, mark: _Mark | None) -> None:
        super().__init__(message)
        self.line, self.column = (mark.line + 1, mark.column + 1) if mark else (1, 1)


def compose(text: str) -> yaml.Node | None:
    """The root node of the only document; None where there is nothing in it. Raises ``BadYamlError``."""
    import yaml

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
