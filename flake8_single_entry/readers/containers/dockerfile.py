"""Dockerfiles: what images start, run and copy, and the build stages that their files come from.

Grammar and meaning follow https://docs.docker.com/reference/dockerfile/. SHELL is assumed to be a POSIX shell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from posixpath import join

from flake8_single_entry.command import Context, Word, read_script
from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Stage, Via
from flake8_single_entry.readers.containers.arguments import read_json
from flake8_single_entry.readers.containers.exec_form import exec_words, leads_on, read_argv
from flake8_single_entry.readers.containers.image_scripts import called_by_name, scheduled, written_starts
from flake8_single_entry.readers.containers.instructions import Instruction, instructions
from flake8_single_entry.readers.containers.stages import StageState, is_script, read_stages
from flake8_single_entry.readers.templates import as_template, without_placeholders
from flake8_single_entry.readers.written_files import references_of
from flake8_single_entry.syntax.source import Snippet, Source

SURFACE = "dockerfile"
_FROM = re.compile(rb"(?im)^[^\S\n]*from\b")
_FILLED_IN = re.compile(r"(?im)^[ \t]*FROM[ \t][^\n]*?(?:\{\{|\{%|<%|@[a-z_]\w*@|%%[a-z_]\w*%%|<[a-z][\w -]*>)")
_PROGRAM = re.compile(r"[^*?\[\]$]+\.(?:py|pyw|sh|bash)$")
_OBJECT = re.compile(r"[A-Za-z_][\w.]*(?::[A-Za-z_][\w.]*(?:\(.*\))?)?$")
_MOST_INSTALLED = 20
_FLASK = "flask"
_SETTINGS = {"FLASK_APP": _FLASK, "APP_MODULE": "gunicorn"}


def scan(data: bytes) -> bool:
    """True for every Dockerfile: references of other files resolve in its image."""
    return _FROM.search(data) is not None


def read(source: Source) -> Facts:
    """Return the references and stages of a Dockerfile. A file without FROM has none.

    A FROM with a placeholder that is no variable makes the file a template, whatever its name.
    """
    if _FILLED_IN.search(source.text):
        return as_template(_read(without_placeholders(source)), source.path)
    return _read(source)


def _read(source: Source) -> Facts:
    reading = _Reading()
    for state in read_stages(instructions(source)):
        reading.take(state)
    return Facts(references=tuple(reading.references), stages=tuple(reading.stages))


@dataclass
class _Reading:
    """The references and stages read so far.

    ``starts`` are the reference indexes of each stage's ENTRYPOINT and of its CMD.
    """

    references: list[Reference] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    installed: list[str] = field(default_factory=list)
    starts: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)

    def take(self, state: StageState) -> None:
        first = len(self.references)
        self._runs(state)
        steps = first, len(self.references)
        self.installed = [*self.installed, *state.installed][:_MOST_INSTALLED]
        context = Context(base=self._base(state, state.workdir), surface=SURFACE, variables=known(state.environment))
        self.references.extend(_copied(state))
        self.references.extend(scheduled(state, context))
        configured = range(len(self.references), len(self.references) + len(found := _configured(state, context)))
        self.references.extend(found)
        if state.health is not None:
            self.references.extend(_health(state.health, context))
        entrypoint, command = self._start(state, context)
        if not (entrypoint or command) and _runs_flask(state):
            command = tuple(index for index in configured if self.references[index].runner == _FLASK)
        self.starts.append((entrypoint, command))
        self.stages.append(
            Stage(
                name=state.name,
                base=state.base,
                workdir=state.workdir,
                copies=tuple(state.copies),
                search=state.search,
                created=tuple(dict.fromkeys(state.created)),
                opaque=state.workdir in state.created,
                start=(*entrypoint, *command),
                installed=tuple(dict.fromkeys(state.installed)),
                steps=steps,
                clones=tuple(state.clones),
                adrift=state.adrift,
            )
        )

    def _base(self, state: StageState, workdir: str) -> Base:
        """Return the base of commands in a directory, whose import path includes installed projects."""
        installed = [path for root in (*self.installed, workdir) for path in (join(root, "src"), root)]
        search = (*state.search, *((workdir, *installed) if self.installed else ()))
        # files from ONBUILD exist only in the images that are built from this one
        certain = not state.triggers
        return Base(RelativeTo.IMAGE, workdir, tuple(dict.fromkeys(search)), str(state.index), certain=certain)

    def _runs(self, state: StageState) -> None:
        variables: dict[str, str] = {}
        done = 0
        for run in state.runs:
            variables.update(state.log[done : run.settings])
            done = run.settings
            context = Context(base=self._base(state, run.workdir), surface=SURFACE, variables=known(variables))
            strings = run.instruction.json()
            if strings is not None:
                words = exec_words(run.instruction, strings)
                self.references.extend(read_argv(words, context))
            elif is_script(run.instruction):
                for heredoc in run.instruction.heredocs:
                    context = read_and_keep(self.references, heredoc.body, context)
            else:
                read_and_keep(self.references, run.instruction.whole or run.instruction.arguments, context)

    def _start(self, state: StageState, context: Context) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the references of ENTRYPOINT and CMD as indexes, joined if both are in exec form.

        A stage that sets neither inherits both from its parent. A stage that sets only CMD keeps the parent's
        ENTRYPOINT.
        """
        inherited = self.starts[state.parent.index] if state.parent else ((), ())
        if state.entrypoint is None and state.command is None:
            self._inherit(state)
            return inherited
        own_entrypoint, own_command = state.entrypoint is not None, state.command is not None
        self._inherit(state)
        entry, command = _parts(state.entrypoint), _parts(state.command)
        found: list[Reference] = []
        if isinstance(entry, Snippet):
            found = list(read_script(entry, context).references)  # CMD is ignored if ENTRYPOINT is in shell form
        elif entry:
            words = list(entry)
            found = called_by_name(state, words[0], context)
            if not isinstance(command, Snippet):
                words += command
            found += read_argv(words, context)
        if not isinstance(entry, Snippet) and leads_on(found):
            found += _alone(state, command, context)
        lines = _lines(state.command)
        entries: list[int] = [] if own_entrypoint else list(inherited[0])
        commands: list[int] = []
        for one in found:
            by_command = one.location.line in lines
            if not (own_command if by_command else own_entrypoint):
                continue
            first = len(self.references)
            self.references += (one, *written_starts(state, one, context))
            (commands if by_command else entries).extend(range(first, len(self.references)))
        return tuple(entries), tuple(commands)

    def _inherit(self, state: StageState) -> None:
        """Set the stage's ENTRYPOINT to its parent's if it has none, and CMD if it has neither."""
        if state.parent is None:
            return
        if state.command is None and state.entrypoint is None:
            state.command = state.parent.command
        if state.entrypoint is None:
            state.entrypoint = state.parent.entrypoint


