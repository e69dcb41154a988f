"""A hook of mkdocs that makes pages of the documents at the root, and rewrites what only a repository's viewer shows.

Every document reads well where it lies in the repository. On the site, a link to a document of the root leads to its
page, and a link to a file that is no page becomes its text. https://www.mkdocs.org/user-guide/configuration/#hooks
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import join, normpath, relpath
from posixpath import split as split_path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
# Documents of the root, and where their pages are on the site.
PAGES: Mapping[str, str] = {
    "SECURITY.md": "safety.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
_DOCUMENTS = {page: document for document, page in PAGES.items()}
_FENCED = re.compile(r"^([ \t]*)(`{3,}|~{3,}).*?^\1\2[ \t]*$\n?", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]\[]+)\]\((?P<target>[^)\s]+)\)")
_SECTION = re.compile(r"^\[[^\]]+\]\((?:\.\./)+README\.md#(?P<anchor>[\w-]+)\)$", re.MULTILINE)
_ITEM = re.compile(r"(?:[-*]|\d+\.) +")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a directory where the navigation names them by a glob."""
    config.nav = expanded(config.nav)
    return config


def expanded(node: Any) -> Any:
    """Return a part of the navigation with the pages that its globs match, a directory's README first."""
    if isinstance(node, dict):
        return {title: expanded(below) for title, below in node.items()}
    if isinstance(node, list):
        return [each for below in node for each in (_matches(below) if isinstance(below, str) else [expanded(below)])]
    return node


def _matches(entry: str) -> list[str]:
    if "*" not in entry:
        return [entry]
    found = (path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob(entry))
    return sorted(found, key=lambda page: (not page.endswith("README.md"), page))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents of the root to the pages."""
    from mkdocs.structure.files import File

    for document, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / document).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, files: Files, **_: object) -> str:
    """Return the text of a page as the site renders it."""
    uri = page.file.src_uri
    return indented(linked(included(markdown), uri, frozenset(each.src_uri for each in files)))


def included(markdown: str) -> str:
    """Return the text with a section of the README in place of each paragraph that is only a link to it.

    A text is thus written once. Raises ``LookupError`` if the README has no such section.
    """
    return _SECTION.sub(lambda link: _section(link["anchor"]), markdown)


def _section(anchor: str) -> str:
    for section in (ROOT / "README.md").read_text("utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        if title.lower().replace(" ", "-") == anchor:
            return body.strip()
    raise LookupError(f"README.md has no section #{anchor}")


def linked(markdown: str, uri: str, pages: frozenset[str]) -> str:
    """Return the text of the page ``uri`` with links that hold among ``pages``; code is left as it is."""
    parts: list[str] = []
    at = 0
    for fence in _FENCED.finditer(markdown):
        parts += [_linked(markdown[at : fence.start()], uri, pages), fence[0]]
        at = fence.end()
    return "".join([*parts, _linked(markdown[at:], uri, pages)])


def _linked(text: str, uri: str, pages: frozenset[str]) -> str:
    directory = split_path(join("docs", uri))[0]
    here = split_path(_DOCUMENTS.get(uri, join("docs", uri)))[0]

    def replaced(link: re.Match[str]) -> str:
        target, mark, anchor = link["target"].partition("#")
        if not target or "://" in target:
            return link[0]
        path = normpath(join(here, target))  # from the root of the repository
        page = join("docs", PAGES.get(path, "")) if path in PAGES else path
        if page.startswith("docs/") and page.removeprefix("docs/") in pages:
            return f"[{link['text']}]({relpath(page, directory)}{mark}{anchor})"
        return link["text"] if (ROOT / path).exists() else link[0]  # a link to nothing is left for mkdocs to report

    return _LINK.sub(replaced, text)


def indented(markdown: str) -> str:
    """Return the text with what belongs to an item of a list at the depth of four that Python-Markdown asks for.

    CommonMark asks for the width of the item's mark: https://spec.commonmark.org/0.31.2/#list-items
    """
    lines: list[str] = []
    width = 0  # of the mark of the list that the line may belong to
    fenced = False  # in code that belongs to no item
    for line in markdown.splitlines(keepends=True):
        mark = None if fenced else _ITEM.match(line)
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        if mark:
            width = mark.end()
        elif line[:1].strip():
            width = 0
        elif line.strip() and 0 < width < 4 and line.startswith(" " * width):
            line = " " * (4 - width) + line
        lines.append(line)
    return "".join(lines)
