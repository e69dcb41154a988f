"""Tables of a page. A small script makes them sortable; without it, they keep the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flake8_single_entry.overview.values import ScopeMap
from flake8_single_entry.reporters.html.elements import Html, element
from flake8_single_entry.reporters.html.map_section import badge, place


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[str] = ()) -> Html:
    """Return a table. ``title`` describes it for screen readers, ``numbers`` are the heads of columns of numbers."""
    kinds = ["number" if head in numbers else "" for head in heads]
    head = element(
        "tr", *(element("th", text, scope="col", class_=kind) for text, kind in zip(heads, kinds, strict=True))
    )
    body = [element("tr", *(element("td", text, class_=kind) for text, kind in zip(row, kinds, strict=True)))
            for row in rows]  # fmt: skip
    made = element("table", element("thead", head), element("tbody", *body), aria_label=title)
    return element("div", made, class_="table", tabindex="0", role="region", aria_label=title)


def references(scope: ScopeMap) -> Html:
    """Return every reference of a map."""
    return table("References", ("File", "Line", "Does", "Text", "Leads to", "Which is"), _references(scope), ("Line",))


def _references(scope: ScopeMap) -> Iterator[Sequence[str]]:
    known = {one.key: one for one in scope.destinations}
    for file in scope.files:
        for arrow in file.arrows:
            to = known.get(arrow.to)
            name, standing = (to.name, badge(to.standing)) if to else (arrow.to, "another file")
            yield _code(file.path), str(arrow.location.line), arrow.via, _code(arrow.text), _code(name), standing


def modules(scope: ScopeMap) -> Html:
    """Return the modules and dead ends of a map, and the modules that never compete."""
    return table("Modules", ("Module", "Is", "Place", "Known of it"), _modules(scope))


def _modules(scope: ScopeMap) -> Iterator[Sequence[str]]:
    for one in scope.destinations:
        yield _code(one.name), badge(one.standing), _code(place(one.place)), "; ".join(one.notes)
    for path, role in scope.others:
        yield _code(path), role, "", ""


def _code(text: str) -> Html:
    return element("code", text)