def known(variables: dict[str, str]) -> dict[str, str]:
    """Return the variables whose values do not depend on the base image."""
    return {name: value for name, value in variables.items() if "$" not in value}


def read_and_keep(references: list[Reference], snippet: Snippet, context: Context) -> Context:
    """Read a script, append its references and those of the files that it writes, and return the state after it."""
    script = read_script(snippet, context)
    references.extend((*script.references, *references_of(script.written)))
    return script.context


def _parts(instruction: Instruction | None) -> Snippet | tuple[Word, ...]:
    """Return the text of a shell form, or the words of an exec form (none without an instruction)."""
    if instruction is None:
        return ()
    strings = instruction.json()
    return instruction.arguments if strings is None else exec_words(instruction, strings)


def _alone(state: StageState, command: Snippet | tuple[Word, ...], context: Context) -> Sequence[Reference]:
    """Return the references of CMD alone. Entry scripts usually end in ``exec "$@"``."""
    if isinstance(command, Snippet):
        return read_script(command, context).references
    return [*called_by_name(state, command[0], context), *read_argv(command, context)] if command else []


def _lines(instruction: Instruction | None) -> range:
    if instruction is None:
        return range(0)
    text = instruction.arguments
    return range(instruction.line, text.location(0, len(text.text)).end_line + 1)


def _health(instruction: Instruction, context: Context) -> Sequence[Reference]:
    text = instruction.arguments.text
    match = re.match(r"\s*CMD\s+", text, re.IGNORECASE)
    if match is None:
        return ()
    rest = instruction.arguments.part(match.end(), len(text))
    inner = replace(instruction, arguments=rest)
    strings = read_json(rest.text)
    if strings is None:
        return read_script(rest, context).references
    return read_argv(exec_words(inner, strings), context)


def _copied(state: StageState) -> list[Reference]:
    """Return the programs that COPY and ADD copy by name."""
    found = []
    for instruction, word, text in state.copied:
        if _PROGRAM.match(text):
            location = instruction.arguments.location(word.start, word.end)
            found.append(Reference(location, text, Kind.PATH, Base(RelativeTo.CONTEXT), SURFACE, Via.COPY))
    return found


def _runs_flask(state: StageState) -> bool:
    """True if the command is Flask's own, which starts the application that FLASK_APP names."""
    commands = (each.arguments.text for each in (state.entrypoint, state.command) if each is not None)
    return any(re.search(rf"\b{_FLASK}\b", text) for text in commands)


def _configured(state: StageState, context: Context) -> list[Reference]:
    """Return the references of ENV variables that name the application."""
    found = []
    for name, runner in _SETTINGS.items():
        value, place = state.settings.get(name, ("", None))
        if place is None or not value or "$" in value:
            continue
        named = value.partition("(")[0]
        kind = Kind.PATH if named.endswith(".py") or "/" in named else Kind.OBJECT if ":" in named else Kind.MODULE
        if kind is Kind.PATH or _OBJECT.match(value):
            location = place.location(0, len(place.text))
            found.append(Reference(location, value, kind, context.base, SURFACE, Via.CONFIG, runner))
    return found
