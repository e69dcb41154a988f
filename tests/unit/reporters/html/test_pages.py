"""Pages: nothing that a repository names becomes HTML, nothing is fetched, and hundreds of duplicates are folded."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_single_entry.model import Location
from flake8_single_entry.overview.values import Arrow, Destination, ScopeMap, Standing, StartingFile
from flake8_single_entry.readers.category import Category
from flake8_single_entry.reporters.html.elements import Html, element
from flake8_single_entry.reporters.html.layout import NODE, layout
from flake8_single_entry.reporters.html.listing import report, summary
from flake8_single_entry.reporters.html.view import MOST_FILES, MOST_IN_GROUP, MOST_ROWS, view

HOSTILE = ("<script>alert(1)</script>.py", '"><img src=x onerror=alert(1)>.py', "a\u202e'&\x1b.py", "\udcff.py")
_ENDLESS = ("meta",)


def spot(path: str, line: int = 1) -> Location:
    return Location(path, line, 1, line, 9)


def module(path: str, standing: Standing = Standing.DUPLICATE, leads_to: tuple[str, ...] = ()) -> Destination:
    return Destination(path, path, standing, spot(path), (), leads_to)


def starts(path: str, targets: Sequence[str], category: Category = Category.SCRIPT) -> StartingFile:
    arrows = (Arrow(spot(path, line), "starts", target, target) for line, target in enumerate(targets, 1))
    return StartingFile(path, category, tuple(arrows))


ENTRY = module("main.py", Standing.ENTRY)
WRAPPER = module("serve.py", Standing.WRAPPER, ("main.py",))
SMALL = ScopeMap(".", "evidence", (starts("run.sh", ["main.py", "old.py"]),), (ENTRY, module("old.py")))


class Outline(HTMLParser):
    """Collects the elements of a page, and fails on one that is not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.names: list[str] = []
        self.addresses: list[str] = []
        self.identifiers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "style")]
        self.identifiers += [value or "" for name, value in attrs if name == "id"]
        if tag not in _ENDLESS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    assert found.open == []
    return found


@pytest.mark.parametrize(
    ("children", "attributes", "expected"),
    [
        (("a<b",), {}, "<p>a&lt;b</p>"),
        ((Html("<b>x</b>"), "<i>"), {}, "<p><b>x</b>&lt;i&gt;</p>"),
        (("x",), {"title": "\"'<>&"}, '<p title="&quot;&#x27;&lt;&gt;&amp;">x</p>'),
        (("x",), {"class_": "", "data_to": "d1"}, '<p data-to="d1">x</p>'),
        (("a\x1b\u202e",), {}, "<p>a\\x1b\\u202e</p>"),
    ],
)
def test_elements_escape(children: tuple[str, ...], attributes: dict[str, str], expected: str) -> None:
    assert element("p", *children, **attributes) == expected


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text(name: str) -> None:
    fine = report("x", [SMALL], "list")
    scope = ScopeMap(name, "evidence", (starts(name, ["main.py", name]),), (ENTRY, module(name)), ((name, "tool"),))
    hostile = report(name, [scope], name)
    plain = ScopeMap("plain", "evidence", (starts("b", ["main.py", "c"]),), (ENTRY, module("c")), (("d", "tool"),))
    assert outline(hostile).names == outline(report("x", [plain], "list")).names
    assert outline(hostile).names.count("script") == outline(fine).names.count("script") == 1
    assert hostile.isprintable() or {char for char in hostile if not char.isprintable()} == {"\n"}


