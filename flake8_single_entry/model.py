"""The values passed from readers to reporters: frozen, typed, and without behaviour."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Location(NamedTuple):
    """A span in one file: path relative to the root with ``/``, lines and columns from 1, columns in characters.

    ``end_column`` is the column after the last character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Kind(StrEnum):
    """What the text of a reference names."""

    PATH = "path"  # src/main.py, or a directory with a __main__.py
    MODULE = "module"  # pkg.main
    OBJECT = "object"  # pkg.main:app
    BUILD = "build"  # a Dockerfile, build context, compose file or script that is needed to start an entry point


class Via(StrEnum):
    """How the text refers to its target. This decides how serious a missing target is."""

    RUN = "run"  # a command line starts it: python x.py, uvicorn m:app
    CALL = "call"  # a call in code loads or starts it: uvicorn.run("m:app"), import_module("m")
    IMPORT = "import"  # an import statement
    PATCH = "patch"  # mock.patch("m.attr"), monkeypatch.setattr("m.attr", ...)
    CONFIG = "config"  # a configuration key that names it: console scripts, program: in launch.json
    COPY = "copy"  # COPY or ADD of the file itself into an image
    BUILD = "build"  # build:, docker build -f, a script that is called
    PATH = "path"  # code builds or opens the path, or a command handles the file without starting it
    MENTION = "mention"  # a code span or a directory tree in documentation, an echoed line


class Claim(StrEnum):
    """What a document says about the target of a reference."""

    PRESENT = "present"  # it is there now: the reader is to use it, or the text describes it
    SHOWN = "shown"  # it belongs to an example, a former way or a report: it may be there
    PAST = "past"  # a report of what was done, or a plan: it need not be there


class RelativeTo(StrEnum):
    """The base of a relative path."""

    ROOT = "root"  # the repository's root
    FILE = "file"  # the directory of the file that holds the reference
    CALLER = "caller"  # the directory in which a person runs it: the root, else the file's directory or one above it
    CONTEXT = "context"  # the build context of the Dockerfile that holds the reference
    IMAGE = "image"  # a container's file system
    PACKAGE = "package"  # the import path of the Python file that holds the reference
    UNKNOWN = "unknown"  # not known: never resolved


class Base(NamedTuple):
    """What a reference is relative to. Readers fill it in, and only ``project`` interprets it.

    ``directory`` is the effective directory relative to the anchor (after ``cd``, ``WORKDIR``, ``working-directory``),
    with ``/``, possibly with leading ``..``. In an image it is absolute, or "" if only the image defines it. Elsewhere,
    an absolute directory is on another machine, and may end like a directory of the repository.

    ``search`` are directories that the import system searches first (``PYTHONPATH``, ``--app-dir``,
    ``sys.path.insert``), each written like ``directory`` and already joined with it. For a compose file that a command
    names, it is the project directory, unless that is the file's own.

    ``container`` identifies the image: the stage of the Dockerfile that holds the reference (its index as a string), or
    the compose service. ``checkout`` is the name of the repository that a ``git clone`` in the same text copies, if the
    effective directory is inside the copy; ``directory`` is then relative to it.

    ``certain`` is False if the directory was guessed (``cd`` into a variable or a placeholder).
    """

    anchor: RelativeTo
    directory: str = ""
    search: tuple[str, ...] = ()
    container: str = ""
    checkout: str = ""
    certain: bool = True


BUILT = "built:"
"""Begins the ``container`` of a base in an image that a command of the same text builds.

It is followed by the directory of that command, the Dockerfile ("" if it is not named) and the context, in a line each.
"""

IMAGE = "image:"
"""Begins the ``container`` of a base in an image that only its name identifies."""

CONSOLE_SCRIPT = "console script"  # the runner of a reference that packaging files install as a command
PLUGIN = "plugin"  # the runner of a reference that other programs load
REQUIRED = "required"  # the runner of a reference to a file without which a build or a script gives up
COPIED = "copied"  # the runner of a reference to a file that a command copies and does not start
TREE = "tree"  # the runner of a file in a directory tree that a document draws
TREE_ENTRY = "tree: entry point"  # the same for a file that the tree calls the entry point
INCLUDED = "literalinclude"  # the runner of a file whose text is built into a page
DRAWN = frozenset((TREE, TREE_ENTRY))


