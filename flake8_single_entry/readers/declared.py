"""Reads the files that ``declarations`` describes: values at known keys, as commands, paths or build inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from flake8_single_entry.command import Context, Word, enter, might_run, read_script, read_words
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Anchor, Base, Facts, Kind, Location, Reference, Via
from flake8_single_entry.readers.declarations import DECLARATIONS, Declaration, Key, Listed, Value
from flake8_single_entry.readers.key_paths import Found, below, select
from flake8_single_entry.readers.objects import object_reference, path_reference
from flake8_single_entry.readers.source import Snippet, Source
from flake8_single_entry.readers.templates import UNKNOWN, with_variables
from flake8_single_entry.readers.yaml_source import Node, Parsed, Scalar

_DIRECTORY = "SINGLE_ENTRY_"


def scan(data: bytes) -> bool:
    """Could a value start something of interest, or name a file?"""
    return might_run(data) or b"ocker" in data


def read(source: Source) -> Facts:
    """The references of one file, by the first declaration that fits its path."""
    declaration = declaration_of(source.path)
    if declaration is None:
        return Facts()
    parsed = _parse(source, declaration.syntax)
    references: dict[Reference, None] = {}
    for document in parsed.documents:
        reader = _Reader(declaration, document, _start(declaration, source.path))
        for key in declaration.keys:
            references.update(dict.fromkeys(reader.read(key)))
    return Facts(references=tuple(references), problems=parsed.problems)


@cache
def declaration_of(path: str) -> Declaration | None:
    """The declaration whose patterns fit a path: base names, or ends of the path where they hold a ``/``."""
    from fnmatch import fnmatchcase

    name = path.rpartition("/")[2]
    for declaration in DECLARATIONS:
        for pattern in declaration.patterns:
            if fnmatchcase(f"/{path}", f"*/{pattern}") if "/" in pattern else fnmatchcase(name, pattern):
                return declaration
    return None


def _parse(source: Source, syntax: str) -> Parsed:
    if source.path.endswith(".toml") or (syntax == "toml" and not source.path.endswith(".json")):
        from flake8_single_entry.readers.toml_source import parse
    elif syntax == "json" or source.path.endswith(".json"):
        from flake8_single_entry.readers.json_source import parse
    elif syntax == "ini":
        from flake8_single_entry.readers.ini_source import parse
    else:
        from flake8_single_entry.readers.yaml_source import parse
    return parse(source)


def _start(declaration: Declaration, path: str) -> Base:
    """Where commands start: for ``.vscode/launch.json`` the directory that holds ``.vscode``."""
    folders = path.split("/")[:-1]
    if declaration.above and declaration.above not in folders:
        return Base(Anchor.CALLER)
    if declaration.above:
        depth = len(folders) - folders.index(declaration.above)
        return Base(declaration.anchor, "/".join([".."] * depth))
    return Base(declaration.anchor)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document of a declared file."""

    declaration: Declaration
    document: Node
    start: Base

    def read(self, key: Key) -> Iterator[Reference]:
        for found in select(self.document, key.path):
            if not self._counts(key, found):
                continue
            if key.value is Value.COMMAND:
                yield from self._command(key, found)
            elif isinstance(found.value, Scalar) and (reference := self._target(key, found.value)) is not None:
                yield reference

    def _counts(self, key: Key, found: Found) -> bool:
        name, beginnings = key.only
        return not name or found.beside(name).text.startswith(beginnings)

    def _base(self, key: Key) -> Base:
        """The platform's start; in an image, only the image knows the directory."""
        name, value = self.declaration.image
        if key.value is Value.COMMAND and name and below(self.document, name).text == value:
            return Base(Anchor.IMAGE)
        if key.anchor is None:
            return self.start
        return Base(key.anchor) if key.anchor is Anchor.IMAGE else replace(self.start, anchor=key.anchor)

    def _target(self, key: Key, value: Scalar) -> Reference | None:
        base, name = self._base(key), self.declaration.name
        if key.value is Value.OBJECT:
            return object_reference(value.snippet, base, name)
        reference = path_reference(value.snippet, base, name)
        if reference is None or key.value is Value.PATH:
            return reference
        return replace(reference, kind=Kind.BUILD, via=Via.BUILD, runner="docker")

    def _command(self, key: Key, found: Found) -> Iterator[Reference]:
        context = Context(self._directory(key, found), self.declaration.name, self._variables(found))
        words = [value for value in found.value.elements() if isinstance(value, Scalar)]
        if isinstance(found.value, Scalar):
            arguments = [each for each in found.beside(key.arguments).elements() if isinstance(each, Scalar)]
            if key.before or (arguments and " " not in found.value.text.strip()):
                yield from self._argv(key, [found.value, *arguments], context)
            else:
                yield from read_script(self._snippet(found.value.snippet), context).references
        elif key.listed is Listed.WORDS:
            yield from self._argv(key, words, context)
        else:
            for line in words:
                script = read_script(self._snippet(line.snippet), context)
                yield from script.references
                after = script.context
                context = after if key.listed is Listed.SHELL else replace(context, created=after.created)

    def _argv(self, key: Key, values: list[Scalar], context: Context) -> Iterator[Reference]:
        if not values:
            return
        here = values[0].location
        around = Location(here.path, here.line, here.column, here.line, here.column)
        words = [self._word(_unquoted(value), context) for value in values]
        argv = [*(Word(text, around) for text in key.before), *words, *(Word(text, around) for text in key.after)]
        yield from read_words(argv, context).references

    def _word(self, value: Scalar, context: Context) -> Word:
        """A word whose placeholders are replaced: by a directory where it is known, else the word is unknown."""
        pattern = _template(self.declaration.template)
        match = pattern.search(value.text) if pattern else None
        if match is None:
            return Word(value.text, value.location)
        place = context.variables.get(self._variable(match))
        if place is None or match.start():
            return Word(value.text, value.location, known=False)
        rest = value.text[match.end() :]
        segments = value.snippet.part(match.end(), len(value.text)).segments
        moved = ((0, value.start), *((here + len(place), there) for here, there in segments))
        return Word(place + rest, value.location, snippet=Snippet(value.source, place + rest, moved))

    def _snippet(self, snippet: Snippet) -> Snippet:
        pattern = _template(self.declaration.template)
        return with_variables(snippet, pattern, self._variable) if pattern else snippet

    def _variable(self, match: re.Match[str]) -> str:
        name = (match[1] or "").strip() if match.re.groups else ""
        if name in self.declaration.known:
            return _DIRECTORY + re.sub(r"\W", "_", name)
        return name if re.fullmatch(r"[A-Z][A-Z_]*", name) else UNKNOWN

    def _variables(self, found: Found) -> Mapping[str, str]:
        variables: dict[str, str] = {}
        for name in self.declaration.environment:
            for node in (below(self.document, name), found.beside(name)):
                pairs = ((key.text, value.text) for key, value in node.items() if value.is_scalar)
                variables.update((key, value) for key, value in pairs if not re.search(r"[${<]", value))
        for name, anchor in self.declaration.known.items():
            place = self.start if anchor is self.start.anchor else Base(anchor)
            variables[_DIRECTORY + re.sub(r"\W", "_", name)] = encode(place)
            variables[name] = encode(place)
        return variables

    def _directory(self, key: Key, found: Found) -> Base:
        base = self._base(key)
        for name in key.directory:
            text = found.beside(name).text
            text = text.lstrip("/") if self.declaration.rooted else text
            if not text:
                continue
            pattern = _template(self.declaration.template)
            match = pattern.match(text) if pattern else None
            if match is None:
                return enter(base, text)
            known = self._variables(found).get(self._variable(match))
            return enter(base, known + text[match.end() :] if known else "$")
        return base


def _unquoted(value: Scalar) -> Scalar:
    """A value of a format that knows no quotes, without those that are written around it (``FLASK_APP="web"``)."""
    text = value.text
    if value.style or len(text) < 2 or text[0] not in "'\"" or text[0] != text[-1]:
        return value
    return Scalar(value.source, text[1:-1], "", value.start + 1, value.end - 1)


@cache
def _template(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern, re.DOTALL) if pattern else None
