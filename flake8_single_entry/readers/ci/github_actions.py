"""GitHub Actions: the commands of workflows and composite actions, the local actions they use, the images they build.

Sources: GitHub Docs, "Workflow syntax" (``working-directory``: the step's key overrides the job's, the job's overrides
the workflow's; each is relative to the workspace), "Metadata syntax for actions", "Contexts"; the README of
actions/checkout (``repository``, ``path``) and of docker/build-push-action (``context``, ``file``). ``paths:`` filters,
caches and artifacts are patterns and make no references. In a custom shell (``msys2 {0}``), the first word is the
command and ``{0}`` the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_single_entry.command import Context, Word, enter, might_run, read_application, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.ci.github_expressions import Settings, without_expressions
from flake8_single_entry.readers.ci.github_matrix import combinations
from flake8_single_entry.readers.ci.github_workspace import Workspace
from flake8_single_entry.readers.entry_point_syntax import object_reference
from flake8_single_entry.readers.nested import inner_source, placed
from flake8_single_entry.syntax.key_paths import select
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.source import Snippet, Source
from flake8_single_entry.syntax.yaml import parse

SURFACE = "workflow"
_ROOT = Base(RelativeTo.ROOT)
_MARKS = (b"./", b"build-push-action", b"image:", b"DJANGO_SETTINGS_MODULE", b"FLASK_APP")
_SHELLS = ("bash", "sh", "pwsh", "powershell", "cmd", "zsh")
_SCRIPT_PLACE = "{0}"
_OTHER_LANGUAGES = frozenset(
    "perl node ruby julia Rscript php deno bun lua tclsh octave nu fish elvish go pypy sage groovy swift".split()
)


def scan(data: bytes) -> bool:
    """True if a step could start a program or use a file of this repository."""
    return might_run(data) or any(mark in data for mark in _MARKS)


def read(source: Source) -> Facts:
    """Return the references of all jobs of a workflow, or of all steps of an action."""
    parsed = parse(source)
    references: list[Reference] = []
    for document in parsed.documents:
        if document.get("jobs"):
            references += dict.fromkeys(_workflow(document, source.text))
            references += (*_settings_modules(document), *_flask_applications(document))
        elif document.get("runs"):
            references += _action(document.get("runs"), is_top=source.path in ("action.yml", "action.yaml"))
    if "/.github/" in source.path:
        references = [_anywhere(reference) for reference in references]
    return Facts(references=tuple(references), problems=parsed.problems)


def _anywhere(reference: Reference) -> Reference:
    """Let a root-relative reference start at any caller's directory.

    GitHub runs only workflows at the repository's root. A workflow below it was written for the root of its own
    project, or for the root of the repository.
    """
    if reference.base.anchor is not RelativeTo.ROOT:
        return reference
    return reference._replace(base=reference.base._replace(anchor=RelativeTo.CALLER))


def _at_literal(reference: Reference, literals: Mapping[str, Scalar]) -> Reference:
    """Move a reference whose text is a value of the matrix to the location of that value."""
    literal = literals.get(reference.text)
    return reference._replace(location=literal.location) if literal is not None else reference


def _workflow(document: Node, text: str) -> Iterator[Reference]:
    outer = Settings().inside(document)
    for _, job in document.get("jobs").items():
        uses = job.get("uses")
        if isinstance(uses, Scalar) and uses.text.startswith("./"):
            yield _build(uses, _ROOT)
        guarded = "hashFiles(" in job.get("if").text
        for values in combinations(job, text):
            literals = {value.text: value for value in values.values()}
            settings = outer.with_matrix({name: value.text for name, value in values.items()}).inside(job)
            for reference in _steps(job.get("steps"), settings, _Job(_ROOT, guarded)):
                yield _at_literal(reference, literals)


def _settings_modules(document: Node) -> Iterator[Reference]:
    """Return the settings modules in ``env``. Source: Django, "Designating the settings".

    Django imports the module from the directory of ``manage.py``.
    """
    for found in select(document, "**.env.DJANGO_SETTINGS_MODULE"):
        if isinstance(found.value, Scalar):
            base = Base(RelativeTo.CALLER, certain=False)
            reference = object_reference(found.value.snippet, base, SURFACE, "importlib", Via.CALL)
            if reference is not None:
                yield reference


def _flask_applications(document: Node) -> Iterator[Reference]:
    """Return the applications in ``env``, which ``flask run`` starts. Source: Flask, "Application Discovery"."""
    for found in select(document, "**.env.FLASK_APP"):
        if isinstance(found.value, Scalar):
            word = Word(found.value.text, found.value.location, snippet=found.value.snippet)
            yield from read_application(word, Context(Base(RelativeTo.CALLER, certain=False), SURFACE)).references


def _action(runs: Node, is_top: bool) -> Iterator[Reference]:
    """Return the references of a composite action, which runs in the workspace of its caller.

    Other repositories use an action at the top of a repository.
    """
    image = runs.get("image")
    if isinstance(image, Scalar) and image.text and not image.text.startswith("docker://"):
        yield _build(image, Base(RelativeTo.FILE), "docker")
    yield from _steps(runs.get("steps"), Settings(), _Job(Base(RelativeTo.UNKNOWN) if is_top else _ROOT))


class _Job(NamedTuple):
    """The base directory of a job's steps; ``guarded`` is True if the job runs only when a file exists."""

    base: Base
    guarded: bool = False


