"""Texts on which a regular expression that backtracks takes seconds or years. All of these take milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import pytest

from flake8_single_entry.command.programs.docker import _COMPOSED
from flake8_single_entry.conventions.declarations import declarations_in
from flake8_single_entry.conventions.document_kinds import is_dated
from flake8_single_entry.conventions.headings import claim_of_heading, tells_of_changes
from flake8_single_entry.conventions.messages import is_called_outdated
from flake8_single_entry.engine.build import _REMOTE
from flake8_single_entry.project.dependencies.declarations import installed_by, reader_of, requirements
from flake8_single_entry.project.entry_points.program_content import _USUAL_SETTING
from flake8_single_entry.project.images.own_repository import _LAST
from flake8_single_entry.readers.documents.inline import _TOLD, ordered_in
from flake8_single_entry.readers.documents.presentation import presented_together
from tests.growth.measure import seconds

SIZE = 20_000
LIMIT = 1.0  # seconds of processor time
CASES: dict[str, Callable[[str], object]] = {
    "heading": tells_of_changes,
    "claim": claim_of_heading,
    "message": lambda text: is_called_outdated("", text),
    "opening": lambda text: is_dated("x.md", text),
    "container": _COMPOSED.fullmatch,
    "setting": _USUAL_SETTING.fullmatch,
    "declarations": lambda text: list(declarations_in("winner\n" + f"{text[:400]}\n" * (len(text) // 400))),
    "requirements": lambda text: list(requirements(text)),
    "commands": lambda text: list(installed_by(text)),
    "lock": lambda text: list(_read("uv.lock", text)),
    "told": lambda text: list(_TOLD.finditer(f"entrypoint={text}!")),
    "remotes": lambda text: _REMOTE.findall(f"url{text}"),
    "address": _LAST.search,
    "orders": lambda text: list(ordered_in(text)),
    "lists": lambda text: presented_together(f"- {text}\n- {text}"),
    "environment": lambda text: list(_read("environment.yml", text)),
}
TOKENS = (
    "-",
    " ",
    "/",
    '"',
    ".",
    "a",
    "_",
    "\n",
    "1.",
    "-_",
    "a ",
    "a/",
    "a.",
    "uv -/",
    "new file\t",
    "use main.py" + " " * 380,
)


def _read(name: str, text: str) -> Iterable[str]:
    reader = reader_of(name, "")
    return reader(text) if reader else ()


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("name", CASES)
def test_a_repeated_token_takes_linear_time(name: str, token: str) -> None:
    text = token * (SIZE // len(token))
    for tried in (text, f"{text}!", f"a{text}!"):
        assert seconds(partial(CASES[name], tried)) < LIMIT
