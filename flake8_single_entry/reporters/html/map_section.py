"""The map of one scope as HTML: three columns, and an inline drawing of the lines between them.

On a narrow screen and in print the columns stand one below the other, and each row says where it leads.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import Location
from flake8_single_entry.overview.sentences import count
from flake8_single_entry.overview.values import Arrow, Destination, ScopeMap, Standing
from flake8_single_entry.readers.category import Category
from flake8_single_entry.reporters.html.elements import EMPTY, Html, element, together
from flake8_single_entry.reporters.html.layout import Layout, layout
from flake8_single_entry.reporters.html.view import FileView, View, view

TITLES = {
    Category.IMAGE: "Images",
    Category.SERVICES: "Services",
    Category.PROCESSES: "Processes",
    Category.DEPLOY: "Deployment",
    Category.PACKAGE: "Package",
    Category.BUILD: "Build",
    Category.SCRIPT: "Scripts",
    Category.TASK: "Tasks",
    Category.CI: "Workflows",
    Category.EDITOR: "Editors",
    Category.CHECK: "Checks",
    Category.DOCUMENT: "Documents",
    Category.NOTEBOOK: "Notebooks",
    Category.CODE: "Code and tests",
}
_CLASSES = {
    Standing.ENTRY: "entry",
    Standing.PROGRAM: "entry",
    Standing.WRAPPER: "between",
    Standing.LAUNCHER: "between",
    Standing.UNDECIDED: "undecided",
    Standing.DUPLICATE: "duplicate",
    Standing.ARCHIVED: "archived",
    Standing.DEAD: "dead",
}


def map_section(scope: ScopeMap, prefix: str) -> tuple[Html, str]:
    """Return the map of a scope, and the style rules of its positions. ``prefix`` begins its identifiers."""
    shown = view(scope)
    placed = layout(shown, prefix)
    columns = [
        element("section", *_left(shown, placed), class_="column", aria_label="What starts"),
        element("section", *_middle(placed), class_="column", aria_label="Wrappers and launchers"),
        element("section", *_right(shown, placed), class_="column", aria_label="What is started"),
    ]
    if not shown.between:
        del columns[1]
    kind = "map" if shown.between else "map direct"
    return element("div", _drawing(placed, prefix), *columns, class_=kind), _rules(placed, prefix)


def badge(standing: Standing) -> Html:
    """Return the word for a standing in its colour."""
    return element("span", str(standing), class_=f"badge {_CLASSES[standing]}")


def place(location: Location | None) -> str:
    return f"{location.path}:{location.line}" if location else ""


def _drawing(placed: Layout, prefix: str) -> Html:
    lines = [
        element("path", d=one.shape, class_=f"line {_CLASSES[one.standing]}", data_from=one.source, data_to=one.target)
        for one in placed.lines
    ]
    return element(
        "svg",
        *lines,
        id=f"{prefix}lines",
        viewBox=f"0 0 100 {placed.height}",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )


def _rules(placed: Layout, prefix: str) -> str:
    """Return the style rules for the height of the drawing and the room above the boxes of the middle column."""
    rules = [f"#{prefix}lines{{height:{placed.height / 16:g}rem}}"]
    rules += [f"#{placed.identifiers[one.key]}{{margin-top:{space / 16:g}rem}}" for one, space in placed.between]
    return "@media (min-width:60rem){" + "".join(rules) + "}"


def _left(shown: View, placed: Layout) -> Iterator[Html]:
    category = ""
    for one in shown.files:
        if one.file.category != category:
            category = one.file.category
            yield element("h3", TITLES[one.file.category])
        yield _file(one, shown, placed)
    if shown.more_files:
        cards = [_file(FileView(one, one.arrows, 0), shown, placed) for one in shown.more_files]
        yield _folded(count(len(cards), "more file"), cards)
    if not shown.files:
        yield element("p", "Nothing starts a module of this scope.", class_="empty")


def _file(one: FileView, shown: View, placed: Layout) -> Html:
    key = placed.identifiers[f"file {one.file.path}"]
    rows = [_row(arrow, shown, placed) for arrow in one.arrows]
    if one.hidden:
        rows.append(element("li", f"and {one.hidden} more, in the table below", class_="more"))
    head = element("h4", one.file.path, title=one.file.path)
    return element("div", head, element("ul", *rows), class_="file", id=key)


def _row(arrow: Arrow, shown: View, placed: Layout) -> Html:
    line = element("span", str(arrow.location.line), class_="line-number", title=f"line {arrow.location.line}")
    owner = element("span", arrow.owner, class_="owner") if arrow.owner else EMPTY
    via = element("span", arrow.via, class_="via") if arrow.via != "starts" else EMPTY
    what = element("span", owner, via, *_target(arrow, shown, placed), class_="what")
    standing = shown.standings.get(arrow.to)
    kind = f"row to-{_CLASSES[standing]}" if standing else "row"
    return element("li", line, what, class_=kind, data_to=placed.identifiers.get(arrow.to, ""))


def _target(arrow: Arrow, shown: View, placed: Layout) -> Iterator[Html]:
    """Yield what is written, and where it leads, which the lines show on a wide screen."""
    text = element("code", arrow.text, title=arrow.text)
    standing = shown.standings.get(arrow.to)
    if standing is not None:
        name = arrow.to if standing is not Standing.DEAD else arrow.to.partition(": ")[2]
        yield text
        yield element("span", "→ ", element("code", name), " ", badge(standing), class_="to")
        return
    address = f"#{placed.identifiers[f'file {arrow.to}']}"
    if arrow.text == arrow.to:
        yield element("a", text, href=address)
    else:
        yield text
        yield element("span", element("a", f"→ {arrow.to}", href=address), class_="to-file")


def _middle(placed: Layout) -> Iterator[Html]:
    yield element("h3", "Wrappers, launchers")
    for one, _ in placed.between:
        yield _box(one, placed)


def _right(shown: View, placed: Layout) -> Iterator[Html]:
    for title, group in shown.groups:
        yield element("h3", title)
        yield together(_box(one, placed) for one in group)
    if shown.folded:
        yield _folded(_counted(shown.folded), [_box(one, placed) for one in shown.folded])


def _box(one: Destination, placed: Layout) -> Html:
    """Return the box of a module or a dead end: its name and what it is, then its place and what else is known."""
    between = (str(one.standing),) if one.standing.is_between else ()
    notes = "; ".join((*between, *((f"line {one.place.line}",) if one.place else ()), *one.notes))
    leads = ", ".join(key for key in one.leads_to)
    label = EMPTY if between else badge(one.standing)
    first = element("div", element("code", one.name, title=one.name), label, class_="name")
    second = element("div", notes, class_="note", title=notes)
    said = element("div", f"→ {leads}", class_="to") if leads else EMPTY
    key = placed.identifiers[one.key]
    return element("div", first, second, said, class_=f"box {_CLASSES[one.standing]}", id=key)


def _counted(folded: tuple[Destination, ...]) -> str:
    numbers: dict[str, int] = {}
    for one in folded:
        numbers[one.standing] = numbers.get(one.standing, 0) + 1
    return ", ".join(count(number, f"more {word}") for word, number in numbers.items())


def _folded(title: str, parts: list[Html]) -> Html:
    return element("details", element("summary", title), *parts)
