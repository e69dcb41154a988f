"""``heroku.yml``: the images that are built for an application, and the processes that run in them.

Source: Heroku, "Building Docker Images with heroku.yml". Each process runs in the image of the same name, or in that of
``image``. The build context is always the directory of the Dockerfile.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Service, Via
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml import parse

SURFACE = "heroku.yml"


def scan(data: bytes) -> bool:
    """True if the file could build an image or start a program."""
    return b"build" in data or might_run(data)


def read(source: Source) -> Facts:
    """Return the references of all processes, and the Dockerfiles with the images they build."""
    parsed = parse(source)
    references: list[Reference] = []
    services: list[Service] = []
    for document in parsed.documents:
        for name, dockerfile in document.get("build").get("docker").items():
            if isinstance(dockerfile, Scalar):
                build = Kind.BUILD, Base(RelativeTo.FILE), SURFACE, Via.BUILD, "docker"
                references.append(Reference(dockerfile.location, dockerfile.text, *build))
                directory, _, file = dockerfile.text.rpartition("/")
                services.append(Service(name.text, context=directory or ".", dockerfile=file, replaces=True))
        for command, image in _commands(document):
            context = Context(Base(RelativeTo.IMAGE, container=image), SURFACE)
            references += read_script(command.snippet, context).references
    return Facts(references=tuple(references), services=tuple(services), problems=parsed.problems)


def _commands(document: Node) -> Iterator[tuple[Scalar, str]]:
    """Yield each command with the name of the image it runs in."""
    processes = [
        *document.get("run").items(),
        *((key, value) for key, value in document.items() if key.text == "release"),
    ]
    for name, process in processes:
        command = process.get("command") if process.items() else process
        image = process.get("image").text or name.text
        for value in command.elements() or (command,):
            if isinstance(value, Scalar):
                yield value, image
