"""The references that the words of commands make, in the state in which each command runs."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_single_entry.command.directory import LONGEST, decode, enter, inside, is_absolute, is_encoded
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.conventions.placeholders import is_placeholder_directory
from flake8_single_entry.model import Base, Kind, Reference, RelativeTo, Via

_UNFIT = frozenset('*?[]|"`$\n\t!\x04')
_LIMIT = 20_000


def refer(
    state: InterpreterState, word: Word, kind: Kind, runner: str = "", via: Via = Via.RUN, extra: Iterable[str] = ()
) -> None:
    """Record a reference, unless its text is unknown, a placeholder, or a path that the script created."""
    if len(word.text) > LONGEST:
        return
    base, text, start = _located(state, word, kind)
    if not text or UNKNOWN in text or is_encoded(text) or base.anchor is RelativeTo.UNKNOWN or _is_unfit(text, kind):
        return
    if len(state.found.references) >= _LIMIT:
        return
    if kind in (Kind.PATH, Kind.BUILD):
        text = text.replace("\\", "/")
        names = [text]
        if is_absolute(text) and not text.startswith("/"):
            return  # a path on a specific machine: C:/Users/…
        if is_absolute(text) and base.anchor is not RelativeTo.IMAGE:
            base = base._replace(certain=False)
    else:
        path = text.partition(":")[0].replace(".", "/")
        names = [f"{path}.py", path]
        base = _search(state, base, list(extra))
    if any(state.was_created(name, base) for name in names) or (kind is Kind.BUILD and state.makes(text, base)):
        return
    keys = [state.key_of(name, base) for name in names]
    via = state.context.via if via is Via.RUN or state.context.via is Via.MENTION else via
    place = word.place(start, len(word.text))
    guarded, forgiven = state.is_guarded(keys), state.is_forgiven(keys)
    replaced = guarded and state.is_alternative
    surface = state.context.surface
    reference = Reference(place, text, kind, base, surface, via, runner, guarded, forgiven=forgiven, replaced=replaced)
    if reference not in state.found.seen:
        state.found.seen.add(reference)
        state.found.references.append(reference)


def _located(state: InterpreterState, word: Word, kind: Kind) -> tuple[Base, str, int]:
    """Return what a word is relative to, its text without an encoded directory or a checkout, and its start."""
    base, text, start = state.base, word.text, 0
    there, rest = decode(text)
    if there is not None:
        text = rest.lstrip("/\\")
        start = len(word.text) - len(text)
        base = there._replace(search=base.search)
    elif kind in (Kind.PATH, Kind.BUILD) and (name := state.checkout_of(text)):
        start = min(len(text), text.find(name) + len(name) + 1)
        text = text[start:]
        base = base._replace(directory="", checkout=name, certain=True)
    elif kind in (Kind.PATH, Kind.BUILD) and (length := inside(base, text)):
        start, text = length, text[length:]
    return base, text, start


def _search(state: InterpreterState, base: Base, extra: list[str]) -> Base:
    """Return the base with ``extra`` and PYTHONPATH as the first import directories."""
    value = state.variables.get("PYTHONPATH", "")
    separator = ";" if state.windows else ":"
    own = extra + [entry for entry in value.split(separator) if entry]
    directories: list[str] = []
    for entry in own:
        if UNKNOWN in entry or entry.startswith(("$", "%")):
            base = base._replace(certain=False)
            continue
        there = enter(base, entry)
        if there.certain and (there.anchor, there.checkout) == (base.anchor, base.checkout):
            directories.append(there.directory)
        elif (is_encoded(entry) and there.certain) or (is_absolute(entry) and entry in extra):
            base = base._replace(certain=False)
    return base._replace(search=(*directories, *base.search)) if directories else base


def _is_unfit(text: str, kind: Kind) -> bool:
    if text.startswith(("~", "-", "%")) or "://" in text or is_placeholder_directory(text):
        return True
    return any(character in _UNFIT for character in (text.partition("(")[0] if kind is Kind.OBJECT else text))
