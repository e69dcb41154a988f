"""What is measured: each reader upon the file of its project, each dialect of commands, ``suppress`` and the rest.

A subject takes a text. It has places where repeated tokens can stand: a prefix that makes it look, and a suffix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from flake8_single_entry import command, suppress
from flake8_single_entry.command import Context, Word
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.facts.store import read_file
from flake8_single_entry.model import Base, Facts, Finding, Location, RelativeTo
from flake8_single_entry.readers import SURFACES, Surface, surface_of
from flake8_single_entry.readers.python.traits.sketch import sketch
from flake8_single_entry.syntax.source import Snippet, Source

PROJECTS = Path(__file__).parents[1] / "projects"
CONTEXT = Context(Base(RelativeTo.CALLER), "shell")


@dataclass(frozen=True)
class Place:
    """Where tokens are put: what stands before and behind all of them, and what separates them."""

    name: str
    before: str
    after: str = ""
    between: str = ""

    def text(self, token: str, size: int) -> str:
        unit = token + self.between
        return self.before + unit * max(size // len(unit.encode()), 1) + self.after


@dataclass(frozen=True)
class Subject:
    """One reader or parser, what family of tokens it takes, and where they are put."""

    name: str
    family: str
    run: Callable[[str], object]
    places: tuple[Place, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    return (*_readers(), *_dialects(), *_comments(), *_others())


# The readers


_FAMILIES = {
    "dockerfile": "docker",
    "dockerignore": "lines",
    "makefile": "make",
    "procfile": "shell",
    "jenkinsfile": "groovy",
    "justfile": "just",
    "cron": "shell",
    "modd": "shell",
    "environment": "shell",
    "terraform": "hcl",
    "pyinstaller": "python",
    "build-file": "python",
    "setup.py": "python",
    "python": "python",
    "shell": "shell",
    "batch": "batch",
    "powershell": "powershell",
    "markdown": "markdown",
    "rst": "rst",
    "text": "markdown",
    "run-configuration": "xml",
    ".replit": "toml",
    "mlproject": "yaml",
    "elastic-beanstalk": "yaml",
}
_ENDINGS = {
    ("yml", "yaml"): "yaml",
    ("json", "ipynb", "code-workspace"): "json",
    ("toml",): "toml",
    ("ini", "cfg", "conf", "service"): "ini",
}


def _family(surface: Surface, path: str) -> str:
    ending = path.rpartition(".")[2]
    of_ending = next((family for endings, family in _ENDINGS.items() if ending in endings), "")
    return _FAMILIES.get(surface.name) or of_ending or "lines"


def _readers() -> Iterator[Subject]:
    """One for each surface and kind of file that its projects hold."""
    seen: set[tuple[str, str]] = set()
    for project in sorted(PROJECTS.iterdir()):
        if not project.is_dir():
            continue
        for file in sorted(project.rglob("*")):
            path = file.relative_to(project).as_posix()
            surface = surface_of(path)
            if surface is None or not file.is_file() or file.stat().st_size > 4000:
                continue
            key = (surface.name, _family(surface, path))
            if key not in seen and (facts := read_file(path, file.read_bytes())).references:
                seen.add(key)
                text = file.read_bytes().decode()
                places = tuple(_around(Source.of_text(path, text), facts))
                yield Subject(" ".join(key), key[1], partial(_read, path, surface), places)
    missing = {surface.name for surface in SURFACES} - {name for name, _ in seen}
    for name in sorted(missing):
        surface = next(one for one in SURFACES if one.name == name)
        path = surface.patterns[0].replace("*", "x")
        yield Subject(name, "lines", partial(_read, path, surface), (Place("alone", ""),))


def _around(source: Source, facts: Facts) -> Iterator[Place]:
    """At the end of the file, inside the line of its first reference, and as lines below that."""
    text, here = source.text, facts.references[0].location
    end = source.offset(here.end_line, here.end_column)
    line_end = text.find("\n", end) + 1 or len(text)
    line = source.line(here.line)
    indent = line[: len(line) - len(line.lstrip(" \t-"))]
    yield Place("end", text)
    yield Place("inside", text[:end], text[end:])
    yield Place("below", text[:line_end] + indent, "\n" + text[line_end:])
    yield Place("lines", text[:line_end], text[line_end:], "\n" + indent.replace("-", " "))


def _read(path: str, surface: Surface, text: str) -> None:
    data = text.encode()
    surface.load().scan(data)
    read_file(path, data)


# Commands


def _dialects() -> Iterator[Subject]:
    """Each dialect of ``command``."""
    start, alone = "python gone.py\n", Place("alone", "")
    for name, family, read in (
        ("read_script", "shell", command.read_script),
        ("read_batch", "batch", command.read_batch),
        ("read_powershell", "powershell", command.read_powershell),
        ("mentions", "shell", command.mentions),
    ):
        places = (
            Place("below", start),
            Place("inside", "python gone.py ", " x\n"),
            Place("quoted", 'python "', '"\npython gone.py\n'),
            Place("lines", start, "", "\n"),
        )
        yield Subject(name, family, partial(_command, read), places)
    yield Subject("read_words", "shell", partial(_words, 1), (Place("words", "python gone.py ", "", " "), alone))
    yield Subject("read_words of one", "shell", partial(_words, 2), (Place("word", "", " python gone.py"), alone))


def _command(read: Callable[[Snippet, Context], object], text: str) -> None:
    read(Source.of_text("run.sh", text).whole(), CONTEXT)


def _words(split: int, text: str) -> None:
    source = Source.of_text("run.sh", text)
    words = text.split(" ") if split == 1 else ["sh", "-c", text]
    start = 0
    found = []
    for word in words:
        found.append(Word(word, source.location(0, min(len(word), 5)), True, None))
        start += len(word) + 1
    command.read_words(found, CONTEXT)


# What is no reader


def _comments() -> Iterator[Subject]:
    """``suppress`` in each kind of file."""
    for path, family, comment in (
        ("main.py", "python", "# noqa: ONE201\nrun('gone.py')\n"),
        ("run.sh", "shell", "# noqa: ONE201\npython gone.py\n"),
        ("run.bat", "batch", "rem noqa: ONE201\npython gone.py\n"),
        ("run.ps1", "powershell", "# noqa: ONE201\npython gone.py\n"),
        ("README.md", "markdown", "<!-- noqa: ONE201 -->\n```sh\npython gone.py\n```\n"),
    ):
        places = Place("below", comment), Place("lines", comment, "", "\n"), Place("codes", "# noqa: ")
        yield Subject(f"suppress {path}", family, partial(_suppress, path), places)


def _suppress(path: str, text: str) -> None:
    lines = text.count("\n") + 1
    places = [Location(path, line, 1, line, 1) for line in sorted({1, 2, max(lines // 2, 1), lines})]
    suppress.apply([Finding("ONE201", "missing-target", place, "gone") for place in places], {path: text}.get)


def _others() -> Iterator[Subject]:
    """The configuration and the sketch."""
    start = "version: 1\nentry_point: main.py\n"
    places = (
        Place("end", start),
        Place("lines", start, "", "\n"),
        Place("key", f"{start}ignore: [", "]\n"),
        Place("items", f"{start}ignore:\n", "", "\n- "),
        Place("name", f'{start}archive: "', '"\n'),
    )
    yield Subject("configuration", "yaml", _configure, places)
    yield Subject("sketch", "python", sketch, (Place("end", "import os\nmain()\n"), Place("lines", "", "", "\n")))


def _configure(text: str) -> None:
    from flake8_single_entry.config.validation import read

    read(FILE_NAME, text.encode(), quotes=True)
