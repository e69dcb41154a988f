"""The site: every page is in its navigation, and what only a repository's viewer shows is rewritten for it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def load(name: str) -> ModuleType:
    """Return a module of the documentation's tools, which are no package."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


site = load("make_site")


def entries(node: object) -> Iterator[str]:
    """Yield the pages that a part of the navigation names."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for below in node.values():
            yield from entries(below)
    elif isinstance(node, list):
        for below in node:
            yield from entries(below)


def test_every_page_is_in_the_navigation_once() -> None:
    named = list(entries(site.expanded(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"])))
    written = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]
    assert sorted(named) == sorted([*written, *site.PAGES.values()])


@pytest.mark.parametrize(
    ("uri", "text", "wanted"),
    [
        ("fix.md", "See [security](../SECURITY.md#guarantees).", "See [security](safety.md#guarantees)."),
        ("rules/ONE101.md", "[keys](../configuration.md#keys)", "[keys](../configuration.md#keys)"),
        ("rules/ONE101.md", "[changes](../../CHANGELOG.md)", "[changes](../changelog.md)"),
        ("safety.md", "[hooks](docs/git-hooks.md)", "[hooks](git-hooks.md)"),
        ("contributing.md", "[design](ARCHITECTURE.md)", "[design](architecture.md)"),
        ("git-hooks.md", "[`pre-push`](../hooks/pre-push)", "`pre-push`"),
        ("git-hooks.md", "[gone](gone.md), [here](#here)", "[gone](gone.md), [here](#here)"),
        ("fix.md", "[SARIF](https://example.org/sarif)", "[SARIF](https://example.org/sarif)"),
        ("index.md", "![map](map.png)", "![map](map.png)"),
        ("fix.md", "```\n[x](../SECURITY.md)\n```\n", "```\n[x](../SECURITY.md)\n```\n"),
    ],
)
def test_links(uri: str, text: str, wanted: str) -> None:
    pages = frozenset({"fix.md", "git-hooks.md", "configuration.md", "rules/ONE101.md", *site.PAGES.values()})
    assert site.linked(text, uri, pages) == wanted


def test_a_section_of_the_readme_is_shown_in_place_of_a_link_to_it() -> None:
    text = site.included("before\n\n[The figures.](../README.md#accuracy)\n\nafter\n")
    assert text.startswith("before\n\nWhat cannot be known")
    assert "| lines that people repaired later" in text
    assert text.endswith("\n\nafter\n")
    assert site.included("See the [README](../README.md#accuracy).") == "See the [README](../README.md#accuracy)."
    with pytest.raises(LookupError, match="no-such"):
        site.included("[x](../README.md#no-such)")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- a\n  b\n\n  ```sh\n    x\n  ```\n\nc\n", "- a\n    b\n\n    ```sh\n      x\n    ```\n\nc\n"),
        ("1. a\n   b\n", "1. a\n    b\n"),
        ("- a\n  - b\n", "- a\n    - b\n"),
        ("- a\n\n```yaml\n- b:\n  c\n```\n", "- a\n\n```yaml\n- b:\n  c\n```\n"),
        ("a\n  b\n", "a\n  b\n"),
    ],
)
def test_items_of_lists(text: str, wanted: str) -> None:
    assert site.indented(text) == wanted


def test_the_story_is_what_its_commands_say() -> None:
    assert load("make_story").text() == (DOCS / "story.md").read_text("utf-8"), "run `python docs/make_story.py`"


def test_the_comparison_says_of_us_what_we_report() -> None:
    comparison = load("make_comparison")
    ours = {comparison.OURS: comparison.COMMANDS[comparison.OURS]}
    said = comparison.outputs(ours)[comparison.OURS]
    page = (DOCS / "comparison.md").read_text("utf-8")
    assert comparison.columns_of(page)[comparison.OURS] == comparison.column(said), (
        "run `python docs/make_comparison.py`"
    )
    assert sum(map(len, comparison.columns_of(page).values())) == len(comparison.ROWS) * len(comparison.COMMANDS)


def test_the_comparison_says_of_us_what_we_have(monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = load("make_comparison")
    monkeypatch.setattr(comparison.shutil, "which", lambda _: None)  # only our own cells: the others need their tools
    page = (DOCS / "comparison.md").read_text("utf-8")
    there = comparison.columns_of(page, comparison.BEGIN_FEATURES, comparison.FEATURES)
    assert comparison.features() == {comparison.OURS: there[comparison.OURS]}, "run `python docs/make_comparison.py`"
    assert all(cell for column in there.values() for cell in column)