def test_nothing_is_fetched_and_the_policy_admits_the_style_and_script() -> None:
    text = report("x", [SMALL], "list")
    assert all(address.startswith("#") for address in outline(text).addresses)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#x27;none&#x27;; ")
    for kind in ("style", "script"):
        content = re.search(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        assert content is not None
        assert b64encode(sha256(content[1].encode()).digest()).decode() in policy[1]
    assert "http" not in text.replace("http-equiv", "")


def test_identifiers_are_unique_in_the_page() -> None:
    identifiers = outline(report("x", [SMALL, SMALL._replace(root="b")], "list")).identifiers
    assert len(identifiers) == len(set(identifiers)) > 4


def test_three_hundred_duplicates_are_folded() -> None:
    names = [f"main_v{number}.py" for number in range(300)]
    files = tuple(starts(f"run{number}.sh", names[number::10]) for number in range(40))
    scope = ScopeMap(".", "evidence", files, (ENTRY, *map(module, names)))
    shown = view(scope)
    assert len(shown.files) == MOST_FILES
    assert len(shown.more_files) == 40 - MOST_FILES
    assert {len(one.arrows) for one in shown.files} <= set(range(MOST_ROWS + 1))
    assert [title for title, _ in shown.groups] == ["Entry points", "Duplicates"]
    assert len(shown.groups[1][1]) == MOST_IN_GROUP
    assert len(shown.folded) == 300 - MOST_IN_GROUP
    text = report("x", [scope], "list")
    assert "<summary>288 more duplicates</summary>" in text
    assert text.count("<path") <= MOST_FILES * MOST_ROWS


def test_what_fails_is_drawn_first() -> None:
    dead = Destination("gone", "gone.py", Standing.DEAD, None)
    targets = ["main.py"] * 20 + ["old.py", "gone"]
    shown = view(ScopeMap(".", "evidence", (starts("run.sh", targets),), (ENTRY, module("old.py"), dead)))
    assert [one.to for one in shown.files[0].arrows][-2:] == ["old.py", "gone"]
    assert shown.files[0].hidden == 22 - (MOST_ROWS - 1)


def test_no_line_runs_behind_a_box_of_the_middle_column() -> None:
    files = tuple(starts(f"run{number}.sh", ["serve.py", "main.py", "old.py"]) for number in range(9))
    placed = layout(view(ScopeMap(".", "evidence", files, (ENTRY, WRAPPER, module("old.py")))), "s0")
    ((_, gap),) = placed.between
    box = range(32 + gap, 32 + gap + NODE)
    lanes = [int(match[1]) for line in placed.lines if (match := re.search(r" (\d+)H", line.shape))]
    assert len(lanes) == 18
    assert [lane for lane in lanes if lane in box] == []


def test_clean_scopes_are_folded_if_there_are_many() -> None:
    clean = ScopeMap("a", "evidence", (), (ENTRY,))
    scopes = [clean._replace(root=f"s{number}") for number in range(5)]
    text = report("x", [*scopes, SMALL], "list")
    assert text.count('<details class="scope">') == 5
    assert "<h2>The repository</h2>" in text


@st.composite
def scope_maps(draw: st.DrawFn) -> ScopeMap:
    """Maps of any size, in which arrows lead to destinations and to other files that start something."""
    modules = [module(f"m{number}.py", draw(st.sampled_from(Standing))) for number in range(draw(st.integers(1, 40)))]
    keys = [one.key for one in modules]
    paths = [f"f{number}" for number in range(draw(st.integers(0, 30)))]
    targets = st.lists(st.sampled_from([*keys, *paths]), min_size=1, max_size=12)
    files = tuple(starts(path, draw(targets), draw(st.sampled_from(Category))) for path in paths)
    leading = st.lists(st.sampled_from(keys), max_size=3).map(tuple)
    ready = tuple(one._replace(leads_to=draw(leading)) if one.standing.is_between else one for one in modules)
    return ScopeMap(".", "evidence", files, ready)


@settings(max_examples=60, deadline=None)
@given(scope_maps())
def test_any_map_becomes_a_page(scope: ScopeMap) -> None:
    found = outline(report("x", [scope], "list"))
    assert len(found.identifiers) == len(set(found.identifiers))
    assert {address[1:] for address in found.addresses} <= set(found.identifiers)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (SMALL, "1 entry point, 1 duplicate."),
        (ScopeMap(".", "", (), (ENTRY, WRAPPER)), "1 entry point, 1 wrapper, no duplicates, no dead ends."),
        (ScopeMap(".", "", (), (module("a.py", Standing.UNDECIDED),)), "0 entry points, 1 undecided, no duplicates, no dead ends."),
    ],
)  # fmt: skip
def test_summary(scope: ScopeMap, expected: str) -> None:
    assert summary([scope]) == expected


def test_a_project_without_programs_says_so() -> None:
    assert "No entry point or candidate found." in report("x", [], "list")
