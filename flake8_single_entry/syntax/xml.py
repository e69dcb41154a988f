"""Parse XML into elements whose attributes are scalars with exact positions. Covers what settings need.

``parse(source)`` never raises. The parser is expat. Only the five predefined entities are expanded, and a document with
a document type declaration is rejected, so no input can expand without bound or fetch anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flake8_single_entry.model import Problem
from flake8_single_entry.syntax.nodes import DEEPEST, Scalar
from flake8_single_entry.syntax.source import Source

_ATTRIBUTE = re.compile(r"\s+([\w:.-]+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_NAME = re.compile(r"<([\w:.-]+)")


@dataclass(slots=True)
class Element:
    """An XML element; ``attributes`` by name."""

    name: str
    attributes: dict[str, Scalar] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return the text of an attribute, or "" if it is missing."""
        scalar = self.attributes.get(name)
        return scalar.text if scalar is not None else ""

    def walk(self, name: str) -> Iterator[Element]:
        """Yield the descendants with this name, in document order."""
        pending = list(reversed(self.children))
        while pending:
            element = pending.pop()
            if element.name == name:
                yield element
            pending.extend(reversed(element.children))


class _Refused(Exception):
    """The document declares a document type, or is nested too deeply."""


def parse(source: Source) -> tuple[Element, tuple[Problem, ...]]:
    """Return an element that contains the root element, and the problems found."""
    from xml.parsers import expat

    top = Element("")
    stack = [top]
    # One byte per character, so that the parser's byte offsets are character offsets.
    data = re.sub(r"[^\x00-\x7f]", "x", source.text).encode("ascii")
    parser = expat.ParserCreate("ascii")

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise _Refused("it is nested too deeply")
        element = _element(source, name, parser.CurrentByteIndex, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def refuse(*_: object) -> None:
        raise _Refused("it declares a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        at = min(max(parser.ErrorByteIndex, 0), len(source.text))
        return top, (Problem(source.location(at, at), f"not valid XML: {expat.ErrorString(error.code)}"),)
    except _Refused as error:
        return top, (Problem(source.location(0, 0), f"not read as XML: {error}"),)
    return top, ()


def _element(source: Source, name: str, start: int, attributes: dict[str, str]) -> Element:
    """Return an element. The positions of its attributes are found by searching the text of its tag."""
    element = Element(name)
    tag = _NAME.match(source.text, start)
    position = tag.end() if tag else start
    while match := _ATTRIBUTE.match(source.text, position):
        group = 2 if match[2] is not None else 3
        written = match[group]
        if match[1] in attributes:
            value = written if "&" not in written else attributes[match[1]]
            element.attributes[match[1]] = Scalar(source, value, "", match.start(group), match.end(group))
        position = match.end()
    return element
