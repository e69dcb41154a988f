"""The build stages of a Dockerfile: what each inherits, sets, copies, creates and starts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.model import Clone, Copy
from flake8_single_entry.paths import absolute
from flake8_single_entry.readers.containers.arguments import Argument
from flake8_single_entry.readers.containers.instructions import Instruction
from flake8_single_entry.readers.containers.run_effects import effects
from flake8_single_entry.readers.containers.variables import assignments, expand
from flake8_single_entry.readers.containers.written_scripts import Written, write
from flake8_single_entry.syntax.source import Snippet

_FROM = re.compile(r"(\S+)(?:\s+as\s+(\S+))?\s*$", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?|git|ssh|ftp)://|git@")
_ARCHIVE = re.compile(r"\.(?:tar|tgz|tbz2?|txz|tar\.\w+)$")
_MOST_VARIABLES = 150  # each RUN copies all of them
_SHELL_SHEBANG = re.compile(r"#!.*\b(?:ba|da|z|k)?sh\b")


class Run(NamedTuple):
    """A RUN instruction with its state. ``settings`` is the number of log entries of the stage that precede it."""

    instruction: Instruction
    workdir: str
    settings: int


@dataclass
class StageState:
    """The state of a stage while its instructions are read; afterwards its final state.

    ``variables`` holds ARG and ENV, ``environment`` only ENV (what the container receives), ``log`` all assignments in
    order. ``settings`` are the ENV pairs of this stage with their positions. ``written`` maps absolute paths to the
    files whose text is in the Dockerfile. ``printed`` are the COPY and ADD with here-documents, ``triggers`` the
    ONBUILD instructions. ``adrift`` is True as long as ``workdir`` is below that of the base image, which is taken as
    ``/``.
    """

    index: int
    name: str
    base: str
    parent: StageState | None
    workdir: str = "/"
    adrift: bool = True
    variables: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    settings: dict[str, tuple[str, Snippet]] = field(default_factory=dict)
    copies: list[Copy] = field(default_factory=list)
    copied: list[tuple[Instruction, Argument, str]] = field(default_factory=list)
    printed: list[Instruction] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    written: Written = field(default_factory=dict)
    installed: list[str] = field(default_factory=list)
    clones: list[Clone] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    entrypoint: Instruction | None = None
    command: Instruction | None = None
    health: Instruction | None = None
    triggers: list[Instruction] = field(default_factory=list)

    def set(self, name: str, value: str) -> None:
        if name in self.variables or len(self.variables) < _MOST_VARIABLES:
            self.variables[name] = value
            self.log.append((name, value))

    @property
    def search(self) -> tuple[str, ...]:
        """PYTHONPATH as absolute directories. Parts that depend on the base image are omitted."""
        parts = self.environment.get("PYTHONPATH", "").split(":")
        return tuple(dict.fromkeys(absolute(self.workdir, part) for part in parts if part and "$" not in part))


def read_stages(instructions: Iterable[Instruction]) -> list[StageState]:
    """Return all stages of a file. Instructions before the first FROM belong to no stage."""
    stages: list[StageState] = []
    named: dict[str, StageState] = {}
    globals_: dict[str, str] = {}
    for instruction in instructions:
        if instruction.name == "FROM":
            if (match := _FROM.match(instruction.arguments.text.strip())) is not None:
                stages.append(_begin(match, len(stages), named, globals_))
                for trigger in _inherited(stages[-1]):
                    _apply(stages[-1], trigger, globals_)
        elif stages and instruction.deferred:
            stages[-1].triggers.append(instruction)
        elif stages:
            _apply(stages[-1], instruction, globals_)
        elif instruction.name == "ARG":
            for name, value in _arguments(instruction):
                globals_[name] = expand(value or "", globals_)
    used = {id(stage.parent) for stage in stages}
    for stage in stages:
        if stage.triggers and id(stage) not in used:
            _leave_open(stage, globals_)
    return stages


def _inherited(state: StageState) -> list[Instruction]:
    """Return what FROM runs first: the parent's ONBUILD instructions. They are inherited only once."""
    return state.parent.triggers if state.parent else []


def _leave_open(state: StageState, globals_: dict[str, str]) -> None:
    """Apply the triggers of a base image for other repositories. The files they copy are unknown."""
    for trigger in state.triggers:
        _apply(state, trigger, globals_)
    state.created += [state.workdir, *(copy.destination.rstrip("/") or "/" for copy in state.copies)]


def _begin(match: re.Match[str], index: int, named: dict[str, StageState], globals_: dict[str, str]) -> StageState:
    base, name = expand(match.group(1), globals_), (match.group(2) or "").lower()
    parent = named.get(base.lower())
    state = StageState(index, name, base, parent)
    if parent is not None:
        state.workdir, state.adrift = parent.workdir, parent.adrift
        state.environment = dict(parent.environment)
        state.written = dict(parent.written)
        for variable, value in parent.environment.items():
            state.set(variable, value)
    if name:
        named[name] = state
    return state


