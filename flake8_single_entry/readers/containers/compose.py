"""Compose files: the commands of the services, and the images and mounts of their file systems.

Keys and their meaning follow the Compose Specification (https://github.com/compose-spec/compose-spec). Included files
are read on their own. The copies of ``develop.watch`` happen after the start and do not affect it.
"""

from __future__ import annotations

import posixpath
import re

from flake8_single_entry.command import Context, read_script
from flake8_single_entry.model import Base, Facts, Kind, Location, Reference, RelativeTo, Service, Via
from flake8_single_entry.readers.containers.compose_text import interpolate, interpolated, word_of, words_of
from flake8_single_entry.readers.containers.exec_form import leads_on, read_argv
from flake8_single_entry.syntax.nodes import NOTHING, Node, Scalar
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml import parse

SURFACE = "compose"
INLINE = "<inline>"  # the ``dockerfile`` value of a service whose Dockerfile is written in the compose file
_BASE_NAMES = frozenset(("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"))
_REMOTE = re.compile(r"[a-z][a-z+]*://|git@|github\.com/|docker-image:|service:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_HERE = re.compile(r"^\$(?:PWD\b|\{PWD\})")
_OBJECT = re.compile(r"[A-Za-z_][\w.]*(?::[A-Za-z_][\w.]*(?:\(.*\))?)?$")


def scan(data: bytes) -> bool:
    """True if the file has services: each describes the content of an image."""
    return b"services" in data or b"include" in data


def read(source: Source) -> Facts:
    """Return the references and services of a compose file. Invalid YAML is reported as a problem."""
    parsed = parse(source)
    references: list[Reference] = []
    services: list[Service] = []
    checks: list[Location] = []
    for document in parsed.documents:
        for name, node in document.get("services").items():
            service = _service(name.text, node)
            references.extend(_build(node, service))
            context = _context(node, service)
            references.extend(_commands(node, context))
            health = _health(node.get("healthcheck").get("test"), context)
            references.extend(health)
            checks.extend(reference.location for reference in health)
            references.extend(_watched(node))
            inline = node.get("build").get("dockerfile_inline")
            if isinstance(inline, Scalar) and not _REMOTE.match(service.context):
                from flake8_single_entry.readers.containers import compose_inline

                inner = compose_inline.read(
                    interpolated(inline.snippet), service.name, service.context, len(references)
                )
                references.extend(inner[0])
                service = service._replace(stages=inner[1])
            services.append(service)
        references.extend(_included(document))
    return Facts(references=tuple(references), services=tuple(services), checks=tuple(checks), problems=parsed.problems)


def _service(name: str, node: Node) -> Service:
    build = node.get("build")
    context = interpolate(build.text if build.is_scalar else build.get("context").text)
    dockerfile = interpolate(build.get("dockerfile").text)
    if build.get("dockerfile_inline"):
        dockerfile = INLINE
    if build and not build.is_null and not context and not build.get("target"):
        context = "."
    return Service(
        name=name,
        context=context,
        dockerfile=dockerfile,
        target=interpolate(build.get("target").text),
        image=interpolate(node.get("image").text),
        mounts=tuple(mount for volume in node.get("volumes").elements() if (mount := _mount(volume))),
        workdir=interpolate(node.get("working_dir").text),
        replaces=bool(node.get("command")) or bool(node.get("entrypoint")),
        extends=_extends(node.get("extends")),
    )


def _extends(node: Node) -> str:
    """Return the extended service as ``service``, or as ``file#service`` if it is in another file."""
    if node.is_scalar:
        return node.text
    file, name = interpolate(node.get("file").text), node.get("service").text
    return f"{file}#{name}" if file else name


def _mount(volume: Node) -> tuple[str, str] | None:
    """Return the host directory as written ("" for a named volume) and the absolute container path."""
    if not volume.is_scalar:
        source = _HERE.sub(".", interpolate(volume.get("source").text))
        target = interpolate(volume.get("target").text)
        host = source if volume.get("type").text == "bind" else ""
    else:
        text = _HERE.sub(".", interpolate(volume.text))
        drive = 2 if _DRIVE.match(text) else 0
        parts = text[drive:].split(":")
        source, target = (text[:drive] + parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
        host = source if source.startswith((".", "/", "~", "$")) or drive else ""
    return (host, posixpath.normpath(target)) if target.startswith("/") else None


def _build(node: Node, service: Service) -> list[Reference]:
    """Return the build context and the Dockerfile if they are local."""
    build = node.get("build")
    context = build if build.is_scalar else build.get("context")
    if _REMOTE.match(service.context) or "$" in service.context or service.context.startswith(("/", "~")):
        return []
    found = []
    if isinstance(context, Scalar) and context.text and service.context:
        found.append(_input(context, service.context, Base(RelativeTo.FILE)))
    dockerfile = build.get("dockerfile")
    if isinstance(dockerfile, Scalar) and service.dockerfile not in ("", INLINE) and "$" not in service.dockerfile:
        directory = posixpath.normpath(service.context or ".")
        # without its own context, the service may have the context of the service it extends or overrides
        alone = posixpath.basename(dockerfile.source.path) in _BASE_NAMES and not service.extends
        base = Base(RelativeTo.FILE, "" if directory == "." else directory, certain=alone or bool(context))
        found.append(_input(dockerfile, service.dockerfile, base))
    return found


def _input(node: Scalar, text: str, base: Base, via: Via = Via.BUILD, runner: str = "docker") -> Reference:
    return Reference(node.location, text, Kind.BUILD, base, SURFACE, via, runner)


def _included(document: Node) -> list[Reference]:
    """Return the compose files that this file loads: ``include``, and ``extends`` of a service in another file."""
    nodes: list[Node] = []
    for element in document.get("include").elements():
        path = element if element.is_scalar else element.get("path")
        nodes += path.elements() or (path,)
    nodes += (node.get("extends").get("file") for _, node in document.get("services").items())
    return _files(nodes, Via.BUILD)


def _watched(node: Node) -> list[Reference]:
    """Return ``develop.watch[].path``: source files and directories, relative to the project directory."""
    rules = node.get("develop").get("watch").elements()
    return _files([rule.get("path") for rule in rules], Via.PATH)


def _files(nodes: list[Node], via: Via) -> list[Reference]:
    found = []
    for node in nodes:
        text = interpolate(node.text)
        foreign = _REMOTE.match(text) or _DRIVE.match(text) or text.startswith(("/", "~")) or "$" in text
        if isinstance(node, Scalar) and text and not foreign:
            found.append(_input(node, text, Base(RelativeTo.FILE), via, "compose"))
    return found


def _context(node: Node, service: Service) -> Context:
    """Return the directory and the variables of a service's commands."""
    environment = _environment(node.get("environment"))
    workdir = posixpath.normpath(service.workdir) if service.workdir.startswith("/") else ""
    paths = environment.get("PYTHONPATH", ("", NOTHING))[0].split(":")
    search = tuple(dict.fromkeys(_absolute(workdir, path) for path in paths if path and "$" not in path))
    base = Base(RelativeTo.IMAGE, workdir, tuple(path for path in search if path), service.name)
    variables = {name: value for name, (value, _) in environment.items() if "$" not in value and name != "PYTHONPATH"}
    return Context(base=base, surface=SURFACE, variables=variables)


def _commands(node: Node, context: Context) -> list[Reference]:
    """Return what a service starts: ``entrypoint`` joined with ``command``, and FLASK_APP."""
    entrypoint, command = words_of(node.get("entrypoint")), words_of(node.get("command"))
    found = list(read_argv(entrypoint + command, context))
    if entrypoint and command and leads_on(found):
        found += read_argv(command, context)  # entry scripts usually end in exec "$@"
    value, place = _environment(node.get("environment")).get("FLASK_APP", ("", NOTHING))
    if isinstance(place, Scalar) and value and "$" not in value:
        found += _flask(value, place, context.base)
    return list(dict.fromkeys(found))


def _absolute(workdir: str, path: str) -> str:
    """Return ``path`` in the container, or "" if it is relative to a directory that only the image defines."""
    if path.startswith("/"):
        return posixpath.normpath(path)
    return posixpath.normpath(posixpath.join(workdir, path)) if workdir else ""


def _environment(node: Node) -> dict[str, tuple[str, Node]]:
    """Return variables with their values and scalars, from a mapping or a list of ``NAME=value``."""
    pairs: dict[str, tuple[str, Node]] = {key.text: (interpolate(value.text), value) for key, value in node.items()}
    for element in node.elements():
        name, sign, value = element.text.partition("=")
        if sign:
            pairs[name] = (interpolate(value), element)
    return pairs


def _flask(value: str, place: Scalar, base: Base) -> list[Reference]:
    named = value.partition("(")[0]
    kind = Kind.PATH if named.endswith(".py") or "/" in named else Kind.OBJECT if ":" in named else Kind.MODULE
    if kind is not Kind.PATH and not _OBJECT.match(value):
        return []
    at = place.text.rfind(value)
    location = place.snippet.location(at, at + len(value)) if at >= 0 else place.location
    return [Reference(location, value, kind, base, SURFACE, Via.CONFIG, "flask")]


def _health(node: Node, context: Context) -> tuple[Reference, ...]:
    """Return the references of ``test``: a string is a shell command, a list begins with CMD, CMD-SHELL or NONE."""
    if isinstance(node, Scalar):
        return read_script(interpolated(node.snippet), context).references
    elements = [element for element in node.elements() if isinstance(element, Scalar)]
    if len(elements) < 2:
        return ()
    if elements[0].text == "CMD-SHELL":
        return read_script(interpolated(elements[1].snippet), context).references
    return (
        read_argv(tuple(word_of(element.snippet) for element in elements[1:]), context)
        if elements[0].text == "CMD"
        else ()
    )
