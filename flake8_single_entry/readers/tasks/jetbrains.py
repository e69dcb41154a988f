"""Run configurations of PyCharm and IntelliJ: the script, module or application that each of them starts.

Source: JetBrains, "Run/debug configurations" (shared configurations are in ``.run`` or ``.idea/runConfigurations``).
``$PROJECT_DIR$`` is the parent of these directories, ``$MODULE_WORKING_DIR$`` is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.command import Context, Word, enter, read_script, read_words
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.nodes import Scalar
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.xml import Element, parse

SURFACE = "run-configuration"
_PROJECT = "$PROJECT_DIR$"


def scan(data: bytes) -> bool:
    """True if the file contains a configuration."""
    return b"<configuration" in data


def read(source: Source) -> Facts:
    """Return the references of all configurations of a file."""
    top, problems = parse(source)
    references: list[Reference] = []
    start = _project(source.path)
    for configuration in top.walk("configuration"):
        options = {option.get("name"): option.attributes.get("value") for option in configuration.walk("option")}
        references += _Configuration(start, options, _environment(configuration)).references(configuration.get("type"))
    return Facts(references=tuple(references), problems=problems)


def _project(path: str) -> Base:
    """Return the directory that contains ``.run`` or ``.idea``."""
    folders = path.split("/")[:-1]
    name = next((each for each in (".idea", ".run") if each in folders), "")
    return (
        Base(RelativeTo.FILE, "/".join([".."] * (len(folders) - folders.index(name))))
        if name
        else Base(RelativeTo.CALLER)
    )


def _environment(configuration: Element) -> dict[str, Scalar]:
    return {each.get("name"): each.attributes["value"] for each in configuration.walk("env") if each.get("value")}


class _Configuration:
    """A configuration: its options and its working directory."""

    def __init__(self, start: Base, options: dict[str, Scalar | None], environment: dict[str, Scalar]) -> None:
        self.start, self.options, self.environment = start, options, environment

    def references(self, kind: str) -> Iterator[Reference]:
        """Yield what a configuration of the given type starts."""
        if kind == "PythonConfigurationType":
            module = self._text("MODULE_MODE") == "true"
            before = ("python", "-m") if module else ("python",)
            yield from self._start(self.options.get("SCRIPT_NAME"), "WORKING_DIRECTORY", before, ("PARAMETERS",))
        elif kind.startswith("Python.FlaskServer"):
            target = self.options.get("target") or self.environment.get("FLASK_APP")
            yield from self._start(target, "WORKING_DIRECTORY", ("flask", "--app"), (), ("run",))
        elif kind.startswith("Python.FastAPI"):
            yield from self._start(self.options.get("file"), "WORKING_DIRECTORY", ("python",))
        elif kind == "ShConfigurationType":
            text = self.options.get("SCRIPT_TEXT")
            if self._text("EXECUTE_SCRIPT_FILE") == "true":
                yield from self._start(self.options.get("SCRIPT_PATH"), "SCRIPT_WORKING_DIRECTORY", ("bash",))
            elif text is not None and "$PROJECT_DIR$" not in text.text:
                base = self._directory("SCRIPT_WORKING_DIRECTORY")
                yield from read_script(text.snippet, Context(base, SURFACE)).references

    def _text(self, name: str) -> str:
        option = self.options.get(name)
        return option.text if option is not None else ""

    def _directory(self, name: str) -> Base:
        text = self._text(name)
        if text.startswith(_PROJECT):
            return enter(self.start, text.removeprefix(_PROJECT).lstrip("/") or ".")
        return enter(self.start, text) if text else self.start

    def _start(
        self,
        value: Scalar | None,
        directory: str,
        before: tuple[str, ...],
        parameters: tuple[str, ...] = (),
        after: tuple[str, ...] = (),
    ) -> Iterator[Reference]:
        if value is None or not value.text:
            return
        base, snippet = self._directory(directory), value.snippet
        if value.text.startswith(_PROJECT + "/"):
            base, snippet = self.start, snippet.part(len(_PROJECT) + 1, len(value.text))
        place = value.location
        known = "$" not in snippet.text
        target = Word(snippet.text, snippet.location(0, len(snippet.text)), known, snippet if known else None)
        rest = [word for name in parameters for word in self._words(name)]
        words = [*(Word(word, place) for word in before), target, *rest, *(Word(word, place) for word in after)]
        yield from read_words(words, Context(base, SURFACE)).references

    def _words(self, name: str) -> Iterator[Word]:
        """Yield the words of an option. Words with quotes or macros are unknown."""
        option = self.options.get(name)
        for match in re.finditer(r"\S+", option.text) if option is not None else ():
            assert option is not None
            part = option.snippet.part(*match.span())
            known = not re.search(r"[\"'$&]", part.text)
            yield Word(part.text, part.location(0, len(part.text)), known, part if known else None)