def _arguments(instruction: Instruction) -> list[tuple[str, str | None]]:
    pairs = []
    for word in instruction.words():
        name, sign, value = word.text.partition("=")
        pairs.append((name, value if sign else None))
    return pairs


def _apply(state: StageState, instruction: Instruction, globals_: dict[str, str]) -> None:
    match instruction.name:
        case "ARG":
            for name, value in _arguments(instruction):
                if name in state.environment:
                    continue  # ENV always overrides an ARG of the same name
                if value is not None:
                    state.set(name, expand(value, state.variables))
                elif name in globals_:
                    state.set(name, globals_[name])
        case "ENV":
            # the values of one ENV do not see each other
            pairs = [(name, expand(value, state.variables), place) for name, value, place in assignments(instruction)]
            for name, value, place in pairs:
                state.set(name, value)
                if name in state.variables:
                    state.environment[name] = value
                    state.settings[name] = (value, place)
        case "WORKDIR":
            words = "".join(word.text for word in instruction.words()[:1])
            path = _rooted(expand(words, state.variables))
            state.workdir, state.adrift = absolute(state.workdir, path), state.adrift and not path.startswith("/")
        case "COPY" | "ADD":
            _copy(state, instruction)
        case "RUN":
            _run(state, instruction)
        case "ENTRYPOINT":
            state.entrypoint = instruction
        case "CMD":
            state.command = instruction
        case "HEALTHCHECK":
            state.health = instruction


def _rooted(path: str) -> str:
    """Make a path absolute if it begins with a variable of the base image."""
    return "/" + path if path.startswith("$") else path


def _copy(state: StageState, instruction: Instruction) -> None:
    words = [word for word in instruction.words() if not word.text.startswith("<<") or not instruction.heredocs]
    texts = [expand(word.text, state.variables) for word in words]
    if not texts or (len(texts) < 2 and not instruction.heredocs):
        return
    written = _rooted(texts[-1])
    target = absolute(state.workdir, written)
    directory = written.endswith("/") or posixpath.basename(written) in (".", "..") or len(texts) > 2
    state.printed += [instruction] if instruction.heredocs else []
    for heredoc in instruction.heredocs:
        made = posixpath.join(target, heredoc.name) if directory else target
        state.created.append(made)
        state.written[made] = (heredoc.body,)
    destination = target.rstrip("/") + "/" if directory else target
    stage = expand(instruction.flags.get("from", ""), state.variables).lower()
    sources: list[str] = []
    for word, text in zip(words[:-1], texts[:-1], strict=True):
        if instruction.name == "ADD" and (_REMOTE.match(text) or _ARCHIVE.search(text)):
            repository = text.endswith(
                ".git"
            )  # https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository
            archive = _ARCHIVE.search(text) or repository or text.startswith("git@")
            if repository:
                state.clones.append(Clone(text, target))
            state.created.append(
                target if archive or not directory else posixpath.join(target, posixpath.basename(text))
            )
            continue
        if not stage:
            state.copied.append((instruction, word, text))
        if "parents" in instruction.flags and not stage:
            pivot, _, rest = text.rpartition("/./")
            below = posixpath.join(target, posixpath.dirname(rest.lstrip("/"))).rstrip("/") + "/"
            state.copies.append(Copy((_source(posixpath.join(pivot, rest)),), below, "", instruction.line))
            continue
        sources.append(absolute("/", text) if stage else _source(text))
    if sources:
        state.copies.append(Copy(tuple(sources), destination, stage, instruction.line))


def _source(text: str) -> str:
    """Return a COPY source as Docker interprets it: always below the context."""
    return absolute("/", text).lstrip("/") or "."


def _run(state: StageState, instruction: Instruction) -> None:
    state.runs.append(Run(instruction, state.workdir, len(state.log)))
    for mount in instruction.flags.get("mount", "").split():
        options = dict(option.partition("=")[::2] for option in mount.split(","))
        target = next((options[name] for name in ("target", "dst", "destination") if name in options), "")
        if target and options.get("type", "bind") == "bind":
            state.created.append(absolute(state.workdir, expand(target, state.variables)))
    strings = instruction.json()
    if strings is None:
        write(state.written, instruction, state.workdir)
    text = instruction.arguments.text if strings is None else " ".join(string.text for string in strings)
    bodies = [heredoc.body.text for heredoc in instruction.heredocs if is_script(instruction)]
    for part in (text, *bodies):
        left = effects(expand(part, state.variables), state.workdir, state.copies)
        state.created.extend(left.created)
        state.installed.extend(left.installed)
        state.clones = [*([] if left.other_commits else state.clones), *left.clones]


def is_script(instruction: Instruction) -> bool:
    """True for a RUN whose heredoc is itself the shell script: ``RUN <<EOF``."""
    if not instruction.heredocs or not instruction.arguments.text.lstrip().startswith("<<"):
        return False
    first = instruction.heredocs[0].body.text.lstrip()
    return not first.startswith("#!") or bool(_SHELL_SHEBANG.match(first))
