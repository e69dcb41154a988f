"""Full read of a Python file: parse it, survey it once, and collect its references and traits."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from flake8_single_entry.model import Base, EntryTraits, Facts, Kind, Location, Problem, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.references.commands import Starter
from flake8_single_entry.readers.python.references.imports import is_standard, read_imports, search_base
from flake8_single_entry.readers.python.references.loads import read_loads
from flake8_single_entry.readers.python.references.mentions import read_mentions
from flake8_single_entry.readers.python.references.module import Module
from flake8_single_entry.readers.python.references.paths import created_files, read_paths
from flake8_single_entry.readers.python.references.written import read_written
from flake8_single_entry.readers.python.structure.parsing import parse
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import Survey
from flake8_single_entry.readers.python.structure.walk import survey_module
from flake8_single_entry.readers.python.traits.entry_traits import read_traits
from flake8_single_entry.readers.python.values.constants import Known
from flake8_single_entry.readers.python.values.evaluate import Evaluator
from flake8_single_entry.syntax.source import Source

# Precedence of references with the same position and text: the first listed wins.
_RANK = {
    via: rank for rank, via in enumerate((Via.CALL, Via.RUN, Via.CONFIG, Via.PATCH, Via.IMPORT, Via.PATH, Via.MENTION))
}
_MOST_EXTERNALS = 100


def read_source(source: Source, constants: Mapping[str, Known]) -> Facts:
    """Return the facts of one file.

    A file that cannot be parsed at all has a problem and traits that mark it as broken.
    """
    layout = Layout(source)
    parsed = parse(source.text)
    broken: Location | None = None
    if isinstance(parsed, SyntaxError):
        from flake8_single_entry.readers.python.structure.repair import repair

        broken = _place(layout, parsed)
        repaired = repair(source.text, source.budget)
        parsed = repaired if repaired is not None else ast.Module(body=[], type_ignores=[])
    if isinstance(parsed, str):
        location = source.location(0, 0)
        return Facts(traits=EntryTraits(broken=location, open_names=True), problems=(Problem(location, parsed),))
    survey = survey_module(parsed)
    folder = Evaluator(layout, survey, constants)
    traits = read_traits(layout, survey, folder, broken)
    references = _references(layout, survey, folder)
    survey.dissolve()
    externals = [name for name in folder.externals if name.startswith(".") or not is_standard(name.partition(":")[0])]
    return Facts(references=references, traits=traits, externals=tuple(externals[:_MOST_EXTERNALS]))


def _place(layout: Layout, error: SyntaxError) -> Location:
    """Return the location of a syntax error. Its columns count characters."""
    source = layout.source
    line = min(max(error.lineno or 1, 1), source.lines)
    width = len(source.line(line))
    start = source.offset(line, min(max(error.offset or 1, 1), width + 1))
    return source.location(start, min(start + 1, source.offset(line) + width))


def _references(layout: Layout, survey: Survey, folder: Evaluator) -> tuple[Reference, ...]:
    created = created_files(survey, folder)
    with folder.noting():
        module = Module(layout, survey, folder, search_base(survey, folder), created=created)
        _follow_directories(module)
        found: list[Reference] = [*read_imports(module), *read_loads(module), *Starter(module).read()]
    found += [*read_paths(module), *read_mentions(module), *read_written(module)]
    kept = (one for one in found if one.kind is not Kind.PATH or one.text not in module.created)
    return _distinct(_with_origin(one, folder) for one in kept)


def _with_origin(reference: Reference, folder: Evaluator) -> Reference:
    """Return the reference with the location of its text if the text comes from a constant of another module."""
    met = [known for place, known in folder.used if _overlap(place, reference.location)]
    holding = [known for known in met if reference.text in known.text]
    written = next((known for known in holding if known.text == reference.text), None) or next(iter(holding), None)
    return reference._replace(origin=written.location) if written else reference


def _overlap(one: Location, other: Location) -> bool:
    """Return True if two spans of one file overlap."""
    before = (one.line, one.column) < (other.end_line, other.end_column)
    return before and (other.line, other.column) < (one.end_line, one.end_column)


def _follow_directories(module: Module) -> None:
    """Record each ``os.chdir`` call with the directory it changes to."""
    for call, block in module.survey.calls if "chdir" in module.source.text else ():
        name = module.name(call.func)
        if name in {"os.chdir", "contextlib.chdir", "session.chdir"} and call.args:
            base = module.enter(module.directory(call, block), module.folder.evaluate(call.args[0], block))
            if base.anchor is RelativeTo.UNKNOWN and not module.is_test:
                base = Base(RelativeTo.CALLER, certain=False)
            module.directories.setdefault(id(block.scope), []).append((call.lineno, block, base))


def _distinct(found: Iterable[Reference]) -> tuple[Reference, ...]:
    """Return the references in file order. Of references with the same text at the same place, keep the strongest."""
    best: dict[tuple[Location, str], Reference] = {}
    for reference in found:
        key = (reference.origin or reference.location, reference.text)
        held = best.get(key)
        if held is None or _RANK.get(reference.via, 99) < _RANK.get(held.via, 99):
            best[key] = reference
    return tuple(sorted(best.values(), key=lambda reference: (reference.location, reference.text)))
