"""The pages in a real browser, made by the built wheel: shape, contrast, structure, print, and life without scripts.

Needs Debian's chromium, playwright for Python, and axe-core, whose ``axe.min.js`` is named by ``AXE_CORE``. No browser
is downloaded. ``.ci/all`` installs all three.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import ROOT, Environment
from tests.support import Repository

playwright = pytest.importorskip("playwright.sync_api", reason="playwright for Python is not installed")
CHROMIUM = shutil.which("chromium")
AXE = os.environ.get("AXE_CORE", "")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.skipif(not os.path.isfile(AXE), reason="AXE_CORE does not name the axe.min.js of npm's axe-core"),
]
APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "%s"\n'
HOSTILE = ("src/main_<script>document.title=1<.py", "src/main_<img src=x onerror=alert(1)>.py")
SIZES = ((1280, 900), (390, 844))
LOOKS = [(width, height, scheme) for width, height in SIZES for scheme in ("light", "dark")]
PAGES = ("example", "many", "plan", "status")

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def pages(tool: Environment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of the example, and that of a repository with hundreds of duplicates and hostile names."""
    directory = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "examples/realtime-voice", directory / "example")
    many = Repository(directory / "many")
    many.root.mkdir()
    many.write({f"src/main_v{number}.py": APP % number for number in range(300)})
    many.write(dict.fromkeys(HOSTILE, APP % "hostile"))
    many.write(
        {
            "src/main.py": APP % "main",
            ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
            "Makefile": "".join(f"t{number}:\n\tpython src/main_v{number}.py\n" for number in range(300)),
            "run.sh": f"python '{HOSTILE[0]}'\npython '{HOSTILE[1]}'\npython src/main.py\npython src/gone.py\n",
        }
    )
    commands = {"example": "list", "many": "list", "plan": "plan", "status": "status"}
    for name, command in commands.items():
        root = "many" if name == "many" else "example"
        code, said = tool("single-entry", command, "--html", f"{name}.html", "--root", root, cwd=directory)
        assert code == 0, said
    return {name: directory / f"{name}.html" for name in PAGES}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def show(browser: Any, pages: dict[str, Path]) -> Iterator[Open]:
    """Open a page and return it. At the end, it must have asked for nothing and complained about nothing."""
    contexts, asked, said = [], [], []

    def opened(name: str, width: int = 1280, height: int = 900, scheme: str = "light", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.goto(pages[name].as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if url not in {path.as_uri() for path in pages.values()}] == []
    assert said == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(name: str, width: int, height: int, scheme: str, show: Open) -> None:
    page = show(name, width, height, scheme, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for is_open in (False, True):
        page.evaluate(f"document.querySelectorAll('details').forEach(each => each.open = {str(is_open).lower()})")
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run()")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_lines_end_at_their_boxes(show: Open) -> None:
    """What the layout computes is what the browser shows, for each line of the example."""
    page = show("example")
    off = page.evaluate(
        """() => [...document.querySelectorAll(".line")].map(line => {
            const matrix = line.getScreenCTM(), end = line.getPointAtLength(line.getTotalLength());
            const at = new DOMPoint(end.x, end.y).matrixTransform(matrix);
            const box = document.getElementById(line.dataset.to).getBoundingClientRect();
            return Math.max(Math.abs(at.x - box.left), Math.abs(at.y - (box.top + box.bottom) / 2));
        }).filter(distance => distance > 3)"""
    )
    assert page.locator(".line").count() > 20
    assert off == []


def test_the_lines_begin_at_their_rows(show: Open) -> None:
    page = show("example")
    off = page.evaluate(
        """() => [...document.querySelectorAll(".line")].filter(line => {
            const source = document.getElementById(line.dataset.from);
            const rows = [...source.querySelectorAll(`.row[data-to="${line.dataset.to}"]`)];
            const start = line.getPointAtLength(0);
            const at = new DOMPoint(start.x, start.y).matrixTransform(line.getScreenCTM());
            const middles = (rows.length ? rows : [source]).map(row => row.getBoundingClientRect());
            return !middles.some(box => Math.abs(at.y - (box.top + box.bottom) / 2) <= 3);
        }).length"""
    )
    assert off == 0


def test_a_click_sorts_a_table(show: Open) -> None:
    page = show("example")
    page.get_by_text("All modules and references as tables").click()
    table = page.get_by_role("table", name="References")
    cells = table.locator("tbody td:nth-child(2)")
    for _ in range(2):
        table.get_by_role("button", name="Line").click()
        lines = [int(text) for text in cells.all_inner_texts()]
        assert lines in (sorted(lines), sorted(lines, reverse=True))
    assert lines[0] > lines[-1]
    assert table.locator("th[aria-sort=descending]").count() == 1


def test_the_tables_of_a_plan_are_sortable(show: Open) -> None:
    table = show("plan").get_by_role("table", name="Variants")
    table.get_by_role("button", name="Lines of code").click()
    sizes = [int(text) for text in table.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert len(sizes) == 13
    assert sizes == sorted(sizes)


def test_the_pointer_traces_lines(show: Open) -> None:
    page = show("example")
    page.locator(".box.between").hover()
    assert 0 < page.locator(".line.on").count() < page.locator(".line").count()
    page.locator("h1").hover()
    assert page.locator(".map.traced").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_complete_without_scripts(name: str, show: Open) -> None:
    with_scripts, without = show(name), show(name, java_script_enabled=False)
    assert without.locator("body").inner_text() == with_scripts.locator("body").inner_text()


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text(name: str, show: Open) -> None:
    page = show("many")
    assert page.title() == "Entry points of many"
    assert page.locator("img").count() == 0
    assert page.locator("code", has_text=name).count() > 0


def test_print_has_black_text_on_white_and_no_lines(show: Open) -> None:
    page = show("example", 794, 1123, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert not page.locator("svg").first.is_visible()
    assert page.locator(".to").first.is_visible()