def _steps(steps: Node, settings: Settings, job: _Job) -> Iterator[Reference]:
    workspace = Workspace()
    created: frozenset[str] = frozenset()
    for step in steps.elements():
        workspace = workspace.after(step)
        guarded = job.guarded or "hashFiles(" in step.get("if").text
        inner = settings.inside(step)
        if isinstance(step.get("run"), Scalar):
            found, created = _run(step, inner, job.base, workspace, created)
        else:
            found = tuple(_uses(step, job.base))
        for reference in found:
            placed = workspace.place(reference)
            if placed is not None:
                yield placed._replace(guarded=True) if guarded else placed


def _run(
    step: Node, settings: Settings, base: Base, workspace: Workspace, created: frozenset[str]
) -> tuple[tuple[Reference, ...], frozenset[str]]:
    """Return the references of a ``run`` step and the files that exist after it."""
    run = step.get("run")
    shell = settings.shell.split()
    program = shell[0].rpartition("/")[2] if shell else "bash"
    is_custom = _SCRIPT_PLACE in shell and program not in _OTHER_LANGUAGES
    if not isinstance(run, Scalar) or not (is_custom or program in (*_SHELLS, "python", "python3")):
        return (), created
    places = {"GITHUB_WORKSPACE": encode(base), "GITHUB_ACTION_PATH": encode(Base(RelativeTo.FILE))}
    variables = {**settings.variables, **places}
    here = settings.directory(base)
    if workspace.is_foreign(here.directory):
        return (), created
    if program.startswith("python"):
        return tuple(_python(without_expressions(run.snippet), here)), created
    context = Context(
        here,
        SURFACE,
        variables,
        created | workspace.foreign_trees,
        checkouts={path: path for path in workspace.foreign},
    )
    script = read_script(without_expressions(run.snippet), context)
    return script.references, script.context.created


def _python(snippet: Snippet, here: Base) -> Iterator[Reference]:
    """Return what a ``shell: python`` program starts and opens, without its imports.

    The runner writes the program to a temporary directory, so its imports are not relative to the repository.
    """
    from flake8_single_entry.readers.python import read as read_python
    from flake8_single_entry.readers.python import scan as scan_python

    inner = inner_source(snippet)
    found = read_python(inner).references if scan_python(inner.data) else ()
    for reference in placed(found, inner, snippet, SURFACE):
        if reference.base.anchor is RelativeTo.CALLER:
            yield reference._replace(base=enter(here, reference.base.directory or "."))


def _uses(step: Node, base: Base) -> Iterator[Reference]:
    uses = step.get("uses")
    if not isinstance(uses, Scalar):
        return
    if uses.text.startswith("./"):
        yield _build(uses, base)
    elif uses.text.startswith("docker/build-push-action"):
        for key in ("context", "file"):
            value = step.get("with").get(key)
            if isinstance(value, Scalar) and _is_plain(value.text):
                yield _build(value, base, "docker")


def _is_plain(text: str) -> bool:
    """True if the text is a path, not an expression, a template or a URL."""
    return bool(text) and "{{" not in text and "://" not in text and not text.startswith("git@")


def _build(node: Scalar, base: Base, runner: str = "") -> Reference:
    return Reference(node.location, node.text, Kind.BUILD, base, SURFACE, Via.BUILD, runner)
