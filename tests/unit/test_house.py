"""The layout of the package: how many modules lie together, what they are called, and how they introduce themselves."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname

import pytest

PACKAGE = Path(__file__).parents[2] / "flake8_single_entry"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
MOST_AT_THE_TOP = 10
MOST_TOGETHER = 32

# Names that nobody can look up, and the names that replace them. Where a word has a usual meaning elsewhere, only the
# package or module in which it had another one is forbidden to define it.
RENAMED: tuple[tuple[str, str, str], ...] = (
    # names, where ("" is everywhere), use instead
    ("Earlier", "", "ReportReuse"),
    ("Run", "engine", "SavedReport"),
    ("Basis", "", "Dependencies"),
    ("seen", "engine/report.py", "stamps"),
    ("texts", "engine/report.py", "read_files"),
    ("State Selection", "engine", "RepositoryState, Revision"),
    ("moved_since Origin", "", "changed_blobs, IndexState"),
    ("say_the_same", "", "facts_unchanged"),
    ("Witness", "", "DependencyRecorder"),
    ("Library quiet sharpen", "facts", "FactStore, skipped, refine"),
    ("texts TELLING ROUGH", "facts", "facts_json, READ, APPROXIMATE"),
    ("Row", "facts cache", "CachedFacts"),
    ("Shelf", "", "FactCache"),
    ("Interest among astray", "", "Relevance, importers_of, with_unresolved_imports"),
    ("own_files FOREIGN", "", "discover, VENDORED_DIRECTORIES"),
    ("Query Sightings searching", "git", "GrepQuery, GrepMatches, grep"),
    ("spread meanwhile", "facts", "map_in_processes, while_waiting"),
    ("Memory Unasked", "", "ChangeLog, PathCollector"),
    ("remembered", "git engine", "with_history"),
    ("fates departures", "", "deleted_or_renamed, staged_deletions"),
    ("Starts Start", "project", "SearchBases, SearchBase, ImageStart, Use"),
    ("Place RepositoryPlace ImagePlace", "project", "FileSystem, RepositoryFiles, ImageFiles"),
    ("Withheld meant Located", "project", "NotShipped, intended_source, SourceMapping"),
    ("Anchor", "model.py", "RelativeTo"),
    ("Absences Case weigh", "", "UnresolvedClassifier, AbsenceFeatures, ScoredCandidate, plausibility"),
    ("Company speaks_for", "", "Corroboration, confirms"),
    ("Wiring", "", "ReferenceGraph"),
    ("Bench Ruling", "", "ScopeAnalysis, ScopeResult"),
    ("rule", "project", "classify"),
    ("Sheet supersede reprieve", "", "RoleDraft, mark_duplicate, keep_as_program"),
    ("give", "project", "assign"),
    ("Court", "", "EvidenceCollector"),
    ("_judged", "project", "_evidence_of"),
    ("Yardstick", "", "Normalization"),
    ("Verdict decide choose standing", "project/entry_points", "Selection, select_version, select_program"),
    ("Kin families closest nearest Neighbours", "", "VersionRelation, clusters, most_similar, ComparisonWindow"),
    ("Terms resting", "", "ScopePolicy, archive_like"),
    ("Lead", "", "Delegation"),
    ("leads targets launchers", "project/entry_points", "wrappers, delegates_to, delegations"),
    ("losses Losses", "", "unique_features, UniqueFeatures"),
    ("Stance", "", "DocumentKind"),
    ("Says Named", "", "SpanKind, SpanMatch"),
    ("Found Walker Text Piece State", "command", "Results, TreeWalker, ParsedScript, MappedText, InterpreterState"),
    ("Folder fold", "readers/python", "Evaluator, evaluate"),
    ("Means Binding", "readers/python", "BindingKind"),
    ("Scope", "readers/python", "NameScope"),
    ("_rest _led _wholes _yields", "project/entry_points", "_assign_remaining, _assign_related, _top_level_programs"),
    ("likeness kinship", "project rules model.py", "similarity, relatedness"),
    ("faint core", "project conventions model.py", "weak, base_words"),
    ("is_drawn shown taught", "readers/documents/tree_listing.py", "looks_like_tree, files_to_create"),
    ("Rule", "readers", "MakeRule"),
    ("Entry", "readers", "TreeLine"),
    ("Outcome", "reporters", "ReportView"),
)
OLD_MODULES = frozenset(
    "absence bench company earlier families handled history_words interest leads losses memory moved places recheck"
    " sheet shelf starts verdict wiring witness worth".split()
)


def definitions(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the classes and functions of a module, its own names, and the fields of its classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        if isinstance(node, ast.Module | ast.ClassDef):
            for statement in node.body:
                yield from assigned(statement)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def assigned(statement: ast.stmt) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    for target in targets:
        yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


DEFINED = {module: frozenset(definitions(ast.parse(path.read_bytes()))) for module, path in MODULES.items()}


def lies_in(module: str, places: str) -> bool:
    return not places or any(module == place or module.startswith(f"{place}/") for place in places.split())


def test_few_modules_lie_together() -> None:
    counts = Counter(dirname(module) for module in MODULES)
    top = counts.pop("")
    assert top <= MOST_AT_THE_TOP
    assert {place: count for place, count in counts.items() if count > MOST_TOGETHER} == {}


@pytest.mark.parametrize(("names", "places", "instead"), RENAMED, ids=[names for names, *_ in RENAMED])
def test_no_definition_has_a_name_that_was_replaced(names: str, places: str, instead: str) -> None:
    found = {
        f"{module}: {name}"
        for module in MODULES
        if lies_in(module, places)
        for name in names.split()
        if name in DEFINED[module]
    }
    assert found == set(), f"use {instead}"


def test_no_module_has_a_name_that_was_replaced() -> None:
    assert [module for module in MODULES if Path(module).stem in OLD_MODULES] == []


def test_places_of_the_table_exist() -> None:
    places = {place for _, where, _ in RENAMED for place in where.split()}
    assert [place for place in sorted(places) if not any(lies_in(module, place) for module in MODULES)] == []


def test_each_module_says_its_purpose_in_one_sentence() -> None:
    docstrings = {module: ast.get_docstring(ast.parse(path.read_bytes())) or "" for module, path in MODULES.items()}
    first_lines = {module: docstring.partition("\n")[0] for module, docstring in docstrings.items()}
    assert [module for module, line in first_lines.items() if not line.endswith(".")] == []