class Reference(NamedTuple):
    """One place in one file that names a module, a file, an object or a build input.

    ``text`` is the target exactly as written: ``src/main.py``, ``pkg.main``, ``pkg.main:app``. Imports are objects too:
    ``from a import b`` is ``a:b`` (b may be a submodule), ``from .m import x`` is ``.m:x``, ``from . import m`` is
    ``.:m``, ``import a.b`` is the module ``a.b``.

    ``location`` spans the text in the file; for an import, the name of the module or the statement. ``runner`` is the
    program that loads the target (``python``, ``uvicorn``, ``celery``), or "". ``guarded`` is True if its absence is
    handled (``[ -f x ] &&``, ``try: import ... except ImportError``). ``surface`` is the name of the reader. ``origin``
    is the location of the text if it is written in another file; ``location`` then spans the name of a constant.
    ``forgiven`` is True if the reference is guarded only because a failure is ignored or reported (``|| true``), and
    nothing provides for the absence.
    ``claim`` is what a document says about the target.
    ``replaced`` is True if it is guarded and one of several alternatives, of which the first that is there is taken.
    """

    location: Location
    text: str
    kind: Kind
    base: Base
    surface: str
    via: Via
    runner: str = ""
    guarded: bool = False
    origin: Location | None = None
    forgiven: bool = False
    replaced: bool = False
    claim: Claim = Claim.PRESENT


class Application(NamedTuple):
    """An object that a server or a command line starts: ``app = FastAPI()``.

    ``factory`` is True for a function that returns the object.
    """

    framework: str  # fastapi, flask, django, starlette, celery, typer, click, streamlit, gradio, aiohttp, ...
    name: str
    location: Location
    factory: bool = False


class Launch(NamedTuple):
    """A call that starts a program: ``uvicorn.run(...)``, ``app.run()``, ``asyncio.run(main())``, ``main()``.

    ``top_level`` is True if the call runs on import (outside functions and outside a guard).
    """

    call: str
    location: Location
    top_level: bool


class EntryTraits(NamedTuple):
    """The traits of an entry point in one Python file.

    ``names`` are the names bound at module level, including imports. ``definitions`` are the qualified functions and
    classes (``Service.start``). ``routes`` are the routes that it serves (``GET /health``), and ``commands`` the names
    of its commands. ``open_names`` is True if names may exist that cannot be seen (star import, ``__getattr__``,
    ``globals()``). ``size`` is the number of lines with code. ``sketch`` holds sorted hashes of shingles over
    normalised tokens. ``broken`` is where the running Python could not parse the file. ``title`` is the first line of
    the docstring.
    """

    guard: Location | None = None
    launches: tuple[Launch, ...] = ()
    applications: tuple[Application, ...] = ()
    handlers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    open_names: bool = False
    size: int = 0
    sketch: tuple[int, ...] = ()
    broken: Location | None = None
    title: str = ""


class Copy(NamedTuple):
    """One COPY or ADD, from ``sources`` into ``destination``.

    ``sources`` are relative to the context, or to the root of ``stage`` if it is given. ``destination`` is absolute
    (joined with WORKDIR). ``stage`` is the index or name of a stage, the name of an image, or "".
    """

    sources: tuple[str, ...]
    destination: str
    stage: str = ""
    line: int = 0


class Clone(NamedTuple):
    """A clone of the default branch of the repository at ``url``, below the absolute ``path``."""

    url: str
    path: str


