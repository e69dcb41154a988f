"""Read the files described in ``declarations``: values at known keys are commands, paths, objects or images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flake8_single_entry.command import Context, Word, enter, might_run, read_script, read_words
from flake8_single_entry.command.directory import inside
from flake8_single_entry.model import Base, Facts, Kind, Location, Reference, RelativeTo, Service, Via
from flake8_single_entry.readers.declared.formats import DECLARATIONS, Declaration, Image, Key, Listed, Value
from flake8_single_entry.readers.declared.matching import declaration_of, parse_declared, start_of
from flake8_single_entry.readers.declared.variables import (
    compiled,
    name_in,
    shell_text,
    values_of,
    variable_for,
    word_of,
)
from flake8_single_entry.readers.entry_point_syntax import (
    attribute_reference,
    object_reference,
    path_reference,
    target_reference,
)
from flake8_single_entry.syntax.key_paths import Found, select
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.placeholders import unquoted
from flake8_single_entry.syntax.source import Snippet, Source, join_snippets

_STEP = re.compile(r"[\w-]+")


def _mark(path: str) -> bytes:
    """Return the last name in a path of keys. A file with a value at that path contains it."""
    names: list[str] = _STEP.findall(path)
    return names[-1].encode()


# The keys whose values always count. A command counts only if it contains what ``might_run`` looks for.
_MARKS = frozenset(
    _mark(path)
    for declaration in DECLARATIONS
    if declaration.reader == "declared"
    for path in (
        *(key.path for key in declaration.keys if key.value is not Value.COMMAND or key.before or key.image),
        *filter(None, declaration.images[:1]),
    )
)


def scan(data: bytes) -> bool:
    """True if a value could start a program or name a file of this repository."""
    return might_run(data) or any(mark in data for mark in _MARKS)


def read(source: Source) -> Facts:
    """Return the references of a file, read by the first declaration that matches its path."""
    declaration = declaration_of(source.path)
    if declaration is None or declaration.sign not in source.data:
        return Facts()
    return read_as(source, declaration)


def read_as(source: Source, declaration: Declaration) -> Facts:
    """Return the references of a file, read by a declaration whatever its path."""
    parsed = parse_declared(source, declaration)
    references: dict[Reference, None] = {}
    services: dict[str, Service] = {}
    for document in parsed.documents:
        reader = _Reader(declaration, document, start_of(declaration, source.path), services)
        for key in declaration.keys:
            references.update(dict.fromkeys(reader.read(key)))
        reader.build_images()
    return Facts(references=tuple(references), services=tuple(services.values()), problems=parsed.problems)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reader of one document of a declared file. ``services`` collects the images that its commands run in."""

    declaration: Declaration
    document: Node
    start: Base
    services: dict[str, Service] = field(default_factory=dict)

    def read(self, key: Key) -> Iterator[Reference]:
        for found in select(self.document, key.path):
            if found.value.is_null or not self._counts(key, found):
                continue
            if key.value is Value.COMMAND:
                yield from self._command(key, found)
            elif isinstance(found.value, Scalar) and (reference := self._target(key, found)) is not None:
                yield reference

    def build_images(self) -> None:
        """Add the images that the file builds, under their names."""
        path, image = self.declaration.images
        for found in select(self.document, path) if path else ():
            self._service(image, found)

    def _counts(self, key: Key, found: Found) -> bool:
        name, beginnings = key.only
        if key.unless and found.beside(key.unless):
            return False
        return not name or found.beside(name).text.startswith(beginnings)

    # -- bases -----------------------------------------------------------------------------------------------------

    def _base(self, key: Key, found: Found) -> Base:
        """Return the base of the platform, or the image that the value runs in."""
        if key.image is not None:
            condition, value = key.image.when
            if not condition or found.beside(condition).text == value:
                return self._in_image(key.image, found)
        base = self.start if key.anchor is None else Base(key.anchor)
        return base if key.certain else base._replace(anchor=RelativeTo.CALLER, directory="", certain=False)

    def _in_image(self, image: Image, found: Found) -> Base:
        if any(found.beside(name) for name in image.unless):
            return Base(RelativeTo.UNKNOWN)
        return Base(RelativeTo.IMAGE, container=self._service(image, found).name)

    def _service(self, image: Image, found: Found) -> Service:
        """Return the image as a service that builds it or refers to it by name."""
        given = [found.beside(path).text for path in (image.context, image.dockerfile, image.target, image.name)]
        context, dockerfile, target, name = given
        if not name or image.context:
            context = context or "."
        key = " ".join((self.declaration.name, *given))
        service = Service(key, context=context, dockerfile=dockerfile, target=target, image=name)
        return self.services.setdefault(key, service)

    def _directory(self, key: Key, found: Found) -> Base:
        base = self._base(key, found)
        for name in key.directory:
            text = found.beside(name).text
            text = text.lstrip("/") if self.declaration.rooted else text
            if not text:
                continue
            pattern = compiled(self.declaration.template)
            match = pattern.match(text) if pattern else None
            if match is None:
                return enter(base, text)
            values = values_of(self.declaration, self.start, self.document, found)
            known = values.get(variable_for(self.declaration, match))
            return enter(base, known + text[match.end() :] if known else "$")
        return base

    # -- values ----------------------------------------------------------------------------------------------------

    def _target(self, key: Key, found: Found) -> Reference | None:
        assert isinstance(found.value, Scalar)
        base, name = self._directory(key, found), self.declaration.name
        value = _part(key, unquoted(found.value).snippet)
        pattern = compiled(self.declaration.template)
        match = pattern.search(value.text) if pattern and value else None
        if value is not None and match is not None:
            anchor = self.declaration.known.get(name_in(match))
            if match.start() or anchor is None:
                return None
            base = Base(anchor)
            rest = value.text[match.end() :]
            value = value.part(match.end() + len(rest) - len(rest.lstrip("/")), len(value.text))
        if value is None or base.anchor is RelativeTo.UNKNOWN:
            return None
        value = value.part(inside(base, value.text), len(value.text))
        search = tuple(text for each in key.search if (text := found.beside(each).text))
        base = base._replace(search=search) if search else base
        if key.value is Value.OBJECT:
            return object_reference(value, base, name, name)
        if key.value is Value.MODULE:
            return object_reference(value, base, name, "importlib", Via.CALL)
        if key.value is Value.ATTRIBUTE:
            return attribute_reference(value, base, name)
        if key.value is Value.TARGET:
            return target_reference(value, base, name)
        reference = path_reference(value, base, name)
        if reference is None or key.value is Value.PATH:
            return reference
        return reference._replace(kind=Kind.BUILD, via=Via.BUILD, runner="docker")

    def _command(self, key: Key, found: Found) -> Iterator[Reference]:
        base = self._directory(key, found)
        if base.anchor is RelativeTo.UNKNOWN:
            return
        context = Context(base, self.declaration.name, values_of(self.declaration, self.start, self.document, found))
        arguments = [each for each in found.beside(key.arguments).elements() if isinstance(each, Scalar)]
        if isinstance(found.value, Scalar):
            snippet = _part(key, found.value.snippet)
            if snippet is None:
                return
            if key.before or (arguments and " " not in snippet.text.strip()):
                first = found.value if not key.part else _scalar(found.value, snippet)
                yield from self._argv(key, [first, *arguments], context)
            else:
                yield from read_script(shell_text(self.declaration, snippet), context).references
            return
        words = [value for value in found.value.elements() if isinstance(value, Scalar)]
        if key.listed is Listed.WORDS:
            yield from self._argv(key, [*words, *arguments], context)
            return
        for line in _joined(words):
            part = _part(key, line)
            if part is None:
                continue
            script = read_script(shell_text(self.declaration, part), context)
            yield from script.references
            after = script.context
            context = after if key.listed is Listed.SHELL else replace(context, created=after.created)

    def _argv(self, key: Key, values: list[Scalar], context: Context) -> Iterator[Reference]:
        if not values:
            return
        here = values[0].location
        around = Location(here.path, here.line, here.column, here.line, here.column)
        words = [word_of(self.declaration, unquoted(value), context.variables) for value in values]
        argv = [*(Word(text, around) for text in key.before), *words, *(Word(text, around) for text in key.after)]
        yield from read_words(argv, context).references


def _joined(lines: list[Scalar]) -> Iterator[Snippet]:
    """Yield commands. A line that ends with a backslash continues on the next one."""
    held: list[Snippet] = []
    for line in lines:
        held.append(line.snippet)
        if not line.text.endswith("\\"):
            yield from filter(None, [join_snippets(held, "\n") if held[1:] else held[0]])
            held = []
    yield from held


def _part(key: Key, snippet: Snippet) -> Snippet | None:
    """Return the part of a value that counts, or None if the value does not have the required form."""
    if not key.part:
        return snippet
    match = re.fullmatch(key.part, snippet.text.strip())
    shift = len(snippet.text) - len(snippet.text.lstrip())
    return snippet.part(match.start(1) + shift, match.end(1) + shift) if match else None


def _scalar(value: Scalar, snippet: Snippet) -> Scalar:
    """Return a part of a plain scalar as a scalar."""
    start = snippet.origin(0)
    return Scalar(value.source, snippet.text, "", start, start + len(snippet.text))
