"""Change a YAML text in place: each method returns the few characters to replace, and everything else stays as written.

The nodes of the parser say where each value is. What they do not say (dashes, commas, comments) is found in the text
between them. A shape that is not understood raises ``ShapeError``, and whoever edits loads the result again.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import yaml

from flake8_single_entry.config.yaml_nodes import compose
from flake8_single_entry.config.yaml_rendering import INDENT, Value, block, flow
from flake8_single_entry.line_ends import line_starts, position, without_lone_returns, without_yaml_breaks
from flake8_single_entry.model import Location

_REST = re.compile(r"[ \t]*(,?)[ \t]*(?:(?<=[ \t,])#.*)?$", re.MULTILINE)  # of a line, after a value
_COMMA = re.compile(r"\s*,")
_COMMENT = re.compile(r"[ \t]+#.*")
_PAD = re.compile(r" *")


class ShapeError(ValueError):
    """The text is written in a way that cannot be edited safely."""


class Change(NamedTuple):
    """The characters from ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


class YamlText:
    """A YAML text without a byte order mark, and its nodes. Offsets count characters. Raises ``BadYamlError``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = without_lone_returns(text).replace("\r", " ")  # of the same length; every break is one LF
        self.root = compose(without_lone_returns(text))
        self.starts = line_starts(self._plain)
        ending = re.search(r"\r\n|\n|\r", text)
        self.ending = ending.group() if ending else "\n"

    @cached_property
    def _dashes(self) -> list[int]:
        """The offsets of the dashes of all block sequences."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        tokens = yaml.scan(without_yaml_breaks(without_lone_returns(self.text)), loader)
        return [token.start_mark.index for token in tokens if isinstance(token, yaml.BlockEntryToken)]

    @cached_property
    def list_indent(self) -> int:
        """How far the first block list of the file is indented below its key."""
        for key, value in _all_pairs(self.root):
            if isinstance(value, yaml.SequenceNode) and not value.flow_style and value.value:
                return max(self.column(value.start_mark.index) - self.column(key.start_mark.index), 0)
        return INDENT

    def column(self, offset: int) -> int:
        """Return the column of an offset, from 0."""
        return offset - self._line_start(offset)

    def replace_scalar(self, node: yaml.ScalarNode, written: str) -> list[Change]:
        """Write another scalar in place of one, unless it is the same. A comment on its first line stays."""
        start, end = node.start_mark.index, self._end(node, node.end_mark.index)
        if node.style in ("|", ">"):
            comment = _COMMENT.search(self._plain[start:end].partition("\n")[0])
            written += comment.group().rstrip() if comment else ""
        return [] if self.text[start:end] == written else [Change(start, end, written)]

    def add_pair(self, mapping: yaml.MappingNode, key: str, value: Value, after: Sequence[str] = ()) -> list[Change]:
        """Add a key after the last of the keys ``after`` that the mapping has, else at its end."""
        pairs = mapping.value
        known = [pair for pair in pairs if pair[0].value in after] or pairs[-1:]
        if mapping.flow_style:
            written = f"{key}: {flow(value)}"
            if not pairs:
                return [Change(mapping.start_mark.index, mapping.end_mark.index, f"{{ {written} }}")]
            return self._add_in_flow(self._pair_span(known[-1]), written)
        column = self.column(pairs[0][0].start_mark.index)
        lines = block({key: value}, column, self.list_indent)
        return [self._lines_after(self._pair_end(known[-1]), lines)]

    def fill(self, mapping: yaml.MappingNode, key: yaml.Node, empty: yaml.Node, value: Value) -> list[Change]:
        """Give a value to a key of a mapping that has none."""
        start, end = empty.start_mark.index, empty.end_mark.index
        if start != end:  # `~` or `null`
            return [Change(start, end, flow(value))]
        if mapping.flow_style:
            return [Change(start, end, flow(value) if self.text[start - 1] == " " else f" {flow(value)}")]
        column = self.column(key.start_mark.index) + INDENT
        return [self._lines_after(key.end_mark.index, block(value, column, self.list_indent))]

    def append(self, value: Value) -> Change:
        """Write the values of a text that has none, below its comments."""
        start = len(self.text)
        lead = "" if not self.text or self._plain.endswith("\n") else self.ending
        return Change(start, start, lead + "".join(line + self.ending for line in block(value, 0)))

    def location(self, path: str, change: Change) -> Location:
        """Return the place of a change in a file."""
        return Location(path, *position(self.starts, change.start), *position(self.starts, change.end))

    def remove_pair(self, mapping: yaml.MappingNode, index: int) -> list[Change]:
        """Remove a key and its value."""
        pairs = mapping.value
        start, end = pairs[index][0].start_mark.index, self._pair_end(pairs[index])
        if not mapping.flow_style:
            return [self._without_lines(start, end)]
        if len(pairs) == 1:
            return [Change(mapping.start_mark.index, mapping.end_mark.index, "{}")]
        return [self._without_in_flow([self._pair_span(pair) for pair in pairs], index, index)]

    def add_item(self, items: yaml.SequenceNode, value: Value, before: int | None = None) -> list[Change]:
        """Add an item at the end of a list, or before another. Raises ``ShapeError``."""
        nodes = items.value
        self._require_inside(items)
        if not nodes:
            return [Change(items.start_mark.index, items.end_mark.index, flow([value]))]
        if items.flow_style:
            if before is not None:
                start = nodes[before].start_mark.index
                alone = not self.text[self._line_start(start) : start].strip()
                between = f",{self.ending}{' ' * self.column(start)}" if alone else ", "
                return [Change(start, start, flow(value) + between)]
            return self._add_in_flow(self._span(nodes[-1]), flow(value))
        like = nodes[-1]
        dash = self._dash(like)
        pad, written = " " * self.column(dash), value
        if not isinstance(value, str) and isinstance(like, yaml.CollectionNode) and like.flow_style:
            written = flow(value)
        gap = max(self.column(like.start_mark.index) - self.column(dash), 2) if self._is_beside(dash, like) else 2
        first, *rest = block(written, self.column(dash) + gap)
        lines = [f"{pad}-{' ' * (gap - 1)}{first.lstrip()}", *rest]
        if before is None:
            return [self._lines_after(self._end(like, like.start_mark.index), lines)]
        place = self._with_comments(self._line_start(self._dash(nodes[before])))
        return [Change(place, place, "".join(line + self.ending for line in lines))]

    def remove_items(self, items: yaml.SequenceNode, indexes: Sequence[int]) -> dict[int, list[Change]]:
        """Remove some items of a list, but not all. Return what to change for each.

        Items at the end of a list in flow style are removed together.
        """
        nodes = items.value
        self._require_inside(items)
        if not items.flow_style:
            return {
                index: [
                    self._without_lines(
                        self._dash(nodes[index]), self._end(nodes[index], nodes[index].start_mark.index)
                    )
                ]
                for index in indexes
            }
        spans = [self._span(node) for node in nodes]
        last = len(nodes)
        while last - 1 in indexes:
            last -= 1
        tail = [self._without_in_flow(spans, last, len(nodes) - 1)] if last < len(nodes) else []
        return {index: tail if index >= last else [self._without_in_flow(spans, index, index)] for index in indexes}

    def _add_in_flow(self, span: tuple[int, int], written: str) -> list[Change]:
        """Add a value behind another in a flow collection. It gets a line of its own if the other has one."""
        start, end = span
        rest = _REST.match(self._plain, end)
        if rest is None or self._plain[self._line_start(start) : start].strip():
            comma = _COMMA.match(self._plain, end)
            return [Change(comma.end(), comma.end(), f" {written},")] if comma else [Change(end, end, f", {written}")]
        new_line = self._lines_after(end, [f"{' ' * self.column(start)}{written}{rest[1]}"])
        return [new_line] if rest[1] else [Change(end, end, ","), new_line]

    def _without_in_flow(self, spans: Sequence[tuple[int, int]], first: int, last: int) -> Change:
        """Remove neighbours in a flow collection: their lines if they have some to themselves."""
        start, end = spans[first][0], spans[last][1]
        line = self._line_start(start)
        rest = _REST.match(self._plain, end)
        if not self._plain[line:start].strip() and rest:
            return Change(self._with_comments(line), self._next_line(end), "")
        if last + 1 < len(spans):
            return Change(start, spans[last + 1][0], "")
        return Change(spans[first - 1][1] if first else start, end, "")

    def _without_lines(self, start: int, end: int) -> Change:
        """Remove the lines of a value, and the comments directly above it. Raises ``ShapeError``."""
        line = self._line_start(start)
        if self._plain[line:start].strip() or not _REST.match(self._plain, end):
            raise ShapeError("it shares a line with something else")
        first, last = self._with_comments(line), self._next_line(end)
        if last == len(self.text) and not self._plain.endswith("\n") and first:
            first -= (
                2 if self.text.endswith("\r\n", 0, first) else 1
            )  # the line before is the last now, and has no line break either
        return Change(first, last, "")

    def _with_comments(self, line: int) -> int:
        """Return where the comments directly above a line, in its column, begin. Those at the file's start are not."""
        first = number = bisect_right(self.starts, line) - 1
        pad = _PAD.match(self._plain, line)
        column = len(pad.group()) if pad else 0
        while number and self._is_comment(number - 1, column):
            number -= 1
        return self.starts[number if number else first]

    def _is_comment(self, number: int, column: int) -> bool:
        start = self.starts[number]
        return self._plain.startswith("#", start + column) and not self._plain[start : start + column].strip()

    def _lines_after(self, offset: int, lines: Iterable[str]) -> Change:
        """Insert lines below the line of an offset."""
        place = self._next_line(offset)
        if place == len(self.text) and not self._plain.endswith("\n"):
            return Change(place, place, "".join(self.ending + line for line in lines))
        return Change(place, place, "".join(line + self.ending for line in lines))

    def _span(self, node: yaml.Node) -> tuple[int, int]:
        return node.start_mark.index, self._end(node, node.end_mark.index)

    def _pair_span(self, pair: tuple[yaml.Node, yaml.Node]) -> tuple[int, int]:
        return pair[0].start_mark.index, self._pair_end(pair)

    def _pair_end(self, pair: tuple[yaml.Node, yaml.Node]) -> int:
        key, value = pair
        self._require_after(key, value)
        return self._end(value, key.end_mark.index)

    def _end(self, node: yaml.Node, before: int) -> int:
        """Return where the text of a node ends. For an empty one, this is ``before``. Raises ``ShapeError``."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            if start == end:
                return before
            return start + len(self._plain[start:end].rstrip()) if node.style in ("|", ">") else end
        if not isinstance(node, yaml.CollectionNode) or node.flow_style:
            return end
        last = node.value[-1]
        if isinstance(last, tuple):
            return self._pair_end(last)
        self._require_after(node, last)
        return self._end(last, self._dash(last) + 1)

    def _require_after(self, before: yaml.Node, after: yaml.Node) -> None:
        if after.start_mark.index < before.start_mark.index:
            raise ShapeError("an alias stands for it")

    def _require_inside(self, items: yaml.SequenceNode) -> None:
        for item in items.value:
            self._require_after(items, item)

    def _dash(self, item: yaml.Node) -> int:
        index = bisect_right(self._dashes, item.start_mark.index) - 1
        if index < 0:
            raise ShapeError("an alias stands for it")
        return self._dashes[index]

    def _is_beside(self, dash: int, item: yaml.Node) -> bool:
        return self._line_start(dash) == self._line_start(item.start_mark.index)

    def _line_start(self, offset: int) -> int:
        return self.starts[bisect_right(self.starts, offset) - 1]

    def _next_line(self, offset: int) -> int:
        number = bisect_left(self.starts, offset + 1)
        return self.starts[number] if number < len(self.starts) else len(self.text)


def applied(text: str, changes: Iterable[Change]) -> str:
    """Return a text with changes that do not overlap. Equal ones are made once."""
    for change in sorted(set(changes), reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _all_pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if node is None or isinstance(node.value, str):
        return
    for child in node.value:
        if isinstance(child, tuple):
            yield child
            yield from _all_pairs(child[1])
        else:
            yield from _all_pairs(child)