class Stage(NamedTuple):
    """One build stage of a Dockerfile, in its final state.

    ``base`` is the image or the earlier stage in FROM. ``workdir`` is absolute ("/" by default, or inherited from an
    earlier stage of the file). ``search`` are absolute PYTHONPATH directories. ``created`` are absolute paths that a
    RUN or a heredoc creates. ``opaque`` is True if RUN adds files from outside (git clone, curl, tar into the tree).
    ``start`` holds the indexes of the references that ENTRYPOINT and CMD make, in the references of the file, and
    ``steps`` the first and the one after the last that RUN makes. ``installed`` are absolute directories that RUN
    installs as a package (``pip install .``). ``clones`` are repositories that RUN or ADD clones. ``adrift`` is True if
    the file sets no ``workdir``: that of the base image is taken as ``/``, and the paths of the stage are below it.
    """

    name: str
    base: str
    workdir: str
    copies: tuple[Copy, ...] = ()
    search: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    opaque: bool = False
    start: tuple[int, ...] = ()
    installed: tuple[str, ...] = ()
    steps: tuple[int, int] = (0, 0)
    clones: tuple[Clone, ...] = ()
    adrift: bool = False


class Service(NamedTuple):
    """One service of a compose file, or of another file that runs images.

    ``context`` and ``dockerfile`` are as written ("" if the key is absent), relative to the compose file's directory
    and to the context. ``mounts`` maps host directories (as written) to absolute container paths. ``workdir`` is
    ``working_dir`` or "". ``replaces`` is True if ``command`` or ``entrypoint`` replaces the image's. ``stages`` are
    those of a Dockerfile inside the compose file.
    """

    name: str
    context: str = ""
    dockerfile: str = ""
    target: str = ""
    image: str = ""
    mounts: tuple[tuple[str, str], ...] = ()
    workdir: str = ""
    replaces: bool = False
    extends: str = ""
    stages: tuple[Stage, ...] = ()


class Problem(NamedTuple):
    """Why a file, or a part of it, could not be read. Reported as ONE905 if the file is relevant.

    ``limit`` is True if the file was read up to a limit, and ``unread`` if its contents could not be loaded. In both
    cases, it is not broken.
    """

    location: Location
    reason: str
    limit: bool = False
    unread: bool = False


class Suppression(NamedTuple):
    """One ``noqa`` comment with a code of this tool: its place up to the last code, and all its codes in order."""

    location: Location
    codes: tuple[str, ...]


class Facts(NamedTuple):
    """Everything that a reader found in one file.

    ``package_places`` are packages whose directory has another name, each with that directory relative to the file's.
    ``members`` are globs of the directories of the projects in the same workspace, relative to the file's.
    ``commands`` are the console scripts that it installs, by name, with the location of their reference.
    """

    references: tuple[Reference, ...] = ()
    traits: EntryTraits | None = None
    stages: tuple[Stage, ...] = ()
    services: tuple[Service, ...] = ()
    package_roots: tuple[str, ...] = ()  # from packaging files: directories of packages, relative to the file's
    package_places: tuple[tuple[str, str], ...] = ()
    members: tuple[str, ...] = ()
    commands: tuple[tuple[str, Location], ...] = ()
    checks: tuple[Location, ...] = ()  # from compose files: the references of health checks
    declared: tuple[tuple[str, Location], ...] = ()  # modules that a document declares to be the entry point
    project_names: tuple[str, ...] = ()  # names of this project (packaging metadata, package.json)
    problems: tuple[Problem, ...] = ()
    excluded: tuple[str, ...] = ()  # from .dockerignore: patterns, in order, relative to the build context
    externals: tuple[str, ...] = ()  # constants of other Python modules that references depend on: ``module:NAME``
    to_write: tuple[str, ...] = ()  # from documents: Python files that their readers are told to write
    suppressions: tuple[Suppression, ...] = ()


class Role(StrEnum):
    """The role of a runnable module."""

    AUTHORITATIVE = "authoritative"
    WRAPPER = "wrapper"
    LAUNCHER = "launcher"
    DUPLICATE = "duplicate"
    ARCHIVED = "archived"
    PROGRAM = "program"
    TOOL = "tool"
    TEST = "test"
    EXAMPLE = "example"
    CANDIDATE = "candidate"  # undecided


class Evidence(NamedTuple):
    """One reason for or against a candidate. ``kind`` is a word (``image``, ``procfile``, ``readme``, ``import``)."""

    kind: str
    location: Location | None
    text: str
    weight: float


