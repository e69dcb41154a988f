"""Expand make variables in recipes before the shell reads them. Other text is left to the shell.

Source: GNU make manual, "Basics of Variable References", "Automatic Variables", "Functions for Conditionals" and "The
shell Function".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from flake8_single_entry.readers.tasks.make_syntax import Assignment
from flake8_single_entry.syntax.source import Snippet

DIRECTORY = "CURDIR"
"""The shell variable that represents the makefile's directory in expanded text."""

UNKNOWN = "${MAKE_UNKNOWN}"
"""The replacement for references that only make can expand: a shell variable that is never set."""

_NAME = re.compile(r"[A-Za-z_][\w.\-]*$")
_SHELL_NAME = re.compile(r"[A-Za-z_]\w*$")
_HERE = re.compile(r"(?:CURDIR|PWD|shell\s+pwd|realpath\s+\.|abspath\s+\.)/?$")
_LOOKED_UP = re.compile(r"shell\s+(?:command\s+-v|which|type\s+-[pP])\s+([\w.+/-]+)")
_EITHER = re.compile(r"(if|or)\s+(.*)", re.DOTALL)
_MOST_VALUES = 6
_LONGEST = 20_000
_DEEPEST = 50


class Variables:
    """The variables of a makefile. A variable that several lines set to different values may have any of them."""

    def __init__(self, assignments: Iterable[Assignment], outer: Variables | None = None) -> None:
        self._values: dict[str, str | None] = dict(outer._values) if outer else {}
        self._several: dict[str, tuple[str, ...]] = dict(outer._several) if outer else {}
        self._expanded: dict[str, str] = {}
        self._places: dict[str, Snippet | None] = dict(outer._places) if outer else {}
        self._depth = 0  # of values inside each other
        set_here: set[str] = set()
        for each in assignments:
            before = self._values.get(each.name)
            if each.operator == "!=":
                self._values[each.name] = None
            elif each.operator == "+=":
                if each.name not in self._values:
                    self._values[each.name] = each.value
                elif before is not None:
                    whole = f"{before} {each.value}"
                    self._values[each.name] = whole if len(whole) <= _LONGEST else None
            elif each.operator == "?=" and each.name in self._values:
                continue
            elif each.name in set_here and before != each.value:
                earlier = self._several.get(each.name) or (() if before is None else (before,))
                self._several[each.name] = (*earlier, each.value)[-_MOST_VALUES:]
                self._values[each.name] = None
            else:
                self._values[each.name] = each.value
            self._places[each.name] = each.place if self._values.get(each.name) == each.value else None
            if each.operator not in ("?=", "+="):
                set_here.add(each.name)

    def get(self, name: str) -> str | None:
        """Return the value as written, or None if it is unknown."""
        return self._values.get(name)

    @cached_property
    def choices(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The variables that may have several values, with these values as the shell receives them."""
        return tuple(
            (name, tuple(dict.fromkeys(map(self.expand_text, values))))
            for name, values in self._several.items()
            if _SHELL_NAME.match(name) and len(values) > 1 and self._values.get(name) is None
        )

    def expand_text(self, text: str) -> str:
        """Replace each reference in a text. Unknown values become a shell variable that is never set."""
        pieces: list[str] = []
        length = last = 0
        for start, end, value in self._references(text):
            pieces += (text[last:start], value)
            length += start - last + len(value)
            last = end
            if length > _LONGEST:
                return UNKNOWN
        return "".join(pieces) + text[last:]

    def expand(self, snippet: Snippet, automatic: Mapping[str, Snippet] | None = None) -> Snippet:
        """Replace each reference in a snippet.

        A value that is written on one line as it is keeps its position, and so do those of ``automatic`` variables
        (``<``). Any other is mapped to the position of the reference.
        """
        text = snippet.text
        segments = list(snippet.segments)
        pieces: list[str] = []
        result: list[tuple[int, int]] = []
        length = last = 0
        for start, end, value in self._references(text):
            result += _moved(segments, last, start, length, snippet)
            pieces.append(text[last:start])
            length += start - last
            name = text[start:end].strip("$(){}")
            own = (automatic or {}).get(name) or (self._place(name, value) if _is_word(text, start, end) else None)
            if own is not None:
                result += [(length + here, there) for here, there in own.segments]
                pieces.append(own.text)
                length += len(own.text)
                last = end
                continue
            first, final = snippet.origin(start), snippet.origin(end - 1)
            result.append((length, first))
            # A value that is longer than its reference is mapped to the end of the reference.
            width = final - first
            result += [(length + index, final) for index in range(max(width, 1), len(value))]
            if 1 < len(value) <= width:
                result.append((length + len(value) - 1, final))
            pieces.append(value)
            length += len(value)
            last = end
            if length > _LONGEST:
                break
        result += _moved(segments, last, len(text), length, snippet)
        return Snippet(snippet.source, "".join(pieces) + text[last:], tuple(dict(result).items()) or ((0, 0),))

    def _place(self, name: str, value: str) -> Snippet | None:
        """Return where the value of a variable is written, or None if it is made of others or on several lines."""
        place = self._places.get(name)
        return place if place is not None and place.text == value else None

    def _references(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield each ``$`` reference of a text: its start, its end, and its replacement for the shell."""
        position = text.find("$")
        while 0 <= position < len(text) - 1:
            following = text[position + 1]
            end = closing(text, position + 1) if following in "({" else position + 2
            if following == "$":
                value = "$"
            elif following in "({":
                value = self._value(text[position + 2 : end - 1])
            else:
                value = UNKNOWN
            yield position, end, value
            position = text.find("$", end)

    def _value(self, name: str) -> str:
        if _HERE.match(name) or ("MAKEFILE_LIST" in name and "dir" in name and "notdir" not in name):
            return f"${{{DIRECTORY}}}" + ("/" if name.startswith("dir ") else "")
        if name == "MAKE":
            return "make"
        if found := _LOOKED_UP.match(name):
            return found[1]
        if either := _EITHER.match(name):
            return self._either(either[1], _split(either[2]))
        if not _NAME.match(name):
            return UNKNOWN
        if name not in self._expanded:
            value = self._values.get(name)
            # This placeholder is used while the value is expanded, so that cycles end.
            self._expanded[name] = f"${{{name}}}" if _SHELL_NAME.match(name) else UNKNOWN
            if value is not None:
                self._depth += 1
                self._expanded[name] = self.expand_text(value) if self._depth <= _DEEPEST else UNKNOWN
                self._depth -= 1
        return self._expanded[name]

    def _either(self, function: str, arguments: list[str]) -> str:
        """Return a value that ``$(if …)`` or ``$(or …)`` may have: the first that is known."""
        self._depth += 1
        options = arguments[1:] if function == "if" else arguments
        values = [self.expand_text(each.strip()) for each in options] if self._depth <= _DEEPEST else []
        self._depth -= 1
        return next((value for value in values if value and "$" not in value), UNKNOWN)


def _is_word(text: str, start: int, end: int) -> bool:
    """Return True if a part of a text is not joined to what stands around it."""
    return not (text[max(start - 1, 0) : start] + text[end : end + 1]).strip(" \t\n\"'")


def _split(text: str) -> list[str]:
    """Split the arguments of a function at its commas."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in "({") - (character in ")}")
        if character == "," and not depth:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def closing(text: str, start: int) -> int:
    """Return the end of the ``(…)`` or ``{…}`` at ``start``, counting nested brackets, or the end of the text."""
    opening, last, depth = text[start], ")" if text[start] == "(" else "}", 0
    for position in range(start, len(text)):
        if text[position] == opening:
            depth += 1
        elif text[position] == last:
            depth -= 1
            if not depth:
                return position + 1
    return len(text)


def _moved(
    segments: list[tuple[int, int]], start: int, end: int, target: int, snippet: Snippet
) -> list[tuple[int, int]]:
    """Return the segments between two offsets, shifted to begin at ``target``."""
    if start >= end:
        return []
    between = segments[bisect_left(segments, (start + 1,)) : bisect_left(segments, (end,))]
    inner = [(target + here - start, there) for here, there in between]
    return [(target, snippet.origin(start)), *inner]
