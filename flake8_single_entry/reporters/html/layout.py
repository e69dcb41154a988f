"""Place the parts of a map and draw its lines. Lengths are in sixteenths of a rem, widths in percent of the map.

A line that passes the middle column gets a lane there, so that no line runs behind a box. These are the dummy vertices
of Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_single_entry.overview.values import Destination, Standing
from flake8_single_entry.reporters.html.view import View

GROUP, HEAD, ROW, FOOT, GAP = 32, 36, 24, 8, 12  # heights in the left column: those of style.css
NODE, NODE_GAP = 48, 8  # heights in the other columns
_LANE = 7
_COLUMNS = 34.0, (43.0, 62.0), 71.0  # edges of the columns: those of style.css
_WITHOUT_MIDDLE = 44.0, (0.0, 0.0), 62.0

FilePath = str
Bundle = tuple[FilePath, str]  # a file, and the key of what it starts


class Line(NamedTuple):
    """A line of the drawing: the ``d`` of its path, its colour, and the identifiers of both ends."""

    shape: str
    standing: Standing
    source: str
    target: str


class Layout(NamedTuple):
    """``identifiers`` are those of files and destinations, ``between`` the middle column with its gaps."""

    identifiers: Mapping[str, str]
    between: tuple[tuple[Destination, int], ...]
    lines: tuple[Line, ...]
    height: int


def layout(shown: View, prefix: str) -> Layout:
    """Place the parts of a map. ``prefix`` begins its identifiers."""
    return _Drawing(shown, prefix).layout()


class _Drawing:
    """The positions of everything in one map."""

    def __init__(self, shown: View, prefix: str) -> None:
        self.shown = shown
        boxes = [*shown.between, *(one for _, group in shown.groups for one in group), *shown.folded]
        paths = [*(one.file.path for one in shown.files), *(one.path for one in shown.more_files)]
        self.identifiers = {
            **{one.key: f"{prefix}d{number}" for number, one in enumerate(boxes)},
            **{_file(path): f"{prefix}f{number}" for number, path in enumerate(paths)},
        }
        self.sources: dict[Bundle, list[int]] = defaultdict(list)  # where the lines of a bundle begin
        self.targets: dict[str, int] = {}  # where the lines to a destination end
        self.between: dict[str, int] = {}  # the same for the middle column
        self.lanes: dict[Bundle, int] = {}
        self.columns = _COLUMNS if shown.between else _WITHOUT_MIDDLE

    def layout(self) -> Layout:
        left, right = self._place_files(), self._place_groups()
        below = self._place_middle()
        between = sorted(self.shown.between, key=lambda one: self.between[one.key])
        spaces, end = [], GROUP
        for one in between:
            top = self.between[one.key] - NODE // 2
            spaces.append(top - end)
            end = top + NODE
        lines = tuple(self._lines())
        return Layout(self.identifiers, tuple(zip(between, spaces, strict=True)), lines, max(left, right, below))

    def _place_files(self) -> int:
        top, category = 0, ""
        for one in self.shown.files:
            if one.file.category != category:
                category = one.file.category
                top += GROUP
            top += HEAD
            for arrow in one.arrows:
                self.sources[one.file.path, arrow.to].append(top + ROW // 2)
                top += ROW
            top += (ROW if one.hidden else 0) + FOOT + GAP
        return top

    def _place_groups(self) -> int:
        top = 0
        for _, group in self.shown.groups:
            top += GROUP
            for one in group:
                self.targets[one.key] = top + NODE // 2
                top += NODE + NODE_GAP
        for one in self.shown.folded:
            self.targets[one.key] = top + GROUP // 2
        return top + (GROUP if self.shown.folded else 0)

    def _place_middle(self) -> int:
        """Stack the boxes and lanes of the middle column, each near the middle of its lines."""
        wanted: list[tuple[float, int, Bundle]] = []
        for number, one in enumerate(self.shown.between):
            starts = [y for (_, to), ys in self.sources.items() if to == one.key for y in ys]
            ends = [self.targets[key] for key in one.leads_to if key in self.targets]
            middle = sum(starts) / len(starts) if starts else sum(ends) / len(ends) if ends else number * NODE
            wanted.append((middle, NODE, ("", one.key)))
        for bundle, starts in self.sources.items():
            if bundle[1] in self.targets and self.shown.between:
                middle = (sum(starts) / len(starts) + self.targets[bundle[1]]) / 2
                wanted.append((middle, _LANE, bundle))
        end = GROUP
        for middle, size, bundle in sorted(wanted):
            gap = NODE_GAP if size == NODE else 0
            top = max(end + gap, int(middle) - size // 2)
            end = top + size + gap
            if size == NODE:
                self.between[bundle[1]] = top + size // 2
            else:
                self.lanes[bundle] = top + size // 2
        return end

    def _lines(self) -> Iterator[Line]:
        left, (near, far), right = self.columns
        standings = self.shown.standings
        for (path, to), starts in self.sources.items():
            source, target = self.identifiers[_file(path)], self.identifiers.get(to, "")
            for start in starts:
                if to in self.between:
                    yield Line(_curve(left, start, near, self.between[to]), standings[to], source, target)
                elif to in self.targets and not self.shown.between:
                    yield Line(_curve(left, start, right, self.targets[to]), standings[to], source, target)
                elif to in self.targets:
                    lane = self.lanes[path, to]
                    shape = _curve(left, start, near, lane) + f"H{far:g}" + _bend(far, lane, right, self.targets[to])
                    yield Line(shape, standings[to], source, target)
        for one in self.shown.between:
            for key in one.leads_to:
                if key in self.targets:
                    shape = _curve(far, self.between[one.key], right, self.targets[key])
                    yield Line(shape, standings[key], self.identifiers[one.key], self.identifiers[key])


def _file(path: str) -> str:
    """Return the key of a file among the identifiers. Destinations are paths too."""
    return f"file {path}"


def _curve(x: float, y: int, to_x: float, to_y: int) -> str:
    return f"M{x:g} {y}{_bend(x, y, to_x, to_y)}"


def _bend(x: float, y: int, to_x: float, to_y: int) -> str:
    middle = (x + to_x) / 2
    return f"C{middle:g} {y} {middle:g} {to_y} {to_x:g} {to_y}"