class UniqueFeatures(NamedTuple):
    """Features that only one of two modules has: routes (``GET /health``), commands, public functions and classes."""

    routes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """A runnable module of a scope, with its role and the evidence.

    ``rival`` is the module that a duplicate competes with most closely, ``similarity`` their similarity (0 to 1).
    ``place`` is where a finding about the module is reported: its guard, application object or first line. ``lacks``
    holds the features of a duplicate that the authoritative module lacks.
    """

    path: str
    role: Role
    score: float
    evidence: tuple[Evidence, ...]
    place: Location
    program: str = ""
    rival: str = ""
    similarity: float = 0.0
    lacks: UniqueFeatures = UniqueFeatures()


class Scope(NamedTuple):
    """A directory with one entry point. Paths are relative to the repository's root."""

    root: str  # "." for the repository's root
    entry_point: str | None
    decided_by: str | None  # configuration | evidence | None
    confidence: float
    archive: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    programs: tuple[tuple[str, str], ...] = ()
    strict: bool = False


class Outcome(StrEnum):
    """The result of resolving a reference."""

    FOUND = "found"
    MISSING = "missing"
    NOT_SHIPPED = "not shipped"  # in the repository, but not in the image that starts it
    MALFORMED = "malformed"
    UNKNOWN = "unknown"


class Level(IntEnum):
    """How serious a finding is, lowest first: ``min(level, Level.WARNING)`` lowers an error.

    The names are those of SARIF 2.1.0 (3.27.10 level property), and so is the text of a level.
    """

    NOTE = 1  # possible: a report of the past, a file that git ignores and never tracked
    WARNING = 2  # surely stale, but only named, guarded or shown; or very likely
    ERROR = 3  # certain, and it fails when it is followed

    def __str__(self) -> str:
        return self.name.lower()


class Resolution(NamedTuple):
    """What one reference resolves to.

    ``target`` is the path found. If none is found, ``expected`` is the path looked for, and ``elsewhere`` are paths of
    the same name. ``attribute`` is the part after the module, if there is one. ``lacking`` is the part of it (or of the
    runner's default) that the target certainly does not define. ``reason`` is a short clause for people. ``shipped`` is
    the absolute path of the file in the image, if it is not at ``expected``.

    ``tentative`` is True if the only evidence that the target is missing is a file of the same name elsewhere: a reader
    of the document may be in the directory of that file. A tentative absence is a note.

    ``level`` is the highest level of a finding about the reference, and ``facts`` are short clauses that say why it is
    not an error. An unknown target has its reason in ``reason``.
    """

    outcome: Outcome
    target: str | None = None
    expected: str | None = None
    elsewhere: tuple[str, ...] = ()
    attribute: str = ""
    reason: str = ""
    tentative: bool = False
    shipped: str | None = None
    lacking: str = ""
    level: Level = Level.ERROR
    facts: tuple[str, ...] = ()


WRITTEN = "written here"  # message of the location where a reference's text is written, if in another file


class Link(NamedTuple):
    """A reference and its resolution."""

    reference: Reference
    resolution: Resolution


class Related(NamedTuple):
    """A second location that explains a finding."""

    location: Location
    message: str


class Edit(NamedTuple):
    """One change of one file: the text of ``location`` becomes ``text``. An empty span inserts the text."""

    location: Location
    text: str


class Finding(NamedTuple):
    """One finding. ``message`` is one line without the code. ``reference`` is the text that it is about.

    ``fingerprint`` is computed from code, file, reference text and target, never from a line number. ``edits`` mend it,
    all together, and ``move`` is the path in the archive to which its file is moved instead ("" if it is not).
    """

    code: str
    rule: str
    location: Location
    message: str
    reference: str = ""
    target: str | None = None
    suggestion: str | None = None
    scope: str = "."
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    level: Level = Level.ERROR
    edits: tuple[Edit, ...] = ()
    move: str = ""

    @property
    def fixable(self) -> bool:
        """True if ``fix`` knows what to change."""
        return bool(self.edits or self.move)


class SuppressedFinding(NamedTuple):
    """A finding that is not reported: what suppresses it (``noqa`` or ``baseline``), and the reason that is given."""

    by: str
    finding: Finding
    reason: str = ""
